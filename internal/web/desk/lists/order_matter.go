package lists

import (
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/web/desk"
)

// matter is an order with all that decides what may be done about it.
type matter struct {
	v       *desk.Visit
	o       order.Order
	county  *bodies.County
	team    bodies.Team
	letters []order.Letter
	files   []evidence.Evidence
	problem problem.Problem // what it is for; the zero Problem when there is none, or none to be seen
}

func matterOf(v *desk.Visit, o order.Order) (m matter, err error) {
	m.v, m.o = v, o
	if m.county, err = v.County(); err != nil {
		return m, err
	}
	m.team = m.county.Team(o.Unit)
	if m.letters, err = v.Desk.Read.Letters(v.R.Context(), o.ID); err != nil {
		return m, err
	}
	if m.files, err = v.Desk.Read.EvidenceOf(v.R.Context(), o.ID); err != nil {
		return m, err
	}
	if o.Problem != 0 {
		p, ok, err := v.Desk.Read.Problem(v.R.Context(), o.Problem)
		if err != nil {
			return m, err
		}
		if ok && v.Can("problem.see", p.Object()) {
			m.problem = p
		}
	}
	return m, nil
}

// readMatter reads the order of the address.
func readMatter(v *desk.Visit) (matter, error) {
	o, err := readOrder(v)
	if err != nil {
		return matter{}, err
	}
	return matterOf(v, o)
}

// noun declares what can be done about it, and value is what that is asked of.
func (m matter) noun() *noun.Noun { return m.v.Desk.Orders.Noun() }

func (m matter) value() *order.InHand {
	h := &order.InHand{Order: m.o, By: m.v.Actor, Team: m.team, Letters: m.letters, Files: int64(len(m.files))}
	if p := m.problem; p.ID != 0 {
		h.For = &order.Matter{Object: p.Object(), Level: string(p.Level), Number: p.Number.String(), Open: p.State.Open(),
			Order: p.Order, Since: p.RegisteredAt.Day()}
	}
	return h
}
