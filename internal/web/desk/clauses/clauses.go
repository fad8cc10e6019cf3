// Package clauses is what the pages of nouns show of registered documents: a
// document's clauses and what cites it, a row's citations with their text.
package clauses

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	tables "shuangze/internal/exchange"
	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/exchange"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the room reads.
type Reads interface {
	Documents(ctx context.Context, jurisdiction int32) ([]*document.Document, error)
	Clauses(ctx context.Context, of ...ref.ID) ([]document.Clause, error)
	Citing(ctx context.Context, reach func(ref.Kind) access.Scope, names []string) ([]document.Citing, error)
}

// Pages adds documents to the pages of nouns.
type Pages struct {
	Read  Reads
	Nouns []*noun.Noun
}

// Adds is what is added to the pages of a noun: to a document its clauses and what
// cites it, to what cites documents the citations.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch {
	case n.Name == document.Shape.Name:
		return frame.Adds{More: p.document, Open: p.open, Take: take, With: p.with}
	case n.Cites.In != "":
		return frame.Adds{More: func(v *desk.Visit, x noun.Value) (templ.Component, error) { return p.cites(v, n, x) }}
	}
	return frame.Adds{}
}

// documentData is the clauses of a document on a day, and what cites it.
type documentData struct {
	page.View
	V       *desk.Visit
	D       *document.Document
	Day     when.Day
	Wrong   string // what is wrong with the day of the address
	All     []document.Clause
	Clauses []document.Clause
	Citing  []document.Citing
	By      *document.Document // what took its place; nil = not registered
}

func (p Pages) document(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := documentData{View: v.View(""), V: v, D: x.(*document.Document), Day: v.Today()}
	if s := d.Query.Get("on"); s != "" {
		if day, err := when.ParseDay(s); err == nil {
			d.Day = day
		} else {
			d.Wrong = v.P.T("input.no-such-day")
		}
	}
	var err error
	if d.All, err = p.Read.Clauses(v.R.Context(), d.D.ID); err != nil {
		return nil, err
	}
	d.Clauses = document.OnDay(d.All, d.Day)
	all, err := p.Read.Documents(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, err
	}
	if d.D.Successor != "" {
		d.By, _ = document.Find(all, d.D.Unit, d.D.Successor)
	}
	reach := func(of ref.Kind) access.Scope {
		i := slices.IndexFunc(p.Nouns, func(n *noun.Noun) bool { return n.Of == of })
		return v.Scope(p.Nouns[i].See)
	}
	rows, err := p.Read.Citing(v.R.Context(), reach, d.D.Names())
	d.Citing = document.Of(d.D, all, rows)
	return documentSheets(d), err
}

// may says whether to offer an act on the document.
func (d documentData) may(verb access.Verb) bool { return d.V.Can(verb, document.Shape.Object(d.D)) }

func (d documentData) at() string { return "/documents/" + d.D.ID.String() }

// do is the form of an act on a clause.
func (d documentData) do(act, clause string) string {
	return d.at() + "/do/" + act + "?clause=" + url.QueryEscape(clause)
}

func (d documentData) earlier(c document.Clause) []document.Clause {
	return document.Earlier(d.All, c.Number, d.Day)
}

func (d documentData) days(c document.Clause) string {
	if c.Since == 0 {
		return d.P.T("document.clause.until", "until", c.Until)
	}
	return d.P.T("document.clause.from-until", "since", c.Since, "until", c.Until)
}

func (d documentData) head() page.List {
	l := planHead(d.View)
	l.Cols = append(l.Cols, page.Col{Label: d.P.T("files.acts"), Hidden: true})
	return l
}

func (d documentData) citingHead() page.List {
	return page.List{Caption: d.P.T("document.citing"), Cols: []page.Col{{Label: d.P.T("document.citing.what"),
		Width: "name"}, {Label: d.P.T("journal.object")}, {Label: d.P.T("document.clause")}}}
}

func (d documentData) leads(c document.Citing) string { return d.V.Desk.Kinds.Of(c.Kind).At(c.ID) }

func (d documentData) kindOf(c document.Citing) string { return d.P.T(d.V.Desk.Kinds.Of(c.Kind).Word) }

// citedData is what one row cites.
type citedData struct {
	page.View
	V    *desk.Visit
	List []citedLine
}

type citedLine struct {
	document.Citation
	Clause document.Clause
	Found  bool
	Notes  []string
}

func (p Pages) cites(v *desk.Visit, n *noun.Noun, x noun.Value) (templ.Component, error) {
	in, at := n.Fields.Must(n.Cites.In).Str(x), ""
	if n.Cites.At != "" {
		at = n.Fields.Must(n.Cites.At).Str(x)
	}
	if strings.TrimSpace(in) == "" {
		return nil, nil
	}
	all, err := p.Read.Documents(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, err
	}
	d := citedData{View: v.View(""), V: v}
	var ids []ref.ID
	for _, c := range document.Cited(all, x.Head().Unit, in, at) {
		d.List = append(d.List, citedLine{Citation: c})
		if c.Document != nil && !slices.Contains(ids, c.Document.ID) {
			ids = append(ids, c.Document.ID)
		}
	}
	texts, err := p.Read.Clauses(v.R.Context(), ids...)
	if err != nil || len(d.List) == 0 {
		return nil, err
	}
	for i := range d.List {
		c := &d.List[i]
		if c.Document == nil {
			continue
		}
		own := slices.DeleteFunc(slices.Clone(texts), func(x document.Clause) bool { return x.Document != c.Document.ID })
		c.Clause, c.Found = document.Reads(own, c.Citation.Clause, v.Today())
		for _, m := range document.Notes(c.Document, v.Today()) {
			c.Notes = append(c.Notes, v.P.Message(m))
		}
	}
	return citedSheet(d), nil
}

// enter is where the text of a citation is entered; "" = not by this visitor.
func (d citedData) enter(c citedLine) (href, label string) {
	switch {
	case c.Document == nil && access.Anywhere(d.V.Actor, "document.add"):
		return "/documents/new", d.P.T("document.act.add")
	case c.Document != nil && d.V.Can("document.enter", document.Shape.Object(c.Document)):
		return "/documents/" + c.Document.ID.String() + "/do/" + document.EnterAct, d.P.T("document.act.enter")
	}
	return "", ""
}

// open puts the text of a clause into the form that changes it.
func (p Pages) open(v *desk.Visit, a noun.Act, x noun.Value, values url.Values) error {
	if a.Name != document.RewordAct {
		return nil
	}
	all, err := p.Read.Clauses(v.R.Context(), x.Head().ID)
	if c, ok := document.Standing(all, values.Get("clause")); ok {
		values.Set("text", c.Text)
	}
	return err
}

// tableName is the field of a table whose rows are clauses.
const tableName = "table"

// take turns an uploaded table into the text that is cut: each row a line, its cells
// parted by tabs. The file itself is not kept.
func take(v *desk.Visit, a noun.Act) error {
	list := v.Uploads(tableName)
	if a.Name != document.EnterAct || len(list) == 0 || list[0].Size == 0 {
		return nil
	}
	f := list[0]
	if f.Size > exchange.FileMost {
		return text.InputErrors{{Field: tableName, Message: text.M("evidence.too-large", "most", exchange.FileMost>>20)}}
	}
	if err := v.Enter(gate.Table, tables.Weight(f.Size)); err != nil {
		return err
	}
	book, err := sheet.Open(f.Body, f.Size, f.Name, sheet.Limits{})
	var wrong text.InputErrors
	if errors.As(err, &wrong) {
		for i := range wrong {
			wrong[i].Field = tableName
		}
		return wrong
	}
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, g := range book.Grids {
		for _, l := range g.Lines {
			b.WriteString(strings.Join(words(l), "\t") + "\n")
		}
	}
	v.R.PostForm.Set("text", b.String())
	return nil
}

// with stands with the form that enters clauses: a place for a table, and what would
// be entered.
func (p Pages) with(v *desk.Visit, a noun.Act, x noun.Value, in any) (out frame.Around, err error) {
	if a.Name != document.EnterAct {
		return out, nil
	}
	out.Inside = tableInput(v)
	if in == nil {
		return out, nil
	}
	all, err := p.Read.Clauses(v.R.Context(), x.Head().ID)
	if err != nil {
		return out, err
	}
	e := in.(*document.Entered)
	plan, err := e.Plan(x.(*document.Document), all)
	if err != nil {
		return out, err
	}
	out.After = planSheet(v.View(""), plan)
	return out, nil
}

func planHead(v page.View) page.List {
	return page.List{Caption: v.P.T("document.clauses"), Cols: []page.Col{{Label: v.P.T("document.clause"),
		Width: "narrow"}, {Label: v.P.T("document.clause.text"), Width: "wide"}}}
}

// words are the cells of a line of a table that hold something.
func words(l sheet.Line) (out []string) {
	for _, c := range l.Spots {
		if c.Filled || c.Aside { // of a merged cell, once
			continue
		}
		if s := strings.Join(strings.Fields(c.Text), " "); s != "" {
			out = append(out, s)
		}
	}
	return out
}
