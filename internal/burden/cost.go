package burden

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Likeness is from which acts the time of an act is known.
type Likeness string

// From the same rule, from all other rules, or from the county's settings.
const (
	Same    Likeness = "same"
	Alike   Likeness = "alike"
	Default Likeness = "default"
)

// Cost is what a changed rule asks more, or less, in a year.
type Cost struct {
	Rule     string
	What, En string // as the policy says it
	Units    int64  // on which it is laid
	Acts     int64  // a year, more or less than before
	Mean     int64  // seconds of one act
	Likeness Likeness
	Seconds  int64 // a year, of the whole county
	// Events says that it is asked when something happens: it is counted as often as in the
	// last twelve months, a new one not at all.
	Events bool
}

// Bill is what a policy would cost beside another.
type Bill struct {
	Costs   []Cost
	Units   int64 // of the county that the changes are laid on
	Seconds int64 // a year, of the whole county
	Now     int64 // seconds of a unit in a week, as measured in the last twelve months
	Then    int64 // the same with the changes
}

// Monthly is what one unit would spend more or less in a month, in seconds.
func (b Bill) Monthly() int64 { return Share(b.Seconds, 12*b.Units) }

// Compare says what the rules of another policy would cost beside those in force.
func (b *Board) Compare(ctx context.Context, county *bodies.County, reach access.Scope, today when.Day,
	now, then []duty.Rule) (bill Bill, err error) {
	was, will := latest(now), latest(then)
	month := LastWhole(today)
	f := Filter{From: monthBack(month, monthsShown-1), To: month}
	measured, err := b.Read.Burdens(ctx, reach, f, ByRule)
	if err != nil {
		return bill, err
	}
	bound := map[ref.ID]bool{}
	for _, r := range append(slices.Clone(then), gone(now, will)...) {
		old, had := was[r.Code]
		next, has := will[r.Code]
		if had && has && reflect.DeepEqual(old, next) {
			continue
		}
		c := Cost{Rule: r.Code, What: r.What, Events: !r.Cadence.ByCalendar()}
		units := map[ref.ID]bool{}
		if has {
			c.Acts += b.acts(next, county, today, measured, units)
		}
		if had {
			c.Acts -= b.acts(old, county, today, measured, units)
		}
		c.Mean, c.Likeness = b.mean(r, measured)
		c.Units, c.Seconds = int64(len(units)), c.Acts*c.Mean
		if bill.Seconds += c.Seconds; c.Acts != 0 {
			for u := range units {
				bound[u] = true
			}
		}
		bill.Costs = append(bill.Costs, c)
	}
	slices.SortStableFunc(bill.Costs, func(a, b Cost) int { return cmp.Compare(b.Seconds, a.Seconds) })
	bill.Units = int64(len(bound))
	var all int64
	for _, m := range measured {
		if !b.Settings.RulesOnly || IsRule(m.Rule) {
			all += m.Seconds
		}
	}
	bill.Now = Share(all, 52*int64(len(county.ResponsibleUnits())))
	bill.Then = bill.Now + Share(bill.Seconds, 52*max(bill.Units, 1))
	return bill, nil
}

// latest are rules by their code.
func latest(list []duty.Rule) map[string]duty.Rule {
	out := map[string]duty.Rule{}
	for _, r := range list {
		out[r.Code] = r
	}
	return out
}

// gone are the rules that are no more.
func gone(now []duty.Rule, will map[string]duty.Rule) (out []duty.Rule) {
	for _, r := range now {
		if _, has := will[r.Code]; !has {
			out = append(out, r)
		}
	}
	return out
}

// acts is how often a rule is to be done in a year by all units, as the county stands; the
// units are noted.
func (b *Board) acts(r duty.Rule, county *bodies.County, today when.Day, measured []Sum,
	units map[ref.ID]bool) (n int64) {
	if r.In.To <= today {
		return 0
	}
	if !r.Cadence.ByCalendar() {
		for _, x := range county.Bodies() {
			if x.Unit != 0 && slices.Contains(r.Bodies, x.Kind) {
				units[x.Unit] = true
			}
		}
		i := slices.IndexFunc(measured, func(s Sum) bool { return s.Rule == r.Code })
		if i < 0 {
			return 0
		}
		return measured[i].Acts
	}
	y := today.Year()
	periods := r.Cadence.Periods(when.Date(y, 1, 1), when.Date(y, 12, 31))
	if len(periods) == 0 {
		return 0
	}
	for _, d := range r.Duties(county, b.Calendar, periods[0]) {
		if d.Unit != 0 { // the county's own organs have an office
			units[d.Unit] = true
			n += r.Times * int64(len(periods))
		}
	}
	return n
}

// mean is how long one act of a rule takes.
func (b *Board) mean(r duty.Rule, measured []Sum) (int64, Likeness) {
	var others Sum
	for _, s := range measured {
		switch {
		case s.Timed == 0:
		case s.Rule == r.Code:
			return Share(s.Seconds, s.Timed), Same
		case IsRule(s.Rule):
			others.add(s)
		}
	}
	if others.Timed > 0 {
		return Share(others.Seconds, others.Timed), Alike
	}
	n := b.Settings.PerAct + b.Fields*b.Settings.PerField
	if r.Proof != "" {
		n += b.Settings.PerFile
	}
	return n, Default
}
