package task

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// ahead is how many days before it falls due a task stands on the workbench [D].
const ahead = 30

// waits: what falls due soon waits for whoever leads it, and for the clerk of its
// unit; what was delivered for whoever accepts it.
var waits = []noun.Wait{
	{Acts: []string{"deliver", "report"}, Of: atHand, Act: take,
		Due: func(v noun.Value) when.Day { return v.(*Task).Next }},
	{Acts: []string{"accept"}, Of: delivered, Act: judge,
		Since: func(v noun.Value) when.Day { return v.(*Task).DeliveredOn }},
	{Acts: []string{"countersign"}, Of: toCountersign,
		Act: func(actor.Actor, noun.Value) (string, []text.Message) {
			return "countersign", []text.Message{text.M("task.why.countersign")}
		}},
}

func in(name string, units []int64) noun.Cond { return noun.Cond{Column: name, Num: units} }

func unitsOf(who actor.Actor) (out []int64) {
	for _, u := range who.Units() {
		out = append(out, int64(u))
	}
	return out
}

func atHand(who actor.Actor, today when.Day) []noun.Cond {
	units := unitsOf(who)
	if len(units) == 0 {
		return nil
	}
	return []noun.Cond{{Column: "state", Text: []string{Open}}, in("unit", units),
		{Column: "next", Below: int64(today) + ahead + 1}}
}

func take(who actor.Actor, v noun.Value) (string, []text.Message) {
	t := v.(*Task)
	clerk := slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Role == actor.Clerk && g.Acts(t.Unit) })
	why := "task.why.clerk"
	switch {
	case t.Person != 0 && t.Person == who.Whose():
		why = "task.why.person"
	case !clerk:
		return "", nil
	}
	out := []text.Message{text.M(why)}
	if t.Missing != "" {
		out = append(out, text.M("task.note.missing", "what", t.Missing))
	}
	if t.MayDeliver() != nil && t.Every != "" {
		return "report", out
	}
	return "deliver", out
}

// delivered is what an office of a side, or a unit's own people, may have to accept.
func delivered(who actor.Actor, _ when.Day) []noun.Cond {
	at := noun.Cond{Column: "state", Text: []string{Delivered}}
	var sides []string
	for _, g := range who.Grants {
		if g.Role == actor.PrincipalOffice || g.Role == actor.SupervisoryOffice {
			sides = append(sides, string(g.Side))
		}
	}
	units := unitsOf(who)
	switch {
	case len(sides) > 0:
		return []noun.Cond{at, {Column: "side", Text: sides}}
	case len(units) > 0:
		return []noun.Cond{at, in("unit", units), {Column: "origin", Text: []string{OfUnit}}}
	}
	return nil
}

func judge(actor.Actor, noun.Value) (string, []text.Message) {
	return "accept", []text.Message{text.M("task.why.accept")}
}
