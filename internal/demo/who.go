package demo

import (
	"fmt"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// as makes a person act in the posts held today: what anybody may do in the
// play follows from them, as it does for everybody else.
func (p *play) as(person ref.ID) actor.Actor {
	c := p.on()
	who, ok := c.Person(person)
	if !ok {
		p.must(fmt.Errorf("nobody is %d", person))
	}
	a := actor.Actor{Person: person, Jurisdiction: p.Jurisdiction, Name: who.Name}
	for _, g := range c.Roles(person) {
		x := actor.Grant{Role: actor.Role(g.Role), Unit: g.Unit, Body: g.Body, Appointment: g.Appointment,
			Side: actor.Side(g.Side)}
		if g.Unit != 0 {
			x.Own = c.Reach(g.Unit)
		}
		a.Grants = append(a.Grants, x)
		if a.Appointment == 0 {
			a.Appointment = g.Appointment
		}
	}
	return a
}

// at finds who holds a post in a unit or one of its bodies.
func (p *play) at(unit ref.ID, posts ...bodies.Post) []ref.ID {
	var out []ref.ID
	for _, want := range posts {
		for _, a := range p.on().PostsIn(unit) {
			if a.Post == want {
				out = append(out, a.Person)
			}
		}
	}
	return out
}

// leader is the unit's first responsible person, or the deputy in a vacancy.
func (p *play) leader(unit ref.ID) ref.ID {
	if f, _ := p.on().FirstOf(unit); !f.Vacant() {
		return f.Person
	}
	return p.deputy(unit)
}

func (p *play) deputy(unit ref.ID) ref.ID {
	c := p.on()
	for _, person := range p.at(unit, bodies.DeputySecretary, bodies.TeamMember, bodies.Chief) {
		for _, g := range c.Roles(person) {
			if g.Role == bodies.RoleTeam && g.Unit == unit {
				return person
			}
		}
	}
	f, _ := c.FirstOf(unit)
	return f.Person
}

// hand is who does the work: the clerk or one of the staff.
func (p *play) hand(unit ref.ID, n int) ref.ID {
	list := p.at(unit, bodies.StaffPost, bodies.Clerk)
	if len(list) == 0 {
		return p.deputy(unit)
	}
	return list[n%len(list)]
}

// writer writes what a unit says: who of its people does, or who heads it. A draw may fall on any unit.
func (p *play) writer(unit ref.ID) actor.Actor {
	if list := p.at(unit, bodies.Clerk, bodies.StaffPost); len(list) > 0 {
		return p.as(list[0])
	}
	return p.as(p.leader(unit))
}

// stand keeps the named people while they stand in the unit, and else names
// others who do.
func (p *play) stand(unit, leader, hand ref.ID) (ref.ID, ref.ID) {
	t := p.on().Team(unit)
	if !t.Leads(leader) && len(t.Leaders) > 0 {
		leader = t.Leaders[0]
	}
	if !t.Works(hand) {
		if hand = p.hand(unit, 0); !t.Works(hand) && len(t.Posted) > 0 {
			hand = t.Posted[0]
		}
	}
	return leader, hand
}

// order is an order as it stands.
func (p *play) order(id ref.ID) order.Order {
	o, ok, err := p.Order(p.ctx, id)
	if err == nil && !ok {
		err = fmt.Errorf("no order %d", id)
	}
	p.must(err)
	return o
}

func (p *play) problemNow(id ref.ID) problem.Problem {
	x, ok, err := p.Problem(p.ctx, id)
	if err == nil && !ok {
		err = fmt.Errorf("no problem %d", id)
	}
	p.must(err)
	return x
}

// discipline is someone of the unit's own discipline body; 0 for none.
func (p *play) discipline(unit ref.ID) ref.ID {
	c := p.on()
	for _, b := range c.Seated(unit) {
		if b.Kind.Side() == bodies.Supervisory {
			for _, a := range c.PostsAt(b.ID) {
				if a.Unit == unit {
					return a.Person
				}
			}
		}
	}
	return 0
}

// office is the head or the handler of the office of a side.
func (p *play) office(side actor.Side, head bool) actor.Actor {
	kind, post := bodies.PrincipalOffice, bodies.OfficeHandler
	if side == actor.Supervisory {
		kind = bodies.SupervisoryOffice
	}
	if head {
		post = bodies.OfficeHead
	}
	c := p.on()
	b, _ := c.Single(kind)
	for _, a := range c.PostsAt(b.ID) {
		if a.Post == post {
			return p.as(a.Person)
		}
	}
	p.must(fmt.Errorf("the office %s has no %s", kind, post))
	return actor.Actor{}
}

// group is the leader of the leading group.
func (p *play) group() actor.Actor {
	c := p.on()
	b, _ := c.Single(bodies.LeadingGroup)
	return p.as(c.FirstResponsible(b.ID).Person)
}

// named is the unit of a name, in force today or not yet.
func (p *play) named(name string) ref.ID {
	if list := p.on().ByName(name); len(list) > 0 {
		return list[0]
	}
	p.must(fmt.Errorf("no unit is called %s", name))
	return 0
}

// waiting is the letter about an order that waits to be sent.
func (p *play) waiting(id ref.ID) ref.ID {
	list, err := p.Letters(p.ctx, id)
	p.must(err)
	for _, l := range list {
		if l.State == order.Written {
			return l.ID
		}
	}
	p.must(fmt.Errorf("no letter about %d waits", id))
	return 0
}
