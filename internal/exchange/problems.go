package exchange

import (
	"slices"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// likeness is what makes two rows of ledgers the same problem.
type likeness struct {
	unit   ref.ID
	facts  string
	due    when.Day
	source string
}

func likenessOf(p problem.Problem) likeness { return likeness{p.Unit, plain(p.Facts), p.Due, p.Source} }

// problems adds rows of a ledger kept before the system. A problem that is
// already on the list stays as it is: its life goes on here, not in a file.
func (w *work) problems(p *Preview, skip map[sheet.At]bool) error {
	county := bodies.Snapshot(w.today, w.state.Rows)
	names := unitNames(county)
	known := map[likeness]ref.ID{}
	for _, x := range w.state.Problems {
		known[likenessOf(x)] = x.ID
	}
	byHead := map[likeness]ref.ID{} // without the day, for rows whose day is counted from the import's
	for _, x := range w.state.Problems {
		k := likenessOf(x)
		k.due = 0
		byHead[k] = x.ID
	}
	w.state.Problems = slices.Grow(slices.Clip(w.state.Problems), len(p.problems))
	for _, row := range p.problems {
		if skip[row.At] {
			continue
		}
		short := []rune(row.Facts)
		name := string(short[:min(len(short), 30)])
		shares, ask, err := w.shares(county, names, row)
		if ask != nil {
			p.Ask = append(p.Ask, *ask)
			p.note(Row{At: row.At, Name: name, What: Asked, Notes: row.Readings})
			continue
		}
		var list []problem.Problem
		for _, x := range shares {
			next, wrong := w.problem(county, x, row)
			if wrong != nil && err == nil {
				err = wrong
			}
			list = append(list, next)
		}
		if err != nil {
			if err := p.fail(row.At, name, err); err != nil {
				return err
			}
			continue
		}
		for _, next := range list {
			out := Row{At: row.At, Name: name, What: New, Notes: slices.Clone(row.Readings)}
			if len(list) > 1 {
				out.Name = county.Name(next.Unit) + "：" + name
			}
			k := likenessOf(next)
			id, ok := known[k]
			if k.due = 0; !ok && row.Term.Floating {
				id, ok = byHead[k]
			}
			if ok {
				out.What, out.Object = Same, ref.Ref{Kind: ref.Problem, ID: id}
				p.note(out)
				continue
			}
			if w.tx != nil {
				if err := w.desk.Problems.Take(w.tx, next); err != nil {
					return err
				}
			}
			next.ID = w.fakeID()
			known[likenessOf(next)], byHead[k] = next.ID, next.ID
			w.state.Problems = append(w.state.Problems, next)
			if next.Leader == 0 || next.Handler == 0 {
				out.Notes = append(out.Notes, sheet.Reading{At: row.At, Message: text.M("exchange.not-matched", "leader",
					next.LeaderName, "handler", next.HandlerName)})
			}
			if loose := unmatched(next.Measures); len(loose) > 0 {
				out.Notes = append(out.Notes,
					sheet.Reading{At: row.At, Message: text.M("exchange.not-matched.measures", "names", loose)})
			}
			p.note(out)
		}
	}
	return nil
}

// unmatched are the people of measures who are not tied to a person, as written.
func unmatched(list measure.List) (out []string) {
	for _, m := range list {
		if m.Leader != "" && m.LeaderPerson == 0 && !slices.Contains(out, m.Leader) {
			out = append(out, m.Leader)
		}
		if m.Who != "" && m.Person == 0 && !slices.Contains(out, m.Who) {
			out = append(out, m.Who)
		}
	}
	return out
}

// fakeID marks a problem of this run; those written take theirs from Take.
func (w *work) fakeID() ref.ID {
	if w.tx != nil {
		return -1
	}
	return w.mint()
}

// problem reads one row for the units of a share. Leader and handler stay as
// written; the first of them is tied to a person when exactly one of the unit has
// the name.
func (w *work) problem(county *bodies.County, of share, row sheet.ProblemRow) (problem.Problem, error) {
	var errs text.InputErrors
	p := problem.Problem{Unit: of.unit, Assist: of.assist, LongTerm: row.Term.Long || row.State == "long-term",
		Side: sideOf(row.Facts), State: problem.Registered, Source: row.Source, Level: problem.Level(row.Level),
		Facts: row.Facts, Rule: row.Rule, Cause: row.Cause, Due: row.Due, Found: row.Found, Progress: row.Progress,
		LeaderName: strings.Join(row.Leaders, "、"), HandlerName: strings.Join(row.Handlers, "、"),
		History: row.State == "closed"}
	p.Category = categoryOf(w.desk.Policy, row.Category)
	p.Remark = kept(row, p.Category == "")
	for i, m := range row.Measures {
		x := measure.Measure{Text: m}
		if i < len(row.Steps) {
			s := row.Steps[i]
			x.Leader, x.Who, x.Due, x.Done = strings.Join(s.Leaders, "、"), strings.Join(s.Handlers, "、"), s.Due, s.Closed
			x.LeaderPerson, x.Person = oneOf(county, p.Unit, s.Leaders), oneOf(county, p.Unit, s.Handlers)
			if x.Past = s.Done && x.Done == 0; !s.Done {
				x.Done = 0
			}
		}
		p.Measures = append(p.Measures, x)
	}
	most := func(field, s string, limit int) {
		text.Limits(&errs, field, s, 0, limit)
	}
	most("facts", p.Facts, problem.FactsMost)
	most("rule", p.Rule, problem.RuleMost)
	most("cause", p.Cause, problem.CauseMost)
	text.Named(&errs, "leader", p.LeaderName, 0, problem.NameMost)
	text.Named(&errs, "handler", p.HandlerName, 0, problem.NameMost)
	most("note", p.Remark, problem.RemarkMost)
	p.Measures.Check("measures", true, 0, &errs)
	if !w.desk.Policy.Has(policy.Source, p.Source) {
		errs.Add("source", "input.choose")
	}
	p.Leader, p.Handler = oneOf(county, p.Unit, row.Leaders), oneOf(county, p.Unit, row.Handlers)
	return p, errs.Err()
}

// kept is the row's remark with what the ledger says and a problem has no field
// for: the day of a closing we did not see, a category or a state that is none
// of ours. It stands under the remark as the ledger's own words.
func kept(row sheet.ProblemRow, foreign bool) string {
	parts := []string{}
	add := func(heading, s string) {
		if s = heading + s; !strings.Contains(row.Note, s) {
			parts = append(parts, s)
		}
	}
	if row.Note != "" {
		parts = append(parts, row.Note)
	}
	if row.Category != "" && foreign {
		add("原台账问题类别：", row.Category)
	}
	if row.State == "long-term" {
		add("原台账状态：", "长期坚持")
	}
	if row.Term.Kept != "" {
		add("原台账时限：", row.Term.Kept)
	}
	if row.Closed != 0 {
		add("原台账销号时间：", row.Closed.String())
	}
	return strings.Join(parts, "\n")
}

// sideOf says which responsibility a ledger's row is about. Ledgers of both
// have no column for it: what a discipline body left undone is supervision.
func sideOf(facts string) actor.Side {
	for _, word := range []string{"纪检", "纪委", "监督责任", "派驻"} {
		if strings.Contains(facts, word) {
			return actor.Supervisory
		}
	}
	return actor.Principal
}

// oneOf is the one person in office in the unit who has the name written first.
func oneOf(county *bodies.County, unit ref.ID, written []string) ref.ID {
	if len(written) == 0 {
		return 0
	}
	var who ref.ID
	for _, a := range county.PostsIn(unit) {
		p, _ := county.Person(a.Person)
		if bodies.PlainName(p.Name) != bodies.PlainName(written[0]) || p.ID == who {
			continue
		}
		if who != 0 {
			return 0
		}
		who = p.ID
	}
	return who
}
