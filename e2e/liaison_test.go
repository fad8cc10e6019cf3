package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// An office sees who has no link and what is proposed; its head writes a visit down, which waits for the member, who
// confirms it in person: in both languages, both widths, with and without JavaScript.
func TestLiaison(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "liaison-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, head, member := l.as("zhuti-jb"), l.as("zhuti"), l.as("lingdao")
			office.Goto("/links")
			l.look(office, "list")
			office.Press(word("link.assign"))
			office.MustSee(word("link.assign.lines"))
			l.look(office, "assign")
			head.Goto("/links")
			head.Press("陈立川—城关镇")
			l.look(head, "link")
			head.Press(word("visit.act.add"))
			head.Press(word("visit.act.add")) // nothing filled in
			head.MustSee(word("input.required"))
			head.Fill(word("visit.field.paid-on"), in(0))
			head.Fill(word("visit.field.place"), "镇会议室")
			head.Fill(word("visit.field.checked"), "听取上半年责任落实情况汇报")
			head.Fill(word("visit.field.problem1"), "两个村的公开栏没有更新")
			head.Fill(word("visit.field.steps"), "月底前更新并报送照片")
			l.look(head, "visit")
			head.Press(word("visit.act.add"))
			head.MustSee(word("did.visit.add"))
			at := head.Address()
			head.MustNotSee(word("visit.act.confirm.say"))
			member.Goto(at)
			member.Press(word("visit.act.confirm"))
			l.look(member, "confirming")
			member.Press(word("visit.act.confirm"))
			member.MustSee(word("did.visit.confirm"))
			l.look(member, "confirmed")
			head.Goto(at)
			head.MustSee("两个村的公开栏没有更新", word("visit.act.correct"))
		})
	}
}
