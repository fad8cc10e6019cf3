package recheck

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a re-check.
const (
	Open   = "open"
	Held   = "held"   // what was put right holds
	Failed = "failed" // it does not: the matter was taken up again
)

// Limits of the texts, in characters.
const (
	saidLeast  = 10 // of what was seen, and of what is missing
	saidMost   = 500
	titleMost  = 100
	reasonMost = 500
)

// Check is one drawn matter and what was found of it.
type Check struct {
	noun.Base
	Draw      ref.ID
	Place     int64  // in the order of the draw, from 1
	Of        string // what is looked at: a kind of matter
	Matter    ref.ID
	Code      string // its number
	Subject   string // what it is about, as it read when it was drawn
	ClosedOn  when.Day
	Requester ref.ID // who asked for the closing; 0 = not known
	Confirmer ref.ID // who confirmed the request in the unit
	Reviewer  ref.ID // who struck it off
	Checker   ref.ID // who looks at it again; 0 = nobody could be named
	Due       when.Day
	DoneBy    ref.ID
	DoneOn    when.Day
	Seen      string // what was seen
	Missing   string // what is missing
	NewDue    when.Day
	Reply     string // of the unit, about what does not hold
	RepliedBy ref.ID
	RepliedOn when.Day
}

// Matters are what is looked at again.
var Matters = []string{"problem", "order"}

// Fields are what is known of a re-check; nobody types any of them.
var Fields = field.Fields{
	field.Object("draw", func(c *Check) *ref.ID { return &c.Draw }),
	field.Count("place", 0, sampleMost, func(c *Check) *int64 { return &c.Place }).Silent(),
	field.Code("of", false, Matters, "recheck.of.", func(c *Check) *string { return &c.Of }).Silent(),
	field.Object("matter", func(c *Check) *ref.ID { return &c.Matter }),
	field.Line("code", 0, 60, func(c *Check) *string { return &c.Code }).Silent().Open(),
	field.Line("subject", 0, titleMost, func(c *Check) *string { return &c.Subject }).Silent(),
	field.Day("closedOn", false, func(c *Check) *when.Day { return &c.ClosedOn }).Silent(),
	field.Person("requester", false, func(c *Check) *ref.ID { return &c.Requester }).Silent(),
	field.Person("confirmer", false, func(c *Check) *ref.ID { return &c.Confirmer }).Silent(),
	field.Person("reviewer", false, func(c *Check) *ref.ID { return &c.Reviewer }).Silent(),
	field.Person("checker", false, func(c *Check) *ref.ID { return &c.Checker }).Silent(),
	field.Day("due", false, func(c *Check) *when.Day { return &c.Due }).Silent(),
	field.Person("doneBy", false, func(c *Check) *ref.ID { return &c.DoneBy }).Silent(),
	field.Day("doneOn", false, func(c *Check) *when.Day { return &c.DoneOn }).Silent(),
	field.Text("seen", 0, saidMost, func(c *Check) *string { return &c.Seen }).Silent(),
	field.Text("missing", 0, saidMost, func(c *Check) *string { return &c.Missing }).Silent(),
	field.Day("newDue", false, func(c *Check) *when.Day { return &c.NewDue }).Silent(),
	field.Text("reply", 0, saidMost, func(c *Check) *string { return &c.Reply }).Silent(),
	field.Person("repliedBy", false, func(c *Check) *ref.ID { return &c.RepliedBy }).Silent(),
	field.Day("repliedOn", false, func(c *Check) *when.Day { return &c.RepliedOn }).Silent(),
}

// Shape is what a re-check is made of.
var Shape = noun.Shape{Of: ref.Recheck, Name: "rechecks", Word: "recheck", Table: "recheck",
	New: func() noun.Value { return &Check{} }, Fields: Fields, Code: "code", Title: "subject",
	States: []string{Held, Open, Failed}, // pages show the first as settled
	Attach: &noun.Attachments{Verb: "recheck.attach", Of: []string{"photo", "paper"}, Most: 20, States: []string{Open}}}

// MayJudge refuses a result that is there already.
func (c *Check) MayJudge() error {
	if c.State != Open {
		return text.Refuse(text.Conflict, "recheck.judged", "on", c.DoneOn, "state", text.M("recheck.state."+c.State))
	}
	return nil
}

// MayReply refuses a reply to nothing, and a second one.
func (c *Check) MayReply() error {
	switch {
	case c.State != Failed:
		return text.Refuse(text.Conflict, "recheck.no-reply")
	case c.RepliedOn != 0:
		return text.Refuse(text.Conflict, "recheck.replied", "on", c.RepliedOn)
	}
	return nil
}

// Own refuses everybody but the one who was named to look.
func (c *Check) Own(by ref.ID) error {
	if c.Checker == 0 || c.Checker != by {
		return text.Refuse(text.Forbidden, "recheck.not-yours")
	}
	return nil
}

// Hold says that what was put right holds, with what was seen.
func (c *Check) Hold(seen string, by ref.ID, today when.Day) error {
	if err := c.judge(by, &holding, &Said{Text: seen}); err != nil {
		return err
	}
	c.State, c.Seen, c.DoneBy, c.DoneOn = Held, seen, by, today
	return nil
}

// Fail says that it does not, with what is missing; due is the new day of the matter,
// 0 when it is open again already.
func (c *Check) Fail(missing string, due when.Day, by ref.ID, today when.Day) error {
	if err := c.judge(by, &failing, &Said{Text: missing, Due: due}); err != nil {
		return err
	}
	c.State, c.Missing, c.NewDue, c.DoneBy, c.DoneOn = Failed, missing, due, by, today
	return nil
}

func (c *Check) judge(by ref.ID, asked *field.Fields, in *Said) error {
	if err := c.MayJudge(); err != nil {
		return err
	}
	if err := c.Own(by); err != nil {
		return err
	}
	var errs text.InputErrors
	asked.Check(in, nil, &errs)
	return errs.Err()
}

// Answer is what the unit says about what does not hold.
func (c *Check) Answer(reply string, by ref.ID, today when.Day) error {
	if err := c.MayReply(); err != nil {
		return err
	}
	var errs text.InputErrors
	replying.Check(&Said{Text: reply}, nil, &errs)
	c.Reply, c.RepliedBy, c.RepliedOn = reply, by, today
	return errs.Err()
}

// offices are whose people look again, by the side of the matter.
var offices = map[actor.Side]bodies.BodyKind{actor.Principal: bodies.PrincipalOffice,
	actor.Supervisory: bodies.SupervisoryOffice}

// Closing is whose hands closed a matter: who asked for it, confirmed it and struck it
// off, and for whom each did.
type Closing struct{ Requester, Confirmer, Reviewer actor.Hands }

// Has says whether a person had a part in it, also as whom a deputy acted for.
func (x Closing) Has(person ref.ID) bool {
	return x.Requester.Has(person) || x.Confirmer.Has(person) || x.Reviewer.Has(person)
}

// Checkers are those of the side's office who may look at the matter again: who had no
// hand in its closing and holds no post in its unit. They stand in the order of the
// register.
func (c *Check) Checkers(county *bodies.County, closed Closing) (out []ref.ID) {
	office, ok := county.Single(offices[c.Side])
	if !ok {
		return nil
	}
	for _, a := range county.PostsAt(office.ID) {
		p := a.Person
		of := func(x bodies.Appointment) bool { return x.Unit == c.Unit }
		if p == c.Requester || p == c.Confirmer || p == c.Reviewer || closed.Has(p) || slices.Contains(out, p) ||
			slices.ContainsFunc(county.PostsOf(p), of) {
			continue
		}
		out = append(out, p)
	}
	return out
}

// Name gives the matter to whoever of the office may look at it and has the fewest of
// the draw so far, the first in the register of several.
func (c *Check) Name(county *bodies.County, closed Closing, has map[ref.ID]int) {
	for _, p := range c.Checkers(county, closed) {
		if c.Checker == 0 || has[p] < has[c.Checker] {
			c.Checker = p
		}
	}
	if c.Checker != 0 {
		has[c.Checker]++
	}
}

// HandTo gives it to somebody else of those who may.
func (c *Check) HandTo(county *bodies.County, closed Closing, to ref.ID) error {
	if err := c.MayJudge(); err != nil {
		return err
	}
	var errs text.InputErrors
	switch {
	case to == 0:
		errs.Add("checker", "input.choose")
	case to == c.Checker:
		errs.Add("checker", "recheck.checker.same")
	case !slices.Contains(c.Checkers(county, closed), to):
		errs.Add("checker", "recheck.checker.barred")
	}
	c.Checker = to
	return errs.Err()
}
