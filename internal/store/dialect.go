package store

import (
	"regexp"
	"strconv"
	"strings"
)

// dialect holds the handful of words in which SQLite and PostgreSQL differ.
// Every statement of the house is written once, with these words in braces;
// {month:x:month} is the first day of the month in which instant x lies, {year:x:year} the
// year of day x.
type dialect struct {
	postgres bool
	words    *strings.Replacer
}

var (
	sqliteWords = dialect{words: strings.NewReplacer(
		"{key}", "INTEGER PRIMARY KEY", "{int}", "INTEGER", "{text}", "TEXT", "{blob}", "BLOB",
		"{month:", "CAST(julianday(", ":month}", "/1000000+28800,'unixepoch','start of month')-2440587.5 AS INTEGER)",
		"{year:", "CAST(strftime('%Y',", ":year}", "*86400,'unixepoch') AS INTEGER)",
		"{strict}", " STRICT", "{clustered}", " STRICT, WITHOUT ROWID", "{for update}", "")}
	postgresWords = dialect{postgres: true, words: strings.NewReplacer(
		"{key}", "BIGINT PRIMARY KEY", "{int}", "BIGINT", "{text}", `TEXT COLLATE "C"`, "{blob}", "BYTEA",
		"{month:", "(date_trunc('month',to_timestamp(", ":month}",
		"/1000000+28800) AT TIME ZONE 'UTC')::date-DATE '1970-01-01')",
		"{year:", "EXTRACT(YEAR FROM DATE '1970-01-01'+(", ":year}", ")::int)::bigint",
		"{strict}", "", "{clustered}", "", "{for update}", "FOR UPDATE")}
)

func (d dialect) sql(s string) string {
	if strings.Contains(s, "{") {
		s = d.words.Replace(s)
	}
	if !d.postgres {
		s = unnamed(s)
	}
	return s
}

var placeholder = regexp.MustCompile(`\$[0-9]+`)

// unnamed writes $1, $2, … as ? where each stands once and in its order. To
// SQLite $1 is a name, and the driver asks for the name of every parameter at
// each execution, which for the forty columns of an order costs more than to
// bind them.
func unnamed(s string) string {
	for i, p := range placeholder.FindAllString(s, -1) {
		if p != "$"+strconv.Itoa(i+1) {
			return s
		}
	}
	return placeholder.ReplaceAllString(s, "?")
}
