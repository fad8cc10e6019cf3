package lists

import (
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// column is what a list can show of a line. Sort is the sort of its heading;
// printed ones stand on paper, and usual ones on the screen, when nobody chose.
type column[L any] struct {
	name, key, sort, width string
	usual, printed         bool
	say                    func(said, *L) string
}

// said is what it takes to say a line in words. Year is the one that days are
// written without; 0 = every day has its year.
type said struct {
	v       *desk.Visit
	c       *bodies.County
	year    int
	numbers map[ref.ID]string // of the orders of problems, or the problems of orders, that the visitor may see
}

var problemColumns = []column[problem.Line]{
	{"number", "problem.number", "new", "narrow", true, true, func(_ said, l *problem.Line) string {
		return l.Number.String()
	}},
	{"facts", "problem.facts", "", "wide", true, true, func(_ said, l *problem.Line) string { return l.Facts }},
	{"unit", "problem.unit", "", "", true, true, func(s said, l *problem.Line) string { return s.c.Name(l.Unit) }},
	{"level", "problem.level", "", "", true, true, func(s said, l *problem.Line) string {
		return s.v.Label(policy.ProblemLevel, string(l.Level))
	}},
	{"leader", "problem.leader", "", "", false, true, func(s said, l *problem.Line) string {
		return personName(s.c, l.Leader, l.LeaderName)
	}},
	{"handler", "problem.handler", "", "", false, true, func(s said, l *problem.Line) string {
		return personName(s.c, l.Handler, l.HandlerName)
	}},
	{"state", "problem.state", "", "", true, true, func(s said, l *problem.Line) string {
		return s.v.P.T("problem.state." + string(l.State))
	}},
	{"due", "problem.due", "due", "", true, true, func(s said, l *problem.Line) string {
		_, word := problemLight(s.v, l.State, l.Binds())
		return spaced(s.v.ProblemDue(s.year, l.LongTerm, l.Due), word)
	}},
	{"source", "problem.source", "", "", false, false, func(s said, l *problem.Line) string {
		return s.v.Label(policy.Source, l.Source)
	}},
	{"category", "problem.category", "", "", false, false, func(s said, l *problem.Line) string {
		return s.v.Label(policy.Category, l.Category)
	}},
	{"side", "problem.side", "", "", false, false, func(s said, l *problem.Line) string {
		return s.v.P.T("side." + string(l.Side))
	}},
	{"found", "problem.found", "", "", false, false, func(s said, l *problem.Line) string { return s.day(l.Found) }},
	{"registered", "problem.column.registered", "", "", false, false, func(s said, l *problem.Line) string {
		return s.moment(l.RegisteredAt)
	}},
	{"order", "problem.column.order", "", "", false, false, func(s said, l *problem.Line) string {
		return s.numbers[l.Order]
	}},
	{"rejections", "problem.column.rejections", "", "", false, false, func(_ said, l *problem.Line) string {
		return times(l.Rejections)
	}},
}

var orderColumns = []column[order.Line]{
	{"number", "order.number", "new", "narrow", true, true, func(_ said, l *order.Line) string {
		return l.Number.String()
	}},
	{"subject", "order.subject", "", "wide", true, true, func(_ said, l *order.Line) string { return l.Subject }},
	{"unit", "order.unit", "", "", true, true, func(s said, l *order.Line) string { return s.c.Name(l.Unit) }},
	{"leader", "order.leader", "", "", false, true, func(s said, l *order.Line) string {
		return personName(s.c, l.Leader, "")
	}},
	{"handler", "order.handler", "", "", false, true, func(s said, l *order.Line) string {
		return personName(s.c, l.Handler, "")
	}},
	{"state", "order.state", "", "", true, true, func(s said, l *order.Line) string {
		return s.v.P.T("order.state." + string(l.State))
	}},
	{"due", "order.due", "due", "", true, true, func(s said, l *order.Line) string {
		_, word := lightWord(s.v, l.State, l.Binds())
		return spaced(s.v.OrderDue(s.year, l.LongTerm, l.NextLook(), l.Due), word)
	}},
	{"level", "problem.level", "", "", false, false, func(s said, l *order.Line) string {
		return s.v.Label(policy.ProblemLevel, l.Level)
	}},
	{"side", "problem.side", "", "", false, false, func(s said, l *order.Line) string {
		return s.v.P.T("side." + string(l.Side))
	}},
	{"urgency", "order.urgency", "", "", false, false, func(s said, l *order.Line) string {
		return s.v.Label(policy.Urgency, string(l.Urgency))
	}},
	{"assist", "order.assist", "", "", false, false, func(s said, l *order.Line) string {
		names := make([]string, len(l.Assist))
		for i, u := range l.Assist {
			names[i] = s.c.Name(u)
		}
		return s.v.P.List(names)
	}},
	{"issued", "order.column.issued", "", "", false, false, func(s said, l *order.Line) string {
		return s.moment(l.IssuedAt)
	}},
	{"first-due", "order.column.first-due", "", "", false, false, func(s said, l *order.Line) string {
		return s.day(l.FirstDue)
	}},
	{"extensions", "order.column.extensions", "", "", false, false, func(_ said, l *order.Line) string {
		return times(l.Extensions)
	}},
	{"problem", "order.column.problem", "", "", false, false, func(s said, l *order.Line) string {
		return s.numbers[l.Problem]
	}},
}

func (s said) day(d when.Day) string {
	if d == 0 {
		return ""
	}
	return s.v.P.DayIn(s.year, d)
}

func (s said) moment(i when.Instant) string {
	if i == 0 {
		return ""
	}
	return s.day(i.Day())
}

// times is how often something was done; nothing where it never was.
func times(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func spaced(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}

// columnsOf are the columns of a list, and which of them an address chooses.
func columnsOf[L any](v page.View, list []column[L], always string, print bool) frame.Columns {
	all := make([]frame.Column, len(list))
	for i, x := range list {
		all[i] = frame.Column{Name: x.name, Label: v.P.T(x.key), Sort: x.sort, Width: x.width,
			Usual: x.usual || print && x.printed}
	}
	return frame.Choose(v, all, always)
}

// cell is what a column says of a line.
func cell[L any](s said, list []column[L], name string, l *L) string {
	for _, x := range list {
		if x.name == name {
			return x.say(s, l)
		}
	}
	return ""
}

// row is a line on paper.
func row[L any](s said, list []column[L], shown []frame.Column, l *L) []string {
	out := make([]string, len(shown))
	for i, x := range shown {
		out[i] = cell(s, list, x.Name, l)
	}
	return out
}

// orderNumbers are the numbers of the orders of problems, for who may see them,
// by one statement for all; none when the list does not show them.
func orderNumbers(v *desk.Visit, c frame.Columns, lines []problem.Line) (map[ref.ID]string, error) {
	f := order.Filter{Sort: order.Newest}
	for _, l := range lines {
		if l.Order != 0 {
			f.IDs = append(f.IDs, l.Order)
		}
	}
	if !c.Has("order") || len(f.IDs) == 0 {
		return nil, nil
	}
	out := make(map[ref.ID]string, len(f.IDs))
	return out, v.Desk.Read.EachOrder(v.R.Context(), v.Scope("order.see"), f, func(o order.Order) error {
		out[o.ID] = o.Number.String()
		return nil
	})
}

// problemNumbers: see orderNumbers.
func problemNumbers(v *desk.Visit, c frame.Columns, lines []order.Line) (map[ref.ID]string, error) {
	f := problem.Filter{Newest: true}
	for _, l := range lines {
		if l.Problem != 0 {
			f.IDs = append(f.IDs, l.Problem)
		}
	}
	if !c.Has("problem") || len(f.IDs) == 0 {
		return nil, nil
	}
	out := make(map[ref.ID]string, len(f.IDs))
	return out, v.Desk.Read.EachProblem(v.R.Context(), v.Scope("problem.see"), f, func(p problem.Problem) error {
		out[p.ID] = p.Number.String()
		return nil
	})
}
