package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Signed is a checkpoint and its signed note, to be kept outside as well.
type Signed struct {
	journal.Checkpoint
	Note []byte
}

// Checkpoint signs the state of every journal that grew since its last
// checkpoint and appends the notes to the database, in a transaction of its
// own. Each names the note before it. It writes nothing when nothing grew. The
// caller keeps what it returns outside the database, and has asked Doubts first.
func (db *DB) Checkpoint(ctx context.Context, signer note.Signer) (made []Signed, err error) {
	const grown = `FROM head h LEFT JOIN checkpoint c ON c.journal=h.journal AND c.size=(SELECT MAX(size) FROM checkpoint x WHERE x.journal=h.journal)
		WHERE h.size>COALESCE(c.size,0)`
	var n int
	if err := db.queryRow(ctx, `SELECT COUNT(*) `+grown).Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	err = db.submit(ctx, "", func(tx *Tx) error {
		made = nil
		at, err := tx.signedAt()
		if err != nil {
			return err
		}
		if db.d.postgres {
			// One process at a time: two that sign at once would both name the same
			// note as the one before theirs.
			if _, err := tx.exec(`SELECT pg_advisory_xact_lock(6109270003)`); err != nil {
				return err
			}
		}
		rows, err := tx.query(`SELECT h.journal,h.size,h.frontier,COALESCE(c.note,'') ` + grown + ` ORDER BY h.journal`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			c := journal.Checkpoint{At: at, Chained: true}
			var frontier []byte
			var before string
			if err := rows.Scan(&c.Journal, &c.Size, &frontier, &before); err != nil {
				return err
			}
			tree, err := journal.OpenRange(c.Size, frontier)
			if err != nil {
				return fmt.Errorf("head of %s: %w", c.Journal, err)
			}
			c.Root = tree.Root()
			if before != "" {
				// One that cannot be read is signed over only after a person vouched:
				// the chain stays broken there, and verify says so.
				c.After = sha256.Sum256([]byte(before))
				if last, err := journal.ReadCheckpoint([]byte(before)); err == nil {
					c.After = last.Digest()
				}
			}
			signed, err := c.Sign(signer)
			if err != nil {
				return err
			}
			made = append(made, Signed{c, signed})
		}
		if err := rows.Err(); err != nil {
			return err
		}
		rows.Close() // PostgreSQL cannot write while it is still answering
		for _, m := range made {
			if _, err := tx.exec(`INSERT INTO checkpoint(journal,size,at,note) VALUES($1,$2,$3,$4)`,
				m.Journal, m.Size, int64(m.At), string(m.Note)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	db.codes.Store(new(sync.Map))
	return made, nil
}

// NotesAfter reads the notes of a journal of more than size entries, in order;
// all of them with −1.
func (db *DB) NotesAfter(ctx context.Context, name string, size int64) ([]Signed, error) {
	rows, err := db.query(ctx, `SELECT note FROM checkpoint WHERE journal=$1 AND size>$2 ORDER BY size`, name, size)
	return collect(rows, err, func(r rowsLike, m *Signed) error {
		if err := r.Scan(&m.Note); err != nil {
			return err
		}
		m.Checkpoint, _ = journal.ReadCheckpoint(m.Note) // one that is none is for verify to name
		return nil
	})
}

// lastNotes goes from the name of one journal to the next, however many notes each has.
const lastNotes = `WITH RECURSIVE j(name) AS (SELECT MIN(journal) FROM checkpoint UNION ALL
	SELECT (SELECT MIN(journal) FROM checkpoint WHERE journal>j.name) FROM j WHERE j.name IS NOT NULL)
	SELECT c.journal,c.size,c.note FROM j JOIN checkpoint c ON c.journal=j.name
	AND c.size=(SELECT MAX(size) FROM checkpoint x WHERE x.journal=j.name) ORDER BY c.journal`

// LastNotes reads the last note of every journal that has one.
func (db *DB) LastNotes(ctx context.Context) ([]Signed, error) {
	rows, err := db.query(ctx, lastNotes)
	return collect(rows, err, func(r rowsLike, m *Signed) error {
		var name string
		var size int64
		if err := r.Scan(&name, &size, &m.Note); err != nil {
			return err
		}
		m.Checkpoint, _ = journal.ReadCheckpoint(m.Note)
		m.Journal, m.Size = name, size // what is looked for in the table
		return nil
	})
}

// What a crash explains: acts of the last minutes that no checkpoint covers.
// Quiet time does not count, so that neither a night nor a clock that was set
// makes a fault of what a crash left.
const (
	quietMost     = 60_000_000     // microseconds: what a gap between two entries counts at most
	uncoveredMost = 5 * quietMost  // of activity in one journal
	outlivedMost  = 60 * quietMost // until another journal was signed without this one
)

// uncovered measures the entries of one journal behind its last note.
type uncovered struct {
	first, last when.Instant
	active      int64 // microseconds
	entries     int64
}

func (u *uncovered) add(at when.Instant) {
	if u.entries++; u.entries == 1 {
		u.first, u.last = at, at
		return
	}
	u.active += min(max(int64(at-u.last), 0), quietMost)
	u.last = at
}

// fault says what is wrong with them; latest is the time of the latest note of
// any journal, as far as it is not in the future.
func (u *uncovered) fault(name string, covered int64, latest when.Instant) (f journal.Fault, bad bool) {
	f = journal.Fault{Journal: name, Seq: covered + 1, What: "checkpoint-uncovered"}
	switch {
	case u.entries == 0:
		return f, false
	case u.active > uncoveredMost:
		f.Detail = fmt.Sprintf("no checkpoint covers entries %d to %d, of more activity than a crash explains: later checkpoints were deleted, or none was made",
			covered+1, covered+u.entries)
	case int64(latest-u.first) > outlivedMost:
		f.Detail = fmt.Sprintf("no checkpoint covers entries %d to %d, though other journals were signed more than an hour later", covered+1, covered+u.entries)
	default:
		return f, false
	}
	return f, true
}

// latestNote is the time of the latest note up to now. Those of the future were
// made by a clock that was wrong and say nothing of today.
const latestNote = `SELECT COALESCE(MAX(at),0) FROM checkpoint WHERE at<=$1`

// Keeping is what lies beside the key: the last note of every journal.
type Keeping struct {
	Notes map[string]Signed // by journal
	There bool              // the file was there
}

// Doubts says why the house must not sign as things stand: what it would sign
// does not continue what was signed. It asks for little, so that every start and
// every minute can; Verify asks for everything. At a start the acts that no note
// covers are judged as well: in a process that goes on working they are known to
// be its own.
func (db *DB) Doubts(ctx context.Context, kept Keeping, v note.Verifier, start bool) (out []journal.Fault, err error) {
	var latest when.Instant
	if err := db.queryRow(ctx, latestNote, int64(db.clock())).Scan(&latest); err != nil {
		return nil, fmt.Errorf("doubts: %w", err)
	}
	rows, err := db.query(ctx, `SELECT h.journal,h.no,h.size,h.frontier,COALESCE(c.size,0),COALESCE(c.note,'') FROM head h
		LEFT JOIN checkpoint c ON c.journal=h.journal AND c.size=(SELECT MAX(size) FROM checkpoint x WHERE x.journal=h.journal) ORDER BY h.no`)
	heads, err := collect(rows, err, func(r rowsLike, s *standing) error {
		return r.Scan(&s.name, &s.no, &s.size, &s.frontier, &s.covered, &s.note)
	})
	if err != nil {
		return nil, fmt.Errorf("doubts: %w", err)
	}
	there := map[string]bool{}
	for _, s := range heads {
		there[s.name] = true
		if err := db.doubt(ctx, s, kept, v, &out); err != nil {
			return nil, fmt.Errorf("doubts: %w", err)
		}
		if !start || s.covered >= s.size {
			continue
		}
		rows, err := db.query(ctx, `SELECT at FROM entry WHERE id>$1 AND id<=$2 ORDER BY id`, entryID(s.no, s.covered),
			entryID(s.no, s.size))
		times, err := collect(rows, err, func(r rowsLike, at *when.Instant) error { return r.Scan(at) })
		if err != nil {
			return nil, fmt.Errorf("doubts: %w", err)
		}
		var u uncovered
		for _, at := range times {
			u.add(at)
		}
		if f, bad := u.fault(s.name, s.covered, latest); bad {
			out = append(out, f)
		}
	}
	for name, k := range kept.Notes {
		if !there[name] {
			out = append(out, journal.Fault{Journal: name, Seq: 1, What: "checkpoint-behind",
				Detail: fmt.Sprintf("the note beside the key says %d entries, there is no such journal", k.Size)})
		}
	}
	return out, nil
}

// standing is a journal's head and its last note.
type standing struct {
	name          string
	no            int64
	size, covered int64
	frontier      []byte
	note          string
}

// doubt compares the last note of one journal with the one beside the key and
// with the tree.
func (db *DB) doubt(ctx context.Context, s standing, kept Keeping, v note.Verifier, out *[]journal.Fault) error {
	fault := func(seq int64, what, format string, args ...any) {
		*out = append(*out, journal.Fault{Journal: s.name, Seq: seq, What: what, Detail: fmt.Sprintf(format, args...)})
	}
	k, beside := kept.Notes[s.name]
	switch {
	case beside && k.Size > s.covered:
		fault(s.covered+1, "checkpoint-behind",
			"the note beside the key says %d entries, the last one in the database says %d", k.Size, s.covered)
	case beside:
		var n int
		if err := db.queryRow(ctx, `SELECT COUNT(*) FROM checkpoint WHERE journal=$1 AND size=$2 AND note=$3`, s.name, k.Size,
			string(k.Note)).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			fault(k.Size, "checkpoint-missing", "the note beside the key, of %d entries, is not in the database as it was made",
				k.Size)
		}
	}
	if s.note == "" {
		return nil
	}
	c, err := journal.ReadCheckpoint([]byte(s.note))
	if err != nil || c.Journal != s.name || c.Size != s.covered {
		fault(s.covered, "checkpoint-bytes", "the last note, stored as of %d entries, is no note of them", s.covered)
		return nil
	}
	if !kept.There && c.Chained && c.After != [32]byte{} {
		fault(c.Size, "kept-last", "the file of the last notes beside the key is gone")
	}
	if v != nil {
		if _, err := journal.OpenCheckpoint([]byte(s.note), v); err != nil {
			fault(c.Size, "checkpoint-key", "the last note, of %d entries, is not signed by the key: %v", c.Size, err)
		}
	}
	if c.Size > s.size {
		fault(s.size+1, "checkpoint-ahead", "the last note says %d entries, there are %d", c.Size, s.size)
		return nil
	}
	tree, err := journal.OpenRange(s.size, s.frontier)
	if err != nil {
		fault(0, "head-frontier", "%v", err)
		return nil
	}
	proof, err := journal.Consistency(c.Size, s.size, db.nodes(ctx, s.no))
	if err == nil {
		err = journal.VerifyConsistency(c.Size, s.size, c.Root, tree.Root(), proof)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		fault(c.Size, "checkpoint-root", "the tree does not continue that of the last note: %v", err)
	}
	return nil
}

// vouchedKind is the entry by which a person answers for a doubt.
const vouchedKind journal.Kind = "checkpoint.vouched.v1"

// Vouch records in the journal system that a person at the console answers for
// what is in doubt, and why: one entry for each doubt. A clock in doubt does not
// stand in the way: after an old backup both are, and one must be first.
func (db *DB) Vouch(ctx context.Context, agent, reason string, doubts []journal.Fault) error {
	for _, f := range doubts {
		c := act.Command{Actor: machine(agent), Verb: "checkpoint.vouch", Journal: act.System, Doubt: act.StandsStill}
		_, err := db.Perform(ctx, c, func(t act.Tx) error {
			t.(*Tx).allowed = true // whoever holds the machine and the key: nobody signs in for this
			return t.Record(vouchedKind, ref.Ref{}, act.Code("journal", f.Journal), act.Number("number", f.Seq),
				act.Code("what", f.What), act.Words("reason", reason))
		})
		if err != nil {
			return fmt.Errorf("vouch: %w", err)
		}
	}
	return nil
}
