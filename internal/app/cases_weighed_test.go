package app

import (
	"strings"
	"testing"

	"shuangze/internal/accountability/matters"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// A case with serious consequences waits at the supervisory office until it was decided whether a matter is proposed:
// by a reason why none is, or by a matter that names it. Nobody outside the office reads either, and no matter opens by
// itself; a case that is only more serious waits for nothing.
func TestCasesAreWeighed(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, of, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		number := func(id ref.ID) string {
			x, _, err := v.h.DB.One(v.Context(), ref.Case, id)
			if err != nil {
				t.Fatal(err)
			}
			return x.(*outcomes.Case).Number
		}
		waits := func(login string, id ref.ID) bool {
			s := v.ask(login, "GET", "/").Body.String()
			return strings.Contains(s, "研究是否提请问责") && strings.Contains(s, number(id))
		}
		matter := func() int {
			all, err := v.h.DB.AllOf(v.Context(), ref.Matter, 1)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		before := matter()
		grave := do("jiandu-jb", ref.Case, "add", 0, v.newCase(81, outcomes.Grave), "")
		none := do("jiandu-jb", ref.Case, "add", 0, v.newCase(82, outcomes.Severe), "")
		some := do("jiandu-jb", ref.Case, "add", 0, v.newCase(83, outcomes.Severe), "")
		if waits("jiandu-jb", grave) || !waits("jiandu-jb", none) || !waits("jiandu-jb", some) || waits("zhuti-jb", none) ||
			waits("shuping-jw", none) || waits("lingdao", none) {
			t.Error("it waits for the wrong ones, or not")
		}
		said := func() any { return &noun.Said{Text: canary + "已经另行处理"} }
		do("jiandu-jb", ref.Case, "weigh", grave, said(), "case.weigh.none")
		do("shuping-jw", ref.Case, "weigh", none, said(), "access.forbidden")
		do("jiandu-jb", ref.Case, "weigh", none, said(), "")
		do("jiandu-jb", ref.Case, "weigh", none, said(), "case.weigh.twice")
		if waits("jiandu-jb", none) || matter() != before {
			t.Error("it was decided, and it waits still, or opened something")
		}
		_, body := v.county.FirstOf(v.unit("曙坪镇"))
		do("zhuti-jb", ref.Matter, "add", 0, &matters.Matter{Source: matters.OfCase, Case: number(some), Target: matters.Body,
			Body: body, Situation: "duties", Kind: matters.Overall, FactsOn: v.h.Clock().Day() - 9, Facts: "监督不力",
			Proposal: "open", Reason: "造成严重后果"}, "")
		if waits("jiandu-jb", some) || matter() != before+1 {
			t.Error("a matter was proposed of it, and the case waits still")
		}
		do("jiandu-jb", ref.Case, "inform", some, &noun.Said{Text: "当面告知"}, "")
		do("jiandu-jb", ref.Case, "inform", none, &noun.Said{Text: "当面告知"}, "")
		v.sees(v.ask("jiandu-jb", "GET", "/cases/"+none.String()), 200, canary)
		for _, login := range []string{"shuping", "shuping-jw", "lingdao"} {
			for _, id := range []ref.ID{some, none} {
				w := v.ask(login, "GET", "/cases/"+id.String())
				v.sees(w, 200, number(id))
				for _, word := range []string{canary, "提请问责"} {
					if strings.Contains(w.Body.String(), word) {
						t.Errorf("%s reads %s", login, word)
					}
				}
			}
		}
	})
}
