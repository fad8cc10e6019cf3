package pdf

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"shuangze/internal/official"
	"shuangze/internal/paper/face"
)

// Styles of GB/T 9704-2012 §7.
var (
	fang   = style{role: face.Fang, size: body, track: track}
	kai    = style{role: face.Kai, size: body, track: track}
	hei    = style{role: face.Hei, size: body, track: track}
	title  = style{role: face.Title, size: 22}           // 2号
	small  = style{role: face.Fang, size: 14}            // 4号, in the 版记
	number = style{role: face.Song, size: 14}            // of pages
	foot   = style{role: face.Song, size: 9}             // under the number
	code   = style{role: face.Song, size: 10.5}          // what proves the paper
	banner = style{role: face.Title, size: 40, ink: Red} // the mark, as large as it may be
	indent = 2 * em                                      // of a paragraph
)

const (
	titleLine  = 33.0
	leastMark  = 20.0 // below this size the mark has two lines
	markTop    = 35 * mm
	ruleBelow  = 4 * mm
	codeSide   = 20 * mm
	thickRule  = 0.35 * mm
	thinRule   = 0.25 * mm
	sealBlanks = 3    // lines between the text and an organ that is sealed over
	ink        = 0.86 // how high characters stand above their baseline, of an em
)

// baseline is where a character of a size stands in a line of a height, from the line's top.
func baseline(high, size float64) float64 { return high/2 + 0.3803*size }

// composer lays out one document.
type composer struct {
	*typesetter
	flow
	d      *official.Document
	labels official.Labels
	ctx    context.Context
}

func compose(ctx context.Context, t *typesetter, d *official.Document) ([]Page, error) {
	if err := bounded(d); err != nil {
		return nil, err
	}
	c := &composer{typesetter: t, d: d, labels: d.Labels(), ctx: ctx}
	c.open(opening(d.Form == official.Plain, d.Body))
	c.head()
	c.titles(d.Title)
	if d.To != "" {
		c.add(c.para([]run{{d.To + c.labels.Colon, fang}}, 0, 0)...)
	}
	if err := c.blocks(d.Body); err != nil {
		return nil, err
	}
	c.signature(c.annexed())
	for i := range d.Annexes {
		if err := c.annex(i); err != nil {
			return nil, err
		}
	}
	c.record()
	if c.err != nil {
		return nil, c.err
	}
	return c.pages()
}

// bounded refuses what would cost too much before anything is laid out.
func bounded(d *official.Document) error {
	for _, one := range []struct {
		what  string
		words string
	}{{"mark", d.Mark}, {"printer", d.Printer}, {"foot", d.Foot}, {"day code", d.DayCode}} {
		if utf8.RuneCountInString(one.words) > MaxLine {
			return &TooLongError{"characters in the " + one.what, MaxLine}
		}
	}
	if len(d.Signers) > MaxSigners {
		return &TooLongError{"signers", MaxSigners}
	}
	if len(d.Annexes) > MaxPages { // each begins one
		return &TooLongError{"pages", MaxPages}
	}
	columns := 0
	rows, chars := 0, len(d.To)+len(d.Copies)+len(d.Note)+len(d.Organ)
	count := func(all []official.Block) {
		for _, b := range all {
			chars += len(b.Text)
			if b.Table != nil {
				rows += len(b.Table.Rows)
				columns = max(columns, len(b.Table.Columns))
				for _, row := range b.Table.Rows {
					for _, cell := range row {
						chars += len(cell)
					}
				}
			}
			if b.Chart != nil {
				rows += len(b.Chart.Labels)
			}
		}
	}
	count(d.Body)
	for _, a := range d.Annexes {
		count(a.Body)
	}
	for _, s := range append(append([]string(nil), d.Title...), d.Annexed...) {
		chars += len(s)
	}
	switch {
	case columns > MaxColumns:
		return &TooLongError{"columns", MaxColumns}
	case rows > MaxRows:
		return &TooLongError{"rows", MaxRows}
	case chars > 3*MaxText: // three bytes a character
		return &TooLongError{"characters", MaxText}
	}
	return nil
}

// opening is the area of the first page of a text.
func opening(turns bool, all []official.Block) area {
	if turns && len(all) > 0 && all[0].Table != nil && all[0].Table.Wide {
		return turned
	}
	return upright
}

// para is a paragraph as lines on the grid: the first one indented by first, the others by rest.
func (c *composer) para(runs []run, first, rest float64) []*block {
	return c.within(runs, first, rest, 0)
}

// within also leaves room on the right.
func (c *composer) within(runs []run, first, rest, right float64) []*block {
	width := c.last().width - right
	var out []*block
	for i, l := range c.lines(runs, width-first, width-rest, false) {
		left := rest
		if i == 0 {
			left = first
		}
		out = append(out, lineBlock(l, left, runs[0].style.size))
	}
	return out
}

// lineBlock is one line of the grid.
func lineBlock(l set, left, size float64) *block {
	return &block{high: pitch, grid: true, ops: func(x, y float64) []Op {
		return l.ops(x+left, y+baseline(pitch, size))
	}}
}

// centred are lines in the middle of the area.
func (c *composer) centred(lines []set, high, size float64) []*block {
	var out []*block
	width := c.last().width
	for _, l := range lines {
		out = append(out, &block{high: high, keep: true, ops: func(x, y float64) []Op {
			return l.ops(x+(width-l.width)/2, y+baseline(high, size))
		}})
	}
	return out
}

// titles sets the title, each line as the clerk broke it, and what parts it from the text.
func (c *composer) titles(all []string) {
	some := false
	for _, s := range all {
		if lines := c.even(s, title, c.last().width); len(lines) > 0 {
			c.add(c.centred(lines, titleLine, title.size)...)
			some = true
		}
	}
	if some {
		c.add(blankLine(0.6 * pitch)) // the next line of the grid makes a whole one of it
	}
}

// blocks sets paragraphs, tables and charts.
func (c *composer) blocks(all []official.Block) error {
	for i := range all {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		if len(c.sheets) > MaxPages {
			return &TooLongError{"pages", MaxPages}
		}
		switch b := &all[i]; {
		case b.Table != nil:
			c.turn(b.Table.Wide)
			c.table(b.Table)
		case b.Chart != nil:
			c.turn(false)
			c.chart(b.Chart)
		default:
			c.turn(false)
			c.paragraph(*b)
		}
	}
	return nil
}

// turn goes on upright or on the side.
func (c *composer) turn(wide bool) {
	if c.last().wide == wide {
		return
	}
	c.release()
	if wide {
		c.open(turned)
	} else {
		c.open(upright)
	}
}

func (c *composer) paragraph(b official.Block) {
	runs := []run{{b.Text, fang}}
	if n := official.Heading(b); n > 0 {
		st := hei
		if b.Level == official.Second {
			st = kai
		}
		runs = []run{{b.Text[:n], st}, {b.Text[n:], fang}}
	}
	lines := c.para(runs, indent, 0)
	if b.Level != official.Text && official.Heading(b) == len(b.Text) {
		for _, l := range lines {
			l.keep = true
		}
	}
	c.add(lines...)
}

// annexed is the list of annexes: two characters in, a blank line above, names hanging behind their numbers.
func (c *composer) annexed() []*block {
	if len(c.d.Annexed) == 0 {
		return nil
	}
	c.turn(false)
	out := []*block{blankLine(pitch)}
	begin := c.width(c.labels.Annexes, fang)
	for i, name := range c.d.Annexed {
		head, left := "", indent+begin
		if i == 0 {
			head, left = c.labels.Annexes, indent
		}
		no := ""
		if len(c.d.Annexed) > 1 {
			no = strconv.Itoa(i+1) + "."
		}
		lines := c.para([]run{{head + no + name, fang}}, left, indent+begin+c.width(no, fang))
		for _, l := range lines {
			l.list = true
		}
		out = append(out, lines...)
	}
	return out
}

// signature is organ, date and note, below the list of annexes.
func (c *composer) signature(list []*block) {
	var group []*block
	width := upright.width
	organ, date := c.one(c.d.Organ, fang), c.fit(c.d.Date, fang, width/2)
	organX, dateX := width-indent-organ.width, width-indent-date.width
	blanks := 1
	if c.d.Sealed {
		blanks = sealBlanks
		dateX = width - 4*em - date.width
		organX = min(dateX+(date.width-organ.width)/2, width-organ.width)
		if c.d.Date == "" {
			organX = width - 4*em - organ.width
		}
	} else if c.d.Organ != "" && c.d.Date != "" {
		// The date begins two characters right of the organ; where it is the longer one, it is two from the edge.
		if dateX > organX+indent {
			dateX = organX + indent
		} else {
			organX = dateX - indent
		}
	}
	if c.d.Organ != "" {
		if organX < 0 { // longer than a line
			for _, l := range c.even(c.d.Organ, fang, width-indent) {
				group = append(group, lineBlock(l, (width-l.width)/2, body))
			}
		} else {
			group = append(group, lineBlock(organ, organX, body))
		}
	}
	if c.d.Date != "" {
		group = append(group, lineBlock(date, max(dateX, 0), body))
	}
	if len(group)+len(list) == 0 && c.d.Note == "" {
		return
	}
	c.turn(false)
	if c.d.Note != "" {
		if len(group) == 0 {
			blanks = 1
		}
		group = append(group, c.para([]run{{c.labels.Open + c.d.Note + c.labels.Close, fang}}, indent, 0)...)
	}
	c.close(list, blanks, group)
}

// annex begins on a page of its own: 附件1 on its first line, its title on the third.
func (c *composer) annex(i int) error {
	a := &c.d.Annexes[i]
	c.open(opening(true, a.Body))
	head := strings.TrimSpace(c.labels.Annex)
	if len(c.d.Annexes) > 1 || len(c.d.Annexed) > 1 {
		head = c.labels.Annex + strconv.Itoa(i+1)
	}
	blocks := c.para([]run{{head, hei}}, 0, 0)
	for _, b := range blocks {
		b.keep = true
	}
	c.add(append(blocks, blankLine(pitch))...)
	c.titles(a.Title)
	return c.blocks(a.Body)
}

// pages draws the sheets.
func (c *composer) pages() ([]Page, error) {
	c.release()
	if len(c.sheets) > MaxPages {
		return nil, &TooLongError{"pages", MaxPages}
	}
	out := make([]Page, 0, len(c.sheets))
	for i, s := range c.sheets {
		if err := c.ctx.Err(); err != nil {
			return nil, err
		}
		p := Page{Width: s.pageWidth, Height: s.pageHeight}
		for _, it := range s.items {
			if it.ops != nil {
				p.Ops = append(p.Ops, it.ops(s.x, s.y+it.top)...)
			}
		}
		if i > 0 || c.d.Form != official.Letter {
			p.Ops = append(p.Ops, c.number(i+1, s.area)...)
		}
		s.items = nil
		out = append(out, p)
	}
	return out, c.err
}

// number is the number of a page, right of odd pages and left of even ones, its dashes 7 mm below the area.
func (c *composer) number(n int, a area) []Op {
	l := c.one(fmt.Sprintf("— %d —", n), number)
	x := a.x + number.size
	if n%2 == 1 {
		x = a.x + a.width - number.size - l.width
	}
	y := a.y + a.height + 7*mm + 0.33*number.size
	out := l.ops(x, y)
	if c.d.Form == official.Plain && c.d.Foot != "" {
		for i, l := range c.lines([]run{{c.d.Foot, foot}}, a.width, a.width, true) {
			if i < 2 { // more would leave the page
				out = append(out, l.ops(a.x+(a.width-l.width)/2, y+14+11*float64(i))...)
			}
		}
	}
	return out
}
