package course

import (
	"github.com/a-h/templ"

	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

type tallying struct {
	page.View
	I           *scheme.Indicator
	D           scored
	Weight, Few string
}

// tally shows by what weight and which worth of answers it counts.
func (p Pages) tally(v *desk.Visit, x noun.Value) (templ.Component, error) {
	k := x.(*course.Tally)
	m := p.Scheme(k.Scheme, int(k.Year))
	if m == nil || m.Indicator(k.Item) == nil {
		return nil, nil
	}
	d := tallying{View: v.View(""), I: m.Indicator(k.Item), D: scored{View: v.View(""), V: v, M: m}}
	asked, ok := m.Asked(k.Item, k.Class)
	if !ok {
		return nil, nil
	}
	d.Weight = d.D.speech().Weighs(asked)
	if k.Valid > 0 && k.Valid < k.Least {
		d.Few = v.P.T("tally.few", "least", k.Least)
	}
	return tallyMore(d), nil
}

// besideTally is the same with the form in which a class of voters is counted.
func (p Pages) besideTally(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x != nil && (a.Name == "count" || a.Name == "correct" || a.Name == "confirm") {
		return within(p.tally(v, x))
	}
	return out, nil
}

// tallies are those that the visitor may see and that stand.
func (p Pages) tallies(v *desk.Visit, q noun.Query) (out []*course.Tally, err error) {
	got, err := p.Read.Whole(v.R.Context(), ref.Tally, v.Scope("tally.see"), q, itemsMost)
	if err != nil {
		return nil, err
	}
	for _, o := range got.Values {
		if x := o.(*course.Tally); x.State != noun.Corrected && (x.State != course.Withdrawn || x.Corrects == 0) {
			out = append(out, x)
		}
	}
	return out, nil
}

// polled is how the result of a poll came about.
func (d scored) polled(l line) []string {
	if l.Line == nil {
		return nil
	}
	return d.speech().Polled(d.M, *l.Line)
}

func (d scored) talliesHead() page.List {
	return page.List{Caption: d.P.T("tally.list"), Cols: []page.Col{{Label: d.P.T("score.col.indicator"), Width: "wide"},
		{Label: d.P.T("tally.field.issued"), Num: true}, {Label: d.P.T("tally.field.returned"), Num: true},
		{Label: d.P.T("tally.field.valid"), Num: true}, {Label: d.P.T("tally.field.state")}}}
}

// tally is what a tally is of: the indicator and the class of voters.
func (d scored) tally(x *course.Tally) string {
	class := d.V.Label(policy.VoterClass, x.Class)
	if d.M == nil || d.M.Indicator(x.Item) == nil {
		return x.Item + " " + class
	}
	return x.Item + " " + d.name(*d.M.Indicator(x.Item)) + " · " + class
}

// tallyCells are what is always shown of ballots [R], and how far the counting has come.
func (d scored) tallyCells(x *course.Tally) []string {
	state := d.P.T("tally.state." + x.State)
	if x.Issued == 0 {
		return []string{"", "", "", state}
	}
	return []string{d.P.Fixed(x.Issued, 0), d.P.Fixed(x.Returned, 0), d.P.Fixed(x.Valid, 0), state}
}
