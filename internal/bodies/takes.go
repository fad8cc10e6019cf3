package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Takes refuses a unit that no matter may be about on the snapshot's day: one
// that the register does not hold, that is not in force (it names the unit that
// continues it), or that its own upper system answers for, so that the county
// only watches (spec 1, vertical units [D]).
func (c *County) Takes(unit ref.ID) error {
	_, facts, ok := c.Unit(unit)
	switch heir := c.Heir(unit); {
	case ok && facts.Category == Vertical:
		return text.InputErrors{{Field: "unit", Message: text.M("unit.watched-only", "unit", facts.Name)}}
	case ok:
		return nil
	case heir != 0:
		return text.InputErrors{{Field: "unit", Message: text.M("unit.continued", "unit",
			c.Name(unit), "heir", c.Name(heir))}}
	case c.Name(unit) != "":
		return text.InputErrors{{Field: "unit", Message: text.M("unit.not-in-force", "unit", c.Name(unit))}}
	}
	return text.InputErrors{{Field: "unit", Message: text.M("order.unit-required")}}
}
