package intake

import (
	"bytes"
	"io"
	"mime"

	"shuangze/internal/access"
	tables "shuangze/internal/intake"
	"shuangze/internal/lists/order"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/lists"
)

// form finds the form of a kind.
func form(kind string) (sheet.Form, bool) {
	for _, f := range sheet.Forms() {
		if f.Kind == kind {
			return f, true
		}
	}
	return sheet.Form{}, false
}

// template is an empty table of a kind, with the headings that are read.
func template(v *desk.Visit) error {
	f, ok := form(v.R.PathValue("kind"))
	if !ok {
		return desk.Missing()
	}
	s := sheet.Sheet{Name: v.P.T("sheet.kind." + f.Kind)}
	for _, c := range f.Columns {
		s.Columns = append(s.Columns, sheet.Field{Title: c.Titles[0]})
	}
	return send(v, v.P.T("sheet.kind."+f.Kind), func(w io.Writer) error { return sheet.Write(w, s) })
}

// export records that a table is taken out and hands it over.
func (p Pages) export(v *desk.Visit, table string, verb access.Verb, name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if _, err := p.Intake.Exported(v.R.Context(), v.Command(), table, verb, b.Bytes()); err != nil {
		return err
	}
	return send(v, name, func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err })
}

// send writes the table as a download. It is made whole first, so that a fault
// gives a page and not half a file.
func send(v *desk.Visit, name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "-" + v.Today().String() + ".xlsx"}))
	_, err := v.W.Write(b.Bytes())
	return err
}

func (p Pages) units(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	return p.export(v, "units", "county.see", v.P.T("sheet.kind.units"), func(w io.Writer) error { return tables.ExportUnits(c, w) })
}

func (p Pages) people(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	return p.export(v, "people", "person.change", v.P.T("sheet.kind.people"), func(w io.Writer) error { return tables.ExportPeople(c, w) })
}

// problems sends the lines of the list's filter, or all when the address has none.
func (p Pages) problems(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	list, err := tables.EveryProblem(v.R.Context(), v.Desk.Read, v.Scope("problem.see"), lists.ExportedProblems(v))
	if err != nil {
		return err
	}
	return p.export(v, "problems", "problem.list", v.P.T("menu.problems"), func(w io.Writer) error { return tables.ExportProblems(c, v.Desk.Policy, list, w) })
}

// orders does for orders what problems does.
func (p Pages) orders(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	list, err := tables.EveryOrder(v.R.Context(), v.Desk.Read, v.Scope("order.see"), lists.ExportedOrders(v))
	if err != nil {
		return err
	}
	return p.export(v, "orders", "order.list", v.P.T("menu.orders"), func(w io.Writer) error {
		return tables.ExportOrders(c, v.Desk.Policy, list, func(s order.State) string { return v.P.T("order.state." + string(s)) }, w)
	})
}
