package sheet

import (
	"slices"
	"strings"

	"shuangze/internal/when"
)

// ProblemRow is a problem of the county's ledger. People stay as written; who
// they are is matched later. A closed row is history: closed before this system,
// without its evidence.
type ProblemRow struct {
	At
	Whose           // the units it names; Unit leads
	Source   string // code of policy's 问题来源
	Facts    string
	Level    string // slight, ordinary, serious
	Category string // as written
	Rule     string
	Cause    string
	Measures []string
	Steps    []Step // what each measure has of its own: of several rows that are one problem, or in brackets behind it
	Due      when.Day
	Term     Term
	Leaders  []string // names first, in their order, then what names nobody
	Handlers []string
	Progress string
	State    string // open, working, closed, long-term; "open" where the ledger is silent
	Closed   when.Day
	Found    when.Day
	Note     string
	Missing  []string  // keys of expected columns this file does not have
	Readings []Reading // what was not read literally, of all its rows
}

// Step is what the row of a measure says of it.
type Step struct {
	Leaders, Handlers []string
	Due               when.Day
	Done              bool
	Closed            when.Day // the day it was done; 0 if the ledger does not say
}

// problemRows gathers rows that are one problem.
type problemRows struct {
	ProblemRow
	r      *reader
	states []string
	rows   []int
	last   Step // what the row above says
}

// ParseProblems reads problems. A row whose facts are merged with the row above
// carries further measures of that problem, each with its own people, limit and
// state; the problem is closed when all its rows are. The same facts of the same
// unit with the same limit may stand once in a file.
func ParseProblems(tables []Table, look Look) ([]ProblemRow, []RowError) {
	var errs []RowError
	missing, unfit, years := map[*Table][]string{}, map[*Table]bool{}, map[*Table]listYear{}
	at, heads, titles := map[*Table][]int{}, map[*Table]map[int]string{}, map[*Table]string{}
	for i := range tables {
		t := &tables[i]
		// No problem is registered without its source and level, and neither is guessed.
		needed := t.absent(&errs, "sheet.column.needed", "source", "level")
		unfit[t] = len(needed) > 0
		missing[t] = append(needed, t.absent(&errs, "sheet.column.absent", "leader", "handler")...)
		years[t], titles[t] = t.year(look), t.title(look)
		at[t], heads[t] = t.heads(look)
	}
	n := 0
	for i := range tables {
		n += len(tables[i].Rows)
	}
	good := make([]ProblemRow, 0, n)
	var last *problemRows // further rows may belong to it; those before it are whole
	end := func() {
		if last == nil {
			return
		}
		if last.whole(); !last.r.bad {
			good = append(good, last.ProblemRow)
		}
		last = nil
	}
	seen := map[string]At{}
	all(tables, &errs, func(r *reader) {
		t := r.table
		if name, ok := r.heading(look); ok {
			at[t], heads[t][r.row.Number] = append(at[t], r.row.Number), name
			slices.Sort(at[t])
			return
		}
		if last != nil && r.row.Cells["facts"].Filled && (r.row.Cells["unit"].Filled || r.row.Cells["unit"].Kind == Empty) &&
			last.Sheet == r.row.Sheet {
			last.more(r, years[t], look)
			return
		}
		end()
		r.under(at[t], heads[t], titles[t])
		p := ProblemRow{
			At:       r.at(),
			Whose:    r.whose("unit", look),
			Source:   expected(r, "source", r.one(Source, look)),
			Facts:    must1(r, "facts", Words(2000, false)),
			Level:    expected(r, "level", r.one(ProblemLevel, look)),
			Category: may(r, "category", Words(50, true)),
			Rule:     may(r, "rule", Words(500, false)),
			Cause:    may(r, "cause", Words(1000, false)),
			Measures: must1(r, "measures", Numbered),
			Progress: may(r, "progress", Words(2000, false)),
			State:    may(r, "state", r.one(LedgerState, look)),
			Closed:   may(r, "closed", Day),
			Found:    may(r, "found", Day),
			Note:     may(r, "note", Words(500, false)),
			Missing:  missing[t],
		}
		p.Term = r.term("due", years[t], p.Found, p.Closed, p.State == "closed", look)
		p.Due = p.Term.Due
		p.Leaders, p.Handlers = r.people("leader", look), r.people("handler", look)
		if p.State == "" && !r.bad {
			p.State = "open"
		}
		p.Readings = r.told
		if p.Facts != "" && (p.Unit != "" || len(p.Groups) > 0) {
			k := same(p.Unit, strings.Join(p.Groups, "、"), p.Facts, p.Due.String(), p.Source)
			if at, twice := seen[k]; twice {
				r.fail("facts", "sheet.row.twice", "value", p.Unit, "sheet", at.Sheet, "row", at.Row)
			} else {
				seen[k] = p.At
			}
		}
		r.bad = r.bad || unfit[t]
		last = &problemRows{p, r, []string{p.State}, []int{p.Row}, p.step()}
	})
	end()
	return good, errs
}

// step is what a row says of its measures.
func (p ProblemRow) step() Step {
	return Step{p.Leaders, p.Handlers, p.Due, p.State == "closed", p.Closed}
}

// more adds a further row of the same problem. What it has of its own is kept
// with its measures or under the problem's words; what has no place is told.
func (p *problemRows) more(r *reader, year listYear, look Look) {
	if p.Steps == nil {
		for range p.Measures {
			p.Steps = append(p.Steps, p.step())
		}
	}
	row := ProblemRow{State: may(r, "state", r.one(LedgerState, look)), Closed: may(r, "closed", Day)}
	own := func(key string) bool { c := r.row.Cells[key]; return !c.Filled && !c.None() }
	row.Leaders, row.Handlers, row.Due = p.last.Leaders, p.last.Handlers, p.last.Due
	if own("leader") {
		row.Leaders = r.people("leader", look)
	}
	if own("handler") {
		row.Handlers = r.people("handler", look)
	}
	if row.State == "" {
		row.State = p.states[len(p.states)-1]
		if _, _, ok := r.table.Column("state"); ok && row.State == "closed" {
			r.tell("state", "sheet.read.silent", "row", r.row.Number)
		}
	}
	if own("due") {
		t := r.term("due", year, p.Found, row.Closed, row.State == "closed", look)
		row.Due = t.Due
		p.Term.Long, p.Term.Floating = p.Term.Long || t.Long, p.Term.Floating || t.Floating
		p.Term.Kept = joined(p.Term.Kept, t.Kept)
	}
	p.Due = max(p.Due, row.Due)
	for _, x := range []struct {
		key   string
		words *string
		most  int
	}{{"rule", &p.Rule, 500}, {"cause", &p.Cause, 1000}, {"progress", &p.Progress, 2000}, {"note", &p.Note, 500}} {
		if own(x.key) {
			*x.words = joined(*x.words, may(r, x.key, Words(x.most, false)))
		}
	}
	for _, x := range []struct {
		key  string
		kept string
		read func() string
	}{
		{"source", p.Source, func() string { return may(r, "source", r.one(Source, look)) }},
		{"level", p.Level, func() string { return may(r, "level", r.one(ProblemLevel, look)) }},
		{"category", p.Category, func() string { return may(r, "category", Words(50, true)) }},
		{"found", p.Found.String(), func() string { return may(r, "found", Day).String() }},
	} {
		if own(x.key) && x.read() != x.kept {
			r.tell(x.key, "sheet.read.dropped", "value", r.row.Cells[x.key].Text, "row", p.Row)
		}
	}
	if own("measures") {
		for _, m := range may(r, "measures", Numbered) {
			p.Measures, p.Steps = append(p.Measures, m), append(p.Steps, row.step())
		}
	} else if !slices.Equal(row.Leaders, p.Leaders) || !slices.Equal(row.Handlers, p.Handlers) {
		r.tell("handler", "sheet.read.no-measure", "leaders", row.Leaders, "handlers", row.Handlers)
	}
	p.last = row.step()
	p.states, p.rows = append(p.states, row.State), append(p.rows, r.row.Number)
	p.Readings = append(p.Readings, r.told...)
	p.r.bad = p.r.bad || r.bad
}

// whole decides what the problem is when all its rows are read.
func (p *problemRows) whole() {
	p.beside()
	if len(p.rows) < 2 {
		return
	}
	open := []int{}
	for i, s := range p.states {
		if s != "closed" {
			open = append(open, p.rows[i])
		}
	}
	p.r.told = nil
	p.r.tell("measures", "sheet.read.rows", "rows", spans(p.rows), "n", len(p.Measures), "due", p.Due)
	if len(open) == 0 {
		p.State = "closed"
		for _, s := range p.Steps {
			p.Closed = max(p.Closed, s.Closed)
		}
	} else if len(open) < len(p.rows) {
		p.State, p.Closed = "working", 0
		p.r.tell("state", "sheet.read.not-closed", "rows", spans(open))
	}
	p.Readings = append(p.Readings, p.r.told...)
}

// joined puts words of a further row under those of the first.
func joined(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "" || strings.Contains("\n"+a+"\n", "\n"+b+"\n"):
		return a
	}
	return a + "\n" + b
}
