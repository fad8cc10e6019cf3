// Package screenings is what the pages of screenings show beside what every noun's do: what the record said of the year
// before, each figure leading to what it counts, and what was found.
package screenings

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/field"
	"shuangze/internal/institutions/screenings"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// concernsMost is how many things found a page shows: a screening has fewer.
const concernsMost = 50

// Pages adds to the pages of screenings.
type Pages struct {
	Read       noun.Reader
	Categories func() []string
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != screenings.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more}
}

// line is one figure, or a category with the same of the year before.
type line struct {
	Label, At string
	N         int64
	Said      string // the figure in words; "" = N
	Before    int64
	BeforeAt  string
	Recurs    bool // it comes again
}

type data struct {
	page.View
	S          *screenings.Screening
	Figures    []line
	Categories []line
	Concerns   []*screenings.Concern
	Word       func(code string) string // of a category
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := data{View: v.View(""), S: x.(*screenings.Screening), Word: func(code string) string {
		return v.Label(policy.Category, code)
	}}
	got, err := p.Read.Whole(v.R.Context(), ref.Concern, v.Scope("concern.see"), screenings.Of(d.S.ID), concernsMost)
	if err != nil {
		return nil, err
	}
	for _, o := range got.Values {
		d.Concerns = append(d.Concerns, o.(*screenings.Concern))
	}
	if d.S.Figures == "" {
		return sheets(d), nil
	}
	said := d.S.Said()
	of := map[string]*line{}
	for _, f := range d.S.Counts(p.Categories(), v.Today()) {
		n := said(f.Kind, f.Code)
		switch f.Kind {
		case screenings.ByCategory:
			of[f.Code] = &line{Label: v.Label(policy.Category, f.Code), At: f.At, N: n}
		case screenings.Earlier:
			l := of[f.Code]
			if l.Before, l.BeforeAt, l.Recurs = n, f.At, screenings.Recurs(l.N, n); l.N+l.Before > 0 {
				d.Categories = append(d.Categories, *l)
			}
		case screenings.ByLevel:
			if n > 0 {
				label := d.P.T("screening.figure.level", "level", v.Label(policy.ProblemLevel, f.Code))
				d.Figures = append(d.Figures, line{Label: label, At: f.At, N: n})
			}
		case screenings.Points:
			d.Figures = append(d.Figures, line{Label: d.P.T("screening.figure." + f.Code), At: f.At, Said: field.Mark(n)})
		default:
			d.Figures = append(d.Figures, line{Label: d.P.T("screening.figure." + f.Code), At: f.At, N: n})
			if rate, ok := d.S.Overdue(); ok && f.Code == screenings.DutiesOpen {
				d.Figures = append(d.Figures, line{Label: d.P.T("screening.figure.overdue-rate"),
					Said: field.Mark(rate) + "%"})
			}
		}
	}
	slices.SortStableFunc(d.Categories, func(a, b line) int { return cmp.Compare(b.N, a.N) })
	return sheets(d), nil
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("screening.figures", "year", d.S.Year-1), Cols: []page.Col{
		{Label: d.P.T("screening.figure"), Width: "name"}, {Label: d.P.T("screening.n")}}}
}

func (d data) categoryHead() page.List {
	return page.List{Caption: d.P.T("screening.categories"), Cols: []page.Col{
		{Label: d.P.T("concern.field.category"), Width: "name"}, {Label: d.year(1)}, {Label: d.year(2)},
		{Label: d.P.T("screening.recurs")}}}
}

func (d data) year(back int64) string { return d.P.T("screening.year", "year", d.S.Year-back) }
