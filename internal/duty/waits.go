package duty

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/due"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// ahead is how many days before it falls due a duty stands on the workbench [D].
const ahead = 30

// waits: what is open and falls due soon, or is over, waits for the person it names;
// what is asked of a first responsible person, for whoever that is; what is asked of
// a team, for the clerk and the staff of its unit. A duty waits in one of them only.
func (d Commands) waits() []noun.Wait {
	wait := func(of func(actor.Actor) (column string, ids []int64), mine func(actor.Actor, *Duty) string) noun.Wait {
		return noun.Wait{Acts: []string{"discharge"},
			Of: func(who actor.Actor, today when.Day) []noun.Cond {
				column, ids := of(who)
				if len(ids) == 0 {
					return nil
				}
				return []noun.Cond{{Column: "state", Text: []string{Open}}, {Column: column, Num: ids},
					{Column: "due", Below: int64(today) + ahead + 1}}
			},
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				x := v.(*Duty)
				why := mine(who, x)
				if why == "" || x.InPerson && !who.InPerson() {
					return "", nil
				}
				return "discharge", []text.Message{text.M(why), d.why(x)}
			},
			Due:   func(v noun.Value) when.Day { return v.(*Duty).Due },
			Light: func(v noun.Value, today when.Day) due.Light { return d.Bands.Light(v.(*Duty), today) }}
	}
	return []noun.Wait{
		wait(func(who actor.Actor) (string, []int64) { return "person", idsOf(who.Whose()) },
			func(who actor.Actor, x *Duty) string {
				if x.InPerson && !slices.Contains(Firsts(who), x.Body) { // only the first responsible person could
					return ""
				}
				return "duty.why.person"
			}),
		wait(func(who actor.Actor) (string, []int64) { return "body", idsOf(Firsts(who)...) },
			func(_ actor.Actor, x *Duty) string {
				if x.Person == 0 && (x.InPerson || x.Level == First) {
					return "duty.why.first"
				}
				return ""
			}),
		wait(func(who actor.Actor) (string, []int64) { return "unit", idsOf(Staffed(who)...) },
			func(_ actor.Actor, x *Duty) string {
				if x.Person == 0 && !x.InPerson && x.Level == Team {
					return "duty.why.team"
				}
				return ""
			}),
	}
}

// Firsts are the bodies whose first responsible person somebody is.
func Firsts(who actor.Actor) (out []ref.ID) {
	for _, g := range who.Grants {
		if g.Role == actor.FirstResponsible && g.Body != 0 && !slices.Contains(out, g.Body) {
			out = append(out, g.Body)
		}
	}
	return out
}

// Staffed are the units whose team's duties somebody does as its clerk or staff.
func Staffed(who actor.Actor) (out []ref.ID) {
	for _, g := range who.Grants {
		if g.Role != actor.Clerk && g.Role != actor.Staff {
			continue
		}
		for _, u := range g.Own {
			if !slices.Contains(out, u) {
				out = append(out, u)
			}
		}
	}
	return out
}

func idsOf(ids ...ref.ID) (out []int64) {
	for _, id := range ids {
		if id != 0 {
			out = append(out, int64(id))
		}
	}
	return out
}

// why says which rule asks for a duty: for a period, or after what happened.
func (d Commands) why(x *Duty) text.Message {
	key := "duty.why.rule"
	if r, ok := d.Rule(x.Rule, x.BeginsOn); ok && !r.Cadence.ByCalendar() {
		key = "duty.why." + string(r.Cadence)
	}
	return text.M(key, "period", x.Period, "on", x.BeginsOn, "times", x.Times, "count", x.Count)
}
