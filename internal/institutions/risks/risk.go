// Package risks is the risk points (廉政风险点, spec 3.4): where in a unit's posts, sections and processes power could be
// misused, how likely and how grave that is, what guards against it and who answers for it; and the checks of it.
package risks

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a risk point.
const (
	Drafted   = "drafted"
	InForce   = noun.InForce // confirmed by whoever leads the unit
	Ended     = noun.Ended
	Withdrawn = "withdrawn" // was never confirmed
)

// The levels.
const (
	High   = "high"
	Middle = "middle"
	Low    = "low"
)

// KindTable is the table of the pack that kinds of risk stand in.
const KindTable = "risk-kind"

const (
	lineMost   = 100
	textMost   = 1000
	reasonMost = 500
	// ValueMost is the gravest value: five times five.
	ValueMost  = 25
	checksMost = 10_000
	namesMost  = 8 // of a team in a sentence
)

// Scale are the grades of likelihood and of severity, from the least on.
var Scale = []string{"1", "2", "3", "4", "5"}

// Grading is from which value on a risk is high or middle [D].
type Grading struct{ High, Middle int }

// Level is that of a value.
func (g Grading) Level(value int64) string {
	switch {
	case value >= int64(g.High):
		return High
	case value >= int64(g.Middle):
		return Middle
	}
	return Low
}

// Grade is how grave a risk is held to be.
type Grade struct{ Likelihood, Severity string }

// Value is likelihood times severity; 0 = one of them is no grade.
func (g Grade) Value() int64 {
	l, _ := strconv.ParseInt(g.Likelihood, 10, 64)
	s, _ := strconv.ParseInt(g.Severity, 10, 64)
	return l * s
}

// Guard is what a risk is graded with, and who guards against it how: what is graded anew.
type Guard struct {
	Grade
	Measures    string
	SectionHead ref.ID // of the section
	Leader      ref.ID // who answers for it: by the level
	Review      when.Day
}

// Risk is one risk point.
type Risk struct {
	noun.Base
	Guard
	Body        ref.ID
	Section     string // or post, or process
	Kind        string
	Name        string
	Content     string // and how it shows
	Value       int64
	Level       string
	ConfirmedOn when.Day
	ReviewedOn  when.Day // or confirmed, or graded anew
	CheckedOn   when.Day
	Checks      int64
	EndedOn     when.Day
	Why         string // it ended, or was withdrawn
}

// guards are the fields of a Guard, in what holds one.
func guards[T any](at func(*T) *Guard) field.Fields {
	return field.Fields{
		field.Code("likelihood", true, Scale, "risk.likelihood.", func(t *T) *string { return &at(t).Likelihood }),
		field.Code("severity", true, Scale, "risk.severity.", func(t *T) *string { return &at(t).Severity }),
		field.Text("measures", 1, textMost, func(t *T) *string { return &at(t).Measures }),
		field.Person("head", true, func(t *T) *ref.ID { return &at(t).SectionHead }).From(field.Team),
		field.Person("leader", true, func(t *T) *ref.ID { return &at(t).Leader }).From(field.Team),
		field.Day("review", true, func(t *T) *when.Day { return &at(t).Review }),
	}
}

// Fields are what is known of a risk point, in the order of the form and of the sheet.
var Fields = slices.Concat(field.Fields{
	field.Body("body", true, func(r *Risk) *ref.ID { return &r.Body }).Owns(),
	field.Line("section", 1, lineMost, func(r *Risk) *string { return &r.Section }),
	field.Policy("kind", true, KindTable, func(r *Risk) *string { return &r.Kind }),
	field.Line("name", 1, lineMost, func(r *Risk) *string { return &r.Name }),
	field.Text("content", 1, textMost, func(r *Risk) *string { return &r.Content }),
}, guards(func(r *Risk) *Guard { return &r.Guard }), field.Fields{
	field.Count("value", 0, ValueMost, func(r *Risk) *int64 { return &r.Value }).Silent(),
	field.Code("level", false, []string{High, Middle, Low}, "risk.level.",
		func(r *Risk) *string { return &r.Level }).Silent(),
	field.Day("confirmedOn", false, func(r *Risk) *when.Day { return &r.ConfirmedOn }).Silent(),
	field.Day("reviewedOn", false, func(r *Risk) *when.Day { return &r.ReviewedOn }).Silent(),
	field.Day("checkedOn", false, func(r *Risk) *when.Day { return &r.CheckedOn }).Silent(),
	field.Count("checks", 0, checksMost, func(r *Risk) *int64 { return &r.Checks }).Silent(),
	field.Day("endedOn", false, func(r *Risk) *when.Day { return &r.EndedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(r *Risk) *string { return &r.Why }).Silent(),
})

// Shape is what a risk point is made of.
var Shape = noun.Shape{Of: ref.Risk, Name: "risks", Word: "risk", Table: "risk",
	New: func() noun.Value { return &Risk{} }, Fields: Fields, Title: "name",
	States: []string{Drafted, InForce, Ended, Withdrawn},
	Attach: &noun.Attachments{Verb: "risk.attach", Of: []string{"proof", "other"}, Most: 20,
		States: []string{Drafted, InForce}}}

// Has says that bodies of a kind have risk points: the responsible ones, which sit in a unit.
func Has(k bodies.BodyKind) bool {
	return k.Side() != "" && k != bodies.CountyCommittee && k != bodies.CountyDiscipline
}

// managed says who must answer for a risk of a level in a unit, where that is not the one who was named: of a high one
// whoever leads the unit, of a middle one somebody of its team, of a low one the head of the section [D].
func managed(c *bodies.County, unit ref.ID, level string, g Guard, errs *text.InputErrors) {
	name := func(id ref.ID) string { p, _ := c.Person(id); return p.Name }
	team := c.Team(unit)
	switch {
	case g.Leader == 0 || unit == 0:
	case level == High && team.First.Vacant():
		errs.Add("leader", "risk.leader.vacant", "unit", c.Name(unit))
	case level == High && g.Leader != team.First.Person:
		errs.Add("leader", "risk.leader.high", "who", name(team.First.Person))
	case level == Middle && !team.Leads(g.Leader):
		var names []string
		for _, p := range team.Leaders[:min(namesMost, len(team.Leaders))] {
			names = append(names, name(p))
		}
		errs.Add("leader", "risk.leader.middle", "who", strings.Join(names, "、"))
	case level == Low && g.SectionHead != 0 && g.Leader != g.SectionHead:
		errs.Add("leader", "risk.leader.low", "who", name(g.SectionHead))
	}
	if g.SectionHead != 0 && unit != 0 && !team.Works(g.SectionHead) {
		errs.Add("head", "order.handler-elsewhere")
	}
}

// reviewed says that the day of the next review lies ahead, within a year.
func reviewed(next, today when.Day, errs *text.InputErrors) {
	y, m, d := today.Date()
	switch most := when.Date(y+1, m, d); {
	case next == 0:
	case next < today:
		errs.Add("review", "risk.review.past")
	case next > most:
		errs.Add("review", "risk.review.far", "most", most)
	}
}

// guard checks and takes a Guard, and grades by it.
func (r *Risk) guard(c *bodies.County, g Guard, by Grading, errs *text.InputErrors) {
	r.Guard = g
	if r.Value, r.Level = g.Value(), ""; r.Value > 0 {
		r.Level = by.Level(r.Value)
	}
	managed(c, r.Unit, r.Level, g, errs)
	reviewed(g.Review, c.Day(), errs)
}

// settle finds out whose a risk point is.
func (r *Risk) settle(c *bodies.County, by Grading, errs *text.InputErrors) {
	body, ok := c.Body(r.Body)
	if r.Body != 0 && (!ok || !Has(body.Kind)) {
		errs.Add("body", "risk.body.none")
	}
	r.Unit, r.Side = body.Unit, actor.Side(body.Kind.Side())
	r.guard(c, r.Guard, by, errs)
}

// Late says that the review is overdue.
func (r *Risk) Late(today when.Day) bool { return r.State == InForce && r.Review < today }
