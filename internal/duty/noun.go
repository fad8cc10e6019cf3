package duty

import (
	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/due"
	"shuangze/internal/facts"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func verbOf(s string) access.Verb  { return access.Verb(s) }
func kindOf(s string) journal.Kind { return journal.Kind(s) }

// Noun is the whole declaration of duties.
func (d Commands) Noun() *noun.Noun {
	open := noun.Cond{Column: "state", Text: []string{Open}}
	return &noun.Noun{Shape: Shape, See: "duty.see", List: "duty.list", Tables: d.Tables, Tells: tells,
		Columns: []string{"rule", "body", "period", "due", "count", "times", "state", "card"},
		Filters: []string{"rule", "level", "card", "body", "person", "unit", "side"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{open}},
			{Name: "overdue", Where: []noun.Cond{open}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Below: int64(today)}}
			}},
			{Name: "soon", Where: []noun.Cond{open}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "due", Least: int64(today), Below: int64(today + due.Week)}}
			}},
			{Name: "carded", Where: []noun.Cond{open, {Column: "card", Text: []string{Yellow, Red}}}},
			{Name: "paused", Where: []noun.Cond{{Column: "state", Text: []string{Paused}}}},
			{Name: "done", Where: []noun.Cond{{Column: "state", Text: []string{Done}}}},
			{Name: "late", Where: []noun.Cond{{Column: "state", Text: []string{Done}}, {Column: "late", Num: []int64{1}}}},
			{Name: "in-time", Where: []noun.Cond{{Column: "state", Text: []string{Done}}, {Column: "late", Num: []int64{0}}}},
			{Name: "waived", Where: []noun.Cond{{Column: "state", Text: []string{Waived}}}},
			{Name: "all"},
		},
		Span:  "due",
		Sorts: []noun.Sort{{Name: "due", Column: "due"}, {Name: "new", Column: "id"}},
		Acts: []noun.Act{
			d.dischargeAct(),
			d.extendAct(),
			d.reasoned("pause", "paused", "Stop the clock of a duty", func(v *Duty) error { return v.in(Open) },
				(*Duty).Pause),
			d.reasoned("resume", "resumed", "Let the clock of a duty go on", func(v *Duty) error { return v.in(Paused) },
				func(v *Duty, reason string, today when.Day) ([]act.Fact, error) {
					return v.Resume(reason, d.Bands.Calendar, today)
				}),
			d.reasoned("waive", "waived", "Take a duty off that does not apply",
				func(v *Duty) error { return v.in(Open, Paused) },
				func(v *Duty, reason string, _ when.Day) ([]act.Fact, error) { return v.Waive(reason) }),
			d.reasoned("reopen", "reopened", "Put a duty back that was counted as done, or waived, by mistake",
				func(v *Duty) error { return v.in(Done, Waived) },
				func(v *Duty, reason string, _ when.Day) ([]act.Fact, error) { return v.Reopen(reason) }),
		},
		Notes: d.notes, Seen: d.seen, Reached: d.reached, Waits: d.waits(), Links: d.links,
		Beside: []noun.Link{{Label: "heat.link", Href: "/scheduled/heat"}}, Facts: counts,
	}
}

// links lead to the form of a record that discharges the duty, and to what it follows
// from.
func (d Commands) links(v noun.Value, who actor.Actor, _ when.Day) (out []noun.Link) {
	x := v.(*Duty)
	r, _ := d.Rule(x.Rule, x.BeginsOn)
	form, list := "record", "records"
	if r.Form != "" {
		form, list = wordOf(r.Form), Forms[r.Form]
	}
	if x.MayDischarge() == nil && access.Can(who, verbOf(form+".add"), x.Object()) {
		to := "/" + list + "/new?duty=" + x.ID.String()
		if form != "record" {
			if !r.Cadence.OfCase() { // the talk is with somebody else
				to += "&body=" + x.Body.String()
			}
			if x.Person != 0 {
				whom := "&person="
				if r.Form == Talker {
					whom = "&talker="
				}
				to += whom + x.Person.String()
			}
		}
		out = append(out, noun.Link{Label: form + ".act.add", Href: to})
	}
	switch r.Cadence {
	case Serious:
		out = append(out, noun.Link{Label: "duty.link.serious", Href: "/problems?tab=all&q=" + x.Period})
	case Supervised:
		out = append(out, noun.Link{Label: "duty.link.supervised", Href: "/orders?all=1&q=" + x.Period})
	case Case, SlightCase:
		out = append(out, noun.Link{Label: "duty.link.case", Href: "/cases?tab=all&q=" + x.Period})
	case Carded:
		out = append(out, noun.Link{Label: "duty.link.red-card", Href: "/scheduled?tab=all&card=red&body=" + x.Body.String()})
	}
	return out
}

// reached says how a duty's day follows from its rule, and what moved it since. Where
// the calendar or the rule of that time says another day now, the day as it was made
// is told and nothing is claimed of how.
func (d Commands) reached(v noun.Value) (limit when.Deadline, more []text.Message) {
	x := v.(*Duty)
	if r, ok := d.Rule(x.Rule, x.BeginsOn); ok {
		last := x.EndsOn
		if !r.Cadence.ByCalendar() {
			last = x.BeginsOn
		}
		limit = r.Due.Deadline(d.Bands.Calendar, Period{Period: when.Period{From: x.BeginsOn, To: last + 1}})
	}
	if limit.Due != x.FirstDue {
		limit = when.Deadline{Due: x.FirstDue, Steps: []when.Step{{Reason: when.Named,
			Period: when.Period{From: x.FirstDue, To: x.FirstDue + 1}}}}
	}
	if x.Due != x.FirstDue {
		more = append(more, text.M("duty.reached.moved", "due", x.Due))
	}
	return limit, more
}

// notes say how a duty stands to its day.
func (d Commands) notes(v noun.Value, on when.Day) (out []text.Message) {
	x, c := v.(*Duty), d.Bands.Calendar
	switch {
	case x.State == Open && on > x.Due:
		out = append(out, text.M("duty.note.overdue", "n", c.WorkingBetween(x.Due, on)))
	case x.State == Open && c.WorkingBetween(on, x.Due) <= d.Bands.Notice:
		out = append(out, text.M("duty.note.near", "n", c.WorkingBetween(on, x.Due)))
	case x.State == Paused:
		out = append(out, text.M("duty.note.paused", "on", x.PausedOn))
	case x.State == Done && x.Late:
		out = append(out, text.M("duty.note.late"))
	}
	if r, ok := d.Rule(x.Rule, x.BeginsOn); ok && !r.Cadence.ByCalendar() {
		out = append([]text.Message{d.why(x)}, out...)
	}
	if x.Backfilled {
		out = append(out, text.M("duty.note.backfilled"))
	}
	if x.Due != x.FirstDue {
		out = append(out, text.M("duty.note.moved", "due", x.FirstDue))
	}
	return out
}

// counts are what the assessment counts of duties. What is due is what was done and what is overdue: what is done
// before its day counts at once, and what is not due yet counts against nobody.
var counts = []noun.Facts{
	{Whose: "body", Split: "rule", By: facts.ByRule, Counts: []noun.Fact{
		{Key: "duty-ontime", Tab: "in-time"}, {Key: "duty-late", Tab: "late"}, {Key: "duty-open", Tab: "overdue"},
		{Key: "duty-done", Of: []string{"duty-ontime", "duty-late"}},
		{Key: "duty-due", Of: []string{"duty-ontime", "duty-late", "duty-open"}},
		{Key: "duty-yellow", Tab: "all", Where: []string{"card", Yellow}},
		{Key: "duty-red", Tab: "all", Where: []string{"card", Red}},
	}},
	{Whose: "body", Split: "level", By: facts.ByLevel, Counts: []noun.Fact{
		{Key: "duty-ontime", Tab: "in-time"}, {Key: "duty-late", Tab: "late"}, {Key: "duty-open", Tab: "overdue"},
		{Key: "duty-done", Of: []string{"duty-ontime", "duty-late"}},
		{Key: "duty-due", Of: []string{"duty-ontime", "duty-late", "duty-open"}},
		{Key: "duty-yellow", Tab: "all", Where: []string{"card", Yellow}},
		{Key: "duty-red", Tab: "all", Where: []string{"card", Red}},
	}},
	{Whose: "body", Split: "person", Where: []string{"level", Member}, Counts: []noun.Fact{
		{Key: "duty-members", Tab: "in-time", Over: "members-due"},
		{Tab: "late", Key: "members-late"}, {Tab: "overdue", Key: "members-open"},
		{Key: "members-due", Of: []string{"duty-members", "members-late", "members-open"}},
	}},
}
