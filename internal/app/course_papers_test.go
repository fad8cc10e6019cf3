package app

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/field"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// paperOf are the words of a form as whoever takes it reads them; "" = they get none.
func (p *programs) paperOf(login string, of ref.Kind, id ref.ID, form string) string {
	p.Helper()
	at := fmt.Sprintf("/%s/%d/form/%s/as/", p.h.Noun(of).Name, id, form)
	w := p.ask(login, "GET", at+"docx")
	if w.Code != 200 {
		if w.Code != 404 {
			p.Errorf("%s by %s: %d", at, login, w.Code)
		}
		return ""
	}
	return wordsOf(p.T, w.Body.Bytes())
}

// The papers of an assessment say what its sheets hold and no more than who takes one may know: the unit its own report
// and result, everybody the list that is public, offices and leading group alone the sheet with the vetoes.
func TestPapersOfAssessments(t *testing.T) {
	p := programsOf(t)
	says := func(words string, want ...string) {
		t.Helper()
		for _, s := range want {
			if !strings.Contains(words, s) {
				t.Errorf("nothing of %q in %s", s, words)
			}
		}
		for _, s := range []string{".form.", "score.", "policy.source", "星期", "{"} {
			if strings.Contains(words, s) {
				t.Errorf("%q in %s", s, words)
			}
		}
	}
	var done *course.Appraisal
	for _, x := range every[*course.Appraisal](p.visitors, ref.Appraisal) {
		if x.State == course.Circulated {
			done = x
		} else if n := p.h.Noun(ref.Appraisal); len(n.FormsFor(p.actor("lingdao"), x)) > 0 {
			t.Errorf("%s has papers before it is public", x.Title)
		}
	}
	public := p.paperOf("caizheng-jb", ref.Appraisal, done.ID, "public")
	approval := p.paperOf("lingdao", ref.Appraisal, done.ID, "approval")
	says(public, "公示", p.h.course().Group("town"))
	says(approval, done.Meeting, "领导小组")
	if p.paperOf("caizheng-jb", ref.Appraisal, done.ID, "approval") != "" {
		t.Error("a unit reads what was decided about vetoes")
	}
	for _, s := range p.sheetsIn(done.ID) {
		body, _ := p.county.Body(s.Body)
		for _, words := range []string{public, approval} {
			says(words, body.Name, field.Mark(s.Total))
		}
		if s.Unit != p.unit("曙坪镇") {
			if p.paperOf("shuping-lly", ref.Scoresheet, s.ID, "result") != "" {
				t.Errorf("the town reads the result of %s", s.Title)
			}
			continue
		}
		result := p.paperOf("shuping-lly", ref.Scoresheet, s.ID, "result")
		m := schemeOf(p.h.Policy, s.Scheme, int(s.Year))
		says(result, body.Name, field.Mark(s.Total), fmt.Sprintf("%d / %d", s.Rank, s.Among), "复核后采纳")
		for _, i := range m.Indicators {
			says(result, i.No+" "+i.Zh)
		}
		self := p.paperOf("shuping-lly", ref.Scoresheet, s.ID, "self")
		says(self, body.Name, strings.Split(s.Report, "\n")[0])
		for _, k := range p.marksIn(done.ID) {
			if k.Sheet == s.ID && k.ClaimedOn != 0 {
				says(self, k.Statement, field.Mark(k.Claim))
			}
			if k.Sheet == s.ID && strings.Contains(self, k.FirstWhy) {
				t.Error("the report of the body says what an assessor wrote")
			}
		}
	}
	for _, o := range every[*course.Objection](p.visitors, ref.Objection) {
		words := p.paperOf("lingdao", ref.Objection, o.ID, "answer")
		if (o.State == course.Upheld || o.State == course.Rejected) != (words != "") {
			t.Errorf("an objection that is %s: %q", o.State, words)
		}
		if words != "" {
			says(words, strings.TrimRight(o.Claim, "。"), strings.TrimRight(o.Reason, "。"), field.Mark(o.Points))
		}
	}
	for of, id := range map[ref.Kind]ref.ID{ref.Appraisal: done.ID} {
		var forms []noun.Form
		if forms = p.h.Noun(of).Forms; len(forms) != 2 {
			t.Fatal("the forms of an assessment are two")
		}
		for _, f := range forms {
			at := fmt.Sprintf("/%s/%d/form/%s/as/pdf", p.h.Noun(of).Name, id, f.Name)
			page, program := p.ask("zhuti", "GET", at), p.call(p.reads["zhuti"], "GET", at, nil)
			if !bytes.HasPrefix(page.Body.Bytes(), []byte("%PDF-")) || !bytes.Equal(page.Body.Bytes(), program.Body.Bytes()) {
				t.Errorf("%s: %d by page, %d by program", at, page.Code, program.Code)
			}
		}
	}
}

// drafts has a circular made of an approved result: once at a time, by whoever drafts them, with the number and the
// sending put on the assessment by themselves; one that is cancelled leaves the result as it was approved.
func (v *visitors) drafts(does func(string, ref.Kind, string, ref.ID, any, string), of ref.ID) {
	v.Helper()
	now := func() *course.Appraisal {
		for _, x := range every[*course.Appraisal](v, ref.Appraisal) {
			if x.ID == of {
				return x
			}
		}
		return nil
	}
	does("shuping-lly", ref.Appraisal, "draft", of, nil, "access.forbidden")
	does("jiandu-jb", ref.Appraisal, "draft", of, nil, "")
	does("jiandu-jb", ref.Appraisal, "draft", of, nil, "appraisal.draft.twice")
	does("jiandu-jb", ref.Appraisal, "circulate", of, &course.Circulating{Circular: "镇办〔2027〕3号"},
		"appraisal.circulate.drafted")
	c := v.circular(now().Draft)
	if c.Appraisal != of || c.State != letter.Draft || c.Reach != circulars.System || c.Category != "town" ||
		c.Title != "关于"+now().Title+"结果的通报" {
		v.Errorf("the draft is %+v", c)
	}
	for _, s := range v.sheetsIn(of) {
		body, _ := v.county.Body(s.Body)
		if !strings.Contains(c.Text, body.Name+"（"+field.Mark(s.Total)+"分）") {
			v.Errorf("the draft says nothing of %s", body.Name)
		}
	}
	v.sees(v.ask("jiandu-jb", "GET", "/circulars/"+c.ID.String()), 200, "按考核结果提出", "/appraisals/"+of.String(),
		"评为", "等次")
	v.sees(v.ask("jiandu-jb", "GET", "/appraisals/"+of.String()), 200, "/circulars/"+c.ID.String())
	does("jiandu-jb", ref.Circular, "withdraw", c.ID, &letter.Said{Text: "重拟"}, "")
	if x := now(); x.Draft != 0 || x.State != course.Approved {
		v.Errorf("a draft that was given up holds the result: %+v", x)
	}
	does("jiandu-jb", ref.Appraisal, "draft", of, nil, "")
	c = v.circular(now().Draft)
	// The checker is somebody who may, and neither drafted it nor signs it.
	checks := func(name string, in any) {
		v.Helper()
		signer := v.county.FirstResponsible(c.Organ).Person
		for _, p := range v.county.Posted() {
			if p.Person == signer || p.Person == v.actor("jiandu-jb").Person {
				continue
			}
			by := actor.Actor{Jurisdiction: 1, Person: p.Person}
			for _, g := range v.county.Roles(p.Person) {
				by.Grants = append(by.Grants, actor.Grant{Role: actor.Role(g.Role), Unit: g.Unit, Body: g.Body,
					Appointment: g.Appointment, Side: actor.Side(g.Side), Own: v.county.Reach(g.Unit)})
			}
			a, _ := v.h.Noun(ref.Circular).Act(name)
			if v.h.Noun(ref.Circular).May(a, by, v.circular(c.ID)) != nil {
				continue
			}
			if _, err := a.Do(v.Context(), noun.Call{ID: c.ID, In: in, Command: act.Command{Actor: by}}); err != nil {
				v.Fatal(name, err)
			}
			return
		}
		v.Fatal("nobody is there to check it")
	}
	does("jiandu-jb", ref.Circular, "submit", c.ID, nil, "")
	checks(letter.PassAct, &letter.Said{Text: "同意送签"})
	does("jiandu", ref.Circular, letter.SignAct, c.ID, &letter.Said{}, "")
	x, number := now(), v.circular(c.ID).Document
	if x.Circular != number || number == "" || x.State != course.Approved {
		v.Errorf("the number is %q, the assessment says %q", number, x.Circular)
	}
	does("jiandu-jb", ref.Circular, "seal", c.ID, nil, "")
	does("jiandu-jb", ref.Circular, "send", c.ID, nil, "")
	if x := now(); x.State != course.Circulated || x.CirculatedOn != v.h.Clock().Day() {
		v.Errorf("what was sent is not made known: %+v", x)
	}
	for _, s := range v.sheetsIn(of) {
		if s.State != course.Circulated {
			v.Errorf("%s is %s", s.Title, s.State)
		}
	}
	does("jiandu-jb", ref.Circular, "ask-cancel", c.ID, &letter.Said{Text: "数字有误"}, "")
	checks("cancel", nil)
	if x = now(); x.State != course.Approved || x.Draft != 0 || x.Circular != "" ||
		v.sheetsIn(of)[0].State != course.Approved {
		v.Errorf("a cancelled circular holds the result: %+v", x)
	}
}
