package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// A town's clerk sees what is missing, is refused an item against the law's article 30, takes several from the
// catalogue, writes what is to be made known of one and hands it in; a leader sends it back with the reason, and
// approves it once personal data was looked for; it is public with its proof alone, which the board then shows; taken
// down, it is owed again; another unit sees nothing of it: in both languages, both widths, with and without JavaScript.
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
			l.affairs()
		})
	}
}

// A village's clerk finds what the village owes, writes and hands it in; the town's leader finds it waiting and
// approves it, and the town sees its villages in one row, opened one by one.
func TestVillageAffairs(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "village-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			l.villageAffairs()
		})
	}
}

func (l *life) villageAffairs() {
	word := l.say.T
	clerk, leader := l.as("qingxi-ws"), l.as("shuping")
	clerk.Goto("/")
	l.look(clerk, "bench")
	clerk.Goto("/affairs/board")
	clerk.MustSee("清溪村")
	clerk.MustNotSee("石门村")
	l.look(clerk, "own")
	clerk.Press("清溪村")
	clerk.MustSee("涉及村民利益的重大事项")
	l.look(clerk, "items")
	clerk.Press("涉及村民利益的重大事项")
	clerk.Press(word("affair.act.prepare"))
	clerk.Fill("about", in(0))
	clerk.Fill(word("affair.field.content"), "村级道路拓宽占地补偿方案，公示期七日。")
	clerk.Press(word("affair.act.prepare"))
	clerk.MustSee(word("did.affair.prepare"))
	clerk.Press(word("affair.draft"))
	at := clerk.Address()
	clerk.Press(word("disclosure.act.submit"))
	clerk.Press(word("disclosure.act.submit"))
	clerk.MustSee(word("did.disclosure.submit"))
	leader.Goto(at)
	l.look(leader, "asked")
	leader.Press(word("disclosure.act.approve"))
	leader.Fill("opinion", "内容属实")
	leader.Tick("privacy")
	leader.Press(word("disclosure.act.approve"))
	leader.MustSee(word("did.disclosure.approve"))
	leader.Goto("/affairs/board")
	leader.MustSee("柳坪村", "石门村")
	l.look(leader, "town")
	leader.Press(word("affair.board.villages", "unit", "曙坪镇", "n", 5))
	leader.MustSee("清溪村", "石门村", "曙坪社区")
	l.look(leader, "villages")
}

func (l *life) affairs() {
	word := l.say.T
	clerk, leader, office := l.as("shuping-lly"), l.as("shuping"), l.as("zhuti-jb")
	office.Goto("/affairs/board")
	office.MustSee(word("affair.board"), "曙坪镇", "财政局", word("affair.board.none.say"), "城关镇")
	l.look(office, "county")
	clerk.Goto("/affairs?tab=late")
	clerk.MustSee("社会救助和惠民补贴发放情况")
	l.look(clerk, "late")

	clerk.Press(word("affair.act.add"))
	l.look(clerk, "item")
	clerk.Choose("publisher", 1)
	clerk.Fill("kind", "village")
	clerk.Fill("item", "集体资产出租情况")
	clerk.Fill("category", "资产管理")
	clerk.Fill("basis", "中华人民共和国村民委员会组织法第三十条")
	clerk.Fill("period", "year")
	clerk.Fill("days", "10")
	clerk.Choose("form", 1)
	clerk.Choose("person", 1)
	clerk.Fill("since", in(0))
	clerk.Press(word("affair.act.add")) // each year is against article 30
	clerk.MustSee(word("affair.period.quarter"))
	l.look(clerk, "item-refused")

	items := l.takesItems(clerk)
	board := clerk.Address() + "?" + strings.SplitN(strings.SplitN(clerk.URL(), "?", 2)[1], "&", 2)[0]
	l.look(clerk, "board")
	clerk.Press(items)
	item := clerk.Address()
	clerk.Press(word("affair.act.prepare"))
	clerk.Fill(word("affair.field.content"), "党委书记：全面工作；副书记：政府工作。")
	l.look(clerk, "preparing")
	clerk.Press(word("affair.act.prepare"))
	clerk.MustSee(word("did.affair.prepare"))
	l.look(clerk, "prepared")
	clerk.Press(word("affair.draft"))
	at := clerk.Address()
	submit := func() {
		clerk.Goto(at)
		clerk.Press(word("disclosure.act.submit"))
		clerk.Press(word("disclosure.act.submit")) // nothing is asked: it is confirmed
		clerk.MustSee(word("did.disclosure.submit"))
	}
	submit()
	leader.Goto("/")
	l.look(leader, "waiting")
	leader.Goto(at)
	l.look(leader, "asked")
	leader.Press(word("disclosure.act.return"))
	leader.Fill("why", "写明两位副书记各自的分工")
	l.look(leader, "sending-back")
	leader.Press(word("disclosure.act.return"))
	leader.MustSee(word("did.disclosure.return"))
	clerk.Goto(at)
	clerk.MustSee(word("disclosure.note.back"), "写明两位副书记各自的分工")
	l.look(clerk, "sent-back")
	submit()
	leader.Goto(at)
	leader.Press(word("disclosure.act.approve"))
	leader.MustSee("党委书记：全面工作") // beside what is asked
	leader.Fill("opinion", "内容属实")
	leader.Press(word("disclosure.act.approve")) // personal data was not looked for
	leader.MustSee(word("disclosure.privacy"))
	l.look(leader, "approving")
	leader.Tick("privacy")
	leader.Press(word("disclosure.act.approve"))
	leader.MustSee(word("did.disclosure.approve"), word("disclosure.state.approved"), word("disclosure.form.approval"))
	l.look(leader, "approved")

	clerk.Goto(at)
	clerk.Press(word("disclosure.act.publish"))
	clerk.Fill("on", in(0))
	clerk.Choose("form", 1)
	clerk.Fill("place", "镇政府门前公开栏")
	clerk.Press(word("disclosure.act.publish")) // without a photograph
	clerk.MustSee(word("evidence.choose"))
	l.look(clerk, "publishing")
	clerk.Upload("file", picture(l.t))
	clerk.Press(word("disclosure.act.publish"))
	clerk.MustSee(word("did.disclosure.publish"), word("disclosure.state.public"))
	l.look(clerk, "public")
	clerk.Goto(board)
	if got := clerk.Text(`td a[href="` + at + `"]`); got != "✓" {
		l.t.Errorf("public, the board says %q", got)
	}
	l.look(clerk, "board-done")
	clerk.Goto(at)
	clerk.Press(word("disclosure.act.take-down"))
	l.look(clerk, "taking-down")
	clerk.Fill("why", "分工已经调整")
	clerk.Tick("again")
	clerk.Press(word("disclosure.act.take-down"))
	clerk.MustSee(word("did.disclosure.take-down"), "分工已经调整")
	l.look(clerk, "down")
	clerk.Goto(board)
	if got := clerk.Text(`td a[href^="` + item + `/do/prepare"]`); got != "…" {
		l.t.Errorf("taken down, the board says %q", got)
	}

	other := l.as("caizheng-jb")
	other.Goto(at)
	other.MustNotSee("党委书记：全面工作")
	other.Goto(board)
	other.MustNotSee("党组织设置、成员分工")
}

// takesItems takes two items of the catalogue at once and hands back what the first is called; the board shows both.
func (l *life) takesItems(clerk *Page) string {
	word, items := l.say.T, []string{"党组织设置、成员分工", "党费收缴、使用情况"}
	names := items
	if l.language == "en" {
		names = []string{"Party organisation and who sees to what", "Party dues, paid in and spent"}
	}
	clerk.Goto("/affairs/presets")
	clerk.Press(word("affair.presets.take")) // nothing is ticked
	clerk.MustSee(word("affair.take.none"))
	l.look(clerk, "catalogue")
	for _, name := range names {
		clerk.Tick(name)
	}
	clerk.Choose(word("affair.field.person"), 1)
	clerk.Fill(word("affair.field.since"), in(0))
	clerk.Press(word("affair.presets.take"))
	clerk.MustSee(word("did.affair.take"), items[0], items[1])
	return items[0]
}
