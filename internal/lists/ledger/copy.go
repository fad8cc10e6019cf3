package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/when"
)

// Copy is a ledger that left the house, on paper or as a table: which, as known at which
// entry, and the digest of its lines. Its code is printed on it (spec 2.6).
type Copy struct {
	Asked        // Body is only its identifier; Asked.At is never 0
	Lines int64  // how many it has
	Most  int64  // it ends after so many lines; 0 = it is whole
	Sum   string // digest of its lines, in hexadecimal

	Entry  int64        // of the journal of access that tells of it
	Taken  when.Instant // and when that was
	Person ref.ID       // who took it
}

const copied journal.Kind = "ledger.copied.v1"

// Past reads what a ledger was read from when an entry had been written; ok is false
// when there is none of that number.
type Past func(ctx context.Context, jurisdiction int32, b bodies.Body, entry int64) (from Reads, at when.Instant,
	ok bool, err error)

// Copies is what is read of copies; the store answers it.
type Copies interface {
	JournalName(ctx context.Context, jurisdiction int32, b act.Book) (string, error)
	Entries(ctx context.Context, name string, after int64, most int) ([]*journal.Entry, error)
}

// Commands records copies.
type Commands struct{ Door act.Door[act.Tx] }

// Keep puts on record that a copy leaves the house, before it is handed over, and gives
// the code that is printed on it.
func (d Commands) Keep(ctx context.Context, c act.Command, x Copy) (code string, err error) {
	c.Verb, c.Key, c.Journal = "ledger.see", "", act.Access
	sum, err := hex.DecodeString(x.Sum)
	if err != nil {
		return "", fmt.Errorf("copy of a ledger: %w", err)
	}
	r, err := d.Door.Do(ctx, c, func(tx act.Tx) error {
		o := Object(c.Actor.Jurisdiction, x.Body)
		if err := tx.Allow(c.Verb, o); err != nil {
			return err
		}
		return tx.Record(copied, ref.Ref{Kind: ref.Account, ID: c.Actor.Account}, act.Number("at", x.At),
			act.Id("body", x.Body.ID), act.Code("kind", string(x.Sort)), act.Number("lines", x.Lines),
			act.Number("most", x.Most), act.Date("on", x.On), act.Code("state", x.State), act.Code("sum", x.Sum),
			act.Number("year", int64(x.Year)))
	})
	if err != nil {
		return "", err
	}
	return signoff.ShowCode(signoff.Code(sum, r.Seq)), nil
}

// Find finds the copy that bears a code, as people type it.
func Find(ctx context.Context, from Copies, jurisdiction int32, typed string) (x Copy, ok bool, err error) {
	code, entry, ok := signoff.ParseCode(typed)
	if !ok {
		return x, false, nil
	}
	name, err := from.JournalName(ctx, jurisdiction, act.Access)
	if err != nil {
		return x, false, err
	}
	list, err := from.Entries(ctx, name, entry-1, 1)
	if err != nil || len(list) == 0 || list[0].Seq != entry || list[0].Kind != copied {
		return x, false, err
	}
	e := list[0]
	x.Entry, x.Taken, x.Person = e.Seq, e.At, e.Person
	for _, f := range e.Facts {
		n, s := f.Value.AsInt(), f.Value.AsText()
		switch f.Name {
		case "at":
			x.At = n
		case "body":
			x.Body.ID = ref.ID(n)
		case "kind":
			x.Sort = ref.Kind(s)
		case "lines":
			x.Lines = n
		case "most":
			x.Most = n
		case "on":
			x.On = when.Day(n)
		case "state":
			x.State = s
		case "sum":
			x.Sum = s
		case "year":
			x.Year = int(n)
		}
	}
	sum, err := hex.DecodeString(x.Sum)
	return x, err == nil && signoff.Code(sum, entry) == code, nil
}

// Sum is the digest of lines, of every word and day of them, in hexadecimal; it depends
// on no language.
func Sum(lines []Line) string {
	h := sha256.New()
	for _, l := range lines {
		io.WriteString(h, l.sum())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sum is the digest of one line.
func (l Line) sum() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %d %q %q %d %q %d %d %d %q %t %t %q %q %q %q %d", l.Ref.Kind, l.Ref.ID, l.Number, l.Title, l.Person,
		l.Post, l.Since, l.Due, l.Closed, l.State.Key, l.Open, l.Late, l.Form, l.Clock, l.Place, l.Participants, l.Done)
	for _, m := range l.Records {
		fmt.Fprintf(h, " %d %q %d", m.ID, m.Number, m.On)
	}
	return string(h.Sum(nil))
}

// Changed is how many lines are not as they were: others, new ones and those that are
// gone.
func Changed(then, now []Line) (n int) {
	was := make(map[ref.Ref]string, len(then))
	for _, l := range then {
		was[l.Ref] = l.sum()
	}
	for _, l := range now {
		if sum, ok := was[l.Ref]; !ok || sum != l.sum() {
			n++
		}
		delete(was, l.Ref)
	}
	return n + len(was)
}

var errEnough = errors.New("no more lines are wanted")

// Read reads a ledger to its end, or at most so many lines; more says that there are
// others. most 0 reads all.
func Read(ctx context.Context, from Reads, reach func(access.Verb) access.Scope, q Asked, most int) (out []Line,
	more bool, err error) {
	err = Each(ctx, from, reach, q, func(l Line) error {
		if more = most > 0 && len(out) == most; more {
			return errEnough
		}
		out = append(out, l)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return out, more, err
}

// tries is how often a ledger is read in the hope that nothing is written meanwhile.
const tries = 3

// Exactly reads a ledger so that it is known as of which entry it tells: q.At is set
// then. Where acts are written all the time it is rebuilt from the journal.
func Exactly(ctx context.Context, jurisdiction int32, now Reads, past Past, head func() (int64, error),
	reach func(access.Verb) access.Scope, q Asked, most int) (_ Asked, out []Line, more bool, err error) {
	for try := 0; q.At == 0; try++ {
		before, err := head()
		if err != nil {
			return q, nil, false, err
		}
		if try == tries {
			q.At = before
			break
		}
		if out, more, err = Read(ctx, now, reach, q, most); err != nil {
			return q, nil, false, err
		}
		after, err := head()
		if err != nil {
			return q, nil, false, err
		}
		if after == before {
			q.At = after
			return q, out, more, nil
		}
	}
	from, _, ok, err := past(ctx, jurisdiction, q.Body, q.At)
	if err != nil || !ok {
		return q, nil, false, err
	}
	out, more, err = Read(ctx, from, reach, q, most)
	return q, out, more, err
}

// Checked is what a code says of a copy: whether the record still gives what the copy
// says, and how many lines have changed since.
type Checked struct {
	Copy
	Same    bool
	Changed int
}

// Check compares a copy with what the journal gives as of its entry, and with today,
// as far as the house itself reads.
func (x Copy) Check(ctx context.Context, jurisdiction int32, now Reads, past Past,
	reach func(access.Verb) access.Scope) (out Checked, err error) {
	out.Copy = x
	from, _, ok, err := past(ctx, jurisdiction, x.Body, x.At)
	if err != nil || !ok {
		return out, err
	}
	then, _, err := Read(ctx, from, reach, x.Asked, int(x.Most))
	if err != nil {
		return out, err
	}
	q := x.Asked
	q.At = 0
	today, _, err := Read(ctx, now, reach, q, int(x.Most))
	out.Same, out.Changed = Sum(then) == x.Sum, Changed(then, today)
	return out, err
}
