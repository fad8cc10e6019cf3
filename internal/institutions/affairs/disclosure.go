package affairs

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a disclosure.
const (
	Drafted   = "drafted"
	Submitted = "submitted"
	Approved  = "approved"
	Public    = "public"
	Down      = "down" // taken down
	Withdrawn = "withdrawn"
)

const contentMost = 5000

// Disclosure is what is made known of an item: of one period, or one matter.
type Disclosure struct {
	noun.Base
	Affair  ref.ID
	Kind    string
	Period  string
	Person  ref.ID   // responsible
	About   when.Day // the first day of the period; the day of the matter
	Title   string
	Content string
	Form    string
	Place   string
	Due     when.Day

	Submitter    ref.ID
	SubmitterFor ref.ID
	Approver     ref.ID
	ApprovedOn   when.Day
	Opinion      string
	Back         string // why it was sent back
	PublicOn     when.Day
	Until        when.Day // it is to stand; 0 = for good
	DownOn       when.Day
	DownBy       ref.ID
	Again        bool // it must be made known anew: this one counts no more
	Why          string
	Item         string // as the item was called when it was written, and on which ground
	Basis        string
}

// DisclosureFields are what is known of one, in the order of the form.
var DisclosureFields = field.Fields{
	field.Object("affair", func(x *Disclosure) *ref.ID { return &x.Affair }).Silent(),
	field.Policy("kind", false, KindTable, func(x *Disclosure) *string { return &x.Kind }).Silent(),
	field.Policy("period", false, PeriodTable, func(x *Disclosure) *string { return &x.Period }).Silent(),
	field.Person("person", false, func(x *Disclosure) *ref.ID { return &x.Person }).Silent(),
	field.Day("about", true, func(x *Disclosure) *when.Day { return &x.About }),
	field.Line("title", 1, lineMost, func(x *Disclosure) *string { return &x.Title }),
	field.Text("content", 1, contentMost, func(x *Disclosure) *string { return &x.Content }),
	field.Policy("form", true, FormTable, func(x *Disclosure) *string { return &x.Form }),
	field.Line("place", 0, lineMost, func(x *Disclosure) *string { return &x.Place }),
	field.Day("due", false, func(x *Disclosure) *when.Day { return &x.Due }).Silent(),
	field.Person("submitter", false, func(x *Disclosure) *ref.ID { return &x.Submitter }).Silent(),
	field.Person("submitterFor", false, func(x *Disclosure) *ref.ID { return &x.SubmitterFor }).Silent(),
	field.Person("approver", false, func(x *Disclosure) *ref.ID { return &x.Approver }).Silent(),
	field.Day("approvedOn", false, func(x *Disclosure) *when.Day { return &x.ApprovedOn }).Silent(),
	field.Text("opinion", 0, reasonMost, func(x *Disclosure) *string { return &x.Opinion }).Silent(),
	field.Text("back", 0, reasonMost, func(x *Disclosure) *string { return &x.Back }).Silent(),
	field.Day("publicOn", false, func(x *Disclosure) *when.Day { return &x.PublicOn }).Silent(),
	field.Day("until", false, func(x *Disclosure) *when.Day { return &x.Until }).Silent(),
	field.Day("downOn", false, func(x *Disclosure) *when.Day { return &x.DownOn }).Silent(),
	field.Person("downBy", false, func(x *Disclosure) *ref.ID { return &x.DownBy }).Silent(),
	field.Flag("again", func(x *Disclosure) *bool { return &x.Again }).Silent(),
	field.Text("why", 0, reasonMost, func(x *Disclosure) *string { return &x.Why }).Silent(),
	field.Line("item", 0, 100, func(x *Disclosure) *string { return &x.Item }).Silent(),
	field.Line("basis", 0, lineMost, func(x *Disclosure) *string { return &x.Basis }).Silent(),
}

// DisclosureShape is what a disclosure is made of.
var DisclosureShape = noun.Shape{Of: ref.Disclosure, Name: "disclosures", Word: "disclosure", Table: "disclosure",
	New: func() noun.Value { return &Disclosure{} }, Fields: DisclosureFields, Title: "title",
	States: []string{Drafted, Submitted, Approved, Public, Down, Withdrawn},
	Attach: &noun.Attachments{Verb: "disclosure.attach", Of: []string{"photo", "proof", "other"}, Most: 50,
		States: []string{Drafted, Submitted, Approved, Public}}}

// Object is what access asks: who handed it in does not approve it.
func (x *Disclosure) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Disclosure, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Requester: actor.Hands{By: x.Submitter, For: x.SubmitterFor}}
}

// Called names it in a line.
func (x *Disclosure) Called() (number, title string) { return "", x.Title }

// Counts says that its period is served: it was made public, and not taken down to be made known anew.
func (x *Disclosure) Counts() bool { return x.PublicOn != 0 && !x.Again }

func (x *Disclosure) in(states ...string) error { return DisclosureShape.In(x, states...) }

// of puts down whose it is, and until when it is owed.
func (x *Disclosure) of(a *Affair, today when.Day, w Working, errs *text.InputErrors) {
	x.Affair, x.Kind, x.Period, x.Person, x.Unit, x.Side = a.ID, a.Kind, a.Period, a.Person, a.Unit, a.Side
	x.Item, x.Basis = a.Item, a.Basis
	switch {
	case x.About == 0:
		return
	case x.About > today:
		errs.Add("about", "record.on.later", "today", today)
	case a.Period == Standing:
		x.About = a.Since
	case Span(a.Period, x.About).To <= a.Since:
		errs.Add("about", "disclosure.about.before", "since", a.Since)
	}
	x.About = Span(a.Period, x.About).From
	x.Due = a.dueOf(x.About, w)
}

// Approval is what who approves says: that personal data was looked for, and an opinion.
type Approval struct {
	Privacy bool
	Opinion string
}

// Publishing is where and when it was made public.
type Publishing struct {
	On    when.Day
	Form  string
	Place string
	Until when.Day
}

// Taking is why it is taken down, and whether it must be made known anew.
type Taking struct {
	Why   string
	Again bool
}

// publish says that it is public.
func (x *Disclosure) publish(in Publishing, today when.Day) error {
	var errs text.InputErrors
	switch {
	case in.On > today:
		errs.Add("on", "record.on.later", "today", today)
	case in.On < x.ApprovedOn:
		errs.Add("on", "disclosure.on.early", "approved", x.ApprovedOn)
	}
	if in.Until != 0 && in.Until < in.On {
		errs.Add("until", "disclosure.until.early", "on", in.On)
	}
	x.State, x.PublicOn, x.Form, x.Place, x.Until = Public, in.On, in.Form, in.Place, in.Until
	return errs.Err()
}
