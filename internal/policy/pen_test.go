package policy

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/text"
	"shuangze/policy/zhenping"
)

// treeText is a small table with comments, blanks, full-width bars and an end of Windows.
const treeText = "\ufeff# 上面的说明\n\n【考核指标】\n办法 | 编号 | 中文 | 英文 | 分值 | 来源 | 算法 | 评分 | 评分说明 | 英文说明 | 佐证 | 出处\n" +
	"a | 1  | 甲 | A | 60 | | | | | | | D\n" +
	"a | 1.1 \uff5c 甲一 \uff5c A1 | 40 | 数据 | 分值 | | 说明 | rule | 记录 | D\r\n" +
	"# 两行之间的话\n" +
	"a、b | 1.2 | 甲二 | A2 | 20 | 评分 | | office | | | | D\n" +
	"a|2|乙|B|40|评分||office||||D\n" +
	"  # 下面的话\n" +
	"b | 2 | 别的 | Other | 100 | 评分 | | office | | | | R\n" +
	"# 最后没有换行"

func cellsAt(t *testing.T, s string, line int) map[string]string {
	t.Helper()
	r, ok := IndicatorAt(s, line)
	if !ok {
		t.Fatalf("no row in line %d of\n%s", line, s)
	}
	return maps.Clone(r.Cells)
}

// Changing a row rewrites what was changed and nothing beside it.
func TestRowIsChanged(t *testing.T) {
	cells := cellsAt(t, treeText, 6)
	cells["分值"], cells["佐证"] = "35.5", ""
	got, line, err := PutIndicator(treeText, 6, cells)
	want := strings.Replace(treeText, "\uff5c A1 | 40 |", "\uff5c A1 | 35.5 |", 1)
	want = strings.Replace(want, "| rule | 记录 | D\r", "| rule | | D\r", 1)
	if err != nil || line != 6 || got != want {
		t.Errorf("%v %d\n%q\n%q", err, line, got, want)
	}
	cells["佐证"] = " 会议\n记录 "
	again, _, err := PutIndicator(got, 6, cells)
	if want := strings.Replace(got, "| rule | | D\r", "| rule | 会议 记录 | D\r", 1); err != nil || again != want {
		t.Errorf("%v\n%q", err, again)
	}
	same, _, err := PutIndicator(treeText, 9, cellsAt(t, treeText, 9))
	if err != nil || same != treeText {
		t.Errorf("nothing was changed: %v\n%q", err, same)
	}
}

// A new row goes among those of its scheme by its number.
func TestRowIsAdded(t *testing.T) {
	for _, c := range []struct {
		scheme, no string
		line       int
	}{{"a", "1.1.1", 7}, {"a", "1.10", 9}, {"a", "3", 10}, {"b", "1", 8}, {"b", "3", 12}, {"c", "1", 12}} {
		got, line, err := PutIndicator(treeText, 0, map[string]string{"办法": c.scheme, "编号": c.no, "中文": "新", "出处": "D"})
		if err != nil || line != c.line {
			t.Errorf("%s %s: line %d, %v", c.scheme, c.no, line, err)
			continue
		}
		was, now := strings.Split(treeText, "\n"), strings.Split(got, "\n")
		if cellsAt(t, got, line)["中文"] != "新" || !slices.Equal(slices.Delete(now, line-1, line), was) {
			t.Errorf("%s %s:\n%s", c.scheme, c.no, got)
		}
	}
	for field, cells := range map[string]map[string]string{"编号": {"办法": "a", "编号": "1.2"}, "中文": {"办法": "a", "编号": "9",
		"中文": "甲\uff5c乙"}, "办法": {"办法": "#a", "编号": "9"}, "算法": {"办法": "a", "编号": "9", "算法": strings.Repeat("1", 601)}} {
		got, _, err := PutIndicator(treeText, 0, cells)
		if wrong, is := err.(text.InputErrors); !is || wrong[0].Field != field || got != treeText {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, _, err := PutIndicator("[别的]\n甲\n", 0, map[string]string{"办法": "a", "编号": "1"}); err == nil {
		t.Error("a row was put where there is no table")
	}
}

// A row with others below it is not removed, one without is; moving exchanges numbers and lines with the neighbour.
func TestRowIsMovedAndRemoved(t *testing.T) {
	if _, err := RemoveIndicator(treeText, 5); err == nil {
		t.Error("a parent was removed")
	}
	got, err := RemoveIndicator(treeText, 9)
	if want := strings.Replace(treeText, "a|2|乙|B|40|评分||office||||D\n", "", 1); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	if _, _, err := MoveIndicator(treeText, 6, true); err == nil {
		t.Error("1.2 is also of b: its number there would change")
	}
	if _, _, err := MoveIndicator(treeText, 5, false); err == nil {
		t.Error("the first was moved up")
	}
	alone := strings.Replace(treeText, "a、b | 1.2", "a | 1.2", 1)
	got, line, err := MoveIndicator(alone, 9, false)
	if err != nil || line != 5 {
		t.Fatal(line, err)
	}
	var names []string
	whole := "[考核办法]\n代码 | 中文\na | 甲\n" + strings.TrimPrefix(got, "\ufeff")
	for _, x := range Review(map[string]string{"x.txt": whole}).Schemes[0].Lines {
		names = append(names, x.No+x.Zh)
	}
	if want := []string{"1乙", "2甲", "2.1甲一", "2.2甲二"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	back, _, err := MoveIndicator(got, line, true)
	if err != nil || back != alone {
		t.Errorf("%v\n%q\n%q", err, back, alone)
	}
}

// Whatever is done to a row of the county's own text, every line that it does not touch is as it was, and the row says
// what it was told.
func TestOtherLinesStay(t *testing.T) {
	texts, err := Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 16))
	for round := range 400 {
		s := texts["indicators.txt"]
		if round%2 == 1 {
			s = strings.ReplaceAll(s, "\n", "\r\n") // as a form sends it
		}
		was := strings.Split(s, "\n")
		rows := penOf(s).rows
		r := rows[random.IntN(len(rows))]
		cells := maps.Clone(r.Cells)
		for range 1 + random.IntN(3) {
			c := IndicatorColumns[2+random.IntN(len(IndicatorColumns)-2)]
			cells[c] = []string{"", "新的字", "a b", "# 不是注释", strconv.Itoa(round)}[random.IntN(5)]
		}
		got, line, err := PutIndicator(s, r.Line, cells)
		now := strings.Split(got, "\n")
		if err != nil || line != r.Line || len(now) != len(was) {
			t.Fatal(err, line, len(now), len(was))
		}
		for i := range was {
			if i+1 != line && was[i] != now[i] {
				t.Fatalf("line %d was changed", i+1)
			}
		}
		if back := cellsAt(t, got, line); !maps.Equal(back, cells) {
			t.Fatalf("%v\n%v", back, cells)
		}
		moved, to, err := MoveIndicator(s, r.Line, round%4 < 2)
		if err != nil {
			continue
		}
		now = strings.Split(moved, "\n")
		touched := 0
		for i := range was {
			if was[i] != now[i] {
				touched++
				if penOf(s).at(i+1) == nil {
					t.Fatalf("line %d is no row and was changed", i+1)
				}
			}
		}
		if touched == 0 || cellsAt(t, moved, to)["中文"] != r.Cells["中文"] || len(now) != len(was) {
			t.Fatalf("%d touched, %q", touched, r.Cells["编号"])
		}
	}
}
