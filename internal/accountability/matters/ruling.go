package matters

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// States of a ruling besides Decided, Closed and Revoked.
const (
	Served   = "served"
	Executed = "executed"
	Replaced = "replaced" // an appeal changed it: another stands in its place
)

// Ruling is what was decided of a matter (问责决定), as it is served. Whom it is about sees it from then on.
type Ruling struct {
	noun.Base
	Title      string
	Matter     ref.ID
	Decision   string // its number
	Organ      string
	DecidedOn  when.Day
	Target     string
	Person     ref.ID
	Body       ref.ID
	Post       string
	Kind       string
	Situation  string
	FactsOn    when.Day
	Statute    string
	Outcome    string
	Also       string
	Lighter    string
	Heavier    string
	First      Formal // of the outcomes that another organ decided
	Second     Formal
	Text       string
	Told       ref.ID // on whom it was served
	ServedOn   when.Day
	How        string // it was served
	Witness    string // of the service: who saw it where the receipt was not signed, or was signed by another
	Remark     string // on the proof of service
	AppealBy   when.Day
	Heads      string // of the unit, who were told
	Report     string // how it was carried out
	ReportedOn when.Day
	Final      bool // it decided an appeal: no other follows here
	Due        when.Day
	Approver   ref.ID
	Team       string
}

// RulingShape is what a ruling is made of. Its files are what was served and what shows that it was carried out: whom
// it is about may see them.
var RulingShape = noun.Shape{Of: ref.Ruling, Name: "rulings", Word: "ruling", Table: "ruling", Mute: true,
	Unsung: true, New: func() noun.Value { return &Ruling{} }, Title: "title", Person: "told", Taker: "approver",
	Team: "team", Apart: true, Parties: true,
	Code: "decision", States: []string{Decided, Served, Executed, Closed, Revoked, Replaced},
	Attach: &noun.Attachments{Verb: "ruling.attach", Of: []string{"decision", "receipt", "proof"}, Most: 20,
		States: []string{Decided, Served, Executed}},
	Fields: slices.Concat(field.Fields{
		field.Line("title", 0, titleMost, func(x *Ruling) *string { return &x.Title }).Silent(),
		field.Object("matter", func(x *Ruling) *ref.ID { return &x.Matter }),
		field.Line("decision", 0, lineMost, func(x *Ruling) *string { return &x.Decision }).Silent().Open(),
		field.Line("organ", 0, lineMost, func(x *Ruling) *string { return &x.Organ }).Silent(),
		field.Day("decidedOn", false, func(x *Ruling) *when.Day { return &x.DecidedOn }).Silent(),
		field.Code("target", false, []string{Leader, Body}, "matter.target.",
			func(x *Ruling) *string { return &x.Target }).Silent(),
		field.Person("person", false, func(x *Ruling) *ref.ID { return &x.Person }).Silent(),
		field.Body("body", false, func(x *Ruling) *ref.ID { return &x.Body }).Silent(),
		field.Line("post", 0, lineMost*2, func(x *Ruling) *string { return &x.Post }).Silent(),
		field.Code("kind", false, []string{Overall, Principal, Important}, "matter.kind.",
			func(x *Ruling) *string { return &x.Kind }).Silent(),
		field.Policy("situation", false, SituationTable, func(x *Ruling) *string { return &x.Situation }).Silent(),
		field.Day("factsOn", false, func(x *Ruling) *when.Day { return &x.FactsOn }).Silent(),
		field.Line("statute", 0, titleMost, func(x *Ruling) *string { return &x.Statute }).Silent(),
		field.Policy("outcome", false, OutcomeTable, func(x *Ruling) *string { return &x.Outcome }).Silent(),
		field.Policy("also", false, OutcomeTable, func(x *Ruling) *string { return &x.Also }).Silent(),
		field.Policy("lighter", false, LighterTable, func(x *Ruling) *string { return &x.Lighter }).Silent(),
		field.Policy("heavier", false, HeavierTable, func(x *Ruling) *string { return &x.Heavier }).Silent(),
	}, silent(formals(func(x *Ruling) (*Formal, *Formal) { return &x.First, &x.Second })), field.Fields{
		field.Text("text", 0, textMost, func(x *Ruling) *string { return &x.Text }).Silent(),
		field.Person("told", false, func(x *Ruling) *ref.ID { return &x.Told }).Silent(),
		field.Day("servedOn", false, func(x *Ruling) *when.Day { return &x.ServedOn }).Silent(),
		field.Line("how", 0, titleMost, func(x *Ruling) *string { return &x.How }).Silent(),
		field.Line("witness", 0, lineMost, func(x *Ruling) *string { return &x.Witness }).Silent(),
		field.Line("remark", 0, titleMost, func(x *Ruling) *string { return &x.Remark }).Silent(),
		field.Day("appealBy", false, func(x *Ruling) *when.Day { return &x.AppealBy }).Silent(),
		team("heads", func(x *Ruling) *string { return &x.Heads }),
		field.Text("report", 0, textMost, func(x *Ruling) *string { return &x.Report }).Silent(),
		field.Day("reportedOn", false, func(x *Ruling) *when.Day { return &x.ReportedOn }).Silent(),
		field.Flag("final", func(x *Ruling) *bool { return &x.Final }).Silent(),
		field.Day("due", false, func(x *Ruling) *when.Day { return &x.Due }).Silent(),
		field.Person("approver", false, func(x *Ruling) *ref.ID { return &x.Approver }).Silent().Within(),
		team("team", func(x *Ruling) *string { return &x.Team }),
	})}

func folded(fs field.Fields) (out field.Fields) {
	for _, f := range fs {
		out = append(out, f.Folded())
	}
	return out
}

func silent(fs field.Fields) (out field.Fields) {
	for _, f := range fs {
		out = append(out, f.Silent())
	}
	return out
}

// Object is what access asks of a ruling: whom it is about is somebody from the day on which it was served.
func (x *Ruling) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Ruling, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Person: x.Told, Successor: x.Approver, Team: sent(x.Team), Apart: x.Unit, Parties: true}
}

// Called is its number and whom it is about.
func (x *Ruling) Called() (number, title string) { return x.Decision, x.Title }

func (x *Ruling) in(states ...string) error { return RulingShape.In(x, states...) }

func (x *Ruling) put(in Deciding) {
	x.Decision, x.Organ, x.Text, x.First, x.Second = in.Decision, in.Organ, in.Text, in.First, in.Second
}

// Serving is how and when a ruling was served.
type Serving struct {
	On      when.Day
	How     string
	Witness string // 见证人: names, where there were any
	Remark  string // 备注
}

var serving = field.Fields{
	field.Day("servedOn", true, func(s *Serving) *when.Day { return &s.On }),
	field.Line("how", 1, titleMost, func(s *Serving) *string { return &s.How }),
	field.Line("witness", 0, lineMost, func(s *Serving) *string { return &s.Witness }),
	field.Line("remark", 0, titleMost, func(s *Serving) *string { return &s.Remark }),
	field.Files("file", false),
}

// Serve notes that a ruling was received: from that day it may be appealed within the month, and its execution is due.
func (x *Ruling) Serve(in Serving, on ref.ID, l Limits, today when.Day) error {
	if err := x.in(Decided); err != nil {
		return err
	}
	switch {
	case in.On > today:
		return text.InputErrors{{Field: "servedOn", Message: text.M("ruling.served.later", "today", today)}}
	case in.On < x.DecidedOn:
		return text.InputErrors{{Field: "servedOn", Message: text.M("ruling.served.early", "on", x.DecidedOn)}}
	case on == 0:
		return text.Refuse(text.Conflict, "matter.show.vacant")
	}
	x.State, x.Told, x.ServedOn, x.How = Served, on, in.On, in.How
	x.Witness, x.Remark = in.Witness, in.Remark
	if x.Due = l.Report(in.On); !x.Final {
		x.AppealBy = l.Appeal(in.On)
	}
	return nil
}

func (d Commands) serve() noun.Act {
	return noun.Further(d.life(RulingShape), "serve", "served", "Note that the ruling was served, with the receipt",
		serving,
		func(x *Ruling) error { return x.in(Decided) },
		func(tx noun.Tx, x *Ruling, in *Serving) ([]act.Fact, error) {
			m, err := matter(tx, x.Matter)
			if err != nil {
				return nil, err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			late := x.Due
			if err := x.Serve(*in, m.about(c), d.Limits(), tx.Now().Day()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Id("served-on", x.Told), act.Date("on", in.On), act.Date("serve-by", late),
				act.Words("how", in.How), act.Words("witness", in.Witness)}, d.follow(tx, x, nil)
		})
}

func (d Commands) follow(tx noun.Tx, x *Ruling, by *Undoing) error {
	if d.Follow == nil {
		return nil
	}
	return d.Follow(tx, x, by)
}

// inform tells who heads the unit, in confidence: they see the ruling and report how it was carried out.
func (d Commands) inform() noun.Act {
	return noun.Further(d.life(RulingShape), "inform", "informed", "Tell who heads the unit",
		noun.Saying("how", titleMost),
		func(x *Ruling) error { return x.in(Served, Executed) },
		func(tx noun.Tx, x *Ruling, in *noun.Said) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			switch head := cases.Head(c, x.Unit); {
			case head == 0:
				return nil, text.Refuse(text.Conflict, "matter.show.vacant")
			case head == x.Told || slices.Contains(sent(x.Heads), head):
				return nil, text.Refuse(text.Conflict, "ruling.informed")
			default:
				x.Heads, x.Team = joined(x.Heads, head), joined(x.Team, head)
				return []act.Fact{act.Id("informed", head), act.Words("how", in.Text)}, nil
			}
		})
}

// Carrying is how a ruling was carried out.
type Carrying struct{ Report string }

// carries says whether somebody reports how a ruling was carried out: its office, or the head who was told.
func (x *Ruling) carries(who actor.Actor) bool {
	return ofOffice(who, x.Side) || who.Person != 0 && slices.Contains(sent(x.Heads), who.Person)
}

func (d Commands) execute() noun.Act {
	fs := field.Fields{field.Text("report", 1, textMost, func(c *Carrying) *string { return &c.Report }),
		field.Files("file", true)}
	a := noun.Further(d.life(RulingShape), "execute", "executed",
		"Report how the ruling was carried out, with the proof", fs,
		func(x *Ruling) error { return x.in(Served) },
		func(tx noun.Tx, x *Ruling, in *Carrying) ([]act.Fact, error) {
			if !x.carries(tx.Actor()) {
				return nil, text.Refuse(text.Forbidden, "ruling.not-head")
			}
			due := x.Due
			x.State, x.Report, x.ReportedOn, x.Due = Executed, in.Report, tx.Now().Day(), 0
			return []act.Fact{act.Words("report", in.Report), act.Date("due", due)}, nil
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return v.(*Ruling).carries(who) }
	return a
}

// mayClose: it was carried out, and the month of the appeal is over.
func (x *Ruling) mayClose(today when.Day) error {
	if err := x.in(Executed); err != nil {
		return err
	}
	if x.AppealBy != 0 && today <= x.AppealBy {
		return text.Refuse(text.Conflict, "matter.close.early", "on", x.AppealBy+1)
	}
	return nil
}

// MayAppeal: within a month of receipt (art. 20), and not against what decided an appeal.
func (x *Ruling) MayAppeal(today when.Day) error {
	if err := x.in(Served, Executed); err != nil {
		return err
	}
	switch {
	case x.Final:
		return text.Refuse(text.Conflict, "ruling.appeal.final")
	case today > x.AppealBy:
		return text.Refuse(text.Conflict, "ruling.appeal.late", "by", x.AppealBy)
	}
	return nil
}
