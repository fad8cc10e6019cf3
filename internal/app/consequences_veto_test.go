package app

import (
	"slices"
	"testing"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// vetoed are what followed from a result by its veto: of the body and of who headed it.
func (v *visitors) vetoed(sheet ref.ID) (all []string, body, head *consequences.Consequence) {
	v.Helper()
	for _, x := range every[*consequences.Consequence](v, ref.Consequence) {
		if x.Sheet != sheet || x.Hand != consequences.Sanction {
			continue
		}
		if all = append(all, x.Kind+" "+x.State); x.Person == 0 {
			body = x
		} else {
			head = x
		}
	}
	slices.Sort(all)
	return all, body, head
}

// barredFrom says whether an honour of somebody is stood in the way of, as the check before use answers.
func (p *programs) barredFrom(person ref.ID) bool {
	p.Helper()
	id := p.must("jiandu-jb", ref.Clearance, "add", 0, &clearances.Clearance{Purpose: "拟推荐勤廉兼优", Use: "honour",
		Day: p.h.Clock().Day(), Person: person})
	x, _, err := p.h.DB.One(p.Context(), ref.Clearance, id)
	if err != nil {
		p.Fatal(err)
	}
	return x.(*clearances.Clearance).Barred > 0
}

// A veto brings what the dated table says with the approval of the result: of the body and of who headed it, each with
// who carries it out, by when and until when; carried out with proof it ends by itself after its last day. Undone by
// the leading group all of it is void, kept, and stands in nobody’s way, and no other town moves; the table of the day
// of the approval is what counts, whatever it says today.
func TestVetoBringsConsequences(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		u := assessed(v, false, "covered-up")
		s, today := u.scoresheet(), u.h.Clock().Day()
		got, body, head := u.vetoed(u.sheet)
		if !slices.Equal(got, []string{"barred open", "veto open"}) || s.Grade != "poor" {
			t.Fatalf("what follows: %v, graded %s", got, s.Grade)
		}
		last, due := when.Date(int(s.Year)+2, 1, 1)-1, u.h.Policy.Calendar.Working(today, 20)
		for _, x := range []*consequences.Consequence{body, head} {
			if x.Ends != last || x.Due != due || x.Clause == "" || x.Rests != s.Title+"：一票否决" || x.Decided != today {
				t.Errorf("%s: until %s by %s, of %s, resting on %q by %q", x.Kind, x.Ends, x.Due, x.Decided, x.Rests, x.Clause)
			}
		}
		if body.Unit != s.Unit || body.Body != s.Body || body.Side != actor.Principal || body.Taker != 0 {
			t.Errorf("of the body: %+v", body)
		}
		county, err := u.h.DB.County(u.Context(), 1, today)
		if err != nil {
			t.Fatal(err)
		}
		personnel, _ := county.FirstOf(u.unit("组织部"))
		if head.Unit != 0 || head.Person != u.person || head.Told != u.person || head.Agency != u.unit("组织部") ||
			head.Taker != personnel.Person || head.Taker == 0 {
			t.Errorf("of the head: %+v", head)
		}
		for login, sees := range map[string][2]int{"shuping-lly": {200, 404}, "shuping-jw": {200, 200},
			"zhuti-jb": {200, 404}, "jiandu-jb": {200, 200}, "caizheng": {404, 404}, "lingdao": {200, 200}} {
			u.sees(u.ask(login, "GET", "/consequences/"+body.ID.String()), sees[0])
			u.sees(u.ask(login, "GET", "/consequences/"+head.ID.String()), sees[1])
		}
		if !u.barredFrom(u.person) {
			t.Error("a veto stands in nobody’s way")
		}
		carry := &noun.Said{Text: "已取消评优评先资格"}
		if _, no := u.does("zhuti-jb", ref.Consequence, "carry", body.ID, carry); no != "file evidence.choose" {
			t.Errorf("without proof: %q", no)
		}
		if _, no := u.doesWith("zhuti-jb", ref.Consequence, "carry", body.ID, carry); no != "" {
			t.Fatal(no)
		}
		ends := func(want int) {
			t.Helper()
			for _, n := range []int{want, 0} {
				if ended, err := u.h.EndConsequences(u.Context()); err != nil || ended != n {
					t.Errorf("%d ended, want %d: %v", ended, n, err)
				}
			}
		}
		u = u.later(int(last - u.h.Clock().Day()))
		before := u.h.Clock().Day()
		ends(u.over(body.ID, before))
		if got, _, _ := u.vetoed(u.sheet); !slices.Equal(got, []string{"barred open", "veto done"}) {
			t.Errorf("on its last day: %v", got)
		}
		u = u.later(1)
		ends(u.over(0, before+1))
		got, body, head = u.vetoed(u.sheet)
		if !slices.Equal(got, []string{"barred open", "veto ended"}) || body.EndedOn != last+1 {
			t.Errorf("after its last day: %v on %s", got, body.EndedOn)
		}
		u.liftsVeto(body, head)
	})
}

// over is how many of what was carried out are over on a day, but for one.
func (v *visitors) over(but ref.ID, today when.Day) (n int) {
	for _, x := range every[*consequences.Consequence](v, ref.Consequence) {
		if x.ID != but && x.Over(today) {
			n++
		}
	}
	return n
}

// liftsVeto undoes the veto of a result, and tries what is refused before.
func (u *retried) liftsVeto(body, head *consequences.Consequence) {
	u.Helper()
	was := u.scoresheet()
	others := map[ref.ID]string{}
	for _, s := range u.sheetsIn(was.Appraisal) {
		others[s.ID] = s.Packed + s.Grade + s.Former + string(rune(s.Rank))
	}
	rows := u.h.Policy.Consequences.Rows
	for i := range rows { // nothing of it holds any more from today on
		rows[i].In.To = u.h.Clock().Day()
	}
	by := "镇廉组发〔2028〕7号"
	lift := &course.Lifting{Ground: "covered-up", Decision: by, Meeting: "第3次会议", Why: "复查认定处理到位"}
	refused := func(login string, id ref.ID, in *course.Lifting, want string) {
		u.Helper()
		if _, no := u.does(login, ref.Scoresheet, "lift", id, in); no != want {
			u.Errorf("undone by %s: %q, not %q", login, no, want)
		}
	}
	for id := range others {
		if id != u.sheet {
			refused("lingdao", id, lift, "scoresheet.lift.none")
			break
		}
	}
	refused("jiandu", u.sheet, lift, "access.forbidden")
	refused("lingdao", u.sheet, &course.Lifting{Ground: "covered-up", Meeting: "会", Why: "因"}, "decision input.required")
	u.must("lingdao", ref.Scoresheet, "lift", u.sheet, lift)
	refused("lingdao", u.sheet, lift, "scoresheet.lift.none")
	s := u.scoresheet()
	if s.Grade == was.Grade || s.Rank > was.Rank || s.Total != was.Total || s.Former != was.Packed ||
		s.FormerGrade != "poor" || s.CorrectedBy != by || s.CorrectedOn != u.h.Clock().Day() {
		u.Errorf("the corrected sheet: %s, rank %d, %d points, before %s by %q", s.Grade, s.Rank, s.Total, s.FormerGrade,
			s.CorrectedBy)
	}
	if got, ended, barred := u.vetoed(u.sheet); !slices.Equal(got, []string{"barred void", "veto void"}) ||
		ended.ID != body.ID || ended.Undone != by || ended.Done == "" || ended.EndedOn == 0 || barred.ID != head.ID ||
		barred.Undone != by {
		u.Errorf("undone: %v", got)
	}
	rewards := 0
	for _, x := range every[*consequences.Consequence](u.visitors, ref.Consequence) {
		if x.Sheet == u.sheet && x.Hand == consequences.Reward && x.State == consequences.Open {
			rewards++
		}
	}
	if rewards == 0 || s.Grade != "excellent" {
		u.Errorf("%s, and %d rewards by the table of the day of the approval", s.Grade, rewards)
	}
	if u.barredFrom(u.person) {
		u.Error("a veto that was undone stands in the way")
	}
	for _, o := range u.sheetsIn(was.Appraisal) {
		if o.ID != u.sheet && o.Packed+o.Grade+o.Former+string(rune(o.Rank)) != others[o.ID] {
			u.Errorf("%s moved by another’s veto", o.Title)
		}
	}
	at := "/scoresheets/" + u.sheet.String()
	u.sees(u.ask("shuping-lly", "GET", at), 200, by, "撤销一票否决", "更正前等次", "领导小组决定：不否决")
	u.sees(u.ask("shuping-lly", "GET", "/consequences/"+body.ID.String()), 200, by, "已取消评优评先资格")
}
