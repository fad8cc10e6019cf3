// Package affairs is what the pages of open affairs show beside what every noun's do: what is public, due and missing
// of a unit and of the county, and the catalogue that items are taken from.
package affairs

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Pages are the pages beside those of the frame.
type Pages struct {
	Read interface {
		noun.Reader
		affairs.Counter
	}
	Commands affairs.Commands
	Kinds    func() []string
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != affairs.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.made}
}

// madeMost is how many disclosures the page of an item shows: two years of a monthly one.
const madeMost = 30

type madeData struct {
	page.View
	List []*affairs.Disclosure
}

// made is what was prepared of an item, the latest first.
func (p Pages) made(v *desk.Visit, x noun.Value) (templ.Component, error) {
	got, err := p.Read.Whole(v.R.Context(), ref.Disclosure, v.Scope("disclosure.see"),
		affairs.OfItem(x.Head().ID), madeMost)
	if err != nil || len(got.Values) == 0 {
		return nil, err
	}
	d := madeData{View: v.View("")}
	for _, o := range got.Values {
		d.List = append(d.List, o.(*affairs.Disclosure))
	}
	return madeSheet(d), nil
}

func (d madeData) head() page.List {
	return page.List{Caption: d.P.T("affair.made"), Cols: []page.Col{
		{Label: d.P.T("disclosure.field.title"), Width: "name"}, {Label: d.P.T("disclosure.field.about")},
		{Label: d.P.T("disclosure.field.due")},
		{Label: d.P.T("disclosure.field.public-on")}, {Label: d.P.T("affair.stands")}}}
}

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /affairs/board", May: "affair.list", Handle: p.board},
		{Pattern: "GET /affairs/presets", May: "affair.add", Handle: p.presets},
		{Pattern: "POST /affairs/presets", May: "affair.add", Handle: p.take},
	}
}

// box is one cell of the board over some months.
type box struct {
	Label  string // what its column says, where there are no columns
	Months int
	Level  page.Heat
	Mark   string
	Say    string
	Href   string
}

// line is a row: an item with its year, or a unit with its kinds.
type line struct {
	Name, Href, Small string
	Boxes             []box
}

type boardData struct {
	page.View
	Year  int
	Unit  ref.ID
	Town  ref.ID // whose villages and communities stand one by one
	Heads []string
	Lines []line
	None  []page.Link // units without any item
	More  bool
}

func (p Pages) board(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	scope := v.Scope("disclosure.see")
	d := boardData{Unit: ref.Parse(v.R.URL.Query().Get("unit")), Year: v.Today().Year()}
	d.Town = ref.Parse(v.R.URL.Query().Get("town"))
	if d.Unit == 0 && d.Town != 0 {
		name := c.Name(d.Town)
		if name == "" || !affairs.Reaches(scope, d.Town) {
			return text.Refuse(text.Missing, "access.missing")
		}
		d.View = v.View(v.P.T("affair.board.villages-of", "unit", name))
		err = p.county(v, c, scope, &d)
	} else if d.Unit == 0 {
		d.View = v.View(v.P.T("affair.board"))
		err = p.county(v, c, scope, &d)
	} else if name := c.Name(d.Unit); name == "" || !affairs.Reaches(scope, d.Unit) {
		return text.Refuse(text.Missing, "access.missing")
	} else {
		if v.R.URL.Query().Get("year") == strconv.Itoa(d.Year-1) {
			d.Year--
		}
		d.View = v.View(v.P.T("affair.board.of", "unit", name, "year", d.Year))
		err = p.unit(v, scope, &d)
	}
	if err != nil {
		return err
	}
	return v.Page(200, boardPage(d))
}

// county is all units that the visitor sees, by kinds.
func (p Pages) county(v *desk.Visit, c *bodies.County, scope access.Scope, d *boardData) error {
	kinds := p.Kinds()
	list, err := affairs.County(v.R.Context(), p.Read, scope, c, kinds, v.Today())
	if err != nil {
		return err
	}
	for _, k := range kinds {
		d.Heads = append(d.Heads, v.Label(policy.AffairKind, k))
	}
	if d.Town != 0 { // one by one
		list = slices.DeleteFunc(list, func(u affairs.UnitCount) bool {
			return !c.IsVillage(u.Unit) || c.Above(u.Unit) != d.Town
		})
	} else {
		list = affairs.Folded(c, list)
	}
	for _, u := range list {
		l := line{Name: c.Name(u.Unit), Href: "/affairs/board?unit=" + u.Unit.String()}
		if n := len(u.Villages); n > 0 {
			l = together(v, c, u)
		} else if u.None() {
			d.None = append(d.None, page.Link{Label: l.Name, Href: l.Href})
			continue
		}
		for i, n := range u.Kinds {
			q := url.Values{"publisher": {u.Unit.String()}, "kind": {kinds[i]}, "tab": {"open"}}
			b := box{Label: d.Heads[i], Months: 1, Level: page.Finished, Mark: v.P.Number(n.InForce),
				Say: v.P.T("affair.board.say", "unit", l.Name, "kind", d.Heads[i], "n", n.InForce, "late", n.Late)}
			switch {
			case n.InForce == 0:
				b.Level, b.Mark = page.Calm, "–"
			case n.Late > 0:
				b.Level, b.Mark = page.RedHot, "‼ "+v.P.Number(n.Late)
				q.Set("tab", "late")
			}
			switch {
			case len(u.Villages) > 0:
				b.Href = l.Href
			case n.InForce > 0:
				b.Href = "/affairs?" + q.Encode()
			}
			l.Boxes = append(l.Boxes, b)
		}
		d.Lines = append(d.Lines, l)
	}
	return nil
}

// namedMost is how many villages that are behind a row of all of a town's names.
const namedMost = 5

// together is the row of a town's villages and communities: how many they are, and which are behind.
func together(v *desk.Visit, c *bodies.County, u affairs.UnitCount) line {
	l := line{Name: v.P.T("affair.board.villages", "unit", c.Name(u.Unit), "n", len(u.Villages)),
		Href: "/affairs/board?town=" + u.Unit.String()}
	var late []string
	for _, x := range u.Villages {
		if x.Late() {
			late = append(late, c.Name(x.Unit))
		}
	}
	switch n := len(late); {
	case n > namedMost:
		l.Small = v.P.T("affair.board.villages.late-n", "n", n)
	case n > 0:
		l.Small = v.P.T("affair.board.villages.late", "names", v.P.List(late))
	}
	return l
}

// unit is the items of one unit by the periods of a year.
func (p Pages) unit(v *desk.Visit, scope access.Scope, d *boardData) (err error) {
	for m := range 12 {
		d.Heads = append(d.Heads, v.P.T("affair.month", "n", m+1))
	}
	rows, more, err := affairs.Board(v.R.Context(), p.Read, scope,
		affairs.Asked{Unit: d.Unit, Year: d.Year, Today: v.Today()}, p.Commands.Working)
	if err != nil {
		return err
	}
	d.More = more
	for _, r := range rows {
		d.Lines = append(d.Lines, line{Name: r.Item, Href: "/affairs/" + r.ID.String(), Boxes: boxes(v, r, d.Year),
			Small: v.Label(policy.AffairKind, r.Kind) + " · " + v.Label(policy.AffairPeriod, r.Period)})
	}
	return nil
}

// looks is how a period is shown.
var looks = map[string]struct {
	level page.Heat
	mark  string
}{
	affairs.Done: {page.Finished, "✓"}, affairs.DoneLate: {page.Yellow, "!"},
	affairs.Late: {page.RedHot, "‼"}, affairs.Due: {page.Soon, "…"},
}

// boxes are the year of an item: a cell for each of its periods as wide as its months; one for what no calendar binds.
func boxes(v *desk.Visit, r affairs.Row, year int) (out []box) {
	say := func(c affairs.Cell) string {
		return v.P.T("affair.cell."+c.Stand, "item", r.Item, "from", c.From, "due", c.Due, "on", c.On)
	}
	if r.Period == affairs.Prompt || r.Period == affairs.Standing {
		b := box{Months: 12, Level: page.Calm, Mark: "–", Say: v.P.T("affair.cell.none", "item", r.Item)}
		worst := 0
		for _, c := range r.Cells {
			at := slices.Index([]string{affairs.Done, affairs.DoneLate, affairs.Due, affairs.Late}, c.Stand) + 1
			if at > worst {
				l := looks[c.Stand]
				worst, b.Level, b.Mark, b.Say, b.Href = at, l.level, l.mark, say(c), to(r, c)
			}
		}
		if n := len(r.Cells); r.Period == affairs.Prompt && n > 0 {
			b.Mark, b.Href = v.P.T("affair.matters", "mark", b.Mark, "n", n), "/affairs/"+r.ID.String()
		}
		return []box{b}
	}
	at := map[when.Day]affairs.Cell{}
	for _, c := range r.Cells {
		at[c.From] = c
	}
	for d := when.Date(year, 1, 1); d.Year() == year; {
		span := affairs.Span(r.Period, d)
		_, first, _ := span.From.Date()
		_, last, _ := (span.To - 1).Date()
		b := box{Label: v.P.T("affair.months", "from", int(first), "to", int(last)), Months: int(last-first) + 1,
			Level: page.NotForThem}
		if first == last {
			b.Label = v.P.T("affair.month", "n", int(first))
		}
		if c, ok := at[d]; ok {
			l := looks[c.Stand]
			b.Level, b.Mark, b.Say, b.Href = l.level, l.mark, say(c), to(r, c)
		}
		out, d = append(out, b), span.To
	}
	return out
}

// to leads from a period to what made it known, or to what is to be written.
func to(r affairs.Row, c affairs.Cell) string {
	if c.By != 0 {
		return "/disclosures/" + c.By.String()
	}
	return "/affairs/" + r.ID.String() + "/do/prepare?about=" + c.From.String()
}

func (d boardData) heading() page.Heading {
	crumbs := []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("affair.list"), Href: "/affairs"}}
	if d.Unit != 0 || d.Town != 0 {
		crumbs = append(crumbs, page.Link{Label: d.P.T("affair.board"), Href: "/affairs/board"})
	}
	return page.Heading{Crumbs: append(crumbs, page.Link{Label: d.Title}), Title: d.Title}
}

func (d boardData) year(back int) string {
	return "/affairs/board?unit=" + d.Unit.String() + "&year=" + strconv.Itoa(d.Year+back)
}

func (d boardData) running() bool { return d.Year == d.Today.Year() }

func (d boardData) first() string {
	if d.Unit == 0 {
		return d.P.T("overview.unit")
	}
	return d.P.T("affair.field.item")
}

// presetData is the catalogue as a unit takes from it.
type presetData struct {
	page.View
	Visit  *desk.Visit
	Unit   ref.ID
	Units  []page.Option
	People []page.Option
	Items  []affairs.Preset
	Had    map[string]bool // by kind and item
	Taken  []string
	Typed  url.Values
	Key    string
	Errors text.InputErrors
}

func (p Pages) catalogue(v *desk.Visit) (d presetData, err error) {
	d = presetData{View: v.View(v.P.T("affair.presets")), Visit: v, Key: v.Key(), Items: p.Commands.Presets(),
		Had: map[string]bool{}, Typed: url.Values{"since": {v.Today().String()}}}
	c, err := v.County()
	if err != nil {
		return d, err
	}
	scope := v.Scope("affair.add")
	for _, u := range c.Units() {
		if c.Takes(u) == nil && affairs.Reaches(scope, u) {
			d.Units = append(d.Units, page.Option{Value: u.String(), Label: c.Name(u)})
		}
	}
	d.Unit = ref.Parse(v.R.URL.Query().Get("unit"))
	if d.Unit == 0 && len(d.Units) > 0 && !scope.All() {
		d.Unit = ref.Parse(d.Units[0].Value)
	}
	if !slices.ContainsFunc(d.Units, func(o page.Option) bool { return o.Value == d.Unit.String() }) {
		d.Unit = 0
		return d, nil
	}
	for _, who := range c.Team(d.Unit).Posted {
		x, _ := c.Person(who)
		d.People = append(d.People, page.Option{Value: who.String(), Label: x.Name})
	}
	got, err := p.Read.Whole(v.R.Context(), ref.Affair, v.Scope("affair.see"), affairs.Of(d.Unit), affairs.ItemsMost)
	for _, x := range got.Values {
		if a := x.(*affairs.Affair); a.State == noun.InForce {
			d.Had[a.Kind+" "+a.Item] = true
		}
	}
	return d, err
}

func (p Pages) presets(v *desk.Visit) error {
	d, err := p.catalogue(v)
	if err != nil {
		return err
	}
	return v.Page(200, presetPage(d))
}

// take takes what is ticked, all of it or nothing.
func (p Pages) take(v *desk.Visit) error {
	d, err := p.catalogue(v)
	if err != nil {
		return err
	}
	d.Typed = v.R.PostForm
	d.Taken = d.Typed["take"]
	var errs text.InputErrors
	since, bad := when.ParseDay(d.Typed.Get("since"))
	if bad != nil {
		errs.Add("since", "input.no-such-day")
	}
	person := ref.Parse(d.Typed.Get("person"))
	if person == 0 {
		errs.Add("person", "input.choose")
	}
	if err = errs.Err(); err == nil {
		r, failed := p.Commands.Take(v.R.Context(), v.Command(), d.Unit, person, since, d.Taken)
		if failed == nil {
			return v.Done("/affairs/board?unit="+d.Unit.String(), "affair.take", r)
		}
		err = failed
	}
	if wrong, is := v.Inputs(err, nil); is {
		d.Errors = wrong
		return v.Page(422, presetPage(d))
	}
	return err
}

func (d presetData) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("affair.list"), Href: "/affairs"}, {Label: d.Title}}, Title: d.Title}
}

func (d presetData) form() page.Form {
	return page.Form{Action: "/affairs/presets?unit=" + d.Unit.String(), Key: d.Key, Errors: d.Errors}
}

func (d presetData) choice() page.Field {
	return page.Field{Name: "unit", Label: d.P.T("affair.field.publisher"), Value: d.Unit.String(), Options: d.Units}
}

func (d presetData) field(name string, options []page.Option) page.Field {
	return page.Field{Name: name, Label: d.P.T("affair.field." + name), Value: d.Typed.Get(name),
		Options: options, Error: d.said(name)}
}

func (d presetData) said(name string) string {
	for _, e := range d.Errors {
		if e.Field == name {
			return d.P.Message(e.Message)
		}
	}
	return ""
}

func (d presetData) head() page.List {
	return page.List{Caption: d.Title, Cols: []page.Col{{Label: d.P.T("affair.field.item"), Width: "name"},
		{Label: d.P.T("affair.field.kind")}, {Label: d.P.T("affair.field.period")},
		{Label: d.P.T("affair.field.days"), Num: true},
		{Label: d.P.T("affair.field.basis")}}}
}

func (d presetData) item(x affairs.Preset) string { return d.Visit.Label(policy.AffairItem, x.Code) }
