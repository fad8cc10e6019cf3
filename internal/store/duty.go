package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/due"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/journal"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// DutiesMade counts the duties of a county that are on record, by rule and period.
func (db *DB) DutiesMade(ctx context.Context, jurisdiction int32) (map[string]map[string]int, error) {
	out := map[string]map[string]int{}
	s, err := db.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var rule, period string
	var n int
	err = s.each(func() error {
		if out[rule] == nil {
			out[rule] = map[string]int{}
		}
		out[rule][period] = n
		return nil
	}, []any{&rule, &period, &n},
		`SELECT rule, period, COUNT(*) FROM duty WHERE jurisdiction=$1 GROUP BY rule, period`, jurisdiction)
	return out, err
}

// DutyEvents are what happened in a county from a day on that rules may ask something
// for: problems found serious, orders listed for special supervision, red cards, cases that were decided.
func (db *DB) DutyEvents(ctx context.Context, jurisdiction int32, since when.Day) (out []duty.Event, err error) {
	grave, err := every(ctx, db, problems,
		"jurisdiction=$1 AND level='serious' AND history=0 AND (open=1 OR registered_at>=$2)",
		jurisdiction, int64(since.Start()))
	if err != nil {
		return nil, err
	}
	raised, err := db.lastOf(ctx, "problem.raised.v1", idsOf(grave, func(p problem.Problem) ref.ID { return p.ID }))
	if err != nil {
		return nil, err
	}
	for _, p := range grave {
		e := duty.Event{What: duty.Serious, On: p.RegisteredAt.Day(), Unit: p.Unit, Side: p.Side, Key: p.Number.String()}
		if at, ok := raised[p.ID]; ok {
			e.On = at.Day()
		}
		if p.RegisteredAt != 0 {
			out = append(out, e)
		}
	}
	listed, err := every(ctx, db, orders, "jurisdiction=$1 AND special=1", jurisdiction)
	if err != nil {
		return nil, err
	}
	days, err := db.lastOf(ctx, "order.supervised.v1", idsOf(listed, func(o order.Order) ref.ID { return o.ID }))
	if err != nil {
		return nil, err
	}
	for _, o := range listed {
		if at, ok := days[o.ID]; ok {
			out = append(out, duty.Event{What: duty.Supervised, On: at.Day(), Unit: o.Unit, Side: o.Side,
				Key: o.Number.String()})
		}
	}
	carded, err := every(ctx, db, rooms[ref.Duty].t, "jurisdiction=$1 AND card='red' AND card_on>=$2",
		jurisdiction, int64(since))
	if err != nil {
		return nil, err
	}
	for _, v := range carded {
		d := v.(*duty.Duty)
		out = append(out, duty.Event{What: duty.Carded, On: d.CardOn, Unit: d.Unit, Side: d.Side, Body: d.Body, Rule: d.Rule,
			Key: duty.QuarterOf(d.CardOn)})
	}
	decided, err := every(ctx, db, rooms[ref.Case].t, "jurisdiction=$1 AND asked_on>=$2 AND state<>'withdrawn'",
		jurisdiction, int64(max(since, 1)))
	if err != nil {
		return nil, err
	}
	for _, v := range decided {
		out = append(out, v.(*cases.Case).Event())
	}
	out = slices.DeleteFunc(out, func(e duty.Event) bool { return e.On < since })
	slices.SortStableFunc(out, func(a, b duty.Event) int { return cmp.Compare(a.On, b.On) }) // the first of a key counts
	return out, nil
}

// lastOf says when an act of a kind was last done on each of some objects.
func (db *DB) lastOf(ctx context.Context, kind journal.Kind, objects []ref.ID) (map[ref.ID]when.Instant, error) {
	out := map[ref.ID]when.Instant{}
	for part := range slices.Chunk(objects, 500) {
		w := &where{}
		w.is("kind", string(kind))
		w.parts = append(w.parts, w.in("object", part))
		rows, err := db.query(ctx, `SELECT object,MAX(at) FROM entry WHERE `+w.String()+` GROUP BY object`, w.args...)
		type last struct {
			of ref.ID
			at when.Instant
		}
		list, err := collect(rows, err, func(r rowsLike, l *last) error { return r.Scan(&l.of, &l.at) })
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			out[l.of] = l.at
		}
	}
	return out, nil
}

func idsOf[T any](list []T, id func(T) ref.ID) []ref.ID {
	out := make([]ref.ID, len(list))
	for i, v := range list {
		out[i] = id(v)
	}
	return out
}

// DutiesOwed are the bodies, with the person or 0, that owe duties of a county.
func (db *DB) DutiesOwed(ctx context.Context, jurisdiction int32) (out []duty.Key, err error) {
	rows, err := db.query(ctx, `SELECT DISTINCT body, person FROM duty
		WHERE jurisdiction=$1 AND state IN ('open','paused')`, jurisdiction)
	return collect(rows, err, func(r rowsLike, k *duty.Key) error { return r.Scan(&k.Body, &k.Person) })
}

// DutiesOf are the duties that a body, or one person of it, owes.
func (db *DB) DutiesOf(ctx context.Context, body, person ref.ID) ([]*duty.Duty, error) {
	list, err := every(ctx, db, rooms[ref.Duty].t, "body=$1 AND person=$2 AND state IN ('open','paused')",
		int64(body), int64(person))
	out := make([]*duty.Duty, len(list))
	for i, v := range list {
		out[i] = v.(*duty.Duty)
	}
	return out, err
}

// DutiesOpen are the duties of a county that are open at the day that their rule gave.
func (db *DB) DutiesOpen(ctx context.Context, jurisdiction int32) ([]*duty.Duty, error) {
	list, err := every(ctx, db, rooms[ref.Duty].t, "jurisdiction=$1 AND state='open' AND due=first_due", jurisdiction)
	out := make([]*duty.Duty, len(list))
	for i, v := range list {
		out[i] = v.(*duty.Duty)
	}
	return out, err
}

// DutiesOver are the duties of a county that were due before a day and are neither
// done nor under the gravest card of that day already.
func (db *DB) DutiesOver(ctx context.Context, jurisdiction int32, day when.Day) ([]*duty.Duty, error) {
	list, err := every(ctx, db, rooms[ref.Duty].t,
		"jurisdiction=$1 AND state='open' AND due<$2 AND NOT (card='red' AND card_on>due)", jurisdiction, int64(day))
	out := make([]*duty.Duty, len(list))
	for i, v := range list {
		out[i] = v.(*duty.Duty)
	}
	return out, err
}

// binding limits a query of duties to what binds somebody. Each index is asked for its
// few, and not the county for all of its rows.
func (w *where) binding(a duty.Whom, from, to when.Day) {
	var any []string
	days := func(cond string) {
		any = append(any, "SELECT id FROM duty WHERE "+cond+" AND due>="+w.arg(int64(from))+" AND due<"+w.arg(int64(to)))
	}
	if a.Person != 0 {
		days("person=" + w.arg(int64(a.Person)) + " AND person<>0")
	}
	if len(a.Firsts) > 0 {
		days(w.in("body", a.Firsts) + " AND person=0 AND (level='first' OR in_person=1)")
	}
	if len(a.Staffed) > 0 {
		days(w.in("unit", a.Staffed) + " AND person=0 AND level='team' AND in_person=0")
	}
	if len(any) == 0 {
		w.add("1=0")
		return
	}
	w.parts = append(w.parts, "id IN ("+strings.Join(any, " UNION ")+")")
}

// DutiesDue are the duties asked for, by their due days, in one statement; more says
// that there are more of them.
func (db *DB) DutiesDue(ctx context.Context, s access.Scope, a duty.Asked) (out []*duty.Duty, more bool, err error) {
	if s.Nothing() {
		return nil, false, nil
	}
	w := &where{}
	w.within(s, false)
	if a.Unit != 0 {
		w.is("unit", int64(a.Unit))
	} else {
		w.binding(a.Whom, a.From, a.To)
	}
	w.add("due>=%s AND due<%s", w.arg(int64(a.From)), w.arg(int64(a.To)))
	db.walk(w)
	ask := func(stmt string, args ...any) (*sql.Rows, error) { return db.query(ctx, stmt, args...) }
	list, err := rooms[ref.Duty].read(ask, w, fmt.Sprintf(" ORDER BY due,id LIMIT %d", a.Most+1))
	if err != nil {
		return nil, false, err
	}
	more = len(list) > a.Most
	for _, v := range list[:min(len(list), a.Most)] {
		out = append(out, v.(*duty.Duty))
	}
	return out, more, nil
}

// dutySubject begins the subjects under which duties are tallied: with the year in which
// they fall due behind it, so that a year is one stretch of the table.
const dutySubject = "duty."

// dutyLate is the state of tallies for what was done after its day.
const dutyLate = "late"

// dutyTally counts a duty under its unit, side and rule in the year in which it falls due;
// what is open also under its day, so that it is told what is over.
func dutyTally(d *duty.Duty) tallyKey {
	k := tallyKey{d.Jurisdiction, dutySubject + strconv.Itoa(d.Due.Year()), d.Unit, string(d.Side), d.State, d.Rule, 0}
	switch {
	case d.State == duty.Open:
		k.due = d.Due
	case d.State == duty.Done && d.Late:
		k.state = dutyLate
	}
	return k
}

// dutyCount is dutyTally of all rows.
const dutyCount = `SELECT jurisdiction,'` + dutySubject + `'||{year:due:year},unit,side,
	CASE WHEN state='done' AND late=1 THEN '` + dutyLate + `' ELSE state END,rule,
	CASE WHEN state='open' THEN due ELSE 0 END,COUNT(*) FROM duty GROUP BY 1,2,3,4,5,6,7`

// DutyTallies counts the duties that fall due in a year, by unit, side and rule, from their
// tallies, in one statement.
func (db *DB) DutyTallies(ctx context.Context, s access.Scope, year int, today when.Day) (out []duty.Tally, err error) {
	if s.Nothing() {
		return nil, nil
	}
	w := &where{}
	w.within(s, false)
	w.is("subject", dutySubject+strconv.Itoa(year))
	over, soon := w.arg(int64(today)), w.arg(int64(today+due.Week))
	// Grouped as the table is ordered: nothing is sorted.
	rows, err := db.query(ctx, `SELECT unit,side,state,level,SUM(n),SUM(CASE WHEN due<`+over+` THEN n ELSE 0 END),
		SUM(CASE WHEN due<`+soon+` THEN n ELSE 0 END) FROM tally WHERE `+w.String()+` GROUP BY unit,side,state,level`,
		w.args...)
	type line struct {
		duty.Tally
		state         string
		n, over, soon int // soon: of those due within the week, what is over too
	}
	list, err := collect(rows, err, func(r rowsLike, l *line) error {
		return r.Scan(&l.Unit, &l.Side, &l.state, &l.Rule, &l.n, &l.over, &l.soon)
	})
	if err != nil {
		return nil, fmt.Errorf("duties of %d: %w", year, err)
	}
	at := map[duty.Tally]int{}
	for _, l := range list {
		i, known := at[l.Tally]
		if !known {
			i = len(out)
			at[l.Tally], out = i, append(out, l.Tally)
		}
		x := &out[i]
		x.All += l.n
		switch l.state {
		case duty.Open:
			x.Open, x.Over, x.Soon = l.n, l.over, l.soon-l.over
		case duty.Done:
			x.Done += l.n
		case dutyLate:
			x.Done, x.DoneLate = x.Done+l.n, l.n
		}
	}
	return out, nil
}

// DutyHeat counts the duties that fall due in a year, by unit and rule, or by unit and
// period of one rule, in one statement.
func (db *DB) DutyHeat(ctx context.Context, s access.Scope, year int, rule string, today when.Day) (
	out []duty.Heat, err error) {
	if rule == "" {
		sums, err := db.DutyTallies(ctx, s, year, today)
		return duty.HeatOf(sums), err
	}
	if s.Nothing() {
		return nil, nil
	}
	w, p := &where{}, duty.YearOf(year)
	w.within(s, false)
	db.walk(w) // from the rule, not past all of the county
	w.is("rule", rule)
	w.add("due>=%s AND due<%s", w.arg(int64(p.From)), w.arg(int64(p.To)))
	over := w.arg(int64(today))
	rows, err := db.query(ctx, `SELECT unit,period,COUNT(*),SUM(CASE WHEN state='open' THEN 1 ELSE 0 END),
		SUM(CASE WHEN state='open' AND due<`+over+` THEN 1 ELSE 0 END),SUM(CASE WHEN state='done' THEN 1 ELSE 0 END),
		SUM(CASE WHEN state='done' AND late=1 THEN 1 ELSE 0 END)
		FROM duty WHERE `+w.String()+` GROUP BY unit,period ORDER BY unit,period`, w.args...)
	return collect(rows, err, func(r rowsLike, h *duty.Heat) error {
		return r.Scan(&h.Unit, &h.Column, &h.All, &h.Open, &h.Over, &h.Done, &h.DoneLate)
	})
}
