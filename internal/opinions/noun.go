package opinions

import (
	"math"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Nouns are those of an opinion: the request, and each person in it.
func (d Commands) Nouns() []*noun.Noun { return []*noun.Noun{d.Noun(), d.Candidates()} }

// Noun is the whole declaration of requests.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	open := noun.StateIs(Registered, Working, Reviewing, Signing)
	due := func(v noun.Value) when.Day { return v.(*Opinion).Due }
	return &noun.Noun{Shape: d.shape(), See: "opinion.see", List: "opinion.list", Tables: d.Tables, Span: "receivedOn",
		Columns: []string{"number", "title", "office", "sender", "purpose", "people", "due", "document", "state"},
		Filters: []string{"purpose", "office", "state"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "late", Where: []noun.Cond{open}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Least: 1, Below: int64(today)}}
			}},
			{Name: "issued", Where: []noun.Cond{noun.StateIs(Issued)}},
			{Name: "undone", Where: []noun.Cond{noun.StateIs(Void, Withdrawn)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "due", Column: "due"}, {Name: "new", Column: "id", Down: true},
			{Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts: []noun.Act{k.AddAct("Register a letter that asks for integrity opinions"), d.list(), d.answer(), d.submit(),
			d.pass(), d.sign(), d.agree(), d.stays(), d.propose(), k.ChangeAct("Correct what is registered, before anybody is named"),
			d.sendBack(), d.withdraw(), d.askCancel()},
		// The office that asks sees that it asked, and the letter that it got.
		Inside: func(v noun.Value) access.Object { return v.(*Opinion).Object() }, Insight: "opinion.know",
		Outer: []journal.Kind{"opinion.added.v1", AnsweredKind, KeptKind, CancelledKind},
		Notes: notes,
		Forms: []noun.Form{{Name: "letter", Has: func(v noun.Value) bool { return v.(*Opinion).Frozen != "" },
			Paper: func(v noun.Value, _ noun.Printer) official.Document { return v.(*Opinion).Course().Paper() }}},
		Links: func(v noun.Value, who actor.Actor, _ when.Day) []noun.Link {
			if x := v.(*Opinion); x.Code != "" {
				return []noun.Link{{Label: "opinion.verify", Href: "/verify?code=" + x.Code}}
			}
			return nil
		},
		Waits: []noun.Wait{
			{Acts: []string{ListAct, AnswerAct, "submit", "pass"}, Of: noun.OfRoles([]noun.Cond{
				noun.StateIs(Registered, Working, Reviewing)}, actor.SupervisoryOffice), Act: next, Due: due},
			{Acts: []string{CancelAct, "keep"}, Of: noun.OfRoles([]noun.Cond{noun.StateIs(Issued),
				{Column: "canceller", Least: 1, Below: math.MaxInt64}}, actor.SupervisoryOffice), Act: cancelling,
				Page: "opinion.do.cancel"},
			{Acts: []string{SignAct}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				if who.Person == 0 || !who.InPerson() {
					return nil
				}
				return []noun.Cond{noun.StateIs(Signing)}
			}, Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if v.(*Opinion).maySign(who.Person) != nil {
					return "", nil
				}
				return SignAct, []text.Message{text.M("opinion.why.sign")}
			}, Due: due},
		},
		Tells: []kind.Tell{
			{Of: "opinion.passed.v1", To: []kind.Hearer{kind.ToPerson("signers").Asks()}},
			{Of: "opinion.returned.v1", To: []kind.Hearer{kind.ToPerson("submitter"), kind.ToPerson("made-by")}},
			{Of: AnsweredKind, To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("submitter"), toAskers}},
			{Of: "opinion.cancel-asked.v1", To: []kind.Hearer{kind.ToWhoever("opinion.cancel")}},
			{Of: CancelledKind, Topic: "opinion.cancelled",
				To: []kind.Hearer{kind.ToPerson("canceller"), kind.ToPerson("signers"), kind.ToPerson("made-by"), toAskers}},
		},
	}
}

// CancelledKind is the entry by which a letter became void: the asking office reads it.
const CancelledKind = "opinion.cancelled.v1"

// toAskers are the clerks of the office that asked; its head may be one who is asked about.
var toAskers = kind.Hearer{Why: "unit", At: kind.TheUnit, Roles: []actor.Role{actor.Clerk}}

// cancelling is what waits for another than who asked.
func cancelling(who actor.Actor, v noun.Value) (string, []text.Message) {
	x := v.(*Opinion)
	if x.another(who.Hands()) != nil {
		return "", nil
	}
	return CancelAct, []text.Message{text.M("opinion.why.cancel", "reason", x.CancelWhy)}
}

// next is what the office does with a request.
func next(who actor.Actor, v noun.Value) (string, []text.Message) {
	switch x := v.(*Opinion); {
	case x.State == Registered:
		return ListAct, []text.Message{text.M("opinion.why.list")}
	case x.State == Working && len(x.Left()) > 0:
		return AnswerAct, []text.Message{text.M("opinion.why.answer", "n", len(x.Left()))}
	case x.State == Working:
		return "submit", []text.Message{text.M("opinion.why.submit")}
	case x.State == Reviewing && !who.Hands().Share(actor.Hands{By: x.Submitter, For: x.SubmitterBy}):
		return "pass", []text.Message{text.M("opinion.why.pass")}
	}
	return "", nil
}

// notes say what is late, and that a letter is not what was signed.
func notes(v noun.Value, today when.Day) (out []text.Message) {
	x := v.(*Opinion)
	open := !slices.Contains([]string{Issued, Void, Withdrawn}, x.State)
	switch {
	case x.Course().Altered():
		out = append(out, text.M("dispatch.note.altered"))
	case x.State == Void:
		out = append(out, text.M("dispatch.note.void", "number", x.Document, "on", x.VoidOn, "reason", x.VoidWhy))
	case open && x.Due != 0 && x.Due < today:
		out = append(out, text.M("opinion.note.late", "due", x.Due))
	}
	if x.State == Issued && x.Due < x.IssuedOn {
		out = append(out, text.M("opinion.note.was-late", "due", x.Due))
	}
	return out
}

// Candidates is the whole declaration of the people in requests.
func (d Commands) Candidates() *noun.Noun {
	open := noun.StateIs(Listed, Differing, Settled)
	return &noun.Noun{Shape: CandidateShape, See: "candidate.see", List: "candidate.list", Tables: d.Tables,
		Span:    "givenOn",
		Columns: []string{"name", "place", "post", "proposed", "leadAs", "answer", "document", "givenOn", "state"},
		Filters: []string{"answer", "proposed", "person"},
		About:   noun.About{Person: "person", Shows: []string{"answer", "document", "givenOn"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "differing", Where: []noun.Cond{noun.StateIs(Differing)}},
			{Name: "answered", Where: []noun.Cond{noun.StateIs(Answered)}},
			{Name: "void", Where: []noun.Cond{noun.StateIs(Undone)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id"}, {Name: "given-on", Column: "given_on", Down: true}},
		Acts:  []noun.Act{d.lead(), d.differ(), d.settleOne(), d.drop()},
		Notes: func(v noun.Value, _ when.Day) (out []text.Message) {
			c := v.(*Candidate)
			for _, s := range c.Said() {
				out = append(out, text.M("candidate.note.differs", "section", d.Label(SectionTable, s.Section), "answer",
					text.M("candidate.answer."+s.Answer), "reason", s.Reason))
			}
			return append(c.Says(d.Label), out...)
		},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "candidate.to-opinion", Href: "/opinions/" + v.(*Candidate).Opinion.String()}}
		},
		Beside: []noun.Link{{Label: "opinion.list", Href: "/opinions"}},
		Waits: []noun.Wait{{Acts: []string{"settle"},
			Of: noun.OfRoles([]noun.Cond{noun.StateIs(Differing)}, actor.SupervisoryOffice),
			Act: func(actor.Actor, noun.Value) (string, []text.Message) {
				return "settle", []text.Message{text.M("candidate.why.settle")}
			}}},
	}
}

// Of are the conditions of the people of a request.
func Of(x *Opinion) []noun.Cond { return []noun.Cond{{Column: "opinion", Num: []int64{int64(x.ID)}}} }
