package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/policy/zhenping"
)

// The office writes the schemes: while the text is typed (with JavaScript), or when it asks (without), it reads what is
// wrong and where, and what the points come to; a fact is picked from the list, one indicator is changed by fields; the
// version is proposed and read as a document. In both languages, both widths, with and without JavaScript.
func TestSchemeEditor(t *testing.T) {
	t.Parallel()
	texts, err := policy.Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	draft := strings.Replace(texts["indicators.txt"], "| Tasks on time | 15 |", "| Tasks on time | 12.5 |", 1)
	draft = strings.Replace(draft, "÷ 任务应完成", "÷ 任务应办完", 1)
	if strings.Count(draft, "任务应办完") != 1 || !strings.Contains(draft, "| 12.5 |") {
		t.Fatal("the shipped indicators say something else now")
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
			l := &life{t: t, county: Demo(t), name: "editor-" + v.name, language: v.language, width: v.width,
				js: v.js, tab: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office := l.as("zhuti-jb")
			office.Goto("/policy/versions")
			office.Press(word("policy.draft.schemes"))
			office.MustSee(word("policy.draft.sound"), word("policy.draft.sum", "sum", "100.00"))
			l.look(office, "sound")
			office.Fill(word("policy.field.note"), "任务清单十二点五分")
			office.Fill("indicators.txt", draft)
			if !v.js {
				office.Press(word("policy.draft.check"))
			}
			office.MustSee(word("policy.draft.sum", "sum", "97.50"), word("policy.draft.less", "points", "2.50"), "任务应办完",
				word("policy.draft.faults", "n", 2))
			l.look(office, "faults")
			if v.js { // the fault leads to its characters
				office.Press("//a[contains(., '任务应办完')]")
				office.eval("the words that are wrong are chosen", `(() => { const a = document.activeElement;
					return a.id === 'f-indicators.txt' && a.value.slice(a.selectionStart, a.selectionEnd) === '任务应办完' })()`)
				office.Press(word("policy.facts"))
				office.Press("任务应完成")
				office.eval("the fact took their place", `document.getElementById('f-indicators.txt').value.includes('÷ 「任务应完成」')`)
				office.MustSee(word("policy.draft.faults", "n", 1)) // read anew, its rows with it
				l.look(office, "facts")
			} else {
				office.Fill("indicators.txt", strings.Replace(draft, "任务应办完", "任务应完成", 1))
				office.Press(word("policy.draft.check"))
			}
			office.Press(word("policy.row.open", "no", "10"))
			office.MustSee(word("policy.row.do-remove"))
			l.look(office, "row")
			office.Fill(word("policy.field.i-points"), "9.5")
			office.Press(word("policy.row.do-put"))
			office.MustSee(word("policy.draft.sound"), word("policy.row.not-yet"))
			l.look(office, "written")
			office.Press(word("policy.version.propose"))
			office.MustSee(word("score.sim.weights"))
			office.Press(word("policy.schemes"))
			office.MustSee("9.50", "12.50", "中发〔2010〕19号")
			l.look(office, "document")
		})
	}
}
