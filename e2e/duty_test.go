package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// Duties come from rules: the list is read by its tabs and filters; an office puts one back that was counted by
// mistake, moves its day, stops its clock and lets it go on; the unit says that it was done, with words that are
// missing at first: in both languages, both widths, with and without JavaScript.
func TestScheduledDuties(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "duties-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("duty."+key, kv...) }
			clerk, office := l.as("shuping-lly"), l.as("zhuti-jb")
			office.Goto("/scheduled")
			office.MustSee(word("tab.open"), word("tab.carded"))
			l.look(office, "list")
			clerk.Goto("/scheduled?tab=done&rule=team-study")
			rows := clerk.Rows("/scheduled/")
			if len(rows) == 0 {
				t.Fatal("nothing was done")
			}
			at := rows[0].Href
			clerk.Goto("/scheduled?q=无此事项")
			clerk.MustSee(word("list.empty"))

			office.Goto(at)
			office.MustSee(l.say.T("order.why"), l.say.T("event.duty.made"), l.say.T("event.duty.discharged"))
			l.look(office, "one")
			office.Press(word("act.reopen"))
			office.Press(word("act.reopen"))
			office.MustSee(l.say.T("input.required"))
			office.Fill(word("field.reason"), "会议记录与其他单位重复")
			office.Press(word("act.reopen"))
			office.MustSee(l.say.T("did.duty.reopen"), "会议记录与其他单位重复")
			office.Press(word("act.extend"))
			office.Fill(word("field.extend.to"), "2020-01-01")
			office.Fill(word("field.reason"), "补开会议")
			office.Press(word("act.extend"))
			l.look(office, "earlier")
			office.Fill(word("field.extend.to"), in(30))
			office.Press(word("act.extend"))
			office.MustSee(l.say.T("did.duty.extend"))
			office.Press(word("act.pause"))
			office.Fill(word("field.reason"), "防汛应急")
			office.Press(word("act.pause"))
			office.MustSee(l.say.T("did.duty.pause"), word("state.paused"))
			office.Press(word("act.resume"))
			office.Fill(word("field.reason"), "应急结束")
			office.Press(word("act.resume"))
			office.MustSee(l.say.T("did.duty.resume"))
			l.look(office, "moved")

			clerk.Goto(at)
			clerk.MustNotSee(word("act.waive"))
			clerk.Press(word("act.discharge"))
			l.look(clerk, "discharge")
			clerk.Fill(word("field.discharge.on"), in(1))
			clerk.Press(word("act.discharge"))
			clerk.MustSee(l.say.T("input.required"))
			clerk.Fill(word("field.discharge.how"), "补开专题会，研究三项措施")
			clerk.Press(word("act.discharge"))
			clerk.MustSee(word("on.later")) // what was typed is still there: it is not typed again
			clerk.Fill(word("field.discharge.on"), in(0))
			clerk.Press(word("act.discharge"))
			clerk.MustSee(l.say.T("did.duty.discharge"), word("state.done"), "补开专题会，研究三项措施")
			l.look(clerk, "done")
		})
	}
}
