package e2e

import (
	"net/url"
	"testing"

	"shuangze/internal/lang"
)

// A leader understands in one sentence what the system costs the units, an office opens
// what a figure counts, a unit sees itself alone: in both languages and widths, with and
// without JavaScript.
func TestBurdenLedger(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-phone-without-javascript", "en", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "burden-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := l.say.T
			leader, office, clerk := l.as("lingdao"), l.as("zhuti-jb"), l.as("shuping-lly")
			leader.Goto("/burden")
			leader.MustSee(word("burden.rules"), word("burden.units"), word("burden.within"))
			l.look(leader, "leader")

			office.Goto("/burden") // whichever rule of duties has acts in this month
			any := office.Rows("/scheduled?rule=")
			if len(any) == 0 {
				t.Fatal("no rule has acts that lead anywhere")
			}
			at, err := url.Parse(any[0].Href)
			if err != nil {
				t.Fatal(err)
			}
			rule := at.Query().Get("rule")
			office.Goto("/burden?rule=" + rule)
			office.MustSee(word("page.filter.remove"))
			done := office.Rows("/scheduled?rule=" + rule)
			if len(done) == 0 {
				t.Fatal("the acts of a rule lead nowhere")
			}
			office.Goto(done[0].Href)
			office.MustSee(word("duty.tab.done"))

			clerk.Goto("/burden")
			clerk.MustSee("曙坪镇", word("burden.months"))
			l.look(clerk, "unit")
		})
	}
}
