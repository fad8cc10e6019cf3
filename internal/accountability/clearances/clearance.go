// Package clearances is the check at the moment of use (使用核查, spec 5.1, 8 (12)): on a day, for a use, whether people
// are clear, or what stands in the way, by which clause, until when. Each check is on record with who asked and for
// what; its answer is what the record said then and is never written anew.
package clearances

import (
	"encoding/json"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Answered is the only state of a check.
const Answered = "answered"

// Most is how many people one check may ask about [D].
const Most = 50

const (
	lineMost   = 120
	namesMost  = 3000
	packedMost = 200_000
	aheadMost  = 366 // days that a question may look ahead [D]
	yearLeast  = 2000
)

// Clearance is one check.
type Clearance struct {
	noun.Base
	Purpose string   // for what it is asked, in words
	Use     string   // a code of effect.UseTable
	Day     when.Day // on which it is asked for
	Person  ref.ID
	Names   string // of more people, one a line: the name, and the unit behind it where the name is not enough
	Asked   int64
	Barred  int64  // of them
	Packed  string // the answer
}

// Fields are what is known of one, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Clearance](),
	field.Line("purpose", 1, lineMost, func(c *Clearance) *string { return &c.Purpose }),
	field.Policy("use", true, effect.UseTable, func(c *Clearance) *string { return &c.Use }),
	field.Day("day", true, func(c *Clearance) *when.Day { return &c.Day }),
	field.Person("person", false, func(c *Clearance) *ref.ID { return &c.Person }),
	field.Text("names", 0, namesMost, func(c *Clearance) *string { return &c.Names }),
	field.Count("asked", 0, Most, func(c *Clearance) *int64 { return &c.Asked }).Silent(),
	field.Count("barred", 0, Most, func(c *Clearance) *int64 { return &c.Barred }).Silent(),
	field.Text("packed", 0, packedMost, func(c *Clearance) *string { return &c.Packed }).Silent().Within().Unfound(),
}

// Shape is what one is made of. Whom it names no search finds.
var Shape = noun.Shape{Of: ref.Clearance, Name: "clearances", Word: "clearance", Table: "clearance",
	Mute: true, Unsung: true, New: func() noun.Value { return &Clearance{} }, Fields: Fields, Code: "number",
	Title:  "purpose",
	States: []string{Answered}, Series: &noun.Series{Code: "clearance"}}

// Object is what access asks of one: it is the discipline side's, of no unit.
func (c *Clearance) Object() access.Object {
	return access.Object{Jurisdiction: c.Jurisdiction, Kind: ref.Clearance, ID: c.ID, Unit: c.Unit, Side: c.Side}
}

// Called is its number and what it was for.
func (c *Clearance) Called() (number, title string) { return c.Number, c.Purpose }

// Person is what was found of one of them.
type Person struct {
	ID     ref.ID             `json:"id"`
	Name   string             `json:"name"`
	Unit   ref.ID             `json:"unit"`
	Post   string             `json:"post"`
	Stands []effect.Hindrance `json:"stands,omitempty"`
}

// Clear says that nothing stands in the way.
func (p Person) Clear() bool { return len(p.Stands) == 0 }

// Answer is what was found, in the order in which it was asked.
func (c *Clearance) Answer() (out []Person) {
	if json.Unmarshal([]byte(c.Packed), &out) != nil {
		return nil
	}
	return out
}

// put takes the answer.
func (c *Clearance) put(all []Person) {
	packed, _ := json.Marshal(all)
	c.Packed, c.Asked, c.Barred = string(packed), int64(len(all)), 0
	for _, p := range all {
		if !p.Clear() {
			c.Barred++
		}
	}
}

// settle checks what is asked; whom it names people says.
func (c *Clearance) settle(r *bodies.County, errs *text.InputErrors) {
	c.Unit, c.Side = 0, actor.Supervisory
	switch {
	case c.Day == 0:
	case c.Day.Year() < yearLeast:
		errs.Add("day", "record.on.early", "year", yearLeast)
	case c.Day > r.Day()+aheadMost:
		errs.Add("day", "clearance.day.far", "last", r.Day()+aheadMost)
	}
	c.people(r, errs)
}

// people are those who are asked about, each once.
func (c *Clearance) people(r *bodies.County, errs *text.InputErrors) []ref.ID {
	return People(r, c.Person, c.Names, Most, errs)
}

// People are a person and those whom names name, one a line, each once: the name, and the unit behind it. A
// name that fits nobody or several is an error that says so, and so are more than most and nobody at all.
func People(r *bodies.County, person ref.ID, names string, most int, errs *text.InputErrors) (out []ref.ID) {
	if person != 0 {
		out = append(out, person)
	}
	for line := range strings.Lines(names) {
		words := strings.FieldsFunc(line, func(x rune) bool { return strings.ContainsRune(" \t\r\n,，;；、\u3000", x) })
		if len(words) == 0 {
			continue
		}
		var unit ref.ID
		if len(words) > 1 {
			if of := r.ByName(words[1]); len(of) > 0 {
				unit = of[0]
			} else {
				errs.Add("names", "clearance.unit.none", "name", words[0], "unit", words[1])
				continue
			}
		}
		found := r.Match(words[0], "", unit)
		id, one := found.One()
		switch {
		case found.None():
			errs.Add("names", "clearance.name.none", "name", words[0])
		case !one:
			errs.Add("names", "clearance.name.several", "name", words[0], "n", len(found.Persons))
		case unit != 0 && found.Weak:
			errs.Add("names", "clearance.name.elsewhere", "name", words[0], "unit", words[1])
		case !slices.Contains(out, id):
			out = append(out, id)
		}
	}
	switch {
	case len(out) > most:
		errs.Add("names", "clearance.many", "n", len(out), "most", most)
	case len(out) == 0 && len(*errs) == 0:
		errs.Add("person", "clearance.nobody")
	}
	return out
}
