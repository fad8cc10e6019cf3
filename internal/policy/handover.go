package policy

// Handover is the sheet that is handed over when a leader changes.
type Handover struct {
	Sign  Limit // from the making of a sheet to both signatures [D]
	Rests Rule
}

func (p *Pack) readHandovers(r *parser) {
	if c, ok := r.items("handovers.txt", "离任交接", "签字时限")["签字时限"]; ok {
		p.Handover = Handover{c.limit("值"), c.rule()}
	}
}
