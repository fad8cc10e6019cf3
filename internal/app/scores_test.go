package app

import (
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/appraisal"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/formula"
	"shuangze/internal/ref"
)

// What is done changes the score of whose it is with the next look, and nobody else's; a look in between counts nothing
// twice for the county.
func TestScoreFollowsTheAct(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, body, today := t.Context(), v.townBody(bodies.Principal), v.h.Clock().Day()
		ask := func() appraisal.Asked {
			return appraisal.Asked{Jurisdiction: 1, County: v.county, Rules: v.h.Policy, Year: today.Year(),
				Now: v.h.Clock()}
		}
		before, ok, err := v.h.Running.One(ctx, ask(), body)
		if err != nil || !ok || !before.Sheet.Known() || before.Rank == 0 {
			t.Fatalf("%v %v %+v", ok, err, before.Sheet)
		}
		all, err := v.h.Running.All(ctx, ask())
		if err != nil {
			t.Fatal(err)
		}
		// An overdue duty of the body is done.
		var late *duty.Duty
		for _, d := range v.h.dutiesOf(t) {
			over := d.State == duty.Open && d.Due < today && d.Due.Year() == today.Year()
			if d.Body == body && over && d.Rule == "team-study" { // the first indicator reads it

				late = d
			}
		}
		if late == nil {
			t.Fatal("no overdue duty of the town")
		}
		in := &duty.Discharge{On: today, How: "补办"}
		if _, no := v.does("shuping-lly", ref.Duty, "discharge", late.ID, in); no != "" {
			t.Fatal(no)
		}
		statements := v.h.DB.Statements()
		after, _, err := v.h.Running.One(ctx, ask(), body)
		if err != nil {
			t.Fatal(err)
		}
		if n := v.h.DB.Statements() - statements; n > int64(len(v.h.factSources()))+3 { // its marks, tallies and cases beside
			t.Errorf("%d statements for one body", n)
		}
		const done, overdue = "duty-done/rule:team-study", "duty-open/rule:team-study"
		for key, by := range map[string]int64{done: 1, overdue: -1} {
			if was := before.Facts.Value(key).Plus(formula.Of(by, 0)); after.Facts.Value(key).Cmp(was) != 0 {
				t.Errorf("%s is %s, and was %s", key, after.Facts.Value(key), before.Facts.Value(key))
			}
		}
		if string(after.Sheet.Pack()) == string(before.Sheet.Pack()) {
			t.Error("the sheet is the same before and after")
		}
		now, err := v.h.Running.All(ctx, ask())
		if err != nil {
			t.Fatal(err)
		}
		was := map[ref.ID]string{}
		for _, s := range all {
			was[s.Body] = string(s.Sheet.Pack())
		}
		for _, s := range now {
			if same := was[s.Body] == string(s.Sheet.Pack()); same == (s.Body == body) {
				t.Errorf("the sheet of %s is the same: %v", s.Name, same)
			}
		}
		statements = v.h.DB.Statements()
		if _, err := v.h.Running.All(ctx, ask()); err != nil || v.h.DB.Statements()-statements > 2 {
			t.Errorf("%d statements though nothing was done: %v", v.h.DB.Statements()-statements, err)
		}
		said := fmt.Sprintf("%d.%02d", after.Sheet.Total/100, after.Sheet.Total%100)
		v.sees(v.ask("shuping", "GET", "/scores/"+body.String()), 200, said)
		if w := v.ask("caizheng-jb", "GET", "/scores"); strings.Contains(w.Body.String(), "曙坪镇党委") {
			t.Error("another unit sees the town's score")
		}
	})
}
