package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sort"
	"time"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/journal"
	"shuangze/internal/when"
)

// keepFaults is how many faults of one pass are listed; all are counted.
const keepFaults = 20

// VerifyOptions says by what the evidence is judged.
type VerifyOptions struct {
	Key     note.Verifier // nil = signatures are not judged
	Outside [][]byte      // signed checkpoints kept outside the database
	Kept    *Kept         // what the house put aside itself: the database must hold the same; nil = not judged
}

// Verification is what both passes found.
type Verification struct {
	Journals []journal.Report // one per head row, in order of their numbers
	Strays   Findings         // evidence that belongs to no journal
	State    State
	Schema   Findings        // what the database is made of
	Standby  bool            // a hot standby: of what it is made, only the settings were judged
	Vouched  []journal.Fault // what was in doubt and signed over because a person vouched for it: the entries that say so
	Evidence time.Duration   // what the evidence pass took
	Replay   time.Duration   // what the state pass took
}

// Findings are the first faults of a pass and the number of all.
type Findings struct {
	Faults []journal.Fault
	Total  int64
}

func (f *Findings) add(x journal.Fault) {
	if f.Total++; f.Total <= keepFaults {
		f.Faults = append(f.Faults, x)
	}
}

// OK says whether everything fits.
func (v Verification) OK() bool {
	for _, r := range v.Journals {
		if !r.OK() {
			return false
		}
	}
	return v.Strays.Total == 0 && v.State.Total == 0 && v.State.Derived.Total == 0 && v.Schema.Total == 0
}

// First is the fault to look at first: evidence before state, since a state
// replayed from wrong evidence says little; ok is false when there is none.
func (v Verification) First() (f journal.Fault, ok bool) {
	for _, r := range v.Journals {
		if len(r.Faults) > 0 {
			return r.Faults[0], true
		}
	}
	for _, x := range [][]journal.Fault{v.Strays.Faults, v.State.Faults, v.State.Derived.Faults, v.Schema.Faults} {
		if len(x) > 0 {
			return x[0], true
		}
	}
	return f, false
}

// Verify recomputes the journal from its stored bytes (evidence pass) and every
// covered row from the journal (state pass), in one snapshot, while the house
// goes on working. What does not fit is in the result; the error is for
// reading that failed.
func (db *DB) Verify(ctx context.Context, o VerifyOptions) (v Verification, err error) {
	s, err := db.snapshot(ctx)
	if err != nil {
		return v, err
	}
	defer s.close()
	return s.verify(o)
}

// snapshot is one connection in one transaction that sees one moment.
type snapshot struct {
	ctx    context.Context
	d      dialect
	tables *Schema
	seals  *sealKeys
	conn   *sql.Conn
	now    when.Instant
	url    string
}

func (db *DB) snapshot(ctx context.Context) (*snapshot, error) {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	begin := "BEGIN"
	if db.d.postgres {
		begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		conn.Close()
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return &snapshot{ctx, db.d, db.tables, db.seals, conn, db.clock(), db.url}, nil
}

func (s *snapshot) close() {
	s.conn.ExecContext(context.WithoutCancel(s.ctx), "ROLLBACK")
	s.conn.Close()
}

// each gives every row of a query; dest are the addresses scanned into. The
// next query may be asked only after it returns: PostgreSQL answers one at a
// time.
func (s *snapshot) each(yield func() error, dest []any, q string, args ...any) error {
	rows, err := s.conn.QueryContext(s.ctx, s.d.sql(q), args...)
	if err != nil {
		return fmt.Errorf("%w in %s", err, q)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := yield(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *snapshot) verify(o VerifyOptions) (v Verification, err error) {
	if v.Standby, err = s.standby(); err != nil {
		return v, err
	}
	if err := s.schema(&v.Schema, !v.Standby); err != nil {
		return v, err
	}
	if err := s.passes(o, &v); err != nil {
		if v.Schema.Total == 0 {
			return v, err
		}
		// A database that is made otherwise need not be readable: what is wrong
		// with it has been found.
		v.Schema.add(journal.Fault{What: "unreadable", Detail: err.Error()})
	}
	return v, nil
}

// passes are the evidence pass and the state pass.
func (s *snapshot) passes(o VerifyOptions, v *Verification) error {
	began := time.Now()
	books, err := s.books()
	if err != nil {
		return err
	}
	names := map[string]bool{}
	lacking, err := s.kept(o.Kept, books, &v.Strays)
	if err != nil {
		return err
	}
	outside := append(o.Outside[:len(o.Outside):len(o.Outside)], lacking...)
	var latest int64
	if err := s.each(func() error { return nil }, []any{&latest}, latestNote, int64(s.now)); err != nil {
		return err
	}
	for _, b := range books {
		names[b.name], b.latest = true, when.Instant(latest)
		r, err := journal.Verify(b, o.Key, outside)
		if err != nil {
			return err
		}
		b.judge()
		r.Faults = merge(b.found.Faults, r.Faults)
		r.Total += b.found.Total
		v.Journals, v.Vouched = append(v.Journals, r), append(v.Vouched, b.vouched...)
	}
	for _, signed := range outside {
		if c, err := journal.ReadCheckpoint(signed); err == nil && c.Size > 0 && !names[c.Journal] {
			v.Strays.add(journal.Fault{Journal: c.Journal, Seq: 1, What: "outside-missing",
				Detail: fmt.Sprintf("the checkpoint says %d entries, there is no such journal", c.Size)})
		}
	}
	if err := s.strays(books, &v.Strays); err != nil {
		return err
	}
	v.Evidence = time.Since(began)
	began = time.Now()
	if v.State, err = s.state(books); err != nil {
		return err
	}
	v.Replay = time.Since(began)
	return nil
}

// merge puts the findings of one journal in order of their entries. Those
// about the columns stand before those that only follow from them.
func merge(a, b []journal.Fault) []journal.Fault {
	all := append(append([]journal.Fault{}, b...), a...)
	if len(a) == 0 {
		return all
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Seq < all[j].Seq })
	return all
}

// books reads the heads, in order of their numbers.
func (s *snapshot) books() (out []*bookSource, err error) {
	var b bookSource
	var frontier []byte
	err = s.each(func() error {
		c := b
		c.s, c.frontier = s, append([]byte{}, frontier...)
		out = append(out, &c)
		return nil
	}, []any{&b.name, &b.no, &b.size, &frontier, &b.nextID, &b.at},
		`SELECT journal,no,size,frontier,next_id,at FROM head ORDER BY no,journal`)
	if err != nil {
		return nil, fmt.Errorf("heads: %w", err)
	}
	return out, nil
}

// strays looks for evidence that no head claims.
func (s *snapshot) strays(books []*bookSource, found *Findings) error {
	names, numbers := map[string]bool{}, map[int64]string{}
	for i, b := range books {
		names[b.name] = true
		if b.no != int64(i+1) {
			found.add(journal.Fault{Journal: b.name, What: "head-number",
				Detail: fmt.Sprintf("number %d, %d was given", b.no, i+1)})
		}
		if other, twice := numbers[b.no]; twice {
			found.add(journal.Fault{Journal: b.name, What: "head-number",
				Detail: fmt.Sprintf("number %d is also that of %s", b.no, other)})
		}
		numbers[b.no] = b.name
	}
	// Entries stand by journal in the order of their ids: look between the
	// journals only.
	from := int64(-1 << 63)
	for i := 0; i <= len(books); i++ {
		to, op := int64(1<<63-1), "<="
		if i < len(books) {
			to, op = entryID(books[i].no, 0), "<"
		}
		var id int64
		var frozen []byte
		err := s.each(func() error {
			f := journal.Fault{What: "entry-stray", Detail: fmt.Sprintf("entry id %d is in the range of no journal", id)}
			if e, err := journal.Parse(frozen); err == nil {
				f.Journal, f.Seq = e.Journal, e.Seq
			}
			found.add(f)
			return nil
		}, []any{&id, &frozen}, `SELECT id,frozen FROM entry WHERE id>=$1 AND id`+op+`$2 ORDER BY id`, from, to)
		if err != nil {
			return fmt.Errorf("strays: %w", err)
		}
		if i < len(books) {
			from = entryID(books[i].no+1, 0)
		}
	}
	var id, n int64
	var name string
	return errors.Join(
		s.each(func() error {
			found.add(journal.Fault{What: "node-stray", Detail: fmt.Sprintf("%d nodes of journal number %d, which is none",
				n, id)})
			return nil
		}, []any{&id, &n}, `SELECT journal,COUNT(*) FROM node WHERE journal NOT IN (SELECT no FROM head) GROUP BY journal ORDER BY journal`),
		s.each(func() error {
			found.add(journal.Fault{Journal: name, What: "checkpoint-stray",
				Detail: fmt.Sprintf("%d checkpoints of a journal that is none", n)})
			return nil
		}, []any{&name, &n}, `SELECT journal,COUNT(*) FROM checkpoint WHERE journal NOT IN (SELECT journal FROM head) GROUP BY journal ORDER BY journal`),
		s.each(func() error {
			f := journal.Fault{What: "opening-stray", Detail: fmt.Sprintf("an opening of entry id %d, which is not there", id)}
			f.Journal, f.Seq = numbers[id>>40+1], id&(1<<40-1)
			found.add(f)
			return nil
		}, []any{&id}, `SELECT entry FROM opening WHERE entry NOT IN (SELECT id FROM entry) ORDER BY entry`),
		s.counties(books, names, found))
}

// counties looks for the journals that there must be, and for those that no
// county has. An empty one may be left of a founding that was broken off.
func (s *snapshot) counties(books []*bookSource, names map[string]bool, found *Findings) error {
	var code string
	var demo int64
	known := map[string]bool{"system": true}
	missing := func(name, why string) {
		if known[name] = true; !names[name] {
			found.add(journal.Fault{Journal: name, What: "head-missing", Detail: why})
		}
	}
	if !s.tables.has("jurisdiction") { // tables of another house: it keeps the journal system alone
		return nil
	}
	err := s.each(func() error {
		n := namesOf(code, demo != 0)
		for _, name := range []string{n.acts, n.access} {
			missing(name, "the county "+code+" must have this journal")
		}
		missing("system", "every database with a county must have this journal")
		return nil
	}, []any{&code, &demo}, `SELECT code,demo FROM jurisdiction ORDER BY no`)
	for _, b := range books {
		if !known[b.name] && b.size > 0 {
			found.add(journal.Fault{Journal: b.name, Seq: 1, What: "head-extra", Detail: "no county has this journal"})
		}
	}
	return err
}
