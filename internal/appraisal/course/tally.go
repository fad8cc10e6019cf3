package course

import (
	"shuangze/internal/access"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// ClassTable is the table of classes of voters in the policy pack.
const ClassTable = "voter-class"

// The states of a tally; Open, Told and Withdrawn are those of marks.
const (
	Entered   = "entered"   // by one person; another confirms it
	Confirmed = "confirmed" // it counts
	Unpolled  = "unpolled"  // nothing was counted by the time the result was fed back
)

// Ways are how ballots were collected and counted.
var Ways = []string{"meeting", "paper", "visit", "phone", "online", "file"}

const ballotsMost = 100_000

// Paper is what was counted of the ballots of one class of voters, and how. It holds no ballot and no voter.
type Paper struct {
	Issued, Returned, Valid int64
	Answers                 [scheme.AnswersMost]int64
	Way                     string
	CountedOn               when.Day
	Place                   string // where, and by whom it was counted; of a third party its report
}

// Tally is what was counted of the ballots of one class of voters about one body, for one indicator (民主测评、
// 满意度测评, spec 4.2). Its voters stay anonymous: there are sums and nothing else. It is entered by one and confirmed
// by another; what was confirmed is corrected by another of the same kind.
type Tally struct {
	noun.Base
	noun.Correcting
	Title     string // which indicator, which class, whose
	Appraisal ref.ID
	Sheet     ref.ID
	Year      int64
	Scheme    string
	Body      ref.ID
	Item      string // number of the indicator
	Class     string // of voters
	Least     int64  // valid answers that are shown by themselves, as the scheme said [D: 5]
	Paper
	EnteredBy   ref.ID
	ConfirmedBy ref.ID
	ConfirmedOn when.Day
	Why         string // it was corrected, or taken back
}

// paper are the fields of what was counted: issued, returned and valid are always shown [R], the answers of few are
// not.
func paper[T any](at func(*T) *Paper) field.Fields {
	count := func(name string, n func(*Paper) *int64) field.Field {
		return field.Count(name, 0, ballotsMost, func(x *T) *int64 { return n(at(x)) })
	}
	out := field.Fields{count("issued", func(p *Paper) *int64 { return &p.Issued }),
		count("returned", func(p *Paper) *int64 { return &p.Returned }),
		count("valid", func(p *Paper) *int64 { return &p.Valid })}
	for i, a := range scheme.Answers {
		out = append(out, count(string(a), func(p *Paper) *int64 { return &p.Answers[i] }).Inside())
	}
	return append(out,
		field.Code("way", true, Ways, "tally.way.", func(x *T) *string { return &at(x).Way }),
		field.Day("countedOn", true, func(x *T) *when.Day { return &at(x).CountedOn }),
		field.Line("place", 1, lineMost, func(x *T) *string { return &at(x).Place }))
}

// silent are fields that acts set.
func silent(fs field.Fields) field.Fields {
	for i := range fs {
		fs[i].Must = false
		fs[i] = fs[i].Silent()
	}
	return fs
}

// TallyShape is what a tally is made of.
var TallyShape = noun.Shape{Of: ref.Tally, Name: "tallies", Word: "tally", Table: "voter_tally",
	New: func() noun.Value { return &Tally{} }, Title: "title",
	States: []string{Open, Entered, Confirmed, Told, Unpolled, noun.Corrected, Withdrawn},
	Attach: &noun.Attachments{Verb: "tally.attach", Of: []string{"sheet", "report", "other"}, Most: 20,
		States: []string{Open, Entered, Confirmed}},
	Fields: tallyFields()}

func tallyFields() field.Fields {
	out := field.Fields{
		field.Line("title", 0, titleMost, func(x *Tally) *string { return &x.Title }).Silent(),
		field.Object("appraisal", func(x *Tally) *ref.ID { return &x.Appraisal }),
		field.Object("sheet", func(x *Tally) *ref.ID { return &x.Sheet }),
		field.Year("year", false, yearLeast, func(x *Tally) *int64 { return &x.Year }).Silent(),
		field.Policy("scheme", false, SchemeTable, func(x *Tally) *string { return &x.Scheme }).Silent(),
		field.Body("body", false, func(x *Tally) *ref.ID { return &x.Body }).Silent(),
		field.Line("item", 0, lineMost, func(x *Tally) *string { return &x.Item }).Silent().Open(),
		field.Policy("class", false, ClassTable, func(x *Tally) *string { return &x.Class }).Silent(),
		field.Count("least", 0, ballotsMost, func(x *Tally) *int64 { return &x.Least }).Silent(),
	}
	out = append(out, silent(paper(func(x *Tally) *Paper { return &x.Paper }))...)
	out = append(out,
		field.Person("enteredBy", false, func(x *Tally) *ref.ID { return &x.EnteredBy }).Silent(),
		field.Person("confirmedBy", false, func(x *Tally) *ref.ID { return &x.ConfirmedBy }).Silent(),
		field.Day("confirmedOn", false, func(x *Tally) *when.Day { return &x.ConfirmedOn }).Silent())
	out = append(out, noun.CorrectingFields(func(x *Tally) *noun.Correcting { return &x.Correcting })...)
	return append(out, field.Text("why", 0, reasonMost, func(x *Tally) *string { return &x.Why }).Silent())
}

// Object is what access asks of a tally.
func (x *Tally) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Tally, ID: x.ID, Unit: x.Unit, Side: x.Side}
}

// Called names a tally in a line.
func (x *Tally) Called() (number, title string) { return "", x.Title }

func (x *Tally) in(states ...string) error { return TallyShape.In(x, states...) }

// nowhere is no county: what is there is nobody's to read.
const nowhere = -1

// answered is what access asks before the answers are read. Until they are confirmed they are the office's, which
// counts them; then the body's too, and where they are few nobody's: what single voters said would show.
func answered(v noun.Value) access.Object {
	x := v.(*Tally)
	o := x.Object()
	switch {
	case x.State == Entered:
		o.Unit = 0
	case x.few():
		o.Jurisdiction = nowhere
	}
	return o
}

// few says that too few answered to be shown by themselves.
func (x *Tally) few() bool { return x.Valid > 0 && x.Valid < x.Least }

// Counted is the tally as a sheet takes it.
func (x *Tally) Counted() scheme.Tally {
	return scheme.Tally{Class: x.Class, Issued: x.Issued, Returned: x.Returned, Valid: x.Valid, Answers: x.Answers}
}

// fits checks sums and the day. first is when the year that is assessed began: ballots before it are about another.
func (p Paper) fits(asked scheme.Voters, first, today when.Day, errs *text.InputErrors) {
	switch {
	case p.Issued == 0:
		errs.Add("issued", "tally.issued.none")
	case p.Returned > p.Issued:
		errs.Add("returned", "tally.returned.more", "issued", p.Issued)
	case p.Valid > p.Returned:
		errs.Add("valid", "tally.valid.more", "returned", p.Returned)
	}
	sum := int64(0)
	for i, a := range scheme.Answers {
		if p.Answers[i] > 0 && !asked.Asks(a) {
			errs.Add(string(a), "tally.answer.unasked")
		}
		sum += p.Answers[i]
	}
	if sum != p.Valid {
		errs.Add("valid", "tally.valid.sum", "valid", p.Valid, "sum", sum)
	}
	switch {
	case p.CountedOn > today:
		errs.Add("countedOn", "record.on.later", "today", today)
	case p.CountedOn != 0 && p.CountedOn < first:
		errs.Add("countedOn", "tally.on.early", "on", first)
	}
}

// Enter takes what one person counted, or counted again before it was confirmed.
func (x *Tally) Enter(in Paper, asked scheme.Voters, who ref.ID, today when.Day) error {
	if err := x.in(Open, Entered); err != nil {
		return err
	}
	var errs text.InputErrors
	in.fits(asked, when.Date(int(x.Year), 1, 1), today, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	x.Paper, x.EnteredBy, x.State = in, who, Entered
	return nil
}

// Confirm has it count. Nobody confirms what they entered.
func (x *Tally) Confirm(who ref.ID, today when.Day) error {
	if err := x.in(Entered); err != nil {
		return err
	}
	if who != 0 && who == x.EnteredBy {
		return text.Refuse(text.Forbidden, "tally.same")
	}
	x.State, x.ConfirmedBy, x.ConfirmedOn = Confirmed, who, today
	return nil
}

// mayCorrect: once, what was confirmed and is in no result yet.
func (x *Tally) mayCorrect() error {
	if x.CorrectedBy != 0 {
		return text.Refuse(text.Conflict, "tally.corrected-already")
	}
	return x.in(Confirmed)
}

// Anew is the one that is to stand in the place of x, once another person confirms it.
func (x *Tally) Anew(in Paper, asked scheme.Voters, why string, who ref.ID, today when.Day) (*Tally, error) {
	if err := x.mayCorrect(); err != nil {
		return nil, err
	}
	if in == x.Paper {
		return nil, text.InputErrors{{Message: text.M("field.unchanged")}}
	}
	out := &Tally{Title: x.Title, Appraisal: x.Appraisal, Sheet: x.Sheet, Year: x.Year, Scheme: x.Scheme, Body: x.Body,
		Item: x.Item, Class: x.Class, Least: x.Least, Why: why}
	out.Unit, out.Side, out.State, out.Corrects = x.Unit, x.Side, Open, x.ID
	return out, out.Enter(in, asked, who, today)
}

// forget begins anew, or gives the correction up; what was entered stays in the journal.
func (x *Tally) forget() {
	x.Paper, x.EnteredBy, x.State = Paper{}, 0, Open
	if x.Corrects != 0 {
		x.State = Withdrawn
	}
}
