package lists

import (
	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
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

// onPaper puts lines on paper, with the columns that the address chooses.
func onPaper[L any](r *frame.Roll, s said, list []column[L], columns frame.Columns, lines []L) {
	for _, x := range columns.Shown {
		r.Heads = append(r.Heads, x.Label)
	}
	for i := range lines {
		r.Rows = append(r.Rows, row(s, list, columns.Shown, &lines[i]))
	}
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
	r.Filter = labels((&orderListData{County: c, View: r.View, Visit: v, Filter: f, Name: c.Name}).applied())
	at := orderTab(r.Query, f)
	whole, err := v.Desk.Read.WholeOrders(v.R.Context(), v.Scope("order.see"), f.ToEnd(), frame.RollMost)
	if err != nil {
		return nil, 0, err
	}
	r.Entry, r.More = whole.Entry, whole.More
	lines := make([]order.Line, len(whole.Orders))
	for i, o := range whole.Orders {
		lines[i] = o.Line()
	}
	columns := columnsOf(r.View, orderColumns, "subject", true)
	numbers, err := problemNumbers(v, columns, lines)
	if err != nil {
		return nil, 0, err
	}
	onPaper(&r, said{v: v, c: c, numbers: numbers}, orderColumns, columns, lines)
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
	r.Filter = labels((&problemListData{County: c, View: r.View, Visit: v, Filter: f, Name: c.Name}).applied())
	whole, err := v.Desk.Read.WholeProblems(v.R.Context(), v.Scope("problem.see"), f.ToEnd(), frame.RollMost)
	if err != nil {
		return nil, 0, err
	}
	r.Entry, r.More = whole.Entry, whole.More
	lines := make([]problem.Line, len(whole.Problems))
	for i, p := range whole.Problems {
		lines[i] = p.Line()
	}
	columns := columnsOf(r.View, problemColumns, "facts", true)
	numbers, err := orderNumbers(v, columns, lines)
	if err != nil {
		return nil, 0, err
	}
	onPaper(&r, said{v: v, c: c, numbers: numbers}, problemColumns, columns, lines)
	finish(&r, v, "/problems", "open", problemTabs, problemTab(tab))
	return frame.RollPage(r), len(r.Rows), nil
}
