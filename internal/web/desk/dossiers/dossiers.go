// Package dossiers is what the pages of dossiers show: both halves to their holder, and to whoever was given access the
// parts that were released, while an opening lasts. What is shown to others bears who looks, when, by which request.
package dossiers

import (
	"cmp"

	"github.com/a-h/templ"

	"shuangze/internal/dossiers"
	tables "shuangze/internal/exchange"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of dossiers and of access to them.
type Pages struct {
	Read  noun.Reader
	Nouns []*noun.Noun
	Rules func() *dossiers.Rules
	Own   tables.OwnDossiers // makes the file that a holder takes along
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
		{Pattern: "GET /dossiers/{id}/mine.zip", May: tables.TakeOwn, Handle: p.mine},
		{Pattern: "GET /dossieraccesses/{id}/paper/{kind}", May: "dossieraccess.see", Handle: p.releasedPaper},
		{Pattern: "GET /dossiers/statistics", May: "dossierstats.list", Handle: p.statistics},
	}
}

// piece is a part as the page and the paper say it.
type piece = tables.DossierPiece

type data struct {
	page.View
	Pieces    []piece
	Watermark string
	Looks     []string
	Holder    bool
	Paper     string // where it is taken as a paper
	Mine      string // where the holder takes all of it along
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

var bothHalves = tables.DossierHalves

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
	d = data{View: v.View(""), Holder: true, Paper: "/dossiers/" + o.ID.String() + "/paper/",
		Mine: "/dossiers/" + o.ID.String() + "/mine.zip"}
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
	return speech(v).DossierPieces(c, v.Actor, rows.Appointments, o, all), nil
}

// speech is how a dossier speaks to this visitor.
func speech(v *desk.Visit) tables.Speech {
	return tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}
}
