package exchange

import (
	"slices"
	"strings"

	"shuangze/internal/paper/sheet"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// WrongRows are the rows with errors, as the file has them and with what is
// wrong beside them: to be mended there and imported by themselves. Questions
// about whom a row means are told as errors.
func (p Preview) WrongRows(say func(text.Message) string) []sheet.Sheet {
	wrong := map[sheet.At][]string{}
	for _, e := range p.Errors {
		at := sheet.At{Sheet: e.Sheet, Row: e.Row}
		words := say(e.Message)
		if e.Column != "" {
			words = e.Column + ": " + words
		}
		wrong[at] = append(wrong[at], words)
	}
	for _, q := range p.Ask {
		wrong[q.At] = append(wrong[q.At], say(q.Message()))
	}
	var out []sheet.Sheet
	for _, t := range p.tables {
		i := slices.IndexFunc(p.book.Grids, func(g sheet.Grid) bool { return g.Name == t.Sheet })
		s := sheet.Sheet{Name: t.Sheet}
		for _, c := range t.Columns {
			s.Columns = append(s.Columns, sheet.Field{Title: c.Header})
		}
		s.Columns = append(s.Columns, sheet.Field{Title: say(text.M("exchange.wrong.row"))},
			sheet.Field{Title: say(text.M("exchange.wrong.what")), Width: 60})
		var lines []sheet.Line
		for _, l := range p.book.Grids[i].Lines {
			if wrong[sheet.At{Sheet: t.Sheet, Row: l.Number}] != nil {
				lines = append(lines, l)
			}
		}
		if len(lines) == 0 {
			continue
		}
		s.Rows = func(yield func([]any) bool) {
			for _, l := range lines {
				cells := map[string]any{}
				for _, c := range l.Spots {
					cells[sheet.Letter(c.Col)] = plainValue(c.Cell)
				}
				row := make([]any, 0, len(s.Columns))
				for _, c := range t.Columns {
					row = append(row, cells[c.Letter])
				}
				if !yield(append(row, l.Number, strings.Join(wrong[sheet.At{Sheet: t.Sheet, Row: l.Number}], "\n"))) {
					return
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// contentMost is how many characters of a row are shown beside its error.
const contentMost = 160

// Content is a row as the file has it, in few words; for a row in error, so
// that it can be told which is meant without opening the file.
func (p Preview) Content(name string, number int) string {
	i := slices.IndexFunc(p.book.Grids, func(g sheet.Grid) bool { return g.Name == name })
	if i < 0 {
		return ""
	}
	lines := p.book.Grids[i].Lines
	n, found := slices.BinarySearchFunc(lines, number, func(l sheet.Line, n int) int { return l.Number - n })
	if !found {
		return ""
	}
	var parts []string
	for _, s := range lines[n].Spots {
		if s.Kind == sheet.Formula {
			parts = append(parts, "=…")
		} else if s.Text != "" {
			parts = append(parts, strings.Join(strings.Fields(s.Text), " "))
		}
	}
	r := []rune(strings.Join(parts, "｜"))
	if len(r) > contentMost {
		r = append(r[:contentMost], '…')
	}
	return string(r)
}

// plainValue is a cell to be written again: a date stays one.
func plainValue(c sheet.Cell) any {
	if c.Kind == sheet.Date {
		if d, f := sheet.Day(c); f == nil && d != when.Open {
			return d
		}
	}
	return c.Text
}
