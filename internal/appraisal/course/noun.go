package course

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var rooms = []actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice}

// Nouns are the five nouns of an assessment.
func (d Commands) Nouns() []*noun.Noun {
	return []*noun.Noun{d.Appraisals(), d.Scoresheets(), d.Marks(), d.Tallies(), d.Objections()}
}

// Appraisals is the whole declaration of assessments.
func (d Commands) Appraisals() *noun.Noun {
	return &noun.Noun{Shape: Shape, See: "appraisal.see", List: "appraisal.list", Tables: d.Tables,
		Columns: []string{"title", "category", "bodies", "due", "toldOn", "approvedOn", "circular", "state"},
		Filters: []string{"year", "scheme", "category"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Called, Checking, Told, Noticed, Approved)}},
			{Name: "ended", Where: []noun.Cond{noun.StateIs(Circulated)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "due", Column: "due"}},
		Forms: d.forms(),
		Acts: []noun.Act{d.add(), d.check(), d.tell(), d.notice(), d.approve(), d.draft(),
			d.circulate(), d.appoint(), d.withdraw()},
		Waits: []noun.Wait{{Acts: []string{"verify", "tell", "notice", "approve", "draft"}, Of: opens, Act: next,
			Due: func(v noun.Value) when.Day { return v.(*Appraisal).Due }}},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			if x := v.(*Appraisal); x.Draft != 0 {
				return []noun.Link{{Label: "appraisal.draft.link", Href: "/circulars/" + x.Draft.String()}}
			}
			return nil
		},
		Beside: []noun.Link{{Label: "scoresheet.list", Href: "/scoresheets"}, {Label: "mark.list", Href: "/marks"},
			{Label: "tally.list", Href: "/tallies"},
			{Label: "objection.list", Href: "/objections"}},
		Tells: []kind.Tell{{Of: "appraisal.appointed.v1", To: []kind.Hearer{kind.ToPerson("person")}},
			{Of: "appraisal.noticed.v1", To: []kind.Hearer{kind.ToWhoever("appraisal.approve")}},
			{Of: "appraisal.approved.v1", To: []kind.Hearer{kind.ToPerson("made-by")}}},
	}
}

// opens are the assessments whose next step may be somebody's: the offices', and after the public notice the leading
// group's.
func opens(who actor.Actor, today when.Day) []noun.Cond {
	switch {
	case slices.ContainsFunc(rooms, who.Is):
		return []noun.Cond{noun.StateIs(Called, Checking, Told, Approved)}
	case who.Is(actor.LeadingGroup):
		return []noun.Cond{noun.StateIs(Noticed), {Column: "due", Below: int64(today)}}
	}
	return nil
}

// ofSide says whether somebody is of the office of a side.
func ofSide(who actor.Actor, side actor.Side) bool {
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return slices.Contains(rooms, g.Role) && g.Side == side
	})
}

// next is what is done next with an assessment, and by whom.
func next(who actor.Actor, v noun.Value) (string, []text.Message) {
	x := v.(*Appraisal)
	office := ofSide(who, x.Side)
	switch {
	case x.State == Noticed:
		return "approve", []text.Message{text.M("appraisal.why.approve", "on", x.NoticeUntil)}
	case !office:
		return "", nil
	case x.State == Called:
		return "verify", []text.Message{text.M("appraisal.why.check", "on", x.HandBy)}
	case x.State == Checking:
		return "tell", []text.Message{text.M("appraisal.why.tell", "on", x.MarkBy)}
	case x.State == Told:
		return "notice", []text.Message{text.M("appraisal.why.notice", "on", x.ReviewBy)}
	}
	if x.Draft != 0 { // the circular waits by itself
		return "", nil
	}
	return "draft", []text.Message{text.M("appraisal.why.circulate")}
}

// Scoresheets is the whole declaration of sheets.
func (d Commands) Scoresheets() *noun.Noun {
	return &noun.Noun{Shape: SheetShape, See: "scoresheet.see", List: "scoresheet.list", Tables: d.Tables,
		Columns: []string{"title", "category", "handedOn", "total", "rank", "among", "grade", "state"},
		Filters: []string{"year", "scheme", "category", "grade", "unit", "body", "side"},
		About:   noun.About{Unit: "unit", Shows: []string{"year", "total", "grade"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Asked, Handed, Checking, Told, Noticed)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Asked)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "results", Where: []noun.Cond{noun.StateIs(Approved, Circulated)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "total", Column: "total", Down: true},
			{Name: "due", Column: "due"}},
		Acts: []noun.Act{d.hand(), d.object(), d.raise(), d.veto(), d.lift()}, Forms: d.sheetForms(),
		Notes: func(v noun.Value, _ when.Day) (out []text.Message) {
			if s := v.(*Scoresheet); s.CorrectedOn != 0 {
				out = append(out, text.M("scoresheet.note.corrected", "on", s.CorrectedOn, "number", s.CorrectedBy))
			}
			return out
		},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "scoresheet.appraisal", Href: "/appraisals/" + v.(*Scoresheet).Appraisal.String()}}
		},
		Beside: []noun.Link{{Label: "appraisal.list", Href: "/appraisals"}},
		Waits: []noun.Wait{
			{Acts: []string{"hand"}, Of: noun.OfUnits(noun.StateIs(Asked)),
				Act: noun.Clerks(func(s *Scoresheet) (string, text.Message) {
					return "hand", text.M("scoresheet.why.hand", "on", s.Due)
				}), Due: func(v noun.Value) when.Day { return v.(*Scoresheet).Due }},
		},
		Tells: []kind.Tell{
			{Of: "scoresheet.asked.v1", Topic: "scoresheet.hand", Until: true, To: []kind.Hearer{kind.ToUnit}},
			{Of: "scoresheet.handed.v1", Topic: "scoresheet.hand", To: []kind.Hearer{kind.ToPerson("made-by")}},
			{Of: "scoresheet.told.v1", Until: true, To: []kind.Hearer{kind.ToUnit}},
			{Of: "scoresheet.noticed.v1", Topic: "scoresheet.result", If: []string{"total", "rank", "grade"},
				To: []kind.Hearer{kind.ToUnit}},
			{Of: "scoresheet.approved.v1", Topic: "scoresheet.result", To: []kind.Hearer{kind.ToUnit}},
			{Of: "scoresheet.vetoed.v1", To: []kind.Hearer{kind.ToUnit}},
			{Of: "scoresheet.corrected.v1", To: []kind.Hearer{kind.ToUnit}},
			{Of: "scoresheet.lifted.v1", To: []kind.Hearer{kind.ToUnit}},
		},
	}
}

// Marks is the whole declaration of marks.
func (d Commands) Marks() *noun.Noun {
	return &noun.Noun{Shape: MarkShape, See: "mark.see", List: "mark.list", Tables: d.Tables,
		Columns: []string{"title", "most", "claim", "points", "state"},
		Filters: []string{"year", "scheme", "unit", "body"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Asked, Open, One, Differ)}},
			{Name: "one", Where: []noun.Cond{noun.StateIs(One)}},
			{Name: "differ", Where: []noun.Cond{noun.StateIs(Differ)}},
			{Name: "settled", Where: []noun.Cond{noun.StateIs(Settled, Told)}},
			{Name: "all"},
		},
		Sorts:   []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts:    []noun.Act{d.mark(), d.claim(), d.reopen()},
		Inside:  inside,
		Insight: "mark.know",
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "mark.sheet", Href: "/scoresheets/" + v.(*Mark).Sheet.String()}}
		},
		Beside: []noun.Link{{Label: "appraisal.list", Href: "/appraisals"}},
		Waits: []noun.Wait{{Acts: []string{"mark"},
			Of:  noun.OfRoles([]noun.Cond{noun.StateIs(Open, One, Differ)}, actor.ExternalAssessor),
			Act: unmarked}},
		Recall: &noun.Recall{Of: []noun.Request{{In: One, Back: Open,
			Own: func(v noun.Value, who actor.Hands) bool { return who.By == v.(*Mark).FirstBy },
			Undo: func(_ noun.Tx, v noun.Value) error {
				v.(*Mark).forget()
				return nil
			}}}},
	}
}

// unmarked is what an assessor from outside is asked for: a mark of each item that they gave none for.
func unmarked(who actor.Actor, v noun.Value) (string, []text.Message) {
	if k := v.(*Mark); !slices.Contains(k.Assessors(), who.Person) || slices.Contains(k.Markers(), who.Person) {
		return "", nil
	}
	return "mark", []text.Message{text.M("mark.why.mark")}
}

// Objections is the whole declaration of objections.
func (d Commands) Objections() *noun.Noun {
	return &noun.Noun{Shape: ObjectionShape, See: "objection.see", List: "objection.list", Tables: d.Tables,
		Columns: []string{"title", "had", "points", "due", "decidedOn", "state"},
		Filters: []string{"year", "scheme", "unit", "body"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Raised)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Raised)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "upheld", Where: []noun.Cond{noun.StateIs(Upheld)}},
			{Name: "rejected", Where: []noun.Cond{noun.StateIs(Rejected)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "due", Column: "due"}},
		Acts:  []noun.Act{d.decide(), d.drop()},
		Forms: d.objectionForms(),
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "mark.sheet", Href: "/scoresheets/" + v.(*Objection).Sheet.String()}}
		},
		Beside: []noun.Link{{Label: "appraisal.list", Href: "/appraisals"}},
		Waits: []noun.Wait{{Acts: []string{"decide"},
			Of: noun.OfRoles([]noun.Cond{noun.StateIs(Raised)}, append([]actor.Role{actor.LeadingGroup}, rooms...)...),
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				o := v.(*Objection)
				if !who.Is(actor.LeadingGroup) && !ofSide(who, o.Side) || who.StandsIn(o.Unit) || who.Person == o.RaisedBy {
					return "", nil
				}
				return "decide", []text.Message{text.M("objection.why.decide", "on", o.Due)}
			}, Due: func(v noun.Value) when.Day { return v.(*Objection).Due }}},
		Tells: []kind.Tell{
			{Of: "objection.raised.v1", Topic: "objection.answer", Until: true,
				To: []kind.Hearer{kind.ToWhoever("objection.decide")}},
			{Of: "objection.decided.v1", Topic: "objection.answer", To: []kind.Hearer{kind.ToUnit, kind.ToPerson("raised-by")}},
			{Of: "objection.dropped.v1", Topic: "objection.answer", Back: true,
				To: []kind.Hearer{kind.ToWhoever("objection.decide")}},
		},
	}
}

// OfSheet asks for what hangs on a sheet, as it was made.
func OfSheet(sheet ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "sheet", Num: []int64{int64(sheet)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// OfAppraisal asks for what hangs on an assessment, as it was made.
func OfAppraisal(id ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{of(id)}, Sort: noun.Sort{Name: "new", Column: "id"}}
}
