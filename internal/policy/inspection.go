package policy

func (p *Pack) readInspections(r *parser) {
	if c, ok := r.items("inspections.txt", "督查规定", "整改期限")["整改期限"]; ok {
		p.InspectionDue = c.limit("值")
	}
}
