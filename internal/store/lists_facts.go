package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/facts"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// CountFacts counts the facts of a year of all bodies of a county, or of one: one statement for each source.
func (db *DB) CountFacts(ctx context.Context, jurisdiction int32, sources []facts.Source, y facts.Year,
	whose *facts.Whose) ([]facts.Row, error) {
	return countFacts(db.asking(ctx), jurisdiction, sources, y, db.allOr(sources, whose))
}

// allOr asks sources of all bodies of a county, or of one.
func (db *DB) allOr(sources []facts.Source, whose *facts.Whose) func(w *where, i int) {
	return func(w *where, i int) {
		if whose == nil {
			w.add("%s<>0", sources[i].Whose)
		} else {
			w.whose(sources[i], *whose)
			db.walk(w) // by the index of the body and not past the year of all
		}
	}
}

func (db *DB) asking(ctx context.Context) asking {
	return func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }
}

// CasesTold are the cases decided in a period of which the head of a unit was told, by their identifiers.
func (db *DB) CasesTold(ctx context.Context, jurisdiction int32, decided when.Period) ([]*cases.Case, error) {
	return casesTold(db.asking(ctx), jurisdiction, decided)
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

// Tallied are the tallies of a year that were confirmed, of all bodies of a county or of one, as they were made.
func (db *DB) Tallied(ctx context.Context, jurisdiction int32, year int, body ref.ID) ([]appraisal.Tallied, error) {
	return polledIn(db.asking(ctx), jurisdiction, year, body)
}

// Tallied does the same within a command.
func (tx *Tx) Tallied(_ context.Context, jurisdiction int32, year int, body ref.ID) ([]appraisal.Tallied, error) {
	return polledIn(tx.query, jurisdiction, year, body)
}

func polledIn(ask asking, jurisdiction int32, year int, body ref.ID) (out []appraisal.Tallied, err error) {
	where, args := "jurisdiction=$1 AND year=$2 AND state IN ($3,$4)",
		[]any{jurisdiction, year, course.Confirmed, course.Told}
	if body != 0 {
		where, args = where+" AND body=$5", append(args, int64(body))
	}
	list, err := everyRow(ask, rooms[ref.Tally].t, where, args...)
	for _, v := range list {
		x := v.(*course.Tally)
		out = append(out, appraisal.Tallied{Body: x.Body, Item: x.Item, Tally: x.Counted()})
	}
	return out, err
}

// CountFacts does the same within a command: what it scores is what stands when it is done.
func (tx *Tx) CountFacts(_ context.Context, jurisdiction int32, sources []facts.Source, y facts.Year,
	whose *facts.Whose) ([]facts.Row, error) {
	return countFacts(tx.query, jurisdiction, sources, y, tx.w.db.allOr(sources, whose))
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

// countFacts counts sources by one statement each; of says of whom.
func countFacts(ask asking, jurisdiction int32, sources []facts.Source, y facts.Year, of func(w *where, i int)) (
	out []facts.Row, err error) {
	for i, s := range sources {
		w := sourced(jurisdiction, s, y)
		by := []string{s.Whose}
		if s.Unit && !s.Both {
			by = append(by, "side")
		}
		of(w, i)
		if s.Split != "" {
			by = append(by, s.Split)
		}
		var sums strings.Builder
		for _, m := range s.Measures {
			if len(m.Of) > 0 {
				sums.WriteString(",0")
				continue
			}
			fmt.Fprintf(&sums, ",COALESCE(CAST(SUM(CASE WHEN %s THEN %s ELSE 0 END) AS BIGINT),0)",
				w.measured(s, m, y), adds(m))
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
			if f.Side, f.Split = actor.Side(side), split; s.Split != "" && s.By == "" {
				f.Split = splitID.String()
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("facts of %s: %w", s.Table, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

// sourced are the rows of a source.
func sourced(jurisdiction int32, s facts.Source, y facts.Year) *where {
	w := &where{}
	w.is("jurisdiction", jurisdiction)
	if s.Rows != nil {
		w.sift(s.Table, s.Rows(y))
	}
	return w
}

// whose are those of one body, or of its unit.
func (w *where) whose(s facts.Source, of facts.Whose) {
	if !s.Unit {
		w.is(s.Whose, of.Body)
		return
	}
	w.is(s.Whose, of.Unit)
	if !s.Both {
		w.is("side", string(of.Side))
	}
}

// measured is the condition of a measure.
func (w *where) measured(s facts.Source, m facts.Measure, y facts.Year) string {
	cond := "1=1"
	for _, c := range m.Rows(y) {
		cond += " AND " + w.said(s.Table, c)
	}
	return cond
}

// adds is what a row of a measure adds to it.
func adds(m facts.Measure) string {
	if len(m.Sum) == 0 {
		return "1"
	}
	return strings.Join(m.Sum, "+")
}
