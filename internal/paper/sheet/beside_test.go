package sheet

import (
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// A cell of nothing but brackets costs no more to read than a short one: what is
// tried is counted, and how much text each try reads.
func TestBracketsBesideAMeasureCostLittle(t *testing.T) {
	read := func(n int) (tries, characters int) {
		for _, inside := range openings(strings.Repeat("（", n) + "）") {
			tries++
			characters += len([]rune(inside))
		}
		return tries, characters
	}
	few, little := read(1000)
	many, much := read(32_000) // 96 KB
	if few != many || little != much || many > besideMost+1 {
		t.Errorf("%d openings of %d characters in a short cell, %d of %d in a long one", few, little, many, much)
	}
	cost := func(n int) int64 {
		cell := strings.Repeat("（", n) + "）"
		return testing.Benchmark(func(b *testing.B) {
			for range b.N {
				if _, _, ok := besides(cell); ok {
					b.Fatal("brackets that never close are taken off")
				}
			}
		}).NsPerOp()
	}
	if small, large := cost(1000), cost(32_000); small == 0 || large > 8*small { // it was a thousandfold
		t.Errorf("32 times the text costs %d ns instead of %d", large, small)
	}
}

// The longest that is written beside a measure is read back, brackets in it too.
func TestTheLongestBesideAMeasureComesBack(t *testing.T) {
	day := when.Date(2026, 12, 31)
	leaders, handlers := []string{strings.Repeat("长", 30), strings.Repeat("远", 29)}, []string{strings.Repeat("（女", 20)}
	own := Step{leaders, handlers, day, true, day}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		for _, measure := range []string{"立即公示", "建立制度（试行）", strings.Repeat("（", 32_000)} {
			written := Beside(in(l), measure, own)
			bare, got, ok := besides(written)
			if !ok || bare != measure || fmt.Sprint(got) != fmt.Sprint(own) {
				t.Errorf("%s: %.40s… comes back as %.40s… %v", l, written, bare, got)
			}
		}
	}
	for _, whole := range []string{"", "）", "（）", "完善（试行）", "责任人 甲）", "（责任人 甲）"} {
		if bare, own, ok := besides(whole); ok || bare != whole {
			t.Errorf("%q is read as %q and %v", whole, bare, own)
		}
	}
}
