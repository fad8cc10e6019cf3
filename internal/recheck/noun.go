package recheck

import (
	"context"

	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// DrawNoun is the whole declaration of draws; came counts what came of them.
func DrawNoun(tables field.Tables, came func(ctx context.Context, of []ref.ID) (map[ref.ID]Came, error)) *noun.Noun {
	return &noun.Noun{Shape: DrawShape, See: "draw.see", List: "draw.list", Tables: tables,
		Columns: []string{"period", "side", "closed", "sample", "drawnOn"},
		Filters: []string{"side"},
		Tabs:    []noun.Tab{{Name: "all"}},
		Sorts:   []noun.Sort{{Name: "last-day", Column: "last_day", Down: true}, {Name: "new", Column: "id"}},
		Beside:  []noun.Link{{Label: "recheck.list", Href: "/rechecks"}},
		Seen: func(ctx context.Context, list []noun.Value, _ when.Day) (map[ref.ID][]text.Message, error) {
			ids := make([]ref.ID, len(list))
			for i, v := range list {
				ids[i] = v.Head().ID
			}
			got, err := came(ctx, ids)
			out := map[ref.ID][]text.Message{}
			for _, id := range ids {
				out[id] = []text.Message{got[id].Say()}
			}
			return out, err
		},
	}
}

// Came is what came of a draw: how many hold, do not hold, and were not seen yet.
type Came struct{ Held, Failed, Open int64 }

// Add counts one re-check.
func (c *Came) Add(x *Check) {
	switch x.State {
	case Held:
		c.Held++
	case Failed:
		c.Failed++
	default:
		c.Open++
	}
}

// Say is that in a sentence.
func (c Came) Say() text.Message {
	if c.Open == 0 {
		return text.M("draw.note.done", "held", c.Held, "failed", c.Failed)
	}
	return text.M("draw.note.open", "held", c.Held, "failed", c.Failed, "n", c.Open)
}

// Noun is the whole declaration of re-checks.
func (d Commands) Noun() *noun.Noun {
	in := func(states ...string) []noun.Cond { return []noun.Cond{{Column: "state", Text: states}} }
	return &noun.Noun{Shape: Shape, See: "recheck.see", List: "recheck.list", Tables: d.Tables,
		Columns: []string{"code", "subject", "unit", "closedOn", "checker", "due", "state"},
		Filters: []string{"unit", "side", "checker", "of"}, Span: "doneOn",
		Tabs: []noun.Tab{
			{Name: "open", Where: in(Open)},
			{Name: "overdue", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return append(in(Open), noun.Cond{Column: "due", Below: int64(today)})
			}},
			{Name: "failed", Where: in(Failed)},
			{Name: "held", Where: in(Held)},
			{Name: "all"},
		},
		Facts: []noun.Facts{{Whose: "unit", Counts: []noun.Fact{{Key: "rechecks-held", Tab: "held"},
			{Key: "recheck-failed", Tab: "failed"}, {Key: "recheck-done", Of: []string{"rechecks-held", "recheck-failed"}}}}},
		Sorts: []noun.Sort{{Name: "due", Column: "due"}, {Name: "closed-on", Column: "closed_on", Down: true},
			{Name: "new", Column: "id", Down: true}},
		Acts:   []noun.Act{d.hold(), d.fail(), d.reply(), d.hand()},
		Beside: []noun.Link{{Label: "draw.list", Href: "/draws"}},
		Notes:  notes, Waits: waits, Tells: tells,
	}
}

func notes(v noun.Value, on when.Day) (out []text.Message) {
	c := v.(*Check)
	switch {
	case c.State == Open && c.Checker == 0:
		out = append(out, text.M("recheck.note.nobody"))
	case c.State == Failed && c.RepliedOn == 0:
		out = append(out, text.M("recheck.note.unanswered"))
	}
	if c.State == Open && c.Due < on {
		out = append(out, text.M("recheck.note.overdue", "n", int64(on-c.Due)))
	}
	return out
}

// waits: a drawn matter waits for whoever looks at it, one without anybody for its
// office; what does not hold for the unit's people, until they reply.
var waits = []noun.Wait{
	{Acts: []string{"hold"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		if who.Person == 0 {
			return nil
		}
		return []noun.Cond{{Column: "checker", Num: []int64{int64(who.Person)}}, {Column: "state", Text: []string{Open}}}
	}, Act: says("hold", "recheck.why.checker"), Page: "recheck.look", Due: due},
	{Acts: []string{"hand"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		sides := sidesOf(who)
		if len(sides) == 0 {
			return nil
		}
		return []noun.Cond{{Column: "checker", Num: []int64{0}}, {Column: "state", Text: []string{Open}},
			{Column: "side", Text: sides}}
	}, Act: says("hand", "recheck.why.nobody"), Due: due},
	{Acts: []string{"reply"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		var units []int64
		for _, u := range who.Units() {
			units = append(units, int64(u))
		}
		if len(units) == 0 {
			return nil
		}
		return []noun.Cond{{Column: "state", Text: []string{Failed}}, {Column: "replied_on", Num: []int64{0}},
			{Column: "unit", Num: units}}
	}, Act: says("reply", "recheck.why.unit"), Due: func(noun.Value) when.Day { return 0 }},
}

func due(v noun.Value) when.Day { return v.(*Check).Due }

// sidesOf are the sides whose office somebody is of.
func sidesOf(who actor.Actor) (out []string) {
	for _, g := range who.Grants {
		if g.Role == actor.PrincipalOffice || g.Role == actor.SupervisoryOffice {
			out = append(out, string(g.Side))
		}
	}
	return out
}

func says(act, why string) func(actor.Actor, noun.Value) (string, []text.Message) {
	return func(actor.Actor, noun.Value) (string, []text.Message) { return act, []text.Message{text.M(why)} }
}
