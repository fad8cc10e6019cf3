package incentives

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// yearly is what a visitor sees of the year of consequences.
type yearly struct {
	page.View
	V      *desk.Visit
	County *bodies.County
	Asked  consequences.Year
	All    consequences.Count
	Units  []consequences.Count
}

func (p Pages) yearly(v *desk.Visit) (d yearly, err error) {
	d = yearly{V: v, Asked: consequences.Year{Year: v.Today().Year()}}
	if d.County, err = v.County(); err != nil {
		return d, err
	}
	q := v.R.URL.Query()
	for _, y := range eligible.Years(v.Today()) {
		if q.Get("year") == strconv.Itoa(y) {
			d.Asked.Year = y
		}
	}
	if h := q.Get("hand"); h == consequences.Reward || h == consequences.Sanction {
		d.Asked.Hand = h
	}
	d.All, d.Units, err = p.Following.Count(v.R.Context(), v.Actor, d.County, d.Asked)
	d.View = v.View(v.P.T("following.title", "year", d.Asked.Year))
	return d, err
}

func (p Pages) following(v *desk.Visit) error {
	d, err := p.yearly(v)
	if err != nil {
		return err
	}
	return v.Page(200, followingPage(d))
}

func (d yearly) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d yearly) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("consequence.list"), Href: "/consequences"},
		{Label: d.P.T("following.list")}}, Title: d.Title, Under: page.Text(d.P.T("eligible.whose",
		"whose", d.V.Whose("consequence.see"), "day", d.V.Today()))}
}

func (d yearly) address(more string) string {
	q := url.Values{"year": {strconv.Itoa(d.Asked.Year)}}
	if d.Asked.Hand != "" {
		q.Set("hand", d.Asked.Hand)
	}
	return "/following" + more + "?" + q.Encode()
}

func (d yearly) filters() []page.Field {
	year := page.Field{Name: "year", Label: d.P.T("consequence.field.year"), Value: strconv.Itoa(d.Asked.Year)}
	for _, y := range eligible.Years(d.V.Today()) {
		year.Options = append(year.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	hand := page.Field{Name: "hand", Label: d.P.T("consequence.field.hand"), Value: d.Asked.Hand,
		Options: []page.Option{{Label: d.P.T("filter.all")}}}
	for _, h := range []string{consequences.Reward, consequences.Sanction} {
		hand.Options = append(hand.Options, page.Option{Value: h, Label: d.P.T("consequence.hand." + h)})
	}
	return []page.Field{year, hand}
}

func (d yearly) head() page.List {
	out := page.List{Caption: d.Title}
	for i, h := range d.speech().FollowingHeads() {
		c := page.Col{Label: h, Num: i > 0}
		if i == 0 {
			c.Width = "name"
		}
		out.Cols = append(out.Cols, c)
	}
	return out
}

// name is what a line is called.
func (d yearly) name(c consequences.Count) string {
	if c.Unit == 0 {
		return d.P.T("following.none-unit")
	}
	return d.County.Name(c.Unit)
}

// unit is the page of a line's unit.
func (d yearly) unit(c consequences.Count) string {
	if c.Unit == 0 {
		return ""
	}
	return "/units/" + c.Unit.String()
}

// list is what a figure is the number of; "" where there is nothing, or no list says of which unit it is.
func (d yearly) list(c consequences.Count, stand string) string {
	if c.Of(stand) == 0 || c.Unit == 0 && c != d.All {
		return ""
	}
	return d.Asked.List(c.Unit, stand)
}

// FollowingPrint is the same on paper.
func (p Pages) FollowingPrint(v *desk.Visit) (templ.Component, int, error) {
	entry, err := p.Following.Read.Acts(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, 0, err
	}
	d, err := p.yearly(v)
	if err != nil {
		return nil, 0, err
	}
	s := d.speech()
	r := frame.Roll{View: d.View, Entry: entry, Whose: d.V.Whose("consequence.see"), Moment: v.P.InstantIn(0, v.Now),
		Back: d.address(""), Export: d.address("/table.xlsx"),
		Filter: []string{d.Title},
		Under:  []string{d.P.T("following.say")}, Heads: s.FollowingHeads(),
		Rows: [][]string{said(s.FollowingRow(d.All, d.P.T("following.all")))}}
	if d.Asked.Hand != "" {
		r.Filter = append(r.Filter, d.P.T("consequence.hand."+d.Asked.Hand))
	}
	for _, c := range d.Units {
		if r.More = len(r.Rows) == frame.RollMost; r.More {
			break
		}
		r.Rows = append(r.Rows, said(s.FollowingRow(c, d.name(c))))
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// FollowingTaken is the same as a table.
func (p Pages) FollowingTaken(v *desk.Visit) (tables.Table, error) {
	d, err := p.yearly(v)
	if err != nil {
		return tables.Table{}, err
	}
	return tables.FollowingTable(d.speech(), d.All, d.Units, d.name, d.Title), nil
}
