package institutions

import (
	"context"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// pledged stands for a noun of an institution.
type pledged struct {
	noun.Base
	MadeOn when.Day
}

// counts answers what is asked of the store, and holds what was asked.
type counts struct {
	base  []noun.Cond
	lists int
}

func (*counts) DutyTallies(context.Context, access.Scope, int, when.Day) ([]duty.Tally, error) {
	return []duty.Tally{
		{Unit: 2, Rule: "pledge", All: 2, Open: 1, Over: 1, Done: 1, DoneLate: 1},
		{Unit: 1, Rule: "pledge", All: 1, Done: 1},
		{Unit: 1, Rule: "talk-a", All: 4, Open: 4},
		{Unit: 1, Rule: "talk-b", All: 1, Done: 1},
		{Unit: 1, Rule: "study", All: 9, Open: 9, Over: 9}, // of no institution
	}, nil
}

func (c *counts) CountedBy(_ context.Context, _ ref.Kind, _ access.Scope, base []noun.Cond, lists ...[]noun.Cond) (
	[]noun.Counted, error) {
	c.base, c.lists = base, len(lists)
	return []noun.Counted{{Unit: 1, Body: 7, N: []int64{2, 0}}, {Unit: 3, N: []int64{1, 1}}}, nil
}

// What the rules of an institution asked is added up by unit, with what its nouns hold of
// the year; the unit where most is late stands first, and rules of none are left out.
func TestYearOfInstitutions(t *testing.T) {
	n := &noun.Noun{Institution: "pledges", Span: "madeOn", Shape: noun.Shape{Fields: field.Fields{
		field.Day("madeOn", true, func(p *pledged) *when.Day { return &p.MadeOn })}},
		Tabs: []noun.Tab{{Name: "all"}, {Name: Behind, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
			return []noun.Cond{{Column: "due", Below: int64(today)}}
		}}}}
	other := &noun.Noun{Institution: "pledges"} // has no day: cannot be of a year
	c := &counts{}
	got, err := Read(context.Background(), c, Asked{County: &bodies.County{}, Nouns: []*noun.Noun{n, other},
		Reach: func(v access.Verb) access.Scope { return access.ScopeOf(actor.Machine(1, "test"), v) },
		Codes: []string{"talks", "pledges"},
		Of: func(rule string) string {
			return map[string]string{"pledge": "pledges", "talk-a": "talks", "talk-b": "talks"}[rule]
		}, Year: 2026, Today: when.Date(2026, 11, 30)})
	if err != nil {
		t.Fatal(err)
	}
	if c.lists != 2 || len(c.base) != 1 || c.base[0].Column != "made_on" ||
		c.base[0].Least != int64(when.Date(2026, 1, 1)) || c.base[0].Below != int64(when.Date(2027, 1, 1)) {
		t.Errorf("asked %+v and %d lists", c.base, c.lists)
	}
	talks, pledges := got.Sums[0], got.Sums[1]
	if talks != (Stand{Asked: 5, Open: 4, Done: 1}) {
		t.Errorf("talks %+v", talks)
	}
	if pledges != (Stand{Asked: 3, Open: 1, Over: 1, Done: 2, DoneLate: 1, Made: 3, Behind: 1}) || pledges.Late() != 2 {
		t.Errorf("pledges %+v", pledges)
	}
	var units []ref.ID
	for _, r := range got.Rows {
		units = append(units, r.Unit)
	}
	if len(units) != 3 || units[2] != 1 {
		t.Errorf("rows of units %v: that in time stands last", units)
	}
	if found := Of([]*noun.Noun{n, other}, "talks"); len(found) != 0 {
		t.Errorf("%d nouns of the talks", len(found))
	}
	// A clerk reads the own unit alone, whatever the nouns are open to.
	clerk := actor.Actor{Account: 1, Person: 5, Jurisdiction: 1,
		Grants: []actor.Grant{{Role: actor.Clerk, Unit: 2, Own: []ref.ID{2}}}}
	own, err := Read(context.Background(), c, Asked{County: &bodies.County{}, Nouns: []*noun.Noun{n},
		Reach: func(v access.Verb) access.Scope { return access.ScopeOf(clerk, v) }, Codes: []string{"pledges"},
		Of: func(string) string { return "pledges" }, Year: 2026, Today: when.Date(2026, 11, 30)})
	if err != nil || len(own.Rows) != 1 || own.Rows[0].Unit != 2 || own.Sums[0].Made != 0 || own.Sums[0].Asked != 2 {
		t.Errorf("a clerk reads %+v (%v)", own, err)
	}
}
