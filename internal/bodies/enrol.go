package bodies

import (
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// PersonFacts is what may be stated of a person.
type PersonFacts struct {
	Name, Gender, Birth, Pinyin  string
	Ethnicity, Native, Education string
	WorkSince, PartySince        string
}

func (k PersonFacts) read(p Person) (Person, form) {
	var f form
	f.line("person", "name", &k.Name, PersonMost, true)
	f.line("person", "pinyin", &k.Pinyin, NoteMost, false)
	f.line("person", "ethnicity", &k.Ethnicity, NoteMost, false)
	f.line("person", "native", &k.Native, NoteMost, false)
	f.line("person", "education", &k.Education, NoteMost, false)
	if k.Gender != "" && k.Gender != "m" && k.Gender != "f" {
		f.Add("gender", "person.gender.unknown")
	}
	f.month("birth", k.Birth)
	f.month("work-since", k.WorkSince)
	f.month("party-since", k.PartySince)
	p.Name, p.Gender, p.Birth, p.Pinyin = text.Name(k.Name), k.Gender, k.Birth, k.Pinyin
	p.Ethnicity, p.Native, p.Education, p.WorkSince, p.PartySince =
		k.Ethnicity, k.Native, k.Education, k.WorkSince, k.PartySince
	return p, f
}

// month checks a month written 2006-01; "" stands for "not stated".
func (f *form) month(field, s string) {
	if s == "" {
		return
	}
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < earliest.Year() || t.Year() >= latest.Year() {
		f.Add(field, "person."+field+".month")
	}
}

// AddPerson adds a person. Namesake confirms that another person of the same
// name, whose birth month is the same or unknown, is not meant.
type AddPerson struct {
	PersonFacts
	Namesake bool
}

// Do refuses a likely double until it is confirmed as a namesake: two matches
// are asked about, never guessed.
func (k AddPerson) Do(r *Register, mint Mint) (Change, error) {
	p, f := k.read(Person{Version: 1})
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	if !k.Namesake {
		plain := PlainName(p.Name)
		for _, o := range r.rows.Persons {
			if PlainName(o.Name) == plain && (o.Birth == p.Birth || o.Birth == "" || p.Birth == "") {
				return Change{}, text.Refuse(text.Conflict, "person.same", "person", o.Name, "birth", o.Birth)
			}
		}
	}
	p.ID = mint()
	return Change{Rows{Persons: []Person{p}}}, nil
}

// EditPerson corrects what is stated of a person; the journal keeps what stood
// there. Version is the one the form was filled in from.
type EditPerson struct {
	Person  ref.ID
	Version int64
	PersonFacts
}

// Do is the person's next version.
func (k EditPerson) Do(r *Register, mint Mint) (Change, error) {
	old, ok := r.Person(k.Person)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "person.missing")
	}
	p, f := k.read(old)
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	if k.Version != 0 && k.Version != old.Version {
		return Change{}, text.Refuse(text.Stale, "bodies.stale")
	}
	if p == old {
		return Change{}, text.Refuse(text.Conflict, "person.unchanged", "person", old.Name)
	}
	p.Version++
	return Change{Rows{Persons: []Person{p}}}, nil
}
