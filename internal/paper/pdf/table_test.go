package pdf

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/official"
	"shuangze/internal/official/sample"
)

func TestTables(t *testing.T) {
	d := sample.List()
	d.Body = d.Body[:1]
	pages := pagesOf(t, d)
	long := 0
	for i, p := range pages {
		if p.Width < p.Height && i < len(pages)-1 {
			t.Fatalf("page %d of a wide table stands upright", i+1)
		}
		heads := 0
		for _, op := range p.Ops {
			if s, ok := op.(*Text); ok {
				if string(s.Words) == "督办事项" {
					heads++
				}
				long += strings.Count(string(s.Words), "需要逐一核对")
			}
		}
		if want := 1; p.Width > p.Height && heads != want {
			t.Errorf("page %d has %d heads", i+1, heads)
		}
	}
	if long != 40 {
		t.Errorf("of a row longer than a page %d lines of 40 are there", long)
	}
	if !slices.ContainsFunc(pages[0].Ops, func(op Op) bool {
		s, ok := op.(*Text)
		return ok && strings.HasPrefix(string(s.Words), "因涉及")
	}) {
		t.Error("a row longer than a page does not begin where it is")
	}
	// A row stands whole: its number and the last line of its text are on one page.
	for i, p := range pagesOf(t, official.Document{Form: official.Plain,
		Body: []official.Block{{Table: sample.Ledger(100)}}}) {
		first, last := 0, 0
		for _, l := range p.Ops {
			if s, ok := l.(*Text); ok {
				first += strings.Count(string(s.Words), "DB2025-")
				last += strings.Count(string(s.Words), "公示")
			}
		}
		if first != last || first == 0 {
			t.Errorf("page %d begins %d rows and ends %d", i+1, first, last)
		}
	}
	shares := &official.Table{Columns: []official.Column{{Label: "甲", Width: 1}, {Label: "乙", Width: 3}},
		Rows: [][]string{{"一", "二"}}}
	var x []float64
	for _, r := range rules(pagesOf(t, official.Document{Form: official.Plain,
		Body: []official.Block{{Table: shares}}})[0]) {
		if r.X1 == r.X2 {
			x = append(x, r.X1)
		}
	}
	slices.Sort(x)
	x = slices.Compact(x)
	near(t, "the second column", x[1]-x[0], 442.2/4)
	near(t, "the end of the table", x[2]-x[0], 442.2)
}

func TestTooLong(t *testing.T) {
	for what, d := range map[string]official.Document{
		"rows": {Body: []official.Block{{Table: sample.Ledger(1500)}},
			Annexes: []official.Annex{{Body: []official.Block{{Table: sample.Ledger(501)}}}}},
		"characters": {Body: []official.Block{{Text: strings.Repeat("字", MaxText+1)}}},
		"pages":      {Body: slices.Repeat([]official.Block{{Text: "字"}}, 23*MaxPages)},
	} {
		var tooLong *TooLongError
		if _, err := maker.Make(context.Background(), d, options); !errors.As(err, &tooLong) || tooLong.What != what {
			t.Errorf("of %s: %v", what, err)
		}
	}
	wide := &official.Table{Columns: make([]official.Column, MaxColumns+1)}
	one := strings.Repeat("字", MaxLine+1)
	for _, d := range []official.Document{{Mark: one}, {Printer: one}, {Foot: one}, {DayCode: one},
		{Signers: make([]string, MaxSigners+1)},
		{Annexes: make([]official.Annex, MaxPages+1)}, {Body: []official.Block{{Table: wide}}}} {
		var tooLong *TooLongError
		if _, err := maker.Pages(context.Background(), d); !errors.As(err, &tooLong) {
			t.Errorf("what does not fit into its place gives %v", err)
		}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := maker.Make(ended, sample.Circular(), options); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended caller gets %v", err)
	}
}

func TestCharts(t *testing.T) {
	ch := &official.Chart{Scale: 100, Labels: []string{"甲", "乙", "丙"}, Values: []int64{1000, -505, -7}}
	for i, want := range []string{"10.00", "-5.05", "-0.07"} {
		if got := figure(ch, i); got != want {
			t.Errorf("%d is printed %q, %q wanted", ch.Values[i], got, want)
		}
	}
	p := pagesOf(t, official.Document{Form: official.Plain, Body: []official.Block{{Chart: ch}}})[0]
	var bars []*Bar
	for _, op := range p.Ops {
		if b, ok := op.(*Bar); ok && b.Ink == Brick {
			bars = append(bars, b)
		}
	}
	if len(bars) != 3 {
		t.Fatalf("%d bars", len(bars))
	}
	near(t, "half the height", bars[1].Height, bars[0].Height*0.505)
	near(t, "what is below nought begins at it", bars[1].Y, bars[0].Y+bars[0].Height)
	all := linesOf(pagesOf(t, sample.List())[len(pagesOf(t, sample.List()))-1])
	if !slices.ContainsFunc(all, func(l lineAt) bool { return strings.HasPrefix(l.words, "第66单位") }) {
		t.Error("the last of 66 bars is not there")
	}
}

// A scale may begin elsewhere than at 0, and a bar where the one before it ended: steps from one figure to the next.
func TestStepsAreBars(t *testing.T) {
	ch := &official.Chart{Scale: 100, Base: 5000, Labels: []string{"满分", "失分", "加分", "得分"},
		From: []int64{5000, 10000, 9000, 5000}, Values: []int64{10000, 9000, 9500, 9500},
		Says: []string{"100.00", "−10.00", "+5.00", "95.00"}}
	p := pagesOf(t, official.Document{Form: official.Plain, Body: []official.Block{{Chart: ch}}})[0]
	var bars []*Bar
	for _, op := range p.Ops {
		if b, ok := op.(*Bar); ok {
			bars = append(bars, b)
		}
	}
	if len(bars) != 4 {
		t.Fatalf("%d bars", len(bars))
	}
	near := func(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }
	full, lost, added, total := bars[0], bars[1], bars[2], bars[3]
	if !near(lost.X+lost.Width, full.X+full.Width) || !near(added.X, lost.X) || !near(total.X, full.X) ||
		!near(total.X+total.Width, added.X+added.Width) || !near(lost.Width, 2*added.Width) ||
		!near(full.Width, 5*lost.Width) {
		t.Errorf("%+v %+v %+v %+v", full, lost, added, total)
	}
}
