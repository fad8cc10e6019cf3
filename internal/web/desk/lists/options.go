package lists

import (
	"net/url"

	"shuangze/internal/actor"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

func orderStates(d *orderListData) []page.Option {
	out := []page.Option{{Label: d.P.T("filter.all")}}
	for _, s := range order.States {
		if s == order.Acknowledged {
			out = append(out, page.Option{Value: "working", Label: d.P.T("order.state.working")})
		}
		out = append(out, page.Option{Value: string(s), Label: d.P.T("order.state." + string(s))})
	}
	return out
}

func levelOptions(v *desk.Visit) []page.Option {
	out := []page.Option{{Label: v.P.T("filter.all")}}
	for _, c := range v.Desk.Policy.Codes(policy.ProblemLevel) {
		out = append(out, page.Option{Value: c, Label: v.Label(policy.ProblemLevel, c)})
	}
	return out
}

func sideOptions(p *lang.Phraser) []page.Option {
	return []page.Option{{Label: p.T("filter.all")}, {Value: string(actor.Principal), Label: p.T("side.principal")},
		{Value: string(actor.Supervisory), Label: p.T("side.supervisory")}}
}

func numberOr(d *orderListData, r *order.Line) string {
	if n := r.Number.String(); n != "" {
		return n
	}
	return d.P.T("order.no-number")
}

// exportURL is the address of a list as a spreadsheet, with the filter in force.
func exportURL(path string, q url.Values, view string) string {
	keep := url.Values{}
	for name, values := range q {
		if name != "after" && name != "did" && name != "entry" {
			keep[name] = values
		}
	}
	if len(keep) == 0 { // the list's usual view, which is not the whole list
		keep.Set("tab", view)
	}
	return path + "?" + keep.Encode()
}

// ExportedOrders and ExportedProblems are the filters of an export: the list's
// own, and the whole list when the address names none; of either only the rows that
// it names, where it names some.
func ExportedOrders(v *desk.Visit) order.Filter {
	q := v.R.URL.Query()
	if len(q) == 0 {
		q.Set("all", "1")
	}
	f := orderFilter(v, q)
	f.IDs = ticked(q)
	return f
}

// ExportedProblems: see ExportedOrders.
func ExportedProblems(v *desk.Visit) problem.Filter {
	q := v.R.URL.Query()
	if len(q) == 0 {
		q.Set("tab", "all")
	}
	f, _ := problemFilter(v, q)
	f.IDs = ticked(q)
	return f
}
