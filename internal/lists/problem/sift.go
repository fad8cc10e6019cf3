package problem

import (
	"slices"

	"shuangze/internal/lists/sift"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// asks makes a question: rows as the store keeps them, and the rule on a problem.
func asks(asked func(Filter) bool, rows func(Filter) sift.All,
	holds func(Filter, Problem) bool) sift.Question[Filter, Problem] {
	return sift.Question[Filter, Problem]{Asked: asked, Rows: rows, Holds: holds}
}

// Unmatched says that a name of a ledger stands for nobody of the register.
func (p Problem) Unmatched() bool {
	return p.Leader == 0 && p.LeaderName != "" || p.Handler == 0 && p.HandlerName != ""
}

// Needs says whether the problem needs an order and has none, by the levels that do.
func (p Problem) Needs(levels []Level) bool {
	return p.State == Registered && p.Order == 0 && slices.Contains(levels, p.Level)
}

// proposed says that a higher level stands proposed on a day.
func (p Problem) proposed(on when.Day) bool {
	return p.State.Open() && p.ProposeOn() != 0 && p.ProposeOn() <= on
}

// standing are the states of a problem that was not registered by mistake.
var standing = slices.DeleteFunc(slices.Clone(States), func(s State) bool { return s == Withdrawn })

// unmet are the states of a problem that nobody reported put right.
var unmet = []State{Registered, Ordered}

// Questions are what the list of problems can be asked of each by itself. That an order
// is being drafted is asked by order.NoDraft; words found in the index and which problems
// are named stand with who keeps them.
var Questions = []sift.Question[Filter, Problem]{
	asks(func(f Filter) bool { return f.Open },
		func(Filter) sift.All { return sift.All{sift.Yes("open")} },
		func(_ Filter, p Problem) bool { return p.State.Open() }).Summed(
		func(_ Filter, t *trail.Tally) bool { return State(t.State).Open() }),
	asks(func(f Filter) bool { return f.Unnoted },
		func(Filter) sift.All {
			return sift.All{sift.Yes("open"), sift.Given("note_by"), sift.None("noted_at")}
		},
		func(_ Filter, p Problem) bool { return p.Unnoted() }),
	asks(func(f Filter) bool { return f.Proposed != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Yes("open"), sift.Given("propose_on"), sift.Num("propose_on", sift.UpTo, f.Proposed)}
		},
		func(f Filter, p Problem) bool { return p.proposed(f.Proposed) }),
	asks(func(f Filter) bool { return f.State != "" },
		func(f Filter) sift.All { return sift.All{sift.Code("state", f.State)} },
		func(f Filter, p Problem) bool { return p.State == f.State }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.State == string(f.State) }),
	asks(func(f Filter) bool { return f.Unit != 0 },
		func(f Filter) sift.All { return sift.All{sift.Num("unit", sift.Equal, f.Unit)} },
		func(f Filter, p Problem) bool { return p.Unit == f.Unit }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.Unit == f.Unit }),
	asks(func(f Filter) bool { return f.Except != 0 },
		func(f Filter) sift.All { return sift.All{sift.Num("unit", sift.Unlike, f.Except)} },
		func(f Filter, p Problem) bool { return p.Unit != f.Except }),
	asks(func(f Filter) bool { return f.Followed != "" },
		func(f Filter) sift.All { return f.Followed.Rows() }, nil),
	asks(func(f Filter) bool { return f.Side != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("side", f.Side)} },
		func(f Filter, p Problem) bool { return p.Side == f.Side }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.Side == string(f.Side) }),
	asks(func(f Filter) bool { return f.Level != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("level", f.Level)} },
		func(f Filter, p Problem) bool { return p.Level == f.Level }).Summed(
		func(f Filter, t *trail.Tally) bool { return t.Level == string(f.Level) }),
	asks(func(f Filter) bool { return f.Person != 0 },
		func(f Filter) sift.All { return sift.All{sift.Hands(f.Person)} },
		func(f Filter, p Problem) bool { return p.Leader == f.Person || p.Handler == f.Person }),
	asks(func(f Filter) bool { return f.Source != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("source", f.Source)} },
		func(f Filter, p Problem) bool { return p.Source == f.Source }),
	asks(func(f Filter) bool { return f.Category != "" },
		func(f Filter) sift.All { return sift.All{sift.Is("category", f.Category)} },
		func(f Filter, p Problem) bool { return p.Category == f.Category }),
	asks(func(f Filter) bool { return f.Standing },
		func(Filter) sift.All { return sift.All{sift.In("state", standing)} },
		func(_ Filter, p Problem) bool { return p.State != Withdrawn }).Summed(
		func(_ Filter, t *trail.Tally) bool { return t.State != string(Withdrawn) }),
	asks(func(f Filter) bool { return f.Since != 0 },
		func(f Filter) sift.All { return sift.All{sift.Num("registered_at", sift.From, f.Since)} },
		func(f Filter, p Problem) bool { return p.RegisteredAt >= f.Since }),
	asks(func(f Filter) bool { return f.Closed != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Given("closed_at"), sift.Num("closed_at", sift.From, f.Closed), sift.Code("state", Closed)}
		},
		func(f Filter, p Problem) bool { return p.State == Closed && p.ClosedAt != 0 && p.ClosedAt >= f.Closed }),
	asks(func(f Filter) bool { return f.Registers.To != 0 },
		func(f Filter) sift.All { return sift.On("registered_at", f.Registers) },
		func(f Filter, p Problem) bool { return p.RegisteredAt != 0 && f.Registers.Holds(p.RegisteredAt.Day()) }),
	asks(func(f Filter) bool { return f.Unmet != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Code("state", unmet...), sift.No("long_term"), sift.Given("due"),
				sift.Num("due", sift.Below, f.Unmet)}
		},
		func(f Filter, p Problem) bool {
			return slices.Contains(unmet, p.State) && p.Binds() != 0 && p.Binds() < f.Unmet
		}),
	asks(func(f Filter) bool { return f.Met != "" },
		func(f Filter) sift.All {
			return append(f.Met.Rows("due", "requested_at", "closed_at"), sift.Code("state", Closed), sift.No("long_term"),
				sift.No("history"))
		},
		func(f Filter, p Problem) bool {
			return p.State == Closed && !p.History && p.Binds() != 0 && p.ClosedLate() == (f.Met == sift.Late)
		}),
	asks(func(f Filter) bool { return f.Closes.To != 0 },
		func(f Filter) sift.All { return append(sift.On("closed_at", f.Closes), sift.Code("state", Closed)) },
		func(f Filter, p Problem) bool {
			return p.State == Closed && p.ClosedAt != 0 && f.Closes.Holds(p.ClosedAt.Day())
		}),
	asks(func(f Filter) bool { return f.Overdue != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Yes("open"), sift.Given("due"), sift.Num("due", sift.Below, f.Overdue), sift.No("long_term")}
		},
		func(f Filter, p Problem) bool { return p.Overdue(f.Overdue) }).Summed(
		func(f Filter, t *trail.Tally) bool { return State(t.State).Open() && t.Due < f.Overdue }),
	asks(func(f Filter) bool { return f.DueBelow != 0 },
		func(f Filter) sift.All {
			return sift.All{sift.Yes("open"), sift.No("long_term"), sift.Num("due", sift.From, max(f.DueFrom, 1)),
				sift.Num("due", sift.Below, f.DueBelow)}
		},
		func(f Filter, p Problem) bool { return p.Overdue(f.DueBelow) && p.Due >= f.DueFrom }),
	asks(func(f Filter) bool { return f.NeedsOrder != nil },
		func(f Filter) sift.All {
			return sift.All{sift.Code("state", Registered), sift.None("order_id"), sift.In("level", f.NeedsOrder)}
		},
		func(f Filter, p Problem) bool { return p.Needs(f.NeedsOrder) }).Summed(
		func(f Filter, t *trail.Tally) bool { // a registered problem has no order
			return State(t.State) == Registered && slices.Contains(f.NeedsOrder, Level(t.Level))
		}),
	asks(func(f Filter) bool { return f.Unmatched },
		func(Filter) sift.All {
			return sift.All{sift.OneOf(sift.All{sift.None("leader"), sift.Filled("leader_name")},
				sift.All{sift.None("handler"), sift.Filled("handler_name")})}
		},
		func(_ Filter, p Problem) bool { return p.Unmatched() }),
}

// Rows are the conditions of all that is asked.
func (f Filter) Rows() sift.All { return sift.Rows(Questions, f) }

// Holds says whether a problem is among what is asked for, as far as Questions go.
func (f Filter) Holds(p Problem) bool { return sift.Holds(Questions, f, p) }

// Sums says of a sum of problems whether it is among what is asked for; told is false
// where no sum tells.
func (f Filter) Sums() (of func(*trail.Tally) bool, told bool) {
	if f.Undrafted || len(f.IDs) > 0 || f.Words != "" {
		return nil, false
	}
	return sift.Sums(Questions, f)
}
