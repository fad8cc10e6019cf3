package comment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Tx is what the commands ask of a transaction.
type Tx interface {
	noun.Tx
	// Matter is what access asks of an object of any kind that is talked about, and its
	// state; one that is not there is a Missing refusal.
	Matter(ref.Ref) (access.Object, string, error)
}

// Commands performs the commands of comments.
type Commands struct {
	Door  act.Door[Tx]
	Rules Rules
	// Kinds says which kinds are talked about, and who may see one.
	Kinds kind.Registry
	// Cast is everybody at work in a county who can sign in.
	Cast func(ctx context.Context, county int32) ([]actor.Actor, error)
}

// With are the commands over the kinds of a face.
func (d Commands) With(kinds kind.Registry) Commands {
	d.Kinds = kinds
	return d
}

// Input is what is written.
type Input struct {
	Words    string
	Within   bool
	ReplyTo  ref.ID
	Mentions []ref.ID
}

// asked are the fields of a comment that somebody types.
var asked = Fields.Asked()

// open authorises somebody to say something about a matter, and says what it is to access.
func (d Commands) open(tx Tx, verb access.Verb, of ref.Ref) (o access.Object, err error) {
	k := d.Kinds.Of(of.Kind)
	if !k.Talks {
		return o, text.Refuse(text.Missing, "access.missing")
	}
	if o, _, err = tx.Matter(of); err != nil {
		return o, err
	}
	if err := access.May(tx.Actor(), k.See, o); err != nil {
		return o, err
	}
	return o, tx.Allow(verb, o)
}

// Add puts a comment on record. Who is mentioned must be able to read it.
func (d Commands) Add(ctx context.Context, c act.Command, of ref.Ref, in Input) (act.Receipt, error) {
	c.Verb, c.Input = "comment.add", []any{of, in}
	var cast []actor.Actor
	if len(in.Mentions) > 0 && len(in.Mentions) <= MentionsMost {
		var err error
		if cast, err = d.Cast(ctx, c.Actor.Jurisdiction); err != nil {
			return act.Receipt{}, fmt.Errorf("who may be mentioned: %w", err)
		}
	}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		o, err := d.open(tx, c.Verb, of)
		if err != nil {
			return err
		}
		if in.Within {
			if err := tx.Allow("comment.within", o); err != nil {
				return err
			}
		}
		x := &Comment{Of: string(of.Kind), Object: of.ID, Words: in.Words, Within: in.Within, ReplyTo: in.ReplyTo,
			MadeFor: tx.Actor().OnBehalf, Post: tx.Actor().Appointment}
		var errs text.InputErrors
		asked.Check(x, nil, &errs)
		answered, err := d.answered(tx, x, &errs)
		if err != nil {
			return err
		}
		var names []string
		for _, id := range in.Mentions {
			if s := id.String(); !slices.Contains(names, s) {
				names = append(names, s)
			}
		}
		x.Mentions = strings.Join(names, " ")
		x.mentionable(cast, o, &errs)
		if err := errs.Err(); err != nil {
			return err
		}
		x.ID, x.State, x.Unit, x.Side = tx.NewID(), Said, o.Unit, o.Side
		x.Jurisdiction, x.MadeBy, x.MadeAt = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
		if err := tx.Keep(Shape.Of, x); err != nil {
			return fmt.Errorf("keep a comment: %w", err)
		}
		facts := []act.Fact{act.Code("of", x.Of), act.Id("object", x.Object)}
		if answered != 0 {
			facts = append(facts, act.Id("answered", answered))
		}
		for i, id := range x.Mentioned() {
			facts = append(facts, act.Id(mention(i), id))
		}
		return tx.Record(x.records(Within(tx.Actor(), o)), Shape.Ref(x), facts...)
	})
}

// mention is the name of the fact that holds one of those who are mentioned.
func mention(i int) string { return fmt.Sprintf("mention-%d", i+1) }

// records is the kind of the entry: who is told hangs on which side spoke.
func (c *Comment) records(office bool) journal.Kind {
	switch {
	case c.Within:
		return "comment.said-within.v1"
	case office:
		return "comment.said-by-office.v1"
	}
	return "comment.said-by-unit.v1"
}

// answered is who wrote the comment that is answered; it must be of the same matter, be
// seen by who answers, and an answer to one within the office stays there.
func (d Commands) answered(tx Tx, x *Comment, errs *text.InputErrors) (ref.ID, error) {
	if x.ReplyTo == 0 {
		return 0, nil
	}
	v, err := tx.One(Shape.Of, x.ReplyTo)
	if err != nil {
		return 0, err
	}
	was := v.(*Comment)
	o, _, err := tx.Matter(was.Matter())
	if err != nil {
		return 0, err
	}
	if was.Matter() != x.Matter() || !Sees(tx.Actor(), o, was.Within) {
		return 0, text.Refuse(text.Missing, "access.missing")
	}
	if was.State != Said {
		errs.Add("words", "comment.answered-gone")
	}
	if was.Within && !x.Within {
		errs.Add("within", "comment.answer-within")
	}
	return was.Author(), nil
}

// mentionable refuses who may not read the comment, and too many.
func (c *Comment) mentionable(cast []actor.Actor, o access.Object, errs *text.InputErrors) {
	ids := c.Mentioned()
	if len(ids) > MentionsMost {
		errs.Add("mention", "comment.mention-many", "most", MentionsMost, "n", len(ids))
		return
	}
	for _, id := range ids {
		reads := func(who actor.Actor) bool {
			return who.Person == id && who.InPerson() && Sees(who, o, c.Within)
		}
		if slices.ContainsFunc(cast, reads) {
			continue
		}
		key := "comment.mention-unseen"
		if c.Within {
			key = "comment.mention-unseen-within"
		}
		errs.Add("mention", key)
		return
	}
}

// Withdraw takes a comment back. That there was one stays.
func (d Commands) Withdraw(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "comment.withdraw", []any{id}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		v, err := tx.One(Shape.Of, id)
		if err != nil {
			return err
		}
		x := v.(*Comment)
		o, err := d.open(tx, c.Verb, x.Matter())
		if err != nil {
			return err
		}
		if !Sees(tx.Actor(), o, x.Within) {
			return text.Refuse(text.Missing, "access.missing")
		}
		if err := d.Rules.TakeBack(x, tx.Actor(), tx.Now()); err != nil {
			return err
		}
		if err := tx.Keep(Shape.Of, x); err != nil {
			return fmt.Errorf("keep a comment: %w", err)
		}
		return tx.Record("comment.withdrawn.v1", Shape.Ref(x), act.Code("of", x.Of), act.Id("object", x.Object))
	})
}

// Readers are those of a cast who may read what is said about a matter, each once and as
// themselves.
func Readers(cast []actor.Actor, o access.Object, within bool) (out []actor.Actor) {
	seen := map[ref.ID]bool{}
	for _, who := range cast {
		if who.InPerson() && !seen[who.Person] && Sees(who, o, within) {
			seen[who.Person] = true
			out = append(out, who)
		}
	}
	return out
}
