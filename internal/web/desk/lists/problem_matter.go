package lists

import (
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
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

// readProblemMatter reads the problem of the address.
func readProblemMatter(v *desk.Visit) (problemMatter, error) {
	p, err := readProblem(v)
	if err != nil {
		return problemMatter{}, err
	}
	return problemMatterOf(v, p)
}

// order is the problem's order, when the visitor may see it.
func (m problemMatter) order() (order.Order, error) {
	o, ok, err := m.v.Desk.Read.Order(m.v.R.Context(), m.p.Order)
	if err != nil || !ok || !m.v.Can("order.see", o.Object(order.Nobody)) {
		return order.Order{}, err
	}
	return o, nil
}

// noun declares what can be done about it, and value is what that is asked of.
func (m problemMatter) noun() *noun.Noun { return m.v.Desk.Problems.Noun() }

func (m problemMatter) value() *problem.Matter {
	return &problem.Matter{Problem: m.p, Files: int64(len(m.files))}
}
