// Package announcement is the announcements of inspections 检查通知: which unit was told,
// when, by whom and of what. What a unit registers afterwards of earlier acts is marked
// (spec 2.6). What an inspection does and finds is no matter of it.
package announcement

import (
	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The states of an announcement.
const (
	InForce   = "in-force"
	Withdrawn = "withdrawn" // registered by mistake: it marks nothing
)

const (
	lineMost   = 100
	reasonMost = 500
)

// Announcement is one of them.
type Announcement struct {
	noun.Base
	Checked     ref.ID // the unit that was told; 0 = all of them
	AnnouncedOn when.Day
	Clock       string // at what time of that day, 14:30
	Announcer   string // who told it
	Subject     string
	FirstDay    when.Day // of the check
	Why         string   // it was withdrawn
}

// Fields are what is known of one.
var Fields = field.Fields{
	field.Line("subject", 1, lineMost, func(a *Announcement) *string { return &a.Subject }),
	field.Unit("checked", false, func(a *Announcement) *ref.ID { return &a.Checked }).Bears(),
	field.Day("announcedOn", true, func(a *Announcement) *when.Day { return &a.AnnouncedOn }),
	field.Line("clock", 1, 5, func(a *Announcement) *string { return &a.Clock }),
	field.Line("announcer", 1, lineMost, func(a *Announcement) *string { return &a.Announcer }),
	field.Day("firstDay", true, func(a *Announcement) *when.Day { return &a.FirstDay }),
	field.Text("why", 0, reasonMost, func(a *Announcement) *string { return &a.Why }).Silent(),
}

// Shape is what an announcement is made of.
var Shape = noun.Shape{Of: ref.Announcement, Name: "announcements", Word: "announcement", Table: "announcement",
	New: func() noun.Value { return &Announcement{} }, Fields: Fields, Title: "subject",
	States: []string{InForce, Withdrawn}}

// Object is what access asks of one: it was told, so that everybody who works here may
// know of it.
func (a *Announcement) Object() access.Object {
	return access.Object{Jurisdiction: a.Jurisdiction, Kind: ref.Announcement, ID: a.ID, Unit: a.Unit, Side: a.Side}
}

// Called is what it is about, on its day.
func (a *Announcement) Called() (number, title string) { return a.AnnouncedOn.String(), a.Subject }

// Moment is when the unit was told.
func (a *Announcement) Moment() when.Instant { return at(a.AnnouncedOn, a.Clock) }

// Marks says whether what was done on a day, at a time of it where one is said, and
// registered at a moment was done before the unit was told and registered after.
func (a *Announcement) Marks(done when.Day, clock string, registered when.Instant) bool {
	if a.State != InForce || registered <= a.Moment() {
		return false
	}
	if clock == "" {
		return done < a.AnnouncedOn
	}
	return at(done, clock) < a.Moment()
}
