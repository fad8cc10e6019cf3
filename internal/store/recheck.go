package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var drawUnits = newTable("draw_unit", func(u *recheck.Unit) (*ref.ID, *int64) { return &u.ID, &u.Version },
	func(c *codec, u *recheck.Unit) {
		num(c, "jurisdiction", &u.Jurisdiction)
		num(c, "draw", &u.Draw)
		num(c, "place", &u.Place)
		num(c, "unit", &u.Unit)
		num(c, "closed", &u.Closed)
		num(c, "sample", &u.Sample)
		str(c, "numbers", &u.Numbers)
	})

// SaveDrawUnit adds a row of a draw.
func (tx *Tx) SaveDrawUnit(u recheck.Unit) error { return save(tx, drawUnits, u) }

// DrawUnits are what each unit closed of a draw: they were made in their order.
func (db *DB) DrawUnits(ctx context.Context, draw ref.ID) ([]recheck.Unit, error) {
	return every(ctx, db, drawUnits, "draw=$1", int64(draw))
}

// NoteFrom is the first checkpoint of the county's journal signed at a moment or later.
func (tx *Tx) NoteFrom(at when.Instant) (n recheck.Note, ok bool, err error) {
	var note string
	err = tx.queryRow(`SELECT note FROM checkpoint WHERE journal=$1 AND at>=$2 ORDER BY size LIMIT 1`, tx.book.name,
		int64(at)).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		return n, false, nil
	}
	if err != nil {
		return n, false, fmt.Errorf("checkpoint of a draw: %w", err)
	}
	c, err := journal.ReadCheckpoint([]byte(note))
	return recheck.Note{Covers: c.Size, Root: c.Root}, err == nil, err
}

// ClosedIn are the matters of a side that were struck off in a period and are so still:
// orders, and problems that had none; by their numbers.
func (tx *Tx) ClosedIn(side actor.Side, p recheck.Period) (out []*recheck.Check, err error) {
	const within = `jurisdiction=$1 AND side=$2 AND state='closed' AND closed_at>=$3 AND closed_at<$4`
	args := []any{tx.cmd.Actor.Jurisdiction, string(side), int64(p.From.Start()), int64((p.To + 1).Start())}
	add := func(of string, id, unit ref.ID, number, title string, closed when.Instant, asked ref.ID) {
		c := &recheck.Check{Of: of, Matter: id, Code: number, Subject: text.Clip(title, titleMost), ClosedOn: closed.Day(),
			Requester: asked}
		c.Unit = unit
		out = append(out, c)
	}
	os, err := everyRow(tx.query, orders, within, args...)
	if err != nil {
		return nil, err
	}
	for _, o := range os {
		add("order", o.ID, o.Unit, o.Number.String(), o.Subject, o.ClosedAt, o.Requester)
	}
	// A problem that was put right under an order is looked at with it; one that was
	// closed before the system has nothing here to look at.
	ps, err := everyRow(tx.query, problems, within+` AND order_id=0 AND history=0`, args...)
	if err != nil {
		return nil, err
	}
	for _, x := range ps {
		add("problem", x.ID, x.Unit, x.Number.String(), x.Facts, x.ClosedAt, x.Requester)
	}
	return out, nil
}

// Closers finds out from the journal whose hands closed a matter the last time before a
// moment; nobody's where nobody did.
func (tx *Tx) Closers(matter ref.ID, before when.Instant) (recheck.Closing, error) {
	return closers(tx.query, matter, before)
}

// Closers is what Tx.Closers finds, for pages.
func (db *DB) Closers(ctx context.Context, matter ref.ID, before when.Instant) (recheck.Closing, error) {
	return closers(func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }, matter, before)
}

func closers(ask asking, matter ref.ID, before when.Instant) (out recheck.Closing, err error) {
	rows, err := ask(`SELECT frozen FROM entry WHERE object=$1 AND at<$2 AND kind IN ('order.close-requested.v1',
		'order.close-confirmed.v1','order.closed.v1','problem.rectified.v1','problem.closed.v1') ORDER BY id`,
		int64(matter), int64(before))
	all, err := collect(rows, err, func(r rowsLike, frozen *[]byte) error { return r.Scan(frozen) })
	for _, frozen := range all {
		e, err := journal.Parse(frozen)
		if err != nil {
			return out, fmt.Errorf("closing of %s: %w", matter, err)
		}
		by := actor.Hands{By: e.Person, For: e.OnBehalf}
		switch e.Kind {
		case "order.close-requested.v1", "problem.rectified.v1":
			out.Requester = by
		case "order.close-confirmed.v1":
			out.Confirmer = by
		default:
			out.Reviewer = by
		}
	}
	return out, err
}

// StillClosed says whether the matter of a check is struck off now.
func (tx *Tx) StillClosed(c *recheck.Check) (bool, error) {
	table := map[string]string{"order": orders.name, "problem": problems.name}[c.Of]
	var n int
	err := tx.queryRow(`SELECT COUNT(*) FROM `+table+` WHERE id=$1 AND state='closed'`, int64(c.Matter)).Scan(&n)
	return n > 0, err
}

// LastDraw is the last day that a draw of a side reached; 0 = there was none.
func (db *DB) LastDraw(ctx context.Context, jurisdiction int32, side actor.Side) (last when.Day, err error) {
	err = db.queryRow(ctx, `SELECT COALESCE(MAX(last_day),0) FROM draw WHERE jurisdiction=$1 AND side=$2`, jurisdiction,
		string(side)).Scan(&last)
	return last, err
}

// CameOf counts what came of draws, in one statement.
func (db *DB) CameOf(ctx context.Context, draws []ref.ID) (map[ref.ID]recheck.Came, error) {
	if len(draws) == 0 {
		return nil, nil
	}
	in, list := among(db, draws)
	rows, err := db.query(ctx, `SELECT draw,state,COUNT(*) FROM recheck WHERE draw IN (`+in+`) GROUP BY draw,state`, list)
	type part struct {
		of    ref.ID
		state string
		n     int64
	}
	all, err := collect(rows, err, func(r rowsLike, p *part) error { return r.Scan(&p.of, &p.state, &p.n) })
	out := map[ref.ID]recheck.Came{}
	for _, p := range all {
		c := out[p.of]
		switch p.state {
		case recheck.Held:
			c.Held = p.n
		case recheck.Failed:
			c.Failed = p.n
		default:
			c.Open = p.n
		}
		out[p.of] = c
	}
	return out, err
}

var _ recheck.Tx = (*Tx)(nil)
