package comment

import (
	"slices"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Person is somebody who may be called by name in a comment.
type Person struct {
	ID          ref.ID
	Name, Title string
}

// Called is what follows the @ that means this person among others: the name, and the
// title behind it where another has the name too.
func (p Person) Called(among []Person) string {
	twice := func(o Person) bool { return o.ID != p.ID && o.Name == p.Name }
	if slices.ContainsFunc(among, twice) {
		return p.Name + "（" + p.Title + "）"
	}
	return p.Name
}

// Addressed are those whom words call by @ and their names. readers may read the comment;
// others are everybody else of the county: to call one of them is an error, as is a name
// that two readers have. An @ before anything else is a sign like any other.
func Addressed(words string, readers, others []Person, errs *text.InputErrors) (out []ref.ID) {
	for _, part := range strings.Split(words, "@")[1:] {
		part = strings.ReplaceAll(strings.ReplaceAll(part, "(", "（"), ")", "）")
		best := longest(part, readers, func(p Person) string { return p.Called(readers) })
		unclear := longest(part, readers, func(p Person) string { return p.Name })
		unseen := longest(part, others, func(p Person) string { return p.Name })
		switch {
		case len(best) > 0 && len([]rune(best[0].Name)) >= nameOf(unseen):
			if !slices.Contains(out, best[0].ID) {
				out = append(out, best[0].ID)
			}
		case len(unclear) > 1:
			errs.Add("words", "comment.mention-twice", "name", unclear[0].Name, "called", unclear[0].Called(readers))
		case len(unseen) > 0:
			errs.Add("words", "comment.mention-named", "name", unseen[0].Name)
		}
	}
	return out
}

// longest are those whose name in a text's beginning is the longest.
func longest(part string, people []Person, name func(Person) string) (out []Person) {
	most := 0
	for _, p := range people {
		switch n := name(p); {
		case n == "" || len(n) < most || !strings.HasPrefix(part, n):
		case len(n) > most:
			most, out = len(n), []Person{p}
		default:
			out = append(out, p)
		}
	}
	return out
}

func nameOf(people []Person) int {
	if len(people) == 0 {
		return 0
	}
	return len([]rune(people[0].Name))
}
