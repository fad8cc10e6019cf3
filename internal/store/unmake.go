package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// NotOnly says that a database holds more than the unfinished work that was to be
// taken away.
type NotOnly struct{ What string }

func (e *NotOnly) Error() string {
	return fmt.Sprintf("库里除了没有做完的示范县还有别的（%s），不动它：请换一个新建的空库 / "+
		"the database holds more than the unfinished demonstration (%s) and is left as it is: use a new database",
		e.What, e.What)
}

// Unmake drops the tables of a PostgreSQL in which a demonstration was not built
// to its end: all of them, in one transaction, and only where the mark stands,
// every county is a demonstration and nothing else stands in the schema. What
// depends on them from elsewhere makes the server refuse.
func (db *DB) Unmake(ctx context.Context, work string) error {
	if !db.d.postgres {
		return errors.New("unmake: for PostgreSQL only")
	}
	return db.alone(ctx, func(conn *sql.Conn) error {
		s := &snapshot{ctx, db.d, db.tables, db.seals, conn, db.clock(), db.url}
		if err := s.only(work); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, "DROP TABLE "+strings.Join(slices.Sorted(maps.Keys(db.tables.classes)), ","))
		if err != nil {
			return fmt.Errorf("unmake: %w", err)
		}
		return nil
	})
}

// Only is the refusal of Unmake, asked without doing anything.
func (db *DB) Only(ctx context.Context, work string) error {
	s, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	return s.only(work)
}

// only refuses where anything but an unfinished work stands.
func (s *snapshot) only(work string) error {
	names, err := s.tableNames()
	if err != nil {
		return err
	}
	for _, name := range names {
		if !s.tables.has(name) {
			return &NotOnly{"table " + name}
		}
	}
	if len(names) < len(s.tables.classes) {
		return &NotOnly{"tables of another program"}
	}
	var mark string
	if err := s.row(&mark, `SELECT COALESCE(MAX(holder),'') FROM lease WHERE name=$1`, unfinishedLease); err != nil {
		return err
	}
	if mark != work {
		return &NotOnly{"no mark"}
	}
	var real string
	if err := s.row(&real, `SELECT COALESCE(MAX(code),'') FROM jurisdiction WHERE demo=0`); err != nil {
		return err
	}
	if real != "" {
		return &NotOnly{"county " + real}
	}
	var foreign string
	if err := s.row(&foreign, `SELECT COALESCE(MAX(journal),'') FROM head WHERE journal<>'system' AND journal NOT LIKE 'demo-%'`); err != nil {
		return err
	}
	if foreign != "" {
		return &NotOnly{"journal " + foreign}
	}
	var found Findings
	if err := s.schema(&found, true); err != nil {
		return err
	}
	for _, f := range found.Faults {
		if f.What == "schema-extra" {
			return &NotOnly{f.Detail}
		}
	}
	if found.Total > keepFaults {
		return &NotOnly{"a schema that no migration made"}
	}
	return nil
}

func (s *snapshot) row(dest any, q string, args ...any) error {
	return s.each(func() error { return nil }, []any{dest}, q, args...)
}

// Sole lets one process at a time do a long work on a PostgreSQL; free ends it,
// and so does the end of the process. Another one at it is ok=false.
func (db *DB) Sole(ctx context.Context) (free func() error, ok bool, err error) {
	b, err := db.beside(ctx)
	if err != nil {
		return nil, false, err
	}
	err = b.conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(610927,hashtext(current_schema()))`).Scan(&ok)
	if err != nil || !ok {
		return nil, false, errors.Join(err, b.close())
	}
	return b.close, true, nil
}
