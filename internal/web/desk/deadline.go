package desk

import (
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// Deadline says in sentences how a day was reached: from when, how many days of
// which kind, what was left out and what was worked instead (调休).
func (v *Visit) Deadline(d when.Deadline) (lines []string) {
	weekends := 0
	for _, s := range d.Steps {
		holiday := v.Label(policy.Holiday, s.Code)
		switch s.Reason {
		case when.Started:
			lines = append(lines, v.P.T("deadline.started", "day", s.From))
		case when.Working, when.Natural, when.Months:
			lines = append(lines, v.P.T("deadline."+string(s.Reason), "n", s.N, "due", d.Due))
		case when.Named, when.PeriodEnd:
			lines = append(lines, v.P.T("deadline."+string(s.Reason), "due", s.From))
		case when.Before:
			lines = append(lines, v.P.T("deadline.before", "n", s.N, "due", d.Due))
		case when.MonthEnd:
			lines = append(lines, v.P.T("deadline.month-end", "n", s.N, "due", s.From))
		case when.Weekend:
			weekends += s.N
		case when.Festival:
			lines = append(lines, v.P.T("deadline.festival", "holiday", holiday, "from", s.From, "to", s.To-1, "n", s.N))
		case when.Swapped:
			lines = append(lines, v.P.T("deadline.swapped", "holiday", holiday, "day", s.From))
		case when.DayOff:
			if s.Code == "" {
				lines = append(lines, v.P.T("deadline.day-off", "due", d.Due))
			} else {
				lines = append(lines, v.P.T("deadline.day-off.festival", "due", d.Due, "holiday", holiday))
			}
		case when.Unannounced:
			lines = append(lines, v.P.T("deadline.unannounced", "year", s.N))
		}
	}
	if weekends > 0 {
		lines = append(lines, v.P.T("deadline.weekend", "n", weekends))
	}
	return lines
}
