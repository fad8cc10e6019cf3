package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Lists reads whole lists to their end, within a reach, as they stand at one
// moment.
type Lists interface {
	EachProblem(ctx context.Context, s access.Scope, f problem.Filter, yield func(problem.Problem) error) error
	EachOrder(ctx context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error
}

// Table is a list that can be taken out: what it is called in the record, the
// verb it is taken out under, and its rows, which are read when it is written.
// What is exported can be imported again, and then changes nothing.
type Table struct {
	Name  string
	Verb  access.Verb
	sheet sheet.Sheet // without rows
	rows  func(ctx context.Context, yield func(cells ...any) error) error
	shown []int // which columns a page has room for, in their order: what the list shows; nil = all
	// Foot stands under each page of a document: whose house, who took it out and when.
	Foot string
}

// onPages says which columns a document shows; the others are for spreadsheets.
func (t Table) onPages(columns ...int) Table {
	t.shown = columns
	return t
}

func tableOf(name string, verb access.Verb, s sheet.Sheet,
	rows func(ctx context.Context, yield func(cells ...any) error) error) Table {
	return Table{Name: name, Verb: verb, sheet: s, rows: rows}
}

// UnitTable is the units in force with their bodies.
func UnitTable(c *bodies.County, s Speech) Table {
	head := s.heading(sheet.Units(), sheet.Counter, "name", "category", "parent", "principal", "supervisory", "since",
		"code")
	return tableOf("units", "county.see", head, func(_ context.Context, yield func(...any) error) error {
		for i, id := range c.Units() {
			u, f, _ := c.Unit(id)
			principal, supervisory := "", ""
			for _, b := range c.Seated(id) {
				if w := s.organ(sheet.PrincipalOrgan, b.Kind); w != "" && (principal == "" || b.Kind == bodies.PartyCommittee ||
					b.Kind == bodies.PartyGroup) {
					principal = w
				}
				if w := s.organ(sheet.SupervisorOrgan, b.Kind); w != "" {
					supervisory = w
				}
			}
			if err := yield(i+1, f.Name, s.say(sheet.UnitCategory, string(f.Category)), c.Name(f.Parent), principal, supervisory,
				u.When.From, u.Code); err != nil {
				return err
			}
		}
		return nil
	})
}

// PersonTable is everybody in office in a unit, one row for each post. Posts in
// organs of the county that no row can name again are left out. It holds the
// months of birth: only those who keep the register take it out.
func PersonTable(c *bodies.County, s Speech) Table {
	head := s.heading(sheet.People(), sheet.Counter, "name", "gender", "born", "unit", "post", "level",
		"portfolio", "since", "party", "note")
	return tableOf("people", "person.change", head, func(_ context.Context, yield func(...any) error) error {
		n := 0
		for _, unit := range c.Units() {
			for _, a := range c.PostsIn(unit) {
				b, _ := c.Body(a.Body)
				if a.Unit != unit || b.Kind.Single() {
					continue
				}
				p, _ := c.Person(a.Person)
				n++
				if err := yield(n, p.Name, s.say(sheet.Gender, p.Gender), p.Birth, c.Name(unit), a.Title,
					s.say(sheet.PersonLevel, string(a.Level)), a.Portfolio,
					a.Period.From, a.PartyTitle, s.postNote(a, b.Kind)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// postNote is what makes a post what it is and stands in none of its words: that
// somebody acts, in which body and by what document, or is the unit's clerk.
func (s Speech) postNote(a bodies.Appointment, body bodies.BodyKind) string {
	switch {
	case a.Post == bodies.Acting:
		return s.actingNote(body, a.Basis)
	case a.Post == bodies.Clerk && !strings.Contains(a.Title, clerk(lang.Chinese)):
		return s.P.T("register.post.clerk")
	}
	return ""
}

// clerk is what the clerk of a unit is called.
func clerk(l lang.Lang) string { return lang.MustLoad().In(l).T("register.post.clerk") }

// ProblemTable is the problems of a filter as a ledger.
func ProblemTable(c *bodies.County, s Speech, lists Lists, reach access.Scope, f problem.Filter) Table {
	head := s.heading(sheet.Problems(), sheet.Counter, "unit", "source", "facts", "level", "category", "rule", "cause",
		"measures", "due", "leader", "handler",
		"progress", "state", "found", "note")
	return tableOf("problems", "problem.list", head, func(ctx context.Context, yield func(...any) error) error {
		return lists.EachProblem(ctx, reach, f.ToEnd(), func(p problem.Problem) error {
			if p.State == problem.Withdrawn { // not on the list any more: read back, it would be a problem again
				return nil
			}
			state := map[problem.State]string{problem.Closed: "closed", problem.Ordered: "working",
				problem.Rectified: "working"}[p.State]
			switch {
			case p.LongTerm && p.State.Open():
				state = "long-term"
			case state == "":
				state = "open"
			}
			return yield(p.Number.String(), s.units(c, p), s.say(sheet.Source, p.Source), p.Facts,
				s.say(sheet.ProblemLevel, string(p.Level)),
				s.label(policy.Category, p.Category), p.Rule, p.Cause, s.measures(p.Measures), p.Due,
				called(c, p.Leader, p.LeaderName),
				called(c, p.Handler, p.HandlerName), p.Progress, s.say(sheet.LedgerState, state), p.Found, p.Remark)
		})
	}).onPages(0, 1, 2, 3, 4, 8, 9, 10, 13)
}

// OrderTable is the orders of a filter as a supervision list. Orders are issued
// here and are not imported.
func OrderTable(c *bodies.County, s Speech, lists Lists, reach access.Scope, f order.Filter) Table {
	head := sheet.Sheet{Name: s.P.T("import.export.orders"), Title: s.P.T("import.export.orders")}
	for _, x := range []struct {
		key   string
		width float64
	}{{"order.number", 0}, {"order.unit", 0}, {"order.assist", 0}, {"order.subject", 40}, {"order.content", 60},
		{"order.quality", 30}, {"order.measures", 50}, {"order.urgency", 0},
		{"order.leader", 0}, {"order.handler", 0}, {"order.column.issued", 0}, {"order.column.first-due", 0},
		{"order.due", 0}, {"order.state", 0}, {"order.column.closed", 0}} {
		head.Columns = append(head.Columns, sheet.Field{Title: s.P.T(x.key), Width: x.width})
	}
	return tableOf("orders", "order.list", head, func(ctx context.Context, yield func(...any) error) error {
		return lists.EachOrder(ctx, reach, f.ToEnd(), func(o order.Order) error {
			var assist []string
			for _, u := range o.Assist {
				assist = append(assist, c.Name(u))
			}
			var due any = o.Due
			if o.LongTerm { // its day binds nobody: as on the list and on its page
				due = s.P.T("order.long-term")
				if look := o.NextLook(); look != 0 {
					due = s.P.T("order.review-by", "day", look)
				}
			}
			return yield(o.Number.String(), c.Name(o.Unit), s.P.List(assist), o.Subject, o.Content,
				o.Quality, s.measures(o.Measures),
				s.label(policy.Urgency, string(o.Urgency)), called(c, o.Leader, ""), called(c, o.Handler, ""),
				dayOf(o.IssuedAt), o.FirstDue, due,
				s.P.T("order.state."+string(o.State)), dayOf(o.ClosedAt))
		})
	}).onPages(0, 1, 3, 7, 8, 9, 12, 13, 14)
}

// OverviewTable is the counts of the lists by unit, as the page shows them.
func OverviewTable(name string, read func() (heads []string, rows [][]any, err error)) Table {
	heads, rows, err := read()
	s := sheet.Sheet{Name: name, Title: name}
	for _, h := range heads {
		s.Columns = append(s.Columns, sheet.Field{Title: h})
	}
	return tableOf("overview", "overview.see", s, func(_ context.Context, yield func(...any) error) error {
		for _, r := range rows {
			if err := yield(r...); err != nil {
				return err
			}
		}
		return err
	})
}

// units are the unit of a problem and those that assist, to be read again.
func (s Speech) units(c *bodies.County, p problem.Problem) string {
	if len(p.Assist) == 0 {
		return c.Name(p.Unit)
	}
	names := []string{s.P.T("sheet.leading", "unit", c.Name(p.Unit))}
	for _, u := range p.Assist {
		names = append(names, c.Name(u))
	}
	return s.P.List(names)
}

// heading is a sheet with the columns of a form that have these keys.
func (s Speech) heading(form sheet.Form, keys ...string) sheet.Sheet {
	columns := make([]sheet.Field, len(keys))
	for i, k := range keys {
		columns[i].Title = form.Title(s.P, k)
		if slices.Contains([]string{"facts", "measures", "post", "cause", "progress"}, k) {
			columns[i].Width = 40
		}
	}
	name := s.P.Message(form.Name())
	return sheet.Sheet{Name: name, Title: name, Columns: columns}
}

// Template is an empty table of a form, to be filled in.
func (s Speech) Template(form sheet.Form) sheet.Sheet {
	keys := make([]string, len(form.Columns))
	for i, c := range form.Columns {
		keys[i] = c.Key
	}
	empty := s.heading(form, keys...)
	empty.Title = ""
	return empty
}

// measures are a list of measures in one cell, which sheet.Measures reads.
func (s Speech) measures(list measure.List) string {
	lines := make([]string, len(list))
	for i, m := range list {
		gap := ""
		if !s.P.Chinese() || strings.IndexFunc(m.Text, unicode.IsDigit) == 0 { // 1.2026年 is no mark
			gap = " "
		}
		lines[i] = fmt.Sprintf("%d.%s%s", i+1, gap,
			sheet.Beside(s.P, m.Text, sheet.Step{Leaders: one(m.Leader), Handlers: one(m.Who), Due: m.Due,
				Done: m.IsDone(), Closed: m.Done}))
	}
	return strings.Join(lines, "\n")
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// called is who somebody is. A ledger may name more people than one; its words
// stand while the first of them is still the person, and no longer once another
// was put in their place.
func called(c *bodies.County, id ref.ID, written string) string {
	p, ok := c.Person(id)
	if !ok {
		return written
	}
	for i, r := range written + "、" { // a name of Latin letters may hold a comma of its own
		if strings.ContainsRune("、，,；;", r) && bodies.PlainName(written[:i]) == bodies.PlainName(p.Name) {
			return written
		}
	}
	return p.Name
}

func dayOf(t when.Instant) when.Day {
	if t == 0 {
		return 0
	}
	return t.Day()
}
