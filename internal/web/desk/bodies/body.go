package bodies

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// bodyData is one body on one day with all it answers for.
type bodyData struct {
	page.View
	asOf
	Body     bodies.Body
	In       bool
	Reg      *bodies.Register
	First    bodies.First
	Posts    []bodies.Appointment
	Units    []duty // units it answers for
	Services []bodies.Service
	Duties   []page.Link // of the leading group and the offices
	Next     bodies.Body // the one that continues it
	Deeds    []deed
	History  past
}

// lists are the lists of nouns that may hold something of the body, filtered by it.
func (d bodyData) lists() (out []page.Link) {
	for _, n := range d.Visit.Desk.Nouns {
		fits := n.Fits == nil || n.Fits("body", d.Body.Kind)
		if slices.Contains(n.Filters, "body") && fits && access.Anywhere(d.Visit.Actor, n.List) {
			out = append(out, page.Link{Label: d.P.T(n.Word + ".list"), Href: "/" + n.Name + "?body=" + d.Body.ID.String()})
		}
	}
	return out
}

// duty is one unit a body answers for.
type duty struct {
	Unit   ref.ID
	Side   bodies.Side
	Keeper bool
}

func bodyPage(v *desk.Visit) error {
	r, err := register(v)
	if err != nil {
		return err
	}
	b, ok := r.Body(v.ID("id"))
	if !ok {
		return desk.Missing()
	}
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	b, _ = r.BodyOn(b.ID, a.Day)
	d := bodyData{View: v.View(b.Name), asOf: a, Body: b, In: b.Period.Holds(a.Day), Reg: r,
		First: a.County.FirstResponsible(b.ID),
		Posts: a.County.PostsAt(b.ID), Units: answersFor(a.County, b.ID),
		Deeds: possible(v, &registers.Subject{Ref: ref.Ref{Kind: ref.Body, ID: b.ID}, Body: b}, b.Period, a.Day)}
	for _, s := range r.Rows().Services {
		if s.Body == b.ID && s.Period.Holds(a.Day) {
			d.Services = append(d.Services, s)
		}
	}
	for _, x := range r.Rows().Bodies {
		if x.Succeeds == b.ID {
			d.Next = x
		}
	}
	d.Duties = dutiesOf(a, b.Kind)
	if d.History, err = history(v, b.ID); err != nil {
		return err
	}
	return v.Page(200, bodyView(d))
}

// answersFor lists the units a body answers for on the snapshot's day.
func answersFor(c *bodies.County, body ref.ID) []duty {
	var out []duty
	for _, a := range c.All() {
		for _, s := range bodies.Sides {
			h := a.Half(s)
			if h.Has(body) {
				out = append(out, duty{a.Unit, s, h.Keeper() == body})
			}
		}
	}
	return out
}

// dutiesOf are the duties of the leading group or an office; none of others.
func dutiesOf(a asOf, kind bodies.BodyKind) []page.Link {
	for _, o := range organs(a) {
		if o.Kind == kind {
			return o.Duties
		}
	}
	return nil
}

func (d bodyData) facts() []page.Fact {
	p, b := d.P, d.Body
	out := []page.Fact{{Label: p.T("register.kind"), Value: d.Visit.Desk.Policy.LabelOn(policy.Body,
		string(b.Kind), p.Lang(), d.Day)}}
	if b.Unit != 0 {
		out = append(out, page.Fact{Label: p.T("register.seat"), Value: unitName(d.Reg, b.Unit, d.Day),
			Href: d.unitHref(b.Unit)})
	}
	out = append(out, page.Fact{Label: p.T("register.period"), Value: p.Period(b.Period)},
		page.Fact{Label: p.T("register.document"), Value: b.Basis})
	if old, ok := d.Reg.Body(b.Succeeds); ok {
		out = append(out, page.Fact{Label: p.T("register.succeeds"), Value: old.Name, Href: "/bodies/" + old.ID.String()})
	}
	if d.Next.ID != 0 {
		out = append(out, page.Fact{Label: p.T("register.continued"), Value: d.Next.Name,
			Href: "/bodies/" + d.Next.ID.String()})
	}
	return out
}

// names are what the body was called.
func (d bodyData) names() []page.Fact {
	var out []page.Fact
	for _, n := range d.Reg.BodyNames(d.Body.ID) {
		out = append(out, page.Fact{Label: d.P.Period(n.Period), Value: n.Name, Note: n.Basis})
	}
	return out
}

// endService leads to the end of a service; "" for those who may not.
func (d bodyData) endService(s bodies.Service) string {
	if d.past() || !can(d.Visit, "unit.change") {
		return ""
	}
	return "/bodies/" + d.Body.ID.String() + "/do/end-service?row=" + s.ID.String()
}
