package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
)

// What the records behind a fact add up to is the fact, for every fact of two towns' and departments' bodies in two
// years, and each names the entry that made it. A page of them is read by four statements.
func TestRecordsAddUp(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := t.Context(), v.h.Clock().Day()
		seen, means, many := map[string]bool{}, 0, 0
		for _, year := range []int{today.Year() - 1, today.Year()} {
			a := appraisal.Asked{Jurisdiction: 1, County: v.county, Rules: v.h.Policy, Year: year, Now: v.h.Clock()}
			for _, unit := range []string{"曙坪镇", "财政局"} {
				for _, b := range v.county.Seated(v.unit(unit)) {
					s, ok := appraisal.Unscored(a, b.ID)
					if !ok {
						continue
					}
					of := s.Whose()
					rows, err := v.h.DB.CountFacts(ctx, 1, v.h.factSources(), facts.YearOf(year, today), &of)
					if err != nil {
						t.Fatal(err)
					}
					values := facts.Gather(v.h.factSources(), rows).Of(of, v.h.Policy.InstitutionOf())
					for _, key := range values.Keys() {
						sum, from, n := formula.Of(0, 0), 0, 0
						for page := 0; ; page++ {
							before := v.h.DB.Statements()
							x, ok, err := v.h.Running.Explain(ctx, a, s, key, from, 7)
							if err != nil || !ok {
								t.Fatal(key, ok, err)
							}
							if n := v.h.DB.Statements() - before; n > 4 {
								t.Errorf("%d statements for a page of %s", n, key)
							}
							if x.Value.String() != values.Value(key).String() {
								t.Errorf("%s of %s is %s here and %s on the sheet", key, b.Name, x.Value, values.Value(key))
							}
							for _, r := range x.List {
								sum = sum.Plus(r.Adds)
								if len(r.Acts) == 0 {
									t.Errorf("%s of %s: no entry made %v", key, b.Name, r.Of)
								}
							}
							if n += len(x.List); x.Next() == 0 {
								if n != x.Total {
									t.Errorf("%s of %s: %d records of %d", key, b.Name, n, x.Total)
								}
								break
							}
							from, many = x.Next(), many+1
						}
						if sum.Fraction() != values.Value(key).Fraction() {
							t.Errorf("%s of %s in %d is %s, and its records add up to %s", key, b.Name, year,
								values.Value(key).Fraction(), sum.Fraction())
						}
						if fact, _, _ := facts.Whole(key); n > 0 {
							seen[fact] = true
							if fact == "duty-members" {
								means++
							}
						}
					}
				}
			}
		}
		if len(seen) < 20 || means == 0 {
			t.Errorf("only %d facts have records, %d of them means", len(seen), means)
		}
		t.Log(len(seen), "facts,", many, "further pages")
	})
}

// Whoever sees the score sees how many records are behind a value and the numbers of their entries; who may not see a
// record reads nothing else of it, on the page and by the API.
func TestRecordsKeepToWhatMayBeSeen(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := programming(t, v)
		x := v.newCase(7, outcomes.Ordinary)
		id, no := v.does("jiandu-jb", ref.Case, "add", 0, x)
		if no != "" {
			t.Fatal(no)
		}
		if _, no := v.does("jiandu-jb", ref.Case, "inform", id, &noun.Said{Text: "当面告知"}); no != "" {
			t.Fatal(no)
		}
		history, err := v.h.DB.History(t.Context(), id, 0)
		if err != nil || len(history.Events) != 2 {
			t.Fatal(len(history.Events), err)
		}
		body := v.townBody(bodies.Principal)
		at := "/scores/" + body.String() + "/records?fact=" + scheme.CaseDeduction
		who, _ := v.county.Person(x.Person)
		for login, sees := range map[string]bool{"shuping-lly": false, "zhuti-jb": false, "shuping": true, "lingdao": true} {
			w := v.ask(login, "GET", at)
			for _, e := range history.Events {
				v.sees(w, 200, fmt.Sprintf("№ %d", e.Entry))
			}
			page := w.Body.String()
			if strings.Contains(page, "/cases/"+id.String()) != sees || strings.Contains(page, "/journal/entries/") != sees ||
				strings.Contains(page, "没有查看的权限") == sees {
				t.Errorf("%s sees the case: %t", login, !sees)
			}
			for _, secret := range []string{x.Decision, x.Fact, who.Name, "案件"} {
				if !sees && strings.Contains(page[strings.Index(page, "<tbody>"):strings.Index(page, "</tbody>")], secret) {
					t.Errorf("%s reads %s", login, secret)
				}
			}
			var out api.ScoreRecords
			got := p.call(p.all[login], "GET", at, nil)
			if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil || got.Code != 200 || len(out.Items) != 1 {
				t.Fatalf("%s: %d %s", login, got.Code, got.Body)
			}
			r := out.Items[0]
			if out.Value != "4" || r.Adds != "4" || len(r.Entries) != 2 || r.Entries[0].Entry != history.Events[1].Entry ||
				(r.ID == id) != sees || (r.Title != "") != sees || (r.Entries[0].Kind != "") != sees {
				t.Errorf("%s: %+v", login, out)
			}
		}
		// A list that another unit keeps, and what nothing is counted of.
		for _, path := range []string{"/scores/" + v.actor("caizheng").Grants[0].Body.String() + "/records",
			"/scores/" + body.String() + "/records?fact=points", "/scores/" + body.String() + "/records?fact=nothing"} {
			if w := v.ask("shuping-lly", "GET", path); w.Code != 404 {
				t.Errorf("%s answers %d", path, w.Code)
			}
		}
		// Every value on the sheet leads to its records.
		sheet := v.ask("shuping-lly", "GET", "/scores/"+body.String()).Body.String()
		for _, key := range []string{"duty-due", "task-ontime"} {
			link := "fact=" + url.QueryEscape(key)
			if !strings.Contains(sheet, link) {
				t.Errorf("the sheet does not lead to the records of %s", key)
			}
		}
	})
}

// The standings that are kept between acts are those that are reckoned afresh, to the byte, after whatever was done:
// every write of the API is played, in an order of its own at each run, and both are compared after each few.
func TestKeptStandings(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	eachEngine(t, func(t *testing.T, v *visitors) {
		p, ctx := programming(t, v), t.Context()
		kept := v.h.running()
		same := func(after string) {
			t.Helper()
			c, err := v.h.DB.County(ctx, 1, v.h.Clock().Day())
			if err != nil {
				t.Fatal(err)
			}
			now := v.h.Clock()
			a := appraisal.Asked{Jurisdiction: 1, County: c, Rules: v.h.Policy, Year: now.Day().Year(), Now: now}
			is, err := kept.All(ctx, a)
			if err != nil {
				t.Fatal(err)
			}
			want, err := v.h.running().All(ctx, a)
			if err != nil || len(is) != len(want) {
				t.Fatal(len(is), len(want), err)
			}
			for i := range want {
				if is[i].Body != want[i].Body || is[i].Placing != want[i].Placing || is[i].Name != want[i].Name ||
					string(is[i].Sheet.Pack()) != string(want[i].Sheet.Pack()) || !slices.Equal(is[i].Cases, want[i].Cases) {
					t.Errorf("after %s %s is kept otherwise than it is reckoned", after, want[i].Name)
				}
				for _, key := range want[i].Facts.Keys() {
					if is[i].Facts.Value(key).String() != want[i].Facts.Value(key).String() {
						t.Errorf("after %s %s of %s is %s, and %s is kept", after, key, want[i].Name,
							want[i].Facts.Value(key), is[i].Facts.Value(key))
					}
				}
			}
		}
		same("the start")
		deeds := p.writes()
		var done []string
		for _, op := range p.ops {
			prepare := deeds[op.ID]
			if prepare == nil || rand.N(3) > 0 {
				continue
			}
			t.Run(op.ID, func(t *testing.T) {
				outer := p.T
				p.T = t
				defer func() { p.T = outer }()
				p.deed(op.ID, prepare(), "kept"+op.ID)
			})
			if done = append(done, op.ID); len(done)%4 == 0 {
				same(strings.Join(done[len(done)-4:], ", "))
			}
		}
		same("the end")
	})
}

// After an act that concerns one body few statements are made for the county: what it may have changed is counted, and
// nothing else.
func TestOnlyTheTouchedAreCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, kept, now := t.Context(), v.h.running(), v.h.Clock()
		a := appraisal.Asked{Jurisdiction: 1, County: v.county, Rules: v.h.Policy, Year: now.Day().Year(), Now: now}
		statements := func() int64 {
			t.Helper()
			before := v.h.DB.Statements()
			if _, err := kept.All(ctx, a); err != nil {
				t.Fatal(err)
			}
			return v.h.DB.Statements() - before
		}
		whole, body := statements(), v.townBody(bodies.Principal)
		for _, d := range v.h.dutiesOf(t) {
			if d.Body == body && d.State == duty.Open && d.Rule == "team-study" {
				in := &duty.Discharge{On: now.Day(), How: "按期学习"}
				if _, no := v.does("shuping-lly", ref.Duty, "discharge", d.ID, in); no != "" {
					t.Fatal(no)
				}
				break
			}
		}
		if n := statements(); n > 12 || n < 4 || whole < int64(len(v.h.factSources())) {
			t.Errorf("%d statements after an act, %d for the county", n, whole)
		}
	})
}
