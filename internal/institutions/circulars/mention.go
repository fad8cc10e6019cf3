package circulars

import (
	"fmt"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// What a mention does: it adds points, or deducts them.
const (
	Commend   = "commend"
	Criticise = "criticise"
)

var verdicts = []string{Commend, Criticise}

// The states of a mention. Until it is issued it belongs to who drafts; then to the unit that is named.
const (
	Drafted = "drafted"
	Issued  = "issued" // with the circular: it counts
	Dropped = "dropped"
	Void    = "void" // its circular was cancelled, or an appeal took its points back: it counts nothing
)

const (
	factMost  = 600
	basisMost = 300
	replyMost = 2000
)

// Mention is one who is named in a circular: a unit, one of its bodies or the holder of a post.
type Mention struct {
	noun.Base
	Circular  ref.ID
	Verdict   string
	Named     ref.ID // the unit
	Body      ref.ID
	Person    ref.ID
	Fact      string // when, what, which duty
	Grounds   string // 根据《…》第…条
	Points    int64  // hundredths, added or deducted as the verdict says
	Year      int64  // of whose assessment
	Document  string // 文号 of the circular, once it was sent
	IssuedOn  when.Day
	Reply     string // of whoever is named, given once
	RepliedOn when.Day
	RepliedBy ref.ID
	// What an appeal against a ruling that rested on it took back: as the circular reads, and by which decision.
	Was    int64  // hundredths that the circular deducted; 0 = nothing was taken back
	Undone string // the number of that decision
}

// MentionShape is what a mention is made of.
var MentionShape = noun.Shape{Of: ref.Mention, Name: "mentions", Word: "mention", Table: "mention",
	New: func() noun.Value { return &Mention{} }, Title: "fact", Code: "document",
	States: []string{Drafted, Issued, Dropped, Void},
	Fields: field.Fields{
		circularField(),
		field.Code("verdict", true, verdicts, "mention.verdict.", func(m *Mention) *string { return &m.Verdict }),
		field.Unit("named", true, func(m *Mention) *ref.ID { return &m.Named }),
		field.Body("body", false, func(m *Mention) *ref.ID { return &m.Body }),
		field.Person("person", false, func(m *Mention) *ref.ID { return &m.Person }),
		field.Text("fact", 1, factMost, func(m *Mention) *string { return &m.Fact }),
		field.Text("grounds", 1, basisMost, func(m *Mention) *string { return &m.Grounds }),
		field.Points("points", 50, func(m *Mention) *int64 { return &m.Points }),
		field.Year("year", false, yearLeast, func(m *Mention) *int64 { return &m.Year }).Silent(),
		field.Line("document", 0, 60, func(m *Mention) *string { return &m.Document }).Open().Silent(),
		field.Day("issuedOn", false, func(m *Mention) *when.Day { return &m.IssuedOn }).Silent(),
		field.Text("reply", 0, replyMost, func(m *Mention) *string { return &m.Reply }).Silent(),
		field.Day("repliedOn", false, func(m *Mention) *when.Day { return &m.RepliedOn }).Silent(),
		field.Person("repliedBy", false, func(m *Mention) *ref.ID { return &m.RepliedBy }).Silent(),
		field.Points("was", 50, func(m *Mention) *int64 { return &m.Was }).Silent().OrNone(),
		field.Line("undone", 0, 60, func(m *Mention) *string { return &m.Undone }).Open().Silent(),
	}}

func circularField() field.Field {
	f := field.Object("circular", func(m *Mention) *ref.ID { return &m.Circular })
	f.Set, f.Must = false, true
	return f
}

// Limits are whole points that one circular may add to or deduct from one that it names [D].
type Limits struct{ Add, Deduct int }

// fits asks whether a circular may name it so.
func (m *Mention) fits(x *Circular, c *bodies.County, most Limits, errs *text.InputErrors) {
	if m.Verdict != "" && !x.takes(m.Verdict) {
		errs.Add("verdict", "mention.verdict.other")
	}
	if m.Named != 0 && !x.Reaches(c, m.Named) {
		errs.Add("named", "mention.named.outside", "unit", c.Name(m.Named))
	}
	if b, ok := c.Body(m.Body); m.Body != 0 && (!ok || b.Unit != m.Named) {
		errs.Add("body", "mention.body.other", "unit", c.Name(m.Named))
	}
	if m.Person != 0 && !holds(c, m.Person, m.Named, m.Body) {
		errs.Add("person", "mention.person.other", "unit", c.Name(m.Named))
	}
	limit := most.Add
	if m.Verdict == Criticise {
		limit = most.Deduct
	}
	if m.Points > int64(limit)*100 {
		errs.Add("points", "mention.points.most", "most", limit)
	}
}

// holds says whether somebody holds a post of a unit, or of one of its bodies.
func holds(c *bodies.County, person, unit, body ref.ID) bool {
	for _, b := range c.Bodies() {
		if b.Unit != unit || body != 0 && b.ID != body {
			continue
		}
		for _, a := range c.PostsAt(b.ID) {
			if a.Person == person {
				return true
			}
		}
	}
	return false
}

// Answer is the right of reply of whoever is named: once.
func (m *Mention) Answer(reply string, by ref.ID, today when.Day) error {
	if err := m.mayAnswer(); err != nil {
		return err
	}
	m.Reply, m.RepliedOn, m.RepliedBy = reply, today, by
	return nil
}

func (m *Mention) mayAnswer() error {
	if err := m.in(Issued); err != nil {
		return err
	}
	if m.RepliedOn != 0 {
		return text.Refuse(text.Conflict, "mention.answered", "on", m.RepliedOn)
	}
	return nil
}

func (m *Mention) in(state string) error { return MentionShape.In(m, state) }

// Effect is what it adds to the assessment of its year, in hundredths; less than 0 = deducts. What was not issued, or
// is void, counts nothing.
func (m *Mention) Effect() int64 {
	switch {
	case m.State != Issued:
		return 0
	case m.Verdict == Criticise:
		return -m.Points
	}
	return m.Points
}

// line is the case as the paper reads.
func (m *Mention) line(c *bodies.County, n int, sign string) string {
	who := c.Name(m.Named)
	if b, ok := c.Body(m.Body); ok {
		who = b.Name
	}
	if p, ok := c.Person(m.Person); ok {
		who += p.Name
	}
	out := fmt.Sprintf("%d.%s。%s%s", n, who, sentence(m.Fact), sentence(m.Grounds))
	if m.Points > 0 {
		out += fmt.Sprintf("年度考核%s%s分。", sign, field.Mark(m.Points))
	}
	return out
}

// sentence is a text in one paragraph that ends as a sentence does.
func sentence(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "")
	if s = strings.TrimSpace(s); s != "" && !strings.ContainsAny(s[max(0, len(s)-3):], "。！？；.!?") {
		s += "。"
	}
	return s
}
