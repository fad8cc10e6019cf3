package course

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Reads is what the papers of an assessment read beside the object that they are of.
type Reads interface {
	One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error)
	Whole(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, most int) (noun.Whole, error)
	FilesOf(ctx context.Context, matters []ref.ID) (map[ref.ID][]evidence.Evidence, error)
}

const (
	printedMost = 2000 // bodies on one list, as many as a paper has rows
	itemsMost   = 200  // marks of a sheet
	// proof is what a file is by which a body supports what it claims; assessors attach others to the same item.
	proof evidence.Phase = "proof"
)

// beside is what the papers say of other objects.
type beside struct {
	X      *Appraisal
	M      *scheme.Sound // nil = the policy has the scheme no more
	Sheets []*Scoresheet
	Marks  []*Mark
	Files  map[ref.ID][]evidence.Evidence
}

// sheetForms are the papers of one body: what it says of itself, and the result that it was told.
func (d Commands) sheetForms() []noun.Form {
	return []noun.Form{
		{Name: "self", Has: func(v noun.Value) bool { return v.(*Scoresheet).HandedOn != 0 },
			Beside: d.besideSelf, Paper: selfForm},
		{Name: "result", Has: func(v noun.Value) bool { return v.(*Scoresheet).Scored() },
			Beside: func(ctx context.Context, _ actor.Actor, v noun.Value) (any, error) {
				s := v.(*Scoresheet)
				return d.of(ctx, s.Appraisal, s.Scheme, s.Year)
			}, Paper: d.resultForm},
		{Name: "correction", Has: func(v noun.Value) bool { return v.(*Scoresheet).Corrected() },
			Beside: func(ctx context.Context, _ actor.Actor, v noun.Value) (any, error) {
				s := v.(*Scoresheet)
				return d.of(ctx, s.Appraisal, s.Scheme, s.Year)
			}, Paper: correctionForm},
	}
}

// forms are the papers of the whole: the list that is made public, which everybody may take who sees the assessment
// (what is public is no secret), and the sheet on which the leading group approves it, with what it decided about
// vetoes.
func (d Commands) forms() []noun.Form {
	noticed := func(v noun.Value) bool { return v.(*Appraisal).NoticeOn != 0 }
	return []noun.Form{
		{Name: "public", Has: noticed, Beside: d.besideAll, Paper: publicForm},
		{Name: "approval", Has: noticed, May: "veto.see", Beside: d.besideAll, Paper: approvalForm},
	}
}

// objectionForms is the answer to an objection.
func (d Commands) objectionForms() []noun.Form {
	return []noun.Form{{Name: "answer", Has: func(v noun.Value) bool {
		return v.Head().State == Upheld || v.Head().State == Rejected
	}, Beside: func(ctx context.Context, _ actor.Actor, v noun.Value) (any, error) {
		o := v.(*Objection)
		return d.of(ctx, o.Appraisal, o.Scheme, o.Year)
	}, Paper: answerForm}}
}

// of is the assessment and its scheme.
func (d Commands) of(ctx context.Context, id ref.ID, code string, year int64) (b beside, err error) {
	v, _, err := d.Read.One(ctx, ref.Appraisal, id)
	if err != nil {
		return b, err
	}
	b.X, _ = v.(*Appraisal)
	b.M = d.Scheme(code, int(year))
	return b, nil
}

// besideSelf are the items that are claimed, with the names of what supports each.
func (d Commands) besideSelf(ctx context.Context, who actor.Actor, v noun.Value) (any, error) {
	s := v.(*Scoresheet)
	b, err := d.of(ctx, s.Appraisal, s.Scheme, s.Year)
	if err != nil {
		return nil, err
	}
	got, err := d.Read.Whole(ctx, ref.Mark, access.ScopeOf(who, "mark.see"), OfSheet(s.ID), itemsMost)
	if err != nil {
		return nil, err
	}
	ids := []ref.ID{s.ID}
	for _, o := range got.Values {
		k := o.(*Mark)
		b.Marks, ids = append(b.Marks, k), append(ids, k.ID)
	}
	slices.SortStableFunc(b.Marks, func(a, b *Mark) int { return scheme.Order(a.Item, b.Item) })
	b.Files, err = d.Read.FilesOf(ctx, ids)
	return b, err
}

// besideAll are all sheets of an assessment, by group and rank, whoever takes the list.
func (d Commands) besideAll(ctx context.Context, who actor.Actor, v noun.Value) (any, error) {
	x := v.(*Appraisal)
	b := beside{X: x, M: d.Scheme(x.Scheme, int(x.Year))}
	got, err := d.Read.Whole(ctx, ref.Scoresheet, access.ScopeOf(actor.Machine(who.Jurisdiction, "print"),
		"scoresheet.see"), OfAppraisal(x.ID), printedMost)
	for _, o := range got.Values {
		b.Sheets = append(b.Sheets, o.(*Scoresheet))
	}
	ranked(b.Sheets)
	return b, err
}

// ranked puts sheets in the order of lists: by group and rank; what has no rank stands last.
func ranked(list []*Scoresheet) {
	last := func(s *Scoresheet) int64 {
		if s.Rank == 0 {
			return peopleMost + 1
		}
		return s.Rank
	}
	slices.SortStableFunc(list, func(a, b *Scoresheet) int {
		return cmp.Or(strings.Compare(a.Category, b.Category), cmp.Compare(last(a), last(b)), cmp.Compare(a.ID, b.ID))
	})
}

// office is what the office of a side is called, which papers of an assessment are of.
func office(c *bodies.County, side actor.Side) string {
	kind := bodies.PrincipalOffice
	if side == actor.Supervisory {
		kind = bodies.SupervisoryOffice
	}
	b, _ := c.Single(kind)
	return b.Name
}

func bodyName(c *bodies.County, s *Scoresheet) string {
	if b, ok := c.Body(s.Body); ok {
		return b.Name
	}
	return s.Title
}

func personName(c *bodies.County, id ref.ID) string {
	p, _ := c.Person(id)
	return p.Name
}

// form writes a paper.
type form struct {
	official.Document
	x   noun.Printer
	say string // what its words begin with
}

func (f *form) t(key string, kv ...any) string { return f.x.T(f.say+key, kv...) }

func (f *form) text(s string) { f.Body = append(f.Body, official.Paragraphs(s)...) }

func (f *form) head(s string) {
	f.Body = append(f.Body, official.Block{Text: s, Level: official.First})
}

// table adds one; widths are shares, of figures below 0.
func (f *form) table(rows [][]string, labels []string, widths ...int) {
	t := &official.Table{Rows: rows}
	for i, l := range labels {
		t.Columns = append(t.Columns, official.Column{Label: l, Width: max(widths[i], -widths[i]), Right: widths[i] < 0})
	}
	f.Body = append(f.Body, official.Block{Table: t})
}

// labels are the words of columns.
func (f *form) labels(names ...string) (out []string) {
	for _, n := range names {
		out = append(out, f.x.T("appraisal.form.col."+n))
	}
	return out
}

// scored is a result in words: what has none says so.
func scored(x noun.Printer, s *Scoresheet) (rank, total, grade string) {
	if !s.Scored() || s.Rank == 0 {
		return "—", x.T("appraisal.form.unscored"), "—"
	}
	return decimal(s.Rank), field.Mark(s.Total), x.Label(GradeTable, s.Grade)
}

// grouped adds the results, a table for each group.
func (f *form) grouped(all []*Scoresheet) {
	for at := 0; at < len(all); {
		end := at
		var rows [][]string
		for ; end < len(all) && all[end].Category == all[at].Category; end++ {
			rank, total, grade := scored(f.x, all[end])
			rows = append(rows, []string{rank, bodyName(f.x.County, all[end]), total, grade})
		}
		f.head(f.x.T("appraisal.form.group", "group", f.x.Label(CategoryTable, all[at].Category), "n", end-at))
		f.table(rows, f.labels("rank", "body", "total", "grade"), 2, 8, -3, 3)
		at = end
	}
}

// days is a day, and the one after which it is over.
func days(x noun.Printer, from, to when.Day) string {
	return x.T("appraisal.form.days", "from", x.Day(from), "to", x.Day(to))
}
