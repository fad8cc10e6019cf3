// Package appraisal are the pages of the assessment: how bodies stand in a year, the sheet of one with every figure
// opened down to its lists, and what the facts are.
package appraisal

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages are the pages of the assessment.
type Pages struct {
	Running *appraisal.Running
	Read    noun.Reader
}

// Routes are their addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /scores", May: "score.list", Handle: p.list},
		{Pattern: "GET /scores/{id}", May: "score.see", Handle: p.one},
		{Pattern: "GET /scores/{id}/records", May: "score.see", Handle: p.records},
		{Pattern: "GET /scores/{id}/as/{kind}", May: "score.see", Handle: p.file},
		{Pattern: "GET /facts", May: "fact.see", Handle: p.facts},
	}
}

func yearOf(v *desk.Visit) int {
	now := v.Today().Year()
	y, err := strconv.Atoi(text.Cut(v.R.URL.Query().Get("year"), 4))
	if err == nil && y > now-appraisal.YearsBack && y <= now {
		return y
	}
	return now
}

func asked(v *desk.Visit, c *bodies.County, year int) appraisal.Asked {
	return appraisal.Asked{Jurisdiction: v.Actor.Jurisdiction, County: c, Rules: v.Desk.Policy, Year: year, Now: v.Now}
}

// seen are the standings that a visitor may see.
func (p Pages) seen(v *desk.Visit, c *bodies.County, year int) (out []appraisal.Standing, err error) {
	all, err := p.Running.All(v.R.Context(), asked(v, c, year))
	for _, s := range all {
		if v.Can("score.see", Object(v.Actor.Jurisdiction, s)) {
			out = append(out, s)
		}
	}
	return out, err
}

// Object is what access asks of a score: a body's of a unit, on its side.
func Object(jurisdiction int32, s appraisal.Standing) access.Object {
	return access.Object{Jurisdiction: jurisdiction, Kind: ref.Body, ID: s.Body, Unit: s.Unit, Side: s.Side}
}

// standings are the scores of a year by one scheme.
type standings struct {
	page.View
	V       *desk.Visit
	Year    int
	Scheme  string
	Schemes []string // of whose scores the visitor sees any
	List    []appraisal.Standing
}

func (p Pages) read(v *desk.Visit) (d standings, err error) {
	c, err := v.County()
	if err != nil {
		return d, err
	}
	d = standings{V: v, Year: yearOf(v)}
	all, err := p.seen(v, c, d.Year)
	if err != nil {
		return d, err
	}
	by := v.R.URL.Query().Get("scheme")
	for _, s := range all {
		if len(d.Schemes) == 0 || d.Schemes[len(d.Schemes)-1] != s.Scheme.Code {
			d.Schemes = append(d.Schemes, s.Scheme.Code)
			if d.Scheme == "" || s.Scheme.Code == by {
				d.Scheme = s.Scheme.Code
			}
		}
	}
	for _, s := range all {
		if s.Scheme.Code == d.Scheme {
			d.List = append(d.List, s)
		}
	}
	d.View = v.View(v.P.T("score.title", "year", d.Year))
	return d, nil
}

func (p Pages) list(v *desk.Visit) error {
	d, err := p.read(v)
	if err != nil {
		return err
	}
	return v.Page(200, scoresPage(d))
}

func (d standings) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d standings) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("score.list")}}, Title: d.Title,
		Under: page.Text(d.P.T("score.whose", "whose", d.V.Whose("score.see"), "day", d.V.Today()))}
}

func (d standings) filters() []page.Field {
	by := page.Field{Name: "scheme", Label: d.P.T("score.scheme"), Value: d.Scheme}
	for _, code := range d.Schemes {
		by.Options = append(by.Options, page.Option{Value: code, Label: d.V.Label(policy.AppraisalScheme, code)})
	}
	year := page.Field{Name: "year", Label: d.P.T("score.year"), Value: strconv.Itoa(d.Year)}
	for y := d.V.Today().Year(); y > d.V.Today().Year()-appraisal.YearsBack; y-- {
		year.Options = append(year.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return []page.Field{by, year}
}

func (d standings) caption() string { return d.V.Label(policy.AppraisalScheme, d.Scheme) }

// groups are the standings of each group, in the order of the pack.
func (d standings) groups() (out [][]appraisal.Standing) {
	of := map[string][]appraisal.Standing{}
	for _, s := range d.List {
		of[s.Group] = append(of[s.Group], s)
	}
	for _, code := range d.V.Desk.Policy.Codes(policy.UnitCategory) {
		if len(of[code]) > 0 {
			out = append(out, of[code])
		}
	}
	return out
}

func (d standings) group(g []appraisal.Standing) string {
	return d.V.Label(policy.UnitCategory, g[0].Group)
}

func (d standings) head(group string) page.List {
	out := page.List{Caption: d.caption() + " · " + group}
	for i, h := range d.speech().ScoreHeads() {
		switch i {
		case 1:
			out.Cols = append(out.Cols, page.Col{Label: h, Width: "name"})
		case 2: // the group, which the title says
		case 3, 5:
			out.Cols = append(out.Cols, page.Col{Label: h, Num: true})
		case 6:
			out.Cols = append(out.Cols, page.Col{Label: h, Width: "wide"})
		default:
			out.Cols = append(out.Cols, page.Col{Label: h})
		}
	}
	return out
}

func (d standings) cells(s appraisal.Standing) (out []string) {
	for i, x := range d.speech().ScoreRow(s) {
		switch {
		case i == 3 && s.Sheet.Known():
			out = append(out, d.P.Fixed(s.Sheet.Total, 2))
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	return out
}

func (d standings) address(more string) string {
	return "/scores" + more + "?" + url.Values{"scheme": {d.Scheme}, "year": {strconv.Itoa(d.Year)}}.Encode()
}

func (d standings) to(s appraisal.Standing) string {
	return "/scores/" + s.Body.String() + "?year=" + strconv.Itoa(d.Year)
}

// Print is the same on paper.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	d, err := p.read(v)
	if err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: d.View, Whose: d.V.Whose("score.see"), Moment: v.P.InstantIn(0, v.Now), Back: d.address(""),
		Export: d.address("/table.xlsx"), Filter: []string{d.caption(), d.Title}, Under: []string{d.P.T("score.running")},
		Heads: d.speech().ScoreHeads()}
	for _, s := range d.List {
		r.Rows = append(r.Rows, d.cells(s))
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is the same as a table.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.read(v)
	if err != nil {
		return tables.Table{}, err
	}
	return tables.ScoreTable(d.speech(), d.List, d.Title), nil
}

// sheet is the sheet of one body.
type sheet struct {
	page.View
	V       *desk.Visit
	Year    facts.Year
	S       appraisal.Standing
	B       appraisal.Beside // the same beside others
	Sources []facts.Source

	Assessed page.Link // to the body’s score sheet of the year
}

func (p Pages) readOne(v *desk.Visit) (d sheet, err error) {
	c, err := v.County()
	if err != nil {
		return d, err
	}
	d = sheet{V: v, Year: facts.YearOf(yearOf(v), v.Today()), Sources: p.Running.Sources()}
	ok := false
	d.B, ok, err = p.Running.Beside(v.R.Context(), asked(v, c, d.Year.Year), v.ID("id"))
	switch {
	case err != nil:
		return d, err
	case !ok || !v.Can("score.see", Object(v.Actor.Jurisdiction, d.B.Standing)):
		return d, desk.Missing()
	}
	d.S = d.B.Standing
	d.View = v.View(v.P.T("score.of", "body", d.S.Name, "year", d.Year.Year))
	return d, nil
}

func (p Pages) one(v *desk.Visit) error {
	d, err := p.readOne(v)
	if err != nil {
		return err
	}
	if d.Assessed, err = p.assessed(v, d.S, d.Year.Year); err != nil {
		return err
	}
	return v.Page(200, scorePage(d))
}

// file is the sheet as a document.
func (p Pages) file(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	d, err := p.readOne(v)
	if err != nil {
		return err
	}
	return v.SendPaper(as, d.Title+"-"+v.Today().String(), d.speech().ScoreDocument(d.B, v.Foot()), v.Now)
}

func (d sheet) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("score.list"), Href: "/scores?" +
		url.Values{"scheme": {d.S.Scheme.Code}, "year": {strconv.Itoa(d.Year.Year)}}.Encode()}, {Label: d.S.Name}},
		Title: d.Title, Under: page.Text(d.V.Label(policy.AppraisalScheme, d.S.Scheme.Code))}
}

func (d sheet) at(year int) string {
	return "/scores/" + d.S.Body.String() + "?year=" + strconv.Itoa(year)
}

// offered says whether a year can be asked for.
func (d sheet) offered(year int) bool {
	return year <= d.V.Today().Year() && year > d.V.Today().Year()-appraisal.YearsBack
}

// beyond says that a better grade was full; "" = it was not.
func (d sheet) beyond() string {
	if d.S.Beyond == "" {
		return ""
	}
	g := d.S.Scheme.Grade(d.S.Beyond)
	return d.P.T("score.beyond", "grade", d.V.Label(policy.AppraisalGrade, g.Code), "quota", g.Quota)
}

func (d sheet) cols() page.List {
	return page.List{Caption: d.Title, Cols: []page.Col{{Label: d.P.T("score.col.indicator"), Width: "wide"},
		{Label: d.P.T("score.col.points"), Num: true}, {Label: d.P.T("score.col.gained"), Num: true},
		{Label: d.P.T("score.col.missing"), Num: true}}}
}

// sums are how the total came about.
func (d sheet) sums() []page.Fact {
	x, points := d.S.Sheet, func(n int64) string { return d.P.Fixed(n, 2) }
	return []page.Fact{
		{Label: d.P.T("score.raw"), Value: points(x.Raw), Note: d.P.T("score.applicable", "points", points(x.Applicable))},
		{Label: d.P.T("score.normal"), Value: points(x.Normal), Note: d.P.T("score.normal.say")},
		{Label: d.P.T("score.added"), Value: points(x.Added),
			Note: d.P.T("score.added.say", "most", points(d.S.Scheme.AddMost))},
		{Label: d.P.T("score.deducted"), Value: points(x.Deducted)},
		{Label: d.P.T("score.cases"), Value: points(x.ForCases), Note: d.byIndicator()},
		{Label: d.P.T("score.total"), Value: points(x.Total)},
	}
}

// line is the line of a leaf; nil = the indicator has others below it.
func (d sheet) line(no string) *scheme.Line {
	for i := range d.S.Sheet.Lines {
		if l := &d.S.Sheet.Lines[i]; l.No == no {
			return l
		}
	}
	return nil
}

func (d sheet) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d sheet) called(no string) string { return d.speech().Indicator(d.S, no) }

func (d sheet) formula(no string) string {
	return d.S.Scheme.Written(no, d.V.Desk.Policy.FactNames, d.P.Lang())
}

// steps are the working of a leaf.
func (d sheet) steps(l *scheme.Line) []string { return l.Result.Steps(d.P.Lang()) }

// read are the values that a formula read, each with the lists behind it.
func (d sheet) read(keys []string, value func(string) formula.Value) (out []readFact) {
	for _, k := range keys {
		x := readFact{Name: d.name(k), Value: value(k).String(), Records: d.recordsAt(k, value(k))}
		if x.Value == "" {
			x.Value = d.P.T("score.state.absent")
		}
		if x.Value != "0" {
			for _, p := range facts.Places(d.Sources, k, d.S.Whose(), d.Year) {
				if n := d.S.Facts.Value(p.Key).String(); n != "0" {
					x.Lists = append(x.Lists, page.Link{Label: d.name(p.Key), Href: p.Address})
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// value is what a formula read.
type value = formula.Value

type readFact struct {
	Name, Value string
	Lists       []page.Link
	Records     string // the page of the records behind it; "" = none are
}

func (d sheet) name(key string) string { return d.V.Desk.Policy.FactNames.Called(key, d.P.Lang()) }

// chances are what can still be done, the dearest first.
func (d sheet) chances() []appraisal.Chance {
	out := d.S.Chances()
	return out[:min(len(out), chancesMost)]
}

const chancesMost = 12

func (d sheet) chance(c appraisal.Chance) string {
	key := "score.chance.next"
	if c.Over {
		key = "score.chance.over"
	}
	return d.P.T(key, "what", d.name(c.Key), "points", d.P.Fixed(c.Worth, 2))
}

// chanceAt leads to what is overdue; "" = what is to come has no list of its own.
func (d sheet) chanceAt(c appraisal.Chance) string {
	if !c.Over {
		return ""
	}
	for _, p := range facts.Places(d.Sources, c.Key, d.S.Whose(), d.Year) {
		return p.Address
	}
	return ""
}

// catalogue is what the facts are, with an example.
type catalogue struct {
	page.View
	V       *desk.Visit
	Year    facts.Year
	S       *appraisal.Standing // the example; nil = the visitor sees nobody's score
	Others  []appraisal.Standing
	Sources []facts.Source
}

func (p Pages) facts(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := catalogue{View: v.View(v.P.T("fact.list")), V: v, Year: facts.YearOf(yearOf(v), v.Today()),
		Sources: p.Running.Sources()}
	if d.Others, err = p.seen(v, c, d.Year.Year); err != nil {
		return err
	}
	body := ref.Parse(v.R.URL.Query().Get("body"))
	for i := range d.Others {
		if d.S == nil || d.Others[i].Body == body {
			d.S = &d.Others[i]
		}
	}
	return v.Page(200, factsPage(d))
}

func (d catalogue) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("score.list"), Href: "/scores"}, {Label: d.Title}},
		Title: d.Title, Under: page.Text(d.P.T("fact.say"))}
}

func (d catalogue) cols() page.List {
	l := page.List{Caption: d.Title, Cols: []page.Col{{Label: d.P.T("fact.col.name"), Width: "name"},
		{Label: d.P.T("fact.col.about")}}}
	if d.S != nil {
		l.Cols = append(l.Cols, page.Col{Label: d.P.T("fact.col.example", "body", d.S.Name, "year", d.Year.Year), Num: true})
	}
	return l
}

func (d catalogue) name(f policy.FactNamed) string {
	return d.V.Desk.Policy.FactNames.Called(f.Key, d.P.Lang())
}

func (d catalogue) about(f policy.FactNamed) string {
	if d.P.Chinese() {
		return f.AboutZh
	}
	return f.AboutEn
}

// example is the value of a fact, with the list behind it where there is one alone.
func (d catalogue) example(f policy.FactNamed) (value, href string) {
	value = d.S.Facts.Value(f.Key).String()
	if at := facts.Places(d.Sources, f.Key, d.S.Whose(), d.Year); len(at) == 1 && value != "0" {
		href = at[0].Address
	}
	switch {
	case value == "":
		value = d.P.T("score.state.absent")
	case d.P.Chinese():
		value += " " + f.Unit
	}
	return value, href
}

func (d catalogue) filters() []page.Field {
	of := page.Field{Name: "body", Label: d.P.T("fact.body"), Value: d.S.Body.String()}
	for _, s := range d.Others {
		of.Options = append(of.Options, page.Option{Value: s.Body.String(), Label: s.Name})
	}
	return []page.Field{of}
}
