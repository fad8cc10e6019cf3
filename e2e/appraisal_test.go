package e2e

import (
	"fmt"
	"testing"
	"time"

	"shuangze/internal/lang"
)

// An office assesses the government departments: a department claims an item and hands in, two mark without seeing each
// other's, a third decides where they differ, all is scored and fed back; the department objects beside the very line,
// somebody who marked it is refused, the leading group answers. Other units see nothing of it: in both languages, both
// widths, with and without JavaScript. What waits for days (notice, approval, circular) is not a browser's.
func TestAppraisal(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "appraisal-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			l.assess()
		})
	}
}

const finance = "财政局党组"

func (l *life) assess() {
	word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
	office, head, clerk := l.as("zhuti-jb"), l.as("zhuti"), l.as("caizheng-jb")
	office.Goto("/appraisals/new")
	office.Press(word("appraisal.act.add")) // nothing filled in
	office.MustSee(word("input.choose"))
	office.Fill(word("appraisal.field.year"), fmt.Sprint(time.Now().Year()-1))
	office.Choose(word("appraisal.field.scheme"), 1)
	office.Choose(word("appraisal.field.category"), 4)
	office.Fill(word("appraisal.field.hand-by"), in(-1)) // the day is over: nobody else is waited for
	office.Fill(word("appraisal.field.mark-by"), in(20))
	l.look(office, "begin")
	office.Press(word("appraisal.act.add"))
	office.MustSee(word("did.appraisal.add"), word("appraisal.state.called"), finance)
	at := office.Address()
	l.look(office, "begun")

	clerk.Goto("/scoresheets")
	clerk.Press(finance)
	clerk.MustSee(word("scoresheet.marks.unit"), word("scoresheet.running"))
	sheet := clerk.Address()
	l.look(clerk, "asked")
	clerk.Press("1.3")
	clerk.Press(word("mark.act.claim"))
	clerk.MustSee(word("mark.rule"))
	clerk.Fill(word("mark.field.statement"), "逐级签订")
	clerk.Press(word("mark.act.claim")) // no points: that is not nought
	clerk.MustSee(word("input.required"))
	clerk.Fill(word("mark.field.claim.claim"), "3.8")
	clerk.Press(word("mark.act.claim"))
	clerk.MustSee(word("did.mark.claim"))
	item := clerk.Address()
	clerk.Goto(sheet)
	clerk.Press(word("scoresheet.act.hand"))
	clerk.Fill(word("scoresheet.field.report"), "对照办法逐项自查。")
	clerk.Press(word("scoresheet.act.hand"))
	clerk.MustSee(word("did.scoresheet.hand"), word("scoresheet.state.handed"))

	office.Goto(at)
	office.Press(word("appraisal.act.verify"))
	office.Press(word("appraisal.act.verify"))
	office.MustSee(word("did.appraisal.verify"), word("appraisal.state.checking"))
	l.mark(office, item, "3", "查看佐证")
	office.MustSee(word("mark.field.first-why"), "查看佐证")
	l.look(office, "first")
	head.Goto(item)
	head.MustSee(word("mark.state.one"))
	head.MustNotSee(word("mark.field.first"), "查看佐证") // the second does not know what the first gave
	l.look(head, "second")
	l.mark(head, item, "1", "缺两级")
	head.MustSee(word("mark.state.differ"))
	head.Goto(item + "/do/mark")
	head.Fill(word("mark.field.mark.points"), "2")
	head.Fill(word("mark.field.mark.why"), "再评")
	head.Press(word("mark.act.mark"))
	head.MustSee(word("mark.same"))
	head.Goto(at + "/do/appoint")
	head.Fill(word("appraisal.field.person"), "赵若溪　曙坪镇党委书记")
	head.Press(word("appraisal.act.appoint"))
	head.MustSee(word("did.appraisal.appoint"))
	third := l.as("shuping")
	third.Goto(item)
	third.MustNotSee("查看佐证", "缺两级")
	l.mark(third, item, "2", "到现场核对")
	third.MustSee(word("mark.state.settled"))

	l.count(office, head, clerk, sheet)
	l.markAll(office, head)
	office.Goto(at)
	office.Press(word("appraisal.act.tell"))
	office.Press(word("appraisal.act.tell"))
	office.MustSee(word("did.appraisal.tell"), word("appraisal.state.told"))
	l.look(office, "told")

	clerk.Goto(sheet)
	clerk.MustSee(word("score.lines"), word("score.sum"))
	clerk.MustSee(word("tally.state.told"), "6.93") // 8 × 86.67 ÷ 100
	l.look(clerk, "result")
	clerk.MustSee(word("paper.forms"), word("scoresheet.form.self"), word("scoresheet.form.result"))
	clerk.Press("//tr[contains(., '1.3')]//a[contains(@href, '/do/object')]")
	clerk.MustSee(word("objection.figure"), word("objection.figure.say", "gained", "2.00", "points", "4.00"))
	l.look(clerk, "objecting")
	clerk.Fill(word("scoresheet.field.claim"), "两级责任书当时在档案室")
	clerk.Press(word("scoresheet.act.object"))
	clerk.MustSee(word("did.scoresheet.object"), word("objection.state.raised"))
	clerk.Press(word("objection.state.raised"))
	objection := clerk.Address()
	l.look(clerk, "objection")
	office.Goto(objection + "/do/decide")
	office.Choose(word("objection.field.answer"), 2)
	office.Fill(word("objection.field.decide.reason"), "维持")
	office.Press(word("objection.act.decide"))
	office.MustSee(word("objection.own-mark"))
	group := l.as("lingdao")
	group.Goto(objection)
	group.Press(word("objection.marks")) // what is decided on stands a link away
	group.MustSee("缺两级", "到现场核对")
	group.Goto(objection)
	group.Press(word("objection.act.decide"))
	l.look(group, "deciding")
	group.Choose(word("objection.field.answer"), 1)
	group.Fill(word("objection.field.decide.points"), "4")
	group.Fill(word("objection.field.decide.reason"), "现场核对属实")
	group.Press(word("objection.act.decide"))
	group.MustSee(word("did.objection.decide"), word("objection.state.upheld"))
	group.MustSee(word("objection.form.answer"))
	l.look(group, "upheld")

	clerk.Goto(fmt.Sprintf("/scores?year=%d", time.Now().Year()-1))
	clerk.Press(finance)
	clerk.Press("//main//a[@href='" + sheet + "']") // the running score leads to the result
	clerk.MustSee(word("objection.state.upheld"))
	other := l.as("shuping-jw")
	other.Goto(sheet)
	if s := other.Status(); s != 404 {
		l.t.Errorf("another unit's sheet answers %d", s)
	}
}

// count has the satisfaction of one class of voters entered, refused where it does not add up, and confirmed by
// another; who entered it finds no button to confirm it.
func (l *life) count(one, two, unit *Page, sheet string) {
	word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
	one.Goto(sheet)
	one.MustSee(word("tally.list"), word("tally.state.open"))
	one.Press("//tr[contains(., '11')]//a[contains(@href, '/tallies/')]")
	at := one.Address()
	one.Press(word("tally.act.count"))
	one.MustSee(word("tally.rule"))
	one.MustNotSee(word("tally.field.poor")) // of the other scale
	for field, n := range map[string]string{"issued": "40", "returned": "36", "valid": "33", "satisfied": "20",
		"mostly": "10", "middling": "1", "dissatisfied": "1", "unknown": "2"} {
		one.Fill(word("tally.field."+field), n)
	}
	one.Choose(word("tally.field.way"), 2)
	one.Fill(word("tally.field.counted-on"), in(0))
	one.Fill(word("tally.field.place"), "便民服务大厅")
	one.Press(word("tally.act.count"))
	one.MustSee(word("tally.valid.sum", "sum", 34, "valid", 33))
	l.look(one, "count-refused")
	one.Fill(word("tally.field.valid"), "32")
	one.Fill(word("tally.field.mostly"), "8")
	one.Press(word("tally.act.count"))
	one.MustSee(word("did.tally.count"), word("tally.state.entered"))
	one.MustNotSee(word("tally.act.confirm"))
	two.Goto(at)
	two.Press(word("tally.act.confirm"))
	two.Press(word("tally.act.confirm"))
	two.MustSee(word("did.tally.confirm"), word("tally.state.confirmed"))
	l.look(two, "confirmed")
	unit.Goto(sheet)
	unit.MustSee(word("tally.state.confirmed"))
	l.look(unit, "counted")
}

// mark gives a mark of an item.
func (l *life) mark(p *Page, item, points, why string) {
	p.Goto(item + "/do/mark")
	p.Fill(l.say.T("mark.field.mark.points"), points)
	p.Fill(l.say.T("mark.field.mark.why"), why)
	p.Press(l.say.T("mark.act.mark"))
	p.MustSee(l.say.T("did.mark.mark"))
}

// markAll has two people mark all items that are not settled alike, a page of the list at a time.
func (l *life) markAll(one, two *Page) {
	for range 5 {
		if !l.markPage(one, "open") {
			return
		}
		l.markPage(two, "one")
	}
	l.t.Error("items are left to be marked")
}

// markPage marks what a tab of the list shows first; false = nothing.
func (l *life) markPage(p *Page, tab string) bool {
	p.Goto(fmt.Sprintf("/marks?tab=%s&year=%d", tab, time.Now().Year()-1))
	ids := evaluate[string](p, "reading the rows",
		`[...document.querySelectorAll('input[name=id]')].map(x => 'id=' + x.value).join('&')`)
	if ids == "" {
		return false
	}
	p.Goto("/marks/many?act=mark&" + ids)
	p.Fill(l.say.T("mark.field.mark.points"), "1.5")
	p.Fill(l.say.T("mark.field.mark.why"), "核对佐证")
	p.Press(l.say.T("mark.act.mark"))
	return true
}
