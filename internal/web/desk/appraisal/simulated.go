package appraisal

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	tables "shuangze/internal/exchange"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Simulated is the part of a page that says what a draft of the schemes would change over the facts of a year.
type Simulated struct {
	page.View
	V    *desk.Visit
	Sim  appraisal.Simulation
	Path string // of the page, without what is asked
	Sees bool   // the visitor may see the scores of a side whole; others read only that there is a simulation
}

// SimulatedYear is the year that is asked for: this one, or else the last.
func SimulatedYear(v *desk.Visit) int {
	now := v.Today().Year()
	if v.R.URL.Query().Get("year") == strconv.Itoa(now) {
		return now
	}
	return now - 1
}

// SeesSide says whether somebody may see the scores of all bodies of a side: one of no unit stands for all.
func SeesSide(a actor.Actor) func(actor.Side) bool {
	return func(side actor.Side) bool {
		return access.Can(a, "score.see", access.Object{Jurisdiction: a.Jurisdiction, Kind: ref.Body, Side: side})
	}
}

func (d Simulated) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

// Heading is what the part is called, with the year.
func (d Simulated) Heading() string {
	key := "score.sim.last"
	if d.Sim.Year == d.V.Today().Year() {
		key = "score.sim.this"
	}
	return d.P.T(key, "year", d.Sim.Year)
}

func (d Simulated) years() page.Field {
	now := d.V.Today().Year()
	f := page.Field{Name: "year", Label: d.P.T("score.sim.facts"), Value: strconv.Itoa(d.Sim.Year)}
	for _, y := range []int{now - 1, now} {
		key := map[bool]string{true: "score.sim.year.this", false: "score.sim.year.last"}[y == now]
		f.Options = append(f.Options, page.Option{Value: strconv.Itoa(y), Label: d.P.T(key, "year", y)})
	}
	return f
}

func (d Simulated) address(more string) string {
	return d.Path + more + "?" + url.Values{"year": {strconv.Itoa(d.Sim.Year)}}.Encode()
}

// says is the whole in a sentence.
func (d Simulated) says() string {
	if d.Sim.Same {
		return d.P.T("score.sim.same")
	}
	s := d.Sim.Sums()
	if s.Changed == 0 {
		return d.P.T("score.sim.nobody", "bodies", s.Bodies)
	}
	return d.P.T("score.sim.say", "bodies", s.Bodies, "rise", s.Rise, "fall", s.Fall, "regraded", s.Regraded,
		"mean", d.speech().Signed(s.Mean))
}

// more is what the sentence leaves out, where there is any; then from what all this is reckoned.
func (d Simulated) more() (out []string) {
	s := d.Sim.Sums()
	for _, x := range []struct {
		key string
		n   int
	}{{"score.sim.entering", s.Enter}, {"score.sim.leaving", s.Leave}, {"score.sim.regrouping", s.Regrouped}} {
		if x.n > 0 {
			out = append(out, d.P.T(x.key, "n", x.n))
		}
	}
	if n := s.Bodies - s.Changed; n > 0 && s.Changed > 0 {
		out = append(out, d.P.T("score.sim.rest", "n", n))
	}
	if d.Sim.Same {
		return out
	}
	return append(out, d.P.T("score.sim.from", "turn", d.Sim.Turn, "year", d.Sim.Year))
}

// group is the lines of one group of a scheme.
type group struct {
	Title string
	Rows  [][]string
}

// groups are the bodies that change, by scheme and group.
func (d Simulated) groups() (out []group) {
	for _, x := range d.Sim.Changes {
		if !x.Changed() {
			continue
		}
		row := d.speech().SimulationRow(x)
		title := row[1] + " · " + cmp.Or(row[2], "—")
		i := slices.IndexFunc(out, func(g group) bool { return g.Title == title })
		if i < 0 {
			i, out = len(out), append(out, group{Title: title})
		}
		out[i].Rows = append(out[i].Rows, slices.Delete(row, 1, 3))
	}
	return out
}

func (d Simulated) head(g group) page.List {
	l := page.List{Caption: g.Title}
	for i, h := range slices.Delete(d.speech().SimulationHeads(), 1, 3) {
		l.Cols = append(l.Cols, page.Col{Label: h, Num: i == 1, Width: map[int]string{0: "name", 4: "wide"}[i]})
	}
	return l
}

// weights are the sentences of each scheme.
func (d Simulated) weights() (out []group) {
	for _, w := range d.Sim.Weights {
		title := w.Scheme.Zh
		if !d.P.Chinese() {
			title = cmp.Or(w.Scheme.En, title)
		}
		if len(out) == 0 || out[len(out)-1].Title != title {
			out = append(out, group{Title: title})
		}
		g := &out[len(out)-1]
		g.Rows = append(g.Rows, []string{d.speech().Weighed(w)})
	}
	return out
}

// Roll is the same on paper: all bodies, those that stand as before too.
func (d Simulated) Roll(about string) frame.Roll {
	r := frame.Roll{View: d.View, Whose: d.V.Whose("score.see"), Moment: d.P.InstantIn(0, d.V.Now), Back: d.address(""),
		Export: d.address("/simulated/table.xlsx"), Filter: []string{about, d.Heading()},
		Under: append([]string{d.says()}, d.more()...), Heads: d.speech().SimulationHeads()}
	for _, g := range d.weights() {
		lines := []string{}
		for _, row := range g.Rows {
			lines = append(lines, row[0])
		}
		r.Under = append(r.Under, d.P.T("score.sim.weights.of", "scheme", g.Title, "list", d.P.List(lines)))
	}
	for i, x := range d.Sim.Changes {
		if r.More = i == frame.RollMost; r.More {
			break
		}
		r.Rows = append(r.Rows, d.speech().SimulationRow(x))
	}
	return r
}

// Table is the same as a table.
func (d Simulated) Table(about string) tables.Table {
	return tables.SimulationTable(d.speech(), d.Sim.Changes, about+" "+d.Heading())
}
