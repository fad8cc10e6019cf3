// Package pledges is the three pledges (勤廉三诺, spec 3.8): what the head of a unit
// pledges in public for its team, how it goes through the year, and how it is judged in the
// end by self-review and public rating.
package pledges

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tables of the policy pack.
const (
	KindTable  = "pledge-kind"
	PlaceTable = "pledge-place"
	GradeTable = "pledge-grade"
)

// The states of a pledge.
const (
	Drafted   = "drafted"
	Made      = "made"     // 承诺: in public
	Reviewed  = "reviewed" // 践诺: the unit says how it went
	Rated     = "rated"    // the public said
	Judged    = "judged"   // 评诺
	Withdrawn = "withdrawn"
)

// Silent is the card of a pledge of which nothing was heard for too long.
const Silent = "yellow"

const (
	yearLeast  = 2000
	textMost   = 1000
	votesMost  = 100_000
	reasonMost = 500
)

// Pledge is one thing that was pledged, by one head for one team in one year.
type Pledge struct {
	noun.Base
	Year     int64
	Body     ref.ID // for whose team
	Person   ref.ID // who pledges: its first responsible person when it was made; 0 = not made yet
	Aspect   string // diligence or integrity
	Item     string
	Standard string // when it counts as kept
	Due      when.Day

	MadeOn when.Day
	Place  string // where it was made public

	Next    when.Day // by when something of it must be heard: progress, or how it went
	ToldOn  when.Day // of the last progress
	Going   string   // the last progress
	Card    string   // Silent, since CardOn; "" = none lies
	CardOn  when.Day
	Done    string // how it went, by the unit's own word
	DoneOn  when.Day
	OwnWord string // the grade that the unit gives itself

	Returned, Satisfied, Mostly, Unsatisfied int64 // valid ballots of the public
	RatedOn                                  when.Day
	Rating                                   int64 // hundredths of a per cent: satisfied or mostly, of those valid

	Grade    string
	Opinion  string
	JudgedOn when.Day
	Why      string // why it was withdrawn
}

// Fields are what is known of a pledge, in the order of the form.
var Fields = field.Fields{
	field.Year("year", true, yearLeast, func(p *Pledge) *int64 { return &p.Year }),
	field.Body("body", true, func(p *Pledge) *ref.ID { return &p.Body }).Owns(),
	field.Person("person", false, func(p *Pledge) *ref.ID { return &p.Person }).Silent(),
	field.Policy("aspect", true, KindTable, func(p *Pledge) *string { return &p.Aspect }),
	field.Line("item", 1, 200, func(p *Pledge) *string { return &p.Item }),
	field.Text("standard", 1, textMost, func(p *Pledge) *string { return &p.Standard }),
	field.Day("due", true, func(p *Pledge) *when.Day { return &p.Due }),
	field.Day("madeOn", false, func(p *Pledge) *when.Day { return &p.MadeOn }).Silent(),
	field.Policy("place", false, PlaceTable, func(p *Pledge) *string { return &p.Place }).Silent(),
	field.Day("next", false, func(p *Pledge) *when.Day { return &p.Next }).Silent(),
	field.Day("toldOn", false, func(p *Pledge) *when.Day { return &p.ToldOn }).Silent(),
	field.Text("going", 0, textMost, func(p *Pledge) *string { return &p.Going }).Silent(),
	field.Policy("card", false, "card", func(p *Pledge) *string { return &p.Card }).Silent(),
	field.Day("cardOn", false, func(p *Pledge) *when.Day { return &p.CardOn }).Silent(),
	field.Text("done", 0, textMost, func(p *Pledge) *string { return &p.Done }).Silent(),
	field.Day("doneOn", false, func(p *Pledge) *when.Day { return &p.DoneOn }).Silent(),
	field.Policy("ownWord", false, GradeTable, func(p *Pledge) *string { return &p.OwnWord }).Silent(),
	field.Count("returned", 0, votesMost, func(p *Pledge) *int64 { return &p.Returned }).Silent(),
	field.Count("satisfied", 0, votesMost, func(p *Pledge) *int64 { return &p.Satisfied }).Silent(),
	field.Count("mostly", 0, votesMost, func(p *Pledge) *int64 { return &p.Mostly }).Silent(),
	field.Count("unsatisfied", 0, votesMost, func(p *Pledge) *int64 { return &p.Unsatisfied }).Silent(),
	field.Day("ratedOn", false, func(p *Pledge) *when.Day { return &p.RatedOn }).Silent(),
	field.Points("rating", 100, func(p *Pledge) *int64 { return &p.Rating }).Silent(),
	field.Policy("grade", false, GradeTable, func(p *Pledge) *string { return &p.Grade }).Silent(),
	field.Text("opinion", 0, textMost, func(p *Pledge) *string { return &p.Opinion }).Silent(),
	field.Day("judgedOn", false, func(p *Pledge) *when.Day { return &p.JudgedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(p *Pledge) *string { return &p.Why }).Silent(),
}

// Shape is what a pledge is made of.
var Shape = noun.Shape{Of: ref.Pledge, Name: "pledges", Word: "pledge", Table: "pledge",
	New: func() noun.Value { return &Pledge{} }, Fields: Fields, Title: "item",
	States: []string{Drafted, Made, Reviewed, Rated, Judged, Withdrawn},
	Attach: &noun.Attachments{Verb: "pledge.attach", Of: []string{"proof", "other"}, Most: 50,
		States: []string{Drafted, Made, Reviewed, Rated}}}

// in refuses what the state does not allow.
func (p *Pledge) in(states ...string) error { return Shape.In(p, states...) }

// Publishing says where and when a pledge was made in public.
type Publishing struct {
	On    when.Day
	Place string
}

// Make makes it public; who is the head on the day. within says until when
// something must be heard after a day.
func (p *Pledge) Make(in Publishing, who ref.ID, within func(when.Day) when.Day, today when.Day) error {
	var errs text.InputErrors
	switch {
	case in.On > today:
		errs.Add("on", "record.on.later", "today", today)
	case in.On.Year() != int(p.Year):
		errs.Add("on", "pledge.on.year", "year", p.Year)
	case in.On > p.Due:
		errs.Add("on", "pledge.on.after", "due", p.Due)
	}
	if who == 0 {
		errs.Add("", "pledge.nobody")
	}
	if err := errs.Err(); err != nil {
		return err
	}
	p.State, p.MadeOn, p.Place, p.Person, p.ToldOn = Made, in.On, in.Place, who, in.On
	p.Next = min(p.Due, within(in.On))
	return nil
}

// Tell notes how it goes; a card that lies for silence is lifted by it.
func (p *Pledge) Tell(going string, within func(when.Day) when.Day, today when.Day) {
	p.Going, p.ToldOn, p.Next = going, today, max(p.Next, min(p.Due, within(today)))
	p.Card, p.CardOn = "", 0
}

// Over says that nothing was heard although it was to be.
func (p *Pledge) Over(today when.Day) bool { return p.State == Made && p.Next != 0 && p.Next < today }

// Raise puts the card for silence on record, once for each silence.
func (p *Pledge) Raise(today when.Day) error {
	if !p.Over(today) || p.Card != "" {
		return text.Refuse(text.Conflict, "pledge.no-card")
	}
	p.Card, p.CardOn = Silent, p.Next+1
	return nil
}

// Reviewing is how it went, by the unit's own word.
type Reviewing struct {
	On    when.Day
	Done  string
	Grade string
}

// Review ends the keeping of it.
func (p *Pledge) Review(in Reviewing, today when.Day) error {
	var errs text.InputErrors
	if in.On > today {
		errs.Add("on", "record.on.later", "today", today)
	} else if in.On < p.MadeOn {
		errs.Add("on", "pledge.on.before", "on", p.MadeOn)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	p.State, p.DoneOn, p.Done, p.OwnWord, p.Card, p.CardOn = Reviewed, in.On, in.Done, in.Grade, "", 0
	p.Next = 0 // nothing more of it is to be heard
	return nil
}

// Ballots are what the public said, counted.
type Ballots struct {
	On                             when.Day
	Satisfied, Mostly, Unsatisfied int64
	Returned                       int64
}

// Rate takes the ballots up: what is valid is at most what came back.
func (p *Pledge) Rate(in Ballots, today when.Day) error {
	var errs text.InputErrors
	valid := in.Satisfied + in.Mostly + in.Unsatisfied
	switch {
	case in.On > today:
		errs.Add("on", "record.on.later", "today", today)
	case in.On < p.DoneOn:
		errs.Add("on", "pledge.on.before", "on", p.DoneOn)
	}
	switch {
	case valid == 0:
		errs.Add("satisfied", "pledge.ballots.none")
	case valid > in.Returned:
		errs.Add("returned", "pledge.ballots.more", "valid", valid)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	p.State, p.RatedOn, p.Returned = Rated, in.On, in.Returned
	p.Satisfied, p.Mostly, p.Unsatisfied = in.Satisfied, in.Mostly, in.Unsatisfied
	// Rounded half up, in whole numbers: hundredths of a per cent.
	p.Rating = ((in.Satisfied+in.Mostly)*20_000 + valid) / (2 * valid)
	return nil
}

// Judging is how it was judged.
type Judging struct {
	Grade   string
	Opinion string
}

// Judge ends it: 销号.
func (p *Pledge) Judge(in Judging, today when.Day) {
	p.State, p.Grade, p.Opinion, p.JudgedOn = Judged, in.Grade, in.Opinion, today
}

// Silence asks for the pledges of which something was to be heard before a day, and that
// lie under no card.
func Silence(today when.Day) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "state", Text: []string{Made}}, {Column: "next", Below: int64(today)},
		{Column: "card", Text: []string{""}}}, Sort: noun.Sort{Name: "due", Column: "due"}}
}
