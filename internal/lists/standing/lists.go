package standing

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
)

// Kinds are the five lists by what stands on them, in their order.
var Kinds = []ref.Kind{ref.Power, ref.Responsibility, ref.Task, ref.Problem, ref.Order}

// Part is what of a list is counted.
type Part string

// The parts. Only Rows is a part of a list whose rows have no day.
const (
	Rows Part = "rows"
	Open Part = "open"
	Late Part = "late"
	Soon Part = "soon"
)

// Parts are all of them.
var Parts = []Part{Rows, Open, Late, Soon}

// Of is how much of a list a part is.
func (p Part) Of(c Counts) int64 {
	switch p {
	case Open:
		return c.Open
	case Late:
		return c.Late
	case Soon:
		return c.Soon
	}
	return c.Rows
}

// List is one of the five: what it is called, who sees it, how it is signed and where
// what is counted of it is found.
type List struct {
	Of     ref.Kind
	Word   string // key of its name
	See    access.Verb
	Paper  string // kind of the paper by which it is signed; "" = it is not
	Yearly bool   // it is of a year; the others stand whatever the year
	At     map[Part]string
}

// Dated says that what stands on a list has a day, so that it can be late.
func (l List) Dated() bool { return l.At[Open] != "" }

// Lists are the five, in the order of Kinds.
var Lists = []List{
	{ref.Power, "power.list", "power.see", signoff.PowerList, false, map[Part]string{Rows: "/powers?tab=in-force"}},
	{ref.Responsibility, "responsibility.list", "responsibility.see", signoff.ResponsibilityList, true,
		map[Part]string{Rows: "/responsibilities?tab=in-force"}},
	{ref.Task, "task.list", "task.see", signoff.TaskList, true, map[Part]string{Rows: "/tasks?tab=all",
		Open: "/tasks?tab=open", Late: "/tasks?tab=overdue", Soon: "/tasks?tab=soon"}},
	{ref.Problem, "menu.problems", "problem.see", "", false, map[Part]string{Rows: "/problems?sort=-new&tab=all",
		Open: "/problems?tab=open", Late: "/problems?tab=overdue", Soon: "/problems?due=soon"}},
	{ref.Order, "menu.orders", "order.see", "", false, map[Part]string{Rows: "/orders?all=1&sort=-new",
		Open: "/orders?tab=open", Late: "/orders?due=over", Soon: "/orders?due=soon"}},
}

// Find is the list of what a name says; ok is false for any other name.
func Find(of ref.Kind) (List, bool) {
	i := slices.Index(Kinds, of)
	if i < 0 {
		return List{}, false
	}
	return Lists[i], true
}
