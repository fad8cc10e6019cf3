package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/access"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
	"shuangze/internal/when"
)

// newRisk is one of 曙坪镇, of a value, answered for by whoever the level asks for.
func (v *visitors) newRisk(no int, likelihood, severity string) *risks.Risk {
	v.Helper()
	team := v.county.Team(v.unit("曙坪镇"))
	r := &risks.Risk{Section: "民政办", Kind: "post", Name: fmt.Sprint("救助审核不严", no), Content: "审核走过场",
		Guard: risks.Guard{Grade: risks.Grade{Likelihood: likelihood, Severity: severity}, Measures: "两人入户核查",
			SectionHead: v.actor("shuping-lly").Person, Leader: team.First.Person, Review: v.h.Clock().Day() + 300}}
	if r.Grade.Value() < 8 {
		r.Leader = r.SectionHead
	}
	for _, b := range v.county.Seated(v.unit("曙坪镇")) {
		if b.Kind.Side() == "principal" {
			r.Body = b.ID
		}
	}
	return r
}

// townCheck is a check of a risk point of 曙坪镇 by its discipline body, which found something.
func (v *visitors) townCheck(risk ref.ID, found string) *risks.Check {
	x := &risks.Check{Risk: risk, On: v.h.Clock().Day(), Who: "两人", InPlace: risks.Yes, Seen: "抽查资料", Found: found,
		Remedy: "限期补齐"}
	for _, b := range v.county.Seated(v.unit("曙坪镇")) {
		if b.Kind.Side() == "supervisory" {
			x.Body = b.ID
		}
	}
	return x
}

// The level decides who answers for a risk; it is confirmed by whoever leads the unit and nobody else; what a check
// found stands on the problem list and leads back; graded anew, the old grade is in the entry; the map counts what the
// list lists.
func TestRiskLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		do := func(login, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, ref.Risk, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		high, low := v.newRisk(1, "4", "4"), v.newRisk(2, "2", "3")
		high.Leader = high.SectionHead
		do("shuping-lly", "add", 0, high, "leader risk.leader.high")
		mid := v.newRisk(1, "2", "4")
		mid.Leader = mid.SectionHead
		do("shuping-lly", "add", 0, mid, "leader risk.leader.middle")
		high = v.newRisk(1, "4", "4")
		low.Leader = v.county.Team(v.unit("曙坪镇")).First.Person
		do("shuping-lly", "add", 0, low, "leader risk.leader.low")
		do("caizheng-jb", "add", 0, high, "access.forbidden")
		id := do("shuping-lly", "add", 0, high, "")
		do("shuping-lly", "add", 0, v.newRisk(1, "5", "5"), "name risk.twice")
		do("shuping-lly", "confirm", id, nil, "access.forbidden")
		count := func() (n int64) {
			w := v.ask("shuping-lly", "GET", "/risks/map?unit="+v.unit("曙坪镇").String())
			v.sees(w, 200, "可能性 4、严重性 4，风险值 16：")
			scope := access.ScopeOf(v.actor("shuping-lly"), "risk.see")
			cells, err := risks.Map(ctx, v.h.DB, scope, v.unit("曙坪镇"), v.h.Policy.Risk)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				if c.Likelihood == "4" && c.Severity == "4" {
					n = c.N
				}
			}
			return n
		}
		review, checking := v.dutyOf("risk-review", "zhuti"), v.dutyOf("risk-check", "jiandu")
		before := count()
		do("shuping", "confirm", id, nil, "")
		if n := count(); n != before+1 {
			t.Errorf("the map has %d, had %d", n, before)
		}
		list := "/risks?tab=in-force&likelihood=4&severity=4&unit=" + v.unit("曙坪镇").String()
		if n := v.lengthOf("shuping-lly", list); n != before+1 {
			t.Errorf("the list of the cell has %d", n)
		}
		do("shuping-lly", "change", id, &noun.Changed{V: high, Reason: "改"}, "risk.not-now")

		if _, no := v.does("caizheng-jb", ref.RiskCheck, "add", 0, v.townCheck(id, "")); no == "" {
			t.Error("a clerk of another unit wrote a check down")
		}
		lacking := v.townCheck(id, "")
		lacking.InPlace = risks.No
		if _, no := v.does("jiandu-jb", ref.RiskCheck, "add", 0, lacking); no != "found riskcheck.found" {
			t.Error(no)
		}
		check, no := v.does("jiandu-jb", ref.RiskCheck, "add", 0, v.townCheck(id, "两户没有入户"))
		if no != "" {
			t.Fatal(no)
		}
		x, _, err := v.h.DB.One(ctx, ref.RiskCheck, check)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := v.h.DB.Problem(ctx, x.(*risks.Check).Problem)
		if err != nil || p.Origin != "riskcheck/"+check.String() || p.Facts != "两户没有入户" || p.Unit != v.unit("曙坪镇") {
			t.Errorf("%v %+v", err, p)
		}
		v.sees(v.ask("shuping-lly", "GET", "/risks/"+id.String()), 200, "两户没有入户", "/problems/"+p.ID.String())
		v.sees(v.ask("shuping-lly", "GET", "/problems/"+p.ID.String()), 200, "/riskchecks/"+check.String())

		wrong, _, err := v.h.DB.One(ctx, ref.RiskCheck, check)
		if err != nil {
			t.Fatal(err)
		}
		right := *wrong.(*risks.Check)
		right.Seen = "抽查五户资料"
		put := func(login string, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, ref.RiskCheck, "correct", check, &noun.Changed{V: &right, Reason: "户数写错"})
			if no != want {
				t.Errorf("corrected by %s: %q, not %q", login, no, want)
			}
			return made
		}
		put("shuping-lly", "riskcheck.not-yours") // of the unit that was checked
		put("jiandu-jb", "")
		put("jiandu-jb", "riskcheck.not-now")
		if r := v.riskNow(id); r.Checks != 1 || r.CheckedOn != v.h.Clock().Day() {
			t.Errorf("%d checks, the last on %s", r.Checks, r.CheckedOn)
		}
		old, _, err := v.h.DB.One(ctx, ref.RiskCheck, check)
		if err != nil {
			t.Fatal(err)
		}
		stands := old.(*risks.Check).CorrectedBy
		now, _, err := v.h.DB.One(ctx, ref.RiskCheck, stands)
		if err != nil || now.(*risks.Check).Problem != p.ID || now.(*risks.Check).Corrects != check {
			t.Errorf("%v: the correction is not of the same problem: %+v", err, now)
		}
		if _, no := v.does("jiandu-jb", ref.RiskCheck, "withdraw", stands, &noun.Said{Text: "登记在别的风险点上了"}); no != "" {
			t.Error(no)
		}
		if r := v.riskNow(id); r.Checks != 0 || r.CheckedOn != 0 {
			t.Errorf("after it was withdrawn: %d checks, the last on %s", r.Checks, r.CheckedOn)
		}

		g := high.Guard
		do("shuping-lly", "regrade", id, &risks.Regraded{Guard: g, Reason: "无变化"}, " field.unchanged")
		g.Likelihood, g.Severity = "2", "4"
		do("shuping-lly", "regrade", id, &risks.Regraded{Guard: g, Reason: "措施见效"}, "")
		v.sees(v.ask("shuping-lly", "GET", "/risks/"+id.String()), 200, "措施见效", "中风险", "16")
		do("shuping-lly", "end", id, &noun.Said{Text: "流程取消"}, "")
		do("shuping-lly", "review", id, &risks.Review{Outcome: "不变", Next: g.Review}, "risk.not-now")

		// The duties of the year are done by the last of the acts that they ask for.
		year := when.Date(v.h.Clock().Day().Year(), 1, 1)
		for _, x := range v.risksOf("曙坪镇") {
			if x.ReviewedOn < year || v.stateOf(review) != duty.Done {
				do("shuping-lly", "review", x.ID, &risks.Review{Outcome: "不变", Next: g.Review}, "")
			}
			if x.Level == risks.High && (x.CheckedOn < year || v.stateOf(checking) != duty.Done) {
				if _, no := v.does("jiandu-jb", ref.RiskCheck, "add", 0, v.townCheck(x.ID, "")); no != "" {
					t.Error(no)
				}
			}
		}
		if a, b := v.stateOf(review), v.stateOf(checking); a != duty.Done || b != duty.Done {
			t.Errorf("the review is %s, the check %s", a, b)
		}
	})
}

// risksOf are the risk points in force of a unit.
func (v *visitors) risksOf(unit string) (out []*risks.Risk) {
	v.Helper()
	all, err := v.h.DB.AllOf(v.Context(), ref.Risk, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		if r := x.(*risks.Risk); r.State == risks.InForce && r.Unit == v.unit(unit) {
			out = append(out, r)
		}
	}
	return out
}

func (v *visitors) riskNow(id ref.ID) *risks.Risk {
	v.Helper()
	x, _, err := v.h.DB.One(v.Context(), ref.Risk, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*risks.Risk)
}

// dutyOf is the duty of a rule in 曙坪镇 that is due last, put back by its office if it was done: the others of the rule
// are none of the acts that are to come.
func (v *visitors) dutyOf(rule, office string) ref.ID {
	v.Helper()
	var last *duty.Duty
	for _, d := range v.h.dutiesOf(v.T) {
		if d.Rule == rule && d.Unit == v.unit("曙坪镇") && d.BeginsOn <= v.h.Clock().Day() && (last == nil || d.Due > last.Due) {
			last = d
		}
	}
	if last == nil {
		v.Fatalf("曙坪镇 has no duty of %s", rule)
	}
	if last.State == duty.Done {
		if _, no := v.does(office, ref.Duty, "reopen", last.ID, &duty.Reason{Reason: "重新核对"}); no != "" {
			v.Fatal(no)
		}
	}
	return last.ID
}

func (v *visitors) stateOf(id ref.ID) string {
	v.Helper()
	x, _, err := v.h.DB.One(v.Context(), ref.Duty, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*duty.Duty).State
}

// Who keeps a risk point is told that its review was missed; 确认 of many is offered to whoever may confirm; the form
// offers the unit's own people; the map by the API counts what the lists list; the paper of a risk point says it.
func TestRiskDoors(t *testing.T) {
	p := programsOf(t)
	if err := p.h.TellDue(t.Context(), p.takes("notify-due")); err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, m := range p.inbox("shuping-lly") {
		if m.Of.Kind == ref.Risk {
			told++
			if r := p.riskNow(m.Of.ID); m.Due != r.Review || !r.Late(p.h.Clock().Day()) {
				t.Errorf("told of %s, which is due on %s", r.Name, r.Review)
			}
		}
	}
	if told != 1 {
		t.Errorf("told of %d reviews", told)
	}
	bulk := "勾选几行，可以一并办理"
	if w := p.ask("shuping-lly", "GET", "/risks?tab=drafted"); strings.Contains(w.Body.String(), bulk) {
		t.Error("a clerk is offered to confirm")
	}
	p.sees(p.ask("shuping", "GET", "/risks?tab=drafted"), 200, bulk)
	form := p.ask("shuping-lly", "GET", "/risks/new").Body.String()
	if !strings.Contains(form, "曙坪镇党委书记") || strings.Contains(form, "财政局党组书记") {
		t.Error("the form does not offer the town’s own people, or others")
	}
	unit := p.unit("曙坪镇").String()
	var got struct{ Items []api.RiskCell }
	w := p.call(p.reads["shuping-lly"], "GET", "/risks/map?unit="+unit, nil)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Items) != 25 {
		t.Fatalf("%v: %d %s", err, w.Code, w.Body)
	}
	counted := 0
	for _, c := range got.Items {
		if c.N == 0 {
			continue
		}
		counted++
		at := fmt.Sprintf("/risks?tab=in-force&likelihood=%s&severity=%s&unit=%s", c.Likelihood, c.Severity, unit)
		if n := p.lengthOf("shuping-lly", at); n != c.N {
			t.Errorf("%s lists %d, the map counts %d", at, n, c.N)
		}
	}
	if counted == 0 {
		t.Error("the map is empty")
	}
	for _, r := range p.risksOf("曙坪镇") {
		w := p.ask("shuping-lly", "GET", "/risks/"+r.ID.String()+"/form/register/as/docx")
		words := wordsOf(t, w.Body.Bytes())
		for _, want := range []string{"廉政风险点登记表", r.Name, r.Measures, "本人在系统中确认"} {
			if w.Code != 200 || !strings.Contains(words, want) {
				t.Errorf("%d: the form of %s does not say %s", w.Code, r.Name, want)
			}
		}
	}
}

// The sheet that units fill in names no body: it is that of the people who are named. A bad row says
// where it stands, on the page and by the command line, and the others are written.
func TestRiskSheet(t *testing.T) {
	v := visit(t)
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", "排查登记表"); err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{
		{"曙坪镇廉政风险点排查登记表"},
		{"序号", "单位/科室", "风险类别", "风险点", "风险内容及表现形式", "可能性", "严重性", "风险等级", "防控措施",
			"部门负责人", "责任领导", "复查日期"},
		{1, "林业站", "业务流程", "采伐审批把关不严", "现场核查走过场", "4 较多发生", "4 较重", "高", "两人核查",
			"马春燕", "赵若溪", v.h.Clock().Day() + 200},
		{2, "林业站", "业务流程", "管护经费发放不实", "虚报面积", "9", "2 较轻", "低", "公示", "马春燕", "马春燕",
			v.h.Clock().Day() + 200},
	} {
		for j, x := range row {
			if d, ok := x.(when.Day); ok {
				row[j] = d.String()
			}
		}
		if err := f.SetSheetRow("排查登记表", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	v.sees(v.upload("zhuti", "/import", "风险.xlsx", b.Bytes()), 200, "排查登记表", "采伐审批把关不严", "可能性")
	at := filepath.Join(t.TempDir(), "风险.xlsx")
	if err := os.WriteFile(at, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	list, _, err := v.h.Import(t.Context(), []string{at}, ImportOptions{SkipBad: true})
	if err != nil || len(list) != 1 {
		t.Fatal(err, list)
	}
	got := list[0]
	if got.New != 1 || !got.Written || len(got.Errors) != 1 || got.Errors[0].Sheet != "排查登记表" || got.Errors[0].Row != 4 ||
		got.Errors[0].Column != "可能性" || got.Errors[0].Message == "" {
		t.Errorf("%+v", got)
	}
	v.sees(v.ask("shuping-lly", "GET", "/risks?tab=drafted"), 200, "采伐审批把关不严")
}

// riskWrites are the writes of risk points and checks, each on one made for it.
func (p *programs) riskWrites(deeds map[string]func() write, next func() int) {
	made := func(confirmed bool) ref.ID {
		id, no := p.does("shuping-lly", ref.Risk, "add", 0, p.newRisk(next(), "4", "4"))
		if no == "" && confirmed {
			_, no = p.does("shuping", ref.Risk, "confirm", id, nil)
		}
		if no != "" {
			p.Fatal(no)
		}
		return id
	}
	guard := func(likelihood string, more string) string {
		g := p.newRisk(0, "4", "4")
		return fmt.Sprintf(`"likelihood":"%s","severity":"4","measures":"核查","head":%d,"leader":%d,"review":"%s"%s`,
			likelihood, g.SectionHead, g.Leader, g.Review, more)
	}
	whole := func(more string) string {
		name, _ := json.Marshal(fmt.Sprint("审核不严", next()))
		return fmt.Sprintf(`{"body":%d,"section":"社会事务办","kind":"post","name":%s,"content":"走过场",%s}`,
			p.newRisk(0, "4", "4").Body, name, guard("5", more))
	}
	at := func(op, name string, confirmed bool, body func() string) {
		deeds[op] = func() write { return write{fmt.Sprintf("/risks/%d/%s", made(confirmed), name), body()} }
	}
	say := func(s string) func() string { return func() string { return fmt.Sprintf(s, next()) } }
	deeds["addRisk"] = func() write { return write{"/risks", whole("")} }
	at("changeRisk", "change", false, func() string { return whole(`,"reason":"写错","version":1`) })
	at("confirmRisk", "confirm", false, func() string { return "" })
	at("withdrawRisk", "withdraw", false, say(`{"why":"重复%d"}`))
	at("endRisk", "end", true, say(`{"why":"流程取消%d"}`))
	at("regradeRisk", "regrade", true, func() string {
		return "{" + guard("5", fmt.Sprintf(`,"reason":"加重%d"`, next())) + "}"
	})
	at("reviewRisk", "review", true, func() string {
		return fmt.Sprintf(`{"outcome":"不变%d","review":"%s"}`, next(), p.h.Clock().Day()+100)
	})
	checked := func(name, body string) {
		deeds[name+"Riskcheck"] = func() write {
			id, no := p.does("jiandu-jb", ref.RiskCheck, "add", 0, p.townCheck(made(true), ""))
			if no != "" {
				p.Fatal(no)
			}
			return write{fmt.Sprintf("/riskchecks/%d/%s", id, name), fmt.Sprintf(body, next())}
		}
	}
	checked("withdraw", `{"why":"写错%d"}`)
	x := p.townCheck(0, "")
	checked("correct", fmt.Sprintf(`{"body":%d,"checkedOn":"%s","who":"两人","inPlace":"yes","reason":"写错","seen":"重查`,
		x.Body, x.On)+`%d"}`)
	deeds["addRiskcheck"] = func() write {
		x := p.townCheck(made(true), "")
		return write{"/riskchecks", fmt.Sprintf(`{"risk":%d,"body":%d,"checkedOn":"%s","who":"两人","seen":"抽查%d",`+
			`"inPlace":"yes"}`, x.Risk, x.Body, x.On, next())}
	}
}
