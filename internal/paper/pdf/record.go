package pdf

import (
	"strings"

	"shuangze/internal/official"
)

// mostCopies is how many lines of 抄送 stand in the 版记 at most.
const mostCopies = 14

// record is the 版记 and what proves the paper: they end on the last line of the last page, on a page of their own
// where the text leaves no room. A letter has neither rules nor printer in it (§10.1).
func (c *composer) record() {
	var (
		ops   []Op
		width = upright.width
		y     float64
		inset = small.size
	)
	lines, qr := c.proofs()
	if qr {
		y = codeSide + 5
		ops = append(ops, &Code{X: width - codeSide, Y: 0, Side: codeSide, Data: c.d.Address})
	} else if len(lines) > 0 {
		y = 16*float64(len(lines)) + 5
	}
	right := width
	if qr {
		right -= codeSide + 10
	}
	for i, l := range lines {
		ops = append(ops, l.ops(right-l.width, y-9-16*float64(len(lines)-1-i))...)
	}
	plain := c.d.Form == official.Letter
	rule := func(w float64) {
		if !plain {
			ops = append(ops, &Rule{X1: 0, Y1: y, X2: width, Y2: y, Width: w})
		}
	}
	rows := 0
	if c.d.Copies != "" {
		words := c.d.Copies
		if !strings.HasSuffix(words, c.labels.Stop) {
			words += c.labels.Stop
		}
		hang := c.width(c.labels.Copies, small)
		all := c.lines([]run{{c.labels.Copies + words, small}}, width-2*inset, width-2*inset-hang, false)
		for i, l := range all {
			x := inset
			if i > 0 {
				x += hang
			}
			if len(all)-i > mostCopies { // more than a page has room for: the first lines end the text
				c.turn(false)
				c.add(lineBlock(l, x, small.size))
				continue
			}
			if i == 0 || len(all)-i == mostCopies {
				rule(thickRule)
			}
			ops = append(ops, l.ops(x, y+baseline(pitch, small.size))...)
			y += pitch
		}
		rows++
	}
	if (c.d.Printer != "" || c.d.Printed != "") && !plain {
		if rows == 0 {
			rule(thickRule)
		} else {
			rule(thinRule)
		}
		day := c.d.Printed
		if day != "" && c.labels.PrintedFirst {
			day = c.labels.Printed + day
		} else if day != "" {
			day += c.labels.Printed
		}
		date := c.fit(day, small, width/2)
		if day != "" {
			ops = append(ops, date.ops(width-inset-date.width, y+baseline(pitch, small.size))...)
		}
		room := max(width-3*inset-date.width, 4*small.size)
		all := c.lines([]run{{c.d.Printer, small}}, room, room, true)
		for i, l := range all {
			ops = append(ops, l.ops(inset, y+float64(i)*pitch+baseline(pitch, small.size))...)
		}
		y += pitch * float64(max(len(all), 1))
		rows++
	}
	if rows > 0 {
		rule(thickRule)
	}
	if len(ops) == 0 {
		return
	}
	c.release()
	c.turn(false)
	s := c.last()
	if s.used+y+8 > s.height+round && len(s.items) > 0 {
		s = c.open(upright)
	}
	s.items = append(s.items, item{drawn(y, ops), s.height - y})
	s.used = s.height
}

// proofs are the lines beside the QR code, and whether there is one.
func (c *composer) proofs() (lines []set, qr bool) {
	if c.d.Code != "" {
		lines = append(lines, c.fit(c.labels.Code+c.d.Code, code, upright.width-codeSide-10))
	}
	if c.d.DayCode != "" {
		room := upright.width - codeSide - 10
		lines = append(lines, c.lines([]run{{c.labels.DayCode + c.d.DayCode, code}}, room, room, true)...)
	}
	return lines, c.d.Address != ""
}
