package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/when"
)

// Sheet is a table to be written. Rows are read once, one at a time. A value is
// nil, string, []string (joined with 、), int, int64, float64, Hundredths,
// when.Day (0 and when.Open are blank) or BirthMonth.
type Sheet struct {
	Name    string // of the tab; signs Excel forbids are replaced
	Title   string // a merged row above the header; none if empty
	Columns []Field
	Rows    iter.Seq[[]any]
}

// Field is a column to be written. Width 0 takes one that fits the heading.
type Field struct {
	Title string
	Width float64 // in characters
}

// Hundredths is an amount with two decimal places: points, rates.
type Hundredths int64

// Write streams sheets as one xlsx. Dates are real dates and figures real
// figures. Words are always words: they are stored as inline strings, and those
// a program might calculate (= + - @) carry the quote-prefix style, so that
// editing the cell does not wake them.
func Write(w io.Writer, sheets ...Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		name := tab(s.Name, i)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = s.stream(f, name, styles)
		}
		if err != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	return f.Write(w)
}

type styles struct{ title, head, date, armed, money, wrap int }

func newStyles(f *excelize.File) (s styles, err error) {
	date := "yyyy-mm-dd"
	wrap := &excelize.Alignment{Vertical: "top", WrapText: true}
	for _, d := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}}},
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern",
			Pattern: 1, Color: []string{"E8EDF3"}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&s.date, excelize.Style{CustomNumFmt: &date, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.armed, excelize.Style{NumFmt: 49, Alignment: wrap}},
		{&s.money, excelize.Style{NumFmt: 2, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.wrap, excelize.Style{Alignment: wrap}},
	} {
		if *d.id, err = f.NewStyle(&d.style); err != nil {
			return s, err
		}
	}
	yes := true
	f.Styles.CellXfs.Xf[s.armed].QuotePrefix = &yes
	return s, nil
}

func (s Sheet) stream(f *excelize.File, name string, st styles) error {
	if len(s.Columns) == 0 {
		return fmt.Errorf("no columns")
	}
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	last := Letter(len(s.Columns))
	head, line := make([]any, len(s.Columns)), 1
	for i, c := range s.Columns {
		width := c.Width
		if width <= 0 {
			width = max(10, 2*float64(len([]rune(c.Title)))+4)
		}
		if err := sw.SetColWidth(i+1, i+1, min(width, 120)); err != nil {
			return err
		}
		head[i] = excelize.Cell{StyleID: st.head, Value: c.Title}
	}
	if s.Title != "" {
		line = 2
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: line, TopLeftCell: "A" + strconv.Itoa(line+1),
		ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if s.Title != "" {
		if err := sw.SetRow("A1", []any{excelize.Cell{StyleID: st.title, Value: s.Title}},
			excelize.RowOpts{Height: 30}); err != nil {
			return err
		}
		if len(s.Columns) > 1 {
			if err := sw.MergeCell("A1", last+"1"); err != nil {
				return err
			}
		}
	}
	header := line
	if err := sw.SetRow("A"+strconv.Itoa(line), head); err != nil {
		return err
	}
	if s.Rows != nil {
		for row := range s.Rows {
			line++
			out := make([]any, len(row))
			for i, v := range row {
				if out[i], err = st.cell(v); err != nil {
					return fmt.Errorf("row %d, column %d: %w", line, i+1, err)
				}
			}
			if err := sw.SetRow("A"+strconv.Itoa(line), out); err != nil {
				return err
			}
		}
	}
	if err := f.AutoFilter(name, fmt.Sprintf("A%d:%s%d", header, last, max(line, header+1)), nil); err != nil {
		return err
	}
	return sw.Flush()
}

func (st styles) cell(v any) (any, error) {
	switch v := v.(type) {
	case when.Day:
		if v != 0 && v != when.Open {
			return excelize.Cell{StyleID: st.date, Value: int(v) + serialEpoch}, nil
		}
		return nil, nil
	case Hundredths:
		return excelize.Cell{StyleID: st.money, Value: float64(v) / 100}, nil
	case int, int64, float64, nil:
		return v, nil
	}
	s, err := Wording(v)
	switch {
	case err != nil || s == "":
		return nil, err
	case len([]rune(s)) > longestCell/4:
		return nil, fmt.Errorf("more than %d characters", longestCell/4)
	case dangerous(s):
		return excelize.Cell{StyleID: st.armed, Value: s}, nil
	}
	return excelize.Cell{StyleID: st.wrap, Value: s}, nil
}

// Wording is a value in words, for text cells, for CSV and for documents.
func Wording(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case []string:
		return strings.Join(v, "、"), nil
	case BirthMonth:
		if v.Year == 0 {
			return "", nil
		}
		return v.String(), nil
	case when.Day:
		if v == 0 {
			return "", nil
		}
		return v.String(), nil
	case Hundredths:
		return strconv.FormatFloat(float64(v)/100, 'f', 2, 64), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return "", fmt.Errorf("a sheet cannot hold a %T", v)
}

// WriteCSV writes one sheet, without its title, as UTF-8 with the mark that
// makes Excel read it rightly. A text a program would calculate gets an
// apostrophe, which Open takes off again.
func WriteCSV(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rec := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		rec[i] = disarm(c.Title)
	}
	if err := out.Write(rec); err != nil {
		return err
	}
	if s.Rows != nil {
		for row := range s.Rows {
			rec = rec[:0]
			for _, v := range row {
				t, err := Wording(v)
				if err != nil {
					return err
				}
				switch v.(type) {
				case string, []string:
					t = disarm(t)
				}
				rec = append(rec, t)
			}
			if err := out.Write(rec); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func disarm(s string) string {
	if dangerous(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// dangerous: a spreadsheet program would calculate a text that begins so.
// Blanks before the sign do not protect.
func dangerous(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '\t' || s[0] == '\r' || s[0] == '\n' {
		return true
	}
	t := fold(strings.TrimLeft(s, " \u3000\u00a0\t\r\n\ufeff"))
	return t != "" && strings.ContainsRune("=+-@", rune(t[0]))
}

// tab makes a name Excel accepts: at most 31 characters, none of : \ / ? * [ ].
func tab(name string, i int) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < 0x20 {
			return '-'
		}
		return r
	}, clean(name))
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	if name == "" {
		name = "表" + strconv.Itoa(i+1)
	}
	return name
}
