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

// row is a person as a list names them: at which line, and what the columns are called there.
type row struct {
	name, place, post string
	at                int
	of                heads
}

// What the columns of a list are.
const (
	nameColumn = iota
	placeColumn
	postColumn
	columns
)

// heads are the columns of a list: where each stands, counted from 1 (0 = the list has none), and what it is called.
type heads struct {
	at   [columns]int
	said [columns]string
}

// headings are what lists call a column, without blanks and what stands in brackets.
var headings = [columns][]string{
	{"姓名", "人员姓名", "名字", "name"},
	{"单位", "工作单位", "所在单位", "现工作单位", "单位名称", "现单位", "unit"},
	{"职务", "现任职务", "现职务", "职务职级", "现任职务职级", "单位及职务", "单位职务", "工作单位及职务", "现任单位及职务",
		"工作单位及现任职务", "post"},
}

// headed finds the line of headings of a table: that one which has a column of names. What stands above it is a title.
func headed(cells []string) (h heads, ok bool) {
	for i, cell := range cells {
		bare, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(cell, "（", "(")), "(")
		for c, all := range headings {
			if h.at[c] == 0 && slices.Contains(all, bare) {
				h.at[c], h.said[c] = i+1, cell
			}
		}
	}
	return h, h.at[nameColumn] != 0
}

// column is what a column of the list is called, as the list calls it.
func (r row) column(c int) any {
	if said := r.of.said[c]; said != "" {
		return said
	}
	return text.M([columns]string{"candidate.field.name", "candidate.field.place", "candidate.field.post"}[c])
}

// split parts a line into cells: they stand between tabs, else between commas or blanks.
func split(line string) (cells []string, table bool) {
	if strings.ContainsRune(line, '\t') {
		for cell := range strings.SplitSeq(strings.TrimRight(line, "\r\n"), "\t") {
			cells = append(cells, strings.Join(strings.Fields(cell), ""))
		}
		return cells, true
	}
	return strings.FieldsFunc(line, func(x rune) bool { return strings.ContainsRune(" \r\n,，;；\u3000", x) }), false
}

// rows are those of a list. By its headings a table may have its columns in any order, and others between them; a list
// without them names people first, then unit and post, after running numbers if it has some.
func (l Listing) rows() (out []row) {
	var of heads
	head, n := 0, 0
	for line := range strings.Lines(l.Names) {
		n++
		cells, table := split(line)
		if h, ok := headed(cells); ok && head == 0 {
			if head = n; table {
				of = h
			}
		}
	}
	n = 0
	for line := range strings.Lines(l.Names) {
		n++
		cells, table := split(line)
		if n <= head || strings.Join(cells, "") == "" {
			continue
		}
		r := row{at: n}
		if table && of.at[nameColumn] != 0 {
			r.of = of
			at := func(c int) string {
				if i := of.at[c]; i > 0 && i <= len(cells) {
					return cells[i-1]
				}
				return ""
			}
			r.name, r.place, r.post = at(nameColumn), at(placeColumn), at(postColumn)
			if r.name == "" && r.place == "" && r.post == "" { // a running number alone, or who filled the table in
				continue
			}
			out = append(out, r)
			continue
		}
		if len(cells) > 1 && strings.Trim(cells[0], "0123456789.、") == "" {
			cells = cells[1:]
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		for len(cells) < columns {
			cells = append(cells, "")
		}
		r.name, r.place, r.post = cells[0], cells[1], strings.Join(cells[2:], "")
		out = append(out, r)
	}
	return out
}

// find matches rows against the register and says of each what is wrong with it. Who is in it twice is never guessed.
func (l Listing) find(c *bodies.County, had []*Candidate) (out []*Candidate, err error) {
	var errs text.InputErrors
	add := func(field string, x *Candidate, r row) {
		twice := func(o *Candidate) bool {
			return o.State != Dropped && (x.Person != 0 && o.Person == x.Person ||
				x.Person == 0 && o.Person == 0 && o.Name == x.Name && o.Place == x.Place && o.Post == x.Post)
		}
		if slices.ContainsFunc(had, twice) || slices.ContainsFunc(out, twice) {
			key := "opinion.row.twice"
			if r.at == 0 {
				key = "opinion.picked.twice"
			}
			errs.Add(field, key, "row", r.at, "column", r.column(nameColumn), "name", x.Name)
			return
		}
		if x.Post == "" && x.Person != 0 {
			x.seat(c)
		}
		out = append(out, x)
	}
	for _, r := range l.rows() {
		x := &Candidate{Name: text.Clip(r.name, lineMost), Place: text.Clip(r.place, lineMost),
			Post: text.Clip(r.post, lineMost)}
		var unit ref.ID
		if of := c.ByName(r.place); r.place != "" && len(of) > 0 {
			unit = of[0]
		}
		found := c.Match(r.name, "", unit)
		id, one := found.One()
		key, at := "", nameColumn
		switch {
		case r.name == "":
			errs.Add("names", "opinion.row.unnamed", "row", r.at, "column", r.column(nameColumn))
			continue
		case found.None():
			key = "opinion.row.none"
		case !one:
			errs.Add("names", "opinion.row.several", "row", r.at, "column", r.column(nameColumn), "name", r.name,
				"n", len(found.Persons))
			continue
		case r.place != "" && unit == 0:
			key, at = "opinion.row.unit", placeColumn
		case unit != 0 && found.Weak:
			key, at = "opinion.row.elsewhere", placeColumn
		default:
			x.Person = id
		}
		if key != "" && !l.AsTyped {
			errs.Add("names", key, "row", r.at, "column", r.column(at), "name", r.name, "unit", r.place)
			continue
		}
		add("names", x, r)
	}
	if who, ok := c.Person(l.Person); ok && l.Person != 0 {
		add("person", &Candidate{Name: who.Name, Person: who.ID}, row{})
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
