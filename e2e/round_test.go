package e2e

import (
	"fmt"
	"testing"
	"time"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// An office plans the next quarter's round, has the units ranked with reasons, leaves one out with the reason, and
// fixes the list, which cannot be drawn the same day; of a round that was drawn a unit's clerk sees how, and not whom
// the record called for: in both languages, both widths, with and without JavaScript.
func TestRound(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "round-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, clerk := l.as("zhuti-jb"), l.as("shuping-lly")
			year, month, _ := when.At(time.Now()).Day().Date()
			last := year*4 + (int(month)-1)/3 - 1 // the quarter before this one
			next := when.Date(year, time.Month(3*((int(month)-1)/3)+4), 1)
			year, month, _ = next.Date()
			office.Goto("/rounds/new")
			office.Press(word("round.act.add")) // nothing filled in
			office.MustSee(word("input.required"))
			office.Fill(word("round.field.title"), "下一季度督导巡查")
			office.Fill(word("round.field.year"), fmt.Sprint(year))
			office.Choose(word("round.field.quarter"), (int(month)-1)/3+1)
			office.Choose(word("round.field.body"), 1)
			office.Fill(word("round.field.basis"), "镇办〔2026〕9号")
			office.Fill(word("round.field.begins"), (next - 1).String())
			office.Fill(word("round.field.ends"), (next + 60).String())
			office.Fill(word("round.field.focus"), "3")
			office.Fill(word("round.field.sample"), "2")
			office.Press(word("round.act.add"))
			office.MustSee(word("round.outside", "from", next, "to", when.Date(year, month+3, 1)-1))
			office.Fill(word("round.field.begins"), (next + 9).String())
			office.Press(word("round.act.add"))
			office.MustSee(word("did.round.add"))
			at := office.Address()
			office.Press(word("round.act.rank"))
			office.Press(word("round.act.rank"))
			office.MustSee(word("did.round.rank"), word("nominee.state.chosen"))
			l.look(office, "ranked")
			office.Press(word("nominee.act.leave"))
			office.Fill(word("nominee.field.leave.reason"), "刚刚接受市里检查")
			office.Press(word("nominee.act.leave"))
			office.MustSee(word("did.nominee.leave"))
			office.Goto(at)
			office.MustSee("刚刚接受市里检查")
			office.Press(word("round.act.fix"))
			l.look(office, "fixing")
			office.Press(word("round.act.fix"))
			office.MustSee(word("did.round.fix"), word("round.state.fixed"))
			office.Goto(at + "/do/draw")
			office.MustSee(word("round.tomorrow", "on", when.At(time.Now()).Day()+1))

			clerk.Goto("/rounds?tab=drawn")
			clerk.Press(fmt.Sprintf("%d年第%s季度督导巡查", last/4, []string{"一", "二", "三", "四"}[last%4]))
			clerk.MustSee(word("round.again"), word("nominee.state.picked"))
			clerk.MustNotSee(word("round.ranking"))
			l.look(clerk, "drawn")
		})
	}
}
