package store

import (
	"context"
	"database/sql"
	"strconv"
	"sync/atomic"
)

// counter counts statements; the page tests read it at two data sizes to see
// that no page asks once per row.
type counter struct{ n atomic.Int64 }

// Statements is how many statements were sent on the reading pool so far.
func (db *DB) Statements() int64 { return db.seen.n.Load() }

// prepared keeps one statement per text: SQL texts are few and fixed.
func (db *DB) prepared(ctx context.Context, q string) (*sql.Stmt, error) {
	if s, ok := db.stmts.Load(q); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := db.read.PrepareContext(ctx, db.d.sql(q))
	if err != nil {
		return nil, err
	}
	if old, loaded := db.stmts.LoadOrStore(q, s); loaded {
		s.Close()
		return old.(*sql.Stmt), nil
	}
	return s, nil
}

func (db *DB) query(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	db.seen.n.Add(1)
	s, err := db.prepared(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// row is a single answer, or why there is none.
type row struct {
	*sql.Row
	err error
}

func (r row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	return r.Row.Scan(dest...)
}

func (db *DB) queryRow(ctx context.Context, q string, args ...any) row {
	db.seen.n.Add(1)
	s, err := db.prepared(ctx, q)
	if err != nil {
		return row{err: err}
	}
	return row{Row: s.QueryRowContext(ctx, args...)}
}

// rowsLike is what a scan function needs of a result.
type rowsLike interface{ Scan(...any) error }

// collect reads all rows of a query into a slice.
func collect[T any](rows *sql.Rows, err error, scan func(rowsLike, *T) error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// among is the SQL of “id IN (…)” for a list of identifiers and its one
// argument: the list travels as JSON, so that there is one text for any length.
func among[T ~int64](db *DB, ids []T) (in, list string) { return amongOf(db.d, ids) }

func amongOf[T ~int64](d dialect, ids []T) (in, list string) {
	b := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	if d.postgres {
		return `SELECT value::bigint FROM json_array_elements_text($1::json)`, string(append(b, ']'))
	}
	return `SELECT value FROM json_each($1)`, string(append(b, ']'))
}
