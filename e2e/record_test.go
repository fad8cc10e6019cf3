package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A clerk writes a record on a phone of what they did themselves; an office reads
// the ledger at a desk, all of it and what is open.
func TestRecords(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		js             bool
	}{
		{"zh", "zh-CN", true},
		{"en-without-javascript", "en", false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "records-" + v.name, language: v.language, width: Phone,
				js: v.js, tab: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("record."+key, kv...) }
			unit := l.as("shuping-lly")
			unit.Goto("/")
			unit.MustSee(word("act.add"))
			unit.Goto("/records/new")
			l.look(unit, "form")
			unit.Choose(word("field.form"), 4)
			unit.Fill(word("field.subject"), "约谈站所负责人"+v.name)
			unit.Press(word("act.add"))
			unit.MustSee(l.say.T("did.record.add"), "约谈站所负责人"+v.name, word("state.confirmed"))
			l.look(unit, "record")

			l.width = Desk
			office := l.as("zhuti-jb")
			office.Goto("/ledgers")
			l.look(office, "ledgers")
			office.Press("曙坪镇党委")
			office.MustSee(l.say.T("ledger.kind.duty"), "约谈站所负责人"+v.name)
			l.look(office, "ledger")
			office.Choose(l.say.T("ledger.filter.state"), 1)
			office.Press(l.say.T("page.filter.do"))
			office.MustSee(l.say.T("ledger.kind.duty"))
		})
	}
}
