package policy

func (p *Pack) readResponsibilities(r *parser) {
	const file = "responsibilities.txt"
	p.plain(r, file, DutyLevel)
	p.plain(r, file, DutyHeading)
	p.Frequencies = map[string]int{}
	p.words(r.table(file, DutyFrequency.section(), "代码", "中文", "英文", "每年次数"), DutyFrequency,
		func(c cursor, w Word) {
			if c.may("每年次数") != "" {
				p.Frequencies[w.Code] = c.number("每年次数", 1, 366)
			}
		})
}
