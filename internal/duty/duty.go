// Package duty is the pulse of the mechanisms: rules of the policy pack create
// duties, each with one owner, one period and one due day; clocks raise cards,
// acts discharge them (spec 3 head, 3.9, 6.3, 8.16).
package duty

import (
	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Tables of the policy pack that a duty's codes stand in.
const (
	RuleTable  = "duty-rule"
	LevelTable = "duty-level"
	CardTable  = "card"
)

// The states of a duty.
const (
	Open   = "open"
	Paused = "paused" // its clock stands still
	Done   = "done"
	Waived = "waived" // an office found that it does not apply
	Lapsed = "lapsed" // the body ended, or the person left it, before it was done
)

// The cards; the words are the policy's.
const (
	Yellow = "yellow"
	Red    = "red"
)

const (
	timesMost  = 366
	pointsMost = 1000
	periodMost = 60
)

// Duty is what one rule asks of one body, or one person of it, in one period.
type Duty struct {
	noun.Base
	Rule     string
	What     string // the rule's words when it was made
	Period   string // its key: "2026", "2026-H1", "2026-Q3", "2026-09"; the day of an appointment; what an event befell
	Body     ref.ID
	Level    string // who of the body: the team, the first responsible person, a member
	Person   ref.ID // 0 = whoever is of the level: a post's duty stays with the post
	BeginsOn when.Day
	EndsOn   when.Day // the period's last day
	FirstDue when.Day // as the rule made it
	Due      when.Day // as it binds: moved by extensions and pauses
	Times    int64    // how often it is to be done in the period
	Count    int64    // how often it was
	Proof    string
	Points   int64 // hundredths
	InPerson bool  // only the first responsible person discharges it

	DoneOn     when.Day // when it was done the last time, as claimed
	How        string   // what was done then
	Late       bool     // done after its day
	Backfilled bool     // said long after it was done (补录)
	Card       string   // the gravest raised
	CardOn     when.Day // the day on which it fell
	Carded     int64    // how often it was overdue
	PausedOn   when.Day
	Why        string // the office's last reason: why it was moved, paused or waived
}

// Object is what access asks of a duty.
func (d *Duty) Object() access.Object {
	return access.Object{Jurisdiction: d.Jurisdiction, Kind: ref.Duty, ID: d.ID, Unit: d.Unit, Side: d.Side,
		Person: d.Person}
}

// Called is a duty's period, and the rule's words when it was made.
func (d *Duty) Called() (number, title string) { return d.Period, d.What }

// Fields are what is known of a duty. Nobody types any of them: rules and acts do.
var Fields = field.Fields{
	field.Policy("rule", true, RuleTable, func(d *Duty) *string { return &d.Rule }).Silent(),
	field.Line("what", 1, 200, func(d *Duty) *string { return &d.What }).Open().Silent(),
	field.Line("period", 1, periodMost, func(d *Duty) *string { return &d.Period }).Open().Silent(),
	field.Body("body", true, func(d *Duty) *ref.ID { return &d.Body }).Silent(),
	field.Policy("level", true, LevelTable, func(d *Duty) *string { return &d.Level }).Silent(),
	field.Person("person", false, func(d *Duty) *ref.ID { return &d.Person }).Silent(),
	field.Day("beginsOn", true, func(d *Duty) *when.Day { return &d.BeginsOn }).Silent(),
	field.Day("endsOn", true, func(d *Duty) *when.Day { return &d.EndsOn }).Silent(),
	field.Day("firstDue", true, func(d *Duty) *when.Day { return &d.FirstDue }).Silent(),
	field.Day("due", true, func(d *Duty) *when.Day { return &d.Due }).Silent(),
	field.Count("times", 1, timesMost, func(d *Duty) *int64 { return &d.Times }).Silent(),
	field.Count("count", 0, timesMost, func(d *Duty) *int64 { return &d.Count }).Silent(),
	field.Text("proof", 0, 500, func(d *Duty) *string { return &d.Proof }).Open().Silent(),
	field.Points("points", pointsMost, func(d *Duty) *int64 { return &d.Points }).Silent(),
	field.Flag("inPerson", func(d *Duty) *bool { return &d.InPerson }).Silent(),
	field.Day("doneOn", false, func(d *Duty) *when.Day { return &d.DoneOn }).Silent(),
	field.Text("how", 0, howMost, func(d *Duty) *string { return &d.How }).Silent(),
	field.Flag("late", func(d *Duty) *bool { return &d.Late }).Silent(),
	field.Flag("backfilled", func(d *Duty) *bool { return &d.Backfilled }).Silent(),
	field.Policy("card", false, CardTable, func(d *Duty) *string { return &d.Card }).Silent(),
	field.Day("cardOn", false, func(d *Duty) *when.Day { return &d.CardOn }).Silent(),
	field.Count("carded", 0, timesMost, func(d *Duty) *int64 { return &d.Carded }).Silent(),
	field.Day("pausedOn", false, func(d *Duty) *when.Day { return &d.PausedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(d *Duty) *string { return &d.Why }).Silent(),
}

// Shape is what a duty is made of.
var Shape = noun.Shape{Of: ref.Duty, Name: "scheduled", Word: "duty", Table: "duty",
	New: func() noun.Value { return &Duty{} }, Fields: Fields, Code: "period", Title: "rule",
	States: []string{Open, Paused, Done, Waived, Lapsed},
	Attach: &noun.Attachments{Verb: "duty.attach", Of: []string{"proof", "photo", "sign-in"}, Most: 50,
		States: []string{Open, Done}}}
