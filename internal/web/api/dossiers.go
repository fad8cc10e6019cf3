package api

import (
	"io"
	"net/http"
	"reflect"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/dossiers"
	"shuangze/internal/exchange"
	"shuangze/internal/noun"
	"shuangze/internal/paper"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/filename"
	"shuangze/internal/web/gate"
)

// DossierContents is what stands in a dossier: all parts for its holder; for who was given access the parts that were
// released, while an opening lasts. Nothing is opened by reading: openDossieraccess does that, and is an entry.
type DossierContents struct {
	Dossier ref.ID `json:"dossier"`
	Person  ref.ID `json:"person"`
	Name    string `json:"name"`
	// The request by which another reads it. What is kept of it bears this number.
	Access ref.ID        `json:"access" doc:"The request by which it is read; 0: its holder reads it."`
	Number string        `json:"number,omitempty" doc:"Of that request; it belongs on whatever is printed."`
	Parts  []DossierPart `json:"parts" doc:"In the order of the policy."`
	Looks  []DossierLook `json:"looks" doc:"For the holder: on which days and for what it was looked into."`
}

// DossierPart is one part.
type DossierPart struct {
	Code     string            `json:"code" codes:"dossier-part"`
	Half     string            `json:"half" enum:"diligence,integrity"`
	Source   string            `json:"source" enum:"system,declared,kept"`
	Basis    string            `json:"basis,omitempty" doc:"The law by which it is asked for."`
	Posts    []DossierPost     `json:"posts"`
	Lists    []DossierList     `json:"lists"`
	Declared []DossierDeclared `json:"declared" doc:"The latest first."`
	More     bool              `json:"more" doc:"More was declared than stands here."`
}

// DossierPost is a post that the person had.
type DossierPost struct {
	Unit  ref.ID `json:"unit"`
	Title string `json:"title"`
	Rank  string `json:"rank"`
	From  day    `json:"from,omitzero"`
}

// DossierList is what one list holds of a part.
type DossierList struct {
	Kind  string        `json:"kind"`
	Tab   string        `json:"tab"`
	N     int           `json:"n" doc:"How many there are."`
	More  bool          `json:"more" doc:"There are more than could be counted."`
	Items []DossierItem `json:"items" doc:"The newest."`
}

// DossierItem is one object of a list.
type DossierItem struct {
	ID     ref.ID        `json:"id"`
	Number string        `json:"number,omitempty"`
	Title  string        `json:"title"`
	State  string        `json:"state"`
	Facts  []DossierFact `json:"facts"`
}

// DossierFact is a field that the reader may see, in words of the language asked for.
type DossierFact struct {
	Field string `json:"field"`
	Says  string `json:"says"`
}

// DossierDeclared is what was declared of one matter, or is kept.
type DossierDeclared struct {
	ID       ref.ID `json:"id"`
	MatterOn day    `json:"matterOn,omitzero"`
	Content  string `json:"content"`
	Kin      ref.ID `json:"kin" doc:"Who of the register is declared a relative; 0: nobody."`
	FiledOn  day    `json:"filedOn,omitzero"`
}

// DossierLook is a day on which it was looked into, and for what.
type DossierLook struct {
	Day     day    `json:"day"`
	Purpose string `json:"purpose" codes:"dossier-purpose"`
}

func getDossierContents(c *call, _ none) (out DossierContents, err error) {
	ctx, rules := c.r.Context(), &c.face.Policy.Dossiers
	v, found, err := c.face.Objects.One(ctx, ref.Dossier, c.id())
	if err != nil {
		return out, err
	}
	var o access.Object
	if found {
		o = dossiers.Shape.Object(v)
	}
	if err := c.see("dossier.see", found, o); err != nil {
		return out, err
	}
	x := v.(*dossiers.Dossier)
	out = DossierContents{Dossier: x.ID, Person: x.Person, Name: x.Name, Parts: []DossierPart{}, Looks: []DossierLook{}}
	codes := rules.On()
	if c.actor.InPerson() && c.actor.Person == x.Person {
		looks, err := dossiers.Looks(ctx, c.face.Objects, rules, x)
		if err != nil {
			return out, err
		}
		for _, l := range looks {
			out.Looks = append(out.Looks, DossierLook{day(l.Day), l.Purpose})
		}
	} else {
		a, open, err := dossiers.OpenTo(ctx, c.face.Objects, x, c.actor, c.now)
		switch {
		case err != nil:
			return out, err
		case a == nil:
			return out, text.Refuse(text.Forbidden, "dossieraccess.none")
		case !open:
			return out, dossiers.Shut(a, c.today())
		}
		codes, out.Access, out.Number = a.May(), a.ID, a.Number()
	}
	return out, c.dossierParts(&out, x, codes)
}

// dossierParts fills parts in.
func (c *call) dossierParts(out *DossierContents, x *dossiers.Dossier, codes []string) error {
	ctx := c.r.Context()
	k, err := c.county(0)
	if err != nil {
		return err
	}
	rows, err := c.face.Read.Rows(ctx, c.actor.Jurisdiction)
	if err != nil {
		return err
	}
	all, err := dossiers.Gather(ctx, c.face.Objects, c.face.Nouns, &c.face.Policy.Dossiers, x, c.actor, codes,
		dossiers.Teams(rows, x.Person), c.today())
	if err != nil {
		return err
	}
	speech := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
	for _, piece := range all {
		p := DossierPart{Code: piece.Code, Half: piece.Half, Source: piece.Source, Basis: piece.Basis, More: piece.More,
			Posts: []DossierPost{}, Lists: []DossierList{}, Declared: []DossierDeclared{}}
		if piece.Code == dossiers.Career {
			for _, a := range dossiers.Posts(rows.Appointments, x.Person) {
				p.Posts = append(p.Posts, DossierPost{a.Unit, a.Title, a.Rank, day(a.Period.From)})
			}
		}
		for _, f := range piece.Figures {
			list := DossierList{Kind: f.Noun.Word, Tab: f.Tab, N: f.Count.N, More: f.Count.More, Items: []DossierItem{}}
			for _, v := range f.Values {
				number, title := f.Noun.Called(v)
				item := DossierItem{ID: v.Head().ID, Number: number, Title: title, State: v.Head().State, Facts: []DossierFact{}}
				for _, field := range f.Shown(v) {
					if s := speech.Said(k, field, v); s != "" {
						item.Facts = append(item.Facts, DossierFact{field.Name, s})
					}
				}
				list.Items = append(list.Items, item)
			}
			p.Lists = append(p.Lists, list)
		}
		for _, d := range piece.Declared {
			p.Declared = append(p.Declared, DossierDeclared{d.ID, day(d.On), noun.Shown(c.p, d.Content),
				d.Relative(), day(d.FiledOn)})
		}
		out.Parts = append(out.Parts, p)
	}
	return nil
}

// DossierStatistics is how many dossiers are open. For who may not see persons small groups are merged.
type DossierStatistics struct {
	N     int            `json:"n"`
	Few   int            `json:"few" doc:"Groups of fewer are merged; 0: none is."`
	Ranks []DossierGroup `json:"ranks"`
	Ages  []DossierGroup `json:"ages"`
	Units []DossierGroup `json:"units"`
}

// DossierGroup are those of one rank, age or unit.
type DossierGroup struct {
	Of string `json:"of" doc:"A code of 建档职级, the first year of a decade of age (0: unknown) or a unit; empty: merged."`
	N  int    `json:"n"`
}

func getDossierStatistics(c *call, _ none) (out DossierStatistics, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	list, err := dossiers.OpenDossiers(c.r.Context(), c.actor.Jurisdiction, c.face.Read.Each)
	if err != nil {
		return out, err
	}
	whole := c.scope("dossier.see").All()
	if !whole {
		out.Few = c.face.Policy.Dossiers.Few
	}
	n := dossiers.Count(k, list, out.Few, whole)
	groups := func(in []dossiers.Group) []DossierGroup {
		out := []DossierGroup{}
		for _, g := range in {
			out = append(out, DossierGroup{g.Key, g.N})
		}
		return out
	}
	out.N, out.Ranks, out.Ages, out.Units = n.All, groups(n.Ranks), groups(n.Ages), groups(n.Places)
	return out, nil
}

func dossierOperations() []operation {
	return []operation{
		get("getDossierContents", "/dossiers/{id}/contents", "dossier.see", dossiers.Shape.Name,
			"What stands in a dossier: for its holder, and for whoever opened what another released", getDossierContents),
		get("getDossierStatistics", "/dossiers/statistics", "dossierstats.list", dossiers.Shape.Name,
			"How many dossiers are open, by rank, age and unit", getDossierStatistics),
		{id: "getOwnDossierZIP", method: http.MethodGet, path: "/dossiers/{id}/mine.zip", may: exchange.TakeOwn,
			tag: dossiers.Shape.Name, media: "application/zip", handle: getOwnDossier,
			summary: "One’s own dossier, all of it that its holder may read, as one file: PDF, Word, Excel, JSON and " +
				"the files that they handed in. Each taking is on record"}}
}

// getOwnDossier sends the holder's own dossier as one file.
func getOwnDossier(c *call) error {
	if err := c.query(nil, reflect.Value{}); err != nil {
		return err
	}
	v, found, err := c.face.Objects.One(c.r.Context(), ref.Dossier, c.id())
	if err != nil {
		return err
	}
	var o access.Object
	if found {
		o = dossiers.Shape.Object(v)
	}
	if err := c.see(exchange.TakeOwn, found, o); err != nil {
		return err
	}
	k, err := c.county(0)
	if err != nil {
		return err
	}
	if err := c.enter(gate.List, paper.Weight); err != nil {
		return err
	}
	own, speech := c.face.Own, exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
	own.Open = func(digest []byte) (io.ReadCloser, error) { return c.face.Files.Open(digest) }
	t, err := own.Take(c.r.Context(), c.command(), speech, k, v.(*dossiers.Dossier), c.now)
	c.leave() // who takes long to read it keeps nobody waiting
	if err != nil {
		return err
	}
	defer t.Close()
	h := c.w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Length", strconv.FormatInt(t.Size, 10))
	h.Set("Content-Disposition", filename.Attachment(speech.OwnDossierName(v.(*dossiers.Dossier))+".zip", "dossier"))
	c.wrote = true
	if _, err := io.Copy(c.w, t); err != nil {
		c.face.Log.Debug("own dossier not read", "request", c.request, "err", err)
	}
	return nil
}
