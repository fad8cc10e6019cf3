package appraisal

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/formula"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

var names = formula.NameAll([]formula.Name{{Key: "a", Zh: "甲数", En: "A"}, {Key: "b", Zh: "乙数", En: "B"}})

// simulated is a case of the file.
type simulated struct {
	title string
	in    map[string]string
	want  []string
}

func simulations(t *testing.T) (out []simulated) {
	b, err := os.ReadFile("testdata/simulate.txt")
	if err != nil {
		t.Fatal(err)
	}
	for p := range strings.SplitSeq(string(b), "\n\n") {
		if strings.HasPrefix(p, "#") {
			continue
		}
		rows := strings.Split(strings.TrimSpace(p), "\n")
		c := simulated{title: rows[0], in: map[string]string{}}
		for _, l := range rows[1:] {
			if say, ok := strings.CutPrefix(l, "> "); ok {
				c.want = append(c.want, say)
			} else {
				key, value, _ := strings.Cut(l, ":")
				c.in[key] = strings.TrimSpace(value)
			}
		}
		out = append(out, c)
	}
	return out
}

func number(t *testing.T, s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSuffix(s, "%"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// schemeOf reads a scheme of a case.
func (c simulated) schemeOf(t *testing.T, which, grades, merge string) *scheme.Sound {
	s := scheme.Scheme{Code: "s", Side: bodies.Principal, Bodies: []bodies.BodyKind{bodies.PartyCommittee},
		Years: when.Period{To: when.Open}, AddMost: 500}
	for x := range strings.SplitSeq(c.in[which], ";") {
		f := strings.Fields(x)
		if sign := f[0][0]; sign == '+' || sign == '-' {
			s.Extras = append(s.Extras, scheme.Extra{Code: f[0][1:], Zh: f[0][1:], Deducts: sign == '-', Source: scheme.Facts,
				Most: number(t, f[1]) * 100, Formula: f[2]})
			continue
		}
		s.Indicators = append(s.Indicators, scheme.Indicator{No: f[0], Zh: f[1], Points: number(t, f[2]) * 100,
			Source: scheme.Facts, Formula: f[3]})
	}
	for x := range strings.SplitSeq(grades, ";") {
		f := strings.Fields(x)
		s.Grades = append(s.Grades, scheme.Grade{Code: f[0], Least: number(t, f[1]) * 100, Quota: int(number(t, f[2]))})
	}
	if merge != "" {
		s.Groups = [][]string{strings.Split(merge, "+")}
	}
	m, faults := scheme.Check(s, names, "zh-CN")
	if m == nil {
		t.Fatalf("%+v", faults)
	}
	return m
}

func (c simulated) standings(t *testing.T, m *scheme.Sound, not string) []Standing {
	var list []Standing
	for i, x := range strings.Split(c.in["bodies"], ";") {
		f := strings.Fields(x)
		if f[0] == not {
			continue
		}
		s := Standing{Body: ref.ID(i + 1), Name: f[0], Category: f[1], Scheme: m}
		for _, kv := range f[2:] {
			name, n, _ := strings.Cut(kv, "=")
			s.Facts.Set(map[string]string{"甲数": "a", "乙数": "b"}[name], formula.Of(number(t, n), 0))
		}
		list = append(list, s)
	}
	for i := range list {
		list[i].Sheet = list[i].Scheme.Score(list[i].Input())
	}
	return placed(list)
}

func told(x Change) string {
	at := func(s *Standing) (total, rank, grade string) {
		return scheme.Decimal(s.Sheet.Total), fmt.Sprintf("%d/%d", s.Rank, s.Of), s.Grade
	}
	if x.Enters() {
		total, rank, grade := at(x.After)
		return fmt.Sprintf("%s new→%s %s %s", x.Name, total, rank, grade)
	}
	was, wasRank, wasGrade := at(x.Before)
	if x.Leaves() {
		return fmt.Sprintf("%s %s→gone %s %s", x.Name, was, wasRank, wasGrade)
	}
	is, rank, grade := at(x.After)
	var moves []string
	for _, m := range x.Moves {
		if m.No == "" {
			sign := map[bool]string{true: "-", false: "+"}[m.Deducts]
			moves = append(moves, fmt.Sprintf("%s %s %s→%s", sign, m.Zh, scheme.Decimal(m.Before), scheme.Decimal(m.After)))
			continue
		}
		s := fmt.Sprintf("%s %s %s/%s→%s/%s", m.No, m.Zh, scheme.Decimal(m.Before), scheme.Decimal(m.OfBefore),
			scheme.Decimal(m.After), scheme.Decimal(m.OfAfter))
		if m.New {
			s += " new"
		}
		if m.Gone {
			s += " gone"
		}
		moves = append(moves, s)
	}
	return fmt.Sprintf("%s %s→%s %s→%s %s→%s [%s]", x.Name, was, is, wasRank, rank, wasGrade, grade,
		strings.Join(moves, ", "))
}

// Whose score, rank and grade changes and why, and how ranks hang on weights, case by case.
func TestSimulate(t *testing.T) {
	for _, c := range simulations(t) {
		grades := c.in["grades"]
		before := c.standings(t, c.schemeOf(t, "before", grades, ""), c.in["only-after"])
		if s := c.in["after-grades"]; s != "" {
			grades = s
		}
		after := c.standings(t, c.schemeOf(t, "after", grades, c.in["merge"]), c.in["only-before"])
		s := Simulation{Changes: Compare(before, after), Weights: Weigh(after)}
		var got []string
		for _, x := range s.Changes {
			if x.Changed() {
				got = append(got, told(x))
			}
		}
		n := s.Sums()
		got = append(got, fmt.Sprintf("changed %d rise %d fall %d regraded %d regrouped %d enter %d leave %d mean %s",
			n.Changed, n.Rise, n.Fall, n.Regraded, n.Regrouped, n.Enter, n.Leave, scheme.Decimal(n.Mean)))
		for _, w := range s.Weights {
			line := fmt.Sprintf("%s %d/%d", w.No, w.Moved, w.Of)
			if w.Fixed {
				line += " fixed"
			}
			got = append(got, line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n> %s\nand not\n> %s", c.title, strings.Join(got, "\n> "), strings.Join(c.want, "\n> "))
		}
	}
}

type institutions map[string]string

func (institutions) Scheme(bodies.BodyKind, int) *scheme.Sound { return nil }
func (r institutions) InstitutionOf() func(string) string {
	return func(rule string) string { return r[rule] }
}

// Which year's schemes are compared: of a draft that begins next year the next; where nothing differs there is nothing
// to simulate, whenever the schemes begin.
func TestTurn(t *testing.T) {
	c := simulated{in: map[string]string{"x": "1 任务 100 分值", "y": "1 任务 100 分值÷2"}}
	from := func(which string, first, end int) *scheme.Sound {
		m := *c.schemeOf(t, which, "a 0 0%", "")
		m.Years = when.Period{From: when.Date(first, 1, 1), To: when.Open}
		if end > 0 {
			m.Years.To = when.Date(end, 1, 1)
		}
		return &m
	}
	of := func(rules institutions, facts string, s ...*scheme.Sound) Ground {
		return Ground{Rules: rules, Schemes: s, Facts: []formula.Name{{Key: "a", Zh: facts}},
			Duties: slices.Sorted(maps.Keys(rules))}
	}
	talks := institutions{"r": "talks"}
	now := of(talks, "甲", from("x", 2025, 0))
	for name, w := range map[string]struct {
		draft   Ground
		turn    int
		differs bool
	}{
		"the same":           {of(talks, "甲", from("x", 2025, 0)), 2026, false},
		"in two pieces":      {of(talks, "甲", from("x", 2025, 2027), from("x", 2027, 0)), 2026, false},
		"in place":           {of(talks, "甲", from("y", 2025, 0)), 2026, true},
		"from the next year": {of(talks, "甲", from("x", 2025, 2027), from("y", 2027, 0)), 2027, true},
		"of a year gone":     {of(talks, "甲", from("y", 2025, 2026), from("x", 2026, 0)), 2025, true},
		"ends":               {of(talks, "甲", from("x", 2025, 2028)), 2028, true},
		"facts named":        {of(talks, "乙", from("x", 2025, 0)), 2026, true},
		"institutions":       {of(institutions{"r": "reports"}, "甲", from("x", 2025, 0)), 2026, true},
		"a rule more":        {of(institutions{"r": "talks", "s": "x"}, "甲", from("x", 2025, 0)), 2026, false},
		"a rule less":        {of(institutions{}, "甲", from("x", 2025, 0)), 2026, false},
	} {
		if turn, differs := Turn(now, w.draft, 2026); turn != w.turn || differs != w.differs {
			t.Errorf("%s: %d %t", name, turn, differs)
		}
	}
}
