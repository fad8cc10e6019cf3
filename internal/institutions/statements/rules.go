package statements

import (
	"slices"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// States says whether the first responsible person of a body states; those of the county's
// own two hear them.
func States(k bodies.BodyKind) bool {
	return k.Side() != "" && k != bodies.CountyCommittee && k != bodies.CountyDiscipline
}

// settle finds out who states, and that the meeting is of the year.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	s := v.(*Statement)
	body, ok := c.Body(s.Body)
	first := c.FirstResponsible(s.Body)
	switch {
	case s.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !States(body.Kind):
		errs.Add("body", "statement.body.none", "body", body.Name)
	case ok && first.Vacant():
		errs.Add("body", "statement.body.vacant", "body", body.Name)
	case ok && s.Person != 0 && s.Person != first.Person:
		errs.Add("person", "statement.person", "body", body.Name)
	}
	s.Unit, s.Side, s.Person, s.Due = body.Unit, actor.Side(body.Kind.Side()), first.Person, s.MeetingOn
	if a, ok := c.Appointment(first.Appointment); ok {
		s.Post = a.Title
	}
	if who, ok := c.Person(s.Person); ok {
		s.Title = who.Name + "：" + s.Meeting
	}
	if slices.ContainsFunc(others, func(id ref.ID) bool { return id != s.ID }) {
		errs.Add("body", "statement.again", "body", body.Name, "year", s.Year)
	}
	s.dated(errs)
}

// dated checks day and clock of the meeting: it states a year, in it or in the first month of
// the next.
func (s *Statement) dated(errs *text.InputErrors) {
	first := when.Date(int(s.Year), time.January, 1)
	if last := when.Date(int(s.Year)+1, time.January, 31); s.Year >= yearLeast && s.MeetingOn != 0 &&
		(s.MeetingOn < first || s.MeetingOn > last) {
		errs.Add("meetingOn", "statement.on.year", "year", s.Year, "last", last)
	}
	if s.Clock == "" {
		return
	}
	at, err := time.Parse("15:04", s.Clock)
	if err != nil {
		errs.Add("clock", "record.clock.form", "value", s.Clock)
		return
	}
	s.Clock = at.Format("15:04")
}

// alike finds another statement of the body and the year.
func alike(v noun.Value) []noun.Cond {
	s := v.(*Statement)
	return []noun.Cond{{Column: "body", Num: []int64{int64(s.Body)}}, {Column: "year", Num: []int64{s.Year}},
		{Column: "state", Text: Standing}}
}

// in refuses what the state does not allow.
func (s *Statement) in(states ...string) error { return Shape.In(s, states...) }

// mayChange: until something is handed in, and while no slips are made out to whoever states.
func (s *Statement) mayChange() error {
	if s.Vote != 0 {
		return text.Refuse(text.Conflict, "vote.fixed")
	}
	return s.in(Called)
}

// Moving is another day of the meeting.
type Moving struct {
	MeetingOn    when.Day
	Clock, Place string
}

// Move sets the meeting anew, not on a day that is over.
func (s *Statement) Move(in Moving, today when.Day) error {
	var errs text.InputErrors
	s.MeetingOn, s.Clock, s.Place, s.Due = in.MeetingOn, in.Clock, in.Place, in.MeetingOn
	s.dated(&errs)
	if in.MeetingOn < today {
		errs.Add("meetingOn", "statement.on.over")
	}
	return errs.Err()
}

// Text is what the person states, in three parts.
type Text struct{ OnDuty, OnIntegrity, OnResults string }

// Write takes the text, until the day of the meeting.
func (s *Statement) Write(in Text, today when.Day) error {
	if today > s.MeetingOn {
		return text.Refuse(text.Conflict, "statement.write.over", "on", s.MeetingOn)
	}
	s.State, s.WrittenOn = Written, today
	s.OnDuty, s.OnIntegrity, s.OnResults = in.OnDuty, in.OnIntegrity, in.OnResults
	return nil
}

// asking says when questions can be recorded: from the day of the meeting until the result is
// published. What a phone kept while it had no line comes late.
func (s *Statement) asking(today when.Day) error {
	if err := s.in(Written, Held, Counted, Rated); err != nil {
		return err
	}
	if today < s.MeetingOn {
		return text.Refuse(text.Conflict, "statement.early", "on", s.MeetingOn)
	}
	return nil
}

// Holding is that it was held.
type Holding struct {
	HeldOn  when.Day
	Present int64
}

// Hold puts on record that the meeting was held; by says until when the result is to be
// published.
func (s *Statement) Hold(in Holding, by func(when.Day) when.Day, today when.Day) error {
	var errs text.InputErrors
	switch {
	case in.HeldOn > today:
		errs.Add("heldOn", "record.on.later", "today", today)
	case in.HeldOn < s.WrittenOn:
		errs.Add("heldOn", "statement.on.before", "on", s.WrittenOn)
	}
	if in.Present > s.Expected {
		errs.Add("present", "statement.present", "expected", s.Expected)
	}
	s.State, s.HeldOn, s.Present, s.Due = Held, in.HeldOn, in.Present, by(in.HeldOn)
	return errs.Err()
}

// Valid are the ballots that say something.
func (t Tally) Valid() int64 { return t.Good + t.Fairly + t.Fair + t.Poor }

// fits refuses numbers that cannot be: nobody has two ballots, none comes back that was not
// issued, each that came back is of a grade or invalid.
func (t Tally) fits(present int64) error {
	var errs text.InputErrors
	valid := t.Valid()
	switch {
	case t.Issued > present:
		errs.Add("issued", "statement.issued", "present", present)
	case t.Returned > t.Issued:
		errs.Add("returned", "statement.returned", "issued", t.Issued)
	case valid+t.Invalid != t.Returned:
		errs.Add("returned", "statement.sum", "sum", valid+t.Invalid, "valid", valid, "invalid", t.Invalid)
	}
	if valid == 0 {
		errs.Add("good", "statement.no-valid")
	}
	return errs.Err()
}

// Weights are what a ballot of each grade counts, in points [R].
type Weights map[string]int

// Score is in hundredths of a point, rounded half up in whole numbers; 0 where no ballot is
// valid.
func (w Weights) Score(t Tally) int64 {
	valid := t.Valid()
	if valid == 0 {
		return 0
	}
	sum := t.Good*int64(w["good"]) + t.Fairly*int64(w["fairly"]) + t.Fair*int64(w["fair"]) + t.Poor*int64(w["poor"])
	return (sum*200 + valid) / (2 * valid)
}

// onPaper says that paper ballots may be counted: none where a vote by phone is under way, or was.
func (s *Statement) onPaper() error {
	if s.Vote != 0 {
		return text.Refuse(text.Conflict, "vote.counts")
	}
	return s.in(Held)
}

// Count takes what the first counted; most is how many ballots there can have been: on paper as many as were present,
// by phone as many as slips were printed.
func (s *Statement) Count(t Tally, most int64, who ref.ID, today when.Day) error {
	s.State, s.Ballots, s.Counter, s.CountedOn = Counted, t, who, today
	return t.fits(most)
}

// uncount forgets a count: it was taken back, or the second found otherwise. What was counted by phone is not counted
// a second time: there is another vote, or paper.
func (s *Statement) uncount() {
	s.State, s.Ballots, s.Counter, s.CountedOn, s.Vote = Held, Tally{}, 0, 0, 0
}

// Confirm is the word of the second, who counted the same.
func (s *Statement) Confirm(w Weights, who ref.ID, today when.Day) error {
	if who == s.Counter {
		return text.Refuse(text.Forbidden, "statement.same")
	}
	s.State, s.Second, s.RatedOn, s.Score = Rated, who, today, w.Score(s.Ballots)
	return nil
}

// Publish puts the result into the person's record.
func (s *Statement) Publish(by func(when.Day) when.Day, today when.Day) {
	s.State, s.PublishedOn, s.Due = Published, today, by(today)
}

// mayReply: once, as long as it is not closed.
func (s *Statement) mayReply() error {
	if err := s.in(Published); err != nil || s.RepliedOn == 0 {
		return err
	}
	return text.Refuse(text.Conflict, "statement.replied", "on", s.RepliedOn)
}

// mayClose: the person replied, or has had the time to.
func (s *Statement) mayClose(today when.Day) error {
	if err := s.in(Published); err != nil {
		return err
	}
	if s.RepliedOn == 0 && today <= s.Due {
		return text.Refuse(text.Conflict, "statement.close.early", "due", s.Due)
	}
	return nil
}
