package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// duties are the commands of duties, under the policy in force.
func (h *House) duties() duty.Commands {
	door := act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) })
	packs := h.packs
	return duty.Commands{Door: door, Tables: h.codes, Bands: bands(packs), Before: talks.Before,
		Lacks: map[string]duty.Lacking{liaison.VisitShape.Word: liaison.Lacks(h.DB)},
		Rules: func(on when.Day) []duty.Rule { return packs.on(on).Rules },
		Rule: func(code string, on when.Day) (duty.Rule, bool) {
			rules := packs.on(on).Rules
			i := slices.IndexFunc(rules, func(r duty.Rule) bool { return r.Code == code })
			if i < 0 {
				return duty.Rule{}, false
			}
			return rules[i], true
		}}
}

// bands are the pack's values for the clocks of duties.
func bands(g holding) duty.Bands {
	p := g.now
	b := duty.Bands{Calendar: p.Calendar, Backfill: func(on when.Day) when.Day {
		if limit := g.on(on).Backfill; !limit.None() {
			return limit.From(p.Calendar, on).Due
		}
		return when.Open
	}}
	for _, w := range p.Order.Warnings {
		switch w.Code {
		case "blue":
			b.Notice = -w.From
		case "yellow":
			b.Yellow = w.From
		case "red":
			b.Red = w.From
		}
	}
	return b
}

// MakeDuties puts on record what the rules in force ask of the periods that have
// begun, and of those who took their posts. It says how many were made; asked again
// it makes none. What fell due before the county kept its record here is not asked.
func (h *House) MakeDuties(ctx context.Context) (made int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	for _, c := range counties {
		m := maker{House: h, no: c.No, today: h.Clock().Day(),
			cmd: act.Command{Actor: actor.Machine(c.No, "rules")}, commands: h.duties()}
		if err := m.all(ctx); err != nil {
			return made + m.n, fmt.Errorf("duties of county %d: %w", c.No, err)
		}
		made += m.n
	}
	return made, nil
}

// maker makes the duties of one county on one day.
type maker struct {
	*House
	no       int32
	today    when.Day
	opened   when.Day // since when the county keeps its record here
	cmd      act.Command
	commands duty.Commands
	made     map[string]map[string]int
	n        int
}

func (m *maker) all(ctx context.Context) (err error) {
	acts, err := m.DB.JournalName(ctx, m.no, act.Acts)
	if err != nil {
		return err
	}
	first, err := m.DB.Entries(ctx, acts, 0, 1)
	if err != nil || len(first) == 0 {
		return err
	}
	m.opened = first[0].At.Day()
	if m.made, err = m.DB.DutiesMade(ctx, m.no); err != nil {
		return err
	}
	for _, c := range duty.Cadences {
		// The longest period that holds the opening day began at most a year before.
		for _, p := range c.Periods(when.Date(m.opened.Year(), 1, 1), m.today) {
			if err := m.period(ctx, c, p); err != nil {
				return err
			}
		}
	}
	if err := m.appointments(ctx); err != nil {
		return err
	}
	if err := m.happenings(ctx); err != nil {
		return err
	}
	return m.lapse(ctx)
}

// lapse ends what nobody owes any more: bodies end and people leave on their days by
// themselves, and what they owed with them.
func (m *maker) lapse(ctx context.Context) error {
	county, err := m.DB.County(ctx, m.no, m.today)
	if err != nil {
		return err
	}
	owed, err := m.DB.DutiesOwed(ctx, m.no)
	if err != nil {
		return err
	}
	for _, k := range owed {
		if (&duty.Duty{Body: k.Body, Person: k.Person}).Gone(county) == "" {
			continue
		}
		list, err := m.DB.DutiesOf(ctx, k.Body, k.Person)
		if err != nil {
			return err
		}
		for _, d := range list {
			_, err := m.commands.Lapse(ctx, m.cmd, d.ID)
			if err = passed(err, "duty.not-now"); err != nil {
				return fmt.Errorf("duty %d: %w", d.ID, err)
			}
		}
	}
	return nil
}

// period makes the duties of a period under the pack that was in force when it began.
func (m *maker) period(ctx context.Context, c duty.Cadence, p duty.Period) error {
	var county *bodies.County
	for _, r := range m.packs.on(p.From).Rules {
		n := m.made[r.Code][p.Key]
		if r.Cadence != c || !r.In.Holds(p.From) || n > 0 && p.To <= m.today {
			continue
		}
		if county == nil {
			var err error
			if county, err = m.DB.County(ctx, m.no, p.From); err != nil {
				return err
			}
		}
		wanted := r.Duties(county, m.packs.now.Calendar, p)
		if n != len(wanted) {
			if err := m.make(ctx, r, wanted); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *maker) appointments(ctx context.Context) error {
	county, err := m.DB.County(ctx, m.no, m.today)
	if err != nil {
		return err
	}
	return m.byEvents(ctx, func(r duty.Rule) ([]*duty.Duty, error) {
		if r.Cadence != duty.Appointed {
			return nil, nil
		}
		return r.Appointments(county, m.packs.now.Calendar, m.opened, m.today), nil
	})
}

// happenings makes what is asked for after what happened lately. Further back nobody
// looks: a rule that is new to a county must not find it overdue with old matters.
func (m *maker) happenings(ctx context.Context) error {
	events, err := m.DB.DutyEvents(ctx, m.no, max(m.opened, m.today-looksBack))
	if err != nil || len(events) == 0 {
		return err
	}
	counties := map[when.Day]*bodies.County{}
	at := func(day when.Day) (_ *bodies.County, err error) {
		if counties[day] == nil {
			counties[day], err = m.DB.County(ctx, m.no, day)
		}
		return counties[day], err
	}
	return m.byEvents(ctx, func(r duty.Rule) ([]*duty.Duty, error) {
		return r.Follows(m.packs.now.Calendar, events, at)
	})
}

// byEvents makes what the rules ask for after events, each rule of a pack for the days
// on which that was in force.
func (m *maker) byEvents(ctx context.Context, asked func(duty.Rule) ([]*duty.Duty, error)) error {
	packs := []*policy.Pack{m.packs.now}
	for _, x := range m.packs.past {
		if !slices.Contains(packs, x.pack) {
			packs = append(packs, x.pack)
		}
	}
	for _, pack := range packs {
		for _, r := range pack.Rules {
			wanted, err := asked(r)
			if err != nil {
				return err
			}
			wanted = slices.DeleteFunc(wanted, func(d *duty.Duty) bool {
				return m.packs.on(d.BeginsOn) != pack || m.made[r.Code][d.Period] > 0 && d.BeginsOn < m.today-looksBack
			})
			if err := m.make(ctx, r, wanted); err != nil {
				return err
			}
		}
	}
	return nil
}

// looksBack is for how many days after somebody took a post it is asked again
// whether all of that day have their duties: registers are kept late.
const looksBack = 60

// make puts them on record but for those that were due before the county opened.
func (m *maker) make(ctx context.Context, r duty.Rule, wanted []*duty.Duty) error {
	wanted = slices.DeleteFunc(wanted, func(d *duty.Duty) bool { return d.Due < m.opened })
	if len(wanted) == 0 {
		return nil
	}
	n, err := m.commands.Make(ctx, m.cmd, r.Code, wanted)
	if err = passed(err, "duty.made"); err != nil {
		return fmt.Errorf("rule %s: %w", r.Code, err)
	}
	m.n += n
	return nil
}

// passed leaves out the one refusal that says that there is nothing left to do.
func passed(err error, key string) error {
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Key == key {
		return nil
	}
	return err
}

// RaiseCards puts on record every card that has fallen by today. It says how many.
func (h *House) RaiseCards(ctx context.Context) (raised int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	today, commands := h.Clock().Day(), h.duties()
	for _, c := range counties {
		over, err := h.DB.DutiesOver(ctx, c.No, today)
		if err != nil {
			return raised, err
		}
		for _, d := range over {
			if _, err := (*d).Raise(commands.Bands, today); err != nil {
				continue
			}
			_, err := commands.Raise(ctx, act.Command{Actor: actor.Machine(c.No, "rules")}, d.ID)
			if err = passed(err, "duty.no-card"); err != nil {
				return raised, fmt.Errorf("card of duty %d: %w", d.ID, err)
			}
			raised++
		}
	}
	return raised, nil
}
