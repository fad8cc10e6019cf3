package policy

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
)

// Indicators is the table of indicators, as a pack calls it.
const Indicators = "考核指标"

// ReadWeight is about what reading a text takes, in bytes for each of its own.
const ReadWeight = 40

// Reviewed is what is said of the text of a pack while it is written: everything that is wrong with it, and what its
// schemes come to so far, whatever else is wrong.
type Reviewed struct {
	Pack    *Pack // nil where there is a fault
	Faults  []Placed
	Schemes []Draft
	Tree    string // the file in which the indicators stand; "" = in none
}

// Placed is a fault with the characters of its line that it is about, from 1; End is not among them. Both are 0 where
// it is about the whole line, or the whole file.
type Placed struct {
	Fault
	Cell        string // the column of the table; "" = none
	Column, End int
}

// Draft is a scheme as far as it is written, by the code that its rows name.
type Draft struct {
	Code, Zh, En string
	Sum          int64 // of the first level, in hundredths; scheme.Full is what it must come to
	Lines        []DraftLine
}

// DraftLine is a row of the tree as far as it can be read: points that are no number are 0.
type DraftLine struct {
	File string
	Line int
	scheme.Indicator
	Parent bool
}

// Review reads the texts of a pack, by the names of their files.
func Review(texts map[string]string) Reviewed {
	var out Reviewed
	pack, err := LoadTexts(texts)
	p := &parser{sections: map[string]*section{}}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		p.parse(source{name, []byte(texts[name])})
	}
	var faults Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			out.Faults = append(out.Faults, p.placed(texts[f.File], f))
		}
	} else {
		out.Pack = pack
	}
	out.Schemes = p.drafts()
	if t := p.sections[Indicators]; t != nil {
		out.Tree = t.file
	}
	return out
}

// cell is what stands in a column of a row; "" where there is none.
func (s *section) cell(r row, column string) string {
	if i := slices.Index(s.columns, column); i >= 0 && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// drafts are the schemes of the parsed files with their indicators, each in the order of its numbers.
func (p *parser) drafts() (out []Draft) {
	heads, tree := p.sections[AppraisalScheme.section()], p.sections[Indicators]
	if heads == nil {
		return nil
	}
	for _, h := range heads.rows {
		d := Draft{Code: heads.cell(h, "代码"), Zh: heads.cell(h, "中文"), En: heads.cell(h, "英文")}
		if tree != nil {
			d.read(tree)
		}
		out = append(out, d)
	}
	return out
}

func (d *Draft) read(tree *section) {
	for _, r := range tree.rows {
		if !slices.Contains(apart(tree.cell(r, "办法")), d.Code) {
			continue
		}
		x := scheme.Indicator{No: tree.cell(r, "编号"), Zh: tree.cell(r, "中文"), En: tree.cell(r, "英文"),
			Source: origins[tree.cell(r, "来源")], Formula: tree.cell(r, "算法"), Rule: tree.cell(r, "评分说明"),
			RuleEn: tree.cell(r, "英文说明"), Proof: tree.cell(r, "佐证"), Office: bodies.BodyKind(tree.cell(r, "评分"))}
		if n, ok := field.ParseMark(tree.cell(r, "分值")); ok {
			x.Points = n
		}
		if scheme.Above(x.No) == "" {
			d.Sum += x.Points
		}
		d.Lines = append(d.Lines, DraftLine{File: tree.file, Line: r.line, Indicator: x})
	}
	for i, x := range d.Lines {
		d.Lines[i].Parent = slices.ContainsFunc(d.Lines, func(y DraftLine) bool { return scheme.Above(y.No) == x.No })
	}
	slices.SortStableFunc(d.Lines, func(a, b DraftLine) int { return scheme.Order(a.No, b.No) })
}

// cellOf is the column that a fault of a scheme is about, where the fault does not name it.
var cellOf = map[string]string{"scheme.number": "编号", "scheme.number-twice": "编号", "scheme.parent": "编号",
	"scheme.points": "分值", "scheme.children": "分值", "scheme.source": "来源", "scheme.parent-source": "来源",
	"scheme.extra-source": "来源", "scheme.office": "评分", "scheme.formula-unasked": "算法", "scheme.most": "上限",
	"scheme.deduction": "扣分", "scheme.document": "文号", "scheme.quota": "名额", "policy.scheme-quota": "名额",
	"scheme.grade-last": "最低分", "scheme.grade-order": "最低分",
	"scheme.voters-none": "指标", "scheme.voters-source": "指标", "scheme.voters-twice": "票类", "scheme.voters-weight": "权重",
	"scheme.voters-sum": "权重", "policy.answer-worth": "得分", "policy.answer-twice": "等次"}

// column is the column that a fault is about; "" = none.
func (f Fault) column(columns []string) string {
	name, _ := f.Message.Data["column"].(string)
	if name == "" {
		name = cellOf[f.Message.Key]
	}
	if name == "" && strings.HasPrefix(f.Message.Key, "formula.") {
		if name = "算法"; !slices.Contains(columns, name) {
			name = "提出"
		}
	}
	if !slices.Contains(columns, name) {
		return ""
	}
	return name
}

// placed finds the characters that a fault is about.
func (p *parser) placed(text string, f Fault) Placed {
	out := Placed{Fault: f}
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	for _, s := range p.sections {
		if s.file != f.File || !slices.ContainsFunc(s.rows, func(r row) bool { return r.line == f.Line }) {
			continue
		}
		out.Cell = f.column(s.columns)
		i := slices.Index(s.columns, out.Cell)
		if i < 0 {
			return out
		}
		from, to := span([]rune(lines[f.Line-1]), i)
		at, inside := f.Message.Data["at"].(int) // characters of the cell, of a formula
		if end, ok := f.Message.Data["end"].(int); inside && ok {
			from, to = from+at-1, min(to, from+max(end, at))
		}
		out.Column, out.End = from+1, to+1
	}
	return out
}

// span is from which character to which the cell of a column stands in a line, without the blanks around it.
func span(line []rune, column int) (from, to int) {
	for ; column > 0; from++ {
		if bar(line[from]) {
			column--
		}
	}
	for to = from; to < len(line) && !bar(line[to]); to++ {
	}
	for ; from < to && unicode.IsSpace(line[from]); from++ {
	}
	for ; to > from && unicode.IsSpace(line[to-1]); to-- {
	}
	return from, to
}

// bar says of a character that it separates cells: | or its full-width form.
func bar(c rune) bool { return c == '|' || c == '\uff5c' }
