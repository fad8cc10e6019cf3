package api

import (
	"shuangze/internal/access"
	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/ref"
)

// ClearanceAnswer is what a check found, in the order in which it was asked.
type ClearanceAnswer struct {
	Items []Cleared `json:"items"`
}

// Cleared is what was found of one person.
type Cleared struct {
	Person ref.ID         `json:"person"`
	Name   string         `json:"name"`
	Clear  bool           `json:"clear"`
	Stands []ClearanceBar `json:"stands" doc:"What stands in the way; what governs comes first."`
}

// ClearanceBar is one thing that stands in the way.
type ClearanceBar struct {
	By          string `json:"by" enum:"decision,case,veto,matter"`
	Number      string `json:"number,omitempty" doc:"Of the decision."`
	Kind        string `json:"kind,omitempty" doc:"A code of the policy’s 处分处理种类."`
	Result      string `json:"result,omitempty" doc:"What is left of the annual grade: a code of 年度考核影响等次."`
	Clause      string `json:"clause,omitempty"`
	From        day    `json:"from,omitempty"`
	Until       day    `json:"until,omitempty" doc:"The last day; left out where there is none."`
	Forever     bool   `json:"forever"`
	Unconfirmed bool   `json:"unconfirmed" doc:"On record and not confirmed by another person yet."`
}

func getClearanceAnswer(c *call, _ none) (out ClearanceAnswer, err error) {
	out.Items = []Cleared{}
	x, found, err := c.face.Objects.One(c.r.Context(), ref.Clearance, c.id())
	if err != nil {
		return out, err
	}
	var o access.Object
	if found {
		o = x.(*clearances.Clearance).Object()
	}
	if err := c.see("clearance.see", found, o); err != nil {
		return out, err
	}
	for _, p := range x.(*clearances.Clearance).Answer() {
		item := Cleared{Person: p.ID, Name: p.Name, Clear: p.Clear(), Stands: []ClearanceBar{}}
		for _, h := range p.Stands {
			bar := ClearanceBar{By: h.By, Number: h.Number, Kind: h.Kind, Result: h.Result, Clause: h.Clause, From: day(h.From),
				Forever: h.Until == effect.Forever, Unconfirmed: h.Open}
			if !bar.Forever {
				bar.Until = day(h.Until)
			}
			item.Stands = append(item.Stands, bar)
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func clearanceOperations() []operation {
	return []operation{get("getClearanceAnswer", "/clearances/{id}/answer", "clearance.see", "clearances",
		"Whether those who were asked about are clear, and what stands in the way of the others", getClearanceAnswer)}
}
