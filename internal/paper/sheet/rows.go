package sheet

import (
	"strings"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// RowError is one thing wrong with one row. A row may have several.
type RowError struct {
	Sheet  string
	Row    int    // as the spreadsheet program counts
	Letter string // of the column, "" if the file has no such column
	Column string // the heading as the file writes it
	Key    string // the form's key
	text.Message
}

// Look answers what the register knows and the file does not. Nil fields leave
// the question to the caller.
type Look struct {
	Unit  func(name string) bool // is there such a unit today?
	House *House                 // what this house calls the values of its lists; nil = only what counties write is read

	County  string                              // what stands before names of units (镇坪县)
	Today   when.Day                            // 0 if free readings may not count from it
	File    string                              // the file's name, which may state the list's year
	Working func(from when.Day, n int) when.Day // the n-th working day after a day
}

// At says where a row stood, for receipts and for asking again.
type At struct {
	Sheet string
	Row   int
}

// reader takes one row apart and gathers what is wrong with it.
type reader struct {
	table  *Table
	row    Row
	errors *[]RowError
	bad    bool
	told   []Reading
}

func (r *reader) at() At { return At{r.row.Sheet, r.row.Number} }

func (r *reader) say(key string, m text.Message) {
	letter, header, _ := r.table.Column(key)
	*r.errors = append(*r.errors, RowError{r.row.Sheet, r.row.Number, letter, header, key, m})
	r.bad = true
}

func (r *reader) fail(key, message string, kv ...any) { r.say(key, text.M(message, kv...)) }

// must1 reads a value every row needs.
func must1[T any](r *reader, key string, read func(Cell) (T, Fault)) T {
	c := r.row.Cells[key]
	if c.None() {
		c = Cell{}
	}
	v, f := read(c)
	if list, ok := any(v).([]string); f == nil && (c.Kind == Empty || ok && len(list) == 0) {
		f = fault("sheet.cell.required")
	}
	if f != nil {
		r.say(key, *f)
	}
	return v
}

// may reads a value a row can do without.
func may[T any](r *reader, key string, read func(Cell) (T, Fault)) T {
	c := r.row.Cells[key]
	var zero T
	if c.None() {
		return zero
	}
	return must1(r, key, read)
}

// expected reads a value that every row needs if the file has the column.
// Without the column the value is left empty and the table says so once.
func expected[T any](r *reader, key string, read func(Cell) (T, Fault)) T {
	if _, _, ok := r.table.Column(key); !ok {
		var zero T
		return zero
	}
	return must1(r, key, read)
}

// absent reports expected columns the file does not have, at its header.
func (t *Table) absent(errors *[]RowError, message string, keys ...string) []string {
	var out []string
	for _, k := range keys {
		if _, header, ok := t.Column(k); !ok {
			out = append(out, k)
			*errors = append(*errors, RowError{t.Sheet, t.Header, "", header, k, text.M(message, "column", header)})
		}
	}
	return out
}

// unitName reads a unit's name, and asks the register for it.
func unitName(r *reader, key string, look Look, read func(*reader, string, func(Cell) (string, Fault)) string) string {
	written := read(r, key, Words(100, true))
	if written == "" {
		return ""
	}
	name, ok := look.known(written)
	switch {
	case !ok:
		r.fail(key, "sheet.unit.unknown", "value", written)
	case name != written:
		r.tell(key, "sheet.read.unit", "value", written, "unit", name)
	}
	return name
}

// ErrorsMost is how many errors of a file are named. One with more is no table of
// this form, and naming them all would cost far more than reading it.
const ErrorsMost = 10_000

// Faulty refuses a file with more errors than are named.
func Faulty(errs []RowError) error {
	if len(errs) <= ErrorsMost {
		return nil
	}
	return refuse("sheet.file.faults", "most", ErrorsMost, "sheet", errs[0].Sheet, "row",
		errs[0].Row, "column", errs[0].Column)
}

// all runs over the rows of every table, until there are more errors than are named;
// words such as 同上 are the cell above.
func all(tables []Table, errors *[]RowError, do func(*reader)) {
	for i := range tables {
		var above map[string]Cell
		for j, row := range tables[i].Rows {
			if len(*errors) > ErrorsMost {
				return
			}
			r := &reader{table: &tables[i], row: row, errors: errors}
			r.same(above)
			above = r.row.Cells
			do(r)
			tables[i].Rows[j].Cells = nil // taken apart; of fifty thousand rows they are the largest part
		}
	}
}

// same builds a key of what makes two rows the same.
func same(parts ...string) string { return strings.Join(parts, "\x00") }
