package education

import (
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of education.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Duties duty.Commands             // an activity that was held fulfils the duty that asked for it
	Say    func(text.Message) string // in Chinese: the theme where none is typed
}

// The words of rules that an activity fulfils: a lecture of the first responsible person, and any that warns.
const (
	ByLecture = "lecture"
	ByWarning = "education"
)

// quizDays is until when a quiz is answered, after the day of the activity, where nobody says so [D].
const quizDays = 7

func (d Commands) life() noun.Life {
	return noun.Life{Door: d.Door, Shape: Shape, Tables: d.Tables}
}

// Educates says whether a body holds activities: those of the responsibilities, and the county's own two.
func Educates(k bodies.BodyKind) bool { return k.Side() != "" }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: d.settle, Lax: []string{"place"},
		May: func(v noun.Value) error { return Shape.In(v, Ahead) }}
}

// settle finds out whose an activity is, who is expected, and that its quiz can be marked.
func (d Commands) settle(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
	e := v.(*Education)
	body, ok := c.Body(e.Body)
	if e.Body != 0 && (!ok || !Educates(body.Kind)) {
		errs.Add("body", "screening.body.none")
	}
	e.Unit, e.Side = body.Unit, actor.Side(body.Kind.Side())
	if e.Theme == "" {
		e.Theme = d.Say(text.M("education.theme"))
	}
	if e.Form == Lecture && e.Lecturer == 0 && e.Guest == "" {
		errs.Add("lecturer", "education.lecturer")
	}
	if ok {
		e.expect(c, errs)
	}
	if e.Quiz == "" {
		if e.Form == Test {
			errs.Add("quiz", "education.quiz.test")
		}
		e.Pass, e.QuizDue = 0, 0
		return
	}
	quiz, wrong := ParseQuiz(e.Quiz)
	*errs = append(*errs, wrong...)
	if full := quiz.Full(); len(wrong) == 0 && (e.Pass < 1 || e.Pass > full) {
		errs.Add("pass", "education.pass", "full", full)
	}
	switch {
	case e.QuizDue == 0:
		e.QuizDue = e.Day + quizDays
	case e.QuizDue < e.Day:
		errs.Add("quizDue", "education.quiz-due", "day", e.Day)
	}
}

// expect finds those who are expected.
func (e *Education) expect(c *bodies.County, errs *text.InputErrors) {
	var out []ref.ID
	add := func(who ref.ID) {
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	switch e.Whom {
	case Named:
		if e.Names == "" {
			errs.Add("names", "education.names")
			return
		}
		for _, name := range Split(e.Names) {
			who, key := find(c, name, e.Unit)
			if key != "" {
				errs.Add("names", key, "name", name)
				return
			}
			add(who)
		}
	case Everybody, Leaders:
		if e.Names != "" {
			errs.Add("names", "education.names.none")
		}
		for _, a := range Posts(c, e.Unit, e.Body) {
			if e.Whom == Everybody || a.Unit == e.Unit && (a.Post.Member() || c.First(a)) {
				add(a.Person)
			}
		}
	default:
		return // said already
	}
	switch {
	case len(out) == 0:
		errs.Add("whom", "education.nobody")
	case len(out) > PeopleMost:
		errs.Add("whom", "education.many", "n", len(out), "most", PeopleMost)
	}
	e.People, e.Expected = joined(out), int64(len(out))
}

// Posts are those of a unit and below it; of a body without a unit its own.
func Posts(c *bodies.County, unit, body ref.ID) (out []bodies.Appointment) {
	if unit == 0 {
		return c.PostsAt(body)
	}
	for _, u := range c.Reach(unit) {
		out = append(out, c.PostsIn(u)...)
	}
	return out
}

// Split takes names apart: one a line, or with 、 or a comma between.
func Split(names string) []string {
	return strings.FieldsFunc(names, func(r rune) bool { return strings.ContainsRune("、，,；;\n", r) || r == ' ' })
}

// find finds one person; of several of a name the unit in brackets says which.
func find(c *bodies.County, name string, unit ref.ID) (ref.ID, string) {
	plain, at, _ := strings.Cut(strings.NewReplacer("(", "（", ")", "）").Replace(name), "（")
	if units := c.ByName(strings.TrimSuffix(at, "）")); at != "" && len(units) > 0 {
		unit = units[0]
	}
	found := c.Match(plain, "", unit)
	who, one := found.One()
	switch {
	case found.None():
		return 0, "education.names.nobody"
	case !one:
		return 0, "education.names.several"
	}
	return who, ""
}

// hold says that it was held and who came; the duty that asked for it is fulfilled.
func (d Commands) hold() noun.Act {
	fs := field.Fields{
		field.Day("on", true, func(h *Holding) *when.Day { return &h.On }),
		field.Text("roll", 1, rollMost, func(h *Holding) *string { return &h.Roll }).Within().
			Says("A line for each person expected: the identifier and +, or the identifier, - and why they were away"),
		field.Files("file", true),
	}
	a := noun.Further(d.life(), "hold", "held", "Say that an activity was held, and who of those expected came", fs,
		func(e *Education) error { return Shape.In(e, Ahead) },
		func(tx noun.Tx, e *Education, in *Holding) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			called := func(id ref.ID) string { p, _ := c.Person(id); return p.Name }
			if err := e.Hold(*in, called, tx.Now().Day()); err != nil {
				return nil, err
			}
			if form := e.fulfils(c); form != "" {
				_, err = d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: form, Body: e.Body,
					Person: e.Lecturer, On: in.On, How: e.Theme, By: Shape.Ref(e)})
			}
			return []act.Fact{act.Date("on", in.On), act.Number("expected", e.Expected),
				act.Number("present", e.Present)}, err
		})
	a.Kept, a.ID, a.Body = true, "holdEducation", "EducationHolding"
	a.Fill = func(v noun.Value) any { return &Holding{On: v.(*Education).Day} }
	return a
}

// fulfils is which form of duty an activity is: a lecture is one where the first responsible person gave it; film,
// visit and cases warn.
func (e *Education) fulfils(c *bodies.County) string {
	switch e.Form {
	case Lecture:
		if first := c.FirstResponsible(e.Body); !first.Vacant() && first.Person == e.Lecturer {
			return ByLecture
		}
	case Film, Visit, Case:
		return ByWarning
	}
	return ""
}

// makeUp says that somebody made it up later.
func (d Commands) makeUp() noun.Act {
	fs := field.Fields{
		field.Person("person", true, func(m *Making) *ref.ID { return &m.Person }),
		field.Day("on", true, func(m *Making) *when.Day { return &m.On }),
		field.Line("how", 1, absentMost, func(m *Making) *string { return &m.How }),
		field.Files("file", false),
	}
	a := noun.Further(d.life(), "make-up", "made-up", "Say that somebody who was away made it up", fs,
		func(e *Education) error {
			if err := Shape.In(e, Held, Closed); err != nil {
				return err
			}
			if e.Absent == 0 {
				return text.Refuse(text.Conflict, "education.all-there")
			}
			return nil
		},
		func(tx noun.Tx, e *Education, in *Making) ([]act.Fact, error) {
			return []act.Fact{act.Id("person", in.Person), act.Date("on", in.On)}, e.MakeUp(*in, tx.Now().Day())
		})
	a.Kept, a.ID, a.Body = true, "makeUpEducation", "EducationMakingUp"
	return a
}

// Sheet is what somebody answers.
type Sheet struct{ Answers string }

// answer is one's own, once: what was answered stands in an attempt of its own.
func (d Commands) answer() noun.Act {
	fs := field.Fields{field.Line("answers", 1, lineMost*2, func(s *Sheet) *string { return &s.Answers }).Within().
		Says("An answer a question, with a blank between: A, AC, 对 or 错")}
	a := noun.Further(d.life(), "answer", "answered", "Answer the quiz of an activity that one is expected at, once", fs,
		(*Education).MayAnswer,
		func(tx noun.Tx, e *Education, in *Sheet) ([]act.Fact, error) {
			who := tx.Actor().Person
			if e.Has(who) {
				return nil, text.Refuse(text.Conflict, "education.answered")
			}
			quiz, wrong := ParseQuiz(e.Quiz)
			if len(wrong) > 0 {
				return nil, wrong.Err()
			}
			sheet, wrong := quiz.Sheet(in.Answers)
			if err := wrong.Err(); err != nil {
				return nil, err
			}
			e.Answered = joined(append(ids(e.Answered), who))
			x := &Attempt{Education: e.ID, Title: e.Theme, Person: who, Answers: sheet}
			x.Unit, x.Side, x.State = e.Unit, e.Side, Given
			return nil, noun.Make(tx, act.Command{Verb: "education.answer"}, AttemptShape, x, nil, "attempt.added.v1",
				act.Id("education", e.ID))
		})
	a.For = func(who actor.Actor, v noun.Value) bool {
		e := v.(*Education)
		return who.InPerson() && e.Expects(who.Person) && !e.Has(who.Person)
	}
	a.Kept, a.ID, a.Body = true, "answerEducation", "EducationAnswers"
	return a
}

// close ends it: the quiz is marked.
func (d Commands) close() noun.Act {
	return noun.Further(d.life(), "close", "closed", "Close an activity; its quiz is marked",
		noun.Saying("summary", textMost), func(e *Education) error { return Shape.In(e, Held) },
		func(tx noun.Tx, e *Education, in *noun.Said) ([]act.Fact, error) {
			all, err := tx.Those(ref.Attempt, noun.Cond{Column: "education", Num: []int64{int64(e.ID)}})
			if err != nil {
				return nil, err
			}
			sheets := map[ref.ID]string{}
			for _, v := range all {
				x := v.(*Attempt)
				sheets[x.Person] = x.Answers
			}
			if err := e.Close(in.Text, sheets, tx.Now().Day()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Number("answered", int64(len(all))), act.Number("passed", e.Passed),
				act.Words("summary", in.Text)}, nil
		})
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(), "withdraw", "withdrawn", "Withdraw an activity that is not held",
		noun.Saying("why", reasonMost), func(e *Education) error { return Shape.In(e, Ahead) },
		func(_ noun.Tx, e *Education, in *noun.Said) ([]act.Fact, error) {
			e.State, e.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}
