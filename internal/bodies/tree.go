package bodies

import (
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Day is the day the snapshot shows.
func (c *County) Day() when.Day { return c.day }

// Recorded says that the day lies within the records: before they began a post
// in which nobody is known is not recorded, which is not to say vacant.
func (c *County) Recorded() bool { return c.day >= c.began }

// Began is the day on which the records of the county began.
func (c *County) Began() when.Day { return c.began }

// Units lists every unit in force as the chart shows them, parents first.
func (c *County) Units() []ref.ID { return c.ids(c.order) }

// ResponsibleUnits lists the units in force that carry responsibilities of their own, as the chart shows them: all but
// villages and communities, which govern themselves (村民委员会组织法第二条) and for which their town answers. What
// ranks, draws, asks or weighs units takes these.
func (c *County) ResponsibleUnits() []ref.ID {
	return slices.DeleteFunc(c.Units(), c.IsVillage)
}

// IsVillage says whether a unit in force is a village or a community.
func (c *County) IsVillage(unit ref.ID) bool {
	i, ok := c.at[unit]
	return ok && c.places[i].facts.Category == Village
}

// Above is the nearest unit above a village that is none, its town as a rule; of any other unit it is the unit itself.
func (c *County) Above(unit ref.ID) ref.ID {
	for range len(c.places) {
		i, ok := c.at[unit]
		if !ok || c.places[i].facts.Category != Village || c.places[i].facts.Parent == 0 {
			break
		}
		unit = c.places[i].facts.Parent
	}
	return unit
}

func (c *County) ids(places []int32) []ref.ID {
	out := make([]ref.ID, len(places))
	for k, i := range places {
		out[k] = c.places[i].unit.ID
	}
	return out
}

// Unit is a unit and its facts of the day; false when it is not in force.
func (c *County) Unit(id ref.ID) (Unit, UnitFacts, bool) {
	i, ok := c.at[id]
	if !ok {
		return Unit{}, UnitFacts{}, false
	}
	return c.places[i].unit, c.places[i].facts, true
}

// Name is what the unit is called on the day, its code when it has no facts. A
// unit that has ended keeps its last name, because matters of its time still
// name it; one still to be founded has its first. "" is for what is no unit.
func (c *County) Name(unit ref.ID) string {
	if i, ok := c.at[unit]; ok {
		return c.places[i].name()
	}
	c.goneOnce.Do(func() {
		c.gone = map[ref.ID]UnitFacts{}
		for _, f := range c.facts {
			if _, ok := c.at[f.Unit]; ok || f.Period.From >= f.Period.To {
				continue
			}
			old, ok := c.gone[f.Unit]
			past, was := f.Period.From <= c.day, old.Period.From <= c.day
			if !ok || past && !was || past == was && past == later(f.Period, f.ID, old.Period, old.ID) {
				c.gone[f.Unit] = f
			}
		}
	})
	return c.gone[unit].Name
}

// Heir is the unit in force that continues a unit: itself while it is in force,
// after a merger the one it went into, and so on; 0 when it simply ended.
func (c *County) Heir(unit ref.ID) ref.ID {
	for range len(c.into) + 1 {
		if _, ok := c.at[unit]; ok {
			return unit
		}
		unit = c.into[unit]
	}
	return 0
}

// Reach is where a post of the unit acts: the unit, all below it, and the ended
// units that any of them continues, whose open matters went over with them.
func (c *County) Reach(unit ref.ID) []ref.ID { return c.withMerged(c.Subtree(unit)) }

// withMerged adds to some units those they continue.
func (c *County) withMerged(units []ref.ID) []ref.ID {
	if len(c.merged) == 0 {
		return units
	}
	for k := 0; k < len(units); k++ {
		for _, old := range c.merged[units[k]] {
			if !slices.Contains(units, old) {
				units = append(units, old)
			}
		}
	}
	return units
}

// Children lists the units directly below one; 0 asks for those directly under
// the county.
func (c *County) Children(unit ref.ID) []ref.ID {
	if unit == 0 {
		return c.ids(c.top)
	}
	if i, ok := c.at[unit]; ok {
		return c.ids(c.places[i].kids)
	}
	return nil
}

// Subtree is the unit and everything below it, as the chart shows them; each
// once, even where the chain runs in a circle.
func (c *County) Subtree(unit ref.ID) []ref.ID {
	i, ok := c.at[unit]
	if !ok {
		return nil
	}
	p := &c.places[i]
	if !p.loose {
		return c.ids(c.order[p.pos:p.last])
	}
	seen, found := map[int32]bool{i: true}, []int32{i}
	for k := 0; k < len(found); k++ {
		for _, kid := range c.places[found[k]].kids {
			if !seen[kid] {
				seen[kid] = true
				found = append(found, kid)
			}
		}
	}
	return c.ids(found)
}

// Within says whether a unit is the other one or stands below it.
func (c *County) Within(unit, above ref.ID) bool {
	i, ok := c.at[unit]
	j, ok2 := c.at[above]
	if !ok || !ok2 {
		return false
	}
	p, q := &c.places[i], &c.places[j]
	if !p.loose && !q.loose {
		return q.pos <= p.pos && p.pos < q.last
	}
	return slices.Contains(c.Path(unit), above)
}

// Path leads from the top down to the unit; where the chain is broken or runs
// in a circle it starts at the last unit that could be reached.
func (c *County) Path(unit ref.ID) []ref.ID {
	i, ok := c.at[unit]
	if !ok {
		return nil
	}
	var path []int32
	seen := map[int32]bool{}
	for ; i >= 0 && !seen[i]; i = c.places[i].parent {
		seen[i] = true
		path = append(path, i)
	}
	slices.Reverse(path)
	return c.ids(path)
}

// ByName lists the units of that name (see PlainName), as the chart shows them.
// More than one means the asker has to choose.
func (c *County) ByName(name string) []ref.ID {
	c.nameOnce.Do(func() {
		c.names = make(map[string][]ref.ID, len(c.places))
		for _, i := range c.order {
			key := PlainName(c.places[i].name())
			c.names[key] = append(c.names[key], c.places[i].unit.ID)
		}
	})
	return slices.Clone(c.names[PlainName(name)])
}

// Body is a body in force.
func (c *County) Body(id ref.ID) (Body, bool) {
	if j, ok := c.bodyAt[id]; ok {
		return c.bodies[j], true
	}
	return Body{}, false
}

// Former is a body that has ended by the day, as it was called last.
func (c *County) Former(id ref.ID) (Body, bool) {
	b, ok := c.older[id]
	return b, ok
}

// NameRow is the row that gives a body its name of the day: what a renaming
// names as Seen.
func (c *County) NameRow(body ref.ID) Seen {
	if s, ok := c.called[body]; ok {
		return s
	}
	b, _ := c.Body(body)
	return Seen{b.ID, b.Version}
}

// Bodies lists all bodies in force by ID.
func (c *County) Bodies() []Body { return slices.Clone(c.bodies) }

// Principal is the body of a unit that bears the principal responsibility; ok is false where none or several do.
func (c *County) Principal(unit ref.ID) (b Body, ok bool) {
	for _, x := range c.Seated(unit) {
		if x.Kind.Side() != "principal" {
			continue
		}
		if ok {
			return Body{}, false
		}
		b, ok = x, true
	}
	return b, ok
}

// Seated lists the bodies seated in the unit by ID.
func (c *County) Seated(unit ref.ID) []Body {
	i, ok := c.at[unit]
	if !ok {
		return nil
	}
	out := make([]Body, 0, len(c.places[i].bodies))
	for _, j := range c.places[i].bodies {
		out = append(out, c.bodies[j])
	}
	return out
}

// Served lists the units a discipline group serves besides its seat, by ID of
// the service.
func (c *County) Served(body ref.ID) []ref.ID {
	var out []ref.ID
	for _, s := range c.services {
		if s.Body == body {
			out = append(out, s.Unit)
		}
	}
	return out
}

// Single is the county's one body of a kind (县直机关工委, the leading group …);
// false when none is in force.
func (c *County) Single(kind BodyKind) (Body, bool) {
	if j, ok := c.single[kind]; ok {
		return c.bodies[j], true
	}
	return Body{}, false
}

// ByHand is the assignment by hand in force for a unit and side.
func (c *County) ByHand(unit ref.ID, side Side) (Assignment, bool) {
	if i, ok := c.at[unit]; ok {
		if j := c.places[i].hand[sideIndex(side)]; j >= 0 {
			return c.assignments[j], true
		}
	}
	return Assignment{}, false
}

// Person is a person of the organisation, in office or not.
func (c *County) Person(id ref.ID) (Person, bool) {
	c.indexPersons()
	if j, ok := c.personAt[id]; ok {
		return c.persons[j], true
	}
	return Person{}, false
}

func (c *County) indexPersons() {
	c.personOnce.Do(func() {
		c.personAt = make(map[ref.ID]int32, len(c.persons))
		c.personName = make(map[string][]int32, len(c.persons))
		for j, p := range c.persons {
			c.personAt[p.ID] = int32(j)
			key := PlainName(p.Name)
			c.personName[key] = append(c.personName[key], int32(j))
		}
	})
}

// Appointment is a post of any date: a signature names the post it was given
// in, long after the post has ended.
func (c *County) Appointment(id ref.ID) (Appointment, bool) {
	c.everOnce.Do(func() {
		c.everAt = make(map[ref.ID]int32, len(c.ever))
		for j, a := range c.ever {
			c.everAt[a.ID] = int32(j)
		}
	})
	if j, ok := c.everAt[id]; ok {
		return c.ever[j], true
	}
	return Appointment{}, false
}

// PostsOf lists a person's appointments in force by ID.
func (c *County) PostsOf(person ref.ID) []Appointment { return c.pick(c.byPerson[person]) }

// PostsIn lists the appointments in force in a unit and the bodies seated there.
func (c *County) PostsIn(unit ref.ID) []Appointment {
	if i, ok := c.at[unit]; ok {
		return c.pick(c.places[i].posts)
	}
	return nil
}

// Posted lists the appointments in force of the whole county: those in its units in
// their order, and then those in bodies that have no seat.
func (c *County) Posted() (out []Appointment) {
	for _, u := range c.Units() {
		out = append(out, c.PostsIn(u)...)
	}
	for _, b := range c.bodies {
		if b.Unit == 0 {
			out = append(out, c.PostsAt(b.ID)...)
		}
	}
	return out
}

// PostsAt lists the appointments in force in a body by ID.
func (c *County) PostsAt(body ref.ID) []Appointment { return c.pick(c.byBody[body]) }

func (c *County) pick(posts []int32) []Appointment {
	out := make([]Appointment, 0, len(posts))
	for _, j := range posts {
		out = append(out, c.posts[j])
	}
	return out
}
