package handover

import (
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func kindOf(done string) journal.Kind { return journal.Kind("handover." + done + ".v1") }

// Noun is the whole declaration of handovers.
func (d Commands) Noun() *noun.Noun {
	open := noun.Cond{Column: "state", Text: []string{Open}}
	return &noun.Noun{Shape: Shape, See: "handover.see", List: "handover.list", Tables: d.Tables,
		Columns: []string{"endedOn", "post", "unit", "leaver", "successor", "matters", "due", "state"},
		Filters: []string{"unit", "leaver", "successor", "side"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "overdue", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{open, {Column: "due", Below: int64(today)}}
			}},
			{Name: "signed", Where: []noun.Cond{{Column: "state", Text: []string{Signed}}}},
			{Name: "all"},
		},
		Span: "endedOn",
		Sorts: []noun.Sort{{Name: "ended-on", Column: "ended_on", Down: true}, {Name: "due", Column: "due"},
			{Name: "new", Column: "id"}},
		Acts:  []noun.Act{d.signOut(), d.signIn(), d.reserve()},
		Notes: notes, Waits: waits, Tells: tells,
	}
}

// notes say who has to sign still.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	s := v.(*Sheet)
	if s.OutOn == 0 {
		out = append(out, text.M("handover.note.out"))
	}
	if s.InOn == 0 {
		out = append(out, text.M("handover.note.in"))
	}
	if s.State == Open && s.Due < on {
		out = append(out, text.M("handover.note.overdue", "n", int64(on-s.Due)))
	}
	return out
}

// waits: an unsigned sheet waits for both, and for the offices where the leaver left
// the county.
var waits = []noun.Wait{
	{Acts: []string{SignOut}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		return []noun.Cond{{Column: "leaver", Num: []int64{int64(who.Person)}}, {Column: "out_on", Num: []int64{0}}}
	}, Act: says(SignOut, "handover.why.leaver"), Due: due},
	{Acts: []string{SignIn}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		return []noun.Cond{{Column: "successor", Num: []int64{int64(who.Person)}}, {Column: "in_on", Num: []int64{0}}}
	}, Act: says(SignIn, "handover.why.successor"), Due: due},
	{Acts: []string{SignOut}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		if !who.Is(actor.PrincipalOffice) && !who.Is(actor.SupervisoryOffice) {
			return nil
		}
		return []noun.Cond{{Column: "state", Text: []string{Open}}, {Column: "gone", Num: []int64{1}},
			{Column: "out_on", Num: []int64{0}}}
	}, Act: says(SignOut, "handover.why.office"), Due: due},
}

func due(v noun.Value) when.Day { return v.(*Sheet).Due }

func says(act, why string) func(actor.Actor, noun.Value) (string, []text.Message) {
	return func(actor.Actor, noun.Value) (string, []text.Message) { return act, []text.Message{text.M(why)} }
}
