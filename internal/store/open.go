// Package store is all the SQL of the house: one text for SQLite and
// PostgreSQL, with one suite that both must pass. Covered tables are written
// only by a command's transaction together with its journal entry; see
// classes.go for the class of every table.
package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"

	"shuangze/internal/act"
	"shuangze/internal/when"
)

// DB is one database: a pool that can only read, and one writer behind a queue.
type DB struct {
	d      dialect
	tables *Schema
	read   *sql.DB
	write  *sql.DB
	clock  when.Clock
	leap   time.Duration
	url    string
	chance io.Reader

	queue  chan *job
	stop   chan struct{}
	ended  chan struct{}
	closed sync.Once

	// SQLite only (upkeep.go): a connection that writes the log back, and what
	// wakes it.
	tend   *sql.DB
	wrote  chan struct{}
	tended chan struct{} // closed when the upkeep has ended

	stmts   sync.Map // SQL text → *sql.Stmt on the reading pool
	checked sync.Map // statement that writes ephemeral rows → error or nil
	seen    counter  // statements sent on the reading pool, for the page tests
	names   sync.Map // jurisdiction → bookNames
	bookNos sync.Map // jurisdiction → number of its journal of acts
	snaps   snapshots
	codes   atomic.Pointer[sync.Map] // jurisdiction → dayCode; another map when a checkpoint was signed

	counts counts
	asks   func(act.Command) *act.Asked // see Options.Asks
	seals  *sealKeys
	look   *looking // opened to be looked at only: see Options.Look
}

// FileName is SQLite's file in the data folder.
const FileName = "shuangze.db"

// Options says where the database is and whose clock it follows.
type Options struct {
	Dir   string // folder of the SQLite file "shuangze.db"
	URL   string // postgres://… instead of Dir
	Clock when.Clock
	Cache int // SQLite page cache of the writer in KiB; 0 = 16 MiB
	// Hasty leaves the flush of each commit to the system, for a demonstration
	// that is being built and can be built again. Never for a county at work.
	Hasty bool
	// Chance is what salts are drawn from; nil = the system's. A demonstration draws
	// them from its seed, so that the same day tells the same county to the last root.
	// Never for a county at work: a salt that can be guessed hides nothing.
	Chance io.Reader
	// Asks says what the form of a command that came from no form would have asked; nil =
	// nothing is said. Only for a demonstration, whose acts are played.
	Asks func(act.Command) *act.Asked
	// Leap is how far the clock may stand from the last entry before it is
	// doubted (package clock); 0 = it is believed whatever it says.
	Leap time.Duration
	// Look opens SQLite's file so that nothing in its folder changes; nothing can
	// be written through it. It is an error when there is no file.
	Look bool
	// Seals is the file of the keys of sealed columns; "" = SealKeysFile in Dir.
	Seals string
	// Schema is the set of tables; nil = a county's.
	Schema *Schema
}

// Readers is how many connections read at once; the machines this runs on have
// few cores, and more connections only cost memory.
const readers = 4

// Open opens the database, creating the SQLite file when there is none. It
// does not migrate (see Migrate).
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Schema == nil {
		o.Schema = countySchema
	}
	db := &DB{tables: o.Schema, clock: o.Clock, leap: o.Leap, queue: make(chan *job, 1024), stop: make(chan struct{}),
		ended: make(chan struct{}), chance: cmp.Or[io.Reader](o.Chance, rand.Reader),
		asks: o.Asks, wrote: make(chan struct{}, 1), tended: make(chan struct{})}
	if db.seals = (&sealKeys{path: o.Seals}); o.Seals == "" && o.Dir != "" {
		db.seals.path = filepath.Join(o.Dir, SealKeysFile)
	}
	db.codes.Store(new(sync.Map))
	var err error
	switch {
	case o.URL != "":
		err = db.openPostgres(o.URL)
	case o.Look:
		err = db.openLooking(o.Dir)
	default:
		err = db.openSQLite(o.Dir, o.Cache, o.Hasty)
	}
	if err != nil {
		return nil, err
	}
	if err := db.write.PingContext(ctx); err != nil {
		db.read.Close()
		db.write.Close()
		return nil, errors.Join(fmt.Errorf("连不上数据库 / cannot reach the database: %w", err), db.look.close())
	}
	go db.work()
	if db.tend != nil {
		go db.upkeep()
	} else {
		close(db.tended)
	}
	return db, nil
}

func (db *DB) openSQLite(dir string, cache int, hasty bool) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return err
	}
	if cache == 0 {
		cache = 16 << 10
	}
	flush := "FULL"
	if hasty {
		flush = "OFF"
	}
	base := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" + flush +
		")&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)"
	db.d, db.url = sqliteWords, path
	if db.write, err = sql.Open("sqlite",
		base+fmt.Sprintf("&_pragma=cache_size(-%d)&_pragma=wal_autocheckpoint(%d)&_txlock=immediate",
			cache, beginAnewAt)); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	// The file is touched by the writer first, so that readers find it in WAL mode.
	// Of processes that start together on a new file one turns it to WAL, and
	// SQLite does not let the others wait for that: they ask again.
	err = db.write.Ping()
	for tries := 0; err != nil && strings.Contains(err.Error(), "SQLITE_BUSY") && tries < 100; tries++ {
		time.Sleep(50 * time.Millisecond)
		err = db.write.Ping()
	}
	if err != nil {
		return fmt.Errorf("database file %s: %w", path, err)
	}
	if db.tend, err = sql.Open("sqlite", base+"&_pragma=cache_size(-64)"); err != nil {
		return err
	}
	db.tend.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite",
		base+"&_pragma=query_only(1)&_pragma=mmap_size(268435456)&_pragma=cache_size(-4096)"); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	return nil
}

func (db *DB) openPostgres(raw string) (err error) {
	if !strings.HasPrefix(raw, "postgres://") && !strings.HasPrefix(raw, "postgresql://") {
		return errors.New("the database address must begin with postgres://")
	}
	db.d, db.url = postgresWords, raw
	if db.write, err = sql.Open("pgx", raw); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	u, err := url.Parse(raw)
	if err != nil {
		return fmt.Errorf("database address: %w", err)
	}
	q := u.Query()
	q.Set("default_transaction_read_only", "on")
	u.RawQuery = q.Encode()
	if db.read, err = sql.Open("pgx", u.String()); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(readers * 2)
	db.read.SetMaxIdleConns(readers * 2)
	return nil
}

// Close ends the writer after what is queued, then the pools.
func (db *DB) Close() error {
	db.closed.Do(func() { close(db.stop) })
	<-db.ended
	<-db.tended
	err := errors.Join(db.read.Close(), db.write.Close())
	if db.tend != nil {
		err = errors.Join(err, db.tend.Close())
	}
	return errors.Join(err, db.look.close())
}

// Postgres says which engine this is.
func (db *DB) Postgres() bool { return db.d.postgres }

// Ready answers whether the database can be read now.
func (db *DB) Ready(ctx context.Context) error {
	var n int
	return db.queryRow(ctx, `SELECT COUNT(*) FROM head`).Scan(&n)
}
