package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/burden"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// keepAsked notes what the form of this command asked of a unit's hand, until a job has
// summed it up.
func (tx *Tx) keepAsked() error {
	a, unit := tx.cmd.Asked, tx.cmd.Actor.UnitHand()
	if a == nil || unit == 0 || tx.cmd.Journal != act.Acts {
		return nil
	}
	_, err := tx.exec(`INSERT INTO asked(journal,seq,unit,typed,filled,files,bytes,seconds)
		VALUES($1,$2,$3,$4,$5,$6,$7,$8)`,
		tx.receipt.Journal, tx.receipt.Seq, int64(unit), a.Typed, a.Filled, a.Files, a.Bytes, int64(a.Spent/time.Second))
	if err != nil {
		return fmt.Errorf("keep what was asked: %w", err)
	}
	return nil
}

// SumAsked adds what the forms of some entries asked to the sums of their months, by the
// rule of the duty that the act discharges or else by the kind of the act, and forgets it.
func (a Aside) SumAsked(jurisdiction int32, entries []*journal.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	name, first, last := entries[0].Journal, entries[0].Seq, entries[len(entries)-1].Seq
	rows, err := a.tx.query(`SELECT seq,unit,typed,filled,files,bytes,seconds FROM asked
		WHERE journal=$1 AND seq>=$2 AND seq<=$3 ORDER BY seq`, name, first, last)
	type note struct {
		seq int64
		burden.Sum
	}
	notes, err := collect(rows, err, func(r rowsLike, n *note) error {
		n.Acts = 1
		return r.Scan(&n.seq, &n.Unit, &n.Typed, &n.Filled, &n.Files, &n.Bytes, &n.Seconds)
	})
	if err != nil || len(notes) == 0 {
		return err
	}
	for _, n := range notes {
		e := entries[n.seq-first]
		if n.Rule, err = a.ruleOf(e); err != nil {
			return err
		}
		if n.Seconds > 0 {
			n.Timed = 1
		}
		if _, err := a.exec(`INSERT INTO burden(jurisdiction,month,unit,rule,acts,timed,typed,filled,files,bytes,seconds)
			VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT(jurisdiction,month,unit,rule) DO UPDATE SET
			acts=burden.acts+excluded.acts,timed=burden.timed+excluded.timed,typed=burden.typed+excluded.typed,
			filled=burden.filled+excluded.filled,files=burden.files+excluded.files,bytes=burden.bytes+excluded.bytes,
			seconds=burden.seconds+excluded.seconds`, jurisdiction, when.MonthOf(e.At.Day()), int64(n.Unit), n.Rule, n.Acts,
			n.Timed, n.Typed, n.Filled, n.Files, n.Bytes, n.Seconds); err != nil {
			return err
		}
	}
	_, err = a.exec(`DELETE FROM asked WHERE journal=$1 AND seq<=$2`, name, last)
	return err
}

// ruleOf is the code of the rule whose duty an act discharges, or the kind of the act.
func (a Aside) ruleOf(e *journal.Entry) (rule string, err error) {
	q := ""
	switch burden.KindOf(e.Kind) {
	case "duty.discharged":
		q = `SELECT rule FROM duty WHERE id=$1`
	case "record.added":
		q = `SELECT d.rule FROM record r JOIN duty d ON d.id=r.duty WHERE r.id=$1`
	}
	if q != "" {
		err = a.tx.queryRow(q, int64(e.Object.ID)).Scan(&rule)
		if !errors.Is(err, sql.ErrNoRows) {
			return rule, err
		}
	}
	return burden.KindOf(e.Kind), nil
}

// Burdens are the sums of a time within a reach, by month, unit or rule: what they are not
// summed up by is left empty.
func (db *DB) Burdens(ctx context.Context, s access.Scope, f burden.Filter, by burden.By) ([]burden.Sum, error) {
	if s.Nothing() {
		return nil, nil
	}
	w := &where{}
	w.within(s, false)
	w.add("month>=%s", w.arg(f.From))
	w.add("month<=%s", w.arg(f.To))
	if f.Unit != 0 {
		w.is("unit", int64(f.Unit))
	}
	if f.Rule != "" {
		w.is("rule", f.Rule)
	}
	if f.Rules {
		w.parts = append(w.parts, "rule NOT LIKE '%.%'")
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT %s,SUM(acts),SUM(timed),SUM(typed),SUM(filled),SUM(files),SUM(bytes),
		SUM(seconds) FROM burden WHERE %s GROUP BY %s ORDER BY %s`, by, w, by, by), w.args...)
	return collect(rows, err, func(r rowsLike, x *burden.Sum) error {
		var key any = &x.Rule
		switch by {
		case burden.ByUnit:
			key = (*int64)((*ref.ID)(&x.Unit))
		case burden.ByMonth:
			key = &x.Month
		}
		return r.Scan(key, &x.Acts, &x.Timed, &x.Typed, &x.Filled, &x.Files, &x.Bytes, &x.Seconds)
	})
}
