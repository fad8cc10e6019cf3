package noun

import (
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Counted is how many objects of a unit, side and body fulfil each of some lists of
// conditions, in their order, and when the last of all that were counted was written
// down.
type Counted struct {
	Unit ref.ID
	Side actor.Side
	Body ref.ID
	N    []int64
	Last when.Instant
}
