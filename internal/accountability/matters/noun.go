package matters

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Nouns are the four nouns of accountability.
func (d Commands) Nouns() []*noun.Noun {
	return []*noun.Noun{d.Matters(), d.Hearings(), d.Rulings(), d.Appeals()}
}

var newest = noun.Sort{Name: "new", Column: "id", Down: true}

// Matters is the whole declaration of matters.
func (d Commands) Matters() *noun.Noun {
	k := d.keeper()
	going := noun.StateIs(Proposed, Opened, Shown, Answered, Reported, Signed, Asked, Approved, Decided)
	return &noun.Noun{Shape: d.shape(), See: "matter.see", List: "matter.list", Tables: d.Tables,
		Columns: []string{"number", "title", "source", "situation", "kind", "approver", "outcome", "state"},
		Filters: []string{"source", "situation", "kind", "outcome", "target"},
		Tabs: []noun.Tab{
			{Name: "going", Where: []noun.Cond{going}},
			{Name: "ended", Where: []noun.Cond{noun.StateIs(Closed, Declined, Dropped, Revoked)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{newest, {Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts: []noun.Act{k.AddAct("Propose to open a matter of accountability, or not to"), d.open(), d.refuse(),
			d.appoint(), d.show(), d.report(), d.sign(), d.propose(), d.approve(), d.sendBack(), d.decide(), d.close(),
			k.ChangeAct("Say anew what is proposed"), d.cite(), d.readdress(), d.dismiss(), d.withdraw()},
		Notes: notes, Links: links, Forms: forms(),
		Beside: []noun.Link{{Label: "hearing.list", Href: "/hearings"}, {Label: "ruling.list", Href: "/rulings"},
			{Label: "appeal.list", Href: "/appeals"}},
		Waits: []noun.Wait{
			{Acts: []string{"open", "approve"}, Of: mine("approver", noun.StateIs(Proposed, Asked)), Act: approves,
				Page: "matter.deciding"},
			{Acts: []string{"appoint", "propose", "decide"}, Act: arranges,
				Of: ofSide(noun.StateIs(Opened, Signed, Approved))},
			{Acts: []string{"show", "report", "sign"}, Of: inTeam(noun.StateIs(Opened, Answered, Reported)), Act: looks},
		},
		Tells: []kind.Tell{
			{Of: "matter.added.v1", Topic: "matter.opening", To: []kind.Hearer{kind.ToPerson("approver").Asks()}},
			{Of: "matter.readdressed.v1", Topic: "matter.opening", To: []kind.Hearer{kind.ToPerson("approver").Asks()}},
			{Of: "matter.opened.v1", Topic: "matter.opening", To: []kind.Hearer{kind.ToPerson("made-by")}},
			{Of: "matter.refused.v1", Topic: "matter.opening", To: []kind.Hearer{kind.ToPerson("made-by")}},
			{Of: "matter.appointed.v1", To: []kind.Hearer{kind.ToPerson("person")}},
			{Of: "matter.answered.v1", To: []kind.Hearer{kind.ToPerson("lead")}},
			{Of: "matter.asked.v1", Topic: "matter.outcome", To: []kind.Hearer{kind.ToPerson("approver").Asks()}},
			{Of: "matter.approved.v1", Topic: "matter.outcome", To: []kind.Hearer{kind.ToPerson("made-by"),
				kind.ToPerson("proposer")}},
			{Of: "matter.sent-back.v1", Topic: "matter.outcome", To: []kind.Hearer{kind.ToPerson("proposer")}},
		},
	}
}

// mine are the objects of which somebody is in a column, and which fulfil conds.
func mine(column string, conds ...noun.Cond) func(actor.Actor, when.Day) []noun.Cond {
	return func(who actor.Actor, _ when.Day) []noun.Cond {
		if who.Person == 0 {
			return nil
		}
		return append([]noun.Cond{{Column: column, Num: []int64{int64(who.Person)}}}, conds...)
	}
}

// ofSide are those of the side of somebody's office.
func ofSide(conds ...noun.Cond) func(actor.Actor, when.Day) []noun.Cond {
	return func(who actor.Actor, _ when.Day) []noun.Cond {
		side := sideOf(who)
		if side == "" {
			return nil
		}
		return append([]noun.Cond{{Column: "side", Text: []string{string(side)}}}, conds...)
	}
}

// inTeam are those that may be of somebody's panel: the scope of who reads them holds no others.
func inTeam(conds ...noun.Cond) func(actor.Actor, when.Day) []noun.Cond {
	return func(who actor.Actor, _ when.Day) []noun.Cond {
		if who.Person == 0 {
			return nil
		}
		return conds
	}
}

func why(name string) (string, []text.Message) {
	return name, []text.Message{text.M(whys[name])}
}

var whys = map[string]string{"open": "matter.why.open", "approve": "matter.why.approve",
	"appoint": "matter.why.appoint",
	"propose": "matter.why.propose", "decide": "matter.why.decide",
	"show":   "matter.why.show",
	"report": "matter.why.report", "sign": "matter.why.sign", "answer": "hearing.why.answer", "serve": "ruling.why.serve",
	"execute": "ruling.why.execute", "assign": "appeal.why.assign", "judge": "appeal.why.decide"}

// approves is what the approver decides.
func approves(who actor.Actor, v noun.Value) (string, []text.Message) {
	switch x := v.(*Matter); {
	case x.judge(who.Person) != nil:
		return "", nil
	case x.State == Proposed:
		return why("open")
	}
	return why("approve")
}

// arranges is what the office does next.
func arranges(_ actor.Actor, v noun.Value) (string, []text.Message) {
	switch x := v.(*Matter); {
	case x.State == Opened && len(x.Members()) < panelLeast:
		return why("appoint")
	case x.State == Signed:
		return why("propose")
	case x.State == Approved:
		return why("decide")
	}
	return "", nil
}

// looks is what a member of the panel does next; what one of several does, the head is asked for.
func looks(who actor.Actor, v noun.Value) (string, []text.Message) {
	x := v.(*Matter)
	head := who.Person == x.Lead
	switch {
	case !x.member(who.Person):
		return "", nil
	case x.State == Opened && head && x.MayShow() == nil:
		return why("show")
	case x.State == Answered && head:
		return why("report")
	case x.State == Reported && !slices.Contains(sent(x.Signers), who.Person):
		return why("sign")
	}
	return "", nil
}

// notes say who is of the panel and what is lacking.
func notes(v noun.Value, _ when.Day) (out []text.Message) {
	x := v.(*Matter)
	switch n := len(x.Members()); {
	case x.State == Opened && n < panelLeast:
		out = append(out, text.M("matter.note.panel", "n", n, "least", panelLeast))
	case x.State == Reported:
		out = append(out, text.M("matter.note.signers", "n", len(sent(x.Signers)), "of", n))
	case x.State == Asked && x.Result != Pursue:
		out = append(out, text.M("matter.note.end"))
	}
	return out
}

// links lead to what whom it is about sees of it.
func links(v noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
	x := v.(*Matter)
	if x.Hearing != 0 {
		out = append(out, noun.Link{Label: "matter.to-hearing", Href: "/hearings/" + x.Hearing.String()})
	}
	if x.Ruling != 0 {
		out = append(out, noun.Link{Label: "matter.to-ruling", Href: "/rulings/" + x.Ruling.String()})
	}
	return out
}

// back leads from a part to its matter: for those who know of it.
func back(matter, told func(noun.Value) ref.ID) func(noun.Value, actor.Actor, when.Day) []noun.Link {
	return func(v noun.Value, who actor.Actor, _ when.Day) []noun.Link {
		if who.Person == told(v) || !ofOffice(who, v.Head().Side) {
			return nil
		}
		return []noun.Link{{Label: "matter.back", Href: "/matters/" + matter(v).String()}}
	}
}

// Hearings is the whole declaration of hearings.
func (d Commands) Hearings() *noun.Noun {
	return &noun.Noun{Shape: HearingShape, See: "hearing.see", List: "hearing.list", Tables: d.Tables,
		Columns: []string{"title", "shownOn", "view", "answeredOn", "state"},
		Filters: []string{"view"},
		Tabs:    []noun.Tab{{Name: "open", Where: []noun.Cond{noun.StateIs(Shown)}}, {Name: "all"}},
		Sorts:   []noun.Sort{newest},
		Acts:    []noun.Act{d.answer(), d.refused()},
		Forms:   hearingForms(),
		Notes: func(v noun.Value, _ when.Day) []text.Message {
			if x := v.(*Hearing); x.State == Shown && x.Witness != 0 {
				return []text.Message{text.M("hearing.note.second")}
			}
			return nil
		},
		Links: back(func(v noun.Value) ref.ID { return v.(*Hearing).Matter },
			func(v noun.Value) ref.ID { return v.(*Hearing).Told }),
		Beside: []noun.Link{{Label: "matter.list", Href: "/matters"}},
		Waits: []noun.Wait{{Acts: []string{"answer"}, Of: mine("told", noun.StateIs(Shown)),
			Act: func(actor.Actor, noun.Value) (string, []text.Message) { return why("answer") }}},
		Tells: []kind.Tell{{Of: "hearing.shown.v1", To: []kind.Hearer{kind.ToPerson("person").Asks()}}},
	}
}

// Rulings is the whole declaration of rulings.
func (d Commands) Rulings() *noun.Noun {
	return &noun.Noun{Shape: RulingShape, See: "ruling.see", List: "ruling.list", Tables: d.Tables,
		Columns: []string{"decision", "title", "outcome", "decidedOn", "servedOn", "due", "state"},
		Filters: []string{"outcome", "target", "kind"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Decided, Served, Executed)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Decided, Served)},
				Of: func(_ actor.Actor, today when.Day) []noun.Cond {
					return []noun.Cond{{Column: "due", Below: int64(today)}}
				}},
			{Name: "served", Where: []noun.Cond{noun.StateIs(Served, Executed, Closed, Revoked, Replaced)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{newest, {Name: "due", Column: "due"}},
		Acts:  []noun.Act{d.serve(), d.inform(), d.execute(), d.appeal()},
		Forms: rulingForms(), Notes: rulingNotes,
		Links: back(func(v noun.Value) ref.ID { return v.(*Ruling).Matter },
			func(v noun.Value) ref.ID { return v.(*Ruling).Told }),
		Beside: []noun.Link{{Label: "matter.list", Href: "/matters"}},
		Waits: []noun.Wait{
			{Acts: []string{"serve", "execute"}, Of: ofSide(noun.StateIs(Decided, Served)), Due: rulingDue,
				Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
					switch x := v.(*Ruling); {
					case x.State == Decided:
						return why("serve")
					case x.Heads == "":
						return why("execute")
					}
					return "", nil // the head who was told reports
				}},
			{Acts: []string{"execute"}, Of: inTeam(noun.StateIs(Served)), Due: rulingDue,
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					if !slices.Contains(sent(v.(*Ruling).Heads), who.Person) {
						return "", nil
					}
					return why("execute")
				}},
		},
		Tells: []kind.Tell{
			{Of: "ruling.made.v1", Topic: "ruling.serving", Until: true,
				To: []kind.Hearer{kind.ToWhoever("ruling.serve")}},
			{Of: "ruling.served.v1", Topic: "ruling.serving", To: []kind.Hearer{kind.ToPerson("served-on")}},
			{Of: "ruling.informed.v1", Until: true, To: []kind.Hearer{kind.ToPerson("informed")}},
			{Of: "ruling.executed.v1", To: []kind.Hearer{kind.ToPerson("made-by")}},
			{Of: "ruling.undone.v1", To: []kind.Hearer{kind.ToPerson("served-on")}},
		},
	}
}

func rulingDue(v noun.Value) when.Day { return v.(*Ruling).Due }

// rulingNotes say until when a ruling is served, carried out and appealed, and to whom.
func rulingNotes(v noun.Value, today when.Day) (out []text.Message) {
	x := v.(*Ruling)
	switch {
	case x.State == Revoked:
		return []text.Message{text.M("ruling.note.revoked")}
	case x.State == Replaced:
		return []text.Message{text.M("ruling.note.replaced")}
	case x.State == Decided:
		out = append(out, text.M("ruling.note.serve", "by", x.Due))
	case x.State == Served:
		out = append(out, text.M("ruling.note.report", "by", x.Due))
	}
	switch {
	case x.Final:
		out = append(out, text.M("ruling.note.final"))
	case x.AppealBy != 0 && today <= x.AppealBy:
		out = append(out, text.M("ruling.note.appeal", "by", x.AppealBy, "organ", x.Organ))
	case x.AppealBy != 0:
		out = append(out, text.M("ruling.note.appeal-over", "by", x.AppealBy))
	}
	return out
}

// Appeals is the whole declaration of appeals.
func (d Commands) Appeals() *noun.Noun {
	return &noun.Noun{Shape: AppealShape, See: "appeal.see", List: "appeal.list", Tables: d.Tables,
		Columns: []string{"decision", "title", "lodgedOn", "due", "judge", "state"},
		Filters: []string{"judge"},
		Tabs: []noun.Tab{{Name: "open", Where: []noun.Cond{noun.StateIs(Lodged, Assigned)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Lodged, Assigned)},
				Of: func(_ actor.Actor, today when.Day) []noun.Cond {
					return []noun.Cond{{Column: "due", Below: int64(today)}}
				}},
			{Name: "all"}},
		Sorts: []noun.Sort{newest, {Name: "due", Column: "due"}},
		Acts:  []noun.Act{d.assign(), d.judge(), d.retract()},
		Forms: appealForms(),
		Notes: func(v noun.Value, _ when.Day) []text.Message {
			if v.Head().State == Lodged || v.Head().State == Assigned {
				return []text.Message{text.M("appeal.note.runs")}
			}
			return nil
		},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "matter.to-ruling", Href: "/rulings/" + v.(*Appeal).Ruling.String()}}
		},
		Beside: []noun.Link{{Label: "matter.list", Href: "/matters"}},
		Waits: []noun.Wait{
			{Acts: []string{"assign"}, Of: ofSide(noun.StateIs(Lodged)), Due: appealDue,
				Act: func(actor.Actor, noun.Value) (string, []text.Message) { return why("assign") }},
			{Acts: []string{"decide"}, Of: mine("judge", noun.StateIs(Assigned)), Due: appealDue,
				Act: func(actor.Actor, noun.Value) (string, []text.Message) {
					return "decide", []text.Message{text.M(whys["judge"])}
				}},
		},
		Tells: []kind.Tell{
			{Of: "appeal.lodged.v1", Topic: "appeal.answer", Until: true,
				To: []kind.Hearer{kind.ToWhoever("appeal.assign")}},
			{Of: "appeal.assigned.v1", Topic: "appeal.answer", Until: true, To: []kind.Hearer{kind.ToPerson("judge").Asks()}},
			{Of: "appeal.decided.v1", Topic: "appeal.answer", To: []kind.Hearer{kind.ToPerson("person")}},
		},
	}
}

func appealDue(v noun.Value) when.Day { return v.(*Appeal).Due }
