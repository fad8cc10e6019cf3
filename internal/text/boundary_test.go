package text

import (
	"slices"
	"testing"
)

func TestBoundary(t *testing.T) {
	b := Boundary{Words: []string{"犯罪嫌疑人", "初核"}}
	for s, want := range map[string][]string{
		"":                      nil,
		"未按期研究部署":               nil,
		"初核期间，犯罪嫌疑人翻供":          {"初核", "犯罪嫌疑人"},
		"线索编号：XS20260012，已办结":   {"线索编号：XS20260012"},
		"身份证61092719800101001X": {"61092719800101001X"},
		"初核、初核":                 {"初核"},
	} {
		if got := b.Found(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, not %q", s, got, want)
		}
	}
	for stated, want := range map[string]int{"": 1, " ": 1, "引用决定书原文": 0} {
		var errs InputErrors
		if b.Hold("facts", "初核", stated, &errs); len(errs) != want {
			t.Errorf("stated %q: %v", stated, errs)
		}
	}
}
