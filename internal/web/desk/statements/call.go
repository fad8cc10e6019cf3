package statements

import (
	"net/url"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Routes are the addresses beside those of the frame.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /statements/call", May: "statement.add", Handle: p.calling},
		{Pattern: "POST /statements/call", May: "statement.add", Handle: p.call},
	}
}

// callData is who still owes a statement of a year, and the meetings there are.
type callData struct {
	page.View
	C      *bodies.County
	Year   int
	Owed   []statements.Owing
	Held   []statements.Gathering // with somebody still to be heard
	All    bool                   // everybody is ticked
	Typed  url.Values
	Key    string
	Errors text.InputErrors
}

// owed reads what the page shows: of a year, the running one or, until its January is over, the one before.
func (p Pages) owed(v *desk.Visit) (d callData, err error) {
	if !access.Could(v.Actor, "statement.add") { // who sees the list comes as far as this
		return d, text.Refuse(text.Forbidden, "access.forbidden")
	}
	q := v.R.URL.Query()
	year := v.Today().Year()
	if q.Get("year") == strconv.Itoa(year-1) {
		year--
	}
	d = callData{View: v.View(v.P.T("statement.call")), Year: year, All: q.Get("all") != "", Key: v.Key(),
		Typed: url.Values{}}
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	got, err := p.Read.Whole(v.R.Context(), statements.Shape.Of, v.Scope("statement.see"), statements.OfYear(year),
		statements.YearMost)
	if err != nil {
		return d, err
	}
	var list []*statements.Statement
	for _, x := range got.Values {
		list = append(list, x.(*statements.Statement))
	}
	for _, o := range statements.Owed(d.C, year, list) {
		if access.Can(v.Actor, "statement.add", o.Object(v.Actor.Jurisdiction)) {
			d.Owed = append(d.Owed, o)
		}
	}
	for _, g := range statements.Together(list) {
		if g.Unheard > 0 {
			d.Held = append(d.Held, g)
		}
	}
	return d, nil
}

func (p Pages) calling(v *desk.Visit) error {
	d, err := p.owed(v)
	if err != nil {
		return err
	}
	return v.Page(200, callPage(d))
}

// call calls those who are ticked to the meeting that was typed, all of them or nobody.
func (p Pages) call(v *desk.Visit) error {
	d, err := p.owed(v)
	if err != nil {
		return err
	}
	d.Typed = v.R.PostForm
	at := statements.Statement{Year: int64(d.Year)}
	var errs text.InputErrors
	for _, name := range statements.Meeting() {
		if f := statements.Fields.Must(name); name != "year" {
			f.Read(&at, d.Typed.Get(name), &errs)
		}
	}
	var of []ref.ID
	for _, s := range d.Typed["take"] {
		of = append(of, ref.Parse(s))
	}
	if err = errs.Err(); err == nil {
		r, failed := p.Commands.CallAll(v.R.Context(), v.Command(), at, of)
		if failed == nil {
			return v.Done("/statements?tab=unheard", "statement.call", r)
		}
		err = failed
	}
	if wrong, is := v.Inputs(err, nil); is {
		d.Errors = wrong
		return v.Page(422, callPage(d))
	}
	return err
}

func (d callData) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("statement.list"), Href: "/statements"}, {Label: d.Title}}, Title: d.Title}
}

// other is the year that can be called for besides: the running one or the one before.
func (d callData) other() int {
	if d.Year == d.Today.Year() {
		return d.Year - 1
	}
	return d.Year + 1
}

func (d callData) at(year int, more string) string {
	return "/statements/call?year=" + strconv.Itoa(year) + more
}

func (d callData) form() page.Form {
	return page.Form{Action: d.at(d.Year, ""), Key: d.Key, Errors: d.Errors}
}

func (d callData) ticked(o statements.Owing) bool {
	for _, s := range d.Typed["take"] {
		if s == o.Body.String() {
			return true
		}
	}
	return d.All && len(d.Typed["take"]) == 0
}

func (d callData) body(id ref.ID) string { b, _ := d.C.Body(id); return b.Name }

func (d callData) who(id ref.ID) string { p, _ := d.C.Person(id); return p.Name }

// field is one of those of the meeting.
func (d callData) field(name string) page.Field {
	f := statements.Fields.Must(name)
	out := page.Field{Name: name, Label: d.P.T("statement.field." + field.Key(name)), Value: d.Typed.Get(name),
		Limit: f.Most, Optional: !f.Must}
	if f.Type == field.ACount {
		out.Type, out.Width = "number", "s"
	}
	if hint := "statement.field." + field.Key(name) + ".hint"; d.P.Has(hint) {
		out.Hint = d.P.T(hint)
	}
	for _, e := range d.Errors {
		if e.Field == name {
			out.Error = d.P.Message(e.Message)
		}
	}
	return out
}

// refused are those who cannot be called, each with the reason.
func (d callData) refused() (out []string) {
	for _, e := range d.Errors {
		if e.Field == "bodies" {
			out = append(out, d.P.Message(e.Message))
		}
	}
	return out
}

func (d callData) head() page.List {
	return page.List{Caption: d.P.T("statement.call.owed"), Cols: []page.Col{
		{Label: d.P.T("statement.field.person"), Width: "name"}, {Label: d.P.T("statement.field.post")},
		{Label: d.P.T("statement.field.body")}}}
}

// unheard is who is still to be heard at a meeting.
func (d callData) unheard(g statements.Gathering) string {
	var names []string
	for _, s := range g.Statement[:g.Unheard] {
		names = append(names, d.who(s.Person))
	}
	return strings.Join(names, d.P.T("statement.and"))
}

func (d callData) said(g statements.Gathering) string {
	return d.P.T("statement.meeting.heard", "n", len(g.Statement)-g.Unheard, "of", len(g.Statement))
}
