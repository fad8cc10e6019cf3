package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
)

// EveryProblem and EveryOrder read a county's lists whole, for imports and exports.
func (db *DB) EveryProblem(ctx context.Context, jurisdiction int32) ([]problem.Problem, error) {
	return every(ctx, db, problems, "jurisdiction=$1", jurisdiction)
}

// EveryOrder reads a county's orders whole.
func (db *DB) EveryOrder(ctx context.Context, jurisdiction int32) ([]order.Order, error) {
	return every(ctx, db, orders, "jurisdiction=$1", jurisdiction)
}

// Problems reads the list whole inside an import's command.
func (tx *Tx) Problems() ([]problem.Problem, error) {
	return everyRow(func(q string, args ...any) (*sql.Rows, error) { return tx.query(q, args...) }, problems,
		"jurisdiction=$1", tx.cmd.Actor.Jurisdiction)
}

// Backup writes a consistent copy of the SQLite file to path, while others go
// on writing. Of a PostgreSQL, WriteRows does that.
func (db *DB) Backup(ctx context.Context, path string) error {
	if db.d.postgres {
		return errors.New("a PostgreSQL database has no file to copy")
	}
	// A connection of its own: VACUUM INTO is refused on the pool that only reads.
	address := "file:" + (&url.URL{Path: db.url}).EscapedPath() + "?_pragma=busy_timeout(10000)"
	if db.look != nil {
		address = db.look.address
	}
	c, err := sql.Open("sqlite", address)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return nil
}

// EachHead tells the size of every journal.
func (db *DB) EachHead(ctx context.Context, f func(journal string, size int64)) error {
	rows, err := db.query(ctx, `SELECT journal,size FROM head ORDER BY journal`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var size int64
		if err := rows.Scan(&name, &size); err != nil {
			return err
		}
		f(name, size)
	}
	return rows.Err()
}

// EachAct tells every entry of every journal in order, without its bytes.
func (db *DB) EachAct(ctx context.Context, f func(journal string, seq, at int64, kind, object string, id int64)) error {
	rows, err := db.query(ctx, `SELECT h.journal,e.seq,e.at,e.kind,e.object_kind,e.object FROM entry e JOIN head h ON h.no=e.journal ORDER BY e.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind, object string
		var seq, at, id int64
		if err := rows.Scan(&name, &seq, &at, &kind, &object, &id); err != nil {
			return err
		}
		f(name, seq, at, kind, object, id)
	}
	return rows.Err()
}
