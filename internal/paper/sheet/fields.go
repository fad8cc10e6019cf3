package sheet

import (
	"shuangze/internal/field"
	"shuangze/internal/text"
)

// Fields is the form of a noun that stands on the frame: its headings are what
// its fields are called, and those that counties write.
func Fields(kind string, name text.Message, fs field.Fields, heading func(field string) text.Message,
	titles map[string][]string, needs func(field string) bool) Form {
	f := Form{Kind: kind, Called: name, Says: heading, Columns: []Column{{Key: Counter}}}
	for _, x := range fs {
		c := Column{Key: x.Name, Titles: titles[x.Name], Required: needs(x.Name)}
		f.Columns = append(f.Columns, c)
	}
	return worded(f)
}

// FieldRow is one row as it reads: an object with what the row says of it.
type FieldRow struct {
	At
	V        any
	Said     field.Fields // those that the table has a column for
	Readings []Reading
	Parts    []Part // what a row that is about several makes for each of them
}

// Part is what a row makes for one of those that it names.
type Part struct {
	FieldRow
	Whose string
}

// Finder finds what a cell calls a code, an organ, a unit or a person. known are
// some of the words that would be, for whoever wrote another.
type Finder func(f field.Field, words string) (code string, id int64, ok bool, known []string)

// ParseFields reads rows of a form of fields.
func ParseFields(tables []Table, fs field.Fields, make func() any, find Finder) ([]FieldRow, []RowError) {
	var errs []RowError
	var good []FieldRow
	all(tables, &errs, func(r *reader) {
		row := FieldRow{At: r.at(), V: make()}
		for _, f := range fs {
			if _, _, ok := r.table.Column(f.Name); !ok {
				continue
			}
			row.Said = append(row.Said, f)
			r.into(row.V, f, find)
		}
		row.Readings = r.told
		if !r.bad {
			good = append(good, row)
		}
	})
	return good, errs
}

// into reads the cell of a field.
func (r *reader) into(v any, f field.Field, find Finder) {
	switch f.Type {
	case field.ALine, field.AText:
		f.SetStr(v, take(r, f, Words(f.Most, f.Type == field.ALine)))
	case field.ADay:
		f.SetNum(v, int64(take(r, f, Day)))
	case field.ACount:
		f.SetNum(v, int64(take(r, f, Int)))
	case field.AYear:
		f.SetNum(v, int64(take(r, f, Year)))
	case field.APoints:
		f.SetNum(v, take(r, f, Points))
	case field.AFlag:
		switch s := take(r, f, Words(10, true)); s {
		case "", "否", "无", "no", "No":
		case "是", "有", "√", "yes", "Yes":
			f.SetNum(v, 1)
		default:
			r.fail(f.Name, "sheet.choice.unknown", "value", s, "known", []string{"是", "否"})
		}
	default:
		s := take(r, f, Words(100, true))
		if s == "" {
			return
		}
		code, id, ok, known := find(f, s)
		switch {
		case !ok:
			r.fail(f.Name, "sheet.choice.unknown", "value", s, "known", known)
		case f.IsText():
			f.SetStr(v, code)
		default:
			f.SetNum(v, id)
		}
	}
}

func take[T any](r *reader, f field.Field, read func(Cell) (T, Fault)) T {
	if f.Must {
		return must1(r, f.Name, read)
	}
	return may(r, f.Name, read)
}
