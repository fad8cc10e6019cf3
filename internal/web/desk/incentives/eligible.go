package incentives

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// rowsMost is how many the page shows; print and table have all of them.
const rowsMost = 200

// Which of them are shown.
const (
	showMet   = "met"
	showUnmet = "unmet"
	showAll   = "all"
)

// candidates is what a visitor sees of who may be nominated.
type candidates struct {
	page.View
	V      *desk.Visit
	County *bodies.County
	Asked  eligible.Asked
	Show   string
	List   eligible.List
	N      map[string]int // by Show
	Units  []ref.ID       // of which there are any
	Rules  []eligible.Condition
	May    bool // nominate
}

// Routes are the pages of this room.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET /eligible", May: "eligible.list", Handle: p.eligible},
		{Pattern: "GET /following", May: "consequence.list", Handle: p.following}}
}

func (p Pages) candidates(v *desk.Visit) (d candidates, err error) {
	d = candidates{V: v, Asked: eligible.Asked{Of: honours.Team, Year: v.Today().Year() - 1}, Show: showMet,
		N: map[string]int{}, May: access.Anywhere(v.Actor, "honour.add")}
	if d.County, err = v.County(); err != nil {
		return d, err
	}
	q := v.R.URL.Query()
	if q.Get("of") == honours.Model {
		d.Asked.Of = honours.Model
	}
	for _, y := range eligible.Years(v.Today()) {
		if q.Get("year") == strconv.Itoa(y) {
			d.Asked.Year = y
		}
	}
	if s := q.Get("show"); s == showUnmet || s == showAll {
		d.Show = s
	}
	for _, c := range p.Eligible.Rules().All {
		if c.Of == d.Asked.Of {
			d.Rules = append(d.Rules, c)
		}
	}
	if d.List, err = p.Eligible.List(v.R.Context(), v.Actor, d.County, d.Asked); err != nil {
		return d, err
	}
	for _, r := range d.List.Rows {
		if !slices.Contains(d.Units, r.Unit) {
			d.Units = append(d.Units, r.Unit)
		}
	}
	if unit := ref.Parse(q.Get("unit")); slices.Contains(d.Units, unit) {
		d.Asked.Unit = unit
	}
	rows := d.List.Rows[:0]
	for _, r := range d.List.Rows {
		if d.Asked.Unit != 0 && r.Unit != d.Asked.Unit {
			continue
		}
		d.N[showAll]++
		show := showUnmet
		if r.Met() {
			show = showMet
		}
		d.N[show]++
		if d.Show == showAll || d.Show == show {
			rows = append(rows, r)
		}
	}
	d.List.Rows = rows
	d.View = v.View("")
	d.Title = d.speech().EligibleTitle(d.Asked)
	d.View = v.View(d.Title)
	return d, nil
}

func (p Pages) eligible(v *desk.Visit) error {
	d, err := p.candidates(v)
	if err != nil {
		return err
	}
	return v.Page(200, eligiblePage(d))
}

func (d candidates) speech() tables.Speech {
	return tables.Speech{P: d.V.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d candidates) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.incentives"), Href: "/honours"},
		{Label: d.P.T("eligible.list")}}, Title: d.Title, Under: page.Text(d.P.T("eligible.whose",
		"whose", d.V.Whose("eligible.list"), "day", d.V.Today()))}
}

// address is that of the page with one thing otherwise.
func (d candidates) address(more string, kv ...string) string {
	q := url.Values{"of": {d.Asked.Of}, "year": {strconv.Itoa(d.Asked.Year)}, "show": {d.Show}}
	if d.Asked.Unit != 0 {
		q.Set("unit", d.Asked.Unit.String())
	}
	for i := 0; i+1 < len(kv); i += 2 {
		q.Set(kv[i], kv[i+1])
	}
	return "/eligible" + more + "?" + q.Encode()
}

func (d candidates) tabs() (out []page.Tab) {
	for _, s := range []string{showMet, showUnmet, showAll} {
		out = append(out, page.Tab{Label: d.P.T("eligible.show." + s), Href: d.address("", "show", s), Count: d.N[s],
			Counted: true, Current: s == d.Show})
	}
	return out
}

func (d candidates) filters() []page.Field {
	of := page.Field{Name: "of", Label: d.P.T("honour.field.kind"), Value: d.Asked.Of}
	for _, k := range []string{honours.Team, honours.Model} {
		of.Options = append(of.Options, page.Option{Value: k, Label: d.P.T("honour.kind." + k)})
	}
	year := page.Field{Name: "year", Label: d.P.T("honour.field.year"), Value: strconv.Itoa(d.Asked.Year)}
	for _, y := range eligible.Years(d.V.Today()) {
		year.Options = append(year.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	unit := page.Field{Name: "unit", Label: d.P.T("eligible.col.unit"),
		Options: []page.Option{{Label: d.P.T("filter.all")}}}
	if d.Asked.Unit != 0 {
		unit.Value = d.Asked.Unit.String()
	}
	for _, id := range d.Units {
		unit.Options = append(unit.Options, page.Option{Value: id.String(), Label: d.County.Name(id)})
	}
	return []page.Field{of, year, unit}
}

func (d candidates) head() page.List {
	out := page.List{Caption: d.Title, Cols: []page.Col{{Label: d.P.T("eligible.col.who"), Width: "name"}}}
	for _, what := range eligible.Whats {
		out.Cols = append(out.Cols, page.Col{Label: d.P.T("eligible.what." + what)})
	}
	out.Cols = append(out.Cols, page.Col{Label: d.P.T("eligible.col.answer"), Width: "text"})
	return out
}

// rows are those that the page shows.
func (d candidates) rows() []eligible.Row { return d.List.Rows[:min(len(d.List.Rows), rowsMost)] }

func (d candidates) more() bool { return len(d.List.Rows) > rowsMost }

// at is the page of who a row is about.
func (d candidates) at(r eligible.Row) string {
	if r.Person != 0 {
		return "/people/" + r.Person.String()
	}
	return "/bodies/" + r.Body.String()
}

// under is what stands below the name: the post, and the unit.
func (d candidates) under(r eligible.Row) string {
	if r.Person == 0 {
		return d.County.Name(r.Unit)
	}
	if unit := d.County.Name(r.Unit); !strings.Contains(r.Post, unit) {
		return unit + "　" + r.Post
	}
	return r.Post // as 城关镇党委书记: it names the unit
}

// cells are the figures of a row, each with the list behind it, in the order of eligible.Whats.
func (d candidates) cells(r eligible.Row) (out []cell) {
	for i, c := range figures(d.V, d.View, r.Subject, r.Figures)[:3] {
		if i == 0 && len(c.Lines) == 1 { // the row and the title say whose, and of which year
			c.Lines[0].Label = d.V.Label(policy.Kind(course.GradeTable), r.Figures.Grades[0].Grade)
		}
		out = append(out, cell{Label: d.P.T("eligible.what." + eligible.Whats[i]), Lines: c.Lines})
	}
	check := cell{Label: d.P.T("eligible.what." + eligible.ByCheck)}
	for _, h := range r.Stands {
		check.Lines = append(check.Lines, page.Link{Label: d.speech().EligibleStand(h)})
	}
	if len(r.Stands) == 0 {
		check.Lines = []page.Link{{Label: d.P.T("eligible.clear")}}
	}
	return append(out, check)
}

// nominate is where a nomination of a row begins; "" = it is not for the visitor, or there is one.
func (d candidates) nominate(r eligible.Row) string {
	if !d.May || r.Honour != 0 || !r.Met() {
		return ""
	}
	q := url.Values{"kind": {d.Asked.Of}, "year": {strconv.Itoa(d.Asked.Year)}}
	if r.Person != 0 {
		q.Set("person", r.Person.String())
	} else {
		q.Set("body", r.Body.String())
	}
	return "/honours/new?" + q.Encode()
}

// Print is the same on paper.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	entry, err := p.Eligible.Read.Acts(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, 0, err
	}
	d, err := p.candidates(v)
	if err != nil {
		return nil, 0, err
	}
	s := d.speech()
	r := frame.Roll{View: d.View, Entry: entry, Whose: d.V.Whose("eligible.list"), Moment: v.P.InstantIn(0, v.Now),
		Back: d.address(""), Export: d.address("/table.xlsx"), Filter: []string{d.Title, d.P.T("eligible.show." + d.Show)},
		Under: []string{d.P.T("eligible.say")}, Heads: s.EligibleHeads()}
	for _, c := range d.Rules {
		r.Under = append(r.Under, s.EligibleCondition(c))
	}
	for _, x := range d.List.Rows {
		if r.More = len(r.Rows) == frame.RollMost; r.More {
			break
		}
		r.Rows = append(r.Rows, said(s.EligibleRow(x, d.County.Name(x.Unit))))
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is the same as a table.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.candidates(v)
	if err != nil {
		return tables.Table{}, err
	}
	name := func(r eligible.Row) string { return d.County.Name(r.Unit) }
	return tables.EligibleTable(d.speech(), d.List.Rows, name, d.Title), nil
}

func said(row []any) (out []string) {
	for _, x := range row {
		out = append(out, fmt.Sprint(x))
	}
	return out
}
