// Package reports is the dual reports (双报告, spec 3.6): what a responsible body and its
// first responsible person report of a year, and what a discipline body reports of an
// important matter, each once to two superiors: one version, two receipts, two sets of
// comments.
package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Whose report of a year it is.
const (
	OfBody  = "body"
	OfFirst = "first" // of its first responsible person
)

// The states of a report.
const (
	Draft     = "draft"
	Filed     = "filed" // signed and with the two superiors
	Received  = "received"
	Commented = "commented" // by both
	Returned  = "returned"  // one of them wants it supplemented
	Closed    = "closed"
	Withdrawn = "withdrawn"
)

// How a report stands with one superior.
const (
	Open = "open" // filed, not received
)

var stands = []string{Open, Received, Commented, Returned}

const (
	yearLeast   = 2000
	sectionMost = 4000
	saidMost    = 1000
	figuresMost = 1000
)

// Receipt is what one superior did with a report.
type Receipt struct {
	Body   ref.ID // the superior; 0 = not filed yet
	Office bool   // of the county itself: the office of the side acts for it
	Stand  string
	By     ref.ID // who received it
	On     when.Day
	Said   string // the comments, or what is to be supplemented
	SaidBy ref.ID
	SaidOn when.Day
}

// Report is one report.
type Report struct {
	noun.Base
	Sort    string // of a year; "" = special
	Year    int64  // that is reported on; 0 = special
	Body    ref.ID
	Person  ref.ID // its first responsible person, who signs; 0 = not signed yet
	Subject string
	Due     when.Day // until when it is filed; 0 = special

	Duty, Problems, Orders, Shortcomings, Outlook string // what a report of a year says

	Matter  string // what a special one says
	Figures string // what was counted when it was composed last: Pack

	Next     when.Day // by when the next step is to be done; 0 = none waits
	FiledOn  when.Day // last
	Edition  int64    // how often it was filed
	Means    string   // by which the signer said who they are
	Digest   string   // of what was signed
	ClosedOn when.Day
	Taken    string // how the comments are taken up

	Committee, Commission Receipt
}

// superior are the fields of one superior.
func superior(name string, of func(*Report) *Receipt) field.Fields {
	return field.Fields{
		field.Body(name, false, func(r *Report) *ref.ID { return &of(r).Body }).Silent(),
		field.Flag(name+"Office", func(r *Report) *bool { return &of(r).Office }).Silent().Within(),
		field.Code(name+"Stand", false, stands, "report.stand.", func(r *Report) *string { return &of(r).Stand }).Silent(),
		field.Person(name+"By", false, func(r *Report) *ref.ID { return &of(r).By }).Silent(),
		field.Day(name+"On", false, func(r *Report) *when.Day { return &of(r).On }).Silent(),
		field.Text(name+"Said", 0, saidMost, func(r *Report) *string { return &of(r).Said }).Silent(),
		field.Person(name+"SaidBy", false, func(r *Report) *ref.ID { return &of(r).SaidBy }).Silent(),
		field.Day(name+"SaidOn", false, func(r *Report) *when.Day { return &of(r).SaidOn }).Silent(),
	}
}

// OfSuperiors are the names of the fields of both superiors, whose receipts a table shows.
var OfSuperiors = func() (out []string) {
	for _, name := range []string{"committee", "commission"} {
		for _, f := range superior(name, func(r *Report) *Receipt { return &r.Committee }) {
			out = append(out, f.Name)
		}
	}
	return out
}()

// signed are the fields that follow from the signing on.
var signed = slices.Concat(field.Fields{
	field.Day("next", false, func(r *Report) *when.Day { return &r.Next }).Silent(),
	field.Day("filedOn", false, func(r *Report) *when.Day { return &r.FiledOn }).Silent(),
	field.Count("edition", 0, 1000, func(r *Report) *int64 { return &r.Edition }).Silent(),
	field.Code("means", false, []string{"passkey", "code"}, "handover.means.",
		func(r *Report) *string { return &r.Means }).Silent(),
	field.Line("frozen", 0, 64, func(r *Report) *string { return &r.Digest }).Silent().Open().Unfound(),
	field.Day("closedOn", false, func(r *Report) *when.Day { return &r.ClosedOn }).Silent(),
	field.Text("taken", 0, saidMost, func(r *Report) *string { return &r.Taken }).Silent(),
}, superior("committee", func(r *Report) *Receipt { return &r.Committee }),
	superior("commission", func(r *Report) *Receipt { return &r.Commission }))

var (
	aBody   = field.Body("body", true, func(r *Report) *ref.ID { return &r.Body }).Owns()
	aPerson = field.Person("person", false, func(r *Report) *ref.ID { return &r.Person }).Silent()
	subject = field.Line("subject", 1, 100, func(r *Report) *string { return &r.Subject })
	figures = field.Text("figures", 0, figuresMost,
		func(r *Report) *string { return &r.Figures }).Open().Silent().Within().Unfound()
	matter = field.Text("matter", 1, sectionMost, func(r *Report) *string { return &r.Matter })
)

// sections are the texts of a report of a year, in their order.
var sections = field.Fields{
	field.Text("duty", 0, sectionMost, func(r *Report) *string { return &r.Duty }),
	field.Text("problems", 0, sectionMost, func(r *Report) *string { return &r.Problems }),
	field.Text("orders", 0, sectionMost, func(r *Report) *string { return &r.Orders }),
	field.Text("shortcomings", 0, sectionMost, func(r *Report) *string { return &r.Shortcomings }),
	field.Text("outlook", 0, sectionMost, func(r *Report) *string { return &r.Outlook }),
}

func silent(fs field.Fields) (out field.Fields) {
	for _, f := range fs {
		out = append(out, f.Silent())
	}
	return out
}

var states = []string{Draft, Filed, Received, Commented, Returned, Closed, Withdrawn}

// Yearly is what a report of a year is made of.
var Yearly = noun.Shape{Of: ref.Report, Name: "reports", Word: "report", Table: "report",
	New: func() noun.Value { return &Report{} }, Title: "subject", States: states,
	Fields: slices.Concat(field.Fields{
		field.Code("whose", true, []string{OfBody, OfFirst}, "report.sort.", func(r *Report) *string { return &r.Sort }),
		field.Year("year", true, yearLeast, func(r *Report) *int64 { return &r.Year }),
		aBody, aPerson, subject.Silent(),
		field.Day("due", false, func(r *Report) *when.Day { return &r.Due }).Silent(),
	}, silent(sections), field.Fields{figures}, signed)}

// Special is what a special report is made of.
var Special = noun.Shape{Of: ref.Special, Name: "specials", Word: "special", Table: "special",
	New: func() noun.Value { return &Report{} }, Title: "subject", States: states, Mute: true,
	Fields: slices.Concat(field.Fields{aBody, aPerson, subject, matter}, signed)}

// Shape is what it is made of.
func (r *Report) Shape() noun.Shape {
	if r.Sort == "" {
		return Special
	}
	return Yearly
}

// Reports says whether bodies of a kind report on a year (rules report-unit, report-first),
// Specially whether they report on a matter.
func Reports(k bodies.BodyKind) bool {
	return k.Side() != "" && k != bodies.CountyCommittee && k != bodies.CountyDiscipline
}

// Specially: see Reports.
func Specially(k bodies.BodyKind) bool { return Reports(k) && k.Side() == bodies.Supervisory }

// Superiors are whom a body reports to: the committee and the discipline commission that
// stand above its unit, in the end the county's; a special report goes to the committee of
// the body's own level. A body that is in no register is 0.
func Superiors(c *bodies.County, of bodies.Body, special bool) (committee, commission bodies.Body) {
	above := c.Path(of.Unit)
	if len(above) > 0 {
		above = above[:len(above)-1]
	}
	find := func(units []ref.ID, side bodies.Side, county bodies.BodyKind) bodies.Body {
		for _, u := range slices.Backward(units) {
			for _, b := range c.Seated(u) {
				if b.Kind.Side() == side && b.Kind != county && b.ID != of.ID {
					return b
				}
			}
		}
		b, _ := c.Single(county)
		return b
	}
	commission = find(above, bodies.Supervisory, bodies.CountyDiscipline)
	switch {
	case !special:
		return find(above, bodies.Principal, bodies.CountyCommittee), commission
	case of.Kind == bodies.WorkDiscipline:
		committee, _ = c.Single(bodies.WorkCommittee)
		return committee, commission
	case of.Unit == 0:
		return find(nil, bodies.Principal, bodies.CountyCommittee), commission
	}
	return find([]ref.ID{of.Unit}, bodies.Principal, bodies.CountyCommittee), commission
}

// in refuses what the state does not allow.
func (r *Report) in(states ...string) error { return r.Shape().In(r, states...) }

// MayWrite refuses to write what was signed.
func (r *Report) MayWrite() error { return r.in(Draft, Returned) }

// Sum is the digest of what a signature covers.
func (r *Report) Sum() string {
	b, err := json.Marshal([]any{r.Sort, r.Year, r.Body, r.Subject, r.Duty, r.Problems, r.Orders, r.Shortcomings,
		r.Outlook, r.Matter, r.Figures})
	if err != nil {
		panic(err) // texts and numbers
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// MaySign refuses a report of which a section is empty.
func (r *Report) MaySign() error {
	if err := r.MayWrite(); err != nil {
		return err
	}
	for _, f := range sections {
		if r.Sort != "" && f.Str(r) == "" {
			return text.Refuse(text.Conflict, "report.empty", "section", text.M("report.field."+f.Key()))
		}
	}
	return nil
}

// File signs it and sends it to both superiors. One who received it before keeps the
// receipt; who returned it is to receive it anew.
func (r *Report) File(by ref.ID, means string, to [2]bodies.Body, today, receiptBy when.Day) error {
	if err := r.MaySign(); err != nil {
		return err
	}
	for i, x := range []*Receipt{&r.Committee, &r.Commission} {
		switch {
		case x.Body == 0 && to[i].ID == 0:
			return text.Refuse(text.Conflict, "report.no-superior")
		case x.Body == 0:
			x.Body, x.Stand = to[i].ID, Open
			x.Office = to[i].Kind == bodies.CountyCommittee || to[i].Kind == bodies.CountyDiscipline
		case x.Stand == Returned:
			x.Stand = Open
		}
	}
	r.Person, r.Means, r.Digest, r.FiledOn, r.Edition = by, means, r.Sum(), today, r.Edition+1
	r.stand(receiptBy)
	return nil
}

// stand is where it is in its life after one of the superiors did something.
func (r *Report) stand(next when.Day) {
	is := func(stands ...string) bool {
		return slices.Contains(stands, r.Committee.Stand) && slices.Contains(stands, r.Commission.Stand)
	}
	switch {
	case r.Committee.Stand == Returned || r.Commission.Stand == Returned:
		r.State = Returned
	case is(Commented):
		r.State = Commented
	case is(Received, Commented):
		r.State, r.Next = Received, 0
	default:
		r.State = Filed
	}
	if next != 0 && r.State != Received {
		r.Next = next
	}
}

// Hands says whether somebody acts for a superior: those who lead it, and for the county's
// own the office of the side.
func (x Receipt) Hands(who actor.Actor, office actor.Role) bool {
	return x.Body != 0 && slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		switch g.Role {
		case office:
			return x.Office
		case actor.FirstResponsible, actor.TeamMember, actor.DisciplineMember:
			return g.Body == x.Body
		}
		return false
	})
}

// Mine is the receipt of the superior that somebody acts for and that stands so; nil = none.
func (r *Report) Mine(who actor.Actor, stands ...string) *Receipt {
	if r.State != Filed && r.State != Received && r.State != Returned {
		return nil
	}
	if slices.Contains(stands, r.Committee.Stand) && r.Committee.Hands(who, actor.PrincipalOffice) {
		return &r.Committee
	}
	if slices.Contains(stands, r.Commission.Stand) && r.Commission.Hands(who, actor.SupervisoryOffice) {
		return &r.Commission
	}
	return nil
}

// mine is Mine, or a refusal.
func (r *Report) mine(who actor.Actor, stands ...string) (*Receipt, error) {
	if x := r.Mine(who, stands...); x != nil {
		return x, nil
	}
	return nil, text.Refuse(text.Conflict, "report.not-yours")
}

// Receive says that a superior has it.
func (r *Report) Receive(who actor.Actor, today when.Day) (*Receipt, error) {
	x, err := r.mine(who, Open)
	if err != nil {
		return nil, err
	}
	x.Stand, x.By, x.On = Received, who.Person, today
	r.stand(0)
	return x, nil
}

// Comment is what a superior says of it; next is by when the reporter takes both up.
func (r *Report) Comment(who actor.Actor, said string, today, next when.Day) (*Receipt, error) {
	x, err := r.mine(who, Received)
	if err != nil {
		return nil, err
	}
	x.Stand, x.Said, x.SaidBy, x.SaidOn = Commented, said, who.Person, today
	r.stand(next)
	return x, nil
}

// Return wants it supplemented until a day; the other superior's receipt stands.
func (r *Report) Return(who actor.Actor, said string, today, next when.Day) (*Receipt, error) {
	x, err := r.mine(who, Open, Received)
	if err != nil {
		return nil, err
	}
	x.Stand, x.Said, x.SaidBy, x.SaidOn = Returned, said, who.Person, today
	r.stand(next)
	return x, nil
}

// Section is one part of what a report says; Key is the key of its heading, "" for none.
type Section struct{ Key, Text string }

// Sections are what a report says, in their order.
func (r *Report) Sections() (out []Section) {
	if r.Sort == "" {
		return []Section{{Text: r.Matter}}
	}
	for _, f := range sections {
		out = append(out, Section{"report.field." + f.Key(), f.Str(r)})
	}
	return out
}
