package standing

import (
	five "shuangze/internal/lists/standing"
	"shuangze/internal/web/page"
)

// listCols are the columns of the five lists.
func (d data) listCols() page.List {
	l := page.List{Caption: d.P.T("lists.five"), Cols: []page.Col{{Label: d.P.T("lists.col.list"), Width: "name"}}}
	for _, p := range five.Parts {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("lists.col." + string(p)), Num: true})
	}
	if d.Sheet.Signing {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("lists.col.signed")})
	}
	l.Cols = append(l.Cols, page.Col{Label: d.P.T("lists.col.last")})
	return l
}

// ledgerCols are the columns of the two ledgers.
func (d data) ledgerCols() page.List {
	l := page.List{Caption: d.P.T("lists.ledgers", "year", d.year()),
		Cols: []page.Col{{Label: d.P.T("lists.col.ledger"), Width: "name"}}}
	for _, x := range ledgerParts {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("lists.ledger.col." + x.key), Num: true})
	}
	l.Cols = append(l.Cols, page.Col{Label: d.P.T("lists.col.last")})
	return l
}
