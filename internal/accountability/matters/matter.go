// Package matters is how somebody is held to account (问责, spec 4.3): a matter is proposed, opened or not by the
// competent organ, looked into by a panel, shown to whom it is about, decided, served, and may be appealed. The system
// draws attention and opens nothing by itself. A matter holds numbers, organs and outcomes and no case content.
package matters

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	SourceTable    = "matter-source"
	SituationTable = "matter-situation" // 问责条例 (2019) art. 7
	OutcomeTable   = "matter-outcome"   // art. 8
	ExemptTable    = "matter-exempt"    // art. 17
	LighterTable   = "matter-lighter"   // art. 18
	HeavierTable   = "matter-heavier"   // art. 19
)

// Where a matter comes from: codes of SourceTable that rules know.
const (
	OfCase   = "case"     // a more serious case with serious consequences
	Inaction = "inaction" // 不作为、乱作为、慢作为
	Referral = "referral" // another office handed it over
)

// Whom a matter is about.
const (
	Leader = "leader"
	Body   = "body"
)

// The three kinds of responsibility (art. 6).
const (
	Overall   = "overall"   // 全面领导责任
	Principal = "principal" // 主要领导责任
	Important = "important" // 重要领导责任
)

// The states of a matter.
const (
	Proposed  = "proposed"
	Opened    = "opened"
	Declined  = "declined" // not opened
	Shown     = "shown"    // the facts are before whom they are about
	Answered  = "answered"
	Reported  = "reported" // the panel signs its report
	Signed    = "signed"
	Asked     = "asked" // the outcome waits for approval
	Approved  = "approved"
	Decided   = "decided"
	Closed    = "closed"
	Dropped   = "dropped" // not pursued, or exempt
	Revoked   = "revoked" // an appeal was upheld
	Withdrawn = "withdrawn"
)

// What is proposed in the end.
const (
	Pursue    = "pursue"
	NotPursue = "not-pursue"
	Exempt    = "exempt"
)

const (
	lineMost   = 60
	titleMost  = 200
	reasonMost = 1000
	textMost   = 6000
	panelLeast = 2 // 问责条例 art. 10: a panel, no single handler
	panelMost  = 15
	monthsMost = 60
	backMost   = 1000 // whole points that an appeal gives back
)

// Matter is what an organ knows of it; whom it is about sees hearings and rulings, never the matter.
type Matter struct {
	noun.Base
	Title     string
	Source    string
	Case      string // number of the case that draws attention to it
	Circulars string // numbers of circulars on which it rests, between commas, that deducted points from the unit
	Referrer  ref.ID // the body that handed it over
	Referral  string // why
	Target    string // Leader or Body
	Person    ref.ID
	Body      ref.ID
	Post      string // of the person when it was proposed
	Situation string
	Kind      string
	FactsOn   when.Day
	Facts     string
	Proposal  string // whether the office would open it
	Reason    string // why, or why not
	Stated    string // why words that look like case content may stand

	Organ    ref.ID // that is competent
	Approver ref.ID
	Statute  string // in force on FactsOn
	Verdict  string // why it was opened or not
	OpenedOn when.Day
	Panel    string // people, as identifiers between blanks
	Lead     ref.ID // who heads the panel
	Team     string // the panel, and who decides about an appeal
	Hearing  ref.ID
	Report   string
	Signers  string // of the report

	Result   string
	Outcome  string
	Also     string
	Exempted string
	Lighter  string
	Heavier  string
	Ground   string // why this outcome
	Proposer ref.ID
	Opinion  string // of who approved
	Due      when.Day
	Ruling   ref.ID
	Why      string // it was withdrawn, or sent back
}

// team holds people; pages show them by themselves.
func team[T any](name string, at func(*T) *string) field.Field {
	return field.Line(name, 0, 20*panelMost+40, at).Open().Silent().Within().Unfound()
}

// Fields are what is known of a matter, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Matter](),
	field.Line("title", 0, titleMost, func(x *Matter) *string { return &x.Title }).Silent(),
	field.Policy("source", true, SourceTable, func(x *Matter) *string { return &x.Source }),
	field.Line("caseNo", 0, lineMost, func(x *Matter) *string { return &x.Case }),
	field.Line("circulars", 0, titleMost, func(x *Matter) *string { return &x.Circulars }),
	field.Body("referrer", false, func(x *Matter) *ref.ID { return &x.Referrer }),
	field.Text("referral", 0, reasonMost, func(x *Matter) *string { return &x.Referral }),
	field.Code("target", true, []string{Leader, Body}, "matter.target.", func(x *Matter) *string { return &x.Target }),
	field.Person("person", false, func(x *Matter) *ref.ID { return &x.Person }),
	field.Body("body", true, func(x *Matter) *ref.ID { return &x.Body }),
	field.Line("post", 0, lineMost*2, func(x *Matter) *string { return &x.Post }).Silent(),
	field.Policy("situation", true, SituationTable, func(x *Matter) *string { return &x.Situation }),
	field.Code("kind", true, []string{Overall, Principal, Important}, "matter.kind.",
		func(x *Matter) *string { return &x.Kind }),
	field.Day("factsOn", true, func(x *Matter) *when.Day { return &x.FactsOn }),
	field.Text("facts", 1, reasonMost, func(x *Matter) *string { return &x.Facts }),
	field.Code("proposal", true, []string{"open", "decline"}, "matter.proposal.",
		func(x *Matter) *string { return &x.Proposal }),
	field.Text("cause", 1, reasonMost, func(x *Matter) *string { return &x.Reason }),
	field.Line("stated", 0, titleMost, func(x *Matter) *string { return &x.Stated }).Folded(),
	field.Body("organ", false, func(x *Matter) *ref.ID { return &x.Organ }).Silent(),
	field.Person("approver", false, func(x *Matter) *ref.ID { return &x.Approver }).Silent(),
	field.Line("statute", 0, titleMost, func(x *Matter) *string { return &x.Statute }).Silent(),
	field.Text("verdict", 0, reasonMost, func(x *Matter) *string { return &x.Verdict }).Silent(),
	field.Day("openedOn", false, func(x *Matter) *when.Day { return &x.OpenedOn }).Silent(),
	team("panel", func(x *Matter) *string { return &x.Panel }),
	field.Person("lead", false, func(x *Matter) *ref.ID { return &x.Lead }).Silent(),
	team("team", func(x *Matter) *string { return &x.Team }),
	field.Object("hearing", func(x *Matter) *ref.ID { return &x.Hearing }),
	field.Text("report", 0, textMost, func(x *Matter) *string { return &x.Report }).Silent(),
	team("signers", func(x *Matter) *string { return &x.Signers }),
	field.Code("result", false, []string{Pursue, NotPursue, Exempt}, "matter.result.",
		func(x *Matter) *string { return &x.Result }).Silent(),
	field.Policy("outcome", false, OutcomeTable, func(x *Matter) *string { return &x.Outcome }).Silent(),
	field.Policy("also", false, OutcomeTable, func(x *Matter) *string { return &x.Also }).Silent(),
	field.Policy("exempted", false, ExemptTable, func(x *Matter) *string { return &x.Exempted }).Silent(),
	field.Policy("lighter", false, LighterTable, func(x *Matter) *string { return &x.Lighter }).Silent(),
	field.Policy("heavier", false, HeavierTable, func(x *Matter) *string { return &x.Heavier }).Silent(),
	field.Text("ground", 0, reasonMost, func(x *Matter) *string { return &x.Ground }).Silent(),
	field.Person("proposer", false, func(x *Matter) *ref.ID { return &x.Proposer }).Silent(),
	field.Text("opinion", 0, reasonMost, func(x *Matter) *string { return &x.Opinion }).Silent(),
	field.Day("due", false, func(x *Matter) *when.Day { return &x.Due }).Silent(),
	field.Object("ruling", func(x *Matter) *ref.ID { return &x.Ruling }),
	field.Text("why", 0, reasonMost, func(x *Matter) *string { return &x.Why }).Silent(),
}

// Shape is what a matter is made of. No search finds one and nobody talks about one: who knows of it is told.
var Shape = noun.Shape{Of: ref.Matter, Name: "matters", Word: "matter", Table: "matter", Mute: true, Unsung: true,
	New: func() noun.Value { return &Matter{} }, Fields: Fields, Code: "number", Title: "title",
	Taker: "approver", Team: "team", Apart: true,
	States: []string{Proposed, Opened, Declined, Shown, Answered, Reported, Signed, Asked, Approved, Decided, Closed,
		Dropped, Revoked, Withdrawn}, Series: &noun.Series{Code: "matter"}}

// Object is what access asks of a matter: the people of its own unit are kept from it, whatever else they are.
func (x *Matter) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Matter, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Successor: x.Approver, Team: sent(x.Team), Apart: x.Unit}
}

// Called is its number and whom it is about.
func (x *Matter) Called() (number, title string) { return x.Number, x.Title }

func (x *Matter) in(states ...string) error { return Shape.In(x, states...) }

// Members are the panel.
func (x *Matter) Members() []ref.ID { return sent(x.Panel) }

// Signed are those of the panel who signed its report.
func (x *Matter) Signed() []ref.ID { return sent(x.Signers) }

// ReportSigned is the entry of a signature of the report.
const ReportSigned journal.Kind = "matter.signed.v1"

// SignedAt is when somebody signed the report last, by the acts of that kind; 0 = never. Whoever signed an earlier
// version signs the new one, so of those who signed (Signed) it is the version that stands.
func SignedAt(acts []trail.Event, who ref.ID) (at when.Instant) {
	for _, e := range acts {
		if e.Kind == ReportSigned && e.Person == who {
			at = max(at, e.At)
		}
	}
	return at
}

func (x *Matter) member(who ref.ID) bool { return who != 0 && slices.Contains(x.Members(), who) }

// sent are the people of a team.
func sent(team string) (out []ref.ID) {
	for _, s := range strings.Fields(team) {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			out = append(out, ref.ID(id))
		}
	}
	return out
}

// packed writes people down, each once, so that lists find one between blanks.
func packed(people ...ref.ID) string {
	out := " "
	for _, id := range people {
		if s := id.String() + " "; id != 0 && !strings.Contains(out, " "+s) {
			out += s
		}
	}
	return strings.TrimSpace(out)
}

// joined is a team with more people.
func joined(team string, more ...ref.ID) string {
	out := packed(append(sent(team), more...)...)
	if out == "" {
		return ""
	}
	return " " + out + " "
}

// without is a team without somebody.
func without(team string, who ref.ID) string {
	return joined("", slices.DeleteFunc(sent(team), func(id ref.ID) bool { return id == who })...)
}

// about is whose account is heard: the person, or who heads the body.
func (x *Matter) about(c *bodies.County) ref.ID {
	if x.Target == Leader {
		return x.Person
	}
	return c.FirstResponsible(x.Body).Person
}

// Way is an outcome of the policy: of whom, and whether the organ that takes it has a decision of its own.
type Way struct {
	Target string
	Formal bool // 组织调整或者组织处理, 纪律处分: recorded by the number of that decision alone
	// Kinds are what it may be on record as among decisions on people (effect.KindTable); none = it leaves no effect.
	Kinds []string
}

// Statutes are what rules ask of the policy of a day.
type Statutes struct {
	// Ground is the regulation in force on a day; "" = none is known.
	Ground func(when.Day) string
	// Situation says whether a situation was of the regulation in force on a day.
	Situation func(code string, on when.Day) bool
	Ways      map[string]Way
}

// settle judges what was typed against the register of today, and works out who is competent (art. 9).
func (x *Matter) settle(c *bodies.County, law Statutes, hold text.Boundary, errs *text.InputErrors) {
	switch {
	case x.Source == OfCase && x.Case == "":
		errs.Add("caseNo", "matter.case.needed")
	case x.Source == Referral && x.Referrer == 0:
		errs.Add("referrer", "matter.referrer.needed")
	case x.Source == Referral && x.Referral == "":
		errs.Add("referral", "matter.referral.needed")
	}
	switch {
	case x.Target == Leader && x.Person == 0:
		errs.Add("person", "matter.person.needed")
	case x.Target == Body && x.Person != 0:
		errs.Add("person", "matter.person.none")
	case x.FactsOn > c.Day():
		errs.Add("factsOn", "matter.facts-on.later", "today", c.Day())
	}
	if x.FactsOn != 0 && x.FactsOn <= c.Day() {
		if x.Statute = law.Ground(x.FactsOn); x.Statute == "" {
			errs.Add("factsOn", "matter.statute.none", "on", x.FactsOn)
		} else if x.Situation != "" && !law.Situation(x.Situation, x.FactsOn) {
			errs.Add("situation", "matter.situation.other", "on", x.FactsOn, "statute", x.Statute)
		}
	}
	hold.Hold("referral", x.Referral, x.Stated, errs)
	hold.Hold("facts", x.Facts, x.Stated, errs)
	hold.Hold("cause", x.Reason, x.Stated, errs)
	b, ok := c.Body(x.Body)
	if !ok {
		return
	}
	x.Unit, x.Post = b.Unit, ""
	name := b.Name
	if x.Target == Leader && x.Person != 0 {
		for _, a := range c.PostsOf(x.Person) {
			if a.Body == x.Body || a.Body == 0 && a.Unit == b.Unit && b.Unit != 0 {
				x.Post = a.Title
			}
		}
		if x.Post == "" {
			errs.Add("person", "matter.person.elsewhere", "body", b.Name)
		}
		if p, ok := c.Person(x.Person); ok {
			name = p.Name + "（" + b.Name + "）"
		}
	}
	if x.Unit == 0 { // above it stands no organ of the county
		errs.Add("body", "matter.body.county")
		return
	}
	x.Title = name
}

// directly says whether the object is a body that the county committee leads directly, or who heads one (art. 9: its
// matter is opened and decided with the approval of who heads that committee).
func (x *Matter) directly(c *bodies.County) bool {
	b, _ := c.Body(x.Body)
	if cases.Top(c, b.Unit) != b.Unit || b.Kind.Side() != bodies.Principal {
		return false
	}
	return x.Target == Body || c.FirstResponsible(b.ID).Person == x.Person
}

// route works out the competent organ and who approves for it.
func (x *Matter) route(c *bodies.County) error {
	kind := bodies.CountyDiscipline
	if x.Side == actor.Principal || x.directly(c) {
		kind = bodies.LeadingGroup
	}
	organ, _ := c.Single(kind)
	x.Organ, x.Approver = organ.ID, c.FirstResponsible(organ.ID).Person
	switch {
	case x.Approver == 0:
		return text.Refuse(text.Conflict, "matter.approver.vacant", "organ", organ.Name)
	case x.Approver == x.Person:
		return text.Refuse(text.Conflict, "matter.approver.self")
	}
	return nil
}
