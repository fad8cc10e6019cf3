package api

import (
	"shuangze/internal/institutions/risks"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

type riskMapQuery struct {
	Unit ref.ID `query:"unit" doc:"One unit; all that may be seen when left out."`
}

// RiskMap is how many risk points in force there are of each likelihood and severity.
type RiskMap struct {
	Items []RiskCell `json:"items" doc:"All 25: the gravest likelihood first, and in it the least severity."`
}

// RiskCell is one likelihood and severity.
type RiskCell struct {
	Likelihood string `json:"likelihood" doc:"1 to 5."`
	Severity   string `json:"severity" doc:"1 to 5."`
	Value      int64  `json:"value" doc:"Likelihood times severity."`
	Level      string `json:"level" enum:"high,middle,low"`
	N          int64  `json:"n"`
}

// riskOperations are what programs read of risk points beside what they do of every noun.
func riskOperations() []operation {
	return []operation{get("getRiskMap", "/risks/map", "risk.list", risks.Shape.Name,
		"How many risk points there are of each likelihood and severity", func(c *call, q riskMapQuery) (RiskMap, error) {
			if q.Unit != 0 {
				k, err := c.county(0)
				if err != nil {
					return RiskMap{}, err
				}
				if _, _, ok := k.Unit(q.Unit); !ok {
					return RiskMap{}, text.Refuse(text.Missing, "access.missing")
				}
			}
			cells, err := risks.Map(c.r.Context(), c.face.Read, c.scope("risk.see"), q.Unit, c.face.Policy.Risk)
			out := RiskMap{Items: []RiskCell{}}
			for _, x := range cells {
				out.Items = append(out.Items, RiskCell{x.Likelihood, x.Severity, x.Value, x.Level, x.N})
			}
			return out, err
		})}
}
