package lists

import (
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/web/page"
)

// responsible is who answers for an order, by the rule of mechanism one.
func responsible(d orderData) []page.Fact {
	c, o, p := d.County, d.O, d.P
	out := []page.Fact{{Label: p.T("order.lead"), Value: c.Name(o.Unit), Href: "/units/" + o.Unit.String()}}
	if name, post, href := person(c, o.Leader); name != "" {
		out = append(out, page.Fact{Label: p.T("order.leader"), Value: name, Href: href, Note: post})
	}
	if name, post, href := person(c, o.Handler); name != "" {
		out = append(out, page.Fact{Label: p.T("order.handler"), Value: name, Href: href, Note: post})
	}
	heir := c.Heir(o.Unit)
	if heir != 0 && heir != o.Unit {
		out = append(out, page.Fact{Label: p.T("order.heir"), Value: c.Name(heir), Href: "/units/" + heir.String()})
	}
	answer := c.Responsible(heir)
	for _, s := range []bodies.Side{bodies.Principal, bodies.Supervisory} {
		if k := answer.Half(s).Keeper(); k != 0 {
			if b, ok := c.Body(k); ok {
				out = append(out, page.Fact{Label: p.T("order.body." + string(s)), Value: b.Name, Href: "/bodies/" + k.String()})
			}
		}
	}
	if len(o.Assist) > 0 {
		names := make([]string, len(o.Assist))
		for i, u := range o.Assist {
			names[i] = c.Name(u)
		}
		out = append(out, page.Fact{Label: p.T("order.assist"), Value: p.List(names)})
	}
	if o.Contact != "" {
		out = append(out, page.Fact{Label: p.T("order.contact"), Value: o.Contact})
	}
	return out
}

func isImage(t string) bool { return blob.Shows(t) }

func buttonKind(i int) page.Kind {
	if i == 0 {
		return page.Primary
	}
	return page.Secondary
}

func mains(list []noun.Act) (out []noun.Act) {
	for _, d := range list {
		if d.Main {
			out = append(out, d)
		}
	}
	return out
}

func others(list []noun.Act) (out []noun.Act) {
	for _, d := range list {
		if !d.Main {
			out = append(out, d)
		}
	}
	return out
}
