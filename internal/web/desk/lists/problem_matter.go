package lists

import (
	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/web/desk"
)

// problemMatter is a problem with all that decides what may be done about it.
type problemMatter struct {
	v      *desk.Visit
	p      problem.Problem
	county *bodies.County
	files  []evidence.Evidence
}

func problemMatterOf(v *desk.Visit, p problem.Problem) (m problemMatter, err error) {
	m.v, m.p = v, p
	if m.county, err = v.County(); err != nil {
		return m, err
	}
	m.files, err = v.Desk.Read.EvidenceOf(v.R.Context(), p.ID)
	return m, err
}

func (m problemMatter) rules() problem.Rules { return m.v.Desk.Problems.Rules }

// order is the problem's order, when the visitor may see it.
func (m problemMatter) order() (order.Order, error) {
	o, ok, err := m.v.Desk.Read.Order(m.v.R.Context(), m.p.Order)
	if err != nil || !ok || !m.v.Can("order.see", o.Object(0)) {
		return order.Order{}, err
	}
	return o, nil
}

// takes are the phases of which files are taken now.
func (m problemMatter) takes() (out []evidence.Phase) {
	for _, phase := range evidence.Phases {
		if m.p.MayAttach(phase, int64(len(m.files))) == nil {
			out = append(out, phase)
		}
	}
	return out
}

func (m problemMatter) attach() error {
	if len(m.takes()) > 0 {
		return nil
	}
	return m.p.MayAttach(evidence.Before, int64(len(m.files)))
}

// problemPossible are the deeds to offer this visitor on this problem now.
func problemPossible(m problemMatter) (out []problemDeed) {
	for _, d := range problemDeeds {
		if (d.fits == nil || d.fits(m)) && d.refusal(m) == nil {
			out = append(out, d)
		}
	}
	return out
}

// refusal says beforehand what the command would say: see deed.refusal.
func (d problemDeed) refusal(m problemMatter) error {
	if err := access.May(m.v.Actor, d.verb, m.p.Object()); err != nil {
		return err
	}
	return refusedBy(d.rule(m), len(d.asks) == 0)
}
