package rounds

import (
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var rooms = []actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice}

// Noun is the whole declaration of rounds.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: Shape, See: "round.see", List: "round.list", Tables: d.Tables, Institution: "inspections",
		Columns: []string{"title", "body", "begins", "ends", "focus", "sample", "drawnOn", "state"},
		Filters: []string{"year", "quarter", "body"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Drafted, Ranked, Fixed)}},
			{Name: "drawn", Where: []noun.Cond{noun.StateIs(Drawn)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "begins", Column: "begins", Down: true}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{k.AddAct("Plan a quarter's round under the approved plan of the year"), d.rank(), d.fix(), d.draw(),
			k.ChangeAct("Write anew what was not ranked yet"), d.withdraw()},
		Fits:  func(_ string, k bodies.BodyKind) bool { return inspects(k) },
		Notes: notes, Waits: waits,
		Tells: []kind.Tell{{Of: "round.drawn.v1", To: []kind.Hearer{kind.ToPerson("made-by")}}},
	}
}

func notes(v noun.Value, on when.Day) []text.Message {
	switch r := v.(*Round); {
	case r.State == Fixed:
		return []text.Message{text.M("round.note.fixed", "on", r.FixedOn+1)}
	case r.Ends < on && (r.State == Drafted || r.State == Ranked):
		return []text.Message{text.M("round.note.over", "to", r.Ends)}
	}
	return nil
}

// waits: what the office of the side does next.
var waits = []noun.Wait{{Acts: []string{"rank", "fix", "draw"},
	Of: func(who actor.Actor, today when.Day) []noun.Cond {
		return noun.OfRoles([]noun.Cond{noun.StateIs(Drafted, Ranked, Fixed)}, rooms...)(who, today)
	},
	Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
		switch r := v.(*Round); r.State {
		case Drafted:
			return "rank", []text.Message{text.M("round.why.rank")}
		case Ranked:
			return "fix", []text.Message{text.M("round.why.fix")}
		default:
			return "draw", []text.Message{text.M("round.why.draw", "on", r.FixedOn+1)}
		}
	},
	Due: func(v noun.Value) when.Day { return v.(*Round).Begins }}}

// NomineesNoun is the declaration of the units of a round.
func (d Commands) NomineesNoun() *noun.Noun {
	return &noun.Noun{Shape: NomineeShape, See: "nominee.see", List: "nominee.list", Tables: d.Tables,
		Institution: "inspections", // of no day: counted by the inspections that follow
		Columns: []string{"place", "name", "points", "red", "yellow", "orders", "late", "problems", "complaints", "poor",
			"quarter", "year", "state"},
		Filters: []string{"year", "quarter", "unit"},
		Tabs: []noun.Tab{
			{Name: "chosen", Where: []noun.Cond{noun.StateIs(Chosen, Attention, Picked)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "points", Column: "points", Down: true}},
		Acts: []noun.Act{d.turn("choose", "chosen", "Choose a unit that the record does not call for, with the reason",
			Listed, Chosen), d.turn("leave", "left", "Leave out a unit that the record calls for, with the reason",
			Chosen, Listed)},
		Notes: func(v noun.Value, _ when.Day) []text.Message { return v.(*Nominee).Because() },
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "nominee.round", Href: "/rounds/" + v.(*Nominee).Round.String()}}
		},
		Beside: []noun.Link{{Label: "round.list", Href: "/rounds"}},
	}
}

// Of asks for the nominees of a round.
func Of(round ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "round", Num: []int64{int64(round)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}
