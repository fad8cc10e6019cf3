package lists

import (
	"net/url"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/view"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// problemListData is one page of the problem list.
type problemListData struct {
	page.View
	Visit   *desk.Visit
	Page    problem.Page
	Filter  problem.Filter
	Tabs    []page.Tab
	Units   []page.Option
	Name    func(ref.ID) string
	May     bool // register
	Dropped []string
	Asked   alike
	County  *bodies.County
	Views   page.Views
	Columns frame.Columns
	Many    []page.Option
	Said    said
	Talked  map[ref.ID]int // comments that the visitor reads
}

// problemTabs are the views of the list that everybody has, in their order.
var problemTabs = []tab{
	{"problem.tab.open", "tab=open"},
	{"problem.tab.needs-order", "tab=needs-order"},
	{"problem.tab.overdue", "tab=overdue"},
	{"problem.tab.rectified", "tab=rectified"},
	{"problem.tab.unmatched", "tab=unmatched"},
	{"problem.tab.closed", "sort=-new&tab=closed"},
	{"list.all", "sort=-new&tab=all"},
}

// problemTab is the place of a tab by its name in the address; -1 = none.
func problemTab(name string) int {
	return slices.Index([]string{"open", "needs-order", "overdue", "rectified", "unmatched", "closed", "all"}, name)
}

// problemFilter reads the filter of an address and names the tab it is of. A
// state asked for beats the tab's.
func problemFilter(v *desk.Visit, q url.Values) (problem.Filter, string) {
	f := problem.Filter{State: problem.State(q.Get("state")), Unit: ref.Parse(q.Get("unit")),
		Person: ref.Parse(q.Get("person")), Side: actor.Side(q.Get("side")),
		Level: problem.Level(q.Get("level")), Source: q.Get("source"),
		Category: q.Get("category"), Standing: q.Get("standing") != "", Words: words(q),
		Except: ref.Parse(q.Get("except")), Followed: problem.Sequel(q.Get("followed")),
		After: problem.Cursor(order.ParseCursor(q.Get("after")))}
	f = f.By(q.Get("sort"))
	switch from := order.QuarterStart(v.Today()).Start(); q.Get("quarter") {
	case "registered":
		f.Since = from
	case "closed":
		f.Closed = from
	}
	f.Registers, _ = when.ParseSpan(q.Get("registered"))
	f.Closes, _ = when.ParseSpan(q.Get("closed"))
	f.Met, f.Unmet = metOf(q, v.Today())
	f.DueFrom, f.DueBelow = dueDays(q, v.Today())
	tab := q.Get("tab")
	state := f.State
	switch tab {
	case "needs-order":
		f.NeedsOrder = v.Desk.Problems.Rules.Needing()
	case "overdue":
		f.Overdue = v.Today()
	case "rectified":
		state = problem.Rectified
	case "unmatched":
		f.Unmatched = true
	case "closed":
		state = problem.Closed
	case "all":
	default:
		switch tab = ""; f.State {
		case "":
			tab, f.Open = "open", true
		case problem.Closed:
			tab = "closed"
		}
	}
	if f.State == "" {
		f.State = state
	}
	if f.DueBelow != 0 && tab == "open" { // a part of it, which is no tab
		tab = ""
	}
	return f, tab
}

func problemList(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := &problemListData{View: v.View(v.P.T("problem.list.title")), Visit: v, Name: c.Name, County: c,
		May: access.Anywhere(v.Actor, "problem.register") && mayRegister(v)}
	meant, typed := whose(c, d.Query)
	d.Asked = namesakes(v, d.View, c, meant, typed)
	d.Bare, d.Dropped = problemTabs[0].query, sound(v, c, problemFields, d.Query)
	if to := frame.Chosen(d.View); to != "" {
		return v.Go(to)
	}
	usual := ""
	if d.Views, usual, err = v.Views(view.Problems, d.Path, d.Query); err != nil {
		return err
	}
	if usual != "" && d.Asked.Typed == "" {
		return v.Go(usual)
	}
	var tab string
	d.Filter, tab = problemFilter(v, d.Query)
	addresses := tabQueries(problemTabs, d.Query)
	for _, a := range addresses {
		f, _ := problemFilter(v, a)
		d.Filter.Tabs = append(d.Filter.Tabs, f)
	}
	if d.Page, err = v.Desk.Read.Problems(v.R.Context(), v.Scope("problem.see"), d.Filter); err != nil {
		return err
	}
	d.Tabs = tabs(d.View, problemTabs, addresses, d.Page.Tabs, problemTab(tab))
	d.Units = unitOptions(c, v.P.T("filter.all"))
	d.Columns, d.Many = columnsOf(d.View, problemColumns, "facts", false), problemsAtOnce.offered(v)
	d.Said = said{v: v, c: c, year: d.Today.Year()}
	if d.Said.numbers, err = orderNumbers(v, d.Columns, d.Page.Lines); err != nil {
		return err
	}
	if d.Talked, err = talked(v, d.Page.Lines); err != nil {
		return err
	}
	return v.Page(200, problemListPage(d))
}

// mayRegister says whether the visitor can register a problem of any unit.
func mayRegister(v *desk.Visit) bool {
	if canDraft(v) {
		return true
	}
	for _, u := range v.Actor.Units() {
		if v.Can("problem.register", access.Object{Jurisdiction: v.Actor.Jurisdiction, Unit: u, Side: side(v.Actor)}) {
			return true
		}
	}
	return false
}

func (d *problemListData) pager() page.Pager {
	p := page.Pager{Say: d.Visit.Counted("problem.see", d.Page.Count, d.Page.More)}
	if c := order.Cursor(d.Page.Newer).String(); c != "" {
		p.Newer = d.With("after", c)
	}
	if c := order.Cursor(d.Page.Older).String(); c != "" {
		p.Older = d.With("after", c)
	}
	return p
}

// sort is the sort in force, as the address has it.
func (d *problemListData) sort() order.Sort {
	switch f := d.Filter; {
	case f.Newest && f.Turned:
		return order.Oldest
	case f.Newest:
		return order.Newest
	case f.Turned:
		return order.ByDueLast
	}
	return order.ByDue
}

func (d *problemListData) head() page.List {
	return frame.Boxed(d.View, d.Columns.Head(d.Title, string(d.sort())))
}

// cell is what a column says of a problem.
func (d *problemListData) cell(name string, l *problem.Line) string {
	return cell(d.Said, problemColumns, name, l)
}

// keep are the parts of the address that the form of the filter sends along.
func (d *problemListData) keep() map[string]string {
	out := map[string]string{}
	for _, name := range []string{"quarter", "registered", "closed", "met", "due", "standing", "except", "followed",
		"sort", "tab", frame.ColsName} {
		out[name] = d.Query.Get(name)
	}
	return out
}

// applied are the filters in force, each with the address without it.
func (d *problemListData) applied() []page.Applied {
	var out []page.Applied
	add := func(name, label string) {
		if d.Query.Get(name) != "" && label != "" {
			out = append(out, page.Applied{Label: label, Remove: d.With(name, "", "after", "")})
		}
	}
	add("q", d.P.T("list.words.applied", "words", d.Filter.Words))
	add("unit", d.Name(ref.Parse(d.Query.Get("unit"))))
	add("person", limitedTo(d.View, d.County))
	if s := problem.State(d.Query.Get("state")); s.Known() {
		add("state", d.P.T("problem.state."+string(s)))
	}
	if s := d.Query.Get("quarter"); s != "" {
		add("quarter", d.P.T("problem.quarter."+s))
	}
	for _, name := range []string{"registered", "closed"} {
		add(name, d.P.T("list.span", "field", d.P.T("problem.span."+name), "span", d.Query.Get(name)))
	}
	if m := d.Query.Get("met"); slices.Contains(mets, m) {
		add("met", d.P.T("list.met."+m))
	}
	if s := d.Query.Get("due"); s != "" {
		add("due", d.P.T("list.due."+s))
	}
	add("standing", d.P.T("problem.standing"))
	if id := ref.Parse(d.Query.Get("except")); id != 0 {
		add("except", d.P.T("problem.except", "unit", d.Name(id)))
	}
	if s := problem.Sequel(d.Query.Get("followed")); s.Known() {
		add("followed", d.P.T("problem.followed."+string(s)))
	}
	add("level", d.Visit.Label(policy.ProblemLevel, d.Query.Get("level")))
	if s := actor.Side(d.Query.Get("side")); s == actor.Principal || s == actor.Supervisory {
		add("side", d.P.T("side."+string(s)))
	}
	add("source", d.Visit.Label(policy.Source, d.Query.Get("source")))
	add("category", d.Visit.Label(policy.Category, d.Query.Get("category")))
	return out
}

func (d *problemListData) states() []page.Option {
	out := []page.Option{{Label: d.P.T("filter.all")}}
	for _, s := range problem.States[1:] { // nothing is kept as a draft
		out = append(out, page.Option{Value: string(s), Label: d.P.T("problem.state." + string(s))})
	}
	return out
}

// codeOptions are the codes of a kind with their words.
func codeOptions(v *desk.Visit, kind policy.Kind, first string) []page.Option {
	out := []page.Option{{Label: first}}
	for _, c := range v.Desk.Policy.Codes(kind) {
		out = append(out, page.Option{Value: c, Label: v.Label(kind, c)})
	}
	return out
}

// problemTone colours a state.
func problemTone(s problem.State) page.Tone {
	switch s {
	case problem.Closed:
		return page.Green
	case problem.Rectified:
		return page.Blue
	}
	return page.Grey
}

// problemLight says how urgent an open problem is, with the working days.
func problemLight(v *desk.Visit, s problem.State, due when.Day) (page.Tone, string) {
	return v.ProblemLight(s, due)
}

func unmatched(leader, handler ref.ID, leaderName, handlerName string) bool {
	return leader == 0 && leaderName != "" || handler == 0 && handlerName != ""
}
