package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/journal"
)

// Trial is one thing done by hand to the data, and what verify made of it.
type Trial struct {
	What    string
	Journal string // the entry that must be named; Seq 0 = none in particular
	Seq     int64
	Code    string // the finding that must be among those found; "" = any
	Beyond  bool   // cannot be found from the database alone, and must not pretend to be
	Absent  bool   // the data holds nothing to try it on
	Found   bool
	Pass    string        // "evidence", "state", "derived" or "schema"
	Fault   journal.Fault // the finding that names the entry, or else the first
	Named   bool          // the entry that must be named is
}

// Good says whether the trial ended as it must.
func (t Trial) Good() bool { return t.Absent || t.Found != t.Beyond && (t.Beyond || t.Named) }

// DrillOptions says what is tried.
type DrillOptions struct {
	Signer note.Signer // of the notes; whoever rewrites the past in the drill may hold the key too
	Key    note.Verifier
	Kept   *Kept  // what the house put aside; nil = what it would have of the notes in the database
	Pass   func() // lets two minutes pass on the clock that the database follows
	Every  bool   // every column of every table instead of one of each sort

	// Only says by its words which edits are tried; nil = all.
	Only func(what string) bool
}

// Drill edits the data by hand in many ways and verifies after each. Every
// edit is undone by rolling it back. It locks the database and plays some acts
// first: run it on a copy.
func (db *DB) Drill(ctx context.Context, o DrillOptions, report func(Trial)) error {
	kept, err := db.live(ctx, o)
	if err != nil {
		return fmt.Errorf("drill: %w", err)
	}
	b, err := db.beside(ctx)
	if err != nil {
		return fmt.Errorf("drill: %w", err)
	}
	defer b.close()
	h := &hand{snapshot{ctx, db.d, db.tables, db.seals, b.conn, db.clock(), db.url}}
	before, err := h.verify(VerifyOptions{Key: o.Key, Kept: kept})
	if err != nil {
		return fmt.Errorf("drill: %w", err)
	}
	if f, bad := before.First(); bad {
		return fmt.Errorf("drill: the data does not fit before anything is done to it: %w", f)
	}
	edits, err := h.edits(o, kept)
	if err != nil {
		return fmt.Errorf("drill: %w", err)
	}
	for _, e := range edits {
		if o.Only != nil && !o.Only(e.What) {
			continue
		}
		if e.Absent {
			report(e.Trial)
			continue
		}
		t, err := h.try(e, o.Key)
		if err != nil {
			return fmt.Errorf("drill: %s: %w", e.What, err)
		}
		report(t)
	}
	return nil
}

// edit is one thing to do by hand.
type edit struct {
	Trial
	do      func() error
	outside [][]byte // checkpoints kept elsewhere, given to verify
	kept    func() (*Kept, error)
	within  string // the pass that must find it; "" = any
}

// hand writes past the house.
type hand struct{ snapshot }

func (h *hand) exec(q string, args ...any) error {
	r, err := h.conn.ExecContext(h.ctx, h.d.sql(q), args...)
	if err != nil {
		return fmt.Errorf("%w in %s", err, q)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("nothing was changed by %s (%v)", q, err)
	}
	return nil
}

func (h *hand) row(dest []any, q string, args ...any) error {
	return h.conn.QueryRowContext(h.ctx, h.d.sql(q), args...).Scan(dest...)
}

// try does one edit, verifies and undoes it.
func (h *hand) try(e edit, key note.Verifier) (t Trial, err error) {
	t = e.Trial
	if _, err := h.conn.ExecContext(h.ctx, "BEGIN"); err != nil {
		return t, err
	}
	defer func() {
		_, undo := h.conn.ExecContext(context.WithoutCancel(h.ctx), "ROLLBACK")
		err = errors.Join(err, undo)
	}()
	if err := e.do(); err != nil {
		return t, err
	}
	look := VerifyOptions{Key: key, Outside: e.outside}
	if e.kept != nil {
		if look.Kept, err = e.kept(); err != nil {
			return t, err
		}
	}
	var v Verification
	if e.within == "schema" {
		v, err = h.verify(look)
	} else {
		// Rows were edited and no declaration: Drill found these as they must be before the first edit, and an edit
		// of rows that only they would tell is not found.
		err = h.passes(look, &v)
	}
	if err != nil {
		return t, err
	}
	t.judge(v, e.within)
	return t, nil
}

// judge looks for the finding that names the entry.
func (t *Trial) judge(v Verification, within string) {
	look := func(pass string, faults []journal.Fault) {
		for _, f := range faults {
			named := (t.Seq == 0 || f.Journal == t.Journal && f.Seq == t.Seq) && (t.Code == "" || t.Code == f.What) &&
				(within == "" || within == pass)
			if !t.Found || named && !t.Named {
				t.Found, t.Named, t.Pass, t.Fault = true, named, pass, f
			}
		}
	}
	for _, r := range v.Journals {
		look("evidence", r.Faults)
	}
	look("evidence", v.Strays.Faults)
	look("state", v.State.Faults)
	look("derived", v.State.Derived.Faults)
	look("schema", v.Schema.Faults)
}

// CopySchema copies every table of a PostgreSQL into a new schema of the same
// database, as they stood at one moment, and returns the address that leads
// there. The drill locks and edits only that copy. drop removes it.
func (db *DB) CopySchema(ctx context.Context, name string) (address string, drop func() error, err error) {
	u, err := url.Parse(db.url)
	if err != nil || !db.d.postgres {
		return "", nil, fmt.Errorf("copy: no PostgreSQL (%w)", err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	b, err := db.beside(ctx)
	if err != nil {
		return "", nil, fmt.Errorf("copy: %w", err)
	}
	drop = func() error {
		_, err := b.conn.ExecContext(context.WithoutCancel(ctx), "DROP SCHEMA IF EXISTS "+name+" CASCADE")
		return errors.Join(err, b.close())
	}
	todo := []string{"BEGIN ISOLATION LEVEL REPEATABLE READ", "CREATE SCHEMA " + name}
	for _, table := range slices.Sorted(maps.Keys(db.tables.classes)) {
		todo = append(todo, "CREATE TABLE "+name+"."+table+" (LIKE "+table+" INCLUDING ALL)",
			"INSERT INTO "+name+"."+table+" SELECT * FROM "+table)
	}
	for _, s := range append(todo, "COMMIT") {
		if _, err := b.conn.ExecContext(ctx, s); err != nil {
			_, undo := b.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
			if said := onStandby(err); said != err {
				return "", nil, errors.Join(said, undo, b.close()) // there is nothing to drop
			}
			return "", nil, errors.Join(fmt.Errorf("copy: %w in %s", err, s), undo, drop())
		}
	}
	return u.String(), drop, nil
}

// besideConn is a way to the same database past the house, as a hand would
// take it: for the drill and the tests only.
type besideConn struct {
	pool *sql.DB
	conn *sql.Conn
}

func (db *DB) beside(ctx context.Context) (*besideConn, error) {
	driver, address := "pgx", db.url
	if !db.d.postgres {
		driver, address = "sqlite", "file:"+(&url.URL{Path: db.url}).EscapedPath()+
			"?_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)"
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &besideConn{pool, conn}, nil
}

func (b *besideConn) close() error { return errors.Join(b.conn.Close(), b.pool.Close()) }
