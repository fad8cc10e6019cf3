package evenness

import (
	"context"
	"net/url"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Reads is what comparisons are read from.
type Reads interface {
	// CountLike counts what each unit of a county had of like problems registered in a period on a side.
	CountLike(ctx context.Context, jurisdiction int32, side actor.Side, registered when.Period) ([]Count, error)
	// Acts is how many entries the county's journal has.
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Board compares what somebody may see.
type Board struct {
	Read Reads
	Rule func() Rule // in force
}

// Asked is which problems are compared: those registered in a year on a side.
type Asked struct {
	Side actor.Side
	Year int
}

// Object is what access asks of a line: a unit's on a side; of unit 0 it is that of all.
func (a Asked) Object(jurisdiction int32, unit ref.ID) access.Object {
	return access.Object{Jurisdiction: jurisdiction, Kind: ref.Problem, Unit: unit, Side: a.Side}
}

// Whole says whether somebody sees the lines of all units of the side.
func (a Asked) Whole(who actor.Actor) bool {
	return access.Can(who, "evenness.see", a.Object(who.Jurisdiction, 0))
}

// Sides are those of which somebody sees any line, those that they see whole first: an office sees the other side's of
// the unit that it is seated in, a unit's people both of theirs.
func Sides(who actor.Actor) []actor.Side {
	var whole, part []actor.Side
	for _, side := range []actor.Side{actor.Principal, actor.Supervisory} {
		a := Asked{Side: side}
		any := false
		for _, u := range access.ScopeOf(who, "evenness.see").Units() {
			any = any || access.Can(who, "evenness.see", a.Object(who.Jurisdiction, u))
		}
		switch {
		case a.Whole(who):
			whole = append(whole, side)
		case any:
			part = append(part, side)
		}
	}
	return append(whole, part...)
}

// Compare is what somebody sees: of each kind the figures of all units, and the lines of and questions about those that
// they see. Who does not see all of a side is shown the kinds alone of which a unit of theirs had a problem.
func (b Board) Compare(ctx context.Context, who actor.Actor, a Asked) (out []Group, err error) {
	if a.Side == "" { // nobody's line is to be seen
		return nil, nil
	}
	days := when.Period{From: when.Date(a.Year, 1, 1), To: when.Date(a.Year+1, 1, 1)}
	counts, err := b.Read.CountLike(ctx, who.Jurisdiction, a.Side, days)
	if err != nil {
		return nil, err
	}
	whole := a.Whole(who)
	sees := func(unit ref.ID) bool { return access.Can(who, "evenness.see", a.Object(who.Jurisdiction, unit)) }
	for _, g := range Compare(b.Rule(), counts) {
		if g = g.of(sees); whole || len(g.Units) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

// of leaves the units that somebody sees.
func (g Group) of(sees func(ref.ID) bool) Group {
	out := Group{All: g.All}
	for _, c := range g.Units {
		if sees(c.Unit) {
			out.Units = append(out.Units, c)
		}
	}
	for _, o := range g.Outliers {
		if sees(o.Own.Unit) {
			out.Outliers = append(out.Outliers, o)
		}
	}
	return out
}

// Whose are a unit's problems, or those of all but one; the zero Whose are all.
type Whose struct{ Unit, Except ref.ID }

// List is the address of the problems that a figure is the number of: all of a kind, or those that something followed.
func (a Asked) List(l Like, w Whose, s problem.Sequel) string { return a.list(l, w, s, "all") }

// Closed is the address of those of a kind that were closed.
func (a Asked) Closed(l Like, w Whose) string { return a.list(l, w, problem.Watched, "closed") }

func (a Asked) list(l Like, w Whose, s problem.Sequel, tab string) string {
	q := url.Values{"side": {string(a.Side)}, "registered": {strconv.Itoa(a.Year)}, "category": {l.Category},
		"level": {string(l.Level)}, "standing": {"1"}, "followed": {string(s)}, "tab": {tab}}
	if w.Unit != 0 {
		q.Set("unit", w.Unit.String())
	}
	if w.Except != 0 {
		q.Set("except", w.Except.String())
	}
	return "/problems?" + q.Encode()
}
