package circulars

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/field"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// sumsAt is where the points of a year stand; yearsBack is how many years are offered [D].
const sumsAt, yearsBack = "/circular-points", 5

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET " + sumsAt, May: "mention.list", Handle: func(v *desk.Visit) error {
		d, err := p.sums(v)
		if err != nil {
			return err
		}
		return v.Page(200, sumsPage(d))
	}}}
}

// sums is whom the circulars of a year named, by unit.
type sums struct {
	page.View
	V    *desk.Visit
	C    *bodies.County
	Year int
	List []circulars.Sum
}

func (p Pages) sums(v *desk.Visit) (d sums, err error) {
	d = sums{View: v.View(v.P.T("circular.sums")), V: v, Year: v.Today().Year()}
	asked, err := strconv.Atoi(text.Cut(v.R.URL.Query().Get("year"), 4))
	if err == nil && asked > d.Year-yearsBack && asked <= d.Year {
		d.Year = asked
	}
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	d.List, err = p.Read.CircularSums(v.R.Context(), v.Scope("mention.see"), d.Year)
	return d, err
}

func (d sums) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d sums) title() string { return d.P.T("circular.sums.of", "year", d.Year) }

func (d sums) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("circular.list"), Href: "/circulars"}, {Label: d.Title}}, Title: d.title()}
}

// headline is the year in a sentence.
func (d sums) headline() string {
	t := circulars.Total(d.List)
	return d.P.T("circular.sums.say", "units", len(d.List), "up", t.Commended, "plus", field.Mark(t.Added), "down",
		t.Criticised, "minus", field.Mark(t.Deducted))
}

func (d sums) years() page.Field {
	out := page.Field{Name: "year", Label: d.P.T("circular.field.covers"), Value: strconv.Itoa(d.Year)}
	for y := d.V.Today().Year(); y > d.V.Today().Year()-yearsBack; y-- {
		out.Options = append(out.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return out
}

func (d sums) head() page.List {
	out := page.List{Caption: d.title()}
	for i, h := range d.speech().CircularHeads() {
		out.Cols = append(out.Cols, page.Col{Label: h, Num: i > 0})
	}
	return out
}

// cells are a line in words.
func (d sums) cells(x circulars.Sum) (out []string) {
	for _, c := range d.speech().CircularRow(d.C, x) {
		out = append(out, fmt.Sprint(c))
	}
	return out
}

// list leads from a figure to what it counts; "" = it counts nothing.
func (d sums) list(x circulars.Sum, column int) string {
	tab := ""
	switch {
	case column <= 2 && x.Commended > 0:
		tab = "commended"
	case column > 2 && column < 5 && x.Criticised > 0:
		tab = "criticised"
	case column == 5:
		tab = "issued"
	default:
		return ""
	}
	return "/mentions?" + url.Values{"tab": {tab}, "named": {x.Unit.String()}, "year": {strconv.Itoa(d.Year)}}.Encode()
}

func (d sums) address(more string) string { return sumsAt + more + "?year=" + strconv.Itoa(d.Year) }

// Print is the same on paper.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	d, err := p.sums(v)
	if err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: d.View, Moment: v.P.InstantIn(0, v.Now), Back: d.address(""),
		Export: d.address("/table.xlsx"), Filter: []string{d.title()}, Under: []string{d.headline()},
		Heads: d.speech().CircularHeads()}
	for _, x := range d.List {
		r.Rows = append(r.Rows, d.cells(x))
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is the same as a table.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.sums(v)
	if err != nil {
		return tables.Table{}, err
	}
	return tables.CircularTable(d.speech(), d.C, d.List, d.title()), nil
}
