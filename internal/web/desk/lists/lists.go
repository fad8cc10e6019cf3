// Package lists is the officials' pages of mechanism two: problems and orders.
package lists

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// OrderRoutes are the pages of orders.
func OrderRoutes() []desk.Route {
	return append(ordersAtOnce.routes("order.list"), []desk.Route{
		{Pattern: "GET /orders", May: "order.list", Handle: orderList},
		{Pattern: "GET /orders/new", May: "order.draft", Handle: orderNew},
		{Pattern: "POST /orders", May: "order.draft", Handle: orderCreate},
		{Pattern: "GET /orders/{id}", May: "order.see", Handle: orderPage},
		{Pattern: "GET /orders/{id}/edit", May: "order.draft", Handle: orderEdit},
		{Pattern: "POST /orders/{id}/edit", May: "order.draft", Handle: orderRevise},
		{Pattern: "GET /orders/{id}/do/{act}", May: "order.see", Handle: deedForm},
		{Pattern: "POST /orders/{id}/do/{act}", May: "order.see", Files: true, Handle: deedDo},
		{Pattern: "POST /orders/{id}/measures", May: "order.do-measure", Handle: orderMeasure},
		{Pattern: "GET /orders/{id}/notice", May: "order.see", Handle: orderNotice},
		{Pattern: "GET /letters/{id}", May: "order.see", Handle: letterPage},
		{Pattern: "GET /letters/{id}/as/{kind}", May: "order.see", Handle: letterFile},
		{Pattern: "POST /letters/{id}/{deed}", May: "order.see", Handle: letterAct},
		{Pattern: "GET /evidence/{id}", May: "order.see", Handle: evidenceFile},
	}...)
}

// lightWord says how urgent an order is, with the working days.
func lightWord(v *desk.Visit, s order.State, due when.Day) (page.Tone, string) {
	return v.OrderLight(s, due)
}

// stateTone colours a state.
func stateTone(s order.State) page.Tone {
	switch s {
	case order.Closed:
		return page.Green
	case order.Requested, order.Confirmed, order.Awaiting:
		return page.Blue
	}
	return page.Grey
}

// person is a name with the post held, for a fact.
func person(c *bodies.County, id ref.ID) (name, post, href string) {
	if id == 0 {
		return "", "", ""
	}
	p, ok := c.Person(id)
	if !ok {
		return "", "", ""
	}
	for _, a := range c.PostsOf(id) {
		post = a.Title
		break
	}
	return p.Name, post, "/people/" + id.String()
}

// unitOptions lists the county's units for a choice.
func unitOptions(c *bodies.County, first string) []page.Option {
	out := []page.Option{{Label: first}}
	for _, u := range c.Units() {
		out = append(out, page.Option{Value: u.String(), Label: c.Name(u)})
	}
	return out
}

// takingOptions are the units that a matter may be about: not those that the
// county only watches.
func takingOptions(c *bodies.County, first string) []page.Option {
	return slices.DeleteFunc(unitOptions(c, first), func(o page.Option) bool {
		return o.Value != "" &&
			c.Takes(ref.Parse(o.Value)) != nil
	})
}

// personOptions lists people who hold a post in the unit or above, leaders
// first; without a unit, everybody who holds a post.
func personOptions(c *bodies.County, unit ref.ID, first string) []page.Option {
	out := []page.Option{{Label: first}}
	seen := map[ref.ID]bool{}
	add := func(u ref.ID) {
		for _, a := range c.PostsIn(u) {
			if seen[a.Person] {
				continue
			}
			seen[a.Person] = true
			if p, ok := c.Person(a.Person); ok {
				out = append(out, page.Option{Value: a.Person.String(), Label: p.Name + "　" + a.Title})
			}
		}
	}
	if unit != 0 {
		add(unit)
		return out
	}
	for _, u := range c.Units() {
		add(u)
	}
	return out
}

// teamOptions lists whom an order of the unit may name: its leaders, or
// everybody who works in it or above it, the unit's own first.
func teamOptions(c *bodies.County, unit ref.ID, leaders bool, first string) []page.Option {
	t := c.Team(unit)
	people := t.Posted
	if leaders {
		people = t.Leaders
	}
	out := []page.Option{{Label: first}}
	for _, id := range people {
		name, post, _ := person(c, id)
		out = append(out, page.Option{Value: id.String(), Label: name + "　" + post})
	}
	return out
}

// side is the side of the office the visitor acts for.
func side(a actor.Actor) actor.Side {
	for _, g := range a.Grants {
		if g.Role == actor.PrincipalOffice || g.Role == actor.SupervisoryOffice {
			return g.Side
		}
	}
	return actor.Principal
}

func urgencies(v *desk.Visit) []page.Option {
	var out []page.Option
	for _, c := range v.Desk.Policy.Codes(policy.Urgency) {
		hint := v.P.T("order.urgency.written")
		if limit, ok := v.Desk.Orders.Rules.Limit(order.Urgency(c), v.Today()); ok {
			hint = v.P.T("order.urgency.by", "due", limit.Due)
		}
		out = append(out, page.Option{Value: c, Label: v.Label(policy.Urgency, c), Hint: hint})
	}
	return out
}
