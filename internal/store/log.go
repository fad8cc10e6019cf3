package store

import (
	"context"
	"fmt"
	"slices"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// logWindow is how many entries are looked through at a time, logWindows how
// often for one page: a filter that matches little costs no more than that, and
// the page says from where to go on.
const (
	logWindow  = 5000
	logWindows = 8
)

// slackDays is how far a clock that was set back may have put entries out of
// the order of their times.
const slackDays = 2

// Log reads the latest entries of one of the jurisdiction's journals that a
// filter lets through, for the audit administrator. Next is the number to go on
// from; 0 = there are no more.
func (db *DB) Log(ctx context.Context, name string, f trail.LogFilter) (out []trail.Entry, next int64, err error) {
	var no, size int64
	if err := db.queryRow(ctx, `SELECT no,size FROM head WHERE journal=$1`, name).Scan(&no, &size); err != nil {
		return nil, 0, fmt.Errorf("log: %w", err)
	}
	limit := clampLimit(f.Limit)
	low, high := int64(1), size
	if f.From != 0 {
		if low, err = db.seqAt(ctx, no, size, (f.From - slackDays).Start()); err != nil {
			return nil, 0, err
		}
	}
	if f.To != 0 {
		if high, err = db.seqAt(ctx, no, size, (f.To + 1 + slackDays).Start()); err != nil {
			return nil, 0, err
		}
	}
	if f.Before > 0 {
		high = min(high, f.Before-1)
	}
	for range logWindows {
		if high < low {
			return out, 0, nil
		}
		from := max(low, high-logWindow+1)
		some, err := db.logPart(ctx, name, no, from, high, f, limit+1-len(out))
		if err != nil {
			return nil, 0, err
		}
		if out = append(out, some...); len(out) > limit {
			return out[:limit], out[limit-1].Seq, nil
		}
		high = from - 1
	}
	if high < low {
		return out, 0, nil
	}
	return out, high + 1, nil
}

// seqAt is the number of the first entry that was made at a time or later, as
// far as their order tells; size when none was.
func (db *DB) seqAt(ctx context.Context, no, size int64, at when.Instant) (int64, error) {
	low, high := int64(1), size
	for low < high {
		mid := (low + high) / 2
		var was when.Instant
		if err := db.queryRow(ctx, `SELECT at FROM entry WHERE id=$1`, entryID(no, mid)).Scan(&was); err != nil {
			return 0, fmt.Errorf("log: %w", err)
		}
		if was < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return high, nil
}

func (db *DB) logPart(ctx context.Context, name string, no, from, to int64, f trail.LogFilter,
	limit int) ([]trail.Entry, error) {
	w := &where{}
	w.add("id BETWEEN %s AND %s", w.arg(entryID(no, from)), w.arg(entryID(no, to)))
	if f.Kind != "" {
		w.add("kind IN (%s,%s,%s)", w.arg(f.Kind+".v1"), w.arg(f.Kind+".v2"), w.arg(f.Kind+".v3"))
	}
	if f.From != 0 {
		w.add("at>=%s", w.arg(int64(f.From.Start())))
	}
	if f.To != 0 {
		w.add("at<%s", w.arg(int64((f.To + 1).Start())))
	}
	if f.Object != 0 {
		w.is("object", int64(f.Object))
	}
	if f.Some { // person=0: by an account that belongs to nobody, which only the entry itself names
		both := append(slices.Clone(f.People), f.Accounts...)
		if len(both) == 0 {
			return nil, nil
		}
		w.add("(%s OR %s OR person=0)", w.in("person", append([]ref.ID{-1}, f.People...)), w.in("object", both))
	}
	rows, err := db.query(ctx, `SELECT seq,kind,at,object_kind,object,person,frozen FROM entry WHERE `+w.String()+
		` ORDER BY id DESC`, w.args...)
	if err != nil {
		return nil, fmt.Errorf("log: %w", err)
	}
	defer rows.Close()
	var out []trail.Entry
	for len(out) < limit && rows.Next() {
		e := trail.Entry{Journal: name}
		var frozen []byte
		if err := rows.Scan(&e.Seq, &e.Kind, &e.At, &e.Object.Kind, &e.Object.ID, &e.Person, &frozen); err != nil {
			return nil, fmt.Errorf("log: %w", err)
		}
		p, err := journal.Parse(frozen)
		if err != nil {
			return nil, fmt.Errorf("log: entry %d does not parse (run verify): %w", e.Seq, err)
		}
		e.Agent, e.Account, e.Appointment, e.OnBehalf = p.Agent, p.Account, p.Appointment, p.OnBehalf
		if f.Some && !slices.Contains(f.People, e.Person) && !slices.Contains(f.Accounts, e.Account) &&
			!slices.Contains(f.People, e.Object.ID) && !slices.Contains(f.Accounts, e.Object.ID) {
			continue
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
