package course

import (
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a sheet; the rest are those of its assessment.
const (
	Asked  = "asked"  // the self-assessment is to be handed in
	Handed = "handed" // it was
)

// Scoresheet is one body in an assessment (考核表).
type Scoresheet struct {
	noun.Base
	Title     string // whose, and of which assessment
	Appraisal ref.ID
	Year      int64
	Scheme    string
	Category  string // of the group in which it is ranked
	Body      ref.ID
	Team      string
	Due       when.Day // the self-assessment, then an objection, is to be handed in by
	Report    string   // 自评报告
	HandedOn  when.Day
	HandedBy  ref.ID

	// The result, in hundredths: see scheme.Sheet.
	Total, Raw, Normal, Added, Deducted, ForCases int64
	Rank, Among                                   int64
	Grade                                         string
	Packed                                        string // the sheet, see scheme.Sheet.Pack
	// Vetoes are the grounds that the leading group decided, a line each: code, yes or no.
	Vetoes string
	// What an appeal took back of what was deducted after the feedback: the result as it was fed back or approved first,
	// by which decision it was corrected last, and when. Each correction is an act of the trail.
	Former      string // the sheet, see scheme.Sheet.Pack; "" = it was not corrected
	FormerTotal int64
	FormerRank  int64
	FormerGrade string
	CorrectedBy string // the number of the decision on the appeal
	CorrectedOn when.Day
}

// points are marks of a sheet; nobody types them.
func points(name string, at func(*Scoresheet) *int64) field.Field {
	return field.Points(name, pointsMost, at).Silent()
}

// SheetShape is what a sheet is made of.
var SheetShape = noun.Shape{Of: ref.Scoresheet, Name: "scoresheets", Word: "scoresheet", Table: "scoresheet",
	New: func() noun.Value { return &Scoresheet{} }, Title: "title", Team: "team",
	States: []string{Asked, Handed, Checking, Told, Noticed, Approved, Circulated, Withdrawn},
	Attach: &noun.Attachments{Verb: "scoresheet.attach", Of: []string{"report", "proof", "other"}, Most: 50,
		States: []string{Asked, Handed}},
	Fields: field.Fields{
		field.Line("title", 0, titleMost, func(x *Scoresheet) *string { return &x.Title }).Silent(),
		field.Object("appraisal", func(x *Scoresheet) *ref.ID { return &x.Appraisal }),
		field.Year("year", false, yearLeast, func(x *Scoresheet) *int64 { return &x.Year }).Silent(),
		field.Policy("scheme", false, SchemeTable, func(x *Scoresheet) *string { return &x.Scheme }).Silent(),
		field.Policy("category", false, CategoryTable, func(x *Scoresheet) *string { return &x.Category }).Silent(),
		field.Body("body", false, func(x *Scoresheet) *ref.ID { return &x.Body }).Silent(),
		teamField(func(x *Scoresheet) *string { return &x.Team }),
		field.Day("due", false, func(x *Scoresheet) *when.Day { return &x.Due }).Silent(),
		field.Text("report", 0, textMost, func(x *Scoresheet) *string { return &x.Report }).Silent(),
		field.Day("handedOn", false, func(x *Scoresheet) *when.Day { return &x.HandedOn }).Silent(),
		field.Person("handedBy", false, func(x *Scoresheet) *ref.ID { return &x.HandedBy }).Silent(),
		points("total", func(x *Scoresheet) *int64 { return &x.Total }),
		points("raw", func(x *Scoresheet) *int64 { return &x.Raw }),
		points("normal", func(x *Scoresheet) *int64 { return &x.Normal }),
		points("added", func(x *Scoresheet) *int64 { return &x.Added }),
		points("deducted", func(x *Scoresheet) *int64 { return &x.Deducted }),
		points("forCases", func(x *Scoresheet) *int64 { return &x.ForCases }),
		field.Count("rank", 0, peopleMost, func(x *Scoresheet) *int64 { return &x.Rank }).Silent().OrNone(),
		field.Count("among", 0, peopleMost, func(x *Scoresheet) *int64 { return &x.Among }).Silent().OrNone(),
		field.Policy("grade", false, GradeTable, func(x *Scoresheet) *string { return &x.Grade }).Silent(),
		field.Text("packed", 0, packedMost, func(x *Scoresheet) *string { return &x.Packed }).Silent().Within().Unfound(),
		field.Text("vetoes", 0, reasonMost, func(x *Scoresheet) *string { return &x.Vetoes }).Silent().Within().Unfound(),
		field.Text("former", 0, packedMost, func(x *Scoresheet) *string { return &x.Former }).Silent().Within().Unfound(),
		points("formerTotal", func(x *Scoresheet) *int64 { return &x.FormerTotal }).OrNone(),
		field.Count("formerRank", 0, peopleMost, func(x *Scoresheet) *int64 { return &x.FormerRank }).Silent().OrNone(),
		field.Policy("formerGrade", false, GradeTable, func(x *Scoresheet) *string { return &x.FormerGrade }).Silent(),
		field.Line("correctedBy", 0, lineMost, func(x *Scoresheet) *string { return &x.CorrectedBy }).Silent().Open(),
		field.Day("correctedOn", false, func(x *Scoresheet) *when.Day { return &x.CorrectedOn }).Silent(),
	}}

// Object is what access asks of a sheet.
func (x *Scoresheet) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Scoresheet, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Team: sent(x.Team)}
}

// Called names a sheet in a line.
func (x *Scoresheet) Called() (number, title string) { return "", x.Title }

func (x *Scoresheet) in(states ...string) error { return SheetShape.In(x, states...) }

// Scored says whether there is a result.
func (x *Scoresheet) Scored() bool { return x.Packed != "" }

// Sheet is the result as it was scored; false before there is one.
func (x *Scoresheet) Sheet() (scheme.Sheet, bool) {
	if x.Packed == "" {
		return scheme.Sheet{}, false
	}
	s, err := scheme.Read([]byte(x.Packed))
	return s, err == nil
}

// Corrected says whether an appeal took the place of the result that was fed back first.
func (x *Scoresheet) Corrected() bool { return x.Former != "" }

// First is the result as it was fed back or approved first; false where it was never corrected.
func (x *Scoresheet) First() (scheme.Sheet, bool) {
	if x.Former == "" {
		return scheme.Sheet{}, false
	}
	s, err := scheme.Read([]byte(x.Former))
	return s, err == nil
}

// put takes a result.
func (x *Scoresheet) put(s scheme.Sheet) {
	x.Packed = string(s.Pack())
	x.Total, x.Raw, x.Normal = s.Total, s.Raw, s.Normal
	x.Added, x.Deducted, x.ForCases = s.Added, s.Deducted, s.ForCases
}

// placed takes its place among the others.
func (x *Scoresheet) placed(p scheme.Placing) {
	x.Rank, x.Among, x.Grade = int64(p.Rank), int64(p.Of), p.Grade
}

// Decided says how the leading group decided about a veto; known is false while it did not.
func (x *Scoresheet) Decided(code string) (applies, known bool) {
	for line := range strings.Lines(x.Vetoes) {
		if c, answer, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && c == code {
			return answer == "yes", true
		}
	}
	return false, false
}

// decide takes its decision; a later one takes the place of the earlier.
func (x *Scoresheet) decide(code string, applies bool) {
	var out []string
	for line := range strings.Lines(x.Vetoes) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, code+" ") {
			out = append(out, line)
		}
	}
	x.Vetoes = strings.Join(append(out, code+" "+map[bool]string{true: "yes", false: "no"}[applies]), "\n")
}

// Vetoed says whether the leading group decided that a ground applies.
func (x *Scoresheet) Vetoed() bool { return len(x.vetoed()) > 0 }

// vetoed are the grounds that were decided to apply.
func (x *Scoresheet) vetoed() (out []string) {
	for line := range strings.Lines(x.Vetoes) {
		if code, ok := strings.CutSuffix(strings.TrimSuffix(line, "\n"), " yes"); ok {
			out = append(out, code)
		}
	}
	return out
}

// Item is one thing on a sheet that may be objected to: its code (see scheme.Input.Decided), and what it gave or took,
// of at most Of, in hundredths.
type Item struct {
	Code       string
	Points, Of int64
	Takes      bool // it is a deduction: Points were taken
}

// Items are what a body may object to: each line that did not give all its points, each deduction, each case.
func Items(s scheme.Sheet, m *scheme.Sound) (out []Item) {
	for _, l := range s.Lines {
		if l.Counts > 0 && l.Gained < l.Points {
			out = append(out, Item{Code: l.No, Points: l.Gained, Of: l.Points})
		}
	}
	for i, e := range s.Extras {
		if e.Deducts && e.Gained > 0 && i < len(m.Extras) {
			out = append(out, Item{Code: e.Code, Points: e.Gained, Of: m.Extras[i].Most, Takes: true})
		}
	}
	for _, c := range s.Cases {
		if c.Deducted > 0 {
			out = append(out, Item{Code: scheme.CaseItem(c.Ref), Points: c.Deducted, Of: c.Deducted, Takes: true})
		}
	}
	return out
}

// mayObject: until the day, once there is a result.
func (x *Scoresheet) mayObject(today when.Day) error {
	if err := x.in(Told); err != nil {
		return err
	}
	if today > x.Due {
		return text.Refuse(text.Conflict, "scoresheet.object.over", "on", x.Due)
	}
	return nil
}

// mayHand: in time or late, as long as marks are not being given.
func (x *Scoresheet) mayHand() error { return x.in(Asked, Handed) }
