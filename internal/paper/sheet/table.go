package sheet

import (
	"regexp"
	"sort"
	"strconv"
	"strings"

	"shuangze/internal/text"
)

// table reads the rows under a header.
func (h head) table(g Grid, f Form) Table {
	t := Table{Sheet: g.Name, Form: f, Header: g.Lines[h.line].Number, English: h.english(f)}
	for _, l := range g.Lines[:h.above] {
		for _, s := range l.Spots {
			t.Titles = append(t.Titles, s.Text)
		}
	}
	keyOf := map[int]string{}
	for k, c := range h.keys {
		keyOf[c] = k
	}
	cols := make([]int, 0, len(h.titles))
	for c := range h.titles {
		cols = append(cols, c)
	}
	sort.Ints(cols)
	for _, c := range cols {
		m := Matched{keyOf[c], Letter(c), h.titles[c]}
		t.Columns = append(t.Columns, m)
		if m.Key != "" && g.HiddenColumn(c) {
			t.FoldedColumns = append(t.FoldedColumns, m)
		}
	}
	unused := map[int]bool{}
	for i, l := range g.Lines[h.line+1:] {
		if reason, skip := h.notData(g, l, i); skip {
			t.Skipped = append(t.Skipped, Skipped{g.Name, l.Number, firstWords(l), reason})
			continue
		}
		r := Row{Sheet: g.Name, Number: l.Number, Cells: make(map[string]Cell, len(l.Spots))}
		own := false
		for _, s := range l.Spots {
			if k := keyOf[s.Col]; k != "" {
				r.Cells[k] = s.Cell
				own = own || !s.Filled && k != Counter
			}
		}
		wide := false
		g.aside(l, func(col int, c Cell) {
			if k := keyOf[col]; k != "" && k != Counter {
				r.Cells[k], wide = c, true
			}
		})
		if !own { // a running number or a merged heading alone: a blank line of the form
			t.Skipped = append(t.Skipped, Skipped{g.Name, l.Number, firstWords(l), text.M("sheet.skip.blank")})
			continue
		}
		t.Rows = append(t.Rows, r)
		if wide {
			t.wide = append(t.wide, l.Number)
		}
		for _, s := range l.Spots {
			if keyOf[s.Col] != "" && late(s.Cell) && (len(t.late) == 0 || t.late[len(t.late)-1] != l.Number) {
				t.late = append(t.late, l.Number)
			}
		}
		for _, s := range l.Spots {
			if !unused[s.Col] && !s.None() && f.spare(keyOf[s.Col]) {
				unused[s.Col] = true
				t.Unused = append(t.Unused, Matched{"", Letter(s.Col), strings.ReplaceAll(h.titles[s.Col], "\n", "")})
			}
		}
		if l.Hidden {
			t.Folded = append(t.Folded, l.Number)
		}
	}
	sort.Slice(t.Unused, func(i, j int) bool {
		a, b := t.Unused[i].Letter, t.Unused[j].Letter
		return len(a) < len(b) || len(a) == len(b) && a < b
	})
	return t
}

var (
	totals = regexp.MustCompile(`^(合计|总计|小计|共计|累计|全县合计|全县总计|本页小计|本页合计)(\d.*|共.*)?$`)
	signs  = regexp.MustCompile(
		`^(填表人|填报人|制表人|审核人|复核人|审批人|经办人|负责人|单位负责人|主要负责人|分管领导|填表单位|填报单位|制表单位|填表日期|填报日期|填表时间|填报时间|制表日期|联系人|联系电话|签字|签名|领导签字|主要领导签字|单位盖章|盖章|公章)(签字|签名|签章|盖章)?$`)
	remarks  = regexp.MustCompile(`^(备注|说明|备注说明|填表说明|填报说明|注|附注|附|注意事项)\d*$`)
	example  = regexp.MustCompile(`^(示例|例|填写示例|样例|范例|举例)\d*$`)
	chapters = regexp.MustCompile(`^[(（]?[一二三四五六七八九十]+[)）、.．]`)
)

// notData recognises what stands under a header without being a row of it.
func (h head) notData(g Grid, l Line, i int) (text.Message, bool) {
	var own []Spot
	for _, s := range l.Spots {
		if !s.Filled {
			own = append(own, s)
		}
	}
	if len(own) == 0 {
		return text.M("sheet.skip.blank"), true
	}
	first := own[0].Text
	before, after, marked := strings.Cut(fold(first), ":")
	bare := label(before)
	switch {
	case totals.MatchString(label(first)) || totals.MatchString(bare):
		return text.M("sheet.skip.total"), true
	// 负责人 under a heading is data; with a colon, or the name beside it, it is a signature.
	case signs.MatchString(bare) && (marked || len(own) <= 4 && own[0].Col == 1):
		return text.M("sheet.skip.signature"), true
	case remarks.MatchString(bare) && (marked || len(own) == 1):
		return text.M("sheet.skip.remark"), true
	case example.MatchString(bare) && (marked || own[0].Col == 1):
		return text.M("sheet.skip.example"), true
	case len(own) == 1 && own[0].Kind == Text && chapters.MatchString(first) && after == "":
		return text.M("sheet.skip.heading"), true
	case len(own) == 1 && own[0].Kind == Text && g.sideways(l.Number, own[0].Col):
		return text.M("sheet.skip.heading"), true
	}
	same, steps := 0, 0
	for n, s := range own {
		if t, ok := h.titles[s.Col]; ok && label(t) == label(s.Text) {
			same++
		}
		if v, err := strconv.Atoi(s.Text); err == nil && v == n+1 {
			steps++
		}
	}
	if same >= 2 && same == len(own) {
		return text.M("sheet.skip.header-again"), true
	}
	if i == 0 && steps >= 3 && steps == len(own) && len(own) == len(h.titles) {
		return text.M("sheet.skip.column-numbers"), true
	}
	return text.Message{}, false
}

// sideways says whether the cell is merged over three columns or more.
func (g Grid) sideways(row, col int) bool {
	m, ok := g.group(row, col)
	return ok && m.Right-m.Left >= 2
}

func firstWords(l Line) string {
	var parts []string
	for _, s := range l.Spots {
		if s.Text != "" && !s.Filled {
			parts = append(parts, s.Text)
		}
	}
	r := []rune(strings.Join(parts, " "))
	if len(r) > 40 {
		r = append(r[:40], '…')
	}
	return string(r)
}
