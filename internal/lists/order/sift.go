package order

import (
	"slices"

	"shuangze/internal/lists/sift"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// asks makes a question: rows as the store keeps them, and the rule on an order.
func asks(asked func(Filter) bool, rows func(Filter) sift.All,
	holds func(Filter, Order) bool) sift.Question[Filter, Order] {
	return sift.Question[Filter, Order]{Asked: asked, Rows: rows, Holds: holds}
}

// InHands are the states in which an order is in its unit's hands, Unissued those
// before it binds anybody.
var (
	InHands  = []State{Acknowledged, InProgress, Requested}
	Unissued = []State{Draft, Awaiting}
)

// bindsBetween says that an open order is bound by a day from one on and before another.
func bindsBetween(o Order, from, below when.Day) bool {
	return o.State.Open() && !o.LongTerm && o.Due >= from && o.Due < below
}

// light are the rows of a light, within Bounds; what is kept up for good has none.
func light(f Filter) sift.All {
	b := f.Bounds
	out := sift.All{sift.Yes("open"), sift.No("long_term")}
	switch f.Light {
	case Red:
		out = append(out, sift.Num("due", sift.Below, b.RedBefore))
	case Yellow:
		out = append(out, sift.Num("due", sift.From, b.RedBefore), sift.Num("due", sift.Below, b.Today))
	case Blue:
		out = append(out, sift.Num("due", sift.From, b.Today), sift.Num("due", sift.Below, b.ClearFrom))
	}
	return out
}

func lit(f Filter, o Order) bool {
	b := f.Bounds
	switch f.Light {
	case Red:
		return bindsBetween(o, 0, b.RedBefore)
	case Yellow:
		return bindsBetween(o, b.RedBefore, b.Today)
	case Blue:
		return bindsBetween(o, b.Today, b.ClearFrom)
	}
	return o.State.Open() && !o.LongTerm
}

// litSum is lit of a sum, whose day says that nothing binds, or that what does is kept up.
func litSum(f Filter, t *trail.Tally) bool {
	b := f.Bounds
	if !State(t.State).Open() {
		return false
	}
	switch f.Light {
	case Red:
		return t.Due < b.RedBefore
	case Yellow:
		return t.Due >= b.RedBefore && t.Due < b.Today
	case Blue:
		return t.Due >= b.Today && t.Due < b.ClearFrom
	}
	return true
}

// posts that had ended by a day, as those who held them.
func ended(by when.Day) *sift.Sub {
	return &sift.Sub{Table: "appointment", Column: "person", Where: sift.All{sift.Num("to_day", sift.UpTo, by)}}
}

// NoDraft says of problems that no order is being drafted for them.
var NoDraft = sift.Cond{Column: "id", Op: sift.Without, Of: &sift.Sub{Table: "orders", Column: "problem",
	Where: sift.All{sift.Code("state", Unissued...), sift.Given("problem")}}}

// unmet are the states of an order that nobody reported done.
var unmet = []State{Issued, Acknowledged, InProgress}

// Questions are what the list of orders can be asked of each by itself. What hangs on
// other things (words found in the index) and which orders are named stands with who
// keeps them.
var Questions = []sift.Question[Filter, Order]{
	asks(func(f Filter) bool { return f.Open },
		func(Filter) sift.All { return sift.All{sift.Yes("open")} },
		func(_ Filter, o Order) bool { return o.State.Open() }).Summed(
		func(_ Filter, t *trail.Tally) bool { return State(t.State).Open() }),
	asks(func(f Filter) bool { return f.Light != Clear }, light, lit).Summed(
		litSum),
	asks(func(f Filter) bool { return f.DueBelow != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Yes("open"), sift.No("long_term"), sift.Num("due", sift.From, max(f.DueFrom, 1)),
				sift.Num("due", sift.Below, f.DueBelow)}
		},
		func(f Filter, o Order) bool { return o.Binds() != 0 && bindsBetween(o, f.DueFrom, f.DueBelow) }),
	asks(func(f Filter) bool { return f.Unsaid != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Code("state", Issued), sift.Given("acknowledge_by"),
				sift.Num("acknowledge_by", sift.Below, f.Unsaid)}
		},
		func(f Filter, o Order) bool {
			return o.State == Issued && o.AcknowledgeBy != 0 && o.AcknowledgeBy < f.Unsaid
		}),
	asks(func(f Filter) bool { return f.Review != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Yes("open"), sift.Given("review_by"), sift.Num("review_by", sift.UpTo, f.Review)}
		},
		func(f Filter, o Order) bool { return o.State.Open() && o.ReviewBy != 0 && o.ReviewBy <= f.Review }),
	asks(func(f Filter) bool { return f.State != "" },
		func(f Filter) sift.All { return sift.All{sift.Code("state", f.State)} },
		func(f Filter, o Order) bool { return o.State == f.State }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.State == string(f.State) }),
	asks(func(f Filter) bool { return f.Working },
		func(Filter) sift.All { return sift.All{sift.Code("state", InHands...)} },
		func(_ Filter, o Order) bool { return slices.Contains(InHands, o.State) }).Summed(
		func(_ Filter, t *trail.Tally) bool { return slices.Contains(InHands, State(t.State)) }),
	asks(func(f Filter) bool { return f.Unit != 0 },
		func(f Filter) sift.All { return sift.All{sift.Num("unit", sift.Equal, f.Unit)} },
		func(f Filter, o Order) bool { return o.Unit == f.Unit }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.Unit == f.Unit }),
	asks(func(f Filter) bool { return f.Side != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("side", f.Side)} },
		func(f Filter, o Order) bool { return o.Side == f.Side }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.Side == string(f.Side) }),
	asks(func(f Filter) bool { return f.Level != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("level", f.Level)} },
		func(f Filter, o Order) bool { return o.Level == f.Level }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.Level == f.Level }),
	asks(func(f Filter) bool { return f.Urgency != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("urgency", f.Urgency)} },
		func(f Filter, o Order) bool { return o.Urgency == f.Urgency }),
	asks(func(f Filter) bool { return f.Person != 0 },
		func(f Filter) sift.All { return sift.All{sift.Hands(f.Person)} },
		func(f Filter, o Order) bool { return o.Leader == f.Person || o.Handler == f.Person }),
	asks(func(f Filter) bool { return f.Special },
		func(Filter) sift.All { return sift.All{sift.Yes("special")} },
		func(_ Filter, o Order) bool { return o.Special }),
	asks(func(f Filter) bool { return f.Left != 0 },
		func(f Filter) sift.All {
			gone := func(column string) sift.All {
				return sift.All{sift.Yes("open"), {Column: column, Op: sift.Within, Of: ended(f.Left)}}
			}
			return sift.All{{Op: sift.Either, Apart: true, Any: []sift.All{gone("leader"), gone("handler")}}}
		}, nil),
	asks(func(f Filter) bool { return f.Asked },
		func(Filter) sift.All { return sift.All{sift.Given("asked_due")} },
		func(_ Filter, o Order) bool { return o.AskedDue != 0 }),
	asks(func(f Filter) bool { return f.IssuedSince != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Given("issued_at"), sift.Num("issued_at", sift.From, f.IssuedSince)}
		},
		func(f Filter, o Order) bool { return o.IssuedAt != 0 && o.IssuedAt >= f.IssuedSince }),
	asks(func(f Filter) bool { return f.Issues.To != 0 },
		func(f Filter) sift.All { return sift.On("issued_at", f.Issues) },
		func(f Filter, o Order) bool { return o.IssuedAt != 0 && f.Issues.Holds(o.IssuedAt.Day()) }),
	asks(func(f Filter) bool { return f.Unmet != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Code("state", unmet...), sift.No("long_term"), sift.Given("due"),
				sift.Num("due", sift.Below, f.Unmet)}
		},
		func(f Filter, o Order) bool {
			return slices.Contains(unmet, o.State) && o.Binds() != 0 && o.Binds() < f.Unmet
		}),
	asks(func(f Filter) bool { return f.Met != "" },
		func(f Filter) sift.All {
			return append(f.Met.Rows("due", "requested_at", "closed_at"), sift.Code("state", Closed), sift.No("long_term"))
		},
		func(f Filter, o Order) bool {
			return o.State == Closed && o.Binds() != 0 && o.ClosedLate() == (f.Met == sift.Late)
		}),
	asks(func(f Filter) bool { return f.Closes.To != 0 },
		func(f Filter) sift.All { return append(sift.On("closed_at", f.Closes), sift.Code("state", Closed)) },
		func(f Filter, o Order) bool {
			return o.State == Closed && o.ClosedAt != 0 && f.Closes.Holds(o.ClosedAt.Day())
		}),
	asks(func(f Filter) bool { return f.ClosedSince != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Given("closed_at"), sift.Num("closed_at", sift.From, f.ClosedSince),
				sift.Code("state", Closed)}
		},
		func(f Filter, o Order) bool {
			return o.State == Closed && o.ClosedAt != 0 && o.ClosedAt >= f.ClosedSince
		}),
}

// Rows are the conditions of all that is asked.
func (f Filter) Rows() sift.All { return sift.Rows(Questions, f) }

// Holds says whether an order is among what is asked for, as far as Questions go.
func (f Filter) Holds(o Order) bool { return sift.Holds(Questions, f, o) }

// Sums says of a sum of orders whether it is among what is asked for; told is false
// where no sum tells.
func (f Filter) Sums() (of func(*trail.Tally) bool, told bool) {
	if len(f.IDs) > 0 || f.Words != "" {
		return nil, false
	}
	return sift.Sums(Questions, f)
}
