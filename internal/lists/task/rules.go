package task

import (
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Reported is how far a task has come.
type Reported struct {
	Progress string
	Percent  int64
	Round    bool // what was due next is done, of a task that falls due again
}

// Said are the words of an act: what was done, what is missing, or why.
type Said struct{ Text string }

// Parted is whom a task is broken down to, and until when.
type Parted struct{ Whom, Period string }

func said(name string, least, most int) field.Fields {
	return field.Fields{field.Text(name, least, most, func(s *Said) *string { return &s.Text })}
}

var (
	reporting = field.Fields{
		field.Text("progress", 1, 1000, func(r *Reported) *string { return &r.Progress }),
		field.Count("percent", 0, 100, func(r *Reported) *int64 { return &r.Percent }),
		field.Flag("round", func(r *Reported) *bool { return &r.Round }),
	}
	delivering = said("done", 1, 1000)
	missing    = said("missing", missingLeast, reasonMost)
	parting    = field.Fields{
		field.Text("whom", 1, 2000, func(p *Parted) *string { return &p.Whom }),
		field.Line("period", 0, periodMost, func(p *Parted) *string { return &p.Period }),
	}
)

// in refuses what the state does not allow.
func (t *Task) in(state string) error {
	if t.State == state {
		return nil
	}
	return text.Refuse(text.Conflict, "task.state-forbids", "state", text.M("task.state."+t.State))
}

// check says what is wrong of what was typed.
func check(fs field.Fields, in any) error {
	var errs text.InputErrors
	fs.Check(in, nil, &errs)
	return errs.Err()
}

// Report tells how far the task has come. Of one that falls due again the next due
// may be said to be done; the last is delivered.
func (t *Task) Report(in Reported, today when.Day) error {
	if err := t.in(Open); err != nil {
		return err
	}
	if err := check(reporting, &in); err != nil {
		return err
	}
	dues := t.Dues()
	switch {
	case in.Round && t.Reached+1 >= int64(len(dues)):
		return text.InputErrors{{Field: "round", Message: text.M("task.round.last")}}
	case in.Round:
		t.late(today)
		t.Reached++
		t.Next = dues[t.Reached]
		t.Percent = 100 * t.Reached / int64(len(dues))
	case t.Every == "":
		t.Percent = in.Percent
	}
	return nil
}

func (t *Task) late(today when.Day) {
	if today > t.Next {
		t.Lateness = Late
	}
}

// MayDeliver refuses what has parts that are not done, or dues before its last.
func (t *Task) MayDeliver() error {
	if err := t.in(Open); err != nil {
		return err
	}
	switch dues := int64(len(t.Dues())); {
	case t.Stage == Broken:
		return text.Refuse(text.Conflict, "task.parts-open")
	case t.Reached+1 < dues:
		return text.Refuse(text.Conflict, "task.rounds-open", "n", t.Reached, "all", dues, "next", t.Next)
	}
	return nil
}

// Deliver says what was done; files are those it has with those that come. Where
// proof is asked for there must be some, unless its parts brought it.
func (t *Task) Deliver(done string, files int64, by actor.Hands, today when.Day) error {
	if err := t.MayDeliver(); err != nil {
		return err
	}
	var errs text.InputErrors
	delivering.Check(&Said{done}, nil, &errs)
	if t.Proof != "" && files == 0 && t.Stage == "" {
		errs.Add("file", "task.proof-missing", "proof", t.Proof)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	t.late(today)
	t.State, t.Done, t.DeliveredOn, t.Percent = Delivered, done, today, 100
	t.DeliveredBy, t.DeliveredFor = by.By, by.For
	if t.Every != "" {
		t.Reached = int64(len(t.Dues()))
	}
	return nil
}

// SendBack says what is missing; the task is open again, and late if its day has
// passed meanwhile.
func (t *Task) SendBack(what string) error {
	if err := t.in(Delivered); err != nil {
		return err
	}
	if err := check(missing, &Said{what}); err != nil {
		return err
	}
	t.reopen()
	t.Missing = what
	return nil
}

func (t *Task) reopen() {
	dues := t.Dues()
	t.State, t.Reached, t.Next = Open, int64(len(dues)-1), dues[len(dues)-1]
	t.Done, t.DeliveredOn, t.DeliveredBy, t.DeliveredFor = "", 0, 0, 0
	if len(dues) == 1 {
		t.Lateness = "" // of the one day; it is looked at again
	}
}

// Accept says that the task is done.
func (t *Task) Accept(today when.Day) error {
	if err := t.in(Delivered); err != nil {
		return err
	}
	t.State, t.Missing, t.AcceptedOn = Done, "", today
	return nil
}

// part is a task for one of those it is broken down to.
func (t *Task) part(body, person ref.ID, number, period, origin string) *Task {
	return &Task{Number: number, Year: t.Year, Origin: origin, Category: t.Category, Task: t.Task, Detail: t.Detail,
		Document: t.Document, Body: body, Person: person, Lead: t.Lead, Assisting: t.Assisting, Period: period,
		Proof: t.Proof, Points: t.Points, Parent: t.ID}
}
