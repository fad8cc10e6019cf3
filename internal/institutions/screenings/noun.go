package screenings

import (
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of screenings.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: Shape, See: "screening.see", List: "screening.list", Tables: d.Tables,
		Institution: "screening", Span: "heldOn",
		Columns: []string{"title", "body", "year", "heldOn", "opinions", "concerns", "state"},
		Filters: []string{"year", "body", "unit", "side"},
		About:   noun.About{Unit: "unit", Shows: []string{"year", "heldOn"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Drafted, Held)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Drafted)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "closed", Where: []noun.Cond{noun.StateIs(Closed)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "held-on", Column: "held_on", Down: true}},
		Acts: []noun.Act{k.AddAct("Begin a body's screening of a year: the record of the year before is put down"),
			d.find(), d.hold(), d.close(), d.again(), k.ChangeAct("Write anew whose screening of which year it is"),
			d.withdraw()},
		Fits: func(_ string, k bodies.BodyKind) bool { return Screens(k) },
		Notes: func(v noun.Value, on when.Day) []text.Message {
			if s := v.(*Screening); s.State == Drafted && s.Due < on {
				return []text.Message{text.M("screening.note.late", "due", s.Due)}
			}
			return nil
		},
		Waits: []noun.Wait{{Acts: []string{"hold"}, Of: noun.OfUnits(noun.StateIs(Drafted)),
			Act: noun.Clerks(func(*Screening) (string, text.Message) { return "hold", text.M("screening.why.hold") }),
			Due: func(v noun.Value) when.Day { return v.(*Screening).Due }}},
	}
}

// ConcernsNoun is the declaration of what screenings found: it is noted on the screening.
func (d Commands) ConcernsNoun() *noun.Noun {
	return &noun.Noun{Shape: ConcernShape, See: "concern.see", List: "concern.list", Tables: d.Tables,
		Institution: "screening", // of no day: counted with its screening
		Columns:     []string{"what", "category", "target", "leader", "due", "state"},
		Filters:     []string{"category", "target", "unit", "leader"},
		Tabs:        []noun.Tab{{Name: "stands", Where: []noun.Cond{noun.StateIs(Noted, Listed)}}, {Name: "all"}},
		Sorts:       []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts:        []noun.Act{d.strike()},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			c := v.(*Concern)
			out := []noun.Link{{Label: "concern.screening", Href: "/screenings/" + c.Screening.String()}}
			if c.Problem != 0 {
				out = append(out, noun.Link{Label: "concern.problem", Href: "/problems/" + c.Problem.String()})
			}
			return out
		},
		Beside: []noun.Link{{Label: "screening.list", Href: "/screenings"}},
	}
}

// Of asks for what a screening found.
func Of(screening ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "screening", Num: []int64{int64(screening)}},
		noun.StateIs(Noted, Listed)}, Sort: noun.Sort{Name: "new", Column: "id"}}
}
