package talks

import (
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of talks.
func (d Commands) Noun() *noun.Noun {
	in := func(states ...string) []noun.Cond { return []noun.Cond{{Column: "state", Text: states}} }
	return &noun.Noun{Shape: d.shape(), See: "talk.see", List: "talk.list", Tables: d.Tables,
		Institution: "talks", Span: "day",
		Columns: []string{"day", "kind", "subject", "person", "unit", "talker", "due", "state"},
		Filters: []string{"kind", "unit", "body", "person", "talker", "discipline"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"kind", "day"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: in(Asked, Planned, Notified, Held, Signed, Reported)},
			{Name: "asked", Where: in(Asked)},
			{Name: "late", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "following", Where: in(Following)},
			{Name: "closed", Where: in(Closed)},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "day", Column: "day", Down: true}, {Name: "due", Column: "due"},
			{Name: "new", Column: "id"}},
		Acts: d.acts(), Notes: notes, Waits: waits, Tells: tells, Forms: forms(),
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			if t := v.(*Talk); t.Duty != 0 {
				return []noun.Link{{Label: "talk.duty", Href: "/scheduled/" + t.Duty.String()}}
			}
			return nil
		},
	}
}

// notes say what a talk has as its consequence, and what is lacking of it.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	t := v.(*Talk)
	if t.is(Refused, Withdrawn) {
		return nil
	}
	switch {
	case t.Kind == Admonition && !t.Formal:
		out = append(out, text.M("talk.note.reminder"))
	case t.Effect != 0 && on <= t.Effect:
		out = append(out, text.M("talk.note.effect", "until", t.Effect))
	case t.Effect != 0:
		out = append(out, text.M("talk.note.effect-over", "until", t.Effect))
	case t.Kind == Admonition:
		out = append(out, text.M("talk.note.formal"))
	}
	if t.PersonBy == Decline {
		out = append(out, text.M("talk.note.declined"))
	}
	switch late := t.Due != 0 && t.Due < on; {
	case t.State == Signed && t.Due != 0:
		out = append(out, text.M("talk.note.report", "due", t.Due))
	case t.State == Following:
		out = append(out, text.M("talk.note.follow", "due", t.Due))
	case t.State == Held && t.TalkerOn == 0:
		out = append(out, text.M("talk.note.talker"))
	case late:
		out = append(out, text.M("talk.note.late", "due", t.Due))
	}
	return out
}

// waits: what is asked waits for who may approve it, the next step for the talker and for
// who proposed it, a signature and a report for the person.
var waits = []noun.Wait{
	{Acts: []string{"approve"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		if !who.Is(actor.LeadingGroup) && !who.Is(actor.FirstResponsible) {
			return nil
		}
		return []noun.Cond{{Column: "state", Text: []string{Asked}}}
	}, Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
		t := v.(*Talk)
		if who.Hands().Share(t.proposed()) || who.Hands().Has(t.Person) {
			return "", nil
		}
		return "approve", []text.Message{text.M("talk.why.approve")}
	}, Page: "talk.decide", Due: due},
	{Acts: []string{"notify", "hold", Sign, "pass", "follow"}, Of: column("talker"), Act: next, Due: due},
	{Acts: []string{"notify", "hold", "pass", "follow"}, Of: column("made_by"),
		Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
			if t := v.(*Talk); who.Person == t.Talker || who.Person == t.Person || t.is(Held) {
				return "", nil
			}
			return next(who, v)
		}, Due: due},
	{Acts: []string{Sign, "report"}, Of: column("told"), Due: due,
		Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
			switch t := v.(*Talk); {
			case t.State == Held && t.PersonOn == 0:
				return Sign, []text.Message{text.M("talk.why.sign")}
			case t.State == Signed && t.Needs().Report:
				return "report", []text.Message{text.M("talk.why.report")}
			}
			return "", nil
		}},
}

// column are the talks that go on of which somebody is in a column.
func column(name string) func(actor.Actor, when.Day) []noun.Cond {
	return func(who actor.Actor, _ when.Day) []noun.Cond {
		if who.Person == 0 {
			return nil
		}
		return []noun.Cond{{Column: name, Num: []int64{int64(who.Person)}},
			{Column: "state", Text: []string{Planned, Notified, Held, Signed, Reported, Following}}}
	}
}

var whys = map[string]string{"notify": "talk.why.notify", "hold": "talk.why.hold", Sign: "talk.why.sign",
	"pass": "talk.why.pass", "follow": "talk.why.follow"}

// next is what the talker's side does next.
func next(_ actor.Actor, v noun.Value) (act string, why []text.Message) {
	switch t := v.(*Talk); {
	case t.State == Planned && t.Needs().Notice:
		act = "notify"
	case t.State == Planned, t.State == Notified:
		act = "hold"
	case t.State == Held && t.TalkerOn == 0:
		act = Sign
	case t.State == Reported:
		act = "pass"
	case t.State == Following:
		act = "follow"
	default:
		return "", nil
	}
	return act, []text.Message{text.M(whys[act])}
}

func due(v noun.Value) when.Day { return v.(*Talk).Due }

var both = []kind.Hearer{kind.ToPerson("person"), kind.ToPerson("talker")}

// tells: each side is told what the other did; of what was asked, the leading group.
var tells = []kind.Tell{
	{Of: "talk.added.v1", Topic: "talk.plan", To: []kind.Hearer{kind.ToPerson("talker"), kind.ToGroup.Asks()}},
	{Of: "talk.approved.v1", Topic: "talk.plan", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("talker")}},
	{Of: "talk.refused.v1", Topic: "talk.plan", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("talker")}},
	{Of: "talk.notified.v1", Until: true, To: both},
	{Of: "talk.held.v1", To: both},
	{Of: "talk.signed.v1", To: both},
	{Of: "talk.reported.v1", Topic: "talk.report", To: []kind.Hearer{kind.ToPerson("talker").Asks(),
		kind.ToPerson("made-by").Asks()}},
	{Of: "talk.sent-back.v1", Topic: "talk.report", Until: true, To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "talk.passed.v1", Topic: "talk.report", To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "talk.followed.v1", To: []kind.Hearer{kind.ToPerson("person")}},
	{Of: "talk.withdrawn.v1", Ends: []string{"talk.plan", "talk.report"}, To: both},
}
