package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// look notes which bodies of the unit were looked at, and says which of them
// do not count as a party committee.
func (c *County) look(h *Half, p *place) {
	for _, j := range p.bodies {
		b := c.bodies[j]
		agency := b.Kind == AgencyCommittee || b.Kind == AgencyBranch
		if b.Kind.Side() == h.Side || agency && h.Side == Principal {
			h.Found = append(h.Found, b.ID)
		}
		if agency && h.Side == Principal && h.Row != RowVertical && h.Row != RowHand {
			if _, own := c.seated(p, PartyCommittee); !own {
				h.Notes = append(h.Notes, text.M("bodies.note.agency", "body", b.Name))
			}
		}
	}
	if h.Side == Supervisory {
		for _, j := range p.serving {
			h.Found = append(h.Found, c.services[j].Body)
		}
	}
	if h.Lacking {
		h.Notes = append(h.Notes, text.M("bodies.note.no-work-committee"))
	}
}

// reason phrases a half as a key with its values: unit, body, co (the
// co-responsible body), through (the unit above that decided), document, since.
func (c *County) reason(h *Half, start, end int32) text.Message {
	from, to := &c.places[start], &c.places[end]
	data := []any{"unit", from.name(), "through", to.name(), "since", h.Since}
	side := "." + string(h.Side)
	if h.By != 0 {
		j := to.hand[sideIndex(h.Side)]
		data = append(data, "document", c.assignments[j].Basis, "body", c.bodyName(c.assignments[j].Body))
	} else if k := h.Keeper(); k != 0 {
		data = append(data, "body", c.bodyName(k))
	}
	if k := h.Co(); k != 0 {
		data = append(data, "co", c.bodyName(k))
	}
	if h.Trouble != NoTrouble {
		key := "bodies.why.nobody." + string(h.Trouble)
		if h.Trouble == Nobody {
			key += side
		}
		if start != end && h.Trouble != Broken {
			key += ".through"
		}
		return text.M(key, data...)
	}
	if start != end {
		return text.M("bodies.why.through."+c.shade(h, to)+side, data...)
	}
	return text.M("bodies.why."+c.shade(h, to)+side, data...)
}

// shade names the sentence within a row: a committee, a group, a group that
// serves, and so on.
func (c *County) shade(h *Half, at *place) string {
	switch h.Base {
	case RowVertical:
		return "vertical"
	case RowHand:
		return "hand"
	case RowDefault:
		return "default"
	}
	b, _ := c.Body(h.Keeper())
	switch {
	case b.Kind == PartyGroup && h.Lacking:
		return "group-alone"
	case b.Kind == PartyGroup:
		return "group"
	case h.Side == Supervisory && b.Unit != at.unit.ID:
		return "served"
	}
	return "own"
}

func (c *County) bodyName(id ref.ID) string {
	if b, ok := c.Body(id); ok {
		return b.Name
	}
	if b, ok := c.older[id]; ok {
		return b.Name
	}
	return ""
}
