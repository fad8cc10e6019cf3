// Package delegation is 代理: whose posts somebody else acts in, from which day to which
// (spec 6.1). Its days, and what ended it before them, decide by themselves; what is
// signed in person is never lent.
package delegation

import (
	"cmp"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a delegation. Whether it is in force its days say.
const (
	Made    = "made"
	Revoked = "revoked"
)

// Bounds [D].
const (
	DaysMost  = 90 // how long one lasts at most, both days counted
	aheadMost = 90 // how many days ahead one begins at most
	Most      = 20 // how many of one person may stand or be still to come
)

const reasonMost = 500

// Delegation lends the posts of one person to another.
type Delegation struct {
	noun.Base
	Delegator ref.ID
	Deputy    ref.ID
	First     when.Day
	Last      when.Day // still in force on it
	Reason    string
	RevokedOn when.Day
	RevokedBy ref.ID
	Why       string // it was revoked
}

// Fields are what is known of one; the first four are typed.
var Fields = field.Fields{
	field.Person("deputy", true, func(d *Delegation) *ref.ID { return &d.Deputy }),
	field.Day("first", true, func(d *Delegation) *when.Day { return &d.First }),
	field.Day("last", true, func(d *Delegation) *when.Day { return &d.Last }),
	field.Text("reason", 1, reasonMost, func(d *Delegation) *string { return &d.Reason }),
	field.Person("delegator", true, func(d *Delegation) *ref.ID { return &d.Delegator }).Silent(),
	field.Day("revokedOn", false, func(d *Delegation) *when.Day { return &d.RevokedOn }).Silent(),
	field.Person("revokedBy", false, func(d *Delegation) *ref.ID { return &d.RevokedBy }).Silent(),
	field.Text("why", 0, reasonMost, func(d *Delegation) *string { return &d.Why }).Silent(),
}

// Shape is what a delegation is made of.
var Shape = noun.Shape{Of: ref.Delegation, Name: "delegations", Word: "delegation", Table: "delegation", Mute: true,
	New: func() noun.Value { return &Delegation{} }, Fields: Fields, Title: "reason", Person: "delegator",
	States: []string{Made, Revoked}}

// Object is what access asks of a delegation: the deputy stands in the place of who
// takes it over.
func (d *Delegation) Object() access.Object {
	return access.Object{Jurisdiction: d.Jurisdiction, Kind: ref.Delegation, ID: d.ID, Unit: d.Unit, Side: d.Side,
		Person: d.Delegator, Successor: d.Deputy}
}

// Called is what a delegation is called by itself.
func (d *Delegation) Called() (number, title string) { return d.First.String(), d.Reason }

// Holds says whether it is in force on a day. One that was revoked holds no more, not
// even for the rest of that day.
func (d *Delegation) Holds(day when.Day) bool {
	return d.State == Made && d.First <= day && day <= d.Last
}

// Standing are the conditions of what is in force on a day or will be.
func Standing(today when.Day) []noun.Cond {
	return []noun.Cond{{Column: "state", Text: []string{Made}},
		{Column: "last", Least: int64(today), Below: int64(today + aheadMost + DaysMost + 1)}}
}

// lends says whether a post is lent to somebody: it is in a unit, or in an organ that
// has no seat in one, in which they hold a post themselves. An assessor from outside is lent nothing.
func lends(unit, body ref.ID, posts []bodies.Appointment) bool {
	return slices.ContainsFunc(posts, func(p bodies.Appointment) bool {
		return p.Post != bodies.Assessor && (unit != 0 && p.Unit == unit || unit == 0 && p.Unit == 0 && p.Body == body)
	})
}

// Deputies are the posts of those to whom somebody could lend theirs today, each person
// once.
func Deputies(c *bodies.County, delegator ref.ID) (out []bodies.Appointment) {
	grants, seen := c.Roles(delegator), map[ref.ID]bool{delegator: true}
	for _, a := range c.Posted() {
		if !seen[a.Person] && slices.ContainsFunc(grants, func(g bodies.RoleGrant) bool {
			return lends(g.Unit, g.Body, []bodies.Appointment{a})
		}) {
			seen[a.Person] = true
			out = append(out, a)
		}
	}
	return out
}

// Lent is somebody as they act for the delegator on a day: with the grants of the
// delegator's posts in the units and organs where both work, and nothing of their own.
// ok is false when the delegation does not hold, is not theirs, or lends nothing any
// more, because one of the two left.
func (d *Delegation) Lent(c *bodies.County, deputy, delegator actor.Actor) (out actor.Actor, ok bool) {
	if !d.Holds(c.Day()) || deputy.Person == 0 || deputy.Person != d.Deputy || delegator.Person != d.Delegator ||
		deputy.Jurisdiction != d.Jurisdiction || delegator.Jurisdiction != d.Jurisdiction {
		return deputy, false
	}
	out = deputy
	out.Grants, out.OnBehalf, out.Delegation, out.Appointment, out.Post = nil, d.Delegator, d.ID, 0, ""
	posts := c.PostsOf(d.Deputy)
	for _, g := range delegator.Grants {
		if lends(g.Unit, g.Body, posts) {
			out.Grants = append(out.Grants, g)
		}
	}
	for _, p := range append(slices.Clone(posts), c.PostsOf(d.Delegator)...) {
		if p.Unit != 0 && !slices.Contains(out.Stands, p.Unit) {
			out.Stands = append(out.Stands, p.Unit)
		}
	}
	return out, len(out.Grants) > 0
}

// settle finds out whose it is, that of the place where both work, and checks what
// fields cannot say. others are those of the same two that were not revoked.
func (d *Delegation) settle(c *bodies.County, others []*Delegation, errs *text.InputErrors) {
	today := c.Day()
	switch {
	case d.First != 0 && d.First < today:
		errs.Add("first", "delegation.past", "today", today)
	case d.First > today+aheadMost:
		errs.Add("first", "delegation.far", "most", aheadMost)
	}
	switch {
	case d.First == 0 || d.Last == 0:
	case d.Last < d.First:
		errs.Add("last", "delegation.backwards")
	case d.Last-d.First+1 > DaysMost:
		errs.Add("last", "delegation.long", "most", DaysMost, "last", d.First+DaysMost-1)
	}
	if d.Deputy == 0 {
		return
	}
	if d.Deputy == d.Delegator {
		errs.Add("deputy", "delegation.oneself")
		return
	}
	together, posts := false, c.PostsOf(d.Deputy)
	for _, g := range c.Roles(d.Delegator) {
		if together = lends(g.Unit, g.Body, posts); together {
			d.Unit, d.Side = g.Unit, cmp.Or(actor.Side(g.Side), actor.Principal)
			break
		}
	}
	if !together {
		errs.Add("deputy", "delegation.elsewhere")
	}
	for _, o := range others {
		if o.Deputy == d.Deputy && o.First <= d.Last && d.First <= o.Last {
			errs.Add("first", "delegation.twice", "first", o.First, "last", o.Last)
			break
		}
	}
	standing := 0
	for _, o := range others {
		if o.Last >= today {
			standing++
		}
	}
	if standing >= Most {
		errs.Add("deputy", "delegation.many", "most", Most)
	}
}

// MayRevoke refuses what is over already.
func (d *Delegation) MayRevoke(today when.Day) error {
	switch {
	case d.State == Revoked:
		return text.Refuse(text.Conflict, "delegation.revoked", "on", d.RevokedOn)
	case d.Last < today:
		return text.Refuse(text.Conflict, "delegation.over", "on", d.Last)
	}
	return nil
}

// Revoke ends it at once.
func (d *Delegation) Revoke(by ref.ID, why string, today when.Day) error {
	if err := d.MayRevoke(today); err != nil {
		return err
	}
	var errs text.InputErrors
	revoking.Check(&Revoking{why}, nil, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	d.State, d.RevokedOn, d.RevokedBy, d.Why = Revoked, today, by, why
	return nil
}
