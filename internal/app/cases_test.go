package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// newCase is one of the discipline secretary of 曙坪镇.
func (v *visitors) newCase(n int, gravity string) *outcomes.Case {
	v.Helper()
	return &outcomes.Case{Decision: fmt.Sprintf("镇纪决〔2026〕%d号", 900+n), Organ: "县纪委", Place: v.unit("曙坪镇"),
		Person: v.actor("shuping-jw").Person, Post: "纪委书记", Discipline: "work", Gravity: gravity, Outcome: "circulated",
		DecidedOn: v.h.Clock().Day(), Fact: fmt.Sprint("迟到", n)}
}

// A more serious case makes the duty of an accountability talk with the town's head, which the talk held discharges and
// no other; a slight one that of an admonition once the unit knows of it; who may not see it finds nothing; a case
// withdrawn takes its duty off; a talk before taking office discharges the duty of who takes it.
func TestCaseLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx, today := context.Background(), v.h.Clock().Day()
		do := func(login, name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does(login, ref.Case, name, id, in)
			if no != want {
				t.Errorf("%s by %s: %q, not %q", name, login, no, want)
			}
			return made
		}
		// They are there at once; the tick makes none of them again.
		duties := func(id ref.ID) (out []*duty.Duty) {
			t.Helper()
			x, _, err := v.h.DB.One(ctx, ref.Case, id)
			if err != nil {
				t.Fatal(err)
			}
			all, err := v.h.DB.AllOf(ctx, ref.Duty, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range all {
				if d := d.(*duty.Duty); d.Period == x.(*outcomes.Case).Number {
					out = append(out, d)
				}
			}
			return out
		}
		do("shuping-lly", "add", 0, v.newCase(1, outcomes.Grave), "access.missing")
		do("zhuti-jb", "add", 0, v.newCase(1, outcomes.Grave), "access.missing")
		none := v.newCase(1, outcomes.Grave)
		none.Person = 0
		do("jiandu-jb", "add", 0, none, "person case.person.none")
		grave := do("jiandu-jb", "add", 0, v.newCase(1, outcomes.Grave), "")
		do("jiandu-jb", "add", 0, v.newCase(1, outcomes.Grave), "decision case.twice")
		at := "/cases/" + grave.String()
		for login, code := range map[string]int{"jiandu-jb": 200, "shuping-jw": 200, "lingdao": 200, "shuping": 404,
			"shuping-lly": 404, "zhuti-jb": 404, "caizheng": 404} {
			v.sees(v.ask(login, "GET", at), code)
		}
		commission, _ := v.county.Single(bodies.CountyDiscipline)
		list := duties(grave)
		if len(list) != 1 || list[0].Rule != "case-talk" || list[0].Body != commission.ID || list[0].BeginsOn != today {
			t.Fatalf("%d duties: %+v", len(list), list)
		}
		call := list[0]
		if _, err := v.h.MakeDuties(ctx); err != nil {
			t.Fatal(err)
		}
		if list := duties(grave); len(list) != 1 {
			t.Errorf("the tick made it again: %d", len(list))
		}
		// An ordinary one asks for nothing until it is corrected to a more serious one.
		plain := do("jiandu-jb", "add", 0, v.newCase(7, outcomes.Ordinary), "")
		if n := len(duties(plain)); n != 0 {
			t.Errorf("an ordinary case asks for %d duties", n)
		}
		do("jiandu-jb", "change", plain, &noun.Changed{V: v.newCase(7, outcomes.Severe), Reason: "定性更正"}, "")
		if list := duties(plain); len(list) != 1 || list[0].Rule != "case-talk" || list[0].State != duty.Open {
			t.Errorf("corrected to a severe one: %+v", list)
		}
		// Who heads the commission owes the talk: they see the case.
		one, _, err := v.h.DB.One(ctx, ref.Case, grave)
		if err != nil {
			t.Fatal(err)
		}
		head := actor.Actor{Jurisdiction: 1, Person: v.county.FirstResponsible(commission.ID).Person}
		stranger := actor.Actor{Jurisdiction: 1, Person: head.Person + 1}
		if o := one.(*outcomes.Case).Object(); !access.Can(head, "case.see", o) || access.Can(stranger, "case.see", o) {
			t.Errorf("who owes the talk does not see the case, or a stranger does: %+v", o)
		}
		v.sees(v.ask("jiandu-jb", "GET", "/talks/new?duty="+call.ID.String()), 200, "镇纪决〔2026〕901号", "第二十一条",
			`value="accountability" selected`)
		v.sees(v.ask("jiandu-jb", "GET", "/scheduled/"+call.ID.String()), 200, "/talks/new?duty=")

		// The talk is with the head and of the kind that is asked for; the discipline secretary's superior holds it.
		x := &talks.Talk{Duty: call.ID, Kind: talks.Accountability, Person: v.actor("shuping").Person,
			Body: v.actor("shuping").Grants[0].Body, Talker: v.county.FirstResponsible(commission.ID).Person, Day: today,
			Clock: "15:00", Place: "谈话室", Reason: "发生较重案件", Ground: "条例", Discipline: "work"}
		talk := func(name string, id ref.ID, in any, want string) ref.ID {
			t.Helper()
			made, no := v.does("jiandu-jb", ref.Talk, name, id, in)
			if no != want {
				t.Errorf("%s the talk: %q, not %q", name, no, want)
			}
			return made
		}
		other, equal, mild := *x, *x, *x
		other.Person = v.actor("shuping-jw").Person
		talk("add", 0, &other, "person talk.duty.person")
		equal.Talker = v.actor("caizheng").Person
		talk("add", 0, &equal, "talker talk.superior.equal")
		mild.Kind, mild.Formal = talks.Admonition, true
		talk("add", 0, &mild, "kind talk.duty.kind")
		id := talk("add", 0, x, "")
		v.notified(id)
		x.Content = "通报案件，提出要求"
		talk("hold", id, x, "")
		if d := duties(grave)[0]; d.State != duty.Done || d.DoneOn != today {
			t.Errorf("the talk was held, and the duty is %s", d.State)
		}
		again := *x
		again.Content = ""
		talk("add", 0, &again, "duty talk.duty.none")

		// The unit's head learns of a slight one, and from then on owes the admonition.
		slight := do("jiandu-jb", "add", 0, v.newCase(2, outcomes.Slight), "")
		if list := duties(slight); len(list) != 0 {
			t.Errorf("a unit owes a talk of which it does not know: %+v", list[0])
		}
		do("jiandu-jb", "inform", slight, &noun.Said{}, "how input.required")
		do("jiandu-jb", "inform", slight, &noun.Said{Text: "当面告知"}, "")
		do("jiandu-jb", "inform", slight, &noun.Said{Text: "再告知"}, "case.informed")
		v.sees(v.ask("shuping", "GET", "/cases/"+slight.String()), 200, "迟到2")
		v.sees(v.ask("shuping", "GET", "/cases?tab=all"), 200, "902号")
		v.sees(v.ask("shuping-lly", "GET", "/cases/"+slight.String()), 404)
		list = duties(slight)
		if len(list) != 1 || list[0].Rule != "case-admonition" || list[0].Unit != v.unit("曙坪镇") {
			t.Fatalf("%d duties: %+v", len(list), list)
		}
		v.sees(v.ask("shuping", "GET", "/talks/new?duty="+list[0].ID.String()), 200, "迟到2", `value="admonition" selected`)
		do("jiandu-jb", "withdraw", slight, &noun.Said{Text: "登记重复"}, "")
		if d := duties(slight)[0]; d.State != duty.Waived || !strings.Contains(d.Why, "登记重复") {
			t.Errorf("withdrawn, and the duty is %s", d.State)
		}
		do("jiandu-jb", "withdraw", slight, &noun.Said{Text: "再撤"}, "case.not-now")

		// A talk held before somebody takes office discharges the duty that is made when they do.
		person := v.actor("shuping-jw").Person
		early := &talks.Talk{Kind: talks.Integrity, Person: person, Talker: v.actor("shuping").Person, Day: today - 10,
			Clock: "9:00", Place: "谈话室", Reason: "任前廉政谈话", Content: "讲明要求", Body: v.newTalkBody()}
		talk("add", 0, early, "")
		for begins, want := range map[when.Day]string{today: duty.Done, today + 26: duty.Open} {
			d := &duty.Duty{Rule: "new-leader", What: "新任职廉政谈话", Period: begins.String(), Body: early.Body, Level: duty.First,
				Person: person, BeginsOn: begins, EndsOn: begins + 14, FirstDue: begins + 14, Due: begins + 14, Times: 1}
			d.Unit, d.Side, d.State = v.unit("曙坪镇"), actor.Supervisory, duty.Open
			rules := act.Command{Actor: actor.Machine(1, "rules")}
			if _, err := v.h.duties().Make(ctx, rules, d.Rule, []*duty.Duty{d}); err != nil {
				t.Fatal(err)
			}
			all, err := v.h.DB.AllOf(ctx, ref.Duty, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range all {
				if o := o.(*duty.Duty); o.Same(d) && (o.State != want || want == duty.Done && o.DoneOn != today-10) {
					t.Errorf("office taken on %s, talk on %s: the duty is %s", begins, early.Day, o.State)
				}
			}
		}
	})
}

// newTalkBody is the discipline committee of 曙坪镇.
func (v *visitors) newTalkBody() ref.ID {
	for _, b := range v.county.Seated(v.unit("曙坪镇")) {
		if b.Kind == bodies.DisciplineCommittee {
			return b.ID
		}
	}
	return 0
}

// notified puts a talk where it may be held today: time cannot be waited for here.
func (v *visitors) notified(id ref.ID) {
	v.Helper()
	c := act.Command{Actor: v.actor("jiandu-jb"), Verb: "talk.change"}
	if _, err := noun.Step(v.Context(), v.h.talks().Door, c, talks.Shape, noun.At{ID: id}, "talk.changed.v1",
		func(_ noun.Tx, t *talks.Talk) ([]act.Fact, error) {
			t.State, t.Told = talks.Notified, t.Person
			return nil, nil
		},
	); err != nil {
		v.Fatal(err)
	}
}

// caseWrites are the writes of cases.
func (p *programs) caseWrites(deeds map[string]func() write, next func() int) {
	registered := func() ref.ID {
		id, no := p.does("jiandu-jb", ref.Case, "add", 0, p.newCase(next(), outcomes.Slight))
		if no != "" {
			p.Fatal(no)
		}
		return id
	}
	add := func() write {
		x := p.newCase(next(), outcomes.Ordinary)
		return write{"/cases", fmt.Sprintf(`{"decision":%q,"organ":"县纪委","person":%d,"place":%d,"post":"纪委书记",`+
			`"discipline":"work","gravity":"ordinary","outcome":"circulated","decidedOn":"%s","fact":%q}`, x.Decision, x.Person,
			x.Place, x.DecidedOn, x.Fact)}
	}
	deeds["addCase"] = add
	deeds["changeCase"] = func() write {
		w, id := add(), registered()
		return write{"/cases/" + id.String() + "/change", `{"reason":"更正","version":1,` + w.body[1:]}
	}
	deeds["weighCase"] = func() write {
		id, no := p.does("jiandu-jb", ref.Case, "add", 0, p.newCase(1000+next(), outcomes.Severe))
		if no != "" {
			p.Fatal(no)
		}
		return write{fmt.Sprintf("/cases/%d/weigh", id), `{"reason":"已经另行处理"}`}
	}
	deeds["informCase"] = func() write { return write{"/cases/" + registered().String() + "/inform", `{"how":"当面告知"}`} }
	deeds["withdrawCase"] = func() write {
		return write{"/cases/" + registered().String() + "/withdraw", fmt.Sprintf(`{"why":"登记错误%d"}`, next())}
	}
}
