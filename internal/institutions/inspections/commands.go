package inspections

import (
	"errors"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of inspections.
type Commands struct {
	Door     act.Door[noun.Tx]
	Tables   field.Tables
	Duties   duty.Commands                               // feedback fulfils the duty of the organ that inspects
	Due      func(when.Day) when.Day                     // until when what was told is put right [D]
	Problems func() problem.Commands                     // by which findings come on the problem list
	Lines    func(noun.Tx, *Inspection) ([]*Line, error) // a unit's checklist, see Checklist
}

func (d Commands) life(s noun.Shape) noun.Life {
	return noun.Life{Door: d.Door, Shape: s, Tables: d.Tables}
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle,
		Carry: func(to, from noun.Value) { to.(*Inspection).Round = from.(*Inspection).Round },
		May:   func(v noun.Value) error { return v.(*Inspection).in(Ahead) }}
}

// Planned is what a round plans of one unit: Body is the organ that inspects; Why is for the inspectors alone.
type Planned struct {
	Round    ref.ID
	Unit     ref.ID
	Side     actor.Side
	From, To when.Day
	Basis    string // the number of the year's plan
	Why      string
	Body     ref.ID
}

// Plan puts a quarter's inspection on record in the transaction of the round that drew its unit; the round rests on the
// year's plan, and who leads is named later.
func (d Commands) Plan(tx noun.Tx, c act.Command, p Planned) (ref.ID, error) {
	county, err := tx.CountyToday()
	if err != nil {
		return 0, err
	}
	if body, ok := county.Body(p.Body); !ok || actor.Side(body.Kind.Side()) != p.Side {
		return 0, text.InputErrors{{Field: "body", Message: text.M("inspection.body.none")}}
	}
	x := &Inspection{Sort: Quarterly, Body: p.Body, Target: p.Unit, Begins: p.From, Ends: p.To, Plan: p.Basis,
		Why: p.Why, Round: p.Round}
	c.Verb = "inspection.add"
	err = d.keeper().Add(follows{tx}, c, x)
	return x.ID, err
}

// follows is a transaction in which what follows from an act that was allowed is not asked for by itself: a draw may
// fall on the unit of the very person who has it drawn.
type follows struct{ noun.Tx }

func (follows) Allow(access.Verb, access.Object) error { return nil }

// Inspects says whether organs of a kind inspect: those of supervision, and the county's own.
func Inspects(k bodies.BodyKind) bool {
	return k.Side() != "" && (k.Side() == bodies.Supervisory || k.Single())
}

// settle finds out whose an inspection is, who is sent, and that nobody inspects their own unit.
func settle(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
	x := v.(*Inspection)
	body, ok := c.Body(x.Body)
	if x.Body != 0 && (!ok || !Inspects(body.Kind)) {
		errs.Add("body", "inspection.body.none")
	}
	x.Seat, x.Unit, x.Side = body.Unit, body.Unit, actor.Side(body.Kind.Side())
	if x.Target != 0 {
		var wrong text.InputErrors
		if errors.As(c.Takes(x.Target), &wrong) {
			*errs = append(*errs, text.InputError{Field: "target", Message: wrong[0].Message})
		}
	}
	if x.Subject == "" {
		x.Subject = c.Name(x.Target)
	}
	switch {
	case !ok || x.Target == 0:
	case x.Own() && (x.Sort != Daily || x.Side != actor.Supervisory):
		errs.Add("target", "inspection.own")
	case !x.Own() && !body.Kind.Single() && !c.Within(x.Target, body.Unit) &&
		!slices.Contains(c.Supervised(x.Body), x.Target):
		errs.Add("target", "inspection.not-its", "body", body.Name)
	}
	if ok && x.Sort == Special && x.Side != actor.Supervisory {
		errs.Add("kind", "inspection.special")
	}
	if x.Ends != 0 && x.Ends < x.Begins {
		errs.Add("ends", "inspection.ends", "begins", x.Begins)
	}
	if x.Sort == Quarterly {
		if x.Begins != 0 && x.Ends != 0 && quarter(x.Begins) != quarter(x.Ends) {
			errs.Add("ends", "inspection.quarter")
		}
		if x.Plan == "" && x.Round == 0 {
			errs.Add("plan", "inspection.plan")
		}
	}
	x.sendTeam(c, errs)
}

func quarter(d when.Day) int { y, m, _ := d.Date(); return y*4 + (int(m)-1)/3 }

// sendTeam finds the people behind the names; of several of one name the unit in brackets says which. Of an inspection
// that a table says was made, names that nobody at work has stay words, and nobody is asked for their posts of today.
func (x *Inspection) sendTeam(c *bodies.County, errs *text.InputErrors) {
	var team []ref.ID
	stranger := func(field string, who ref.ID) {
		p, _ := c.Person(who)
		if !x.Own() && !x.Made() && slices.ContainsFunc(c.PostsOf(who), func(a bodies.Appointment) bool {
			return a.Unit != 0 && c.Within(a.Unit, x.Target)
		}) {
			errs.Add(field, "inspection.own-unit", "name", p.Name)
		}
	}
	if x.Leader != 0 {
		team = append(team, x.Leader)
		stranger("leader", x.Leader)
	}
	names := strings.FieldsFunc(x.Members, func(r rune) bool { return strings.ContainsRune("、，,；; ", r) })
	if len(names) > teamMost {
		errs.Add("members", "inspection.members.many", "most", teamMost)
		names = names[:teamMost]
	}
	for _, name := range names {
		plain, at, _ := strings.Cut(strings.NewReplacer("(", "（", ")", "）").Replace(name), "（")
		var unit ref.ID
		if units := c.ByName(strings.TrimSuffix(at, "）")); at != "" && len(units) > 0 {
			unit = units[0]
		}
		found := c.Match(plain, "", unit)
		who, one := found.One()
		switch {
		case found.None() && x.Made():
		case found.None():
			errs.Add("members", "inspection.members.nobody", "name", name)
		case !one:
			errs.Add("members", "inspection.members.several", "name", name)
		case !slices.Contains(team, who):
			team = append(team, who)
			stranger("members", who)
		}
	}
	x.Team = ""
	for _, who := range team {
		x.Team += " " + who.String()
	}
	if x.Team != "" {
		x.Team += " "
	}
}

// further declares an act of those who inspect.
func further[I any](d Commands, name, past, summary string, fs field.Fields, rule func(*Inspection) error,
	decide func(tx noun.Tx, x *Inspection, in *I) ([]act.Fact, error)) noun.Act {
	a := noun.Further(d.life(Shape), name, past, summary, fs, rule,
		func(tx noun.Tx, x *Inspection, in *I) ([]act.Fact, error) {
			if err := x.may(tx.Actor()); err != nil {
				return nil, err
			}
			return decide(tx, x, in)
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return v.(*Inspection).Hand(who) }
	return a
}

// start begins it and builds the checklist of the unit's lists as they stand.
func (d Commands) start() noun.Act {
	fs := field.Fields{field.Day("on", true, func(s *Starting) *when.Day { return &s.On })}
	return further(d, "start", "started", "Begin an inspection: its unit knows of it from now on", fs,
		(*Inspection).mayStart, func(tx noun.Tx, x *Inspection, in *Starting) ([]act.Fact, error) {
			if err := x.Start(*in, tx.Now().Day()); err != nil {
				return nil, err
			}
			lines, err := d.Lines(tx, x)
			if err != nil {
				return nil, err
			}
			for _, l := range lines {
				l.Inspection, l.Team, l.Unit, l.Side, l.State = x.ID, x.Team, x.Seat, x.Side, Open
				err := noun.Make(tx, act.Command{Verb: "inspection.start"}, LineShape, l, nil, "checkup.added.v1",
					act.Code("of", l.Of), act.Id("matter", l.Matter))
				if err != nil {
					return nil, err
				}
			}
			return []act.Fact{act.Date("on", in.On), act.Number("lines", int64(len(lines)))}, nil
		})
}

func (d Commands) note() noun.Act {
	fs := append(field.Through(methods, func(v any) any { return &v.(*Noted).Methods }),
		field.Text("seen", 1, longMost, func(n *Noted) *string { return &n.Seen }), field.Files("file", false))
	a := further(d, "note", "noted", "Write down how it was inspected and what was seen", fs, while(Started),
		func(_ noun.Tx, x *Inspection, in *Noted) ([]act.Fact, error) {
			return []act.Fact{act.Words("seen", in.Seen)}, x.Note(*in)
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any { x := v.(*Inspection); return &Noted{x.Methods, x.Seen} }
	return a
}

// find puts a finding on record; it stays the inspectors' until the feedback.
func (d Commands) find() noun.Act {
	fs := append(FindingShape.Fields.Asked(), field.Files("file", false))
	a := further(d, "find", "found", "Record one thing that is not as it should be", fs, while(Started),
		func(tx noun.Tx, x *Inspection, in *Finding) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			f := &Finding{Inspection: x.ID, Team: x.Team}
			FindingShape.Fields.Copy(f, in)
			f.Unit, f.Side, f.State = x.Seat, x.Side, Noticed
			if err := f.fits(c.Team(x.Target), d.Problems().Rules, tx.Now().Day()); err != nil {
				return nil, err
			}
			if x.Findings >= findingsMost {
				return nil, text.Refuse(text.Conflict, "inspection.findings.many", "most", findingsMost)
			}
			x.Findings++
			err = noun.Make(tx, act.Command{Verb: "inspection.find"}, FindingShape, f, nil, "finding.added.v1",
				act.Code("level", string(f.Level)))
			return []act.Fact{act.Id("finding", f.ID)}, err
		})
	a.Kept = true
	return a
}

func measures(words string) measure.List {
	return measure.List{{Text: strings.TrimRight(words, "。.")}}
}

// fits says what the problem list would refuse: who is of another unit, a day that is over or too far.
func (f *Finding) fits(t bodies.Team, r problem.Rules, today when.Day) error {
	var errs text.InputErrors
	if !t.Works(f.Leader) {
		errs.Add("leader", "order.handler-elsewhere")
	}
	if !t.Works(f.Handler) {
		errs.Add("handler", "order.handler-elsewhere")
	}
	switch most := r.Limit(f.Level, today).Due; {
	case f.Due == 0:
	case f.Due < today:
		errs.Add("due", "problem.due-past")
	case f.Due > most:
		errs.Add("due", "problem.due-beyond-level", "most", most)
	}
	return errs.Err()
}

// tell gives the feedback: findings come on the problem list, the checklist stands as it is, and the duty of the organ
// that inspects is fulfilled.
func (d Commands) tell() noun.Act {
	fs := field.Fields{
		field.Day("on", true, func(f *Feedback) *when.Day { return &f.On }),
		field.Line("hearers", 1, lineMost, func(f *Feedback) *string { return &f.Hearers }),
		field.Text("opinion", 1, longMost, func(f *Feedback) *string { return &f.Opinion }),
		field.Files("file", false),
	}
	a := further(d, "tell", "told", "Tell the unit what was found; findings come on its problem list", fs,
		(*Inspection).mayTell, func(tx noun.Tx, x *Inspection, in *Feedback) ([]act.Fact, error) {
			if err := x.Tell(*in, d.Due, tx.Now().Day()); err != nil {
				return nil, err
			}
			if err := d.list(tx, x); err != nil {
				return nil, err
			}
			if err := d.keep(tx, x); err != nil {
				return nil, err
			}
			_, err := d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: Shape.Word, Body: x.Body,
				On: in.On, How: x.Subject, By: Shape.Ref(x)})
			return until(x.Due, act.Date("on", in.On), act.Words("opinion", in.Opinion)), err
		})
	a.ID, a.Body = "giveInspectionFeedback", "InspectionFeedback"
	return a
}

// until adds the day that binds from now on, if one does.
func until(due when.Day, facts ...act.Fact) []act.Fact {
	if due != 0 {
		facts = append(facts, act.Date("due", due))
	}
	return facts
}

// list puts what was found on the problem list of the unit.
func (d Commands) list(tx noun.Tx, x *Inspection) error {
	ids, err := tx.Find(ref.Finding, noun.Cond{Column: "inspection", Num: []int64{int64(x.ID)}}, noun.StateIs(Noticed))
	if err != nil {
		return err
	}
	problems := d.Problems()
	for _, id := range ids {
		err := noun.Take(tx, act.Command{Verb: "inspection.tell"}, FindingShape, noun.At{ID: id, Follows: true},
			"finding.listed.v1", func(tx noun.Tx, f *Finding) (_ []act.Fact, err error) {
				f.State, f.Unit = Listed, x.Target
				f.Problem, err = problems.RegisterIn(tx.(problem.Tx), f.input(x, problems.Rules.Limit, tx.Now().Day()),
					FindingShape.Ref(f))
				var wrong text.InputErrors
				if errors.As(err, &wrong) {
					err = text.Refuse(text.Conflict, "inspection.finding", "what", text.Clip(f.What, 30),
						"why", wrong[0].Message)
				}
				return []act.Fact{act.Id("problem", f.Problem)}, err
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// keep ends the looking at the checklist; what nobody looked at says so.
func (d Commands) keep(tx noun.Tx, x *Inspection) error {
	ids, err := tx.Find(ref.Checkup, noun.Cond{Column: "inspection", Num: []int64{int64(x.ID)}},
		noun.StateIs(Open, Looked))
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := noun.Take(tx, act.Command{Verb: "inspection.tell"}, LineShape, noun.At{ID: id, Follows: true},
			"checkup.kept.v1", func(_ noun.Tx, l *Line) ([]act.Fact, error) {
				if l.State = Kept; l.Result == "" {
					l.Result = Unseen
				}
				return []act.Fact{act.Code("result", l.Result)}, nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// report is the unit's own.
func (d Commands) report() noun.Act {
	fs := append(noun.Saying("done", longMost), field.Files("file", false))
	return noun.Further(d.life(Shape), "report", "reported", "Report, as the unit, what was put right", fs, while(Told),
		func(tx noun.Tx, x *Inspection, in *noun.Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("done", in.Text)}, x.Report(in.Text, tx.Actor().Hands(), tx.Now().Day())
		})
}

func (d Commands) recheck() noun.Act {
	fs := field.Fields{
		field.Code("result", true, results, "inspection.result.", func(r *Rechecking) *string { return &r.Result }),
		field.Text("checked", 1, textMost, func(r *Rechecking) *string { return &r.Checked }),
		field.Day("again", false, func(r *Rechecking) *when.Day { return &r.Again }),
		field.Files("file", false),
	}
	a := further(d, "recheck", "rechecked", "Look again at what the unit put right", fs, while(Reported),
		func(tx noun.Tx, x *Inspection, in *Rechecking) ([]act.Fact, error) {
			return until(in.Again, act.Code("result", in.Result), act.Words("opinion", in.Checked)),
				x.Recheck(*in, tx.Actor().Hands(), tx.Now().Day())
		})
	a.Kept = true
	return a
}

// close ends it: the re-check found it right, or every problem that came of it was struck off.
func (d Commands) close() noun.Act {
	fs := noun.Saying("ending", reasonMost)
	a := further(d, "close", "closed", "Close an inspection that was put right", fs, while(Told, Reported, Right),
		func(tx noun.Tx, x *Inspection, in *noun.Said) ([]act.Fact, error) {
			if x.State != Right {
				err := eachListed(tx, x, func(p problem.Problem) error {
					if p.State.Open() {
						return text.Refuse(text.Conflict, "inspection.open", "number", p.Number.String())
					}
					return nil
				})
				if err != nil {
					return nil, err
				}
			}
			x.State, x.ClosedOn, x.Ending, x.Due = Closed, tx.Now().Day(), in.Text, 0
			return []act.Fact{act.Words("opinion", in.Text)}, nil
		})
	a.Offer = func(v noun.Value) bool { return v.(*Inspection).State == Right }
	return a
}

func (d Commands) withdraw() noun.Act {
	a := further(d, "withdraw", "withdrawn", "Take off an inspection that has not begun",
		noun.Saying("ending", reasonMost), while(Ahead), func(_ noun.Tx, x *Inspection, in *noun.Said) ([]act.Fact, error) {
			x.State, x.Ending = Withdrawn, in.Text
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// strike takes off a finding before it was told.
func (d Commands) strike() noun.Act {
	return noun.Further(d.life(FindingShape), "strike", "struck", "Strike a finding before the unit is told of it",
		noun.Saying("why", reasonMost), func(f *Finding) error { return FindingShape.In(f, Noticed) },
		func(tx noun.Tx, f *Finding, in *noun.Said) ([]act.Fact, error) {
			f.State, f.Why = Struck, in.Text
			return []act.Fact{act.Words("reason", in.Text)}, noun.Take(tx, act.Command{Verb: "inspection.find"}, Shape,
				noun.At{ID: f.Inspection}, "inspection.unfound.v1", func(tx noun.Tx, x *Inspection) ([]act.Fact, error) {
					x.Findings--
					return []act.Fact{act.Id("finding", f.ID)}, x.may(tx.Actor())
				})
		})
}

// look says what was seen of a line of the checklist, on the spot.
func (d Commands) look() noun.Act {
	a := noun.Further(d.life(LineShape), "look", "looked", "Say what was seen of a line of the checklist", looking,
		(*Line).mayLook, func(tx noun.Tx, l *Line, in *Line) ([]act.Fact, error) {
			v, err := tx.One(ref.Inspection, l.Inspection)
			if err != nil {
				return nil, err
			}
			if err := v.(*Inspection).may(tx.Actor()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("result", in.Result), act.Words("opinion", in.Note)}, l.Look(*in)
		})
	a.Kept, a.Many = true, true
	a.Fill = func(v noun.Value) any { l := v.(*Line); return &Line{Result: l.Result, Note: l.Note} }
	return a
}
