package exchange

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/home"
	"shuangze/internal/web/desk/lists"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

// formOf finds the form of a kind.
func (p Pages) formOf(kind string) (sheet.Form, bool) {
	for _, n := range p.Nouns {
		if n.Name == kind {
			return tables.FormOf(n.Noun), true
		}
	}
	for _, f := range sheet.Forms() {
		if f.Kind == kind {
			return f, true
		}
	}
	return sheet.Form{}, false
}

// template is an empty table of a kind, with the headings that are read.
func (p Pages) template(v *desk.Visit) error {
	f, ok := p.formOf(v.R.PathValue("kind"))
	if !ok {
		return desk.Missing()
	}
	return send(v, v.P.Message(f.Name()), func(w io.Writer) error { return sheet.Write(w, speech(v).Template(f)) })
}

// speech is how tables speak to this visitor.
func speech(v *desk.Visit) tables.Speech {
	return tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}
}

// export makes the route of a table in one format.
func (p Pages) export(f tables.Format, table func(v *desk.Visit, c *bodies.County) (tables.Table, error),
	name string) func(*desk.Visit) error {
	return func(v *desk.Visit) error {
		c, err := v.County()
		if err != nil {
			return err
		}
		if err := v.Enter(gate.List, tables.WeightOf(f)); err != nil {
			return err
		}
		list, err := table(v, c)
		if err != nil {
			return err
		}
		list.Foot = strings.Join(v.Foot(), " · ")
		t, err := p.Intake.TakeOut(v.R.Context(), v.Command(), list, f)
		v.Leave() // who takes long to read it keeps nobody waiting
		if err != nil {
			return err
		}
		defer t.Close()
		v.W.Header().Set("Content-Length", strconv.FormatInt(t.Size, 10))
		download(v, v.P.T(name), f)
		if _, err := io.Copy(v.W, t); err != nil {
			v.Desk.Log.Debug("export not read", "request", v.Request, "err", err)
		}
		return nil
	}
}

// download says what is coming: a file of this name and today's day.
func download(v *desk.Visit, name string, f tables.Format) {
	h := v.W.Header()
	h.Set("Content-Type", f.Media())
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", filename.Attachment(name+"-"+v.Today().String()+"."+string(f), "shuangze"))
}

// send writes a small table as a download. It is made whole first, so that a
// fault gives a page and not half a file.
func send(v *desk.Visit, name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	v.Leave()
	download(v, name, tables.XLSX)
	_, err := v.W.Write(b.Bytes())
	return err
}

// exports are the routes of the tables that can be taken out, in each format.
func (p Pages) exports() (out []desk.Route) {
	for _, x := range []struct {
		path  string
		may   access.Verb
		name  string
		table func(v *desk.Visit, c *bodies.County) tables.Table
	}{
		{"units", "county.see", "sheet.kind.units",
			func(v *desk.Visit, c *bodies.County) tables.Table { return tables.UnitTable(c, speech(v)) }},
		{"people", "person.change", "sheet.kind.people",
			func(v *desk.Visit, c *bodies.County) tables.Table { return tables.PersonTable(c, speech(v)) }},
		{"overview", "overview.see", "overview.title", func(v *desk.Visit, c *bodies.County) tables.Table {
			return tables.OverviewTable(v.P.T("overview.title"), func() ([]string, [][]any, error) { return home.Summed(v, c) })
		}},
		// The lines of the list's filter, or all when the address has none.
		{"problems", "problem.list", "menu.problems", func(v *desk.Visit, c *bodies.County) tables.Table {
			return tables.ProblemTable(c, speech(v), v.Desk.Read, v.Scope("problem.see"), lists.ExportedProblems(v))
		}},
		{"orders", "order.list", "menu.orders", func(v *desk.Visit, c *bodies.County) tables.Table {
			return tables.OrderTable(c, speech(v), v.Desk.Read, v.Scope("order.see"), lists.ExportedOrders(v))
		}},
	} {
		for _, f := range tables.Formats {
			table := func(v *desk.Visit, c *bodies.County) (tables.Table, error) { return x.table(v, c), nil }
			out = append(out, desk.Route{Pattern: "GET /" + x.path + "." + string(f), May: x.may,
				Handle: p.export(f, table, x.name)})
		}
	}
	for _, n := range p.Nouns {
		for _, f := range tables.Formats {
			table := func(v *desk.Visit, _ *bodies.County) (tables.Table, error) { return n.Taken(v) }
			out = append(out, desk.Route{Pattern: "GET /" + n.Name + "." + string(f), May: n.List,
				Handle: p.export(f, table, n.Word+".list")})
		}
	}
	return out
}
