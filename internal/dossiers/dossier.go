package dossiers

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a dossier.
const (
	Open     = "open"
	Expected = "expected" // somebody took a post: it is to be opened
	Closed   = "closed"   // the person left, or it was handed on
)

const (
	lineMost   = 60
	reasonMost = 500
	textMost   = 4000
	pagesMost  = 99_999
)

// Dossier is one official's. What stands in it is gathered when it is looked into.
type Dossier struct {
	noun.Base
	Person     ref.ID
	Keeper     ref.ID // 专人
	Shelf      string // where the paper one stands
	Name       string // of the person
	Rank       string // a code of RankTable
	Since      when.Day
	OpenBy     when.Day
	OpenedOn   when.Day
	ReviewedOn when.Day
	ReviewBy   when.Day
	ClosedOn   when.Day
	Why        string
	Paper
}

// Paper is what is known of the paper dossier besides where it stands: when it was handed over and by whom, and of how
// many pages it is. All of it may be unknown.
type Paper struct {
	HandedOn when.Day
	HandedBy string
	Pages    int64
}

// paper are its fields in a form.
func paper[T any](at func(*T) *Paper) field.Fields {
	return field.Fields{
		field.Day("handedOn", false, func(v *T) *when.Day { return &at(v).HandedOn }),
		field.Line("handedBy", 0, lineMost, func(v *T) *string { return &at(v).HandedBy }),
		field.Count("pages", 0, pagesMost, func(v *T) *int64 { return &at(v).Pages }).OrNone(),
	}
}

// check refuses what is to be handed over later.
func (p Paper) check(today when.Day, errs *text.InputErrors) {
	if p.HandedOn > today {
		errs.Add("handedOn", "dossier.handed.later", "today", today)
	}
}

// Fields are what is known of one, in the order of the form.
var Fields = append(field.Fields{
	noun.NumberField[Dossier](),
	field.Person("person", true, func(d *Dossier) *ref.ID { return &d.Person }),
	field.Person("keeper", true, func(d *Dossier) *ref.ID { return &d.Keeper }),
	field.Line("shelf", 0, lineMost, func(d *Dossier) *string { return &d.Shelf }),
	field.Line("name", 0, lineMost, func(d *Dossier) *string { return &d.Name }).Silent(),
	field.Policy("rank", false, RankTable, func(d *Dossier) *string { return &d.Rank }).Silent(),
	field.Day("since", false, func(d *Dossier) *when.Day { return &d.Since }).Silent(),
	field.Day("openBy", false, func(d *Dossier) *when.Day { return &d.OpenBy }).Silent(),
	field.Day("openedOn", false, func(d *Dossier) *when.Day { return &d.OpenedOn }).Silent(),
	field.Day("reviewedOn", false, func(d *Dossier) *when.Day { return &d.ReviewedOn }).Silent(),
	field.Day("reviewBy", false, func(d *Dossier) *when.Day { return &d.ReviewBy }).Silent(),
	field.Day("closedOn", false, func(d *Dossier) *when.Day { return &d.ClosedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(d *Dossier) *string { return &d.Why }).Silent(),
}, paper(func(d *Dossier) *Paper { return &d.Paper })...)

// Shape is what one is made of. It takes no files, and nobody talks about it.
var Shape = noun.Shape{Of: ref.Dossier, Name: "dossiers", Word: "dossier", Table: "official_dossier", Mute: true,
	New: func() noun.Value { return &Dossier{} }, Fields: Fields, Code: "number", Title: "name", Person: "person",
	States: []string{Open, Expected, Closed}, Series: &noun.Series{Code: "dossier"},
	Personal: &noun.Personal{Whose: []string{"person"}, Fields: []string{"shelf", "why"}}}

// settle judges what was typed against the register of today, and puts what follows from it.
func (d *Dossier) settle(r *bodies.County, rules *Rules, errs *text.InputErrors) {
	d.Paper.check(r.Day(), errs)
	if d.Person == 0 {
		return
	}
	post, ok := standing(r, rules, d.Person)
	switch {
	case !ok:
		errs.Add("person", "dossier.person.rank")
		return
	case d.Keeper == d.Person:
		errs.Add("keeper", "dossier.keeper.own")
	}
	p, _ := r.Person(d.Person)
	d.Name, d.Rank, d.Since = p.Name, rules.Rank(post.Rank), post.Period.From
	d.OpenBy = rules.OpenBy(d.Since)
	d.Unit, d.Side = cases.Top(r, post.Unit), actor.Supervisory
	if d.OpenedOn == 0 {
		d.open(rules, r.Day())
	}
}

// open opens it, on a day.
func (d *Dossier) open(rules *Rules, today when.Day) {
	d.State, d.OpenedOn, d.ReviewBy = Open, today, months(today, rules.ReviewMonths)
}

// standing is the post by which a dossier is kept of somebody: the first of a rank that the pack names.
func standing(r *bodies.County, rules *Rules, person ref.ID) (bodies.Appointment, bool) {
	for _, a := range r.PostsOf(person) {
		if rules.Rank(a.Rank) != "" {
			return a, true
		}
	}
	return bodies.Appointment{}, false
}

// Post is one by which a dossier is to be kept, and what it is kept as.
type Post struct {
	Person ref.ID
	Since  when.Day
}

// Owed are the officials of whom a dossier is to be kept, in the order of the register, each once.
func Owed(r *bodies.County, rules *Rules) (out []Post) {
	seen := map[ref.ID]bool{}
	for _, a := range r.Posted() {
		if rules.Rank(a.Rank) == "" || seen[a.Person] {
			continue
		}
		seen[a.Person] = true
		out = append(out, Post{a.Person, a.Period.From})
	}
	return out
}

// apart refuses who handles their own dossier, or that of whom they act for (spec 5.3).
func apart(who actor.Actor, person ref.ID) error {
	if who.Hands().Has(person) {
		return text.Refuse(text.Forbidden, "dossier.own")
	}
	return nil
}

// object is a dossier as access asks of it.
func (d *Dossier) object() access.Object { return Shape.Object(d) }
