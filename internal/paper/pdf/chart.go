package pdf

import (
	"strconv"
	"strings"

	"shuangze/internal/official"
	"shuangze/internal/paper/face"
)

// Charts of few bars stand, of many they lie, one below the other, and go on on the next page.
const (
	mostStanding = 10
	plotHigh     = 200.0
	barLine      = 20.0
	plotGap      = 16.0
)

var (
	barValue = style{role: face.Hei, size: 9}
	barLabel = style{role: face.Hei, size: 10.5}
	barNote  = style{role: face.Fang, size: 10.5}
)

// chart sets one series of figures as bars, each with its label and its value.
func (c *composer) chart(ch *official.Chart) {
	n := min(len(ch.Labels), len(ch.Values))
	if n == 0 {
		return
	}
	if len(c.last().items) > 0 {
		c.add(blankLine(apart))
	}
	low, high := ch.Base, ch.Base
	for i, v := range ch.Values[:n] {
		low, high = min(low, v, begins(ch, i)), max(high, v, begins(ch, i))
	}
	if low == high {
		high = 1
	}
	if n <= mostStanding && ch.Base == 0 && ch.From == nil {
		c.standing(ch, n, float64(low), float64(high))
	} else {
		c.lying(ch, n, float64(low), float64(high))
	}
	var notes []string
	if ch.Unit != "" {
		notes = append(notes, c.labels.Unit+ch.Unit)
	}
	if ch.Note != "" {
		notes = append(notes, ch.Note)
	}
	for _, l := range c.lines([]run{{strings.Join(notes, "　"), barNote}}, c.last().width, c.last().width, true) {
		c.add(&block{high: cellLine, ops: func(x, y float64) []Op { return l.ops(x, y+baseline(cellLine, barNote.size)) }})
	}
	c.add(blankLine(apart))
}

// begins is where a bar begins.
func begins(ch *official.Chart, i int) int64 {
	if i < len(ch.From) {
		return ch.From[i]
	}
	return ch.Base
}

// figure is a value as it is printed.
func figure(ch *official.Chart, i int) string {
	if i < len(ch.Says) {
		return ch.Says[i]
	}
	v, scale := ch.Values[i], max(ch.Scale, 1)
	s := strconv.FormatInt(v/scale, 10)
	if scale > 1 {
		rest := v % scale
		if rest < 0 {
			rest = -rest
			if v/scale == 0 {
				s = "-0"
			}
		}
		digits := strconv.FormatInt(scale+rest, 10) // 1 and the decimals, with the noughts that lead them
		s += "." + digits[1:]
	}
	if ch.Unit == "%" {
		s += "%"
	}
	return s
}

func (c *composer) standing(ch *official.Chart, n int, low, high float64) {
	width := c.last().width
	step := width / float64(n)
	bar := min(step*0.55, 40)
	labels := make([][]set, n)
	rows := 1
	for i := range n {
		labels[i] = c.even(ch.Labels[i], barLabel, step-4)
		rows = max(rows, len(labels[i]))
	}
	floor := plotGap + plotHigh
	total := floor + float64(rows)*cellLine + 6
	if low < 0 {
		total += plotGap
	}
	c.add(&block{high: min(total, c.last().height), ops: func(x, y float64) []Op {
		zero := y + plotGap + plotHigh*high/(high-low)
		ops := []Op{&Bar{X: x, Y: y, Width: width, Height: floor, Ink: Pale}}
		under := y + floor + 2
		if low < 0 {
			under += plotGap
		}
		for i := range n {
			v := float64(ch.Values[i])
			h := plotHigh * v / (high - low)
			mid := x + step*(float64(i)+0.5)
			value := c.one(figure(ch, i), barValue)
			if h >= 0 {
				ops = append(ops, &Bar{X: mid - bar/2, Y: zero - h, Width: bar, Height: h, Ink: Brick})
				ops = append(ops, value.ops(mid-value.width/2, zero-h-4)...)
			} else {
				ops = append(ops, &Bar{X: mid - bar/2, Y: zero, Width: bar, Height: -h, Ink: Brick})
				ops = append(ops, value.ops(mid-value.width/2, zero-h+11)...)
			}
			for j, l := range labels[i] {
				ops = append(ops, l.ops(mid-l.width/2, under+float64(j)*cellLine+baseline(cellLine, barLabel.size))...)
			}
		}
		return append(ops, &Rule{X1: x, Y1: zero, X2: x + width, Y2: zero, Width: hair})
	}})
}

func (c *composer) lying(ch *official.Chart, n int, low, high float64) {
	width := c.last().width
	names, values := 0.0, 0.0
	for i := range n {
		names = max(names, c.width(clean(ch.Labels[i]), barLabel))
		values = max(values, c.width(figure(ch, i), barValue))
	}
	names = min(names, width/3)
	plot := width - names - 2*values - 16
	for i := range n {
		lines := c.even(ch.Labels[i], barLabel, names)
		tall := max(barLine, float64(len(lines))*cellLine+4)
		c.add(&block{high: tall, ops: func(x, y float64) []Op {
			var ops []Op
			for j, l := range lines {
				top := y + (tall-float64(len(lines))*cellLine)/2 + float64(j)*cellLine
				ops = append(ops, l.ops(x+names-l.width, top+baseline(cellLine, barLabel.size))...)
			}
			at0 := x + names + 8
			zero := at0 + plot*(float64(ch.Base)-low)/(high-low)
			if low < float64(ch.Base) {
				at0, zero = at0+values, zero+values
			}
			from := float64(begins(ch, i))
			long := plot * (float64(ch.Values[i]) - from) / (high - low)
			start := at0 + plot*(from-low)/(high-low)
			value := c.one(figure(ch, i), barValue)
			at := y + tall/2 + 0.38*barValue.size
			switch {
			case long >= 0:
				ops = append(ops, &Bar{X: start, Y: y + 4, Width: long, Height: tall - 8, Ink: Brick})
				ops = append(ops, value.ops(start+long+4, at)...)
			case i < len(ch.From): // a step down: its figure stands where it began
				ops = append(ops, &Bar{X: start + long, Y: y + 4, Width: -long, Height: tall - 8, Ink: Brick})
				ops = append(ops, value.ops(start+4, at)...)
			default:
				ops = append(ops, &Bar{X: start + long, Y: y + 4, Width: -long, Height: tall - 8, Ink: Brick})
				ops = append(ops, value.ops(start+long-4-value.width, at)...)
			}
			return append(ops, &Rule{X1: zero, Y1: y, X2: zero, Y2: y + tall, Width: hair})
		}})
	}
}
