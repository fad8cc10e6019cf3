// Package standing is the officials' page of how the five lists and the two ledgers stand.
package standing

import (
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/bodies"
	five "shuangze/internal/lists/standing"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// rowsMost is how many units a page shows at most [D], the worst of them; a category
// shows the rest.
const rowsMost = 200

// papersMost is how many papers a line names one by one [D]: a unit has two or three.
const papersMost = 4

// yearsBack is how many years before this one are offered [D].
const yearsBack = 5

// Pages are the pages of this room.
type Pages struct{ Board *five.Board }

// Routes are its addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET /lists", May: "lists.see", Handle: p.page}}
}

type data struct {
	page.View
	Visit  *desk.Visit
	County *bodies.County
	Sheet  five.Sheet
	Filter five.Filter
	Rows   []five.Row
	Left   int // rows beyond what is shown
}

func (p Pages) page(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := data{View: v.View(v.P.T("lists.title")), Visit: v, County: c}
	q := v.R.URL.Query()
	year := v.Today().Year()
	if y, err := strconv.Atoi(q.Get("year")); err == nil && slices.Contains(years(year), y) {
		year = y
	}
	d.Filter = five.Filter{Of: ref.Kind(q.Get("of")), Stand: five.Stand(q.Get("stand"))}
	if x := bodies.UnitCategory(q.Get("category")); slices.Contains(bodies.Categories, x) {
		d.Filter.Category = x
	}
	if l, _ := five.Find(d.Filter.Of); l.Paper == "" || !slices.Contains(five.Stands, d.Filter.Stand) {
		d.Filter.Of, d.Filter.Stand = "", ""
	}
	d.Sheet, err = p.Board.Sheet(v.R.Context(), five.Asked{Who: v.Actor, Reach: v.Scope, County: c, Year: year,
		Today: v.Today()})
	if err != nil {
		return err
	}
	d.Rows = d.Sheet.Filter(c, d.Filter)
	if len(d.Rows) > rowsMost {
		d.Rows, d.Left = d.Rows[:rowsMost], len(d.Rows)-rowsMost
	}
	return v.Page(200, listsPage(d))
}

// years are those offered: the next one is prepared in this one.
func years(now int) (out []int) {
	for y := now + 1; y >= now-yearsBack; y-- {
		out = append(out, y)
	}
	return out
}

// at is the address of a part of a list, of one unit or organ if any; "" = it has none.
func (d data) at(l five.List, p five.Part, r five.Row) string {
	to := l.At[p]
	switch {
	case to == "":
		return ""
	case r.Unit != 0:
		to += "&unit=" + r.Unit.String()
	case r.Body != 0:
		to += "&body=" + r.Body.String()
	}
	if l.Yearly {
		to += "&year=" + d.year()
	}
	return to
}

// named is the list that a sum is of.
func named(l five.Sum) five.List {
	x, _ := five.Find(l.Of)
	return x
}

// figure is one number with the list of what it counts.
type figure struct {
	N    int64
	Href string
	None bool // a list that has no such thing
	Tone page.Tone
	Say  string
}

func (d data) figure(l five.Sum, p five.Part) figure {
	f := figure{N: p.Of(l.Counts), Href: d.at(named(l), p, d.whole(named(l))),
		None: p != five.Rows && !named(l).Dated()}
	if p == five.Late && f.N > 0 {
		f.Tone = page.Red
	}
	return f
}

// whole is what a figure of all of a list is of: everything within reach or, where that is
// more than the reader's own unit, that unit.
func (d data) whole(l five.List) five.Row {
	if l.Paper == "" {
		return five.Row{}
	}
	return five.Row{Unit: d.Sheet.Own}
}

// stands are how the lists of units are signed, each with the rows below that it counts.
func (d data) stands(l five.Sum) (out []figure) {
	for _, s := range five.Stands {
		if n := l.Stands[s]; n > 0 {
			f := figure{N: int64(n), Say: d.P.T("lists.stand." + string(s)), Href: d.with(l.Of, s) + "#units"}
			if s == five.None {
				f.Tone = page.Red
			}
			out = append(out, f)
		}
	}
	return out
}

// with is this page with the rows whose list stands so.
func (d data) with(of ref.Kind, s five.Stand) string {
	q := url.Values{"year": {d.year()}, "of": {string(of)}, "stand": {string(s)}}
	return d.Path + "?" + q.Encode()
}

// papers are the papers of a list where they are few: a unit reads its own by name.
func (d data) papers(l five.Sum) []*signoff.Paper {
	if len(l.Papers) > papersMost {
		return nil
	}
	return l.Papers
}

func (d data) paper(p *signoff.Paper) string {
	if p.Endorsed == 0 {
		return d.P.T("lists.paper.unsigned", "title", p.Title)
	}
	return d.P.T("lists.paper", "title", p.Title, "version", p.Endorsed)
}

// ledgerParts are the figures of a ledger, in the order of their columns.
var ledgerParts = []struct {
	key, at string
	dues    bool
	of      func(five.Ledger) int64
}{
	{"records", "/records?tab=standing", false, func(l five.Ledger) int64 { return l.Records }},
	{"confirm", "/records?tab=confirm", false, func(l five.Ledger) int64 { return l.Unconfirmed }},
	{"late", "/records?tab=late", false, func(l five.Ledger) int64 { return l.Backfilled }},
	{"duties", "/scheduled?tab=all", true, func(l five.Ledger) int64 { return l.Duties.Rows }},
	{"open", "/scheduled?tab=open", true, func(l five.Ledger) int64 { return l.Duties.Open }},
	{"over", "/scheduled?tab=overdue", true, func(l five.Ledger) int64 { return l.Duties.Late }},
	{"soon", "/scheduled?tab=soon", true, func(l five.Ledger) int64 { return l.Duties.Soon }},
}

func (d data) ledger(l five.Ledger, i int) figure {
	x := ledgerParts[i]
	of := "&year="
	if x.dues {
		of = "&due="
	}
	f := figure{N: x.of(l), Href: x.at + "&side=" + string(l.Side) + of + d.year()}
	if x.key == "over" && f.N > 0 {
		f.Tone = page.Red
	}
	return f
}

// cell is what one list of a unit shows: the gravest thing first, always with the list
// of what it counts.
type cell struct {
	Level page.Heat
	Word  string // key
	Also  string // key of a second thing, without a number
	figure
}

func (d data) cell(r five.Row, i int) (c cell) {
	of, x := five.Lists[i], r.Cells[i]
	put := func(level page.Heat, p five.Part, word string) {
		c.Level, c.Word, c.N, c.Href = level, word, p.Of(x.Counts), d.at(of, p, r)
	}
	unsigned := x.Stand == five.Unsigned || x.Stand == five.Stale
	switch {
	case x.Late > 0:
		put(page.RedHot, five.Late, "lists.cell.late")
		if unsigned {
			c.Also = "lists.stand." + string(x.Stand)
		}
	case x.Stand == five.None:
		put(page.RedHot, five.Rows, "lists.stand.none")
	case unsigned:
		put(page.Yellow, five.Rows, "lists.stand."+string(x.Stand))
	case x.Soon > 0:
		put(page.Soon, five.Soon, "lists.cell.soon")
	case x.Open > 0:
		put(page.Calm, five.Open, "lists.cell.open")
	case x.Rows > 0 && x.Stand == five.Signed:
		put(page.Finished, five.Rows, "lists.stand.signed")
	case x.Rows > 0:
		put(page.Finished, five.Rows, "lists.cell.rows")
	default:
		c.Level = page.NotForThem
	}
	return c
}

// mark is the shape of a level, where colours are not seen.
func (c cell) mark() string {
	return map[page.Heat]string{page.RedHot: "‼", page.Yellow: "!", page.Finished: "✓"}[c.Level]
}

// name is what a row is called.
func (d data) name(r five.Row) string {
	if r.Unit != 0 {
		return d.County.Name(r.Unit)
	}
	b, _ := d.County.Body(r.Body)
	return b.Name
}

func (d data) rowHref(r five.Row) string {
	if r.Unit != 0 {
		return "/units/" + r.Unit.String()
	}
	return "/bodies/" + r.Body.String()
}

// of says whose cell it is and of which list, for those who do not see where it stands.
func (d data) of(r five.Row, i int) string {
	return d.P.T("lists.cell.of", "unit", d.name(r), "list", d.P.T(five.Lists[i].Word))
}

// units is the heading of the sheet of units.
func (d data) units() string { return d.P.T("lists.units", "n", len(d.Rows)+d.Left) }

func (d data) year() string { return strconv.Itoa(d.Sheet.Year) }

func (d data) heading() page.Heading {
	return page.Heading{Over: d.P.T("overview.as-of", "day", d.Today, "whose", d.Visit.Whose("order.see")),
		Title: d.Title, Under: page.Text(d.P.T("lists.say"))}
}

// filters are the choices above.
func (d data) filters() []page.Field {
	year := page.Field{Name: "year", Label: d.P.T("lists.year"), Value: d.year()}
	for _, y := range years(d.Today.Year()) {
		year.Options = append(year.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	if len(d.Sheet.Rows) <= papersMost {
		return []page.Field{year}
	}
	category := page.Field{Name: "category", Label: d.P.T("register.category"), Value: string(d.Filter.Category),
		Options: []page.Option{{Label: d.P.T("filter.all")}}}
	for _, c := range bodies.Categories {
		category.Options = append(category.Options, page.Option{Value: string(c),
			Label: d.Visit.Label(policy.UnitCategory, string(c))})
	}
	return []page.Field{year, category}
}

// bar keeps the gap that is looked at while another choice is made.
func (d data) bar() page.Filters {
	f := page.Filters{Keep: map[string]string{}}
	if gap, ok := five.Find(d.Filter.Of); ok {
		f.Keep["of"], f.Keep["stand"] = string(d.Filter.Of), string(d.Filter.Stand)
		f.Applied = append(f.Applied, page.Applied{Label: d.P.T("lists.applied", "list",
			d.P.T(gap.Word), "stand", d.P.T("lists.stand."+string(d.Filter.Stand))),
			Remove: d.With("of", "", "stand", "")})
	}
	if d.Filter.Category != "" {
		f.Applied = append(f.Applied, page.Applied{
			Label: d.Visit.Label(policy.UnitCategory, string(d.Filter.Category)), Remove: d.With("category", "")})
	}
	return f
}

func (d data) whose(l five.List) string {
	if own := d.whole(l).Unit; own != 0 {
		return d.County.Name(own)
	}
	return d.Visit.Whose(l.See)
}

// ledgerWhose is whose the figures of the ledgers are.
func (d data) ledgerWhose() string { return d.Visit.Whose("record.see") }
