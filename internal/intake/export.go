package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
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
}

// UnitTable is the units in force with their bodies.
func UnitTable(c *bodies.County) Table {
	head := heading("单位登记表", sheet.Units(), "number", "name", "category", "parent", "principal", "supervisory", "since", "code")
	return Table{"units", "county.see", head, func(_ context.Context, yield func(...any) error) error {
		for i, id := range c.Units() {
			u, f, _ := c.Unit(id)
			principal, supervisory := "", ""
			for _, b := range c.Seated(id) {
				if s := word(sheet.PrincipalOrgans, string(b.Kind)); s != "" && (principal == "" || b.Kind == bodies.PartyCommittee || b.Kind == bodies.PartyGroup) {
					principal = s
				}
				if s := word(sheet.SupervisoryOrgans, string(b.Kind)); s != "" {
					supervisory = s
				}
			}
			if err := yield(i+1, f.Name, word(sheet.UnitCategories, string(f.Category)), c.Name(f.Parent), principal, supervisory, u.When.From, u.Code); err != nil {
				return err
			}
		}
		return nil
	}}
}

// PersonTable is everybody in office in a unit, one row for each post. Posts in
// organs of the county that no row can name again are left out. It holds the
// months of birth: only those who keep the register take it out.
func PersonTable(c *bodies.County) Table {
	head := heading("干部名册", sheet.People(), "number", "name", "gender", "born", "unit", "post", "level", "portfolio", "since", "party")
	return Table{"people", "person.change", head, func(_ context.Context, yield func(...any) error) error {
		n := 0
		for _, unit := range c.Units() {
			for _, a := range c.PostsIn(unit) {
				b, _ := c.Body(a.Body)
				if a.Unit != unit || b.Kind.Single() {
					continue
				}
				p, _ := c.Person(a.Person)
				n++
				if err := yield(n, p.Name, word(sheet.Genders, p.Gender), p.Birth, c.Name(unit), a.Title, word(sheet.Levels, string(a.Level)), a.Portfolio,
					a.Period.From, a.PartyTitle); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

// ProblemTable is the problems of a filter as a ledger.
func ProblemTable(c *bodies.County, pack *policy.Pack, lists Lists, s access.Scope, f problem.Filter) Table {
	if !f.Open && f.State == "" { // no index holds every state by its day: by number, or each page sorts the whole list
		f.Newest = true
	}
	head := heading("问题清单及整改台账", sheet.Problems(), "number", "unit", "source", "facts", "level", "category", "rule", "cause", "measures", "due", "leader", "handler", "progress", "state", "found", "note")
	return Table{"problems", "problem.list", head, func(ctx context.Context, yield func(...any) error) error {
		return lists.EachProblem(ctx, s, f, func(p problem.Problem) error {
			if p.State == problem.Withdrawn { // not on the list any more: read back, it would be a problem again
				return nil
			}
			state := map[problem.State]string{problem.Closed: "closed", problem.Ordered: "working", problem.Rectified: "working"}[p.State]
			if state == "" {
				state = "open"
			}
			return yield(p.Number.String(), units(c, p), word(sheet.Sources, p.Source), p.Facts, word(sheet.ProblemLevels, string(p.Level)),
				label(pack, policy.Category, p.Category), p.Rule, p.Cause, numbered(p.Measures), p.Due, called(c, p.Leader, p.LeaderName),
				called(c, p.Handler, p.HandlerName), p.Progress, word(sheet.States, state), p.Found, p.Remark)
		})
	}}
}

// OrderTable is the orders of a filter as a supervision list; words says what a
// state is called. Orders are issued here and are not imported.
func OrderTable(c *bodies.County, pack *policy.Pack, lists Lists, s access.Scope, f order.Filter, words func(order.State) string) Table {
	if !f.Open && f.State == "" && f.Light == "" {
		f.Sort = order.Newest
	}
	head := sheet.Sheet{Name: "督办清单", Title: "督办清单", Columns: []sheet.Field{{Title: "编号"}, {Title: "牵头单位"}, {Title: "协办单位"}, {Title: "事项", Width: 40}, {Title: "内容", Width: 60}, {Title: "质量要求", Width: 30},
		{Title: "措施", Width: 50}, {Title: "紧急程度"}, {Title: "责任领导"}, {Title: "承办人"}, {Title: "下达日期"}, {Title: "原定时限"}, {Title: "现定时限"}, {Title: "状态"}, {Title: "销号日期"}}}
	return Table{"orders", "order.list", head, func(ctx context.Context, yield func(...any) error) error {
		return lists.EachOrder(ctx, s, f, func(o order.Order) error {
			var assist []string
			for _, u := range o.Assist {
				assist = append(assist, c.Name(u))
			}
			return yield(o.Number.String(), c.Name(o.Unit), assist, o.Subject, o.Content, o.Quality, numbered(o.Measures), label(pack, policy.Urgency, string(o.Urgency)),
				called(c, o.Leader, ""), called(c, o.Handler, ""), dayOf(o.IssuedAt), o.FirstDue, o.Due, words(o.State), dayOf(o.ClosedAt))
		})
	}}
}

// units are the unit of a problem and those that assist, to be read again.
func units(c *bodies.County, p problem.Problem) string {
	if len(p.Assist) == 0 {
		return c.Name(p.Unit)
	}
	names := []string{c.Name(p.Unit) + "（牵头）"}
	for _, u := range p.Assist {
		names = append(names, c.Name(u))
	}
	return strings.Join(names, "、")
}

// heading is a sheet with the columns of a form that have these keys.
func heading(name string, form sheet.Form, keys ...string) sheet.Sheet {
	columns := make([]sheet.Field, len(keys))
	for i, k := range keys {
		columns[i].Title = form.Title(k)
		if slices.Contains([]string{"facts", "measures", "post", "cause", "progress"}, k) {
			columns[i].Width = 40
		}
	}
	return sheet.Sheet{Name: name, Title: name, Columns: columns}
}

// word is the first word of a code in a list, which is read back as the code.
func word(list []sheet.Says, code string) string {
	for _, s := range list {
		if s.Code == code {
			return s.Words[0]
		}
	}
	return ""
}

func label(pack *policy.Pack, kind policy.Kind, code string) string {
	if code == "" {
		return ""
	}
	return pack.Label(kind, code, "zh")
}

func numbered(list measure.List) string {
	s := ""
	for i, m := range list {
		if i > 0 {
			s += "\n"
		}
		s += fmt.Sprintf("%d.%s", i+1, m.Text)
		var own []string
		for _, x := range []string{m.Leader, m.Who} {
			if x != "" {
				own = append(own, x)
			}
		}
		if m.Due != 0 {
			own = append(own, m.Due.String()+"前")
		}
		if len(own) > 0 {
			s += "（" + strings.Join(own, "，") + "）"
		}
	}
	return s
}

func called(c *bodies.County, id ref.ID, written string) string {
	if p, ok := c.Person(id); ok && written == "" {
		return p.Name
	}
	return written
}

func dayOf(t when.Instant) when.Day {
	if t == 0 {
		return 0
	}
	return t.Day()
}
