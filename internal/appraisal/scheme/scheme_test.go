package scheme

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/bodies"
	"shuangze/internal/formula"
	"shuangze/internal/when"
)

var names = formula.NameAll(append([]formula.Name{{Key: "done", Zh: "完成", En: "Done"},
	{Key: "due", Zh: "应完成", En: "Due"},
	{Key: "red", Zh: "红牌", En: "Red cards"}, {Key: "score", Zh: "得分", En: "Score"}, {Key: "idle", Zh: "无关", En: "Idle"}},
	CaseNames([]formula.Name{{Key: "heavy", Zh: "重处分", En: "Heavy"}})...))

var formulas = []string{"分值 × 完成 ÷ 应完成", "若 应完成 = 0 则 不适用 否则 分值 × 最小(1, 完成 ÷ 2)", "分值 − 2 × 红牌",
	"得分", "完成 × 100 − 红牌 ÷ 7", "若无(得分, 分值 ÷ 3)", "−完成"}

// drawn is any scheme that is sound.
func drawn(t *rapid.T) Scheme {
	s := Scheme{Code: "s", Side: bodies.Principal, Bodies: []bodies.BodyKind{bodies.PartyCommittee},
		Years: when.Period{To: when.Open}, AddMost: rapid.Int64Range(0, 1000).Draw(t, "addMost"),
		Cases:  []Outcome{{"light", rapid.Int64Range(0, 1200).Draw(t, "light")}, {"heavy", 800}},
		Times:  Times{200, 0, 50, 200},
		Vetoes: []Veto{{Code: "v", Document: "一号", Formula: "红牌 − 3"}},
		Grades: []Grade{{Code: "a", Least: 9000, Quota: rapid.IntRange(0, 100).Draw(t, "quota")}, {Code: "b", Least: 8000},
			{Code: "c", Least: 6000}, {Code: "d"}}}
	left := Full
	for n := 1; left > 0; n++ {
		p := left
		if n < 12 {
			p = rapid.Int64Range(1, left).Draw(t, "points")
		}
		left -= p
		no := fmt.Sprint(n)
		if p > 1 && rapid.Bool().Draw(t, "parent") {
			first := rapid.Int64Range(1, p-1).Draw(t, "first")
			s.Indicators = append(s.Indicators, Indicator{No: no, Points: p}, drawnLeaf(t, no+".1", first),
				drawnLeaf(t, no+".2", p-first))
			continue
		}
		s.Indicators = append(s.Indicators, drawnLeaf(t, no, p))
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "extras") {
		x := Extra{Code: fmt.Sprintf("e%d", i), Deducts: rapid.Bool().Draw(t, "deducts"), Source: Mark, Office: "o",
			Most: rapid.Int64Range(1, 2000).Draw(t, "most")}
		if rapid.Bool().Draw(t, "reckoned") {
			x.Source, x.Office, x.Formula = Facts, "", "完成 − 红牌"
		}
		s.Extras = append(s.Extras, x)
	}
	return s
}

func drawnLeaf(t *rapid.T, no string, points int64) Indicator {
	x := Indicator{No: no, Points: points, Source: rapid.SampledFrom([]Source{Facts, Mark, Survey}).Draw(t, "source")}
	if x.Source == Facts {
		x.Formula = rapid.SampledFrom(formulas).Draw(t, "formula")
	} else {
		x.Office = bodies.PrincipalOffice
	}
	return x
}

func drawnInput(t *rapid.T, s Scheme) (Input, map[string]formula.Value) {
	facts := map[string]formula.Value{"done": formula.Of(rapid.Int64Range(0, 9).Draw(t, "done"), 0),
		"due":   formula.Of(rapid.Int64Range(0, 9).Draw(t, "due"), 0),
		"red":   formula.Of(rapid.Int64Range(0, 9).Draw(t, "red"), 0),
		"score": formula.Ratio(rapid.Int64Range(0, 9).Draw(t, "score"), rapid.Int64Range(0, 3).Draw(t, "of"))}
	marks := map[string]int64{}
	codes := []string{"e0", "e1", "e2", "e3"}
	for _, x := range s.Indicators {
		codes = append(codes, x.No)
	}
	for _, code := range codes {
		if rapid.Bool().Draw(t, "given") {
			marks[code] = rapid.Int64Range(0, 12000).Draw(t, "mark")
		}
	}
	in := Input{Facts: func(key string) formula.Value { return facts[key] }, Closed: rapid.Bool().Draw(t, "closed"),
		Marks: func(code string) (int64, bool) { n, ok := marks[code]; return n, ok }}
	for i := range rapid.IntRange(0, 4).Draw(t, "cases") {
		in.Cases = append(in.Cases, Case{Ref: fmt.Sprintf("案 \"%d\"", i), Team: rapid.Bool().Draw(t, "team"),
			Outcome: rapid.SampledFrom([]string{"light", "heavy", "none"}).Draw(t, "outcome"),
			Found:   rapid.SampledFrom([]Found{Otherwise, Handled, Reported, Concealed}).Draw(t, "found")})
	}
	in.Decided = map[string]int64{}
	for _, code := range append(codes, "case:案 \"0\"", "nowhere") {
		if rapid.IntRange(0, 9).Draw(t, "decides") == 0 {
			in.Decided[code] = rapid.Int64Range(0, 2000).Draw(t, "decided")
		}
	}
	if rapid.Bool().Draw(t, "vetoed") {
		in.Vetoes = []string{"v"}
	}
	return in, facts
}

func sound(t interface{ Fatalf(string, ...any) }, s Scheme) *Sound {
	m, faults := Check(s, names, "zh-CN")
	if m == nil {
		t.Fatalf("%+v", faults)
	}
	return m
}

// What holds of every sheet: each line within its points, sums, caps, normalisation, bytes; what no formula names
// changes nothing.
func TestSheet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		m := sound(t, s)
		in, facts := drawnInput(t, s)
		got := m.Score(in)
		var raw, counts, points, added, deducted int64
		for _, l := range got.Lines {
			raw, counts, points = raw+l.Gained, counts+l.Counts, points+l.Points
			if l.Gained < 0 || l.Gained > l.Counts || l.Counts != 0 && l.Counts != l.Points ||
				(l.Counts == 0) != (l.State == Absent || l.State == Open && !in.Closed) {
				t.Fatalf("%+v", l)
			}
			again, reckoned := m.Working(l.No, l.Read)
			if reckoned && again.Fraction() != l.Value.Fraction() {
				t.Fatalf("%s is reckoned again to %s, not %s", l.No, again, l.Value)
			}
		}
		if points != Full || raw != got.Raw || counts != got.Applicable {
			t.Fatalf("%d points, %d of %d: %+v", points, raw, counts, got)
		}
		// Half up: the rounded value is at most half a hundredth from the exact one, and never half below it.
		if d := 2 * (got.Normal*got.Applicable - got.Raw*Full); counts > 0 && (d <= -got.Applicable || d > got.Applicable) {
			t.Fatalf("%d ÷ %d is not %d", got.Raw, got.Applicable, got.Normal)
		}
		for i, e := range got.Extras {
			if e.Gained < 0 || e.Gained > s.Extras[i].Most {
				t.Fatalf("%+v", e)
			}
			if e.Deducts {
				deducted += e.Gained
			} else {
				added += e.Gained
			}
		}
		if got.Added != min(added, s.AddMost) || got.Deducted != deducted || got.Total < 0 {
			t.Fatalf("%+v", got)
		}
		if want := max(0, got.Normal+got.Added-got.Deducted-got.ForCases); got.Known() && got.Total != want {
			t.Fatalf("total %d, want %d", got.Total, want)
		}
		if len(got.Proposed) > 0 != (facts["red"].Cmp(formula.Of(3, 0)) > 0) {
			t.Fatalf("proposed %v", got.Proposed)
		}

		b := got.Pack()
		read, err := Read(b)
		if err != nil || !bytes.Equal(read.Pack(), b) {
			t.Fatalf("%v\n%s", err, b)
		}
		if read.Total != got.Total || len(read.Lines) != len(got.Lines) || len(read.Cases) != len(in.Cases) {
			t.Fatalf("read as %+v", read)
		}
		if again := m.Score(m.Input(read)).Pack(); !bytes.Equal(again, b) {
			t.Fatalf("scored again from itself:\n%s\nwant\n%s", again, b)
		}
		facts["idle"] = formula.Of(7, 0)
		slices.Reverse(in.Cases)
		if !bytes.Equal(m.Score(in).Pack(), b) {
			t.Fatal("a fact that nothing names, or the order of cases, changes the sheet")
		}
		if torn := b[:rapid.IntRange(0, len(b)-1).Draw(t, "torn")]; len(torn) > 0 {
			if _, err := Read(torn); err == nil {
				t.Fatal("half a sheet is read")
			}
		}
	})
}

// What a change of facts is worth is what the sheet with these facts has more.
func TestWorth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		m := sound(t, s)
		in, facts := drawnInput(t, s)
		change := map[string]formula.Value{"done": facts["done"].Plus(formula.Of(1, 0))}
		then := in
		all := maps.Clone(facts)
		maps.Copy(all, change)
		then.Facts = func(key string) formula.Value { return all[key] }
		before, after := m.Score(in), m.Score(then)
		for i, l := range before.Lines {
			want := after.Lines[i].Gained - l.Gained
			if got := m.Worth(l.No, in, change); got != want {
				t.Fatalf("%s is worth %d, want %d", l.No, got, want)
			}
		}
	})
}

// Ranks and grades against what they mean, counted one by one.
func TestPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		m := sound(t, s)
		sheets := make([]Sheet, rapid.IntRange(0, 20).Draw(t, "n"))
		groups := make([]string, len(sheets))
		for i := range sheets {
			sheets[i] = Sheet{Applicable: rapid.Int64Range(0, 9).Draw(t, "known"),
				Total: rapid.SampledFrom([]int64{9900, 9500, 9000, 8999, 8500, 8000, 6000, 100, 0}).Draw(t, "total")}
			if rapid.IntRange(0, 5).Draw(t, "veto") == 0 {
				sheets[i].Vetoed = []string{"v"}
			}
			groups[i] = rapid.SampledFrom([]string{"towns", "departments"}).Draw(t, "group")
		}
		placed := m.Place(sheets, func(i int) string { return groups[i] })
		taken := map[string]int{}
		for i, p := range placed {
			if !sheets[i].Known() {
				if p.Rank != 0 || p.Grade != "" {
					t.Fatalf("%+v is placed", p)
				}
				continue
			}
			rank, of, level := 1, 0, 0
			for j, o := range sheets {
				if groups[j] != groups[i] || !o.Known() {
					continue
				}
				of++
				veto, mine := len(o.Vetoed) > 0, len(sheets[i].Vetoed) > 0
				switch {
				case veto == mine && o.Total == sheets[i].Total:
					level++
				case mine && !veto, veto == mine && o.Total > sheets[i].Total:
					rank++
				}
			}
			if p.Rank != rank || p.Of != of || p.Shared != level {
				t.Fatalf("%+v, want rank %d of %d shared by %d", p, rank, of, level)
			}
			want := "d"
			switch q := s.Grades[0].Quota; {
			case p.Vetoed:
			case sheets[i].Total >= 9000 && (q == 0 || rank-1+level <= of*q/100):
				want = "a"
			case sheets[i].Total >= 8000:
				want = "b"
			case sheets[i].Total >= 6000:
				want = "c"
			}
			if p.Grade != want || (p.Beyond == "a") != (want != "a" && sheets[i].Total >= 9000 && !p.Vetoed) {
				t.Fatalf("%+v at %d, want %s", p, sheets[i].Total, want)
			}
			if p.Grade == "a" {
				taken[groups[i]]++
			}
			if q := s.Grades[0].Quota; q > 0 && taken[groups[i]] > of*q/100 {
				t.Fatalf("%d of %d are excellent, quota %d %%", taken[groups[i]], of, q)
			}
		}
	})
}

// Bytes that are no sheet are refused, whatever they are.
func FuzzRead(f *testing.F) {
	f.Add([]byte("sheet s true\nsum 1 2 3 4 5 6 7\n"))
	f.Add([]byte("line 000 1 scored 1 1 1 1/0\nsheet s true\nsum 1 2 3 4 5 6 7\n"))
	f.Add([]byte("line-read 9 x 1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := Read(b); err == nil && !bytes.Equal(s.Pack(), b) {
			t.Error("read and not given back")
		}
	})
}
