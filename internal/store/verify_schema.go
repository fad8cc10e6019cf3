package store

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"shuangze/internal/journal"
)

// shape is what a database is made of: what stands there (a table, a column, an
// index, a trigger…) and how it is declared.
type shape map[string]string

// schema compares what the database is made of with what the migrations make. A
// trigger, a view in the place of a table, a column that takes what it must not:
// none of them changes a value, and each decides what the next command writes or
// what the next reader sees. A database of another version is no fault but an
// error: it must be migrated, or read by a newer program. Where the migrations
// cannot be made to compare with, it is not whole.
func (s *snapshot) schema(found *Findings, whole bool) error {
	names, err := s.tableNames()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("数据库里没有县的数据 / the database holds no county's data")
	}
	if slices.Contains(names, "schema_version") {
		if err := s.versions(found); err != nil {
			return err
		}
	}
	if !whole {
		return s.settings(found)
	}
	have, err := s.shape()
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	want, err := s.intended()
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	for _, k := range slices.Sorted(maps.Keys(want)) {
		switch declared, there := have[k]; {
		case !there:
			found.add(journal.Fault{What: "schema-missing", Detail: k + " is not there"})
		case declared != want[k]:
			found.add(journal.Fault{What: "schema-changed",
				Detail: fmt.Sprintf("%s is declared as %.200q, the migrations make it %.200q", k, declared, want[k])})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(have)) {
		if _, known := want[k]; !known {
			found.add(journal.Fault{What: "schema-extra", Detail: k + ": no migration made it"})
		}
	}
	if s.d.postgres {
		return s.settings(found)
	}
	return s.sound(names, found)
}

// sound asks SQLite whether every index agrees with its table and whether no
// column holds what its declaration forbids. The search index is not asked: on a
// connection that outlived a rebuild it calls itself damaged.
func (s *snapshot) sound(names []string, found *Findings) error {
	for _, name := range names {
		if strings.HasPrefix(name, "search") || !s.tables.has(name) {
			continue
		}
		var says string
		if err := s.each(func() error {
			if says != "ok" {
				found.add(journal.Fault{What: "database-damaged", Detail: says})
			}
			return nil
		}, []any{&says}, `PRAGMA integrity_check('`+name+`')`); err != nil {
			return err
		}
	}
	return nil
}

// versions compares the list of migrations that were made.
func (s *snapshot) versions(found *Findings) error {
	var list []int
	var n int
	if err := s.each(func() error { list = append(list, n); return nil }, []any{&n},
		`SELECT version FROM schema_version ORDER BY version`); err != nil {
		return err
	}
	last := 0
	if len(list) > 0 {
		last = list[len(list)-1]
	}
	for i, n := range list {
		if n != i+1 {
			found.add(journal.Fault{What: "schema-version", Detail: fmt.Sprintf("migration %d stands where %d must", n, i+1)})
			break
		}
	}
	switch {
	case last > s.tables.version:
		return s.tables.newer(last)
	case last < s.tables.version:
		return fmt.Errorf("数据库是版本 %d,本程序是版本 %d:请先运行 shuangze migrate / the database has schema %d and this program %d: run shuangze migrate first", last, s.tables.version, last, s.tables.version)
	}
	return nil
}

// intendedShapes are what the migrations of a set of tables make in SQLite, a shape by *Schema: made once a
// process, for no set of tables changes.
var intendedShapes sync.Map

// intended is the shape that the migrations make, found by making it in memory;
// on PostgreSQL in the session's temporary schema.
func (s *snapshot) intended() (shape, error) {
	if s.d.postgres {
		return s.intendedCatalogue()
	}
	if made, ok := intendedShapes.Load(s.tables); ok {
		return maps.Clone(made.(shape)), nil
	}
	made, err := s.made()
	if err == nil {
		intendedShapes.Store(s.tables, maps.Clone(made))
	}
	return made, err
}

// made makes the tables in memory and looks at them.
func (s *snapshot) made() (shape, error) {
	pool, err := sql.Open("sqlite", "file::memory:")
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	conn, err := pool.Conn(s.ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := (&DB{d: sqliteWords, tables: s.tables}).advance(s.ctx, conn, s.tables.version); err != nil {
		return nil, err
	}
	return (&snapshot{ctx: s.ctx, d: sqliteWords, tables: s.tables, conn: conn, now: s.now}).shape()
}

func (s *snapshot) shape() (shape, error) {
	if s.d.postgres {
		return s.catalogued(ownSchema)
	}
	out := shape{}
	var sort, name, table, text string
	err := s.each(func() error {
		switch {
		case strings.HasPrefix(name, "sqlite_autoindex_"), strings.HasPrefix(name, "sqlite_stat"):
			return nil // SQLite's own: they follow from the rest, or advise the planner
		case strings.HasPrefix(name, "search_"):
			text = "" // the index's own, as each version of it declares them
		}
		out[sort+" "+name] = text
		return nil
	}, []any{&sort, &name, &table, &text}, `SELECT type,name,tbl_name,COALESCE(sql,'') FROM sqlite_master`)
	return out, err
}

func firstError(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}
