package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"shuangze/internal/act"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Version is the newest schema of a county that this binary knows.
//
// It counts the files of migrations.
var Version = func() int {
	list, err := migrations.ReadDir("migrations")
	if err != nil {
		panic(err) // they are part of the program
	}
	return len(list)
}()

// Migrate brings the schema forward. A database that is newer than this binary
// is refused. Migrations never touch entries (a test reads every one).
func (db *DB) Migrate(ctx context.Context) error {
	if err := db.schema(ctx); err != nil {
		return err
	}
	return db.refresh(ctx)
}

// schema applies what is missing, in one transaction.
func (db *DB) schema(ctx context.Context) error {
	return db.alone(ctx, func(conn *sql.Conn) error { return db.advance(ctx, conn, db.tables.version) })
}

// alone runs f in one transaction on the writer's connection while no other
// process changes the schema: all of it or nothing.
func (db *DB) alone(ctx context.Context, f func(*sql.Conn) error) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer conn.Close()
	// One process at a time: the others wait here and then find nothing to do.
	begin := "BEGIN IMMEDIATE"
	if db.d.postgres {
		begin = "BEGIN; SELECT pg_advisory_xact_lock(6109270001)"
	}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	done := false
	defer func() {
		if !done {
			conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	if err := f(conn); err != nil {
		return onStandby(err)
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	done = true
	return nil
}

// newer is the answer to what a newer program wrote.
func (s *Schema) newer(schema int) error {
	return fmt.Errorf("数据库是版本 %d,本程序只认识到版本 %d:请用更新的程序 / the database has schema %d and this program knows %d: start a newer program", schema, s.version, schema, s.version)
}

// advance brings the schema forward to a version.
func (db *DB) advance(ctx context.Context, conn *sql.Conn, to int) error {
	if _, err := conn.ExecContext(ctx,
		db.d.sql(`CREATE TABLE IF NOT EXISTS schema_version (version {int} NOT NULL){strict}`)); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	var have int
	if err := conn.QueryRowContext(ctx, `SELECT COALESCE(MAX(version),0) FROM schema_version`).Scan(&have); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if have > db.tables.version {
		return db.tables.newer(have)
	}
	files, err := fs.ReadDir(db.tables.migrations, ".")
	if err != nil {
		return err
	}
	sort.Slice(files, func(i, j int) bool { return files[i].Name() < files[j].Name() })
	for n, f := range files {
		if n+1 <= have || n+1 > to {
			continue
		}
		body, err := fs.ReadFile(db.tables.migrations, f.Name())
		if err != nil {
			return err
		}
		for _, s := range db.statements(string(body)) {
			if _, err := conn.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("migration %s: %w in\n%s", f.Name(), err, s)
			}
		}
		if _, err := conn.ExecContext(ctx, `INSERT INTO schema_version(version) VALUES($1)`, n+1); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	return nil
}

// refresh makes the derived tables anew when a migration says that they are
// out of date; the next start does it when this one ends before.
func (db *DB) refresh(ctx context.Context) error {
	waits := func() (n int, err error) {
		err = db.queryRow(ctx, `SELECT COUNT(*) FROM stale`).Scan(&n)
		return n, err
	}
	if n, err := waits(); err != nil || n == 0 {
		return err
	}
	if db.d.postgres {
		// Of processes that start together one makes them, the others wait here
		// and find it done. The lock is the connection's: it ends with a process.
		conn, err := db.read.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(6109270002)`); err != nil {
			return fmt.Errorf("derived tables after a migration: %w", err)
		}
		defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(6109270002)`)
		if n, err := waits(); err != nil || n == 0 {
			return err
		}
	}
	if err := db.Rebuild(ctx); err != nil { // which also says that nothing is out of date any more
		return fmt.Errorf("derived tables after a migration: %w", err)
	}
	return nil
}

// statements cuts a migration and keeps what is meant for this engine: a
// statement may begin with "-- sqlite" or "-- postgres".
func (db *DB) statements(body string) []string {
	var out []string
	for _, s := range strings.Split(body, ";\n") {
		s = strings.TrimSpace(s)
		if s == "" || strings.HasPrefix(s, "-- sqlite") && db.d.postgres || strings.HasPrefix(s, "-- postgres") &&
			!db.d.postgres {
			continue
		}
		out = append(out, db.d.sql(s))
	}
	return out
}

// JournalName is the name of a jurisdiction's journal. Jurisdiction 0 keeps
// only the system journal.
func (db *DB) JournalName(ctx context.Context, jurisdiction int32, b act.Book) (string, error) {
	if b == act.System {
		return "system", nil
	}
	if v, ok := db.names.Load(jurisdiction); ok {
		return v.(bookNames).of(b), nil
	}
	var code string
	var demo int
	if err := db.queryRow(ctx, `SELECT code,demo FROM jurisdiction WHERE no=$1`, jurisdiction).Scan(&code,
		&demo); err != nil {
		return "", fmt.Errorf("jurisdiction %d: %w", jurisdiction, err)
	}
	n := namesOf(code, demo != 0)
	db.names.Store(jurisdiction, n)
	return n.of(b), nil
}

// bookNo places what belongs to a county among the rows of the database (entryID).
func (db *DB) bookNo(ctx context.Context, jurisdiction int32) (no int64, err error) {
	if v, ok := db.bookNos.Load(jurisdiction); ok {
		return v.(int64), nil
	}
	name, err := db.JournalName(ctx, jurisdiction, act.Acts)
	if err != nil {
		return 0, err
	}
	if err := db.queryRow(ctx, `SELECT no FROM head WHERE journal=$1`, name).Scan(&no); err != nil {
		return 0, fmt.Errorf("journal %s: %w", name, err)
	}
	db.bookNos.Store(jurisdiction, no)
	return no, nil
}

type bookNames struct{ acts, access string }

func (n bookNames) of(b act.Book) string {
	if b == act.Access {
		return n.access
	}
	return n.acts
}

// namesOf names a county's two journals. Only a journal named demo-… accepts a
// set clock (spec 7).
func namesOf(code string, demo bool) bookNames {
	prefix := ""
	if demo {
		prefix = "demo-"
	}
	return bookNames{prefix + "acts/" + code, prefix + "access/" + code}
}
