package duty

import (
	"fmt"
	"slices"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Cadence is how often a rule creates a duty.
type Cadence string

// The cadences.
const (
	Yearly     Cadence = "year"
	HalfYearly Cadence = "half"
	Quarterly  Cadence = "quarter"
	Monthly    Cadence = "month"
	// Appointed: once for each person who takes a post, from the day on which the
	// post is held.
	Appointed Cadence = "appointment"
)

// Cadences are all that follow the calendar, the longest first.
var Cadences = []Cadence{Yearly, HalfYearly, Quarterly, Monthly}

// months is how long a period is.
func (c Cadence) months() int {
	switch c {
	case Yearly:
		return 12
	case HalfYearly:
		return 6
	case Quarterly:
		return 3
	case Monthly:
		return 1
	}
	return 0
}

// Who of a body a rule speaks to; the codes stand in the policy's 责任层级.
const (
	Team   = "team"
	First  = "first"
	Member = "member"
)

// Rule is one row of the policy's 履责规则.
type Rule struct {
	Code     string
	What     string // in Chinese, as it is written into each duty
	Bodies   []bodies.BodyKind
	Who      string
	Cadence  Cadence
	Times    int64
	Due      Anchor
	Proof    string
	InPerson bool // discharged by the first responsible person alone
	Points   int64
	// Institution is which of the ten the rule is of, a code of the pack's 十项制度; "" = none.
	Institution string
	// Form is the word of the noun whose act discharges it, of Forms; "" = a duty record.
	Form string
	In   when.Period // periods that begin in it
}

// Anchor says where a period's due day is. The zero Anchor is its last day.
type Anchor struct {
	Month, Day int  // a day of the year, of yearly rules; 0 = none
	FromStart  bool // counted from the period's first day and not from its last
	N          int  // so many days after it; negative: before
	Working    bool // working days
}

// Period is a run of days in which a duty is to be done, half-open.
type Period struct {
	Key string
	when.Period
}

// Last is the period's last day.
func (p Period) Last() when.Day { return p.To - 1 }

// Periods are those of a cadence that begin within from and to, both included.
func (c Cadence) Periods(from, to when.Day) (out []Period) {
	n := c.months()
	if n == 0 {
		return nil
	}
	for y, m := from.Year(), 1; ; {
		p := c.period(y, m)
		if p.From > to {
			return out
		}
		if p.From >= from {
			out = append(out, p)
		}
		if m += n; m > 12 {
			y, m = y+1, 1
		}
	}
}

// period is the one that begins with a month of a year.
func (c Cadence) period(y, m int) Period {
	next, year := m+c.months(), y
	if next > 12 {
		next, year = next-12, y+1
	}
	p := Period{Period: when.Period{From: when.Date(y, time.Month(m), 1), To: when.Date(year, time.Month(next), 1)}}
	switch c {
	case Yearly:
		p.Key = fmt.Sprint(y)
	case HalfYearly:
		p.Key = fmt.Sprintf("%d-H%d", y, m/6+1)
	case Quarterly:
		p.Key = fmt.Sprintf("%d-Q%d", y, m/3+1)
	default:
		p.Key = fmt.Sprintf("%d-%02d", y, m)
	}
	return p
}

// Deadline is the day on which a duty of the period is due, and how it was reached.
// Where the anchor lies outside what the period can hold, as 30 February, the last
// day of its month stands.
func (a Anchor) Deadline(c *when.Calendar, p Period) when.Deadline {
	from := p.Last()
	if a.FromStart {
		from = p.From
	}
	if a.Month != 0 {
		first := when.Date(p.From.Year(), time.Month(a.Month), 1)
		return c.On(first+when.Day(min(a.Day, int(c.AddMonths(first, 1).Due-first))-1), when.Named)
	}
	switch {
	case a.N == 0:
		why := when.PeriodEnd
		if a.FromStart {
			why = when.Named
		}
		return c.On(from, why)
	case a.N > 0 && a.Working:
		return c.AddWorking(from, a.N)
	case a.N > 0:
		return c.AddDays(from, a.N)
	case a.Working:
		return c.BeforeWorking(from, -a.N)
	}
	return c.On(from+when.Day(a.N), when.Named)
}

// Duties are what the rule asks of the county, as it stood when the period began.
func (r Rule) Duties(c *bodies.County, cal *when.Calendar, p Period) (out []*Duty) {
	return r.asks(c, cal, p, func(bodies.Body) bool { return true })
}

// asks is what the rule asks in a period of those bodies that it speaks to.
func (r Rule) asks(c *bodies.County, cal *when.Calendar, p Period, of func(bodies.Body) bool) (out []*Duty) {
	due := r.Due.Deadline(cal, p).Due
	for _, b := range c.Bodies() {
		if !slices.Contains(r.Bodies, b.Kind) || b.Unit != 0 && c.Takes(b.Unit) != nil || !of(b) {
			continue
		}
		if r.Who != Member {
			out = append(out, r.duty(c, b, p, due))
			continue
		}
		first := c.FirstResponsible(b.ID).Person
		var seen []ref.ID
		for _, a := range c.PostsAt(b.ID) {
			if !a.Post.Member() || a.Person == first || slices.Contains(seen, a.Person) {
				continue
			}
			seen = append(seen, a.Person)
			d := r.duty(c, b, p, due)
			d.Person = a.Person
			out = append(out, d)
		}
	}
	return out
}

// Appointments are what the rule asks of those who took their posts within from and
// to, both included: once for a person and a body, however many posts it has.
func (r Rule) Appointments(c *bodies.County, cal *when.Calendar, from, to when.Day) (out []*Duty) {
	for _, a := range c.Posted() {
		b, ok := c.Body(a.Body)
		start := a.Period.From
		if !ok || !slices.Contains(r.Bodies, b.Kind) || start < max(from, r.In.From) || start > to || start >= r.In.To {
			continue
		}
		if is := a.Post == b.Kind.First(); r.Who == First && !is || r.Who == Member && (is || !a.Post.Member()) {
			continue
		}
		p := Period{Key: start.String(), Period: when.Period{From: start, To: start + 1}}
		d := r.duty(c, b, p, r.Due.Deadline(cal, p).Due)
		d.Person = a.Person
		d.EndsOn = d.Due
		if !slices.ContainsFunc(out, func(x *Duty) bool { return x.Same(d) }) {
			out = append(out, d)
		}
	}
	return out
}

func (r Rule) duty(c *bodies.County, b bodies.Body, p Period, due when.Day) *Duty {
	d := &Duty{Rule: r.Code, What: r.What, Period: p.Key, Body: b.ID, Level: r.Who, BeginsOn: p.From, EndsOn: p.Last(),
		FirstDue: due, Due: due, Times: max(r.Times, 1), Proof: r.Proof, Points: r.Points, InPerson: r.InPerson}
	d.Unit, d.Side, d.State = b.Unit, actor.Side(b.Kind.Side()), Open
	return d
}

// Same says that two duties are the one that may be made once: of one rule, body,
// person and period.
func (d *Duty) Same(o *Duty) bool {
	return d.Rule == o.Rule && d.Body == o.Body && d.Person == o.Person && d.Period == o.Period
}
