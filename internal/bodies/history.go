package bodies

import (
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Spell is a time in which one side's answer for a unit stayed the same: the
// same row, the same bodies, the same trouble.
type Spell struct {
	Period when.Period
	Half   Half // as on the first day of the spell
}

// History is who answered for the unit on one side, from its founding to its
// end or to the last change already written down, without a hole.
func (r *Register) History(unit ref.ID, side Side) []Spell {
	u, ok := r.Unit(unit)
	if !ok || u.When.From >= u.When.To {
		return nil
	}
	rows := r.around(unit)
	var out []Spell
	days := changes(rows, u.When)
	for i, day := range days {
		to := u.When.To
		if i+1 < len(days) {
			to = days[i+1]
		}
		a := Snapshot(day, rows).Responsible(unit)
		h := a.Half(side)
		if n := len(out); n > 0 && out[n-1].Half.same(h) {
			out[n-1].Period.To = to
			continue
		}
		out = append(out, Spell{when.Period{From: day, To: to}, h})
	}
	return out
}

// same compares what an answer says, not its words and dates.
func (h Half) same(o Half) bool {
	return h.Row == o.Row && h.Base == o.Base && h.By == o.By && h.Trouble == o.Trouble &&
		slices.Equal(h.Charges, o.Charges) &&
		slices.Equal(h.Chain, o.Chain)
}

// around picks the rows on which the answer for one unit can rest: those of
// itself, of every unit it ever stood under, and the county's single bodies.
func (r *Register) around(unit ref.ID) Rows {
	near := map[ref.ID]bool{unit: true}
	for queue := []ref.ID{unit}; len(queue) > 0; queue = queue[1:] {
		for _, f := range r.facts[queue[0]] {
			if f.Parent != 0 && !near[f.Parent] {
				near[f.Parent] = true
				queue = append(queue, f.Parent)
			}
		}
	}
	var out Rows
	body := map[ref.ID]bool{}
	for id := range near {
		if u, ok := r.Unit(id); ok {
			out.Units = append(out.Units, u)
		}
		out.Facts = append(out.Facts, r.facts[id]...)
	}
	for _, s := range r.rows.Services {
		if near[s.Unit] {
			out.Services, body[s.Body] = append(out.Services, s), true
		}
	}
	for _, a := range r.rows.Assignments {
		if near[a.Unit] {
			out.Assignments, body[a.Body] = append(out.Assignments, a), true
		}
	}
	for _, b := range r.rows.Bodies {
		if near[b.Unit] || body[b.ID] || b.Kind.Single() {
			out.Bodies, body[b.ID] = append(out.Bodies, b), true
		}
	}
	for _, n := range r.rows.Names {
		if body[n.Body] {
			out.Names = append(out.Names, n)
		}
	}
	return out
}

// changes lists the days within a period on which any of the rows starts or
// ends, the period's first day before all.
func changes(rows Rows, within when.Period) []when.Day {
	days := []when.Day{within.From}
	note := func(p when.Period) {
		for _, d := range []when.Day{p.From, p.To} {
			if within.Holds(d) {
				days = append(days, d)
			}
		}
	}
	for _, x := range rows.Units {
		note(x.When)
	}
	for _, x := range rows.Facts {
		note(x.Period)
	}
	for _, x := range rows.Bodies {
		note(x.Period)
	}
	for _, x := range rows.Services {
		note(x.Period)
	}
	for _, x := range rows.Assignments {
		note(x.Period)
	}
	slices.Sort(days)
	return slices.Compact(days)
}
