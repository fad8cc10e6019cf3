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
		"none":             {nil, "measure.required"},
		"too many":         {make(List, Most+1), "measure.too-many"},
		"too long":         {List{{Text: strings.Repeat("长", TextMost+1)}}, "measure.too-long"},
		"no words":         {List{{Who: "张三"}}, "measure.words"},
		"after the matter": {List{{Text: "公示", Due: 20001}}, "measure.due-beyond"},
		"on its day":       {List{{Text: "公示", Due: 20000}}, ""},
		"fine":             {List{{Text: "公示"}}, ""},
	} {
		var errs text.InputErrors
		c.l.Check("measures", true, 20000, &errs)
		if got := len(errs) > 0; got != (c.want != "") || got && errs[0].Key != c.want {
			t.Errorf("%s: %v", name, errs)
		}
	}
}

// Lists packed before measures had people of their own are read, and packed to
// the same words again.
func TestOldListsAreRead(t *testing.T) {
	const old = `[{"text":"公示","who":"张","due":20000,"done":20001},{"text":"抽查"}]`
	l, err := Unpack(old)
	if err != nil || l.Pack() != old {
		t.Errorf("%v %s", err, l.Pack())
	}
}

// What was done before the system is done; that can be taken back, and then it
// is done on a day.
func TestMarkWhatIsPast(t *testing.T) {
	l := List{{Text: "公示", Past: true}}
	if _, err := l.Mark(0, true, 90); err == nil {
		t.Error("done twice")
	}
	back, err := l.Mark(0, false, 90)
	if err != nil || back[0].IsDone() {
		t.Fatal(err, back)
	}
	if again, err := back.Mark(0, true, 91); err != nil || again[0].Done != 91 || again[0].Past {
		t.Error(err, again)
	}
	var errs text.InputErrors
	List{{Text: "公示", Who: strings.Repeat("长", WhoMost+1)}}.Check("measures", true, 20000, &errs)
	if len(errs) != 1 || errs[0].Key != "measure.who-too-long" {
		t.Error(errs)
	}
}

// Rewritten, a measure whose words stay keeps that it is done; its person is
// another when the name is.
func TestRewrite(t *testing.T) {
	l := List{{Text: "公示", Who: "张三", Person: 7, Done: 90}, {Text: "培训", Past: true, Leader: "李四"}}
	next := l.Rewrite(List{{Text: "培训", Due: 95}, {Text: "公示", Who: "王五"}, {Text: "回访"}})
	if !next[0].Past || next[0].Leader != "李四" || next[0].Due != 95 || next[1].Done != 90 || next[1].Person != 0 ||
		next[1].Who != "王五" || next[2].IsDone() {
		t.Errorf("%+v", next)
	}
	if kept := l.Rewrite(List{{Text: "公示", Who: "张三"}}); kept[0].Person != 7 {
		t.Errorf("%+v", kept)
	}
	if got, want := next.Say(), "培训 "+next[0].Due.String()+"\n公示（王五）\n回访"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
