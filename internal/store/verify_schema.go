package store

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/journal"
)

// shape is what a database is made of: what stands there (a table, a column, an
// index, a trigger…) and how it is declared.
type shape map[string]string

// schema compares what the database is made of with what the migrations make. A
// trigger, a view in the place of a table, a column that takes what it must not:
// none of them changes a value, and each decides what the next command writes or
// what the next reader sees. A database of another version is no fault but an
// error: it must be migrated, or read by a newer program.
func (s *snapshot) schema(found *Findings) error {
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
			found.add(journal.Fault{What: "schema-changed", Detail: fmt.Sprintf("%s is declared as %.200q, the migrations make it %.200q", k, declared, want[k])})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(have)) {
		if _, known := want[k]; !known {
			found.add(journal.Fault{What: "schema-extra", Detail: k + ": no migration made it"})
		}
	}
	if s.d.postgres {
		return nil
	}
	return s.sound(names, found)
}

// sound asks SQLite whether every index agrees with its table and whether no
// column holds what its declaration forbids. The search index is not asked: on a
// connection that outlived a rebuild it calls itself damaged.
func (s *snapshot) sound(names []string, found *Findings) error {
	for _, name := range names {
		if strings.HasPrefix(name, "search") || classes[name] == "" {
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
	if err := s.each(func() error { list = append(list, n); return nil }, []any{&n}, `SELECT version FROM schema_version ORDER BY version`); err != nil {
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
	case last > Version:
		return newer(last)
	case last < Version:
		return fmt.Errorf("数据库是版本 %d,本程序是版本 %d:请先运行 shuangze migrate / the database has schema %d and this program %d: run shuangze migrate first", last, Version, last, Version)
	}
	return nil
}

// intended is the shape that the migrations make, found by making it in memory.
func (s *snapshot) intended() (shape, error) {
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
	if err := (&DB{d: sqliteWords}).advance(s.ctx, conn, Version); err != nil {
		return nil, err
	}
	made := &snapshot{s.ctx, sqliteWords, conn, s.now}
	if s.d.postgres {
		return made.translated()
	}
	return made.shape()
}

func (s *snapshot) shape() (shape, error) {
	if s.d.postgres {
		return s.postgresShape()
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

// indexKey names an index by what it is of: PostgreSQL names copies anew.
func indexKey(table string, unique bool, columns string) string {
	if unique {
		return "unique index of " + table + "(" + columns + ")"
	}
	return "index of " + table + "(" + columns + ")"
}

// translated is a SQLite schema as PostgreSQL declares the same.
func (s *snapshot) translated() (shape, error) {
	out := shape{"table search": "BASE TABLE", "column search.id": "bigint NO", "column search.words": "tsvector NO", "column search.scope": "tsvector NO",
		indexKey("search", true, "id"): "", indexKey("search", false, "words"): ""}
	types := map[string]string{"INTEGER": "bigint NO", "TEXT": "text NO", "BLOB": "bytea NO"}
	var table, name, kind string
	err := s.each(func() error {
		out["table "+table], out["column "+table+"."+name] = "BASE TABLE", types[kind]
		return nil
	}, []any{&table, &name, &kind}, `SELECT m.name,c.name,c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type='table' AND m.name NOT LIKE 'search%'`)
	if err != nil {
		return nil, err
	}
	var unique bool
	var columns string
	add := func() error { out[indexKey(table, unique, columns)] = ""; return nil }
	return out, firstError(
		s.each(add, []any{&table, &unique, &columns}, `SELECT m.name,l."unique",(SELECT group_concat(name,',') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
			FROM sqlite_master m JOIN pragma_index_list(m.name) l WHERE m.type='table' AND m.name NOT LIKE 'search%' AND l.origin<>'pk'`),
		s.each(add, []any{&table, &unique, &columns}, `SELECT m.name,1,(SELECT group_concat(name,',') FROM (SELECT name FROM pragma_table_info(m.name) WHERE pk>0 ORDER BY pk)) AS key
			FROM sqlite_master m WHERE m.type='table' AND m.name NOT LIKE 'search%' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE pk>0)`))
}

func (s *snapshot) postgresShape() (shape, error) {
	out := shape{}
	var sort, name, text string
	add := func() error { out[sort+" "+name] = text; return nil }
	var unique bool
	return out, firstError(
		s.each(add, []any{&sort, &name, &text}, `SELECT CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END,table_name,table_type FROM information_schema.tables WHERE table_schema=current_schema()
			UNION ALL SELECT 'column',table_name||'.'||column_name,data_type||' '||is_nullable||CASE is_generated WHEN 'NEVER' THEN '' ELSE ' generated' END FROM information_schema.columns WHERE table_schema=current_schema()
			UNION ALL SELECT 'trigger',t.tgname||' on '||c.relname,'' FROM pg_trigger t JOIN pg_class c ON c.oid=t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace=current_schema()::regnamespace
			UNION ALL SELECT 'rule',rulename||' on '||tablename,'' FROM pg_rules WHERE schemaname=current_schema()
			UNION ALL SELECT 'row security','of '||relname,'' FROM pg_class WHERE relrowsecurity AND relnamespace=current_schema()::regnamespace
			UNION ALL SELECT 'view',matviewname,'' FROM pg_matviews WHERE schemaname=current_schema()`),
		s.each(func() error { out[indexKey(name, unique, text)] = ""; return nil }, []any{&name, &unique, &text},
			`SELECT c.relname,i.indisunique,(SELECT string_agg(COALESCE(a.attname,'expression'),',' ORDER BY k.at) FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k(no,at) LEFT JOIN pg_attribute a ON a.attrelid=c.oid AND a.attnum=k.no)
			FROM pg_index i JOIN pg_class c ON c.oid=i.indrelid WHERE c.relnamespace=current_schema()::regnamespace`))
}

func firstError(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}
