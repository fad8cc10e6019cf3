package sheet

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/when"
)

// TaskRow is a task of a year's list.
type TaskRow struct {
	At
	Year      int    // that the list is of
	Kind      string // routine, staged, key; "" if not stated
	Task      string
	Units     []string // by name
	Groups    []string // towns, departments, all: every unit of that kind
	Assisting []string // by name
	Helping   []string // groups that assist
	Lead      string   // as written, often a post
	Written   string   // the limit as the cell says it
	Limit     when.Window
	Proof     []string
	Points    int64 // hundredths of a point; 0 if not stated
	Basis     string
	Note      string
}

// Helped are those who assist, as the row names them.
func (t TaskRow) Helped() []string {
	out := slices.Clone(t.Assisting)
	for _, g := range t.Helping {
		i := slices.IndexFunc(Groups, func(s Says) bool { return s.Code == g })
		out = append(out, Groups[i].Words[0])
	}
	return out
}

// ParseTasks reads tasks of a year; year 0 takes it from the table's title.
func ParseTasks(tables []Table, look Look, year int) ([]TaskRow, []RowError) {
	var errs []RowError
	var good []TaskRow
	seen := map[string]At{}
	all(tables, &errs, func(r *reader) {
		of := year
		if of == 0 {
			of = r.table.Year()
		}
		t := TaskRow{
			At: r.at(), Year: of, Written: tight(r.row.Cells["limit"].Text),
			Kind:   may(r, "kind", oneOf(TaskKinds)),
			Task:   must1(r, "task", Words(500, false)),
			Lead:   may(r, "lead", Words(100, true)),
			Limit:  must1(r, "limit", func(c Cell) (when.Window, Fault) { return Limit(c, of) }),
			Proof:  may(r, "proof", List),
			Points: may(r, "points", Points),
			Basis:  may(r, "basis", Words(300, false)),
			Note:   may(r, "note", Words(500, false)),
		}
		t.Units, t.Groups = unitsOf(r, "units", must1(r, "units", List), look)
		t.Assisting, t.Helping = unitsOf(r, "assisting", may(r, "assisting", List), look)
		if t.Task != "" {
			if at, twice := seen[t.Task]; twice {
				r.fail("task", "sheet.row.twice", "value", t.Task, "sheet", at.Sheet, "row", at.Row)
			} else {
				seen[t.Task] = t.At
			}
		}
		if !r.bad {
			good = append(good, t)
		}
	})
	return good, errs
}

// Groups are words that mean every unit of a kind.
var Groups = groups()

func groups() (out []Says) {
	for _, g := range bodies.Groups {
		out = append(out, Says{g.Code, g.Words})
	}
	return out
}

// unitsOf parts names from words that mean every unit of a kind.
func unitsOf(r *reader, key string, list []string, look Look) (names, groups []string) {
	for _, s := range list {
		if g, f := Choice(Cell{Kind: Text, Text: s}, Groups); f == nil {
			groups = append(groups, g)
			continue
		}
		if look.Unit != nil && !look.Unit(s) {
			r.fail(key, "sheet.unit.unknown", "value", s)
		}
		names = append(names, s)
	}
	return names, groups
}
