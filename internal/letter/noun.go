package letter

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/letter/slip"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Drafts says that bodies of a kind issue documents.
func Drafts(k bodies.BodyKind) bool { return k.First() != "" }

// Noun is the declaration of a noun that lives so; what it shows and filters besides is for the noun to add.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	in := func(states ...string) []noun.Cond { return []noun.Cond{{Column: "state", Text: states}} }
	missing := noun.Cond{Column: "missing", Least: 1, Below: 1 << 40}
	return &noun.Noun{Shape: d.Kind.Shape, See: d.Kind.Verb("see"), List: d.Kind.Verb("list"), Tables: d.Tables,
		Columns: []string{"document", "title", "organ", "urgency", "drafter", "signer", "signedOn", "state"},
		Filters: []string{"organ", "word", "urgency", "drafter", "signer", "unit", "side", "state"},
		Tabs: []noun.Tab{
			{Name: "at-hand", Where: in(Draft, Checking, Signing, Signed, Sealed)},
			{Name: "draft", Where: in(Draft)},
			{Name: "checking", Where: in(Checking)},
			{Name: "countersign", Where: []noun.Cond{{Column: "unanswered", Least: 1, Below: 1 << 40}}},
			{Name: "signing", Where: in(Signing)},
			{Name: "signed", Where: in(Signed, Sealed)},
			{Name: "sent", Where: in(Sent, Archived)},
			{Name: "missing", Where: []noun.Cond{missing}},
			{Name: "archive", Where: in(Archived)},
			{Name: "void", Where: in(Void, Withdrawn)},
			{Name: "mine", Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				return []noun.Cond{{Column: "drafter", Num: []int64{int64(who.Whose())}}}
			}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "signed-on", Column: "signed_on", Down: true},
			{Name: "sealed-on", Column: "sealed_on", Down: true}},
		Acts: []noun.Act{
			k.AddAct("Draft an office document"),
			d.submit(), d.pass(), d.sign(), d.sendBack(), d.seal(), d.send(), d.archive(), d.cancel(), d.keep(),
			k.ChangeAct("Write a draft anew"), d.hand(), d.urge(), d.oa(), d.withdraw(), d.askCancel(),
		},
		// Units that it is addressed to read what was signed, not how it came to be.
		Inside: func(v noun.Value) access.Object {
			o := v.(Value).Object()
			o.Others, o.Person = nil, 0
			return o
		},
		Outer: []journal.Kind{d.Kind.Entry("signed"), d.Kind.Entry("sent"),
			d.Kind.Entry("archived"), d.Kind.Entry("cancelled")},
		Fits:  func(_ string, k bodies.BodyKind) bool { return Drafts(k) },
		Notes: func(v noun.Value, _ when.Day) []text.Message { return v.(Value).Course().Notes() },
		Tells: d.tells(), Recall: d.recall(),
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "dispatch.paper", Href: "/" + d.Kind.Shape.Name + "/" + v.Head().ID.String() + "/paper"}}
		},
		Beside: []noun.Link{{Label: "slip.list", Href: "/slips"}},
		Waits: []noun.Wait{
			{Acts: []string{PassAct, SignAct, "seal", "send", "submit"}, Page: "dispatch.look",
				Of: atDesk(Draft, Checking, Signing, Signed, Sealed), Act: next, Due: dueIn},
			{Acts: []string{SignAct}, Page: "dispatch.look", Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				if who.Person == 0 || !who.InPerson() || onlyDesk(who) {
					return nil
				}
				return append(in(Signing), noun.Cond{Column: "signer", Num: []int64{int64(who.Person)}})
			}, Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if atSeat(who, v) { // told by the first
					return "", nil
				}
				return signs(v)
			}, Due: dueIn},
			// What is missing is told to the units first; to the sender once the day is over.
			{Acts: []string{UrgeAct}, Of: func(who actor.Actor, today when.Day) []noun.Cond {
				at := atDesk(Sent)(who, today)
				if at == nil {
					return nil
				}
				return append(at, missing, noun.Cond{Column: "due", Least: 1, Below: int64(today)})
			}, Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
				l := v.(Value).Course()
				return UrgeAct, []text.Message{text.M("dispatch.note.unreceived", "n", l.Missing, "all", l.Asked)}
			}, Due: func(v noun.Value) when.Day { return v.(Value).Course().Due }},
		},
	}
}

// Notes say what is to be known of one besides its fields.
func (l *Life) Notes() (out []text.Message) {
	switch {
	case l.Altered():
		out = append(out, text.M("dispatch.note.altered"))
	case l.State == Draft && l.Back != "":
		out = append(out, text.M("dispatch.note.back", "reason", l.Back))
	case l.State == Signing && l.Disagreed():
		out = append(out, text.M("dispatch.note.disagreed", "open", l.Unanswered, "objected", l.Objected))
	case l.State == Void:
		out = append(out, text.M("dispatch.note.void", "number", l.Document, "on", l.VoidOn, "reason", l.Why))
	case l.Canceller != 0:
		out = append(out, text.M("dispatch.note.cancelling", "reason", l.Why))
	case l.Missing > 0:
		out = append(out, text.M("dispatch.note.unreceived", "n", l.Missing, "all", l.Asked))
	}
	return out
}

// atDesk are the documents in some states of the organs in whose office somebody works. What has no seat is the
// county's own, and its offices'.
func atDesk(states ...string) func(actor.Actor, when.Day) []noun.Cond {
	return func(who actor.Actor, _ when.Day) []noun.Cond {
		at := []noun.Cond{{Column: "state", Text: states}}
		out := noun.AtSeats(who, at, slip.Desk...)
		if out != nil && (who.Is(actor.PrincipalOffice) || who.Is(actor.SupervisoryOffice)) {
			out[0].Num = append(out[0].Num, 0)
		}
		return out
	}
}

// onlyDesk says that somebody holds no other posts: what they may sign is of the same seats, and found with the rest.
func onlyDesk(who actor.Actor) bool {
	return !slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return !slices.Contains(slip.Desk, g.Role) || g.Unit == 0
	})
}

// atSeat says that a document is found by atDesk for somebody.
func atSeat(who actor.Actor, v noun.Value) bool {
	found := atDesk()(who, 0)
	return found != nil && slices.Contains(found[0].Num, int64(v.Head().Unit))
}

// next is what the office does with a document: it sends a draft that came back again, checks what others wrote, and
// seals and distributes what was signed.
func next(who actor.Actor, v noun.Value) (string, []text.Message) {
	l := v.(Value).Course()
	switch {
	case l.Canceller != 0:
	case l.State == Draft && l.Back != "" && l.Drafter == who.Whose():
		return "submit", []text.Message{text.M("dispatch.note.back", "reason", l.Back)}
	case l.State == Checking && others(who, v):
		return PassAct, []text.Message{text.M("dispatch.why.pass")}
	case l.State == Signing && l.Signer == who.Person && who.InPerson():
		return signs(v)
	case l.State == Signed:
		return "seal", []text.Message{text.M("dispatch.why.seal")}
	case l.State == Sealed:
		return "send", []text.Message{text.M("dispatch.why.send")}
	}
	return "", nil
}

func signs(v noun.Value) (string, []text.Message) {
	out := []text.Message{text.M("dispatch.why.sign")}
	if l := v.(Value).Course(); l.Disagreed() {
		out = append(out, text.M("dispatch.note.disagreed", "open", l.Unanswered, "objected", l.Objected))
	}
	return SignAct, out
}

// dueIn: nothing of the office's own steps has a last day by rule.
func dueIn(noun.Value) when.Day { return 0 }
