package store

import (
	"shuangze/internal/duty"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// tallyKey is one count kept in the write transaction: how many matters of a
// subject a unit has in a state with a due day. Matters that no longer bind
// are counted without their day, so that the table stays small.
type tallyKey struct {
	jurisdiction int32
	subject      string
	unit         ref.ID
	side, state  string
	level        string
	due          when.Day
}

func orderTally(o order.Order) tallyKey {
	k := tallyKey{o.Jurisdiction, "order", o.Unit, string(o.Side), string(o.State), o.Level, 0}
	if o.State.Open() {
		k.due = o.Due
		if o.LongTerm { // no day makes it late
			k.due = when.Open
		}
	}
	return k
}

// unsaidTally counts an order that waits for its unit's signature by the day for
// it, so that late ones are told apart without reading orders; ok is false for
// every other order.
func unsaidTally(o order.Order) (k tallyKey, ok bool) {
	return tallyKey{o.Jurisdiction, trail.Unsaid, o.Unit, string(o.Side), string(o.State), o.Level, o.AcknowledgeBy},
		o.State == order.Issued && o.AcknowledgeBy > 0
}

// tallyOrder counts an order, or (n -1) takes it out of the counts.
func (tx *Tx) tallyOrder(o order.Order, n int64) {
	tx.tally(orderTally(o), n)
	if k, ok := unsaidTally(o); ok {
		tx.tally(k, n)
	}
	k := tallyKey{jurisdiction: o.Jurisdiction, unit: o.Unit, side: string(o.Side)}
	if o.IssuedAt > 0 {
		tx.tally(k.done(trail.Issued, o.IssuedAt), n)
	}
	if o.ClosedAt > 0 && o.State == order.Closed {
		tx.tally(k.done(trail.Closed, o.ClosedAt), n)
	}
}

// tallyProblem counts a problem, or (n -1) takes it out of the counts.
func (tx *Tx) tallyProblem(p problem.Problem, n int64) {
	tx.tally(problemTally(p), n)
	k := tallyKey{jurisdiction: p.Jurisdiction, unit: p.Unit, side: string(p.Side)}
	if p.RegisteredAt > 0 {
		tx.tally(k.done(trail.Registered, p.RegisteredAt), n)
	}
	if p.ClosedAt > 0 && p.State == problem.Closed {
		tx.tally(k.done(trail.Ended, p.ClosedAt), n)
	}
}

// done counts what was done by the month, not by the state it led to.
func (k tallyKey) done(subject string, at when.Instant) tallyKey {
	k.subject, k.due = subject, trail.Month(at.Day())
	return k
}

func problemTally(p problem.Problem) tallyKey {
	k := tallyKey{p.Jurisdiction, "problem", p.Unit, string(p.Side), string(p.State), string(p.Level), 0}
	if p.State.Open() {
		if k.due = p.Binds(); k.due == 0 { // no day makes it late
			k.due = when.Open
		}
	}
	return k
}

// tallyRoom counts an object of a noun that is tallied, or (n -1) takes it out of the counts.
func (tx *Tx) tallyRoom(v noun.Value, n int64) {
	if d, ok := v.(*duty.Duty); ok {
		tx.tally(dutyTally(d), n)
	}
}

func (tx *Tx) tally(k tallyKey, n int64) {
	if tx.tallies == nil {
		tx.tallies = map[tallyKey]int64{}
	}
	tx.tallies[k] += n
}

// flushTallies writes the sum of a batch's changes, one statement a key.
func (w *writer) flushTallies(deltas map[tallyKey]int64) error {
	for k, n := range deltas {
		if n == 0 {
			continue
		}
		if _, err := w.exec(`INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n) VALUES($1,$2,$3,$4,$5,$6,$7,$8)
			ON CONFLICT(jurisdiction,subject,unit,side,state,level,due) DO UPDATE SET n=tally.n+excluded.n`,
			k.jurisdiction, k.subject, int64(k.unit), k.side, k.state, k.level, int64(k.due), n); err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		// A count that came down to nothing leaves: due days go by, and their
		// empty rows would be read for ever.
		if _, err := w.exec(`DELETE FROM tally WHERE jurisdiction=$1 AND subject=$2 AND unit=$3 AND side=$4 AND state=$5 AND level=$6 AND due=$7 AND n=0`,
			k.jurisdiction, k.subject, int64(k.unit), k.side, k.state, k.level, int64(k.due)); err != nil {
			return err
		}
	}
	return nil
}
