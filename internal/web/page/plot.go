package page

import (
	"slices"
	"strconv"
)

// Plots are SVG that is drawn here, for readers without script. A point stands at a percentage of the width and at so
// many pixels from the top, without a viewBox: words and dots keep their size on a phone and on paper, and only
// distances along the scale change. All places are whole hundredths (of a percent, of a pixel); nothing is a float.

// Scale is the range of points that a plot shows, in hundredths of a point.
type Scale struct{ From, To int64 }

// whole is a hundred points; half of them is where a scale begins below which nothing stands.
const (
	whole = 10_000
	half  = whole / 2
	five  = 500
)

// ScaleOf is the scale of values: from 0, or from 50 where none lies below it, to 100, or to the next five where one
// lies above it.
func ScaleOf(values ...int64) Scale {
	s := Scale{half, whole}
	for _, v := range values {
		if v < half {
			s.From = 0
		}
		s.To = max(s.To, (v+five-1)/five*five)
	}
	return s
}

// At is where a value stands between the ends of the scale, in hundredths of a percent, half up; what lies outside
// stands at the nearer end.
func (s Scale) At(v int64) int64 {
	v = min(max(v, s.From), s.To) - s.From
	n := s.To - s.From
	if n == 0 {
		return 0
	}
	return (2*v*whole + n) / (2 * n)
}

// tick is a number under an axis.
type tick struct {
	At    int64
	Label string
}

// apartTicks is how far numbers under an axis stand from each other at least, in hundredths of a percent: two digits
// on a phone.
const apartTicks = 700

// ticks are the numbers under a scale: both ends, and of the marks those that have room.
func (s Scale) ticks(marks []int64) []tick {
	out := []tick{{0, points(s.From)}, {whole, points(s.To)}}
	for _, m := range slices.Sorted(slices.Values(marks)) {
		at := s.At(m)
		room := func(t tick) bool { return at-t.At < apartTicks && t.At-at < apartTicks }
		if !slices.ContainsFunc(out, room) {
			out = append(out, tick{at, points(m)})
		}
	}
	return out
}

// points are hundredths without noughts behind the point.
func points(n int64) string {
	s := strconv.FormatInt(n/100, 10)
	switch rest := n % 100; {
	case rest == 0:
		return s
	case rest%10 == 0:
		return s + "." + strconv.FormatInt(rest/10, 10)
	default:
		return s + "." + strconv.FormatInt(100+rest, 10)[1:]
	}
}

// hundredths writes a number of hundredths; percent says that they are of the width.
func hundredths(n int64) string {
	return strconv.FormatInt(n/100, 10) + "." + strconv.FormatInt(100+n%100, 10)[1:]
}

func percent(n int64) string { return hundredths(n) + "%" }

func px(n int64) string { return strconv.FormatInt(n, 10) }

// anchor is how words stand at a place, so that they stay within the picture.
func anchor(at int64) string {
	switch {
	case at < 2_000:
		return "start"
	case at > 8_000:
		return "end"
	}
	return "middle"
}

// Distribution is every body of a group as a dot on a scale, one of them marked.
type Distribution struct {
	Title  string  // what it is of
	Say    string  // what it shows, for who does not see it
	Values []int64 // from the least
	Own    int64   // of the marked one, when OwnLabel is not empty
	Median int64

	OwnLabel, MedianLabel string
	Lines                 []int64 // where a grade begins
}

// dot is one value in its place.
type dot struct {
	X, Y int64
	Own  bool
}

// Measures of a distribution, in pixels: what is written above the dots, how far dots that would touch stand above each
// other, at most how high they are piled, and how near in hundredths of a percent they would touch.
const (
	dotsTop  = 26
	dotPitch = 10
	dotsMost = 120
	dotsNear = 260
)

// drawn is a distribution laid out.
type drawn struct {
	Dots   []dot // the marked one is the last, above the others
	Ticks  []tick
	Lines  []int64
	Own    dot
	Median int64
	Axis   int64 // from the top, in pixels
}

// draw lays a distribution out: dots that would touch are piled from the axis up.
func (d Distribution) draw() drawn {
	s := ScaleOf(d.Values...)
	at := make([]int64, len(d.Values))
	for i, v := range d.Values {
		at[i] = s.At(v)
	}
	rows, most := piled(at, dotsNear), 0
	for _, r := range rows {
		most = max(most, r)
	}
	pitch := int64(dotPitch)
	if most > 0 {
		pitch = min(pitch, dotsMost/int64(most))
	}
	out := drawn{Ticks: s.ticks(d.Lines), Median: s.At(d.Median), Axis: dotsTop + int64(most)*pitch + 10}
	for _, l := range d.Lines {
		if l > s.From && l < s.To {
			out.Lines = append(out.Lines, s.At(l))
		}
	}
	own := -1
	if d.OwnLabel != "" {
		own = slices.Index(d.Values, d.Own)
	}
	for i := range at {
		x := dot{X: at[i], Y: out.Axis - 10 - int64(rows[i])*pitch, Own: i == own}
		if x.Own {
			out.Own = x
			continue
		}
		out.Dots = append(out.Dots, x)
	}
	if own >= 0 {
		out.Dots = append(out.Dots, out.Own)
	}
	return out
}

// piled says in which row each of sorted places stands, so that no two of a row are nearer than near; the lowest row
// that has room is taken.
func piled(at []int64, near int64) []int {
	out, last := make([]int, len(at)), []int64{}
	for i, x := range at {
		r := slices.IndexFunc(last, func(l int64) bool { return x-l >= near })
		if r < 0 {
			r, last = len(last), append(last, x)
		}
		out[i], last[r] = r, x
	}
	return out
}

// Trend is how something stood in several years, beside the median of its group.
type Trend struct {
	Title, Say  string
	Own, Median string // what the two lines are called
	Points      []TrendPoint
	Lines       []int64 // where a grade begins
}

// TrendPoint is one year. Median is told when MedianSays is not empty.
type TrendPoint struct {
	Label            string
	Own, Median      int64
	Says, MedianSays string // the figures as they are written
}

// Measures of a trend, in pixels from the top: where the scale ends and begins, and the years below it.
const (
	trendTop    = 24
	trendBottom = 132
	trendYears  = 166
)

// leg is a piece of a line from one year to the next.
type leg struct{ X1, Y1, X2, Y2 int64 }

// spot is a year in its place: Y and MedianY in hundredths of a pixel, and where the figures are written.
type spot struct {
	TrendPoint
	X, Y, MedianY, Words, MedianWords int64
}

func (t Trend) scale() Scale {
	var all []int64
	for _, p := range t.Points {
		if all = append(all, p.Own); p.MedianSays != "" {
			all = append(all, p.Median)
		}
	}
	return ScaleOf(all...)
}

// down is how far from the top of a trend a value stands, in hundredths of a pixel.
func (s Scale) down(v int64) int64 { return trendBottom*100 - (trendBottom-trendTop)*s.At(v)/100 }

// spots are the years in their places. The higher of two figures is written above its point, the lower one below.
func (t Trend) spots() (out []spot) {
	s, n := t.scale(), int64(len(t.Points))
	for i, p := range t.Points {
		x := spot{TrendPoint: p, X: (2*int64(i) + 1) * whole / (2 * n), Y: s.down(p.Own), MedianY: s.down(p.Median)}
		x.Words, x.MedianWords = x.Y-1000, x.MedianY+2000
		if p.MedianSays != "" && p.Own < p.Median {
			x.Words, x.MedianWords = x.Y+2000, x.MedianY-1000
		}
		out = append(out, x)
	}
	return out
}

// legs are the pieces of the two lines.
func (t Trend) legs() (own, median []leg) {
	all := t.spots()
	for i := 1; i < len(all); i++ {
		a, b := all[i-1], all[i]
		own = append(own, leg{a.X, a.Y, b.X, b.Y})
		if a.MedianSays != "" && b.MedianSays != "" {
			median = append(median, leg{a.X, a.MedianY, b.X, b.MedianY})
		}
	}
	return own, median
}

// rules are the heights at which grades begin.
func (t Trend) rules() (out []int64) {
	s := t.scale()
	for _, l := range t.Lines {
		if l > s.From && l < s.To {
			out = append(out, s.down(l))
		}
	}
	return out
}

// PlotBar is a bar within a row of a table, which says the figure beside it: from one place to another, in hundredths
// of a percent of the cell.
type PlotBar struct {
	From, To int64
	Tone     BarTone
	Tick     int64 // a mark across the bar; below 0 = none
}

// BarTone is what a bar stands for. Tones differ in lightness and outline too, so that they differ in black and white.
type BarTone string

// The tones.
const (
	BarPart BarTone = "part" // a part of the whole, which stands behind it
	BarDown BarTone = "down"
	BarUp   BarTone = "up"
)

// BarOf is the share of a whole, with a tick at another; below 0 = none.
func BarOf(part, of, tick int64) PlotBar {
	s, b := Scale{0, of}, PlotBar{Tone: BarPart, Tick: -1}
	if b.To = s.At(part); tick >= 0 {
		b.Tick = s.At(tick)
	}
	return b
}

// BarStep is a step on a scale.
func (s Scale) BarStep(was, is int64) PlotBar {
	b := PlotBar{s.At(min(was, is)), s.At(max(was, is)), BarDown, -1}
	if is > was {
		b.Tone = BarUp
	}
	return b
}

// BarAt is where something stands on a scale: a tick and no bar, since a scale need not begin at 0.
func (s Scale) BarAt(v int64) PlotBar { return PlotBar{Tone: BarPart, Tick: s.At(v)} }

// leastBar is how wide what is there is at least, so that it is seen: hundredths of a percent.
const leastBar = 30

func (b PlotBar) width() string {
	if b.From == b.To {
		return "0"
	}
	return percent(max(b.To-b.From, leastBar))
}
