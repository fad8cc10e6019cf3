package formula

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

var known = NameAll([]Name{
	{"study", "专题研究", "Study sessions"}, {"ontime", "按期完成", "Done on time"}, {"due", "应完成", "Due"},
	{"rate", "按期完成率", "On-time rate"}, {"told", "通报", "Circulated"}, {"warned", "诫勉", "Admonished"},
})

// paragraphs reads a file of cases: lines of a word and what follows it.
func paragraphs(t *testing.T, file string) (out [][][2]string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for p := range strings.SplitSeq(string(b), "\n\n") {
		var lines [][2]string
		for line := range strings.Lines(p) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			word, rest, _ := strings.Cut(line, " ")
			lines = append(lines, [2]string{word, rest})
		}
		if len(lines) > 0 {
			out = append(out, lines)
		}
	}
	return out
}

// Each case is written so that an official can read and extend it.
func TestCases(t *testing.T) {
	for _, c := range paragraphs(t, "testdata/cases.txt") {
		f, fault := Parse(c[0][1], known, "zh-CN")
		if fault != nil {
			t.Errorf("%s: %v at %d", c[0][1], fault, fault.At)
			continue
		}
		values, steps, points, exact := map[string]Value{}, []string(nil), "", ""
		for _, l := range c[1:] {
			switch l[0] {
			case "过程":
				steps = append(steps, l[1])
			case "分":
				points = l[1]
			case "得":
				exact = l[1]
			default:
				key, ok := known.find(l[0])
				r, sound := new(big.Rat).SetString(strings.TrimPrefix(l[1], "= "))
				if !ok || !sound {
					t.Fatalf("%s: %s %s", c[0][1], l[0], l[1])
				}
				values[key] = Value{r}
			}
		}
		got := f.Reckon(func(key string) Value { return values[key] })
		if s := strings.Join(got.Steps("zh-CN"), "\n"); len(steps) > 0 && s != strings.Join(steps, "\n") {
			t.Errorf("%s: the working is\n%s\nand not\n%s", c[0][1], s, strings.Join(steps, "\n"))
		}
		if exact != "" && got.String() != exact {
			t.Errorf("%s: %s, not %s", c[0][1], got, exact)
		}
		n, ok := got.Hundredths()
		s := strings.Replace(fmt.Sprintf("%.2f", float64(n)/100), "-", "−", 1)
		if !ok {
			s = ""
		}
		if s != points {
			t.Errorf("%s: %q points, not %q", c[0][1], s, points)
		}
		again, fault := Parse(f.Write(known, "en"), known, "en")
		if fault != nil {
			t.Errorf("%s is written %s in English, which is not read: %v", c[0][1], f.Write(known, "en"), fault)
			continue
		}
		if a, b := again.Write(known, "zh"), f.Write(known, "zh"); a != b {
			t.Errorf("%s comes back from English as %s", b, a)
		}
	}
}

// wide is how many places a rune takes in a file of cases.
func wide(r rune) int {
	if r > 0x2e80 {
		return 2
	}
	return 1
}

func TestFaults(t *testing.T) {
	for _, c := range paragraphs(t, "testdata/faults.txt") {
		in := c[0][1]
		_, fault := Parse(in, known, "zh-CN")
		if fault == nil {
			t.Errorf("%s is read", in)
			continue
		}
		at, marked := 0, ""
		for i, r := range []rune(in) {
			mark := " "
			if i >= fault.At && i < fault.End {
				mark = "^"
			}
			marked += strings.Repeat(mark, wide(r))
			at++
		}
		if got, want := strings.TrimRight(marked, " "), strings.TrimRight(c[1][1], " "); got != want {
			t.Errorf("%s: the place is\n%s\nand not\n%s", in, got, want)
		}
		key, near, _ := strings.Cut(c[2][1], " near=")
		if fault.Key != key || near != "" && fault.Data["near"] != near {
			t.Errorf("%s: %s %v, not %s", in, fault.Key, fault.Data, c[2][1])
		}
	}
}

// What somebody means ill is refused with a sentence, whatever it is, and costs nothing.
func TestHostile(t *testing.T) {
	for what, in := range map[string]string{
		"formula.deep":       strings.Repeat("(", 300) + "1" + strings.Repeat(")", 290),
		"formula.costly":     strings.TrimSuffix(strings.Repeat("1+", 150), "+"),
		"formula.long":       strings.Repeat("1 + ", 200) + "1",
		"formula.numeral":    "99999999999999999999",
		"formula.unknown":    "全县「得分」",
		"formula.empty":      "  \n ",
		"formula.arity":      "最大(1,2,3,4,5,6,7,8,9)",
		"formula.unexpected": "1 = = 2",
	} {
		if _, f := Parse(in, known, "zh"); f == nil || f.Key != what {
			t.Errorf("%.20s…: %v, not %s", in, f, what)
		}
	}
	if _, f := Parse(strings.Repeat("−", 40)+"1", known, "zh"); f == nil || f.Key != "formula.deep" {
		t.Errorf("forty signs are %v", f)
	}
	// The longest product there may be is reckoned, and its number is as long as its formula.
	long, f := Parse(strings.TrimSuffix(strings.Repeat("应完成*", 100), "*"), known, "zh")
	if f != nil {
		t.Fatal(f)
	}
	v := long.Reckon(func(string) Value { return Of(1<<62, 4) })
	if bits := v.rat.Num().BitLen(); bits > 100*63 {
		t.Errorf("%d bits", bits)
	}
	if _, ok := v.Hundredths(); ok {
		t.Error("a number that no sheet holds has hundredths")
	}
	if long.Cost() != 199 {
		t.Errorf("a cost of %d", long.Cost())
	}
}

// Whatever is read is written so that it is read again as the same, with the same result.
func TestWrittenAndRead(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 2))
	keys := []string{"专题研究", "按期完成", "应完成", "Study sessions"}
	var number, truth func(deep int) string
	number = func(deep int) string {
		if deep == 0 {
			return []string{keys[d.IntN(3)], "2", "0.5", "95%", "不适用", "「" + keys[3] + "」"}[d.IntN(6)]
		}
		a, b := number(deep-1), number(d.IntN(deep))
		return []string{a + " + " + b, "(" + a + ") - (" + b + ")", "(" + a + ") × (" + b + ")", "(" + a + ") ÷ (" + b + ")",
			"−(" + a + ")",
			"最小(" + a + ", " + b + ")", "若无(" + a + ", " + b + ")", "取整(" + a + ")",
			"(若 " + truth(deep-1) + " 则 " + a + " 否则 " + b + ")"}[d.IntN(9)]
	}
	truth = func(deep int) string {
		a, b := number(deep/2), number(deep/2)
		s := a + []string{" < ", " ≥ ", " = ", " ≠ "}[d.IntN(4)] + b
		if deep == 0 {
			return s
		}
		return []string{s, "非 (" + s + ")", "(" + s + ") 且 (" + truth(deep/2) + ")", s + " 或 " + truth(deep/2)}[d.IntN(4)]
	}
	seen := 0
	for range 4000 {
		in := number(d.IntN(4))
		f, fault := Parse(in, known, "zh")
		if fault != nil {
			if fault.Key == "formula.long" || fault.Key == "formula.costly" || fault.Key == "formula.deep" {
				continue
			}
			t.Fatalf("%s: %v at %d", in, fault, fault.At)
		}
		seen++
		values := func(key string) Value {
			return map[string]Value{"study": Of(3, 0), "ontime": Of(25, 1), "due": Of(0, 0)}[key]
		}
		for _, lang := range []string{"zh", "en"} {
			out := f.Write(known, lang)
			if len([]rune(out)) > MostRunes {
				continue
			}
			g, fault := Parse(out, known, lang)
			if fault != nil {
				t.Fatalf("%s is written %s: %v", in, out, fault)
			}
			a, b := f.Reckon(values), g.Reckon(values)
			if a.String() != b.String() || g.Write(known, lang) != out {
				t.Fatalf("%s = %s is written %s = %s", in, a, out, b)
			}
			s := a.Steps(lang)
			if len(s) == 0 || len(s) > MostDepth+4 || s[len(s)-1] != a.trace.said(lang, 0) && a.trace.op != 0 {
				t.Fatalf("%s: the working ends otherwise than its result %s: %q", in, a, s)
			}
		}
	}
	if seen < 3000 {
		t.Errorf("only %d formulas were tried", seen)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("若 按期完成率≥95%则15否则15×按期完成率")
	f.Add("「Study sessions」 ÷ (2 − 最小(1, 专题研究))")
	f.Fuzz(func(t *testing.T, s string) {
		x, fault := Parse(s, known, "zh")
		if n := len([]rune(s)); fault != nil && (fault.At < 0 || fault.End > n || fault.At > fault.End) {
			t.Fatalf("a fault from %d to %d of %d", fault.At, fault.End, n)
		}
		if fault == nil {
			x.Reckon(func(string) Value { return Of(1, 0) }).Steps("zh")
		}
	})
}

func BenchmarkReckon(b *testing.B) {
	f, fault := Parse("若 按期完成率 ≥ 95% 则 15 否则 15 × 最小(1, 按期完成 ÷ 应完成) − 0.5 × 通报", known, "zh")
	if fault != nil {
		b.Fatal(fault)
	}
	values := map[string]Value{"rate": Of(94, 2), "ontime": Of(7, 0), "due": Of(9, 0), "told": Of(1, 0)}
	for b.Loop() {
		f.Reckon(func(key string) Value { return values[key] })
	}
}
