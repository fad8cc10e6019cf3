package dues

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// institutionsData is the year of the ten institutions.
type institutionsData struct {
	page.View
	Visit *desk.Visit
	Sheet institutions.Sheet
	Names map[ref.ID]string
	Gone  map[ref.ID]bool // units that have ended
	Whose string
	// Which units stand in the map: of one category, or only those that are behind. All is how many there are.
	Category, Only string
	All            int
	// Villages says that they stand in the map unasked: the reader has no other unit. Else only their category shows them.
	Villages bool
}

// onlyBehind leaves only units in the map that are behind with something.
const onlyBehind = "over"

// chosen says whether a row stands in the map. What is the county's own is of no category.
func (d institutionsData) chosen(c *bodies.County, r institutions.Row) bool {
	if d.Category != "" {
		if _, facts, _ := c.Unit(r.Unit); r.Unit == 0 || string(facts.Category) != d.Category {
			return false
		}
	}
	if d.Category == "" && !d.Villages && c.IsVillage(r.Unit) {
		return false
	}
	return d.Only == "" || slices.ContainsFunc(r.Cells, func(s institutions.Stand) bool { return s.Late() > 0 })
}

// choices are what the map may be narrowed by.
func (d institutionsData) choices() []page.Field {
	category := page.Field{Name: "category", Label: d.P.T("register.category"), Value: d.Category,
		Options: []page.Option{{Label: d.P.T("institution.map.all")}}}
	for _, code := range d.Visit.Desk.Policy.Codes(policy.UnitCategory) {
		category.Options = append(category.Options,
			page.Option{Value: code, Label: d.Visit.Label(policy.UnitCategory, code)})
	}
	only := page.Field{Name: "only", Label: d.P.T("institution.map.show"), Value: d.Only, Options: []page.Option{
		{Label: d.P.T("institution.map.all")}, {Value: onlyBehind, Label: d.P.T("institution.map.behind")}}}
	return []page.Field{category, only}
}

func institutionsPage(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := institutionsData{Visit: v, Names: map[ref.ID]string{}, Gone: map[ref.ID]bool{}, Whose: v.Whose("duty.see")}
	d.Sheet, err = institutions.Read(v.R.Context(), v.Desk.Read, institutions.Asked{Who: v.Actor, Reach: v.Scope,
		County: c, Nouns: v.Desk.Nouns, Codes: v.Desk.Policy.Codes(policy.Institution), Of: v.Desk.Policy.InstitutionOf(),
		Year: yearOf(v), Today: v.Today()})
	if err != nil {
		return err
	}
	d.View = v.View(v.P.T("institution.title", "year", d.year()))
	for _, r := range d.Sheet.Rows {
		switch _, _, stands := c.Unit(r.Unit); {
		case r.Unit == 0:
			d.Names[0] = v.CountyName()
		case !stands:
			d.Names[r.Unit], d.Gone[r.Unit] = cmp.Or(c.Name(r.Unit), v.P.T("heat.gone")), true
		default:
			d.Names[r.Unit] = c.Name(r.Unit)
		}
	}
	q := v.R.URL.Query()
	if code := q.Get("category"); slices.Contains(v.Desk.Policy.Codes(policy.UnitCategory), code) {
		d.Category = code
	}
	if q.Get("only") == onlyBehind {
		d.Only = onlyBehind
	}
	d.Villages = true
	for _, r := range d.Sheet.Rows {
		d.Villages = d.Villages && c.IsVillage(r.Unit)
	}
	for _, r := range d.Sheet.Rows {
		if d.Villages || d.Category != "" || !c.IsVillage(r.Unit) {
			d.All++
		}
	}
	d.Sheet.Rows = slices.DeleteFunc(d.Sheet.Rows, func(r institutions.Row) bool { return !d.chosen(c, r) })
	return v.Page(200, institutionsView(d))
}

func (d institutionsData) year() string { return strconv.Itoa(d.Sheet.Year) }

func (d institutionsData) at(year int) string { return "/institutions?year=" + strconv.Itoa(year) }

func (d institutionsData) name(code string) string { return d.Visit.Label(policy.Institution, code) }

func (d institutionsData) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("year.crumb", "year", d.year())}}, Title: d.Title,
		Under: page.Text(d.P.T("list.whose", "whose", d.Whose))}
}

// cols are the columns of the table of institutions.
func (d institutionsData) cols() page.List {
	l := page.List{Caption: d.P.T("institution.table"),
		Cols: []page.Col{{Label: d.P.T("institution.col.name"), Width: "name"}}}
	for _, key := range []string{"asked", "done", "late", "over", "made"} {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("institution.col." + key), Num: true})
	}
	return l
}

// figuresOf are those of an institution, as its columns; what is late stands at overAt.
func figuresOf(s institutions.Stand) []int64 {
	return []int64{int64(s.Asked), int64(s.Done), int64(s.DoneLate), int64(s.Late()), s.Made}
}

const overAt = 3

// to is the page of one institution; one that the rules do not know yet has none.
func (d institutionsData) to(code string) string {
	return "/institutions/" + code + "?year=" + d.year()
}

// figure is what a cell says: what is late where something is, else what is open, else
// what was done or written down.
func (d institutionsData) figure(r institutions.Row, i int) (level page.Heat, n int, key string) {
	s := r.Cells[i]
	switch {
	case s.Late() > 0:
		return page.RedHot, s.Late(), "over"
	case s.Open > 0:
		return page.Soon, s.Open, "open"
	case s.DoneLate > 0:
		return page.Yellow, s.DoneLate, "late"
	case s.Done > 0:
		return page.Finished, s.Done, "done"
	case s.Made > 0:
		return page.Finished, int(s.Made), "made"
	case s.Asked > 0:
		return page.NotForThem, s.Asked, "off"
	}
	return page.NotForThem, 0, "none"
}

func (d institutionsData) says(r institutions.Row, i, n int, key string) string {
	return d.P.T("heat.cell", "unit", d.Names[r.Unit], "rule", d.name(d.Sheet.Codes[i]), "what", d.P.T("heat."+key),
		"n", n, "done", r.Cells[i].Done, "all", r.Cells[i].Asked)
}

func (d institutionsData) href(r institutions.Row, i int) string {
	s := r.Cells[i]
	if r.Unit == 0 || d.Gone[r.Unit] || s.Asked == 0 && s.Made == 0 {
		return ""
	}
	return d.to(d.Sheet.Codes[i]) + "&unit=" + r.Unit.String()
}

// institutionData is one institution in a year: its rules, and the lists of what is
// written down for it; of one unit, or of all.
type institutionData struct {
	page.View
	Visit *desk.Visit
	Code  string
	Year  int
	Unit  ref.ID
	Rules []ruleLine
	Lists []*noun.Noun
	Whose string
}

// ruleLine is one rule of an institution with what it asked for in the year.
type ruleLine struct {
	duty.Rule
	Heat duty.Heat
}

func institutionPage(v *desk.Visit) error {
	code := v.R.PathValue("code")
	if !slices.Contains(v.Desk.Policy.Codes(policy.Institution), code) {
		return desk.Missing()
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d := institutionData{Visit: v, Code: code, Year: yearOf(v), Whose: v.Whose("duty.see")}
	name := v.Label(policy.Institution, code)
	if unit := ref.Parse(v.R.URL.Query().Get("unit")); unit != 0 {
		if _, _, ok := c.Unit(unit); !ok || !Reaches(v.Scope("duty.see"), unit) {
			return desk.Missing()
		}
		d.Unit, d.Whose = unit, c.Name(unit)
	}
	counts, err := v.Desk.Read.DutyTallies(v.R.Context(), v.Scope("duty.see"), d.Year, v.Today())
	if err != nil {
		return err
	}
	for _, r := range v.Desk.Policy.Rules {
		if r.Institution != code {
			continue
		}
		line := ruleLine{Rule: r}
		for _, t := range counts {
			if t.Rule == r.Code && (d.Unit == 0 || d.Unit == t.Unit) {
				line.Heat.All, line.Heat.Open, line.Heat.Over = line.Heat.All+t.All, line.Heat.Open+t.Open, line.Heat.Over+t.Over
				line.Heat.Done, line.Heat.DoneLate = line.Heat.Done+t.Done, line.Heat.DoneLate+t.DoneLate
			}
		}
		d.Rules = append(d.Rules, line)
	}
	for _, n := range institutions.Of(v.Desk.Nouns, code) {
		if access.Anywhere(v.Actor, n.List) {
			d.Lists = append(d.Lists, n)
		}
	}
	d.View = v.View(v.P.T("institution.of", "name", name, "year", strconv.Itoa(d.Year)))
	return v.Page(200, institutionView(d))
}

func (d institutionData) heading() page.Heading {
	year := strconv.Itoa(d.Year)
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions?year=" + year},
		{Label: d.Visit.Label(policy.Institution, d.Code)}}, Title: d.Title,
		Under: page.Text(d.P.T("list.whose", "whose", d.Whose))}
}

func (d institutionData) at(year int) string {
	q := url.Values{"year": {strconv.Itoa(year)}}
	if d.Unit != 0 {
		q.Set("unit", d.Unit.String())
	}
	return "/institutions/" + d.Code + "?" + q.Encode()
}

func (d institutionData) cols() page.List {
	l := page.List{Caption: d.P.T("institution.rules"), Cols: []page.Col{{Label: d.P.T("duty.field.rule"), Width: "name"}}}
	for _, key := range []string{"asked", "done", "late", "open", "over"} {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("institution.col." + key), Num: true})
	}
	return l
}

// ruleTabs are the lists that the figures of a rule are the lengths of, as its columns.
var ruleTabs = []string{"all", "done", "late", "open", "overdue"}

func (r ruleLine) figures() []int {
	h := r.Heat
	return []int{h.All, h.Done, h.DoneLate, h.Open, h.Over}
}

// in is the list of what a figure of a rule counts.
func (d institutionData) in(r ruleLine, tab string) string {
	q := url.Values{"tab": {tab}, "rule": {r.Code}, "due": {strconv.Itoa(d.Year)}}
	if d.Unit != 0 {
		q.Set("unit", d.Unit.String())
	}
	return "/scheduled?" + q.Encode()
}

// list is the address of what was written down in the year.
func (d institutionData) list(n *noun.Noun) string {
	q := url.Values{"tab": {"all"}}
	if n.Span != "" {
		q.Set(n.Span, strconv.Itoa(d.Year))
	}
	if d.Unit != 0 && slices.Contains(n.Asked(), "unit") {
		q.Set("unit", d.Unit.String())
	}
	return "/" + n.Name + "?" + q.Encode()
}

// ruleName is what a rule is called.
func ruleName(d institutionData, r ruleLine) string { return d.Visit.Label(policy.DutyRule, r.Code) }
