package app

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/policy/version"
	"shuangze/internal/web/api"
)

// heavierTasks is the shipped pack with the tasks of the principal side worth 20 points instead of 15, at the cost of
// peer evaluation.
func heavierTasks(t *testing.T) []version.File {
	t.Helper()
	files := shippedTexts(t, "indicators.txt", "| Tasks on time | 15 |", "| Tasks on time | 20 |")
	for i := range files {
		if files[i].Name == "indicators.txt" {
			const peers = "principal | 10 | 民主测评 | Peer evaluation | 7 |"
			if !strings.Contains(files[i].Text, peers) {
				t.Fatal("no such indicator")
			}
			files[i].Text = strings.Replace(files[i].Text, peers, strings.Replace(peers, "| 7 |", "| 2 |", 1), 1)
		}
	}
	return files
}

// proposed puts a version on record and gives its address.
func (v *visitors) proposes(files []version.File, note string) string {
	v.Helper()
	form := formOf(files, note)
	form.Set("do", "propose")
	w := v.send("zhuti-jb", "POST", "/policy/versions/new", form)
	if w.Code != http.StatusSeeOther {
		v.Fatalf("%d %s", w.Code, lines(w.Body.String()))
	}
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return at
}

// The page of a version whose schemes differ tells whose score changes and why, over last year and this; an office sees
// its side, a unit that there is a simulation and nothing more; the paper and the table say the same. A version that
// changes no scheme says nothing.
func TestSimulatedBeforeAdoption(t *testing.T) {
	t.Parallel()
	v := visit(t)
	at := v.proposes(heavierTasks(t), "任务二十分")
	ask := func(login, path string) (int, string) {
		w := v.ask(login, "GET", path)
		return w.Code, html.UnescapeString(w.Body.String())
	}
	ask("zhuti-jb", at) // after an act of one's own the menu is counted anew
	before := v.h.DB.Statements()
	code, page := ask("zhuti-jb", at)
	asked := v.h.DB.Statements() - before
	if asked > 40 {
		t.Errorf("%d statements", asked)
	}
	for _, s := range []string{"按去年（2025年）的数据试算", "个责任主体里，名次上升", "权重敏感性", "4 任务清单按期完成（20.00 分）：增加 20%",
		"计入分值 15.00 → 20.00", "曙坪镇党委"} {
		if code != 200 || !strings.Contains(page, s) {
			t.Errorf("%d: the page does not say %q", code, s)
		}
	}
	if strings.Contains(page, "线索处置与案件查办（") {
		t.Error("the office of one side reads the weights of the other")
	}
	if code, page = ask("zhuti", at+"/adopt"); code != 200 || !strings.Contains(page, "按去年（2025年）的数据试算") {
		t.Errorf("%d: whoever adopts it does not read on the form what it would change", code)
	}
	if _, page = ask("zhuti-jb", at+"?year=2026"); !strings.Contains(page, "按今年（2026年，截至今天）的数据试算") {
		t.Error("this year is not simulated")
	}
	code, page = ask("shuping-lly", at)
	if code != 200 || !strings.Contains(page, "由领导小组和两个办公室看") || strings.Contains(page, "权重敏感性") ||
		strings.Contains(page, "计入分值") || strings.Contains(page, at+"/simulated/print") {
		t.Errorf("%d: a clerk reads the simulation", code)
	}
	if code, page = ask("zhuti-jb", at+"/simulated/print?year=2025"); code != 200 || !strings.Contains(page, "权重敏感性（") ||
		!strings.Contains(page, "计入分值 15.00 → 20.00") {
		t.Errorf("on paper: %d", code)
	}
	if code, _ = ask("shuping-lly", at+"/simulated/print"); code != http.StatusForbidden {
		t.Errorf("a clerk prints it: %d", code)
	}
	if code, _ = ask("zhuti-jb", at+"/simulated/table.xlsx"); code != 200 {
		t.Errorf("as a table: %d", code)
	}
	same := v.proposes(shippedTexts(t, "levels.txt", "15个工作日", "16个工作日"), "改期限")
	if _, page = ask("zhuti-jb", same); strings.Contains(page, "试算") {
		t.Error("a version of the same schemes is simulated")
	}
	if _, page = ask("zhuti-jb", same+"/simulated/print"); !strings.Contains(page, "得分、名次、等次不变") {
		t.Error("that nothing changes is not said on paper")
	}
	if code, _ = ask("zhuti-jb", "/policy/versions/0/simulated/print"); code != 404 {
		t.Errorf("what is in force is simulated: %d", code)
	}
}

// A formula that is none, or that would run away, never gets so far: the check refuses it, and what was no pack changes
// nothing.
func TestHostileFormulaIsNotSimulated(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, bad := range []string{"分值 × 班子成员平均按期率 × " + strings.Repeat("(", 4000), "system(1)", "班子成员平均按期率 ÷ 不是数"} {
		files := shippedTexts(t, "indicators.txt", "分值 × 班子成员平均按期率", bad)
		for _, do := range []string{"check", "propose"} {
			form := formOf(files, "坏的算法")
			form.Set("do", do)
			if w := v.send("zhuti-jb", "POST", "/policy/versions/new", form); w.Code != 422 {
				t.Errorf("%s of %.40s: %d", do, bad, w.Code)
			}
		}
		s, err := v.h.simulate(t.Context(), v.county, 1, files, 2025, func(actor.Side) bool { return true })
		if err != nil || !s.Same {
			t.Errorf("%.40s: %+v %v", bad, s, err)
		}
	}
}

// Programs read the same, with every figure.
func TestSimulationByProgram(t *testing.T) {
	p := programsOf(t)
	var files []string
	for _, f := range heavierTasks(t) {
		b, err := json.Marshal(map[string]string{"name": f.Name, "text": f.Text})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, string(b))
	}
	id := p.made("proposePolicy", write{"/policy/versions", fmt.Sprintf(`{"files":[%s],"note":"任务二十分"}`,
		strings.Join(files, ","))})
	ask := func(login, query string) (code int, out api.Simulation) {
		w := p.call(p.all[login], "GET", "/policy/versions/"+id.String()+"/simulation"+query, nil)
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
				t.Fatal(err)
			}
		}
		return w.Code, out
	}
	code, s := ask("zhuti-jb", "")
	if code != 200 || s.Year != 2025 || s.Schemes != 2026 || s.Same || s.Sums.Bodies == 0 ||
		s.Sums.Bodies != len(s.Items) || len(s.Weights) != 11 || s.Sums.Changed == 0 {
		t.Fatalf("%d %+v", code, s.Sums)
	}
	changed, named := 0, 0
	for _, x := range s.Items {
		if x.Side != "principal" || x.Before == nil || x.After == nil {
			t.Fatalf("%+v", x)
		}
		if x.Before.Total != x.After.Total || x.Before.Rank != x.After.Rank || x.Before.Grade != x.After.Grade ||
			x.Before.Known != x.After.Known {
			changed++
		}
		for _, m := range x.Moves {
			tasks := m.No == "4" && m.OfBefore == 1500 && m.OfAfter == 2000
			if peers := m.No == "10" && m.OfBefore == 700 && m.OfAfter == 200; !tasks && !peers {
				t.Errorf("%s: %+v", x.Name, m)
			}
			named++
		}
	}
	if changed != s.Sums.Changed || named == 0 {
		t.Errorf("%d changed, said %d; %d moves", changed, s.Sums.Changed, named)
	}
	for query, want := range map[string]int{"?year=2026": 200, "?year=2024": 422, "?year=x": 422} {
		if code, _ := ask("zhuti-jb", query); code != want {
			t.Errorf("%s: %d", query, code)
		}
	}
	if code, _ := ask("shuping-lly", ""); code != http.StatusForbidden {
		t.Errorf("a clerk's program: %d", code)
	}
	if code, s := ask("lingdao", ""); code != 200 || len(s.Weights) != 21 {
		t.Errorf("the leading group: %d, %d weights", code, len(s.Weights))
	}
}
