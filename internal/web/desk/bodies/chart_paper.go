package bodies

import (
	"strconv"
	"strings"

	"shuangze/internal/official"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// countyFile is the responsibility chart as a file: what countyPrint shows, in the layout of official documents.
func countyFile(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	d, err := readCounty(v, "register.chart")
	if err != nil {
		return err
	}
	return v.SendPaper(as, d.P.T("register.chart")+"-"+d.Day.String(), d.document(v), v.Now)
}

func (d countyData) document(v *desk.Visit) official.Document {
	title := d.P.T("register.chart.title", "county", d.View.County, "field", d.View.Field)
	out := official.Document{Form: official.Plain, Lang: d.P.Lang(), Title: []string{title},
		Body: []official.Block{{Text: d.P.T("register.as-of", "day", d.Day)}}, Foot: strings.Join(v.Foot(), " · ")}
	if out.Lang != "en" {
		out.Lang = ""
	}
	table := func(heading string, keys ...string) *official.Table {
		t := &official.Table{}
		for _, k := range keys {
			t.Columns = append(t.Columns, official.Column{Label: d.P.T(k)})
		}
		out.Body = append(out.Body, official.Block{Text: d.P.T(heading), Level: official.First}, official.Block{Table: t})
		return t
	}
	organs := table("register.organs", "register.body", "register.seat", "register.first", "register.duties")
	for _, o := range d.Organs {
		organs.Rows = append(organs.Rows, []string{o.Label, o.Seat, d.personOr(o.First), plain(d, o.Duties)})
	}
	heads := table("register.heads", "register.body", "register.first", "register.heads.for")
	for _, h := range d.Heads {
		heads.Rows = append(heads.Rows, []string{h.Body.Name, d.personOr(h.First), d.P.T("register.heads.n", "n", h.Units)})
	}
	units := table("register.units", "register.no", "register.unit", "register.side.principal", "register.first",
		"register.side.supervisory", "register.first")
	n := 0
	for _, g := range d.Groups {
		units.Rows = append(units.Rows, []string{"", g.Label, "", "", "", ""})
		for _, u := range g.Lines {
			n++
			units.Rows = append(units.Rows, []string{strconv.Itoa(n), u.indent() + u.Name, d.keeperOr(u.Answer.Principal),
				d.keeperFirst(u.Answer.Principal), d.keeperOr(u.Answer.Supervisory), d.keeperFirst(u.Answer.Supervisory)})
		}
	}
	return out
}

// plain are duties as words.
func plain(d countyData, duties []page.Link) string {
	var all []string
	for _, l := range duties {
		all = append(all, l.Label)
	}
	return d.P.List(all)
}
