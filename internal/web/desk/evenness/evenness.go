// Package evenness is the page that compares what followed like problems in different units.
package evenness

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/evenness"
	tables "shuangze/internal/exchange"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages is the page.
type Pages struct{ Board evenness.Board }

// Routes is its address.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET /evenness", May: "evenness.list", Handle: p.page}}
}

// compared is what a visitor sees of a year and side.
type compared struct {
	page.View
	V        *desk.Visit
	County   *bodies.County
	Asked    evenness.Asked
	Whole    bool // the lines of all units
	Sides    []actor.Side
	Category string // "" = all
	Groups   []evenness.Group
	Kinds    []string // categories of which there are any
	Rule     evenness.Rule
}

func (p Pages) read(v *desk.Visit) (d compared, err error) {
	d = compared{V: v, Sides: evenness.Sides(v.Actor), Rule: p.Board.Rule()}
	if d.County, err = v.County(); err != nil {
		return d, err
	}
	q := v.R.URL.Query()
	d.Asked = evenness.Asked{Side: actor.Side(q.Get("side")), Year: v.Today().Year()}
	if !slices.Contains(d.Sides, d.Asked.Side) {
		d.Asked.Side = ""
		if len(d.Sides) > 0 {
			d.Asked.Side = d.Sides[0]
		}
	}
	if q.Get("year") == strconv.Itoa(d.Asked.Year-1) {
		d.Asked.Year--
	}
	d.Whole = d.Asked.Whole(v.Actor)
	all, err := p.Board.Compare(v.R.Context(), v.Actor, d.Asked)
	if err != nil {
		return d, err
	}
	codes := v.Desk.Policy.Codes(policy.Category)
	slices.SortStableFunc(all, func(a, b evenness.Group) int { // in the order of the pack
		return cmp.Compare(slices.Index(codes, a.All.Category), slices.Index(codes, b.All.Category))
	})
	for _, g := range all {
		if !slices.Contains(d.Kinds, g.All.Category) {
			d.Kinds = append(d.Kinds, g.All.Category)
		}
	}
	d.Groups = all
	if c := q.Get("category"); slices.Contains(d.Kinds, c) {
		d.Category = c
		d.Groups = slices.DeleteFunc(d.Groups, func(g evenness.Group) bool { return g.All.Category != c })
	}
	d.View = v.View(v.P.T("even.title", "year", d.Asked.Year))
	return d, nil
}

func (p Pages) page(v *desk.Visit) error {
	d, err := p.read(v)
	if err != nil {
		return err
	}
	return v.Page(200, comparedPage(d))
}

func (d compared) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d compared) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("even.list")}}, Title: d.Title,
		Under: page.Text(d.P.T("even.whose", "whose", d.V.Whose("evenness.see"), "side", d.side(), "day", d.V.Today()))}
}

func (d compared) side() string {
	if d.Asked.Side == "" {
		return "—"
	}
	return d.P.T("side." + string(d.Asked.Side))
}

func (d compared) filters() []page.Field {
	year := page.Field{Name: "year", Label: d.P.T("even.year"), Value: strconv.Itoa(d.Asked.Year)}
	for y := d.V.Today().Year(); y >= d.V.Today().Year()-1; y-- {
		year.Options = append(year.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	out := []page.Field{year}
	if len(d.Sides) > 1 {
		side := page.Field{Name: "side", Label: d.P.T("field.side"), Value: string(d.Asked.Side)}
		for _, s := range d.Sides {
			side.Options = append(side.Options, page.Option{Value: string(s), Label: d.P.T("side." + string(s))})
		}
		out = append(out, side)
	}
	kind := page.Field{Name: "category", Label: d.P.T("even.col.category"), Value: d.Category,
		Options: []page.Option{{Label: d.P.T("filter.all")}}}
	for _, code := range d.Kinds {
		kind.Options = append(kind.Options, page.Option{Value: code, Label: d.V.Label(policy.Category, code)})
	}
	return append(out, kind)
}

func (d compared) address(more, category string) string {
	q := url.Values{"year": {strconv.Itoa(d.Asked.Year)}, "side": {string(d.Asked.Side)}}
	if category != "" {
		q.Set("category", category)
	}
	return "/evenness" + more + "?" + q.Encode()
}

// byUnit says whether each unit has a line on the page: of a category, or where there are few.
func (d compared) byUnit() bool { return !d.Whole || d.Category != "" }

func (d compared) head() page.List {
	out := page.List{Caption: d.Title, Cols: []page.Col{{Label: d.P.T("even.col.kind"), Width: "name"}}}
	if d.byUnit() {
		out.Cols[0].Label = d.P.T("even.col.unit")
	}
	for _, h := range d.speech().EvenHeads()[3:] {
		out.Cols = append(out.Cols, page.Col{Label: h, Num: true})
	}
	return out
}

// figure is a number, the list whose length it is, and its share of the problems beside it.
type figure struct{ N, At, Share string }

// figures are the cells of a line after its name.
func (d compared) figures(c evenness.Count) (out []figure) {
	w := evenness.Whose{Unit: c.Unit}
	add := func(n int64, at, share string) {
		if n == 0 || c.Unit == 0 && !d.Whole { // of all units, whose lists are not the visitor's
			at = ""
		}
		out = append(out, figure{d.P.Number(n), at, share})
	}
	add(c.N, d.Asked.List(c.Like, w, problem.Watched), "")
	for i, s := range problem.Sequels {
		n := c.Followed[i]
		if n == 0 { // an empty cell: what is there is seen at once
			out = append(out, figure{})
			continue
		}
		add(n, d.Asked.List(c.Like, w, s), d.P.T("even.share", "n", (200*n+c.N)/(2*c.N)))
	}
	add(c.Closed.N(), d.Asked.Closed(c.Like, w), "")
	return append(out, figure{N: d.speech().EvenDays(c.Closed)})
}

// name is what a line is called: a unit, or all.
func (d compared) name(c evenness.Count) string {
	if c.Unit == 0 {
		return d.P.T("even.all")
	}
	return d.County.Name(c.Unit)
}

// asks are the questions, in the order of the groups.
func (d compared) asks() (out []evenness.Outlier) {
	for _, g := range d.Groups {
		out = append(out, g.Outliers...)
	}
	return out
}

// behind are the lists behind a question: the unit's, and those of the others for who may read them.
func (d compared) behind(o evenness.Outlier) (out []page.Link) {
	own, others := evenness.Whose{Unit: o.Own.Unit}, evenness.Whose{Except: o.Own.Unit}
	add := func(key, closed string, w evenness.Whose, c evenness.Count) {
		if o.After == "" {
			out = append(out, page.Link{Label: d.P.T(closed, "unit", d.County.Name(o.Own.Unit), "n", c.Closed.N()),
				Href: d.Asked.Closed(c.Like, w)})
			return
		}
		out = append(out, page.Link{Label: d.P.T(key, "unit", d.County.Name(o.Own.Unit), "n", c.N),
			Href: d.Asked.List(c.Like, w, problem.Watched)})
		if n := c.Share(o.After); n > 0 {
			out = append(out, page.Link{Label: d.P.T("even.link.of", "did", d.speech().EvenDid(o.After), "n", n),
				Href: d.Asked.List(c.Like, w, o.After)})
		}
	}
	add("even.link.own", "even.link.own.closed", own, o.Own)
	if d.Whole {
		add("even.link.others", "even.link.others.closed", others, o.Others)
	}
	return out
}

// rule is from when on it is asked, in a sentence.
func (d compared) rule() string {
	return d.P.T("even.rule", "least", d.Rule.Least, "others", d.Rule.Others, "points", d.Rule.Points,
		"times", d.Rule.Times, "more", d.Rule.DaysMore)
}

// Print is the same on paper, with a line for each unit.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	entry, err := p.Board.Read.Acts(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, 0, err
	}
	d, err := p.read(v)
	if err != nil {
		return nil, 0, err
	}
	s := d.speech()
	r := frame.Roll{View: d.View, Entry: entry, Whose: d.V.Whose("evenness.see"), Moment: v.P.InstantIn(0, v.Now),
		Back: d.address("", d.Category), Export: d.address("/table.xlsx", d.Category), Filter: []string{d.Title, d.side()},
		Under: []string{d.P.T("even.say"), d.rule()}, Heads: s.EvenHeads()}
	for _, o := range d.asks() {
		r.Under = append(r.Under, s.EvenSays(o, d.County.Name(o.Own.Unit)))
	}
	for _, g := range d.Groups {
		for _, c := range append([]evenness.Count{g.All}, g.Units...) {
			if r.More = len(r.Rows) == frame.RollMost; r.More {
				break
			}
			var row []string
			for _, x := range s.EvenRow(c, d.name(c)) {
				row = append(row, fmt.Sprint(x))
			}
			r.Rows = append(r.Rows, row)
		}
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is the same as a table.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.read(v)
	if err != nil {
		return tables.Table{}, err
	}
	return tables.EvenTable(d.speech(), d.Groups, d.name, d.Title+" "+d.side()), nil
}
