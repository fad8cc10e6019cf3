package consequences

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Count is how what follows in a year stands for one unit: how many are to be carried out, how many of these are late,
// how many were carried out and go on, ended on their day, or became void.
type Count struct {
	Unit                          ref.ID // the unit that they are counted of; 0 = of none
	Open, Late, Done, Ended, Void int64
}

// All is how many there are.
func (c Count) All() int64 { return c.Open + c.Done + c.Ended + c.Void }

// Stands are the figures of a count, by the tab of the list that holds them; late ones are open ones too.
var Stands = []string{"all", Open, "late", Done, Ended, Void}

// Of is one of the figures.
func (c Count) Of(stand string) int64 {
	return [...]int64{c.All(), c.Open, c.Late, c.Done, c.Ended, c.Void}[slices.Index(Stands, stand)]
}

// plus adds another count.
func (c Count) plus(o Count) Count {
	return Count{c.Unit, c.Open + o.Open, c.Late + o.Late, c.Done + o.Done, c.Ended + o.Ended, c.Void + o.Void}
}

// Year asks of a year: that which was assessed, or in which was decided.
type Year struct {
	Year int
	Hand string // Reward or Sanction; "" = both
}

// List is the address of what a figure is the number of.
func (y Year) List(unit ref.ID, stand string) string {
	q := url.Values{"tab": {stand}, "year": {strconv.Itoa(y.Year)}}
	if y.Hand != "" {
		q.Set("hand", y.Hand)
	}
	if unit != 0 {
		q.Set("place", unit.String())
	}
	return "/consequences?" + q.Encode()
}

// Counts is what the year is counted from.
type Counts interface {
	// CountFollowing counts what follows in a year within a scope, by unit, in one statement.
	CountFollowing(ctx context.Context, s access.Scope, y Year, today when.Day) ([]Count, error)
	// Acts is how many entries the county's journal has.
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Board is the year of what follows: of each unit what somebody may list.
type Board struct{ Read Counts }

// Count is the year for all units of which there is anything, in the order of the register, and all of them together.
func (b Board) Count(ctx context.Context, who actor.Actor, r *bodies.County, y Year) (all Count, out []Count,
	err error) {
	out, err = b.Read.CountFollowing(ctx, access.ScopeOf(who, "consequence.see"), y, r.Day())
	if err != nil {
		return all, nil, err
	}
	at := map[ref.ID]int{}
	for i, u := range r.Units() {
		at[u] = i + 1
	}
	slices.SortFunc(out, func(a, b Count) int {
		if x, y := at[a.Unit], at[b.Unit]; x != y {
			return x - y
		}
		return int(a.Unit - b.Unit)
	})
	for _, c := range out {
		all = all.plus(c)
	}
	return all, out, nil
}
