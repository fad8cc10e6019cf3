package education

import (
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/official"
)

// forms are the papers of an activity: the sheet that is signed at the door, and who came, for the file.
func forms() []noun.Form {
	in := func(states ...string) func(noun.Value) bool {
		return func(v noun.Value) bool { return Shape.In(v.(*Education), states...) == nil }
	}
	return []noun.Form{{Name: "sign-in", Has: in(Ahead), Paper: signIn},
		{Name: "roll", Has: in(Held, Closed), Paper: came}}
}

// list is a paper with a line for each who is expected: number, name, post, and what say adds.
func (e *Education) list(x noun.Printer, title, day string, say func(Place) string,
	more ...official.Column) official.Document {
	columns := append([]official.Column{{Label: x.T("education.form.number"), Width: 2},
		{Label: x.T("coverage.person"), Width: 3}, {Label: x.T("education.form.post"), Width: 7}}, more...)
	var rows [][]string
	for i, p := range e.Places() {
		who, _ := x.County.Person(p.Person)
		row := []string{strconv.Itoa(i + 1), who.Name, post(x.County.PostsOf(p.Person)), say(p)}
		rows = append(rows, append(row, make([]string, len(columns)-len(row))...))
	}
	head := official.Paragraphs(x.T("education.form.head", "form", x.Said("form"), "body", x.Said("body"), "day", day,
		"place", e.Place))
	if e.Lecturer != 0 || e.Guest != "" {
		head = append(head, official.Paragraphs(x.T("education.form.lecturer", "name", x.Said("lecturer")+e.Guest))...)
	}
	return official.Document{Form: official.Plain, Title: []string{e.Theme, title},
		Body: append(head, official.Block{Table: &official.Table{Columns: columns, Rows: rows}})}
}

// post is the post that somebody is called by on a list.
func post(posts []bodies.Appointment) string {
	if len(posts) == 0 {
		return ""
	}
	return posts[0].Title
}

// signIn has room for a signature in each line.
func signIn(v noun.Value, x noun.Printer) official.Document {
	e := v.(*Education)
	return e.list(x, x.T("education.form.sign-in"), x.Day(e.Day), func(Place) string { return "" },
		official.Column{Label: x.T("education.form.signature"), Width: 4},
		official.Column{Label: x.T("education.form.remark"), Width: 4})
}

// came says who was there, and why the others were not.
func came(v noun.Value, x noun.Printer) official.Document {
	e := v.(*Education)
	out := e.list(x, x.T("education.form.roll"), x.Day(e.HeldOn), func(p Place) string {
		said := x.T("education.mark." + p.Mark)
		switch p.Mark {
		case Away:
			said = x.T("education.form.away", "why", p.Say)
		case Later:
			said = x.T("education.made-up", "on", p.On, "how", p.Say)
		}
		return said
	}, official.Column{Label: x.T("education.came"), Width: 8})
	out.Body = append(out.Body, official.Paragraphs(x.T("education.form.sum", "of", e.Expected, "n", e.Present, "later",
		e.MadeUp, "away", e.Absent))...)
	return out
}
