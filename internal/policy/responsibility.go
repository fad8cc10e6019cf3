package policy

func (p *Pack) readResponsibilities(r *parser) {
	for _, kind := range []Kind{DutyLevel, DutyHeading, DutyFrequency} {
		p.plain(r, "responsibilities.txt", kind)
	}
}
