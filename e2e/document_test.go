package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"shuangze/internal/lang"
)

// A document is registered, its clauses are pasted and seen before they are kept, read from a table, changed from a
// day on and read as of a day before; rows show the text of what they cite or lead to where it is entered.
func TestDocuments(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "documents-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("document."+key, kv...) }
			table := filepath.Join(t.TempDir(), "条文.csv")
			if err := os.WriteFile(table, []byte("条款,条文\n第三条,约谈记录存入履责台账。\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			office := l.as("zhuti-jb")
			office.Goto("/documents")
			office.MustSee(word("tab.in-force"), "中华人民共和国监察法")
			office.MustNotSee("中华人民共和国行政监察法")
			l.look(office, "list")
			office.Press(word("act.add"))
			l.look(office, "new")
			office.Press(word("act.add")) // nothing filled in
			office.MustSee(l.say.T("input.required"), l.say.T("input.choose"))
			office.Fill(word("field.title"), "廉政约谈办法")
			office.Fill(word("field.number"), "镇纪发〔2026〕8号")
			office.Choose(word("field.kind"), 4)
			office.Choose(word("field.level"), 4)
			office.Fill(word("field.issued"), "2026-01-05")
			office.Press(word("act.add"))
			office.MustSee(l.say.T("did.document.add"), word("no-text"), word("citing.none"))

			office.Press(word("act.enter"))
			office.Fill(word("field.enter.text"), "没有条款")
			office.Press(l.say.T("form.look"))
			office.MustSee(word("clause.none"))
			office.Fill(word("field.enter.text"), "第一章 总则\n第一条　约谈由第一责任人进行。\n第二条　每次约谈有记录。")
			office.Press(l.say.T("form.look"))
			office.MustSee(word("plan", "n", 2, "same", 0), word("plan.left", "n", 1), "约谈由第一责任人进行。")
			l.look(office, "preview")
			office.Press(word("act.enter"))
			office.MustSee(l.say.T("did.document.enter"), "每次约谈有记录。")
			office.Press(word("act.enter"))
			office.Upload(word("table"), table)
			office.Press(l.say.T("form.look"))
			office.MustSee(word("plan", "n", 1, "same", 0), "约谈记录存入履责台账。")
			office.Press(word("act.enter"))
			office.MustSee(l.say.T("did.document.enter"), "约谈记录存入履责台账。")

			office.Press(word("act.reword") + " 第二条")
			office.MustSee(word("act.reword.say"))
			office.Fill(word("field.reword.text"), "每次约谈有记录，由被约谈人签字。")
			office.Fill(word("field.reword.on"), in(0))
			office.Fill(word("field.reword.reason"), "县纪委全会决定")
			l.look(office, "reword")
			office.Press(word("act.reword"))
			office.MustSee(l.say.T("did.document.reword"), "由被约谈人签字", word("clause.earlier", "n", 1))
			l.look(office, "one")
			office.Fill(word("on"), "2026-01-06")
			office.Press(word("on.show"))
			office.MustSee("每次约谈有记录。")
			office.MustNotSee("由被约谈人签字。")

			office.Press(word("act.end"))
			office.Fill(word("field.end.on"), in(0))
			office.Fill(word("field.end.successor"), "落实两个责任问责办法（试行）")
			office.Fill(word("field.end.reason"), "并入新办法")
			office.Press(word("act.end"))
			office.MustSee(l.say.T("did.document.end"), word("state.ended"), word("successor"))
			l.look(office, "repealed")

			office.Goto("/responsibilities?level=first&heading=education")
			office.Press("讲授廉政党课")
			office.MustSee(word("cited"), "结合本单位的事例")
			l.look(office, "cited")
			office.Goto("/powers?q=谈话函询")
			office.Press("监督执纪谈话函询")
			office.MustSee(word("cited"), word("no-text"))
			l.look(office, "not-found")
		})
	}
}
