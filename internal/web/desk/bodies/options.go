package bodies

import (
	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/field"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/page"
)

// choices are the options of a field; nil for fields to type in.
func choices(d deedData, f field.Field) []page.Option {
	v, c, first := d.Visit, d.S.County, d.P.T("form.choose")
	var out []page.Option
	add := func(value, label string) { out = append(out, page.Option{Value: value, Label: label}) }
	_, seated := d.Deed.Fields.Of("body") // a post or a body that a unit is only one half of
	switch f.Type {
	case field.AUnit:
		switch {
		case f.Must:
		case seated:
			first = d.P.T("register.unit.of-body")
		default:
			first = d.P.T("register.county.directly")
		}
		return unitOptions(c, first)
	case registers.Below:
		for _, u := range c.Children(d.S.ID) {
			add(u.String(), c.Name(u))
		}
		return out
	case registers.Staff:
		for _, a := range c.PostsIn(d.S.ID) {
			if p, _ := c.Person(a.Person); a.Unit == d.S.ID && a.Body == 0 &&
				(a.Post == bodies.StaffPost || a.Post == bodies.Clerk) {
				add(a.ID.String(), p.Name+"　"+a.Title)
			}
		}
		return out
	case field.ACode:
		if !f.Must {
			first = d.P.T("page.none")
		}
		for _, code := range f.Choices(declared(v, d.S.Kind).Tables) {
			if f.Policy != "" {
				add(code, v.Label(policy.Kind(f.Policy), code))
			} else {
				add(code, d.P.T(f.Words+code))
			}
		}
	case field.APerson:
		for _, p := range c.PeopleLike("", 1<<30) {
			label := p.Name
			for _, a := range c.PostsOf(p.ID) {
				label += "　" + a.Title
				break
			}
			add(p.ID.String(), label)
		}
	case field.ABody: // a post may be of the unit itself; who answers is never of it
		if !f.Must {
			first = d.P.T("register.unit.itself")
		}
		ofUnit := d.S.Kind == ref.Unit
		for _, b := range c.Bodies() {
			if f.Must && b.Kind.Side() != "" && !(ofUnit && b.Unit == d.S.ID) || !f.Must && (!ofUnit || b.Unit == d.S.ID) {
				add(b.ID.String(), b.Name)
			}
		}
	}
	return append([]page.Option{{Label: first}}, out...)
}

// fieldOf is one field of the form.
func fieldOf(d deedData, a field.Field) page.Field {
	key := a.Key()
	f := d.Filled.Field(key, d.P.T("register.field."+key))
	f.Optional = !a.Must
	for _, hint := range []string{"register.hint." + d.Deed.says + "." + key, "register.hint." + key} {
		if d.P.Has(hint) {
			f.Hint = d.P.T(hint)
			break
		}
	}
	switch a.Type {
	case field.ACount:
		f.Type, f.Width = "number", "s"
	case field.ALine, field.AText, field.ADay, field.AFlag:
	default:
		f.Options = choices(d, a)
	}
	return f
}
