package duty

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// What happens to a unit and asks something of it, as the calendar does: rules name
// it in the place of a cadence (spec 3 head).
const (
	Serious    Cadence = "serious"    // a problem of the unit was found serious, or raised to that
	Supervised Cadence = "supervised" // an order of the unit was listed for special supervision
	Carded     Cadence = "red-card"   // a red card fell on what the body owed by another rule
	Case       Cadence = "case"       // a case that was decided was registered as more serious, or worse
	SlightCase Cadence = "slight"     // a slight one was registered, and made known to the unit that answers it
)

// Happenings are those that are asked of the lists; Appointed is asked of the register.
var Happenings = []Cadence{Serious, Supervised, Carded, Case, SlightCase}

// Event is one thing that happened.
type Event struct {
	What Cadence
	On   when.Day
	Unit ref.ID
	Side actor.Side
	Body ref.ID // of a card: whose it is; of a case: who talks; 0 = the unit's body of that side
	Rule string // of a card: by which rule the duty was owed
	Key  string // what is once of it: the number of a matter; of cards the quarter
}

// QuarterOf is the key under which the cards of a body are accounted for together:
// five cards of one quarter ask for one account and not for five.
func QuarterOf(day when.Day) string {
	y, m, _ := day.Date()
	return Quarterly.period(y, (int(m)-1)/3*3+1).Key
}

// ByCalendar says whether duties of the cadence are made period by period.
func (c Cadence) ByCalendar() bool { return c.months() > 0 }

// OfCase says whether duties of the cadence follow a case that was decided.
func (c Cadence) OfCase() bool { return c == Case || c == SlightCase }

// Follows are what the rule asks for after some events, as the county stood on their
// days: one duty of each body that the rule speaks to, or one of each member of it.
// A card that fell on an answer to a card asks for no further one.
func (r Rule) Follows(cal *when.Calendar, events []Event, at func(when.Day) (*bodies.County, error)) (
	out []*Duty, err error) {
	for _, e := range events {
		if e.What != r.Cadence || !r.In.Holds(e.On) || e.Rule == r.Code {
			continue
		}
		c, err := at(e.On)
		if err != nil {
			return nil, err
		}
		p := Period{Key: e.Key, Period: when.Period{From: e.On, To: e.On + 1}}
		for _, d := range r.asks(c, cal, p, func(b bodies.Body) bool {
			return e.Body == b.ID || e.Body == 0 && b.Unit == e.Unit && actor.Side(b.Kind.Side()) == e.Side
		}) {
			d.EndsOn = d.Due
			if !slices.ContainsFunc(out, d.Same) {
				out = append(out, d)
			}
		}
	}
	return out, nil
}
