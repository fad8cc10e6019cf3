package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/facts"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// CountFacts counts the facts of a year of all bodies of a county, or of one: one statement for each source.
func (db *DB) CountFacts(ctx context.Context, jurisdiction int32, sources []facts.Source, y facts.Year,
	whose *facts.Whose) ([]facts.Row, error) {
	ask := func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }
	return countFacts(ask, jurisdiction, sources, y, whose)
}

// CasesTold are the cases decided in a period of which the head of a unit was told, by their identifiers.
func (db *DB) CasesTold(ctx context.Context, jurisdiction int32, decided when.Period) ([]*cases.Case, error) {
	ask := func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }
	return casesTold(ask, jurisdiction, decided)
}

func casesTold(ask asking, jurisdiction int32, decided when.Period) ([]*cases.Case, error) {
	list, err := everyRow(ask, rooms[ref.Case].t, "jurisdiction=$1 AND decided_on>=$2 AND decided_on<$3 AND state=$4",
		jurisdiction, decided.From, decided.To, cases.Informed)
	out := make([]*cases.Case, len(list))
	for i, v := range list {
		out[i] = v.(*cases.Case)
	}
	return out, err
}

// CountFacts does the same within a command: what it scores is what stands when it is done.
func (tx *Tx) CountFacts(_ context.Context, jurisdiction int32, sources []facts.Source, y facts.Year,
	whose *facts.Whose) ([]facts.Row, error) {
	return countFacts(tx.query, jurisdiction, sources, y, whose)
}

// CasesTold does the same within a command.
func (tx *Tx) CasesTold(_ context.Context, jurisdiction int32, decided when.Period) ([]*cases.Case, error) {
	return casesTold(tx.query, jurisdiction, decided)
}

// Acts is how many entries the county's journal has before the command's own.
func (tx *Tx) Acts(_ context.Context, jurisdiction int32) (size int64, err error) {
	name, err := tx.w.db.JournalName(tx.ctx, jurisdiction, act.Acts)
	if err != nil {
		return 0, err
	}
	if err := tx.queryRow(`SELECT size FROM head WHERE journal=$1`, name).Scan(&size); err != nil {
		return 0, fmt.Errorf("size of the journal: %w", err)
	}
	return size, nil
}

func countFacts(ask asking, jurisdiction int32, sources []facts.Source, y facts.Year, whose *facts.Whose) (
	out []facts.Row, err error) {
	for i, s := range sources {
		w := &where{}
		w.is("jurisdiction", jurisdiction)
		if s.Rows != nil {
			w.sift(s.Table, s.Rows(y))
		}
		by := []string{s.Whose}
		if s.Unit && !s.Both {
			by = append(by, "side")
		}
		switch {
		case whose == nil:
			w.add("%s<>0", s.Whose)
		case s.Unit:
			w.is(s.Whose, whose.Unit)
			if !s.Both {
				w.is("side", string(whose.Side))
			}
		default:
			w.is(s.Whose, whose.Body)
		}
		if s.Split != "" {
			by = append(by, s.Split)
		}
		var sums strings.Builder
		for _, m := range s.Measures {
			if len(m.Of) > 0 {
				sums.WriteString(",0")
				continue
			}
			cond, what := "", "1"
			for _, c := range m.Rows(y) {
				cond += " AND " + w.said(s.Table, c)
			}
			if len(m.Sum) > 0 {
				what = strings.Join(m.Sum, "+")
			}
			fmt.Fprintf(&sums, ",COALESCE(CAST(SUM(CASE WHEN 1=1%s THEN %s ELSE 0 END) AS BIGINT),0)", cond, what)
		}
		cols := strings.Join(by, ",")
		rows, err := ask("SELECT "+cols+sums.String()+" FROM "+s.Table+" WHERE "+w.String()+" GROUP BY "+cols, w.args...)
		found, err := collect(rows, err, func(r rowsLike, f *facts.Row) error {
			var side, split string
			var splitID ref.ID
			f.Source, f.N = i, make([]int64, len(s.Measures))
			into := []any{&f.Whose}
			if slices.Contains(by, "side") {
				into = append(into, &side)
			}
			if s.Split != "" && s.By == "" {
				into = append(into, &splitID)
			} else if s.Split != "" {
				into = append(into, &split)
			}
			for j := range f.N {
				into = append(into, &f.N[j])
			}
			err := r.Scan(into...)
			f.Side, f.Split = actor.Side(side), split
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("facts of %s: %w", s.Table, err)
		}
		out = append(out, found...)
	}
	return out, nil
}
