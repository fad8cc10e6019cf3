package letter

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// What a slip asks for.
const (
	Countersign = "countersign"
	Receive     = "receive"
	Copy        = "copy" // to be received too: 抄送
)

// The states of a slip. An opinion may be given anew until the document is signed.
const (
	Open      = "open"
	Agreed    = "agreed"
	Objected  = "objected"
	Received  = "received"
	Forgotten = "lapsed" // nobody asks any more
)

// Slip is what one unit is asked about a document: to countersign 会签 or to receive 签收.
type Slip struct {
	noun.Base
	Dispatch   ref.ID
	Role       string
	Subject    string // the title of the document
	Document   string // its 文号
	Body       ref.ID // that is asked to countersign
	Sender     ref.ID // the organ whose document it is
	AskedOn    when.Day
	Opinion    string
	AnsweredBy ref.ID
	AnsweredOn when.Day
}

// SlipFields are what is known of one.
var SlipFields = field.Fields{
	field.Object("dispatch", func(s *Slip) *ref.ID { return &s.Dispatch }).Silent(),
	field.Code("role", true, []string{Countersign, Receive, Copy}, "slip.role.",
		func(s *Slip) *string { return &s.Role }).Silent(),
	field.Line("document", 0, 60, func(s *Slip) *string { return &s.Document }).Open().Silent(),
	field.Line("subject", 0, titleMost, func(s *Slip) *string { return &s.Subject }).Silent(),
	field.Body("body", false, func(s *Slip) *ref.ID { return &s.Body }).Silent(),
	field.Body("sender", false, func(s *Slip) *ref.ID { return &s.Sender }).Silent(),
	field.Day("askedOn", false, func(s *Slip) *when.Day { return &s.AskedOn }).Silent(),
	field.Text("opinion", 0, reasonMost, func(s *Slip) *string { return &s.Opinion }).Silent(),
	field.Person("answeredBy", false, func(s *Slip) *ref.ID { return &s.AnsweredBy }).Silent(),
	field.Day("answeredOn", false, func(s *Slip) *when.Day { return &s.AnsweredOn }).Silent(),
}

// SlipShape is what a slip is made of.
var SlipShape = noun.Shape{Of: ref.Slip, Name: "slips", Word: "slip", Table: "slip",
	New: func() noun.Value { return &Slip{} }, Fields: SlipFields, Title: "subject",
	States: []string{Open, Agreed, Objected, Received, Forgotten}}

// Called is the 文号 of the document, and its title.
func (s *Slip) Called() (number, title string) { return s.Document, s.Subject }

// Object is what access asks of one.
func (s *Slip) Object() access.Object {
	return access.Object{Jurisdiction: s.Jurisdiction, Kind: ref.Slip, ID: s.ID, Unit: s.Unit, Side: s.Side}
}

// MayAnswer refuses an opinion on what is signed, and where none was asked for.
func (s *Slip) MayAnswer() error {
	if s.Role != Countersign || s.State == Forgotten {
		return text.Refuse(text.Conflict, "slip.no-opinion")
	}
	return nil
}

// Answer says whether the body agrees; the same answer with the same words again is none.
func (s *Slip) Answer(state, opinion string, by ref.ID, today when.Day) error {
	if err := s.MayAnswer(); err != nil {
		return err
	}
	if s.State == state && s.Opinion == opinion {
		return text.InputErrors{{Message: text.M("field.unchanged")}}
	}
	s.State, s.Opinion, s.AnsweredBy, s.AnsweredOn = state, opinion, by, today
	return nil
}

// MayReceive refuses what was received, and what is to be countersigned.
func (s *Slip) MayReceive() error {
	switch {
	case s.Role == Countersign || s.State == Forgotten:
		return text.Refuse(text.Conflict, "slip.no-receipt")
	case s.State == Received:
		return text.Refuse(text.Conflict, "slip.received", "on", s.AnsweredOn)
	}
	return nil
}

// Take says that the unit has it.
func (s *Slip) Take(by ref.ID, today when.Day) error {
	if err := s.MayReceive(); err != nil {
		return err
	}
	s.State, s.AnsweredBy, s.AnsweredOn = Received, by, today
	return nil
}

// slip puts one on record in the transaction of the act that asks.
func (l *Letter) slip(tx noun.Tx, role string, unit ref.ID, body ref.ID) error {
	_, title := l.Called()
	s := &Slip{Dispatch: l.ID, Role: role, Subject: title, Document: l.Document, Body: body, Sender: l.Organ,
		AskedOn: tx.Now().Day()}
	b := s.Head()
	b.ID, b.Jurisdiction, b.Unit, b.Side, b.State = tx.NewID(), l.Jurisdiction, unit, l.Side, Open
	b.MadeBy, b.MadeAt = tx.Actor().Person, tx.Now()
	if err := tx.Keep(ref.Slip, s); err != nil {
		return err
	}
	return tx.Record("slip.made.v1", SlipShape.Ref(s), act.Id("dispatch", l.ID), act.Code("role", role))
}

// slipsOf are those of a document, in the order in which they were asked.
func slipsOf(tx noun.Tx, id ref.ID) (out []*Slip, err error) {
	ids, err := tx.Find(ref.Slip, noun.Cond{Column: "dispatch", Num: []int64{int64(id)}})
	for _, id := range ids {
		v, err := tx.One(ref.Slip, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v.(*Slip))
	}
	return out, err
}

// forget asks nobody any more to countersign.
func (l *Letter) forget(tx noun.Tx) error {
	all, err := slipsOf(tx, l.ID)
	for _, s := range all {
		if s.Role != Countersign || s.State == Forgotten {
			continue
		}
		s.State = Forgotten
		if err := tx.Keep(ref.Slip, s); err != nil {
			return err
		}
		if err := tx.Record("slip.lapsed.v1", SlipShape.Ref(s)); err != nil {
			return err
		}
	}
	return err
}

// tally counts on the document what its slips say: now is one that was just answered.
func (l *Letter) tally(tx noun.Tx, now *Slip) error {
	all, err := slipsOf(tx, l.ID)
	if err != nil {
		return err
	}
	l.Unanswered, l.Objected, l.Received = 0, 0, 0
	for _, s := range all {
		if s.ID == now.ID {
			s = now
		}
		switch {
		case s.Role == Countersign && s.State == Open:
			l.Unanswered++
		case s.Role == Countersign && s.State == Objected:
			l.Objected++
		case s.State == Received:
			l.Received++
		}
	}
	return tx.Keep(ref.Dispatch, l)
}

// Said is what is said in an act.
type Said struct {
	Text, Code, File, Item string
	Signer                 ref.ID
}

func saying(name string, least int) field.Fields {
	return field.Fields{field.Text(name, least, reasonMost, func(s *Said) *string { return &s.Text })}
}

func said() any { return &Said{} }

// answer declares an act on a slip, which the document's course tells too.
func (d Commands) answer(name string, kind, course string, summary string, asked field.Fields,
	rule func(*Slip) error, decide func(tx noun.Tx, l *Letter, s *Slip, in Said) error) noun.Act {
	verb := access.Verb("slip." + name)
	a := noun.Act{Name: name, Verb: verb, Records: journalKind("slip", kind), Summary: summary, Main: true, Fields: asked,
		Rule: noun.MayDo(func(v noun.Value) error { return rule(v.(*Slip)) })}
	if asked != nil {
		a.New = said
	}
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := Said{}
		if c.In != nil {
			in = *c.In.(*Said)
		}
		c.Command.Verb, c.Command.Input = verb, []any{c.ID, in}
		return noun.Step(ctx, d.Door, c.Command, SlipShape, noun.At{ID: c.ID}, a.Records,
			func(tx noun.Tx, s *Slip) ([]act.Fact, error) {
				var errs text.InputErrors
				asked.Check(&in, d.Tables, &errs)
				if err := errs.Err(); err != nil {
					return nil, err
				}
				v, err := tx.One(ref.Dispatch, s.Dispatch)
				if err != nil {
					return nil, err
				}
				l := v.(*Letter)
				if err := decide(tx, l, s, in); err != nil {
					return nil, err
				}
				if err := l.tally(tx, s); err != nil {
					return nil, err
				}
				facts := []act.Fact{act.Id("slip", s.ID), act.Id("unit", s.Unit)}
				if in.Text != "" {
					facts = append(facts, act.Words("opinion", in.Text))
				}
				if err := tx.Record(journalKind("dispatch", course), Shape.Ref(l), facts...); err != nil {
					return nil, err
				}
				return facts[2:], nil
			})
	}
	return a
}

// opinion is an act that answers what was asked before the signing.
func (d Commands) opinion(name, state, course, summary string, least int) noun.Act {
	return d.answer(name, state, course, summary, saying("opinion", least), (*Slip).MayAnswer,
		func(tx noun.Tx, l *Letter, s *Slip, in Said) error {
			if err := l.in(Signing); err != nil {
				return err
			}
			return s.Answer(state, in.Text, tx.Actor().Person, tx.Now().Day())
		})
}

// Slips is the whole declaration of what units are asked about documents.
func (d Commands) Slips() *noun.Noun {
	receive := d.answer("receive", Received, "received", "Say that the unit has received a document", nil,
		(*Slip).MayReceive, func(tx noun.Tx, l *Letter, s *Slip, _ Said) error {
			return s.Take(tx.Actor().Person, tx.Now().Day())
		})
	receive.Many = true
	object := d.opinion("object", Objected, "objected", "Object as a body that was asked to countersign", 1)
	object.Danger = true
	open := noun.Cond{Column: "state", Text: []string{Open}}
	role := func(of ...string) noun.Cond { return noun.Cond{Column: "role", Text: of} }
	return &noun.Noun{Shape: SlipShape, See: "slip.see", List: "slip.list", Tables: d.Tables,
		Columns: []string{"document", "subject", "sender", "role", "unit", "askedOn", "answeredBy", "answeredOn", "state"},
		Filters: []string{"role", "sender", "unit", "state"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "received", Where: []noun.Cond{role(Receive, Copy)}},
			{Name: "countersign", Where: []noun.Cond{role(Countersign)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "asked-on", Column: "asked_on", Down: true}},
		Acts: []noun.Act{receive,
			d.opinion("agree", Agreed, "agreed", "Agree as a body that was asked to countersign", 0), object},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "slip.dispatch", Href: "/dispatches/" + v.(*Slip).Dispatch.String()}}
		},
		Beside: []noun.Link{{Label: "dispatch.list", Href: "/dispatches"}},
		Tells:  slipTells,
		Waits: []noun.Wait{{Acts: []string{"receive", "agree"}, Page: "slip.look", Due: asked, Act: answers,
			Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				return ofUnits(who, []noun.Cond{open}, append([]actor.Role{actor.FirstResponsible}, desk...)...)
			}}},
	}
}

// answers is what somebody does with a slip: the office receives, and who leads countersigns.
func answers(who actor.Actor, v noun.Value) (string, []text.Message) {
	s := v.(*Slip)
	is := func(roles ...actor.Role) bool {
		return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
			return g.Unit == s.Unit && slices.Contains(roles, g.Role)
		})
	}
	switch {
	case s.Role == Countersign && is(actor.FirstResponsible, actor.PrincipalOffice, actor.SupervisoryOffice):
		return "agree", []text.Message{text.M("slip.why.countersign")}
	case s.Role != Countersign && is(desk...):
		return "receive", []text.Message{text.M("slip.why.receive")}
	}
	return "", nil
}

// asked: a slip has no last day of its own.
func asked(noun.Value) when.Day { return 0 }

// ofUnits adds the seats in which somebody holds one of the roles; nil when in none.
func ofUnits(who actor.Actor, where []noun.Cond, roles ...actor.Role) []noun.Cond {
	at := noun.Cond{Column: "unit"}
	for _, g := range who.Grants {
		for _, r := range roles {
			if g.Role == r && g.Unit != 0 {
				at.Num = append(at.Num, int64(g.Unit))
			}
		}
	}
	if len(at.Num) == 0 {
		return nil
	}
	return append([]noun.Cond{at}, where...)
}

// reached are the units that get a document, its own left out.
func reached(ids []ref.ID, own ref.ID, c *bodies.County) (out []ref.ID) {
	seen := map[ref.ID]bool{own: true}
	for _, u := range ids {
		if _, _, ok := c.Unit(u); !ok { // it ended meanwhile
			u = c.Heir(u)
		}
		if u != 0 && !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	return out
}
