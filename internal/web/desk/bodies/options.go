package bodies

import (
	"shuangze/internal/bodies"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/page"
)

// choices are the options of a field of the kind; nil for fields to type in.
func choices(d deedData, a ask) []page.Option {
	v, kind, first := d.Visit, a.kind, page.Option{Label: d.P.T("form.choose")}
	out := []page.Option{first}
	add := func(value, label string) { out = append(out, page.Option{Value: value, Label: label}) }
	switch kind {
	case "unit":
		if a.free {
			first.Label = d.P.T("register.county.directly")
		}
		return unitOptions(d.S.County, first.Label)
	case "seat":
		return unitOptions(d.S.County, d.P.T("register.unit.of-body"))
	case "below":
		out = nil
		for _, u := range d.S.County.Children(d.S.ID) {
			add(u.String(), d.S.County.Name(u))
		}
	case "staff":
		out = nil
		for _, a := range d.S.County.PostsIn(d.S.ID) {
			if p, _ := d.S.County.Person(a.Person); a.Unit == d.S.ID && a.Body == 0 &&
				(a.Post == bodies.StaffPost || a.Post == bodies.Clerk) {
				add(a.ID.String(), p.Name+"　"+a.Title)
			}
		}
	case "category":
		for _, c := range bodies.Categories {
			add(string(c), v.Label(policy.UnitCategory, string(c)))
		}
	case "kind":
		for _, k := range bodies.BodyKinds {
			add(string(k), v.Label(policy.Body, string(k)))
		}
	case "level":
		for _, l := range bodies.Levels {
			add(string(l), v.Label(policy.PersonLevel, string(l)))
		}
	case "post":
		for _, p := range bodies.Posts {
			add(string(p), postWord(v, p))
		}
	case "side":
		for _, s := range bodies.Sides {
			add(string(s), sideWord(v, s))
		}
	case "gender":
		out[0].Label = d.P.T("page.none")
		add("m", d.P.T("register.gender.m"))
		add("f", d.P.T("register.gender.f"))
	case "person":
		for _, p := range d.S.County.PeopleLike("", 1<<30) {
			label := p.Name
			for _, a := range d.S.County.PostsOf(p.ID) {
				label += "　" + a.Title
				break
			}
			add(p.ID.String(), label)
		}
	case "seated", "body", "answering":
		if kind != "answering" {
			out[0].Label = d.P.T("register.unit.itself")
		}
		for _, b := range d.S.County.Bodies() {
			if kind == "seated" && b.Unit != d.S.ID || kind == "answering" &&
				(b.Kind.Side() == "" || b.Unit == d.S.ID && d.S.Kind == ref.Unit) {
				continue
			}
			add(b.ID.String(), b.Name)
		}
	}
	return out
}

// fieldOf is one field of the form.
func fieldOf(d deedData, a ask) page.Field {
	f := d.Filled.Field(a.name, d.P.T("register.field."+a.name))
	f.Optional = a.free
	for _, key := range []string{"register.hint." + d.Deed.says + "." + a.name, "register.hint." + a.name} {
		if d.P.Has(key) {
			f.Hint = d.P.T(key)
			break
		}
	}
	switch a.kind {
	case "number":
		f.Type, f.Width = "number", "s"
	case "line", "area", "day", "check":
	default:
		f.Options = choices(d, a)
	}
	return f
}
