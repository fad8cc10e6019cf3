package inspections

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of inspections.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	change := k.ChangeAct("Write the plan of an inspection anew before it begins")
	change.For = func(who actor.Actor, v noun.Value) bool { return v.(*Inspection).Hand(who) }
	return &noun.Noun{Shape: Shape, See: "inspection.see", List: "inspection.list", Tables: d.Tables,
		Institution: "inspections", Span: "begins",
		Columns: []string{"subject", "kind", "target", "body", "begins", "leader", "toldOn", "due", "state"},
		Filters: []string{"kind", "body", "target", "leader"},
		About:   noun.About{Unit: "target", Shows: []string{"kind", "begins"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Ahead, Started, Told, Reported, Right)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Told)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "recheck", Where: []noun.Cond{noun.StateIs(Reported)}},
			{Name: "closed", Where: []noun.Cond{noun.StateIs(Closed)}},
			{Name: "all"},
		},
		Facts: []noun.Facts{
			{Whose: "body", Counts: []noun.Fact{{Key: "inspection-held", Tab: "closed"}}},
			{Whose: "target", Both: true, Counts: []noun.Fact{{Key: "inspection-received", Tab: "closed"}}},
		},
		Sorts: []noun.Sort{{Name: "begins", Column: "begins", Down: true}, {Name: "due", Column: "due"},
			{Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{
			k.AddAct("Plan the inspection of one unit"),
			d.start(), d.note(), d.find(), d.tell(), d.report(), d.recheck(), d.clear(), d.close(),
			change, d.withdraw(),
		},
		Import: d.table(),
		Fits:   func(field string, k bodies.BodyKind) bool { return field != "body" || Inspects(k) },
		Inside: inside,
		Outer: []journal.Kind{"inspection.entered.v1",
			"inspection.started.v1", "inspection.told.v1", "inspection.reported.v1",
			"inspection.rechecked.v1", "inspection.cleared.v1", "inspection.closed.v1", "inspection.recalled.v1",
			"inspection.file-added.v1"},
		Notes: notes, Waits: waits, Tells: tells,
		Beside: []noun.Link{{Label: "finding.list", Href: "/findings"}, {Label: "checkup.list", Href: "/checkups"}},
		Recall: &noun.Recall{Topic: "inspection.report", To: toOffice, Of: []noun.Request{{In: Reported, Back: Told,
			Own: func(v noun.Value, who actor.Hands) bool {
				x := v.(*Inspection)
				return who.Share(actor.Hands{By: x.Reporter, For: x.ReporterFor})
			},
			Undo: func(_ noun.Tx, v noun.Value) error {
				x := v.(*Inspection)
				x.Done, x.DoneOn, x.Reporter, x.ReporterFor = "", 0, 0, 0
				return nil
			}}}},
	}
}

// Findings is the declaration of findings: they are recorded on the spot (see find).
func (d Commands) Findings() *noun.Noun {
	return &noun.Noun{Shape: FindingShape, See: "finding.see", List: "finding.list", Tables: d.Tables,
		Institution: "inspections", // of no day: counted with its inspection
		Columns:     []string{"what", "category", "level", "unit", "leader", "due", "state"},
		Filters:     []string{"category", "level", "unit"},
		Tabs:        []noun.Tab{{Name: "listed", Where: []noun.Cond{noun.StateIs(Listed)}}, {Name: "all"}},
		Sorts:       []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts:        []noun.Act{d.strike()},
	}
}

// Checkups is the declaration of the lines of checklists.
func (d Commands) Checkups() *noun.Noun {
	return &noun.Noun{Shape: LineShape, See: "checkup.see", List: "checkup.list", Tables: d.Tables,
		Institution: "inspections",
		Columns:     []string{"what", "of", "due", "result", "note", "state"},
		Filters:     []string{"of", "result"},
		Tabs: []noun.Tab{{Name: "open", Where: []noun.Cond{noun.StateIs(Open)}},
			{Name: "looked", Where: []noun.Cond{noun.StateIs(Looked, Kept)}}, {Name: "all"}},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts:  []noun.Act{d.look()},
	}
}

// notes say how an inspection stands on a day.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	x := v.(*Inspection)
	if x.Own() {
		out = append(out, text.M("inspection.note.own"))
	}
	switch {
	case x.State == Ahead && on > x.Ends:
		out = append(out, text.M("inspection.note.missed", "ends", x.Ends))
	case x.State == Started && on > x.Ends:
		out = append(out, text.M("inspection.note.untold", "ends", x.Ends))
	case x.State == Told && on > x.Due:
		out = append(out, text.M("inspection.note.late", "due", x.Due))
	}
	if x.State == Told && x.Result == Lacking {
		out = append(out, text.M("inspection.note.again", "due", x.Due))
	}
	return out
}

// ahead is how many days before an inspection begins it stands on a workbench [D].
const ahead = 15

var running = noun.StateIs(Ahead, Started, Reported, Right)

// waits: who leads, or the office, begins, notes, tells, looks again and closes; the unit reports.
var waits = []noun.Wait{
	{Acts: []string{"change", "start", "note", "tell", "recheck", "close"}, Act: next, Due: ends,
		Of: func(who actor.Actor, today when.Day) []noun.Cond {
			soon := noun.Cond{Column: "begins", Below: int64(today) + ahead + 1}
			if !who.Is(actor.PrincipalOffice) && !who.Is(actor.SupervisoryOffice) {
				if who.Person == 0 || !who.InPerson() {
					return nil
				}
				return []noun.Cond{{Column: "leader", Num: []int64{int64(who.Person)}}, running, soon}
			}
			return []noun.Cond{running, soon}
		}},
	{Acts: []string{"report"}, Of: noun.OfUnits(noun.StateIs(Told)),
		Act: noun.Clerks(func(x *Inspection) (string, text.Message) {
			return "report", text.M("inspection.why.report", "due", x.Due)
		}),
		Due: func(v noun.Value) when.Day { return v.(*Inspection).Due }},
}

func ends(v noun.Value) when.Day { return v.(*Inspection).Ends }

// next is what those who inspect do next.
func next(who actor.Actor, v noun.Value) (string, []text.Message) {
	x := v.(*Inspection)
	if !x.Hand(who) {
		return "", nil
	}
	act := map[string]string{Ahead: "start", Started: "tell", Reported: "recheck", Right: "close"}[x.State]
	switch {
	case x.State == Ahead && x.Leader == 0:
		act = "change"
	case x.State == Started && x.Seen == "":
		act = "note"
	}
	return act, []text.Message{text.M("inspection.why."+act, "begins", x.Begins)}
}

var (
	toTeam   = []kind.Hearer{kind.ToPerson("leader"), kind.ToPerson("team")}
	toOffice = []kind.Hearer{kind.ToPerson("leader"), kind.ToWhoever("inspection.recheck"), kind.ToPerson("team")}
	toUnit   = []kind.Hearer{kind.ToUnit}
)

// tells: who was sent hears of what was planned and reported, and who is sent no more of that; the unit from the start
// on.
var tells = []kind.Tell{
	{Of: "inspection.added.v1", Topic: "inspection.plan", To: toTeam},
	{Of: "inspection.changed.v1", Topic: "inspection.plan", To: toTeam, Left: noun.TeamLeft},
	{Of: "inspection.withdrawn.v1", Topic: "inspection.plan", To: toTeam},
	{Of: "inspection.started.v1", To: slices.Concat(toUnit, toTeam)},
	{Of: "inspection.told.v1", Topic: "inspection.feedback", Until: true, To: toUnit},
	{Of: "inspection.reported.v1", Topic: "inspection.report", To: toOffice},
	{Of: "inspection.rechecked.v1", Topic: "inspection.feedback", Until: true, To: toUnit},
	{Of: "inspection.closed.v1", To: toUnit},
}
