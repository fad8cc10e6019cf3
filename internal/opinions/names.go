package opinions

import (
	"slices"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// saidMost is how many sentences about rows are shown at once: the rest is counted.
const saidMost = 20

// Listing is who is put on the list: rows of a table, or one who is picked.
type Listing struct {
	Names   string // a row a line: name, unit, post
	Person  ref.ID
	AsTyped bool // who is not in the register is kept as the list has them
}

var listing = field.Fields{
	field.Text("names", 0, Most*120, func(l *Listing) *string { return &l.Names }),
	field.Person("person", false, func(l *Listing) *ref.ID { return &l.Person }),
	field.Flag("asTyped", func(l *Listing) *bool { return &l.AsTyped }),
}

// row is a person as a list names them.
type row struct{ name, place, post string }

// rows are those of a list: cells stand between tabs, else between commas or blanks; a column of running numbers and
// the line of headings are passed over.
func (l Listing) rows() (out []row) {
	for line := range strings.Lines(l.Names) {
		var cells []string
		if strings.ContainsRune(line, '\t') {
			for cell := range strings.SplitSeq(line, "\t") {
				cells = append(cells, strings.Join(strings.Fields(cell), ""))
			}
		} else {
			cells = strings.FieldsFunc(line, func(x rune) bool { return strings.ContainsRune(" \r\n,，;；\u3000", x) })
		}
		if len(cells) > 1 && strings.Trim(cells[0], "0123456789.、") == "" || len(cells) > 1 && cells[0] == "序号" {
			cells = cells[1:]
		}
		for len(cells) < 3 {
			cells = append(cells, "")
		}
		if cells[0] == "" || cells[0] == "姓名" {
			continue
		}
		out = append(out, row{cells[0], cells[1], strings.Join(cells[2:], "")})
	}
	return out
}

// find matches rows against the register and says of each what is wrong with it. Who is in it twice is never guessed.
func (l Listing) find(c *bodies.County, had []*Candidate) (out []*Candidate, err error) {
	var errs text.InputErrors
	add := func(field string, x *Candidate, at int) {
		twice := func(o *Candidate) bool {
			return o.State != Dropped && (x.Person != 0 && o.Person == x.Person ||
				x.Person == 0 && o.Person == 0 && o.Name == x.Name && o.Place == x.Place && o.Post == x.Post)
		}
		if slices.ContainsFunc(had, twice) || slices.ContainsFunc(out, twice) {
			errs.Add(field, "opinion.row.twice", "row", at, "name", x.Name)
			return
		}
		if x.Post == "" && x.Person != 0 {
			x.seat(c)
		}
		out = append(out, x)
	}
	for i, r := range l.rows() {
		x := &Candidate{Name: text.Clip(r.name, lineMost), Place: text.Clip(r.place, lineMost),
			Post: text.Clip(r.post, lineMost)}
		var unit ref.ID
		if of := c.ByName(r.place); r.place != "" && len(of) > 0 {
			unit = of[0]
		}
		found := c.Match(r.name, "", unit)
		id, one := found.One()
		key := ""
		switch {
		case found.None():
			key = "opinion.row.none"
		case !one:
			errs.Add("names", "opinion.row.several", "row", i+1, "name", r.name, "n", len(found.Persons))
			continue
		case r.place != "" && unit == 0:
			key = "opinion.row.unit"
		case unit != 0 && found.Weak:
			key = "opinion.row.elsewhere"
		default:
			x.Person = id
		}
		if key != "" && !l.AsTyped {
			errs.Add("names", key, "row", i+1, "name", r.name, "unit", r.place)
			continue
		}
		add("names", x, i+1)
	}
	if who, ok := c.Person(l.Person); ok && l.Person != 0 {
		add("person", &Candidate{Name: who.Name, Person: who.ID}, 0)
	}
	n := len(had)
	for _, o := range had {
		if o.State == Dropped {
			n--
		}
	}
	switch {
	case n+len(out) > Most:
		errs.Add("names", "opinion.many", "n", n+len(out), "most", Most)
	case len(out) == 0 && len(errs) == 0:
		errs.Add("names", "opinion.nobody")
	}
	if left := len(errs) - saidMost; left > 0 {
		errs = errs[:saidMost]
		errs.Add("names", "opinion.row.more", "n", left)
	}
	return out, errs.Err()
}

// seat takes unit and post from the register, where the list does not say them.
func (x *Candidate) seat(c *bodies.County) {
	posts := c.PostsOf(x.Person)
	if len(posts) == 0 {
		return
	}
	x.Post = posts[0].Title
	if x.Place == "" && posts[0].Unit != 0 {
		x.Place = c.Name(posts[0].Unit)
	}
}
