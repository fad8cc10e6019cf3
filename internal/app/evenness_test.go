package app

import (
	"encoding/json"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/evenness"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
	"shuangze/internal/when"
)

// Each figure of what followed like problems is the length of the list that it leads to: of all units, of a town, and
// of those that are asked about with all others; days are those of the problems themselves; and all of a county are
// counted by two statements.
func TestEvennessIsItsLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		const login = "lingdao"
		leader, town, asked := v.actor(login), v.unit("曙坪镇"), 0
		seen := map[problem.Sequel]bool{}
		length := func(want int64, at string) {
			if got := v.lengthOf(login, at); got != want {
				t.Errorf("the list %s has %d, and not %d", at, got, want)
			}
		}
		check := func(a evenness.Asked, w evenness.Whose, c evenness.Count) {
			length(c.N, a.List(c.Like, w, problem.Watched))
			length(c.Closed.N(), a.Closed(c.Like, w))
			for _, s := range problem.Sequels {
				length(c.Share(s), a.List(c.Like, w, s))
				seen[s] = seen[s] || c.Share(s) > 0
			}
		}
		for _, side := range []actor.Side{actor.Principal, actor.Supervisory} {
			for _, year := range []int{v.h.Clock().Day().Year() - 1, v.h.Clock().Day().Year()} {
				a := evenness.Asked{Side: side, Year: year}
				before := v.h.DB.Statements()
				groups, err := v.h.evenness().Compare(t.Context(), leader, a)
				if err != nil {
					t.Fatal(err)
				}
				if n := v.h.DB.Statements() - before; n > 2 {
					t.Errorf("%d statements", n)
				}
				if len(groups) < 3 {
					t.Errorf("%d kinds on %s in %d", len(groups), side, year)
				}
				for _, g := range groups {
					check(a, evenness.Whose{}, g.All)
					v.daysAre(leader, a, g.All)
					for _, c := range g.Units {
						if c.Unit == town {
							check(a, evenness.Whose{Unit: town}, c)
						}
					}
					for _, o := range g.Outliers {
						asked++
						check(a, evenness.Whose{Unit: o.Own.Unit}, o.Own)
						check(a, evenness.Whose{Except: o.Own.Unit}, o.Others)
					}
				}
			}
		}
		if asked == 0 {
			t.Error("nobody is asked about")
		}
		if len(seen) < len(problem.Sequels) {
			t.Errorf("asked of %v", seen)
		}
		for s, some := range seen {
			if !some && s != problem.Unproved {
				t.Errorf("nothing of %s in the demonstration", s)
			}
		}
	})
}

// daysAre compares the days to closing with those of the problems themselves.
func (v *visitors) daysAre(who actor.Actor, a evenness.Asked, c evenness.Count) {
	whole, err := v.h.DB.WholeProblems(v.Context(), access.ScopeOf(who, "problem.see"), problem.Filter{Side: a.Side,
		Category: c.Category, Level: c.Level, State: problem.Closed, Followed: problem.Watched,
		Registers: when.Period{From: when.Date(a.Year, 1, 1), To: when.Date(a.Year+1, 1, 1)}}, 1000)
	if err != nil {
		v.Fatal(err)
	}
	want := map[int64]int64{}
	for _, p := range whole.Problems {
		want[int64(p.ClosedAt.Day()-p.RegisteredAt.Day())]++
	}
	for _, took := range c.Closed {
		if want[took.Days] != took.N {
			v.Errorf("%d took %d days and not %d", want[took.Days], took.Days, took.N)
		}
		delete(want, took.Days)
	}
	if len(want) > 0 {
		v.Errorf("nobody counts %v", want)
	}
}

// A unit reads its own lines beside the figures of all, and neither another's name nor lists of others; an office reads
// its own side alone, by page and by API.
func TestEvennessIsOnesOwn(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	town := p.unit("华坪镇")
	read := func(login, at string) (out api.Evenness, body string, code int) {
		w := p.call(p.all[login], "GET", at, nil)
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
				t.Fatal(err)
			}
		}
		return out, w.Body.String(), w.Code
	}
	whole, _, code := read("lingdao", "/evenness?side=principal")
	if code != 200 || len(whole.Items) == 0 {
		t.Fatalf("%d: %d kinds", code, len(whole.Items))
	}
	units := func(x api.Evenness) map[ref.ID]bool {
		out := map[ref.ID]bool{}
		for _, g := range x.Items {
			for _, u := range g.Units {
				out[u.Unit] = true
			}
			for _, o := range g.Asks {
				out[o.Unit] = true
			}
		}
		return out
	}
	if got := units(whole); len(got) < 10 || !got[town] {
		t.Errorf("the leading group reads %v", got)
	}
	own, body, code := read("shuping-lly", "/evenness?side=principal")
	if code != 200 || len(own.Items) == 0 {
		t.Fatalf("a clerk: %d, %d kinds", code, len(own.Items))
	}
	if got := units(own); len(got) != 1 || !got[p.unit("曙坪镇")] {
		t.Errorf("a clerk reads %v", got)
	}
	for _, g := range own.Items {
		if g.All.List != "" || strings.Contains(body, "except=") {
			t.Errorf("a clerk is led to the lists of others: %s", g.All.List)
		}
		for _, w := range whole.Items {
			if w.Category == g.Category && w.Level == g.Level && w.All.Problems != g.All.Problems {
				t.Errorf("of all units a clerk reads %d, and not %d", g.All.Problems, w.All.Problems)
			}
		}
	}
	if x, _, code := read("zhuti-jb", "/evenness?side=supervisory"); code != 200 || len(units(x)) > 1 {
		t.Errorf("of the other side an office reads %d: %v", code, units(x))
	}
	if x, _, _ := read("jiandu-jb", "/evenness"); x.Side != string(actor.Supervisory) {
		t.Errorf("the supervisory office reads %s", x.Side)
	}
	page := p.ask("shuping-lly", "GET", "/evenness")
	p.sees(page, 200, "曙坪镇", "全部单位", "不是结论")
	for _, u := range p.county.Units() {
		if name := p.county.Name(u); name != "曙坪镇" && strings.Contains(page.Body.String(), name) {
			t.Errorf("a clerk reads %s", name)
		}
	}
	p.sees(p.ask("lingdao", "GET", "/evenness?side=principal&category=duty"), 200, "华坪镇", "/problems?category=duty")
	if w := p.ask("shuping-lly", "GET", "/evenness/table.csv"); strings.Contains(w.Body.String(), "财政局") {
		t.Error("a clerk takes out another unit's line")
	}
}
