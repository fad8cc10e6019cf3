package app

import (
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/field"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/opinions"
	"shuangze/internal/ref"
)

// The demonstration shows what did not stand: a result that an upheld appeal corrected after it was published, with its
// notice, what it was and what it is; a circular and an integrity opinion that two people cancelled, each with why.
func TestDemoCorrects(t *testing.T) {
	v := programsOf(t)
	year := int64(v.h.Clock().Day().Year() - 1)
	var of *course.Scoresheet
	for _, s := range every[*course.Scoresheet](v.visitors, ref.Scoresheet) {
		if s.Corrected() {
			if of != nil {
				t.Error("two results were corrected")
			}
			of = s
		}
	}
	if of == nil {
		t.Fatal("no result was corrected")
	}
	if of.Unit != v.unit("曙坪镇") || of.Side != actor.Principal || of.Year != year || of.State != course.Circulated ||
		of.Total != of.FormerTotal+150 || of.Rank >= of.FormerRank || of.Grade == of.FormerGrade {
		t.Errorf("%s: %d points in place %d, before %d in place %d", of.Title, of.Total, of.Rank, of.FormerTotal,
			of.FormerRank)
	}
	at := "/scoresheets/" + of.ID.String()
	v.sees(v.ask("shuping-lly", "GET", at), 200, of.CorrectedBy, "更正前等次", field.Mark(of.FormerTotal), field.Mark(of.Total),
		at+"/form/correction/as/pdf")
	t.Logf("%s to %s in place %d, %s to %s", field.Mark(of.FormerTotal), field.Mark(of.Total), of.Rank, of.FormerGrade,
		of.Grade)
	words := v.paperOf("shuping-lly", ref.Scoresheet, of.ID, "correction")
	for _, s := range []string{of.CorrectedBy, field.Mark(of.FormerTotal), field.Mark(of.Total), "+1.50",
		fmt.Sprintf("%d / %d", of.FormerRank, of.Among), fmt.Sprintf("%d / %d", of.Rank, of.Among)} {
		if !strings.Contains(words, s) {
			t.Errorf("the notice does not say %q: %s", s, words)
		}
	}
	back := 0
	for _, m := range every[*circulars.Mention](v.visitors, ref.Mention) {
		if m.Undone == of.CorrectedBy {
			back++
			v.sees(v.ask("shuping-lly", "GET", "/mentions/"+m.ID.String()), 200, of.CorrectedBy, "申诉后恢复扣分")
		}
	}
	if back != 1 {
		t.Errorf("%d criticisms were taken back", back)
	}

	var gone []*circulars.Circular
	for _, c := range every[*circulars.Circular](v.visitors, ref.Circular) {
		if c.State == letter.Void {
			gone = append(gone, c)
		}
	}
	if len(gone) != 1 || gone[0].Canceller == 0 || gone[0].CancelledBy == 0 || gone[0].Canceller == gone[0].CancelledBy {
		t.Fatalf("cancelled circulars: %+v", gone)
	}
	v.sees(v.ask("zhuti-jb", "GET", "/circulars/"+gone[0].ID.String()), 200, gone[0].Why)
	v.sees(v.ask("", "GET", "/verify?code="+gone[0].Code), 200, gone[0].Document, "已经撤销，不再有效")

	void := 0
	for _, o := range every[*opinions.Opinion](v.visitors, ref.Opinion) {
		if o.State != opinions.Void {
			continue
		}
		void++
		v.sees(v.ask("jiandu", "GET", "/opinions/"+o.ID.String()), 200, o.VoidWhy, "作废")
		v.sees(v.ask("", "GET", "/verify?code="+o.Code), 200, o.Document, "已经撤销，不再有效")
	}
	if void != 1 {
		t.Errorf("%d integrity opinions are cancelled", void)
	}
}
