package desk

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
)

// Whose says of which matters a figure counts, for this visitor. Every count on
// a page is of these and no others.
func (v *Visit) Whose(see access.Verb) string {
	if v.Actor.Outside() {
		return v.P.T("whose.sent")
	}
	c, err := v.County()
	if err != nil {
		c = nil
	}
	return WhoseOf(v.P, v.Scope(see), c, v.Desk.Policy.County)
}

// WhoseOf is whose the matters of a reach are: the whole county's, an office's
// side's, or those of the units within it; nil = the register cannot be read.
// Who reaches both sides reaches all: a matter is of one of them.
func WhoseOf(p *lang.Phraser, s access.Scope, c *bodies.County, county policy.County) string {
	principal := slices.Contains(s.Sides(), actor.Principal)
	supervisory := slices.Contains(s.Sides(), actor.Supervisory)
	if s.All() || principal && supervisory {
		return p.T("whose.county", "county", CountyName(p, county))
	}
	var parts []string
	if principal {
		parts = append(parts, p.T("whose.office.principal"))
	}
	if supervisory {
		parts = append(parts, p.T("whose.office.supervisory"))
	}
	if units := s.Units(); len(units) > 0 && c != nil {
		if len(units) == 1 {
			parts = append(parts, p.T("whose.unit", "unit", c.Name(units[0])))
		} else {
			parts = append(parts, p.T("whose.units", "unit", c.Name(units[0]), "n", len(units)))
		}
	}
	if len(parts) == 0 && s.Sent() != 0 {
		return p.T("whose.sent")
	}
	if len(parts) == 0 {
		return p.T("whose.nobody")
	}
	return p.List(parts)
}

// Counted is the length of a list in words, with whose matters it counts.
func (v *Visit) Counted(see access.Verb, n int, more bool) string {
	key := "list.counted"
	if more {
		key = "list.counted-more"
	}
	return v.P.T(key, "n", n, "whose", v.Whose(see))
}
