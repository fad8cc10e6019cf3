package frame

import (
	"cmp"
	"maps"
	"slices"

	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

type (
	valueOf = noun.Value
	idOf    = ref.ID
)

// hidden is a field that a form sends along.
type hidden struct{ Name, Value string }

// kept is what the address holds beside the columns and the place in the list.
func kept(v page.View) (out []hidden) {
	for _, name := range slices.Sorted(maps.Keys(v.Query)) {
		if !slices.Contains([]string{ColsName, "col", "choose", "after", "did", "entry", "to"}, name) {
			out = append(out, hidden{name, v.Query.Get(name)})
		}
	}
	return out
}

// many are the acts that the list offers for several at once.
func (d *listData) many() (out []page.Option) {
	for _, a := range d.Many {
		out = append(out, page.Option{Value: a.Name, Label: d.P.T(d.Word + ".act." + a.Name)})
	}
	return out
}

// head is the head of the table, with the column of boxes where there are any.
func (d *listData) head() page.List {
	l := d.Columns.Head(d.Title, d.Query.Sort.String())
	if len(d.Many) > 0 {
		return Boxed(d.View, l)
	}
	return l
}

func (p Pages) title(v *desk.Visit, x noun.Value) string {
	// called by words of the policy: in the reader's language
	if f, ok := p.Fields.Of(p.Title); ok && f.Type == field.ACode {
		return p.show(v, nil, f, x)
	}
	_, title := p.Called(x)
	return noun.Shown(v.P, title)
}

// crumbs is the way from the menu to the list.
func (p Pages) crumbs(v page.View, more ...page.Link) []page.Link {
	out := []page.Link{{Label: v.P.T(p.Crumb.Label), Href: p.Crumb.Href},
		{Label: v.P.T(cmp.Or(p.Heading, p.Word+".list")), Href: "/" + p.Name}}
	if len(more) == 0 {
		out[1].Href = ""
	}
	return append(out, more...)
}
