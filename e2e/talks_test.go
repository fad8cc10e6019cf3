package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// The head of a town finds on the workbench the record of a talk that waits for a signature, signs it by a passkey, and
// is told why an equal holds no talk; the clerk of the town sees none of it. In both languages, at both widths.
func TestThreeTalks(t *testing.T) {
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
			l := &life{t: t, county: county, name: "talk-" + v.name, language: v.language, width: v.width, js: true, tab: true,
				say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("talk."+key, kv...) }
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

			const about = "履行监督责任的廉政谈话"
			p.Goto("/")
			p.MustSee(word("do.sign", "subject", about))
			p.Goto("/talks")
			l.look(p, "list")
			p.Press(about)
			p.MustSee(word("state.held"), word("note.talker"))
			l.look(p, "held")
			p.Press(word("act.sign"))
			l.look(p, "sign")
			p.Press(l.say.T("page.confirm.passkey"))
			p.MustSee(l.say.T("did.talk.sign"), word("means.passkey"))
			l.look(p, "signed")

			p.Goto("/talks/new")
			l.look(p, "new")
			p.Press(word("act.add"))
			p.MustSee(l.say.T("input.required"))
			l.look(p, "wrong")

			clerk := Drawn(t, v.width, true).At(county.URL)
			clerk.Speak(v.language)
			clerk.SignIn("shuping-lly")
			clerk.Goto("/talks")
			clerk.MustSee(word("list.empty"))
		})
	}
}
