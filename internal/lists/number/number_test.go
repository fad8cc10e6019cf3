package number

import "testing"

func TestNumbers(t *testing.T) {
	for in, want := range map[string]string{"wt2025-0001": "WT2025-0001", "DB2026-12345": "DB2026-12345",
		" DB2026-0031 ": "DB2026-0031", "ｄｂ２０２６－００３１": "DB2026-0031"} {
		if n, ok := Parse(in); !ok || n.String() != want {
			t.Errorf("%q: %v %v", in, n, ok)
		}
	}
	for _, in := range []string{"", "DB2026-1", "DB2026-0000", "DB26-0001", "审计整改问题", "DB2026-00x1", "DB2026_0001"} {
		if n, ok := Parse(in); ok {
			t.Errorf("%q was read as %v", in, n)
		}
	}
	if (Number{Series: Order, Year: 2026}).String() != "" {
		t.Error("a draft has no number")
	}
}

func TestDocumentNumbers(t *testing.T) {
	if got := Document("镇纪督", 2026, 3); got != "镇纪督〔2026〕3号" {
		t.Error(got)
	}
	if Document("", 2026, 3) != "" || Document("镇督", 2026, 0) != "" {
		t.Error("a letter without 代字 or number has no 文号")
	}
	for _, typed := range []string{"镇纪督〔2026〕3号", "镇纪督[2026] 3", "镇纪督（2026）003 号", "镇纪督【2026】3号",
		"镇纪督〔２０２６〕３号", "镇纪督［2026］3号"} {
		if word, year, no, ok := ParseDocument(typed); !ok || word != "镇纪督" || year != 2026 || no != 3 {
			t.Errorf("%q: %s %d %d %v", typed, word, year, no, ok)
		}
	}
	for _, typed := range []string{"", "镇纪督", "镇纪督2026-3", "〔2026〕3号", "镇纪督〔26〕3号", "镇纪督〔2026〕0号", "镇纪督〔2026〕3号文",
		"镇纪督〔2026〕9999999999号"} {
		if _, _, _, ok := ParseDocument(typed); ok {
			t.Errorf("%q was read", typed)
		}
	}
	if Word("TX") == Reminder {
		t.Error("a 代字 counts in the series of the reminders")
	}
}
