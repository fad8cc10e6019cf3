package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// What falls due is seen on the workbench, in the year of a unit, in the heat map and in
// the month, and read by a calendar at an address that is shown once: in both languages,
// both widths, with and without JavaScript.
func TestWhatFallsDue(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "dues-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			clerk, office := l.as("shuping-lly"), l.as("zhuti-jb")
			clerk.Goto("/")
			clerk.MustSee(l.say.T("duty.why.team"))
			l.look(clerk, "workbench")
			office.Goto("/scheduled/heat")
			office.MustSee(l.say.T("heat.map"))
			l.look(office, "heat")
			office.Goto("/scheduled")
			rows := office.Rows("/scheduled/")
			if len(rows) == 0 {
				t.Fatal("no duties")
			}
			clerk.Goto("/calendar")
			clerk.MustSee(l.say.T("calendar.month"))
			l.look(clerk, "month")
			clerk.Goto("/account")
			clerk.MustSee(l.say.T("account.feeds"))
			clerk.Press(l.say.T("account.feed-new"))
			clerk.MustSee(l.say.T("account.feed-made"), "/feed/")
			l.look(clerk, "address")
			clerk.Goto("/search?q=曙坪镇")
			clerk.Press("曙坪镇")
			clerk.Press(l.say.T("year.link"))
			clerk.MustSee(l.say.T("year.matrix"), l.say.T("year.mark.done"))
			l.look(clerk, "year")
		})
	}
}
