package matters

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an appeal.
const (
	Lodged    = "lodged"
	Assigned  = "assigned"
	Upheld    = "upheld"
	Changed   = "changed"
	Dismissed = "dismissed"
	Retracted = "retracted" // by who lodged it
)

// Appeal is 申诉 against a ruling (art. 20); it does not suspend the execution. Both texts stay.
type Appeal struct {
	noun.Base
	Title     string
	Matter    ref.ID
	Ruling    ref.ID
	Decision  string // number of what it is against
	Person    ref.ID
	Claim     string
	LodgedOn  when.Day
	Due       when.Day
	Judge     ref.ID
	Reason    string
	Outcome   string
	Also      string
	DecidedOn when.Day
	AnswerNo  string // number of the decision that changes or revokes it
	AnswerBy  string
	Back      int64 // points of the assessment that a changed ruling gives the unit back, in hundredths
}

// AppealShape is what an appeal is made of.
var AppealShape = noun.Shape{Of: ref.Appeal, Name: "appeals", Word: "appeal", Table: "appeal", Mute: true,
	Unsung: true, New: func() noun.Value { return &Appeal{} }, Title: "title", Person: "person", Taker: "judge",
	Apart: true, Parties: true,
	States: []string{Lodged, Assigned, Upheld, Changed, Dismissed, Retracted},
	Fields: field.Fields{
		field.Line("title", 0, titleMost, func(x *Appeal) *string { return &x.Title }).Silent(),
		field.Object("matter", func(x *Appeal) *ref.ID { return &x.Matter }),
		field.Object("ruling", func(x *Appeal) *ref.ID { return &x.Ruling }),
		field.Line("decision", 0, lineMost, func(x *Appeal) *string { return &x.Decision }).Silent(),
		field.Person("person", false, func(x *Appeal) *ref.ID { return &x.Person }).Silent(),
		field.Text("claim", 1, textMost, func(x *Appeal) *string { return &x.Claim }).Silent(),
		field.Day("lodgedOn", false, func(x *Appeal) *when.Day { return &x.LodgedOn }).Silent(),
		field.Day("due", false, func(x *Appeal) *when.Day { return &x.Due }).Silent(),
		field.Person("judge", false, func(x *Appeal) *ref.ID { return &x.Judge }).Silent(),
		field.Text("reason", 0, textMost, func(x *Appeal) *string { return &x.Reason }).Silent(),
		field.Policy("outcome", false, OutcomeTable, func(x *Appeal) *string { return &x.Outcome }).Silent(),
		field.Policy("also", false, OutcomeTable, func(x *Appeal) *string { return &x.Also }).Silent(),
		field.Day("decidedOn", false, func(x *Appeal) *when.Day { return &x.DecidedOn }).Silent(),
		field.Line("answerNo", 0, lineMost, func(x *Appeal) *string { return &x.AnswerNo }).Silent(),
		field.Line("answerBy", 0, lineMost, func(x *Appeal) *string { return &x.AnswerBy }).Silent(),
		field.Points("back", backMost, func(x *Appeal) *int64 { return &x.Back }).Silent().OrNone(),
	}}

// Object is what access asks of an appeal.
func (x *Appeal) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Appeal, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Person: x.Person, Successor: x.Judge, Apart: x.Unit, Parties: true}
}

// Called names an appeal in a line.
func (x *Appeal) Called() (number, title string) { return x.Decision, x.Title }

func (x *Appeal) in(states ...string) error { return AppealShape.In(x, states...) }

// appeal is lodged by whom the ruling was served on, in person.
func (d Commands) appeal() noun.Act {
	a := noun.Further(d.life(RulingShape), "appeal", "appealed", "Appeal against the ruling", writing("claim", textMost),
		func(x *Ruling) error { return x.in(Served, Executed) },
		func(tx noun.Tx, x *Ruling, in *Writing) ([]act.Fact, error) {
			today := tx.Now().Day()
			if err := x.MayAppeal(today); err != nil {
				return nil, err
			}
			if err := d.held("claim", *in); err != nil {
				return nil, err
			}
			there, err := tx.Find(ref.Appeal, noun.Cond{Column: "ruling", Num: []int64{int64(x.ID)}},
				noun.StateIs(Lodged, Assigned, Upheld, Changed, Dismissed))
			if err != nil {
				return nil, err
			}
			if len(there) > 0 {
				return nil, text.Refuse(text.Conflict, "ruling.appeal.twice")
			}
			m, err := matter(tx, x.Matter)
			if err != nil {
				return nil, err
			}
			p := &Appeal{Title: x.Title, Matter: x.Matter, Ruling: x.ID, Decision: x.Decision, Person: tx.Actor().Person,
				Claim: in.Text, LodgedOn: today, Due: d.Limits().Answer(today)}
			err = d.make(tx, AppealShape, p, m, Lodged, "appeal.lodged.v1", act.Date("due", p.Due))
			return []act.Fact{act.Id("appeal", p.ID)}, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Ruling).MayAppeal(now.Day()) }
	a.For = func(who actor.Actor, v noun.Value) bool { return who.Person != 0 && who.Person == v.(*Ruling).Told }
	a.Kept = true
	return a
}

// Judging names who decides about an appeal.
type Judging struct{ Person ref.ID }

// Assign refuses whoever looked into the matter, proposed, approved or concerns it.
func (x *Appeal) Assign(c *bodies.County, m *Matter, who ref.ID) error {
	if err := x.in(Lodged, Assigned); err != nil {
		return err
	}
	bad := func(key string, kv ...any) error {
		return text.InputErrors{{Field: "person", Message: text.M(key, kv...)}}
	}
	top := cases.Top(c, x.Unit)
	switch posts := c.PostsOf(who); {
	case len(posts) == 0:
		return bad("matter.panel.nobody")
	case who == x.Person || who == m.Person:
		return bad("appeal.judge.self")
	case m.member(who):
		return bad("appeal.judge.panel")
	case who == m.Approver:
		return bad("appeal.judge.approver")
	case who == m.MadeBy || who == m.Proposer:
		return bad("appeal.judge.proposer")
	case slices.ContainsFunc(posts, func(a bodies.Appointment) bool {
		return a.Unit != 0 && cases.Top(c, a.Unit) == top
	}):
		return bad("matter.panel.unit", "unit", c.Name(top))
	case who == x.Judge:
		return bad("appeal.judge.same")
	}
	x.State, x.Judge = Assigned, who
	return nil
}

func (d Commands) assign() noun.Act {
	fs := field.Fields{field.Person("person", true, func(j *Judging) *ref.ID { return &j.Person })}
	return noun.Further(d.life(AppealShape), "assign", "assigned", "Name who decides about the appeal", fs,
		func(x *Appeal) error { return x.in(Lodged, Assigned) },
		func(tx noun.Tx, x *Appeal, in *Judging) ([]act.Fact, error) {
			m, err := matter(tx, x.Matter)
			if err != nil {
				return nil, err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			if err := d.apart(tx, in.Person, m.Person); err != nil {
				return nil, err
			}
			was := x.Judge
			if err := x.Assign(c, m, in.Person); err != nil {
				return nil, err
			}
			// Who decides reads all of the matter; who did before does not any more.
			sees := func(team string) string { return joined(without(team, was), in.Person) }
			err = take(tx, Shape, m.ID, "matter.reviewed.v1", func(m *Matter) []act.Fact {
				m.Team = sees(m.Team)
				return nil
			})
			if err == nil {
				err = take(tx, RulingShape, x.Ruling, "ruling.reviewed.v1", func(r *Ruling) []act.Fact {
					r.Team = sees(r.Team)
					return nil
				})
			}
			if err == nil && m.Hearing != 0 {
				err = take(tx, HearingShape, m.Hearing, "hearing.reviewed.v1", func(h *Hearing) []act.Fact {
					h.Team = sees(h.Team)
					return nil
				})
			}
			return []act.Fact{act.Id("judge", in.Person)}, err
		})
}

// Answering is how an appeal is decided: by which decision the ruling is revoked or changed, and where it is changed,
// what stands in place of the outcome.
type Answering struct {
	Answer, Reason, Outcome, Also, Decision, Organ string
	First, Second                                  Formal
	Back                                           int64 // hundredths of a point that a changed ruling gives back
	Stated                                         string
}

var answering = slices.Concat(field.Fields{
	field.Code("answer", true, []string{Dismissed, Changed, Upheld}, "appeal.state.",
		func(a *Answering) *string { return &a.Answer }),
	field.Text("reason", 1, textMost, func(a *Answering) *string { return &a.Reason }),
	field.Policy("outcome", false, OutcomeTable, func(a *Answering) *string { return &a.Outcome }),
	field.Policy("also", false, OutcomeTable, func(a *Answering) *string { return &a.Also }),
	field.Line("decision", 0, lineMost, func(a *Answering) *string { return &a.Decision }),
	field.Line("organ", 0, lineMost, func(a *Answering) *string { return &a.Organ }),
}, folded(formals(func(a *Answering) (*Formal, *Formal) { return &a.First, &a.Second })), field.Fields{
	field.Points("back", backMost, func(a *Answering) *int64 { return &a.Back }).OrNone().Folded(),
	field.Line("stated", 0, titleMost, func(a *Answering) *string { return &a.Stated }).Folded(),
})

// Decide takes the answer of who was named to decide.
func (x *Appeal) Decide(in Answering, r *Ruling, ways map[string]Way, who ref.ID, on when.Day) error {
	if err := x.in(Assigned); err != nil {
		return err
	}
	if who != x.Judge {
		return text.Refuse(text.Forbidden, "appeal.not-judge")
	}
	var errs text.InputErrors
	var codes []string
	if in.Answer == Changed {
		outcomes(ways, r.Target, in.Outcome, in.Also, &errs)
		if in.Outcome != "" && in.Outcome == r.Outcome && in.Also == r.Also {
			errs.Add("outcome", "appeal.outcome.same")
		}
		codes = []string{in.Outcome, in.Also}
	} else if in.Outcome != "" || in.Also != "" {
		errs.Add("outcome", "appeal.outcome.none")
	}
	if in.Back > 0 && in.Answer != Changed {
		errs.Add("back", "appeal.back.none")
	}
	switch {
	case in.Answer == Dismissed && (in.Decision != "" || in.Organ != ""):
		errs.Add("decision", "appeal.decision.none")
	case in.Answer == Dismissed:
	case in.Decision == "":
		errs.Add("decision", "appeal.decision.needed")
	case in.Decision == r.Decision || in.Decision == r.First.No || in.Decision == r.Second.No:
		errs.Add("decision", "appeal.decision.same")
	case in.Organ == "":
		errs.Add("organ", "appeal.organ.needed")
	}
	Deciding{Decision: in.Decision, First: in.First, Second: in.Second}.check(ways, codes, on, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	x.State, x.Reason, x.Outcome, x.Also, x.DecidedOn, x.Due = in.Answer, in.Reason, in.Outcome, in.Also, on, 0
	x.AnswerNo, x.AnswerBy, x.Back = in.Decision, in.Organ, in.Back
	return nil
}

func (d Commands) judge() noun.Act {
	a := noun.Further(d.life(AppealShape), "decide", "decided", "Decide about the appeal, with the reason", answering,
		func(x *Appeal) error { return x.in(Assigned) },
		func(tx noun.Tx, x *Appeal, in *Answering) ([]act.Fact, error) {
			if err := d.held("reason", Writing{in.Reason, in.Stated}); err != nil {
				return nil, err
			}
			v, err := tx.One(ref.Ruling, x.Ruling)
			if err != nil {
				return nil, err
			}
			r := v.(*Ruling)
			if err := x.Decide(*in, r, d.Law().Ways, tx.Actor().Person, tx.Now().Day()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("answer", in.Answer), act.Words("reason", in.Reason)}, d.undo(tx, x, r, *in)
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return who.Person != 0 && who.Person == v.(*Appeal).Judge }
	a.Beside = true
	return a
}

// undo has the ruling and its consequences follow the answer: what was upheld is revoked, what was changed has another
// in its place, which is served anew.
func (d Commands) undo(tx noun.Tx, x *Appeal, r *Ruling, in Answering) error {
	state, matterState := Revoked, Revoked
	by := Undoing{Organ: in.Organ, No: in.Decision, On: tx.Now().Day(), Changed: in.Answer == Changed}
	switch in.Answer {
	case Dismissed:
		return nil
	case Changed:
		state, matterState = Replaced, Decided
	}
	if err := take(tx, RulingShape, r.ID, "ruling.undone.v1", func(r *Ruling) []act.Fact {
		r.State, r.Due = state, 0
		return []act.Fact{act.Code("answer", in.Answer), act.Id("served-on", r.Told)}
	}); err != nil {
		return err
	}
	m, err := matter(tx, x.Matter)
	if err != nil {
		return err
	}
	var next ref.ID
	if in.Answer == Changed {
		n := &Ruling{Outcome: in.Outcome, Also: in.Also, Lighter: r.Lighter, Heavier: r.Heavier, Final: true,
			Heads: r.Heads}
		n.put(Deciding{Decision: in.Decision, Organ: in.Organ, Text: in.Reason, First: in.First, Second: in.Second})
		m.Team = r.Team // with the heads who know of it
		if err := d.rule(tx, m, n); err != nil {
			return err
		}
		next = n.ID
		err = d.decided(tx, n, r, by)
	} else {
		err = d.revoked(tx, r, by)
	}
	if err == nil {
		err = d.follow(tx, r, &by)
	}
	if err == nil {
		err = d.restored(tx, m, by, in.Back)
	}
	if err != nil {
		return err
	}
	return take(tx, Shape, x.Matter, "matter.undone.v1", func(m *Matter) []act.Fact {
		if m.State = matterState; next != 0 {
			m.Ruling = next
		}
		return []act.Fact{act.Code("answer", in.Answer)}
	})
}

func (d Commands) retract() noun.Act {
	a := noun.Further[*Appeal, struct{}](d.life(AppealShape), "retract", "retracted", "Take the appeal back", nil,
		func(x *Appeal) error { return x.in(Lodged, Assigned) },
		func(_ noun.Tx, x *Appeal, _ *struct{}) ([]act.Fact, error) {
			x.State, x.Due = Retracted, 0
			return nil, nil
		})
	a.Main, a.Danger = false, true
	a.For = func(who actor.Actor, v noun.Value) bool { return who.Person != 0 && who.Person == v.(*Appeal).Person }
	return a
}
