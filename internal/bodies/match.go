package bodies

import (
	"cmp"
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// PlainName brings a name of a person, unit or body to the form in which names
// are compared (text.Key): 张　三 and 张三 are the same name, as are ＡＢＣ公司 and
// abc公司, and 金融办 with the radical ⾦.
func PlainName(s string) string { return text.Key(s) }

// Found is the outcome of looking for a person: none, one, or several among
// whom a human has to choose.
type Found struct {
	Persons []ref.ID // by ID
	// Weak says that nothing but the name speaks for the one person found:
	// birth could not be compared and the unit is another one.
	Weak bool
}

// None says that nobody fits.
func (f Found) None() bool { return len(f.Persons) == 0 }

// One is the one person who fits; false when nobody or several do.
func (f Found) One() (ref.ID, bool) {
	if len(f.Persons) == 1 {
		return f.Persons[0], true
	}
	return 0, false
}

// Match looks for the person an imported row speaks of. The name must be the
// same (see PlainName); a birth month that is known on both sides must be the
// same; of several who are left, one whose birth month is confirmed goes before
// those whose is unknown, and then one in office in the unit before the others.
// Whoever is still not alone is asked about, never guessed.
func (c *County) Match(name, birth string, unit ref.ID) Found {
	c.indexPersons()
	var fit []Person
	for _, j := range c.personName[PlainName(name)] {
		if p := c.persons[j]; birth == "" || p.Birth == "" || p.Birth == birth {
			fit = append(fit, p)
		}
	}
	born := func(p Person) bool { return birth != "" && p.Birth == birth }
	here := func(p Person) bool {
		return unit != 0 && slices.ContainsFunc(c.PostsOf(p.ID), func(a Appointment) bool { return a.Unit == unit })
	}
	for _, sign := range []func(Person) bool{born, here} {
		if len(fit) > 1 {
			if some := keep(fit, sign); len(some) > 0 {
				fit = some
			}
		}
	}
	slices.SortFunc(fit, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	var out Found
	for _, p := range fit {
		out.Persons = append(out.Persons, p.ID)
	}
	out.Weak = len(fit) == 1 && !born(fit[0]) && !here(fit[0])
	return out
}

func keep(in []Person, sign func(Person) bool) []Person {
	var out []Person
	for _, p := range in {
		if sign(p) {
			out = append(out, p)
		}
	}
	return out
}
