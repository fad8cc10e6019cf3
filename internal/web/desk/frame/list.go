package frame

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/view"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// cellMost is how much of a text a list shows, in characters [D]: what it says whole
// stands on its own page.
const cellMost = 44

// colsMost is how many columns a list shows at most [D]: what is wider is for a
// spreadsheet.
const colsMost = 12

// listData is one page of a noun's list.
type listData struct {
	page.View
	Pages
	Visit   *desk.Visit
	County  *bodies.County
	Query   noun.Query
	Page    noun.Page
	Tabs    []page.Tab
	Fields  []page.Field
	Columns Columns
	Views   page.Views
	Dropped []string
	Make    *noun.Act
	Beside  []noun.Link               // of the noun's, those that lead somewhere
	More    map[ref.ID][]text.Message // what a room knows of the objects besides
	Many    []noun.Act
	Talked  map[ref.ID]int // comments that the visitor reads
}

// query reads the filter of an address, taking out of it what no filter knows any
// more: an old link then shows the rest of what it asked for.
func (p Pages) query(v *desk.Visit, c *bodies.County, q url.Values) (out noun.Query, tab int, dropped []string) {
	drop := func(name, label string) {
		q.Del(name)
		dropped = append(dropped, label)
	}
	out = noun.Query{Words: text.Query(strings.TrimSpace(q.Get("q"))), Sort: p.ParseSort(q.Get("sort")),
		After: noun.ParseCursor(q.Get("after"))}
	if s := q.Get("sort"); s != "" && s != out.Sort.String() {
		drop("sort", v.P.T("list.sort"))
	}
	for _, name := range p.Asked() {
		s := q.Get(name)
		if s == "" {
			continue
		}
		f, _ := p.Field(name)
		if !slices.ContainsFunc(p.offered(v, c, f, "", s), func(o page.Option) bool { return o.Value == s }) {
			drop(name, p.label(v, name))
			continue
		}
		out.Where = append(out.Where, cond(f, s))
	}
	if s := q.Get(p.About.Among); p.About.Among != "" && s != "" { // as the page of a person leads here
		f, _ := p.Field(p.About.Among)
		if x, ok := c.Person(refOf(s)); ok {
			out.Where = append(out.Where, noun.Cond{Column: f.Column(), Holds: x.ID})
		} else {
			drop(p.About.Among, p.label(v, p.About.Among))
		}
	}
	if s := q.Get(p.Span); p.Span != "" && s != "" {
		f, _ := p.Field(p.Span)
		if days, ok := when.ParseSpan(s); ok {
			out.Where = append(out.Where, noun.Cond{Column: f.Column(), Least: int64(days.From), Below: int64(days.To)})
		} else {
			drop(p.Span, p.label(v, p.Span))
		}
	}
	at := slices.IndexFunc(p.Tabs, func(t noun.Tab) bool { return t.Name == q.Get("tab") })
	if at < 0 {
		if q.Get("tab") != "" {
			drop("tab", v.P.T("list.views"))
		}
		at = 0
	}
	if len(p.Tabs) > 0 {
		out.Where = append(out.Where, p.Tabs[at].For(v.Actor, v.Today())...)
	}
	return out, at, dropped
}

// offered are the choices of a filter. An organ that has ended, and somebody who holds no post any more, is among them
// where it is asked for: its page leads to what is still on record as its own.
func (p Pages) offered(v *desk.Visit, c *bodies.County, f field.Field, first, typed string) []page.Option {
	out := p.choices(v, c, f, first)
	if f.Type == field.APerson && typed != "" && len(c.PostsOf(refOf(typed))) == 0 {
		if x, ok := c.Person(refOf(typed)); ok {
			out = append(out, page.Option{Value: typed, Label: x.Name})
		}
	}
	if f.Type != field.ABody || typed == "" {
		return out
	}
	if b, ended := c.Former(refOf(typed)); ended && (p.Fits == nil || p.Fits(f.Name, b.Kind)) {
		out = append(out, page.Option{Value: typed, Label: v.P.T("list.former", "name", b.Name)})
	}
	return out
}

// cond is the condition that a filter sets.
func cond(f field.Field, typed string) noun.Cond {
	c := noun.Cond{Column: f.Column()}
	if f.IsText() {
		c.Text = []string{typed}
		return c
	}
	c.Num = []int64{int64(refOf(typed))}
	return c
}

func (p Pages) list(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := &listData{View: v.View(v.P.T(p.Word + ".list")), Pages: p, Visit: v, County: c}
	if to := Chosen(d.View); to != "" {
		return v.Go(to)
	}
	usual := ""
	if d.Views, usual, err = v.Views(view.List(p.Name), d.Path, d.View.Query); err != nil {
		return err
	}
	if usual != "" {
		return v.Go(usual)
	}
	var tab int
	d.Query, tab, d.Dropped = p.query(v, c, d.View.Query)
	tabs := make([]noun.Query, len(p.Tabs))
	for i, t := range p.Tabs {
		of := p.Tabs[tab].For(v.Actor, v.Today())
		filters := d.Query.Where[:len(d.Query.Where)-len(of)] // without those of the tab it is in
		tabs[i] = noun.Query{Words: d.Query.Words, Where: slices.Concat(filters, t.For(v.Actor, v.Today()))}
	}
	if d.Page, err = p.Read.Listed(v.R.Context(), p.Of, v.Scope(p.See), d.Query, tabs); err != nil {
		return err
	}
	p.AllFor(v.Actor, d.Page.Values)
	if err := d.Pages.looks(v, d.Page.Values...); err != nil {
		return err
	}
	for i, t := range p.Tabs {
		d.Tabs = append(d.Tabs, page.Tab{Label: v.P.T(p.Word + ".tab." + t.Name), Href: d.With("tab", t.Name),
			Current: i == tab})
		if i < len(d.Page.Tabs) {
			d.Tabs[i].Count, d.Tabs[i].Counted, d.Tabs[i].More = d.Page.Tabs[i].N, true, d.Page.Tabs[i].More
		}
	}
	if p.Adds.Notes != nil {
		if d.More, err = p.Adds.Notes(v, d.Page.Values); err != nil {
			return err
		}
	}
	if !p.Mute {
		matters := make([]access.Object, len(d.Page.Values))
		for i, x := range d.Page.Values {
			matters[i] = p.Object(x)
		}
		if d.Talked, err = v.Talked(matters); err != nil {
			return err
		}
	}
	d.Columns = p.columns(v, d.View)
	d.questions()
	if a, ok := p.Maker(); ok && access.Could(v.Actor, a.Verb) && !v.Actor.Outside() {
		d.Make = &a
	}
	for _, l := range p.Beside {
		if l.May != "" && !access.Could(v.Actor, l.May) {
			continue
		}
		i := slices.IndexFunc(v.Desk.Nouns, func(n *noun.Noun) bool { return l.Href == "/"+n.Name })
		if i < 0 || access.Anywhere(v.Actor, v.Desk.Nouns[i].List) {
			d.Beside = append(d.Beside, l)
		}
	}
	for _, a := range p.Acts {
		can := func(x noun.Value) bool { return p.Refused(a, v.Actor, x, v.Now) == nil }
		if a.Many && slices.ContainsFunc(d.Page.Values, can) {
			d.Many = append(d.Many, a)
		}
	}
	return v.Page(200, listPage(d))
}

// columns are what the list can show, and what it shows.
func (p Pages) columns(v *desk.Visit, view page.View) Columns {
	all := make([]Column, 0, len(p.Fields)+3)
	add := func(name string) {
		col := Column{Name: name, Label: p.label(v, name), Usual: slices.Contains(p.Columns, name)}
		f, _ := p.Field(name)
		for _, s := range p.Sorts {
			if s.Column == f.Column() || s.Column == noun.SerialColumn && name == p.Code {
				col.Sort = s.Name
			}
		}
		switch {
		case name == p.Code:
			col.Width = "narrow"
		case name == p.Title:
			col.Width = "name"
		case f.Type == field.AText:
			col.Width = "text"
		}
		all = append(all, col)
	}
	for _, name := range p.Columns { // in the order of the declaration, then what else there is
		add(name)
	}
	for _, f := range p.Fields {
		if !slices.Contains(p.Columns, f.Name) && f.Type != field.AObject && !f.Unlisted() {
			add(f.Name)
		}
	}
	for _, name := range []string{"unit", "side", "state"} {
		if !slices.Contains(p.Columns, name) {
			add(name)
		}
	}
	return Choose(view, all, p.Title)
}

// questions are the fields of the filter.
func (d *listData) questions() {
	for _, name := range d.Asked() {
		f, _ := d.Pages.Field(name)
		typed := d.View.Query.Get(name)
		d.Fields = append(d.Fields, page.Field{Name: name, Label: d.label(d.Visit, name), Value: typed,
			Options: d.offered(d.Visit, d.County, f, d.P.T("filter.all"), typed)})
	}
}

// applied are the filters in force, each with the address without it.
func (d *listData) applied() []page.Applied {
	var out []page.Applied
	if d.Query.Words != "" {
		out = append(out, page.Applied{Label: d.P.T("list.words.applied", "words", d.Query.Words),
			Remove: d.With("q", "", "after", "")})
	}
	for _, f := range d.Fields {
		for _, o := range f.Options {
			if o.Value == f.Value && f.Value != "" {
				out = append(out, page.Applied{Label: o.Label, Remove: d.With(f.Name, "", "after", "")})
			}
		}
	}
	if x, ok := d.among(); ok {
		out = append(out, page.Applied{Label: x, Remove: d.With(d.About.Among, "", "after", "")})
	}
	if s := d.span(); s != "" {
		out = append(out, page.Applied{Label: d.P.T("list.span", "field", d.label(d.Visit, d.Span), "span", s),
			Remove: d.With(d.Span, "", "after", "")})
	}
	return out
}

// among is whom the objects concern that the address asks for, of a noun that names several.
func (d *listData) among() (string, bool) {
	if d.About.Among == "" {
		return "", false
	}
	x, ok := d.County.Person(refOf(d.View.Query.Get(d.About.Among)))
	return x.Name, ok
}

// span is the year or month that the address asks for; "" = none.
func (d *listData) span() string {
	if d.Span == "" {
		return ""
	}
	return d.View.Query.Get(d.Span)
}

// unfiltered is the address without any filter; "" when there is none.
func (d *listData) unfiltered() string {
	without := []string{"q", ""}
	some := d.Query.Words != "" || d.span() != ""
	if _, ok := d.among(); ok {
		some, without = true, append(without, d.About.Among, "")
	}
	if d.Span != "" {
		without = append(without, d.Span, "")
	}
	for _, f := range d.Fields {
		some = some || f.Value != ""
		without = append(without, f.Name, "")
	}
	if !some {
		return ""
	}
	return d.With(without...)
}

func (d *listData) pager() page.Pager {
	p := page.Pager{Say: d.Visit.Counted(d.See, d.Page.Count, d.Page.More)}
	if c := d.Page.Newer.String(); c != "" {
		p.Newer = d.With("after", c)
	}
	if c := d.Page.Older.String(); c != "" {
		p.Older = d.With("after", c)
	}
	return p
}

func (d *listData) href(x noun.Value) templ.SafeURL {
	return templ.SafeURL("/" + d.Name + "/" + x.Head().ID.String())
}

// cell is what a column says of an object.
func (d *listData) cell(name string, x noun.Value) string {
	f, _ := d.Pages.Field(name)
	return text.Clip(d.show(d.Visit, d.County, f, x), cellMost)
}

// notes are what else is to be known of an object, in words.
func (p Pages) notes(v *desk.Visit, x noun.Value, more map[ref.ID][]text.Message) (out []string) {
	all := slices.Concat(more[x.Head().ID], p.seen[x.Head().ID])
	if p.Notes != nil {
		all = slices.Concat(p.Notes(x, v.Today()), all)
	}
	for _, m := range all {
		out = append(out, v.P.Message(m))
	}
	return out
}

// looks asks for the notes that follow from other objects, once for all of a page.
func (p *Pages) looks(v *desk.Visit, list ...noun.Value) (err error) {
	list = slices.DeleteFunc(list, func(x noun.Value) bool { return x == nil })
	if p.Seen != nil && len(list) > 0 {
		p.seen, err = p.Seen(v.R.Context(), list, v.Today())
	}
	return err
}

// out is the address of the list as something else, with the filter in force.
func (d *listData) out(ending string) string {
	q := url.Values{}
	for name, values := range d.View.Query {
		if name != "after" && name != "did" && name != "entry" {
			q[name] = values
		}
	}
	if len(q) == 0 {
		return "/" + d.Name + ending
	}
	return "/" + d.Name + ending + "?" + q.Encode()
}

func (d *listData) heading() page.Heading {
	return page.Heading{Crumbs: d.crumbs(d.View), Title: d.View.Title,
		Under: page.Text(d.P.T("list.whose", "whose", d.Visit.Whose(d.See)))}
}

// filters is the bar above the list: a new filter keeps the order, the tab and the
// columns.
func (d *listData) filters() page.Filters {
	keep := map[string]string{}
	for _, name := range []string{"sort", "tab", ColsName} {
		keep[name] = d.View.Query.Get(name)
	}
	if s := d.span(); s != "" {
		keep[d.Span] = s
	}
	return page.Filters{Fold: true, Keep: keep, Applied: d.applied(), Clear: d.unfiltered()}
}
