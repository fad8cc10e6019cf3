package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/lists/sift"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// CountedBy counts the objects of a noun within a scope that fulfil base, by unit,
// side and body: how many of them fulfil each of some lists besides. It is one statement.
func (db *DB) CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond, lists ...[]noun.Cond) (
	[]noun.Counted, error) {
	if s.Nothing() {
		return nil, nil
	}
	r, body := rooms[of], "body"
	if _, ok := r.Fields.Of(body); !ok {
		body = "unit" // of no body: each unit is one group
	}
	w := r.asked(s, noun.Query{Where: base})
	within := w.String()
	var sums strings.Builder
	for _, list := range lists {
		w.parts = nil
		w.conditions(list)
		sums.WriteString(",SUM(CASE WHEN " + w.String() + " THEN 1 ELSE 0 END)")
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT unit,side,%[1]s,MAX(made_at)%[2]s FROM %[3]s WHERE %[4]s
		GROUP BY unit,side,%[1]s`, body, sums.String(), r.Table, within), w.args...)
	out, err := collect(rows, err, func(row rowsLike, c *noun.Counted) error {
		c.N = make([]int64, len(lists))
		into := []any{&c.Unit, &c.Side, &c.Body, &c.Last}
		for i := range c.N {
			into = append(into, &c.N[i])
		}
		return row.Scan(into...)
	})
	if err != nil {
		return nil, fmt.Errorf("count %s: %w", r.Table, err)
	}
	return out, nil
}

// Acts is how many entries the county's journal of acts has now: while it has no more,
// nothing of the county has changed.
func (db *DB) Acts(ctx context.Context, jurisdiction int32) (int64, error) {
	return db.acts(ctx, jurisdiction)
}

// CountRows counts rows of the command's county, all by one statement.
func (tx *Tx) CountRows(list []sift.Count) ([]int64, error) {
	return countRows(tx.queryRow, tx.cmd.Actor.Jurisdiction, list)
}

// CountRows does the same of what is committed.
func (db *DB) CountRows(ctx context.Context, jurisdiction int32, list []sift.Count) ([]int64, error) {
	return countRows(func(q string, args ...any) row { return db.queryRow(ctx, q, args...) }, jurisdiction, list)
}

func countRows(ask func(string, ...any) row, jurisdiction int32, list []sift.Count) ([]int64, error) {
	if len(list) == 0 {
		return nil, nil
	}
	w := &where{}
	w.is("jurisdiction", jurisdiction)
	county := w.parts
	var q strings.Builder
	n, into := make([]int64, len(list)), make([]any, len(list))
	for i, c := range list {
		w.parts, into[i] = slices.Clone(county), &n[i]
		w.sift(c.Table, c.Rows)
		what := "COUNT(*)"
		if len(c.Sum) > 0 {
			what = "COALESCE(SUM(" + strings.Join(c.Sum, "+") + "),0)"
		}
		fmt.Fprintf(&q, ",(SELECT %s FROM %s WHERE %s)", what, c.Table, w)
	}
	if err := ask("SELECT "+q.String()[1:], w.args...).Scan(into...); err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	return n, nil
}

// Conduct counts what fell due in some days and how it was met, by unit: duties with their cards, orders and problems.
// It is three statements at any size.
func (db *DB) Conduct(ctx context.Context, s access.Scope, days when.Period, today when.Day) (
	out []circulars.Figures, err error) {
	return conduct(func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }, s, "", days, today)
}

// conduct: side is one of the two, "" both.
func conduct(ask asking, s access.Scope, side actor.Side, days when.Period,
	today when.Day) (out []circulars.Figures, err error) {
	if s.Nothing() {
		return nil, nil
	}
	at := map[ref.ID]int{}
	for _, q := range []struct {
		columns, from string
		into          func(f *circulars.Figures) []any
	}{
		{`COUNT(*),SUM(CASE WHEN state='done' AND late=1 OR state='open' AND due<%[1]s THEN 1 ELSE 0 END),
			SUM(CASE WHEN card='yellow' THEN 1 ELSE 0 END),SUM(CASE WHEN card='red' THEN 1 ELSE 0 END)`,
			"duty WHERE %[2]s AND state IN ('open','done')",
			func(f *circulars.Figures) []any { return []any{&f.Duties, &f.Late, &f.Yellow, &f.Red} }},
		{"SUM(" + unmet + ")", "orders WHERE %[2]s AND issued_at>0 AND state<>'withdrawn' AND long_term=0",
			func(f *circulars.Figures) []any { return []any{&f.Orders} }},
		{"SUM(" + unmet + ")", "problem WHERE %[2]s AND state<>'withdrawn' AND long_term=0",
			func(f *circulars.Figures) []any { return []any{&f.Problems} }},
	} {
		w := &where{}
		w.within(s, false)
		if side != "" {
			w.is("side", string(side))
		}
		w.add("due>=%s AND due<%s", w.arg(int64(days.From)), w.arg(int64(days.To)))
		over := w.arg(int64(today))
		rows, err := ask(fmt.Sprintf("SELECT unit,"+q.columns+" FROM "+q.from+" GROUP BY unit", over, w.String()), w.args...)
		found, err := collect(rows, err, func(r rowsLike, f *circulars.Figures) error {
			return r.Scan(append([]any{&f.Unit}, q.into(f)...)...)
		})
		if err != nil {
			return nil, fmt.Errorf("conduct of units: %w", err)
		}
		for _, f := range found {
			i, ok := at[f.Unit]
			if !ok {
				i = len(out)
				at[f.Unit], out = i, append(out, circulars.Figures{Unit: f.Unit})
			}
			x := &out[i]
			x.Duties, x.Late, x.Yellow, x.Red = x.Duties+f.Duties, x.Late+f.Late, x.Yellow+f.Yellow, x.Red+f.Red
			x.Orders, x.Problems = x.Orders+f.Orders, x.Problems+f.Problems
		}
	}
	return out, nil
}

// unmet says of an order or a problem that it was not closed by its day: instants are microseconds, days the county’s.
const unmet = `CASE WHEN closed_at=0 AND open=1 AND due<%[1]s
	OR closed_at>=((due+1)*86400-28800)*1000000 THEN 1 ELSE 0 END`

// CircularSums adds up whom circulars of a year named, by unit: see circulars.Sum. It is one statement at any size.
func (db *DB) CircularSums(ctx context.Context, s access.Scope, year int) ([]circulars.Sum, error) {
	if s.Nothing() {
		return nil, nil
	}
	w := &where{}
	w.within(s, false)
	w.add("year=%s", w.arg(int64(year)))
	w.is("state", circulars.Issued)
	up := w.arg(circulars.Commend)
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT named,SUM(CASE WHEN verdict=%[1]s THEN 1 ELSE 0 END),
		SUM(CASE WHEN verdict=%[1]s THEN points ELSE 0 END),SUM(CASE WHEN verdict=%[1]s THEN 0 ELSE 1 END),
		SUM(CASE WHEN verdict=%[1]s THEN 0 ELSE points END) FROM mention WHERE %[2]s GROUP BY named`, up, w.String()),
		w.args...)
	out, err := collect(rows, err, func(r rowsLike, x *circulars.Sum) error {
		return r.Scan(&x.Unit, &x.Commended, &x.Added, &x.Criticised, &x.Deducted)
	})
	if err != nil {
		return nil, fmt.Errorf("add up circulars: %w", err)
	}
	circulars.Order(out)
	return out, nil
}

// Facts are what a round of inspections ranks units by: see Conduct, of one side, and what the public reported of them
// in the same days; and how many of their results in the latest assessment before a year, as far as it was approved,
// are below so many whole points.
func (tx *Tx) Facts(side actor.Side, days when.Period, year, below int64) (out []rounds.Facts, err error) {
	scope := access.ScopeOf(actor.Machine(tx.cmd.Actor.Jurisdiction, "rules"), "duty.see")
	figures, err := conduct(tx.query, scope, side, days, tx.Now().Day())
	if err != nil {
		return nil, err
	}
	at := map[ref.ID]int{}
	for i, f := range figures {
		at[f.Unit] = i
		out = append(out, rounds.Facts{Unit: f.Unit, Late: int64(f.Late), Yellow: int64(f.Yellow), Red: int64(f.Red),
			Orders: int64(f.Orders), Problems: int64(f.Problems)})
	}
	rows, err := tx.query(`SELECT unit,COUNT(*) FROM problem WHERE jurisdiction=$1 AND registered_at>=$2
		AND registered_at<$3 AND side=$4 AND source='public-report' AND state<>'withdrawn' GROUP BY unit`,
		tx.cmd.Actor.Jurisdiction, int64(days.From.Start()), int64(days.To.Start()), string(side))
	complaints, err := collect(rows, err, func(r rowsLike, f *rounds.Facts) error {
		return r.Scan(&f.Unit, &f.Complaints)
	})
	if err != nil {
		return nil, fmt.Errorf("complaints about units: %w", err)
	}
	of := func(unit ref.ID) *rounds.Facts {
		i, ok := at[unit]
		if !ok {
			i, out = len(out), append(out, rounds.Facts{Unit: unit})
			at[unit] = i
		}
		return &out[i]
	}
	for _, f := range complaints {
		of(f.Unit).Complaints = f.Complaints
	}
	rows, err = tx.query(`SELECT unit,COUNT(*) FROM scoresheet s WHERE jurisdiction=$1 AND side=$2 AND total<$3
		AND state IN ('approved','circulated') AND year=(SELECT MAX(year) FROM scoresheet l WHERE l.unit=s.unit
		AND l.side=s.side AND l.state IN ('approved','circulated') AND l.year<$4) GROUP BY unit`,
		tx.cmd.Actor.Jurisdiction, string(side), below*100, year)
	poor, err := collect(rows, err, func(r rowsLike, f *rounds.Facts) error { return r.Scan(&f.Unit, &f.Poor) })
	if err != nil {
		return nil, fmt.Errorf("poor results of units: %w", err)
	}
	for _, f := range poor {
		of(f.Unit).Poor = f.Poor
	}
	return out, nil
}
