package desk

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
)

// Whose says of which matters a figure counts, for this visitor: the whole
// county, an office's side, or the units within reach. Every count on a page is
// of these and no others.
func (v *Visit) Whose(see access.Verb) string {
	s := v.Scope(see)
	if s.All() {
		return v.P.T("whose.county", "county", v.CountyName())
	}
	var parts []string
	if slices.Contains(s.Sides(), actor.Principal) {
		parts = append(parts, v.P.T("whose.office.principal"))
	}
	if slices.Contains(s.Sides(), actor.Supervisory) {
		parts = append(parts, v.P.T("whose.office.supervisory"))
	}
	if units := s.Units(); len(units) > 0 {
		if c, err := v.County(); err == nil {
			if len(units) == 1 {
				parts = append(parts, v.P.T("whose.unit", "unit", c.Name(units[0])))
			} else {
				parts = append(parts, v.P.T("whose.units", "unit", c.Name(units[0]), "n", len(units)))
			}
		}
	}
	if len(parts) == 0 {
		return v.P.T("whose.nobody")
	}
	return v.P.List(parts)
}

// Counted is the length of a list in words, with whose matters it counts.
func (v *Visit) Counted(see access.Verb, n int, more bool) string {
	key := "list.counted"
	if more {
		key = "list.counted-more"
	}
	return v.P.T(key, "n", n, "whose", v.Whose(see))
}
