package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A town's clerk sees what is missing, takes an item from the catalogue, writes what is to be made known and hands it
// in; a leader cannot approve it without having looked for personal data, and approves it; another unit sees nothing of
// it: in both languages, both widths, with and without JavaScript.
func TestAffairs(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "affairs-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			clerk, leader, office := l.as("shuping-lly"), l.as("shuping"), l.as("zhuti-jb")
			other, item := l.as("caizheng-jb"), "党组织设置、成员分工"
			if v.language == "en" {
				item = "Party organisation and who sees to what"
			}
			office.Goto("/affairs/board")
			office.MustSee(word("affair.board"), "曙坪镇", "财政局")
			l.look(office, "county")
			clerk.Goto("/affairs?tab=late")
			clerk.MustSee("社会救助和惠民补贴发放情况")
			l.look(clerk, "late")
			clerk.Goto("/affairs/presets")
			clerk.Press(word("affair.presets.take")) // nothing is ticked
			clerk.MustSee(word("affair.take.none"))
			l.look(clerk, "catalogue")
			clerk.Tick(item)
			clerk.Choose(word("affair.field.person"), 1)
			clerk.Fill(word("affair.field.since"), in(0))
			clerk.Press(word("affair.presets.take"))
			clerk.MustSee(word("did.affair.take"), "党组织设置、成员分工")
			board := clerk.Address()
			l.look(clerk, "board")
			clerk.Press("党组织设置、成员分工")
			clerk.Press(word("affair.act.prepare"))
			clerk.Fill(word("affair.field.content"), "党委书记：全面工作；副书记：政府工作。")
			l.look(clerk, "preparing")
			clerk.Press(word("affair.act.prepare"))
			clerk.MustSee(word("did.affair.prepare"))
			clerk.Press(word("affair.draft"))
			at := clerk.Address()
			clerk.Press(word("disclosure.act.submit"))
			clerk.MustSee(word("did.disclosure.submit"))
			leader.Goto(at)
			leader.Press(word("disclosure.act.approve"))
			leader.Fill(word("disclosure.field.opinion"), "内容属实")
			leader.Press(word("disclosure.act.approve")) // personal data was not looked for
			leader.MustSee(word("disclosure.privacy"))
			l.look(leader, "approving")
			leader.Tick(word("disclosure.field.approve.privacy"))
			leader.Press(word("disclosure.act.approve"))
			leader.MustSee(word("did.disclosure.approve"), word("disclosure.state.approved"))
			l.look(leader, "approved")
			other.Goto(at)
			other.MustNotSee("党委书记：全面工作")
			other.Goto(board)
			other.MustNotSee("党组织设置、成员分工")
		})
	}
}
