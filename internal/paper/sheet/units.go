package sheet

import (
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// UnitRow is a unit as a county registers it. Codes are those of package
// bodies; "" where the file has none.
type UnitRow struct {
	At
	Name        string
	Short       string
	Code        string
	Category    string
	Parent      string   // name of the unit above; may be a row of the same file
	Principal   string   // kind of the body of principal responsibility
	Supervisory string   // kind of the body of supervisory responsibility
	Since       when.Day // 0 if not stated
	Note        string
	Readings    []Reading // what was not read literally
}

// No county stacks units deeper than this; a longer chain is a circle.
const deepestTree = 20

// ParseUnits reads units. A name may stand once; a parent must be in the
// register (look.Unit) or be another row that is itself in order.
func ParseUnits(tables []Table, look Look) ([]UnitRow, []RowError) {
	var errs []RowError
	type entry struct {
		UnitRow
		r *reader
	}
	var entries []entry
	byName := map[string]int{} // key of the name → index into entries, first row wins
	all(tables, &errs, func(r *reader) {
		u := UnitRow{
			At:          r.at(),
			Name:        must1(r, "name", called),
			Short:       may(r, "short", Words(50, true)),
			Code:        may(r, "code", Words(50, true)),
			Category:    may(r, "category", r.one(UnitCategory, look)),
			Parent:      may(r, "parent", Words(100, true)),
			Principal:   may(r, "principal", r.one(PrincipalOrgan, look)),
			Supervisory: may(r, "supervisory", r.one(SupervisorOrgan, look)),
			Since:       may(r, "since", r.since("since")),
			Note:        may(r, "note", Words(500, false)),
		}
		u.Readings = r.told
		if u.Name != "" {
			if first, twice := byName[text.Key(u.Name)]; twice {
				at := entries[first].At
				r.fail("name", "sheet.row.twice", "value", u.Name, "sheet", at.Sheet, "row", at.Row)
			} else {
				byName[text.Key(u.Name)] = len(entries)
			}
		}
		entries = append(entries, entry{u, r})
	})
	for _, e := range entries {
		if e.Parent == "" {
			continue
		}
		_, inFile := byName[text.Key(e.Parent)]
		switch {
		case e.Parent == e.Name:
			e.r.fail("parent", "sheet.unit.own-parent")
		case !inFile && look.Unit != nil && !look.Unit(e.Parent):
			e.r.fail("parent", "sheet.unit.no-parent", "value", e.Parent)
		}
	}
	// A row whose parent will not be written cannot be written either; nor may
	// parents run in a circle.
	for changed := true; changed; {
		changed = false
		for _, e := range entries {
			i, inFile := byName[text.Key(e.Parent)]
			if e.r.bad || e.Parent == "" || !inFile || look.Unit != nil && look.Unit(e.Parent) {
				continue
			}
			if p := entries[i]; p.r.bad {
				e.r.fail("parent", "sheet.unit.bad-parent", "value", e.Parent, "row", p.Row)
				changed = true
				continue
			}
			at := e.UnitRow
			for n := 0; ; n++ {
				j, ok := byName[text.Key(at.Parent)]
				if at.Parent == "" || !ok {
					break
				}
				if at = entries[j].UnitRow; at.Name == e.Name || n > deepestTree {
					e.r.fail("parent", "sheet.unit.circle", "value", e.Parent)
					changed = true
					break
				}
			}
		}
	}
	var good []UnitRow
	for _, e := range entries {
		if !e.r.bad {
			good = append(good, e.UnitRow)
		}
	}
	order(errs)
	return good, errs
}

// called reads the name of a unit, in which no sign may stand for a lost character.
func called(c Cell) (string, Fault) {
	s, f := Words(100, true)(c)
	if f == nil && text.Gap(s) {
		f = fault("input.lost")
	}
	return s, f
}
