package liaison

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func seats(ids ...ref.ID) (out []Seat) {
	for _, id := range ids {
		out = append(out, Seat{id, 1})
	}
	return out
}

// The proposal line by line: last year's stay, everybody has one before anybody has a second,
// nobody their own, and what is more than two each is left over.
func TestPropose(t *testing.T) {
	nobody := func(_, _ ref.ID) bool { return false }
	own := func(p, u ref.ID) bool { return p == 1 && u == 10 }
	for name, x := range map[string]struct {
		a    Asked
		want []Proposal
		left []ref.ID
	}{
		"even": {Asked{Seats: seats(1, 2), Units: []ref.ID{10, 11, 12}, Heads: nobody},
			[]Proposal{{10, Seat{1, 1}, false, 0}, {11, Seat{2, 1}, false, 0}, {12, Seat{1, 1}, false, 1}}, nil},
		"too many": {Asked{Seats: seats(1), Units: []ref.ID{10, 11, 12}, Heads: nobody},
			[]Proposal{{10, Seat{1, 1}, false, 0}, {11, Seat{1, 1}, false, 1}}, []ref.ID{12}},
		"kept": {Asked{Seats: seats(1, 2), Units: []ref.ID{10, 11}, Last: map[ref.ID]Seat{10: {2, 1}}, Heads: nobody},
			[]Proposal{{10, Seat{2, 1}, true, 0}, {11, Seat{1, 1}, false, 0}}, nil},
		"kept by who left": {Asked{Seats: seats(1), Units: []ref.ID{10}, Last: map[ref.ID]Seat{10: {9, 1}}, Heads: nobody},
			[]Proposal{{10, Seat{1, 1}, false, 0}}, nil},
		"both of last year, when others have one": {Asked{Seats: seats(1, 2), Units: []ref.ID{10, 11, 12},
			Last: map[ref.ID]Seat{10: {1, 1}, 11: {1, 1}}, Heads: nobody},
			[]Proposal{{10, Seat{1, 1}, true, 0}, {11, Seat{1, 1}, true, 1}, {12, Seat{2, 1}, false, 0}}, nil},
		"one goes to who has none": {Asked{Seats: seats(1, 2), Units: []ref.ID{10, 11},
			Last: map[ref.ID]Seat{10: {1, 1}, 11: {1, 1}}, Heads: nobody},
			[]Proposal{{10, Seat{1, 1}, true, 0}, {11, Seat{2, 1}, false, 0}}, nil},
		"not their own": {Asked{Seats: seats(1), Units: []ref.ID{10}, Heads: own}, nil, []ref.ID{10}},
		"their own against another": {Asked{Seats: seats(2, 1), Units: []ref.ID{11, 10}, Heads: own},
			[]Proposal{{11, Seat{1, 1}, false, 0}, {10, Seat{2, 1}, false, 0}}, nil},
		"full": {Asked{Seats: seats(1), Units: []ref.ID{10}, Load: map[ref.ID]int{1: 2}, Heads: nobody}, nil, []ref.ID{10}},
	} {
		out, left := Propose(x.a)
		if len(out)+len(x.want) > 0 && !reflect.DeepEqual(out, x.want) || len(left)+len(x.left) > 0 &&
			!reflect.DeepEqual(left, x.left) {
			t.Errorf("%s: %v, left %v", name, out, left)
		}
	}
}

// Of any county: as many as can be linked are, nobody more than two, nobody two more than
// another, nobody their own, and the same question has the same answer.
func TestProposeIsBalanced(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		a := Asked{Load: map[ref.ID]int{}, Last: map[ref.ID]Seat{}}
		head := map[ref.ID]ref.ID{} // of a unit
		for i := range 1 + r.IntN(8) {
			a.Seats = append(a.Seats, Seat{ref.ID(i + 1), 1})
		}
		for i := range r.IntN(20) {
			u := ref.ID(100 + i)
			a.Units = append(a.Units, u)
			if r.IntN(2) == 0 {
				a.Last[u] = Seat{ref.ID(1 + r.IntN(9)), 1}
			}
		}
		for i, p := range r.Perm(8) { // nobody heads two
			if i < len(a.Units) && r.IntN(2) == 0 {
				head[a.Units[i]] = ref.ID(p + 1)
			}
		}
		a.Heads = func(p, u ref.ID) bool { return head[u] == p }
		out, left := Propose(a)
		again, _ := Propose(a)
		if !reflect.DeepEqual(out, again) {
			t.Fatalf("%+v: two answers", a)
		}
		load := map[ref.ID]int{}
		for _, p := range out {
			load[p.Person]++
			if a.Heads(p.Person, p.Unit) {
				t.Fatalf("%+v: %v is their own", a, p)
			}
		}
		least, most := PerMember, 0
		for _, s := range a.Seats {
			least, most = min(least, load[s.Person]), max(most, load[s.Person])
		}
		if most > PerMember || most-least > 1 {
			t.Fatalf("%+v: from %d to %d: %v", a, least, most, out)
		}
		if len(out)+len(left) != len(a.Units) || len(left) > 0 && least < PerMember && len(a.Seats) > 1 {
			t.Fatalf("%+v: %d proposed, %v left", a, len(out), left)
		}
	}
}

// Each quarter after that of the last visit; the first in the quarter that the link began in,
// when that was in its first month.
func TestNext(t *testing.T) {
	day := func(m time.Month, d int) when.Day { return when.Date(2026, m, d) }
	for name, x := range map[string]struct{ since, last, want when.Day }{
		"in January":         {day(1, 31), 0, day(3, 31)},
		"in February":        {day(2, 1), 0, day(6, 30)},
		"at the end":         {day(12, 1), 0, 0},
		"visited in quarter": {day(1, 5), day(3, 31), day(6, 30)},
		"visited in October": {day(1, 5), day(10, 1), 0},
	} {
		l := &Link{Base: noun.Base{State: noun.InForce}, Year: 2026, Since: x.since}
		l.plan()
		if x.last != 0 {
			l.Visited(x.last)
		}
		if l.Next != x.want || x.want != 0 && (l.Late(x.want) || !l.Late(x.want+1)) {
			t.Errorf("%s: %s", name, l.Next)
		}
	}
}

// A visit lies within its link, and in no day to come.
func TestPaid(t *testing.T) {
	l := &Link{Base: noun.Base{State: noun.Ended, Unit: 7, Side: "principal"}, Year: 2026, Since: when.Date(2026, 2, 1)}
	l.EndedOn = when.Date(2026, 6, 1)
	today := when.Date(2026, 7, 1)
	for name, x := range map[string]struct {
		on   when.Day
		want string
	}{
		"within":        {when.Date(2026, 5, 31), ""},
		"before":        {when.Date(2026, 1, 31), "visit.on.link"},
		"when it ended": {when.Date(2026, 6, 1), "visit.on.link"},
		"tomorrow":      {today + 1, "record.on.later"},
	} {
		v, errs := &Visit{PaidOn: x.on}, text.InputErrors{}
		v.paid(l, today, &errs)
		got := ""
		if len(errs) > 0 {
			got = errs[0].Message.Key
		}
		if got != x.want || v.Unit != 7 {
			t.Errorf("%s: %q", name, got)
		}
	}
}
