package inspections

import (
	"cmp"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/handover"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	linesMost    = 40 // of a checklist [D]
	findingsMost = 50
)

// The states of a finding and of a line of the checklist.
const (
	Noticed = "noticed"
	Listed  = "listed" // told to the unit, on the problem list
	Struck  = "struck"

	Open   = "open"
	Looked = "looked"
	Kept   = "kept" // the feedback was given: it stands as it is
)

// What a look at a line of the checklist says.
const (
	Fine   = "fine"
	Bad    = "bad"
	Unseen = "unseen"
)

// Finding is one thing that is not as it should be: a problem of the list from the feedback on.
type Finding struct {
	noun.Base
	Inspection ref.ID
	Team       string
	What       string
	Category   string
	Level      problem.Level
	Measure    string
	Leader     ref.ID
	Handler    ref.ID
	Due        when.Day
	Problem    ref.ID
	Why        string // it was struck
}

// FindingShape is what a finding is made of.
var FindingShape = noun.Shape{Of: ref.Finding, Name: "findings", Word: "finding", Table: "finding",
	New: func() noun.Value { return &Finding{} }, Title: "what", Team: "team", Mute: true,
	States: []string{Noticed, Listed, Struck},
	Fields: field.Fields{
		field.Object("inspection", func(f *Finding) *ref.ID { return &f.Inspection }),
		field.Line("team", 0, 300, func(f *Finding) *string { return &f.Team }).Open().Silent().Within().Unfound(),
		field.Text("what", 1, problem.FactsMost, func(f *Finding) *string { return &f.What }),
		field.Policy("category", false, "category", func(f *Finding) *string { return &f.Category }),
		field.Policy("level", true, "level", func(f *Finding) *problem.Level { return &f.Level }),
		field.Line("measure", 1, 300, func(f *Finding) *string { return &f.Measure }),
		field.Person("leader", true, func(f *Finding) *ref.ID { return &f.Leader }).From(field.Leaders),
		field.Person("handler", true, func(f *Finding) *ref.ID { return &f.Handler }).From(field.Team),
		field.Day("due", false, func(f *Finding) *when.Day { return &f.Due }),
		field.Object("problem", func(f *Finding) *ref.ID { return &f.Problem }),
		field.Text("why", 0, reasonMost, func(f *Finding) *string { return &f.Why }).Silent(),
	}}

// Object is what access asks of a finding: that of its inspection, whose unit knows it once it was told.
func (f *Finding) Object() access.Object {
	return access.Object{Jurisdiction: f.Jurisdiction, Kind: ref.Finding, ID: f.ID, Unit: f.Unit, Side: f.Side,
		Team: sent(f.Team)}
}

// Called names a finding in a line.
func (f *Finding) Called() (number, title string) { return "", f.What }

// input is the finding as the problem list has it. limit is the last day of a level from today on.
func (f *Finding) input(x *Inspection, limit func(problem.Level, when.Day) when.Deadline,
	today when.Day) problem.Input {
	source := "daily-check"
	if x.Visit {
		source = "spotcheck"
	}
	return problem.Input{Side: x.Side, Source: source, Subsource: Subsource, Category: f.Category, Level: f.Level,
		Unit: x.Target, Facts: f.What, Measures: measures(f.Measure), Leader: f.Leader, Handler: f.Handler,
		Due: min(cmp.Or(f.Due, x.Due), limit(f.Level, today).Due), Found: x.ToldOn}
}

// Subsource is where a problem comes from that an inspection found, on the second level.
const Subsource = "own-supervision"

// Line is one line of a checklist: something of the unit's own lists.
type Line struct {
	noun.Base
	Inspection ref.ID
	Team       string
	Of         string // a word of Lists
	Matter     ref.ID
	What       string
	Due        when.Day
	Result     string
	Note       string
}

// listed are what a checklist is made of, in its order: of the first two what is open too, of the others what is late,
// and at last what was promised of the year.
var listed = []string{"problem", "order", "task", "duty", "responsibility"}

const openToo = 2

// Lists are the addresses of their lists.
var Lists = map[string]string{"problem": "problems", "order": "orders", "task": "tasks", "duty": "scheduled",
	"responsibility": "responsibilities"}

// LineShape is what a line of a checklist is made of.
var LineShape = noun.Shape{Of: ref.Checkup, Name: "checkups", Word: "checkup", Table: "checkup",
	New: func() noun.Value { return &Line{} }, Title: "what", Team: "team", Mute: true, Unsung: true,
	States: []string{Open, Looked, Kept},
	Fields: slices.Concat(field.Fields{
		field.Object("inspection", func(l *Line) *ref.ID { return &l.Inspection }),
		field.Line("team", 0, 300, func(l *Line) *string { return &l.Team }).Open().Silent().Within().Unfound(),
		field.Code("of", false, listed, "journal.of.", func(l *Line) *string { return &l.Of }).Silent(),
		field.Object("matter", func(l *Line) *ref.ID { return &l.Matter }),
		field.Line("what", 0, 200, func(l *Line) *string { return &l.What }).Silent(),
		field.Day("due", false, func(l *Line) *when.Day { return &l.Due }).Silent(),
	}, looking)}

var looking = field.Fields{
	field.Code("result", true, []string{Fine, Bad, Unseen}, "checkup.result.",
		func(l *Line) *string { return &l.Result }),
	field.Text("note", 0, reasonMost, func(l *Line) *string { return &l.Note }),
}

// Object is what access asks of a line: the inspectors' own, it is not the unit's to know.
func (l *Line) Object() access.Object {
	return access.Object{Jurisdiction: l.Jurisdiction, Kind: ref.Checkup, ID: l.ID, Unit: l.Unit, Side: l.Side,
		Team: sent(l.Team)}
}

// Called names a line.
func (l *Line) Called() (number, title string) { return "", l.What }

func (l *Line) mayLook() error { return LineShape.In(l, Open, Looked) }

// Look says what was seen; what is not in order says what.
func (l *Line) Look(in Line) error {
	if in.Result == Bad && in.Note == "" {
		return text.InputErrors{{Field: "note", Message: text.M("checkup.note.needed")}}
	}
	l.State, l.Result, l.Note = Looked, in.Result, in.Note
	return nil
}

// Checklist chooses what is looked at, of what is open and of the responsibilities of the year: what is overdue first,
// then open problems and orders, then what was promised; tasks and duties that are not late stay away.
func Checklist(open []handover.Row, owed []noun.Value, today when.Day) (out []*Line) {
	rank := func(r handover.Row) int { return slices.Index(listed, string(r.Of)) }
	slices.SortStableFunc(open, func(a, b handover.Row) int {
		late := func(r handover.Row) int {
			if r.Due != 0 && r.Due < today {
				return 0
			}
			return 1
		}
		return cmp.Or(late(a)-late(b), rank(a)-rank(b), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Matter, b.Matter))
	})
	for _, r := range open {
		if late := r.Due != 0 && r.Due < today; late || rank(r) < openToo {
			what := r.Title
			if r.Number != "" {
				what = r.Number + " " + what
			}
			out = append(out, &Line{Of: string(r.Of), Matter: r.Matter, What: text.Clip(what, 200), Due: r.Due})
		}
	}
	for _, v := range owed {
		d := v.(*responsibility.Duty)
		out = append(out, &Line{Of: listed[len(listed)-1], Matter: d.ID, What: text.Clip(d.Duty, 200), Due: d.Due})
	}
	return out[:min(len(out), linesMost)]
}

// Of asks for the parts of an inspection, as they came.
func Of(inspection ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "inspection", Num: []int64{int64(inspection)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// OfRound asks for the inspections of a round.
func OfRound(round ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "round", Num: []int64{int64(round)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}
