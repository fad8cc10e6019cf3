package store

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/facts"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
)

// actsMost is after how many acts all of a county is counted anew and not what they concern [D].
const actsMost = 200

// CountTouched counts anew what acts after an entry of the county's journal may have changed: the facts of those
// whose rows they set. The entries name every row that was set, so nobody else's facts are others. ok is false where
// that does not tell whose facts they are: after many acts, when a row went from one to another or was removed, and
// when rows were set that a source asks besides its own; then all of the county is to be counted.
func (db *DB) CountTouched(ctx context.Context, jurisdiction int32, sources []facts.Source, y facts.Year, after int64) (
	t facts.Touched, ok bool, err error) {
	name, err := db.JournalName(ctx, jurisdiction, act.Acts)
	if err != nil {
		return t, false, err
	}
	entries, err := db.Entries(ctx, name, after, actsMost+1)
	if err != nil || len(entries) > actsMost {
		return t, false, err
	}
	beside := map[string]bool{}
	of := map[string][]facts.Source{}
	for _, s := range sources {
		of[s.Table] = append(of[s.Table], s)
		if s.Rows != nil {
			asks(beside, s.Rows(y))
		}
		for _, m := range s.Measures {
			if m.Rows != nil {
				asks(beside, m.Rows(y))
			}
		}
	}
	set := map[string][]ref.ID{}
	for _, e := range entries {
		for _, r := range e.Rows {
			if beside[r.Table] {
				return t, false, nil
			}
			if len(of[r.Table]) == 0 {
				continue
			}
			if r.Gone {
				return t, false, nil
			}
			for _, f := range r.Sets {
				for _, s := range of[r.Table] {
					if r.Before != [32]byte{} && (f.Name == s.Whose || f.Name == "side" || f.Name == "jurisdiction") {
						return t, false, nil
					}
				}
			}
			set[r.Table] = append(set[r.Table], ref.ID(r.ID))
		}
	}
	t.Whose = make([]map[ref.ID]bool, len(sources))
	var some []facts.Source
	var at []int
	for i, s := range sources {
		if len(set[s.Table]) == 0 {
			continue
		}
		in, list := among(db, set[s.Table])
		rows, err := db.query(ctx, fmt.Sprintf(`SELECT DISTINCT %[1]s FROM %[2]s WHERE id IN (%[3]s) AND %[1]s<>0`, s.Whose,
			s.Table, in), list)
		ids, err := collect(rows, err, func(r rowsLike, id *ref.ID) error { return r.Scan(id) })
		if err != nil {
			return t, false, fmt.Errorf("touched %s: %w", s.Table, err)
		}
		if len(ids) == 0 {
			continue
		}
		t.Whose[i] = map[ref.ID]bool{}
		for _, id := range ids {
			t.Whose[i][id] = true
		}
		some, at = append(some, s), append(at, i)
	}
	ask := func(w *where, i int) {
		w.parts = append(w.parts, w.in(some[i].Whose, t.Of(at[i])))
		db.walk(w)
	}
	t.Rows, err = countFacts(db.asking(ctx), jurisdiction, some, y, ask)
	for i := range t.Rows {
		t.Rows[i].Source = at[t.Rows[i].Source]
	}
	return t, err == nil, err
}

// asks gathers the tables that conditions ask besides their own.
func asks(tables map[string]bool, all sift.All) {
	for _, c := range all {
		if c.Of != nil {
			tables[c.Of.Table] = true
			asks(tables, c.Of.Where)
		}
		for _, way := range c.Any {
			asks(tables, way)
		}
	}
}
