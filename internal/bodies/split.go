package bodies

import (
	"slices"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// SplitUnit makes a new unit out of part of another on a day, by document. The
// new one stands beside the old one, in its category, and remembers where it
// came from; the units below that are named move below it, and the staff and
// clerks that are named (posts that need no new appointment) go over. Bodies
// are founded and leaders appointed anew.
type SplitUnit struct {
	Unit     ref.ID
	Code     string
	Name     string
	On       when.Day
	Document string
	Below    []ref.ID // units directly below that go with the new one
	Staff    []ref.ID // appointments that go over
}

// Do founds the new unit and moves what goes with it, in one change.
func (k SplitUnit) Do(r *Register, mint Mint) (Change, error) {
	u, ok := r.Unit(k.Unit)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "unit.missing")
	}
	facts, refused := r.splittable(u, k.On)
	var f form
	f.line("unit", "document", &k.Document, DocumentMost, true)
	var kids []UnitFacts
	var stays error
	for _, id := range slices.Compact(slices.Sorted(slices.Values(k.Below))) {
		kid, _ := r.Unit(id)
		row, err := r.splittable(kid, k.On)
		switch {
		case err != nil:
			stays = err
		case row.Parent != k.Unit:
			stays = text.Refuse(text.Conflict, "unit.split.elsewhere", "child", row.Name, "unit", facts.Name)
		}
		kids = append(kids, row)
	}
	if refused == nil {
		refused = stays
	}
	if refused != nil {
		mint = func() ref.ID { return 0 } // only what is wrong is asked for
	}
	change, err := FoundUnit{Code: k.Code, Name: k.Name, Category: facts.Category, Parent: facts.Parent,
		Order: facts.Order + 1, From: k.On, Document: k.Document}.Do(r, mint)
	if in, wrong := err.(text.InputErrors); wrong {
		for _, e := range in { // what the old unit is is no field of this form
			switch e.Field {
			case "from":
				e.Field, e.Key = "on", strings.Replace(e.Key, ".from.", ".on.", 1)
			case "category", "parent":
				continue
			}
			f.InputErrors = append(f.InputErrors, e)
		}
		err = nil
	}
	switch in := f.Err(); {
	case in != nil:
		return Change{}, in
	case refused != nil:
		return Change{}, refused
	case err != nil:
		return Change{}, err
	}
	next := &change.Units[0]
	next.Out = k.Unit
	for _, row := range kids {
		moved := row
		moved.Parent, moved.Basis, moved.Version, moved.Period.From = next.ID, k.Document, 1, k.On
		change.Facts = append(change.Facts, split(row, moved, mint)...)
	}
	for _, a := range r.rows.Appointments {
		if !slices.Contains(k.Staff, a.ID) || a.Unit != k.Unit || a.Body != 0 || a.Post != StaffPost && a.Post != Clerk ||
			!live(a.Period, k.On) {
			continue
		}
		gone := a
		gone.Period, gone.Version = cut(a.Period, k.On), a.Version+1
		a.ID, a.Version, a.Unit, a.Basis = mint(), 1, next.ID, k.Document
		a.Period.From = max(a.Period.From, k.On)
		change.Appointments = append(change.Appointments, gone, a)
	}
	return change, nil
}

// Transfer ends one post of a person on a day and gives another from that day:
// a move of a person is one act with one document.
type Transfer struct {
	Appointment ref.ID // ends
	Next        Appoint
}

// Do ends and appoints, both or neither.
func (k Transfer) Do(r *Register, mint Mint) (Change, error) {
	i := slices.IndexFunc(r.rows.Appointments, func(a Appointment) bool { return a.ID == k.Appointment })
	if i < 0 {
		return Change{}, text.Refuse(text.Missing, "appointment.missing")
	}
	k.Next.Person = r.rows.Appointments[i].Person
	if _, f := k.Next.read(r); f.Err() != nil {
		return Change{}, f.Err()
	}
	ended, err := EndAppointment{Appointment: k.Appointment, On: k.Next.From, Document: k.Next.Document}.Do(r, mint)
	if err != nil {
		return Change{}, err
	}
	given, err := k.Next.Do(r.With(ended), mint)
	if err != nil {
		return Change{}, err
	}
	given.Appointments = append(ended.Appointments, given.Appointments...)
	return given, nil
}
