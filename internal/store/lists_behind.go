package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/facts"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// FactRecords reads rows that a fact of somebody is made of, by their identifiers, so many from a place on, and says
// how many there are: what CountFacts counts of them is the sum of what they add.
func (db *DB) FactRecords(ctx context.Context, jurisdiction int32, b facts.Behind, y facts.Year, whose facts.Whose,
	from, limit int) (out []facts.Record, total int, err error) {
	w := sourced(jurisdiction, b.Source, y)
	w.whose(b.Source, whose)
	db.walk(w)
	if b.Splits != nil {
		oneOf(w, b.Split, b.Splits)
	}
	var among, sum []string
	for _, i := range b.Among {
		m := b.Measures[i]
		cond := w.measured(b.Source, m, y)
		if among = append(among, "("+cond+")"); slices.Contains(b.Adds, i) {
			sum = append(sum, "CASE WHEN "+cond+" THEN "+adds(m)+" ELSE 0 END")
		}
	}
	w.parts = append(w.parts, "("+strings.Join(among, " OR ")+")")
	split := "''"
	switch {
	case b.Split != "" && b.By == "":
		split = "CAST(" + b.Split + " AS TEXT)"
	case b.Split != "":
		split = b.Split
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT id,%s,%s,COUNT(*) OVER () FROM %s WHERE %s
		ORDER BY id LIMIT %d OFFSET %d`, split, strings.Join(sum, "+"), b.Table, w, limit, from), w.args...)
	out, err = collect(rows, err, func(r rowsLike, x *facts.Record) error {
		return r.Scan(&x.ID, &x.Split, &x.N, &total)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("records of %s: %w", b.Table, err)
	}
	return out, total, nil
}

// lastActs is how many acts on one record are looked through for those that made it count, besides the first [D].
const lastActs = 50

// ActsBehind are the acts that made rows of a table what they are, the first first: the one that made a row, and of
// each of some columns the last that set it. One statement reads those of all rows.
func (db *DB) ActsBehind(ctx context.Context, table string, columns []string, ids []ref.ID) (
	map[ref.ID][]facts.Entry, error) {
	out := map[ref.ID][]facts.Entry{}
	if len(ids) == 0 {
		return out, nil
	}
	in, list := among(db, ids)
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT e.object,e.seq,e.at,e.frozen FROM entry e JOIN (SELECT id,
		ROW_NUMBER() OVER (PARTITION BY object ORDER BY id) AS of_first,
		ROW_NUMBER() OVER (PARTITION BY object ORDER BY id DESC) AS of_last FROM entry WHERE object IN (%s)) AS a
		ON a.id=e.id WHERE a.of_first=1 OR a.of_last<=%d ORDER BY e.id DESC`, in, lastActs), list)
	type setting struct {
		facts.Entry
		row  ref.ID
		sets []string
		made bool
	}
	acts, err := collect(rows, err, func(r rowsLike, a *setting) error {
		var frozen []byte
		if err := r.Scan(&a.row, &a.Seq, &a.At, &frozen); err != nil {
			return err
		}
		e, err := journal.Parse(frozen)
		if err != nil {
			return fmt.Errorf("entry %d does not parse (run verify): %w", a.Seq, err)
		}
		a.Kind = e.Kind
		for _, x := range e.Rows {
			if x.Table != table || ref.ID(x.ID) != a.row {
				continue
			}
			a.made = a.made || x.Before == [32]byte{}
			for _, f := range x.Sets {
				if slices.Contains(columns, f.Name) {
					a.sets = append(a.sets, f.Name)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("acts behind %s: %w", table, err)
	}
	explained := map[ref.ID]map[string]bool{}
	for _, a := range acts { // the last first
		known := explained[a.row]
		if known == nil {
			known = map[string]bool{}
			explained[a.row] = known
		}
		news := a.made
		for _, name := range a.sets {
			news = news || !known[name]
			known[name] = true
		}
		if news {
			out[a.row] = append(out[a.row], a.Entry)
		}
	}
	for id := range out {
		slices.Reverse(out[id])
	}
	return out, nil
}
