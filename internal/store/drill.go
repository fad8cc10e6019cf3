package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
)

// beside is a way to the same database past the house, as a hand would take
// it: for the drill and the tests only. Edits and their verification share one
// transaction, so that each is undone by rolling it back.
type besideConn struct {
	pool *sql.DB
	conn *sql.Conn
}

func (db *DB) beside(ctx context.Context) (*besideConn, error) {
	driver, address := "pgx", db.url
	if !db.d.postgres {
		driver, address = "sqlite", "file:"+(&url.URL{Path: db.url}).EscapedPath()+"?_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)"
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
