package education

import (
	"math"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// ahead is how many days before its day an activity stands on a workbench [D].
const ahead = 15

// Noun is the whole declaration of activities.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: Shape, See: "education.see", List: "education.list", Tables: d.Tables,
		Institution: "education", Span: "day",
		Columns: []string{"theme", "form", "body", "day", "expected", "present", "absent", "madeUp", "state"},
		Filters: []string{"form", "body", "unit", "lecturer"},
		About:   noun.About{Among: "people", Shows: []string{"day", "form"}, Says: attended},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Ahead, Held)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Ahead)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "day", Below: int64(today)}}
			}},
			{Name: "held", Where: []noun.Cond{noun.StateIs(Held, Closed)}},
			{Name: "closed", Where: []noun.Cond{noun.StateIs(Closed)}},
			{Name: "all"},
		},
		Facts: []noun.Facts{{Whose: "body", Counts: []noun.Fact{{Key: "education-held", Tab: "held"},
			{Key: "education-expected", Tab: "held", Sum: []string{"expected"}},
			{Key: "education-reached", Tab: "held", Sum: []string{"present", "madeUp"}}}}},
		Sorts: []noun.Sort{{Name: "day", Column: "day", Down: true}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{k.AddAct("Plan an activity of preventive education"), d.hold(), d.answer(), d.makeUp(), d.close(),
			k.ChangeAct("Write the plan of an activity anew"), d.withdraw()},
		Import:  k.Import(titles, []string{"form", "body", "day", "whom"}, like),
		Fits:    func(name string, k bodies.BodyKind) bool { return name != "body" || Educates(k) },
		Inside:  func(v noun.Value) access.Object { return v.(*Education).Object() },
		Insight: "education.mark",
		Outer: []journal.Kind{"education.added.v1", "education.held.v1", "education.closed.v1", "education.withdrawn.v1",
			"education.file-added.v1"},
		Notes: notes, Waits: waits, Tells: tells, Forms: forms(),
		Beside: []noun.Link{{Label: "coverage.title", Href: "/coverage"},
			{Label: "attempt.list", Href: "/attempts"}},
	}
}

// Attempts is the declaration of what was answered.
func (d Commands) Attempts() *noun.Noun {
	return &noun.Noun{Shape: AttemptShape, See: "attempt.see", List: "attempt.list", Tables: d.Tables,
		Institution: "education", // of no day: counted with its activity
		Columns:     []string{"title", "person", "state"},
		Filters:     []string{"unit", "person"},
		About:       noun.About{Person: "person"},
		Tabs:        []noun.Tab{{Name: "all"}},
		Sorts:       []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "attempt.education", Href: "/educations/" + v.(*Attempt).Education.String()}}
		},
		Beside: []noun.Link{{Label: "education.list", Href: "/educations"}},
	}
}

// titles are the headings that counties write, beside our own (domain.md §3.4).
var titles = map[string][]string{
	"theme":    {"主题", "教育主题"},
	"form":     {"形式", "教育形式"},
	"body":     {"责任主体", "组织单位"},
	"day":      {"时间", "日期", "活动时间"},
	"place":    {"地点"},
	"lecturer": {"主讲人", "授课人"},
	"whom":     {"参加范围", "教育对象"},
	"content":  {"内容", "主要内容"},
}

// like finds the activity of the same body, day and theme.
func like(v noun.Value, all []noun.Value) noun.Value {
	e := v.(*Education)
	for _, x := range all {
		if o := x.(*Education); o.Body == e.Body && o.Day == e.Day && o.Theme == e.Theme && o.Form == e.Form &&
			o.State != Withdrawn {
			return x
		}
	}
	return nil
}

// attended says of somebody who was expected whether they came, once the roll was called.
func attended(v noun.Value, person ref.ID) []text.Message {
	e := v.(*Education)
	for _, p := range e.Places() {
		switch {
		case p.Person != person || p.Mark == Awaited:
		case p.Mark == Later:
			return []text.Message{text.M("education.attended.later", "on", p.On)}
		default:
			return []text.Message{text.M("education.attended." + p.Mark)}
		}
	}
	return nil
}

// notes say how an activity stands on a day.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	e := v.(*Education)
	if e.State == Ahead && e.Day < on {
		out = append(out, text.M("education.note.late", "day", e.Day))
	}
	if e.Absent > 0 {
		out = append(out, text.M("education.note.absent", "n", e.Absent))
	}
	if e.State == Held && e.QuizDue != 0 {
		out = append(out, text.M("education.note.quiz", "due", e.QuizDue, "n", e.Takers(), "of", e.Expected))
	}
	if e.State == Closed && e.Takers() > 0 {
		out = append(out, text.M("education.note.marked", "n", e.Takers(), "passed", e.Passed, "average",
			field.Mark(e.Average)))
	}
	return out
}

// waits: an activity is held, and closed when its quiz is over; who is expected answers the quiz.
var waits = []noun.Wait{
	{Acts: []string{"hold", "close"},
		Of: func(who actor.Actor, today when.Day) []noun.Cond {
			soon := noun.Cond{Column: "day", Below: int64(today) + ahead + 1}
			return noun.OfUnits(noun.StateIs(Ahead, Held), soon)(who, today)
		},
		Act: noun.Clerks(func(e *Education) (string, text.Message) {
			if e.State == Ahead {
				return "hold", text.M("education.why.hold", "day", e.Day)
			}
			return "close", text.M("education.why.close")
		}),
		Due: func(v noun.Value) when.Day {
			if e := v.(*Education); e.State == Held {
				return max(e.QuizDue, e.HeldOn+quizDays)
			}
			return v.(*Education).Day
		}},
	{Acts: []string{"answer"},
		Of: func(who actor.Actor, _ when.Day) []noun.Cond {
			if who.Person == ref.ID(0) || !who.InPerson() {
				return nil
			}
			return []noun.Cond{noun.StateIs(Held), {Column: "quiz_due", Below: math.MaxInt32}}
		},
		Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
			e := v.(*Education)
			if e.MayAnswer() != nil || !e.Expects(who.Person) || e.Has(who.Person) {
				return "", nil
			}
			return "answer", []text.Message{text.M("education.why.answer", "due", e.QuizDue)}
		},
		Due: func(v noun.Value) when.Day { return v.(*Education).QuizDue }},
}

// tells: who is expected hears of it, of another day or place, and that it is off.
var tells = []kind.Tell{
	{Of: "education.added.v1", Topic: "education.plan", To: []kind.Hearer{kind.ToPerson("people")}},
	{Of: "education.changed.v1", Topic: "education.plan", If: []string{"day", "place", "people"},
		To: []kind.Hearer{kind.ToPerson("people")}, Left: noun.TeamLeft},
	{Of: "education.withdrawn.v1", Topic: "education.plan", Back: true, To: []kind.Hearer{kind.ToPerson("people")}},
}
