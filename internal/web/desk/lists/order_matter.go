package lists

import (
	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
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

func (m matter) rules() order.Rules { return m.v.Desk.Orders.Rules }

// issue asks what approving will ask: see order.Desk.Issue.
func (m matter) issue() error {
	if m.o.State != order.Awaiting { // a draft is sent for approval first
		return m.o.Forbids()
	}
	if err := m.o.MayIssue(m.v.Actor.Person, m.team); err != nil {
		return err
	}
	next, err := m.o.Issue(m.rules(), m.v.Now)
	if err != nil || m.o.Problem == 0 {
		return err
	}
	p := m.problem
	if p.ID == 0 {
		return desk.Missing()
	}
	return noun.Says(next.For(order.Matter{Object: p.Object(), Level: string(p.Level), Number: p.Number.String(), Open: p.State.Open(), Order: p.Order,
		Since: p.RegisteredAt.Day()}, m.rules(), m.v.Today()))
}

// writable are the letters that an office writes itself, in their order.
var writable = []number.Series{number.Reminder, number.Urging, number.Warning, number.Transfer}

// writableNow are those that fit the day.
func (m matter) writableNow() (out []number.Series) {
	for _, s := range writable {
		if m.o.MayWrite(s, m.letters, m.v.Now) == nil {
			out = append(out, s)
		}
	}
	return out
}

// letter refuses when no letter fits the day, with what stands against the first.
func (m matter) letter() error {
	if len(m.writableNow()) > 0 {
		return nil
	}
	return m.o.MayWrite(writable[0], m.letters, m.v.Now)
}

func (m matter) reassign() error {
	if err := m.o.MayReassign(m.v.Actor, m.team); err != nil {
		return err
	}
	return noun.Says(m.o.Reassign(0, 0, "", m.team))
}

// possible are the deeds to offer this visitor on this order now. The command
// decides again when it is sent.
func possible(m matter) (out []deed) {
	for _, d := range deeds {
		if d.refusal(m) == nil {
			out = append(out, d)
		}
	}
	return out
}

// allowed asks the access policy.
func (d deed) allowed(v *desk.Visit, o order.Order) error {
	var requester ref.ID
	if d.requester != nil {
		requester = d.requester(o)
	}
	return access.May(v.Actor, d.verb, o.Object(requester))
}

// refusal says beforehand what the command would say, so that nobody fills in a
// form for nothing; nil when it waits for nothing but the form.
func (d deed) refusal(m matter) error {
	if err := d.allowed(m.v, m.o); err != nil {
		return err
	}
	return noun.RefusedBy(d.rule(m), len(d.asks) == 0)
}
