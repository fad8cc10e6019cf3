// Package draws is what the pages of draws, re-checks and rounds of inspections show beside what every
// noun's do: how a sample was drawn, so that anybody can draw it again, what came of it
// in each unit, and where a drawn matter stands.
package draws

import (
	"context"
	"encoding/hex"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the room reads.
type Reads interface {
	noun.Reader
	DrawUnits(ctx context.Context, draw ref.ID) ([]recheck.Unit, error)
	// Closers finds out whose hands closed a matter the last time before a moment.
	Closers(ctx context.Context, matter ref.ID, before when.Instant) (recheck.Closing, error)
}

// Pages adds to the pages of draws and re-checks.
type Pages struct {
	Read   Reads
	County string // its code, as day codes bear it
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case recheck.DrawShape.Name:
		return frame.Adds{More: p.draw}
	case rounds.Shape.Name:
		return frame.Adds{More: p.round}
	case recheck.Shape.Name:
		return frame.Adds{More: p.matter, Choices: p.checkers}
	}
	return frame.Adds{}
}

// drawData is a draw: how it came about, what each unit closed, what was drawn.
type drawData struct {
	page.View
	D      *recheck.Draw
	C      *bodies.County
	Code   string // the day code of the checkpoint that gave the seed
	Units  []recheck.Unit
	Came   map[ref.ID]recheck.Came   // of the units whose checks the visitor may see
	All    bool                      // those are all that were drawn
	Picked []string                  // as drawing again gives them
	Same   bool                      // they are those that were drawn, as far as the visitor sees
	Checks map[string]*recheck.Check // those the visitor may see, by the number of the matter
}

func (p Pages) draw(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := drawData{View: v.View(""), D: x.(*recheck.Draw), Checks: map[string]*recheck.Check{}, Same: true,
		Came: map[ref.ID]recheck.Came{}}
	ctx := v.R.Context()
	var err error
	if d.C, err = v.County(); err != nil {
		return nil, err
	}
	if d.Units, err = p.Read.DrawUnits(ctx, d.D.ID); err != nil {
		return nil, err
	}
	q := noun.Query{Where: []noun.Cond{{Column: "draw", Num: []int64{int64(d.D.ID)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
	got, err := p.Read.Whole(ctx, recheck.Shape.Of, v.Scope("recheck.see"), q, int(d.D.Sample))
	if err != nil {
		return nil, err
	}
	d.Picked = d.D.Again(d.Units)
	for _, o := range got.Values {
		c := o.(*recheck.Check)
		d.Checks[c.Code] = c
		came := d.Came[c.Unit]
		came.Add(c)
		d.Came[c.Unit] = came
		if c.Place < 1 || c.Place > int64(len(d.Picked)) || d.Picked[c.Place-1] != c.Code {
			d.Same = false
		}
	}
	d.All = len(got.Values) == int(d.D.Sample)
	d.Same = d.Same && int64(len(d.Picked)) == d.D.Sample
	d.Code = dayCode(p.County, d.D.Seed, d.D.Covers)
	return drawSheet(d), nil
}

// dayCode is the code of the checkpoint that gave the seed, as papers of that day print it.
func dayCode(county, seed string, covers int64) string {
	b, err := hex.DecodeString(seed[strings.LastIndexByte(seed, '/')+1:])
	if err != nil || len(b) != 32 {
		return ""
	}
	return journal.DayCode{County: county, Size: covers, Code: journal.ShortCode([32]byte(b), covers)}.String()
}

// example is the first ticket, worked out.
func (d drawData) example() (line, ticket string) {
	if len(d.Picked) == 0 {
		return "", ""
	}
	return d.D.Seed + "/" + d.Picked[0], recheck.Ticket(d.D.Seed, d.Picked[0])
}

func (d drawData) facts() []page.Fact {
	return []page.Fact{
		{Label: d.P.T("draw.field.seed"), Value: d.D.Seed},
		{Label: d.P.T("draw.code"), Value: d.Code, Note: d.P.T("draw.code.say", "n", d.D.Covers)},
	}
}

func (d drawData) head() page.List {
	return page.List{Caption: d.P.T("draw.units"), Cols: []page.Col{{Label: d.P.T("field.unit"), Width: "name"},
		{Label: d.P.T("draw.field.closed")}, {Label: d.P.T("draw.field.sample")}, {Label: d.P.T("recheck.state.held")},
		{Label: d.P.T("recheck.state.failed")}, {Label: d.P.T("recheck.state.open")}}}
}

func (d drawData) pickedHead() page.List {
	return page.List{Caption: d.P.T("draw.picked"), Cols: []page.Col{{Label: d.P.T("recheck.field.place")},
		{Label: d.P.T("recheck.field.code"), Width: "name"}, {Label: d.P.T("draw.ticket")},
		{Label: d.P.T("draw.result")}}}
}

// came is how many of a unit's checks came out one way: a dash where the visitor may not
// see them.
func (d drawData) came(u recheck.Unit, of func(recheck.Came) int64) string {
	c, ok := d.Came[u.Unit]
	if !ok && u.Sample > 0 {
		return "–"
	}
	return d.P.Number(of(c))
}

func (d drawData) held(u recheck.Unit) string {
	return d.came(u, func(c recheck.Came) int64 { return c.Held })
}

func (d drawData) failed(u recheck.Unit) string {
	return d.came(u, func(c recheck.Came) int64 { return c.Failed })
}

func (d drawData) open(u recheck.Unit) string {
	return d.came(u, func(c recheck.Came) int64 { return c.Open })
}

func (d drawData) state(number string) string {
	if c := d.Checks[number]; c != nil {
		return d.P.T("recheck.state." + c.State)
	}
	return ""
}

func (d drawData) leads(number string) string {
	if c := d.Checks[number]; c != nil {
		return "/rechecks/" + c.ID.String()
	}
	return ""
}

// matterData is where a drawn matter stands.
type matterData struct {
	page.View
	Matter, Draw page.Link
}

func (p Pages) matter(v *desk.Visit, x noun.Value) (templ.Component, error) {
	c := x.(*recheck.Check)
	d := matterData{View: v.View(""), Draw: page.Link{Label: v.P.T("journal.of.draw"), Href: "/draws/" + c.Draw.String()}}
	d.Matter = page.Link{Label: c.Code + "　" + c.Subject, Href: v.Desk.Kinds.Of(ref.Kind(c.Of)).At(c.Matter)}
	return matterSheet(d), nil
}

// checkers are whom a matter may be handed to.
func (p Pages) checkers(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("checker"); !ok {
		return nil, nil
	}
	x, ok, err := p.Read.One(v.R.Context(), recheck.Shape.Of, ref.Parse(v.R.PathValue("id")))
	if err != nil || !ok {
		return nil, err
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	check, out := x.(*recheck.Check), []page.Option{}
	if !v.Can("recheck.hand", recheck.Shape.Object(check)) {
		return nil, desk.Missing()
	}
	closed, err := p.Read.Closers(v.R.Context(), check.Matter, check.MadeAt+1)
	if err != nil {
		return nil, err
	}
	for _, id := range check.Checkers(c, closed) {
		if who, ok := c.Person(id); ok && id != check.Checker {
			out = append(out, page.Option{Value: id.String(), Label: who.Name})
		}
	}
	return map[string][]page.Option{"checker": out}, nil
}

// ticketShown is how much of a ticket a list shows: it is enough to find it again.
const ticketShown = 12

func (d drawData) ticket(number string) string { return recheck.Ticket(d.D.Seed, number)[:ticketShown] }
