package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// What follows from decisions, honours and a comparison, as an office finds them: lists, pages, what is lacking in a
// form, a nomination made public, who might be nominated with a form begun from the row, the year of what follows, in
// both languages and widths, with and without JavaScript.
func TestHonour(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "honour-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, side := l.as("zhuti-jb"), l.as("jiandu-jb")
			side.Goto("/consequences?tab=all")
			l.look(side, "consequences")
			office.Goto("/honours?tab=all")
			l.look(office, "honours")
			office.Goto("/honours/new")
			office.Press(word("honour.act.add"))
			office.MustSee(word("input.choose"))
			office.Choose(word("honour.field.kind"), 2)
			office.Fill(word("honour.field.year"), "2026")
			office.Fill(word("honour.field.person"), "刘远征　曙坪镇党委委员、纪委书记")
			office.Fill(word("honour.field.deeds"), "驻村督办饮水工程，二十一处断水点全部修复。")
			l.look(office, "form")
			office.Press(word("honour.act.add"))
			office.MustSee(word("did.honour.add"))
			office.Press(word("honour.act.notice"))
			office.Press(word("honour.act.notice")) // what it does is said first
			office.MustSee(word("did.honour.notice"))
			l.look(office, "public")
			side.Goto("/comparisons/new")
			side.Fill(word("comparison.field.purpose"), "优先推荐")
			side.Choose(word("comparison.field.subject"), 2)
			side.Choose(word("comparison.field.use"), 1)
			side.Fill(word("comparison.field.years"), "3")
			side.Fill(word("comparison.field.names"), "城关镇\n曙坪镇\n财政局")
			side.Press(word("comparison.act.add"))
			side.MustSee(word("did.comparison.add"), word("comparison.note"))
			l.look(side, "comparison")
			office.Goto("/eligible?of=model&show=all")
			office.Choose(word("eligible.col.unit"), 2)
			office.Press(word("page.filter.do"))
			office.MustSee(word("eligible.unmet"))
			l.look(office, "candidates")
			office.Goto("/eligible?of=model")
			office.MustSee(word("honour.act.add"))
			office.Press(word("honour.act.add")) // from the row: whom, for which year
			office.MustSee(word("honour.field.deeds"))
			l.look(office, "nominated")
			side.Goto("/following")
			l.look(side, "year")
		})
	}
}
