// Package task is the task list 任务清单: what a body has to do in a year, by when,
// with what proof and for how many points; given by the county or set by the unit
// itself, broken down, reported, delivered and accepted (spec 2.3).
package task

import (
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// KindTable is the table of the policy pack that holds the kinds of tasks.
const KindTable = "task-kind"

// The states of a task. Overdue is none: it is computed from the day.
const (
	Open      = noun.InForce
	Delivered = "delivered" // and waits to be accepted
	Done      = "done"
	Ended     = noun.Ended
)

// Who assigned a task.
const (
	OfCommittee  = "county-committee"
	OfDiscipline = "county-discipline"
	OfUnit       = "own" // 结合实际
)

// Origins are all who assign.
var Origins = []string{OfCommittee, OfDiscipline, OfUnit}

// How far the breakdown of a task has come.
const (
	Broken = "broken" // it has parts that are not done
	Ready  = "ready"  // all its parts are accepted, or ended
)

// Late marks what was delivered, or one of its dues, after its day.
const Late = "late"

const (
	yearLeast    = 2000
	pointsMost   = 1000
	reasonMost   = 500
	missingLeast = 10 // what is sent back says what is missing in at least this many characters
	periodMost   = 40
)

// Task is one row of the task list of a body.
type Task struct {
	noun.Base
	noun.Term
	Number    string
	Year      int64
	Origin    string
	Category  string
	Task      string
	Detail    string
	Document  string
	Body      ref.ID // whose task it is
	Person    ref.ID // who leads it; 0 = nobody of the register
	Lead      string // who leads it as it was written, often a post
	Assisting string
	Period    string // the time as it was written; Start, Due and Every are what it means
	Proof     string
	Points    int64 // hundredths of a point; 0 = none

	Start, Due   when.Day
	Every        string   // "month", "quarter", "half" for what falls due again; "" = once
	Next         when.Day // the due day that binds now
	Reached      int64    // how many of the dues are behind it
	Percent      int64    // as last reported
	Parent       ref.ID   // the task that it is part of
	Stage        string
	Done         string // what was done, as it was delivered
	DeliveredOn  when.Day
	DeliveredBy  ref.ID
	DeliveredFor ref.ID // for whom, where a deputy did
	Lateness     string // Late, or ""
	Missing      string // why it was sent back last
	AcceptedOn   when.Day
	Supervision  ref.ID // the order that hastens it; 0 = none is open

	// Countersigner is the body that is responsible together with the task's own, and
	// signs its list too; 0 = there is none.
	Countersigner   ref.ID
	Countersign     string // Wanted, Signed, or "" for what nobody else signs
	CountersignedBy ref.ID
	CountersignedOn when.Day
}

// Fields are what is known of a task.
var Fields = append(field.Fields{
	field.Line("number", 0, 30, func(t *Task) *string { return &t.Number }).Open(),
	field.Year("year", true, yearLeast, func(t *Task) *int64 { return &t.Year }),
	field.Code("origin", true, Origins, "task.origin.", func(t *Task) *string { return &t.Origin }),
	field.Policy("category", true, KindTable, func(t *Task) *string { return &t.Category }),
	field.Line("task", 1, 300, func(t *Task) *string { return &t.Task }),
	field.Text("detail", 0, 1000, func(t *Task) *string { return &t.Detail }),
	field.Line("document", 0, 300, func(t *Task) *string { return &t.Document }),
	field.Body("body", true, func(t *Task) *ref.ID { return &t.Body }),
	field.Person("person", false, func(t *Task) *ref.ID { return &t.Person }),
	field.Line("lead", 0, 100, func(t *Task) *string { return &t.Lead }),
	field.Text("assisting", 0, 500, func(t *Task) *string { return &t.Assisting }),
	field.Line("period", 1, periodMost, func(t *Task) *string { return &t.Period }),
	field.Text("proof", 0, 500, func(t *Task) *string { return &t.Proof }),
	field.Points("points", pointsMost, func(t *Task) *int64 { return &t.Points }),
	field.Day("start", false, func(t *Task) *when.Day { return &t.Start }).Silent(),
	field.Day("due", false, func(t *Task) *when.Day { return &t.Due }).Silent(),
	field.Code("every", false, []string{"month", "quarter", "half"}, "task.every.",
		func(t *Task) *string { return &t.Every }).Silent(),
	field.Day("next", false, func(t *Task) *when.Day { return &t.Next }).Silent(),
	field.Count("reached", 0, 12, func(t *Task) *int64 { return &t.Reached }).Silent(),
	field.Count("percent", 0, 100, func(t *Task) *int64 { return &t.Percent }).Silent(),
	field.Object("parent", func(t *Task) *ref.ID { return &t.Parent }),
	field.Code("stage", false, []string{Broken, Ready}, "task.stage.",
		func(t *Task) *string { return &t.Stage }).Silent(),
	field.Text("done", 0, 1000, func(t *Task) *string { return &t.Done }).Silent(),
	field.Day("deliveredOn", false, func(t *Task) *when.Day { return &t.DeliveredOn }).Silent(),
	field.Person("deliveredBy", false, func(t *Task) *ref.ID { return &t.DeliveredBy }).Silent(),
	field.Code("lateness", false, []string{Late}, "task.lateness.",
		func(t *Task) *string { return &t.Lateness }).Silent(),
	field.Text("missing", 0, reasonMost, func(t *Task) *string { return &t.Missing }).Silent(),
	field.Day("acceptedOn", false, func(t *Task) *when.Day { return &t.AcceptedOn }).Silent(),
	field.Object("supervision", func(t *Task) *ref.ID { return &t.Supervision }),
	field.Body("countersigner", false, func(t *Task) *ref.ID { return &t.Countersigner }).Silent(),
	field.Code("countersign", false, []string{Wanted, Signed}, "task.countersign.",
		func(t *Task) *string { return &t.Countersign }).Silent(),
	field.Person("countersignedBy", false, func(t *Task) *ref.ID { return &t.CountersignedBy }).Silent(),
	field.Day("countersignedOn", false, func(t *Task) *when.Day { return &t.CountersignedOn }).Silent(),
	field.Person("deliveredFor", false, func(t *Task) *ref.ID { return &t.DeliveredFor }).Silent(),
}, noun.TermFields(func(t *Task) *noun.Term { return &t.Term })...)

// Shape is what a task is made of.
var Shape = noun.Shape{Of: ref.Task, Name: "tasks", Word: "task", Table: "task",
	New: func() noun.Value { return &Task{} }, Fields: Fields, Code: "number", Title: "task",
	States: []string{Open, Delivered, Done, Ended},
	Attach: &noun.Attachments{Verb: "task.attach", Of: []string{"proof", "other"},
		Most: 50, States: []string{Open, Delivered}}}

// Object is what access asks of a task. What the county gave is the county's to
// change and to accept: the unit takes part in it. What a unit set itself is its own.
func (t *Task) Object() access.Object {
	o := access.Object{Jurisdiction: t.Jurisdiction, Kind: ref.Task, ID: t.ID, Side: t.Side,
		Others: []ref.ID{t.Unit}, Requester: actor.Hands{By: t.DeliveredBy, For: t.DeliveredFor}, Cosigner: t.Countersigner}
	if t.Origin == OfUnit {
		o.Unit = t.Unit
	}
	return o
}

// Called is what a task is called by itself.
func (t *Task) Called() (number, title string) { return t.Number, t.Task }

// begins is the first day of the year that the task is of.
func (t *Task) begins() when.Day { return when.Date(int(t.Year), 1, 1) }

// window is the time of the task as it is understood.
func (t *Task) window() when.Window {
	return when.Window{Period: when.Period{From: t.Start, To: t.Due + 1}, Every: t.Every}
}

// Dues are the days on which it falls due.
func (t *Task) Dues() []when.Day { return t.window().Dues() }

// understand reads the time as it was written. What is behind the task stays behind
// it as long as there are so many dues.
func (t *Task) understand(errs *text.InputErrors) {
	if t.Period == "" || t.Year < yearLeast {
		return // said already
	}
	w, ok := when.ParseWindow(strings.TrimSpace(t.Period), int(t.Year))
	switch year := w.Due().Year(); {
	case !ok:
		errs.Add("period", "task.period.form", "value", t.Period)
		return
	case year < int(t.Year) || year > int(t.Year)+1:
		errs.Add("period", "task.period.year", "year", t.Year, "day", w.Due())
		return
	}
	t.Start, t.Due, t.Every = w.Period.From, w.Due(), w.Every
	dues := w.Dues()
	t.Reached = min(t.Reached, int64(len(dues)-1))
	t.Next = dues[t.Reached]
}

// Overdue says that the day that binds has passed and nothing was delivered.
func (t *Task) Overdue(today when.Day) bool { return t.State == Open && t.Next < today }

// Earned are the points that a task earns, in hundredths: none before it is accepted,
// and of one that was delivered late share per cent, half a hundredth rounded up.
func (t *Task) Earned(share int64) int64 {
	switch {
	case t.State != Done:
		return 0
	case t.Lateness == "":
		return t.Points
	}
	return (t.Points*share + 50) / 100
}

// over says that it binds nobody any more.
func (t *Task) over() bool { return t.State == Done || t.State == Ended }
