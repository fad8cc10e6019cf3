// Package inspections is the inspection of one unit (督导巡查, spec 3.7), of a quarter's round, special or daily: planned
// unseen by the unit, begun with a checklist of the unit's own lists, told to it, put right, reported and looked at
// again.
package inspections

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an inspection. Until it is started its unit knows nothing of it: a visit may be unannounced.
const (
	Ahead     = "planned"
	Started   = "started"
	Told      = "told"     // 已反馈: the unit puts right
	Reported  = "reported" // the unit says what it put right
	Right     = "right"    // found right at the re-check
	Closed    = "closed"
	Withdrawn = "withdrawn"
)

// What makes an inspection.
const (
	Quarterly = "quarterly" // 季度督导巡查
	Special   = "special"   // 专项监督检查, the supervisory responsibility's
	Daily     = "daily"     // 日常检查
)

// What a re-check finds.
const (
	Found   = "right"
	Lacking = "lacking"
)

const (
	lineMost   = 100
	textMost   = 1000
	longMost   = 3000
	reasonMost = 500
	teamMost   = 8
)

// Methods are how a unit is inspected.
type Methods struct{ Hear, Read, Talk, Visit, Ask bool }

// Inspection is that of one unit by one organ.
type Inspection struct {
	noun.Base
	Sort         string
	Body         ref.ID // the organ that inspects
	Seat         ref.ID // the unit of that organ; 0 = the county's own
	Target       ref.ID // the unit that is inspected; Unit is it from the start on, and Seat before
	Subject      string
	Begins, Ends when.Day
	Plan         string // 文号 of the year's approved plan
	Why          string // it was chosen: for the inspectors alone
	Leader       ref.ID
	Members      string // by name
	Team         string // leader and members, as identifiers between blanks
	Methods
	Round ref.ID // the round that drew it; 0 = none

	StartedOn when.Day
	Seen      string // what was found, in words: for the inspectors alone
	Findings  int64  // that stand

	ToldOn  when.Day
	Opinion string // 反馈意见
	Hearers string // to whom it was told
	Due     when.Day

	Done        string // the unit's report
	DoneOn      when.Day
	Reporter    ref.ID
	ReporterFor ref.ID
	Result      string
	Checked     string // what the re-check says
	CheckedOn   when.Day
	ClosedOn    when.Day
	Ending      string // the words it was closed or withdrawn with

	Way string // the ways as a table writes them in one cell, while it is read; not kept
}

var methods = field.Fields{
	field.Flag("hear", func(m *Methods) *bool { return &m.Hear }),
	field.Flag("read", func(m *Methods) *bool { return &m.Read }),
	field.Flag("talk", func(m *Methods) *bool { return &m.Talk }),
	field.Flag("visit", func(m *Methods) *bool { return &m.Visit }),
	field.Flag("ask", func(m *Methods) *bool { return &m.Ask }),
}.InLine("methods")

// Fields are what is known of an inspection, in the order of the form.
var Fields = slices.Concat(field.Fields{
	field.Code("kind", true, []string{Quarterly, Special, Daily}, "inspection.sort.",
		func(x *Inspection) *string { return &x.Sort }),
	field.Body("body", true, func(x *Inspection) *ref.ID { return &x.Body }).Owns(),
	field.Unit("target", true, func(x *Inspection) *ref.ID { return &x.Target }),
	field.Line("subject", 0, lineMost, func(x *Inspection) *string { return &x.Subject }),
	field.Day("begins", true, func(x *Inspection) *when.Day { return &x.Begins }),
	field.Day("ends", true, func(x *Inspection) *when.Day { return &x.Ends }),
	field.Line("plan", 0, lineMost, func(x *Inspection) *string { return &x.Plan }),
	field.Text("why", 0, textMost, func(x *Inspection) *string { return &x.Why }).Inside(),
	field.Person("leader", false, func(x *Inspection) *ref.ID { return &x.Leader }),
	field.Line("members", 0, lineMost, func(x *Inspection) *string { return &x.Members }),
}, field.Through(methods, func(v any) any { return &v.(*Inspection).Methods }), field.Fields{
	field.Unit("seat", false, func(x *Inspection) *ref.ID { return &x.Seat }).Silent().Within(),
	field.Line("team", 0, 300, func(x *Inspection) *string { return &x.Team }).Open().Silent().Within().Unfound(),
	field.Object("round", func(x *Inspection) *ref.ID { return &x.Round }),
	field.Day("startedOn", false, func(x *Inspection) *when.Day { return &x.StartedOn }).Silent(),
	field.Text("seen", 0, longMost, func(x *Inspection) *string { return &x.Seen }).Silent().Inside(),
	field.Count("findings", 0, findingsMost, func(x *Inspection) *int64 { return &x.Findings }).Silent().Inside(),
	field.Day("toldOn", false, func(x *Inspection) *when.Day { return &x.ToldOn }).Silent(),
	field.Text("opinion", 0, longMost, func(x *Inspection) *string { return &x.Opinion }).Silent(),
	field.Line("hearers", 0, lineMost, func(x *Inspection) *string { return &x.Hearers }).Silent(),
	field.Day("due", false, func(x *Inspection) *when.Day { return &x.Due }).Silent(),
	field.Text("done", 0, longMost, func(x *Inspection) *string { return &x.Done }).Silent(),
	field.Day("doneOn", false, func(x *Inspection) *when.Day { return &x.DoneOn }).Silent(),
	field.Person("reporter", false, func(x *Inspection) *ref.ID { return &x.Reporter }).Silent(),
	field.Person("reporterFor", false, func(x *Inspection) *ref.ID { return &x.ReporterFor }).Silent().Within(),
	field.Code("result", false, results, "inspection.result.",
		func(x *Inspection) *string { return &x.Result }).Silent(),
	field.Text("checked", 0, textMost, func(x *Inspection) *string { return &x.Checked }).Silent(),
	field.Day("checkedOn", false, func(x *Inspection) *when.Day { return &x.CheckedOn }).Silent(),
	field.Day("closedOn", false, func(x *Inspection) *when.Day { return &x.ClosedOn }).Silent(),
	field.Text("ending", 0, reasonMost, func(x *Inspection) *string { return &x.Ending }).Silent(),
})

var results = []string{Found, Lacking}

// Shape is what an inspection is made of.
var Shape = noun.Shape{Of: ref.Inspection, Name: "inspections", Word: "inspection", Table: "inspection",
	New: func() noun.Value { return &Inspection{} }, Fields: Fields, Title: "subject", Team: "team",
	States: []string{Ahead, Started, Told, Reported, Right, Closed, Withdrawn},
	Attach: &noun.Attachments{Verb: "inspection.attach", Of: []string{"minutes", "photo", "report", "other"}, Most: 50,
		States: []string{Started, Told, Reported}}}

// Object is what access asks of an inspection: its unit's own people are kept from it until it begins, unless the
// unit's own organ inspects, and who wrote the unit's report does not judge it.
func (x *Inspection) Object() access.Object {
	o := access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Inspection, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Team: sent(x.Team)}
	if x.State == Ahead && !x.Own() {
		o.Apart = x.Target
	}
	if x.State == Reported {
		o.Requester = actor.Hands{By: x.Reporter, For: x.ReporterFor}
	}
	return o
}

// Called names an inspection in a line.
func (x *Inspection) Called() (number, title string) { return "", x.Subject }

// Own says that the unit's own organ inspects its unit: a daily check.
func (x *Inspection) Own() bool { return x.Seat != 0 && x.Seat == x.Target }

// inside is what access asks before somebody reads what the inspectors alone know.
func inside(v noun.Value) access.Object {
	x := v.(*Inspection)
	o := x.Object()
	if o.Unit = x.Seat; !x.Own() {
		o.Apart = x.Target
	}
	return o
}

// sent are the people of a team.
func sent(team string) (out []ref.ID) {
	for _, s := range strings.Fields(team) {
		out = append(out, ref.Parse(s))
	}
	return out
}

// Hand says whether somebody inspects: one of the team in person, the office of its side for what is the county's,
// those of the discipline body that inspects; never the unit's own people, but of their own organ's daily check.
func (x *Inspection) Hand(who actor.Actor) bool {
	if !x.Own() && who.StandsIn(x.Target) {
		return false
	}
	if who.InPerson() && slices.Contains(sent(x.Team), who.Person) {
		return true
	}
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		switch g.Role {
		case actor.PrincipalOffice, actor.SupervisoryOffice:
			return g.Side == x.Side
		case actor.DisciplineMember:
			return x.Seat != 0 && g.Unit == x.Seat
		}
		return false
	})
}

// may refuses who is no hand of it.
func (x *Inspection) may(who actor.Actor) error {
	switch {
	case x.Hand(who):
		return nil
	case !x.Own() && who.StandsIn(x.Target):
		return text.Refuse(text.Forbidden, "access.own-matter")
	}
	return text.Refuse(text.Forbidden, "inspection.not-sent")
}

func (x *Inspection) in(states ...string) error { return Shape.In(x, states...) }

func while(states ...string) func(*Inspection) error {
	return func(x *Inspection) error { return x.in(states...) }
}

// mayStart: who leads is known.
func (x *Inspection) mayStart() error {
	if err := x.in(Ahead); err != nil {
		return err
	}
	if x.Leader == 0 {
		return text.Refuse(text.Conflict, "inspection.no-leader")
	}
	return nil
}

// Start begins it: from now on it is the unit's to know.
func (x *Inspection) Start(in Starting, today when.Day) error {
	if in.On > today {
		return text.InputErrors{{Field: "on", Message: text.M("record.on.later", "today", today)}}
	}
	x.State, x.StartedOn, x.Unit = Started, in.On, x.Target
	return nil
}

// Starting is the day on which the team came.
type Starting struct{ On when.Day }

// Noted is what the inspectors saw, and how.
type Noted struct {
	Methods
	Seen string
}

// Note writes down what was seen.
func (x *Inspection) Note(in Noted) error {
	if in.Methods == (Methods{}) {
		return text.InputErrors{{Field: "hear", Message: text.M("inspection.method.none")}}
	}
	x.Methods, x.Seen = in.Methods, in.Seen
	return nil
}

// mayTell: something was noted.
func (x *Inspection) mayTell() error {
	if err := x.in(Started); err != nil {
		return err
	}
	if x.Seen == "" {
		return text.Refuse(text.Conflict, "inspection.unnoted")
	}
	return nil
}

// Feedback is what was told to the unit: on which day, to whom.
type Feedback struct {
	On      when.Day
	Hearers string
	Opinion string
}

// Tell gives the feedback; without findings it ends there. due says until when is put right what was told on a day.
func (x *Inspection) Tell(in Feedback, due func(when.Day) when.Day, today when.Day) error {
	switch {
	case in.On > today:
		return text.InputErrors{{Field: "on", Message: text.M("record.on.later", "today", today)}}
	case in.On < x.StartedOn:
		return text.InputErrors{{Field: "on", Message: text.M("inspection.on.before", "on", x.StartedOn)}}
	}
	x.ToldOn, x.Hearers, x.Opinion = in.On, in.Hearers, in.Opinion
	if x.State, x.Due = Told, due(in.On); x.Findings == 0 {
		x.State, x.Due, x.ClosedOn = Closed, 0, today
	}
	return nil
}

// Report is the unit's: never of the hand of somebody who inspected.
func (x *Inspection) Report(done string, by actor.Hands, today when.Day) error {
	for _, p := range sent(x.Team) {
		if by.Has(p) {
			return text.Refuse(text.Forbidden, "inspection.report.inspector")
		}
	}
	x.State, x.Done, x.DoneOn, x.Reporter, x.ReporterFor = Reported, done, today, by.By, by.For
	return nil
}

// Rechecking is what was found when it was looked at again; Again is until when what lacks is put right.
type Rechecking struct {
	Result  string
	Checked string
	Again   when.Day
}

// Recheck judges the report: what lacks falls due anew.
func (x *Inspection) Recheck(in Rechecking, by actor.Hands, today when.Day) error {
	switch {
	case by.Share(actor.Hands{By: x.Reporter, For: x.ReporterFor}):
		return text.Refuse(text.Forbidden, "access.own-request")
	case in.Result == Lacking && in.Again <= today:
		return text.InputErrors{{Field: "again", Message: text.M("inspection.again", "today", today)}}
	case in.Result == Found && in.Again != 0:
		return text.InputErrors{{Field: "again", Message: text.M("inspection.again.none")}}
	}
	x.Result, x.Checked, x.CheckedOn = in.Result, in.Checked, today
	if x.State, x.Due = Right, 0; in.Result == Lacking {
		x.State, x.Due = Told, in.Again
	}
	return nil
}
