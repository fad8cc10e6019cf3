package signoff

import (
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Source is what a list says of itself so that it can be frozen: which rows stand on
// the list of a body in a year, in which order, and which fields of a row are
// material. Each list declares its own; the house hands them in by kind.
type Source struct {
	Shape  noun.Shape
	Where  []noun.Cond // rows that stand, besides the body's and the year's
	Yearly bool        // rows are of a year; else the list stands whatever the year
	Wide   bool        // rows of other bodies may belong to it: Pick decides
	Pick   func(rows []noun.Value, body ref.ID) []noun.Value
	Order  func(a, b noun.Value) int // equal rows stand by their identifiers
	Fields []string                  // material, in the order of the text
}

// Words are what a text is written with: the county's own, in Chinese.
type Words interface {
	// Label is what a field is called, Said what it holds.
	Label(s noun.Shape, field string) string
	Said(c *bodies.County, f field.Field, v noun.Value) string
	Kind(code string) string // of a paper
	// Block are the lines under a version that say who signed it, how and when; the first is their heading.
	Block(s Signature) []string
}

// asks is the condition for the rows of some lists at once.
func (s Source) asks(papers []*Paper) []noun.Cond {
	body, year := noun.Cond{Column: "body"}, noun.Cond{Column: "year"}
	add := func(c *noun.Cond, n int64) {
		if !slices.Contains(c.Num, n) {
			c.Num = append(c.Num, n)
		}
	}
	for _, p := range papers {
		add(&body, int64(p.Body))
		add(&year, p.Year)
	}
	out := slices.Clone(s.Where)
	if s.Yearly {
		out = append(out, year)
	}
	if !s.Wide {
		out = append(out, body)
	}
	return out
}

// rows are those of one list, in order.
func (s Source) rows(all []noun.Value, p *Paper) []noun.Value {
	mine := slices.DeleteFunc(slices.Clone(all), func(v noun.Value) bool {
		return s.Yearly && s.Shape.Fields.Must("year").Num(v) != p.Year
	})
	if s.Pick != nil {
		mine = s.Pick(mine, p.Body)
	} else {
		mine = slices.DeleteFunc(mine, func(v noun.Value) bool {
			return ref.ID(s.Shape.Fields.Must("body").Num(v)) != p.Body
		})
	}
	slices.SortFunc(mine, func(a, b noun.Value) int {
		if n := s.Order(a, b); n != 0 {
			return n
		}
		return int(a.Head().ID - b.Head().ID)
	})
	return mine
}

// render writes the text of a paper as it stands now: what it is and whose, and then
// what was typed, or every row of the list with all that is material. The same rows
// give the same bytes, in whatever order they were read. A line that begins with two
// wide spaces goes on with the field before it, so that no text can pretend to be
// another row.
func (d Commands) render(c *bodies.County, p *Paper, all []noun.Value) string {
	var b strings.Builder
	line := func(label, said string) {
		lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(said, "\r\n", "\n"), "\r", "\n"), "\n")
		b.WriteString(label + "：" + lines[0] + "\n")
		for _, l := range lines[1:] {
			b.WriteString("　　" + l + "\n")
		}
	}
	b.WriteString(d.Words.Kind(p.Kind) + "\n")
	for _, name := range []string{"title", "body", "year"} {
		line(d.Words.Label(Shape, name), d.Words.Said(c, Fields.Must(name), p))
	}
	s, listed := d.Sources[p.Kind]
	if !listed {
		b.WriteString("\n")
		for _, l := range strings.Split(strings.TrimRight(strings.ReplaceAll(p.Content, "\r\n", "\n"), "\n "), "\n") {
			b.WriteString(l + "\n")
		}
		return b.String()
	}
	rows := s.rows(all, p)
	fmt.Fprintf(&b, "共 %d 项\n", len(rows))
	for i, v := range rows {
		fmt.Fprintf(&b, "\n第 %d 项\n", i+1)
		for _, name := range s.Fields {
			line(d.Words.Label(s.Shape, name), d.Words.Said(c, s.Shape.Fields.Must(name), v))
		}
	}
	return b.String()
}
