package store

import (
	"strings"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// codec maps a value of a subject to its row and back. One function per
// subject declares the columns, writes them and reads them, so that the three
// cannot drift apart.
type codec struct {
	cols    []column        // when declaring
	values  []journal.Value // when writing, and when reading
	at      int
	reading bool
	declare bool
}

// column is one column of a covered table. Private columns (free text, names,
// births) enter the journal as salted commitments.
type column struct {
	name    string
	kind    byte // journal.TagInt, TagText or TagBytes
	private bool
	sealed  bool // private, and encrypted in the row and in the opening: see seal.go
}

func (c *codec) field(col column, write func() journal.Value, read func(journal.Value)) {
	switch {
	case c.declare:
		c.cols = append(c.cols, col)
	case c.reading:
		read(c.values[c.at])
		c.at++
	default:
		c.values = append(c.values, write())
	}
}

func num[T ~int64 | ~int32 | ~int](c *codec, name string, p *T) {
	c.field(column{name: name, kind: journal.TagInt}, func() journal.Value { return journal.Int(int64(*p)) },
		func(v journal.Value) { *p = T(v.AsInt()) })
}

func str[T ~string](c *codec, name string, p *T) {
	c.field(column{name: name, kind: journal.TagText}, func() journal.Value { return journal.Text(string(*p)) },
		func(v journal.Value) { *p = T(v.AsText()) })
}

// words is private text.
func words[T ~string](c *codec, name string, p *T) {
	c.field(column{name: name, kind: journal.TagText, private: true},
		func() journal.Value { return journal.Text(string(*p)) }, func(v journal.Value) { *p = T(v.AsText()) })
}

// sealed is private text that is encrypted at rest. Only load and get, which read
// one row, open it; in whatever reads many rows (every, the search index, exports)
// it is empty.
func sealed[T ~string](c *codec, name string, p *T) {
	c.field(column{name: name, kind: journal.TagText, private: true, sealed: true},
		func() journal.Value { return journal.Text(string(*p)) }, func(v journal.Value) { *p = T(v.AsText()) })
}

func flag(c *codec, name string, p *bool) {
	c.field(column{name: name, kind: journal.TagInt}, func() journal.Value {
		if *p {
			return journal.Int(1)
		}
		return journal.Int(0)
	}, func(v journal.Value) { *p = v.AsInt() != 0 })
}

func bytesOf(c *codec, name string, p *[]byte) {
	c.field(column{name: name, kind: journal.TagBytes}, func() journal.Value { return journal.Bytes(*p) },
		func(v journal.Value) { *p = v.AsBytes() })
}

// ids is a short list of identifiers, stored as ",1,2,".
func ids(c *codec, name string, p *[]ref.ID) {
	c.field(column{name: name, kind: journal.TagText}, func() journal.Value { return journal.Text(packIDs(*p)) },
		func(v journal.Value) { *p = unpackIDs(v.AsText()) })
}

func packIDs(list []ref.ID) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteByte(',')
	for _, id := range list {
		b.WriteString(id.String())
		b.WriteByte(',')
	}
	return b.String()
}

func unpackIDs(s string) []ref.ID {
	var out []ref.ID
	for _, part := range strings.Split(strings.Trim(s, ","), ",") {
		if id := ref.Parse(part); id != 0 {
			out = append(out, id)
		}
	}
	return out
}
