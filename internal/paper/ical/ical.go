// Package ical writes calendars as programs subscribe to them (RFC 5545).
package ical

import (
	ics "github.com/arran4/golang-ical"

	"shuangze/internal/when"
)

// refresh is how often a program is asked to look again.
const refresh = "PT6H"

// Event is something that falls due on a day.
type Event struct {
	UID       string // stays the same however the event changes
	Day       when.Day
	Summary   string
	Detail    string
	Category  string
	URL       string
	Version   int64        // of the row, from 1: the sequence rises with it
	Changed   when.Instant // when it was last changed
	Cancelled bool
}

// Write is a calendar of whole days. The same events are the same bytes.
func Write(name string, events []Event) []byte {
	c := ics.NewCalendarFor("Shuangze")
	c.SetProductId("-//Shuangze//Calendar//ZH")
	c.SetXWRCalName(name)
	c.SetName(name)
	c.SetRefreshInterval(refresh, ics.WithValue("DURATION"))
	c.SetXPublishedTTL(refresh)
	for _, e := range events {
		v := c.AddEvent(e.UID)
		at := e.Changed.Time().UTC()
		v.SetDtStampTime(at)
		v.SetModifiedAt(at)
		v.SetSequence(int(max(e.Version, 1) - 1))
		v.SetAllDayStartAt(e.Day.Time())
		v.SetAllDayEndAt((e.Day + 1).Time())
		v.SetSummary(e.Summary)
		if e.Detail != "" {
			v.SetDescription(e.Detail)
		}
		v.AddCategory(e.Category)
		v.SetURL(e.URL)
		v.SetTimeTransparency(ics.TransparencyTransparent)
		v.SetStatus(ics.ObjectStatusConfirmed)
		if e.Cancelled {
			v.SetStatus(ics.ObjectStatusCancelled)
		}
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}
