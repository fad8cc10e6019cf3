package lists

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/view"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// orderListData is one page of the supervision list.
type orderListData struct {
	page.View
	Visit   *desk.Visit
	Page    order.Page
	Filter  order.Filter
	Tabs    []page.Tab
	Units   []page.Option
	Name    func(ref.ID) string
	May     bool // draft
	Dropped []string
	Asked   alike
	County  *bodies.County
	Views   page.Views
	Columns frame.Columns
	Many    []page.Option
	Said    said
	Talked  map[ref.ID]int // comments that the visitor reads
}

// orderTabs are the views of the list that everybody has, in their order, with
// what each puts in the address. They exclude each other.
var orderTabs = []tab{
	{"order.tab.open", "tab=open"},
	{"order.tab.red", "light=red"},
	{"order.tab.yellow", "light=yellow"},
	{"order.tab.blue", "light=blue"},
	{"order.tab.asked", "asked=1"},
	{"order.tab.special", "special=1"},
	{"order.tab.unsaid", "unsaid=1"},
	{"order.state.closed", "sort=-new&state=closed"},
	{"list.all", "all=1&sort=-new"},
}

// orderFilter reads the filter of an address.
func orderFilter(v *desk.Visit, q url.Values) order.Filter {
	return orderFilterIn(q, v.Today(), func() order.Bounds { return v.Desk.Orders.Rules.Bounds(v.Today()) })
}

func orderFilterIn(q url.Values, today when.Day, bounds func() order.Bounds) order.Filter {
	f := order.Filter{State: order.State(q.Get("state")), Unit: ref.Parse(q.Get("unit")),
		Person: ref.Parse(q.Get("person")), Side: actor.Side(q.Get("side")), Level: q.Get("level"),
		Light: order.Light(q.Get("light")), Special: q.Get("special") != "", Asked: q.Get("asked") != "",
		Words: words(q), Sort: order.ByDue,
		After: order.ParseCursor(q.Get("after"))}
	switch from := order.QuarterStart(today).Start(); q.Get("quarter") {
	case "issued":
		f.IssuedSince = from
	case "closed":
		f.ClosedSince = from
	}
	f.Issues, _ = when.ParseSpan(q.Get("issued"))
	f.Closes, _ = when.ParseSpan(q.Get("closed"))
	f.Met = metOf(q)
	if s := order.Sort(q.Get("sort")); slices.Contains(order.Sorts, s) {
		f.Sort = s
	}
	if q.Get("unsaid") != "" {
		f.Unsaid = today
	}
	f.DueFrom, f.DueBelow = dueDays(q, today)
	if q.Get("review") != "" {
		f.Review = order.ReviewsDue(today)
	}
	if f.State == "working" { // not one state: what lies in the unit's hands
		f.State, f.Working = "", true
	}
	if f.State == "" && !f.Working && q.Get("all") == "" && f.Light == "" && f.DueBelow == 0 {
		f.Open = true
	}
	if f.Light != "" {
		f.Bounds = bounds()
	}
	return f
}

// dueDays are the days that ?due= asks for: over = before today, soon = within the
// week. below 0 = it asks for none.
func dueDays(q url.Values, today when.Day) (from, below when.Day) {
	switch q.Get("due") {
	case "over":
		return 1, today
	case "soon":
		return today, today + due.Week
	}
	return 0, 0
}

// orderTab is the place of the tab that a filter is of; -1 = of none.
func orderTab(q url.Values, f order.Filter) int {
	switch {
	case f.Light != "":
		return slices.Index([]order.Light{order.Red, order.Yellow, order.Blue}, f.Light) + 1
	case f.Asked:
		return 4
	case f.Special:
		return 5
	case f.Unsaid != 0:
		return 6
	case f.DueBelow != 0:
		return -1
	case q.Get("all") != "":
		return 8
	case f.State == order.Closed:
		return 7
	case f.Open && f.State == "":
		return 0
	}
	return -1
}

func orderList(v *desk.Visit) error {
	q := v.R.URL.Query()
	if n, ok := number.Parse(q.Get("q")); ok && n.Prefix() == orderPrefix(v) {
		return v.Go("/search?q=" + url.QueryEscape(n.String()))
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d := &orderListData{View: v.View(v.P.T("order.list.title")), Visit: v, Name: c.Name, County: c, May: canDraft(v)}
	meant, typed := whose(c, d.Query)
	d.Asked = namesakes(v, d.View, c, meant, typed)
	d.Bare, d.Dropped = orderTabs[0].query, sound(v, c, orderFields, d.Query)
	if to := frame.Chosen(d.View); to != "" {
		return v.Go(to)
	}
	usual := ""
	if d.Views, usual, err = v.Views(view.Orders, d.Path, d.Query); err != nil {
		return err
	}
	if usual != "" && d.Asked.Typed == "" {
		return v.Go(usual)
	}
	rules := v.Desk.Orders.Rules
	bounds := sync.OnceValue(func() order.Bounds { return rules.Bounds(v.Today()) })
	d.Filter = orderFilterIn(d.Query, v.Today(), bounds)
	addresses := tabQueries(orderTabs, d.Query)
	for _, a := range addresses {
		d.Filter.Tabs = append(d.Filter.Tabs, orderFilterIn(a, v.Today(), bounds))
	}
	if d.Page, err = v.Desk.Read.Orders(v.R.Context(), v.Scope("order.see"), d.Filter); err != nil {
		return err
	}
	d.Tabs = tabs(d.View, orderTabs, addresses, d.Page.Tabs, orderTab(d.Query, d.Filter))
	d.Units = unitOptions(c, v.P.T("filter.all"))
	d.Columns, d.Many = columnsOf(d.View, orderColumns, "subject", false), ordersAtOnce.offered(v)
	d.Said = said{v: v, c: c, year: d.Today.Year()}
	if d.Said.numbers, err = problemNumbers(v, d.Columns, d.Page.Lines); err != nil {
		return err
	}
	if d.Talked, err = talked(v, d.Page.Lines); err != nil {
		return err
	}
	return v.Page(200, orderListPage(d))
}

// lineOfMatter is a line of a list, as access asks of what it stands for.
type lineOfMatter interface {
	Object(county int32) access.Object
}

// talked is how many comments the visitor reads about each line of a list.
func talked[L lineOfMatter](v *desk.Visit, lines []L) (map[ref.ID]int, error) {
	matters := make([]access.Object, len(lines))
	for i, l := range lines {
		matters[i] = l.Object(v.Actor.Jurisdiction)
	}
	return v.Talked(matters)
}

// canDraft says whether the visitor is of an office.
func canDraft(v *desk.Visit) bool {
	return v.Actor.Is(actor.PrincipalOffice) || v.Actor.Is(actor.SupervisoryOffice)
}

// words are what a list is searched for; no longer than any phrase.
func words(q url.Values) string { return text.Query(strings.TrimSpace(q.Get("q"))) }

// applied are the filters in force, each with the address without it.
func (d *orderListData) applied() []page.Applied {
	var out []page.Applied
	add := func(name, label string) {
		if d.Query.Get(name) != "" && label != "" {
			out = append(out, page.Applied{Label: label, Remove: d.With(name, "", "after", "")})
		}
	}
	add("q", d.P.T("list.words.applied", "words", d.Filter.Words))
	add("unit", d.Name(d.Filter.Unit))
	add("person", limitedTo(d.View, d.County))
	if s := d.Query.Get("state"); d.P.Has("order.state." + s) {
		add("state", d.P.T("order.state."+s))
	}
	if s := d.Query.Get("quarter"); s != "" {
		add("quarter", d.P.T("order.quarter."+s))
	}
	for _, name := range []string{"issued", "closed"} {
		add(name, d.P.T("list.span", "field", d.P.T("order.span."+name), "span", d.Query.Get(name)))
	}
	if m := metOf(d.Query); m != "" {
		add("met", d.P.T("list.met."+string(m)))
	}
	if s := d.Query.Get("due"); s != "" {
		add("due", d.P.T("list.due."+s))
	}
	add("level", d.Visit.Label(policy.ProblemLevel, d.Query.Get("level")))
	if s := actor.Side(d.Query.Get("side")); s == actor.Principal || s == actor.Supervisory {
		add("side", d.P.T("side."+string(s)))
	}
	return out
}

func (d *orderListData) pager() page.Pager {
	p := page.Pager{Say: d.Visit.Counted("order.see", d.Page.Count, d.Page.More)}
	if c := d.Page.Newer.String(); c != "" {
		p.Newer = d.With("after", c)
	}
	if c := d.Page.Older.String(); c != "" {
		p.Older = d.With("after", c)
	}
	return p
}

func (d *orderListData) head() page.List {
	return frame.Boxed(d.View, d.Columns.Head(d.Title, string(d.Filter.Sort)))
}

// cell is what a column says of an order.
func (d *orderListData) cell(name string, l *order.Line) string {
	return cell(d.Said, orderColumns, name, l)
}

// keep are the parts of the address that the form of the filter sends along.
func (d *orderListData) keep() map[string]string {
	out := map[string]string{}
	for _, name := range []string{"quarter", "issued", "closed", "met", "sort", "light", "all", "special", "unsaid",
		"due", "review", "asked", frame.ColsName} {
		out[name] = d.Query.Get(name)
	}
	return out
}

// orderPrefix is the prefix of the county's orders.
func orderPrefix(v *desk.Visit) string {
	return v.Desk.Orders.Rules.Styles.Of(number.Number{Series: number.Order}).Prefix()
}
