package dues

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/duty"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// heatData is units by rules in a year, or units by periods of one rule.
type heatData struct {
	page.View
	Visit   *desk.Visit
	Year    int
	Rule    string
	Columns []string // rules, or periods
	Rows    []heatRow
	Whose   string
}

type heatRow struct {
	Unit  ref.ID
	Name  string
	Cells []duty.Heat
	Over  int
}

func heatPage(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := heatData{Visit: v, Year: yearOf(v)}
	if rule := v.R.URL.Query().Get("rule"); slices.Contains(v.Desk.Policy.Codes(policy.DutyRule), rule) {
		d.Rule = rule
	}
	counts, err := v.Desk.Read.DutyHeat(v.R.Context(), v.Scope("duty.see"), d.Year, d.Rule, v.Today())
	if err != nil {
		return err
	}
	d.View, d.Whose = v.View(v.P.T("heat.title", "year", strconv.Itoa(d.Year))), v.Whose("duty.see")
	for _, h := range counts {
		if !slices.Contains(d.Columns, h.Column) {
			d.Columns = append(d.Columns, h.Column)
		}
	}
	rules := v.Desk.Policy.Codes(policy.DutyRule)
	slices.SortFunc(d.Columns, func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(rules, a), slices.Index(rules, b)), cmp.Compare(a, b))
	})
	at, place := map[ref.ID]int{}, map[ref.ID]int{}
	for i, u := range c.Units() {
		place[u] = i
	}
	for _, h := range counts {
		i, ok := at[h.Unit]
		if !ok {
			i = len(d.Rows)
			at[h.Unit] = i
			row := heatRow{Unit: h.Unit, Name: c.Name(h.Unit), Cells: make([]duty.Heat, len(d.Columns))}
			switch _, stands := place[h.Unit]; {
			case h.Unit == 0: // the county's own organs, which no unit seats
				row.Name = v.CountyName()
			case !stands:
				row.Name, row.Unit = cmp.Or(row.Name, v.P.T("heat.gone")), 0
			}
			d.Rows = append(d.Rows, row)
		}
		d.Rows[i].Cells[slices.Index(d.Columns, h.Column)] = h
		d.Rows[i].Over += h.Over
	}
	slices.SortFunc(d.Rows, func(a, b heatRow) int {
		return cmp.Or(cmp.Compare(b.Over, a.Over), cmp.Compare(place[a.Unit], place[b.Unit]))
	})
	return v.Page(200, heatView(d))
}

// at is this page for another year and rule.
func (d heatData) at(year int, rule string) string {
	q := url.Values{"year": {strconv.Itoa(year)}}
	if rule != "" {
		q.Set("rule", rule)
	}
	return "/scheduled/heat?" + q.Encode()
}

// column is what a column is called.
func (d heatData) column(name string) string {
	if d.Rule != "" {
		return name
	}
	return d.Visit.Label(policy.DutyRule, name)
}

// rules are the choices above the map.
func (d heatData) rules() page.Field {
	f := page.Field{Name: "rule", Label: d.P.T("duty.field.rule"), Value: d.Rule,
		Options: []page.Option{{Label: d.P.T("filter.all")}}}
	for _, code := range d.Visit.Desk.Policy.Codes(policy.DutyRule) {
		f.Options = append(f.Options, page.Option{Value: code, Label: d.Visit.Label(policy.DutyRule, code)})
	}
	return f
}

// figure is what a cell says and leads to: what is over where something is, else what
// is open, else what was done. A period has no filter in the list: there the whole
// year of the rule is shown.
func (d heatData) figure(r heatRow, i int) (level page.Heat, n int, key, tab string) {
	h := r.Cells[i]
	switch {
	case h.All == 0:
		return page.NotForThem, 0, "none", ""
	case h.Over > 0:
		return page.RedHot, h.Over, "over", "overdue"
	case h.Open > 0:
		return page.Soon, h.Open, "open", "open"
	case h.DoneLate > 0:
		return page.Yellow, h.DoneLate, "late", "late"
	case h.Done > 0:
		return page.Finished, h.Done, "done", "done"
	}
	return page.NotForThem, h.All, "off", "all"
}

func (d heatData) href(r heatRow, i int, tab string) string {
	if tab == "" || r.Unit == 0 { // the list knows the units of today
		return ""
	}
	rule := d.Columns[i]
	if d.Rule != "" {
		return "/units/" + r.Unit.String() + "/year?year=" + strconv.Itoa(d.Year)
	}
	return "/scheduled?tab=" + tab + "&unit=" + r.Unit.String() + "&rule=" + rule + "&due=" + strconv.Itoa(d.Year)
}

// says is a cell in a sentence, for those who do not see it.
func (d heatData) says(r heatRow, i int, key string, n int) string {
	return d.P.T("heat.cell", "unit", r.Name, "rule", d.column(d.Columns[i]), "what", d.P.T("heat."+key), "n", n,
		"done", r.Cells[i].Done, "all", r.Cells[i].All)
}

func (d heatData) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.lists"), Href: "/lists"},
		{Label: d.P.T("duty.list"), Href: "/scheduled"}, {Label: d.Title}}, Title: d.Title,
		Under: page.Text(d.P.T("list.whose", "whose", d.Whose))}
}
