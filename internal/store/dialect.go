package store

import "strings"

// dialect holds the handful of words in which SQLite and PostgreSQL differ.
// Every statement of the house is written once, with these words in braces.
type dialect struct {
	postgres bool
	words    *strings.Replacer
}

var (
	sqliteWords = dialect{words: strings.NewReplacer(
		"{key}", "INTEGER PRIMARY KEY", "{int}", "INTEGER", "{text}", "TEXT", "{blob}", "BLOB",
		"{strict}", " STRICT", "{clustered}", " STRICT, WITHOUT ROWID", "{for update}", "")}
	postgresWords = dialect{postgres: true, words: strings.NewReplacer(
		"{key}", "BIGINT PRIMARY KEY", "{int}", "BIGINT", "{text}", `TEXT COLLATE "C"`, "{blob}", "BYTEA",
		"{strict}", "", "{clustered}", "", "{for update}", "FOR UPDATE")}
)

func (d dialect) sql(s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	return d.words.Replace(s)
}
