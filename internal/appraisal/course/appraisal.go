// Package course is the course of an assessment (考核, spec 4.1): a scheme is applied to a year, bodies assess
// themselves, assessors give marks, the result is fed back and may be objected to, is made public, approved by the
// leading group and circulated. From the feedback on nothing of a sheet follows from what is done elsewhere: it is
// scored from the facts that it read then, and changes by decisions alone, each with who decided and why.
package course

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	SchemeTable   = "scheme"
	ExtraTable    = "scheme-extra"
	VetoTable     = "scheme-veto"
	GradeTable    = "scheme-grade"
	CategoryTable = "unit-category"
)

// The states of an assessment.
const (
	Called     = "called"   // bodies assess themselves
	Checking   = "checking" // assessors give their marks
	Told       = "told"     // fed back; bodies may object
	Noticed    = "noticed"  // made public
	Approved   = "approved"
	Circulated = "circulated"
	Withdrawn  = "withdrawn"
)

const (
	yearLeast   = 2000
	titleMost   = 200
	lineMost    = 120
	reasonMost  = 1000
	textMost    = 6000
	packedMost  = 60_000
	pointsMost  = 1000 // whole points that a field takes: more than any indicator or case
	teamMost    = 30   // people [D]
	peopleMost  = 100_000
	entriesMost = 1 << 50
)

// Appraisal is a scheme applied to a year: to all bodies that it judges, or to those of one group.
type Appraisal struct {
	noun.Base
	Title    string // which year, which scheme, whom
	Year     int64
	Scheme   string
	Category string   // the group of units, by its first category; "" = all
	HandBy   when.Day // until when bodies assess themselves
	MarkBy   when.Day // until when marks are given
	Team     string   // assessors besides the office of its side, as identifiers between blanks
	// Due is the day that binds it: of the next step.
	Due                   when.Day
	Bodies                int64
	Entry                 int64    // entries that the journal had when the facts were read
	FactsOn               when.Day // the day up to which they were read
	ToldOn, ReviewBy      when.Day
	NoticeOn, NoticeUntil when.Day
	ApprovedOn            when.Day
	Meeting               string // of the leading group that approved it
	CirculatedOn          when.Day
	Circular              string // the number of the circular
	Draft                 ref.ID // the circular that was drafted of it; 0 = none, or one outside the system
	Why                   string // it was withdrawn
}

// Shape is what an assessment is made of.
var Shape = noun.Shape{Of: ref.Appraisal, Name: "appraisals", Word: "appraisal", Table: "appraisal",
	New: func() noun.Value { return &Appraisal{} }, Title: "title", Team: "team",
	States: []string{Called, Checking, Told, Noticed, Approved, Circulated, Withdrawn},
	Attach: &noun.Attachments{Verb: "appraisal.attach", Of: []string{"notice", "minutes", "circular", "other"}, Most: 20,
		States: []string{Called, Checking, Told, Noticed, Approved, Circulated}},
	Fields: field.Fields{
		field.Line("title", 0, titleMost, func(x *Appraisal) *string { return &x.Title }).Silent(),
		field.Year("year", true, yearLeast, func(x *Appraisal) *int64 { return &x.Year }),
		field.Policy("scheme", true, SchemeTable, func(x *Appraisal) *string { return &x.Scheme }),
		field.Policy("category", false, CategoryTable, func(x *Appraisal) *string { return &x.Category }),
		field.Day("handBy", true, func(x *Appraisal) *when.Day { return &x.HandBy }),
		field.Day("markBy", true, func(x *Appraisal) *when.Day { return &x.MarkBy }),
		teamField(func(x *Appraisal) *string { return &x.Team }),
		field.Day("due", false, func(x *Appraisal) *when.Day { return &x.Due }).Silent(),
		field.Count("bodies", 0, peopleMost, func(x *Appraisal) *int64 { return &x.Bodies }).Silent(),
		field.Count("entry", 0, entriesMost, func(x *Appraisal) *int64 { return &x.Entry }).Silent().OrNone(),
		field.Day("factsOn", false, func(x *Appraisal) *when.Day { return &x.FactsOn }).Silent(),
		field.Day("toldOn", false, func(x *Appraisal) *when.Day { return &x.ToldOn }).Silent(),
		field.Day("reviewBy", false, func(x *Appraisal) *when.Day { return &x.ReviewBy }).Silent(),
		field.Day("noticeOn", false, func(x *Appraisal) *when.Day { return &x.NoticeOn }).Silent(),
		field.Day("noticeUntil", false, func(x *Appraisal) *when.Day { return &x.NoticeUntil }).Silent(),
		field.Day("approvedOn", false, func(x *Appraisal) *when.Day { return &x.ApprovedOn }).Silent(),
		field.Line("meeting", 0, lineMost, func(x *Appraisal) *string { return &x.Meeting }).Silent(),
		field.Day("circulatedOn", false, func(x *Appraisal) *when.Day { return &x.CirculatedOn }).Silent(),
		field.Line("circular", 0, lineMost, func(x *Appraisal) *string { return &x.Circular }).Silent().Open(),
		field.Object("draft", func(x *Appraisal) *ref.ID { return &x.Draft }),
		field.Text("why", 0, reasonMost, func(x *Appraisal) *string { return &x.Why }).Silent(),
	}}

// teamField holds the assessors; pages show them by themselves.
func teamField[T any](at func(*T) *string) field.Field {
	return field.Line("team", 0, 20*teamMost, at).Open().Silent().Within().Unfound()
}

// Object is what access asks of an assessment.
func (x *Appraisal) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Appraisal, ID: x.ID, Side: x.Side, Team: sent(x.Team)}
}

// Called names an assessment in a line.
func (x *Appraisal) Called() (number, title string) { return "", x.Title }

// Assessors are the people beside the office who give marks.
func (x *Appraisal) Assessors() []ref.ID { return sent(x.Team) }

// sent are the people of a team.
func sent(team string) (out []ref.ID) {
	for _, s := range strings.Fields(team) {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			out = append(out, ref.ID(id))
		}
	}
	return out
}

// joined is a team with one more; false where that person is in it, or it is full.
func joined(team string, who ref.ID) (string, bool) {
	all := sent(team)
	if slices.Contains(all, who) || len(all) == teamMost {
		return team, false
	}
	return " " + strings.TrimSpace(team+strconv.FormatInt(int64(who), 10)) + " ", true // lists look for it between blanks
}

func (x *Appraisal) in(states ...string) error { return Shape.In(x, states...) }

// dated checks its days: marks are given after the self-assessments came in, and none of it before the year is nearly
// over (an assessment in the year itself begins in December at the earliest, spec 4.1: 一考定全年 is no assessment).
func (x *Appraisal) dated(errs *text.InputErrors) {
	if x.HandBy != 0 && x.MarkBy != 0 && x.MarkBy < x.HandBy {
		errs.Add("markBy", "appraisal.mark-by.before", "on", x.HandBy)
	}
	if first := when.Date(int(x.Year), 11, 1); x.Year >= yearLeast && x.HandBy != 0 && x.HandBy < first {
		errs.Add("handBy", "appraisal.hand-by.early", "first", first, "year", x.Year)
	}
}

// mayTell: the year is over, so that nothing of it is left out.
func (x *Appraisal) mayTell(today when.Day) error {
	if err := x.in(Checking); err != nil {
		return err
	}
	if first := when.Date(int(x.Year)+1, 1, 1); today < first {
		return text.Refuse(text.Conflict, "appraisal.tell.early", "year", x.Year, "on", first)
	}
	return nil
}

// mayNotice: the time for objections is over.
func (x *Appraisal) mayNotice(today when.Day) error {
	if err := x.in(Told); err != nil {
		return err
	}
	if today <= x.ReviewBy {
		return text.Refuse(text.Conflict, "appraisal.notice.early", "on", x.ReviewBy+1)
	}
	return nil
}

// mayApprove: it was public for its days.
func (x *Appraisal) mayApprove(today when.Day) error {
	if err := x.in(Noticed); err != nil {
		return err
	}
	if today <= x.NoticeUntil {
		return text.Refuse(text.Conflict, "appraisal.approve.early", "on", x.NoticeUntil+1)
	}
	return nil
}
