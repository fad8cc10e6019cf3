package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/policy/zhenping"
)

// Before a scheme is adopted the office reads whose score, rank and grade it would change and why, over last year and
// this one, and how ranks hang on weights; another unit reads that there is a simulation and not what it says: in both
// languages, both widths, with and without JavaScript.
func TestSimulation(t *testing.T) {
	t.Parallel()
	texts, err := policy.Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	draft := texts["indicators.txt"]
	for from, to := range map[string]string{"| Tasks on time | 15 |": "| Tasks on time | 20 |",
		"principal | 10 | 民主测评 | Peer evaluation | 7 |": "principal | 10 | 民主测评 | Peer evaluation | 2 |"} {
		if !strings.Contains(draft, from) {
			t.Fatalf("the pack does not say %q", from)
		}
		draft = strings.Replace(draft, from, to, 1)
	}
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
			l := &life{t: t, county: Demo(t), name: "simulation-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, clerk := l.as("zhuti-jb"), l.as("shuping-lly")
			office.Goto("/policy/versions/new?file=indicators.txt")
			office.Fill("indicators.txt", draft)
			office.Fill(word("policy.field.note"), "任务清单二十分")
			office.Press(word("policy.version.propose"))
			office.MustSee(word("score.sim.weights"), "曙坪镇党委")
			l.look(office, "last")
			at := office.Address()
			office.Fill(word("score.sim.facts"), strconv.Itoa(time.Now().Year()))
			office.Press(word("score.sim.do"))
			office.MustSee(word("score.sim.weights"), "曙坪镇党委")
			l.look(office, "this")
			office.Press(word("page.print"))
			office.MustSee(word("score.sim.why"))
			l.look(office, "print")
			clerk.Goto(at)
			clerk.MustSee(word("score.sim.unseen"))
			clerk.MustNotSee(word("score.sim.weights"))
			l.look(clerk, "unit")
		})
	}
}
