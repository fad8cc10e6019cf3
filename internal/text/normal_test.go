package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Characters that only look like another one become that one; nothing else changes.
func TestTidy(t *testing.T) {
	for s, want := range map[string]string{
		"测试⾦融办": "测试金融办", "⽔利局": "水利局", "⼯程款⽀付⽂件缺失": "工程款支付文件缺失", "⻛险": "风险", "⺠政局": "民政局",
		"测试𠮷镇\ufe00": "测试𠮷镇", "龍\U000e0100": "龍", "\uf9d1\uf9d3": "六陸", "\U0002f81a": "冬",
		"王\ue863": "王䶮", "\ue81e": "\u9fb4", "\ue816": "\U00020087", "\ue815": "厂"[:0] + "\u5382",
		"a\u200bb\u2060\ufeff": "ab", "e\u0301": "é",
		"①㎡﹙ＡＢＣ，。（）　段": "①㎡﹙ＡＢＣ，。（）　段", "\ufa0e\ufa29䶮㛃𠮷\U000323af": "\ufa0e\ufa29䶮㛃𠮷\U000323af", "\ue000": "\ue000",
		"": "", "Plain\ttext": "Plain\ttext",
	} {
		if got := Tidy(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
	if len(kangxi) != 214 || len(private) != 80 || kangxi[len(kangxi)-1] != '龠' {
		t.Error("a table has lost a line")
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.Rune()).Draw(t, "s")
		once := Tidy(s)
		if Tidy(once) != once || Key(Key(s)) != Key(s) || Name(Name(s)) != Name(s) {
			t.Errorf("%q: a second time changes it again", s)
		}
		if utf8.ValidString(s) && strings.ContainsFunc(once, alike) {
			t.Errorf("%q keeps a look-alike", s)
		}
	})
}

func TestNameAndKey(t *testing.T) {
	for s, want := range map[string]string{
		"张　三": "张三", "欧阳 修": "欧阳修", " WANG  Ming ": "WANG Ming", "买买提•阿不都": "买买提·阿不都", "买买提・阿不都": "买买提·阿不都",
		"买买提‧阿不都": "买买提·阿不都",
		"ＡＢＣ公司":   "ABC公司", "局﹙甲﹚": "局(甲)", "邬⽂明": "邬文明", "": "", "甲，乙": "甲,乙",
	} {
		if got := Name(s); got != want {
			t.Errorf("the name %q becomes %q, want %q", s, got, want)
		}
	}
	for _, same := range [][2]string{{"WANG Ming", "wang  ming"}, {"Wang, Ming", "WANG Ming"}, {"ＡＢＣ公司", "abc公司"},
		{"⾦融办", "金融办"}, {"买买提•阿不都", "买买提·阿不都"}} {
		if Key(same[0]) != Key(same[1]) {
			t.Errorf("%q and %q are two: %q, %q", same[0], same[1], Key(same[0]), Key(same[1]))
		}
	}
	for _, two := range [][2]string{{"𠮷镇", "吉镇"}, {"①组", "1组"}, {"甲,乙", "甲乙"}, {"Ming", "Mi ng"}} {
		if Key(two[0]) == Key(two[1]) {
			t.Errorf("%q and %q became one", two[0], two[1])
		}
	}
	if got := strings.Join(Words(" ⽀付，ＷＡＮＧ、ming;a　b "), "|"); got != "支付|wang|ming|a|b" {
		t.Error("words of a query:", got)
	}
	if Code("１２３ 456") != "123456" || Code("ABCD-efgh\u200b") != "abcdefgh" {
		t.Error("one-time codes:", Code("１２３ 456"), Code("ABCD-efgh\u200b"))
	}
}

// A lost character is no text, and a sign for it is no name.
func TestLost(t *testing.T) {
	for _, s := range []string{"孙\ufffd", "王\ue000", "\U000f0000", "\ufdd0", "\uffff", "\U0010fffe", "\xd5\xc5"} {
		var errs InputErrors
		if Limits(&errs, "f", s, 0, 9); len(errs) != 1 || errs[0].Key != "input.lost" || Fit(s) {
			t.Errorf("%q: %v", s, errs)
		}
	}
	for _, s := range []string{"李?", "李？", "李□", "吴*", "吴＊", "〓明", "孙\ufffd"} {
		var errs InputErrors
		if Named(&errs, "f", s, 1, 9); len(errs) != 1 || errs[0].Key != "input.lost" {
			t.Errorf("the name %q: %v", s, errs)
		}
	}
	for _, s := range []string{"王䶮", "钱𠮷", "赵㛃", "张〇", "是否属实？", "①㎡"} {
		if !Fit(s) {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{"王䶮", "张〇", "买买提·阿不都"} {
		if Gap(s) {
			t.Errorf("the name %q is refused", s)
		}
	}
}
