package records

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/record"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// shownMost is how many lines of a ledger a page shows [D]: what is longer is printed
// or taken out.
const shownMost = 300

// yearsBack is how many years a ledger offers before this one [D].
const yearsBack = 5

// Routes are the pages of ledgers.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /ledgers", May: "ledger.list", Handle: p.ledgers},
		{Pattern: "GET /ledgers/{id}", May: "ledger.list", Handle: p.ledger},
	}
}

// ledgersData is which ledgers there are, by unit.
type ledgersData struct {
	page.View
	Rows []ledgersRow
}

type ledgersRow struct {
	Unit                   string
	Principal, Supervisory []bodies.Body
}

func (p Pages) ledgers(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	d := ledgersData{View: v.View(v.P.T("ledger.list"))}
	at := map[ref.ID]int{}
	list := slices.Clone(c.Bodies())
	place := map[ref.ID]int{}
	for i, u := range c.Units() {
		place[u] = i + 1
	}
	slices.SortStableFunc(list, func(a, b bodies.Body) int { return place[a.Unit] - place[b.Unit] })
	for _, b := range list {
		if !record.Answers(b.Kind) || !v.Can("ledger.see", ledger.Object(v.Actor.Jurisdiction, b)) {
			continue
		}
		i, ok := at[b.Unit]
		if !ok || b.Unit == 0 {
			i = len(d.Rows)
			at[b.Unit] = i
			d.Rows = append(d.Rows, ledgersRow{Unit: v.P.T("ledger.county")})
			if b.Unit != 0 {
				d.Rows[i].Unit = c.Name(b.Unit)
			}
		}
		if b.Kind.Side() == bodies.Supervisory {
			d.Rows[i].Supervisory = append(d.Rows[i].Supervisory, b)
		} else {
			d.Rows[i].Principal = append(d.Rows[i].Principal, b)
		}
	}
	return v.Page(200, ledgersPage(d))
}

// ledgerData is one ledger.
type ledgerData struct {
	page.View
	V      *desk.Visit
	C      *bodies.County
	Asked  ledger.Asked
	Speech tables.Speech
	Lines  []ledger.Line
	More   bool
	Wrong  []string     // what is wrong with the day or the entry of the address
	From   ledger.Reads // what it is read from
	Known  when.Instant // when the entry asked for was written; 0 = none is asked for
	Code   string       // of a copy that leaves the house
}

// asked reads which ledger an address asks for; what it says wrong is passed over and
// said.
func (p Pages) asked(v *desk.Visit) (d ledgerData, err error) {
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	b, ok := d.C.Body(v.ID("id"))
	if err := v.See("ledger.see", ok && record.Answers(b.Kind), ledger.Object(v.Actor.Jurisdiction, b)); err != nil {
		return d, err
	}
	d.Speech = tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}
	q := v.R.URL.Query()
	d.Asked = ledger.Asked{Body: b, Year: v.Today().Year()}
	if y, err := strconv.Atoi(q.Get("year")); err == nil && slices.Contains(years(v), y) {
		d.Asked.Year = y
	}
	if s := ref.Kind(q.Get("kind")); slices.Contains(ledger.Sorts, s) {
		d.Asked.Sort = s
	}
	if s := q.Get("state"); slices.Contains(ledger.States, s) {
		d.Asked.State = s
	}
	if s := q.Get("on"); s != "" {
		if day, err := when.ParseDay(s); err == nil {
			d.Asked.On = day
		} else {
			d.Wrong = append(d.Wrong, v.P.T("input.no-such-day"))
		}
	}
	d.From = p.Read
	if s := q.Get("at"); s != "" {
		if err := p.known(v, &d, s); err != nil {
			return d, err
		}
	}
	d.V, d.View = v, v.View(d.Speech.LedgerTitle(b, d.Asked.Year))
	return d, nil
}

// known reads the ledger as it was known when an entry was written.
func (p Pages) known(v *desk.Visit, d *ledgerData, typed string) error {
	entry, err := strconv.ParseInt(typed, 10, 64)
	var from ledger.Reads
	ok := err == nil
	if ok {
		if from, d.Known, ok, err = p.Read.LedgerPast(v.R.Context(), v.Actor.Jurisdiction, d.Asked.Body, entry); err != nil {
			return err
		}
	}
	if !ok {
		d.Wrong = append(d.Wrong, v.P.T("ledger.at.none"))
		return nil
	}
	d.From, d.Asked.At = from, entry
	return nil
}

func years(v *desk.Visit) (out []int) {
	for y := v.Today().Year(); y >= v.Today().Year()-yearsBack; y-- {
		out = append(out, y)
	}
	return out
}

// copied reads at most so many lines as of one entry, all for 0, and puts on record that
// they leave the house.
func (p Pages) copied(d *ledgerData, most int) error {
	v := d.V
	ctx, j := v.R.Context(), v.Actor.Jurisdiction
	head := func() (int64, error) {
		name, err := p.Read.JournalName(ctx, j, act.Acts)
		if err != nil {
			return 0, err
		}
		return p.Read.Size(ctx, name)
	}
	past := p.Read.LedgerPast
	if d.Asked.At != 0 { // it was read already
		past = func(context.Context, int32, bodies.Body, int64) (ledger.Reads, when.Instant, bool, error) {
			return d.From, d.Known, true, nil
		}
	}
	asked, lines, more, err := ledger.Exactly(ctx, j, p.Read, past, head, v.Scope, d.Asked, most)
	if err != nil {
		return err
	}
	x := ledger.Copy{Asked: asked, Lines: int64(len(lines)), Sum: ledger.Sum(lines)}
	if d.Lines, d.More = lines, more; more {
		x.Most = int64(most)
	}
	d.Asked.At = asked.At
	d.Code, err = p.Copies.Keep(ctx, v.Command(), x)
	return err
}

func (p Pages) ledger(v *desk.Visit) error {
	if v.R.URL.Query().Get("at") != "" { // the whole journal is read
		if err := v.Enter(gate.List, tables.ListWeight); err != nil {
			return err
		}
	}
	d, err := p.asked(v)
	if err != nil {
		return err
	}
	if d.Lines, d.More, err = ledger.Read(v.R.Context(), d.From, v.Scope, d.Asked, shownMost); err != nil {
		return err
	}
	return v.Page(200, ledgerPage(d))
}

// Print is a ledger on paper.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	d, err := p.asked(v)
	if err != nil {
		return nil, 0, err
	}
	filter := d.filter() // before the entry as of which it is read is known
	if err := p.copied(&d, frame.RollMost); err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: d.View, Whose: v.Whose("record.see"), Filter: filter, Entry: d.Asked.At, More: d.More,
		Moment: v.P.InstantIn(0, v.Now), Back: d.at(""), Export: d.at("/table.xlsx"),
		Under: append(d.differs(), v.P.T("ledger.code", "code", d.Code))}
	for _, k := range tables.LedgerColumns {
		r.Heads = append(r.Heads, v.P.T("ledger.field."+k))
	}
	for _, l := range d.Lines {
		var row []string
		for _, c := range d.Speech.LedgerCells(d.C, l) {
			row = append(row, d.said(c))
		}
		r.Rows = append(r.Rows, row)
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is a ledger as a table.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.asked(v)
	if err != nil {
		return tables.Table{}, err
	}
	title := d.View.Title
	if d.Known != 0 {
		title += "　" + d.knownAs()
	}
	// A copy bears its code, so that its lines are read before the first is written.
	if err := p.copied(&d, 0); err != nil {
		return tables.Table{}, err
	}
	title += "　" + v.P.T("ledger.code", "code", d.Code)
	return tables.LedgerTable(d.C, d.Speech, title, func(_ context.Context, yield func(ledger.Line) error) error {
		for _, l := range d.Lines {
			if err := yield(l); err != nil {
				return err
			}
		}
		return nil
	}), nil
}

// knownAs says as of which entry it is read.
func (d ledgerData) knownAs() string {
	return d.P.T("ledger.known", "entry", strconv.FormatInt(d.Asked.At, 10), "moment", d.P.InstantIn(0, d.Known))
}

// differs explains the two ways of looking back, where one of them is asked for.
func (d ledgerData) differs() []string {
	if d.Known == 0 && d.Asked.On == 0 {
		return nil
	}
	return []string{d.P.T("ledger.differs")}
}

func (d ledgerData) said(cell any) string {
	if day, ok := cell.(when.Day); ok {
		if day == 0 {
			return ""
		}
		return d.P.Day(day)
	}
	return fmt.Sprint(cell)
}

// at is the address of this ledger as something else, with what was asked.
func (d ledgerData) at(ending string) string {
	s := "/ledgers/" + d.Asked.Body.ID.String() + ending
	if q := d.Query.Encode(); q != "" {
		s += "?" + q
	}
	return s
}

// filter is what was asked for, in words.
func (d ledgerData) filter() []string {
	out := []string{d.P.T("ledger.year", "year", strconv.Itoa(d.Asked.Year))}
	if d.Asked.Sort != "" {
		out = append(out, d.P.T("ledger.kind."+string(d.Asked.Sort)))
	}
	if d.Asked.State != "" {
		out = append(out, d.P.T("ledger.state."+d.Asked.State))
	}
	if d.Asked.On != 0 {
		out = append(out, d.P.T("ledger.as-of", "on", d.Asked.On))
	}
	if d.Known != 0 {
		out = append(out, d.knownAs())
	}
	return out
}

func (d ledgerData) fields() (out []page.Field) {
	add := func(name string, options ...page.Option) {
		out = append(out, page.Field{Name: name, Label: d.P.T("ledger.filter." + name), Value: d.Query.Get(name),
			Options: options})
	}
	var of []page.Option
	for _, y := range years(d.V) {
		of = append(of, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	add("year", of...)
	all := page.Option{Label: d.P.T("filter.all")}
	of = []page.Option{all}
	for _, k := range ledger.Sorts {
		of = append(of, page.Option{Value: string(k), Label: d.P.T("ledger.kind." + string(k))})
	}
	add("kind", of...)
	of = []page.Option{all}
	for _, s := range ledger.States {
		of = append(of, page.Option{Value: s, Label: d.P.T("ledger.state." + s)})
	}
	add("state", of...)
	return out
}

// sums are how many lines there are, and how many of them are open.
func (d ledgerData) sums() string {
	open := 0
	for _, l := range d.Lines {
		if l.Open {
			open++
		}
	}
	return d.P.T("ledger.sum", "n", len(d.Lines), "open", open)
}

// shown are the columns of the page: what of the others there is stands in the matter.
var shown = []int{0, 1, 2, 3, 5, 9, 10, 11, 13}

func (d ledgerData) head() page.List {
	out := page.List{Caption: d.View.Title}
	for _, i := range shown {
		c := page.Col{Label: d.P.T("ledger.field." + tables.LedgerColumns[i])}
		if tables.LedgerColumns[i] == "title" {
			c.Width = "name"
		}
		out.Cols = append(out.Cols, c)
	}
	return out
}

func (d ledgerData) href(of ref.Ref) templ.SafeURL {
	return templ.SafeURL(d.V.Desk.Kinds.Of(of.Kind).At(of.ID))
}

// under is what a record says beside its words: form, time, place.
func (d ledgerData) under(cells []any) (out []string) {
	for _, i := range []int{4, 6, 7, 12} {
		if s := d.said(cells[i]); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// now is the address of the same ledger as it is known today.
func (d ledgerData) now() templ.SafeURL {
	q := d.V.R.URL.Query()
	q.Del("at")
	return templ.SafeURL("/ledgers/" + d.Asked.Body.ID.String() + "?" + q.Encode())
}

func (d ledgerData) heading() page.Heading {
	way := []page.Link{{Label: d.P.T("ledger.list"), Href: "/ledgers"}, {Label: d.Asked.Body.Name}}
	return page.Heading{Crumbs: way, Title: d.View.Title, Under: page.Text(d.sums())}
}
