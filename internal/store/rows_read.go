package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// ReadRows fills an empty database with what WriteRows wrote, in one
// transaction: all of it or nothing. The schema is made as old as the rows are
// and then brought forward, and the derived tables are made anew. Rows of a
// newer program, and a database that holds any table, are refused.
func (db *DB) ReadRows(ctx context.Context, r io.Reader) error {
	in := &lines{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New()}
	if err := db.alone(ctx, func(conn *sql.Conn) error { return db.readRows(ctx, conn, in) }); err != nil {
		return fmt.Errorf("rows: %w", err)
	}
	return db.Migrate(ctx)
}

// Empty says whether the database holds no table at all.
func (db *DB) Empty(ctx context.Context) (bool, error) {
	s, err := db.snapshot(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	names, err := s.tableNames()
	return len(names) == 0, err
}

// plainName is what a table or column may be called: names from outside become
// part of statements.
var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

func (db *DB) readRows(ctx context.Context, conn *sql.Conn, in *lines) error {
	names, err := (&snapshot{ctx: ctx, d: db.d, tables: db.tables, conn: conn}).tableNames()
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return fmt.Errorf("数据库不是空的,里面已有 %d 张表;请用新建的空库 / the database is not empty, it holds %d tables: use a new one",
			len(names), len(names))
	}
	var head rowsHead
	line, err := in.next()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(line, &head); err != nil || head.Rows != rowsFormat {
		return fmt.Errorf("not a backup's rows: %.80q", line)
	}
	if head.Schema > db.tables.version {
		return db.tables.newer(head.Schema)
	}
	if err := db.advance(ctx, conn, head.Schema); err != nil {
		return err
	}
	for tables := 0; ; tables++ {
		if line, err = in.next(); err != nil {
			return err
		}
		digest := in.last
		var t rowsTable
		var done rowsDone
		if err := json.Unmarshal(line, &done); err == nil && done.Digest != "" {
			if done.Digest != digest || done.Done != tables {
				return fmt.Errorf("%d tables with digest %s, the file says %d with %s", tables, digest, done.Done, done.Digest)
			}
			break
		}
		if err := json.Unmarshal(line, &t); err != nil || !plainName.MatchString(t.Table) || !db.tables.kept(t.Table) {
			return fmt.Errorf("no table begins with %.80q", line)
		}
		if err := db.readTable(ctx, conn, in, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Table, err)
		}
	}
	if head.Schema < 7 { // before there was a table to ask for it: the migration asks
		return nil
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO stale(derived) VALUES('all')`)
	return err
}

// insertMost is how many values one statement inserts; both engines take 32,766.
const insertMost = 4000

func (db *DB) readTable(ctx context.Context, conn *sql.Conn, in *lines, t rowsTable) error {
	for _, c := range t.Columns {
		if !plainName.MatchString(c) {
			return fmt.Errorf("a column %.40q", c)
		}
	}
	if len(t.Columns) == 0 || len(t.Columns) > insertMost {
		return fmt.Errorf("%d columns", len(t.Columns))
	}
	// A migration may have written what the rows bring.
	if _, err := conn.ExecContext(ctx, "DELETE FROM "+t.Table); err != nil {
		return err
	}
	most := insertMost / len(t.Columns)
	var full *sql.Stmt // of most rows
	defer func() {
		if full != nil {
			full.Close()
		}
	}()
	insert := func(args []any) (err error) {
		n := len(args) / len(t.Columns)
		if n < most {
			_, err = conn.ExecContext(ctx, db.d.sql(insertRows(t, n)), args...)
			return err
		}
		if full == nil {
			if full, err = conn.PrepareContext(ctx, db.d.sql(insertRows(t, most))); err != nil {
				return err
			}
		}
		_, err = full.ExecContext(ctx, args...)
		return err
	}
	args, count := make([]any, 0, insertMost), int64(0)
	for {
		line, err := in.next()
		if err != nil {
			return err
		}
		if line[0] != '[' {
			var end rowsEnd
			if err := json.Unmarshal(line, &end); err != nil || end.End != t.Table || end.Count != count {
				return fmt.Errorf("%d rows and then %.80q", count, line)
			}
			if len(args) > 0 {
				return insert(args)
			}
			return nil
		}
		row, err := values(line, len(t.Columns))
		if err != nil {
			return fmt.Errorf("row %d: %w", count+1, err)
		}
		count++
		if args = append(args, row...); len(args) == most*len(t.Columns) {
			if err := insert(args); err != nil {
				return err
			}
			args = args[:0]
		}
	}
}

func insertRows(t rowsTable, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s(%s) VALUES", t.Table, strings.Join(t.Columns, ","))
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range t.Columns {
			sign := ","
			if j == 0 {
				sign = "("
			}
			fmt.Fprintf(&b, "%s$%d", sign, i*len(t.Columns)+j+1)
		}
		b.WriteByte(')')
	}
	return b.String()
}
