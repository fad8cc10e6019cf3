// Package education is preventive education (预防教育, spec 3.4): an activity with those who are expected by name, who
// came, who did not and why, who made it up later, and a quiz that marks itself; and how often each was reached in a
// year.
package education

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an activity.
const (
	Ahead     = "planned"
	Held      = "held" // the roll was called; a quiz is open
	Closed    = "closed"
	Withdrawn = "withdrawn"
)

// The forms of an activity that a rule asks for.
const (
	Lecture = "lecture" // 党课
	Film    = "film"    // 警示教育片
	Visit   = "visit"   // 参观基地
	Test    = "test"    // 廉政测试
	Case    = "case"    // 以案促改
	Study   = "study"   // 专题学习
)

// Who is expected.
const (
	Everybody = "unit" // who holds a post in the body's unit or below it
	Leaders   = "leaders"
	Named     = "named"
)

const (
	// PeopleMost is how many people are expected at most [D].
	PeopleMost = 500
	lineMost   = 200
	textMost   = 3000
	reasonMost = 500
	absentMost = 60      // characters of why somebody did not come
	namesMost  = 10_000  // characters: five hundred names with their units
	idsMost    = 10_000  // the same people as identifiers
	rollMost   = 100_000 // the same with what is said of each
)

// Education is one activity.
type Education struct {
	noun.Base
	Theme    string // 守纪律、讲规矩 [T] unless another is typed
	Form     string
	Body     ref.ID // who holds it
	Day      when.Day
	Place    string
	Lecturer ref.ID
	Guest    string // who lectures and is not of the register
	Whom     string
	Names    string
	Content  string
	Quiz     string // see ParseQuiz
	Pass     int64  // points
	QuizDue  when.Day

	People   string // who is expected, as identifiers between blanks
	Answered string // who answered the quiz, the same
	Roll     string // see Place
	Expected int64
	Present  int64
	Absent   int64 // and did not make it up yet
	MadeUp   int64
	HeldOn   when.Day
	Passed   int64
	Average  int64 // hundredths of a point, rounded half up
	ClosedOn when.Day
	Summary  string
	Why      string // it was withdrawn
}

// Fields are what is known of an activity, in the order of the form.
var Fields = field.Fields{
	field.Line("theme", 0, lineMost, func(e *Education) *string { return &e.Theme }).Open(),
	field.Code("form", true, []string{Lecture, Film, Visit, Test, Case, Study}, "education.form.",
		func(e *Education) *string { return &e.Form }),
	field.Body("body", true, func(e *Education) *ref.ID { return &e.Body }).Owns(),
	field.Day("day", true, func(e *Education) *when.Day { return &e.Day }),
	field.Line("place", 1, lineMost, func(e *Education) *string { return &e.Place }),
	field.Person("lecturer", false, func(e *Education) *ref.ID { return &e.Lecturer }),
	field.Line("guest", 0, lineMost, func(e *Education) *string { return &e.Guest }),
	field.Code("whom", true, []string{Everybody, Leaders, Named}, "education.whom.",
		func(e *Education) *string { return &e.Whom }),
	field.Text("names", 0, namesMost, func(e *Education) *string { return &e.Names }).Inside(),
	field.Text("content", 0, textMost, func(e *Education) *string { return &e.Content }),
	field.Text("quiz", 0, quizMost, func(e *Education) *string { return &e.Quiz }).Inside().ShownApart().Folded(),
	field.Count("pass", 0, pointsMost, func(e *Education) *int64 { return &e.Pass }).Folded(),
	field.Day("quizDue", false, func(e *Education) *when.Day { return &e.QuizDue }).Folded(),
	field.Line("people", 0, idsMost, func(e *Education) *string { return &e.People }).Open().Silent().Within().Unfound(),
	field.Line("answered", 0, idsMost, func(e *Education) *string { return &e.Answered }).Open().Silent().Within().
		Unfound(),
	field.Text("roll", 0, rollMost, func(e *Education) *string { return &e.Roll }).Silent().Within().Inside(),
	field.Count("expected", 0, PeopleMost, func(e *Education) *int64 { return &e.Expected }).Silent(),
	field.Count("present", 0, PeopleMost, func(e *Education) *int64 { return &e.Present }).Silent(),
	field.Count("absent", 0, PeopleMost, func(e *Education) *int64 { return &e.Absent }).Silent(),
	field.Count("madeUp", 0, PeopleMost, func(e *Education) *int64 { return &e.MadeUp }).Silent(),
	field.Day("heldOn", false, func(e *Education) *when.Day { return &e.HeldOn }).Silent(),
	field.Count("passed", 0, PeopleMost, func(e *Education) *int64 { return &e.Passed }).Silent(),
	field.Points("average", pointsMost, func(e *Education) *int64 { return &e.Average }).Silent(),
	field.Day("closedOn", false, func(e *Education) *when.Day { return &e.ClosedOn }).Silent(),
	field.Text("summary", 0, textMost, func(e *Education) *string { return &e.Summary }).Silent(),
	field.Text("why", 0, reasonMost, func(e *Education) *string { return &e.Why }).Silent(),
}

// Shape is what an activity is made of.
var Shape = noun.Shape{Of: ref.Education, Name: "educations", Word: "education", Table: "education",
	New: func() noun.Value { return &Education{} }, Fields: Fields, Title: "theme", Team: "people",
	States: []string{Ahead, Held, Closed, Withdrawn},
	Attach: &noun.Attachments{Verb: "education.attach", Of: []string{"proof", "other"}, Most: 50,
		States: []string{Ahead, Held, Closed}}}

// Object is what access asks of an activity: who is expected sees it.
func (e *Education) Object() access.Object {
	return access.Object{Jurisdiction: e.Jurisdiction, Kind: ref.Education, ID: e.ID, Unit: e.Unit, Side: e.Side,
		Team: ids(e.People)}
}

// Called names an activity in a line.
func (e *Education) Called() (number, title string) { return "", e.Theme }

func ids(s string) (out []ref.ID) {
	for _, x := range strings.Fields(s) {
		out = append(out, ref.Parse(x))
	}
	return out
}

// joined is the other way round; a blank stands before and behind each.
func joined(list []ref.ID) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	for _, id := range list {
		b.WriteString(" " + id.String())
	}
	return b.String() + " "
}

// Expects says whether somebody is expected.
func (e *Education) Expects(who ref.ID) bool { return who != 0 && slices.Contains(ids(e.People), who) }

// Has says whether somebody answered the quiz.
func (e *Education) Has(who ref.ID) bool { return slices.Contains(ids(e.Answered), who) }

// Takers are how many answered the quiz.
func (e *Education) Takers() int { return len(strings.Fields(e.Answered)) }

// MayAnswer says whether the quiz is open.
func (e *Education) MayAnswer() error {
	if err := Shape.In(e, Held); err != nil {
		return err
	}
	if e.QuizDue == 0 { // as long as there is a quiz there is a day; the quiz itself is kept from who is outside
		return text.Refuse(text.Conflict, "education.quiz.none")
	}
	return nil
}

// Holding is how an activity was held: Roll says of everybody expected whether they came.
type Holding struct {
	On   when.Day
	Roll string
}

// Hold says that it was held, on a day that is not to come, and who was there. called names a person.
func (e *Education) Hold(in Holding, called func(ref.ID) string, today when.Day) error {
	var errs text.InputErrors
	if in.On > today {
		errs.Add("on", "record.on.later", "today", today)
	}
	roll, err := callRoll(ids(e.People), in.Roll, called)
	errs = append(errs, err...)
	if err := errs.Err(); err != nil {
		return err
	}
	e.State, e.HeldOn = Held, in.On
	e.put(roll)
	return nil
}

// put keeps the roll with what follows from it.
func (e *Education) put(roll []Place) {
	e.Roll, e.Present, e.Absent, e.MadeUp = written(roll), 0, 0, 0
	for _, p := range roll {
		switch p.Mark {
		case Came:
			e.Present++
		case Away:
			e.Absent++
		case Later:
			e.MadeUp++
		}
	}
}

// Making is who made it up, when and how.
type Making struct {
	Person ref.ID
	On     when.Day
	How    string
}

// MakeUp says that somebody who was away made it up, after it was held.
func (e *Education) MakeUp(in Making, today when.Day) error {
	var errs text.InputErrors
	roll := e.Places()
	i := slices.IndexFunc(roll, func(p Place) bool { return p.Person == in.Person })
	if i < 0 || roll[i].Mark != Away {
		errs.Add("person", "education.make-up.none")
	}
	switch {
	case in.On > today:
		errs.Add("on", "record.on.later", "today", today)
	case in.On < e.HeldOn:
		errs.Add("on", "education.make-up.before", "on", e.HeldOn)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	roll[i].Mark, roll[i].On, roll[i].Say = Later, in.On, in.How
	e.put(roll)
	return nil
}

// Close ends it. sheets are what was answered; each is marked, and what is known of all is kept.
func (e *Education) Close(summary string, sheets map[ref.ID]string, today when.Day) error {
	e.State, e.ClosedOn, e.Summary, e.QuizDue = Closed, today, summary, 0
	if e.Quiz == "" {
		return nil
	}
	quiz, wrong := ParseQuiz(e.Quiz)
	if len(wrong) > 0 {
		return wrong.Err()
	}
	var sum, n int64
	roll := e.Places()
	for i, p := range roll {
		sheet, ok := sheets[p.Person]
		if !ok {
			continue
		}
		points := quiz.Mark(sheet)
		roll[i].Took, roll[i].Points, roll[i].Passed = true, points, points >= e.Pass
		sum, n = sum+points, n+1
		if points >= e.Pass {
			e.Passed++
		}
	}
	if n > 0 {
		e.Average = (sum*200 + n) / (2 * n)
	}
	e.put(roll)
	return nil
}

// Attempt is what one person answered, once.
type Attempt struct {
	noun.Base
	Education ref.ID
	Title     string
	Person    ref.ID
	Answers   string
}

// Given is the one state of an attempt: what was answered stands.
const Given = "given"

// AttemptShape is what an attempt is made of.
var AttemptShape = noun.Shape{Of: ref.Attempt, Name: "attempts", Word: "attempt", Table: "attempt",
	New: func() noun.Value { return &Attempt{} }, Title: "title", Person: "person", Mute: true, Unsung: true,
	States: []string{Given},
	Fields: field.Fields{
		field.Object("education", func(a *Attempt) *ref.ID { return &a.Education }),
		field.Line("title", 0, lineMost, func(a *Attempt) *string { return &a.Title }).Silent().Open(),
		field.Person("person", true, func(a *Attempt) *ref.ID { return &a.Person }).Silent(),
		field.Line("answers", 0, lineMost*2, func(a *Attempt) *string { return &a.Answers }).Silent(),
	}}

// Object is what access asks of an attempt: its person wrote it.
func (a *Attempt) Object() access.Object {
	return access.Object{Jurisdiction: a.Jurisdiction, Kind: ref.Attempt, ID: a.ID, Unit: a.Unit, Side: a.Side,
		Person: a.Person, Team: []ref.ID{a.Person}}
}

// Called names an attempt in a line.
func (a *Attempt) Called() (number, title string) { return "", a.Title }
