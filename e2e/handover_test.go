package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// An office finds on the workbench the handover of somebody who left the county, reads what is open, is asked why it
// signs, and signs in their place by a passkey: in both languages, at both widths.
func TestHandover(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
	}{
		{"zh-desk", "zh-CN", Desk},
		{"en-phone", "en", Phone},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			county := Demo(t)
			county.URL = strings.Replace(county.URL, "127.0.0.1", "localhost", 1)
			l := &life{t: t, county: county, name: "handover-" + v.name, language: v.language, width: v.width,
				js: true, tab: true,
				say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("handover."+key, kv...) }
			p := Drawn(t, v.width, true).At(county.URL)
			p.Speak(v.language)
			p.device()
			p.SignIn("zhuti-jb")
			p.Goto("/account")
			p.Press(l.say.T("account.passkey.add"))
			p.Fill("name", "手机")
			p.Fill("old", signIn.demo)
			p.Press(l.say.T("account.passkey.next"))
			p.Press(l.say.T("account.passkey.make"))

			const post = "财政局党组成员、副局长"
			p.Goto("/")
			p.MustSee(word("do.sign-out", "subject", post))
			p.Goto("/handovers")
			l.look(p, "list")
			p.Press(post)
			p.MustSee(word("rows"), word("note.out"), word("note.in"))
			l.look(p, "sheet")
			p.Press(word("act.sign-out"))
			p.Press(l.say.T("page.confirm.passkey"))
			p.MustSee(word("field.sign-out.reason"), l.say.T("input.required"))
			l.look(p, "why")
			p.Fill(word("field.sign-out.reason"), "已退休，不在本县任职。")
			p.Press(l.say.T("page.confirm.passkey"))
			p.MustSee(l.say.T("did.handover.sign-out"), "已退休，不在本县任职。", word("means.passkey"))
			l.look(p, "signed")
		})
	}
}
