// Package dossiers is what the pages of dossiers show: both halves to their holder, and to whoever was given access the
// parts that were released, while an opening lasts. What is shown to others bears who looks, when, by which request.
package dossiers

import (
	"cmp"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	tables "shuangze/internal/exchange"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of dossiers and of access to them.
type Pages struct {
	Read  noun.Reader
	Nouns []*noun.Noun
	Rules func() *dossiers.Rules
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case dossiers.Shape.Name:
		return frame.Adds{More: p.own, Tone: tone}
	case dossiers.AccessShape.Name:
		return frame.Adds{More: p.released, Tone: tone}
	case dossiers.DeclarationShape.Name:
		return frame.Adds{More: p.kin, Tone: tone}
	}
	return frame.Adds{}
}

var tones = map[string]page.Tone{dossiers.Open: page.Green, dossiers.Expected: page.Amber, dossiers.Asked: page.Amber,
	dossiers.Given: page.Green, dossiers.Filed: page.Green, dossiers.Returned: page.Amber, dossiers.Refused: page.Red}

func tone(x noun.Value) page.Tone { return cmp.Or(tones[x.Head().State], page.Grey) }

// Routes are the papers that are taken of a dossier: by its holder, and by who was given access.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /dossiers/{id}/paper/{kind}", May: "dossier.see", Handle: p.ownPaper},
		{Pattern: "GET /dossieraccesses/{id}/paper/{kind}", May: "dossieraccess.see", Handle: p.releasedPaper},
		{Pattern: "GET /dossiers/statistics", May: "dossierstats.list", Handle: p.statistics},
	}
}

// line is one object that stands in a part.
type line struct {
	Title, State string
	Facts        string
	Href         string // "" = the reader does not see it by itself
}

// figure is what one noun holds of a part.
type figure struct {
	Name, Count, Href string
	Lines             []line
}

// piece is a part as the page and the paper say it.
type piece struct {
	Name, Basis string
	Half        string
	Figures     []figure
	Declared    []declared
	Posts       []string
	Empty, More bool
}

type declared struct{ On, Content, Kin string }

type data struct {
	page.View
	Pieces    []piece
	Watermark string
	Looks     []string
	Holder    bool
	Paper     string // where it is taken as a paper
}

// halves are the parts of each half, in the order of the pack.
func (d data) half(name string) (out []piece) {
	for _, p := range d.Pieces {
		if p.Half == name {
			out = append(out, p)
		}
	}
	return out
}

// facts are the parts of a half in which something stands, and last the names of the others.
func (d data) facts(half string) (out []page.Fact) {
	var empty []string
	for _, x := range d.half(half) {
		if x.Empty {
			empty = append(empty, x.Name)
			continue
		}
		out = append(out, page.Fact{Label: x.Name, Show: part(d, x)})
	}
	return append(out, page.Fact{Label: d.P.T("dossier.nothing"), Value: d.P.List(empty)})
}

var bothHalves = []string{dossiers.Diligence, dossiers.Integrity}

// own shows the whole of a dossier to its holder, and to nobody else.
func (p Pages) own(v *desk.Visit, x noun.Value) (templ.Component, error) {
	o := x.(*dossiers.Dossier)
	if !v.Actor.InPerson() || v.Actor.Person != o.Person {
		return nil, nil
	}
	d, err := p.ownData(v, o)
	return sheet(d), err
}

func (p Pages) ownData(v *desk.Visit, o *dossiers.Dossier) (d data, err error) {
	d = data{View: v.View(""), Holder: true, Paper: "/dossiers/" + o.ID.String() + "/paper/"}
	if d.Pieces, err = p.pieces(v, o, p.Rules().On()); err != nil {
		return d, err
	}
	looks, err := dossiers.Looks(v.R.Context(), p.Read, p.Rules(), o)
	for _, l := range looks {
		d.Looks = append(d.Looks, v.P.T("dossier.look", "day", l.Day, "purpose", v.Label(policy.DossierPurpose, l.Purpose)))
	}
	return d, err
}

// released shows what was asked for and released, and while an opening lasts what stands there.
func (p Pages) released(v *desk.Visit, x noun.Value) (templ.Component, error) {
	a := x.(*dossiers.Access)
	d, err := p.releasedData(v, a)
	if err != nil {
		return nil, err
	}
	asked, free := p.names(v, a.Asks()), p.names(v, a.May())
	return accessed(d, asked, free, a.Reads(v.Actor, v.Now)), nil
}

func (p Pages) releasedData(v *desk.Visit, a *dossiers.Access) (d data, err error) {
	d = data{View: v.View(""), Paper: "/dossieraccesses/" + a.ID.String() + "/paper/"}
	if !a.Reads(v.Actor, v.Now) {
		return d, nil
	}
	o, ok, err := p.Read.One(v.R.Context(), ref.Dossier, a.Dossier)
	if err != nil || !ok {
		return d, err
	}
	d.Watermark = v.P.T("dossieraccess.watermark", "name", v.Actor.Name, "at", v.P.InstantIn(0, v.Now),
		"number", a.Number())
	d.Pieces, err = p.pieces(v, o.(*dossiers.Dossier), a.May())
	return d, err
}

func (p Pages) names(v *desk.Visit, codes []string) (out []string) {
	for _, code := range codes {
		out = append(out, v.Label(policy.DossierPart, code))
	}
	return out
}

// kin says who of the register is declared a relative, to those who read the declaration.
func (p Pages) kin(v *desk.Visit, x noun.Value) (templ.Component, error) {
	id := x.(*dossiers.Declaration).Relative()
	if id == 0 {
		return nil, nil
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	who, _ := c.Person(id)
	return relative(v.View(""), who.Name), nil
}

// pieces are parts in words.
func (p Pages) pieces(v *desk.Visit, o *dossiers.Dossier, codes []string) (out []piece, err error) {
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	rows, err := v.Desk.Read.Rows(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, err
	}
	all, err := dossiers.Gather(v.R.Context(), p.Read, p.Nouns, p.Rules(), o, v.Actor, codes,
		dossiers.Teams(rows, o.Person), v.Today())
	if err != nil {
		return nil, err
	}
	speech := tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}
	for _, x := range all {
		one := piece{Name: v.Label(policy.DossierPart, x.Code), Basis: x.Basis, Half: x.Half, Empty: x.Empty(),
			More: x.More}
		if x.Code == dossiers.Career {
			for _, a := range dossiers.Posts(rows.Appointments, o.Person) {
				one.Posts = append(one.Posts, v.P.T("dossier.post", "from", a.Period.From, "title", a.Title, "rank", a.Rank))
			}
			one.Empty = len(one.Posts) == 0
		}
		for _, f := range x.Figures {
			if f.Count.N > 0 {
				one.Figures = append(one.Figures, figureOf(v, c, speech, f))
			}
		}
		for _, n := range x.Declared {
			said := declared{Content: noun.Shown(v.P, n.Content)}
			if n.On != 0 {
				said.On = v.P.Day(n.On)
			}
			if kin, ok := c.Person(n.Relative()); ok {
				said.Kin = kin.Name
			}
			one.Declared = append(one.Declared, said)
		}
		out = append(out, one)
	}
	return out, nil
}

func figureOf(v *desk.Visit, c *bodies.County, speech tables.Speech, f dossiers.Figure) figure {
	key := f.Noun.Word + ".tab." + f.Tab
	if !v.P.Has(key) {
		key = "every.tab." + f.Tab
	}
	count := v.P.T("list.count", "n", f.Count.N)
	if f.Count.More {
		count = v.P.T("list.count-more", "n", f.Count.N)
	}
	out := figure{Name: v.P.T("dossier.figure", "list", text.M(f.Noun.Word+".list"), "tab", text.M(key)), Count: count,
		Href: f.Href}
	for _, x := range f.Values {
		number, title := f.Noun.Called(x)
		if field, ok := f.Noun.Fields.Of(f.Noun.Title); ok { // in words, where it is called by a code
			if s := speech.Said(c, field, x); s != "" {
				title = s
			}
		}
		l := line{Title: joined(number, title), Href: own(v, f.Noun, x),
			State: v.P.T(f.Noun.Word + ".state." + x.Head().State)}
		var facts []string
		for _, field := range f.Shown(x) {
			if s := speech.Said(c, field, x); s != "" {
				facts = append(facts, v.P.T("dossier.fact", "name", text.M(f.Noun.Label(field.Name, v.P.Has)), "value", s))
			}
		}
		l.Facts = v.P.List(facts)
		out.Lines = append(out.Lines, l)
	}
	return out
}

// own is the page of an object, of whoever sees it by themselves: what was released is read here and nowhere else.
func own(v *desk.Visit, n *noun.Noun, x noun.Value) string {
	if !access.Can(v.Actor, n.See, n.Object(x)) {
		return ""
	}
	return "/" + n.Name + "/" + x.Head().ID.String()
}

func joined(number, title string) string {
	if number == "" || title == "" {
		return number + text.Clip(title, 60)
	}
	return number + " " + text.Clip(title, 60)
}
