package official

import (
	"strings"
	"testing"
)

func TestParagraphs(t *testing.T) {
	got := Paragraphs("　　经研判，落实有力。\r\n\n一、总体情况\n（一）责任传导不够到位。个别单位认识不深。\n1.措施\n1.5亿元\n（12）第十二\n十二、其他")
	want := []Block{{Text: "经研判，落实有力。"}, {Text: "一、总体情况", Level: First},
		{Text: "（一）责任传导不够到位。个别单位认识不深。", Level: Second}, {Text: "1.措施", Level: Third}, {Text: "1.5亿元"},
		{Text: "（12）第十二", Level: Fourth}, {Text: "十二、其他", Level: First}}
	if len(got) != len(want) {
		t.Fatalf("%d paragraphs, %d wanted: %+v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("paragraph %d is %+v, %+v wanted", i, got[i], want[i])
		}
	}
	if n := Heading(got[2]); got[2].Text[:n] != "（一）责任传导不够到位。" {
		t.Errorf("the heading is %q", got[2].Text[:n])
	}
	if n := Heading(got[1]); n != len(got[1].Text) {
		t.Errorf("a heading without a full stop ends at %d", n)
	}
	if n := Heading(got[0]); n != 0 {
		t.Errorf("a paragraph without a number has a heading of %d bytes", n)
	}
	if all := Paragraphs(strings.Repeat(" \n", 5)); all != nil {
		t.Errorf("blank lines are %+v", all)
	}
}
