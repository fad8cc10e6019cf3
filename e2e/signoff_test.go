package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// The first responsible person finds a report on the workbench, is refused a formula, signs the version that the page
// shows by a passkey, prints it and checks its code: in both languages, at both widths.
func TestSignOff(t *testing.T) {
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
			l := &life{t: t, county: county, name: "signoff-" + v.name, language: v.language, width: v.width,
				js: true, tab: true,
				say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("signoff."+key, kv...) }
			p := Drawn(t, v.width, true).At(county.URL)
			p.Speak(v.language)
			p.device()
			p.SignIn("shuping")
			p.Goto("/account")
			p.Press(l.say.T("account.passkey.add"))
			p.Fill("name", "手机")
			p.Fill("old", signIn.demo)
			p.Press(l.say.T("account.passkey.next"))
			p.Press(l.say.T("account.passkey.make"))

			p.Goto("/")
			p.MustSee(word("do.sign", "subject", "惠民资金监管专项报告"))
			p.Goto("/signoffs")
			l.look(p, "list")
			p.Press("惠民资金监管专项报告")
			l.look(p, "waiting")
			p.Press(word("act.sign"))
			p.MustSee("三个村的发放台账")
			p.Fill(word("field.sign.opinion"), "同意，已阅")
			p.Press(l.say.T("page.confirm.passkey"))
			p.MustSee(word("opinion.formulaic"))
			l.look(p, "formula")
			p.Fill(word("field.sign.opinion"), "核查属实，公示问题请一周内整改并报结果。")
			p.Press(l.say.T("page.confirm.passkey"))
			p.MustSee(l.say.T("did.signoff.sign"), "核查属实", word("means.passkey"), word("code"))
			l.look(p, "signed")
			p.Goto("/signoff/check?code=0000-0TK7-QM3F-2A9C")
			p.MustSee(word("check.unknown"))
			l.look(p, "check")
		})
	}
}
