package versions

import (
	"slices"
	"strings"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/exchange"
	"shuangze/internal/issued"
	"shuangze/internal/lang"
	"shuangze/internal/official"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// schemesData is the schemes of a version as a document.
type schemesData struct {
	page.View
	V    version.Version
	Name string
	Only string // the code of the scheme that is asked for; "" = all
	List []page.Option
	Doc  official.Document
	pack *policy.Pack
}

// readSchemes reads the version of the address and its schemes. A text that is no policy any more, and a scheme that it
// does not have, are missing.
func readSchemes(v *desk.Visit) (d schemesData, err error) {
	p, err := read(v)
	if err != nil {
		return d, err
	}
	if d.V, err = p.find(v); err != nil {
		return d, err
	}
	files, err := v.Desk.Versions.Text(v.R.Context(), d.V)
	if err != nil {
		return d, err
	}
	said, err := reviewed(v, files)
	if err != nil {
		return d, err
	}
	if said.R.Pack == nil {
		return d, text.Refuse(text.Conflict, "policy.schemes.outgrown")
	}
	d.pack = said.R.Pack
	d.Only = v.R.URL.Query().Get("scheme")
	if d.Only != "" && !slices.ContainsFunc(said.R.Pack.Schemes, func(s *scheme.Sound) bool { return s.Code == d.Only }) {
		return d, desk.Missing()
	}
	d.View, d.Name = v.View(v.P.T("policy.schemes")), called(v, d.V)
	_, state := p.chip(v, d.V)
	about := v.P.T("policy.schemes.about", "version", d.Name, "state", state)
	if days := p.days(v, d.V); days != "" {
		about = v.P.T("policy.schemes.about-days", "version", d.Name, "state", state, "days", days)
	}
	d.Doc = exchange.Speech{P: v.P, Pack: said.R.Pack, Day: v.Today()}.SchemesDocument(about, d.Only)
	d.List = []page.Option{{Label: v.P.T("policy.schemes.all")}}
	for _, s := range said.R.Pack.Schemes {
		d.List = append(d.List, page.Option{Value: s.Code,
			Label: said.R.Pack.LabelOn(policy.AppraisalScheme, s.Code, v.P.Lang(), v.Today())})
	}
	return d, nil
}

// schemes shows them.
func schemes(v *desk.Visit) error {
	d, err := readSchemes(v)
	if err != nil {
		return err
	}
	return v.Page(200, schemesPage(d))
}

// schemesFile is them as a file.
func schemesFile(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	d, err := readSchemes(v)
	if err != nil {
		return err
	}
	d.Doc.Foot = strings.Join(v.Foot(), " · ")
	return v.SendPaper(as, strings.Join(d.Doc.Title, "")+"-"+d.Name, d.Doc, v.Now)
}

// adoptedFile is the document of an adopted version that is kept, byte for byte; before it is kept, as it will be.
func adoptedFile(v *desk.Visit) error {
	d, err := readSchemes(v)
	if err != nil {
		return err
	}
	if !issued.Adopted(d.V) {
		return desk.Missing()
	}
	c, err := v.Desk.Read.County(v.R.Context(), v.Actor.Jurisdiction, d.V.AdoptedAt.Day())
	if err != nil {
		return err
	}
	said := exchange.Speech{P: v.Desk.Words.In(lang.Chinese), Pack: d.pack, Day: d.V.From}
	return v.SendIssued(said.AdoptedSchemes(d.V, c))
}

// kept is what is said of the document that is kept.
func (d schemesData) kept() []page.Fact { return desk.Kept(d.P, issued.Of(d.V), "") }

func (d schemesData) query() string {
	if d.Only == "" {
		return ""
	}
	return "?scheme=" + d.Only
}

func (d schemesData) filter() page.Field {
	return page.Field{Name: "scheme", Label: d.P.T("score.scheme"), Value: d.Only, Options: d.List}
}

// columns are those of a table of the document, as the page shows them.
func columns(caption string, t *official.Table) page.List {
	out := page.List{Caption: caption}
	for _, c := range t.Columns {
		out.Cols = append(out.Cols, page.Col{Label: c.Label, Num: c.Right})
	}
	return out
}
