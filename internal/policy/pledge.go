package policy

func (p *Pack) readPledges(r *parser) {
	const file = "pledges.txt"
	if c, ok := r.items(file, "承诺规定", "进展期限")["进展期限"]; ok {
		p.PledgeSilence = c.limit("值")
	}
	p.plain(r, file, PledgeKind)
	p.plain(r, file, PledgePlace)
	p.plain(r, file, PledgeGrade)
}
