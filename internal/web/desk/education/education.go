// Package education is what the pages of preventive education show beside what every noun's do: the roll with a tick a
// person, the quiz, one's own mark, and how the people of a unit were reached in a year.
package education

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/education"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Reader is what the pages read.
type Reader interface {
	noun.Reader
	education.Source
	One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error)
}

// Pages adds to the pages of education.
type Pages struct{ Read Reader }

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != education.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more, Take: p.take, With: p.with, Choices: p.away}
}

// data is an activity as its page and its forms show it.
type data struct {
	page.View
	V      *desk.Visit
	C      *bodies.County
	E      *education.Education
	Inside bool
	Roll   []education.Place // all of it, or of who is not inside their own line
	Quiz   education.Quiz
	Sheet  []string // what the visitor answered
	Key    bool     // the right answers are shown
}

// of reads the activity of an address with what the visitor may know of it.
func (p Pages) of(v *desk.Visit, id ref.ID) (d data, err error) {
	x, ok, err := p.Read.One(v.R.Context(), ref.Education, id)
	if err != nil {
		return d, err
	}
	if !ok {
		return d, desk.Missing()
	}
	d = data{View: v.View(""), V: v, E: x.(*education.Education)}
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	d.Inside = v.Can("education.mark", d.E.Object())
	me := v.Actor.Person
	for _, r := range d.E.Places() {
		if d.Inside || r.Person == me {
			d.Roll = append(d.Roll, r)
		}
	}
	if d.E.Quiz != "" && (d.Inside || d.E.Expects(me)) {
		d.Quiz, _ = education.ParseQuiz(d.E.Quiz)
	}
	asked := d.E.MayAnswer() == nil && d.E.Expects(me) && !d.E.Has(me) // an organiser too answers before reading the key
	d.Key = d.Inside && !asked || d.E.State == education.Closed
	return d, nil
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d, err := p.of(v, x.Head().ID)
	if err != nil || !d.E.Has(v.Actor.Person) {
		return sheets(d), err
	}
	mine := noun.Query{Sort: noun.Sort{Name: "new", Column: "id"}, Where: []noun.Cond{
		{Column: "education", Num: []int64{int64(d.E.ID)}}, {Column: "person", Num: []int64{int64(v.Actor.Person)}}}}
	got, err := p.Read.Whole(v.R.Context(), ref.Attempt, v.Scope("attempt.see"), mine, 1)
	for _, a := range got.Values {
		d.Sheet = strings.Fields(a.(*education.Attempt).Answers)
	}
	return sheets(d), err
}

// with stands with the forms in which a line a person, or a question, is answered.
func (p Pages) with(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x == nil || a.Name != "hold" && a.Name != "answer" {
		return out, nil
	}
	d, err := p.of(v, x.Head().ID)
	if err != nil {
		return out, err
	}
	if a.Name == "hold" {
		out.After = rollForm(d)
	} else {
		out.Inside = quizForm(d)
	}
	out.Wide = true
	return out, nil
}

// take brings what was ticked into the field that the act takes.
func (p Pages) take(v *desk.Visit, a noun.Act) error {
	if a.Name != "hold" && a.Name != "answer" {
		return nil
	}
	d, err := p.of(v, v.ID("id"))
	if err != nil {
		return err
	}
	v.Form("key") // parses the form
	var errs text.InputErrors
	if a.Name == "answer" {
		var out []string
		for i := range d.Quiz {
			out = append(out, strings.Join(v.Forms(answerName(i)), ""))
			if d.unanswered(i) {
				errs.Add(answerName(i), "education.answers.missing", "n", i+1)
			}
		}
		v.R.PostForm.Set("answers", strings.Join(out, " "))
		return errs.Err()
	}
	var b strings.Builder
	for _, r := range d.Roll {
		id := r.Person.String()
		switch {
		case d.came(r):
			b.WriteString(id + " +\n")
		case d.unsaid(r) && len(errs) < wrongMost:
			errs.Add(whyName(r), "education.roll.why", "name", d.called(r.Person))
		default:
			b.WriteString(id + " - " + d.why(r) + "\n")
		}
	}
	if len(errs) > 0 && len(v.Uploads("file")) == 0 { // said at once
		errs.Add("file", "evidence.choose")
	}
	v.R.PostForm.Set("roll", b.String())
	return errs.Err()
}

// wrongMost is of how many people at once it is said above a form that a reason is missing; beside each it is said of
// all [D].
const wrongMost = 10

// unsaid says that a form came without a tick and without a reason for somebody.
func (d data) unsaid(r education.Place) bool {
	return d.sent() && !d.came(r) && strings.TrimSpace(d.why(r)) == ""
}

// unanswered says that a form came without an answer to a question.
func (d data) unanswered(i int) bool { return d.sent() && len(d.V.Forms(answerName(i))) == 0 }

func (d data) sent() bool { return d.V.R.Method == http.MethodPost }

func whyName(r education.Place) string { return "why-" + r.Person.String() }

// reason is the question why somebody was away.
func (d data) reason(r education.Place) page.Field {
	f := page.Field{Name: whyName(r), Value: d.why(r), Optional: true, Heard: true,
		Label: d.P.T("education.absent.who", "name", d.called(r.Person))}
	if d.unsaid(r) {
		f.Error = d.P.T("education.roll.why", "name", d.called(r.Person))
	}
	return f
}

// away are who may make it up.
func (p Pages) away(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if a.Name != "make-up" {
		return nil, nil
	}
	d, err := p.of(v, v.ID("id"))
	if err != nil {
		return nil, err
	}
	out := []page.Option{}
	for _, r := range d.Roll {
		if r.Mark == education.Away {
			out = append(out, page.Option{Value: r.Person.String(), Label: d.called(r.Person)})
		}
	}
	return map[string][]page.Option{"person": out}, nil
}

func answerName(i int) string { return "answer-" + strconv.Itoa(i+1) }

func (d data) called(id ref.ID) string {
	x, _ := d.C.Person(id)
	return x.Name
}

// came says what was ticked in a form that is shown again.
func (d data) came(r education.Place) bool {
	return slices.Contains(d.V.Forms("came"), r.Person.String())
}

func (d data) why(r education.Place) string { return d.V.Form(whyName(r)) }

// question is one of the quiz in a form.
func (d data) question(i int) page.Field {
	q := d.Quiz[i]
	f := page.Field{Name: answerName(i), Label: d.asks(i), Values: d.V.Forms(answerName(i))}
	f.Value = strings.Join(f.Values, "")
	if d.unanswered(i) {
		f.Error = d.P.T("education.answers.missing", "n", i+1)
	}
	if len(q.Options) == 0 {
		f.Options = []page.Option{{Value: education.Right, Label: d.P.T("education.right")},
			{Value: education.Wrong, Label: d.P.T("education.wrong")}}
	}
	for j, o := range q.Options {
		letter := string(rune('A' + j))
		f.Options = append(f.Options, page.Option{Value: letter, Label: letter + ". " + o})
	}
	return f
}

func (d data) asks(i int) string {
	q := d.Quiz[i]
	s := d.P.T("education.question", "n", i+1, "ask", q.Ask, "points", q.Points)
	if q.Many() {
		s += d.P.T("education.question.many")
	}
	return s
}

func (d data) mark(r education.Place) string { return d.P.T("education.mark." + r.Mark) }

func (d data) tone(r education.Place) page.Tone {
	switch r.Mark {
	case education.Came, education.Later:
		return page.Green
	case education.Away:
		return page.Red
	}
	return page.Grey
}

func (d data) say(r education.Place) string {
	if r.On != 0 {
		return d.P.T("education.made-up", "on", r.On, "how", r.Say)
	}
	return r.Say
}

func (d data) points(r education.Place) string {
	if !r.Took {
		return ""
	}
	if r.Passed {
		return d.P.T("education.points.passed", "n", r.Points, "of", d.Quiz.Full())
	}
	return d.P.T("education.points", "n", r.Points, "of", d.Quiz.Full())
}

func (d data) head() page.List {
	out := page.List{Caption: d.P.T("education.field.roll"), Cols: []page.Col{
		{Label: d.P.T("coverage.person"), Width: "name"}, {Label: d.P.T("education.came")}}}
	if d.rolled() {
		out.Cols = append(out.Cols, page.Col{Label: d.P.T("education.say")})
	}
	if d.marked() {
		out.Cols = append(out.Cols, page.Col{Label: d.P.T("education.points.column")})
	}
	return out
}

// rolled says that somebody has called the roll, marked that the quiz is marked: columns that hold nothing yet are not
// shown.
func (d data) rolled() bool { return d.E.Roll != "" }

func (d data) marked() bool {
	return slices.ContainsFunc(d.Roll, func(r education.Place) bool { return r.Took })
}

func (d data) formHead() page.List {
	return page.List{Caption: d.P.T("education.field.roll"), Cols: []page.Col{
		{Label: d.P.T("education.ticked"), Width: "name"},
		{Label: d.P.T("education.absent.why")}}}
}

// given is what the visitor answered to a question.
func (d data) given(i int) string {
	if i < len(d.Sheet) {
		return d.Sheet[i]
	}
	return ""
}

// object is a unit as the coverage of its people is asked for.
func object(jurisdiction int32, unit ref.ID) access.Object {
	return access.Object{Jurisdiction: jurisdiction, Kind: ref.Unit, ID: unit, Unit: unit}
}

// yearOf is the year of the address; another than those that are kept is this one.
func yearOf(v *desk.Visit) int {
	now := v.Today().Year()
	if y, err := strconv.Atoi(text.Cut(v.R.URL.Query().Get("year"), 4)); err == nil && y > now-yearsBack && y <= now {
		return y
	}
	return now
}

// yearsBack is how many years are offered [D].
const yearsBack = 5
