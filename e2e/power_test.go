package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/lang"
)

func flowChart(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "运行流程图.pdf")
	if err := os.WriteFile(name, []byte("%PDF-1.4\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The power list is read, filtered and shown with other columns; a power is put on it, changed, given two files, one
// of which is removed, ended, put back and
// ended with those that are ticked: in both languages, on both widths, with and without JavaScript.
func TestPowerList(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "powers-" + v.name, language: v.language, width: v.width,
				js: v.js, tab: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			say := l.say
			office := l.as("zhuti-jb")
			office.Goto("/powers")
			office.MustSee(say.T("power.tab.in-force"), "“三重一大”事项集体决策")
			l.look(office, "list")
			office.Goto("/powers?category=supervision")
			office.MustSee("对监察对象的监督检查", "2018")
			office.MustNotSee("干部选拔任用")
			l.look(office, "filtered")
			office.Goto("/powers?choose=1&col=code&col=name&col=post&col=disclosure")
			office.MustSee(say.T("power.field.disclosure"))
			if !strings.Contains(office.URL(), "cols=code%2Cname%2Cpost%2Cdisclosure") {
				t.Errorf("the address holds no columns: %s", office.URL())
			}
			l.look(office, "columns")

			office.Goto("/powers")
			office.Press(say.T("power.act.add"))
			l.look(office, "new")
			office.Press(say.T("power.act.add")) // nothing filled in
			office.MustSee(say.T("input.required"), say.T("input.choose"))
			office.Fill(say.T("power.field.code"), "JN-01")
			office.Fill(say.T("power.field.name"), "节能监督检查")
			office.Choose(say.T("power.field.category"), 1)
			office.Choose(say.T("power.field.body"), 3)
			office.Fill(say.T("power.field.basis"), "《中华人民共和国行政监察法》第十八条")
			l.look(office, "wrong")
			office.Fill(say.T("power.field.boundary"), "不得收取费用。")
			office.Press(say.T("power.act.add"))
			office.MustSee(say.T("did.power.add"), "节能监督检查", "2018")
			l.look(office, "one")

			office.Press(say.T("power.act.change"))
			l.look(office, "change")
			office.Fill(say.T("power.field.basis"), "《中华人民共和国监察法》第十一条")
			office.Press(say.T("power.act.change")) // a reason is missing
			office.MustSee(say.T("input.required"))
			office.Fill(say.T("power.field.reason"), "依据已废止")
			office.Press(say.T("power.act.change"))
			office.MustSee(say.T("did.power.change"), "依据已废止", "第十八条")
			l.look(office, "changed")

			office.Press(say.T("power.act.attach"))
			office.Press(say.T("power.act.attach")) // nothing chosen
			office.MustSee(say.T("evidence.choose"), say.T("input.choose"))
			office.Choose(say.T("field.file-kind"), 1)
			office.Upload(say.T("field.files"), flowChart(t), picture(t))
			l.look(office, "attach")
			office.Press(say.T("power.act.attach"))
			office.MustSee(say.T("did.power.attach"), "运行流程图.pdf", "公示栏.png", say.T("power.file.flow-chart"))
			l.look(office, "files")
			office.Press("//tr[contains(., '公示栏.png')]//a[contains(@href, '/do/detach')]")
			l.look(office, "detach")
			office.Press(say.T("power.act.detach")) // a reason is missing
			office.MustSee(say.T("input.required"))
			office.Fill(say.T("power.field.detach.reason"), "与这项职权无关")
			office.Press(say.T("power.act.detach"))
			office.MustSee(say.T("did.power.detach"), "公示栏.png", "运行流程图.pdf", "与这项职权无关")
			l.look(office, "removed")

			office.Press(say.T("power.act.end"))
			l.look(office, "end")
			office.Fill(say.T("power.field.end.on"), "2099-01-01")
			office.Fill(say.T("power.field.end.reason"), "机构撤并")
			office.Press(say.T("power.act.end"))
			office.MustSee(say.T("term.later"))
			office.Fill(say.T("power.field.end.on"), in(0))
			office.Press(say.T("power.act.end"))
			office.MustSee(say.T("did.power.end"), say.T("power.state.ended"))
			l.look(office, "ended")
			office.Press(say.T("power.act.resume"))
			office.Fill(say.T("power.field.resume.reason"), "取消有误")
			office.Press(say.T("power.act.resume"))
			office.MustSee(say.T("did.power.resume"))

			office.Goto("/powers?category=decision")
			office.Press(say.T("power.act.end")) // no row is ticked
			office.MustSee(say.T("list.many.none"))
			office.Goto("/powers?category=decision&q=节能")
			office.Tick(say.T("list.many.pick", "title", "节能监督检查"))
			office.Press(say.T("power.act.end"))
			l.look(office, "many")
			office.Fill(say.T("power.field.end.on"), in(0))
			office.Fill(say.T("power.field.end.reason"), "一并取消")
			office.Press(say.T("power.act.end"))
			office.MustSee(say.T("list.many.done", "n", 1))
			l.look(office, "done")

			unit := l.as("shuping-lly")
			unit.Goto("/powers")
			unit.MustSee(say.T("power.tab.in-force"))
			l.look(unit, "unit")
		})
	}
}
