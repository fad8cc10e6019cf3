package app

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/bodies"
	"shuangze/internal/demo"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/lists/sift"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// BenchmarkDutyPages serves what shows duties, whole pages, one after the other, in the
// demonstration with 200,000 duties more of its bodies and people in four years (they
// are put in past the journal). The aim is that 99 in 100 take 50 ms at most.
func BenchmarkDutyPages(b *testing.B) {
	today := when.Date(2026, time.November, 24)
	dir := b.TempDir()
	if _, err := BuildDemo(b.Context(), Config{Dir: dir}, 1, today); err != nil {
		b.Fatal(err)
	}
	h, err := Open(b.Context(), demoConfig(dir, today))
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	c, err := h.DB.County(b.Context(), 1, today)
	if err != nil {
		b.Fatal(err)
	}
	crowded(b, h, dir, c, 200_000, today)
	face, err := h.Handler(ServeOptions{Demo: page.Demo{Text: "演示"}})
	if err != nil {
		b.Fatal(err)
	}
	unit := c.Units()[0]
	for _, u := range c.Units() {
		if c.Name(u) == "曙坪镇" {
			unit = u
		}
	}
	first := c.FirstResponsible(c.Seated(unit)[0].ID).Person
	for _, x := range []struct{ name, login, path string }{
		{"workbench of an office", "zhuti-jb", "/"},
		{"workbench of a secretary", "shuping", "/"},
		{"workbench of a clerk", "shuping-lly", "/"},
		{"year of a unit", "shuping", fmt.Sprintf("/units/%d/year?year=2026", unit)},
		{"year of a person", "shuping", fmt.Sprintf("/people/%d/year?year=2026", first)},
		{"heat of all units", "zhuti-jb", "/scheduled/heat?year=2026"},
		{"month of a secretary", "shuping", "/calendar"},
		{"list of duties", "zhuti-jb", "/scheduled"},
		{"list of duties, all", "zhuti-jb", "/scheduled?tab=all"},
		{"list of duties, late", "zhuti-jb", "/scheduled?tab=late"},
		{"list of duties of a clerk", "shuping-lly", "/scheduled"},
		{"heat of one rule", "zhuti-jb", "/scheduled/heat?year=2026&rule=inspect"},
		{"heat of a clerk", "shuping-lly", "/scheduled/heat?year=2026"},
		{"lists", "zhuti-jb", "/lists"},
		{"lists of a clerk", "shuping-lly", "/lists"},
		{"document list, menu counted anew", "zhuti-jb", "/documents"},
		{"scores of an office", "zhuti-jb", "/scores"},
		{"score of a town", "shuping", fmt.Sprintf("/scores/%d", c.Seated(unit)[0].ID)},
	} {
		i := slices.IndexFunc(demo.Accounts(), func(a demo.Account) bool { return a.Login == x.login })
		cookie, err := h.Accounts.SignIn(b.Context(), x.login, demo.Accounts()[i].Password, "", "bench")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(x.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				if x.path == "/documents" { // a form, though it is refused, has the menu counted anew
					r := httptest.NewRequest("POST", "/views", nil)
					r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: cookie})
					face.ServeHTTP(httptest.NewRecorder(), r)
				}
				r := httptest.NewRequest("GET", x.path, nil)
				r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: cookie})
				w, began := httptest.NewRecorder(), time.Now()
				face.ServeHTTP(w, r)
				if took = append(took, time.Since(began)); w.Code != 200 {
					b.Fatalf("%d %.300s", w.Code, w.Body)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// large opens the demonstration with 200,000 duties more.
func large(b *testing.B, today when.Day) (*House, *bodies.County) {
	b.Helper()
	dir := b.TempDir()
	if _, err := BuildDemo(b.Context(), Config{Dir: dir}, 1, today); err != nil {
		b.Fatal(err)
	}
	h, err := Open(b.Context(), demoConfig(dir, today))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { h.Close() })
	c, err := h.DB.County(b.Context(), 1, today)
	if err != nil {
		b.Fatal(err)
	}
	crowded(b, h, dir, c, 200_000, today)
	return h, c
}

// BenchmarkStandings reckons the scores of a county of 66 units with 200,000 duties anew, as after each act in it.
func BenchmarkStandings(b *testing.B) {
	today := when.Date(2026, time.November, 24)
	h, c := large(b, today)
	for b.Loop() {
		list, err := h.running().All(b.Context(), appraisal.Asked{Jurisdiction: 1, County: c, Rules: h.Policy,
			Year: today.Year(), Now: today.Start()})
		if err != nil || len(list) < 66 {
			b.Fatal(len(list), err)
		}
	}
}

// BenchmarkStandingsAfterAnAct reckons them with an act between on a duty of one body, as who keeps them does; the act
// itself is not in the time.
func BenchmarkStandingsAfterAnAct(b *testing.B) {
	today := when.Date(2026, time.November, 24)
	h, c := large(b, today)
	who := actor.Machine(1, "rules")
	a := appraisal.Asked{Jurisdiction: 1, County: c, Rules: h.Policy, Year: today.Year(), Now: today.Start()}
	list, err := h.DB.AllOf(b.Context(), ref.Duty, 1)
	if err != nil {
		b.Fatal(err)
	}
	kept := h.running()
	if _, err := kept.All(b.Context(), a); err != nil {
		b.Fatal(err)
	}
	next := 0
	for b.Loop() {
		b.StopTimer()
		for done := false; !done; next++ {
			d := list[next].(*duty.Duty)
			if d.State != duty.Open || d.Due >= today || d.Due < today-300 || d.Card != "" {
				continue
			}
			_, err := h.duties().Raise(b.Context(), act.Command{Actor: who}, d.ID)
			done = err == nil
		}
		b.StartTimer()
		if _, err := kept.All(b.Context(), a); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExplain reads the sheet of a body in the same county, and a page of the records behind one value of it.
func BenchmarkExplain(b *testing.B) {
	today := when.Date(2026, time.November, 24)
	h, c := large(b, today)
	a := appraisal.Asked{Jurisdiction: 1, County: c, Rules: h.Policy, Year: today.Year(), Now: today.Start()}
	body := c.Seated(c.ByName("曙坪镇")[0])[0].ID
	s, _ := appraisal.Unscored(a, body)
	running := h.running()
	if _, err := running.All(b.Context(), a); err != nil {
		b.Fatal(err)
	}
	b.Run("sheet", func(b *testing.B) {
		for b.Loop() {
			if _, ok, err := running.One(b.Context(), a, body); err != nil || !ok {
				b.Fatal(ok, err)
			}
		}
	})
	for _, key := range []string{"duty-due", "duty-ontime"} {
		b.Run(key, func(b *testing.B) {
			for b.Loop() {
				x, _, err := running.Explain(b.Context(), a, s, key, 0, appraisal.RecordsOf)
				if err != nil || len(x.List) != appraisal.RecordsOf {
					b.Fatal(len(x.List), err)
				}
			}
		})
	}
}

// BenchmarkReportFigures counts what a dual report of a town is composed of, in the same county.
func BenchmarkReportFigures(b *testing.B) {
	today := when.Date(2026, time.November, 24)
	h, c := large(b, today)
	unit := c.ByName("曙坪镇")[0]
	body := c.Seated(unit)[0]
	r := &reports.Report{Sort: reports.OfBody, Year: int64(today.Year()), Body: body.ID}
	r.Unit, r.Side = unit, actor.Side(body.Kind.Side())
	var asked []sift.Count
	for _, f := range r.Counts() {
		asked = append(asked, f.Count)
	}
	for b.Loop() {
		if n, err := h.DB.CountRows(b.Context(), 1, asked); err != nil || n[0] == 0 {
			b.Fatal(n, err)
		}
	}
}

// crowded puts n duties of a county's bodies and their people beside those that it has.
func crowded(b *testing.B, h *House, dir string, c *bodies.County, n int, today when.Day) {
	b.Helper()
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.FileName)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	tx, err := raw.Begin()
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	var last int64
	if err := raw.QueryRow(`SELECT MAX(id) FROM duty`).Scan(&last); err != nil {
		b.Fatal(err)
	}
	put, err := tx.Prepare(`INSERT INTO duty SELECT ?,version,digest,jurisdiction,?,?,?,made_by,made_at,?,what,?,?,?,?,
		?,?,?,?,times,count,proof,points,0,?,how,0,0,'',0,0,0,'' FROM duty WHERE id=?`)
	if err != nil {
		b.Fatal(err)
	}
	var list []bodies.Body
	for _, x := range c.Bodies() {
		if x.Unit != 0 && x.Kind.Side() != "" {
			list = append(list, x)
		}
	}
	rules := h.Policy.Codes(policy.DutyRule)
	for i := range n {
		x := list[i%len(list)]
		level, person := "team", int64(0)
		if i%3 == 1 {
			level = "first"
		} else if posts := c.PostsAt(x.ID); i%3 == 2 && len(posts) > 0 {
			level, person = "member", int64(posts[i/3%len(posts)].Person)
		}
		due := today - 1300 + when.Day(i*1460/n)
		state, done := "done", due-3
		if due > today || i%50 == 0 {
			state, done = "open", 0
		}
		rule := rules[i/len(list)%len(rules)]
		if _, err := put.Exec(last+int64(i)+1, int64(x.Unit), string(x.Kind.Side()), state, rule,
			fmt.Sprintf("%d-%02d", due.Year(), (due-when.Date(due.Year(), 1, 1))/5), int64(x.ID), level, person,
			int64(due-90), int64(due), int64(due), int64(due),
			int64(done), last); err != nil {
			b.Fatal(err)
		}
	}
	for _, q := range []string{`DELETE FROM tally WHERE subject LIKE 'duty.%'`,
		`INSERT INTO tally SELECT jurisdiction,'duty.'||strftime('%Y',due*86400,'unixepoch'),unit,side,state,rule,
			CASE WHEN state='open' THEN due ELSE 0 END,COUNT(*) FROM duty GROUP BY 1,2,3,4,5,6,7`} {
		if _, err := tx.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}
