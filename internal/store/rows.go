package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The rows of a whole database as text that either engine reads: what a backup
// of PostgreSQL holds. One JSON value a line:
//
//	{"rows":"shuangze/1","schema":7}
//	{"table":"head","columns":["journal","no",…]}
//	["acts/610927",1,…]          text as text, figures as figures, bytes as {"b":"base64"}
//	{"end":"head","count":3}
//	{"done":25,"sha256":"…"}     how many tables, and the digest of every line above
//
// Derived tables are left out and made anew by whoever reads it.
const rowsFormat = "shuangze/1"

type (
	rowsHead struct {
		Rows   string
		Schema int
	}
	rowsTable struct {
		Table   string   `json:"table"`
		Columns []string `json:"columns"`
	}
	rowsEnd struct {
		End   string `json:"end"`
		Count int64  `json:"count"`
	}
	rowsDone struct {
		Done   int    `json:"done"`
		Digest string `json:"sha256"`
	}
	rowBytes struct {
		B string `json:"b"`
	}
)

// kept says whether a table's rows are written: not what is derived and not the
// schema's own. The counter is: no row tells how often the registers changed.
func (s *Schema) kept(name string) bool {
	switch s.classes[name] {
	case derived:
		return name == "counter"
	case house:
		return false
	}
	// Parts of SQLite's search index are tables of their own.
	return !strings.HasPrefix(name, "search") && !strings.HasPrefix(name, "sqlite_")
}

// tableNames lists the tables of the database, in order.
func (s *snapshot) tableNames() (out []string, err error) {
	q := `SELECT name FROM sqlite_master WHERE type='table'`
	if s.d.postgres {
		q = `SELECT table_name FROM information_schema.tables WHERE table_schema=current_schema()`
	}
	var name string
	err = s.each(func() error { out = append(out, name); return nil }, []any{&name}, q)
	slices.Sort(out)
	return out, err
}

// WriteRows writes every row that is not derived, all of one moment, while
// others go on writing. Memory does not grow with the database. A database that
// was never migrated, or by a newer program, is refused.
func (db *DB) WriteRows(ctx context.Context, w io.Writer) error {
	s, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	names, err := s.tableNames()
	if err != nil {
		return err
	}
	if !slices.Contains(names, "schema_version") {
		return fmt.Errorf("数据库里没有县的数据 / the database holds no county's data")
	}
	var schema int
	if err := s.each(func() error { return nil }, []any{&schema},
		`SELECT COALESCE(MAX(version),0) FROM schema_version`); err != nil {
		return err
	}
	if schema > db.tables.version {
		return db.tables.newer(schema)
	}
	sum := sha256.New()
	buffered := bufio.NewWriterSize(w, 1<<16)
	out := json.NewEncoder(io.MultiWriter(buffered, sum))
	out.SetEscapeHTML(false)
	if err := out.Encode(map[string]any{"rows": rowsFormat, "schema": schema}); err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !db.tables.kept(n) })
	for _, name := range names {
		if err := s.writeTable(name, out.Encode); err != nil {
			return fmt.Errorf("table %s: %w", name, err)
		}
	}
	if err := out.Encode(rowsDone{len(names), hex.EncodeToString(sum.Sum(nil))}); err != nil {
		return err
	}
	return buffered.Flush()
}

func (s *snapshot) writeTable(name string, put func(any) error) error {
	rows, err := s.conn.QueryContext(s.ctx, "SELECT * FROM "+name)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	if err := put(rowsTable{name, columns}); err != nil {
		return err
	}
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	n := int64(0)
	for ; rows.Next(); n++ {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = rowBytes{base64.StdEncoding.EncodeToString(b)}
			}
		}
		if err := put(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return put(rowsEnd{name, n})
}

// lines reads what WriteRows wrote, a line at a time.
type lines struct {
	r    *bufio.Reader
	sum  hash.Hash
	last string // the digest before the line last read
}

// longestRow bounds one line: the longest row there can be is an entry with all
// that one command may change.
const longestRow = 256 << 20

func (l *lines) next() ([]byte, error) {
	l.last = hex.EncodeToString(l.sum.Sum(nil))
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if line = append(line, part...); len(line) > longestRow {
			return nil, fmt.Errorf("a row of more than %d bytes", longestRow)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		l.sum.Write(line)
		return line, nil
	}
}

// values reads a row's line.
func values(line []byte, want int) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, err
	}
	if len(raw) != want {
		return nil, fmt.Errorf("%d values for %d columns", len(raw), want)
	}
	out := make([]any, len(raw))
	for i, v := range raw {
		var err error
		switch v[0] {
		case 'n':
		case '"':
			var s string
			err = json.Unmarshal(v, &s)
			out[i] = s
		case '{':
			var b rowBytes
			if err = json.Unmarshal(v, &b); err == nil {
				out[i], err = base64.StdEncoding.DecodeString(b.B)
			}
		default:
			out[i], err = strconv.ParseInt(string(v), 10, 64)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
