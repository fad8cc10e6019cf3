package opinions

import (
	"fmt"
	"strings"
	"testing"
)

// Tables as offices send them: titles above the headings, columns in any order with others between them, numbers, who
// filled it in; a row is named by the line on which it stands.
func TestRows(t *testing.T) {
	for _, x := range []struct{ name, list, want string }{
		{"headings", "姓名\t单位\t职务\n张三\t财政局\t科长", "2 张三 财政局 科长"},
		{"other order", "拟提拔人选名单\t拟提拔人选名单\n\n序号\t工作单位\t姓 名\t性别\t现任职务（级别）\n1\t财政局\t张三\t男\t科长\n\n" +
			"2\t水利局\t李四\t女\t\n填表人：王五\t\t\t\t", "4 张三 财政局 科长|6 李四 水利局 "},
		{"no headings", "1\t张三\t财政局\n2、\t李四", "1 张三 财政局 |2 李四  "},
		{"typed", "姓名，单位，职务\n张三，财政局，科长\n1. 李四　水利局", "2 张三 财政局 科长|3 李四 水利局 "},
		{"nobody’s row", "姓名\t单位\n\t财政局\n张三\t", "2  财政局 |3 张三  "},
		{"one column", "姓名\t\n张三\t", "2 张三  "},
		{"nothing", "姓名\t单位\n \n", ""},
	} {
		var got []string
		for _, r := range (Listing{Names: x.list}).rows() {
			got = append(got, fmt.Sprintf("%d %s %s %s", r.at, r.name, r.place, r.post))
		}
		if s := strings.Join(got, "|"); s != x.want {
			t.Errorf("%s: %q, not %q", x.name, s, x.want)
		}
	}
	if r := (Listing{Names: "工作单位\t姓名\n财政局\t张三"}).rows()[0]; r.column(placeColumn) != "工作单位" {
		t.Errorf("the column is called %v", r.column(placeColumn))
	}
}
