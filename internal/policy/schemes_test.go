package policy_test

import (
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/facts"
	"shuangze/internal/field"
	"shuangze/internal/formula"
	"shuangze/internal/policy"
)

// packWith is the shipped pack with other schemes; "" = its own.
func packWith(t testing.TB, schemes string) *policy.Pack {
	t.Helper()
	fsys := copyOf(t)
	if schemes != "" {
		b, err := os.ReadFile(schemes)
		if err != nil {
			t.Fatal(err)
		}
		fsys["schemes.txt"].Data = b
		delete(fsys, "indicators.txt") // a file may hold any table
	}
	p, err := policy.Load(fsys)
	if err != nil {
		t.Fatalf("%s:\n%v", schemes, err)
	}
	return p
}

// keyOf is the key of a fact by the name that formulas use.
func keyOf(t *testing.T, p *policy.Pack, name string) string {
	t.Helper()
	f, fault := formula.Parse("「"+name+"」", p.FactNames, "zh-CN")
	if fault != nil {
		t.Fatalf("there is no fact %s", name)
	}
	return f.Uses()[0]
}

// Each case is written so that an official can read and extend it: testdata/cases, one file for each scheme.
func TestSchemeCases(t *testing.T) {
	for file, schemes := range map[string]string{"principal": "", "baibu": "testdata/schemes/baibu.txt",
		"wenshang": "testdata/schemes/wenshang.txt"} {
		p := packWith(t, schemes)
		m := p.Scheme(bodies.PartyCommittee, 2026)
		if m == nil || m.Code != file {
			t.Fatalf("%s is not the scheme of a party committee", file)
		}
		b, err := os.ReadFile(filepath.Join("testdata/cases", file+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for paragraph := range strings.SplitSeq(string(b), "\n\n") {
			if c := readCase(t, p, paragraph); c != nil {
				t.Run(file+"/"+c.name, func(t *testing.T) { c.check(t, m) })
				n++
			}
		}
		if n == 0 {
			t.Errorf("%s holds no case", file)
		}
	}
}

type schemeCase struct {
	name   string
	in     scheme.Input
	others []scheme.Sheet // of the group
	want   [][2]string    // what, value
	steps  map[string][]string
}

var found = map[string]scheme.Found{"自查自处": scheme.Handled, "主动报告": scheme.Reported, "隐瞒不报": scheme.Concealed}

func points(t *testing.T, s string) int64 {
	t.Helper()
	n, ok := field.ParseMark(s)
	if !ok {
		t.Fatalf("%s is no number of points", s)
	}
	return n
}

// ballot are the answers in the order of scheme.Answers.
var ballot = []string{"满意", "基本满意", "好", "较好", "一般", "不满意", "差", "不了解"}

// cut is a word with the number behind it.
func cut(t *testing.T, w string) (string, int64) {
	t.Helper()
	i := strings.IndexAny(w, "0123456789")
	if i < 0 {
		t.Fatalf("%s has no number", w)
	}
	n, err := strconv.ParseInt(w[i:], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return w[:i], n
}

func readCase(t *testing.T, p *policy.Pack, paragraph string) *schemeCase {
	t.Helper()
	c := &schemeCase{steps: map[string][]string{}}
	values, marks := map[string]formula.Value{}, map[string]int64{}
	for line := range strings.Lines(paragraph) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		name, value, _ := strings.Cut(rest, " = ")
		switch word {
		case "例":
			c.name = rest
		case "数":
			v := formula.Value{}
			if r, ok := new(big.Rat).SetString(value); ok {
				v, _ = formula.FromFraction(r.RatString())
			} else if value != "不适用" {
				t.Fatalf("%s: %s", c.name, line)
			}
			values[keyOf(t, p, name)] = v
		case "评":
			marks[name] = points(t, value)
		case "票":
			f := strings.Fields(rest)
			x := scheme.Tally{Class: f[1]}
			for _, w := range f[2:] {
				if what, n := cut(t, w); what == "发" {
					x.Issued = n
				} else if what == "收" {
					x.Returned = n
				} else if what == "有效" {
					x.Valid = n
				} else {
					x.Answers[slices.Index(ballot, what)] = n
				}
			}
			if c.in.Tallies == nil {
				c.in.Tallies = map[string][]scheme.Tally{}
			}
			c.in.Tallies[f[0]] = append(c.in.Tallies[f[0]], x)
		case "案":
			f := strings.Fields(rest)
			x := scheme.Case{Ref: line, Outcome: f[0], Team: slices.Contains(f, "班子")}
			for _, w := range f[1:] {
				if w != "班子" && found[w] == "" || !p.Has(policy.CaseOutcome, f[0]) {
					t.Fatalf("%s: %s", c.name, line)
				}
				x.Found = found[w]
			}
			c.in.Cases = append(c.in.Cases, x)
		case "封":
			c.in.Closed = true
		case "否决":
			c.in.Vetoes = append(c.in.Vetoes, rest)
		case "同组":
			for _, s := range strings.Fields(rest) {
				c.others = append(c.others, scheme.Sheet{Applicable: 1, Total: points(t, s)})
			}
		case "过程":
			no, step, _ := strings.Cut(rest, " ")
			c.steps[no] = append(c.steps[no], step)
		default:
			c.want = append(c.want, [2]string{word, strings.TrimPrefix(rest, "= ")})
		}
	}
	c.in.Facts = func(key string) formula.Value {
		if v, ok := values[key]; ok {
			return v
		}
		return formula.Of(0, 0)
	}
	c.in.Marks = func(code string) (int64, bool) { n, ok := marks[code]; return n, ok }
	if c.name == "" {
		return nil
	}
	return c
}

func (c *schemeCase) check(t *testing.T, m *scheme.Sound) {
	s := m.Score(c.in)
	place := m.Place(append([]scheme.Sheet{s}, c.others...), func(int) string { return "" })[0]
	sums := map[string]int64{"折算": s.Normal, "加分": s.Added, "扣分": s.Deducted, "案件扣分": s.ForCases, "总分": s.Total}
	for _, w := range c.want {
		what, want := w[0], w[1]
		got := ""
		switch what {
		case "得":
			no, rest, _ := strings.Cut(want, " ")
			gained, _ := s.Under(no)
			got, want = scheme.Decimal(gained), strings.TrimPrefix(rest, "= ")
			what += " " + no
			for _, l := range s.Lines {
				switch {
				case l.No == no && l.State == scheme.Absent:
					got = "不适用"
				case l.No == no && l.State == scheme.Open && !s.Closed:
					got = "未评"
				}
			}
		case "提出":
			for _, x := range s.Proposed {
				got += x.Code
			}
		case "名次":
			got = big.NewInt(int64(place.Rank)).String()
		case "等次":
			got = m.Grade(place.Grade).Zh
		case "名额已满":
			got = m.Grade(place.Beyond).Zh
		case "测评":
			no, rest, _ := strings.Cut(want, " ")
			what, want, got = what+" "+no, strings.TrimPrefix(rest, "= "), "不适用"
			if n, ok := m.Poll(no, c.in.Tallies[no]).Result.Hundredths(); ok {
				got = scheme.Decimal(n)
			}
		case "不单列":
			for _, i := range m.Indicators {
				for _, g := range m.Poll(i.No, c.in.Tallies[i.No]).Groups {
					if g.Hidden {
						got = strings.TrimSpace(got + " " + i.No + "/" + g.Class)
					}
					if g.Hidden && (g.Tally.Answers != [scheme.AnswersMost]int64{} || !g.Mean.Absent()) {
						t.Errorf("%s of %s shows what single people said", g.Class, i.No)
					}
				}
			}
		default:
			n, ok := sums[what]
			if !ok {
				t.Fatalf("%s is no word of a case", what)
			}
			got = scheme.Decimal(n)
		}
		if got != want {
			t.Errorf("%s: %s, not %s", what, got, want)
		}
	}
	for no, want := range c.steps {
		i := slices.IndexFunc(s.Lines, func(l scheme.Line) bool { return l.No == no })
		if i < 0 {
			t.Fatalf("there is no indicator %s", no)
		}
		if got := s.Lines[i].Result.Steps("zh-CN"); !slices.Equal(got, want) {
			t.Errorf("the working of %s is\n%s", no, strings.Join(got, "\n"))
		}
		again, ok := m.Working(no, s.Lines[i].Read)
		if !ok || !slices.Equal(again.Steps("zh-CN"), want) {
			t.Errorf("%s is reckoned from what it read to\n%s", no, strings.Join(again.Steps("zh-CN"), "\n"))
		}
	}
	read, err := scheme.Read(s.Pack())
	if err != nil || string(read.Pack()) != string(s.Pack()) || string(m.Score(c.in).Pack()) != string(s.Pack()) {
		t.Errorf("bytes of the sheet: %v\n%s", err, s.Pack())
	}
}

// The shipped schemes are those of the spec: who is assessed by which, and what the first level gives.
func TestShippedSchemes(t *testing.T) {
	p := packWith(t, "")
	for kind, want := range map[bodies.BodyKind]string{bodies.PartyCommittee: "principal", bodies.PartyGroup: "principal",
		bodies.WorkCommittee: "principal", bodies.DisciplineCommittee: "supervisory", bodies.DisciplineGroup: "supervisory",
		bodies.WorkDiscipline: "supervisory", bodies.CountyCommittee: "", bodies.CountyDiscipline: "",
		bodies.LeadingGroup: "", bodies.AgencyBranch: ""} {
		got := ""
		if m := p.Scheme(kind, 2026); m != nil {
			got = m.Code
		}
		if got != want {
			t.Errorf("%s is assessed by %q, want %q", kind, got, want)
		}
	}
	for code, want := range map[string][]int64{"principal": {12, 12, 12, 15, 12, 7, 7, 5, 3, 7, 8},
		"supervisory": {10, 18, 20, 10, 8, 12, 7, 3, 6, 6}} {
		i := slices.IndexFunc(p.Schemes, func(m *scheme.Sound) bool { return m.Code == code })
		var got []int64
		for _, x := range p.Schemes[i].Indicators {
			if !strings.Contains(x.No, ".") {
				got = append(got, x.Points/100)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", code, got, want)
		}
	}
	if m := packWith(t, "testdata/schemes/baibu.txt").Schemes[0]; m.Group("npc") != "party" || m.Group("mass") != "mass" {
		t.Error("groups of categories")
	}
	if packWith(t, "testdata/schemes/baibu.txt").Scheme(bodies.PartyGroup, 2028) != nil {
		t.Error("a scheme that ended takes another year")
	}
}

// Every fact that a formula of the shipped schemes names is counted by the system, or known of cases.
func TestSchemesNameFacts(t *testing.T) {
	for _, m := range packWith(t, "").Schemes {
		for _, x := range m.Indicators {
			for _, key := range m.Uses(x.No) {
				if fact, _, _ := facts.Whole(key); !slices.Contains(facts.Keys, fact) {
					t.Errorf("%s of %s names %s", x.No, m.Code, key)
				}
			}
			if m.Uses(x.No) != nil && m.Written(x.No, packWith(t, "").FactNames, "en") == "" {
				t.Errorf("%s is not written", x.No)
			}
		}
	}
}

// A pack is loaded at every start and by hundreds of tests.
func BenchmarkLoad(b *testing.B) {
	texts, err := policy.Texts(copyOf(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := policy.LoadTexts(texts); err != nil {
			b.Fatal(err)
		}
	}
}

// A run over a county, and over a city of a hundred counties: each body scored, placed and kept as bytes.
func BenchmarkRun(b *testing.B) {
	m := packWith(b, "").Schemes[0]
	facts := map[string]formula.Value{}
	for _, x := range m.Indicators {
		for i, key := range m.Uses(x.No) {
			facts[key] = formula.Of(int64(7+i), 0)
		}
	}
	in := scheme.Input{Facts: func(key string) formula.Value { return facts[key] },
		Marks: func(string) (int64, bool) { return 350, true }, Cases: []scheme.Case{{Ref: "1", Outcome: "party-light"}}}
	for name, n := range map[string]int{"66": 66, "7000": 7000} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sheets := make([]scheme.Sheet, n)
				for i := range sheets {
					sheets[i] = m.Score(in)
					sheets[i].Pack()
				}
				m.Place(sheets, func(i int) string { return "" })
			}
		})
	}
}
