package docx

import (
	"fmt"
	"strconv"
	"strings"

	"shuangze/internal/official"
)

func itoa(n int) string { return strconv.Itoa(n) }

// table repeats its head on each page and splits no row. A wide one lies on pages turned on their side, in a section of
// its own.
func (b *book) table(t official.Table) {
	if len(t.Columns) == 0 {
		return
	}
	total := areaWidth
	if t.Wide {
		b.section(false)
		total = pageHeight - top - bottom
	}
	widths := shares(t, total)
	w := &b.body
	w.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + itoa(total) + `" w:type="dxa"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(w, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	w.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>` +
		`<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
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
	if t.Wide {
		b.section(true)
		return
	}
	b.paragraph(frame{line: 240}, "") // two tables that touch would be one
}

func (b *book) row(t official.Table, widths []int, cells []string, head bool) {
	w := &b.body
	w.WriteString("<w:tr><w:trPr><w:cantSplit/>")
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
		f, l := frame{line: 320}, look{face: fang, size: 21, wide: true}
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

// shares divides a width among columns: by their Width, or by the longest words that stand in them, at most thirty
// characters and at least three.
func shares(t official.Table, total int) []int {
	parts, sum := make([]int, len(t.Columns)), 0
	for i, c := range t.Columns {
		parts[i] = c.Width
		if c.Width == 0 {
			longest := width(c.Label)
			for _, r := range t.Rows {
				if i < len(r) {
					longest = max(longest, width(r[i]))
				}
			}
			parts[i] = min(max(longest/character+1, 3), 30)
		}
		sum += parts[i]
	}
	left := total
	for i := range parts {
		parts[i] = total * parts[i] / sum
		left -= parts[i]
	}
	parts[len(parts)-1] += left
	return parts
}

// asTable is a chart as its figures.
func asTable(c official.Chart) official.Table {
	t := official.Table{Columns: []official.Column{{Label: " ", Width: 3}, {Label: or(c.Unit), Width: 2, Right: true}}}
	for i, l := range c.Labels {
		if i < len(c.Values) {
			t.Rows = append(t.Rows, []string{l, figure(c.Values[i], c.Scale)})
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
