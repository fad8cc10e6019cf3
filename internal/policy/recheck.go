package policy

// Recheck is the sample that is looked at again after closing.
type Recheck struct {
	Monthly bool  // a draw each month instead of each quarter [D]
	Share   int   // of what was closed, in per cent [D]
	PerUnit int   // at least of each unit that closed something [D]
	AtMost  int   // of one draw [D]
	Seen    Limit // from the draw to the result [D]
	Rests   Rule
}

const recheckSection = "回头看"

// readRecheck reads them; a pack from before there were any has these.
func (p *Pack) readRecheck(r *parser) {
	p.Recheck = Recheck{Share: 10, PerUnit: 1, AtMost: 200, Seen: Limit{20, WorkingDays}}
	if r.sections[recheckSection] == nil {
		return
	}
	got := r.items("rechecks.txt", recheckSection, "周期", "抽取比例", "每单位至少", "每次最多", "复查时限")
	if c, ok := got["周期"]; ok {
		switch c.text("值") {
		case "季", "月":
			p.Recheck.Monthly, p.Recheck.Rests = c.text("值") == "月", c.rule()
		default:
			c.fault("policy.recheck-period", "value", c.text("值"))
		}
	}
	for item, into := range map[string]*int{"抽取比例": &p.Recheck.Share, "每单位至少": &p.Recheck.PerUnit,
		"每次最多": &p.Recheck.AtMost} {
		if c, ok := got[item]; ok {
			least, most := 0, 100
			if item == "每次最多" {
				least, most = 1, 1000
			}
			*into = c.number("值", least, most)
		}
	}
	if c, ok := got["复查时限"]; ok {
		p.Recheck.Seen = c.limit("值")
	}
}
