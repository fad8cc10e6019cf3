package rounds

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var weights = Weights{Late: 1, Yellow: 2, Red: 4, Orders: 2, Problems: 1, Complaints: 1, Poor: 3, Least: 5}

// Fewer complaints than a county lets count neither count nor show; the gravest stand first, and ties by name.
func TestRank(t *testing.T) {
	list := []*Nominee{}
	for i, f := range []Facts{{Late: 3}, {Complaints: 4}, {Red: 1}, {Complaints: 5}, {Yellow: 1, Orders: 1}, {}} {
		c := &Nominee{Name: fmt.Sprint("u", i)}
		c.weigh(f, weights)
		list = append(list, c)
	}
	rank(list, 4)
	var got []string
	for _, c := range list {
		got = append(got, fmt.Sprint(c.Place, c.Name, " ", c.Points, c.State, len(c.Because())))
	}
	want := []string{"1u3 5chosen1", "2u2 4chosen1", "3u4 4chosen2", "4u0 3chosen1", "5u1 0listed0", "6u5 0listed0"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if list[4].Facts.Complaints != 0 {
		t.Error("four complaints are kept")
	}
	// Nobody is chosen without a reason.
	quiet := []*Nominee{{Name: "a"}, {Name: "b"}}
	if rank(quiet, 2); quiet[0].State != Listed {
		t.Error("chosen for nothing")
	}
}

// A draw is the same whatever order the pool comes in, picks as many as asked, and leaves who is not in the pool alone;
// another seed draws others.
func TestDraw(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pool := func() (out []*Nominee) {
		for i := range 66 {
			out = append(out, &Nominee{Base: noun.Base{Unit: ref.ID(i + 1)}, Name: fmt.Sprintf("单位%d", i)})
		}
		r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return out
	}
	picked := func(list []*Nominee) (out []string) {
		for _, c := range list {
			if c.State == Picked {
				out = append(out, c.Name)
			}
		}
		return out
	}
	a, b, c := pool(), pool(), pool()
	Draw("2026-10/principal/00", a, 5)
	Draw("2026-10/principal/00", b, 5)
	Draw("2026-10/principal/01", c, 5)
	if len(picked(a)) != 5 || !slices.Equal(picked(a), picked(b)) || slices.Equal(picked(a), picked(c)) {
		t.Errorf("%v, %v, %v", picked(a), picked(b), picked(c))
	}
	if !slices.IsSortedFunc(a, func(x, y *Nominee) int { return slices.Compare([]byte(x.Ticket), []byte(y.Ticket)) }) {
		t.Error("not in the order of the tickets")
	}
	Draw("x", a, 100)
	if len(picked(a)) != 66 {
		t.Error("more asked than there are")
	}
}

// A round lies within its quarter; the record that ranks is of the quarter before, over the year's end too.
func TestDays(t *testing.T) {
	r := &Round{Year: 2026, Quarter: "q1", Focus: 1, Begins: when.Date(2026, 1, 10), Ends: when.Date(2026, 3, 20)}
	if d := r.Days(); d.From != when.Date(2026, 1, 1) || d.To != when.Date(2026, 4, 1) {
		t.Errorf("%+v", d)
	}
	if d := r.Before(); d.From != when.Date(2025, 10, 1) || d.To != when.Date(2026, 1, 1) {
		t.Errorf("%+v", d)
	}
	wrong := func(change func(r *Round)) string {
		x, errs := *r, text.InputErrors(nil)
		change(&x)
		if x.fits(&errs); len(errs) == 0 {
			return ""
		}
		return errs[0].Field
	}
	for name, c := range map[string]struct {
		change func(r *Round)
		want   string
	}{
		"so":             {func(*Round) {}, ""},
		"before":         {func(r *Round) { r.Begins = when.Date(2025, 12, 31) }, "begins"},
		"after":          {func(r *Round) { r.Ends = when.Date(2026, 4, 1) }, "ends"},
		"ends first":     {func(r *Round) { r.Ends = r.Begins - 1 }, "ends"},
		"nobody":         {func(r *Round) { r.Focus = 0 }, "sample"},
		"drawn alone":    {func(r *Round) { r.Focus, r.Sample = 0, 1 }, ""},
		"another season": {func(r *Round) { r.Quarter = "q2" }, "begins"},
	} {
		if got := wrong(c.change); got != c.want {
			t.Errorf("%s: wrong with %q, not %q", name, got, c.want)
		}
	}
	r.FixedOn = 100
	if r.mayDraw(100) == nil || r.mayDraw(101) != nil {
		t.Error("the seed is of the day after")
	}
}
