package sheet

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"shuangze/internal/lang"
)

// Whose is the units a cell names: who leads, who assists, and words that mean
// every unit of a kind. Marked says that the cell itself says who leads.
type Whose struct {
	Unit   string // who leads
	Others []string
	Groups []string // towns, departments, all
	Marked bool
}

// Alone says whether the cell names one unit and nothing else.
func (w Whose) Alone() bool { return len(w.Others) == 0 && len(w.Groups) == 0 }

var (
	leads   = regexp.MustCompile(`^(?:牵头|牵头单位|主办|主办单位|主责|主责单位|主体责任单位)$`)
	assists = regexp.MustCompile(`^(?:配合|配合单位|协办|协办单位|协助|协助单位|参与|参与单位)$`)
	unitOf  = regexp.MustCompile(`^(?:责任单位|整改单位|整改责任单位|单位|填报单位|填表单位|被检查单位|被巡察单位|单位名称|部门)$`)
)

// known finds the registered name of a unit: as written, or without or with the
// words of the county before it (县财政局, 镇坪县财政局).
func (look Look) known(written string) (string, bool) {
	if look.Unit == nil || look.Unit(written) {
		return written, true
	}
	before := []string{"县", "本县", "我县"}
	if c := look.County; c != "" {
		before = append([]string{"中共" + c, c}, before...)
	}
	for _, b := range before {
		if rest, ok := strings.CutPrefix(written, b); ok && len([]rune(rest)) > 1 && look.Unit(rest) {
			return rest, true
		}
	}
	for _, b := range before {
		if strings.HasPrefix(b, "中共") || b == "县" || b == look.County {
			if look.Unit(b + written) {
				return b + written, true
			}
		}
	}
	return written, false
}

// whose reads the units of a cell. What none of the county is called is an error.
func (r *reader) whose(key string, look Look) (w Whose) {
	s := must1(r, key, Words(300, false))
	if s == "" {
		return w
	}
	one := tight(strings.Join(strings.Fields(s), " "))
	if name, ok := look.known(one); ok && (look.Unit != nil || !unitMarks.MatchString(one)) {
		if name != one {
			r.tell(key, "sheet.read.unit", "value", one, "unit", name)
		}
		return Whose{Unit: name}
	}
	assisting := false
	var lead, others []string
	for _, part := range unitMarks.Split(fold(s), -1) {
		mark := ""
		for _, m := range inBrackets.FindAllStringSubmatch(part, -1) {
			mark = strings.TrimSpace(m[1] + m[2] + m[3])
		}
		bare := tight(inBrackets.ReplaceAllString(part, ""))
		if before, after, ok := strings.Cut(bare, ":"); ok {
			switch {
			case leads.MatchString(before):
				mark, bare, assisting = before, after, false
			case assists.MatchString(before):
				bare, assisting = after, true
			case unitOf.MatchString(before):
				bare = after
			}
		}
		for _, tail := range []string{"牵头", "配合"} {
			if b, ok := strings.CutSuffix(bare, tail); ok && b != "" {
				mark, bare = tail, b
			}
		}
		if none(bare) {
			continue
		}
		if g, f := Choice(Cell{Kind: Text, Text: bare}, Groups); f == nil {
			w.Groups = append(w.Groups, g)
			continue
		}
		name, ok := look.known(bare)
		if !ok {
			if full, is := look.known(tight(part)); is { // brackets that belong to the name
				name, ok = full, true
			}
		}
		if !ok {
			r.fail(key, "sheet.unit.unknown", "value", bare)
			continue
		}
		if name != tight(part) {
			r.tell(key, "sheet.read.unit", "value", strings.TrimSpace(part), "unit", name)
		}
		switch {
		case slices.Contains(lead, name) || slices.Contains(others, name):
		case leads.MatchString(mark) || strings.EqualFold(mark, in(lang.English).T("sheet.lead")):
			w.Marked = true
			lead = append([]string{name}, lead...)
		case assisting || assists.MatchString(mark):
			w.Marked = true
			others = append(others, name)
		default:
			lead = append(lead, name)
		}
	}
	if len(lead) > 0 {
		w.Unit, w.Others = lead[0], append(lead[1:], others...)
	} else if len(others) > 0 {
		w.Unit, w.Others = others[0], others[1:]
	}
	return w
}

var unitMarks = regexp.MustCompile(`[、,;，；/／|\n]+`)

// heads finds rows of their own that name the unit of the rows below them, by
// the number of the row. Such rows were skipped as headings.
func (t *Table) heads(look Look) (at []int, names map[int]string) {
	names = map[int]string{}
	if look.Unit == nil {
		return nil, names
	}
	for _, s := range t.Skipped {
		if name, ok := headOf(s.Text, look); ok {
			at = append(at, s.Number)
			names[s.Number] = name
		}
	}
	slices.Sort(at)
	return at, names
}

var headMark = regexp.MustCompile(`^[(（]?(?:[一二三四五六七八九十]+|\d+)[)）、.．]\s*`)

// headOf reads a heading as a unit: 一、财政局（3个）, 责任单位：财政局.
func headOf(s string, look Look) (string, bool) {
	s = headMark.ReplaceAllString(strings.TrimSpace(s), "")
	s = fold(s)
	if before, after, ok := strings.Cut(s, ":"); ok {
		if !unitOf.MatchString(tight(before)) && strings.TrimSpace(after) != "" {
			return "", false
		}
		if strings.TrimSpace(after) == "" {
			after = before
		}
		s = after
	}
	return look.known(tight(inBrackets.ReplaceAllString(s, "")))
}

// heading says whether the row is nothing but the name of a unit, outside the
// column of units: it stands above that unit's rows.
func (r *reader) heading(look Look) (string, bool) {
	text, n := "", 0
	for key, c := range r.row.Cells {
		if c.Filled || c.None() {
			continue
		}
		if n++; n > 1 || key == "unit" || c.Kind != Text {
			return "", false
		}
		text = c.Text
	}
	if n == 0 || look.Unit == nil {
		return "", false
	}
	return headOf(text, look)
}

// under puts the unit of the heading above into rows that name none.
func (r *reader) under(at []int, names map[int]string, titles string) {
	if !r.row.Cells["unit"].None() {
		return
	}
	name := titles
	where := r.table.Header
	if i, _ := slices.BinarySearch(at, r.row.Number); i > 0 {
		where = at[i-1]
		name = names[where]
	}
	if name == "" {
		return
	}
	cells := maps.Clone(r.row.Cells)
	cells["unit"] = Cell{Kind: Text, Raw: name, Text: name, Filled: true}
	r.row.Cells = cells
	r.tell("unit", "sheet.read.heading", "unit", name, "row", where)
}

// title is the unit that the words above the header name for the whole table.
func (t Table) title(look Look) string {
	if look.Unit == nil {
		return ""
	}
	for _, s := range t.Titles {
		if before, _, ok := strings.Cut(fold(s), ":"); ok && unitOf.MatchString(tight(before)) {
			if name, ok := headOf(s, look); ok {
				return name
			}
		}
	}
	return ""
}

// Headed is the form of problems whose unit stands above its rows instead of in
// a column. Such a table is only taken for one if a form with the column is not
// found, and if it has all else that a problem needs.
func Headed() Form {
	f := Problems()
	f.Columns = slices.Clone(f.Columns)
	for i := range f.Columns {
		if f.Columns[i].Key == "unit" {
			f.Columns[i].Required = false
		}
	}
	return f
}

// Whole says whether tables of the headed form have all else that a problem
// needs, its source and level among it.
func (f Found) Whole() bool {
	for _, t := range f.Tables {
		for _, k := range []string{"facts", "measures", "due", "source", "level"} {
			if _, _, ok := t.Column(k); !ok {
				return false
			}
		}
	}
	return len(f.Tables) > 0
}

// Written is the cell again, in few words.
func (w Whose) Written() string {
	words := append([]string{}, w.Others...)
	if w.Unit != "" {
		words = append([]string{w.Unit}, words...)
	}
	for _, g := range w.Groups {
		for _, s := range Groups {
			if s.Code == g {
				words = append(words, s.Words[0])
			}
		}
	}
	return strings.Join(words, "、")
}
