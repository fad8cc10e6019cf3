package clearances

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Source tells what else stands in the way of people, in a fixed number of statements.
type Source = effect.Source[noun.Reads]

// Commands performs the commands of checks.
type Commands struct {
	Door    act.Door[noun.Tx]
	Tables  field.Tables
	Rules   func() *effect.Rules
	Sources []Source // besides decisions on record
	Style   func(number.Series) number.Style
	Label   func(table, code string) string // in Chinese, for what is printed
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

// Noun is the whole declaration of checks: they are asked and read, and nothing else.
func (d Commands) Noun() *noun.Noun {
	k := noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(r *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
			v.(*Clearance).settle(r, errs)
		},
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			r, err := tx.CountyToday()
			if err == nil {
				err = d.answer(tx, r, v.(*Clearance), errs)
			}
			return err
		}}
	return &noun.Noun{Shape: d.shape(), See: "clearance.see", List: "clearance.list", Tables: d.Tables, Span: "day",
		Columns: []string{"number", "purpose", "use", "day", "asked", "barred"},
		Filters: []string{"use"},
		Tabs:    []noun.Tab{{Name: "all"}},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "day", Column: "day", Down: true},
			{Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts:  []noun.Act{k.AddAct("Ask whether people are clear for a use on a day; the check is on record")},
		Forms: []noun.Form{{Name: "answer", Has: func(noun.Value) bool { return true }, Paper: d.paper}},
	}
}

// answer finds what stands in the way of each.
func (d Commands) answer(tx noun.Tx, r *bodies.County, c *Clearance, errs *text.InputErrors) error {
	var none text.InputErrors
	ids := c.people(r, &none)
	if slices.Contains(ids, tx.Actor().Person) { // nobody finds out what is on record or going on about themselves
		errs.Add("person", "clearance.self")
		return nil
	}
	out, err := d.Check(tx, r, ids, effect.Question{On: c.Day, Use: c.Use})
	if err == nil {
		c.put(out)
	}
	return err
}

// Check finds what stands in the way of each of some people, in their order; who asks answers for why.
func (d Commands) Check(tx noun.Reads, r *bodies.County, ids []ref.ID, q effect.Question) ([]Person, error) {
	all, err := tx.Those(ref.Measure, noun.Cond{Column: "person", Num: nums(ids)},
		noun.StateIs(measures.Registered, measures.InForce))
	if err != nil {
		return nil, err
	}
	of := map[ref.ID][]effect.Decision{}
	for _, v := range all {
		m := v.(*measures.Measure)
		of[m.Person] = append(of[m.Person], m.Counts())
	}
	more := make([]map[ref.ID][]effect.Hindrance, len(d.Sources))
	for i, source := range d.Sources {
		if more[i], err = source(tx, ids, q); err != nil {
			return nil, fmt.Errorf("what else stands in the way: %w", err)
		}
	}
	out := make([]Person, 0, len(ids))
	for _, id := range ids {
		who, _ := r.Person(id)
		p := Person{ID: id, Name: who.Name, Stands: d.Rules().Check(of[id], q)}
		if posts := r.PostsOf(id); len(posts) > 0 {
			p.Unit, p.Post = posts[0].Unit, posts[0].Title
		}
		for _, found := range more {
			p.Stands = append(p.Stands, found[id]...)
		}
		out = append(out, p)
	}
	return out, nil
}

func nums(ids []ref.ID) (out []int64) {
	for _, id := range ids {
		out = append(out, int64(id))
	}
	return out
}

// Cases are outcomes on record whose formal decision is not: until it is, nobody can say for how long it has effect.
func Cases(rules func() *effect.Rules) Source {
	return func(tx noun.Reads, people []ref.ID, q effect.Question) (map[ref.ID][]effect.Hindrance, error) {
		all, err := tx.Those(ref.Case, noun.Cond{Column: "person", Num: nums(people)},
			noun.StateIs(cases.Registered, cases.Informed))
		if err != nil || len(all) == 0 {
			return nil, err
		}
		known, err := tx.Those(ref.Measure, noun.Cond{Column: "person", Num: nums(people)})
		if err != nil {
			return nil, err
		}
		out := map[ref.ID][]effect.Hindrance{}
		for _, v := range all {
			c := v.(*cases.Case)
			recorded := slices.ContainsFunc(known, func(v noun.Value) bool {
				m := v.(*measures.Measure)
				return m.Person == c.Person && m.Decision == c.Decision && m.State != measures.Withdrawn
			})
			last := effect.End(c.DecidedOn, rules().CaseMonths)
			if recorded || slices.Contains(rules().CaseSpares, c.Outcome) || c.DecidedOn > q.On || last < q.On {
				continue
			}
			out[c.Person] = append(out[c.Person], effect.Hindrance{By: effect.ByCase, Of: c.ID, Number: c.Decision,
				From: c.DecidedOn})
		}
		return out, nil
	}
}

// Vetoes are those that the leading group decided of assessments that are approved: they stand in the way of who headed
// the body in the year that was assessed.
func Vetoes(rules func() *effect.Rules) Source {
	return func(tx noun.Reads, people []ref.ID, q effect.Question) (map[ref.ID][]effect.Hindrance, error) {
		var rule *effect.Vetoed
		for _, v := range rules().Vetoed {
			if v.Use == q.Use {
				rule = &v
			}
		}
		if rule == nil {
			return nil, nil
		}
		r, err := tx.CountyToday()
		if err != nil {
			return nil, err
		}
		year := q.On.Year()
		heads := headed(r, people, when.Date(year-rule.Years, 1, 1))
		var of []int64
		for _, a := range heads {
			of = append(of, int64(a.Body))
		}
		if len(of) == 0 {
			return nil, nil
		}
		all, err := tx.Those(ref.Scoresheet, noun.Cond{Column: "body", Num: of},
			noun.Cond{Column: "year", Least: int64(year - rule.Years), Below: int64(year)},
			noun.StateIs(course.Approved, course.Circulated))
		if err != nil {
			return nil, err
		}
		out := map[ref.ID][]effect.Hindrance{}
		for _, v := range all {
			s := v.(*course.Scoresheet)
			if !s.Vetoed() { // also by a ground that the scheme of today has no more
				continue
			}
			assessed := when.Period{From: when.Date(int(s.Year), 1, 1), To: when.Date(int(s.Year)+1, 1, 1)}
			for _, a := range heads {
				if a.Body != s.Body || !a.Period.Overlaps(assessed) ||
					slices.ContainsFunc(out[a.Person], func(h effect.Hindrance) bool { return h.Of == s.ID }) {
					continue
				}
				out[a.Person] = append(out[a.Person], effect.Hindrance{By: effect.ByVeto, Of: s.ID, Number: s.Title,
					Clause: rule.Clause, From: assessed.To, Until: when.Date(int(s.Year)+rule.Years+1, 1, 1) - 1})
			}
		}
		return out, nil
	}
}

// headed are the posts of first responsible persons that people hold, or held since a day.
func headed(r *bodies.County, people []ref.ID, since when.Day) (out []bodies.Appointment) {
	for _, id := range people {
		out = append(out, r.PostsOf(id)...)
	}
	for _, a := range r.Leaders(since) {
		if slices.Contains(people, a.Person) {
			out = append(out, a)
		}
	}
	return slices.DeleteFunc(out, func(a bodies.Appointment) bool { return a.Body == 0 || !r.First(a) })
}

// Says are the sentences of what stands in the way.
func Says(h effect.Hindrance, label func(table, code string) string) []text.Message {
	kv := []any{"number", h.Number, "clause", strings.TrimRight(h.Clause, "。")}
	by := h.By
	if h.By == effect.ByMatter && h.Number == "" {
		by = "matter-elsewhere"
	}
	out := []text.Message{text.M("clearance.by."+by, append(kv, "kind", label(effect.KindTable, h.Kind))...)}
	if h.Result != "" {
		out = append(out, text.M("clearance.result", "result", label(effect.GradeTable, h.Result)))
	}
	if h.Clause != "" {
		out = append(out, text.M("clearance.clause", "clause", strings.TrimRight(h.Clause, "。")))
	}
	switch {
	case h.Until == effect.Forever:
		out = append(out, text.M("clearance.forever"))
	case h.Until != 0:
		out = append(out, text.M("clearance.until", "until", h.Until))
	}
	if h.Open {
		out = append(out, text.M("clearance.open"))
	}
	return out
}

// paper is the check as it is printed and filed.
func (d Commands) paper(v noun.Value, x noun.Printer) official.Document {
	c := v.(*Clearance)
	t := &official.Table{Columns: []official.Column{{Label: x.T("clearance.form.no"), Width: 1},
		{Label: x.T("clearance.form.person"), Width: 3}, {Label: x.T("clearance.form.answer"), Width: 2},
		{Label: x.T("clearance.form.why"), Width: 8}}}
	for i, p := range c.Answer() {
		answer, why := x.T("clearance.clear"), ""
		for n, h := range p.Stands {
			answer = x.T("clearance.barred")
			var list []string
			for _, m := range Says(h, d.Label) {
				list = append(list, x.T(m.Key, Said(m, x)...))
			}
			why += strings.Repeat("\n", min(n, 1)) + strings.Join(list, "；")
		}
		who := strings.TrimSpace(p.Name + "　" + p.Post)
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), who, answer, cmp.Or(why, "—")})
	}
	out := official.Document{Form: official.Plain, Title: []string{x.T("clearance.form.answer.title")}, Number: c.Number,
		Body: append(official.Paragraphs(x.T("clearance.form.asked", "purpose", c.Purpose, "use", x.Said("use"),
			"day", x.Day(c.Day), "n", c.Asked, "barred", c.Barred)), official.Block{Table: t})}
	out.Body = append(out.Body, official.Paragraphs(x.T("clearance.form.note"))...)
	return out
}

// Said are the data of a sentence, with days as papers write them.
func Said(m text.Message, x noun.Printer) (out []any) {
	for name, value := range m.Data {
		if day, ok := value.(when.Day); ok {
			value = x.Day(day)
		}
		out = append(out, name, value)
	}
	return out
}
