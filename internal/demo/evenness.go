package demo

import (
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// strict is the town that is put under an order for what is handled in the unit elsewhere.
const strict = "华坪镇"

// likeSince is a day from which on a year has enough problems of all units to compare with; early in a year it lies in
// the last one.
func likeSince(today when.Day) when.Day {
	day := today - 40
	if year := today.Year(); day < when.Date(year, 5, 1) {
		day = when.Date(year-1, 11, 20)
	}
	return day
}

// unequal plays a town whose slight problems of duty were all put under orders, where other units put theirs right by
// themselves: what the page of like problems asks about.
func (p *play) unequal() {
	for i := range 4 {
		p.start(likeSince(p.today)+when.Day(2*i), func(l *life) {
			side := actor.Principal
			m, ok := l.registerOf(p.code(p.unit[strict].code), side, problem.Slight, "duty")
			if !ok {
				return
			}
			l.wait(0)
			if len(p.problemNow(m.id).Standing(l.today())) > 0 {
				p.did(p.Problems.KeepLevel(p.ctx, p.command(p.office(side, true)), m.id, pick(l, keeps)))
			}
			w := l.take(m, l.issue(m, order.FromProblem, order.Ordinary), m.due)
			l.between(0, 1)
			w.acknowledge()
			l.between(2, 4)
			w.report(0, 1)
			l.between(1, 3)
			w.finish()
		})
	}
}

// registerOf puts a problem of a category on the list.
func (l *life) registerOf(unit ref.ID, side actor.Side, level problem.Level, category string) (matter, bool) {
	for range 40 {
		in, ok := l.tell(unit, side, level, "daily-check")
		if !ok {
			return matter{}, false
		}
		if in.Category == category {
			r := l.p.did(l.p.Problems.Register(l.p.ctx, l.p.command(l.p.office(side, false)), in))
			return matter{r.Object.ID, side, unit, level, in.Due, in}, true
		}
		delete(l.p.told, in.Facts) // somebody else may tell it
	}
	return matter{}, false
}
