package policy

import "shuangze/internal/institutions/circulars"

// Circular is what binds circulars: whole points that one may add to or deduct from whom it
// names, and how many of each sort a draft is offered.
type Circular struct{ AddMost, DeductMost, Offers int }

func (p *Pack) readCirculars(r *parser) {
	const file = "circulars.txt"
	p.plain(r, file, CircularKind, circulars.Commendation, circulars.Criticism, circulars.Both)
	p.plain(r, file, CircularReach, circulars.County, circulars.System, circulars.Unit, circulars.Public)
	got := r.items(file, "通报规定", "加分上限", "扣分上限", "提出家数")
	for name, to := range map[string]*int{"加分上限": &p.Circular.AddMost, "扣分上限": &p.Circular.DeductMost,
		"提出家数": &p.Circular.Offers} {
		if c, ok := got[name]; ok {
			*to = c.number("值", 1, 50)
		}
	}
}
