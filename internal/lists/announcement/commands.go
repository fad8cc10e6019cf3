package announcement

import (
	"context"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// back is for how many days an announcement is registered after it was made [D]: it
// marks what was registered since.
const back = 30

// Commands performs the commands of announcements. Marks marks what it concerns, and
// Unmarks what it marked; each says of how much.
type Commands struct {
	Door    act.Door[noun.Tx]
	Tables  field.Tables
	Marks   func(tx noun.Tx, c act.Command, a *Announcement) (int64, error)
	Unmarks func(tx noun.Tx, c act.Command, a *Announcement) (int64, error)
}

// Withdrawal is why one was registered by mistake.
type Withdrawal struct{ Reason string }

var withdrawing = field.Fields{field.Text("reason", 1, reasonMost, func(w *Withdrawal) *string { return &w.Reason })}

// at is a time of a day; a time that is none is the day's beginning.
func at(day when.Day, clock string) when.Instant {
	t, _ := time.Parse("15:04", clock)
	return day.Start().Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
}

// settle finds out whose an announcement is: the unit’s that was told.
func settle(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
	a := v.(*Announcement)
	a.Unit = a.Checked // whose it is
	switch today := c.Day(); {
	case a.AnnouncedOn == 0:
	case a.AnnouncedOn > today:
		errs.Add("announcedOn", "record.on.later", "today", today)
	case a.AnnouncedOn < today-back:
		errs.Add("announcedOn", "announcement.on.early", "most", back)
	}
	if a.FirstDay != 0 && a.FirstDay < a.AnnouncedOn {
		errs.Add("firstDay", "announcement.first.before", "on", a.AnnouncedOn)
	}
	if a.Clock == "" {
		return
	}
	if t, err := time.Parse("15:04", a.Clock); err == nil {
		a.Clock = t.Format("15:04")
	} else {
		errs.Add("clock", "record.clock.form", "value", a.Clock)
	}
}

// Noun is the whole declaration of announcements. One that is wrong is withdrawn and
// registered anew: what it marked hangs on its moment.
func (d Commands) Noun() *noun.Noun {
	k := noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle,
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			a := v.(*Announcement)
			if a.Moment() > tx.Now() && a.AnnouncedOn == tx.Now().Day() {
				errs.Add("clock", "announcement.clock.later")
			}
			// It is of the side that registered it, and its office withdraws it; the leading
			// group's is of both.
			by, _ := access.By(tx.Actor(), "announcement.add", a.Object())
			a.Side = by.Side
			return nil
		}}
	return &noun.Noun{Shape: Shape, See: "announcement.see", List: "announcement.list", Tables: d.Tables,
		Columns: []string{"subject", "checked", "announcedOn", "clock", "announcer", "firstDay", "state"},
		Filters: []string{"checked"},
		Tabs: []noun.Tab{
			{Name: "in-force", Where: []noun.Cond{{Column: "state", Text: []string{InForce}}}},
			{Name: "withdrawn", Where: []noun.Cond{{Column: "state", Text: []string{Withdrawn}}}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "announced-on", Column: "announced_on", Down: true}, {Name: "new", Column: "id"}},
		Acts:  []noun.Act{d.addAct(k), d.withdrawAct()},
		Tells: tells,
		Notes: func(v noun.Value, _ when.Day) (out []text.Message) {
			if a := v.(*Announcement); a.Checked == 0 && a.State == InForce {
				out = append(out, text.M("announcement.note.all"))
			}
			return out
		},
	}
}

// addAct puts one on record; what was registered since it was made is marked with it.
func (d Commands) addAct(k noun.Keeper) noun.Act {
	a := k.AddAct("Register that a unit, or all of them, were told of an inspection")
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := c.In.(*Announcement)
		c.Command.Verb, c.Command.Input = a.Verb, in
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			if err := k.Add(tx, c.Command, in); err != nil {
				return err
			}
			v, err := tx.One(Shape.Of, in.ID)
			if err != nil {
				return err
			}
			_, err = d.Marks(tx, c.Command, v.(*Announcement))
			return err
		})
	}
	return a
}

// withdrawAct takes back one that was registered by mistake, with its marks.
func (d Commands) withdrawAct() noun.Act {
	rule := func(a *Announcement) error {
		if a.State != InForce {
			return text.Refuse(text.Conflict, "announcement.gone")
		}
		return nil
	}
	return noun.Act{Name: "withdraw", Verb: "announcement.withdraw", Records: "announcement.withdrawn.v1", Danger: true,
		Summary: "Take back an announcement that was registered by mistake, with its marks", Fields: withdrawing,
		New:  func() any { return &Withdrawal{} },
		Rule: noun.MayDo(func(v noun.Value) error { return rule(v.(*Announcement)) }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Withdrawal)
			c.Command.Verb, c.Command.Input = "announcement.withdraw", []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, "announcement.withdrawn.v1",
				func(tx noun.Tx, a *Announcement) ([]act.Fact, error) {
					if err := rule(a); err != nil {
						return nil, err
					}
					var errs text.InputErrors
					withdrawing.Check(&in, nil, &errs)
					if err := errs.Err(); err != nil {
						return nil, err
					}
					a.State, a.Why = Withdrawn, in.Reason
					n, err := d.Unmarks(tx, c.Command, a)
					return []act.Fact{act.Words("reason", in.Reason), act.Number("unmarked", n)}, err
				})
		}}
}
