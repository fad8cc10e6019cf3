package intake

import (
	"bytes"
	"iter"
	"mime"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	tables "shuangze/internal/intake"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// form finds the form of a kind.
func form(kind string) (sheet.Form, bool) {
	for _, f := range sheet.Forms() {
		if f.Kind == kind {
			return f, true
		}
	}
	return sheet.Form{}, false
}

// template is an empty table of a kind, with the headings that are read.
func template(v *desk.Visit) error {
	f, ok := form(v.R.PathValue("kind"))
	if !ok {
		return desk.Missing()
	}
	s := sheet.Sheet{Name: v.P.T("sheet.kind." + f.Kind)}
	for _, c := range f.Columns {
		s.Columns = append(s.Columns, sheet.Field{Title: c.Titles[0]})
	}
	return send(v, v.P.T("sheet.kind."+f.Kind), s)
}

// columns are headings of a form, so that what goes out can come in again.
func columns(kind string, keys ...string) []sheet.Field {
	f, _ := form(kind)
	out := make([]sheet.Field, len(keys))
	for i, k := range keys {
		out[i] = sheet.Field{Title: f.Title(k)}
	}
	return out
}

// send writes the table as a download. It is made whole first, so that a fault
// gives a page and not half a file.
func send(v *desk.Visit, name string, s sheet.Sheet) error {
	var b bytes.Buffer
	if err := sheet.Write(&b, s); err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "-" + v.Today().String() + ".xlsx"}))
	_, err := v.W.Write(b.Bytes())
	return err
}

// says is the word we write for a code.
func says(list []sheet.Says, code string) string {
	for _, s := range list {
		if s.Code == code {
			return s.Words[0]
		}
	}
	return ""
}

func units(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	rows := func(yield func([]any) bool) {
		for _, id := range c.Units() {
			u, f, _ := c.Unit(id)
			parent := ""
			if f.Parent != 0 {
				parent = c.Name(f.Parent)
			}
			organ := func(list []sheet.Says) string {
				for _, b := range c.Seated(id) {
					if w := says(list, string(b.Kind)); w != "" {
						return w
					}
				}
				return ""
			}
			if !yield([]any{f.Name, says(sheet.UnitCategories, string(f.Category)), parent, organ(sheet.PrincipalOrgans), organ(sheet.SupervisoryOrgans), u.When.From, u.Code}) {
				return
			}
		}
	}
	return send(v, v.P.T("sheet.kind.units"), sheet.Sheet{Name: v.P.T("sheet.kind.units"), Rows: rows,
		Columns: columns(tables.Units, "name", "category", "parent", "principal", "supervisory", "since", "code")})
}

func people(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	rows := func(yield func([]any) bool) {
		for _, u := range c.Units() {
			for _, a := range c.PostsIn(u) {
				p, ok := c.Person(a.Person)
				if !ok {
					continue
				}
				if !yield([]any{p.Name, says(sheet.Genders, p.Gender), p.Birth, c.Name(u), a.Title, says(sheet.Levels, string(a.Level)), a.Portfolio, a.Period.From, a.PartyTitle}) {
					return
				}
			}
		}
	}
	return send(v, v.P.T("sheet.kind.people"), sheet.Sheet{Name: v.P.T("sheet.kind.people"), Rows: rows,
		Columns: columns(tables.People, "name", "gender", "born", "unit", "post", "level", "portfolio", "since", "party")})
}

// named is a person's name, or the name as a ledger wrote it.
func named(c *bodies.County, id ref.ID, written string) string {
	if p, ok := c.Person(id); ok && id != 0 {
		return p.Name
	}
	return written
}

func problems(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	var list []problem.Problem
	f := problem.Filter{Limit: order.PageMost}
	for {
		p, err := v.Desk.Read.Problems(v.R.Context(), v.Scope("problem.see"), f)
		if err != nil {
			return err
		}
		for _, l := range p.Lines {
			x, ok, err := v.Desk.Read.Problem(v.R.Context(), l.ID)
			if err != nil {
				return err
			}
			if ok && access.Can(v.Actor, "problem.see", x.Object()) {
				list = append(list, x)
			}
		}
		if f.After = p.Older; f.After.ID == 0 {
			break
		}
	}
	state := map[problem.State]string{problem.Registered: "open", problem.Ordered: "working", problem.Rectified: "working", problem.Closed: "closed"}
	cols := columns(tables.Problems, "unit", "source", "facts", "level", "category", "rule", "cause", "measures", "due", "leader", "handler", "progress", "state", "closed", "found")
	return send(v, v.P.T("menu.problems"), sheet.Sheet{Name: v.P.T("menu.problems"), Columns: cols, Rows: each(list, func(x problem.Problem) []any {
		var closed any
		if x.ClosedAt != 0 {
			closed = x.ClosedAt.Day()
		}
		return []any{c.Name(x.Unit), says(sheet.Sources, x.Source), x.Facts, says(sheet.ProblemLevels, string(x.Level)), v.Label(policy.Category, x.Category), x.Rule, x.Cause,
			x.Measures.Lines(), x.Due, named(c, x.Leader, x.LeaderName), named(c, x.Handler, x.HandlerName), x.Progress, says(sheet.States, state[x.State]), closed, x.Found}
	})})
}

func orders(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	var list []order.Line
	f := order.Filter{Limit: order.PageMost}
	for {
		p, err := v.Desk.Read.Orders(v.R.Context(), v.Scope("order.see"), f)
		if err != nil {
			return err
		}
		list = append(list, p.Lines...)
		if f.After = p.Older; f.After.ID == 0 {
			break
		}
	}
	var cols []sheet.Field
	for _, k := range []string{"order.number", "order.subject", "problem.side", "order.unit", "order.leader", "order.handler", "problem.level", "order.urgency", "order.state", "order.due", "import.first-due", "import.extensions"} {
		cols = append(cols, sheet.Field{Title: v.P.T(k)})
	}
	return send(v, v.P.T("menu.orders"), sheet.Sheet{Name: v.P.T("menu.orders"), Columns: cols, Rows: each(list, func(l order.Line) []any {
		return []any{l.Number.String(), l.Subject, v.P.T("side." + string(l.Side)), c.Name(l.Unit), named(c, l.Leader, ""), named(c, l.Handler, ""),
			v.Label(policy.ProblemLevel, l.Level), v.Label(policy.Urgency, string(l.Urgency)), v.P.T("order.state." + string(l.State)), l.Due, l.FirstDue, l.Extensions}
	})})
}

func each[T any](list []T, row func(T) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for x := range slices.Values(list) {
			if !yield(row(x)) {
				return
			}
		}
	}
}
