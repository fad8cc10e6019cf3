package liaison

import (
	"maps"
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Seat is a member with the standing body they link for; who sits in both links for the
// committee.
type Seat struct{ Person, Body ref.ID }

// Proposal is a unit that a member could link, and why that one.
type Proposal struct {
	Unit ref.ID
	Seat
	Kept bool // linked it last year too
	Had  int  // units that the member had when this one came
}

// Asked is what a proposal follows from.
type Asked struct {
	Seats []Seat          // each person once
	Units []ref.ID        // without a link, in the order of the county
	Load  map[ref.ID]int  // units that a person links already this year
	Last  map[ref.ID]Seat // who linked a unit last year, and sits yet
	Heads func(person, unit ref.ID) bool
}

// Propose gives every unit a member as far as PerMember reaches: nobody gets a second unit
// while another could have a first, nobody their own, and last year's stay where that
// allows it. The same question has the same answer. left are the units that are left over.
func Propose(a Asked) (out []Proposal, left []ref.ID) {
	load := map[ref.ID]int{}
	maps.Copy(load, a.Load)
	left = slices.Clone(a.Units)
	take := func(unit ref.ID, s Seat, kept bool) {
		out = append(out, Proposal{unit, s, kept, load[s.Person]})
		load[s.Person]++
		left = slices.DeleteFunc(left, func(u ref.ID) bool { return u == unit })
	}
	keeper := func(u ref.ID) (Seat, bool) {
		s, ok := a.Last[u]
		return s, ok && slices.Contains(a.Seats, s) && !a.Heads(s.Person, u)
	}
	for had := range PerMember {
		for _, u := range slices.Clone(left) {
			if s, ok := keeper(u); ok && load[s.Person] == had {
				take(u, s, true)
			}
		}
		for _, s := range a.Seats {
			if load[s.Person] != had || len(left) == 0 {
				continue
			}
			free := slices.IndexFunc(left, func(u ref.ID) bool { // that nobody can keep
				k, ok := keeper(u)
				return !a.Heads(s.Person, u) && (!ok || load[k.Person] >= PerMember)
			})
			if free < 0 {
				free = slices.IndexFunc(left, func(u ref.ID) bool { return !a.Heads(s.Person, u) })
			}
			if free >= 0 {
				take(left[free], s, false)
				continue
			}
			// Only their own is left: it goes to somebody whose unit they can have instead.
			own := left[0]
			i := slices.IndexFunc(out, func(p Proposal) bool {
				return p.Person != s.Person && !a.Heads(s.Person, p.Unit) && !a.Heads(p.Person, own)
			})
			if i >= 0 {
				moved := out[i]
				out[i] = Proposal{own, moved.Seat, false, moved.Had}
				left = slices.Delete(left, 0, 1)
				take(moved.Unit, s, false)
			}
		}
	}
	place := map[ref.ID]int{}
	for i, u := range a.Units {
		place[u] = i
	}
	slices.SortFunc(out, func(x, y Proposal) int { return place[x.Unit] - place[y.Unit] })
	return out, left
}

// Plan is how the links of a year stand, and what could be added to them.
type Plan struct {
	Year     int
	Seats    []Seat
	Idle     []Seat   // without a link
	Open     []ref.ID // units without a link
	Proposed []Proposal
	Left     []ref.ID // of Open, that nobody is proposed for
	Load     map[ref.ID]int
}

// Linked says that a unit is one of those that are linked: it takes matters, and has a
// committee or group of its own.
func Linked(c *bodies.County, unit ref.ID) bool {
	return c.Takes(unit) == nil && slices.ContainsFunc(c.Seated(unit), func(b bodies.Body) bool {
		return b.Kind == bodies.PartyCommittee || b.Kind == bodies.PartyGroup
	})
}

// PlanOf works out the plan of a year from its links and those of the year before.
func PlanOf(c *bodies.County, links []*Link, year int) Plan {
	p := Plan{Year: year, Load: map[ref.ID]int{}}
	for _, k := range []bodies.BodyKind{bodies.CountyCommittee, bodies.CountyDiscipline} {
		b, ok := c.Single(k)
		if !ok {
			continue
		}
		for _, who := range c.Sitting(b.ID) {
			if !slices.ContainsFunc(p.Seats, func(s Seat) bool { return s.Person == who }) {
				p.Seats = append(p.Seats, Seat{who, b.ID})
			}
		}
	}
	linked, last := map[ref.ID]bool{}, map[ref.ID]Seat{}
	for _, l := range links {
		s := Seat{l.Member, l.Body}
		switch {
		case l.State != noun.InForce:
		case int(l.Year) == year:
			linked[l.Point] = true
			p.Load[l.Member]++
		case int(l.Year) == year-1 && last[l.Point] == Seat{}:
			last[l.Point] = s
		}
	}
	for _, s := range p.Seats {
		if p.Load[s.Person] == 0 {
			p.Idle = append(p.Idle, s)
		}
	}
	for _, u := range c.Units() {
		if !linked[u] && Linked(c, u) {
			p.Open = append(p.Open, u)
		}
	}
	p.Proposed, p.Left = Propose(Asked{Seats: p.Seats, Units: p.Open, Load: p.Load, Last: last,
		Heads: func(person, unit ref.ID) bool { return Heads(c, person, unit) }})
	return p
}

// Room is how many units all members can link together.
func (p Plan) Room() int { return PerMember * len(p.Seats) }

// Of asks for the links that the plan of a year follows from.
func Of(year int) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "year", Num: []int64{int64(year) - 1, int64(year)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// LinksMost is how many links a plan reads at most: two years of any county [D].
const LinksMost = 2000
