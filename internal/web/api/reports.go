package api

import (
	"shuangze/internal/institutions/reports"
	"shuangze/internal/lists/sift"
	"shuangze/internal/noun"
)

// ReportFigure is one thing that was counted for a report of a year.
type ReportFigure struct {
	Code string `json:"code" doc:"What was counted: duties, records, problems …, -done, -late, -open or -closed."`
	Said int64  `json:"said" doc:"As the report says it: frozen when it was signed."`
	Now  int64  `json:"now" doc:"As it is today."`
	List string `json:"list" doc:"The address of the page that lists what is counted."`
}

// ReportFigures are those of a report, in their order.
type ReportFigures struct {
	Items []ReportFigure `json:"items"`
}

// reportOperations are what programs read of reports of a year beside what they read of every noun.
func reportOperations(all []*noun.Noun) []operation {
	for _, n := range all {
		if n.Name != reports.Yearly.Name {
			continue
		}
		return []operation{get("listReportFigures", "/"+n.Name+"/{id}/figures", n.See, n.Name,
			"What was counted for a report, as it says it and as it is today", func(c *call, _ struct{}) (
				out ReportFigures, err error) {
				out.Items = []ReportFigure{}
				x, err := c.object(n)
				if err != nil {
					return out, err
				}
				r := x.(*reports.Report)
				var asked []sift.Count
				list := r.Counts()
				for _, f := range list {
					asked = append(asked, f.Count)
				}
				now, err := c.face.Read.CountRows(c.r.Context(), r.Jurisdiction, asked)
				if err != nil {
					return out, err
				}
				said := r.Said()
				for i, f := range list {
					out.Items = append(out.Items, ReportFigure{f.Code, said[f.Code], now[i], f.At})
				}
				return out, nil
			})}
	}
	return nil
}
