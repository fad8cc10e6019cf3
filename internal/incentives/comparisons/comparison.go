// Package comparisons is “priority on equal terms” (同等条件优先, spec 5.1): what is on record of some people or
// bodies, side by side, in the order in which they were asked for. It never ranks and never adds up: who is
// preferred, people decide. Each look is on record with who looked and for what.
package comparisons

import (
	"encoding/json"
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Shown is the only state of a comparison.
const Shown = "shown"

// Most is how many are compared at once.
const Most = 20

// What is compared.
const (
	People = "people"
	Units  = "units" // their principal bodies
)

const (
	lineMost   = 120
	namesMost  = 2000
	packedMost = 400_000
	yearsMost  = 5
)

// Comparison is one look.
type Comparison struct {
	noun.Base
	Purpose string
	Subject string // People or Units
	Use     string // what stands in the way of which use is shown
	Years   int64  // how many, the running one included
	Names   string // one a line
	Asked   int64
	Packed  string
}

// Fields are what is known of one, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Comparison](),
	field.Line("purpose", 1, lineMost, func(c *Comparison) *string { return &c.Purpose }),
	field.Code("subject", true, []string{People, Units}, "comparison.subject.",
		func(c *Comparison) *string { return &c.Subject }),
	field.Policy("use", true, effect.UseTable, func(c *Comparison) *string { return &c.Use }),
	field.Count("years", 1, yearsMost, func(c *Comparison) *int64 { return &c.Years }),
	field.Text("names", 1, namesMost, func(c *Comparison) *string { return &c.Names }),
	field.Count("asked", 0, Most, func(c *Comparison) *int64 { return &c.Asked }).Silent(),
	field.Text("packed", 0, packedMost, func(c *Comparison) *string { return &c.Packed }).Silent().Within().Unfound(),
}

// Shape is what one is made of. Whom it names no search finds.
var Shape = noun.Shape{Of: ref.Comparison, Name: "comparisons", Word: "comparison", Table: "comparison", Mute: true,
	Unsung: true, New: func() noun.Value { return &Comparison{} }, Fields: Fields, Code: "number", Title: "purpose",
	States: []string{Shown}, Series: &noun.Series{Code: "comparison"}}

// Object is what access asks of one.
func (c *Comparison) Object() access.Object {
	return access.Object{Jurisdiction: c.Jurisdiction, Kind: ref.Comparison, ID: c.ID, Side: c.Side}
}

// Called is its number and what it was for.
func (c *Comparison) Called() (number, title string) { return c.Number, c.Purpose }

// Line is one of those compared: what is on record, and what stands in the way.
type Line struct {
	honours.Subject
	Name    string             `json:"name"`
	Post    string             `json:"post,omitempty"`
	Figures honours.Figures    `json:"figures"`
	Stands  []effect.Hindrance `json:"stands,omitempty"`
}

// Lines are those compared, in the order in which they were asked for.
func (c *Comparison) Lines() (out []Line) {
	if json.Unmarshal([]byte(c.Packed), &out) != nil {
		return nil
	}
	return out
}

// lines resolves the names.
func (c *Comparison) lines(r *bodies.County, errs *text.InputErrors) (out []Line) {
	if c.Subject == People {
		for _, id := range clearances.People(r, 0, c.Names, Most, errs) {
			who, _ := r.Person(id)
			l := Line{Subject: honours.Subject{Person: id}, Name: who.Name}
			if posts := r.PostsOf(id); len(posts) > 0 {
				l.Post = posts[0].Title
			}
			out = append(out, l)
		}
		return out
	}
	seen := map[ref.ID]bool{}
	for line := range strings.Lines(c.Names) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		of := r.ByName(name)
		if len(of) != 1 {
			errs.Add("names", "comparison.unit.none", "name", name, "n", len(of))
			continue
		}
		b, ok := r.Principal(of[0])
		switch {
		case !ok:
			errs.Add("names", "comparison.unit.body", "name", name)
		case !seen[b.ID]:
			seen[b.ID] = true
			out = append(out, Line{Subject: honours.Subject{Body: b.ID}, Name: b.Name})
		}
	}
	if len(out) > Most {
		errs.Add("names", "comparison.many", "n", len(out), "most", Most)
	}
	return out
}

// Commands performs the commands of comparisons.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Style  func(number.Series) number.Style
	Label  func(table, code string) string // in Chinese, for what is printed
	// Check says of people what stands in the way of a use, as the check before use does.
	Check func(tx noun.Reads, r *bodies.County, people []ref.ID, q effect.Question) ([]clearances.Person, error)
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

// Noun is the whole declaration of comparisons: they are asked for and read, and nothing else.
func (d Commands) Noun() *noun.Noun {
	k := noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(r *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
			c := v.(*Comparison)
			c.Side = actor.Supervisory
			if n := len(c.lines(r, errs)); n == 1 {
				errs.Add("names", "comparison.one")
			}
		},
		Look: func(tx noun.Tx, v noun.Value, _ *text.InputErrors) error {
			r, err := tx.CountyToday()
			if err == nil {
				err = d.look(tx, r, v.(*Comparison))
			}
			return err
		}}
	return &noun.Noun{Shape: d.shape(), See: "comparison.see", List: "comparison.list", Tables: d.Tables,
		Columns: []string{"number", "purpose", "subject", "use", "years", "asked"}, Filters: []string{"subject", "use"},
		Tabs: []noun.Tab{{Name: "all"}},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true},
			{Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts:  []noun.Act{k.AddAct("Put people or units side by side on equal terms; the look is on record")},
		Forms: []noun.Form{{Name: "table", Has: func(noun.Value) bool { return true }, Paper: d.paper}}}
}

// look reads what is on record of each, in a fixed number of statements.
func (d Commands) look(tx noun.Tx, r *bodies.County, c *Comparison) error {
	var none text.InputErrors
	out := c.lines(r, &none)
	of := make([]honours.Subject, len(out))
	var people []ref.ID
	at := map[ref.ID][]int{}
	for i, l := range out {
		of[i] = l.Subject
		who := l.Person
		if who == 0 {
			who = r.FirstResponsible(l.Body).Person
		}
		if who != 0 {
			if at[who] == nil {
				people = append(people, who)
			}
			at[who] = append(at[who], i)
		}
	}
	today := tx.Now().Day()
	got, err := honours.Gather(tx, r, of, today.Year()-int(c.Years)+1, today.Year())
	if err != nil {
		return err
	}
	found, err := d.Check(tx, r, people, effect.Question{On: today, Use: c.Use})
	if err != nil {
		return err
	}
	for _, p := range found {
		for _, i := range at[p.ID] {
			out[i].Stands = p.Stands
		}
	}
	for i := range out {
		out[i].Figures = got[i]
	}
	packed, err := json.Marshal(out)
	c.Packed, c.Asked = string(packed), int64(len(out))
	return err
}

// paper is the comparison as it lies on the table of a meeting.
func (d Commands) paper(v noun.Value, x noun.Printer) official.Document {
	c := v.(*Comparison)
	t := &official.Table{Wide: true, Columns: []official.Column{{Label: x.T("comparison.form.who"), Width: 3},
		{Label: x.T("honour.figures.grades"), Width: 4}, {Label: x.T("honour.figures.pledges"), Width: 3},
		{Label: x.T("honour.figures.statements"), Width: 3}, {Label: x.T("honour.figures.honours"), Width: 3},
		{Label: x.T("comparison.form.stands"), Width: 4}}}
	for _, l := range c.Lines() {
		row := []string{strings.TrimSpace(l.Name + "\n" + l.Post)}
		var grades, pledged, stated, had, stands []string
		for _, g := range l.Figures.Grades {
			grades = append(grades, g.Title+"："+x.Label(course.GradeTable, g.Grade))
		}
		for _, p := range l.Figures.Pledges {
			pledged = append(pledged, x.T("honour.figures.pledge",
				"year", fmt.Sprint(p.Year), "judged", p.Judged, "kept", p.Kept))
		}
		for _, s := range l.Figures.Statements {
			stated = append(stated, x.T("honour.figures.stated", "year", fmt.Sprint(s.Year), "score", field.Mark(s.Score)))
		}
		for _, h := range l.Figures.Honours {
			had = append(had, fmt.Sprintf("%d %s", h.Year, x.T("honour.kind."+h.Kind)))
		}
		for _, h := range l.Stands {
			for _, m := range clearances.Says(h, d.Label) {
				stands = append(stands, x.T(m.Key, clearances.Said(m, x)...))
			}
		}
		for _, cell := range [][]string{grades, pledged, stated, had, stands} {
			if len(cell) == 0 {
				cell = []string{x.T("honour.form.none")}
			}
			row = append(row, strings.Join(cell, "\n"))
		}
		t.Rows = append(t.Rows, row)
	}
	out := official.Document{Form: official.Plain, Title: []string{x.T("comparison.form.table")}, Number: c.Number,
		Body: append(official.Paragraphs(x.T("comparison.form.asked", "purpose", c.Purpose, "use", x.Said("use"),
			"n", c.Asked, "years", c.Years)), official.Block{Table: t})}
	out.Body = append(out.Body, official.Paragraphs(x.T("comparison.form.note"))...)
	return out
}
