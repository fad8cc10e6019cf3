package policy

import (
	"time"

	"shuangze/internal/burden"
)

const burdenSection = "减负"

// readBurden reads what the system may cost a unit; a pack from before there was a ledger
// has these values.
func (p *Pack) readBurden(r *parser) {
	p.Burden = burden.Settings{Ceiling: 10, OneForm: 15 * time.Minute, PerAct: 60, PerField: 20, PerFile: 60}
	if r.sections[burdenSection] == nil {
		return
	}
	got := r.items("burden.txt", burdenSection, "上限", "计入", "单表上限", "每次操作", "每个字段", "每个附件")
	number := func(item string, least, most int, put func(int)) {
		if c, ok := got[item]; ok {
			put(c.number("值", least, most))
		}
	}
	number("上限", 1, 2400, func(n int) { p.Burden.Ceiling = int64(n) })
	number("单表上限", 1, 120, func(n int) { p.Burden.OneForm = time.Duration(n) * time.Minute })
	number("每次操作", 0, 3600, func(n int) { p.Burden.PerAct = int64(n) })
	number("每个字段", 0, 3600, func(n int) { p.Burden.PerField = int64(n) })
	number("每个附件", 0, 3600, func(n int) { p.Burden.PerFile = int64(n) })
	if c, ok := got["计入"]; ok {
		switch s := c.text("值"); s {
		case "全部", "规则":
			p.Burden.RulesOnly = s == "规则"
		case "":
		default:
			c.fault("policy.burden-counts", "value", s)
		}
	}
}
