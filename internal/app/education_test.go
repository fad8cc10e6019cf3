package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/blob"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/education"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

const shortQuiz = "题一\nA. 甲\nB. 乙\n答案：A\n题二\n答案：对"

// newEducation is one of 曙坪镇 today, with a quiz.
func (v *visitors) newEducation(theme string) *education.Education {
	return &education.Education{Theme: theme, Form: education.Study, Body: v.actor("shuping").Grants[0].Body,
		Day: v.h.Clock().Day(), Place: "会议室", Whom: education.Everybody, Quiz: shortQuiz, Pass: 2}
}

func (v *visitors) educationNow(id ref.ID) *education.Education {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Education, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*education.Education)
}

// rolled is the roll of an activity at which everybody came but who is away.
func (v *visitors) rolled(id ref.ID, away ref.ID) string {
	var b strings.Builder
	for _, p := range v.educationNow(id).Places() {
		if p.Person == away {
			b.WriteString(p.Person.String() + " - 下乡\n")
			continue
		}
		b.WriteString(p.Person.String() + " +\n")
	}
	return b.String()
}

// holds holds an activity of 曙坪镇 with its proof.
func (v *visitors) holds(login string, id ref.ID, roll string) string {
	v.Helper()
	a, _ := v.h.Noun(ref.Education).Act("hold")
	shelf, err := blob.Open(v.h.FilesDir())
	if err != nil {
		v.Fatal(err)
	}
	file, err := files{shelf}.Put(context.Background(), strings.NewReader(chart), "签到册.pdf", 1<<20)
	if err != nil {
		v.Fatal(err)
	}
	_, err = a.Do(context.Background(), noun.Call{ID: id, In: &education.Holding{On: v.h.Clock().Day(), Roll: roll},
		Files: []act.File{file.File()}, Command: act.Command{Actor: v.actor(login)}})
	if err != nil {
		return err.Error()
	}
	return ""
}

// An activity lists those expected by the register; its clerk calls the roll, who was away makes it up, each answers
// once and sees neither the marks of others nor, before it is closed, the answers; another unit sees nothing of it; the
// year of the unit counts it, and the demonstration's lectures did the duty that asks for them.
func TestEducationLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		do := func(login, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, ref.Education, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		clerk, head, today := "shuping-lly", v.actor("shuping"), v.h.Clock().Day()
		bad := v.newEducation("坏题")
		bad.Quiz = "题一\nA. 甲"
		do(clerk, "add", 0, bad, "quiz education.quiz.no-answer")
		do("caizheng-jb", "add", 0, v.newEducation("别的单位"), "access.forbidden")
		named := v.newEducation("名单")
		named.Whom, named.Names = education.Named, "查无此人"
		do(clerk, "add", 0, named, "names education.names.nobody")
		id := do(clerk, "add", 0, v.newEducation("守住底线"), "")
		e := v.educationNow(id)
		if e.Expected < 3 || !e.Expects(head.Person) || e.Expects(v.actor("caizheng").Person) || e.QuizDue != today+7 {
			t.Fatalf("%+v", e)
		}
		do("shuping", "answer", id, &education.Sheet{Answers: "A 对"}, "education.not-now")
		if no := v.holds(clerk, id, v.rolled(id, head.Person)); no != "" {
			t.Fatal(no)
		}
		do(clerk, "make-up", id, &education.Making{Person: head.Person, On: today, How: "自学"}, "")
		do(clerk, "make-up", id, &education.Making{Person: head.Person, On: today, How: "自学"}, "education.all-there")
		do("shuping", "answer", id, &education.Sheet{Answers: "A"}, "answers education.answers.missing")
		do("shuping", "answer", id, &education.Sheet{Answers: "A 错"}, "")
		do("shuping", "answer", id, &education.Sheet{Answers: "A 对"}, "education.answered")
		do("caizheng", "answer", id, &education.Sheet{Answers: "A 对"}, "access.missing")
		own := v.ask("shuping-lly", "GET", "/educations/"+id.String())
		v.sees(own, 200, "已补课")
		if w := v.ask("caizheng-jb", "GET", "/educations/"+id.String()); w.Code != 404 {
			t.Errorf("another unit sees it: %d", w.Code)
		}
		do(clerk, "close", id, &noun.Said{Text: "完成"}, "")
		e = v.educationNow(id)
		if e.Passed != 0 || e.Average != 100 || e.MadeUp != 1 || e.Present != e.Expected-1 {
			t.Errorf("%+v", e)
		}
		v.sees(v.ask("shuping", "GET", "/educations/"+id.String()), 200, "你的答案：错", "正确答案：对")
		// The discipline secretary's colleague keeps no roll: only counts, and their own line.
		for _, p := range e.Places() {
			if p.Person == head.Person && (!p.Took || p.Points != 1 || p.Passed) {
				t.Errorf("%+v", p)
			}
		}
		v.sees(v.ask(clerk, "GET", "/coverage"), 200, "教育覆盖情况", "及格次数")
		if w := v.ask(clerk, "GET", "/coverage?unit="+v.unit("财政局").String()); w.Code != 404 {
			t.Errorf("the coverage of another unit: %d", w.Code)
		}
		done := 0
		for _, d := range v.h.dutiesOf(t) {
			if (d.Rule == "first-lecture" || d.Rule == "warning-film") && d.Unit == v.unit("曙坪镇") && d.State == duty.Done {
				done++
			}
		}
		if done < 2 {
			t.Errorf("%d duties of the town are done", done)
		}
	})
}

// educationWrites are the writes of education, each on one made for it.
func (p *programs) educationWrites(deeds map[string]func() write, next func() int) {
	made := func(state string) ref.ID {
		id, no := p.does("shuping-lly", ref.Education, "add", 0, p.newEducation(fmt.Sprint("学习", next())))
		if no != "" {
			p.Fatal(no)
		}
		if state == education.Held {
			if no := p.holds("shuping-lly", id, p.rolled(id, p.actor("shuping").Person)); no != "" {
				p.Fatal(no)
			}
		}
		return id
	}
	at := func(op, name, state, text string) {
		deeds[op] = func() write {
			return write{fmt.Sprintf("/educations/%d/%s", made(state), name), strings.ReplaceAll(text, "%d", fmt.Sprint(next()))}
		}
	}
	body := func(more string) string {
		e := p.newEducation("")
		return fmt.Sprintf(`{"theme":"学习%d","form":"study","body":%d,"day":"%s","place":"会议室","whom":"unit"%s}`, next(),
			e.Body, e.Day, more)
	}
	deeds["addEducation"] = func() write { return write{"/educations", body("")} }
	deeds["changeEducation"] = func() write {
		return write{fmt.Sprintf("/educations/%d/change", made("")), body(`,"reason":"主题改了","version":1`)}
	}
	at("makeUpEducation", "make-up", education.Held, fmt.Sprintf(`{"person":%s,"on":"%s","how":"自学%%d"}`,
		p.actor("shuping").Person, p.h.Clock().Day()))
	at("closeEducation", "close", education.Held, `{"summary":"完成%d"}`)
	at("withdrawEducation", "withdraw", "", `{"why":"不办了%d"}`)
	delete(deeds, "holdEducation") // with its proof, and in person: TestEducationLife
	delete(deeds, "answerEducation")
}

// Whoever is expected no more at an activity is told so, once, by a message that names nothing of it; whoever stays is
// told only of another day or place, and whoever comes is told as one who is expected.
func TestExpectedNoMore(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		tell := func() {
			t.Helper()
			if err := v.h.TellEntries(context.Background(), v.takes("notify")); err != nil {
				t.Fatal(err)
			}
		}
		tell()
		in := v.newEducation("竹海警示课")
		in.Whom, in.Names = education.Named, "刘远征\n胡雅琴（财政局）"
		id, no := v.does("shuping-lly", ref.Education, "add", 0, in)
		if no != "" {
			t.Fatal(no)
		}
		told := func(login string) (out []string) {
			for _, m := range v.inbox(login) {
				if m.Of == (ref.Ref{Kind: ref.Education, ID: id}) {
					out = append(out, m.Said+" "+m.Why)
				}
			}
			return out
		}
		all := func(want map[string]string) {
			t.Helper()
			tell()
			for login, said := range want {
				if got := strings.Join(told(login), ", "); got != said {
					t.Errorf("%s was told %q, not %q", login, got, said)
				}
			}
		}
		added, gone := "education.added person.people", "education.changed.left left"
		all(map[string]string{"shuping-jw": added, "caizheng-jb": added, "caizheng": "", "shuping": ""})
		next := *in
		next.Names = "刘远征\n赵若溪"
		if _, no := v.does("shuping-lly", ref.Education, "change", id, &noun.Changed{V: &next, Reason: "换人"}); no != "" {
			t.Fatal(no)
		}
		all(map[string]string{"caizheng-jb": gone, "caizheng": "", "shuping": "education.changed person.people"})
		if len(told("shuping-jw")) != 1 || strings.Contains(strings.Join(told("shuping-jw"), ""), "left") {
			t.Errorf("who stays was told %q", told("shuping-jw"))
		}
		page := v.ask("caizheng-jb", "GET", "/inbox")
		v.sees(page, 200, "不再请您参加")
		if strings.Contains(page.Body.String(), "竹海警示课") || strings.Contains(page.Body.String(), "/educations/"+id.String()) {
			t.Error("who is expected no more still reads what it is about")
		}
		if w := v.ask("caizheng-jb", "GET", "/educations/"+id.String()); w.Code != 404 {
			t.Errorf("who is expected no more sees it: %d", w.Code)
		}
		next.Place = "党校礼堂"
		if _, no := v.does("shuping-lly", ref.Education, "change", id, &noun.Changed{V: &next, Reason: "换地点"}); no != "" {
			t.Fatal(no)
		}
		all(map[string]string{"caizheng-jb": gone}) // of what comes later they hear nothing
	})
}
