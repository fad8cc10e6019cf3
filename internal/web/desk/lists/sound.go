package lists

import (
	"net/url"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/when"
)

// field is one name that a list's address may hold, the word for it on the
// page, and what it may say today.
type field struct {
	name, key string
	known     func(v *desk.Visit, c *bodies.County, value string) bool
}

func oneOf(words ...string) func(*desk.Visit, *bodies.County, string) bool {
	return func(_ *desk.Visit, _ *bodies.County, s string) bool { return slices.Contains(words, s) }
}

func coded(kind policy.Kind) func(*desk.Visit, *bodies.County, string) bool {
	return func(v *desk.Visit, _ *bodies.County, s string) bool {
		return slices.Contains(v.Desk.Policy.Codes(kind), s)
	}
}

func named(_ *desk.Visit, c *bodies.County, s string) bool { return c.Name(ref.Parse(s)) != "" }

func aPerson(_ *desk.Visit, c *bodies.County, s string) bool {
	_, known := c.Person(ref.Parse(s))
	return known
}

// aSpan is a year or a month.
func aSpan(_ *desk.Visit, _ *bodies.County, s string) bool {
	_, ok := when.ParseSpan(s)
	return ok
}

func all[T ~string](list []T, more ...string) []string {
	for _, x := range list {
		more = append(more, string(x))
	}
	return more
}

var (
	aSide       = oneOf(string(actor.Principal), string(actor.Supervisory))
	aSort       = oneOf(all(order.Sorts)...)
	orderFields = []field{
		{"unit", "order.unit", named},
		{"person", "list.person", aPerson},
		{"state", "order.state", oneOf(all(order.States, "working")...)},
		{"level", "problem.level", coded(policy.ProblemLevel)},
		{"side", "problem.side", aSide},
		{"quarter", "list.quarter", oneOf("issued", "closed")},
		{"issued", "order.span.issued", aSpan},
		{"closed", "order.span.closed", aSpan},
		{"met", "list.met", oneOf(mets...)},
		{"due", "list.due", oneOf("over", "soon")},
		{"light", "list.light", oneOf(string(order.Blue), string(order.Yellow), string(order.Red))},
		{"sort", "list.sort", aSort},
	}
	problemFields = []field{
		{"unit", "problem.unit", named},
		{"person", "list.person", aPerson},
		{"state", "problem.state", oneOf(all(problem.States)...)},
		{"level", "problem.level", coded(policy.ProblemLevel)},
		{"side", "problem.side", aSide},
		{"source", "problem.source", coded(policy.Source)},
		{"category", "problem.category", coded(policy.Category)},
		{"quarter", "list.quarter", oneOf("registered", "closed")},
		{"registered", "problem.span.registered", aSpan},
		{"closed", "problem.span.closed", aSpan},
		{"met", "list.met", oneOf(mets...)},
		{"except", "problem.unit", named},
		{"followed", "problem.followed", oneOf(all(problem.Sequels, string(problem.Watched))...)},
		{"due", "list.due", oneOf("over", "soon")},
		{"tab", "list.views", func(_ *desk.Visit, _ *bodies.County, s string) bool { return problemTab(s) >= 0 }},
		{"sort", "list.sort", aSort},
	}
)

// sound takes out of an address what no filter knows, or knows no more, and
// says what it took: an old link or a saved view then shows the rest of what it
// asked for, and not an empty list that looks like good news.
func sound(v *desk.Visit, c *bodies.County, fields []field, q url.Values) (dropped []string) {
	for _, f := range fields {
		if s := q.Get(f.name); s != "" && !f.known(v, c, s) {
			q.Del(f.name)
			dropped = append(dropped, v.P.T(f.key))
		}
	}
	return dropped
}

// mets are what of its day an address may ask: closed in time, closed late, or overdue and not reported done.
var mets = []string{string(sift.InTime), string(sift.Late), "over"}

// metOf reads it.
func metOf(q url.Values, today when.Day) (met sift.Met, unmet when.Day) {
	switch m := q.Get("met"); {
	case sift.Met(m).Known():
		return sift.Met(m), 0
	case m == "over":
		return "", today
	}
	return "", 0
}
