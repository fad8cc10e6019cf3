package api

import (
	"shuangze/internal/institutions/screenings"
	"shuangze/internal/noun"
)

// ScreeningFigure is one thing that the record said of the year before when a screening was prepared.
type ScreeningFigure struct {
	Kind string `json:"kind" doc:"level, category: problems by it; earlier: by category; points; none."`
	Code string `json:"code" doc:"What was counted: duties, problems, orders, deducted, tallies …; or the level."`
	Said int64  `json:"said" doc:"How many; of points, hundredths of a point."`
	List string `json:"list" doc:"The address of the page that lists what is counted."`
}

// ScreeningFigures are those of a screening, in their order.
type ScreeningFigures struct {
	Overdue *int64            `json:"overdueRate,omitempty" doc:"Duties late or open, of those due, in 0.01 %."`
	Items   []ScreeningFigure `json:"items"`
}

// screeningOperations are what programs read of screenings beside what they read of every noun.
func screeningOperations(all []*noun.Noun) []operation {
	for _, n := range all {
		if n.Name != screenings.Shape.Name {
			continue
		}
		return []operation{get("listScreeningFigures", "/"+n.Name+"/{id}/figures", n.See, n.Name,
			"What the record said of the year before when a screening was prepared", func(c *call, _ struct{}) (
				out ScreeningFigures, err error) {
				out.Items = []ScreeningFigure{}
				x, err := c.object(n)
				if err != nil {
					return out, err
				}
				s := x.(*screenings.Screening)
				if s.Figures == "" { // nothing was prepared yet
					return out, nil
				}
				if rate, ok := s.Overdue(); ok {
					out.Overdue = &rate
				}
				said := s.Said()
				for _, f := range s.Counts(n.Tables("category"), c.today()) {
					out.Items = append(out.Items, ScreeningFigure{f.Kind, f.Code, said(f.Kind, f.Code), f.At})
				}
				return out, nil
			})}
	}
	return nil
}
