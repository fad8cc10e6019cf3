// Package opinions is what the pages of integrity opinions show: for those who answer, who has which answer, what is on
// record behind it and which sections have spoken; for the office that asked, the letter once it is out. The form that
// names people takes a table.
package opinions

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	tables "shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/opinions"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/exchange"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of requests. People are those of a request, for a page that found that its reader may know
// them: who signs is asked about no person by themselves.
type Pages struct {
	People   func(ctx context.Context, x *opinions.Opinion) ([]*opinions.Candidate, error)
	Commands opinions.Commands
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != opinions.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more, Take: take, With: p.with}
}

// person is one of a request, as the page shows them.
type person struct {
	*opinions.Candidate
	Says []text.Message
}

// bucket are those who have one answer.
type bucket struct {
	Answer string
	People []person
}

// agreed are those of whom there is nothing to say but the name.
func (b bucket) agreed() (out []person) {
	for _, c := range b.People {
		if b.Answer == opinions.None && c.State != opinions.Differing {
			out = append(out, c)
		}
	}
	return out
}

// listed are the others, each on a line.
func (b bucket) listed() (out []person) {
	for _, c := range b.People {
		if b.Answer != opinions.None || c.State == opinions.Differing {
			out = append(out, c)
		}
	}
	return out
}

type data struct {
	page.View
	X       *opinions.Opinion
	Buckets []bucket
	Heard   []opinions.Heard
	Left    []string
	Paper   page.Letter // the letter, or its draft; Number "" = neither
	Title   string      // over it
	Label   func(section string) string
	Calls   func(ref.ID) string
	Knows   bool // the reader is one of those who answer
	Opens   bool // and opens the people one by one
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d, err := p.of(v, x.(*opinions.Opinion))
	return answers(d), err
}

// of is what the page of a request shows its reader.
func (p Pages) of(v *desk.Visit, x *opinions.Opinion) (d data, err error) {
	d = data{View: v.View(""), X: x}
	if paper := d.X.Course().Paper(); paper.Number != "" {
		d.Paper, d.Title = sheetOf(v, paper, d.X.Course()), "opinion.letter"
	}
	d.Knows = v.Can("opinion.know", d.X.Object())
	if !d.Knows {
		return d, nil
	}
	found, err := p.People(v.R.Context(), d.X)
	if err != nil {
		return d, err
	}
	county, err := v.County()
	if err != nil {
		return d, err
	}
	d.Opens = access.Anywhere(v.Actor, "candidate.list")
	d.Calls = func(id ref.ID) string { who, _ := county.Person(id); return who.Name }
	label := func(table, code string) string { return v.Label(policy.Kind(table), code) }
	d.Label = func(code string) string { return label(opinions.SectionTable, code) }
	var all []*opinions.Candidate
	for _, c := range found {
		if c.State != opinions.Dropped {
			all = append(all, c)
		}
	}
	for _, answer := range opinions.Answers {
		b := bucket{Answer: answer}
		for _, c := range all {
			if c.Answer == answer {
				says := c.Says(label)
				for _, s := range c.Said() {
					says = append(says, text.M("candidate.note.differs", "section", label(opinions.SectionTable, s.Section),
						"answer", text.M("candidate.answer."+s.Answer), "reason", s.Reason))
				}
				b.People = append(b.People, person{c, says})
			}
		}
		if len(b.People) > 0 {
			d.Buckets = append(d.Buckets, b)
		}
	}
	d.Heard, d.Left = d.X.Voices(), d.X.Left()
	if d.X.State == opinions.Reviewing || d.X.State == opinions.Signing {
		d.Paper, d.Title = sheetOf(v, p.Commands.Draft(d.X, all, county), d.X.Course()), "opinion.draft"
	}
	return d, nil
}

// sheetOf is a letter as the page shows it: Chinese for every reader.
func sheetOf(v *desk.Visit, w official.Document, l *letter.Life) page.Letter {
	zh := v.Desk.Words.In(lang.Chinese)
	out := page.Letter{Organ: w.Mark, Number: w.Number, Title: strings.Join(w.Title, "\n"), Recipient: w.To + "：",
		Signer: w.Organ, Date: w.Date, Issuer: w.Printer}
	if w.Printed != "" {
		out.IssuedOn = zh.T("dispatch.paper.printed", "day", w.Printed)
	}
	for _, b := range w.Body {
		out.Body = append(out.Body, b.Text)
	}
	if w.Code != "" {
		out.Check = page.LetterCheck{Code: zh.T("letter.code", "code", w.Code), Say: zh.T("letter.code.say"),
			At: v.CheckAddress(w.Code), Label: zh.T("letter.code.qr")}
	}
	if l.State == letter.Void {
		out.Void, out.VoidSay = zh.T("dispatch.paper.void"), zh.T("dispatch.paper.void.say", "day", l.VoidOn)
	}
	return out
}

// tableName is the field of a table whose rows are people.
const tableName = "table"

// take turns an uploaded table into the rows that are put on the list. The file itself is not kept.
func take(v *desk.Visit, a noun.Act) error {
	list := v.Uploads(tableName)
	if a.Name != opinions.ListAct || len(list) == 0 || list[0].Size == 0 {
		return nil
	}
	f := list[0]
	if f.Size > exchange.FileMost {
		return text.InputErrors{{Field: tableName, Message: text.M("evidence.too-large", "most", exchange.FileMost>>20)}}
	}
	if err := v.Enter(gate.Table, tables.Weight(f.Size)); err != nil {
		return err
	}
	book, err := sheet.Open(f.Body, f.Size, f.Name, sheet.Limits{})
	var wrong text.InputErrors
	if errors.As(err, &wrong) {
		for i := range wrong {
			wrong[i].Field = tableName
		}
		return wrong
	}
	if err != nil {
		return err
	}
	rows, err := lines(book)
	if err != nil {
		return err
	}
	v.R.PostForm.Set("names", rows)
	return nil
}

// rowsMost is how far down a table may go; columnsMost, how far to the right it is read.
const (
	rowsMost    = 2000
	columnsMost = 40
)

// lines are the rows of the one sheet of a file that has any, each on the line of its own number, its cells between tabs:
// what is wrong with a row is said by the number that the spreadsheet shows. What is out of sight is refused: nobody is
// asked about whom nobody saw.
func lines(book *sheet.Book) (string, error) {
	refuse := func(key string, kv ...any) error {
		return text.InputErrors{{Field: tableName, Message: text.M(key, kv...)}}
	}
	var names, hidden []string
	var found sheet.Grid
	for _, g := range book.Grids {
		if len(g.Lines) > 0 && !g.Hidden {
			names, found = append(names, g.Name), g
		}
	}
	switch len(names) {
	case 0:
		return "", refuse("opinion.table.empty")
	case 1:
	default:
		return "", refuse("opinion.table.sheets", "n", len(names), "first", names[0], "second", names[1])
	}
	var b strings.Builder
	at := 1
	for _, l := range found.Lines {
		if l.Number > rowsMost {
			return "", refuse("opinion.table.long", "row", l.Number, "most", rowsMost)
		}
		if l.Hidden {
			hidden = append(hidden, strconv.Itoa(l.Number))
		}
		b.WriteString(strings.Repeat("\n", l.Number-at))
		at = l.Number
		b.WriteString(strings.Join(cells(l), "\t"))
	}
	if len(hidden) > 0 {
		return "", refuse("opinion.table.hidden", "row", hidden[0], "n", len(hidden))
	}
	return b.String(), nil
}

// cells are the words of a row, each in its column.
func cells(l sheet.Line) (out []string) {
	for _, c := range l.Spots {
		if c.Col > columnsMost {
			break
		}
		for len(out) < c.Col {
			out = append(out, "")
		}
		out[c.Col-1] = strings.Join(strings.Fields(c.Text), " ")
	}
	if len(out) == 1 {
		out = append(out, "") // one column is a table too
	}
	return out
}

// other is the act that answers the other way.
var other = map[string]string{"pass": "return", opinions.SignAct: "return", opinions.CancelAct: "keep",
	"keep": opinions.CancelAct}

// read are the acts before which one reads the answers and the letter: they stand beside the form.
var read = []string{"submit", "pass", "return", opinions.SignAct, "ask-cancel", opinions.CancelAct, "keep"}

// with stands with a form: a place for a table where people are named, what is decided about where somebody decides.
func (p Pages) with(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	switch {
	case a.Name == opinions.ListAct:
		out.Inside, out.Wide = tableInput(v), true
	case x != nil && slices.Contains(read, a.Name):
		d, err := p.of(v, x.(*opinions.Opinion))
		if err != nil {
			return out, err
		}
		out.Beside = answers(d)
		n := p.Commands.Noun()
		if to, ok := n.Act(other[a.Name]); ok && n.Refused(to, v.Actor, x, v.Now) == nil {
			out.Other = page.Link{Label: v.P.T("opinion.act." + to.Name), Href: "/opinions/" + d.X.ID.String() + "/do/" + to.Name}
		}
	}
	return out, nil
}
