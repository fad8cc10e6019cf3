package sheet

import "shuangze/internal/when"

// ProblemRow is a problem of the county's ledger. People stay as written; who
// they are is matched later. A closed row is history: closed before this system,
// without its evidence.
type ProblemRow struct {
	At
	Unit     string
	Source   string // code of policy's 问题来源
	Facts    string
	Level    string // slight, ordinary, serious
	Category string // as written
	Rule     string
	Cause    string
	Measures []string
	Due      when.Day
	Leaders  []string
	Handlers []string
	Progress string
	State    string // open, working, closed, long-term; "open" where the ledger is silent
	Closed   when.Day
	Found    when.Day
	Note     string
	Missing  []string // keys of expected columns this file does not have
}

// ParseProblems reads problems. A row whose facts are merged with the row above
// carries only further measures of that problem. The same facts of the same unit
// with the same limit may stand once in a file.
func ParseProblems(tables []Table, look Look) ([]ProblemRow, []RowError) {
	var errs []RowError
	sources := look.Sources
	if sources == nil {
		sources = Sources
	}
	missing, unfit := map[*Table][]string{}, map[*Table]bool{}
	for i := range tables {
		t := &tables[i]
		// No problem is registered without its source and level, and neither is guessed.
		needed := t.absent(&errs, "sheet.column.needed", "source", "level")
		unfit[t] = len(needed) > 0
		missing[t] = append(needed, t.absent(&errs, "sheet.column.absent", "leader", "handler")...)
	}
	type entry struct {
		ProblemRow
		r *reader
	}
	var entries []entry
	seen := map[string]At{}
	all(tables, &errs, func(r *reader) {
		if n := len(entries) - 1; n >= 0 && r.row.Cells["facts"].Filled && (r.row.Cells["unit"].Filled || r.row.Cells["unit"].Kind == Empty) &&
			entries[n].Sheet == r.row.Sheet {
			more := may(r, "measures", Numbered)
			if own := r.row.Cells["measures"]; !own.Filled {
				entries[n].Measures = append(entries[n].Measures, more...)
			}
			if due := may(r, "due", Deadline); due > entries[n].Due {
				entries[n].Due = due
			}
			entries[n].r.bad = entries[n].r.bad || r.bad
			return
		}
		p := ProblemRow{
			At:       r.at(),
			Unit:     unitName(r, "unit", look, must1[string]),
			Source:   expected(r, "source", oneOf(sources)),
			Facts:    must1(r, "facts", Words(2000, false)),
			Level:    expected(r, "level", oneOf(ProblemLevels)),
			Category: may(r, "category", Words(50, true)),
			Rule:     may(r, "rule", Words(500, false)),
			Cause:    may(r, "cause", Words(1000, false)),
			Measures: must1(r, "measures", Numbered),
			Due:      must1(r, "due", Deadline),
			Leaders:  expected(r, "leader", Names),
			Handlers: expected(r, "handler", Names),
			Progress: may(r, "progress", Words(2000, false)),
			State:    may(r, "state", oneOf(States)),
			Closed:   may(r, "closed", Day),
			Found:    may(r, "found", Day),
			Note:     may(r, "note", Words(500, false)),
			Missing:  missing[r.table],
		}
		if p.State == "" && !r.bad {
			p.State = "open"
		}
		if p.Unit != "" && p.Facts != "" {
			k := same(p.Unit, p.Facts, p.Due.String(), p.Source)
			if at, twice := seen[k]; twice {
				r.fail("facts", "sheet.row.twice", "value", p.Unit, "sheet", at.Sheet, "row", at.Row)
			} else {
				seen[k] = p.At
			}
		}
		r.bad = r.bad || unfit[r.table]
		entries = append(entries, entry{p, r})
	})
	var good []ProblemRow
	for _, e := range entries {
		if !e.r.bad {
			good = append(good, e.ProblemRow)
		}
	}
	return good, errs
}
