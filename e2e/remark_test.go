package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A clerk reads on a phone what is remarked of the unit's records and replies; an office
// judges it at a desk, and reads the ledger as it was known at an entry.
func TestRemarks(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		js             bool
		office, unit   int
	}{
		{"zh", "zh-CN", true, Desk, Desk},
		{"en-without-javascript", "en", false, Phone, Phone},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "remarks-" + v.name, language: v.language, width: v.unit,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("remark."+key, kv...) }
			unit := l.as("shuping-lly")
			unit.Goto("/announcements")
			l.look(unit, "announcements")
			unit.Goto("/remarks?kind=alike")
			l.look(unit, "list")
			unit.Press("研究重点领域廉政风险防控")
			unit.MustSee(word("kind.alike"), word("note.unanswered"))
			l.look(unit, "one")
			unit.Press(word("act.reply"))
			unit.Fill(word("field.reply.reply"), "同一次会议，材料由牵头单位统一起草。")
			unit.Press(word("act.reply"))
			unit.MustSee(l.say.T("did.remark.reply"), "统一起草")

			l.width = v.office
			office := l.as("zhuti-jb")
			office.Goto("/remarks?kind=alike")
			office.Press("研究重点领域廉政风险防控")
			office.MustSee("统一起草")
			office.Press("研究重点领域廉政风险防控")
			office.MustSee(l.say.T("record.remarks"))
			l.look(office, "record")
			office.Goto("/ledgers")
			office.Press("曙坪镇党委")
			if v.office == Phone { // where filters are folded away
				office.Press(l.say.T("page.filter.fold"))
			}
			office.Fill(l.say.T("ledger.filter.at"), "5000")
			office.Press(l.say.T("page.filter.do"))
			office.MustSee(l.say.T("ledger.known.now"))
			l.look(office, "ledger")
		})
	}
}
