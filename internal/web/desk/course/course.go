// Package course is what the pages of assessments show beside what every noun's do: how far one has come, and the sheet
// of a body as it was scored, each thing on it with the way to say something against it.
package course

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

const (
	sheetsMost = 500 // that the page of an assessment shows; the list has all
	itemsMost  = 200 // marks and objections of a sheet
)

// Reads is what the pages read.
type Reads interface {
	noun.Reader
	CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond, lists ...[]noun.Cond) (
		[]noun.Counted, error)
}

// Pages adds to the pages of assessments.
type Pages struct {
	Read   Reads
	Scheme func(code string, year int) *scheme.Sound
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case course.Shape.Name:
		return frame.Adds{More: p.appraisal, Choices: assessors, Tone: tone}
	case course.SheetShape.Name:
		return frame.Adds{More: p.sheet, Open: open, With: p.objecting, Tone: tone}
	case course.MarkShape.Name:
		return frame.Adds{More: p.mark, With: p.besideMark, Tone: tone}
	case course.TallyShape.Name:
		return frame.Adds{More: p.tally, With: p.besideTally, Tone: tone}
	case course.ObjectionShape.Name:
		return frame.Adds{More: p.objection, With: p.besideObjection, Tone: tone}
	}
	return frame.Adds{}
}

// tone is that of a state: what somebody still waits for is never green.
func tone(x noun.Value) page.Tone {
	switch x.Head().State {
	case course.Asked, course.Differ, course.Entered:
		return page.Amber
	case course.Withdrawn, course.Rejected, course.Dropped, course.Unpolled, noun.Corrected:
		return page.Grey
	case course.Approved, course.Circulated, course.Settled, course.Upheld, course.Confirmed:
		return page.Green
	}
	return page.Blue
}

// open takes over which thing on the sheet is objected to, from the link beside it.
func open(v *desk.Visit, a noun.Act, _ noun.Value, values url.Values) error {
	if item := v.R.URL.Query().Get("item"); a.Name == "object" && item != "" {
		values.Set("item", item)
	}
	return nil
}

// step is how far one part of an assessment has come: Done of All.
type step struct {
	Label     string
	Done, All int
}

type progress struct {
	page.View
	V      *desk.Visit
	X      *course.Appraisal
	Steps  []step
	Sheets []*course.Scoresheet
	More   bool
	Team   string
	C      *bodies.County
}

// body is whose a sheet is.
func (d progress) body(s *course.Scoresheet) string {
	if b, ok := d.C.Body(s.Body); ok {
		return b.Name
	}
	return s.Title
}

// sum adds up what was counted by units.
func sum(rows []noun.Counted, of int) (n int) {
	for _, r := range rows {
		n += int(r.N[of])
	}
	return n
}

func (p Pages) appraisal(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := progress{View: v.View(""), V: v, X: x.(*course.Appraisal)}
	of := course.OfAppraisal(d.X.ID)
	for _, s := range []struct {
		word string
		kind ref.Kind
		see  access.Verb
		done noun.Cond
	}{
		{"handed", ref.Scoresheet, "scoresheet.see", noun.Cond{Column: "handed_on", Least: 1, Below: 1 << 40}},
		{"marked", ref.Mark, "mark.see", noun.StateIs(course.Settled, course.Told)},
		{"counted", ref.Tally, "tally.see", noun.StateIs(course.Confirmed, course.Told)},
		{"answered", ref.Objection, "objection.see", noun.StateIs(course.Upheld, course.Rejected, course.Dropped)},
	} {
		rows, err := p.Read.CountedBy(v.R.Context(), s.kind, v.Scope(s.see), of.Where, []noun.Cond{s.done},
			of.Where)
		if err != nil {
			return nil, err
		}
		// A unit counts nothing but its own, which is no progress of the assessment.
		if all := sum(rows, 1); all > 0 && v.Can("scoresheet.see", d.X.Object()) {
			d.Steps = append(d.Steps, step{d.P.T("appraisal.step." + s.word), sum(rows, 0), all})
		}
	}
	got, err := p.Read.Whole(v.R.Context(), ref.Scoresheet, v.Scope("scoresheet.see"), of, sheetsMost)
	if err != nil {
		return nil, err
	}
	for _, o := range got.Values {
		d.Sheets = append(d.Sheets, o.(*course.Scoresheet))
	}
	d.More = got.More
	slices.SortStableFunc(d.Sheets, func(a, b *course.Scoresheet) int {
		return cmp.Or(strings.Compare(a.Category, b.Category), cmp.Compare(a.Rank, b.Rank))
	})
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	d.C = c
	for _, id := range d.X.Assessors() {
		if who, ok := c.Person(id); ok {
			d.Team += v.P.T("appraisal.assessor.join", "before", d.Team, "name", who.Name)
		}
	}
	return appraisalMore(d), nil
}

func (d progress) head() page.List {
	return page.List{Caption: d.P.T("appraisal.sheets"), Cols: []page.Col{
		{Label: d.P.T("scoresheet.field.body"), Width: "name"}, {Label: d.P.T("scoresheet.field.category")},
		{Label: d.P.T("scoresheet.field.state")}, {Label: d.P.T("scoresheet.field.total"), Num: true},
		{Label: d.P.T("scoresheet.field.rank"), Num: true}, {Label: d.P.T("scoresheet.field.grade")}}}
}

// cells are what the table says of a sheet behind its name.
func (d progress) cells(s *course.Scoresheet) []string {
	out := []string{d.V.Label(policy.UnitCategory, s.Category), d.P.T("scoresheet.state." + s.State), "", "", ""}
	if s.Scored() {
		out[2], out[3] = d.P.Fixed(s.Total, 2), d.P.T("score.rank", "rank", s.Rank, "of", s.Among)
		out[4] = d.V.Label(policy.AppraisalGrade, s.Grade)
	}
	return out
}

// line is one line of a sheet.
type line struct {
	scheme.Indicator
	Line      *scheme.Line // nil = there are others below it
	Mark      *course.Mark
	Objection *course.Objection
	Object    string // where to object to it; "" = not, or not any more
}

type scored struct {
	page.View
	V          *desk.Visit
	S          *course.Scoresheet
	X          *course.Appraisal
	M          *scheme.Sound // nil = the policy has the scheme no more
	Sheet      scheme.Sheet
	Marks      []*course.Mark
	Tallies    []*course.Tally
	Objections []*course.Objection
	mayObject  bool
}

func (p Pages) sheet(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := scored{View: v.View(""), V: v, S: x.(*course.Scoresheet)}
	ctx := v.R.Context()
	a, _, err := p.Read.One(ctx, ref.Appraisal, d.S.Appraisal)
	if err != nil {
		return nil, err
	}
	d.X, _ = a.(*course.Appraisal)
	d.M = p.Scheme(d.S.Scheme, int(d.S.Year))
	d.Sheet, _ = d.S.Sheet()
	d.mayObject = v.Can("scoresheet.object", d.S.Object()) && d.S.State == course.Told && v.Today() <= d.S.Due
	of := course.OfSheet(d.S.ID)
	if d.Marks, err = p.marks(v, of); err != nil {
		return nil, err
	}
	if d.Tallies, err = p.tallies(v, of); err != nil {
		return nil, err
	}
	got, err := p.Read.Whole(ctx, ref.Objection, v.Scope("objection.see"), of, itemsMost)
	if err != nil {
		return nil, err
	}
	for _, o := range got.Values {
		d.Objections = append(d.Objections, o.(*course.Objection))
	}
	return sheetMore(d), nil
}

func (d scored) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d scored) standing() appraisal.Standing { return appraisal.Standing{Scheme: d.M, Sheet: d.Sheet} }

// lines are those of the tree, each leaf with what was given and said about it.
func (d scored) lines() (out []line) {
	if d.M == nil {
		return nil
	}
	for _, i := range d.M.Indicators {
		l := line{Indicator: i, Mark: d.markOf(i.No), Objection: d.objectionTo(i.No)}
		for j := range d.Sheet.Lines {
			if x := &d.Sheet.Lines[j]; x.No == i.No {
				l.Line = x
			}
		}
		if l.Line != nil && l.Line.Gained < l.Line.Counts {
			l.Object = d.objectAt(i.No)
		}
		out = append(out, l)
	}
	return out
}

func (d scored) markOf(item string) *course.Mark {
	for _, k := range d.Marks {
		if k.Item == item {
			return k
		}
	}
	return nil
}

func (d scored) objectionTo(item string) *course.Objection {
	for _, o := range d.Objections {
		if o.Item == item && o.State != course.Dropped {
			return o
		}
	}
	return nil
}

// objectAt is where to object to a thing; "" = not, or it was objected to already.
func (d scored) objectAt(item string) string {
	if !d.mayObject || d.objectionTo(item) != nil {
		return ""
	}
	return "/scoresheets/" + d.S.ID.String() + "/do/object?" + url.Values{"item": {item}}.Encode()
}

func (d scored) name(i scheme.Indicator) string { return d.speech().Indicator(d.standing(), i.No) }

func (d scored) head() page.List {
	return page.List{Caption: d.P.T("score.lines"), Cols: []page.Col{{Label: d.P.T("score.col.indicator"), Width: "wide"},
		{Label: d.P.T("score.col.points"), Num: true}, {Label: d.P.T("mark.field.claim"), Num: true},
		{Label: d.P.T("score.col.gained"), Num: true}, {Label: d.P.T("score.col.missing"), Num: true},
		{Label: d.P.T("scoresheet.col.answer")}}}
}

// gained and missing are what an indicator gave and lost.
func (d scored) gained(l line) string {
	switch n, counts := d.Sheet.Under(l.No); {
	case l.Line != nil && l.Line.State != scheme.Scored:
		return d.P.T("score.state." + string(l.Line.State))
	case counts == 0:
		return "—"
	default:
		return d.P.Fixed(n, 2)
	}
}

func (d scored) missing(l line) string {
	n, counts := d.Sheet.Under(l.No)
	if counts == n {
		return ""
	}
	return "−" + d.P.Fixed(counts-n, 2)
}

// claimed is what the body says of an item itself.
func (d scored) claimed(l line) string {
	if l.Mark == nil || l.Mark.ClaimedOn == 0 {
		return ""
	}
	return d.claim(l.Mark)
}

// claim is what the body says; of a survey that is its result out of a hundred.
func (d scored) claim(k *course.Mark) string {
	if k.ClaimedOn == 0 {
		return ""
	}
	return d.given(k, k.Claim)
}

func (d scored) given(k *course.Mark, n int64) string {
	if d.M != nil {
		if i := d.M.Indicator(k.Item); i != nil && i.Source == scheme.Survey {
			return d.P.T("mark.of-survey", "points", d.P.Fixed(n, 2))
		}
	}
	return d.P.Fixed(n, 2)
}

// points are those that an item is worth.
func (d scored) points(k *course.Mark) string {
	if d.M != nil {
		if i := d.M.Indicator(k.Item); i != nil {
			return d.P.Fixed(i.Points, 2)
		}
	}
	return d.P.Fixed(k.Most, 2)
}

// stands says how far a mark has come, and to whoever gave the one that there is that it was theirs.
func (d scored) stands(k *course.Mark) string {
	if k.State == course.One && k.FirstBy != 0 && k.FirstBy == d.V.Actor.Person {
		return d.P.T("mark.yours")
	}
	return d.P.T("mark.state." + k.State)
}

// todo says what the visitor does with the items that are marked; "" = nothing.
func (d scored) todo() string {
	switch {
	case len(d.Marks) == 0:
	case d.S.State == course.Checking && d.V.Can("mark.mark", d.Marks[0].Object()):
		return d.P.T("scoresheet.marks.office")
	case (d.S.State == course.Asked || d.S.State == course.Handed) && d.V.Can("scoresheet.hand", d.S.Object()):
		return d.P.T("scoresheet.marks.unit")
	}
	return ""
}

// running is where the body's score of the year stands by the record; "" = not the visitor's to see.
func (d scored) running() string {
	if !d.V.Can("score.see", access.Object{Jurisdiction: d.S.Jurisdiction, Kind: ref.Body, ID: d.S.Body, Unit: d.S.Unit,
		Side: d.S.Side}) {
		return ""
	}
	return fmt.Sprintf("/scores/%s?year=%d", d.S.Body, d.S.Year)
}

// steps are the working of a leaf that follows from facts.
func (d scored) steps(l line) []string {
	r, ok := d.M.Working(l.No, l.Line.Read)
	if !ok {
		return nil
	}
	return r.Steps(d.P.Lang())
}

func (d scored) formula(l line) string {
	return d.M.Written(l.No, d.V.Desk.Policy.FactNames, d.P.Lang())
}

// sums are how the total came about.
func (d scored) sums() []page.Fact {
	points := func(n int64) string { return d.P.Fixed(n, 2) }
	return []page.Fact{
		{Label: d.P.T("score.raw"), Value: points(d.S.Raw), Note: d.P.T("score.applicable", "points",
			points(d.Sheet.Applicable))},
		{Label: d.P.T("score.normal"), Value: points(d.S.Normal), Note: d.P.T("score.normal.say")},
		{Label: d.P.T("score.added"), Value: points(d.S.Added)},
		{Label: d.P.T("score.deducted"), Value: points(d.S.Deducted)},
		{Label: d.P.T("score.cases"), Value: points(d.S.ForCases)},
		{Label: d.P.T("score.total"), Value: points(d.S.Total)},
	}
}

// vetoes are the grounds that are proposed or decided, as the visitor may know: what is only proposed is no business of
// the unit before the leading group decided.
func (d scored) vetoes() (out []page.Fact) {
	codes := map[string]bool{}
	add := func(code string) {
		applies, known := d.S.Decided(code)
		if codes[code] || !known && !d.V.Can("veto.see", access.Object{Jurisdiction: d.S.Jurisdiction, Side: d.S.Side}) {
			return
		}
		codes[code] = true
		say := "scoresheet.veto.open"
		switch {
		case known && applies:
			say = "scoresheet.veto.yes"
		case known:
			say = "scoresheet.veto.no"
		}
		out = append(out, page.Fact{Label: d.speech().Veto(code), Value: d.P.T(say),
			Note: d.P.T("score.proposed.by", "document", d.M.Veto(code).Document)})
	}
	for _, p := range d.Sheet.Proposed {
		add(p.Code)
	}
	for _, v := range d.M.Vetoes {
		if _, known := d.S.Decided(v.Code); known {
			add(v.Code)
		}
	}
	return out
}

// other is a deduction, an addition or a case on the sheet, with the way to object to it.
type other struct {
	Item          string // see course.Item
	Label, Worked string
	Points        int64 // below 0 = deducted
	At            string
	Object        string
	Objection     *course.Objection
}

func (d scored) othersHead() page.List {
	cols := d.head().Cols
	return page.List{Caption: d.P.T("scoresheet.others"), Cols: []page.Col{cols[0], cols[3], cols[5]}}
}

func (d scored) others() (out []other) {
	for _, e := range d.Sheet.Extras {
		if e.Gained == 0 {
			continue
		}
		x := other{Item: e.Code, Label: d.speech().Extra(e.Code), Points: e.Gained, Objection: d.objectionTo(e.Code)}
		if e.Deducts {
			x.Points, x.Object = -e.Gained, d.objectAt(e.Code)
		}
		if k := d.markOf(e.Code); k != nil {
			x.At = "/marks/" + k.ID.String()
		}
		out = append(out, x)
	}
	for _, c := range d.Sheet.Cases {
		item := scheme.CaseItem(c.Ref)
		x := other{Item: item, Label: d.speech().CaseOutcome(c), Worked: d.speech().CaseWorked(d.standing(), c),
			Points: -c.Deducted, Objection: d.objectionTo(item)}
		if c.Deducted > 0 {
			x.Object = d.objectAt(item)
		}
		if id := ref.Parse(c.Ref); d.V.Can("case.see", access.Object{Jurisdiction: d.S.Jurisdiction, Kind: ref.Case,
			ID: id, Unit: d.S.Unit}) {
			x.At = "/cases/" + c.Ref
		}
		out = append(out, x)
	}
	return out
}

// open are the marks that are not on the sheet yet.
func (d scored) open() page.List {
	return page.List{Caption: d.P.T("mark.list"), Cols: []page.Col{{Label: d.P.T("score.col.indicator"), Width: "wide"},
		{Label: d.P.T("score.col.points"), Num: true}, {Label: d.P.T("mark.field.claim"), Num: true},
		{Label: d.P.T("mark.field.state")}}}
}

func (d scored) item(k *course.Mark) string {
	if d.M == nil {
		return k.Item
	}
	if i := d.M.Indicator(k.Item); i != nil {
		return k.Item + " " + d.name(*i)
	}
	return d.speech().Extra(k.Item)
}
