package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A task is written with a limit nobody understands and then with one that is, broken
// down to two units, delivered by one of them, sent back, delivered again and accepted:
// in both languages, both widths, with and without JavaScript.
func TestTaskList(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "tasks-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("task."+key, kv...) }
			office := l.as("zhuti-jb")
			office.Goto("/tasks")
			office.MustSee(word("tab.overdue"), "每季度末", "开展纪律作风大检查")
			l.look(office, "list")
			office.Goto("/tasks?tab=all&q=集中研判排查")
			office.MustSee("开展“两个责任”集中研判排查")

			office.Goto("/tasks")
			office.Press(word("act.add"))
			office.Choose(word("field.year"), 2)
			office.Choose(word("field.origin"), 1)
			office.Choose(word("field.category"), 3)
			office.Choose(word("field.body"), 1)
			office.Fill(word("field.task"), "节前廉政提醒")
			office.Fill(word("field.period"), "13月底前")
			office.Press(word("act.add"))
			office.MustSee(word("period.form", "value", "13月底前"))
			l.look(office, "wrong")
			office.Fill(word("field.period"), "年底前")
			office.Press(word("act.add"))
			office.MustSee(l.say.T("did.task.add"), "节前廉政提醒", "年底前")
			office.Press(word("act.break-down"))
			office.Fill(word("field.break-down.whom"), "曙坪镇\n财政局")
			l.look(office, "break-down")
			office.Press(word("act.break-down"))
			office.MustSee(l.say.T("did.task.break-down"), word("parts.sum", "all", 2, "n", 0, "overdue", 0))
			l.look(office, "whole")

			unit := l.as("shuping-lly")
			unit.Goto("/tasks?tab=mine&q=节前廉政提醒")
			unit.Press("节前廉政提醒")
			unit.Press(word("act.deliver"))
			unit.Fill(word("field.deliver.done"), "已提醒")
			unit.Press(word("act.deliver"))
			unit.MustSee(l.say.T("did.task.deliver"))
			l.look(unit, "delivered")

			office.Goto("/tasks?tab=open&state=delivered&q=节前廉政提醒")
			office.Press("节前廉政提醒")
			office.Press(word("act.send-back"))
			office.Fill(word("field.send-back.missing"), "缺材料")
			office.Press(word("act.send-back"))
			office.MustSee(l.say.T("input.too-short", "least", 10, "n", 3))
			office.Fill(word("field.send-back.missing"), "缺少提醒谈话的记录和照片")
			office.Press(word("act.send-back"))
			office.MustSee(l.say.T("did.task.send-back"), "缺少提醒谈话的记录和照片")

			unit.Goto("/tasks?tab=mine&q=节前廉政提醒")
			unit.Press("节前廉政提醒")
			unit.Press(word("act.deliver"))
			unit.Fill(word("field.deliver.done"), "已补充")
			unit.Press(word("act.deliver"))
			office.Goto("/tasks?tab=open&state=delivered&q=节前廉政提醒")
			office.Press("节前廉政提醒")
			office.Press(word("act.accept"))
			office.Press(word("act.accept"))
			office.MustSee(l.say.T("did.task.accept"), word("state.done"))
			office.Press("节前廉政提醒")
			office.MustSee(word("parts.sum", "all", 2, "n", 1, "overdue", 0))
			l.look(office, "rolled-up")
		})
	}
}
