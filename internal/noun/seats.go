package noun

import (
	"slices"

	"shuangze/internal/actor"
)

// AtSeats adds to some conditions the seats in which somebody holds one of the roles; nil when in none.
func AtSeats(who actor.Actor, where []Cond, roles ...actor.Role) []Cond {
	at := Cond{Column: "unit"}
	for _, g := range who.Grants {
		if g.Unit != 0 && slices.Contains(roles, g.Role) && !slices.Contains(at.Num, int64(g.Unit)) {
			at.Num = append(at.Num, int64(g.Unit))
		}
	}
	if len(at.Num) == 0 {
		return nil
	}
	return append([]Cond{at}, where...)
}
