package api

import (
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
)

// DrawUnit is what one unit struck off in the period of a draw, and what came of it.
type DrawUnit struct {
	Unit    ref.ID `json:"unit"`
	Closed  int64  `json:"closed"`
	Sample  int64  `json:"sample"`
	Numbers string `json:"numbers" doc:"Of all that it struck off, sorted, a blank between two: drawn of these."`
	Held    int64  `json:"held" doc:"Of the re-checks that the token may read; so are the next two."`
	Failed  int64  `json:"failed"`
	Open    int64  `json:"open"`
}

// DrawUnits are all units of a draw.
type DrawUnits struct {
	Seed   string     `json:"seed" doc:"A ticket is SHA-256 of it, a stroke and a number."`
	Picked []string   `json:"picked" doc:"What drawing again gives, in the order of the draw."`
	Items  []DrawUnit `json:"items"`
}

// drawOperations are what programs read of draws beside what they read of every noun.
func drawOperations(all []*noun.Noun) []operation {
	for _, n := range all {
		if n.Name != recheck.DrawShape.Name {
			continue
		}
		return []operation{get("listDrawUnits", "/"+n.Name+"/{id}/units", n.See, n.Name,
			"What a sample was drawn of, unit by unit, and what came of it",
			func(c *call, _ struct{}) (out DrawUnits, err error) {
				x, err := c.object(n)
				if err != nil {
					return out, err
				}
				d := x.(*recheck.Draw)
				units, err := c.face.Read.DrawUnits(c.r.Context(), d.ID)
				if err != nil {
					return out, err
				}
				came := map[ref.ID]recheck.Came{}
				q := noun.Query{Where: []noun.Cond{{Column: "draw", Num: []int64{int64(d.ID)}}},
					Sort: noun.Sort{Name: "new", Column: "id"}}
				err = c.face.Read.Each(c.r.Context(), recheck.Shape.Of, c.scope("recheck.see"), q, func(v noun.Value) error {
					r := came[v.Head().Unit]
					r.Add(v.(*recheck.Check))
					came[v.Head().Unit] = r
					return nil
				})
				out = DrawUnits{Seed: d.Seed, Picked: d.Again(units), Items: []DrawUnit{}}
				for _, u := range units {
					r := came[u.Unit]
					out.Items = append(out.Items, DrawUnit{u.Unit, u.Closed, u.Sample, u.Numbers, r.Held, r.Failed, r.Open})
				}
				return out, err
			})}
	}
	return nil
}
