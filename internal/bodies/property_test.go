package bodies

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// wild draws a county as a careless import would make it: parents that do not
// exist, circles, bodies and documents of any kind and date.
func wild(t *rapid.T) Rows {
	var rows Rows
	id := ref.ID(0)
	next := func() ref.ID { id++; return id }
	n := rapid.IntRange(1, 7).Draw(t, "units")
	period := func(what string) when.Period {
		from := when.Day(rapid.IntRange(1, 30).Draw(t, what))
		to := from + when.Day(rapid.IntRange(0, 30).Draw(t, what+" long"))
		if to > 45 {
			to = when.Open
		}
		return when.Period{From: from, To: to}
	}
	var units []ref.ID
	for range n {
		u := Unit{ID: next(), Version: 1, When: when.Period{From: 0, To: when.Open}}
		u.Code = fmt.Sprint("U", u.ID)
		units = append(units, u.ID)
		rows.Units = append(rows.Units, u)
	}
	any := func(what string) ref.ID {
		return rapid.SampledFrom(append([]ref.ID{0, 9999}, units...)).Draw(t, what)
	}
	for _, u := range units {
		from := when.Day(0)
		for _, to := range []when.Day{when.Day(rapid.IntRange(0, 40).Draw(t, "change")), when.Open} {
			rows.Facts = append(rows.Facts, UnitFacts{ID: next(), Unit: u, Name: fmt.Sprint("n", u),
				Period:   when.Period{From: from, To: to},
				Category: rapid.SampledFrom(Categories).Draw(t, "category"), Parent: any("parent")})
			from = to
		}
	}
	var all []ref.ID
	for range rapid.IntRange(0, 10).Draw(t, "bodies") {
		b := Body{ID: next(), Kind: rapid.SampledFrom(BodyKinds).Draw(t, "kind"), Unit: any("seat"), Period: period("body")}
		b.Name = fmt.Sprint("b", b.ID)
		all = append(all, b.ID)
		rows.Bodies = append(rows.Bodies, b)
	}
	if len(all) == 0 {
		return rows
	}
	for range rapid.IntRange(0, 5).Draw(t, "links") {
		rows.Services = append(rows.Services, Service{ID: next(), Body: rapid.SampledFrom(all).Draw(t, "group"),
			Unit: any("served"), Period: period("service")})
		rows.Assignments = append(rows.Assignments, Assignment{ID: next(), Body: rapid.SampledFrom(all).Draw(t, "by"),
			Unit: any("for"),
			Side: rapid.SampledFrom(Sides).Draw(t, "side"), Period: period("hand"), Basis: "d"})
	}
	return rows
}

// Whatever the rows, the rule ends, says why, names only bodies in force, never
// the unit's own body by hand, and does not depend on the order of the rows.
func TestRuleHoldsForAnyCounty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := wild(t)
		c := Snapshot(when.Day(rapid.IntRange(0, 50).Draw(t, "day")), rows)
		turned := Rows{Units: slices.Clone(rows.Units), Facts: slices.Clone(rows.Facts), Bodies: slices.Clone(rows.Bodies),
			Services: slices.Clone(rows.Services), Assignments: slices.Clone(rows.Assignments)}
		slices.Reverse(turned.Units)
		slices.Reverse(turned.Facts)
		slices.Reverse(turned.Bodies)
		slices.Reverse(turned.Services)
		slices.Reverse(turned.Assignments)
		d := Snapshot(c.Day(), turned)
		if fmt.Sprint(c.Gaps()) != fmt.Sprint(d.Gaps()) || fmt.Sprint(c.Units()) != fmt.Sprint(d.Units()) {
			t.Fatal("the order of the rows shows")
		}
		if len(c.Units()) != len(rows.Units) {
			t.Fatalf("%d of %d units in the chart", len(c.Units()), len(rows.Units))
		}
		for _, a := range c.All() {
			if fmt.Sprint(a) != fmt.Sprint(d.Responsible(a.Unit)) {
				t.Fatal("the order of the rows shows in an answer")
			}
			for _, h := range []Half{a.Principal, a.Supervisory} {
				if h.Reason.Key == "" || !slices.Contains(Rules, h.Row) || h.Chain[0] != a.Unit {
					t.Fatalf("%+v", h)
				}
				if (len(h.Charges) > 0) == (h.Trouble != NoTrouble || h.Watched()) {
					t.Fatalf("bodies and trouble: %+v", h)
				}
				if h.Since > c.Day() {
					t.Fatalf("answers since %d on %d", h.Since, c.Day())
				}
				for _, x := range h.Charges {
					b, ok := c.Body(x.Body)
					if !ok || b.Kind.Side() != h.Side {
						t.Fatalf("%d of kind %s does not answer on the %s side", x.Body, b.Kind, h.Side)
					}
					if h.By != 0 && b.Unit == a.Unit {
						t.Fatal("answers for itself by hand")
					}
				}
			}
			if c.MustBeSet(a.Unit) && !a.Principal.Watched() && a.Principal.Row != RowHand {
				t.Fatalf("must be set by hand: %+v", a.Principal)
			}
		}
		c.Gaps()
	})
}

// Since is the first day of the spell that the history shows, and the spells
// leave no hole and no overlap.
func TestSinceAgreesWithHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := NewRegister(tidy(wild(t)))
		day := when.Day(rapid.IntRange(0, 60).Draw(t, "day"))
		c := r.On(day)
		for _, u := range c.Units() {
			for _, side := range Sides {
				a := c.Responsible(u)
				h := a.Half(side)
				end := when.Day(0)
				for _, s := range r.History(u, side) {
					if s.Period.From != end || s.Period.To <= s.Period.From {
						t.Fatalf("hole at %d: %+v", end, s.Period)
					}
					end = s.Period.To
					if s.Period.Holds(day) && !s.Half.same(h) {
						t.Fatalf("history says %+v, the day says %+v", s.Half, h)
					}
					if s.Period.Holds(day) && h.Trouble == NoTrouble && !h.Lacking && h.Since != s.Period.From {
						t.Fatalf("since %d, history since %d", h.Since, s.Period.From)
					}
				}
				if end != when.Open {
					t.Fatalf("history ends on %d", end)
				}
			}
		}
	})
}

// tidy drops the doubles that the commands refuse: a second body, service or
// document for the same thing at the same time.
func tidy(rows Rows) Rows {
	out := Rows{Units: rows.Units, Facts: rows.Facts}
	for _, b := range rows.Bodies {
		if !slices.ContainsFunc(out.Bodies, func(o Body) bool {
			return o.Kind == b.Kind && (b.Kind.Single() || o.Unit == b.Unit) && share(o.Period, b.Period)
		}) {
			out.Bodies = append(out.Bodies, b)
		}
	}
	for _, s := range rows.Services {
		if !slices.ContainsFunc(out.Services, func(o Service) bool { return o.Unit == s.Unit && share(o.Period, s.Period) }) {
			out.Services = append(out.Services, s)
		}
	}
	for _, a := range rows.Assignments {
		if !slices.ContainsFunc(out.Assignments, func(o Assignment) bool {
			return o.Unit == a.Unit && o.Side == a.Side && share(o.Period, a.Period)
		}) {
			out.Assignments = append(out.Assignments, a)
		}
	}
	return out
}

// However often a unit is changed, each day of its life has exactly one row.
func TestSplittingLeavesNoHole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := ref.ID(0)
		mint := func() ref.ID { id++; return id }
		r := NewRegister(Rows{})
		do := func(k Command) bool {
			ch, err := k.Do(r, mint)
			if err == nil {
				r = r.With(ch)
			}
			return err == nil
		}
		start := when.Date(2020, 1, 1)
		for i := range 4 {
			do(FoundUnit{Code: fmt.Sprint(i), Name: fmt.Sprint("单位", i), Category: Government, From: start})
		}
		units := r.Rows().Units
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			u := units[rapid.IntRange(0, 3).Draw(t, "unit")].ID
			v := units[rapid.IntRange(0, 3).Draw(t, "other")].ID
			on := start + when.Day(rapid.IntRange(-2, 20).Draw(t, "on"))
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0:
				do(RenameUnit{Unit: u, Name: fmt.Sprint("名", id), On: on})
			case 1:
				do(MoveUnit{Unit: u, Parent: v, On: on})
			case 2:
				do(MoveUnit{Unit: u, On: on})
			case 3:
				do(EndUnit{Unit: u, On: on})
			case 4:
				do(MergeUnits{Unit: u, Into: v, On: on, Document: "文"})
			case 5:
				do(SplitUnit{Unit: u, Code: fmt.Sprint("S", id), Name: fmt.Sprint("分", id), On: on, Document: "文",
					Below: r.On(on).Children(u)})
			}
		}
		for _, u := range r.Rows().Units {
			for d := u.When.From - 3; d < start+30; d++ {
				n := 0
				for _, f := range r.Facts(u.ID) {
					if f.Period.Holds(d) {
						n++
					}
				}
				if want := map[bool]int{true: 1}[u.When.Holds(d)]; n != want {
					t.Fatalf("unit %s has %d rows on day %d of %v", u.Code, n, d, u.When)
				}
			}
		}
		for d := start - 3; d < start+30; d++ {
			for _, g := range r.On(d).Gaps() {
				if g.Code == GapChain || g.Code == GapFacts || g.Code == GapSeat {
					t.Fatalf("the commands left %s on day %d", g.Code, d-start)
				}
			}
		}
	})
}

// However often a body is renamed and ended, it stays one body, and each day of
// its life has exactly one name, the one that the county shows.
func TestOneNameADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := ref.ID(0)
		mint := func() ref.ID { id++; return id }
		start := when.Date(2020, 1, 1)
		r := NewRegister(Rows{})
		do := func(k Command) {
			if ch, err := k.Do(r, mint); err == nil {
				r = r.With(ch)
			}
		}
		do(FoundBody{Kind: LeadingGroup, Name: "名", From: start})
		body := r.Rows().Bodies[0].ID
		for range rapid.IntRange(1, 10).Draw(t, "acts") {
			on := start + when.Day(rapid.IntRange(-2, 20).Draw(t, "on"))
			if rapid.IntRange(0, 9).Draw(t, "act") == 0 {
				do(EndBody{Body: body, On: on})
			} else {
				do(RenameBody{Body: body, Seen: r.NameRow(body, on),
					Name: rapid.SampledFrom([]string{"甲", "乙", "丙"}).Draw(t, "name"), On: on})
			}
		}
		b, _ := r.Body(body)
		if len(r.Rows().Bodies) != 1 {
			t.Fatal("a rename made another body")
		}
		for d := start - 3; d < start+30; d++ {
			names := ""
			for _, n := range r.BodyNames(body) {
				if n.Period.Holds(d) {
					names += n.Name
				}
			}
			shown, standing := r.On(d).Body(body)
			if standing != b.Period.Holds(d) || names != shown.Name {
				t.Fatalf("day %d of %v: rows say %q, the county %q", d-start, b.Period, names, shown.Name)
			}
			if on, _ := r.BodyOn(body, d); standing && on.Name != shown.Name {
				t.Fatalf("day %d: %q and %q", d-start, on.Name, shown.Name)
			}
		}
	})
}

// Every key written in the code has a sentence.
func TestKeysAreListed(t *testing.T) {
	known := phrases(t)
	literal := regexp.MustCompile(`"((?:bodies|unit|body|assign|service|appointment|person)\.[a-z.-]*[a-z])"`)
	files, _ := os.ReadDir(".")
	for _, f := range files {
		// These name verbs and journal kinds in the same manner; they are no messages.
		name := f.Name()
		if name == "commands.go" || name == "kind.go" ||
			!strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(src), -1) {
			if known[m[1]] == nil {
				t.Errorf("%s: %s has no sentence in keys.txt", f.Name(), m[1])
			}
		}
	}
	for what, codes := range map[string][]string{
		"category": strs(Categories), "body": strs(BodyKinds), "post": strs(Posts), "level": strs(Levels),
		"side": strs(Sides),
		"row":  strs(Rules), "gap": strs(gapOrder),
	} {
		for _, c := range codes {
			if known["label."+what+"."+c] == nil {
				t.Errorf("label.%s.%s is missing", what, c)
			}
		}
	}
}

func strs[T ~string](in []T) []string {
	var out []string
	for _, x := range in {
		out = append(out, string(x))
	}
	return out
}
