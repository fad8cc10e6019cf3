package text

import (
	"testing"
	"unicode/utf8"
)

// What is too long ends in an ellipsis, and what it still says is not wrong.
func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"补贴未公示", 5, "补贴未公示"},
		{"补贴未公示名单", 5, "补贴未公…"},
		{"挪用 1234.56 万元", 7, "挪用…"},
		{"挪用资金3.2万元整改", 8, "挪用资金…"},
		{"挪用资金三万二千元", 7, "挪用资金…"},
		{"占比 35% 的村", 6, "占比…"},
		{"见 DB2026-0012 号", 9, "见…"},
		{"12345678901234567890", 6, "12345…"},
		{"钱𠮷𠮷𠮷𠮷", 3, "钱𠮷…"},
		{"葛\U000e0100城镇镇镇", 2, "葛…"},
		{"ab", 1, "ab"},
	} {
		if got := Clip(c.in, c.most); got != c.want ||
			utf8.RuneCountInString(got) > max(c.most, utf8.RuneCountInString(c.in)) {
			t.Errorf("Clip(%q, %d) = %q, want %q", c.in, c.most, got, c.want)
		}
	}
}
