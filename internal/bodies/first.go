package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// First is the first responsible person of a body or unit on the day. Every
// signature of an acting person says that he or she is acting [D].
type First struct {
	Person      ref.ID // 0: vacant
	Appointment ref.ID
	Acting      bool
	Unrecorded  bool // nobody is known because the records had not begun
	Reason      text.Message
}

// Vacant says that nobody is in office, nor acting.
func (f First) Vacant() bool { return f.Person == 0 }

// FirstResponsible is the body's secretary, of a 纪检组 its head, of the leading
// group its leader, of an office its head [T]; during a vacancy the person
// appointed 主持工作 to that body, by document and dates [D]. An acting
// appointment without a document does not count, and none counts while the post
// is filled. Kinds that have no first responsible person (机关党委) are vacant.
func (c *County) FirstResponsible(body ref.ID) First {
	b, ok := c.Body(body)
	if !ok || b.Kind.First() == "" {
		return First{Reason: text.M("bodies.first.none")}
	}
	return c.first(c.byBody[body], b.Kind.First(), b.Name)
}

// Chief is the unit's own chief, or whoever acts for one in a vacancy.
func (c *County) Chief(unit ref.ID) First {
	i, ok := c.at[unit]
	if !ok {
		return First{Reason: text.M("bodies.first.none")}
	}
	var own []int32
	for _, j := range c.places[i].posts {
		if c.posts[j].Body == 0 {
			own = append(own, j)
		}
	}
	return c.first(own, Chief, c.places[i].name())
}

// FirstOf is the unit's first responsible person [T]: of its party committee,
// else of its party group, and of a unit with neither its chief. It also says
// of which body; 0 when of the unit itself.
func (c *County) FirstOf(unit ref.ID) (First, ref.ID) {
	if b, ok := c.ownOrgan(unit); ok {
		return c.FirstResponsible(b.ID), b.ID
	}
	return c.Chief(unit), 0
}

// ownOrgan is the unit's party committee or else its party group.
func (c *County) ownOrgan(unit ref.ID) (Body, bool) {
	i, ok := c.at[unit]
	if !ok {
		return Body{}, false
	}
	if b, ok := c.seated(&c.places[i], PartyCommittee); ok {
		return b, true
	}
	return c.seated(&c.places[i], PartyGroup)
}

// first picks the holder of a post, else the acting one, among posts in order
// of identifier; of several (a gap of its own) the one longest in office.
func (c *County) first(posts []int32, post Post, name string) First {
	holder, acting := int32(-1), int32(-1)
	longest := func(best *int32, j int32) {
		if *best < 0 || c.posts[j].Period.From < c.posts[*best].Period.From {
			*best = j
		}
	}
	for _, j := range posts {
		switch a := &c.posts[j]; {
		case a.Post == post:
			longest(&holder, j)
		case a.Post == Acting && a.Basis != "":
			longest(&acting, j)
		}
	}
	switch {
	case holder >= 0:
		a := &c.posts[holder]
		return First{Person: a.Person, Appointment: a.ID, Reason: text.M("bodies.first.holder", "person", c.calls(a.Person),
			"body", name, "title", a.Title, "since", a.Period.From)}
	case acting >= 0:
		a, key := &c.posts[acting], "bodies.first.acting"
		if a.Period.To == when.Open {
			key += ".open"
		}
		return First{Person: a.Person, Appointment: a.ID, Acting: true, Reason: text.M(key, "person", c.calls(a.Person),
			"body", name, "document", a.Basis, "since", a.Period.From, "until", a.Period.To)}
	}
	if !c.Recorded() {
		return First{Unrecorded: true, Reason: text.M("bodies.first.unrecorded", "body", name, "began", c.began)}
	}
	return First{Reason: text.M("bodies.first.vacant", "body", name)}
}

func (c *County) calls(id ref.ID) string {
	p, _ := c.Person(id)
	return p.Name
}
