package policy

import "shuangze/internal/evenness"

const evennessSection = "同类问题比较"

// readEvenness reads from when on it is asked why like problems had unlike consequences [D]; a pack from before there
// was any such rule has the usual one.
func (p *Pack) readEvenness(r *parser) {
	p.Evenness = evenness.Usual
	if r.sections[evennessSection] == nil {
		return
	}
	of := []struct {
		item        string
		into        *int64
		least, most int
	}{{"单位至少件数", &p.Evenness.Least, 1, 1000}, {"其余单位至少件数", &p.Evenness.Others, 1, 1000},
		{"比例相差", &p.Evenness.Points, 0, 100}, {"天数倍数", &p.Evenness.Times, 1, 100},
		{"天数至少相差", &p.Evenness.DaysMore, 0, 1000}}
	var want []string
	for _, x := range of {
		want = append(want, x.item)
	}
	got := r.items("evenness.txt", evennessSection, want...)
	for _, x := range of {
		if c, ok := got[x.item]; ok {
			*x.into = int64(c.number("值", x.least, x.most))
		}
	}
}
