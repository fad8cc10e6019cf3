package e2e

import (
	"strings"
	"testing"
	"time"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// Somebody of an office finds a drawn matter on the workbench, is told that nine
// characters are too few, and says that it does not hold: it is taken up again, and the
// draw shows the result. In both languages, at both widths, and without JavaScript.
func TestRecheck(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-phone", "en", Phone, true},
		{"zh-desk-nojs", "zh-CN", Desk, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			county := Demo(t)
			l := &life{t: t, county: county, name: "recheck-" + v.name, language: v.language, width: v.width, js: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("recheck."+key, kv...) }
			p := Browser(t, v.width, v.js).At(county.URL)
			p.Speak(v.language)
			p.SignIn("zhuti-jb")
			p.Goto("/")
			start, _, _ := strings.Cut(word("do.hold", "subject", "|"), "|")
			p.MustSee(start, word("why.checker"))
			one := "/rechecks/" + strings.Split(p.link("/rechecks/"), "/")[2]
			p.Goto("/rechecks")
			l.look(p, "list")
			p.Goto(one)
			p.MustSee(word("matter"), word("field.reviewer"))
			l.look(p, "one")
			p.Press(word("act.fail"))
			p.Fill(word("field.missing"), "没有坚持住")
			due := when.At(time.Now()).Day() + 9
			p.Fill(word("field.fail.due"), due.String())
			p.Press(word("act.fail"))
			l.look(p, "short")
			p.Fill(word("field.missing"), "公开栏自上月起没有更新，问题反弹。")
			p.Press(word("act.fail"))
			p.MustSee(l.say.T("did.recheck.fail"), word("note.unanswered"), word("state.failed"))
			l.look(p, "failed")
			p.Press(l.say.T("journal.of.draw"))
			p.MustSee(l.say.T("draw.again"), l.say.T("draw.picked"), "sha256sum")
			l.look(p, "draw")
			p.Goto("/draws")
			l.look(p, "draws")
		})
	}
}
