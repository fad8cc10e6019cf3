package measure

import (
	"strings"
	"testing"

	"shuangze/internal/text"
)

func TestFromLines(t *testing.T) {
	got := FromLines("1. 公示\n\n2、抽查\n３人一组\n10)回访\n2025年底前完成").Lines()
	if want := "公示\n抽查\n３人一组\n回访\n2025年底前完成"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPackUnpack(t *testing.T) {
	l := List{{Text: "a", Done: 7}, {Text: "“引号”", Who: "张"}}
	back, err := Unpack(l.Pack())
	if err != nil || back.Pack() != l.Pack() {
		t.Fatal(err, back)
	}
	if _, err := Unpack("{"); err == nil {
		t.Fatal("rubbish was read")
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		l    List
		want string
	}{
		"none":     {nil, "measure.required"},
		"too many": {make(List, Most+1), "measure.too-many"},
		"too long": {List{{Text: strings.Repeat("长", TextMost+1)}}, "measure.too-long"},
		"fine":     {List{{Text: "公示"}}, ""},
	} {
		var errs text.InputErrors
		c.l.Check("measures", true, &errs)
		if got := len(errs) > 0; got != (c.want != "") || got && errs[0].Key != c.want {
			t.Errorf("%s: %v", name, errs)
		}
	}
}
