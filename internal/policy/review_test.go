package policy

import (
	"strings"
	"testing"

	"shuangze/internal/appraisal/scheme"
	"shuangze/policy/zhenping"
)

// A text that is being written is read whole: faults name the characters that are wrong, and sums and trees are there
// whatever else is wrong.
func TestReview(t *testing.T) {
	texts, err := Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	r := Review(texts)
	if r.Pack == nil || len(r.Faults) > 0 || r.Tree != "indicators.txt" || len(r.Schemes) != 2 ||
		r.Schemes[0].Sum != scheme.Full || len(r.Schemes[0].Lines) != 24 || !r.Schemes[0].Lines[0].Parent {
		t.Fatalf("%v %q %+v", r.Faults, r.Tree, r.Schemes)
	}
	edit := func(from, to string) Reviewed {
		t.Helper()
		was := texts["indicators.txt"]
		if !strings.Contains(was, from) {
			t.Fatalf("the text does not say %q", from)
		}
		out := map[string]string{}
		for name, s := range texts {
			out[name] = s
		}
		out["indicators.txt"] = strings.Replace(was, from, to, 1)
		r := Review(out)
		for _, f := range r.Faults {
			if f.File == "indicators.txt" && f.Column > 0 {
				line := []rune(strings.Split(out["indicators.txt"], "\n")[f.Line-1])
				t.Logf("%s %s %q", f.Place(), f.Message.Key, string(line[f.Column-1:f.End-1]))
			}
		}
		return r
	}
	words := func(r Reviewed, text, key string) string {
		for _, f := range r.Faults {
			if f.Message.Key == key && f.Column > 0 {
				return string([]rune(strings.Split(text, "\n")[f.Line-1])[f.Column-1 : f.End-1])
			}
		}
		return ""
	}
	for _, c := range []struct{ from, to, key, wrong string }{
		{"| Tasks on time | 15 |", "| Tasks on time | 12.5x |", "policy.scheme-points", "12.5x"},
		{"÷ 任务应完成", "÷ 任务应办完", "formula.unknown-near", "任务应办完"},
		{"principal | 5.1 |", "principal | 5.x |", "scheme.number", "5.x"},
		{"| 数据 | 分值 × 班子成员平均按期率", "| 数字 | 分值 × 班子成员平均按期率", "policy.scheme-word", "数字"},
	} {
		r := edit(c.from, c.to)
		got := words(r, strings.Replace(texts["indicators.txt"], c.from, c.to, 1), c.key)
		if got != c.wrong || r.Pack != nil {
			t.Errorf("%s: %q is said to be wrong; %v", c.to, got, r.Faults)
		}
	}
	if r := edit("| Tasks on time | 15 |", "| Tasks on time | 12.5 |"); r.Schemes[0].Sum != 97_50 {
		t.Errorf("%d so far", r.Schemes[0].Sum)
	}
	// Half a line more, as it stands while somebody types it.
	half := edit("supervisory | 1 |", "principal | 12 | 新的\nsupervisory | 1 |")
	if r := half; len(r.Faults) == 0 || r.Schemes[0].Sum != scheme.Full {
		t.Errorf("%v %d", r.Faults, r.Schemes[0].Sum)
	}
}
