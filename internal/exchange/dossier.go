package exchange

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// DossierPiece is a part of a dossier in words, as the page, the papers and the holder's own file say it.
type DossierPiece struct {
	Code, Name, Basis string
	Half              string
	Figures           []DossierFigure
	Declared          []DossierDeclared
	Posts             []string
	Empty, More       bool
}

// DossierFigure is what one list holds of a part.
type DossierFigure struct {
	Kind, Tab         string // codes
	Name, Count, Href string
	Lines             []DossierLine
	More              bool // there are more than could be counted
}

// DossierLine is one object that stands in a part.
type DossierLine struct {
	ID           ref.ID
	Title, State string // in words
	Code         string // of the state
	Facts        string // the same as Says, in one line
	Says         []DossierFact
	Href         string // "" = the reader does not see it by itself
}

// DossierFact is a field that the reader may see, in words.
type DossierFact struct{ Field, Name, Says string }

// DossierDeclared is what was declared of one matter.
type DossierDeclared struct {
	ID               ref.ID
	On, Content, Kin string
	Day, FiledOn     when.Day
}

// DossierPieces puts parts into words. posts are all that there ever were in the county.
func (s Speech) DossierPieces(c *bodies.County, who actor.Actor, posts []bodies.Appointment, x *dossiers.Dossier,
	all []dossiers.Piece) (out []DossierPiece) {
	for _, p := range all {
		one := DossierPiece{Code: p.Code, Name: s.Pack.Label(policy.DossierPart, p.Code, s.P.Lang()), Basis: p.Basis,
			Half: p.Half, Empty: p.Empty(), More: p.More}
		if p.Code == dossiers.Career {
			for _, a := range dossiers.Posts(posts, x.Person) {
				one.Posts = append(one.Posts, s.P.T("dossier.post", "from", a.Period.From, "title", a.Title, "rank", a.Rank))
			}
			one.Empty = len(one.Posts) == 0
		}
		for _, f := range p.Figures {
			if f.Count.N > 0 {
				one.Figures = append(one.Figures, s.dossierFigure(c, who, f))
			}
		}
		for _, n := range p.Declared {
			said := DossierDeclared{ID: n.ID, Content: noun.Shown(s.P, n.Content), Day: n.On, FiledOn: n.FiledOn}
			if n.On != 0 {
				said.On = s.P.Day(n.On)
			}
			if kin, ok := c.Person(n.Relative()); ok {
				said.Kin = kin.Name
			}
			one.Declared = append(one.Declared, said)
		}
		out = append(out, one)
	}
	return out
}

func (s Speech) dossierFigure(c *bodies.County, who actor.Actor, f dossiers.Figure) DossierFigure {
	key := f.Noun.Word + ".tab." + f.Tab
	if !s.P.Has(key) {
		key = "every.tab." + f.Tab
	}
	count := s.P.T("list.count", "n", f.Count.N)
	if f.Count.More {
		count = s.P.T("list.count-more", "n", f.Count.N)
	}
	out := DossierFigure{Kind: f.Noun.Word, Tab: f.Tab, Count: count, Href: f.Href, More: f.Count.More,
		Name: s.P.T("dossier.figure", "list", text.M(f.Noun.Word+".list"), "tab", text.M(key))}
	for _, x := range f.Values {
		number, title := f.Noun.Called(x)
		if field, ok := f.Noun.Fields.Of(f.Noun.Title); ok { // in words, where it is called by a code
			if said := s.Said(c, field, x); said != "" {
				title = said
			}
		}
		l := DossierLine{ID: x.Head().ID, Title: Joined(number, title), Code: x.Head().State,
			State: s.P.T(f.Noun.Word + ".state." + x.Head().State)}
		if access.Can(who, f.Noun.See, f.Noun.Object(x)) { // what was released is read here and nowhere else
			l.Href = "/" + f.Noun.Name + "/" + l.ID.String()
		}
		var facts []string
		for _, field := range f.Shown(x) {
			if said := s.Said(c, field, x); said != "" {
				one := DossierFact{field.Name, s.P.T(f.Noun.Label(field.Name, s.P.Has)), said}
				l.Says = append(l.Says, one)
				facts = append(facts, s.P.T("dossier.fact", "name", one.Name, "value", said))
			}
		}
		l.Facts = s.P.List(facts)
		out.Lines = append(out.Lines, l)
	}
	return out
}

// Joined is a number and what it is of, in a line.
func Joined(number, title string) string {
	if number == "" || title == "" {
		return number + text.Clip(title, 60)
	}
	return number + " " + text.Clip(title, 60)
}

// DossierHalves are both halves of a dossier, in their order.
var DossierHalves = []string{dossiers.Diligence, dossiers.Integrity}

// DossierDocument is a dossier as a paper: both halves, part by part, and the foot under each page. watermark is its
// first line; "" = it has none.
func (s Speech) DossierDocument(pieces []DossierPiece, title, watermark, foot string) official.Document {
	out := official.Document{Form: official.Plain, Lang: s.P.Lang(), Title: []string{title}, Foot: foot}
	add := func(level official.Level, s string) {
		out.Body = append(out.Body, official.Block{Text: s, Level: level})
	}
	if watermark != "" {
		add(official.Text, watermark)
	}
	for _, half := range DossierHalves {
		if !slices.ContainsFunc(pieces, func(p DossierPiece) bool { return p.Half == half }) {
			continue
		}
		add(official.First, s.P.T("dossier.half."+half))
		for _, x := range pieces {
			if x.Half != half {
				continue
			}
			add(official.Second, x.Name)
			if x.Empty {
				add(official.Text, s.P.T("dossier.nothing"))
			}
			for _, p := range x.Posts {
				add(official.Text, p)
			}
			for _, f := range x.Figures {
				add(official.Text, f.Name+" "+f.Count)
				for _, l := range f.Lines {
					add(official.Text, Joined(l.Title, l.State)+" "+l.Facts)
				}
			}
			for _, d := range x.Declared {
				add(official.Text, Joined(d.On, "")+" "+d.Content)
				if d.Kin != "" {
					add(official.Text, s.P.T("declaration.relative", "name", d.Kin))
				}
			}
			if x.More {
				add(official.Text, s.P.T("dossier.more"))
			}
		}
	}
	return out
}
