package duty

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Bands are the county's values for the clock, in working days [D]: how long before
// the due day it is noticed, and how long after it a yellow and a red card fall.
// Backfill is until when what was done on a day may be said without a mark.
type Bands struct {
	Notice, Yellow, Red int
	Backfill            func(on when.Day) when.Day
	Calendar            *when.Calendar
}

// Falls says which card has fallen on a duty by a day, and on which day; "" when
// none has. Who was overdue before, and is again, gets the red one at once [D].
func (b Bands) Falls(d *Duty, today when.Day) (card string, on when.Day) {
	if d.State != Open || today <= d.Due {
		return "", 0
	}
	if d.carded() && d.Card == Red { // a card is not taken back by the days that pass
		return Red, d.CardOn
	}
	yellow, red := b.Calendar.Working(d.Due, b.Yellow), b.Calendar.Working(d.Due, b.Red)
	if d.again() {
		red = yellow
	}
	switch {
	case today >= red:
		return Red, red
	case today >= yellow:
		return Yellow, yellow
	}
	return "", 0
}

// Light is how urgent a duty is on a day: the card that has fallen, else that it is
// near its due day. What is not open, or was stopped, has none.
func (b Bands) Light(d *Duty, today when.Day) due.Light {
	card, _ := b.Falls(d, today)
	switch {
	case d.State != Open:
		return due.Clear
	case card != "":
		return due.Light(card)
	case today > d.Due: // a weekend after it: the card falls on the next working day
		return due.Yellow
	case b.Calendar.WorkingBetween(today, d.Due) <= b.Notice:
		return due.Blue
	}
	return due.Clear
}

// carded says that a card lies for the day that binds; again, that one fell under an
// earlier day.
func (d *Duty) carded() bool { return d.Card != "" && d.CardOn > d.Due }
func (d *Duty) again() bool  { return d.Carded > 1 || d.Carded == 1 && !d.carded() }

// Raise puts the card on record that has fallen by today. It refuses when there is
// none, or that card lies already.
func (d *Duty) Raise(b Bands, today when.Day) ([]act.Fact, error) {
	card, on := b.Falls(d, today)
	if card == "" || card == d.Card && d.carded() {
		return nil, text.Refuse(text.Conflict, "duty.no-card")
	}
	if !d.carded() {
		d.Carded++
	}
	d.Card, d.CardOn = card, on
	return []act.Fact{act.Code("card", card), act.Date("on", on), act.Date("due", d.Due)}, nil
}

// Discharge is what is said of a duty that was done once.
type Discharge struct {
	On  when.Day
	How string
}

// MayDischarge refuses where nothing is left to do.
func (d *Duty) MayDischarge() error {
	switch d.State {
	case Open, Paused:
		return nil
	case Waived:
		return text.Refuse(text.Conflict, "duty.waived")
	case Lapsed:
		return text.Refuse(text.Conflict, "duty.lapsed")
	}
	return text.Refuse(text.Conflict, "duty.done")
}

// Do notes that the duty was done once, on a day of its period or since; the last
// time that is asked for ends it. What was done after the due day is late; what is
// said more than so many working days after is marked as written down afterwards.
func (d *Duty) Do(in Discharge, b Bands, today when.Day) ([]act.Fact, error) {
	return d.doSince(d.BeginsOn, in, b, today)
}

// doSince is Do of what may have been done from a day on.
func (d *Duty) doSince(first when.Day, in Discharge, b Bands, today when.Day) ([]act.Fact, error) {
	if err := d.MayDischarge(); err != nil {
		return nil, err
	}
	var errs text.InputErrors
	discharging.Check(&in, nil, &errs)
	switch {
	case in.On == 0:
	case in.On > today:
		errs.Add("on", "duty.on.later")
	case in.On < first:
		errs.Add("on", "duty.on.before", "from", d.BeginsOn)
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	d.Count++
	d.DoneOn, d.How = max(d.DoneOn, in.On), in.How
	d.Backfilled = d.Backfilled || today > b.Backfill(in.On)
	if d.Count >= d.Times {
		d.Late = d.DoneOn > d.Due
		d.State, d.PausedOn = Done, 0
	}
	return []act.Fact{act.Date("on", in.On), act.Words("how", in.How), act.Number("count", d.Count),
		act.Number("times", d.Times)}, nil
}

// Extension moves the due day, with a reason.
type Extension struct {
	To     when.Day
	Reason string
}

// Extend moves the day of a duty that is open to a later one.
func (d *Duty) Extend(in Extension, today when.Day) ([]act.Fact, error) {
	if err := d.in(Open); err != nil {
		return nil, err
	}
	var errs text.InputErrors
	extending.Check(&in, nil, &errs)
	switch {
	case in.To == 0:
	case in.To <= d.Due:
		errs.Add("to", "duty.to.earlier", "due", d.Due)
	case in.To < today:
		errs.Add("to", "duty.to.past")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	facts := []act.Fact{act.Date("from", d.Due), act.Date("to", in.To), act.Words("reason", in.Reason)}
	d.Due, d.Why = in.To, in.Reason
	return facts, nil
}

// Pause stops the clock of a duty from today on.
func (d *Duty) Pause(reason string, today when.Day) ([]act.Fact, error) {
	if err := d.in(Open); err != nil {
		return nil, err
	}
	if err := given(reason); err != nil {
		return nil, err
	}
	d.State, d.PausedOn, d.Why = Paused, today, reason
	return []act.Fact{act.Date("on", today), act.Words("reason", reason)}, nil
}

// Resume lets the clock go on: as many working days as it stood still are added to
// the day, unless that was over when it was stopped.
func (d *Duty) Resume(reason string, c *when.Calendar, today when.Day) ([]act.Fact, error) {
	if err := d.in(Paused); err != nil {
		return nil, err
	}
	if err := given(reason); err != nil {
		return nil, err
	}
	was := d.Due
	if n := c.WorkingBetween(d.PausedOn, today); d.Due >= d.PausedOn && n > 0 {
		d.Due = c.Working(d.Due, n)
	}
	d.State, d.PausedOn, d.Why = Open, 0, reason
	return []act.Fact{act.Date("from", was), act.Date("to", d.Due), act.Words("reason", reason)}, nil
}

// Recounted is the duty with its day as its rule and the calendar of today have it; ok
// is false where nothing moves. What somebody extended, paused or ended stays where
// they put it. A card that fell by a count that was wrong is taken off: who is overdue
// later is not overdue again (spec 8 #16, promise of fairness).
func (d *Duty) Recounted(r Rule, b Bands) (next Duty, ok bool) {
	if next = *d; d.State != Open || d.Due != d.FirstDue {
		return next, false
	}
	p := Period{Key: d.Period, Period: when.Period{From: d.BeginsOn, To: d.EndsOn + 1}}
	if !r.Cadence.ByCalendar() {
		p.To = d.BeginsOn + 1
	}
	by := r.Due.Deadline(b.Calendar, p).Due
	if by == d.Due {
		return next, false
	}
	next.Due, next.FirstDue = by, by
	if !r.Cadence.ByCalendar() {
		next.EndsOn = by
	}
	if d.carded() {
		on := b.Calendar.Working(by, b.Yellow)
		if d.Card == Red && d.Carded == 1 {
			on = b.Calendar.Working(by, b.Red)
		}
		if d.CardOn < on {
			next.Card, next.CardOn, next.Carded = "", 0, d.Carded-1
		}
	}
	return next, true
}

// Recount moves the day after the calendar has changed, by the rule as it stood when
// the period began. It refuses where nothing moves.
func (d *Duty) Recount(r Rule, b Bands) ([]act.Fact, error) {
	next, ok := d.Recounted(r, b)
	if !ok {
		return nil, text.Refuse(text.Conflict, "duty.not-now")
	}
	facts := []act.Fact{act.Date("from", d.Due), act.Date("to", next.Due)}
	if d.Card != next.Card {
		facts = append(facts, act.Code("card-off", d.Card))
	}
	*d = next
	return facts, nil
}

// Waive takes a duty off that does not apply to this body in this period.
func (d *Duty) Waive(reason string) ([]act.Fact, error) {
	if err := d.in(Open, Paused); err != nil {
		return nil, err
	}
	if err := given(reason); err != nil {
		return nil, err
	}
	d.State, d.PausedOn, d.Why = Waived, 0, reason
	return []act.Fact{act.Words("reason", reason)}, nil
}

// Gone says why nobody owes the duty any more: its body has ended, or its person has
// no post in it. "" when somebody does.
func (d *Duty) Gone(c *bodies.County) string {
	if _, ok := c.Body(d.Body); !ok {
		return "body"
	}
	at := func(a bodies.Appointment) bool { return a.Person == d.Person }
	if d.Person != 0 && !slices.ContainsFunc(c.PostsAt(d.Body), at) {
		return "person"
	}
	return ""
}

// Lapse ends a duty that nobody owes any more.
func (d *Duty) Lapse(c *bodies.County) ([]act.Fact, error) {
	if err := d.in(Open, Paused); err != nil {
		return nil, err
	}
	why := d.Gone(c)
	if why == "" {
		return nil, text.Refuse(text.Conflict, "duty.not-now")
	}
	d.State, d.PausedOn = Lapsed, 0
	return []act.Fact{act.Code("gone", why)}, nil
}

// Reopen puts a duty back that was waived, or counted as done, by mistake: of what
// was done the last time is counted no more.
func (d *Duty) Reopen(reason string) ([]act.Fact, error) {
	if err := d.in(Done, Waived); err != nil {
		return nil, err
	}
	if err := given(reason); err != nil {
		return nil, err
	}
	if d.State == Done {
		d.Count, d.DoneOn, d.How, d.Late = d.Count-1, 0, "", false
	}
	d.State, d.Why = Open, reason
	return []act.Fact{act.Words("reason", reason), act.Number("count", d.Count)}, nil
}

// in refuses what cannot be done in the duty's state.
func (d *Duty) in(states ...string) error {
	for _, s := range states {
		if d.State == s {
			return nil
		}
	}
	return text.Refuse(text.Conflict, "duty.not-now")
}

func given(reason string) error {
	var errs text.InputErrors
	giving.Check(&Reason{reason}, nil, &errs)
	return errs.Err()
}
