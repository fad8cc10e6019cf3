package pdf

import (
	"math"
	"strings"

	"shuangze/internal/official"
	"shuangze/internal/paper/face"
)

// Measures of tables.
var (
	cell     = style{role: face.Fang, size: 10.5} // 5号
	cellHead = style{role: face.Hei, size: 10.5}
)

const (
	cellLine  = 15.0
	padX      = 4.0
	padY      = 3.0
	hair      = 0.5
	shortCell = 7 * 10.5 // what is no wider is better in one line
	apart     = 6.0      // between a table and what stands above and below it
)

// table sets a table as rows that are not divided unless they are longer than a page, under a head on each page.
func (c *composer) table(t *official.Table) {
	if len(t.Columns) == 0 {
		return
	}
	widths := c.columns(t, c.last().width)
	labels := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		labels[i] = col.Label
	}
	heads := c.cells(labels, widths, cellHead)
	most := c.last().height
	head := c.row(heads, widths, nil, true)
	if len(c.last().items) > 0 {
		c.add(blankLine(apart))
	}
	if len(t.Rows) == 0 {
		c.add(head)
		return
	}
	room := int((most - head.high - 2*padY) / cellLine)
	for _, row := range t.Rows {
		cells := c.cells(row, widths, cell)
		for len(cells) > 0 {
			here := max(room, 1)
			if left := c.left(head); tall(cells) > here && left >= leastPart {
				here = left // what is longer than a page begins where it is
			}
			part, rest := cut(cells, here)
			b := c.row(part, widths, t.Columns, false)
			b.head = head
			c.add(b)
			cells = rest
		}
	}
	c.add(blankLine(apart))
}

// leastPart is of how many lines the first part of a row has to be that is longer than a page.
const leastPart = 4

// left is how many lines of a row have room on the page that is being filled.
func (c *composer) left(head *block) int {
	if len(c.held) > 0 {
		return 0
	}
	s, high := c.last(), 2*padY
	if !s.goesOn(&block{head: head}) {
		high += head.high
	}
	return int((s.height - s.used - high) / cellLine)
}

// tall is how many lines a row has.
func tall(cells [][]set) int {
	n := 0
	for _, lines := range cells {
		n = max(n, len(lines))
	}
	return n
}

// cut parts a row of more lines than there may be.
func cut(cells [][]set, most int) (part, rest [][]set) {
	if tall(cells) <= most {
		return cells, nil
	}
	part, rest = make([][]set, len(cells)), make([][]set, len(cells))
	for i, lines := range cells {
		n := min(most, len(lines))
		part[i], rest[i] = lines[:n], lines[n:]
	}
	return part, rest
}

// cells sets the words of a row; what is beyond the columns is left out.
func (c *composer) cells(row []string, widths []float64, st style) [][]set {
	out := make([][]set, len(widths))
	for i := range widths {
		if i < len(row) {
			room := widths[i] - 2*padX
			out[i] = c.lines([]run{{row[i], st}}, room, room, true)
		}
	}
	return out
}

// row is one row with its borders; of a head the lines are centred and there is a rule above.
func (c *composer) row(cells [][]set, widths []float64, cols []official.Column, head bool) *block {
	high := float64(max(tall(cells), 1))*cellLine + 2*padY
	return &block{high: high, row: !head, ops: func(x, y float64) []Op {
		var ops []Op
		left, right := x, x
		for i, lines := range cells {
			w := widths[i]
			top := y + (high-float64(len(lines))*cellLine)/2
			for j, l := range lines {
				at := right + padX
				switch {
				case head:
					at = right + (w-l.width)/2
				case cols[i].Right:
					at = right + w - padX - l.width
				}
				ops = append(ops, l.ops(at, top+float64(j)*cellLine+baseline(cellLine, cell.size))...)
			}
			ops = append(ops, &Rule{X1: right, Y1: y, X2: right, Y2: y + high, Width: hair})
			right += w
		}
		ops = append(ops, &Rule{X1: right, Y1: y, X2: right, Y2: y + high, Width: hair},
			&Rule{X1: left, Y1: y + high, X2: right, Y2: y + high, Width: hair})
		if head {
			ops = append(ops, &Rule{X1: left, Y1: y, X2: right, Y2: y, Width: hair})
		}
		return ops
	}}
}

// columns are the widths of the columns, together the whole width. Columns with a share have it; the others are as
// wide as what stands in them where that fits, and else share what is left after the least each needs, the more the
// longer their words are.
func (c *composer) columns(t *official.Table, all float64) []float64 {
	n := len(t.Columns)
	natural, least, short := make([]float64, n), make([]float64, n), make([]float64, n)
	shares := 0
	for i, col := range t.Columns {
		natural[i], least[i] = c.wants(col.Label, cellHead)
		least[i] = min(least[i], 3*cell.size)
		shares += max(col.Width, 0)
	}
	for _, row := range t.Rows {
		for i := range min(n, len(row)) {
			a, b := c.wants(row[i], cell)
			natural[i], least[i] = max(natural[i], a), max(least[i], b)
			if a <= shortCell {
				short[i] = max(short[i], a)
			}
		}
	}
	widths := make([]float64, n)
	for i := range widths {
		natural[i] += 2*padX + 0.5
		least[i] = min(least[i], all/3) + 2*padX + 0.5
		short[i] = max(short[i]+2*padX+0.5, least[i])
	}
	if shares > 0 {
		left := all
		for i, col := range t.Columns {
			if col.Width <= 0 {
				widths[i] = min(natural[i], all/float64(n))
				left -= widths[i]
			}
		}
		for i, col := range t.Columns {
			if col.Width > 0 {
				widths[i] = left * float64(col.Width) / float64(shares)
			}
		}
		return scaled(widths, all)
	}
	if sum(natural) <= all {
		return scaled(natural, all)
	}
	if sum(least) >= all {
		return scaled(least, all)
	}
	copy(widths, least)
	if sum(short) < 0.75*all { // days, names and states stay in one line
		copy(widths, short)
	}
	for left := all - sum(widths); left > 0.01; left = all - sum(widths) {
		weights := 0.0
		for i := range widths {
			weights += math.Sqrt(max(natural[i]-widths[i], 0))
		}
		if weights == 0 {
			break
		}
		for i := range widths {
			more := max(natural[i]-widths[i], 0)
			widths[i] += min(more, left*math.Sqrt(more)/weights)
		}
	}
	return scaled(widths, all)
}

// wants says how wide a text is in one line, and how wide it has to be so that its words stay whole.
func (c *composer) wants(s string, st style) (natural, least float64) {
	for l := range strings.SplitSeq(clean(s), "\n") {
		whole, word := 0.0, 0.0
		for _, r := range l {
			w := c.glyph(st.role, r).em * st.size
			whole += w
			if w > 0.9*st.size || r == ' ' {
				word = 0
				continue
			}
			word += w
			least = max(least, word)
		}
		natural = max(natural, whole)
	}
	return natural, max(least, min(natural, 2*st.size))
}

func sum(all []float64) float64 {
	s := 0.0
	for _, v := range all {
		s += v
	}
	return s
}

func scaled(all []float64, to float64) []float64 {
	out := make([]float64, len(all))
	f := to / max(sum(all), 1)
	for i, v := range all {
		out[i] = v * f
	}
	return out
}
