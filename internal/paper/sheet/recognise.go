package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"shuangze/internal/lang"
	"shuangze/internal/text"
)

// Row is one row of data. Cells are found by the form's keys.
type Row struct {
	Sheet  string
	Number int
	Cells  map[string]Cell
}

// Matched is a column of the table as found in the file.
type Matched struct {
	Key    string // "" if the form has no use for it
	Letter string
	Header string // as written in the file
}

// Skipped is something in the file that was not taken for data, with the reason.
type Skipped struct {
	Sheet  string
	Number int    // 0 for a whole sheet
	Text   string // its first words
	Reason text.Message
}

// Table is one sheet, understood.
type Table struct {
	Sheet   string
	Form    Form
	Titles  []string // the words above the header
	English bool     // most of its headings are our English ones
	Header  int      // number of the header's last row
	Columns []Matched
	Rows    []Row
	Skipped []Skipped
	// Folded are the numbers of the Rows that are out of sight in the file, by
	// a filter left on or by hand, and FoldedColumns the columns understood
	// that are. They are read like the others: what is imported must not hang
	// on how the sheet was last looked at, so whoever imports is told instead.
	Folded        []int
	FoldedColumns []Matched
	Unused        []Matched        // columns with values that nothing in the register holds
	monthOnly     map[string][]int // by key: the rows whose day was given as a month
	wide          []int            // rows with a cell merged over several columns, each of which it fills
	late          []int            // rows with a day in whose last minute the file places it
}

// Notices says in words what of the table was read otherwise than it looks.
func (t Table) Notices() (out []text.Message) {
	if n := len(t.Folded); n > 0 {
		out = append(out, text.M("sheet.hidden.rows", "sheet", t.Sheet, "n", n, "rows", spans(t.Folded)))
	}
	if n := len(t.FoldedColumns); n > 0 {
		var names []string
		for _, c := range t.FoldedColumns {
			names = append(names, c.Letter+" "+c.Header)
		}
		out = append(out, text.M("sheet.hidden.columns", "sheet", t.Sheet, "n", n, "columns", names))
	}
	if n := len(t.Unused); n > 0 {
		var names []string
		for _, c := range t.Unused {
			names = append(names, strings.TrimSpace(c.Letter+" "+c.Header))
		}
		out = append(out, text.M("sheet.unused.columns", "sheet", t.Sheet, "n", n, "columns", names))
	}
	if n := len(t.wide); n > 0 {
		out = append(out, text.M("sheet.merged.aside", "sheet", t.Sheet, "n", n, "rows", spans(t.wide)))
	}
	if n := len(t.late); n > 0 {
		out = append(out, text.M("sheet.day.late", "sheet", t.Sheet, "n", n, "rows", spans(t.late)))
	}
	for _, c := range t.Columns {
		if rows := t.monthOnly[c.Key]; len(rows) > 0 {
			out = append(out, text.M("sheet.month.first", "sheet", t.Sheet, "column", c.Header,
				"n", len(rows), "rows", spans(rows)))
		}
	}
	return out
}

// spansMost is how many runs of rows a notice names before it breaks off.
const spansMost = 12

// spans are rising numbers in words: 5, 7–9.
func spans(rows []int) (out []string) {
	for i := 0; i < len(rows); {
		if len(out) == spansMost {
			return append(out, "…")
		}
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		if s := strconv.Itoa(rows[i]); i == j {
			out = append(out, s)
		} else {
			out = append(out, s+"–"+strconv.Itoa(rows[j]))
		}
		i = j + 1
	}
	return out
}

// speaks is the language of the table.
func (t Table) speaks() *lang.Phraser {
	if t.English {
		return in(lang.English)
	}
	return in(lang.Chinese)
}

// Column is how the file names a key; the form's own title if it has none.
func (t Table) Column(key string) (letter, header string, ok bool) {
	for _, c := range t.Columns {
		if c.Key == key {
			return c.Letter, c.Header, true
		}
	}
	return "", t.Form.Title(t.speaks(), key), false
}

var titleYear = regexp.MustCompile(`(20\d\d)\s*年`)

// Year is the first year the title names, 0 if none.
func (t Table) Year() int {
	for _, s := range t.Titles {
		if m := titleYear.FindStringSubmatch(fold(s)); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n
		}
	}
	return 0
}

// Found is the answer of Recognise.
type Found struct {
	Form    Form
	Reason  text.Message // why this form
	Tables  []Table
	Skipped []Skipped // whole sheets
	// Lacking are sheets that are nearly of the form: a column short of it. What
	// they hold was meant to be read, so each is an error of the file.
	Lacking []RowError
}

// How far down a header may stand, under titles and instructions.
const deepestHeader = 30

// Recognise finds which of the forms the file is, by the meaning of its
// headings, and reads its tables. Every sheet must be the same form; sheets
// without a header of it, and hidden ones, are reported as skipped. A file that
// is none of the forms is refused with what was seen and what is needed.
func Recognise(b *Book, forms []Form) (Found, error) {
	var best Form
	var heads map[int]head
	points := 0
	for _, f := range forms {
		found, top := map[int]head{}, 0
		for i, g := range b.Grids {
			if g.Hidden {
				continue
			}
			if h := findHeader(g, f); h.complete() {
				found[i] = h
				top = max(top, h.points)
			}
		}
		if top > points {
			best, heads, points = f, found, top
		}
	}
	if points == 0 {
		return Found{}, unknown(b, forms)
	}
	f := Found{Form: best}
	var first *head
	for i, g := range b.Grids {
		h, ok := heads[i]
		switch {
		case g.Hidden:
			f.Skipped = append(f.Skipped, Skipped{Sheet: g.Name, Reason: text.M("sheet.skip.hidden")})
		case !ok && len(g.Lines) == 0:
			f.Skipped = append(f.Skipped, Skipped{Sheet: g.Name, Reason: text.M("sheet.skip.empty-sheet")})
		case !ok:
			f.Skipped = append(f.Skipped, Skipped{Sheet: g.Name, Reason: text.M("sheet.skip.no-header", "form", best.Name())})
			if h := findHeader(g, best); len(h.keys) >= 3 && len(h.missing) == 1 && h.line+1 < len(g.Lines) {
				f.Lacking = append(f.Lacking, RowError{Sheet: g.Name, Row: g.Lines[h.line].Number,
					Column:  best.Title(h.speaks(best), h.missing[0]),
					Message: text.M("sheet.form.lacking", "form", best.Name(), "seen", h.names())})
			}
		default:
			if first == nil {
				first = &h
			}
			f.Tables = append(f.Tables, h.table(g, best))
		}
	}
	f.Reason = text.M("sheet.form.because", "form", best.Name(), "columns", first.names())
	return f, nil
}

// unknown says what the file shows and what a table needs, as nearly as it can.
func unknown(b *Book, forms []Form) error {
	var seen []string
	var near head
	var nearForm Form
	for _, g := range b.Grids {
		if g.Hidden {
			continue
		}
		for _, f := range forms {
			if h := findHeader(g, f); h.points > near.points {
				near, nearForm = h, f
			}
		}
		for i, l := range g.Lines {
			if i >= deepestHeader {
				break
			}
			var names []string
			for _, s := range l.Spots {
				if s.Kind == Text && len(names) < 20 && len([]rune(s.Text)) <= 30 {
					names = append(names, s.Text)
				}
			}
			if len(names) > len(seen) {
				seen = names
			}
		}
	}
	if len(seen) == 0 {
		return refuse("sheet.form.nothing")
	}
	for _, f := range Forms() { // is it one of ours, brought to the wrong door?
		for _, g := range b.Grids {
			if !g.Hidden && !among(forms, f.Kind) && findHeader(g, f).complete() {
				return refuse("sheet.form.other", "form", f.Name(), "seen", seen)
			}
		}
	}
	if len(near.keys) >= 3 {
		return refuse("sheet.form.missing", "form", nearForm.Name(), "missing", nearForm.headings(near.missing), "seen", seen)
	}
	var need []text.Message
	for _, f := range forms {
		var keys []string
		for _, c := range f.Columns {
			if c.Required {
				keys = append(keys, c.Key)
			}
		}
		need = append(need, text.M("sheet.form.need", "form", f.Name(), "columns", f.headings(keys)))
	}
	return refuse("sheet.form.unknown", "seen", seen, "need", need)
}

// headings are the headings of keys, for a reader.
func (f Form) headings(keys []string) (out []text.Message) {
	for _, k := range keys {
		out = append(out, f.Heading(k))
	}
	return out
}

func among(forms []Form, kind string) bool {
	for _, f := range forms {
		if f.Kind == kind {
			return true
		}
	}
	return false
}
