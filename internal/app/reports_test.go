package app

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// townBody is the organ of a side in 曙坪镇.
func (v *visitors) townBody(side bodies.Side) ref.ID {
	for _, b := range v.county.Seated(v.unit("曙坪镇")) {
		if b.Kind.Side() == side {
			return b.ID
		}
	}
	v.Fatal("no organ")
	return 0
}

// reported makes a report of the year that runs and brings it into a state; special ones are
// of no year.
func (v *visitors) reported(of ref.Kind, state string, n int) ref.ID {
	v.Helper()
	r := &reports.Report{Body: v.townBody(bodies.Supervisory), Subject: fmt.Sprint("专题", n), Matter: fmt.Sprint("情况", n)}
	if of == ref.Report { // one for each year
		*r = reports.Report{Sort: reports.OfBody, Year: int64(2000 + n%24), Body: v.townBody(bodies.Principal)}
		if n%48 >= 24 {
			r.Sort = reports.OfFirst
		}
	}
	word := v.h.Noun(of).Word
	c := act.Command{Actor: v.actor("shuping-jw")}
	a, _ := v.h.Noun(of).Act("add")
	got, err := a.Do(v.Context(), noun.Call{Command: c, In: r})
	if err != nil {
		v.Fatal(err)
	}
	if state == reports.Draft {
		return got.Object.ID
	}
	c.Verb = access.Verb(word + ".write")
	if _, err := noun.Step(context.Background(), v.h.reports(v.h.Noun(of).Shape).Door, c, v.h.Noun(of).Shape,
		noun.At{ID: got.Object.ID}, v.h.Noun(of).Acts[3].Records, func(_ noun.Tx, r *reports.Report) ([]act.Fact, error) {
			county := v.county
			committee, _ := county.Single(bodies.CountyCommittee)
			commission, _ := county.Single(bodies.CountyDiscipline)
			stand := map[string]string{reports.Filed: reports.Open, reports.Received: reports.Received,
				reports.Commented: reports.Commented}[state]
			r.State = state
			r.Committee = reports.Receipt{Body: committee.ID, Office: true, Stand: stand}
			r.Commission = reports.Receipt{Body: commission.ID, Office: true, Stand: stand}
			return nil, nil
		}); err != nil {
		v.Fatal(err)
	}
	return got.Object.ID
}

// exampleReport is one of 曙坪镇's.
func (v *visitors) exampleReport(of ref.Kind) string {
	all, err := v.h.DB.AllOf(v.Context(), of, 1)
	for _, x := range all {
		if x.Head().Unit == v.unit("曙坪镇") {
			return x.Head().ID.String()
		}
	}
	v.Fatal("no example of ", of, err)
	return ""
}

// reportWrites are the writes of reports, each on one that stands where it is for.
func (p *programs) reportWrites(deeds map[string]func() write, next func() int) {
	for _, of := range []ref.Kind{ref.Report, ref.Special} {
		n := p.h.Noun(of)
		name := strings.ToUpper(n.Word[:1]) + n.Word[1:]
		at := func(act, state, body string) {
			deeds[act+name] = func() write {
				no := next()
				id := p.reported(of, state, no)
				if strings.Contains(body, "version") {
					x, _, _ := p.h.DB.One(p.Context(), of, id)
					body := fmt.Sprintf(body, no, x.Head().Version)
					return write{fmt.Sprintf("/%s/%d/%s", n.Name, id, act), body}
				}
				if strings.Contains(body, "%") {
					body := fmt.Sprintf(body, no)
					return write{fmt.Sprintf("/%s/%d/%s", n.Name, id, act), body}
				}
				return write{fmt.Sprintf("/%s/%d/%s", n.Name, id, act), body}
			}
		}
		at("receive", reports.Filed, "")
		at("comment", reports.Received, `{"opinion":"意见%d"}`)
		at("return", reports.Filed, `{"missing":"请补充%d"}`)
		at("close", reports.Commented, `{"taken":"采纳%d"}`)
		at("withdraw", reports.Draft, `{"reason":"不用%d"}`)
		if of == ref.Special {
			at("write", reports.Draft, `{"subject":"改","matter":"情况改%d","version":%d}`)
			continue
		}
		at("write", reports.Draft, `{"duty":"改%d","version":%d}`)
		at("compose", reports.Draft, `{"anew":true,"version":%[2]d}`)
		deeds["addReport"] = func() write {
			return write{"/reports", fmt.Sprintf(`{"whose":"first","year":%d,"body":%d}`, 2000+next()%24,
				p.townBody(bodies.Supervisory))}
		}
	}
}

// What a report says was counted is as long as the list that it leads to, by the pages' own
// addresses; it is counted by one statement, whatever the size.
func TestFiguresAreTheirLists(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		some := 0
		for _, sort := range []string{reports.OfBody, reports.OfFirst} {
			r := &reports.Report{Sort: sort, Year: int64(v.h.Clock().Day().Year()), Body: v.townBody(bodies.Principal)}
			before := v.h.DB.Statements()
			id, no := v.does("shuping-lly", ref.Report, "add", 0, r)
			if no != "" {
				t.Fatal(no)
			}
			if n := v.h.DB.Statements() - before; n > 40 {
				t.Errorf("%d statements", n)
			}
			x, _, err := v.h.DB.One(t.Context(), ref.Report, id)
			if err != nil {
				t.Fatal(err)
			}
			r = x.(*reports.Report)
			for _, f := range r.Counts() {
				n := r.Said()[f.Code]
				if n > 0 {
					some++
				}
				if got := v.lengthOf("shuping-lly", f.At); got != n {
					t.Errorf("%s of %s: %d, and the list %s has %d", f.Code, sort, n, f.At, got)
				}
			}
			if r.Duty == "" || !strings.Contains(r.Duty, fmt.Sprint(r.Said()["duties"])) {
				t.Errorf("composed %q", r.Duty)
			}
		}
		if some < 10 {
			t.Errorf("only %d figures count anything", some)
		}
	})
}

// lengthOf is how many rows the list at an address has, as its export says.
func (v *visitors) lengthOf(login, at string) int64 {
	path, query, _ := strings.Cut(at, "?")
	w := v.ask(login, "GET", path+".csv?"+query)
	if w.Code != 200 {
		v.Fatalf("%s: %d", at, w.Code)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		v.Fatalf("%s: %v", at, err)
	}
	return int64(len(rows)) - 1
}

// A report through its life: both duties are done by the filing, each superior acts for
// itself, and what one asks to supplement leaves the other's receipt as it is.
func TestReportLife(t *testing.T) {
	t.Parallel()
	v := visit(t)
	year := int64(v.h.Clock().Day().Year() - 1)
	var filed *reports.Report
	all, err := v.h.DB.AllOf(t.Context(), ref.Report, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		if r := x.(*reports.Report); r.Body == v.townBody(bodies.Principal) && r.Year == year && r.Sort == reports.OfBody {
			filed = r
		}
	}
	if filed == nil || filed.State != reports.Closed || filed.Committee.Said == "" || filed.Commission.Said == "" {
		t.Fatalf("%+v", filed)
	}
	for _, d := range v.h.dutiesOf(t) {
		if d.Body == filed.Body && (d.Rule == reports.RuleBody || d.Rule == reports.RuleFirst) && d.State != duty.Done {
			t.Errorf("%s is %s", d.Rule, d.State)
		}
	}
	if _, no := v.does("shuping-lly", ref.Report, "add", 0, &reports.Report{Sort: reports.OfBody, Year: year,
		Body: filed.Body}); no == "" {
		t.Error("a second report of the same year")
	}
	id := v.reported(ref.Report, reports.Filed, 1)
	does := func(login, name, words, refused string) {
		t.Helper()
		_, no := v.does(login, ref.Report, name, id, &noun.Said{Text: words})
		if no != refused {
			t.Errorf("%s by %s: %q", name, login, no)
		}
	}
	now := func() *reports.Report {
		x, _, err := v.h.DB.One(t.Context(), ref.Report, id)
		if err != nil {
			t.Fatal(err)
		}
		return x.(*reports.Report)
	}
	does("shuping", "receive", "", "report.not-yours")
	does("zhuti-jb", "receive", "", "")
	does("zhuti-jb", "receive", "", "report.not-yours")
	does("jiandu-jb", "return", "请补充", "")
	if r := now(); r.State != reports.Returned || r.Committee.Stand != reports.Received || r.Commission.By != 0 {
		t.Errorf("%+v", r)
	}
	does("zhuti-jb", "comment", "很好", "")
	if r := now(); r.State != reports.Returned || r.Committee.Stand != reports.Commented {
		t.Errorf("%+v", r)
	}
	if _, no := v.does("shuping", ref.Report, reports.SignAct, id, &struct{}{}); no != "report.unconfirmed" {
		t.Errorf("signed: %q", no)
	}
}

// Special reports are seen by the discipline line and the committee of the level alone, and
// by nobody else even in lists.
func TestSpecialReportsAreConfined(t *testing.T) {
	t.Parallel()
	v := visit(t)
	id := v.reported(ref.Special, reports.Filed, 1)
	for login, sees := range map[string]bool{"jiandu-jb": true, "shuping-jw": true, "shuping": true, "zhuti-jb": false,
		"shuping-lly": false, "lingdao": false} {
		w := v.ask(login, "GET", "/specials/"+id.String())
		list := v.ask(login, "GET", "/specials?tab=all")
		if (w.Code == 200) != sees || strings.Contains(list.Body.String(), "专题1") != sees {
			t.Errorf("%s: %d, in the list %v", login, w.Code, strings.Contains(list.Body.String(), "专题1"))
		}
	}
}

// Programs read the figures as the page shows them.
func TestReportFiguresByProgram(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	id := p.reported(ref.Report, reports.Draft, 1)
	w := p.call(p.all["shuping-lly"], "GET", "/reports/"+id.String()+"/figures", nil)
	var out struct {
		Items []struct {
			Code      string
			Said, Now int64
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || len(out.Items) < 12 {
		t.Errorf("%v %s", err, w.Body)
	}
}

// A draft shows beside itself what the record would say and it does not: nothing while it stands as composed, and the
// sentences of a section once somebody wrote another in their place.
func TestEditedReportsStandBesideTheRecord(t *testing.T) {
	v := visit(t)
	id, no := v.does("shuping-lly", ref.Report, "add", 0, &reports.Report{Sort: reports.OfBody,
		Year: int64(v.h.Clock().Day().Year()), Body: v.townBody(bodies.Principal)})
	if no != "" {
		t.Fatal(no)
	}
	page := func() string {
		w := v.ask("shuping-lly", "GET", "/reports/"+id.String())
		v.sees(w, 200)
		return w.Body.String()
	}
	const beside = "报告里没有的话"
	if strings.Contains(page(), beside) {
		t.Error("a report as it was composed lacks something")
	}
	x, _, err := v.h.DB.One(t.Context(), ref.Report, id)
	if err != nil {
		t.Fatal(err)
	}
	r := x.(*reports.Report)
	composed, edited := r.Duty, *r
	edited.Duty = "全年履责情况良好。"
	if _, no := v.does("shuping-lly", ref.Report, "write", id, &edited); no != "" {
		t.Fatal(no)
	}
	body := page()
	first, _, _ := strings.Cut(composed, "。")
	i := strings.Index(body, beside)
	if i < 0 || !strings.Contains(body[i:], first) {
		t.Errorf("the page does not say %q beside the edited text", first)
	}
}
