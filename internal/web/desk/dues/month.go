package dues

import (
	"strconv"

	"shuangze/internal/due"
	"shuangze/internal/duty"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// monthMost is how many things of each kind a month shows at most [D].
const monthMost = 300

// monthData is a month with what falls due for the visitor.
type monthData struct {
	page.View
	Visit *desk.Visit
	Month when.Period
	Weeks [][7]cell // Monday first
	Count int
}

// cell is one day; Day is 0 for a day of another month.
type cell struct {
	Day   when.Day
	Off   string // the holiday, or that a day off is worked
	Works bool
	Items []item
}

// item is one thing that falls due.
type item struct {
	Mark             duty.Mark
	Kind, Title, For string
	Href             string
}

func monthPage(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	days, ok := when.ParseSpan(v.R.URL.Query().Get("month"))
	if !ok || days.To-days.From > 31 {
		days, _ = when.ParseSpan(when.MonthOf(v.Today()))
	}
	title := v.P.T("calendar.title", "month", v.P.Month(when.MonthOf(days.From)))
	d := monthData{View: v.View(title), Visit: v, Month: days}
	list, err := agenda.Dues(v.R.Context(), v.Desk.Read, v.Actor,
		agenda.Asked{Whom: agenda.WhomOf(v.Actor), Days: days, Most: monthMost})
	if err != nil {
		return err
	}
	on := map[when.Day][]item{}
	for _, x := range list {
		k := v.Desk.Kinds.Of(x.Kind)
		on[x.Day] = append(on[x.Day], item{Mark: d.mark(x), Kind: v.P.T(k.Word), Title: x.Title, For: c.Name(x.Unit),
			Href: k.At(x.ID)})
	}
	d.Count = len(list)
	cal := v.Desk.Orders.Rules.Calendar
	back := (int(days.From.Weekday()) + 6) % 7 // days of the week before the first
	for day := days.From - when.Day(back); day < days.To; day += 7 {
		var week [7]cell
		for i := range week {
			x := day + when.Day(i)
			if x < days.From || x >= days.To {
				continue
			}
			week[i] = cell{Day: x, Works: cal.IsWorking(x), Items: on[x], Off: v.Label(policy.Holiday, cal.Holiday(x))}
			if cal.Makeup(x) != "" {
				week[i].Off = v.P.T("calendar.makeup")
			}
		}
		d.Weeks = append(d.Weeks, week)
	}
	return v.Page(200, monthView(d))
}

// mark says how a thing stands: by its day, while it is open.
func (d monthData) mark(x agenda.Due) duty.Mark {
	switch x.Stand {
	case agenda.StandsDone:
		return duty.InTime
	case agenda.StandsOff:
		return duty.Off
	}
	rules := d.Visit.Desk.Orders.Rules
	switch rules.Bands.Light(rules.Calendar, x.Day, d.Visit.Today()) {
	case due.Red:
		return duty.RedCard
	case due.Yellow:
		return duty.YellowCard
	case due.Blue:
		return duty.Near
	}
	return duty.ToDo
}

// at is the address of the month of a day.
func (d monthData) at(day when.Day) string { return "/calendar?month=" + when.MonthOf(day) }

// label is a day as it stands where the columns have no heads.
func (d monthData) label(c cell) string {
	if c.Day == 0 {
		return ""
	}
	s := d.P.DayShort(c.Day) + " " + d.P.Weekday(c.Day)
	if c.Off != "" {
		s += " " + c.Off
	}
	return s
}

// number is the day of the month, and whether it is today or off.
func (d monthData) number(c cell) string {
	_, _, n := c.Day.Date()
	s := strconv.Itoa(n)
	if c.Day == d.Today {
		s += " " + d.P.T("calendar.today")
	}
	if c.Off != "" {
		return s + " " + c.Off
	}
	if !c.Works {
		return s + " " + d.P.T("calendar.off")
	}
	return s
}

// weekday is the head of a column, Monday first.
func (d monthData) weekday(i int) string { return d.P.Weekday(when.Date(2026, 11, 23) + when.Day(i)) }

// whole is all that is said of a thing.
func (d monthData) whole(x item) string {
	return x.Kind + " " + x.Title + " " + x.For + " " + d.P.T("year.mark."+string(x.Mark))
}
