package app

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
)

// Who may be nominated is found in a fixed number of statements; who is not of the office that checks learns of no
// decision; nobody finds themselves; who may not nominate sees nothing.
func TestEligible(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		year := v.h.Clock().Day().Year() - 1
		list := func(login, of string) eligible.List {
			who := v.actor(login)
			before := v.h.DB.Statements()
			out, err := v.h.eligible().List(t.Context(), who, v.county, eligible.Asked{Of: of, Year: year})
			if err != nil {
				t.Fatal(err)
			}
			if n := v.h.DB.Statements() - before; n > 13 {
				t.Errorf("%s: %d statements for %d rows", of, n, len(out.Rows))
			}
			return out
		}
		for _, of := range []string{honours.Team, honours.Model} {
			out, met, whys := list("zhuti-jb", of), 0, map[string]bool{}
			for _, r := range out.Rows {
				if r.Met() {
					met++
				}
				for _, f := range r.Findings {
					if whys[f.What] = whys[f.What] || !f.Met; f.Clause == "" {
						t.Errorf("%s of %s has no clause", f.What, r.Name)
					}
				}
				for _, h := range r.Stands {
					if h.By != "" || h.Number != "" || h.Of != 0 {
						t.Errorf("the principal office reads of %s: %+v", r.Name, h)
					}
				}
			}
			if met == 0 || met == len(out.Rows) || !whys[eligible.ByGrade] || !whys[eligible.ByCheck] {
				t.Errorf("%s: %d of %d may be nominated, not for %v", of, met, len(out.Rows), whys)
			}
		}
		knows := slices.ContainsFunc(list("jiandu-jb", honours.Model).Rows, func(r eligible.Row) bool {
			return slices.ContainsFunc(r.Stands, func(s effect.Hindrance) bool { return s.By != "" })
		})
		if !knows {
			t.Error("the supervisory office does not read what stands in the way")
		}
		mine := v.actor("lingdao").Person
		own := list("lingdao", honours.Model)
		if slices.ContainsFunc(own.Rows, func(r eligible.Row) bool { return r.Person == mine }) {
			t.Error("somebody finds themselves")
		}
		if !slices.ContainsFunc(list("zhuti-jb", honours.Model).Rows, func(r eligible.Row) bool { return r.Person == mine }) {
			mine = 0 // sits in no team of a unit: nothing was left out
		}
		if mine != 0 && own.Own == 0 {
			t.Error("nobody says that a row was left out")
		}
		for _, login := range []string{"shuping", "shuping-lly", "caizheng"} {
			v.sees(v.ask(login, "GET", "/eligible"), 404)
			v.sees(v.ask(login, "GET", "/eligible/table.xlsx"), 404)
		}
	})
}

// The page leads from a row to a nomination that is filled in, and says by which clause others may not; print and table
// say the same, and programs read it.
func TestEligiblePage(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	year := p.h.Clock().Day().Year() - 1
	page := p.ask("zhuti-jb", "GET", "/eligible?of=model&show=met").Body.String()
	i := strings.Index(page, "/honours/new?")
	if i < 0 {
		t.Fatal("no nomination begins from a row")
	}
	at := strings.ReplaceAll(page[i:i+strings.IndexByte(page[i:], '"')], "&amp;", "&")
	q, err := url.ParseQuery(at[strings.IndexByte(at, '?')+1:])
	if err != nil || q.Get("person") == "" || q.Get("kind") != honours.Model {
		t.Fatalf("%s: %v", at, err)
	}
	form := p.ask("zhuti-jb", "GET", at)
	who, _ := p.county.Person(ref.Parse(q.Get("person")))
	if s := form.Body.String(); form.Code != 200 || !regexp.MustCompile(`(value="`+who.Name+`|<option[^>]*selected[^>]*>`+
		who.Name+`)`).MatchString(s) {
		t.Errorf("the form is not filled in with %s: %d", who.Name, form.Code)
	}
	p.sees(p.ask("zhuti-jb", "GET", "/eligible?show=unmet"), 200, "考核等次不符合（条件：", "与评优树模挂钩")
	p.sees(p.ask("zhuti-jb", "GET", "/eligible/print?show=all"), 200, "不打分、不排名")
	if rows := p.ask("zhuti-jb", "GET", "/eligible/table.csv?show=all"); !strings.Contains(rows.Body.String(), "曙坪镇") {
		t.Errorf("the table: %d %s", rows.Code, rows.Body)
	}
	var out api.Eligible
	w := p.call(p.all["zhuti-jb"], "GET", "/eligible?kind=model", nil)
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || len(out.Items) == 0 || out.Year != year {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	for _, x := range out.Items {
		if len(x.Answers) != len(eligible.Whats) || x.Met != (len(x.Why) == 0) {
			t.Errorf("%s: met %t, %v", x.Name, x.Met, x.Why)
		}
	}
	if w := p.call(p.all["shuping-lly"], "GET", "/eligible", nil); w.Code != 403 && w.Code != 404 {
		t.Errorf("a clerk reads candidates: %d", w.Code)
	}
}

// Each figure of the year of consequences is the length of the list that it opens, for whoever looks, in one statement;
// units add up to what there is of all.
func TestFollowingIsItsLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		today, seen := v.h.Clock().Day(), map[string]bool{}
		board := consequences.Board{Read: v.h.DB}
		for _, login := range []string{"lingdao", "jiandu-jb", "zhuti-jb", "shuping-lly"} {
			for _, y := range []consequences.Year{{Year: today.Year() - 1}, {Year: today.Year()},
				{Year: today.Year(), Hand: consequences.Sanction}} {
				who := v.actor(login)
				before := v.h.DB.Statements()
				all, units, err := board.Count(t.Context(), who, v.county, y)
				if err != nil {
					t.Fatal(err)
				}
				if n := v.h.DB.Statements() - before; n > 1 {
					t.Errorf("%d statements", n)
				}
				sum := consequences.Count{}
				for i, c := range append([]consequences.Count{all}, units...) {
					if i > 0 {
						sum.Open, sum.Late, sum.Done = sum.Open+c.Open, sum.Late+c.Late, sum.Done+c.Done
						sum.Ended, sum.Void = sum.Ended+c.Ended, sum.Void+c.Void
					}
					if i > 4 || i > 0 && c.Unit == 0 {
						continue
					}
					for _, stand := range consequences.Stands {
						at := y.List(c.Unit, stand)
						if got := v.lengthOf(login, at); got != c.Of(stand) {
							t.Errorf("%s: the list %s has %d, and not %d", login, at, got, c.Of(stand))
						}
						seen[stand] = seen[stand] || c.Of(stand) > 0
					}
				}
				if sum != all {
					t.Errorf("%s in %v: units add up to %+v, and not %+v", login, y, sum, all)
				}
			}
		}
		for _, stand := range []string{consequences.Open, consequences.Done} {
			if !seen[stand] {
				t.Errorf("nothing is %s in the demonstration", stand)
			}
		}
		v.sees(v.ask("lingdao", "GET", "/following?year="+strconv.Itoa(today.Year()-1)), 200, "/consequences?")
		v.sees(v.ask("lingdao", "GET", "/following/print"), 200, "全部单位")
	})
}

// A nomination is found and read by nobody else before its notice, and by every official from then on: by its page,
// list, operation and the search.
func TestNominationBeforeNotice(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := programming(t, v)
		const canary = "金丝雀提名事迹"
		h := &honours.Honour{Kind: honours.Model, Year: int64(v.h.Clock().Day().Year()),
			Person: v.actor("shuping-jw").Person, Deeds: canary}
		id, no := v.does("zhuti-jb", ref.Honour, "add", 0, h)
		if no != "" {
			t.Fatal(no)
		}
		who, _ := v.county.Person(h.Person)
		public := false // before, the search finds by side and unit: the other office finds it in the list
		team := v.honoursTeamOf(t)
		reads := func(login string, want bool) {
			t.Helper()
			code := 404
			if want {
				code = 200
			}
			at := "/honours/" + id.String()
			if w := v.ask(login, "GET", at); w.Code != code || strings.Contains(w.Body.String(), canary) != want {
				t.Errorf("%s reads the page: %d", login, w.Code)
			}
			if w := p.call(p.all[login], "GET", at, nil); w.Code != code || strings.Contains(w.Body.String(), canary) != want {
				t.Errorf("%s reads the operation: %d %s", login, w.Code, w.Body)
			}
			if w := v.ask(login, "GET", "/honours?tab=all"); strings.Contains(w.Body.String(), at) != want {
				t.Errorf("%s finds it in the list: %t", login, !want)
			}
			for _, words := range []string{canary, who.Name, who.Name + " 标兵"} { // also by whom it is for
				q, found := "/search?q="+url.QueryEscape(words), want && (public || login != "jiandu-jb")
				if w := v.ask(login, "GET", q); strings.Contains(w.Body.String(), at) != found {
					t.Errorf("%s finds it by searching %s: %t", login, words, !found)
				}
				if w := p.call(p.all[login], "GET", q, nil); strings.Contains(w.Body.String(), ":"+id.String()+",") != found {
					t.Errorf("%s finds it by the operation searching %s: %d %s", login, words, w.Code, w.Body)
				}
			}
			if w := v.ask(login, "GET", "/search?q="+url.QueryEscape("曙坪镇 班子")); !strings.Contains(w.Body.String(), team) {
				t.Errorf("%s does not find the honour of a team by its unit", login)
			}
			if w := p.call(p.all[login], "GET", "/honours?tab=all&limit=100", nil); w.Code != 200 ||
				strings.Contains(w.Body.String(), id.String()) != want {
				t.Errorf("%s finds it in the operation: %d, %t", login, w.Code, !want)
			}
		}
		others, inside := []string{"caizheng"}, []string{"zhuti-jb", "jiandu-jb", "lingdao", "shuping", "shuping-jw"}
		for _, login := range others {
			reads(login, false)
		}
		for _, login := range inside {
			reads(login, true)
		}
		if _, no := v.does("zhuti-jb", ref.Honour, "notice", id, nil); no != "" {
			t.Fatal(no)
		}
		public = true
		for _, login := range append(others, inside...) {
			reads(login, true)
		}
	})
}

// honoursTeamOf is the page of the honour of 曙坪镇's team that the demonstration has given.
func (v *visitors) honoursTeamOf(t *testing.T) string {
	t.Helper()
	for _, h := range every[*honours.Honour](v, ref.Honour) {
		if h.Kind == honours.Team && h.State == honours.Approved && h.Unit == v.unit("曙坪镇") {
			return "/honours/" + h.ID.String()
		}
	}
	t.Fatal("no honour of the team of 曙坪镇")
	return ""
}
