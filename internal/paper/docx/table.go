package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/official"
)

func itoa(n int) string { return strconv.Itoa(n) }

// table repeats its head on each page and splits no row but one of more lines than splitFrom. A wide one lies on pages
// turned on their side, in a section of its own.
func (b *book) table(t official.Table) {
	if len(t.Columns) == 0 {
		return
	}
	total := areaWidth
	if t.Wide {
		b.turn()
		total = pageHeight - left - right
	}
	widths := shares(t, total)
	w := &b.body
	w.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + itoa(total) + `" w:type="dxa"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(w, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	w.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/>` +
		`<w:left w:w="40" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>` +
		`</w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, x := range widths {
		fmt.Fprintf(w, `<w:gridCol w:w="%d"/>`, x)
	}
	w.WriteString("</w:tblGrid>")
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Label
	}
	b.row(t, widths, heads, true)
	for _, r := range t.Rows {
		b.row(t, widths, r, false)
	}
	w.WriteString("</w:tbl>")
	b.wide = t.Wide
	if !t.Wide {
		b.paragraph(frame{line: 240}, "") // two tables that touch would be one
	}
}

// splitFrom is from how many lines on a row begins where it is and goes on on the next page, as in a PDF.
const splitFrom = 20

func (b *book) row(t official.Table, widths []int, cells []string, head bool) {
	w := &b.body
	w.WriteString("<w:tr><w:trPr>")
	if head || !slices.ContainsFunc(cells, func(s string) bool { return strings.Count(s, "\n") > splitFrom }) {
		w.WriteString("<w:cantSplit/>")
	}
	if head {
		w.WriteString("<w:tblHeader/>")
	}
	w.WriteString("</w:trPr>")
	for i := range t.Columns {
		var cell string
		if i < len(cells) {
			cell = cells[i]
		}
		fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, widths[i])
		f, l := frame{line: 300}, look{face: fang, size: 21, wide: true}
		switch {
		case head:
			f.align, l.face = "center", hei
		case t.Columns[i].Right:
			f.align = "right"
		}
		for one := range strings.SplitSeq(cell, "\n") {
			b.paragraph(f, run(l, one))
		}
		w.WriteString("</w:tc>")
	}
	w.WriteString("</w:tr>")
}

// turn begins pages on their side, unless nothing but a title has been written or they lie so already.
func (b *book) turn() {
	switch {
	case b.wide:
		b.wide = false
		b.paragraph(frame{line: 240}, "")
	case b.d.Form != official.Plain || b.d.To != "" || b.begun || len(b.d.Body) == 0 || b.d.Body[0].Table == nil ||
		!b.d.Body[0].Table.Wide || b.tabled:
		b.section(false)
	}
	b.tabled = true
}

// upright ends pages that lie on their side, before what does not.
func (b *book) upright() {
	if b.wide {
		b.wide = false
		b.section(true)
	}
}

// Measures of a table's cells, in twips: a character of 10.5 pt, half of it as digits are set, and both margins.
const (
	cellWide, cellHalf, cellMargin = 210, 126, 84
	cellShort                      = 5 * cellWide // what is no wider is better in one line
)

// shares divides a width among columns: by their Width; or by what stands in them, so that none is narrower than its
// longest word, and what is left goes to those that could use it.
func shares(t official.Table, total int) []int {
	parts, fixed, said := make([]int, len(t.Columns)), 0, false
	for _, c := range t.Columns {
		fixed, said = fixed+max(c.Width, 1), said || c.Width > 0
	}
	least, more := make([]int, len(parts)), make([]int, len(parts))
	leasts, mores := 0, 0
	for i, c := range t.Columns {
		if said {
			more[i] = max(c.Width, 1)
			mores += more[i]
			continue
		}
		whole, word := cellOf(c.Label)
		for _, r := range t.Rows {
			if i < len(r) {
				w, x := cellOf(r[i])
				whole, word = max(whole, w), max(word, x)
			}
		}
		least[i] = max(word, min(whole, cellShort)) + cellMargin
		more[i] = max(0, whole+cellMargin-least[i]) + 1
		leasts, mores = leasts+least[i], mores+more[i]
	}
	if leasts > total { // words will be broken
		least, more, leasts, mores = make([]int, len(parts)), least, 0, leasts
	}
	given := total
	for i := range parts {
		parts[i] = least[i] + (total-leasts)*more[i]/mores
		given -= parts[i]
	}
	parts[len(parts)-1] += given
	return parts
}

// cellOf is how wide a cell's longest line is, and its longest word that is not broken.
func cellOf(s string) (whole, word int) {
	var line, run int
	for _, r := range s {
		switch {
		case r == '\n':
			line, run = 0, 0
		case r >= 0x2000:
			line, run = line+cellWide, 0
		default:
			line, run = line+cellHalf, run+cellHalf
			if r == ' ' {
				run = 0
			}
		}
		whole, word = max(whole, line), max(word, run)
	}
	return whole, word
}

// asTable is a chart as its figures.
func asTable(c official.Chart) official.Table {
	t := official.Table{Columns: []official.Column{{Label: " ", Width: 3}, {Label: or(c.Unit), Width: 2, Right: true}}}
	for i, l := range c.Labels {
		if i < len(c.Values) {
			said := figure(c.Values[i], c.Scale)
			if i < len(c.Says) {
				said = c.Says[i]
			}
			t.Rows = append(t.Rows, []string{l, said})
		}
	}
	return t
}

// figure is a scaled figure as people read it, with as many decimals as its scale has.
func figure(v, scale int64) string {
	decimals := 0
	for s := scale; s >= 10; s /= 10 {
		decimals++
	}
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	s := fmt.Sprintf("%0*d", decimals+1, v)
	if decimals == 0 {
		return sign + s
	}
	return sign + s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}
