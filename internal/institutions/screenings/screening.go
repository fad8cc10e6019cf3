// Package screenings is the yearly screening (研判排查, spec 3.2): in the first quarter each responsible body, and each
// of the county's own two, asks what people think, looks at what the record says of the year before, and finds the
// problems with their causes and countermeasures, which go on the problem list and are watched until they are put
// right.
package screenings

import (
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a screening.
const (
	Drafted   = "drafted" // prepared: the record of the year before stands in it
	Held      = "held"    // its problems are on the list, and watched
	Closed    = "closed"
	Withdrawn = "withdrawn"
)

// The states of a concern.
const (
	Noted  = "noted"
	Listed = "listed" // on the problem list
	Struck = "struck"
)

const (
	yearLeast    = 2000
	concernsMost = 20
	lineMost     = 200
	textMost     = 2000
	reasonMost   = 500
	figuresMost  = 2000
	opinionsMost = 100_000
	// Source is where a problem comes from that a screening found: 综合研判 [T].
	Source = "studied"
)

// Screening is one of a body and a year.
type Screening struct {
	noun.Base
	Title        string
	Year         int64 // in whose first quarter it is held: it looks at the one before
	Body         ref.ID
	Due          when.Day // the last day of the quarter; 0 = it was held
	HeldOn       when.Day
	Place        string
	Participants string
	Sought       string // by which means opinions were asked for
	Opinions     int64  // how many came
	Conclusion   string
	Figures      string // what the record said when it was prepared: see Said
	Concerns     int64  // that stand
	ClosedOn     when.Day
	Outcome      string // how what was found was put right
	Why          string // it was withdrawn
}

// Fields are what is known of a screening, in the order of the form.
var Fields = field.Fields{
	field.Line("title", 0, lineMost, func(s *Screening) *string { return &s.Title }).Silent().Open(),
	field.Year("year", true, yearLeast, func(s *Screening) *int64 { return &s.Year }),
	field.Body("body", true, func(s *Screening) *ref.ID { return &s.Body }).Owns(),
	field.Day("due", false, func(s *Screening) *when.Day { return &s.Due }).Silent(),
	field.Day("heldOn", false, func(s *Screening) *when.Day { return &s.HeldOn }).Silent(),
	field.Line("place", 0, lineMost, func(s *Screening) *string { return &s.Place }).Silent(),
	field.Line("participants", 0, lineMost, func(s *Screening) *string { return &s.Participants }).Silent(),
	field.Line("sought", 0, lineMost, func(s *Screening) *string { return &s.Sought }).Silent(),
	field.Count("opinions", 0, opinionsMost, func(s *Screening) *int64 { return &s.Opinions }).Silent(),
	field.Text("conclusion", 0, textMost, func(s *Screening) *string { return &s.Conclusion }).Silent(),
	field.Text("figures", 0, figuresMost, func(s *Screening) *string { return &s.Figures }).Silent().Open().Within().
		Unfound(),
	field.Count("concerns", 0, concernsMost, func(s *Screening) *int64 { return &s.Concerns }).Silent(),
	field.Day("closedOn", false, func(s *Screening) *when.Day { return &s.ClosedOn }).Silent(),
	field.Text("outcome", 0, textMost, func(s *Screening) *string { return &s.Outcome }).Silent(),
	field.Text("why", 0, reasonMost, func(s *Screening) *string { return &s.Why }).Silent(),
}

// Shape is what a screening is made of.
var Shape = noun.Shape{Of: ref.Screening, Name: "screenings", Word: "screening", Table: "screening",
	New: func() noun.Value { return &Screening{} }, Fields: Fields, Title: "title",
	States: []string{Drafted, Held, Closed, Withdrawn},
	Attach: &noun.Attachments{Verb: "screening.attach", Of: []string{"proof", "other"}, Most: 50,
		States: []string{Drafted, Held}}}

// Concern is one problem that a screening found, with its cause and what is to be done.
type Concern struct {
	noun.Base
	Screening ref.ID
	Target    ref.ID // the unit that it is of
	What      string
	Category  string
	Level     problem.Level
	Cause     string // 症结
	Remedy    string // 对策
	Leader    ref.ID
	Handler   ref.ID
	Due       when.Day
	Problem   ref.ID
	Why       string // it was struck
}

// ConcernFields are what is known of a concern, in the order of the form.
var ConcernFields = field.Fields{
	field.Object("screening", func(c *Concern) *ref.ID { return &c.Screening }).Silent(),
	field.Unit("target", false, func(c *Concern) *ref.ID { return &c.Target }),
	field.Text("what", 1, problem.FactsMost, func(c *Concern) *string { return &c.What }),
	field.Policy("category", true, "category", func(c *Concern) *string { return &c.Category }),
	field.Policy("level", true, "level", func(c *Concern) *problem.Level { return &c.Level }),
	field.Text("cause", 1, reasonMost, func(c *Concern) *string { return &c.Cause }),
	field.Line("remedy", 1, measure.TextMost, func(c *Concern) *string { return &c.Remedy }),
	field.Person("leader", true, func(c *Concern) *ref.ID { return &c.Leader }),
	field.Person("handler", true, func(c *Concern) *ref.ID { return &c.Handler }),
	field.Day("due", false, func(c *Concern) *when.Day { return &c.Due }),
	field.Object("problem", func(c *Concern) *ref.ID { return &c.Problem }).Silent(),
	field.Text("why", 0, reasonMost, func(c *Concern) *string { return &c.Why }).Silent(),
}

// ConcernShape is what a concern is made of.
var ConcernShape = noun.Shape{Of: ref.Concern, Name: "concerns", Word: "concern", Table: "concern",
	New: func() noun.Value { return &Concern{} }, Fields: ConcernFields, Title: "what", Mute: true,
	States: []string{Noted, Listed, Struck}}

// Holding is what is said of the meeting.
type Holding struct {
	On           when.Day
	Place        string
	Participants string
	Sought       string
	Opinions     int64
	Conclusion   string
}

// quarter is the last day on which it may be held.
func (s *Screening) quarter() when.Day { return when.Date(int(s.Year), 3, 31) }

// Hold says that the meeting was held, in its year and not before it: late is late, and said.
func (s *Screening) Hold(in Holding, today when.Day) error {
	var errs text.InputErrors
	switch {
	case in.On > today:
		errs.Add("on", "record.on.later", "today", today)
	case in.On.Year() != int(s.Year):
		errs.Add("on", "screening.on.year", "year", s.Year)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	s.State, s.Due, s.HeldOn, s.Place, s.Participants = Held, 0, in.On, in.Place, in.Participants
	s.Sought, s.Opinions, s.Conclusion = in.Sought, in.Opinions, in.Conclusion
	return nil
}

// fits says what the problem list would refuse of a concern.
func (c *Concern) fits(works func(ref.ID) bool, r problem.Rules, today when.Day) error {
	var errs text.InputErrors
	if !works(c.Leader) {
		errs.Add("leader", "order.handler-elsewhere")
	}
	if !works(c.Handler) {
		errs.Add("handler", "order.handler-elsewhere")
	}
	switch most := r.Limit(c.Level, today).Due; {
	case c.Due != 0 && c.Due < today:
		errs.Add("due", "problem.due-past")
	case c.Due > most:
		errs.Add("due", "problem.due-beyond-level", "most", most)
	}
	return errs.Err()
}

// input is the concern as the problem list has it; a day that is over by now is the list's to set.
func (c *Concern) input(side actor.Side, on, today when.Day) problem.Input {
	due := c.Due
	if due < today {
		due = 0
	}
	return problem.Input{Side: side, Source: Source, Category: c.Category, Level: c.Level, Unit: c.Target, Facts: c.What,
		Measures: measure.List{{Text: strings.TrimRight(c.Remedy, "。.")}}, Leader: c.Leader, Handler: c.Handler, Due: due,
		Found: on}
}
