// Package burden is the officials' page of the burden ledger: what the system's own forms
// ask of units, by month, rule and unit.
package burden

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	ledger "shuangze/internal/burden"
	tables "shuangze/internal/exchange"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

const home = "/burden"

// rowsMost is how many units a page shows at most [D], those with most time; monthsBack
// how many months are offered; topMost how many rules the first sentence names.
const (
	rowsMost   = 100
	monthsBack = 12
	topMost    = 3
)

// Pages are the pages of this room.
type Pages struct {
	Board *ledger.Board
	Nouns []*noun.Noun
}

// Routes are its addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET " + home, May: "burden.list", Handle: func(v *desk.Visit) error {
		d, err := p.read(v)
		if err != nil {
			return err
		}
		return v.Page(200, burdenPage(d))
	}}}
}

type data struct {
	page.View
	Pages
	Visit  *desk.Visit
	County *bodies.County
	Sheet  ledger.Sheet
}

func (p Pages) read(v *desk.Visit) (d data, err error) {
	c, err := v.County()
	if err != nil {
		return d, err
	}
	q := v.R.URL.Query()
	d = data{View: v.View(v.P.T("burden.title")), Pages: p, Visit: v, County: c}
	d.Sheet, err = p.Board.Sheet(v.R.Context(), ledger.Asked{Reach: v.Scope("burden.see"), County: c, Today: v.Today(),
		Month: q.Get("month"), Unit: ref.Parse(q.Get("unit")), Rule: text.Cut(q.Get("rule"), text.QueryMost)})
	return d, err
}

func (d data) minutes(seconds int64) string { return tables.Minutes(d.P, seconds) }

func (d data) called(code string) string {
	return d.speech().BurdenCalled(d.Nouns, code)
}

// weekly is a time of a unit in a week.
func (d data) weekly(seconds int64) string { return d.minutes(d.Sheet.Weekly(seconds)) }

// headline is the sentence that says it all.
func (d data) headline() string {
	s := d.Sheet
	kv := []any{"month", d.P.Month(s.Month), "minutes", d.minutes(s.Average()), "weekly", d.weekly(s.Average()),
		"ceiling", d.Board.Settings.Ceiling, "unit", d.County.Name(d.own())}
	switch {
	case s.Total.Acts == 0:
		return d.P.T("burden.headline.none", kv...)
	case d.own() != 0:
		return d.P.T("burden.headline.own", kv...)
	}
	return d.P.T("burden.headline", kv...)
}

// own is the one unit that is told of; 0 = an average of several.
func (d data) own() ref.ID {
	switch {
	case d.Sheet.Unit != 0:
		return d.Sheet.Unit
	case d.Sheet.N == 1 && len(d.Sheet.Units) == 1:
		return d.Sheet.Units[0].Unit
	}
	return 0
}

// costliest names what takes most time.
func (d data) costliest() string {
	var out []string
	for _, r := range d.Sheet.Rules[:min(topMost, len(d.Sheet.Rules))] {
		if r.Seconds > 0 {
			out = append(out, d.P.T("burden.costly", "rule", d.called(r.Rule), "share", d.share(r)))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return d.P.T("burden.costliest", "n", len(out), "rules", d.P.List(out))
}

// over says how many units are above the ceiling.
func (d data) over() string {
	return d.P.T("burden.over", "n", d.Sheet.Over, "all", d.Sheet.N, "ceiling", d.Board.Settings.Ceiling)
}

// tone is red where the average or a unit is above the ceiling.
func (d data) tone() page.Tone {
	switch s := d.Sheet; {
	case s.Weekly(s.Average()) > d.Board.Settings.Ceiling*60:
		return page.Red
	case s.Over > 0:
		return page.Amber
	}
	return page.Green
}

// share is how much of all the time something took, in per cent.
func (d data) share(x ledger.Sum) int64 { return ledger.Share(x.Seconds*100, d.Sheet.Total.Seconds) }

// at leads to the things behind the acts of a rule where the visitor may see them: the
// duties of the rule that are done, the list on which the act was done; "" = no list.
func (d data) at(code string) string {
	q := url.Values{}
	if d.Sheet.Unit != 0 {
		q.Set("unit", d.Sheet.Unit.String())
	}
	to, may := "", access.Verb("")
	if ledger.IsRule(code) {
		to, may = "/scheduled", "duty.list"
		q.Set("tab", "done")
		q.Set("rule", code)
	} else {
		word, _, _ := strings.Cut(code, ".")
		switch word {
		case "problem":
			to, may = "/problems", "problem.list"
			q.Set("tab", "all")
		case "order":
			to, may = "/orders", "order.list"
			q.Set("all", "1")
		}
		for _, n := range d.Nouns {
			if n.Word == word {
				to, may = "/"+n.Name, n.List
				if !slices.Contains(n.Asked(), "unit") {
					q.Del("unit")
				}
			}
		}
	}
	if to == "" || !access.Anywhere(d.Visit.Actor, may) {
		return ""
	}
	return to + "?" + q.Encode()
}

// said is a figure of a row in words.
func (d data) said(f tables.BurdenFigure, x ledger.Sum) string {
	n := f.Of(x, d.Sheet.Total)
	switch f.Key {
	case "minutes":
		return d.minutes(n)
	case "share":
		return d.P.T("burden.percent", "n", n)
	}
	return d.P.Number(n)
}

// units are the rows of units that are shown.
func (d data) units() []ledger.Sum { return d.Sheet.Units[:min(rowsMost, len(d.Sheet.Units))] }

func (d data) heading() page.Heading {
	return page.Heading{Over: d.P.T("overview.as-of", "day", d.Today, "whose", d.Visit.Whose("burden.see")),
		Title: d.Title, Under: page.Text(d.P.T("burden.say"))}
}

// filters are the choices above.
func (d data) filters() []page.Field {
	month := page.Field{Name: "month", Label: d.P.T("burden.month"), Value: d.Sheet.Month}
	for i := range monthsBack + 1 {
		m := ledger.Back(d.Today, i)
		month.Options = append(month.Options, page.Option{Value: m, Label: d.P.Month(m)})
	}
	if !slices.ContainsFunc(month.Options, func(o page.Option) bool {
		return o.Value == d.Sheet.Month
	}) {
		month.Options = append(month.Options, page.Option{Value: d.Sheet.Month, Label: d.P.Month(d.Sheet.Month)})
	}
	out := []page.Field{month}
	any := page.Option{Label: d.P.T("filter.all")}
	if d.Sheet.Reach.All() {
		unit := page.Field{Name: "unit", Label: d.P.T("overview.unit"), Options: []page.Option{any}}
		for _, u := range d.County.Units() {
			unit.Options = append(unit.Options, page.Option{Value: u.String(), Label: d.County.Name(u)})
		}
		if d.Sheet.Unit != 0 {
			unit.Value = d.Sheet.Unit.String()
		}
		out = append(out, unit)
	}
	rule := page.Field{Name: "rule", Label: d.P.T("burden.rule"), Value: d.Sheet.Rule, Options: []page.Option{any}}
	codes := d.Visit.Desk.Policy.Codes(policy.DutyRule)
	for _, r := range d.Sheet.Rules {
		if !slices.Contains(codes, r.Rule) {
			codes = append(slices.Clone(codes), r.Rule)
		}
	}
	if r := d.Sheet.Rule; r != "" && !slices.Contains(codes, r) {
		codes = append(slices.Clone(codes), r)
	}
	for _, code := range codes {
		rule.Options = append(rule.Options, page.Option{Value: code, Label: d.called(code)})
	}
	return append(out, rule)
}

func (d data) bar() (f page.Filters) {
	if u := d.Sheet.Unit; u != 0 {
		f.Applied = append(f.Applied, page.Applied{Label: d.County.Name(u), Remove: d.With("unit", "")})
	}
	if r := d.Sheet.Rule; r != "" {
		f.Applied = append(f.Applied, page.Applied{Label: d.called(r), Remove: d.With("rule", "")})
	}
	return f
}

// address is this room's other address with the same choices.
func (d data) address(path string) string {
	q := url.Values{"month": {d.Sheet.Month}}
	if d.Sheet.Unit != 0 {
		q.Set("unit", d.Sheet.Unit.String())
	}
	if d.Sheet.Rule != "" {
		q.Set("rule", d.Sheet.Rule)
	}
	return home + path + "?" + q.Encode()
}

// ruleCols are the columns of the table of rules.
func (d data) ruleCols() page.List {
	l := page.List{Caption: d.P.T("burden.rules"), Cols: []page.Col{{Label: d.P.T("burden.rule"), Width: "name"}}}
	for _, f := range tables.BurdenFigures {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("burden.col." + f.Key), Num: true})
	}
	return l
}

func (d data) unitCols() page.List {
	return page.List{Caption: d.P.T("burden.units"), Cols: []page.Col{{Label: d.P.T("overview.unit"), Width: "name"},
		{Label: d.P.T("burden.col.acts"), Num: true}, {Label: d.P.T("burden.col.minutes"), Num: true},
		{Label: d.P.T("burden.col.weekly"), Num: true}, {Label: d.P.T("burden.col.ceiling")}}}
}

func (d data) monthCols() page.List {
	return page.List{Caption: d.P.T("burden.months"), Cols: []page.Col{{Label: d.P.T("burden.month"), Width: "name"},
		{Label: d.P.T("burden.col.acts"), Num: true}, {Label: d.P.T("burden.col.each"), Num: true},
		{Label: d.P.T("burden.chart")}}}
}

// each is the time of one unit in a month of the row of months.
func (d data) each(m ledger.Sum) int64 { return ledger.Share(m.Seconds, d.Sheet.N) }

// longest is the longest of them, or what the ceiling allows in a month.
func (d data) longest() int64 {
	most := d.Board.Settings.Ceiling * 60 * d.Sheet.Days / 7
	for _, m := range d.Sheet.Months {
		most = max(most, d.each(m))
	}
	return most
}

// width is the length of a bar, of a hundred.
func width(part, whole int64) string { return strconv.FormatInt(ledger.Share(part*100, whole), 10) }

// Print is the table of rules on paper.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	d, err := p.read(v)
	if err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: d.View, Whose: v.Whose("burden.see"), Moment: v.P.InstantIn(0, v.Now), Back: d.address(""),
		Export: d.address("/table.xlsx"), Filter: []string{d.P.Month(d.Sheet.Month)},
		Under: []string{d.headline(), d.over(), d.P.T("burden.say")}}
	for _, a := range d.bar().Applied {
		r.Filter = append(r.Filter, a.Label)
	}
	r.Heads = d.heads()
	for _, x := range d.Sheet.Rules {
		row := []string{d.called(x.Rule)}
		for _, f := range tables.BurdenFigures {
			row = append(row, d.said(f, x))
		}
		r.Rows = append(r.Rows, row)
	}
	return frame.RollPage(r), len(r.Rows), nil
}

func (d data) heads() (out []string) {
	for _, c := range d.ruleCols().Cols {
		out = append(out, c.Label)
	}
	return out
}

// Taken is the month as a table: the rules, then the units.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.read(v)
	if err != nil {
		return tables.Table{}, err
	}
	return tables.BurdenTable(d.speech(), d.County, p.Nouns, d.Sheet, d.headline()), nil
}

func (d data) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.Visit.Desk.Policy, Day: d.Today}
}
