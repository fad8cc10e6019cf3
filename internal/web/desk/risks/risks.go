// Package risks is what the pages of risk points show beside what every noun's do: the map of likelihood and severity,
// and the checks of each.
package risks

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

const (
	checksMost  = 100 // of one risk point, on its page [D]
	choicesMost = 500 // that a check may be of, in its form [D]
)

// Pages adds to the pages of risk points and checks.
type Pages struct {
	Read    noun.Reader
	Count   risks.Counter
	Grading func() risks.Grading
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case risks.Shape.Name:
		return frame.Adds{More: p.checks}
	case risks.CheckShape.Name:
		return frame.Adds{Choices: p.choices}
	}
	return frame.Adds{}
}

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET /risks/map", May: "risk.list", Handle: p.page}}
}

// choices are the risk points that a check can be of, as far as the visitor sees them.
func (p Pages) choices(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("risk"); !ok {
		return nil, nil
	}
	got, err := p.Read.Whole(v.R.Context(), ref.Risk, v.Scope("risk.see"), risks.Open(), choicesMost)
	if err != nil {
		return nil, err
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	out := []page.Option{}
	for _, x := range slices.Backward(got.Values) {
		r := x.(*risks.Risk)
		out = append(out, page.Option{Value: r.ID.String(),
			Label: v.P.T("riskcheck.of", "unit", c.Name(r.Unit), "section", r.Section, "name", r.Name)})
	}
	return map[string][]page.Option{"risk": out}, nil
}

type checked struct {
	page.View
	List []*risks.Check
}

func (p Pages) checks(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := checked{View: v.View("")}
	got, err := p.Read.Whole(v.R.Context(), ref.RiskCheck, v.Scope("riskcheck.see"), risks.OfRisk(x.Head().ID), checksMost)
	if err != nil {
		return nil, err
	}
	for _, o := range got.Values {
		d.List = append(d.List, o.(*risks.Check))
	}
	return checksSheet(d), nil
}

// data is the map of a unit or of all that the visitor sees.
type data struct {
	page.View
	Unit  ref.ID
	Units []page.Option
	Cells []risks.Cell
	By    risks.Grading
}

func (p Pages) page(v *desk.Visit) error {
	d := data{View: v.View(v.P.T("risk.map")), By: p.Grading()}
	c, err := v.County()
	if err != nil {
		return err
	}
	if asked := v.R.URL.Query().Get("unit"); asked != "" {
		if d.Unit = ref.Parse(asked); c.Name(d.Unit) == "" {
			return text.Refuse(text.Missing, "access.missing")
		}
		d.Title = v.P.T("risk.map.of", "unit", c.Name(d.Unit))
	}
	d.Units = append([]page.Option{{Label: v.P.T("filter.all")}}, units(c)...)
	d.Cells, err = risks.Map(v.R.Context(), p.Count, v.Scope("risk.see"), d.Unit, d.By)
	if err != nil {
		return err
	}
	return v.Page(200, mapPage(d))
}

// units are those that may have risk points: a body with a responsibility sits in them.
func units(c *bodies.County) (out []page.Option) {
	for _, u := range c.Units() {
		if slices.ContainsFunc(c.Seated(u), func(b bodies.Body) bool { return risks.Has(b.Kind) }) {
			out = append(out, page.Option{Value: u.String(), Label: c.Name(u)})
		}
	}
	return out
}

func (d data) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("risk.list"), Href: "/risks"}, {Label: d.Title}}, Title: d.Title}
}

// units is the choice of a unit; none is all that the visitor sees.
func (d data) units() page.Field {
	f := page.Field{Name: "unit", Label: d.P.T("field.unit"), Options: d.Units}
	if d.Unit != 0 {
		f.Value = d.Unit.String()
	}
	return f
}

// row are the cells of one likelihood, the least severity first.
func (d data) row(i int) []risks.Cell {
	return d.Cells[i*len(risks.Scale) : (i+1)*len(risks.Scale)]
}

// at is the list of what a cell counts.
func (d data) at(x risks.Cell) string {
	q := url.Values{"tab": {"in-force"}, "likelihood": {x.Likelihood}, "severity": {x.Severity}}
	if d.Unit != 0 {
		q.Set("unit", d.Unit.String())
	}
	return "/risks?" + q.Encode()
}

// say is a cell in words.
func (d data) say(x risks.Cell) string {
	return d.P.T("risk.map.cell", "likelihood", x.Likelihood, "severity", x.Severity, "value", x.Value,
		"level", d.P.T("risk.level."+x.Level), "n", x.N)
}

// sums are how many there are of each level.
func (d data) sums() []page.Figure {
	of := map[string]int64{}
	for _, x := range d.Cells {
		of[x.Level] += x.N
	}
	var out []page.Figure
	for _, l := range []string{risks.High, risks.Middle, risks.Low} {
		q := url.Values{"tab": {"in-force"}, "level": {l}}
		if d.Unit != 0 {
			q.Set("unit", d.Unit.String())
		}
		out = append(out, page.Figure{Label: d.P.T("risk.level." + l), Number: d.P.Number(of[l]),
			Href: "/risks?" + q.Encode()})
	}
	return out
}
