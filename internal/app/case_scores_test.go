package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/appraisal"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
)

// standing is how a body stands now.
func (v *visitors) standing(body ref.ID) appraisal.Standing {
	v.Helper()
	now := v.h.Clock()
	s, ok, err := v.h.Running.One(context.Background(), appraisal.Asked{Jurisdiction: 1, County: v.county,
		Rules: v.h.Policy, Year: now.Day().Year(), Now: now}, body)
	if err != nil || !ok {
		v.Fatal(ok, err)
	}
	return s
}

// A case is deducted from the scores of both bodies of its unit from the moment that the unit's head was told, by its
// outcome, whether the person was of the team, and how it came to light; not before, not of another year, and not
// once it was withdrawn. Who may not see the case reads what it costs and nothing of whom or of what it is.
func TestCasesReachScores(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		do := func(name string, id ref.ID, in any) ref.ID {
			t.Helper()
			made, no := v.does("jiandu-jb", ref.Case, name, id, in)
			if no != "" {
				t.Fatalf("%s: %s", name, no)
			}
			return made
		}
		town, commission := v.actor("shuping").Grants[0].Body, v.newTalkBody()
		costs := func(want ...int64) {
			t.Helper()
			for _, body := range []ref.ID{town, commission} {
				x, sum := v.standing(body).Sheet, int64(0)
				for i, c := range x.Cases {
					if sum += c.Deducted; i >= len(want) || c.Deducted != want[i] {
						t.Errorf("%+v, not %v", c, want)
					}
				}
				if len(x.Cases) != len(want) || x.ForCases != sum ||
					x.Total != max(0, x.Normal+x.Added-x.Deducted-sum) {
					t.Errorf("%d cases, %d for them, %d in all, not %v", len(x.Cases), x.ForCases, x.Total, want)
				}
			}
		}
		other := v.standing(v.actor("caizheng").Grants[0].Body).Sheet.ForCases
		costs()
		x := v.newCase(7, outcomes.Ordinary)
		id := do("add", 0, x)
		costs()
		do("inform", id, &noun.Said{Text: "当面告知"})
		costs(400)
		if now := v.standing(v.actor("caizheng").Grants[0].Body).Sheet.ForCases; now != other {
			t.Errorf("another unit loses %d, not %d", now, other)
		}
		change := func(do func(*outcomes.Case)) {
			t.Helper()
			to := *v.newCase(7, outcomes.Ordinary)
			do(&to)
			stands, _, err := v.h.DB.One(context.Background(), ref.Case, id)
			if err != nil {
				t.Fatal(err)
			}
			a, _ := v.h.Noun(ref.Case).Act("change")
			if _, err := a.Do(context.Background(), noun.Call{ID: id, Version: stands.Head().Version,
				In: &noun.Changed{V: &to, Reason: "更正"}, Command: act.Command{Actor: v.actor("jiandu-jb")}}); err != nil {
				t.Fatal(err)
			}
		}
		change(func(c *outcomes.Case) { c.Found = outcomes.Handled })
		costs(0)
		change(func(c *outcomes.Case) { c.Found = outcomes.Concealed })
		costs(800)
		change(func(c *outcomes.Case) { c.Found, c.Team = outcomes.Reported, outcomes.NotMember })
		costs(100)
		change(func(c *outcomes.Case) { c.DecidedOn = v.h.Clock().Day() - 400 })
		costs()
		change(func(c *outcomes.Case) { c.Found = outcomes.Reported })
		costs(200)

		who, _ := v.county.Person(x.Person)
		// Each office sees the scores of its own responsibility.
		at := func(login string) string {
			if login == "jiandu-jb" {
				return "/scores/" + commission.String()
			}
			return "/scores/" + town.String()
		}
		worked := "2.00 × 2（班子成员） × 0.5（本单位主动报告） = 2.00"
		for login, leads := range map[string]bool{"shuping-lly": false, "zhuti-jb": false, "shuping": true, "jiandu-jb": true,
			"lingdao": true} {
			w := v.ask(login, "GET", at(login))
			v.sees(w, 200, "通报批评", worked, "−2.00")
			page := w.Body.String()
			if strings.Contains(page, "/cases/"+id.String()) != leads {
				t.Errorf("led to the case: %s %t", login, !leads)
			}
			for _, secret := range []string{x.Decision, x.Fact, who.Name} {
				if strings.Contains(page, secret) {
					t.Errorf("%s reads %s on the sheet", login, secret)
				}
			}
		}
		do("withdraw", id, &noun.Said{Text: "登记错误"})
		costs()

		// Of a member of the team who was held criminally liable the facts propose a veto, and nothing follows by itself.
		grave := v.newCase(8, outcomes.Severe)
		grave.Outcome = "criminal"
		id = do("add", 0, grave)
		do("inform", id, &noun.Said{Text: "当面告知"})
		costs(2400)
		if s := v.standing(town); len(s.Sheet.Proposed) != 1 || len(s.Sheet.Vetoed) != 0 {
			t.Errorf("proposed %v, decided %v", s.Sheet.Proposed, s.Sheet.Vetoed)
		}
		for login, told := range map[string]bool{"shuping-lly": false, "shuping": false, "zhuti-jb": true, "jiandu-jb": true,
			"lingdao": true} {
			page := v.ask(login, "GET", at(login)).Body.String()
			for _, word := range []string{"中发〔2010〕19号", "从不自动生效", "被追究刑事责任"} {
				if strings.Contains(page, word) != told {
					t.Errorf("%s reads %s: %t", login, word, !told)
				}
			}
		}
	})
}

// Programs read the same by the API.
func TestCasesInScoresByPrograms(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	x := p.newCase(9, outcomes.Severe)
	x.Outcome, x.Found = "criminal", outcomes.Reported
	id, no := p.does("jiandu-jb", ref.Case, "add", 0, x)
	if no != "" {
		t.Fatal(no)
	}
	if _, no := p.does("jiandu-jb", ref.Case, "inform", id, &noun.Said{Text: "当面告知"}); no != "" {
		t.Fatal(no)
	}
	at := "/scores/" + p.actor("shuping").Grants[0].Body.String()
	for login, seen := range map[string]struct {
		of    ref.ID
		vetos int
	}{"shuping-lly": {0, 0}, "shuping": {id, 0}, "zhuti-jb": {0, 1}, "lingdao": {id, 1}} {
		w := p.call(p.all[login], "GET", at, nil)
		var out api.ScoreSheet
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 || len(out.Cases) != 1 {
			t.Fatalf("%s: %d %v %+v", login, w.Code, err, out.Cases)
		}
		want := api.ScoreCase{Case: seen.of, Outcome: "criminal", Name: out.Cases[0].Name, Team: true, Found: "reported",
			Points: 1200, Times: 100, Deducted: 1200, Working: out.Cases[0].Working}
		if out.Cases[0] != want || want.Name == "" || want.Working == "" || len(out.Proposed) != seen.vetos {
			t.Errorf("%s: %+v, %d proposed", login, out.Cases[0], len(out.Proposed))
		}
		if body := w.Body.String(); strings.Contains(body, x.Decision) || strings.Contains(body, x.Fact) {
			t.Errorf("%s reads the case", login)
		}
	}
}
