package api

import (
	"shuangze/internal/handover"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// HandoverRow is an open matter as it stood when the sheet was made.
type HandoverRow struct {
	Row     int64  `json:"row"`
	Kind    string `json:"kind" doc:"What the matter is: order, problem, task or duty."`
	Matter  ref.ID `json:"matter"`
	Number  string `json:"number"`
	Title   string `json:"title"`
	State   string `json:"state"`
	Due     day    `json:"due,omitzero"`
	Waits   bool   `json:"waits" doc:"It waited for an approval of the one who leaves."`
	OutNote string `json:"outNote" doc:"What the one who leaves reserves."`
	InNote  string `json:"inNote" doc:"What the one who takes over reserves."`
}

// HandoverRows are those of a sheet, in their order.
type HandoverRows struct {
	Digest string        `json:"digest" doc:"SHA-256 of what was frozen, in hexadecimal."`
	Same   bool          `json:"same" doc:"The rows are those that were frozen."`
	Items  []HandoverRow `json:"items"`
}

// handoverOperations are what programs read of handovers beside what they read of
// every noun.
func handoverOperations(all []*noun.Noun) []operation {
	for _, n := range all {
		if n.Name != handover.Shape.Name {
			continue
		}
		return []operation{get("listHandoverRows", "/"+n.Name+"/{id}/rows", n.See, n.Name,
			"The open matters that a handover lists", func(c *call, _ struct{}) (out HandoverRows, err error) {
				x, err := c.object(n)
				if err != nil {
					return out, err
				}
				s := x.(*handover.Sheet)
				rows, err := c.face.Read.HandoverRows(c.r.Context(), s.ID)
				out = HandoverRows{Digest: s.Digest, Same: s.Frozen(rows), Items: []HandoverRow{}}
				for _, r := range rows {
					out.Items = append(out.Items, HandoverRow{r.Place, string(r.Of), r.Matter, r.Number, r.Title, r.State,
						day(r.Due), r.Waits, r.OutNote, r.InNote})
				}
				return out, err
			})}
	}
	return nil
}
