// Package reports is what the pages of dual reports show beside what every noun's do: the
// figures with the lists that they lead to, how both superiors stand, the report as a
// paper, and who says again who they are when they sign.
package reports

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/lang"
	"shuangze/internal/lists/sift"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/desk/inperson"
	"shuangze/internal/web/page"
)

// Reads is what the room reads.
type Reads interface {
	One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error)
	CountRows(ctx context.Context, jurisdiction int32, list []sift.Count) ([]int64, error)
}

// Pages adds to the pages of reports.
type Pages struct{ Read Reads }

// shapes are those of the two sorts.
var shapes = []noun.Shape{reports.Yearly, reports.Special}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != reports.Yearly.Name && n.Name != reports.Special.Name {
		return frame.Adds{}
	}
	s := p.signing(n.Shape)
	return frame.Adds{More: p.more, Take: s.Take, Open: p.open, Shows: reports.OfSuperiors,
		With: func(v *desk.Visit, a noun.Act, x noun.Value, in any) (frame.Around, error) {
			out, err := s.With(v, a, x, in)
			if err == nil && x != nil && a.Name != "write" {
				out.Beside, err = p.whole(v, x)
			}
			return out, err
		}}
}

// Routes are the addresses.
func (p Pages) Routes() (out []desk.Route) {
	for _, s := range shapes {
		out = append(out, desk.Route{Pattern: "GET /" + s.Name + "/{id}/as/{kind}", May: access.Verb(s.Word + ".see"),
			Handle: func(v *desk.Visit) error { return p.file(s, v) }})
	}
	return out
}

// open proposes the year that is over, and whose report the duty asks for.
func (p Pages) open(v *desk.Visit, a noun.Act, x noun.Value, values url.Values) error {
	if x != nil || !a.Makes || a.Verb != "report.add" {
		return nil
	}
	if values.Get("year") == "" {
		values.Set("year", strconv.Itoa(v.Today().Year()-1))
	}
	if values.Get("whose") == "" {
		asks, _, err := p.Read.One(v.R.Context(), ref.Duty, ref.Parse(v.R.URL.Query().Get("duty")))
		if err != nil {
			return err
		}
		if x, ok := asks.(*duty.Duty); ok {
			whose := map[string]string{reports.RuleBody: reports.OfBody, reports.RuleFirst: reports.OfFirst}[x.Rule]
			values.Set("whose", whose)
		}
	}
	return nil
}

// signing is how one is signed.
func (p Pages) signing(s noun.Shape) frame.Adds {
	return inperson.Pages{Read: p.Read, Paper: inperson.Paper{Of: s.Of, Say: reports.Confirmed,
		Signs:  func(a noun.Act) bool { return a.Name == reports.SignAct },
		Digest: func(x noun.Value) string { return x.(*reports.Report).Sum() },
		Judge:  func(_ *desk.Visit, _ noun.Act, x noun.Value) error { return x.(*reports.Report).MaySign() },
		Signed: func(x noun.Value, _ noun.Act, by ref.ID) bool {
			r := x.(*reports.Report)
			return r.MayWrite() != nil && r.Person == by
		}}}.Adds()
}

// data is a report as its page shows it.
type data struct {
	page.View
	V       *desk.Visit
	R       *reports.Report
	C       *bodies.County
	Figures []reports.Figure
	Said    reports.Counted
	Now     []int64           // of each figure
	Lacks   []reports.Section // what the record would say by now and the draft does not
	Text    bool              // what it says stands beside
	At      string
}

func (p Pages) of(v *desk.Visit, x noun.Value) (d data, err error) {
	r := x.(*reports.Report)
	d = data{View: v.View(""), V: v, R: r, Said: r.Said(), At: "/" + r.Shape().Name + "/" + r.ID.String()}
	if d.C, err = v.County(); err != nil || d.Said == nil {
		return d, err
	}
	d.Figures = r.Counts()
	asked := make([]sift.Count, len(d.Figures))
	for i, f := range d.Figures {
		asked[i] = f.Count
	}
	if d.Now, err = p.Read.CountRows(v.R.Context(), r.Jurisdiction, asked); err == nil && r.MayWrite() == nil {
		d.Lacks = r.Lacks(d.Figures, d.Now, v.Desk.Words.In(lang.Chinese).T)
	}
	return d, err
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d, err := p.of(v, x)
	return sheets(d), err
}

// whole is what is signed, or answered, with what it says.
func (p Pages) whole(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d, err := p.of(v, x)
	d.Text = true
	return sheets(d), err
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("report.figures"), Cols: []page.Col{{Label: d.P.T("report.figure"), Width: "name"},
		{Label: d.P.T("report.figure.said"), Num: true}, {Label: d.P.T("report.figure.now"), Num: true}}}
}

func (d data) receiptHead() page.List {
	return page.List{Caption: d.P.T("report.receipts"), Cols: []page.Col{{Label: d.P.T("report.superior"), Width: "name"},
		{Label: d.P.T("field.state")}, {Label: d.P.T("report.received")}, {Label: d.P.T("report.said"), Width: "text"}}}
}

func (d data) receipts() []reports.Receipt { return []reports.Receipt{d.R.Committee, d.R.Commission} }

func (d data) called(body ref.ID) string {
	b, _ := d.C.Body(body)
	return b.Name
}

func (d data) person(id ref.ID) string {
	x, _ := d.C.Person(id)
	return x.Name
}

func (d data) chip(x reports.Receipt) templ.Component {
	tone := map[string]page.Tone{reports.Received: page.Blue, reports.Commented: page.Green,
		reports.Returned: page.Red}[x.Stand]
	if tone == "" {
		tone = page.Grey
	}
	return page.Chip(tone, d.P.T("report.stand."+x.Stand))
}

// file is the report as a paper to its superiors.
func (p Pages) file(s noun.Shape, v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	x, ok, err := p.Read.One(v.R.Context(), s.Of, v.ID("id"))
	if err != nil {
		return err
	}
	var o access.Object
	if ok {
		o = s.Object(x)
	}
	if err := v.See(access.Verb(s.Word+".see"), ok, o); err != nil {
		return err
	}
	d, err := p.of(v, x)
	if err != nil {
		return err
	}
	at := v.Now
	if d.R.FiledOn != 0 {
		at = d.R.FiledOn.Start()
	}
	return v.SendPaper(as, d.R.Subject, d.paper(), at)
}

// paper is what is printed: Chinese, whoever takes it.
func (d data) paper() official.Document {
	zh := d.V.Desk.Words.In(lang.Chinese)
	r := d.R
	out := official.Document{Mark: d.called(r.Body), Title: []string{r.Subject}, Organ: d.called(r.Body),
		Signers: []string{d.person(r.Person)}}
	if r.FiledOn != 0 {
		out.Date = zh.Day(r.FiledOn)
	} else {
		out.Note = zh.T("report.paper.draft")
	}
	var to []string
	for _, x := range d.receipts() {
		if x.Body != 0 {
			to = append(to, d.called(x.Body))
		}
	}
	out.To = zh.List(to)
	for i, s := range r.Sections() {
		if s.Key != "" {
			out.Body = append(out.Body, official.Block{Text: zh.T("report.paper.section", "n", numerals[i], "heading",
				zh.T(s.Key)), Level: official.First})
		}
		out.Body = append(out.Body, official.Paragraphs(s.Text)...)
	}
	return out
}

// numerals number the sections of a report of a year.
var numerals = []string{"一", "二", "三", "四", "五"}
