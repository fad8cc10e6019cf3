// Package circulars is what the pages of circulars and of whom they name show beside what every noun's do: whom a
// circular names, whom the record suggests to a draft, and the points of a unit by year.
package circulars

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the room reads.
type Reads interface {
	noun.Reader
	CircularSums(ctx context.Context, s access.Scope, year int) ([]circulars.Sum, error)
}

// Pages adds to the pages of circulars and of whom they name.
type Pages struct {
	Read    Reads
	Suggest circulars.Suggest
}

// showMost is how many mentions a page shows: more than one circular names; draftsMost how many drafts a form offers.
const showMost, draftsMost = 100, 50

// Add adds to what is added to the pages of a noun already.
func (p Pages) Add(n *noun.Noun, a frame.Adds) frame.Adds {
	switch n.Name {
	case circulars.Shape.Name:
		letter := a.More
		a.More = func(v *desk.Visit, x noun.Value) (templ.Component, error) {
			own, err := p.more(v, x.(*circulars.Circular))
			if err != nil || letter == nil {
				return own, err
			}
			whole, err := letter(v, x)
			if err != nil {
				return nil, err
			}
			return templ.Join(own, whole), nil
		}
		a.Open = p.open
	case circulars.MentionShape.Name:
		a.Choices, a.More = p.drafts, p.year
	}
	return a
}

// open proposes the part of the year that is over.
func (p Pages) open(v *desk.Visit, a noun.Act, _ noun.Value, values url.Values) error {
	if !a.Makes || values.Get("covers") != "" {
		return nil
	}
	y, m, _ := v.Today().Date()
	term := "h1"
	if m < 6 {
		y, term = y-1, "h2"
	} else if m > 11 {
		term = "h2"
	}
	values.Set("covers", strconv.Itoa(y))
	values.Set("term", term)
	return nil
}

// data is whom a circular names, and whom it may.
type data struct {
	page.View
	C      *bodies.County
	X      *circulars.Circular
	List   []*circulars.Mention
	Draft  bool // the visitor may name somebody
	Offers []circulars.Offer
	Days   when.Period
}

func (p Pages) named(v *desk.Visit, conds ...noun.Cond) (out []*circulars.Mention, err error) {
	q := noun.Query{Where: conds, Sort: noun.Sort{Name: "new", Column: "id"}}
	got, err := p.Read.Whole(v.R.Context(), ref.Mention, v.Scope("mention.see"), q, showMost)
	for _, m := range got.Values {
		out = append(out, m.(*circulars.Mention))
	}
	return out, err
}

func (p Pages) more(v *desk.Visit, x *circulars.Circular) (templ.Component, error) {
	d := data{View: v.View(""), X: x, Days: x.Days()}
	var err error
	if d.C, err = v.County(); err != nil {
		return nil, err
	}
	if d.List, err = p.named(v, noun.Cond{Column: "circular", Num: []int64{int64(x.ID)}}, noun.Cond{Column: "state",
		Text: []string{circulars.Drafted, circulars.Issued, circulars.Void}}); err != nil {
		return nil, err
	}
	if d.Draft = x.State == letter.Draft && v.Can("mention.add", x.Naming()); d.Draft {
		if d.Offers, err = p.Suggest.To(v.R.Context(), v.Actor, x, d.C, v.Today()); err != nil {
			return nil, err
		}
	}
	return namedSheet(d), nil
}

// take is the form that names whom the record suggests, with its figures.
func (d data) take(o circulars.Offer) templ.SafeURL {
	q := url.Values{"circular": {d.X.ID.String()}, "verdict": {o.Verdict}, "named": {o.Unit.String()},
		"fact": {o.Fact(d.Days)}}
	if o.Said != "" {
		q.Set("body", o.Body.String())
		q.Set("grounds", o.Grounds)
	}
	return templ.SafeURL("/mentions/new?" + q.Encode())
}

// named says whether the draft names a unit already.
func (d data) taken(unit ref.ID) bool {
	return slices.ContainsFunc(d.List, func(m *circulars.Mention) bool { return m.Named == unit })
}

// behind leads to the duties that the figures count.
func (d data) behind(o circulars.Offer) templ.SafeURL {
	if o.Behind != "" {
		return templ.SafeURL(o.Behind)
	}
	return templ.SafeURL("/duties?tab=all&unit=" + o.Unit.String())
}

func (d data) who(m *circulars.Mention) string {
	out := d.C.Name(m.Named)
	if b, ok := d.C.Body(m.Body); ok {
		out = b.Name
	}
	if p, ok := d.C.Person(m.Person); ok {
		out += " " + p.Name
	}
	return out
}

func chip(d data, m *circulars.Mention) templ.Component {
	tone := page.Green
	if m.Verdict == circulars.Criticise {
		tone = page.Red
	}
	return page.Chip(tone, d.P.T("mention.verdict."+m.Verdict))
}

func (d data) head() page.List {
	out := page.List{Caption: d.P.T("circular.mentions")}
	for _, name := range []string{"named", "verdict", "points", "fact", "grounds", "reply"} {
		out.Cols = append(out.Cols, page.Col{Label: d.P.T("mention.field." + name)})
	}
	return out
}

func (d data) offersHead() page.List {
	return page.List{Caption: d.P.T("circular.offers"), Cols: []page.Col{
		{Label: d.P.T("mention.field.named"), Width: "name"},
		{Label: d.P.T("mention.field.verdict")}, {Label: d.P.T("mention.field.fact")},
		{Label: d.P.T("circular.offers.do")}}}
}

// drafts are the circulars in which the form may name somebody.
func (p Pages) drafts(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("circular"); !ok {
		return nil, nil
	}
	q := noun.Query{Where: []noun.Cond{{Column: "state", Text: []string{letter.Draft}}},
		Sort: noun.Sort{Name: "new", Column: "id", Down: true}}
	got, err := p.Read.Whole(v.R.Context(), ref.Circular, v.Scope("circular.see"), q, draftsMost)
	if err != nil {
		return nil, err
	}
	out := []page.Option{}
	for _, x := range got.Values {
		c := x.(*circulars.Circular)
		if _, title := c.Called(); v.Can("circular.change", c.Object()) {
			out = append(out, page.Option{Value: c.ID.String(), Label: title})
		}
	}
	return map[string][]page.Option{"circular": out}, nil
}

// year sums up what circulars said of a unit in the year of one mention.
func (p Pages) year(v *desk.Visit, x noun.Value) (templ.Component, error) {
	m := x.(*circulars.Mention)
	if m.State != circulars.Issued {
		return nil, nil
	}
	all, err := p.named(v, noun.Cond{Column: "named", Num: []int64{int64(m.Named)}},
		noun.Cond{Column: "year", Num: []int64{m.Year}}, noun.Cond{Column: "state", Text: []string{circulars.Issued}})
	if err != nil {
		return nil, err
	}
	var up, down int
	var plus, minus int64
	for _, o := range all {
		if e := o.Effect(); o.Verdict == circulars.Commend {
			up, plus = up+1, plus+e
		} else {
			down, minus = down+1, minus-e
		}
	}
	return sumSheet(v.View(""), v.P.T("circular.sum", "year", strconv.Itoa(int(m.Year)), "up", up, "plus",
		field.Mark(plus), "down", down, "minus", field.Mark(minus))), nil
}
