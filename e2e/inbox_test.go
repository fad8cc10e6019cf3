package e2e

import (
	"strings"
	"testing"
	"time"

	"shuangze/internal/lang"
)

// Two people read what they were told, open a matter from there, mark the rest read and
// set their quiet hours: in both languages and widths, with and without JavaScript.
func TestInbox(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language, login string
		width                 int
		js                    bool
	}{
		{"zh-desk", "zh-CN", "shuping", Desk, true},
		{"en-phone-without-javascript", "en", "zhuti-jb", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "inbox-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			who := l.as(v.login)
			end := time.Now().Add(40 * time.Second) // the job tells every 20 seconds
			for who.Goto("/inbox?tab=unread"); strings.Contains(who.Text("main"), l.say.T("inbox.empty.unread")) &&
				time.Now().Before(end); who.Goto("/inbox?tab=unread") {
				time.Sleep(time.Second)
			}
			who.MustSee(l.say.T("inbox.unread"), l.say.T("inbox.why"))
			l.look(who, "unread")
			who.Press(l.say.T("inbox.open"))
			who.MustNotSee(l.say.T("inbox.mark-all"))
			who.Goto("/inbox")
			l.look(who, "all")
			who.Press(l.say.T("inbox.mark-all"))
			who.MustSee(l.say.T("did.inbox.marked-all"))
			who.Goto("/inbox?tab=unread")
			who.MustSee(l.say.T("inbox.empty.unread"))
			l.look(who, "empty")
			who.Press(l.say.T("inbox.choose"))
			who.MustSee(l.say.T("choose.say"))
			l.look(who, "choices")
			who.Press(l.say.T("choose.save"))
			who.MustSee(l.say.T("did.inbox.chosen"))
		})
	}
}
