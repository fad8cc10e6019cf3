package store

import "io/fs"

// Schema is one set of tables that a database is made of: what the engine knows
// of them, and by which migrations they are made. One process may open databases
// of several; Open is told which (Options.Schema). A value never changes once a
// database is open.
//
// The engine's own tables stand in every schema: head, entry, node, opening,
// checkpoint, idempotency, lease, stale and schema_version.
type Schema struct {
	classes    map[string]class
	covered    covereds
	migrations fs.FS // files in the order of their names
	version    int   // how many of them are run
	finds      []findable
	recounts   map[string]func(*snapshot, *Findings) error // of every derived table, how it is compared
	remake     func(dialect) []string                      // statements that make derived tables anew, before finds
	remade     []string                                    // the tables that they make
}

// covereds are covered tables by name.
type covereds map[string]*covered

// and adds others.
func (c covereds) and(list []*covered) covereds {
	for _, t := range list {
		c[t.name] = t
	}
	return c
}

// tablesOf lists covered tables by name.
func tablesOf(list ...*covered) covereds {
	out := covereds{}
	for _, t := range list {
		out[t.name] = t
	}
	return out
}

// within is a folder of what is embedded, which must be there.
func within(files fs.FS, folder string) fs.FS {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		panic(err)
	}
	return sub
}

// has says whether the schema has a table.
func (s *Schema) has(table string) bool { return s.classes[table] != "" }
