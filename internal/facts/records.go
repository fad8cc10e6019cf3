package facts

import (
	"slices"

	"shuangze/internal/formula"
	"shuangze/internal/journal"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Behind says which rows a fact is made of: rows of a source that any of some of its measures counts, of some splits.
type Behind struct {
	Source
	Adds   []int    // the measures that are added up to the fact
	Among  []int    // whose rows are meant: those, and of a mean also what it is over
	Splits []string // of these alone; nil = of all
	at     int      // the fact's own measure
}

// Record is a row that a fact is made of.
type Record struct {
	ID    ref.ID
	Split string
	N     int64 // what it adds to the measures Adds
}

// Entry is an act that made a record count as it does.
type Entry struct {
	Seq  int64 // its number in the journal
	Kind journal.Kind
	At   when.Instant
}

// Find says what a fact is made of; false for what no source counts.
func Find(sources []Source, key string) (Behind, bool) {
	fact, by, _ := Whole(key)
	for _, s := range sources {
		i := s.at(fact)
		if i < 0 || (by == ByLevel) != (s.By == ByLevel) {
			continue
		}
		m := s.Measures[i]
		b := Behind{Source: s, Adds: s.leaves(i), at: i}
		if b.Among = b.Adds; m.Over != "" {
			for _, j := range s.leaves(s.at(m.Over)) {
				if !slices.Contains(b.Among, j) {
					b.Among = append(slices.Clone(b.Among), j)
				}
			}
		}
		return b, true
	}
	return Behind{}, false
}

// leaves are the measures that one is the sum of: itself, where it is counted itself.
func (s Source) leaves(i int) (out []int) {
	for _, key := range s.Measures[i].Of {
		out = append(out, s.at(key))
	}
	if out == nil {
		out = []int{i}
	}
	return out
}

// total is what a measure counted in a row, also of one that is the sum of others.
func (s Source) total(r Row, i int) int64 {
	n := r.N[i]
	for _, key := range s.Measures[i].Of {
		n += r.N[s.at(key)]
	}
	return n
}

// Only narrows it to the splits that a part of the fact is of. rows are what its source counted of the body alone.
func (b Behind) Only(key string, rows []Row, institutionOf func(string) string) Behind {
	_, by, code := Whole(key)
	switch by {
	case ByInstitution:
		b.Splits = []string{}
		for _, r := range rows {
			if institutionOf(r.Split) == code {
				b.Splits = append(b.Splits, r.Split)
			}
		}
	case ByRule, ByLevel:
		b.Splits = []string{code}
	}
	return b
}

// Counts says that the fact is a number of rows, each of which adds one.
func (b Behind) Counts() bool {
	plain := func(i int) bool { return len(b.Measures[i].Sum) == 0 }
	return b.Measures[b.at].Over == "" && !slices.ContainsFunc(b.Adds, func(i int) bool { return !plain(i) })
}

// Addend says what a record adds to the fact: what it counts itself, or its share in a mean. rows are what its source
// counted of the body alone, of which a mean is made.
func (b Behind) Addend(rows []Row) func(Record) formula.Value {
	m := b.Measures[b.at]
	if m.Over == "" {
		return func(r Record) formula.Value { return formula.Of(r.N, m.Decimals) }
	}
	over, have := map[string]int64{}, int64(0)
	for _, r := range rows {
		if n := b.total(r, b.Measures.at(m.Over)); n != 0 {
			over[r.Split] = n
			have++
		}
	}
	return func(r Record) formula.Value {
		return formula.Of(r.N, m.Decimals).Over(formula.Of(over[r.Split]*have, 0))
	}
}

// Columns are the columns that decide whether a row counts, and what it adds.
func (b Behind) Columns(y Year) (out []string) {
	out = append(out, b.Whose, b.Split)
	if b.Unit && !b.Both {
		out = append(out, "side")
	}
	var named func(sift.All)
	named = func(all sift.All) {
		for _, c := range all {
			out = append(out, c.Column, c.Than)
			for _, way := range c.Any {
				named(way)
			}
		}
	}
	if b.Rows != nil {
		named(b.Rows(y))
	}
	for _, i := range b.Among {
		m := b.Measures[i]
		named(m.Rows(y))
		out = append(out, m.Sum...)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}
