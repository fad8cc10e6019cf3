package appraisal

import (
	"context"
	"maps"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// RecordsOf is how many records of a figure are read at a time, at most [D].
const RecordsOf = 50

// caseColumns decide whether a case counts, and what it costs.
var caseColumns = []string{"state", "place", "decided_on", "outcome", "team", "found", "informed_on"}

// Addend is a record behind a figure, and what it adds.
type Addend struct {
	Of   ref.Ref
	Adds formula.Value
	Acts []facts.Entry // that made it count, the first first
}

// Explained is a page of the records behind a figure of a body. What all of them add is the figure.
type Explained struct {
	Key   string
	Value formula.Value
	List  []Addend
	From  int // so many stand on pages before
	Total int
	// Open says that what a record adds tells nothing of it: one more of a count, or what the sheet says of a case anyway.
	Open bool
}

// Seen are the lines of those records that somebody may see. Of the others a page says that there is one, and the
// numbers of its acts.
func (x Explained) Seen(ctx context.Context, kinds kind.Registry, a kind.Asking, who actor.Actor) (
	map[ref.Ref]kind.Line, error) {
	of := make([]ref.Ref, len(x.List))
	for i, one := range x.List {
		of[i] = one.Of
	}
	lines, err := kinds.Lines(ctx, a, of)
	maps.DeleteFunc(lines, func(r ref.Ref, l kind.Line) bool {
		see := kinds.Of(r.Kind).See
		return see == "" || !access.Can(who, see, l.Object)
	})
	return lines, err
}

// Next is where the next page begins; 0 = there is none.
func (x Explained) Next() int {
	if n := x.From + len(x.List); n < x.Total {
		return n
	}
	return 0
}

// Unscored is a body that a scheme judges, without its score; false for another.
func Unscored(a Asked, body ref.ID) (Standing, bool) {
	list := judged(a.County, a.Rules, a.Year)
	i := slices.IndexFunc(list, func(s Standing) bool { return s.Body == body })
	if i < 0 {
		return Standing{}, false
	}
	return list[i], true
}

// Reads are the facts that the formulas of its scheme read, in the order of the scheme.
func (s *Standing) Reads() (out []string) {
	for _, i := range s.Scheme.Indicators {
		for _, key := range s.Scheme.Uses(i.No) {
			if !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
	}
	return out
}

// Explain reads the records behind a fact of a body, or behind what cases cost it, from a place on; false for what no
// records are behind. Four statements, whatever there is.
func (r *Running) Explain(ctx context.Context, a Asked, body Standing, key string, from, limit int) (
	x Explained, ok bool, err error) {
	x = Explained{Key: key, From: max(from, 0), Open: true}
	if scheme.OfCases(key) {
		return r.explainCases(ctx, a, body, x, limit)
	}
	b, ok := facts.Find(r.Sources(), key)
	if !ok {
		return x, false, nil
	}
	y, of, source := facts.YearOf(a.Year, a.Now.Day()), body.Whose(), []facts.Source{b.Source}
	rows, err := r.Read.CountFacts(ctx, a.Jurisdiction, source, y, &of)
	if err != nil {
		return x, false, err
	}
	institutionOf := a.Rules.InstitutionOf()
	x.Value = facts.Gather(source, rows).Of(of, institutionOf).Value(key)
	b = b.Only(key, rows, institutionOf)
	x.Open = b.Counts()
	list, total, err := r.Read.FactRecords(ctx, a.Jurisdiction, b, y, of, x.From, limit)
	if err != nil {
		return x, false, err
	}
	x.Total = total
	adds := b.Addend(rows)
	for _, one := range list {
		x.List = append(x.List, Addend{Of: ref.Ref{Kind: b.Kind, ID: one.ID}, Adds: adds(one)})
	}
	return x, true, r.acts(ctx, x.List, b.Table, b.Columns(y))
}

// acts adds to records the acts that made them count.
func (r *Running) acts(ctx context.Context, list []Addend, table string, columns []string) error {
	ids := make([]ref.ID, len(list))
	for i, x := range list {
		ids[i] = x.Of.ID
	}
	acts, err := r.Read.ActsBehind(ctx, table, columns, ids)
	for i := range list {
		list[i].Acts = acts[list[i].Of.ID]
	}
	return err
}

// explainCases: what each case costs follows from the scheme, and does not hang on the facts.
func (r *Running) explainCases(ctx context.Context, a Asked, body Standing, x Explained, limit int) (
	Explained, bool, error) {
	told, err := r.Read.CasesTold(ctx, a.Jurisdiction, facts.YearOf(a.Year, a.Now.Day()).Period)
	if err != nil {
		return x, false, err
	}
	k := costing(a.County, told)[body.Unit]
	x.Value = formula.Of(0, 0)
	for _, c := range body.Scheme.Costs(scheme.Input{Cases: k.cases}) {
		adds := c.Adds(x.Key)
		if adds.Absent() {
			continue
		}
		x.Value = x.Value.Plus(adds)
		x.List = append(x.List, Addend{Of: ref.Ref{Kind: ref.Case, ID: k.objects[c.Ref].ID}, Adds: adds})
	}
	x.Total = len(x.List)
	x.From = min(x.From, x.Total)
	x.List = x.List[x.From:min(x.From+limit, x.Total)]
	return x, true, r.acts(ctx, x.List, cases.Shape.Table, caseColumns)
}
