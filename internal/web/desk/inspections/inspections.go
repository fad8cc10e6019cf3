// Package inspections is what the pages of inspections show beside what every noun's do: the checklist, what was found,
// and the way from a part to its inspection and to the matter that it is about.
package inspections

import (
	"context"

	"github.com/a-h/templ"

	"shuangze/internal/institutions/inspections"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// partsMost is how many parts a page shows [D]: an inspection has at most fifty findings and forty lines.
const partsMost = 100

// Reader is what the pages read.
type Reader interface {
	noun.Reader
	ProblemsOf(ctx context.Context, ids []ref.ID) (map[ref.ID]problem.Problem, error)
}

// Pages adds to the pages of inspections.
type Pages struct{ Read Reader }

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case inspections.Shape.Name:
		return frame.Adds{More: p.more}
	case inspections.FindingShape.Name:
		return frame.Adds{More: p.finding}
	case inspections.LineShape.Name:
		return frame.Adds{More: p.line}
	}
	return frame.Adds{}
}

type data struct {
	page.View
	X        *inspections.Inspection
	Lines    []*inspections.Line
	Findings []*inspections.Finding
	Problems map[ref.ID]problem.Problem
	Clears   int // problems that the visitor may strike off at once
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d, ctx := data{View: v.View(""), X: x.(*inspections.Inspection)}, v.R.Context()
	lines, err := p.Read.Whole(ctx, ref.Checkup, v.Scope("checkup.see"), inspections.Of(d.X.ID), partsMost)
	if err != nil {
		return nil, err
	}
	for _, l := range lines.Values {
		if l := l.(*inspections.Line); v.Can("checkup.see", l.Object()) {
			d.Lines = append(d.Lines, l)
		}
	}
	found, err := p.Read.Whole(ctx, ref.Finding, v.Scope("finding.see"), inspections.Of(d.X.ID), partsMost)
	if err != nil {
		return nil, err
	}
	var ids []ref.ID
	for _, f := range found.Values {
		if f := f.(*inspections.Finding); f.State != inspections.Struck {
			d.Findings, ids = append(d.Findings, f), append(ids, f.Problem)
		}
	}
	if len(ids) > 0 {
		d.Problems, err = p.Read.ProblemsOf(ctx, ids)
	}
	if s := d.X.State; (s == inspections.Right || s == inspections.Closed) && d.X.Hand(v.Actor) {
		for _, x := range d.Problems {
			if x.State == problem.Rectified && v.Can("problem.close", x.Object()) {
				d.Clears++
			}
		}
	}
	return sheets(d), err
}

// ended says that every problem was struck off, so that the inspection may be closed without a re-check.
func (d data) ended(v *inspections.Inspection) bool {
	if v.State != inspections.Told && v.State != inspections.Reported || len(d.Problems) == 0 {
		return false
	}
	for _, p := range d.Problems {
		if p.State.Open() {
			return false
		}
	}
	return true
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("inspection.lines"), Cols: []page.Col{{Label: d.P.T("checkup.field.what")},
		{Label: d.P.T("checkup.field.of")}, {Label: d.P.T("checkup.field.due")}, {Label: d.P.T("checkup.field.result")},
		{Label: d.P.T("checkup.field.note")}}}
}

func (d data) result(l *inspections.Line) string {
	if l.Result == "" {
		return d.P.T("checkup.result.none")
	}
	return d.P.T("checkup.result." + l.Result)
}

func (d data) due(l *inspections.Line) string {
	if l.Due == 0 {
		return ""
	}
	return d.P.Day(l.Due)
}

// stands is how the problem of a finding stands.
func (d data) stands(f *inspections.Finding) string {
	if p, ok := d.Problems[f.Problem]; ok {
		return p.Number.String() + " · " + d.P.T("problem.state."+string(p.State))
	}
	return d.P.T("finding.state." + f.State)
}

func (p Pages) finding(v *desk.Visit, x noun.Value) (templ.Component, error) {
	f := x.(*inspections.Finding)
	links := []noun.Link{{Label: "finding.of", Href: "/inspections/" + f.Inspection.String()}}
	if f.Problem != 0 {
		links = append(links, noun.Link{Label: "finding.became", Href: "/problems/" + f.Problem.String()})
	}
	return ways(v.View(""), links), nil
}

func (p Pages) line(v *desk.Visit, x noun.Value) (templ.Component, error) {
	l := x.(*inspections.Line)
	links := []noun.Link{{Label: "finding.of", Href: "/inspections/" + l.Inspection.String()}}
	matter := "/" + inspections.Lists[l.Of] + "/" + l.Matter.String()
	return ways(v.View(""), append(links, noun.Link{Label: "checkup.matter", Href: matter})), nil
}
