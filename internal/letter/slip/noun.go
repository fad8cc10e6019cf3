package slip

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs what units do with their slips.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	// Heard is told of an answer in its transaction, with what its course says of it: it refuses what comes too late, and
	// counts the answer on what was asked about.
	Heard func(tx noun.Tx, s *Slip, course string, facts ...act.Fact) error
	Page  func(about ref.Ref) string // the address of what a slip is about
}

// Said is what is said in an answer.
type Said struct{ Text string }

func saying(least int) field.Fields {
	return field.Fields{field.Text("opinion", least, opinionMost, func(s *Said) *string { return &s.Text })}
}

// answer declares an act on a slip, which is told in the course of what it is about by the same name.
func (d Commands) answer(name, done, summary string, asked field.Fields, rule func(*Slip) error,
	decide func(tx noun.Tx, s *Slip, in Said) error) noun.Act {
	verb := access.Verb("slip." + name)
	a := noun.Act{Name: name, Verb: verb, Records: journal.Kind("slip." + done + ".v1"), Summary: summary, Main: true,
		Fields: asked, Rule: noun.MayDo(func(v noun.Value) error { return rule(v.(*Slip)) })}
	if asked != nil {
		a.New = func() any { return &Said{} }
	}
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := Said{}
		if c.In != nil {
			in = *c.In.(*Said)
		}
		c.Command.Verb, c.Command.Input = verb, []any{c.ID, in}
		return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, a.Records,
			func(tx noun.Tx, s *Slip) ([]act.Fact, error) {
				var errs text.InputErrors
				asked.Check(&in, d.Tables, &errs)
				if err := errs.Err(); err != nil {
					return nil, err
				}
				if err := decide(tx, s, in); err != nil {
					return nil, err
				}
				var facts []act.Fact
				if in.Text != "" {
					facts = append(facts, act.Words("opinion", in.Text))
				}
				return facts, d.Heard(tx, s, done, facts...)
			})
	}
	return a
}

// opinion is an act that answers what was asked before the signing.
func (d Commands) opinion(name, state, summary string, least int) noun.Act {
	return d.answer(name, state, summary, saying(least), (*Slip).MayAnswer, func(tx noun.Tx, s *Slip, in Said) error {
		return s.Answer(state, in.Text, tx.Actor().Person, tx.Now().Day())
	})
}

// Noun is the whole declaration of what units are asked.
func (d Commands) Noun() *noun.Noun {
	receive := d.answer("receive", Received, "Say that the unit has received a document", nil, (*Slip).MayReceive,
		func(tx noun.Tx, s *Slip, _ Said) error { return s.Take(tx.Actor().Person, tx.Now().Day()) })
	receive.Many = true
	object := d.opinion("object", Objected, "Object as a body that was asked to countersign", 1)
	object.Danger = true
	open := noun.Cond{Column: "state", Text: []string{Open}}
	role := func(of ...string) noun.Cond { return noun.Cond{Column: "role", Text: of} }
	return &noun.Noun{Shape: Shape, See: "slip.see", List: "slip.list", Tables: d.Tables,
		Columns: []string{"document", "subject", "sender", "role", "unit", "askedOn", "due", "answeredBy", "answeredOn",
			"state"},
		Filters: []string{"role", "sender", "unit", "state"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "received", Where: []noun.Cond{role(Receive, Copy)}},
			{Name: "countersign", Where: []noun.Cond{role(Countersign)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "asked-on", Column: "asked_on", Down: true}},
		Acts:  []noun.Act{receive, d.opinion("agree", Agreed, "Agree as a body that was asked to countersign", 0), object},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "slip.dispatch", Href: d.Page(v.(*Slip).About())}}
		},
		Beside: []noun.Link{{Label: "dispatch.list", Href: "/dispatches"}},
		Tells:  tells,
		Waits: []noun.Wait{{Acts: []string{"receive", "agree"}, Page: "slip.look", Due: Shape.Due, Act: answers,
			Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				return noun.AtSeats(who, []noun.Cond{open}, append([]actor.Role{actor.FirstResponsible}, Desk...)...)
			}}},
	}
}

// Desk are the roles that do the work of an office.
var Desk = []actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice, actor.Clerk, actor.Staff}

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
	case s.Role != Countersign && is(Desk...):
		return "receive", []text.Message{text.M("slip.why.receive")}
	}
	return "", nil
}

// tells: a unit is told what it is asked, and asked again; that it fell due the workbench says.
var tells = []kind.Tell{
	{Of: "slip.made.v1", Topic: "slip.open", Until: true, To: toDesk},
	{Of: "slip.urged.v1", Topic: "slip.open", Until: true, To: toDesk},
	{Of: "slip.lapsed.v1", Topic: "slip.open", Back: true, To: toDesk},
	{Of: "slip.received.v1", Topic: "slip.open"},
	{Of: "slip.agreed.v1", Topic: "slip.open"},
	{Of: "slip.objected.v1", Topic: "slip.open"},
}

var toDesk = []kind.Hearer{{Why: "unit", At: kind.TheUnit,
	Roles: []actor.Role{actor.Clerk, actor.PrincipalOffice, actor.SupervisoryOffice}, Asked: true}}
