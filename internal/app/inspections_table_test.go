package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/institutions/inspections"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// A past round comes from a county's own sheet: what was made stands as it was made, being put right or closed; each
// row that lacks something says what. The same sheet again changes nothing; what is on record is not rewritten.
func TestInspectionSheet(t *testing.T) {
	v := visit(t)
	ctx, today := context.Background(), v.h.Clock().Day()
	old := today - 400
	head := "督查类型,被督查单位,督查日期,督查组成员,督查方式,发现问题,整改期限,办结日期,年度计划文号\n"
	good := fmt.Sprintf("季度督导巡查,曙坪镇,%s,胡雅琴、早已离任的人,听汇报、查资料,两处公示晚了,%s,%s,镇办〔2025〕3号\n", old, old+30, old+28) +
		fmt.Sprintf("日常检查,钟宝镇,%s,,实地查看,没有接待台账,%s,,\n", today-10, today+20) +
		fmt.Sprintf("日常检查,上竹镇,%s,,查资料,未发现问题。,,,\n", old)
	bad := fmt.Sprintf("日常检查,华坪镇,%s,,看一看,账目不清,%s,,\n", old, old+30) + // no such way
		fmt.Sprintf("日常检查,华坪镇,%s,,查资料,账目不清,,,\n", old+1) + // until when
		fmt.Sprintf("日常检查,华坪镇,%s,,,账目不清,%s,,\n", old+2, old+30) + // how
		fmt.Sprintf("日常检查,华坪镇,%s,,查资料,账目不清,%s,,\n", today+3, today+30) + // not yet
		fmt.Sprintf("季度督导巡查,华坪镇,%s,,查资料,账目不清,%s,,\n", old+3, old+30) // without a plan of the year
	w := v.upload("zhuti", "/import", "督查.csv", []byte(head+good+bad))
	v.sees(w, 200, "“看一看”不是督查方式", "请写整改期限", "请至少选一种督查方式", "要有批准的年度计划")
	form := draftOf(w.Body.String())
	form.Set("skip", "yes")
	before := len(v.inspections())
	v.sees(v.submit("zhuti", "/import/confirm", form), 200)
	list := v.inspections()[before:]
	if len(list) != 3 {
		t.Fatalf("%d of 3 rows stand", len(list))
	}
	for i, want := range []struct {
		unit, state, opinion string
		methods              inspections.Methods
	}{
		{"曙坪镇", inspections.Closed, "两处公示晚了", inspections.Methods{Hear: true, Read: true}},
		{"钟宝镇", inspections.Told, "没有接待台账", inspections.Methods{Visit: true}},
		{"上竹镇", inspections.Closed, "未发现问题。", inspections.Methods{Read: true}},
	} {
		x := list[i]
		if x.Target != v.unit(want.unit) || x.Unit != x.Target || x.State != want.state || x.Opinion != want.opinion ||
			x.Methods != want.methods || x.Ends != x.Begins || x.ToldOn != x.Begins || x.Side != "principal" ||
			x.Body == 0 || x.Round != 0 || (x.State == inspections.Closed) == (x.ClosedOn == 0) {
			t.Errorf("row %d: %+v", i+2, x)
		}
	}
	if p := v.actor("caizheng-jb").Person; !strings.Contains(list[0].Team, p.String()) {
		t.Errorf("who is of the register is not of the team: %q", list[0].Team)
	}
	// The unit sees it, reports, and it goes on as any other.
	if _, no := v.does("zhuti", ref.Inspection, "close", list[1].ID, &noun.Said{Text: "已看过"}); no != "" {
		t.Errorf("what was entered does not go on: %s", no)
	}
	v.sees(v.ask("shuping", "GET", "/inspections/"+list[0].ID.String()), 200, "两处公示晚了", "从表格补录")
	// The same again changes nothing; what stands is not written over, and what has gone on since neither.
	rows := strings.SplitAfter(good, "\n")
	for _, x := range []struct {
		body      string
		same, bad int
	}{
		{rows[0] + rows[2], 2, 0},
		{strings.Replace(rows[0], "两处", "三处", 1) + rows[1] + rows[2], 1, 2},
	} {
		at := filepath.Join(t.TempDir(), "again.csv")
		if err := os.WriteFile(at, []byte(head+x.body), 0o600); err != nil {
			t.Fatal(err)
		}
		got, _, err := v.h.Import(ctx, []string{at}, ImportOptions{SkipBad: true})
		if err != nil {
			t.Fatal(err)
		}
		if r := got[0]; r.New+r.Changed != 0 || r.Same != x.same || len(r.Errors) != x.bad {
			t.Errorf("%d new, %d changed, %d the same, %d errors", r.New, r.Changed, r.Same, len(r.Errors))
		}
		for _, e := range got[0].Errors {
			if !strings.Contains(e.Message, "表格不能改写") {
				t.Error(e.Message)
			}
		}
	}
	if n := len(v.inspections()); n != before+3 {
		t.Errorf("%d inspections, not %d", n, before+3)
	}
}

// inspections are all there are, as they came.
func (v *visitors) inspections() (out []*inspections.Inspection) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Inspection, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(*inspections.Inspection))
	}
	return out
}
