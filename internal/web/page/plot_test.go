package page

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestScale(t *testing.T) {
	for _, x := range []struct {
		values []int64
		want   Scale
	}{
		{nil, Scale{5000, 10000}},
		{[]int64{5000, 9999}, Scale{5000, 10000}},
		{[]int64{4999}, Scale{0, 10000}},
		{[]int64{10000}, Scale{5000, 10000}},
		{[]int64{10001}, Scale{5000, 10500}},
		{[]int64{0, 10501}, Scale{0, 11000}},
	} {
		if got := ScaleOf(x.values...); got != x.want {
			t.Errorf("%v: %v, not %v", x.values, got, x.want)
		}
	}
	half := Scale{5000, 10000}
	for v, want := range map[int64]int64{0: 0, 5000: 0, 7500: 5000, 8675: 7350, 10000: 10000, 12000: 10000} {
		if got := half.At(v); got != want {
			t.Errorf("%d stands at %d, not %d", v, got, want)
		}
	}
	if got := (Scale{0, 300}).At(100); got != 3333 {
		t.Errorf("a third is %d", got)
	}
	if got := (Scale{0, 300}).At(200); got != 6667 {
		t.Errorf("two thirds are %d", got)
	}
}

// Whatever the values: each stands on its scale, in their order.
func TestScaleKeepsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 11_500), 1, 40).Draw(t, "values")
		slices.Sort(values)
		s, was := ScaleOf(values...), int64(0)
		for _, v := range values {
			if v < s.From || v > s.To {
				t.Fatalf("%d is not on %v", v, s)
			}
			at := s.At(v)
			if at < was || at > whole {
				t.Fatalf("%d of %v stands at %d, after %d", v, s, at, was)
			}
			was = at
		}
	})
}

// Dots of one row never touch, and a row is begun only where all below it are taken.
func TestPiled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfN(rapid.Int64Range(0, whole), 0, 60).Draw(t, "at")
		near := rapid.Int64Range(1, 600).Draw(t, "near")
		slices.Sort(at)
		rows := piled(at, near)
		for i, r := range rows {
			taken := map[int]bool{}
			for j := range i {
				if at[i]-at[j] < near {
					if taken[rows[j]] = true; rows[j] == r {
						t.Fatalf("%d and %d are both in row %d", at[j], at[i], r)
					}
				}
			}
			for below := range r {
				if !taken[below] {
					t.Fatalf("%d stands in row %d, though %d has room", at[i], r, below)
				}
			}
		}
	})
}

// The marked dot is the last, so that none covers it, every value has one, and a pile is never higher than its room.
func TestDistribution(t *testing.T) {
	d := Distribution{Values: []int64{6000, 8675, 8675, 9000}, Own: 8675, OwnLabel: "x", Lines: []int64{6000, 9000, 9100}}
	x := d.draw()
	if len(x.Dots) != 4 || !x.Dots[3].Own || x.Dots[3].X != 7350 || x.Own != x.Dots[3] {
		t.Errorf("%+v", x)
	}
	if want := []tick{{0, "50"}, {10000, "100"}, {2000, "60"}, {8000, "90"}}; !slices.Equal(x.Ticks, want) {
		t.Errorf("%v, not %v", x.Ticks, want)
	}
	if !slices.Equal(x.Lines, []int64{2000, 8000, 8200}) {
		t.Errorf("%v", x.Lines)
	}
	d.Values = slices.Repeat([]int64{7000}, 60)
	if x := d.draw(); x.Axis > dotsTop+dotsMost+10 || x.Dots[0].Y == x.Dots[59].Y {
		t.Errorf("sixty of one place stand on an axis at %d, from %d to %d", x.Axis, x.Dots[0].Y, x.Dots[59].Y)
	}
	d.OwnLabel = ""
	if slices.ContainsFunc(d.draw().Dots, func(o dot) bool { return o.Own }) {
		t.Error("a dot is marked though none is asked for")
	}
}

// Of two figures of a year the higher is written above its point and the lower below, so that they never cross.
func TestTrend(t *testing.T) {
	p := Trend{Lines: []int64{6000}, Points: []TrendPoint{{Own: 9000, Median: 8000, MedianSays: "80"},
		{Own: 7000, Median: 8000, MedianSays: "80"}, {Own: 7500}}}
	s := p.spots()
	if s[0].X != 1666 || s[1].X != 5000 || s[2].X != 8333 {
		t.Errorf("%v", s)
	}
	if !(s[0].Words < s[0].Y && s[0].MedianWords > s[0].MedianY && s[1].Words > s[1].Y &&
		s[1].MedianWords < s[1].MedianY) {
		t.Errorf("%+v", s)
	}
	own, median := p.legs()
	if len(own) != 2 || len(median) != 1 || own[0] != (leg{1666, s[0].Y, 5000, s[1].Y}) {
		t.Errorf("%v %v", own, median)
	}
	if s[0].Y != 132*100-108*80 || !slices.Equal(p.rules(), []int64{132*100 - 108*20}) {
		t.Errorf("%d %v", s[0].Y, p.rules())
	}
}

func TestBars(t *testing.T) {
	if b := BarOf(300, 1200, 900); b != (PlotBar{0, 2500, BarPart, 7500}) || b.width() != "25.00%" {
		t.Errorf("%+v %s", b, b.width())
	}
	if b := BarOf(300, 1200, -1); b != (PlotBar{0, 2500, BarPart, -1}) {
		t.Errorf("%+v", b)
	}
	s := Scale{5000, 10000}
	if b := s.BarStep(10000, 9000); b != (PlotBar{8000, 10000, BarDown, -1}) {
		t.Errorf("%+v", b)
	}
	if b := s.BarStep(9000, 9500); b != (PlotBar{8000, 9000, BarUp, -1}) {
		t.Errorf("%+v", b)
	}
	if b := s.BarAt(7500); b != (PlotBar{0, 0, BarPart, 5000}) {
		t.Errorf("%+v", b)
	}
	for width, b := range map[string]PlotBar{"0": {From: 7, To: 7}, "0.30%": {From: 7, To: 8}, "1.05%": {To: 105}} {
		if b.width() != width {
			t.Errorf("%+v is %s wide, not %s", b, b.width(), width)
		}
	}
	for n, want := range map[int64]string{9000: "90", 8550: "85.5", 8555: "85.55", 5: "0.05", 0: "0"} {
		if points(n) != want {
			t.Errorf("%d is %s, not %s", n, points(n), want)
		}
	}
}
