package sheet

import (
	"maps"
	"slices"
	"strings"

	"shuangze/internal/text"
)

// Reading is what was read freely: a cell that does not say literally what is
// taken from it, or a part of it that nothing holds. It is no error, but
// whoever imports is told before anything is written.
type Reading struct {
	At
	Letter string // of the column
	Column string // the heading as the file writes it
	Key    string // the form's key
	text.Message
}

// tell notes a free reading of a cell of the row.
func (r *reader) tell(key, message string, kv ...any) {
	letter, header, _ := r.table.Column(key)
	r.told = append(r.told, Reading{r.at(), letter, header, key, text.M(message, kv...)})
}

// dittos mean "as in the cell above", in any column.
var dittos = []string{"同上", "同前", "同上行", "〃", "″", "\"", "\"\"", "''", "“", "”", "““", "””", "“”", "ʺ", "々"}

// Ditto says whether the cell means the one above it.
func (c Cell) Ditto() bool {
	return c.Kind == Text && !c.Filled && slices.Contains(dittos, strings.ReplaceAll(fold(c.Text), " ", ""))
}

// same puts what stands above in the place of words that say so. A cell of the
// first row has nothing above it and is an error.
func (r *reader) same(above map[string]Cell) {
	for _, c := range r.table.Columns {
		cell, ok := r.row.Cells[c.Key]
		if !ok || c.Key == "" || c.Key == Counter || !cell.Ditto() {
			continue
		}
		up, ok := above[c.Key]
		if above == nil || ok && up.Ditto() {
			r.fail(c.Key, "sheet.ditto.first", "value", cell.Text)
			continue
		}
		up.Filled = true
		cells := maps.Clone(r.row.Cells) // the table's own stay as they were read
		if cells[c.Key] = up; !ok {
			delete(cells, c.Key)
		}
		r.row.Cells = cells
		r.tell(c.Key, "sheet.read.ditto", "value", cell.Text, "above", up.Text)
	}
}
