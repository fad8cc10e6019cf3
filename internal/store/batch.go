package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sort"
	"strings"
	"time"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// most is how many waiting commands share one flush.
const most = 64

// job is one piece of work for the writer: a command, or an ephemeral write.
type job struct {
	ctx     context.Context
	book    string // journal to lock; "" for ephemeral writes
	run     func(*Tx) error
	done    chan error
	skipped bool
}

// errClosed is a fault: the database is being shut down.
var errClosed = errors.New("the database is closing")

// submit queues a job and waits for the batch that holds it to commit. A
// cancelled request is skipped while it waits, never in the middle.
func (db *DB) submit(ctx context.Context, book string, run func(*Tx) error) error {
	j := &job{ctx: ctx, book: book, run: run, done: make(chan error, 1)}
	select {
	case db.queue <- j:
	case <-db.stop:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.done:
		return err
	case <-db.ended:
		select {
		case err := <-j.done:
			return err
		default:
			return errClosed
		}
	}
}

// work is the one writer of this process.
func (db *DB) work() {
	defer close(db.ended)
	w := &writer{db: db, stmts: map[string]*sql.Stmt{}, stamps: map[int32]int64{}}
	defer w.close()
	timer := time.NewTimer(0)
	wait := idleFor
	for {
		var first *job
		var idle <-chan time.Time
		if w.untidy {
			timer.Reset(wait)
			idle = timer.C
		}
		select {
		case first = <-db.queue:
			wait = idleFor
		case <-idle:
			w.tidy()
			wait = 0
			continue
		case <-db.stop:
			select {
			case first = <-db.queue:
			default:
				return
			}
		}
		batch := append(w.batch[:0], first)
	fill:
		for len(batch) < most {
			select {
			case j := <-db.queue:
				batch = append(batch, j)
			default:
				break fill
			}
		}
		w.batch = batch
		w.perform(batch)
	}
}

// writer owns the connection on which everything is written.
type writer struct {
	db    *DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	batch []*job
	// registers kept between commands; dropped when a command that touched
	// them is rolled back.
	registers map[int32]*keptCounty
	today     map[int32]madeCounty // dropped likewise
	stamps    map[int32]int64      // of the registers, as this batch found them
	last      int64                // time of the latest entry of all journals, as this batch found it
	untidy    bool                 // the search index has segments to merge
}

func (w *writer) close() {
	for _, s := range w.stmts {
		s.Close()
	}
	if w.conn != nil {
		w.conn.Close()
	}
}

// perform runs a batch in one transaction and answers everyone after COMMIT.
func (w *writer) perform(batch []*job) {
	results := make([]error, len(batch))
	err := w.attempt(batch, results)
	if err != nil {
		// Nothing of the batch is in the database: nobody is told otherwise.
		w.reset()
	}
	// A disk that was full while one command wrote takes back the whole batch, and
	// what the engine says of that is another fault.
	full := DiskFull(err)
	for _, r := range results {
		full = full || DiskFull(r)
	}
	if full {
		slog.Error("no room on the disk", "err", errors.Join(append(results, err)...))
	}
	for i, j := range batch {
		switch {
		case err == nil && DiskFull(results[i]), err != nil && !j.skipped && full:
			results[i] = noRoom()
		case err != nil && !j.skipped:
			results[i] = fmt.Errorf("commit: %w", err)
		}
		j.done <- results[i]
	}
}

// reset drops the connection after a fault, so that no open transaction or
// stale statement survives.
func (w *writer) reset() {
	if w.conn != nil {
		w.conn.ExecContext(context.Background(), "ROLLBACK")
	}
	w.close()
	w.conn, w.stmts, w.registers, w.today = nil, map[string]*sql.Stmt{}, nil, nil
	w.db.counts.forget()
}

// book is a journal's head during one batch.
type book struct {
	name   string
	no     int64
	tree   *journal.Range
	nextID int64
	at     int64 // time of the last entry: time runs backwards only where it was confirmed (package clock)
	was    int64 // size before this batch
	dirty  bool
}

func (w *writer) attempt(batch []*job, results []error) error {
	ctx := context.Background() // the batch is nobody's request
	if w.conn == nil {
		conn, err := w.db.write.Conn(ctx)
		if err != nil {
			return err
		}
		w.conn = conn
	}
	begin := "BEGIN IMMEDIATE"
	if w.db.d.postgres {
		begin = "BEGIN ISOLATION LEVEL READ COMMITTED"
	}
	if _, err := w.conn.ExecContext(ctx, begin); err != nil {
		return err
	}
	books, err := w.heads(ctx, batch)
	if err != nil {
		return err
	}
	clear(w.stamps)
	alone := len(batch) == 1
	all := gathered{tallies: map[tallyKey]int64{}}
	for i, j := range batch {
		if j.ctx.Err() != nil {
			results[i], j.skipped = j.ctx.Err(), true
			continue
		}
		if err := w.one(ctx, j, alone, books, &all, &results[i]); err != nil {
			return err
		}
	}
	if alone && results[0] != nil {
		_, err := w.conn.ExecContext(ctx, "ROLLBACK")
		return err
	}
	if err := w.flush(all); err != nil {
		return err
	}
	for _, b := range books {
		if b.dirty {
			if _, err := w.exec(`UPDATE head SET size=$1,frontier=$2,next_id=$3,at=$4 WHERE journal=$5`,
				b.tree.Size(), b.tree.Frontier(), b.nextID, b.at, b.name); err != nil {
				return err
			}
		}
	}
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	w.db.counts.follow(books, all.tallies)
	if !w.db.d.postgres {
		w.untidy = w.untidy || len(all.found) > 0
		w.db.hasWritten()
	}
	return nil
}

// gathered is what the commands of a batch leave to be written once, after all
// of them, when no savepoint is open any more.
type gathered struct {
	tallies map[tallyKey]int64
	found   []searchRow
	nodes   []node
}

func (w *writer) flush(g gathered) error {
	if err := w.flushTallies(g.tallies); err != nil {
		return err
	}
	if err := w.flushNodes(g.nodes); err != nil {
		return err
	}
	return w.flushSearch(g.found)
}

// heads reads the heads of the journals concerned from their rows and locks
// them, in name order, as the transaction's first statement.
func (w *writer) heads(ctx context.Context, batch []*job) (map[string]*book, error) {
	names := map[string]bool{}
	for _, j := range batch {
		if j.book != "" {
			names[j.book] = true
		}
	}
	books := map[string]*book{}
	if len(names) == 0 {
		return books, nil
	}
	sorted := make([]string, 0, len(names))
	for n := range names {
		sorted = append(sorted, n)
	}
	sort.Strings(sorted)
	marks, args := make([]string, len(sorted)), make([]any, len(sorted))
	for i, n := range sorted {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), n
	}
	s, err := w.prepared(`SELECT journal,no,size,frontier,next_id,at FROM head WHERE journal IN (` +
		strings.Join(marks, ",") + `) ORDER BY journal {for update}`)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		b := &book{}
		var size int64
		var frontier []byte
		if err := rows.Scan(&b.name, &b.no, &size, &frontier, &b.nextID, &b.at); err != nil {
			return nil, err
		}
		if b.tree, err = journal.OpenRange(size, frontier); err != nil {
			return nil, fmt.Errorf("head of %s: %w", b.name, err)
		}
		b.was = size
		books[b.name] = b
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	// Asked after the heads are locked, so that what another process has just
	// confirmed is seen.
	if s, err = w.prepared(lastEntry); err != nil {
		return nil, err
	}
	return books, s.QueryRowContext(ctx).Scan(&w.last)
}

// one runs a job in a savepoint; a job alone in its batch needs none, because
// the batch is taken back with it. Its own error is its result; a returned
// error is a fault of the batch.
func (w *writer) one(ctx context.Context, j *job, alone bool, books map[string]*book,
	all *gathered, result *error) error {
	tx := &Tx{w: w, ctx: ctx, loaded: map[rowKey]stored{}}
	var saved book
	if j.book != "" {
		b := books[j.book]
		if b == nil {
			*result = fmt.Errorf("no journal %q", j.book)
			return nil
		}
		saved = *b
		saved.tree = b.tree.Clone()
		tx.book = b
	}
	if err := w.savepoint("SAVEPOINT one", alone); err != nil {
		return err
	}
	err := safely(func() error { return j.run(tx) })
	if err == nil {
		err = tx.complete()
	}
	if err != nil {
		*result = err
		if tx.book != nil {
			*tx.book = saved
		}
		if tx.registers {
			clear(w.registers)
			clear(w.today)
			clear(w.stamps)
		}
		if err := w.savepoint("ROLLBACK TO SAVEPOINT one", alone); err != nil {
			return err
		}
		return w.savepoint("RELEASE SAVEPOINT one", alone)
	}
	if err := w.savepoint("RELEASE SAVEPOINT one", alone); err != nil {
		return err
	}
	for k, n := range tx.tallies {
		all.tallies[k] += n
	}
	all.found = append(all.found, tx.found...)
	all.nodes = append(all.nodes, tx.nodes...)
	return nil
}

func (w *writer) savepoint(q string, alone bool) error {
	if alone {
		return nil
	}
	_, err := w.exec(q)
	return err
}

// safely turns a panic of one command into its fault, so that the others of
// the batch are not lost.
func safely(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return f()
}

func (w *writer) prepared(q string) (*sql.Stmt, error) {
	if s := w.stmts[q]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(context.Background(), w.db.d.sql(q))
	if err != nil {
		return nil, err
	}
	w.stmts[q] = s
	return s, nil
}

func (w *writer) exec(q string, args ...any) (int64, error) {
	s, err := w.prepared(q)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (w *writer) query(q string, args ...any) (*sql.Rows, error) {
	s, err := w.prepared(q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}

// entryID places an entry of a journal among all journals of the database.
func entryID(no, seq int64) int64 { return (no-1)<<40 | seq }

// newID is the next identifier of the journal's jurisdiction.
func (b *book) newID() ref.ID {
	b.dirty = true
	id := ref.ID((b.no-1)<<40 | b.nextID)
	b.nextID++
	return id
}
