package document

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Citation is one place of a row that names a document.
type Citation struct {
	Document *Document // nil = none of that name is registered
	Named    string    // as the row calls it
	Clause   string    // 第三条第二款; "" = the document as a whole
}

// Citing is a row that may name a document: its words, and what it is called.
type Citing struct {
	Kind          ref.Kind
	ID, Unit      ref.ID
	In, At        string
	Number, Title string
}

// Of keeps the rows that cite a document, and says at which clauses.
func Of(d *Document, all []*Document, rows []Citing) (out []Citing) {
	for _, r := range rows {
		var at []string
		found := false
		for _, c := range Cited(all, r.Unit, r.In, r.At) {
			if c.Document != nil && c.Document.ID == d.ID {
				found = true
				if c.Clause != "" && !slices.Contains(at, c.Clause) {
					at = append(at, c.Clause)
				}
			}
		}
		if found {
			r.At = strings.Join(at, "、")
			out = append(out, r)
		}
	}
	return out
}

// Names are what a document is called: its title, its short names and its number.
func (d *Document) Names() []string {
	parted := func(r rune) bool { return strings.ContainsRune("、，,；;", r) }
	out := append([]string{d.Title}, strings.FieldsFunc(d.Short, parted)...)
	if d.Number != "" {
		out = append(out, d.Number)
	}
	for i := range out {
		out[i] = strings.Trim(out[i], " 　《》")
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// bracketed is a title in brackets.
var bracketed = regexp.MustCompile(`^《([^《》]+)》`)

// Cited are the documents that a row names, in the order of its words. A title in
// 《》 is read whole: 《行政监察法》 names no 监察法. at is the clause that the row
// says in a field of its own, "" where it stands behind the title. A unit's own
// papers are cited by its own rows alone.
func Cited(all []*Document, unit ref.ID, in, at string) (out []Citation) {
	named := registered(all, unit)
	byLength := make([]string, 0, len(named))
	for n := range named {
		byLength = append(byLength, n)
	}
	sort.Slice(byLength, func(i, j int) bool {
		return len(byLength[i]) > len(byLength[j]) || len(byLength[i]) == len(byLength[j]) && byLength[i] < byLength[j]
	})
	found := func(d *Document, name, rest string) string {
		clauses, rest := clausesAt(rest)
		if len(clauses) == 0 {
			clauses = []string{at}
		}
		for _, c := range clauses {
			x := Citation{d, name, c}
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
		return rest
	}
	whole := in
scan:
	for in != "" {
		if m := bracketed.FindStringSubmatch(in); m != nil {
			name := strings.TrimSpace(m[1])
			in = found(named[name], name, in[len(m[0]):])
			continue
		}
		for _, n := range byLength {
			if strings.HasPrefix(in, n) {
				in = found(named[n], n, in[len(n):])
				continue scan
			}
		}
		_, size := firstRune(in)
		in = in[size:]
	}
	if whole = strings.TrimSpace(whole); len(out) == 0 && whole != "" && at != "" { // a field that names nothing else
		out = append(out, Citation{nil, whole, at})
	}
	return out
}

func firstRune(s string) (rune, int) {
	for i, r := range s {
		if i > 0 {
			return r, i
		}
	}
	return 0, len(s)
}

// registered are the documents that rows of a unit may mean by each name: its own
// before the county's, one in force before one that is not.
func registered(all []*Document, unit ref.ID) map[string]*Document {
	out := map[string]*Document{}
	weight := func(d *Document) (n int) {
		if d.State == InForce {
			n++
		}
		if d.Owner != 0 {
			n += 2
		}
		return n
	}
	for _, d := range all {
		if d.Owner != 0 && d.Owner != unit {
			continue
		}
		for _, n := range d.Names() {
			if old := out[n]; old == nil || weight(d) > weight(old) {
				out[n] = d
			}
		}
	}
	return out
}

// clausesAt are the clauses that stand directly behind a title: 第三条、第五条.
func clausesAt(s string) (out []string, rest string) {
	for rest = s; ; {
		from := strings.TrimLeft(rest, " 　")
		if len(out) > 0 {
			from = strings.TrimLeft(from, "、和及与，, ")
		}
		at := clauseForm.FindStringIndex(from)
		if at == nil || at[0] != 0 {
			return out, rest
		}
		out, rest = append(out, from[:at[1]]), from[at[1]:]
	}
}

// wholeForm is a clause without its paragraph and item: what a document that is entered
// by whole clauses has of it.
var wholeForm = regexp.MustCompile(`^第` + figures + `条(?:之` + figures + `)?`)

// Reads finds what a clause says on a day: the very clause, or the whole one that its
// paragraph or item stands in.
func Reads(all []Clause, number string, day when.Day) (Clause, bool) {
	today := OnDay(all, day)
	for _, n := range []string{number, wholeForm.FindString(strings.TrimSpace(number))} {
		i := slices.IndexFunc(today, func(c Clause) bool { return n != "" && same(c.Number, n) })
		if i >= 0 {
			return today[i], true
		}
	}
	return Clause{}, false
}

// Find finds the document that a text names as a whole, by title, short name or
// number.
func Find(all []*Document, unit ref.ID, name string) (*Document, bool) {
	d, ok := registered(all, unit)[strings.Trim(name, " 　《》")]
	return d, ok
}
