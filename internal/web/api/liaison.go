package api

import (
	"cmp"

	"shuangze/internal/institutions/liaison"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

type assignQuery struct {
	Year int `query:"year" minimum:"0" maximum:"9999" doc:"The running year or the next; the running one when left out."`
}

// Assignment is who could link which units of those without a link in a year.
type Assignment struct {
	Year  int              `json:"year"`
	Items []AssignmentLine `json:"items" doc:"In the order of the county; each can be added as a link."`
	Idle  []ref.ID         `json:"idle" doc:"Members without a unit."`
	Left  []ref.ID         `json:"left" doc:"Units that nobody is proposed for: every member links two, or heads them."`
}

// AssignmentLine is one unit with who could link it.
type AssignmentLine struct {
	Point  ref.ID `json:"point"`
	Member ref.ID `json:"member"`
	Body   ref.ID `json:"body"`
	Kept   bool   `json:"kept" doc:"The member linked it last year too."`
	Had    int    `json:"had" doc:"Units that the member had when this one came."`
}

// liaisonOperations are what programs read of the proposed assignment.
func liaisonOperations() []operation {
	return []operation{get("getLinkAssignment", "/links/assignment", "link.add", liaison.Shape.Name,
		"Who could link which units in a year", func(c *call, q assignQuery) (out Assignment, err error) {
			year := cmp.Or(q.Year, c.today().Year())
			if year != c.today().Year() && year != c.today().Year()+1 {
				return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
			}
			k, err := c.county(0)
			if err != nil {
				return out, err
			}
			got, err := c.face.Objects.Whole(c.r.Context(), liaison.Shape.Of, c.scope("link.see"), liaison.Of(year),
				liaison.LinksMost)
			if err != nil {
				return out, err
			}
			var links []*liaison.Link
			for _, x := range got.Values {
				links = append(links, x.(*liaison.Link))
			}
			p := liaison.PlanOf(k, links, year)
			out = Assignment{Year: year, Items: []AssignmentLine{}, Idle: []ref.ID{}, Left: append([]ref.ID{}, p.Left...)}
			for _, x := range p.Proposed {
				out.Items = append(out.Items, AssignmentLine{x.Unit, x.Person, x.Body, x.Kept, x.Had})
			}
			for _, s := range p.Idle {
				out.Idle = append(out.Idle, s.Person)
			}
			return out, nil
		})}
}
