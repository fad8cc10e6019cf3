package app

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
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
			v.sees(w, 200, "可能性 4、严重性 4，风险值 16，高风险")
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

		g := high.Guard
		do("shuping-lly", "regrade", id, &risks.Regraded{Guard: g, Reason: "无变化"}, " field.unchanged")
		g.Likelihood, g.Severity = "2", "4"
		do("shuping-lly", "regrade", id, &risks.Regraded{Guard: g, Reason: "措施见效"}, "")
		v.sees(v.ask("shuping-lly", "GET", "/risks/"+id.String()), 200, "措施见效", "中风险", "16")
		do("shuping-lly", "end", id, &noun.Said{Text: "流程取消"}, "")
		do("shuping-lly", "review", id, &risks.Review{Outcome: "不变", Next: g.Review}, "risk.not-now")

		done := map[string]bool{}
		for _, d := range v.h.dutiesOf(t) {
			if d.State == duty.Done && d.Unit == v.unit("财政局") {
				done[d.Rule] = true
			}
		}
		if !done["risk-review"] || !done["risk-check"] {
			t.Errorf("duties done: %v", done)
		}
	})
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
	deeds["addRiskcheck"] = func() write {
		x := p.townCheck(made(true), "")
		return write{"/riskchecks", fmt.Sprintf(`{"risk":%d,"body":%d,"checkedOn":"%s","who":"两人","seen":"抽查%d",`+
			`"inPlace":"yes"}`, x.Risk, x.Body, x.On, next())}
	}
}
