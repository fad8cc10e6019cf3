package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/matters"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/field"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"

	outcomes "shuangze/internal/institutions/cases"
)

// stands is how a unit and its head stand: what an upheld appeal gives back.
type stands struct {
	total, rank int64
	grade       string
	barred      bool // from honours
	rewards     int  // what follows from the grade and is not void
}

// retried is one house in which 曙坪镇 was assessed for the last year: with what its head was held to account for, or,
// in the control, without.
type retried struct {
	*programs
	person, sheet ref.ID
	m             inquiry
	mention, file ref.ID
}

func (u *retried) scoresheet() *course.Scoresheet {
	u.Helper()
	v, _, err := u.h.DB.One(context.Background(), ref.Scoresheet, u.sheet)
	if err != nil {
		u.Fatal(err)
	}
	return v.(*course.Scoresheet)
}

func (u *retried) stands() (out stands) {
	u.Helper()
	s := u.scoresheet()
	id := u.must("jiandu-jb", ref.Clearance, "add", 0, &clearances.Clearance{Purpose: "拟推荐勤廉兼优", Use: "honour",
		Day: u.h.Clock().Day(), Person: u.person})
	v, _, err := u.h.DB.One(context.Background(), ref.Clearance, id)
	if err != nil {
		u.Fatal(err)
	}
	for _, x := range every[*consequences.Consequence](u.visitors, ref.Consequence) {
		if x.Sheet == u.sheet && x.State != consequences.Void {
			out.rewards++
		}
	}
	out.total, out.rank, out.grade, out.barred = s.Total, s.Rank, s.Grade, v.(*clearances.Clearance).Barred > 0
	return out
}

// later goes on in the same house.
func (u *retried) later(days int) *retried {
	u.Helper()
	next := *u
	next.programs = &programs{visitors: u.visitors.later(days)}
	return &next
}

// assessed has the result of the last year approved. Where something happened it was deducted before the feedback, and
// the head of the discipline body was held to account for it by a decision that bars honours for two years.
// Of each ground the leading group decides a veto of its body once the result was fed back.
func assessed(v *visitors, happened bool, grounds ...string) *retried {
	v.Helper()
	u := &retried{programs: &programs{visitors: v}, person: v.actor("shuping-jw").Person}
	today, year := v.h.Clock().Day(), v.h.Clock().Day().Year()-1
	var matter *matters.Matter
	if happened {
		x := v.newCase(31, outcomes.Grave)
		x.DecidedOn = when.Date(year, 6, 1)
		u.file = u.must("jiandu-jb", ref.Case, "add", 0, x)
		u.must("jiandu-jb", ref.Case, "inform", u.file, &noun.Said{Text: "当面告知"})
		var circular ref.ID
		circular, u.mention = v.circulatedOf(31, letter.Sent, int64(year))
		matter = u.newMatter(31)
		matter.Source, matter.Case, matter.Circulars = matters.OfCase, x.Number, "镇委发〔2020〕404号"
		_, no := v.does("jiandu-jb", ref.Matter, "add", 0, matter)
		if !strings.Contains(no, "circulars matter.circulars.none") {
			u.Errorf("a circular that is not on record: %q", no)
		}
		matter.Circulars = v.circular(circular).Document
	}
	appraisal := u.begins(actor.Supervisory, "town", true)
	for _, k := range u.marksIn(appraisal) { // 曙坪镇 does best of all
		points := k.Most * 9 / 10
		if k.Unit == v.unit("曙坪镇") {
			points = k.Most
		}
		for _, login := range []string{"jiandu", "jiandu-jb"} {
			u.must(login, ref.Mark, "mark", k.ID, &course.Giving{Points: points, Why: "查看佐证"})
		}
	}
	u.must("jiandu-jb", ref.Appraisal, "tell", appraisal, nil)
	for _, s := range u.sheetsIn(appraisal) {
		if s.Unit == v.unit("曙坪镇") {
			u.sheet = s.ID
		}
	}
	if happened {
		u.m = u.inquiresInto(matter, "assign", 31, func(step string, in any) any {
			switch x := in.(type) {
			case *matters.Proposal:
				x.Outcome = "leader-sanction"
			case *matters.Deciding:
				x.First = matters.Formal{No: "镇纪〔2026〕31号", Organ: "县纪委", On: today, Kind: "party-removal"}
			}
			return in
		})
	}
	for _, ground := range grounds {
		u.must("lingdao", ref.Scoresheet, "veto", u.sheet, &course.Vetoing{Ground: ground, Applies: "yes",
			Meeting: "第1次会议", Why: "查实而处理不到位"})
	}
	u = u.later(8)
	u.must("jiandu-jb", ref.Appraisal, "notice", appraisal, nil)
	u = u.later(9)
	u.must("lingdao", ref.Appraisal, "approve", appraisal, &course.Approving{Meeting: "第1次会议"})
	return u
}

// An appeal upheld a year later restores score, grade, rank and honours check to what they would have been, had nothing
// of it happened; the history shows both.
func TestAppealRestoresAll(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		var other *visitors
		if _, postgres := addresses.Load(v.h); postgres {
			h, cookies := demoInPostgres(t)
			other = visiting(t, h, cookies)
		} else {
			other = visit(t)
		}
		control, u := assessed(other, false), assessed(v, true)
		fell, was := u.stands(), u.scoresheet()
		if would := control.stands(); fell.total >= would.total || fell.rank <= would.rank || fell.grade == would.grade ||
			!fell.barred || would.barred || fell.rewards >= would.rewards {
			t.Fatalf("%+v, and without it %+v", fell, would)
		}
		others := map[ref.ID]string{}
		for _, s := range u.sheetsIn(was.Appraisal) {
			others[s.ID] = s.Packed + s.Grade + string(rune(s.Rank))
		}
		control, u = control.later(365), u.later(365)
		if late := u.stands(); late != fell {
			t.Fatalf("a year later: %+v, not %+v", late, fell)
		}
		by := "镇廉组发〔2027〕98号"
		u.must("jiandu", ref.Appeal, "decide", u.m.appeal, &matters.Answering{Answer: matters.Upheld, Reason: "认定有误",
			Decision: by, Organ: "领导小组"})
		got, would := u.stands(), control.stands()
		if got != would {
			t.Errorf("upheld: %+v, and would have been %+v", got, would)
		}
		if now := u.scoresheet(); now.Packed != control.scoresheet().Packed || now.Former != was.Packed ||
			now.FormerTotal != fell.total || now.FormerRank != fell.rank || now.FormerGrade != fell.grade ||
			now.CorrectedBy != by || now.CorrectedOn != u.h.Clock().Day() {
			t.Errorf("the corrected sheet: %+v", now)
		}
		for _, s := range u.sheetsIn(was.Appraisal) {
			if s.ID != u.sheet && s.Packed+s.Grade+string(rune(s.Rank)) != others[s.ID] {
				t.Errorf("%s moved by another’s appeal", s.Title)
			}
		}
		// The history shows both: what was deducted and decided, and that it was given back, by which decision.
		x := u.visitors.mention(u.mention)
		if x.State != circulars.Void || x.Was != 150 || x.Undone != by || x.Effect() != 0 {
			t.Errorf("the mention: %+v", x)
		}
		file, _, err := u.h.DB.One(context.Background(), ref.Case, u.file)
		if c := file.(*outcomes.Case); err != nil || !c.Spared() || c.Undone != by || c.State != outcomes.Informed {
			t.Errorf("the case: %+v, %v", c, err)
		}
		grade := func(code string) string { return u.h.inChinese(course.GradeTable, code) }
		u.sees(u.ask("shuping-lly", "GET", "/scoresheets/"+u.sheet.String()), 200, by, grade(fell.grade), grade(got.grade),
			"审定", "更正结果", "更正前等次")
		u.sees(u.ask("shuping-lly", "GET", "/mentions/"+u.mention.String()), 200, by, "通报发出", "申诉后恢复扣分", "1.50")
		u.sees(u.ask("shuping", "GET", "/cases/"+u.file.String()), 200, by, "申诉后恢复扣分")
		u.noticed(was, by, grade(fell.grade), grade(got.grade))
		rulings := (&accountability{visitors: u.visitors}).standing(u.person, u.m.ruling)
		if !slices.Equal(rulings, []string{"party-removal revoked"}) {
			t.Errorf("on record: %v", rulings)
		}
	})
}

// noticed reads the notice of the corrected result: before and after, what was undone, by which decision, in each kind
// of file, from the page of the sheet and from the appeal, by its own unit and by nobody else's.
func (u *retried) noticed(was *course.Scoresheet, by, before, after string) {
	u.Helper()
	now := u.scoresheet()
	words := u.paperOf("shuping-lly", ref.Scoresheet, u.sheet, "correction")
	for _, s := range []string{"更正", by, field.Mark(was.Total), field.Mark(now.Total), before, after,
		fmt.Sprintf("%d / %d", was.Rank, now.Among), fmt.Sprintf("%d / %d", now.Rank, now.Among), "案件扣分", "−1.50",
		"+1.50"} {
		if !strings.Contains(words, s) {
			u.Errorf("the notice does not say %q: %s", s, words)
		}
	}
	for _, s := range []string{".form.", "⟦", "{", u.h.inChinese("matter-situation", "duties")} {
		if strings.Contains(words, s) {
			u.Errorf("the notice says %q: %s", s, words)
		}
	}
	if name, _ := u.county.Person(u.person); strings.Contains(words, name.Name) {
		u.Error("the notice names who appealed")
	}
	pdf := "/scoresheets/" + u.sheet.String() + "/form/correction/as/pdf"
	few := *u.visitors // an assessor from outside has gone by now
	few.logins = []string{"shuping-lly", "shuping-jw", "jiandu"}
	p := programming(u.T, &few)
	page, program := u.ask("shuping-lly", "GET", pdf), p.call(p.reads["shuping-lly"], "GET", pdf, nil)
	if !strings.HasPrefix(page.Body.String(), "%PDF") || page.Body.String() != program.Body.String() {
		u.Errorf("as PDF: %d by page, %d by program", page.Code, program.Code)
	}
	if w := u.ask("caizheng-jb", "GET", pdf); w.Code != 404 {
		u.Errorf("another unit takes the notice: %d", w.Code)
	}
	u.sees(u.ask("shuping-lly", "GET", "/scoresheets/"+u.sheet.String()), 200, "/form/correction/as/docx", "申诉后更正",
		field.Mark(was.Total), "+1.50")
	for _, s := range u.sheetsIn(was.Appraisal) {
		if s.ID != u.sheet && u.paperOf("jiandu-jb", ref.Scoresheet, s.ID, "correction") != "" {
			u.Errorf("%s has a notice and was not corrected", s.Title)
		}
	}
	appeal := "/appeals/" + u.m.appeal.String()
	for _, login := range []string{"shuping-jw", "jiandu"} {
		u.sees(u.ask(login, "GET", appeal), 200, pdf, "更正的考核结果")
		if got := p.call(p.reads[login], "GET", appeal, nil).Body.String(); !strings.Contains(got,
			`"corrected":[`+u.sheet.String()+`]`) {
			u.Errorf("a program of %s reads of the appeal %s", login, got)
		}
	}
}
