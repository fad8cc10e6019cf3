package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/institutions/education"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// invited is one of 曙坪镇 at which its discipline secretary, its clerk and somebody of another unit are expected.
func (v *visitors) invited(theme string) ref.ID {
	v.Helper()
	e := v.newEducation(theme)
	e.Whom, e.Names = education.Named, "刘远征、马春燕\n胡雅琴（财政局）"
	id, no := v.does("shuping-lly", ref.Education, "add", 0, e)
	if no != "" {
		v.Fatal(no)
	}
	return id
}

// A mark is its person's and the organisers': a colleague who was expected too, and one who only may see the activity,
// find no other's in page, list, table, roll, API, answered quizzes or paper; no table carries the key of a quiz.
func TestMarksAreOnesOwn(t *testing.T) {
	v := programsOf(t)
	id := v.invited("谁的分")
	form := fmt.Sprintf("/educations/%d/form/", id)
	if words := wordsOf(t, v.ask("shuping-lly", "GET", form+"sign-in/as/docx").Body.Bytes()); !strings.Contains(words,
		"胡雅琴") || !strings.Contains(words, "签名") || strings.Contains(words, "education.") {
		t.Errorf("the sheet to be signed says %q", words)
	}
	if w := v.ask("shuping-lly", "GET", form+"roll/as/docx"); w.Code != 404 {
		t.Errorf("who came is on paper before anybody came: %d", w.Code)
	}
	if no := v.holds("shuping-lly", id, v.rolled(id, v.actor("shuping-lly").Person)); no != "" {
		t.Fatal(no)
	}
	for login, answers := range map[string]string{"shuping-jw": "A 对", "caizheng-jb": "A 错"} {
		if _, no := v.does(login, ref.Education, "answer", id, &education.Sheet{Answers: answers}); no != "" {
			t.Fatal(no)
		}
	}
	if w := v.ask("shuping-lly", "GET", "/educations/"+id.String()); strings.Contains(w.Body.String(), "正确答案") {
		t.Error("an organiser who has to answer is shown the answers")
	}
	if _, no := v.does("shuping-lly", ref.Education, "close", id, &noun.Said{Text: "完成"}); no != "" {
		t.Fatal(no)
	}
	if words := wordsOf(t, v.ask("shuping-lly", "GET", form+"roll/as/docx").Body.Bytes()); !strings.Contains(words,
		"缺席：下乡") || strings.Contains(words, "2 分") {
		t.Errorf("who came, on paper: %q", words)
	}
	v.sees(v.ask("shuping-jw", "GET", "/educations/"+id.String()), 200, "2 分（满分 2），及格", "正确答案：A")
	v.sees(v.ask("caizheng-jb", "GET", "/educations/"+id.String()), 200, "1 分（满分 2），未及格", "正确答案：A")
	v.sees(v.ask("shuping-lly", "GET", "/educations/"+id.String()), 200, "2 分（满分 2），及格", "1 分（满分 2），未及格")
	secretary := v.actor("shuping-jw").Person
	p, _ := v.county.Person(secretary)
	for at, secret := range map[string]string{"/educations/" + id.String(): "2 分（满分 2）",
		"/educations?tab=all": "2 分（满分 2）", "/educations.csv?tab=all": p.Name, "/attempts": "A 对", "/attempts.csv": p.Name} {
		if w := v.ask("caizheng-jb", "GET", at); w.Code == 200 && strings.Contains(w.Body.String(), secret) {
			t.Errorf("a colleague reads %q at %s", secret, at)
		}
	}
	if w := v.ask("caizheng-jb", "GET", form+"roll/as/docx"); w.Code != 404 {
		t.Errorf("a colleague takes the roll on paper: %d", w.Code)
	}
	for _, at := range []string{"/educations/%d", "/educations?tab=all", "/educations/%d/roll", "/attempts"} {
		if strings.Contains(at, "%") {
			at = fmt.Sprintf(at, id)
		}
		w := v.call(v.reads["caizheng-jb"], "GET", at, nil)
		for _, secret := range []string{"2/1", `"points":2,"passed":true`, "A 对", "下乡", `"person":` + secretary.String(),
			`"person":"` + secretary.String()} {
			if w.Code != 200 || strings.Contains(w.Body.String(), secret) {
				t.Errorf("a colleague's program reads %q at %s (%d)", secret, at, w.Code)
			}
		}
	}
	if w := v.ask("shuping-lly", "GET", "/educations.csv?tab=all"); w.Code != 200 ||
		!strings.Contains(w.Body.String(), "谁的分") || strings.Contains(w.Body.String(), "答案") {
		t.Errorf("the organiser's table (%d) carries the key", w.Code)
	}
}

// Who is expected is told of an activity, of another day, and that it is off, and of no change besides; whoever did it
// is not told, nor who is not expected.
func TestThoseExpectedAreTold(t *testing.T) {
	v := visit(t)
	tells := func() {
		t.Helper()
		if err := v.h.TellEntries(context.Background(), v.takes("notify")); err != nil {
			t.Fatal(err)
		}
	}
	tells()
	id := v.invited("通知到人")
	told := func(login string) (out []string) {
		for _, m := range v.inbox(login) {
			if m.Of == (ref.Ref{Kind: ref.Education, ID: id}) {
				out = append(out, m.Said)
			}
		}
		return out
	}
	change := func(with func(*education.Education)) {
		t.Helper()
		e := *v.educationNow(id)
		with(&e)
		if _, no := v.does("shuping-lly", ref.Education, "change", id, &noun.Changed{V: &e, Reason: "有变动"}); no != "" {
			t.Fatal(no)
		}
		tells()
	}
	tells()
	added := []string{"education.added"}
	for login, want := range map[string][]string{"shuping-jw": added, "caizheng-jb": added, "shuping-lly": nil,
		"caizheng": nil} {
		if got := told(login); !slices.Equal(got, want) {
			t.Errorf("%s was told %q, not %q", login, got, want)
		}
	}
	change(func(e *education.Education) { e.Content = "另加讨论" })
	if got := told("caizheng-jb"); !slices.Equal(got, added) {
		t.Errorf("told of what is not the day: %q", got)
	}
	change(func(e *education.Education) { e.Place = "二楼会议室" })
	if got := told("caizheng-jb"); len(got) == 0 || got[0] != "education.changed" {
		t.Errorf("not told of another place: %q", got)
	}
}

// exampleHeld is an activity of 曙坪镇 that is closed.
func (v *visitors) exampleHeld() string {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Education, 1)
	if err != nil {
		v.Fatal(err)
	}
	i := slices.IndexFunc(all, func(x noun.Value) bool {
		return x.Head().Unit == v.unit("曙坪镇") && x.Head().State == education.Closed
	})
	return all[i].Head().ID.String()
}
