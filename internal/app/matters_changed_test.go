package app

import (
	"context"
	"slices"
	"testing"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// An appeal that changes a ruling puts another ruling, and what it decides on the person, in the place of the first; it
// is served anew, cannot be appealed, is carried out, and the matter is closed.
func TestMatterChanged(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := accountability{visitors: v, d: v.h.matters()}
		m := (&programs{visitors: v}).inquires("assign", 1)
		object, office := v.actor("shuping-jw"), v.actor("zhuti-jb")
		in := &matters.Answering{Answer: matters.Changed, Reason: "认定偏轻", Outcome: "leader-circular",
			Decision: "镇廉组发〔2026〕801号", Organ: "领导小组"}
		judge := v.actor("jiandu")
		p.refused("appeal.outcome.same", judge, ref.Appeal, "decide", m.appeal, in)
		in.Outcome = "leader-admonition"
		p.must(judge, ref.Appeal, "decide", m.appeal, in)
		x := p.matter(m.matter)
		if x.State != matters.Decided || x.Ruling == m.ruling {
			t.Fatalf("changed: %s, ruling %s", x.State, x.Ruling)
		}
		if got := p.standing(object.Person, m.ruling); !slices.Equal(got, []string{"named varied"}) {
			t.Errorf("of the first: %v", got)
		}
		if got := p.standing(object.Person, x.Ruling); !slices.Equal(got, []string{"admonition registered"}) {
			t.Errorf("of the second: %v", got)
		}
		p.refused("ruling.not-now", office, ref.Ruling, "serve", m.ruling,
			&matters.Serving{On: v.h.Clock().Day(), How: "当面"})
		p.must(office, ref.Ruling, "serve", x.Ruling, &matters.Serving{On: v.h.Clock().Day(), How: "当面"})
		p.refused("ruling.appeal.final", object, ref.Ruling, "appeal", x.Ruling, &matters.Writing{Text: "不服"})
		p.refused("ruling.not-now", office, ref.Matter, "close", m.matter, nil)
		if _, wrong := v.doesWith("zhuti-jb", ref.Ruling, "execute", x.Ruling,
			&matters.Carrying{Report: "已谈话诫勉"}); wrong != "" {
			t.Fatal(wrong)
		}
		p.must(office, ref.Matter, "close", m.matter, nil)
		if x = p.matter(m.matter); x.State != matters.Closed {
			t.Errorf("closed: %s", x.State)
		}
	})
}

// A refusal to sign is recorded by two of the panel, one after the other; and when somebody else heads the organ, the
// matter is theirs to approve.
func TestMatterUnsigned(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := accountability{visitors: v, d: v.h.matters()}
		m := (&programs{visitors: v}).inquires("show", 2)
		one, two := v.actor("zhuti"), v.actor("jiandu-jb")
		p.must(one, ref.Hearing, "refuse", m.hearing, &noun.Said{Text: "当面拒绝签字"})
		p.refused("hearing.refuse.twice", one, ref.Hearing, "refuse", m.hearing, &noun.Said{Text: "再次"})
		if x := p.matter(m.matter); x.State != matters.Shown {
			t.Errorf("one alone recorded it: %s", x.State)
		}
		p.must(two, ref.Hearing, "refuse", m.hearing, &noun.Said{Text: "在场见证"})
		if x := p.matter(m.matter); x.State != matters.Answered {
			t.Errorf("two recorded it: %s", x.State)
		}
		office := v.actor("zhuti-jb")
		p.refused("matter.approver.same", office, ref.Matter, "readdress", m.matter, nil)
		group, _ := v.county.Single(bodies.LeadingGroup)
		was, day := p.matter(m.matter).Approver, v.h.Clock().Day()
		do := func(kind journal.Kind, c bodies.Command) {
			t.Helper()
			if _, err := v.h.Bodies.Do(context.Background(), act.Command{Actor: office},
				bodies.Act{Verb: "person.change", Kind: kind, Command: c}); err != nil {
				t.Fatal(err)
			}
		}
		for _, a := range v.county.PostsOf(was) {
			if a.Body == group.ID {
				do("person.appointment-ended.v1", bodies.EndAppointment{Appointment: a.ID, On: day, Document: "镇组〔2026〕5号"})
				do("person.appointed.v1", bodies.Appoint{Person: v.county.Team(v.unit("财政局")).Leaders[0], Unit: a.Unit,
					Body: group.ID, Post: a.Post, Title: "领导小组组长", Level: a.Level, From: day})
			}
		}
		p.must(office, ref.Matter, "readdress", m.matter, nil)
		if x := p.matter(m.matter); x.Approver == was || x.Approver == 0 {
			t.Errorf("readdressed to %s", x.Approver)
		}
	})
}
