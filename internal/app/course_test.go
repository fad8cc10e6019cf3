package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// assessing is the assessment of the running year that the demonstration has begun.
func (v *visitors) assessing() *course.Appraisal {
	v.Helper()
	for _, x := range every[*course.Appraisal](v, ref.Appraisal) {
		if x.State == course.Called {
			return x
		}
	}
	v.Fatal("no assessment is under way")
	return nil
}

// every is all objects of a kind, as they were made.
func every[T noun.Value](v *visitors, of ref.Kind) (out []T) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), of, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(T))
	}
	return out
}

// sheetsIn and marksIn are those of an assessment.
func (v *visitors) sheetsIn(of ref.ID) []*course.Scoresheet {
	return slices.DeleteFunc(every[*course.Scoresheet](v, ref.Scoresheet),
		func(s *course.Scoresheet) bool { return s.Appraisal != of })
}

func (v *visitors) marksIn(of ref.ID) []*course.Mark {
	return slices.DeleteFunc(every[*course.Mark](v, ref.Mark), func(k *course.Mark) bool { return k.Appraisal != of })
}

// From the self-assessment to the circular, each step by whom it is and on its day: marks by two who do not see each
// other's, a third where they differ; the result is that of the facts of the moment it was fed back, and changes by
// decisions alone.
func TestAssessmentLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		does := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) {
			t.Helper()
			if _, no := v.does(login, of, name, id, in); no != want {
				t.Fatalf("%s by %s: %q, not %q", name, login, no, want)
			}
		}
		x := v.assessing()
		does("jiandu-jb", ref.Appraisal, "verify", x.ID, nil, "appraisal.check.early")
		does("jiandu-jb", ref.Appraisal, "add", 0, &course.Appraisal{Year: x.Year, Scheme: x.Scheme, HandBy: x.HandBy,
			MarkBy: x.MarkBy}, "year appraisal.twice")
		does("zhuti-jb", ref.Appraisal, "verify", x.ID, nil, "access.forbidden")
		v = v.later(int(x.HandBy - v.h.Clock().Day() + 1))
		does("jiandu-jb", ref.Appraisal, "verify", x.ID, nil, "")
		does("jiandu", ref.Appraisal, "appoint", x.ID, &course.Appointing{Person: v.actor("caizheng").Person}, "")
		raise := v.ask("jiandu-jb", "GET", "/scoresheets/"+v.sheetsIn(x.ID)[0].ID.String()+"/do/raise")
		v.sees(raise, 200, "监督经验")
		if strings.Contains(raise.Body.String(), `value="experience"`) {
			t.Error("what is of the other scheme is offered")
		}
		does("jiandu-jb", ref.Appraisal, "tell", x.ID, nil, "appraisal.tell.early")
		v = v.later(21)
		does("jiandu-jb", ref.Appraisal, "tell", x.ID, nil, "appraisal.tell.open")
		v.marked(does, x.ID)
		does("jiandu-jb", ref.Appraisal, "tell", x.ID, nil, "appraisal.tell.tallies")
		v.counts(does, x.ID)
		does("jiandu-jb", ref.Appraisal, "tell", x.ID, nil, "")
		v.countedSheets(does, x.ID)
		told := v.sheetsIn(x.ID)
		town := v.unit("曙坪镇")
		var own *course.Scoresheet
		for _, s := range told {
			if s.Unit == town {
				own = s
			}
			sheet, ok := s.Sheet()
			m := schemeOf(v.h.Policy, s.Scheme, int(s.Year))
			if again := m.Score(m.Input(sheet)); !ok || string(again.Pack()) != s.Packed || again.Total != s.Total ||
				s.Rank == 0 || int(s.Among) != len(told) || s.State != course.Told || !sheet.Closed || sheet.OpenLines() > 0 {
				t.Errorf("%s: %+v", s.Title, s)
			}
		}
		does("shuping-lly", ref.Scoresheet, "object", own.ID, &course.Objecting{Item: "99", Claim: "不实"},
			"item scoresheet.object.none")
		does("shuping-lly", ref.Scoresheet, "object", own.ID, &course.Objecting{Item: "3", Claim: "两件已办结"}, "")
		does("shuping-lly", ref.Scoresheet, "object", own.ID, &course.Objecting{Item: "3", Claim: "两件已办结"},
			"item scoresheet.object.twice")
		does("caizheng-jb", ref.Scoresheet, "object", own.ID, &course.Objecting{Item: "4", Claim: "不实"},
			"access.missing")
		does("jiandu-jb", ref.Appraisal, "notice", x.ID, nil, "appraisal.notice.early")
		v = v.later(8)
		does("shuping-lly", ref.Scoresheet, "object", own.ID, &course.Objecting{Item: "4", Claim: "不实"},
			"scoresheet.object.over")
		does("jiandu-jb", ref.Appraisal, "notice", x.ID, nil, "appraisal.notice.open")
		all := every[*course.Objection](v, ref.Objection)
		o := all[len(all)-1]
		upheld := &course.Deciding{Answer: course.Upheld, Points: o.Most, Reason: "核对属实"}
		does("jiandu-jb", ref.Objection, "decide", o.ID, upheld, "objection.own-mark")
		does("shuping-lly", ref.Objection, "decide", o.ID, upheld, "access.forbidden")
		does("lingdao", ref.Objection, "decide", o.ID, upheld, "")
		does("lingdao", ref.Scoresheet, "veto", told[0].ID, &course.Vetoing{Ground: "covered-up", Applies: "yes",
			Meeting: "领导小组第1次会议", Why: "查实后隐瞒不报"}, "")
		does("jiandu-jb", ref.Appraisal, "notice", x.ID, nil, "")
		for i, s := range v.sheetsIn(x.ID) {
			want := told[i].Raw
			if s.ID == own.ID {
				want += o.Most - o.Had
			}
			if s.Raw != want || (s.ID == told[0].ID) != (s.Grade == "poor") {
				t.Errorf("%s: %d raw and %s, want %d", s.Title, s.Raw, s.Grade, want)
			}
		}
		does("lingdao", ref.Appraisal, "approve", x.ID, &course.Approving{Meeting: "第1次会议"},
			"appraisal.approve.early")
		v = v.later(9)
		does("jiandu", ref.Appraisal, "approve", x.ID, &course.Approving{Meeting: "第1次会议"}, "access.forbidden")
		does("lingdao", ref.Appraisal, "approve", x.ID, &course.Approving{Meeting: "第1次会议"}, "")
		v.drafts(does, x.ID)
		does("jiandu-jb", ref.Appraisal, "circulate", x.ID, &course.Circulating{Circular: "镇办〔2027〕3号"}, "")
		v.sees(v.ask("shuping-lly", "GET", "/scoresheets/"+own.ID.String()), 200, "采纳", "得分", "日志第")
		v.sees(v.ask("caizheng-jb", "GET", "/scoresheets/"+own.ID.String()), 404)
		v.sees(v.ask("lingdao", "GET", "/appraisals/"+x.ID.String()), 200, "镇办〔2027〕3号", "差")
	})
}

// marked has all items of an assessment marked: one of them so unlike that a third has to.
func (v *visitors) marked(does func(string, ref.Kind, string, ref.ID, any, string), of ref.ID) {
	v.Helper()
	for i, k := range v.marksIn(of) {
		at, give := "/marks/"+k.ID.String(), func(n int64, why string) *course.Giving {
			return &course.Giving{Points: n, Why: why}
		}
		n := k.Most * 9 / 10
		does("jiandu-jb", ref.Mark, "mark", k.ID, give(n, fmt.Sprint("第一人看了", i)), "")
		if i > 0 {
			does("jiandu", ref.Mark, "mark", k.ID, give(n, "核对无误"), "")
			continue
		}
		does("jiandu-jb", ref.Mark, "mark", k.ID, give(n, "再评"), "mark.same")
		for login, knows := range map[string]bool{"jiandu-jb": true, "lingdao": true, "jiandu": false, "caizheng": false} {
			body := v.ask(login, "GET", at).Body.String()
			if strings.Contains(body, "第一人看了0") != knows {
				v.Errorf("%s knows the first mark: %v", login, !knows)
			}
		}
		does("jiandu", ref.Mark, "recall", k.ID, &noun.Recalled{Reason: "另评"}, "recall.not-own")
		does("jiandu", ref.Mark, "mark", k.ID, give(n/2, "依据不足"), "")
		does("caizheng", ref.Mark, "mark", k.ID, give(n*3/4, "逐项核对"), "")
		if got := v.marksIn(of)[0]; got.State != course.Settled || got.Points != n*3/4 {
			v.Errorf("%s: %d", got.State, got.Points)
		}
	}
}

// What is done after the feedback changes the running score and no sheet: the facts are those of the moment.
func TestAssessmentIsFrozen(t *testing.T) {
	t.Parallel()
	v := visit(t)
	var x *course.Appraisal
	for _, a := range every[*course.Appraisal](v, ref.Appraisal) {
		if a.State == course.Circulated {
			x = a
		}
	}
	sheets := v.sheetsIn(x.ID)
	if x.Entry == 0 || x.FactsOn != when.Date(int(x.Year), 12, 31) || len(sheets) != int(x.Bodies) {
		t.Fatalf("%+v, %d sheets", x, len(sheets))
	}
	moved := 0
	for _, s := range sheets {
		m := schemeOf(v.h.Policy, s.Scheme, int(s.Year))
		sheet, ok := s.Sheet()
		if !ok || string(m.Score(m.Input(sheet)).Pack()) != s.Packed {
			t.Errorf("%s is another sheet when it is scored again", s.Title)
		}
		moved += len(sheet.Decided)
	}
	if moved != 1 {
		t.Errorf("%d decisions count", moved)
	}
}

// must does an act that goes well.
func (p *programs) must(login string, of ref.Kind, name string, id ref.ID, in any) ref.ID {
	p.Helper()
	made, no := p.does(login, of, name, id, in)
	if no != "" {
		p.Fatalf("%s by %s: %s", name, login, no)
	}
	return made
}

// begins an assessment whose self-assessments were due yesterday, and has its marks begun; what is under way of these
// bodies is withdrawn before.
func (p *programs) begins(side actor.Side, category string, checked bool) ref.ID {
	p.Helper()
	office := map[actor.Side]string{actor.Principal: "zhuti-jb", actor.Supervisory: "jiandu-jb"}[side]
	for _, x := range every[*course.Appraisal](p.visitors, ref.Appraisal) {
		if x.Side == side && x.Category == category && x.Year == p.newAppraisal(side, category).Year &&
			(x.State == course.Called || x.State == course.Checking) {
			p.must(office, ref.Appraisal, "withdraw", x.ID, &noun.Said{Text: "让位"})
		}
	}
	in := p.newAppraisal(side, category)
	id := p.must(office, ref.Appraisal, "add", 0, in)
	if checked {
		p.must(office, ref.Appraisal, "verify", id, nil)
	}
	return id
}

func (p *programs) newAppraisal(side actor.Side, category string) *course.Appraisal {
	today := p.h.Clock().Day()
	year := today.Year() // what is fed back is of the last, which is over
	if side == actor.Supervisory {
		year--
	}
	return &course.Appraisal{Year: int64(year), Scheme: string(side), Category: category, HandBy: today - 1,
		MarkBy: today + 30}
}

// settles has every item of an assessment marked by two.
func (p *programs) settles(id ref.ID) {
	p.Helper()
	for _, k := range p.marksIn(id) {
		for _, login := range []string{"jiandu", "jiandu-jb"} {
			p.must(login, ref.Mark, "mark", k.ID, &course.Giving{Points: k.Most / 2, Why: "查看佐证"})
		}
	}
}

// toldSheet is that of 曙坪镇 in an assessment that was fed back, and an item that nobody objected to yet.
func (p *programs) toldSheet() (*course.Scoresheet, string) {
	p.Helper()
	for _, s := range every[*course.Scoresheet](p.visitors, ref.Scoresheet) {
		if s.State != course.Told || s.Unit != p.unit("曙坪镇") {
			continue
		}
		sheet, _ := s.Sheet()
		for _, i := range course.Items(sheet, schemeOf(p.h.Policy, s.Scheme, int(s.Year))) {
			if !slices.ContainsFunc(every[*course.Objection](p.visitors, ref.Objection), func(o *course.Objection) bool {
				return o.Sheet == s.ID && o.Item == i.Code && o.State != course.Dropped
			}) {
				return s, i.Code
			}
		}
		p.Fatal("everything was objected to")
	}
	id := p.begins(actor.Supervisory, "town", true)
	p.settles(id)
	p.must("jiandu-jb", ref.Appraisal, "tell", id, nil)
	return p.toldSheet()
}

func (p *programs) courseWrites(deeds map[string]func() write, next func() int) {
	own := func(x ref.ID) *course.Scoresheet {
		list := p.sheetsIn(x)
		return list[slices.IndexFunc(list, func(s *course.Scoresheet) bool { return s.Unit == p.unit("曙坪镇") })]
	}
	item := func(x ref.ID) ref.ID {
		list := p.marksIn(x)
		return list[slices.IndexFunc(list, func(k *course.Mark) bool { return k.Sheet == own(x).ID })].ID
	}
	at := func(id string, checked bool, name, body string, of func(ref.ID) string) {
		deeds[id] = func() write {
			return write{of(p.begins(actor.Principal, "town", checked)) + "/" + name,
				strings.ReplaceAll(body, "%d", fmt.Sprint(next()))}
		}
	}
	whole := func(x ref.ID) string { return "/appraisals/" + x.String() }
	sheet := func(x ref.ID) string { return "/scoresheets/" + own(x).ID.String() }
	mark := func(x ref.ID) string { return "/marks/" + item(x).String() }
	deeds["addAppraisal"] = func() write {
		p.must("zhuti-jb", ref.Appraisal, "withdraw", p.begins(actor.Principal, "town", false), &noun.Said{Text: "让位"})
		x := p.newAppraisal(actor.Principal, "town")
		return write{"/appraisals", fmt.Sprintf(`{"year":%d,"scheme":"%s","category":"%s","handBy":"%s","markBy":"%s"}`,
			x.Year, x.Scheme, x.Category, x.HandBy, x.MarkBy+when.Day(next()%300))}
	}
	at("verifyAppraisal", false, "verify", "", whole)
	at("appointAppraisal", false, "appoint", fmt.Sprintf(`{"person":%d}`, p.actor("caizheng").Person), whole)
	at("withdrawAppraisal", false, "withdraw", `{"why":"改期%d"}`, whole)
	at("handScoresheet", false, "hand", `{"report":"逐项自查%d"}`, sheet)
	at("claimMark", false, "claim", `{"claim":100,"statement":"有佐证%d"}`, mark)
	at("raiseScoresheet", true, "raise", `{"item":"experience","why":"市级推广%d"}`, sheet)
	at("markMark", true, "mark", `{"points":100,"why":"看了佐证%d"}`, mark)
	given := func(people ...string) func(ref.ID) string {
		return func(x ref.ID) string {
			for _, login := range people {
				if login == "caizheng" {
					p.must("zhuti", ref.Appraisal, "appoint", x, &course.Appointing{Person: p.actor(login).Person})
				}
				p.must(login, ref.Mark, "mark", item(x), &course.Giving{Points: 100, Why: "看了"})
			}
			return mark(x)
		}
	}
	at("recallMark", true, "recall", `{"reason":"另评%d"}`, given("zhuti"))
	at("reopenMark", true, "reopen", `{"why":"佐证补齐%d"}`, given("zhuti", "caizheng"))
	p.tallyWrites(deeds, own, next)
	deeds["tellAppraisal"] = func() write {
		c, err := p.h.DB.County(context.Background(), 1, p.h.Clock().Day())
		if err != nil {
			p.Fatal(err)
		}
		for _, s := range appraisal.Judged(c, func(kind bodies.BodyKind) *scheme.Sound {
			return p.h.Policy.Scheme(kind, p.h.Clock().Day().Year())
		}) {
			category := s.Category
			told := func(x *course.Appraisal) bool { return x.Category == category && x.State == course.Told }
			if s.Side == actor.Supervisory && category != "town" &&
				!slices.ContainsFunc(every[*course.Appraisal](p.visitors, ref.Appraisal), told) {
				id := p.begins(actor.Supervisory, category, true)
				p.settles(id)
				return write{whole(id) + "/tell", ""}
			}
		}
		p.Fatal("all were told")
		return write{}
	}
	deeds["objectScoresheet"] = func() write {
		s, item := p.toldSheet()
		return write{"/scoresheets/" + s.ID.String() + "/object",
			fmt.Sprintf(`{"item":"%s","claim":"已办结%d"}`, item, next())}
	}
	deeds["vetoScoresheet"] = func() write {
		s, _ := p.toldSheet()
		return write{"/scoresheets/" + s.ID.String() + "/veto",
			fmt.Sprintf(`{"ground":"covered-up","applies":"no","meeting":"第%d次会议","why":"没有后果"}`, next())}
	}
	for name, body := range map[string]string{"decide": `{"answer":"rejected","points":0,"reason":"没有新的事实%d"}`,
		"drop": ""} {
		deeds[name+"Objection"] = func() write {
			s, item := p.toldSheet()
			p.must("shuping-lly", ref.Scoresheet, "object", s.ID,
				&course.Objecting{Item: item, Claim: fmt.Sprint("重算", next())})
			all := every[*course.Objection](p.visitors, ref.Objection)
			return write{fmt.Sprintf("/objections/%d/%s", all[len(all)-1].ID, name),
				strings.ReplaceAll(body, "%d", fmt.Sprint(next()))}
		}
	}
	for _, name := range []string{"notice", "approve", "draft", "circulate"} { // days later: TestAssessmentLife
		delete(deeds, name+"Appraisal")
	}
}
