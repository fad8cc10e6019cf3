package policy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/formula"
	"shuangze/internal/text"
)

// The text of a pack is what counts; what follows changes single rows of the table of indicators in it, for whoever
// would rather fill in fields. Every other line stays as it is, byte for byte, and so does every cell of a changed row
// that says the same.

// IndicatorColumns are the columns of the table of indicators.
var IndicatorColumns = []string{"办法", "编号", "中文", "英文", "分值", "来源", "算法", "评分", "评分说明", "英文说明", "佐证", "出处"}

// Row is a row of the table of indicators: the number of its line, and its cells by column.
type Row struct {
	Line  int
	Cells map[string]string
}

// pen is the table of indicators in a text.
type pen struct {
	lines   []string // of the whole text, as they stand
	columns []string
	head    int // the line of the columns; 0 = there is none
	rows    []Row
}

func penOf(s string) pen {
	out := pen{lines: strings.Split(s, "\n")}
	p := &parser{sections: map[string]*section{}}
	p.parse(source{Indicators, []byte(s)})
	t := p.sections[Indicators]
	if t == nil || t.columns == nil {
		return out
	}
	out.columns = t.columns
	for i := t.line; out.head == 0; i++ { // the first line after the table's name that says something
		if l := strings.TrimSpace(out.lines[i]); l != "" && !strings.HasPrefix(l, "#") && !strings.HasPrefix(l, "\uff03") {
			out.head = i + 1
		}
	}
	for _, r := range t.rows {
		row := Row{r.line, map[string]string{}}
		for i, c := range t.columns {
			row.Cells[c] = r.cells[i]
		}
		out.rows = append(out.rows, row)
	}
	return out
}

func (p pen) text() string { return strings.Join(p.lines, "\n") }

// at is the row of a line; nil = there is none.
func (p pen) at(line int) *Row {
	for i := range p.rows {
		if p.rows[i].Line == line {
			return &p.rows[i]
		}
	}
	return nil
}

// no is the number of a row, and codes are the schemes that it is for.
func (r Row) no() string      { return r.Cells["编号"] }
func (r Row) codes() []string { return apart(r.Cells["办法"]) }

// shares says whether two rows are for a scheme together.
func (r Row) shares(o Row) bool {
	return slices.ContainsFunc(r.codes(), func(c string) bool { return slices.Contains(o.codes(), c) })
}

// HoldsIndicators says whether the table of indicators stands in a text.
func HoldsIndicators(s string) bool { return penOf(s).head > 0 }

// IndicatorAt is the row of the table of indicators that stands in a line.
func IndicatorAt(s string, line int) (Row, bool) {
	if r := penOf(s).at(line); r != nil {
		return *r, true
	}
	return Row{}, false
}

// unfit is a refusal of an act on a row as a whole.
func unfit(key string, kv ...any) error { return text.InputErrors{{Message: text.M(key, kv...)}} }

// PutIndicator writes a row: in the place of the one in a line, or, where line is 0, among the rows of its scheme by
// its number. It gives the text and the line in which the row stands. What a cell cannot hold is an input error of its
// column.
func PutIndicator(s string, line int, cells map[string]string) (string, int, error) {
	p := penOf(s)
	if p.head == 0 {
		return s, 0, unfit("policy.pen.no-table")
	}
	old := p.at(line)
	if line != 0 && old == nil {
		return s, 0, unfit("policy.pen.no-row", "line", line)
	}
	cells, err := tidy(cells)
	if err != nil {
		return s, 0, err
	}
	row := Row{line, cells}
	for _, r := range p.rows {
		if r.Line != line && r.no() == row.no() && r.shares(row) {
			return s, 0, text.InputErrors{{Field: "编号", Message: text.M("policy.pen.taken", "no", row.no(), "line", r.Line)}}
		}
	}
	if old != nil {
		p.lines[line-1] = rewritten(p.lines[line-1], p.columns, cells)
		return p.text(), line, nil
	}
	after := p.after(row)
	p.lines = slices.Insert(p.lines, after, written(p.columns, cells)+ending(p.lines[after-1]))
	return p.text(), after + 1, nil
}

// tidy are the cells as they can stand in a row.
func tidy(cells map[string]string) (map[string]string, error) {
	var errs text.InputErrors
	out := map[string]string{}
	for _, c := range IndicatorColumns {
		v := strings.Join(strings.Fields(cells[c]), " ")
		switch {
		case strings.ContainsFunc(v, bar):
			errs.Add(c, "policy.pen.bar")
		case utf8.RuneCountInString(v) > formula.MostRunes:
			errs.Add(c, "policy.pen.long", "most", formula.MostRunes)
		case v == "" && (c == "办法" || c == "编号"):
			errs.Add(c, "policy.pen.needed")
		case c == "办法" && strings.ContainsAny(v[:1], "#[") || c == "办法" && strings.ContainsAny(v, "【\uff03"):
			errs.Add(c, "policy.pen.first")
		}
		out[c] = v
	}
	return out, errs.Err()
}

// after is the line after which a new row belongs: behind the last of its scheme that is read before it, or before the
// first of its scheme, or at the end of the table.
func (p pen) after(row Row) int {
	after, before := "", ""
	at, first := 0, 0
	for _, r := range p.rows {
		if !r.shares(row) {
			continue
		}
		if first == 0 || scheme.Order(r.no(), before) < 0 {
			first, before = r.Line, r.no()
		}
		if scheme.Order(r.no(), row.no()) < 0 && (at == 0 || scheme.Order(r.no(), after) >= 0) {
			at, after = r.Line, r.no()
		}
	}
	switch {
	case at > 0:
		return at
	case first > 0:
		return first - 1
	case len(p.rows) > 0:
		return p.rows[len(p.rows)-1].Line
	}
	return p.head
}

// ending is what stands at the end of a line besides its text: the \r of a text from Windows.
func ending(line string) string {
	if strings.HasSuffix(line, "\r") {
		return "\r"
	}
	return ""
}

// written is a new row as text.
func written(columns []string, cells map[string]string) string {
	var b strings.Builder
	for i, c := range columns {
		if i > 0 {
			b.WriteString(" |")
		}
		if v := cells[c]; v != "" && i > 0 {
			b.WriteString(" " + v)
		} else {
			b.WriteString(v)
		}
	}
	return b.String()
}

// rewritten is a row with other cells: what says the same keeps its blanks.
func rewritten(line string, columns []string, cells map[string]string) string {
	end := ending(line)
	line = strings.TrimSuffix(line, end)
	var b strings.Builder
	for i, c := range columns {
		part, sign := line, ""
		if j := strings.IndexFunc(line, bar); j >= 0 {
			_, size := utf8.DecodeRuneInString(line[j:])
			part, sign, line = line[:j], line[j:j+size], line[j+size:]
		}
		v, given := cells[c]
		switch was := strings.TrimSpace(part); {
		case !given || was == v:
			b.WriteString(part)
		case was == "" && i == 0:
			b.WriteString(v + " ")
		case was == "":
			b.WriteString(" " + v)
			if sign != "" {
				b.WriteString(" ")
			}
		case v == "":
			b.WriteString(" ")
		default:
			at := strings.Index(part, was)
			b.WriteString(part[:at] + v + part[at+len(was):])
		}
		b.WriteString(sign)
	}
	return b.String() + end
}

// RemoveIndicator takes the row of a line out. One with others below it stays.
func RemoveIndicator(s string, line int) (string, error) {
	p := penOf(s)
	r := p.at(line)
	if r == nil {
		return s, unfit("policy.pen.no-row", "line", line)
	}
	if len(p.branch(*r)) > 1 {
		return s, unfit("policy.pen.children", "no", r.no())
	}
	p.lines = slices.Delete(p.lines, line-1, line)
	return p.text(), nil
}

// branch are a row and those below it.
func (p pen) branch(of Row) (out []Row) {
	for _, r := range p.rows {
		if r.shares(of) && (r.no() == of.no() || strings.HasPrefix(r.no(), of.no()+".")) {
			out = append(out, r)
		}
	}
	return out
}

// MoveIndicator exchanges the row of a line, and those below it, with its neighbour of the same parent: the one before
// it, or the one behind where down says so. Both take each other's numbers, and their rows the lines that they had
// together, in the order of the new numbers. It gives the line in which the row stands then.
func MoveIndicator(s string, line int, down bool) (string, int, error) {
	p := penOf(s)
	r := p.at(line)
	if r == nil {
		return s, 0, unfit("policy.pen.no-row", "line", line)
	}
	var beside *Row
	for i, o := range p.rows {
		if !o.shares(*r) || scheme.Above(o.no()) != scheme.Above(r.no()) {
			continue
		}
		way := scheme.Order(o.no(), r.no())
		if down == (way > 0) && way != 0 && (beside == nil || down == (scheme.Order(o.no(), beside.no()) < 0)) {
			beside = &p.rows[i]
		}
	}
	if beside == nil {
		return s, 0, unfit("policy.pen.edge", "no", r.no())
	}
	type moved struct {
		no, text string
		old      int
	}
	var slots []int
	var rows []moved
	for _, of := range [][2]Row{{*r, *beside}, {*beside, *r}} {
		for _, x := range p.branch(of[0]) {
			if x.Cells["办法"] != r.Cells["办法"] {
				return s, 0, unfit("policy.pen.shared", "no", x.no(), "line", x.Line)
			}
			no := of[1].no() + strings.TrimPrefix(x.no(), of[0].no())
			old := strings.TrimSuffix(p.lines[x.Line-1], "\r")
			rows = append(rows, moved{no, rewritten(old, p.columns, map[string]string{"编号": no}), x.Line})
			slots = append(slots, x.Line)
		}
	}
	slices.Sort(slots)
	slices.SortStableFunc(rows, func(a, b moved) int { return scheme.Order(a.no, b.no) })
	for i, x := range rows {
		at := slots[i]
		p.lines[at-1] = x.text + ending(p.lines[at-1])
		if x.old == r.Line {
			line = at
		}
	}
	return p.text(), line, nil
}
