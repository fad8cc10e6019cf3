// Package comment is what office and unit say to each other about a matter, of whatever
// kind its declaration says so (kind.Kind.Talks). A comment decides nothing: what is to be
// done about a matter is done by the acts of its noun.
package comment

import (
	"context"
	"strings"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a comment. It is never edited.
const (
	Said      = "said"
	Withdrawn = "withdrawn" // that there was one stays to be seen, its words do not
)

const (
	// WordsMost is how many characters a comment has.
	WordsMost = 1000
	// MentionsMost is how many people one may be addressed to [D].
	MentionsMost = 5
)

// Rules are the county's choices.
type Rules struct {
	Withdraw  int // minutes within which an author may take a comment back
	Untouched int // working days after which a matter that nobody touched is taken up by nobody
}

// Default are those of a pack that says nothing [D].
var Default = Rules{Withdraw: 10, Untouched: 5}

// Comment is one of them. Unit and Side are those of its matter when it was written; who
// may see it is asked of the matter as it stands.
type Comment struct {
	noun.Base
	Of       string // the kind of the matter
	Object   ref.ID // the matter
	Words    string
	Within   bool   // for the office's side only
	ReplyTo  ref.ID // the comment that is answered; 0 = none
	MadeFor  ref.ID // for whom a deputy wrote it; 0 = the author for themselves
	Post     ref.ID // the appointment acted in
	Mentions string // the people it is addressed to, by their identifiers
}

// Fields are what is known of one.
var Fields = field.Fields{
	field.Line("of", 1, 40, func(c *Comment) *string { return &c.Of }).Silent().Open().Within(),
	field.Object("object", func(c *Comment) *ref.ID { return &c.Object }).Within(),
	field.Text("words", 1, WordsMost, func(c *Comment) *string { return &c.Words }),
	field.Flag("within", func(c *Comment) *bool { return &c.Within }).Silent(),
	field.Object("replyTo", func(c *Comment) *ref.ID { return &c.ReplyTo }).Within(),
	field.Person("madeFor", false, func(c *Comment) *ref.ID { return &c.MadeFor }).Silent(),
	field.Object("post", func(c *Comment) *ref.ID { return &c.Post }).Within(),
	field.Line("mentions", 0, 120, func(c *Comment) *string { return &c.Mentions }).Silent().Open().Within(),
}

// Shape is what a comment is made of.
var Shape = noun.Shape{Of: ref.Comment, Name: "comments", Word: "comment", Table: "comment",
	New: func() noun.Value { return &Comment{} }, Fields: Fields, Title: "words", Unsung: true, Mute: true,
	States: []string{Withdrawn, Said}}

// Matter is what it is about.
func (c *Comment) Matter() ref.Ref { return ref.Ref{Kind: ref.Kind(c.Of), ID: c.Object} }

// Author is the person in whose posts it was written.
func (c *Comment) Author() ref.ID {
	if c.MadeFor != 0 {
		return c.MadeFor
	}
	return c.MadeBy
}

// Mentioned are the people it is addressed to.
func (c *Comment) Mentioned() (out []ref.ID) {
	for _, s := range strings.Fields(c.Mentions) {
		out = append(out, ref.Parse(s))
	}
	return out
}

// Object is what access asks of a comment on a matter: an open one is seen by both sides
// of the matter. One within the office bears no unit, so that nobody of a unit sees it,
// and is kept from those of the office who stand in the matter's own unit.
func Object(matter access.Object, within bool) access.Object {
	if !within {
		return matter
	}
	return access.Object{Kind: matter.Kind, ID: matter.ID, Jurisdiction: matter.Jurisdiction, Side: matter.Side,
		Apart: matter.Unit}
}

// Within says whether somebody is of the office's side of a matter, which talks about it
// within itself.
func Within(who actor.Actor, matter access.Object) bool {
	return access.Can(who, "comment.within", matter)
}

// Sees says whether somebody may read what is said about a matter.
func Sees(who actor.Actor, matter access.Object, within bool) bool {
	return access.Can(who, "comment.see", Object(matter, within))
}

// Count is how many comments stand about a matter that were not taken back.
type Count struct{ Open, Within int }

// For is how many of them somebody reads.
func (n Count) For(who actor.Actor, matter access.Object) int {
	switch {
	case n == Count{} || !Sees(who, matter, false):
		return 0
	case Within(who, matter):
		return n.Open + n.Within
	}
	return n.Open
}

// Counts reads the counts of matters, whatever their number by one statement.
type Counts interface {
	CommentCounts(ctx context.Context, matters []ref.ID) (map[ref.ID]Count, error)
}

// Counted is how many comments somebody reads about each matter of a page; none where nothing is said, and nothing is
// asked for who reads none anywhere.
func Counted(ctx context.Context, read Counts, who actor.Actor, matters []access.Object) (map[ref.ID]int, error) {
	if len(matters) == 0 || !access.Anywhere(who, "comment.see") {
		return nil, nil
	}
	ids := make([]ref.ID, len(matters))
	for i, o := range matters {
		ids[i] = o.ID
	}
	counts, err := read.CommentCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[ref.ID]int, len(counts))
	for _, o := range matters {
		if n := counts[o.ID].For(who, o); n > 0 {
			out[o.ID] = n
		}
	}
	return out, nil
}

// Until is the last moment at which the author may take a comment back.
func (r Rules) Until(c *Comment) when.Instant {
	return c.MadeAt.Add(time.Duration(r.Withdraw) * time.Minute)
}

// MayWithdraw refuses who did not write it, in the same hands, and what was taken back or stands too long.
func (r Rules) MayWithdraw(c *Comment, who actor.Actor, now when.Instant) error {
	switch {
	case c.MadeBy != who.Person || c.MadeFor != who.OnBehalf:
		return text.Refuse(text.Forbidden, "comment.not-own")
	case c.State != Said:
		return text.Refuse(text.Conflict, "comment.gone")
	case now > r.Until(c):
		return text.Refuse(text.Conflict, "comment.too-late", "n", r.Withdraw)
	}
	return nil
}

// TakeBack is the comment without its words.
func (r Rules) TakeBack(c *Comment, who actor.Actor, now when.Instant) error {
	if err := r.MayWithdraw(c, who, now); err != nil {
		return err
	}
	c.State, c.Words = Withdrawn, ""
	return nil
}
