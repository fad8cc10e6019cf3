package bodies

import (
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Kinds declare what the registers hold. Who may see one sees all of the
// county's, and every page has them at hand.
func Kinds() []kind.Kind {
	out := []kind.Kind{
		{Of: ref.Unit, Word: "journal.of.unit", See: "county.see", Page: "/units/", API: "/units/"},
		{Of: ref.Body, Word: "journal.of.body", See: "county.see", Page: "/bodies/", API: "/bodies/"},
		{Of: ref.Person, Word: "journal.of.person", See: "person.see", Page: "/people/", API: "/people/", Acts: true},
		{Of: ref.Appointment, Word: "journal.of.appointment"},
		{Of: ref.Assignment, Word: "journal.of.assignment"},
	}
	for i := range out {
		out[i].Whole, out[i].Lines = true, kind.Registered(out[i].Of)
	}
	return out
}

// Line says what something in the registers is called.
func (c *County) Line(r ref.Ref) (l kind.Line, ok bool) {
	switch r.Kind {
	case ref.Unit:
		l.Called = []string{c.Name(r.ID)}
		return l, l.Called[0] != ""
	case ref.Body:
		x, ok := c.Body(r.ID)
		return kind.Line{Called: []string{x.Name}}, ok
	case ref.Person:
		x, ok := c.Person(r.ID)
		return kind.Line{Called: []string{x.Name}}, ok
	case ref.Appointment:
		a, ok := c.Appointment(r.ID)
		x, _ := c.Person(a.Person)
		return kind.Line{Called: []string{x.Name, a.Title}}, ok
	}
	return l, false
}
