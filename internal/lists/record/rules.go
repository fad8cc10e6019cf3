package record

import (
	"slices"
	"strconv"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	opinionMost = 500
)

// Said is the opinion of who reviews.
type Said struct{ Text string }

var reviewing = field.Fields{field.Text("opinion", 1, opinionMost, func(s *Said) *string { return &s.Text })}

// Answers says that bodies of a kind have a ledger: those that bear one of the two
// responsibilities.
func Answers(k bodies.BodyKind) bool { return k.Side() != "" }

// settle finds out whose a record is and what its day means, and marks what is
// registered later than may be.
func (r *Record) settle(c *bodies.County, until func(when.Day) when.Day, errs *text.InputErrors) {
	body, ok := c.Body(r.Body)
	switch {
	case r.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Answers(body.Kind):
		errs.Add("body", "record.body.none", "body", body.Name)
	case ok && r.Person != 0 && !c.Stands(body, r.Person):
		errs.Add("person", "record.person.elsewhere", "body", body.Name)
	}
	r.Unit, r.Side = body.Unit, actor.Side(body.Kind.Side())
	switch today := c.Day(); {
	case r.DoneOn == 0:
	case r.DoneOn > today:
		errs.Add("doneOn", "record.on.later", "today", today)
	case r.DoneOn.Year() < yearLeast:
		errs.Add("doneOn", "record.on.early", "year", strconv.Itoa(yearLeast))
	}
	if r.Clock != "" {
		if at, err := time.Parse("15:04", r.Clock); err == nil {
			r.Clock = at.Format("15:04")
		} else {
			errs.Add("clock", "record.clock.form", "value", r.Clock)
		}
	}
	r.RegisteredOn = c.Day()
	r.Post = post(c, body, r.Person)
	if r.Level == "" && ok {
		r.Level = level(c, body, r.Person)
	}
	r.dated(r.RegisteredOn, until)
}

// dated says of what year and quarter it is, and whether what was registered first on
// a day was late.
func (r *Record) dated(first when.Day, until func(when.Day) when.Day) {
	if r.DoneOn == 0 {
		return
	}
	r.Year, r.Quarter = int64(r.DoneOn.Year()), int64(r.DoneOn.Time().Month()-1)/3+1
	r.Backfilled = first > until(r.DoneOn)
}

// post is what a person is called in a body, or else in its unit.
func post(c *bodies.County, body bodies.Body, person ref.ID) string {
	for _, a := range append(c.PostsAt(body.ID), c.PostsIn(body.Unit)...) {
		if a.Person == person {
			return a.Title
		}
	}
	return ""
}

// level is who of the body a person is by the post: the first responsible person, one
// of the team, or staff.
func level(c *bodies.County, body bodies.Body, person ref.ID) string {
	if first := c.FirstResponsible(body.ID); !first.Vacant() && first.Person == person {
		return "first"
	}
	if slices.Contains(c.Team(body.Unit).Leaders, person) {
		return "member"
	}
	return "staff"
}

// in refuses what the state does not allow.
func (r *Record) in(states ...string) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return text.Refuse(text.Conflict, "record.state-forbids", "state", text.M("record.state."+r.State))
}

// Confirm is the person's own word that it was so.
func (r *Record) Confirm(by ref.ID, today when.Day) error {
	if err := r.in(Registered); err != nil {
		return err
	}
	if by != r.Person {
		return text.Refuse(text.Forbidden, "record.not-oneself")
	}
	r.State, r.ConfirmedOn = Confirmed, today
	return nil
}

// MayReview refuses what its person has not confirmed, and what was reviewed.
func (r *Record) MayReview() error { return r.in(Confirmed) }

// Review says what a superior or an office thinks of it; neither the person nor who
// wrote it down.
func (r *Record) Review(opinion string, by actor.Hands, today when.Day) error {
	if err := r.MayReview(); err != nil {
		return err
	}
	if by.Has(r.Person) || by.Share(r.Wrote()) {
		return text.Refuse(text.Forbidden, "record.own-review")
	}
	var errs text.InputErrors
	reviewing.Check(&Said{opinion}, nil, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	r.State, r.Reviewer, r.Opinion, r.ReviewedOn = Reviewed, by.By, opinion, today
	return nil
}

// MayCorrect refuses what another record stands for already.
func (r *Record) MayCorrect() error { return r.in(Standing...) }
