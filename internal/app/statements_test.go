package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// statementWrites are the writes of statements: each on one that stands where it is for.
func (p *programs) statementWrites(deeds map[string]func() write, next func() int) {
	at := func(name, state, body string) {
		deeds[name+"Statement"] = func() write {
			n := next()
			in := body
			if strings.Contains(body, "%") {
				in = fmt.Sprintf(body, n)
			}
			return write{fmt.Sprintf("/statements/%d/%s", p.stated(n, state), name), in}
		}
	}
	today := p.h.Clock().Day()
	deeds["moveStatement"] = func() write {
		id := p.stated(next(), statements.Called)
		return write{fmt.Sprintf("/statements/%d/move", id),
			fmt.Sprintf(`{"meetingOn":"%d-06-01","place":"会议室"}`, p.statement(id).Year)}
	}
	at("write", statements.Called, `{"onDuty":"述责%d","onIntegrity":"述廉","onResults":"述效"}`)
	at("ask", statements.Written, `{"asker":"public","question":"问%d","answer":"答"}`)
	at("hold", statements.Written, `{"heldOn":"`+today.String()+`","present":50}`)
	at("remark", statements.Held, `{"remark":"点评%d"}`)
	at("count", statements.Held, `{"issued":50,"returned":50,"good":30,"fairly":20,"fair":0,"poor":0,"invalid":0}`)
	at("confirm", statements.Counted, "")
	at("dispute", statements.Counted, `{"reason":"不符%d"}`)
	at("publish", statements.Rated, "")
	at("reply", statements.Published, `{"reply":"说明%d"}`)
	at("close", statements.Published, "")
	at("cancel", statements.Called, `{"why":"取消%d"}`)
	at("recall", statements.Written, `{"reason":"重写%d"}`)
	deeds["addStatement"] = func() write {
		n := next()
		return write{"/statements", fmt.Sprintf(`{"year":%d,"body":%d,"meeting":"大会","meetingOn":"%d-12-20",`+
			`"place":"会议室","chair":"书记","expected":60}`, 3000+n, p.bodyOf("曙坪镇", bodies.PartyCommittee).ID, 3000+n)}
	}
	deeds["callStatements"] = func() write {
		n := next()
		return write{"/statements/call", fmt.Sprintf(`{"year":%d,"meeting":"大会","meetingOn":"%d-12-20",`+
			`"place":"会议室","chair":"书记","expected":60,"bodies":[%d,%d]}`, 3000+n, 3000+n,
			p.bodyOf("曙坪镇", bodies.PartyCommittee).ID, p.bodyOf("钟宝镇", bodies.PartyCommittee).ID)}
	}
	deeds["changeStatement"] = func() write {
		id := p.stated(next(), statements.Called)
		s := p.statement(id)
		return write{fmt.Sprintf("/statements/%d/change", id), fmt.Sprintf(`{"version":%d,"year":%d,"body":%d,`+
			`"meeting":"另一次大会","meetingOn":"%d-12-20","place":"会议室","chair":"书记","expected":60,"reason":"填错"}`,
			s.Version, s.Year, s.Body, s.Year)}
	}
	deeds["strikeInquiry"] = func() write {
		n := next()
		p.stated(n, statements.Written)
		all, err := p.h.DB.AllOf(context.Background(), ref.Statement, 1)
		if err != nil {
			p.Fatal(err)
		}
		q := p.asks(all[len(all)-1].Head().ID, fmt.Sprint("问", n))
		return write{fmt.Sprintf("/inquiries/%d/strike", q), `{"why":"登错"}`}
	}
}

// asks records a question and gives it.
func (v *visitors) asks(id ref.ID, words string) ref.ID {
	v.Helper()
	if _, no := v.does("zhuti-jb", ref.Statement, "ask", id, &statements.Question{Asker: "public", Question: words,
		Answer: "答"}); no != "" {
		v.Fatal(no)
	}
	all, err := v.h.DB.AllOf(context.Background(), ref.Inquiry, 1)
	if err != nil {
		v.Fatal(err)
	}
	i := slices.IndexFunc(all, func(x noun.Value) bool { return x.(*statements.Question).Question == words })
	return all[i].Head().ID
}

func (v *visitors) statement(id ref.ID) *statements.Statement {
	v.Helper()
	x, _, err := v.h.DB.One(context.Background(), ref.Statement, id)
	if err != nil {
		v.Fatal(err)
	}
	return x.(*statements.Statement)
}

// stated is a statement of the head of 曙坪镇 of a year to come, put into a state as though its
// day had come.
func (v *visitors) stated(n int, state string) ref.ID {
	v.Helper()
	year := 2000 + n // a hundred and more: each is of another year
	in := &statements.Statement{Year: int64(year), Body: v.bodyOf("曙坪镇", bodies.PartyCommittee).ID, Meeting: "大会",
		MeetingOn: when.Date(year, 12, 20), Place: "会议室", Chair: "书记", Expected: 60}
	id, no := v.does("zhuti-jb", ref.Statement, "add", 0, in)
	if no != "" {
		v.Fatal(no)
	}
	today := v.h.Clock().Day()
	c := act.Command{Actor: v.actor("zhuti-jb"), Verb: "statement.change"}
	if _, err := noun.Step(context.Background(), v.h.statements().Door, c, statements.Shape, noun.At{ID: id},
		"statement.changed.v1", func(_ noun.Tx, s *statements.Statement) ([]act.Fact, error) {
			if s.State = state; state == statements.Called {
				return nil, nil
			}
			s.MeetingOn, s.WrittenOn, s.Present, s.Due = today, today-9, 60, today-1
			if state == statements.Written && n%2 == 0 {
				s.MeetingOn = today - 1
			}
			if state == statements.Counted {
				s.Counter, s.Ballots = v.actor("zhuti").Person, statements.Tally{Issued: 2, Returned: 2, Good: 2}
			}
			return nil, nil
		}); err != nil {
		v.Fatal(err)
	}
	return id
}

// A statement from the call to its end: whose each act is, what is kept from the person until
// it is published, the exact score, and the duty that is done with it.
func TestStatementLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		body := v.bodyOf("曙坪镇", bodies.PartyCommittee).ID
		all, err := v.h.DB.AllOf(ctx, ref.Statement, 1)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(x noun.Value) bool {
			return x.(*statements.Statement).Body == body && x.Head().State == statements.Called
		})
		id := all[i].Head().ID
		do := func(login, name string, in any, refused string) {
			t.Helper()
			if _, no := v.does(login, ref.Statement, name, id, in); refused == "" && no != "" ||
				refused != "" && !strings.Contains(no, refused) {
				t.Errorf("%s by %s: %q, want %q", name, login, no, refused)
			}
		}
		again := *v.statement(id)
		do("zhuti-jb", "add", &again, "statement.again")
		again.Year, again.MeetingOn = again.Year+3, when.Date(int(again.Year)+3, 12, 3)
		again.Person = v.actor("shuping-jw").Person
		do("zhuti-jb", "add", &again, "statement.person")
		do("zhuti-jb", "move", &statements.Moving{MeetingOn: today, Clock: "9:00", Place: "会议中心"}, "")
		text := &statements.Text{OnDuty: "责", OnIntegrity: "廉", OnResults: "效"}
		do("shuping-lly", "write", text, "access.forbidden")
		do("shuping", "write", &statements.Text{OnDuty: "责"}, "input.required")
		do("shuping", "write", text, "")
		do("zhuti-jb", "recall", &noun.Recalled{Reason: "替他撤回"}, "recall.not-own")
		do("shuping", "recall", &noun.Recalled{Reason: "补充一段"}, "")
		do("shuping", "write", text, "")
		wrong := v.asks(id, "登错的一问")
		v.asks(id, "公示为什么不及时？")
		do("shuping", "recall", &noun.Recalled{Reason: "再改"}, "recall.nothing")
		if _, no := v.does("zhuti-jb", ref.Inquiry, "strike", wrong, &noun.Said{Text: "登错"}); no != "" {
			t.Error(no)
		}
		do("zhuti-jb", "hold", &statements.Holding{HeldOn: today, Present: 85}, "")
		if s := v.statement(id); s.Asked != 1 || s.HeldOn != today || s.Clock != "09:00" {
			t.Errorf("%d questions, held on %s at %s", s.Asked, s.HeldOn, s.Clock)
		}
		for _, d := range v.h.dutiesOf(t) {
			if d.Rule == "statement" && d.Body == body && d.Period == fmt.Sprint(today.Year()) && d.State != duty.Done {
				t.Errorf("the duty that asked for it is %s", d.State)
			}
		}
		tally := statements.Tally{Issued: 84, Returned: 78, Good: 52, Fairly: 17, Fair: 5, Poor: 2, Invalid: 2}
		do("shuping", "count", &tally, "access.")
		do("zhuti-jb", "count", &statements.Tally{Issued: 86, Returned: 78, Good: 78}, "statement.issued")
		do("zhuti-jb", "count", &tally, "")
		do("zhuti-jb", "confirm", nil, "access.own-request")
		do("jiandu-jb", "dispute", &noun.Said{Text: "差一张"}, "")
		do("zhuti-jb", "count", &tally, "")
		do("zhuti-jb", "recall", &noun.Recalled{Reason: "重点一遍"}, "")
		do("jiandu-jb", "count", &tally, "")
		do("zhuti-jb", "confirm", nil, "")
		page := fmt.Sprintf("/statements/%d", id)
		if w := v.ask("shuping", "GET", page); w.Code != 200 || strings.Contains(w.Body.String(), "91.38") ||
			strings.Contains(w.Body.String(), v.say("statement.result.how")) {
			t.Error("the person reads the result before it is published", w.Code)
		}
		v.sees(v.ask("zhuti-jb", "GET", page), 200, "91.38", "公示为什么不及时？")
		do("shuping", "publish", nil, "access.")
		do("zhuti", "publish", nil, "")
		v.sees(v.ask("shuping", "GET", page), 200, "91.38", v.say("statement.result.how"))
		do("zhuti", "close", nil, "statement.close.early")
		if _, no := v.does("zhuti-jb", ref.Inquiry, "strike", v.questionOf(id), &noun.Said{Text: "晚了"}); no == "" {
			t.Error("a question was struck after the result")
		}
		do("shuping", "reply", &noun.Said{Text: "接受评议。"}, "")
		do("shuping", "reply", &noun.Said{Text: "再说一句。"}, "statement.replied")
		do("zhuti", "close", nil, "")
		if s := v.statement(id); s.Score != 9138 || s.State != statements.Closed || s.Reply != "接受评议。" || s.Due != 0 ||
			s.Counter != v.actor("jiandu-jb").Person || s.Second != v.actor("zhuti-jb").Person {
			t.Errorf("%+v", s)
		}
	})
}

// questionOf is a question of a statement that stands.
func (v *visitors) questionOf(id ref.ID) ref.ID {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Inquiry, 1)
	if err != nil {
		v.Fatal(err)
	}
	return all[slices.IndexFunc(all, func(x noun.Value) bool {
		q := x.(*statements.Question)
		return q.Statement == id && q.State == statements.Stands
	})].Head().ID
}

// say is a sentence of the Chinese catalogue.
func (v *visitors) say(key string) string { return lang.MustLoad().In(lang.Chinese).T(key) }
