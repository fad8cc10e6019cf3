// Package measures is the register of formal decisions on people (对个人的处分、处理, spec 4.3): kind, number of the
// decision, organ, ground, and for how long it stands in the way of what. The system never makes a sanction: it records
// the decision of the organ that did, by its number. What it is about stands in one line at most, as with cases.
package measures

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a decision on a person.
const (
	Registered = "registered" // by one; another confirms it. It counts at once
	InForce    = "in-force"
	Revoked    = "revoked"   // as if it had never been
	Varied     = "varied"    // another took its place on appeal
	Withdrawn  = "withdrawn" // registered by mistake, before it was confirmed
)

const (
	lineMost   = 60
	groundMost = 120
	reasonMost = 500
	monthsMost = 60
	timesMost  = 10
	yearLeast  = 1990
)

// Measure is one decision on one person.
type Measure struct {
	noun.Base
	Decision   string // its number
	Organ      string // that decided
	Person     ref.ID
	Place      ref.ID // the unit where the person worked then
	Post       string // held then
	Kind       string // a code of effect.KindTable
	DecidedOn  when.Day
	EffectFrom when.Day // 0 = DecidedOn
	Months     int64    // fixed by the decision; 0 = as the rule says
	Times      int64    // how many sanctions of the kind it merges; 0 = one
	FactsOn    when.Day // the last day of the facts: by it the ground is found
	RestoredOn when.Day // the rights of a member, after a probation
	Ground     string
	Fact       string // one line, as the decision words it

	MadeFor     ref.ID // for whom it was registered by a deputy
	Confirmer   ref.ID
	ConfirmedOn when.Day
	Chief       ref.ID // the head of the unit, once told
	InformedOn  when.Day
	Told        ref.ID // the person, once notified
	ToldOn      when.Day
	Ends        when.Day // the last day of its period; 0 = it has none, or no end
	EndedOn     when.Day // it was noted that the period is over
	Origin      ref.ID   // the decision in whose place this one was put
	OriginFrom  when.Day // on which that took effect
	UndoneBy    string   // the organ that revoked or changed it
	UndoneNo    string   // the number of that decision
	UndoneOn    when.Day
	Why         string // it was revoked, changed, sent back or withdrawn
	Ruling      ref.ID // of accountability, of which it is part; 0 = of none
}

// Fields are what is known of one, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Measure](),
	field.Line("decision", 1, lineMost, func(m *Measure) *string { return &m.Decision }),
	field.Line("organ", 1, lineMost, func(m *Measure) *string { return &m.Organ }),
	field.Person("person", true, func(m *Measure) *ref.ID { return &m.Person }),
	field.Unit("place", true, func(m *Measure) *ref.ID { return &m.Place }),
	field.Line("post", 1, lineMost, func(m *Measure) *string { return &m.Post }),
	field.Policy("kind", true, effect.KindTable, func(m *Measure) *string { return &m.Kind }),
	field.Day("decidedOn", true, func(m *Measure) *when.Day { return &m.DecidedOn }),
	field.Line("ground", 1, groundMost, func(m *Measure) *string { return &m.Ground }),
	field.Line("fact", 0, lineMost, func(m *Measure) *string { return &m.Fact }).Unfound(),
	field.Day("effectFrom", false, func(m *Measure) *when.Day { return &m.EffectFrom }).Folded(),
	field.Count("months", 0, monthsMost, func(m *Measure) *int64 { return &m.Months }).OrNone().Folded(),
	field.Count("times", 0, timesMost, func(m *Measure) *int64 { return &m.Times }).OrNone().Folded(),
	field.Day("factsOn", false, func(m *Measure) *when.Day { return &m.FactsOn }).Folded(),
	field.Day("restoredOn", false, func(m *Measure) *when.Day { return &m.RestoredOn }).Folded(),
	field.Person("madeFor", false, func(m *Measure) *ref.ID { return &m.MadeFor }).Silent(),
	field.Person("confirmer", false, func(m *Measure) *ref.ID { return &m.Confirmer }).Silent(),
	field.Day("confirmedOn", false, func(m *Measure) *when.Day { return &m.ConfirmedOn }).Silent(),
	field.Person("chief", false, func(m *Measure) *ref.ID { return &m.Chief }).Silent(),
	field.Day("informedOn", false, func(m *Measure) *when.Day { return &m.InformedOn }).Silent(),
	field.Person("told", false, func(m *Measure) *ref.ID { return &m.Told }).Silent().Within(),
	field.Day("toldOn", false, func(m *Measure) *when.Day { return &m.ToldOn }).Silent(),
	field.Day("ends", false, func(m *Measure) *when.Day { return &m.Ends }).Silent(),
	field.Day("endedOn", false, func(m *Measure) *when.Day { return &m.EndedOn }).Silent().Within(),
	origin(),
	field.Day("originFrom", false, func(m *Measure) *when.Day { return &m.OriginFrom }).Silent(),
	field.Line("undoneBy", 0, lineMost, func(m *Measure) *string { return &m.UndoneBy }).Silent(),
	field.Line("undoneNo", 0, lineMost, func(m *Measure) *string { return &m.UndoneNo }).Silent(),
	field.Day("undoneOn", false, func(m *Measure) *when.Day { return &m.UndoneOn }).Silent(),
	field.Text("why", 0, reasonMost, func(m *Measure) *string { return &m.Why }).Silent(),
	field.Object("ruling", func(m *Measure) *ref.ID { return &m.Ruling }),
}

func origin() field.Field {
	return field.Object("origin", func(m *Measure) *ref.ID { return &m.Origin })
}

// Shape is what one is made of. It takes no files and nobody talks about it.
var Shape = noun.Shape{Of: ref.Measure, Name: "measures", Word: "measure", Table: "measure", Mute: true,
	New: func() noun.Value { return &Measure{} }, Fields: Fields, Code: "number", Title: "decision", Person: "told",
	Taker: "chief", States: []string{Registered, InForce, Revoked, Varied, Withdrawn},
	Series: &noun.Series{Code: "measure"}}

// Object is what access asks of one: the person is somebody from when they were notified, the unit's head from when
// they were told; who registered it confirms it to nobody.
func (m *Measure) Object() access.Object {
	return access.Object{Jurisdiction: m.Jurisdiction, Kind: ref.Measure, ID: m.ID, Unit: m.Unit, Side: m.Side,
		Person: m.Told, Successor: m.Chief, Requester: m.by()}
}

func (m *Measure) by() actor.Hands { return actor.Hands{By: m.MadeBy, For: m.MadeFor} }

// Called is its number and that of the decision.
func (m *Measure) Called() (number, title string) { return m.Number, m.Decision }

// Stands says whether it counts: registered or confirmed, and not undone.
func (m *Measure) Stands() bool { return m.State == Registered || m.State == InForce }

// Counts is the decision as effect periods are reckoned from it.
func (m *Measure) Counts() effect.Decision {
	d := effect.Decision{ID: m.ID, Number: m.Decision, Kind: m.Kind, Day: m.DecidedOn, From: m.EffectFrom,
		Months: int(m.Months), Times: int(m.Times), Restored: m.RestoredOn, Open: m.State == Registered,
		Undone: !m.Stands()}
	if m.Origin != 0 {
		d.Origin = m.OriginFrom
	}
	return d
}

// settle judges what was typed against the register of today and the rules of the day of the decision.
func (m *Measure) settle(r *bodies.County, rules *effect.Rules, errs *text.InputErrors) {
	today := r.Day()
	switch {
	case m.DecidedOn == 0:
	case m.DecidedOn > today:
		errs.Add("decidedOn", "measure.decided.later", "today", today)
	case m.DecidedOn.Year() < yearLeast:
		errs.Add("decidedOn", "record.on.early", "year", yearLeast)
	case m.EffectFrom != 0 && m.EffectFrom < m.DecidedOn:
		errs.Add("effectFrom", "measure.effect.early", "day", m.DecidedOn)
	case m.FactsOn > m.DecidedOn:
		errs.Add("factsOn", "measure.facts.later", "day", m.DecidedOn)
	}
	if m.RestoredOn > today {
		errs.Add("restoredOn", "measure.restored.later", "today", today)
	}
	if m.Place != 0 {
		if err := r.Takes(m.Place); err != nil {
			errs.Add("place", "case.place.none")
		}
	}
	m.seat(r)
	if m.Kind == "" || m.DecidedOn == 0 {
		return
	}
	for _, f := range rules.Faults(m.Counts()) {
		errs.Add(f.Field, f.Key, "months", f.Months, "most", f.Most)
	}
}

// seat puts whose it is. Who is of a discipline body would find in its lists what is registered about them, and handle
// it: that is the county's, and theirs to see once it was served.
func (m *Measure) seat(r *bodies.County) {
	m.Unit, m.Side = m.Place, actor.Supervisory
	of := func(g bodies.RoleGrant) bool { return g.Role == bodies.RoleDiscipline }
	if slices.ContainsFunc(r.Roles(m.Person), of) {
		m.Unit = 0
	}
}

// confirmed is what another says who compared it with the decision.
func (m *Measure) confirmed(by ref.ID, today when.Day) {
	m.State, m.Confirmer, m.ConfirmedOn, m.Why = InForce, by, today, ""
}

// inform makes it known to the head of the town or department, in confidence.
func (m *Measure) inform(r *bodies.County) error {
	head := cases.Head(r, m.Place)
	switch {
	case head == 0:
		return text.Refuse(text.Conflict, "case.head.vacant", "unit", r.Name(cases.Top(r, m.Place)))
	case head == m.Person:
		return text.Refuse(text.Conflict, "measure.head.self")
	case head == m.Chief:
		return text.Refuse(text.Conflict, "case.informed")
	}
	m.Chief, m.InformedOn = head, r.Day()
	return nil
}

// undo is what an appeal or a review came to.
func (m *Measure) undo(state string, in Undoing, today when.Day) error {
	var errs text.InputErrors
	switch {
	case in.On > today:
		errs.Add("undoneOn", "measure.decided.later", "today", today)
	case in.On < m.DecidedOn:
		errs.Add("undoneOn", "measure.undone.early", "day", m.DecidedOn)
	}
	if in.No == m.Decision {
		errs.Add("undoneNo", "measure.undone.same")
	}
	m.State, m.UndoneBy, m.UndoneNo, m.UndoneOn, m.Why = state, in.Organ, in.No, in.On, in.Why
	return errs.Err()
}

// ground says which text was in force when the facts happened, where the ground that was typed does not name it.
func (m *Measure) ground(rules *effect.Rules) string {
	k, ok := rules.Kind(m.Kind)
	if m.FactsOn == 0 || !ok {
		return ""
	}
	title := rules.Ground(k.Family, m.FactsOn)
	bare, _, _ := strings.Cut(strings.TrimPrefix(title, "《"), "》")
	if undated := !strings.Contains(title, "（"); title == "" || undated && strings.Contains(m.Ground, bare) ||
		strings.Contains(m.Ground, title) {
		return ""
	}
	return title
}
