package consequences

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of what follows: nobody adds one, it comes from a decision or a result.
func (d Commands) Noun() *noun.Noun {
	open := noun.StateIs(Open)
	return &noun.Noun{Shape: d.shape(), See: "consequence.see", List: "consequence.list", Tables: d.Tables, Span: "due",
		Columns: []string{"number", "kind", "person", "place", "rests", "carrier", "due", "ends", "state"},
		Filters: []string{"hand", "kind", "year", "carrier", "place", "person", "state"},
		About:   noun.About{Person: "person", Unit: "place", Shows: []string{"due", "ends"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "late", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{open, {Column: "due", Below: int64(today)}}
			}},
			{Name: "done", Where: []noun.Cond{noun.StateIs(Done)}},
			{Name: "ended", Where: []noun.Cond{noun.StateIs(Ended)}},
			{Name: "void", Where: []noun.Cond{noun.StateIs(Void)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "due", Column: "due"}, {Name: "ends", Column: "ends"},
			{Name: "new", Column: "id", Down: true}, {Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts: []noun.Act{d.carry(), d.assign()}, Notes: notes, Links: links,
		Waits: []noun.Wait{
			wait(func(who actor.Actor) []noun.Cond {
				if who.Person == 0 {
					return nil
				}
				return []noun.Cond{open, {Column: "taker", Num: []int64{int64(who.Person)}}}
			}),
			wait(func(who actor.Actor) []noun.Cond {
				i := slices.IndexFunc(who.Grants, func(g actor.Grant) bool {
					return g.Role == actor.PrincipalOffice || g.Role == actor.SupervisoryOffice
				})
				if i < 0 {
					return nil
				}
				return []noun.Cond{open, {Column: "taker", Num: []int64{0}},
					{Column: "side", Text: []string{string(who.Grants[i].Side)}}}
			}),
		},
		Tells: []kind.Tell{
			{Of: "consequence.made.v1", To: []kind.Hearer{kind.ToPerson("taker")}},
			{Of: "consequence.assigned.v1", To: []kind.Hearer{kind.ToPerson("taker")}},
			{Of: "consequence.carried.v1", To: []kind.Hearer{kind.ToPerson("told")}},
			{Of: "consequence.voided.v1", To: []kind.Hearer{kind.ToPerson("told"), kind.ToPerson("taker")}},
		},
	}
}

// wait is what waits to be carried out.
func wait(of func(actor.Actor) []noun.Cond) noun.Wait {
	return noun.Wait{Acts: []string{"carry"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond { return of(who) },
		Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
			x := v.(*Consequence)
			if who.Hands().Has(x.Person) {
				return "", nil
			}
			return "carry", []text.Message{text.M("consequence.why.carry", "rests", x.Rests)}
		},
		Due: func(v noun.Value) when.Day { return v.(*Consequence).Due }}
}

// links lead to what it rests on, for who may read that.
func links(v noun.Value, who actor.Actor, _ when.Day) (out []noun.Link) {
	x := v.(*Consequence)
	if x.Measure != 0 && (who.Is(actor.SupervisoryOffice) || who.Is(actor.LeadingGroup) || who.Person == x.Told) {
		out = append(out, noun.Link{Label: "consequence.rests", Href: "/measures/" + x.Measure.String()})
	}
	if x.Ruling != 0 && who.Person == x.Told {
		out = append(out, noun.Link{Label: "consequence.rests", Href: "/rulings/" + x.Ruling.String()})
	}
	if x.Sheet != 0 {
		out = append(out, noun.Link{Label: "consequence.rests", Href: "/scoresheets/" + x.Sheet.String()})
	}
	return out
}
