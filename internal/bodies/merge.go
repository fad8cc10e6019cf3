package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// MergeUnits merges one unit into another on a day. The merged unit ends with
// all that EndUnit ends, and remembers where it went; the units below it move
// below the other one; its staff and clerks (posts of the unit itself that need
// no new appointment) go over with it, leaders must be appointed anew.
type MergeUnits struct {
	Unit     ref.ID // ends
	Into     ref.ID // goes on
	On       when.Day
	Document string
}

// Do refuses a unit merged into itself or into one that stands below it.
func (k MergeUnits) Do(r *Register, mint Mint) (Change, error) {
	u, ok := r.Unit(k.Unit)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "unit.missing")
	}
	var f form
	f.day("unit", "on", k.On)
	f.line("unit", "document", &k.Document, DocumentMost, true)
	into, known := r.Unit(k.Into)
	switch {
	case k.Into == 0:
		f.Add("into", "unit.into.required")
	case !known:
		f.Add("into", "unit.into.unknown")
	case k.Into == k.Unit:
		f.Add("into", "unit.into.itself")
	case k.On != 0 && !into.When.Holds(k.On):
		f.Add("into", "unit.into.absent", "unit", r.name(into.ID, k.On), "day", k.On)
	case into.When.To != when.Open:
		f.Add("into", "unit.into.ends", "unit", r.name(into.ID, k.On), "day", into.When.To)
	case k.On != 0 && r.below(k.Into, k.Unit, k.On):
		f.Add("into", "unit.into.below", "unit", r.name(into.ID, k.On))
	}
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	if _, err := r.splittable(u, k.On); err != nil {
		return Change{}, err
	}
	moved, err := k.moveChildren(r, mint)
	if err != nil {
		return Change{}, err
	}
	e := newEnding(r, k.On)
	e.unit(u)
	change := e.change()
	change.Units[0].Into = k.Into
	change.Facts = append(change.Facts, moved...)
	change.Appointments = append(change.Appointments, k.staff(r, into, mint)...)
	return change, nil
}

// moveChildren splits the facts of every unit below the merged one. A row that
// would only have started later never takes effect, and another does instead.
func (k MergeUnits) moveChildren(r *Register, mint Mint) ([]UnitFacts, error) {
	var out []UnitFacts
	for _, kid := range r.children(k.Unit, k.On) {
		if r.siblingNamed(k.Into, kid) {
			return nil, text.Refuse(text.Conflict, "unit.merge.name", "child", kid.Name, "unit", r.name(k.Into, k.On))
		}
		next := kid
		next.Parent, next.Basis = k.Into, k.Document
		next.Version, next.Period.From = 1, max(kid.Period.From, k.On)
		out = append(out, split(kid, next, mint)...)
	}
	return out, nil
}

// siblingNamed says whether the parent has another unit of that name below it
// at the same time.
func (r *Register) siblingNamed(parent ref.ID, x UnitFacts) bool {
	plain := PlainName(x.Name)
	for _, o := range r.rows.Facts {
		if o.Unit != x.Unit && o.Parent == parent && share(o.Period, x.Period) && PlainName(o.Name) == plain {
			return true
		}
	}
	return false
}

// staff carries over those who need no new appointment.
func (k MergeUnits) staff(r *Register, into Unit, mint Mint) []Appointment {
	var out []Appointment
	for _, a := range r.rows.Appointments {
		if a.Unit != k.Unit || a.Body != 0 || a.Post != StaffPost && a.Post != Clerk || !live(a.Period, k.On) {
			continue
		}
		a.ID, a.Version, a.Unit, a.Basis = mint(), 1, k.Into, k.Document
		a.Period = when.Period{From: max(a.Period.From, k.On), To: min(a.Period.To, into.When.To)}
		if a.Period.From < a.Period.To {
			out = append(out, a)
		}
	}
	return out
}
