package lists

import (
	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

func finish(r *frame.Roll, v *desk.Visit, list, view string, tabs []tab, at int) {
	r.Moment = v.P.InstantIn(0, v.Now)
	r.Back, r.Export = exportURL(list, r.Query, view), exportURL(list+".xlsx", r.Query, view)
	if at >= 0 {
		r.Filter = append([]string{v.P.T(tabs[at].key)}, r.Filter...)
	}
}

func labels(applied []page.Applied) (out []string) {
	for _, a := range applied {
		out = append(out, a.Label)
	}
	return out
}

func personName(c *bodies.County, id ref.ID, written string) string {
	if name, _, _ := person(c, id); name != "" {
		return name
	}
	return written
}

// OrderRoll is the supervision list of an address to print, and how many lines.
func OrderRoll(v *desk.Visit) (templ.Component, int, error) {
	c, err := v.County()
	if err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: v.View(v.P.T("order.list.title")), Whose: v.Whose("order.see")}
	r.Dropped = sound(v, c, orderFields, r.Query)
	f := orderFilter(v, r.Query)
	r.Filter = labels(orderListData{County: c, View: r.View, Visit: v, Filter: f, Name: c.Name}.applied())
	at := orderTab(r.Query, f)
	if !f.Open && f.State == "" && f.Light == "" { // as the export: no index holds every state by its day
		f.Sort = order.Newest
	}
	whole, err := v.Desk.Read.WholeOrders(v.R.Context(), v.Scope("order.see"), f, frame.RollMost)
	if err != nil {
		return nil, 0, err
	}
	r.Entry, r.More = whole.Entry, whole.More
	for _, k := range []string{"order.number", "order.subject", "order.unit", "order.leader", "order.handler", "order.state", "order.due"} {
		r.Heads = append(r.Heads, v.P.T(k))
	}
	for _, o := range whole.Orders {
		due := orderDue(v, o)
		if _, word := lightWord(v, o.State, o.Binds()); word != "" {
			due += " " + word
		}
		r.Rows = append(r.Rows, []string{o.Number.String(), o.Subject, c.Name(o.Unit), personName(c, o.Leader, ""), personName(c, o.Handler, ""), v.P.T("order.state." + string(o.State)), due})
	}
	finish(&r, v, "/orders", "open", orderTabs, at)
	return frame.RollPage(r), len(r.Rows), nil
}

// ProblemRoll is the problem list of an address to print.
func ProblemRoll(v *desk.Visit) (templ.Component, int, error) {
	c, err := v.County()
	if err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: v.View(v.P.T("problem.list.title")), Whose: v.Whose("problem.see")}
	r.Dropped = sound(v, c, problemFields, r.Query)
	f, tab := problemFilter(v, r.Query)
	r.Filter = labels(problemListData{County: c, View: r.View, Visit: v, Filter: f, Name: c.Name}.applied())
	if !f.Open && f.State == "" {
		f.Newest = true
	}
	whole, err := v.Desk.Read.WholeProblems(v.R.Context(), v.Scope("problem.see"), f, frame.RollMost)
	if err != nil {
		return nil, 0, err
	}
	r.Entry, r.More = whole.Entry, whole.More
	for _, k := range []string{"problem.number", "problem.facts", "problem.unit", "problem.level", "problem.leader", "problem.handler", "problem.state", "problem.due"} {
		r.Heads = append(r.Heads, v.P.T(k))
	}
	for _, p := range whole.Problems {
		due := dueWord(v, p)
		if _, word := problemLight(v, p.State, p.Binds()); word != "" {
			due += " " + word
		}
		r.Rows = append(r.Rows, []string{p.Number.String(), p.Facts, c.Name(p.Unit), v.Label(policy.ProblemLevel, string(p.Level)), personName(c, p.Leader, p.LeaderName),
			personName(c, p.Handler, p.HandlerName), v.P.T("problem.state." + string(p.State)), due})
	}
	finish(&r, v, "/problems", "open", problemTabs, problemTab(tab))
	return frame.RollPage(r), len(r.Rows), nil
}
