package bodies

import (
	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// unitData is one unit on one day, with its whole past.
type unitData struct {
	page.View
	asOf
	Unit     bodies.Unit
	Facts    bodies.UnitFacts // of the day; the last ones when it is not in force
	In       bool             // in force on the day
	Reg      *bodies.Register
	Answer   bodies.Answer
	First    bodies.First
	Below    []ref.ID
	Seated   []bodies.Body
	Posts    []bodies.Appointment
	Held     held
	Deeds    []deed
	History  past
	Problems bool
}

func unitPage(v *desk.Visit) error {
	r, err := register(v)
	if err != nil {
		return err
	}
	u, ok := r.Unit(v.ID("id"))
	if !ok {
		return desk.Missing()
	}
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	d := unitData{View: v.View(unitName(r, u.ID, a.Day)), asOf: a, Unit: u, Reg: r, Answer: a.County.Responsible(u.ID),
		Below: a.County.Children(u.ID), Seated: a.County.Seated(u.ID), Posts: a.County.PostsIn(u.ID)}
	if _, d.Facts, d.In = a.County.Unit(u.ID); !d.In {
		if all := r.Facts(u.ID); len(all) > 0 {
			d.Facts = all[len(all)-1]
		}
	}
	d.First, _ = a.County.FirstOf(u.ID)
	d.Deeds = possible(v, &registers.Subject{Ref: ref.Ref{Kind: ref.Unit, ID: u.ID}, Unit: u}, u.When, a.Day)
	if d.In { // lists are filtered by units in force
		if d.Held, err = a.heldOf(noun.About.OfUnit, u.ID); err != nil {
			return err
		}
	}
	if d.History, err = history(v, u.ID); err != nil {
		return err
	}
	return v.Page(200, unitView(d))
}

func (d unitData) crumbs() []page.Link {
	out := []page.Link{{Label: d.P.T("menu.bodies"), Href: d.at("/county")},
		{Label: d.P.T("register.county"), Href: d.at("/county")}}
	for _, u := range d.asOf.County.Path(d.Unit.ID) {
		if u != d.Unit.ID {
			out = append(out, page.Link{Label: d.asOf.County.Name(u), Href: d.unitHref(u)})
		}
	}
	return append(out, page.Link{Label: d.Title})
}

func (d unitData) facts() []page.Fact {
	p := d.P
	out := []page.Fact{{Label: p.T("register.code"), Value: d.Unit.Code},
		{Label: p.T("register.category"), Value: d.Visit.Label(policy.UnitCategory, string(d.Facts.Category))},
		{Label: p.T("register.period"), Value: p.Period(d.Unit.When)}}
	if d.Facts.Parent != 0 {
		out = append(out, page.Fact{Label: p.T("register.parent"), Value: unitName(d.Reg, d.Facts.Parent, d.Day),
			Href: d.unitHref(d.Facts.Parent)})
	}
	if d.Unit.Into != 0 {
		out = append(out, page.Fact{Label: p.T("register.into"), Value: unitName(d.Reg, d.Unit.Into, d.Unit.When.To),
			Href: "/units/" + d.Unit.Into.String()})
	}
	if d.Unit.Out != 0 {
		out = append(out, page.Fact{Label: p.T("register.out-of"), Value: unitName(d.Reg, d.Unit.Out, d.Unit.When.From),
			Href: "/units/" + d.Unit.Out.String()})
	}
	out = append(out, page.Fact{Label: p.T("register.document"), Value: d.Facts.Basis})
	for _, u := range d.Reg.Rows().Units {
		switch d.Unit.ID {
		case u.Into:
			out = append(out, page.Fact{Label: p.T("register.absorbed"), Value: unitName(d.Reg, u.ID, u.When.To-1),
				Href: "/units/" + u.ID.String(), Note: p.Day(u.When.To)})
		case u.Out:
			out = append(out, page.Fact{Label: p.T("register.split-off"), Value: unitName(d.Reg, u.ID, u.When.From),
				Href: "/units/" + u.ID.String(), Note: p.Day(u.When.From)})
		}
	}
	return out
}

// names are what the unit was called, rows with the same name as one.
func (d unitData) names() []page.Fact {
	var out []page.Fact
	var spans []when.Period
	for _, f := range d.Reg.Facts(d.Unit.ID) {
		if f.Period.From >= f.Period.To {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Value == f.Name && spans[n-1].To == f.Period.From {
			spans[n-1].To = f.Period.To
			continue
		}
		out, spans = append(out, page.Fact{Value: f.Name}), append(spans, f.Period)
	}
	for i := range out {
		out[i].Label = d.P.Period(spans[i])
	}
	return out
}

// spells are who answered on one side over time.
func (d unitData) spells(s bodies.Side) []page.Fact {
	var out []page.Fact
	for _, x := range d.Reg.History(d.Unit.ID, s) {
		f := page.Fact{Label: d.P.Period(x.Period), Note: d.P.T("register.row." + string(x.Half.Row))}
		if k := x.Half.Keeper(); k != 0 {
			b, _ := d.Reg.BodyOn(k, x.Period.From)
			f.Value, f.Href = b.Name, "/bodies/"+k.String()+"?on="+x.Period.From.String()
			if co, ok := d.Reg.BodyOn(x.Half.Co(), x.Period.From); ok {
				f.Note = d.P.T("register.with", "body", co.Name) + " · " + f.Note
			}
		} else if x.Half.Watched() {
			f.Value = d.P.T("register.watched")
		} else {
			f.Value = d.P.T("register.nobody")
		}
		out = append(out, f)
	}
	return out
}

// hands are the acts on what is set by hand for a side.
func (d unitData) hand(s bodies.Side) string {
	if h, ok := d.asOf.County.ByHand(d.Unit.ID, s); ok && can(d.Visit, "unit.change") && !d.past() {
		return "/units/" + d.Unit.ID.String() + "/do/end-assignment?row=" + h.ID.String()
	}
	return ""
}
