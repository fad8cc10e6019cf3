// Package inbox is the officials' pages of what they are told: the inbox, and by which
// ways somebody is told besides.
package inbox

import (
	"net/url"
	"strconv"
	"strings"

	"shuangze/internal/kind"
	"shuangze/internal/notify"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Pages are the pages of this room.
type Pages struct{ Box notify.Box }

// Routes are its addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /inbox", May: "inbox.see", Handle: p.list},
		{Pattern: "POST /inbox/read", May: "inbox.mark", Handle: p.markAll},
		{Pattern: "POST /inbox/{id}/read", May: "inbox.mark", Handle: p.mark},
		{Pattern: "POST /inbox/{id}/open", May: "inbox.mark", Handle: p.open},
		{Pattern: "GET /account/notifications", May: "inbox.see", Handle: p.choices},
		{Pattern: "POST /account/notifications", May: "inbox.choose", Handle: p.choose},
		{Pattern: "POST /account/notifications/{way}/confirm", May: "inbox.choose", Handle: p.confirm},
		{Pattern: "POST /account/notifications/{way}/code", May: "inbox.choose", Handle: p.again},
	}
}

func (p Pages) of(v *desk.Visit) notify.Box { return p.Box.With(v.Desk.Kinds) }

// day are the messages of one day.
type day struct {
	Day  when.Day
	List []notify.Message
}

type listData struct {
	page.View
	Visit  *desk.Visit
	Box    notify.Box
	Page   notify.Page
	Days   []day
	Filter notify.Filter
	Unread int
	Others map[ref.ID]int // unread ones in other hands, by whom they are for
	Names  func(ref.ID) string
	Now    when.Instant
}

func (p Pages) list(v *desk.Visit) error {
	q := v.R.URL.Query()
	d := listData{Visit: v, Box: p.of(v), Now: v.Now, Filter: notify.Filter{Unread: q.Get("tab") == "unread",
		After: notify.ParseCursor(q.Get("after"))}}
	for _, g := range notify.Groups(p.of(v).Kinds) {
		if g == q.Get("kind") {
			d.Filter.Group = g
		}
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d.Names = func(id ref.ID) string { x, _ := c.Person(id); return x.Name }
	ctx := v.R.Context()
	if d.Page, err = p.of(v).List(ctx, v.Actor, v.Asking(), d.Filter); err != nil {
		return err
	}
	if d.Unread, d.Others, err = p.of(v).Unread(ctx, v.Actor, v.Asking()); err != nil {
		return err
	}
	for _, m := range d.Page.Messages {
		if n := len(d.Days); n == 0 || d.Days[n-1].Day != m.At.Day() {
			d.Days = append(d.Days, day{Day: m.At.Day()})
		}
		last := &d.Days[len(d.Days)-1]
		last.List = append(last.List, m)
	}
	d.View = v.View(v.P.T("inbox.title"))
	return v.Page(200, listPage(d))
}

func (p Pages) markAll(v *desk.Visit) error {
	until, err := strconv.ParseInt(v.Form("until"), 10, 64)
	if err != nil {
		until = int64(v.Now)
	}
	if _, err := p.of(v).MarkAll(v.R.Context(), v.Actor, when.Instant(until), v.Now); err != nil {
		return err
	}
	v.Recount()
	return v.Said("/inbox", "inbox.marked-all")
}

func (p Pages) mark(v *desk.Visit) error {
	if _, err := p.of(v).Mark(v.R.Context(), v.Actor, v.Asking(), v.ID("id"), v.Now); err != nil {
		return err
	}
	v.Recount()
	to := url.Values{}
	for _, name := range []string{"tab", "kind", "after"} {
		if x := v.Form(name); x != "" {
			to.Set(name, x)
		}
	}
	if len(to) == 0 {
		return v.Said("/inbox", "inbox.marked")
	}
	return v.Said("/inbox?"+to.Encode(), "inbox.marked")
}

// open leads to the matter; from then on the message is read.
func (p Pages) open(v *desk.Visit) error {
	to, err := p.of(v).Open(v.R.Context(), v.Actor, v.Asking(), v.ID("id"), v.Now)
	if err != nil {
		return err
	}
	v.Recount()
	if to == "" {
		to = "/inbox"
	}
	return v.Go(to)
}

// at is the list's address with another filter.
func (d listData) at(tab, group string, after notify.Cursor) string {
	q := url.Values{}
	for name, x := range map[string]string{"tab": tab, "kind": group} {
		if x != "" {
			q.Set(name, x)
		}
	}
	if after.At != 0 {
		q.Set("after", after.String())
	}
	if len(q) == 0 {
		return "/inbox"
	}
	return "/inbox?" + q.Encode()
}

func (d listData) tab() string {
	if d.Filter.Unread {
		return "unread"
	}
	return ""
}

func (d listData) tabs() []page.Tab {
	return []page.Tab{
		{Label: d.P.T("inbox.filter.all"), Href: d.at("", d.Filter.Group, notify.Cursor{}), Current: !d.Filter.Unread},
		{Label: d.P.T("inbox.filter.unread"), Href: d.at("unread", d.Filter.Group, notify.Cursor{}),
			Current: d.Filter.Unread, Count: d.Unread, Counted: true}}
}

func (d listData) kinds() page.Field {
	f := page.Field{Name: "kind", Label: d.P.T("inbox.filter.group"), Value: d.Filter.Group,
		Options: []page.Option{{Label: d.P.T("inbox.filter.any")}}}
	for _, g := range notify.Groups(d.Box.Kinds) {
		f.Options = append(f.Options, page.Option{Value: g, Label: group(d.View, d.Box.Kinds, g)})
	}
	return f
}

func (d listData) keep() map[string]string {
	if d.Filter.Unread {
		return map[string]string{"tab": "unread"}
	}
	return nil
}

// group is what a group of events is called.
func group(v page.View, kinds kind.Registry, g string) string {
	switch g {
	case notify.Falls, notify.Rose:
		return v.P.T("notify.group." + g)
	}
	return v.P.T(kinds.Of(ref.Kind(g)).Word)
}

func (d listData) pager() (p page.Pager) {
	if d.Filter.After.At != 0 {
		p.Newer = d.at(d.tab(), d.Filter.Group, notify.Cursor{})
	}
	if d.Page.More {
		p.Older = d.at(d.tab(), d.Filter.Group, d.Page.Older)
	}
	return p
}

// matter is what a message's matter is called: its number and what it is about.
func (d listData) matter(m notify.Message) string {
	l := d.Page.Lines[m.Of]
	parts := []string{d.P.T(d.Box.Kinds.Of(m.Of.Kind).Word)}
	for _, x := range []string{l.Number(), l.Title} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	return strings.Join(parts, " ")
}

func (d listData) said(m notify.Message) string { return d.P.T("notify." + m.Said) }

// who did it; "" where it is the day or the program.
func (d listData) who(m notify.Message) string {
	if m.By == 0 {
		return ""
	}
	return d.Names(m.By)
}

func (d listData) clock(m notify.Message) string { return m.At.Time().Format("15:04") }

// late says that a message's day is over and nobody need have said so.
func (d listData) late(m notify.Message) bool { return m.Due != 0 && m.Due < d.Visit.Today() }

func (d listData) empty() (title, say string) {
	switch {
	case d.Filter.Group != "":
		return d.P.T("inbox.empty.filter"), d.P.T("inbox.empty.filter.say")
	case d.Filter.Unread:
		return d.P.T("inbox.empty.unread"), d.P.T("inbox.empty.say")
	}
	return d.P.T("inbox.empty"), d.P.T("inbox.empty.say")
}

// elsewhere says what is unread in other hands.
func (d listData) elsewhere() (out []string) {
	for id, n := range d.Others {
		if id == 0 {
			out = append(out, d.P.T("inbox.own", "n", n))
			continue
		}
		out = append(out, d.P.T("inbox.deputy", "n", n, "name", d.Names(id)))
	}
	return out
}

func (d listData) cols() []page.Col {
	return []page.Col{{Label: d.P.T("inbox.what"), Width: "wide"}, {Label: d.P.T("inbox.why")},
		{Label: d.P.T("inbox.until")}, {Label: d.P.T("inbox.when"), Width: "narrow"},
		{Label: d.P.T("inbox.do"), Hidden: true}}
}

// back are the fields by which a form comes back to this place of the list.
func (d listData) back() (out []page.Field) {
	for _, f := range []page.Field{{Name: "tab", Value: d.tab()}, {Name: "kind", Value: d.Filter.Group},
		{Name: "after", Value: d.Filter.After.String()}} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}
