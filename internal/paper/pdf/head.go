package pdf

import (
	"slices"
	"strings"

	"shuangze/internal/official"
)

// head is the head of the first page.
func (c *composer) head() {
	switch c.d.Form {
	case official.General:
		c.generalHead()
	case official.Letter:
		c.letterHead()
	}
}

// markLines is the mark in the middle, shrunk until it fits.
func (c *composer) markLines(width float64) (lines []set, size float64) {
	st := banner
	if w := c.width(clean(c.d.Mark), st); w > width {
		st.size *= width / w * 0.999
	}
	if st.size < leastMark {
		st.size = leastMark
		return c.even(c.d.Mark, st, width), st.size
	}
	return c.lines([]run{{c.d.Mark, st}}, width, width, true), st.size
}

// corner is what stands in the left upper corner, one above the other.
func (c *composer) corner() []set {
	var out []set
	if c.d.Copy != "" {
		out = append(out, c.fit(c.d.Copy, fang, upright.width/3))
	}
	if c.d.Urgency != "" {
		out = append(out, c.fit(c.d.Urgency, hei, upright.width/3))
	}
	return out
}

// generalHead is §7.2: 份号 and urgency, the mark 35 mm below the area's upper edge, two lines below it the number, a
// red rule 4 mm below that.
func (c *composer) generalHead() {
	var ops []Op
	width, y := upright.width, 0.0
	for i, l := range c.corner() {
		ops = append(ops, l.ops(0, float64(i)*pitch+baseline(pitch, body))...)
		y = float64(i+1) * pitch
	}
	if c.d.Mark != "" {
		y = markTop
		lines, size := c.markLines(width)
		for _, l := range lines {
			ops = append(ops, l.ops((width-l.width)/2, y+ink*size)...)
			y += size * 1.2
		}
		y -= size * 0.2
	}
	if c.d.Number != "" || len(c.d.Signers) > 0 {
		y += 2 * pitch
		rows := c.signers()
		last := max(len(rows), 1) - 1
		for i, row := range rows {
			for _, at := range row {
				ops = append(ops, at.set.ops(at.x, y+float64(i)*pitch+baseline(pitch, body))...)
			}
		}
		y += float64(last) * pitch
		no := c.fit(c.d.Number, fang, width)
		x := (width - no.width) / 2
		if len(rows) > 0 {
			no, x = c.fit(c.d.Number, fang, width/3), em
		}
		ops = append(ops, no.ops(x, y+baseline(pitch, body))...)
		y += baseline(pitch, body) + (1-ink)*body
	}
	if len(ops) == 0 {
		return
	}
	if c.d.Mark != "" || c.d.Number != "" {
		y += ruleBelow
		ops = append(ops, &Rule{X1: 0, Y1: y, X2: width, Y2: y, Width: 1.5, Ink: Red})
	}
	c.add(drawn(y, ops))
	c.add(blankLine(2 * pitch))
}

// drawn is a block whose operations stand already where they belong, by its own corner.
func drawn(high float64, ops []Op) *block {
	return &block{high: high, keep: true, ops: func(x, y float64) []Op {
		for _, op := range ops {
			op.move(x, y)
		}
		return ops
	}}
}

type placed struct {
	set set
	x   float64
}

// signers are 签发人 and their names, two a row, names below names.
func (c *composer) signers() [][]placed {
	names := slices.DeleteFunc(slices.Clone(c.d.Signers), func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(names) == 0 {
		return nil
	}
	label := c.one(c.labels.Signed, fang)
	broad := 0.0
	sets := make([]set, len(names))
	for i, name := range names {
		sets[i] = c.fit(name, kai, upright.width/6)
		broad = max(broad, sets[i].width)
	}
	per := min(2, len(names))
	step := broad + em
	left := upright.width - em - float64(per)*step + em // where the first name of a row begins
	var rows [][]placed
	for i := range sets {
		if i%per == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], placed{sets[i], left + float64(i%per)*step})
	}
	rows[0] = append([]placed{{label, left - label.width}}, rows[0]...)
	return rows
}

// letterHead is §10.1: the mark 30 mm below the edge of the page, 4 mm below it a red double rule 170 mm long, under
// which the number stands right; another rule 20 mm above the lower edge.
func (c *composer) letterHead() {
	const long, gap = 170 * mm, 7.0 / 8 * body
	var ops []Op
	a := upright
	left := (a.pageWidth-long)/2 - a.x
	y := 30*mm - a.y
	if c.d.Mark != "" {
		lines, size := c.markLines(a.width)
		for _, l := range lines {
			ops = append(ops, l.ops((a.width-l.width)/2, y+ink*size)...)
			y += size * 1.2
		}
		y -= size * 0.2
	}
	y += ruleBelow
	double := func(y, first, second float64) {
		ops = append(ops, &Rule{X1: left, Y1: y + first/2, X2: left + long, Y2: y + first/2, Width: first, Ink: Red},
			&Rule{X1: left, Y1: y + first + 1.2 + second/2, X2: left + long, Y2: y + first + 1.2 + second/2,
				Width: second, Ink: Red})
	}
	const thick, thin = 2.25, 0.75
	double(y, thick, thin)
	double(a.pageHeight-a.y-20*mm-thick-thin-1.2, thin, thick)
	y += thick + 1.2 + thin
	rows := 0
	for i, l := range c.corner() {
		ops = append(ops, l.ops(0, y+gap+float64(i)*pitch+ink*body)...)
		rows = i + 1
	}
	if c.d.Number != "" {
		no := c.fit(c.d.Number, fang, a.width*0.6)
		ops = append(ops, no.ops(a.width-no.width, y+gap+ink*body)...)
		rows = max(rows, 1)
	}
	if rows > 0 {
		y += gap + body + float64(rows-1)*pitch
	}
	c.add(drawn(max(y, 0), ops))
	c.add(blankLine(2 * pitch))
}
