package intake

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// What is exported can be imported again, and then changes nothing.

// Exported records in the access journal that a table left the house: which
// one, how large, and the digest of the very file (spec 6.2: every export is
// an act). verb is what the table was taken out under. It comes before the
// file is handed over, so that nothing leaves unrecorded.
func (d Desk) Exported(ctx context.Context, c act.Command, table string, verb access.Verb, file []byte) (act.Receipt, error) {
	sum := sha256.Sum256(file)
	c.Verb, c.Key, c.Journal = verb, "", act.Access
	return d.Door.Do(ctx, c, func(tx Tx) error {
		if err := tx.Allow(verb, access.Object{Jurisdiction: c.Actor.Jurisdiction}); err != nil {
			return err
		}
		return tx.Record("list.exported.v1", ref.Ref{Kind: ref.Account, ID: c.Actor.Account}, act.Code("table", table), act.Number("bytes", int64(len(file))), act.Digest("file", sum[:]))
	})
}

// ExportMost is how many lines one table holds: what a spreadsheet opens
// comfortably, and what bounds the memory of one request.
const ExportMost = 20000

// Lists is what an export reads, within the reach of who asks.
type Lists interface {
	Problems(ctx context.Context, s access.Scope, f problem.Filter) (problem.Page, error)
	ProblemsOf(ctx context.Context, ids []ref.ID) ([]problem.Problem, error)
	Orders(ctx context.Context, s access.Scope, f order.Filter) (order.Page, error)
	OrdersOf(ctx context.Context, ids []ref.ID) ([]order.Order, error)
}

// EveryProblem reads all pages of a filter, two queries a page, and refuses
// more than ExportMost lines.
func EveryProblem(ctx context.Context, r Lists, s access.Scope, f problem.Filter) (out []problem.Problem, err error) {
	f.Limit, f.After = order.PageMost, problem.Cursor{}
	if !f.Open && f.State == "" { // no index holds every state by its day: by number, or each page sorts the whole list
		f.Newest = true
	}
	for {
		p, err := r.Problems(ctx, s, f)
		if err != nil {
			return nil, err
		}
		ids := make([]ref.ID, len(p.Lines))
		for i, l := range p.Lines {
			ids[i] = l.ID
		}
		some, err := r.ProblemsOf(ctx, ids)
		if err != nil {
			return nil, err
		}
		if out = append(out, some...); len(out) > ExportMost {
			return nil, text.Refuse(text.Conflict, "import.export-too-long", "most", ExportMost)
		}
		if f.After = p.Older; f.After.ID == 0 {
			return out, nil
		}
	}
}

// EveryOrder does for orders what EveryProblem does for problems.
func EveryOrder(ctx context.Context, r Lists, s access.Scope, f order.Filter) (out []order.Order, err error) {
	f.Limit, f.After = order.PageMost, order.Cursor{}
	if !f.Open && f.State == "" && f.Light == "" {
		f.Sort = order.Newest
	}
	for {
		p, err := r.Orders(ctx, s, f)
		if err != nil {
			return nil, err
		}
		ids := make([]ref.ID, len(p.Lines))
		for i, l := range p.Lines {
			ids[i] = l.ID
		}
		some, err := r.OrdersOf(ctx, ids)
		if err != nil {
			return nil, err
		}
		if out = append(out, some...); len(out) > ExportMost {
			return nil, text.Refuse(text.Conflict, "import.export-too-long", "most", ExportMost)
		}
		if f.After = p.Older; f.After.ID == 0 {
			return out, nil
		}
	}
}

// ExportUnits writes the units in force with their bodies.
func ExportUnits(c *bodies.County, w io.Writer) error {
	return write(w, "单位登记表", sheet.Units(), []string{"number", "name", "category", "parent", "principal", "supervisory", "since", "code"}, func(yield func([]any) bool) {
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
			if !yield([]any{i + 1, f.Name, word(sheet.UnitCategories, string(f.Category)), c.Name(f.Parent), principal, supervisory, u.When.From, u.Code}) {
				return
			}
		}
	})
}

// ExportPeople writes everybody in office in a unit, one row for each post.
// Posts in organs of the county that no row can name again are left out.
func ExportPeople(c *bodies.County, w io.Writer) error {
	return write(w, "干部名册", sheet.People(), []string{"number", "name", "gender", "born", "unit", "post", "level", "portfolio", "since", "party"}, func(yield func([]any) bool) {
		n := 0
		for _, unit := range c.Units() {
			for _, a := range c.PostsIn(unit) {
				b, _ := c.Body(a.Body)
				if a.Unit != unit || b.Kind.Single() {
					continue
				}
				p, _ := c.Person(a.Person)
				n++
				if !yield([]any{n, p.Name, word(sheet.Genders, p.Gender), p.Birth, c.Name(unit), a.Title, word(sheet.Levels, string(a.Level)), a.Portfolio,
					a.Period.From, a.PartyTitle}) {
					return
				}
			}
		}
	})
}

// ExportProblems writes problems as a ledger.
func ExportProblems(c *bodies.County, pack *policy.Pack, list []problem.Problem, w io.Writer) error {
	keys := []string{"number", "unit", "source", "facts", "level", "category", "rule", "cause", "measures", "due", "leader", "handler", "progress", "state", "found", "note"}
	return write(w, "问题清单及整改台账", sheet.Problems(), keys, func(yield func([]any) bool) {
		for _, p := range list {
			state := map[problem.State]string{problem.Closed: "closed", problem.Ordered: "working", problem.Rectified: "working"}[p.State]
			if state == "" {
				state = "open"
			}
			if !yield([]any{p.Number.String(), c.Name(p.Unit), word(sheet.Sources, p.Source), p.Facts, word(sheet.ProblemLevels, string(p.Level)),
				label(pack, policy.Category, p.Category), p.Rule, p.Cause, numbered(p.Measures), p.Due, called(c, p.Leader, p.LeaderName),
				called(c, p.Handler, p.HandlerName), p.Progress, word(sheet.States, state), p.Found, p.Remark}) {
				return
			}
		}
	})
}

// ExportOrders writes the supervision list; words says what a state is called.
// Orders are issued here and are not imported.
func ExportOrders(c *bodies.County, pack *policy.Pack, list []order.Order, words func(order.State) string, w io.Writer) error {
	columns := []sheet.Field{{Title: "编号"}, {Title: "牵头单位"}, {Title: "协办单位"}, {Title: "事项", Width: 40}, {Title: "内容", Width: 60}, {Title: "质量要求", Width: 30},
		{Title: "措施", Width: 50}, {Title: "紧急程度"}, {Title: "责任领导"}, {Title: "承办人"}, {Title: "下达日期"}, {Title: "原定时限"}, {Title: "现定时限"}, {Title: "状态"}, {Title: "销号日期"}}
	return sheet.Write(w, sheet.Sheet{Name: "督办清单", Title: "督办清单", Columns: columns, Rows: func(yield func([]any) bool) {
		for _, o := range list {
			var assist []string
			for _, u := range o.Assist {
				assist = append(assist, c.Name(u))
			}
			if !yield([]any{o.Number.String(), c.Name(o.Unit), assist, o.Subject, o.Content, o.Quality, numbered(o.Measures), label(pack, policy.Urgency, string(o.Urgency)),
				called(c, o.Leader, ""), called(c, o.Handler, ""), dayOf(o.IssuedAt), o.FirstDue, o.Due, words(o.State), dayOf(o.ClosedAt)}) {
				return
			}
		}
	}})
}

func write(w io.Writer, name string, form sheet.Form, keys []string, rows iter.Seq[[]any]) error {
	columns := make([]sheet.Field, len(keys))
	for i, k := range keys {
		columns[i].Title = form.Title(k)
		if slices.Contains([]string{"facts", "measures", "post", "cause", "progress"}, k) {
			columns[i].Width = 40
		}
	}
	return sheet.Write(w, sheet.Sheet{Name: name, Title: name, Columns: columns, Rows: rows})
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
