package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A clerk drafts an office document and sends it to be checked; somebody else of the town passes it, the secretary
// signs it with the text beside the decision, and the clerk seals and distributes it.
func TestDispatch(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
	}{{"zh", "zh-CN", Desk}, {"en", "en", Phone}} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "dispatches-" + v.name, language: v.language, width: v.width, js: true,
				say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("dispatch."+key, kv...) }
			office := l.as("zhuti-jb")
			office.Goto("/dispatches")
			l.look(office, "list")
			office.Goto("/dispatches?tab=sent")
			l.look(office, "sent")
			office.Press("落实主体责任情况的通报")
			office.MustSee(word("sheet"), word("slips"))
			l.look(office, "one")
			office.Goto("/slips?tab=all")
			l.look(office, "slips")
			secretary := l.as("shuping")
			secretary.Goto("/dispatches?tab=signing")
			secretary.Press("项目资金自查")
			l.look(secretary, "to-sign")
			secretary.Press(word("act.sign"))
			l.look(secretary, "sign")
			secretary.Press(word("act.sign"))
			secretary.MustSee(word("state.signed"), "曙坪镇党发〔")
			clerk := l.as("shuping-lly")
			clerk.Goto("/dispatches/new")
			l.look(clerk, "new")
			clerk.Goto("/dispatches?tab=signed")
			clerk.Press("项目资金自查")
			clerk.Press(word("act.seal"))
			clerk.Press(word("act.seal"))
			clerk.Press(word("act.send"))
			clerk.Press(word("act.send"))
			clerk.MustSee(l.say.T("did.dispatch.send"))
			l.look(clerk, "distributed")
		})
	}
}
