package appraisal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	"shuangze/internal/kind"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// recordsAt is the page of the records behind a value; "" where none are.
func (d sheet) recordsAt(key string, x formula.Value) string {
	_, known := facts.Find(d.Sources, key)
	if !known && !scheme.OfCases(key) || x.String() == "0" || x.Absent() {
		return ""
	}
	return recordsOf(d.S.Body, d.Year.Year, key, 0)
}

func (d sheet) casesRecords() string {
	return recordsOf(d.S.Body, d.Year.Year, scheme.CaseDeduction, 0)
}

func recordsOf(body ref.ID, year int, key string, from int) string {
	q := url.Values{"year": {strconv.Itoa(year)}, "fact": {key}}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	return "/scores/" + body.String() + "/records?" + q.Encode()
}

// records is the page of the records behind one figure of a body.
type records struct {
	page.View
	V    *desk.Visit
	Year int
	S    appraisal.Standing
	X    appraisal.Explained
	Seen map[ref.Ref]kind.Line
}

func (p Pages) records(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := records{V: v, Year: yearOf(v)}
	a, ok := asked(v, c, d.Year), false
	if d.S, ok = appraisal.Unscored(a, v.ID("id")); !ok || !v.Can("score.see", Object(v.Actor.Jurisdiction, d.S)) {
		return desk.Missing()
	}
	q := v.R.URL.Query()
	key, from := text.Cut(q.Get("fact"), 100), ref.Parse(text.Cut(q.Get("from"), 6))
	if key == "" {
		key = append(d.S.Reads(), scheme.CaseDeduction)[0]
	}
	if d.X, ok, err = p.Running.Explain(v.R.Context(), a, d.S, key, int(from),
		appraisal.RecordsOf); err != nil {
		return err
	} else if !ok {
		return desk.Missing()
	}
	if d.Seen, err = d.X.Seen(v.R.Context(), v.Desk.Kinds, v.Asking(), v.Actor); err != nil {
		return err
	}
	d.View = v.View(v.P.T("score.records.of", "what", d.name(key), "body", d.S.Name, "year", d.Year))
	return v.Page(200, recordsPage(d))
}

func (d records) name(key string) string { return d.V.Desk.Policy.FactNames.Called(key, d.V.P.Lang()) }

func (d records) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("score.list"), Href: "/scores?" +
		url.Values{"scheme": {d.S.Scheme.Code}, "year": {strconv.Itoa(d.Year)}}.Encode()},
		{Label: d.S.Name, Href: "/scores/" + d.S.Body.String() + "?year=" + strconv.Itoa(d.Year)},
		{Label: d.P.T("score.records")}}, Title: d.Title,
		Under: page.Text(d.V.Label(policy.AppraisalScheme, d.S.Scheme.Code))}
}

// filters choose another figure of the body: what its scheme reads, and what cases cost.
func (d records) filters() []page.Field {
	keys := d.S.Reads()
	for _, key := range []string{scheme.CaseDeduction, d.X.Key} {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	out := page.Field{Name: "fact", Label: d.P.T("fact.col.name"), Value: d.X.Key}
	for _, key := range keys {
		out.Options = append(out.Options, page.Option{Value: key, Label: d.name(key)})
	}
	return []page.Field{out}
}

// says is what the records come to.
func (d records) says() string {
	value := d.X.Value.String()
	switch {
	case d.X.Total == 0:
		return ""
	case d.X.Value.Absent():
		value = d.P.T("score.state.absent")
	}
	return d.P.T("score.records.say", "n", d.X.Total, "value", value)
}

func (d records) cols() page.List {
	return page.List{Caption: d.Title, Cols: []page.Col{{Label: d.P.T("score.records.col.record"), Width: "name"},
		{Label: d.P.T("score.records.col.due")}, {Label: d.P.T("score.records.col.state")},
		{Label: d.P.T("score.records.col.adds"), Num: true}, {Label: d.P.T("score.records.col.acts"), Width: "wide"}}}
}

// row is one record as the visitor sees it.
type row struct {
	appraisal.Addend
	Seen                         bool
	Title, Href, Kind, Due, Says string
	Adds                         string
}

func (d records) rows() (out []row) {
	for _, x := range d.X.List {
		l, seen := d.Seen[x.Of]
		r := row{Addend: x, Seen: seen, Title: d.P.T("score.records.unseen"), Adds: x.Adds.String()}
		if !seen && !d.X.Open {
			r.Adds = "—"
		}
		if seen {
			k := d.V.Desk.Kinds.Of(x.Of.Kind)
			r.Title, r.Href, r.Kind, r.Says = l.Title, k.At(x.Of.ID), d.P.T(k.Word), d.state(k, l)
			if n := l.Number(); n != "" {
				r.Kind += " " + n
			}
			if l.Due > 0 && l.Due < when.Open {
				r.Due = d.P.Day(l.Due)
			}
		}
		out = append(out, r)
	}
	return out
}

// state is the word of a record's state; "" where its kind has none.
func (d records) state(k kind.Kind, l kind.Line) string {
	key := string(k.Of) + ".state." + l.State
	if k.Search != nil {
		key = k.Search.States + l.State
	}
	if !d.P.Has(key) {
		return ""
	}
	return d.P.T(key)
}

// act is what was done, in words.
func (d records) act(e facts.Entry) string {
	key := "event." + strings.TrimSuffix(string(e.Kind), ".v1")
	if !d.P.Has(key) {
		return string(e.Kind)
	}
	return d.P.T(key)
}

func (d records) pager() page.Pager {
	if d.X.From == 0 && d.X.Next() == 0 {
		return page.Pager{}
	}
	p := page.Pager{Say: d.P.T("score.records.range", "from", d.X.From+1, "to", d.X.From+len(d.X.List), "n", d.X.Total)}
	if d.X.From > 0 {
		p.Newer = recordsOf(d.S.Body, d.Year, d.X.Key, max(0, d.X.From-appraisal.RecordsOf))
	}
	if n := d.X.Next(); n > 0 {
		p.Older = recordsOf(d.S.Body, d.Year, d.X.Key, n)
	}
	return p
}
