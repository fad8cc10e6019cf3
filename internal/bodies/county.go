package bodies

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// County is the whole organisation as it stands on one day. It never changes
// and may be read by many goroutines.
type County struct {
	day    when.Day
	began  when.Day
	places []place
	at     map[ref.ID]int32 // unit to place
	order  []int32          // places as the chart shows them
	top    []int32

	bodies []Body // in force, by ID
	bodyAt map[ref.ID]int32
	single map[BodyKind]int32
	older  map[ref.ID]Body // bodies that ended before, for Succeeds
	called map[ref.ID]Seen // rows of the names in force

	services    []Service
	assignments []Assignment

	facts    []UnitFacts // of any date
	goneOnce sync.Once
	gone     map[ref.ID]UnitFacts // the last ones, of units not in force
	into     map[ref.ID]ref.ID    // units that ended before, to what they were merged into
	merged   map[ref.ID][]ref.ID  // the same backwards, by ID

	ever       []Appointment // of any date
	everOnce   sync.Once
	everAt     map[ref.ID]int32
	everOfOnce sync.Once
	everBy     map[ref.ID][]int32 // by person
	posts      []Appointment      // in force, by ID
	byPerson   map[ref.ID][]int32
	byBody     map[ref.ID][]int32

	persons    []Person
	personOnce sync.Once
	personAt   map[ref.ID]int32
	personName map[string][]int32

	spellOnce sync.Once
	spelled   []spelled // by person

	nameOnce sync.Once
	names    map[string][]ref.ID

	allOnce sync.Once
	all     []Answer

	gapOnce sync.Once
	gaps    []Gap

	teams sync.Map // unit → Team
}

// A slot is a place in the rule that may be filled; the rule remembers when
// a slot was last emptied, because that is since when a lower row applies.
const (
	handPrincipal = iota
	handSupervisory
	slotCommittee
	slotGroup
	slotDiscipline
	slotDisciplineGroup
	slotServed
	slots
)

// never is earlier than every day.
const never when.Day = math.MinInt32

// Links to a parent that is not a place.
const (
	noParent   int32 = -1
	lostParent int32 = -2
)

type place struct {
	unit    Unit
	facts   UnitFacts
	known   bool // has facts on the day
	parent  int32
	kids    []int32
	bodies  []int32 // seated here
	serving []int32 // services received
	hand    [2]int32
	posts   []int32 // posts of the unit itself or of a body seated here
	ended   [slots]when.Day
	class   when.Day // since when its category is (not) vertical
	party   when.Day // since when its category is (not) party
	stands  when.Day // since when it stands where it does
	loose   bool     // its chain is broken or runs in a circle
	seat    bool     // seats an organ of the county that never answers for itself
	pos     int32
	last    int32 // one past its subtree in order
}

func (p *place) name() string {
	if p.known {
		return p.facts.Name
	}
	return p.unit.Code
}

// Snapshot builds the county of one day from its rows, in any order and with
// rows of any date. The rows belong to the snapshot afterwards and must not be
// changed.
func Snapshot(day when.Day, rows Rows) *County {
	c := &County{day: day, began: rows.Began, facts: rows.Facts, into: map[ref.ID]ref.ID{}, merged: map[ref.ID][]ref.ID{},
		ever: rows.Appointments, at: make(map[ref.ID]int32, len(rows.Units)), persons: rows.Persons,
		bodyAt: map[ref.ID]int32{}, single: map[BodyKind]int32{}, older: map[ref.ID]Body{}, called: map[ref.ID]Seen{},
		byPerson: map[ref.ID][]int32{}, byBody: map[ref.ID][]int32{}}
	c.setUnits(rows)
	c.setBodies(rows.Bodies)
	c.setNames(rows.Names)
	c.setLinks(rows)
	c.setPosts(rows.Appointments)
	c.setTree()
	return c
}

func (c *County) setUnits(rows Rows) {
	for _, u := range rows.Units {
		if u.When.Holds(c.day) {
			p := place{unit: u, parent: noParent, hand: [2]int32{-1, -1}, class: u.When.From, party: u.When.From,
				stands: u.When.From}
			for i := range p.ended {
				p.ended[i] = never
			}
			c.places = append(c.places, p)
		} else if u.Into != 0 && u.When.To <= c.day {
			c.into[u.ID] = u.Into
			c.merged[u.Into] = append(c.merged[u.Into], u.ID)
		}
	}
	for _, list := range c.merged {
		slices.Sort(list)
	}
	slices.SortFunc(c.places, func(a, b place) int { return cmp.Compare(a.unit.ID, b.unit.ID) })
	for i := range c.places {
		c.at[c.places[i].unit.ID] = int32(i)
	}
	var past []UnitFacts
	for _, f := range rows.Facts {
		i, ok := c.at[f.Unit]
		if !ok {
			continue
		}
		p := &c.places[i]
		switch {
		case f.Period.Holds(c.day):
			if !p.known || later(f.Period, f.ID, p.facts.Period, p.facts.ID) {
				p.facts, p.known = f, true
				p.class, p.party, p.stands = f.Period.From, f.Period.From, f.Period.From
			}
		case f.Period.To <= c.day && f.Period.From < f.Period.To:
			past = append(past, f)
		}
	}
	// An earlier row of the same standing carries "since when" further back, so
	// that a mere rename does not make an answer look new.
	slices.SortFunc(past, func(a, b UnitFacts) int {
		return cmp.Or(-cmp.Compare(a.Period.From, b.Period.From), -cmp.Compare(a.ID, b.ID))
	})
	for _, f := range past {
		p := &c.places[c.at[f.Unit]]
		if f.Period.To == p.class && (f.Category == Vertical) == (p.facts.Category == Vertical) {
			p.class = f.Period.From
		}
		if f.Period.To == p.party && (f.Category == Party) == (p.facts.Category == Party) {
			p.party = f.Period.From
		}
		if f.Period.To == p.stands && f.Parent == p.facts.Parent && f.Below() == p.facts.Below() {
			p.stands = f.Period.From
		}
	}
}

// later says whether row a prevails over b when both hold the day: the later
// one, of two equally late ones the one written last.
func later(a when.Period, ida ref.ID, b when.Period, idb ref.ID) bool {
	return a.From > b.From || a.From == b.From && ida > idb
}

func slotOf(k BodyKind) int {
	switch k {
	case PartyCommittee:
		return slotCommittee
	case PartyGroup:
		return slotGroup
	case DisciplineCommittee:
		return slotDiscipline
	case DisciplineGroup:
		return slotDisciplineGroup
	}
	return -1
}

func (c *County) setBodies(rows []Body) {
	for _, b := range rows {
		if b.Period.Holds(c.day) {
			c.bodies = append(c.bodies, b)
			continue
		}
		if b.Period.To > c.day || b.Period.From >= b.Period.To {
			continue
		}
		c.older[b.ID] = b
		if i, ok := c.at[b.Unit]; ok {
			c.emptied(i, slotOf(b.Kind), b.Period.To)
			if b.Kind.countySeat() { // until then the unit had to be set by hand
				c.emptied(i, handPrincipal, b.Period.To)
				c.emptied(i, handSupervisory, b.Period.To)
			}
		}
	}
	slices.SortFunc(c.bodies, func(a, b Body) int { return cmp.Compare(a.ID, b.ID) })
	for j, b := range c.bodies {
		c.bodyAt[b.ID] = int32(j)
		if b.Kind.Single() {
			if old, ok := c.single[b.Kind]; !ok || b.Period.From < c.bodies[old].Period.From {
				c.single[b.Kind] = int32(j)
			}
		}
		i, ok := c.at[b.Unit]
		if !ok {
			continue
		}
		p := &c.places[i]
		p.bodies = append(p.bodies, int32(j))
		p.seat = p.seat || b.Kind.countySeat()
	}
}

// setNames calls the bodies what they were called on the day; those that have
// ended, what they were called last.
func (c *County) setNames(rows []BodyName) {
	prevails := map[ref.ID]BodyName{}
	for _, n := range rows {
		if n.Period.From > c.day || n.Period.From >= n.Period.To {
			continue
		}
		if old, ok := prevails[n.Body]; !ok || later(n.Period, n.ID, old.Period, old.ID) {
			prevails[n.Body] = n
		}
	}
	for id, n := range prevails {
		if j, ok := c.bodyAt[id]; ok {
			c.bodies[j].Name = n.Name
			c.called[id] = Seen{n.ID, n.Version}
		} else if b, ok := c.older[id]; ok {
			b.Name = n.Name
			c.older[id] = b
		}
	}
}

func (c *County) emptied(i int32, slot int, day when.Day) {
	if slot >= 0 {
		c.places[i].ended[slot] = max(c.places[i].ended[slot], day)
	}
}

func (c *County) setLinks(rows Rows) {
	for _, s := range rows.Services {
		i, ok := c.at[s.Unit]
		if !ok || s.Period.From >= s.Period.To {
			continue
		}
		b, standing := c.bodyAt[s.Body]
		switch {
		case s.Period.Holds(c.day) && standing:
			if c.bodies[b].Kind == DisciplineGroup {
				c.services = append(c.services, s)
			}
		case s.Period.From > c.day:
		case standing:
			if c.bodies[b].Kind == DisciplineGroup && share(s.Period, c.bodies[b].Period) {
				c.emptied(i, slotServed, s.Period.To)
			}
		default:
			if old, ok := c.older[s.Body]; ok && old.Kind == DisciplineGroup && share(s.Period, old.Period) {
				c.emptied(i, slotServed, min(s.Period.To, old.Period.To))
			}
		}
	}
	slices.SortFunc(c.services, func(a, b Service) int { return cmp.Compare(a.ID, b.ID) })
	for j, s := range c.services {
		p := &c.places[c.at[s.Unit]]
		p.serving = append(p.serving, int32(j))
	}
	for _, a := range rows.Assignments {
		i, ok := c.at[a.Unit]
		if !ok || a.Period.From >= a.Period.To || a.Side != Principal && a.Side != Supervisory {
			continue
		}
		side := sideIndex(a.Side)
		switch {
		case a.Period.Holds(c.day):
			c.assignments = append(c.assignments, a)
			p, j := &c.places[i], int32(len(c.assignments)-1)
			if old := p.hand[side]; old < 0 || later(a.Period, a.ID, c.assignments[old].Period, c.assignments[old].ID) {
				p.hand[side] = j
			}
		case a.Period.To <= c.day:
			c.emptied(i, handPrincipal+side, a.Period.To)
		}
	}
}

func sideIndex(s Side) int {
	if s == Supervisory {
		return 1
	}
	return 0
}

func (c *County) setPosts(rows []Appointment) {
	for _, a := range rows {
		if a.Period.Holds(c.day) {
			c.posts = append(c.posts, a)
		}
	}
	slices.SortFunc(c.posts, func(a, b Appointment) int { return cmp.Compare(a.ID, b.ID) })
	for j, a := range c.posts {
		c.byPerson[a.Person] = append(c.byPerson[a.Person], int32(j))
		if a.Post == Assessor { // of no unit and of no body: see Assessors
			continue
		}
		if a.Body != 0 {
			c.byBody[a.Body] = append(c.byBody[a.Body], int32(j))
		}
		if i, ok := c.at[a.Unit]; ok {
			c.places[i].posts = append(c.places[i].posts, int32(j))
		}
	}
}

// setTree links children to parents and lays the units out as the chart shows
// them: siblings by Order, Code, ID; what hangs on no root comes last.
func (c *County) setTree() {
	for i := range c.places {
		p := &c.places[i]
		switch parent, ok := c.at[p.facts.Parent]; {
		case ok:
			p.parent = parent
			c.places[parent].kids = append(c.places[parent].kids, int32(i))
		case p.facts.Below():
			p.parent = lostParent
		default:
			c.top = append(c.top, int32(i))
		}
	}
	before := func(a, b int32) int {
		p, q := &c.places[a], &c.places[b]
		return cmp.Or(cmp.Compare(p.facts.Order, q.facts.Order), cmp.Compare(p.unit.Code, q.unit.Code),
			cmp.Compare(p.unit.ID, q.unit.ID))
	}
	slices.SortFunc(c.top, before)
	for i := range c.places {
		slices.SortFunc(c.places[i].kids, before)
	}
	done := make([]bool, len(c.places))
	for _, i := range c.top {
		c.lay(i, false, done)
	}
	for i := range c.places {
		if c.places[i].parent == lostParent {
			c.lay(int32(i), true, done)
		}
	}
	for i := range c.places {
		c.lay(int32(i), true, done)
	}
}

// lay puts a unit and everything below it in order, without recursion: a
// chain of units may be as long as an import makes it.
func (c *County) lay(root int32, loose bool, done []bool) {
	if done[root] {
		return
	}
	stack := []int32{root}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		if done[i] { // coming back up
			stack = stack[:len(stack)-1]
			if p := &c.places[i]; p.last == 0 {
				p.last = int32(len(c.order))
			}
			continue
		}
		done[i] = true
		p := &c.places[i]
		p.loose, p.pos = loose, int32(len(c.order))
		c.order = append(c.order, i)
		for k := len(p.kids) - 1; k >= 0; k-- {
			if !done[p.kids[k]] {
				stack = append(stack, p.kids[k])
			}
		}
	}
}
