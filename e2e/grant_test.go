package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The security administrator makes somebody an administrator and takes it back: on a page that names the person,
// with a reason and a confirmation, in both languages, on both widths; who looks after the record finds both in
// words.
func TestAdministrationGranted(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "grant-" + v.name, language: v.language, width: v.width, js: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			say := l.say
			sec := l.as("anquan")
			sec.Goto("/grants?q=zhuti-jb")
			l.look(sec, "list")
			sec.Goto(sec.link("/grants/"))
			l.look(sec, "form")
			sec.Press(say.T("grant.next")) // which, and why, are missing
			sec.MustSee(say.T("input.required"))
			l.look(sec, "form-wrong")
			sec.Tick(say.T("role.audit-admin"))
			sec.Fill("reason", "镇办〔2026〕7号")
			sec.Press(say.T("grant.next"))
			sec.MustSee(say.T("grant.give.confirm"), "镇办〔2026〕7号", say.T("role.audit-admin"))
			l.look(sec, "confirm")
			sec.Press(say.T("grant.give.do"))
			sec.MustSee(say.T("did.account.granted"))
			l.look(sec, "granted")
			sec.Fill("reason", "岗位调整")
			sec.Press(say.T("grant.next"))
			sec.Press(say.T("grant.take.do"))
			sec.MustSee(say.T("did.account.ungranted"))

			audit := l.as("shenji")
			audit.Goto("/access-log?journal=system")
			audit.MustSee(say.T("event.account.granted"), say.T("event.account.ungranted"), "zhuti-jb")
			l.look(audit, "log")
		})
	}
}
