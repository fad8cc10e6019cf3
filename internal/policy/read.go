package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/when"
)

// table reads the rows of one section, cell by cell, noting each fault with its
// line and going on, so that one run finds everything.
type table struct {
	*parser
	*section
	index map[string]int
	seen  map[string]map[string]int // per column: value -> line
}

// cursor is one row being read.
type cursor struct {
	t *table
	row
}

// Columns every table may have, though not every one needs them.
var extra = []string{"依据", "已核", "说明"}

// table opens a section that the pack must have. file says where it is expected
// when it is missing. Every table has the column 出处.
func (p *parser) table(file, name string, columns ...string) *table {
	columns = append(columns, "出处")
	s := p.sections[name]
	t := &table{parser: p, section: s, index: map[string]int{}, seen: map[string]map[string]int{}}
	if s == nil {
		p.fault(file, 0, "policy.section-missing", "section", name)
		t.section = &section{file: file, name: name}
		return t
	}
	s.claimed = true
	if len(s.rows) == 0 {
		p.fault(s.file, s.line, "policy.section-empty", "section", name)
	}
	for i, c := range s.columns {
		if !slices.Contains(columns, c) && !slices.Contains(extra, c) {
			p.fault(s.file, s.line, "policy.column-unknown", "section", name, "column", c)
		}
		t.index[c] = i
	}
	for _, c := range columns {
		if _, ok := t.index[c]; !ok && s.columns != nil {
			p.fault(s.file, s.line, "policy.column-missing", "section", name, "column", c)
			t.section = &section{file: s.file, line: s.line, name: name} // reading on would only repeat it
		}
	}
	return t
}

// optional opens a section that a pack need not have, or may leave without rows.
func (p *parser) optional(file, name string, columns ...string) *table {
	if s := p.sections[name]; s != nil && len(s.rows) > 0 {
		return p.table(file, name, columns...)
	} else if s != nil {
		s.claimed = true
	}
	return &table{parser: p, section: &section{file: file, name: name}}
}

// each goes through the rows.
func (t *table) each(f func(c cursor)) {
	for _, r := range t.rows {
		f(cursor{t, r})
	}
}

// need notes the codes without which the system cannot work.
func (t *table) need(has func(code string) bool, codes ...string) {
	if len(t.rows) == 0 {
		return // already said
	}
	for _, code := range codes {
		if !has(code) {
			t.fault(t.file, t.line, "policy.code-absent", "section", t.name, "value", code)
		}
	}
}

func (c cursor) fault(key string, kv ...any) { c.t.fault(c.t.file, c.line, key, kv...) }

// may is a cell that may be empty, or stand in no column.
func (c cursor) may(column string) string {
	if i, ok := c.t.index[column]; ok {
		return c.cells[i]
	}
	return ""
}

// text is a cell that must not be empty.
func (c cursor) text(column string) string {
	s := c.may(column)
	if s == "" {
		c.fault("policy.cell-empty", "column", column)
	}
	return s
}

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// code is an identifier; ok is false when it is malformed or not the first.
func (c cursor) code(column string) (code string, ok bool) {
	if code = c.text(column); code == "" {
		return "", false
	}
	if !codeForm.MatchString(code) {
		c.fault("policy.code-malformed", "column", column, "value", code)
		return code, false
	}
	return code, c.once(column, code, "policy.code-repeated")
}

// once notes a value that already stood on a line of this table; an empty one
// has been judged before.
func (c cursor) once(column, value, key string) bool {
	if value == "" {
		return true
	}
	if c.t.seen[column] == nil {
		c.t.seen[column] = map[string]int{}
	}
	if first := c.t.seen[column][value]; first != 0 {
		c.fault(key, "value", value, "first", first)
		return false
	}
	c.t.seen[column][value] = c.line
	return true
}

// of is a code that must stand in another table.
func (c cursor) of(column string, p *Pack, kind Kind) string {
	code := c.text(column)
	if code == "" {
		return ""
	}
	if _, ok := p.labels[kind][code]; !ok && len(p.codes[kind]) > 0 {
		c.fault("policy.code-unknown", "column", column, "value", code, "section", kind.section())
	}
	return code
}

func (c cursor) number(column string, least, most int) int {
	s := c.text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		c.fault("policy.number", "column", column, "value", s, "min", least, "max", most)
	}
	return n
}

// limit is a time limit; it may be empty where the table allows.
func (c cursor) limit(column string) Limit {
	s := c.may(column)
	if s == "" {
		return Limit{}
	}
	l, ok := ParseLimit(s)
	if !ok {
		c.fault("policy.limit", "column", column, "value", s)
	}
	return l
}

var weekdays = []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// day is a date, with its weekday after it as a check on the hand that wrote it.
func (c cursor) day(column string) (when.Day, bool) {
	s := c.text(column)
	if s == "" {
		return 0, false
	}
	date, weekday, _ := strings.Cut(s, " ")
	d, err := when.ParseDay(date)
	if err != nil {
		c.fault("policy.day", "column", column, "value", s)
		return 0, false
	}
	if right := weekdays[d.Weekday()]; weekday != "" && strings.TrimSpace(weekday) != right {
		c.fault("policy.weekday", "column", column, "value", date, "wrong", strings.TrimSpace(weekday), "right", right)
	}
	return d, true
}

func (c cursor) yes(column string) bool {
	s := c.text(column)
	if s != "" && s != "是" && s != "否" {
		c.fault("policy.yes-no", "column", column, "value", s)
	}
	return s == "是"
}

// rule reads where the row stands and what it rests on.
func (c cursor) rule() Rule {
	r := Rule{File: c.t.file, Line: c.line, Mark: Mark(c.text("出处")), Cites: c.may("依据"), Note: c.may("说明")}
	if r.Mark != "" && !strings.Contains("TRDV", string(r.Mark)) || len(r.Mark) > 1 {
		c.fault("policy.mark", "value", string(r.Mark))
	}
	switch verified := c.may("已核"); {
	case verified != "":
		r.Verified = c.yes("已核")
	case r.Cites != "":
		c.fault("policy.verified-missing")
	}
	if r.Mark == ToVerify && r.Verified {
		c.fault("policy.verified-claimed")
	}
	return r
}
