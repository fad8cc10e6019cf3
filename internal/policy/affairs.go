package policy

import "shuangze/internal/institutions/affairs"

// readAffairs reads what is to be open: the kinds, periods and forms, and the catalogue that units take items from.
func (p *Pack) readAffairs(r *parser) {
	const file = "affairs.txt"
	p.plain(r, file, AffairKind, affairs.Village)
	p.plain(r, file, AffairPeriod, affairs.Monthly, affairs.Quarterly, affairs.HalfYear, affairs.Yearly, affairs.Prompt,
		affairs.Standing)
	p.plain(r, file, AffairForm)
	t := r.table(file, AffairItem.section(), "代码", "中文", "英文", "种类", "类别", "依据条文", "周期", "工作日", "方式", "往来多")
	p.words(t, AffairItem, func(c cursor, w Word) {
		x := affairs.Preset{Code: w.Code, Item: w.Zh, Kind: c.of("种类", p, AffairKind), Category: c.text("类别"),
			Basis: c.text("依据条文"), Period: c.of("周期", p, AffairPeriod), Form: c.of("方式", p, AffairForm),
			Days: int64(c.number("工作日", 0, affairs.DaysMost)), Many: c.yes("往来多")}
		if wrong := x.Unlawful(); wrong != "" {
			c.fault(wrong)
		}
		p.Affairs = append(p.Affairs, x)
	})
}
