package exchange

import (
	"context"
	"strconv"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
)

// LedgerColumns are the keys of a ledger's headings, in the county's order.
var LedgerColumns = []string{"kind", "number", "title", "person", "form", "since", "done", "place", "participants",
	"due", "state", "closed", "mark", "records"}

// LedgerTitle is what the ledger of a body and a year is called.
func (s Speech) LedgerTitle(b bodies.Body, year int) string {
	return s.P.T("ledger.title."+string(b.Kind.Side()), "body", b.Name, "year", strconv.Itoa(year))
}

// LedgerCells are the cells of a line, those of days as days.
func (s Speech) LedgerCells(c *bodies.County, l ledger.Line) []any {
	who := ""
	if p, ok := c.Person(l.Person); ok {
		who = strings.TrimSpace(p.Name + " " + l.Post)
	}
	form, done, mark := "", any(""), ""
	if l.Form != "" {
		form = s.label(policy.RecordForm, l.Form)
	}
	if l.Done != 0 {
		done = strings.TrimSpace(s.P.Day(l.Done) + " " + l.Clock)
	}
	switch {
	case l.Late && l.Form != "":
		mark = s.P.T("ledger.late")
	case l.Late:
		mark = s.P.T("ledger.overdue")
	}
	var by []string
	for _, m := range l.Records {
		by = append(by, s.P.T("ledger.mention", "number", m.Number, "on", m.On))
	}
	return []any{s.P.T("ledger.kind." + string(l.Ref.Kind)), l.Number, l.Title, who, form, l.Since, done, l.Place,
		l.Participants, l.Due, s.P.Message(l.State), l.Closed, mark, strings.Join(by, "\n")}
}

// LedgerTable is a ledger as a table; each hands over its lines.
func LedgerTable(c *bodies.County, s Speech, title string,
	each func(ctx context.Context, yield func(ledger.Line) error) error) Table {
	head := sheet.Sheet{Name: s.P.T("ledger.list"), Title: title,
		Columns: []sheet.Field{{Title: s.P.T("ledger.field.no")}}}
	for _, k := range LedgerColumns {
		f := sheet.Field{Title: s.P.T("ledger.field." + k)}
		if k == "title" || k == "records" {
			f.Width = 40
		}
		head.Columns = append(head.Columns, f)
	}
	return tableOf("ledgers", "ledger.list", head, func(ctx context.Context, yield func(...any) error) error {
		row := 0
		return each(ctx, func(l ledger.Line) error {
			row++
			return yield(append([]any{row}, s.LedgerCells(c, l)...)...)
		})
	})
}
