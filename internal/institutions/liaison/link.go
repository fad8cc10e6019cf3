// Package liaison is the liaison points (协调指导 联系点, spec 3.1): who of the county's two
// standing bodies links which units in a year, and the visits that they pay there.
package liaison

import (
	"slices"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// PerMember is how many units one member links at most [T]: one or two.
const PerMember = 2

const yearLeast = 2000

// Link is one member of a standing body who links one unit, its committee and its
// discipline body, for a year.
type Link struct {
	noun.Base
	noun.Term
	Year   int64
	Member ref.ID
	Body   ref.ID // the standing body that the member sits in
	Point  ref.ID // the unit
	Since  when.Day
	Label  string   // who and which unit, as they were called when it was written
	LastOn when.Day // of the last visit that the member confirmed
	Next   when.Day // by when there must be another; 0 = in this year no more
}

// Fields are what is known of a link, in the order of the form.
var Fields = append(field.Fields{
	field.Year("year", true, yearLeast, func(l *Link) *int64 { return &l.Year }),
	field.Body("body", true, func(l *Link) *ref.ID { return &l.Body }),
	field.Person("member", true, func(l *Link) *ref.ID { return &l.Member }),
	field.Unit("point", true, func(l *Link) *ref.ID { return &l.Point }).Bears(),
	field.Day("since", true, func(l *Link) *when.Day { return &l.Since }),
	field.Line("label", 0, 200, func(l *Link) *string { return &l.Label }).Silent(),
	field.Day("lastOn", false, func(l *Link) *when.Day { return &l.LastOn }).Silent(),
	field.Day("next", false, func(l *Link) *when.Day { return &l.Next }).Silent(),
}, noun.TermFields(func(l *Link) *noun.Term { return &l.Term })...)

// Shape is what a link is made of.
var Shape = noun.Shape{Of: ref.Link, Name: "links", Word: "link", Table: "link",
	New: func() noun.Value { return &Link{} }, Fields: Fields, Title: "label", Person: "member",
	States: []string{noun.InForce, noun.Ended}}

// Standing says that the members of a body link units.
func Standing(k bodies.BodyKind) bool {
	return k == bodies.CountyCommittee || k == bodies.CountyDiscipline
}

// Heads says that a person heads a unit, or its discipline body: nobody links their own.
func Heads(c *bodies.County, person, unit ref.ID) bool {
	if first, _ := c.FirstOf(unit); first.Person == person || c.Chief(unit).Person == person {
		return true
	}
	return slices.ContainsFunc(c.Seated(unit), func(b bodies.Body) bool {
		return c.FirstResponsible(b.ID).Person == person
	})
}

// settle finds out whose a link is, and that its member may have it.
func settle(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
	l := v.(*Link)
	b, ok := c.Body(l.Body)
	switch {
	case l.Body != 0 && (!ok || !Standing(b.Kind)):
		errs.Add("body", "link.body.none")
	case ok && l.Member != 0 && !slices.Contains(c.Sitting(b.ID), l.Member):
		errs.Add("member", "link.member.none", "body", b.Name)
	}
	if l.Point != 0 {
		if wrong, is := c.Takes(l.Point).(text.InputErrors); is {
			*errs = append(*errs, text.InputError{Field: "point", Message: wrong[0].Message})
		} else if l.Member != 0 && Heads(c, l.Member, l.Point) {
			errs.Add("point", "link.point.own")
		}
	}
	if next := int64(c.Day().Year()) + 1; l.Year > next {
		errs.Add("year", "responsibility.year.later", "year", next)
	} else if l.Since != 0 && l.Year >= yearLeast && l.Since.Year() != int(l.Year) {
		errs.Add("since", "link.since.year", "year", l.Year)
	}
	l.Unit, l.Side = l.Point, actor.Side(b.Kind.Side())
	l.name(c)
	l.plan()
}

// name is what a link is called: who links which unit.
func (l *Link) name(c *bodies.County) {
	who, _ := c.Person(l.Member)
	l.Label = who.Name + "—" + c.Name(l.Point)
}

// plan says by when the unit must be visited: in each quarter after the one of the last
// visit, and for the first time in the quarter in which the link began, when that was in its
// first month, or else in the next [D].
func (l *Link) plan() {
	if l.Next = l.first(); l.LastOn != 0 {
		l.Next = quarterEnd(quarterEnd(l.LastOn) + 1)
	}
	if l.Next.Year() != int(l.Year) {
		l.Next = 0
	}
}

// quarterEnd is the last day of the quarter of a day.
func quarterEnd(d when.Day) when.Day {
	y, m, _ := d.Date()
	return when.Date(y, (m-1)/3*3+time.Month(4), 1) - 1
}

// Visited notes a visit that the member confirmed.
func (l *Link) Visited(on when.Day) {
	l.LastOn = max(l.LastOn, on)
	l.plan()
}

// Holds says whether the link stood on a day.
func (l *Link) Holds(on when.Day) bool {
	return on >= l.Since && on.Year() == int(l.Year) && (l.State != noun.Ended || on < l.EndedOn)
}

// Late says that no visit was paid for a quarter.
func (l *Link) Late(today when.Day) bool {
	return l.State == noun.InForce && l.Next != 0 && l.Next < today
}

// Left says that the member sits in the body no more.
func (l *Link) Left(c *bodies.County) bool {
	return l.State == noun.InForce && int(l.Year) >= c.Day().Year() && !slices.Contains(c.Sitting(l.Body), l.Member)
}

// others are the links in force of the year that fulfil a condition, beside the one itself.
func (l *Link) others(tx noun.Tx, conds ...noun.Cond) (out []ref.ID, err error) {
	ids, err := tx.Find(ref.Link, append(conds, noun.StateIs(noun.InForce),
		noun.Cond{Column: "year", Num: []int64{l.Year}})...)
	return slices.DeleteFunc(ids, func(id ref.ID) bool { return id == l.ID }), err
}

// look refuses a third unit of one member, and a second member of one body for a unit.
func look(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
	l := v.(*Link)
	mine, err := l.others(tx, noun.Cond{Column: "member", Num: []int64{int64(l.Member)}})
	if err != nil {
		return err
	}
	there, err := l.others(tx, noun.Cond{Column: "unit", Num: []int64{int64(l.Point)}},
		noun.Cond{Column: "body", Num: []int64{int64(l.Body)}})
	l.room(len(mine), len(there), errs)
	return err
}

// room refuses a link beside so many of its member, and so many of its unit and body.
func (l *Link) room(mine, there int, errs *text.InputErrors) {
	if mine >= PerMember {
		errs.Add("member", "link.member.full", "most", PerMember, "year", l.Year)
	}
	if there > 0 {
		errs.Add("point", "link.point.taken", "year", l.Year)
	}
}
