package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

func (v *visitors) opinion(id ref.ID) *opinions.Opinion {
	v.Helper()
	x, _, err := v.h.DB.One(v.Context(), ref.Opinion, id)
	if err != nil || x == nil {
		v.Fatal(id, err)
	}
	return x.(*opinions.Opinion)
}

func (v *visitors) candidates(id ref.ID) []*opinions.Candidate {
	v.Helper()
	all, err := v.h.askedAbout(v.Context(), v.opinion(id))
	if err != nil {
		v.Fatal(err)
	}
	return all
}

// signs signs a request as the first responsible person of a county body.
func (v *visitors) signs(kind bodies.BodyKind, id ref.ID) string {
	v.Helper()
	c := v.county
	b, _ := c.Single(kind)
	who := c.FirstResponsible(b.ID).Person
	by := actor.Actor{Person: who, Jurisdiction: v.actor("jiandu").Jurisdiction}
	for _, g := range c.Roles(who) {
		by.Grants = append(by.Grants, actor.Grant{Role: actor.Role(g.Role), Unit: g.Unit, Body: g.Body,
			Appointment: g.Appointment, Side: actor.Side(g.Side)})
	}
	a, _ := v.h.Noun(ref.Opinion).Act(opinions.SignAct)
	_, err := a.Do(v.Context(), noun.Call{ID: id, Command: act.Command{Actor: by}})
	var refused *text.Refusal
	if errors.As(err, &refused) {
		return refused.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func (v *visitors) newOpinion(n int, office string) *opinions.Opinion {
	v.Helper()
	return &opinions.Opinion{Title: fmt.Sprint("征求拟提拔人选意见", n), Office: v.unit(office), Purpose: "promotion",
		LetterNo: fmt.Sprintf("镇组函〔2026〕%d号", 900+n), ReceivedOn: v.h.Clock().Day()}
}

// answered has all sections agree.
func (v *visitors) answered(id ref.ID) {
	v.Helper()
	for _, s := range v.opinion(id).Left() {
		if _, no := v.does("jiandu-jb", ref.Opinion, opinions.AnswerAct, id, &opinions.Saying{Section: s}); no != "" {
			v.Fatal(s, no)
		}
	}
}

// A request goes from the letter that came to the one that went out: rows that do not match are said, leads are an
// answer and a number, a section that differs is settled, another reviews, two sign, and nothing is signed that the
// record does not say any more.
func TestOpinionLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		do := func(login string, of ref.Kind, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, of, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		for login, no := range map[string]string{"shuping-lly": "access.forbidden", "lingdao": "access.forbidden",
			"caizheng": "access.forbidden", "zhuti-jb": "access.missing", "xitong": "access.missing"} {
			do(login, ref.Opinion, "add", 0, v.newOpinion(1, "组织部"), no)
		}
		twice := v.newOpinion(1, "组织部")
		twice.From = "市委组织部"
		do("jiandu-jb", ref.Opinion, "add", 0, twice, "sender opinion.from.both")
		id := do("jiandu-jb", ref.Opinion, "add", 0, v.newOpinion(1, "曙坪镇"), "")
		do("jiandu-jb", ref.Opinion, "add", 0, v.newOpinion(1, "曙坪镇"), "letterNo opinion.twice")
		x := v.opinion(id)
		if want := v.h.Policy.Calendar.AddWorking(x.ReceivedOn, 5).Due; x.Due != want {
			t.Errorf("due %s, not %s", x.Due, want)
		}
		// Rows.
		name := func(words string, typed bool, want string) {
			t.Helper()
			do("jiandu-jb", ref.Opinion, opinions.ListAct, id, &opinions.Listing{Names: words, AsTyped: typed}, want)
		}
		name("", false, "names opinion.nobody")
		name("查无此人\t曙坪镇\t干部", false, "names opinion.row.none")
		name("刘远征\t财政局", false, "names opinion.row.elsewhere")
		name("刘远征\t无名局", false, "names opinion.row.unit")
		name("刘远征\t曙坪镇\n刘远征\t曙坪镇", false, "names opinion.row.twice")
		name("序号\t姓名\t单位\t职务\n1\t刘远征\t曙坪镇\t纪委书记\n2\t马春燕\t曙坪镇\n3\t查无此人\t市直单位\t科长", true, "")
		name("刘远征\t曙坪镇", false, "names opinion.row.twice")
		all := v.candidates(id)
		if len(all) != 3 || all[0].Person != v.actor("shuping-jw").Person || all[2].Person != 0 || all[2].Post != "科长" ||
			all[1].Post == "" || all[0].Answer != opinions.None {
			t.Fatalf("%+v %+v %+v", all[0], all[1], all[2])
		}
		first, second, third := all[0].ID, all[1].ID, all[2].ID
		do("jiandu-jb", ref.Opinion, "submit", id, nil, "opinion.unheard")
		do("jiandu-jb", ref.Candidate, "lead", third, &opinions.Lead{As: opinions.None, No: "1"},
			"leadAs candidate.lead.none")
		do("jiandu-jb", ref.Candidate, "lead", third, &opinions.Lead{As: opinions.Pending}, "leadNo candidate.lead.number")
		do("jiandu-jb", ref.Candidate, "lead", third, &opinions.Lead{As: opinions.Pending, No: "信〔2026〕9号"}, "")
		do("jiandu-jb", ref.Candidate, "differ", second, &opinions.Differ{Section: "petition", Answer: opinions.None,
			Reason: "同意"}, "answer candidate.differ.same")
		do("jiandu-jb", ref.Candidate, "differ", second, &opinions.Differ{Section: "petition", Answer: opinions.Defer,
			Reason: "正在核实举报"}, "")
		do("shuping", ref.Candidate, "differ", second, &opinions.Differ{}, "access.missing")
		v.answered(id)
		do("jiandu-jb", ref.Opinion, "submit", id, nil, "opinion.differing")
		do("jiandu-jb", ref.Candidate, "settle", second, &opinions.Ruling{Answer: opinions.Closed, Reason: "已函询了结"}, "")
		do("jiandu-jb", ref.Opinion, "submit", id, nil, "")
		do("jiandu-jb", ref.Candidate, "settle", second, &opinions.Ruling{Answer: opinions.None, Reason: "x"},
			"candidate.not-now")
		do("jiandu-jb", ref.Opinion, "pass", id, &noun.Said{Text: "同意"}, "access.own-request")
		// What is on record changes: nothing passes until the answers are proposed anew.
		m := do("jiandu-jb", ref.Measure, "add", 0, v.newMeasure(31, "service-demerit"), "")
		do("jiandu", ref.Opinion, "pass", id, &noun.Said{Text: "同意"}, "opinion.stale")
		do("jiandu", ref.Opinion, "return", id, &noun.Said{Text: "记录变了"}, "")
		do("jiandu-jb", ref.Opinion, "propose", id, nil, "")
		if c := v.candidates(id)[0]; c.Answer != opinions.Defer || len(c.Facts()) != 1 ||
			c.Facts()[0].Of != (ref.Ref{Kind: ref.Measure, ID: m}) || !c.Facts()[0].Open {
			t.Errorf("a decision on record: %s %+v", c.Answer, c.Facts())
		}
		do("jiandu-jb", ref.Opinion, "submit", id, nil, "")
		if no := v.signs(bodies.CountyDiscipline, id); no != "access.missing" {
			t.Errorf("signed before the review: %q", no)
		}
		do("jiandu", ref.Opinion, "pass", id, &noun.Said{Text: "同意"}, "")
		do("jiandu", ref.Opinion, opinions.SignAct, id, nil, "access.forbidden")
		if no := v.signs(bodies.CountyDiscipline, id); no != "" {
			t.Fatal(no)
		}
		if x := v.opinion(id); x.State != opinions.Signing || x.Document != "" || x.Code != "" {
			t.Errorf("one signature of two, and it is %s %s", x.State, x.Document)
		}
		if no := v.signs(bodies.CountyDiscipline, id); no != "opinion.sign.twice" {
			t.Errorf("the same signs twice: %q", no)
		}
		// Between the signatures the decision is revoked: what one of them signed is not what the record says.
		do("jiandu", ref.Measure, "confirm", m, nil, "")
		if no := v.signs(bodies.CountyCommittee, id); no != "opinion.stale" {
			t.Errorf("signed what the record does not say any more: %q", no)
		}
		do("jiandu", ref.Opinion, "return", id, &noun.Said{Text: "决定已确认"}, "")
		do("jiandu-jb", ref.Opinion, "propose", id, nil, "")
		do("jiandu-jb", ref.Opinion, "submit", id, nil, "")
		do("jiandu", ref.Opinion, "pass", id, &noun.Said{Text: "同意"}, "")
		for _, kind := range []bodies.BodyKind{bodies.CountyCommittee, bodies.CountyDiscipline} {
			if no := v.signs(kind, id); no != "" {
				t.Fatal(kind, no)
			}
		}
		x = v.opinion(id)
		words := x.Frozen
		if x.State != opinions.Issued || !strings.HasPrefix(x.Document, "镇纪廉〔") || len(x.Code) != 20 {
			t.Errorf("%s %s %s", x.State, x.Document, x.Code)
		}
		for _, want := range []string{"关于刘远征等3名同志党风廉政意见的回复", "建议暂缓使用（1名）", "已函询了结", "政务记过",
			"暂缓提出党风廉政意见（1名）"} {
			if !strings.Contains(words, want) {
				t.Errorf("the letter does not say %s: %s", want, words)
			}
		}
		for _, no := range []string{"信〔2026〕9号", "不宜使用", "正在核实举报"} {
			if strings.Contains(words, no) {
				t.Errorf("the letter says %s", no)
			}
		}
		for _, c := range v.candidates(id) {
			if c.State != opinions.Answered || c.Document != x.Document || c.GivenOn != x.IssuedOn {
				t.Errorf("%+v", c)
			}
		}
		do("jiandu-jb", ref.Opinion, "withdraw", id, &noun.Said{Text: "x"}, "opinion.not-now")
		_ = first
		v.verifies(x)
		v.conceals(id)
	})
}

// verifies asks by the code alone: that it is genuine and when, nothing about the people; one other letter, and it is
// not.
func (v *visitors) verifies(x *opinions.Opinion) {
	v.Helper()
	w := v.ask("", "GET", "/verify?code="+x.Code)
	v.sees(w, 200, x.Document)
	for _, name := range []string{"刘远征", "马春燕", "查无此人", "暂缓", x.Title} {
		if strings.Contains(w.Body.String(), name) {
			v.Errorf("the verification says %s", name)
		}
	}
	other := "0"
	if strings.HasSuffix(x.Code, "0") {
		other = "1"
	}
	if w := v.ask("", "GET", "/verify?code="+x.Code[:19]+other); strings.Contains(w.Body.String(), x.Document) {
		v.Error("another code is taken for it")
	}
	v.keepOnly(x.ID)
	if kept := v.opinion(x.ID); kept.Pdf == "" || kept.Frozen != x.Frozen {
		v.Error("its file is not kept")
	}
}

// conceals looks for what is asked about people wherever somebody else might come upon it.
func (v *visitors) conceals(id ref.ID) {
	v.Helper()
	canaries := []string{"查无此人", "正在核实举报", "信〔2026〕9号", "已函询了结"}
	one := v.candidates(id)[0].ID
	for login := range v.cookies {
		answers, asks := login == "jiandu" || login == "jiandu-jb", login == "shuping-lly"
		signs := login == "lingdao" || login == "jiwei"
		for at, sees := range map[string]bool{"/opinions/" + id.String(): answers || asks || signs,
			"/candidates/" + one.String(): answers} {
			if w := v.ask(login, "GET", at); (w.Code == 200) != sees {
				v.Errorf("%s at %s: %d", login, at, w.Code)
			}
		}
		if answers {
			continue
		}
		for _, at := range []string{"/opinions?tab=all", "/candidates?tab=all", "/candidates", "/search?q=查无此人",
			"/people/" + v.actor("shuping-jw").Person.String(), "/", "/inbox"} {
			w := v.ask(login, "GET", at)
			for _, c := range canaries {
				if w.Code == 200 && strings.Contains(strings.ReplaceAll(w.Body.String(), "value=\""+c, ""), c) &&
					!strings.HasPrefix(at, "/search") {
					v.Errorf("%s finds %s at %s", login, c, at)
				}
			}
			if strings.Contains(w.Body.String(), "/candidates/") {
				v.Errorf("%s is led to a person at %s", login, at)
			}
		}
		if asks {
			w := v.ask(login, "GET", "/opinions/"+id.String())
			for _, c := range []string{"信〔2026〕9号", "正在核实举报", "征求意见的室", "信访室"} {
				if strings.Contains(w.Body.String(), c) {
					v.Errorf("%s, who asked, reads %s", login, c)
				}
			}
			v.sees(w, 200, v.opinion(id).Document, "建议暂缓使用")
		}
	}
}

// asking counts what a command reads.
type asking struct {
	noun.Tx
	reads *int
}

func (c asking) Those(of ref.Kind, where ...noun.Cond) ([]noun.Value, error) {
	*c.reads++
	return c.Tx.Those(of, where...)
}

func (c asking) One(of ref.Kind, id ref.ID) (noun.Value, error) {
	*c.reads++
	return c.Tx.One(of, id)
}

func (c asking) Find(of ref.Kind, where ...noun.Cond) ([]ref.ID, error) {
	*c.reads++
	return c.Tx.Find(of, where...)
}

// Of 500 people as of 2 the record is asked with the same few statements, and the answers are there in 5 seconds.
func TestOpinionOfFiveHundred(t *testing.T) {
	v := visit(t)
	reads := 0
	commands := v.h.opinions()
	commands.Door = act.NewDoor(v.h.DB, func(tx act.Tx) noun.Tx { return asking{tx.(*store.Tx), &reads} })
	name, _ := commands.Noun().Act(opinions.ListAct)
	c, n := v.county, map[int]int{}
	var rows []string
	for _, u := range c.Units() {
		for _, a := range c.PostsIn(u) {
			who, _ := c.Person(a.Person)
			if row := who.Name + "\t" + c.Name(u); !strings.Contains(strings.Join(rows, "\n"), row) {
				rows = append(rows, row)
			}
		}
	}
	known := len(rows)
	for len(rows) < opinions.Most {
		rows = append(rows, fmt.Sprintf("照录人%d\t外单位\t干部", len(rows)))
	}
	if known < 100 {
		t.Fatalf("only %d people are known", known)
	}
	if _, no := v.does("jiandu-jb", ref.Measure, "add", 0, v.newMeasure(32, "admonition")); no != "" {
		t.Fatal(no)
	}
	for i, most := range []int{2, opinions.Most} {
		id, no := v.does("jiandu-jb", ref.Opinion, "add", 0, v.newOpinion(40+i, "组织部"))
		if no != "" {
			t.Fatal(no)
		}
		reads = 0
		start := time.Now()
		if _, err := name.Do(context.Background(), noun.Call{ID: id, Command: act.Command{Actor: v.actor("jiandu-jb")},
			In: &opinions.Listing{Names: strings.Join(rows[:most], "\n"), AsTyped: true}}); err != nil {
			t.Fatal(err)
		}
		took := time.Since(start)
		n[most] = reads
		if took > 5*time.Second {
			t.Errorf("%d people took %s", most, took)
		}
		t.Logf("%d people, %d of the register: %d statements, %s", most, min(known, most), reads, took)
	}
	if n[opinions.Most] > n[2]+3 || n[opinions.Most] > 15 {
		t.Errorf("%d statements for 2, %d for %d", n[2], n[opinions.Most], opinions.Most)
	}
}
