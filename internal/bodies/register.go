package bodies

import (
	"cmp"
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Register is the county's whole dated record: every row of every date, with
// what the commands need to find. It is a value to read; commands answer with a
// Change and leave it as it is.
type Register struct {
	rows   Rows
	units  map[ref.ID]int
	codes  map[string]ref.ID
	facts  map[ref.ID][]UnitFacts // of a unit, by start
	bodies map[ref.ID]int
	called map[ref.ID][]BodyName // of a body since its first renaming, by start
	people map[ref.ID]int
}

// NewRegister indexes the rows, which belong to the register afterwards and
// must not be changed.
func NewRegister(rows Rows) *Register {
	r := &Register{rows: rows, units: make(map[ref.ID]int, len(rows.Units)),
		codes: make(map[string]ref.ID, len(rows.Units)),
		facts: make(map[ref.ID][]UnitFacts, len(rows.Units)), bodies: make(map[ref.ID]int, len(rows.Bodies)),
		called: make(map[ref.ID][]BodyName, len(rows.Names)), people: make(map[ref.ID]int, len(rows.Persons))}
	for i, u := range rows.Units {
		r.units[u.ID], r.codes[u.Code] = i, u.ID
	}
	for _, f := range rows.Facts {
		r.facts[f.Unit] = append(r.facts[f.Unit], f)
	}
	for _, fs := range r.facts {
		slices.SortFunc(fs, func(a, b UnitFacts) int {
			return cmp.Or(cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.Period.To, b.Period.To),
				cmp.Compare(a.ID, b.ID))
		})
	}
	for i, b := range rows.Bodies {
		r.bodies[b.ID] = i
	}
	for _, n := range rows.Names {
		r.called[n.Body] = append(r.called[n.Body], n)
	}
	for _, ns := range r.called {
		slices.SortFunc(ns, func(a, b BodyName) int {
			return cmp.Or(cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.Period.To, b.Period.To),
				cmp.Compare(a.ID, b.ID))
		})
	}
	for i, p := range rows.Persons {
		r.people[p.ID] = i
	}
	return r
}

// On is the county as it stands on a day.
func (r *Register) On(day when.Day) *County { return Snapshot(day, r.rows) }

// Rows are the register's rows. They must not be changed.
func (r *Register) Rows() Rows { return r.rows }

// With is the register after a change: for previews, and for acts that are made
// of several commands.
func (r *Register) With(ch Change) *Register { return NewRegister(r.rows.With(ch)) }

// Take makes a change to the register itself. It costs as much as the change,
// not as the register, for whoever works through thousands of them; the rows
// given to NewRegister must be a clone of one's own.
func (r *Register) Take(ch Change) {
	for _, u := range ch.Units {
		if i, known := r.units[u.ID]; known {
			r.rows.Units[i] = u
		} else {
			r.units[u.ID] = len(r.rows.Units)
			r.rows.Units = append(r.rows.Units, u)
		}
		r.codes[u.Code] = u.ID
	}
	for _, f := range ch.Facts {
		put(&r.rows.Facts, r.facts, f.Unit, f, func(v UnitFacts) ref.ID { return v.ID },
			func(v UnitFacts) when.Period { return v.Period })
	}
	for _, b := range ch.Bodies {
		if i, known := r.bodies[b.ID]; known {
			r.rows.Bodies[i] = b
		} else {
			r.bodies[b.ID] = len(r.rows.Bodies)
			r.rows.Bodies = append(r.rows.Bodies, b)
		}
	}
	for _, n := range ch.Names {
		put(&r.rows.Names, r.called, n.Body, n, func(v BodyName) ref.ID { return v.ID },
			func(v BodyName) when.Period { return v.Period })
	}
	for _, p := range ch.Persons {
		if i, known := r.people[p.ID]; known {
			r.rows.Persons[i] = p
		} else {
			r.people[p.ID] = len(r.rows.Persons)
			r.rows.Persons = append(r.rows.Persons, p)
		}
	}
	r.rows.Services = with(r.rows.Services, ch.Services, func(v Service) ref.ID { return v.ID })
	r.rows.Assignments = with(r.rows.Assignments, ch.Assignments, func(v Assignment) ref.ID { return v.ID })
	r.rows.Appointments = with(r.rows.Appointments, ch.Appointments, func(v Appointment) ref.ID { return v.ID })
}

// put adds a dated row to all rows and to its owner's, or replaces it in both;
// the owner's stay in the order of their periods.
func put[T any](all *[]T, of map[ref.ID][]T, owner ref.ID, v T, id func(T) ref.ID, period func(T) when.Period) {
	own := slices.Clone(of[owner])
	same := func(o T) bool { return id(o) == id(v) }
	if i := slices.IndexFunc(own, same); i < 0 {
		own, *all = append(own, v), append(*all, v)
	} else {
		own[i] = v
		(*all)[slices.IndexFunc(*all, same)] = v
	}
	slices.SortFunc(own, func(a, b T) int {
		return cmp.Or(cmp.Compare(period(a).From, period(b).From), cmp.Compare(period(a).To, period(b).To),
			cmp.Compare(id(a), id(b)))
	})
	of[owner] = own
}

// Unit is a unit of any date.
func (r *Register) Unit(id ref.ID) (Unit, bool) {
	if i, ok := r.units[id]; ok {
		return r.rows.Units[i], true
	}
	return Unit{}, false
}

// Code finds the unit that has or had a code.
func (r *Register) Code(code string) (ref.ID, bool) {
	id, ok := r.codes[code]
	return id, ok
}

// Facts lists what a unit was, is and will be called and where, by start.
func (r *Register) Facts(unit ref.ID) []UnitFacts { return slices.Clone(r.facts[unit]) }

// Body is a body of any date, with its last name.
func (r *Register) Body(id ref.ID) (Body, bool) { return r.BodyOn(id, latest) }

// BodyOn is a body of any date as it was called on a day: after its end by its
// last name, before its start by its first.
func (r *Register) BodyOn(id ref.ID, day when.Day) (Body, bool) {
	b, ok := r.stored(id)
	for _, n := range r.called[id] {
		if n.Period.From < n.Period.To && (n.Period.From <= day || n.Period.From <= b.Period.From) {
			b.Name = n.Name
		}
	}
	return b, ok
}

// stored is the body's own row, under the name it was founded with: the one to
// be written back.
func (r *Register) stored(id ref.ID) (Body, bool) {
	if i, ok := r.bodies[id]; ok {
		return r.rows.Bodies[i], true
	}
	return Body{}, false
}

// BodyNames lists what a body was, is and will be called, by start; the first
// row, which has no identifier, is the name it was founded under.
func (r *Register) BodyNames(id ref.ID) []BodyName {
	b, ok := r.stored(id)
	if !ok {
		return nil
	}
	out := []BodyName{{Body: id, Name: b.Name, Period: b.Period, Basis: b.Basis}}
	for _, n := range r.called[id] {
		if n.Period.From < n.Period.To {
			out[0].Period.To = min(out[0].Period.To, n.Period.From)
			out = append(out, n)
		}
	}
	if out[0].Period.From >= out[0].Period.To {
		out = out[1:]
	}
	return out
}

// NameRow is the row a form that renames the body is filled in from: of its
// name in force on the day, else the body's own.
func (r *Register) NameRow(id ref.ID, day when.Day) Seen {
	for _, n := range r.called[id] {
		if n.Period.Holds(day) {
			return Seen{n.ID, n.Version}
		}
	}
	b, _ := r.stored(id)
	return Seen{b.ID, b.Version}
}

// Person is a person in office or not.
func (r *Register) Person(id ref.ID) (Person, bool) {
	if i, ok := r.people[id]; ok {
		return r.rows.Persons[i], true
	}
	return Person{}, false
}

// factsOn is the unit's row that holds the day.
func (r *Register) factsOn(unit ref.ID, day when.Day) (UnitFacts, bool) {
	fs := r.facts[unit]
	for i := len(fs) - 1; i >= 0; i-- {
		if fs[i].Period.Holds(day) {
			return fs[i], true
		}
	}
	return UnitFacts{}, false
}

// laterFacts is the first real row of the unit that starts after the day.
func (r *Register) laterFacts(unit ref.ID, day when.Day) (UnitFacts, bool) {
	for _, f := range r.facts[unit] {
		if f.Period.From > day && f.Period.From < f.Period.To {
			return f, true
		}
	}
	return UnitFacts{}, false
}

// name is what the unit is called on the day, else its last name, else its code.
func (r *Register) name(unit ref.ID, day when.Day) string {
	if f, ok := r.factsOn(unit, day); ok {
		return f.Name
	}
	if fs := r.facts[unit]; len(fs) > 0 {
		return fs[len(fs)-1].Name
	}
	u, _ := r.Unit(unit)
	return u.Code
}

// below says whether unit stands under above, or is it, on the day or on any
// later day for which a change is already written down.
func (r *Register) below(unit, above ref.ID, day when.Day) bool {
	days := []when.Day{day}
	for _, f := range r.rows.Facts {
		if f.Period.From > day {
			days = append(days, f.Period.From)
		}
	}
	slices.Sort(days)
	for _, d := range slices.Compact(days) {
		seen := map[ref.ID]bool{}
		for u := unit; u != 0 && !seen[u]; {
			if u == above {
				return true
			}
			seen[u] = true
			f, _ := r.factsOn(u, d)
			u = f.Parent
		}
	}
	return false
}

// children lists the rows that put a unit under parent on or after the day.
func (r *Register) children(parent ref.ID, day when.Day) []UnitFacts {
	var out []UnitFacts
	for _, f := range r.rows.Facts {
		if f.Parent == parent && f.Unit != parent && f.Period.To > day && f.Period.From < f.Period.To {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b UnitFacts) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.ID, b.ID))
	})
	return out
}
