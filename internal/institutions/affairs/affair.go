// Package affairs is what is to be open (党务、政务、事务、村务公开, spec 3.9 c): which item a unit must make known, how often and
// on which ground, what was made known of it, approved by somebody else, and what is due and missing.
package affairs

import (
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Codes of the pack that rules know.
const (
	Village = "village" // 村务

	Monthly   = "month"
	Quarterly = "quarter"
	HalfYear  = "half"
	Yearly    = "year"
	Prompt    = "prompt"   // within days of each matter
	Standing  = "standing" // always there
)

// The tables of the pack.
const (
	KindTable   = "affair-kind"
	PeriodTable = "affair-period"
	FormTable   = "affair-form"
)

// DaysMost is the longest time that one has to make something known, in working days:
// 政府信息公开条例第二十六条.
const DaysMost = 20

const (
	lineMost   = 200
	reasonMost = 500
)

// Affair is one item that a unit makes known.
type Affair struct {
	noun.Base
	noun.Term
	Publisher ref.ID // the unit; a village or community may be one
	Kind      string
	Item      string
	Category  string
	Basis     string // law and article
	Period    string
	Many      bool  // the village collective deals in much money: its finances are monthly
	Days      int64 // working days after the period, the matter, or (standing) the beginning
	Form      string
	Person    ref.ID // responsible
	Since     when.Day
	Gap       when.Day // the first day of the first period of which nothing is public
	Next      when.Day // by when something must be; 0 = nothing is owed by a calendar
	LastOn    when.Day // something was made public
	Draft     ref.ID   // what is being prepared
}

// Fields are what is known of an item, in the order of the form.
var Fields = append(field.Fields{
	field.Unit("publisher", true, func(a *Affair) *ref.ID { return &a.Publisher }),
	field.Policy("kind", true, KindTable, func(a *Affair) *string { return &a.Kind }),
	field.Line("item", 1, 100, func(a *Affair) *string { return &a.Item }),
	field.Line("category", 1, 50, func(a *Affair) *string { return &a.Category }),
	field.Line("basis", 1, lineMost, func(a *Affair) *string { return &a.Basis }),
	field.Policy("period", true, PeriodTable, func(a *Affair) *string { return &a.Period }),
	field.Flag("many", func(a *Affair) *bool { return &a.Many }),
	field.Count("days", 0, DaysMost, func(a *Affair) *int64 { return &a.Days }),
	field.Policy("form", true, FormTable, func(a *Affair) *string { return &a.Form }),
	field.Person("person", true, func(a *Affair) *ref.ID { return &a.Person }),
	field.Day("since", true, func(a *Affair) *when.Day { return &a.Since }),
	field.Day("gap", false, func(a *Affair) *when.Day { return &a.Gap }).Silent(),
	field.Day("next", false, func(a *Affair) *when.Day { return &a.Next }).Silent(),
	field.Day("lastOn", false, func(a *Affair) *when.Day { return &a.LastOn }).Silent(),
	field.Object("draft", func(a *Affair) *ref.ID { return &a.Draft }).Silent(),
}, noun.TermFields(func(a *Affair) *noun.Term { return &a.Term })...)

// Shape is what an item is made of.
var Shape = noun.Shape{Of: ref.Affair, Name: "affairs", Word: "affair", Table: "affair",
	New: func() noun.Value { return &Affair{} }, Fields: Fields, Title: "item",
	States: []string{noun.InForce, noun.Ended}}

// lawful adds what the law says against the period: 村民委员会组织法第三十条 wants village affairs
// made known each quarter at least, finances with many dealings each month, great matters at once.
func (a *Affair) lawful(errs *text.InputErrors) {
	switch {
	case a.Many && a.Kind != Village:
		errs.Add("many", "affair.many.kind")
	case a.Many && a.Period != "" && a.Period != Monthly:
		errs.Add("period", "affair.period.month")
	case a.Kind == Village && (a.Period == HalfYear || a.Period == Yearly):
		errs.Add("period", "affair.period.quarter")
	}
}

// settle finds out whose an item is, and that it may be as it is.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	a := v.(*Affair)
	if wrong, is := c.Takes(a.Publisher).(text.InputErrors); is && a.Publisher != 0 {
		*errs = append(*errs, text.InputError{Field: "publisher", Message: wrong[0].Message})
	}
	if a.Person != 0 && a.Publisher != 0 && !works(c, a.Publisher, a.Person) {
		errs.Add("person", "affair.person", "unit", c.Name(a.Publisher))
	}
	if a.Since > c.Day() {
		errs.Add("since", "record.on.later", "today", c.Day())
	}
	for _, id := range others {
		if id != a.ID {
			errs.Add("item", "affair.twice")
			break
		}
	}
	a.lawful(errs)
	a.Unit, a.Side = a.Publisher, actor.Principal
}

// works says that somebody works in a unit or in one above it: a village's affairs are its town's to see to.
func works(c *bodies.County, unit, person ref.ID) bool {
	for _, u := range c.Path(unit) {
		if c.Team(u).Works(person) {
			return true
		}
	}
	return false
}

// Month counts the months of a period; 0 = it is none of the calendar.
func months(period string) int {
	return map[string]int{Monthly: 1, Quarterly: 3, HalfYear: 6, Yearly: 12}[period]
}

// Span is the period of the calendar that a day lies in: [from, to).
func Span(period string, d when.Day) when.Period {
	n := months(period)
	if n == 0 {
		return when.Period{From: d, To: d + 1}
	}
	y, m, _ := d.Date()
	first := (m-1)/time.Month(n)*time.Month(n) + 1
	return when.Period{From: when.Date(y, first, 1), To: when.Date(y, first+time.Month(n), 1)}
}

// Working is the day so many working days after one; 0 of them is the day itself.
type Working func(from when.Day, days int) when.Day

// dueOf is by when something of a period or a matter must be public.
func (a *Affair) dueOf(about when.Day, w Working) when.Day {
	return w(Span(a.Period, about).To-1, int(a.Days))
}

// How a period stands.
const (
	Done     = "done"
	DoneLate = "done-late"
	Late     = "late"
	Due      = "due" // not public yet, and not late
)

// Cell is one period of an item, or one matter, and how it stands on a day.
type Cell struct {
	when.Period
	Due   when.Day
	On    when.Day // made public; 0 = not
	By    ref.ID   // what made it known, or is to
	Stand string
}

// Cells are the periods of an item that began in [in.From, in.To), as far as they had begun by today and the item
// held; of one bound to matters, its matters; of one that always stands, the one. list is what was prepared of it.
func (a *Affair) Cells(list []*Disclosure, in when.Period, today when.Day, w Working) (out []Cell) {
	add := func(c Cell, found *Disclosure) {
		if found != nil {
			c.By, c.On = found.ID, found.PublicOn
		}
		switch {
		case c.On != 0 && c.On <= c.Due:
			c.Stand = Done
		case c.On != 0:
			c.Stand = DoneLate
		case c.Due < today:
			c.Stand = Late
		default:
			c.Stand = Due
		}
		out = append(out, c)
	}
	switch {
	case a.Period == Standing:
		span := when.Period{From: a.Since, To: a.Since + 1}
		add(Cell{Period: span, Due: a.dueOf(a.Since, w)}, standing(list, a.Since))
	case a.Period == Prompt:
		for _, x := range list {
			if x.State == Withdrawn || x.Again || x.About < in.From || x.About >= in.To {
				continue
			}
			add(Cell{Period: Span(Prompt, x.About), Due: x.Due}, x)
		}
	default:
		for d := Span(a.Period, max(in.From, a.Since)).From; d < in.To && d <= today; d = Span(a.Period, d).To {
			if a.State == noun.Ended && d >= a.EndedOn {
				break
			}
			add(Cell{Period: Span(a.Period, d), Due: a.dueOf(d, w)}, standing(list, d))
		}
	}
	return out
}

// standing finds what was made public of a period and counts.
func standing(list []*Disclosure, about when.Day) *Disclosure {
	for _, x := range list {
		if x.About == about && x.Counts() {
			return x
		}
	}
	return nil
}

// Window is what is looked at: the running year and the one before.
func Window(today when.Day) when.Period {
	return when.Period{From: when.Date(today.Year()-1, 1, 1), To: when.Date(today.Year()+1, 1, 1)}
}

// reckon says which period is the first without anything public, and by when there must be.
func (a *Affair) reckon(list []*Disclosure, today when.Day, w Working) {
	a.Gap, a.Next, a.LastOn = 0, 0, 0
	for _, x := range list {
		if x.Counts() {
			a.LastOn = max(a.LastOn, x.PublicOn)
		}
	}
	if a.Period == Prompt {
		return
	}
	cells := a.Cells(list, Window(today), today, w)
	for _, c := range cells {
		if c.On == 0 {
			a.Gap, a.Next = c.From, c.Due
			return
		}
	}
	if n := len(cells); n > 0 && a.Period != Standing { // all is done: the next period
		a.Gap = cells[n-1].To
		a.Next = a.dueOf(a.Gap, w)
	}
}

// Late says that something is owed since a day that is over.
func (a *Affair) Late(today when.Day) bool {
	return a.State == noun.InForce && a.Next != 0 && a.Next < today
}

// Preset is an item of the pack's catalogue that a unit may take over.
type Preset struct {
	Code, Kind, Item, Category, Basis, Period, Form string
	Many                                            bool
	Days                                            int64
}

// Affair is an item as the catalogue has it.
func (p Preset) Affair(unit, person ref.ID, since when.Day) *Affair {
	return &Affair{Publisher: unit, Person: person, Since: since, Kind: p.Kind, Item: p.Item, Category: p.Category,
		Basis: p.Basis, Period: p.Period, Form: p.Form, Many: p.Many, Days: p.Days}
}

// Unlawful says why no unit could take a line of the catalogue, by its key; "" = any could.
func (p Preset) Unlawful() string {
	var errs text.InputErrors
	p.Affair(0, 0, 0).lawful(&errs)
	if len(errs) == 0 {
		return ""
	}
	return errs[0].Key
}
