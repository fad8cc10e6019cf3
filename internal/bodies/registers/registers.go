// Package registers declares what can be done to the county's registers: to its
// units, its bodies and its people. The pages' forms and the operations of the API
// follow from it; the rules are the commands' (package bodies), which are themselves
// what a form fills in.
package registers

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Types of field of their own: the row that a form was filled in from, and what of a
// unit goes with one that is split off.
const (
	SeenRow field.Type = "seen"
	Below   field.Type = "below" // units directly below it
	Staff   field.Type = "staff" // appointments of staff and clerks
)

// Tables of the policy pack that call the house's own codes by their names.
const (
	category = "unit-category"
	kind     = "body"
	level    = "person-level"
)

// Nouns are units, bodies and people.
func Nouns(d bodies.Commands) []*noun.Noun {
	of := func(k ref.Kind, name, word, tag string, see access.Verb, acts []noun.Act) *noun.Noun {
		n := &noun.Noun{See: see, Tag: tag, Acts: acts, Tables: codes}
		n.Of, n.Name, n.Word = k, name, word
		return n
	}
	return []*noun.Noun{
		of(ref.Unit, "units", "unit", "county", "county.see", units(d)),
		of(ref.Body, "bodies", "body", "county", "county.see", ofBodies(d)),
		of(ref.Person, "people", "person", "people", "person.see", people(d)),
	}
}

// codes are the house's own, whatever the pack calls them.
func codes(table string) []string {
	switch table {
	case category:
		return texts(bodies.Categories)
	case kind:
		return texts(bodies.BodyKinds)
	case level:
		return texts(bodies.Levels)
	}
	return nil
}

func texts[S ~string](in []S) (out []string) {
	for _, s := range in {
		out = append(out, string(s))
	}
	return out
}

// Subject is a unit, a body or a person as it stands on a day.
type Subject struct {
	ref.Ref
	Jurisdiction int32
	Name         string
	Reg          *bodies.Register
	County       *bodies.County
	Facts        bodies.UnitFacts
	Unit         bodies.Unit
	Body         bodies.Body
	Person       bodies.Person
}

// Find reads what an act is about; ok is false when there is no such thing.
func Find(r *bodies.Register, c *bodies.County, of ref.Ref) (s *Subject, ok bool) {
	s = &Subject{Ref: of, Reg: r, County: c}
	switch of.Kind {
	case ref.Unit:
		if s.Unit, ok = r.Unit(of.ID); ok {
			for _, f := range r.Facts(of.ID) { // as it is called, else as it was called last
				if s.Name = f.Name; f.Period.Holds(c.Day()) {
					break
				}
			}
			_, s.Facts, _ = c.Unit(of.ID)
		}
	case ref.Body:
		s.Body, ok = r.BodyOn(of.ID, c.Day())
		s.Name = s.Body.Name
	case ref.Person:
		s.Person, ok = r.Person(of.ID)
		s.Name = s.Person.Name
	}
	return s, ok
}

// Head, Object and Called are what is asked of every object.
func (s *Subject) Head() *noun.Base {
	return &noun.Base{ID: s.ID, Version: s.Person.Version, Jurisdiction: s.Jurisdiction}
}

// Object is what access asks of it: the registers are the county's.
func (s *Subject) Object() access.Object { return access.Object{Jurisdiction: s.Jurisdiction} }

// Called is its name; a register has no numbers.
func (s *Subject) Called() (number, title string) { return "", s.Name }

// Own is the row if it hangs on the subject, else 0: the entry in the journal must not
// be about something else.
func (s *Subject) Own(row ref.ID) ref.ID {
	rows := s.Reg.Rows()
	for _, a := range rows.Assignments {
		if a.ID == row && s.Kind == ref.Unit && a.Unit == s.ID {
			return row
		}
	}
	for _, x := range rows.Services {
		if x.ID == row && s.Kind == ref.Body && x.Body == s.ID {
			return row
		}
	}
	for _, a := range rows.Appointments {
		if a.ID == row && s.Kind == ref.Person && a.Person == s.ID {
			return row
		}
	}
	return 0
}

// does completes the declaration of an act whose form fills in the command C. about
// puts into it what the address names, and says what the entry is about; without an
// identifier that is what the command makes.
func does[C bodies.Command](d bodies.Commands, about func(*C, noun.Call) ref.Ref, a noun.Act) noun.Act {
	a.New = func() any { return new(C) }
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		k := *c.In.(*C)
		object := about(&k, c)
		return d.Do(ctx, c.Command, bodies.Act{Command: k, Verb: a.Verb, Kind: a.Records, Object: object})
	}
	return a
}

// fill is what a form holds when it opens.
func fill[C any](of func(*Subject) C) func(noun.Value) any {
	return func(v noun.Value) any {
		k := of(v.(*Subject))
		return &k
	}
}

// facts, unit, body and named are the rows that a change was thought out on.
func (s *Subject) facts() bodies.Seen { return bodies.Seen{Row: s.Facts.ID, Version: s.Facts.Version} }
func (s *Subject) unit() bodies.Seen  { return bodies.Seen{Row: s.Unit.ID, Version: s.Unit.Version} }
func (s *Subject) body() bodies.Seen  { return bodies.Seen{Row: s.Body.ID, Version: s.Body.Version} }

func (s *Subject) named() bodies.Seen { return s.Reg.NameRow(s.ID, s.County.Day()) }

// What the commands share. Programs are asked for the day and the document of every
// change, though of most the document may be empty.

func seen[C any](at func(*C) *bodies.Seen) field.Field { return field.Own("seen", SeenRow, false, at) }

func name[C any](at func(*C) *string) field.Field { return field.Line("name", 1, bodies.NameMost, at) }

func code[C any](at func(*C) *string) field.Field { return field.Line("code", 1, bodies.CodeMost, at) }

func on[C any](at func(*C) *when.Day) field.Field { return field.Day("on", true, at).Stated() }

func from[C any](at func(*C) *when.Day) field.Field { return field.Day("from", true, at).Stated() }

func to[C any](at func(*C) *when.Day) field.Field { return field.Day("to", false, at) }

func document[C any](at func(*C) *string) field.Field {
	return field.Line("document", 0, bodies.DocumentMost, at).Stated()
}

func must[C any](at func(*C) *string) field.Field {
	return field.Line("document", 1, bodies.DocumentMost, at)
}

// end is what is asked of what ends on a day.
func end[C any](row func(*C) *bodies.Seen, day func(*C) *when.Day, doc func(*C) *string) field.Fields {
	return field.Fields{seen(row), on(day).Says("The first day it no longer holds."), document(doc)}
}
