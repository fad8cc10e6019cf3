package api

import "shuangze/internal/ref"

// Course is a page of what was done to a thing.
type Course struct {
	History []Event `json:"history" doc:"The latest first, at most 100."`
	Earlier int64   `json:"earlier" doc:"How many earlier acts there are: ask again, before the last entry here."`
}

// pastQuery asks for what was done earlier.
type pastQuery struct {
	Before int64 `query:"before" doc:"The history before this entry; the latest when left out."`
}

// oneQuery asks for a thing as it was on a day.
type oneQuery struct {
	onQuery
	pastQuery
}

func (c *call) course(id ref.ID, before int64) (Course, error) {
	a, err := c.face.Read.History(c.r.Context(), id, before)
	return Course{c.eventsOf(a.Events), a.Earlier}, err
}
