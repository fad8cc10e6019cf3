// Package cases is what the discipline side keeps here of a discipline case that was decided (spec 3 (5), 4.3): the
// number of the decision, the organ and the outcome, and never what the case is about beyond one line. A more serious
// one asks for an accountability talk with the head of the town or department, a slight one for an admonition talk.
package cases

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	GravityTable = "case-gravity"
	OutcomeTable = "case-outcome"
)

// How grave a case is: codes of GravityTable, which are not the levels of problems.
const (
	Slight   = "slight"
	Ordinary = "ordinary"
	Grave    = "grave"  // 较重
	Severe   = "severe" // 严重后果
)

// The states of a case.
const (
	Registered = "registered" // the discipline side alone knows of it
	Informed   = "informed"   // the unit's head was told
	Withdrawn  = "withdrawn"  // it was registered by mistake
)

// Whether the person was a member of the leadership team of the town or department.
const (
	Member    = "member"
	NotMember = "other"
)

// How a case came to light. Its unit's score falls by it (spec 4.1).
const (
	Handled   = "handled"   // found and handled by the unit itself
	Reported  = "reported"  // by the unit itself
	Concealed = "concealed" // by the unit
	Otherwise = "otherwise"
)

const (
	lineMost   = 60
	nameMost   = 30
	reasonMost = 500
	backMost   = 1000 // whole points: more than a case costs
	yearLeast  = 2000
)

// Case is one decision about one person.
type Case struct {
	noun.Base
	Decision   string // its number
	Organ      string // that decided
	Person     ref.ID // of the register; 0 = Name stands
	Name       string // of somebody who is not in it
	Place      ref.ID // the unit where the person worked
	Post       string // held when it happened
	Discipline string // the first of the six
	Gravity    string
	Outcome    string
	DecidedOn  when.Day
	Team       string // Member or NotMember
	Found      string // how it came to light: see Light
	Published  bool
	SelfFound  bool   // Found is Handled; of cases registered before Found was asked all that is known of it
	Fact       string // as the decision names it
	Leader     ref.ID // of the unit, to whom it falls

	With       ref.ID   // with whom a talk is asked for; 0 = none is
	Owes       ref.ID   // the body that owes it
	AskedOn    when.Day // from which day on; 0 = not yet
	Owner      ref.ID   // who heads that body, from then on: they see the case
	Told       ref.ID   // the unit's head, once it was made known
	InformedOn when.Day
	Why        string // it was withdrawn
	// Whether a matter of accountability is proposed of it was weighed: what was decided, in the office alone.
	Weighed   string
	WeighedBy ref.ID
	WeighedOn when.Day
	// What an appeal against a ruling that rested on it took back of what it costs its unit in the assessment.
	Undone string // the number of that decision; "" = nothing
	Back   int64  // hundredths of a point; 0 = all
}

// Fields are what is known of a case, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Case](),
	field.Line("decision", 1, lineMost, func(c *Case) *string { return &c.Decision }),
	field.Line("organ", 1, lineMost, func(c *Case) *string { return &c.Organ }),
	field.Person("person", false, func(c *Case) *ref.ID { return &c.Person }),
	field.Line("name", 0, nameMost, func(c *Case) *string { return &c.Name }),
	field.Unit("place", true, func(c *Case) *ref.ID { return &c.Place }),
	field.Line("post", 1, lineMost, func(c *Case) *string { return &c.Post }),
	field.Policy("discipline", true, talks.DisciplineTable, func(c *Case) *string { return &c.Discipline }),
	field.Policy("gravity", true, GravityTable, func(c *Case) *string { return &c.Gravity }),
	field.Policy("outcome", true, OutcomeTable, func(c *Case) *string { return &c.Outcome }),
	field.Day("decidedOn", true, func(c *Case) *when.Day { return &c.DecidedOn }),
	field.Line("fact", 1, lineMost, func(c *Case) *string { return &c.Fact }).Unfound(),
	field.Person("leader", false, func(c *Case) *ref.ID { return &c.Leader }),
	field.Flag("published", func(c *Case) *bool { return &c.Published }),
	field.Code("team", false, []string{Member, NotMember}, "case.team.", func(c *Case) *string { return &c.Team }),
	field.Code("found", false, []string{Handled, Reported, Concealed, Otherwise}, "case.found.", (*Case).found),
	field.Flag("selfFound", func(c *Case) *bool { return &c.SelfFound }).Silent().Within(),
	field.Person("talkWith", false, func(c *Case) *ref.ID { return &c.With }).Silent(),
	field.Body("owes", false, func(c *Case) *ref.ID { return &c.Owes }).Silent(),
	field.Day("askedOn", false, func(c *Case) *when.Day { return &c.AskedOn }).Silent(),
	field.Person("owner", false, func(c *Case) *ref.ID { return &c.Owner }).Silent(),
	field.Person("told", false, func(c *Case) *ref.ID { return &c.Told }).Silent(),
	field.Day("informedOn", false, func(c *Case) *when.Day { return &c.InformedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(c *Case) *string { return &c.Why }).Silent(),
	field.Text("weighed", 0, reasonMost, func(c *Case) *string { return &c.Weighed }).Silent().Inside().Unfound(),
	field.Person("weighedBy", false, func(c *Case) *ref.ID { return &c.WeighedBy }).Silent().Inside(),
	field.Day("weighedOn", false, func(c *Case) *when.Day { return &c.WeighedOn }).Silent().Inside(),
	field.Line("undone", 0, lineMost, func(c *Case) *string { return &c.Undone }).Silent().Open(),
	field.Points("back", backMost, func(c *Case) *int64 { return &c.Back }).Silent().OrNone(),
}

// Shape is what a case is made of. It takes no files and nobody talks about it: what would be said is case content.
var Shape = noun.Shape{Of: ref.Case, Name: "cases", Word: "case", Table: "case_outcome", Mute: true,
	New: func() noun.Value { return &Case{} }, Fields: Fields, Code: "number", Title: "decision", Person: "told",
	Taker:  "owner",
	States: []string{Registered, Informed, Withdrawn}, Series: &noun.Series{Code: "case"}}

// Object is what access asks of a case: the unit's head is somebody from when they were told, who owes a talk from when
// it is asked for.
func (c *Case) Object() access.Object {
	return access.Object{Jurisdiction: c.Jurisdiction, Kind: ref.Case, ID: c.ID, Unit: c.Unit, Side: c.Side,
		Person: c.Told, Successor: c.Owner}
}

// inside is what access asks before somebody reads whether a matter is proposed of a case: its unit’s own people do
// not.
func inside(v noun.Value) access.Object {
	o := v.(*Case).Object()
	o.Apart = o.Unit
	return o
}

// MayWeigh refuses to weigh whether a matter is proposed of a case that does not call for it, or twice. triggers are
// the gravities that call for it.
func (c *Case) MayWeigh(triggers []string) error {
	if err := Shape.In(c, Registered, Informed); err != nil {
		return err
	}
	switch {
	case !slices.Contains(triggers, c.Gravity):
		return text.Refuse(text.Conflict, "case.weigh.none")
	case c.WeighedOn != 0:
		return text.Refuse(text.Conflict, "case.weigh.twice", "on", c.WeighedOn)
	}
	return nil
}

// Weigh notes what was decided.
func (c *Case) Weigh(said string, who ref.ID, on when.Day) {
	c.Weighed, c.WeighedBy, c.WeighedOn = said, who, on
}

// found is where it stands how the case came to light; where nothing was said, what SelfFound says.
func (c *Case) found() *string {
	switch {
	case c.Found != "":
	case c.SelfFound:
		c.Found = Handled
	default:
		c.Found = Otherwise
	}
	return &c.Found
}

// Light is how the case came to light.
func (c *Case) Light() string { return *c.found() }

// OfTeam says whether the person was a member of the leadership team. Of cases registered before that was asked, the
// register says it.
func (c *Case) OfTeam(r *bodies.County) bool {
	if c.Team == "" {
		return r.Team(Top(r, c.Place)).Leads(c.Person)
	}
	return c.Team == Member
}

// Called is its number and that of the decision.
func (c *Case) Called() (number, title string) { return c.Number, c.Decision }

// Asks is which talk a case asks for; "" = none.
func (c *Case) Asks() string {
	switch {
	case c.AskedOn == 0 || c.State == Withdrawn:
		return ""
	case c.Gravity == Slight:
		return talks.Admonition
	}
	return talks.Accountability
}

// Event is what rules may ask a talk for after a case.
func (c *Case) Event() duty.Event {
	e := duty.Event{What: duty.Case, On: c.AskedOn, Body: c.Owes, Key: c.Number}
	if c.Gravity == Slight {
		e.What = duty.SlightCase
	}
	return e
}

// Talk is what the talk is to be that a case asks for; nil = it asks for none.
func (c *Case) Talk() *talks.Talk {
	if c.Asks() == "" {
		return nil
	}
	return &talks.Talk{Kind: c.Asks(), Formal: c.Asks() == talks.Admonition, Person: c.With, Discipline: c.Discipline}
}

// settle judges what was typed against the register of today and works out to whom it falls and who talks with whom.
func (c *Case) settle(r *bodies.County, errs *text.InputErrors) {
	switch {
	case c.Person == 0 && c.Name == "":
		errs.Add("person", "case.person.none")
	case c.Person != 0 && c.Name != "":
		errs.Add("name", "case.person.both")
	}
	switch {
	case c.DecidedOn == 0:
	case c.DecidedOn > r.Day():
		errs.Add("decidedOn", "case.decided.later", "today", r.Day())
	case c.DecidedOn.Year() < yearLeast:
		errs.Add("decidedOn", "record.on.early", "year", yearLeast)
	}
	if c.Place != 0 {
		if err := r.Takes(c.Place); err != nil {
			errs.Add("place", "case.place.none")
		}
	}
	if c.Team == "" {
		if c.Team = NotMember; c.Place != 0 && r.Team(Top(r, c.Place)).Leads(c.Person) {
			c.Team = Member
		}
	}
	c.SelfFound = c.Light() == Handled
	c.Unit, c.Side = c.Place, actor.Supervisory
	c.With, c.Owes = 0, 0
	head := Head(r, c.Place)
	if c.Leader == 0 {
		c.Leader = head
	} else if !r.Team(c.Place).Works(c.Leader) {
		errs.Add("leader", "case.leader.elsewhere", "unit", r.Name(c.Place))
	}
	commission, _ := r.Single(bodies.CountyDiscipline)
	switch own, body := r.FirstOf(Top(r, c.Place)); {
	case c.Gravity == Ordinary:
	case c.Gravity != Slight:
		c.With, c.Owes = head, commission.ID
	case c.Person == 0:
	case c.Person == own.Person || body == 0:
		c.With, c.Owes = c.Person, commission.ID
	default:
		c.With, c.Owes = c.Person, body
	}
	// A unit owes its talk once it knows of the case; what the commission owes it knows from the first.
	switch county := c.Owes == commission.ID; {
	case c.With == 0 || c.Owes == 0:
		c.With, c.Owes, c.AskedOn = 0, 0, 0
	case !county:
		c.AskedOn = c.InformedOn
	case c.AskedOn == 0:
		c.AskedOn = r.Day()
	}
	if c.Owner = 0; c.AskedOn != 0 {
		c.Owner = r.FirstResponsible(c.Owes).Person
	}
}

// inform makes a case known to the head of the town or department, in confidence.
func (c *Case) inform(r *bodies.County) error {
	head := Head(r, c.Place)
	switch {
	case head == 0:
		return text.Refuse(text.Conflict, "case.head.vacant", "unit", r.Name(Top(r, c.Place)))
	case head == c.Told:
		return text.Refuse(text.Conflict, "case.informed")
	}
	if c.State, c.Told = Informed, head; c.InformedOn == 0 {
		c.InformedOn = r.Day()
	}
	c.settle(r, new(text.InputErrors))
	return nil
}

// Top is the town or department that a unit is of: itself, or the uppermost above it.
func Top(r *bodies.County, unit ref.ID) ref.ID {
	if path := r.Path(unit); len(path) > 0 {
		return path[0]
	}
	return unit
}

// Head is the head (一把手) of the town or department that a unit is of, on the day of the register; 0 = nobody is.
func Head(r *bodies.County, unit ref.ID) ref.ID {
	first, _ := r.FirstOf(Top(r, unit))
	return first.Person
}
