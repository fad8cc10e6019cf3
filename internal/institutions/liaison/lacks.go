package liaison

import (
	"context"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// first is the last day of the first quarter in which the unit must be visited: the one in which the link began, when
// that was in its first month, or else the next [D].
func (l *Link) first() when.Day {
	from := l.Since
	if _, m, _ := from.Date(); (m-1)%3 != 0 {
		from = quarterEnd(from) + 1
	}
	return quarterEnd(from)
}

// asked says whether a duty to visit asks for this unit: it is linked by the member for the body that owes it, in its
// year, and by then a first visit was to be paid. A link that was ended asks for nothing.
func (l *Link) asked(x *duty.Duty, member ref.ID) bool {
	return l.State == noun.InForce && l.Member == member && l.Body == x.Body &&
		int(l.Year) == x.BeginsOn.Year() && l.first() <= x.EndsOn
}

// lacking are the units that a duty to visit still waits for: each linked one must have been visited since its period
// began (spec 3.1). on is the day on which the last of the others was visited for the first time, 0 = none was.
func lacking(x *duty.Duty, member ref.ID, links []*Link, visits []*Visit) (units []ref.ID, on when.Day) {
	paid := map[ref.ID]when.Day{}
	for _, v := range visits {
		if v.State != Confirmed || v.Member != member || v.Body != x.Body || v.PaidOn < x.BeginsOn {
			continue
		}
		if day, ok := paid[v.Unit]; !ok || v.PaidOn < day {
			paid[v.Unit] = v.PaidOn
		}
	}
	for _, l := range links {
		if !l.asked(x, member) {
			continue
		}
		day, ok := paid[l.Unit]
		if !ok {
			units = append(units, l.Unit)
		}
		on = max(on, day)
	}
	return units, on
}

func numbers(ids ...ref.ID) (out []int64) {
	for _, id := range ids {
		out = append(out, int64(id))
	}
	return out
}

func of[T noun.Value](list []noun.Value) (out []T) {
	for _, v := range list {
		out = append(out, v.(T))
	}
	return out
}

// asked are the conditions of the links and of the visits that decide on duties to visit of some members since a day.
func asked(members []int64, since when.Day) (links, visits []noun.Cond) {
	who := noun.Cond{Column: "member", Num: members}
	return []noun.Cond{who, noun.StateIs(noun.InForce)},
		[]noun.Cond{who, noun.StateIs(Confirmed), {Column: "paid_on", Least: int64(since), Below: int64(when.Open)}}
}

// fulfil discharges the duties of the member that ask for no further unit, now that v was paid: that of the quarter,
// and one that is overdue, once every linked unit was visited since it began.
func (d Commands) fulfil(tx noun.Tx, c act.Command, v *Visit, in duty.Fulfilled) error {
	owed, err := d.Duties.Fulfilling(tx, in)
	if err != nil || len(owed) == 0 {
		return err
	}
	since := owed[0].BeginsOn
	for _, x := range owed {
		since = min(since, x.BeginsOn)
	}
	byLink, byVisit := asked(numbers(v.Member), since)
	links, err := tx.Those(ref.Link, byLink...)
	if err != nil {
		return err
	}
	visits, err := tx.Those(ref.Visit, byVisit...)
	if err != nil {
		return err
	}
	for _, x := range owed {
		units, on := lacking(x, v.Member, of[*Link](links), append(of[*Visit](visits), v))
		if len(units) > 0 {
			continue
		}
		in.Duty, in.On = x.ID, max(on, x.BeginsOn)
		if on == 0 { // no unit had to be visited yet: one that was all the same is enough
			in.On = v.PaidOn
		}
		if _, err := d.Duties.Fulfil(tx, c, in); err != nil {
			return err
		}
	}
	return nil
}

// Read is what the page of a duty asks of links and visits.
type Read interface {
	Fulfilling(ctx context.Context, of ref.Kind, jurisdiction int32, conds ...noun.Cond) ([]noun.Value, error)
	County(ctx context.Context, jurisdiction int32, day when.Day) (*bodies.County, error)
}

// Lacks says of duties to visit which of the linked units still wait, by two statements for all of them.
func Lacks(read Read) duty.Lacking {
	return func(ctx context.Context, list []*duty.Duty, on when.Day) (map[ref.ID][]text.Message, error) {
		county, err := read.County(ctx, list[0].Jurisdiction, on)
		if err != nil {
			return nil, err
		}
		whose, since := map[*duty.Duty]ref.ID{}, list[0].BeginsOn
		var members []int64
		for _, x := range list {
			if whose[x] = x.Person; x.Person == 0 {
				whose[x] = county.FirstResponsible(x.Body).Person
			}
			if id := int64(whose[x]); id != 0 && !slices.Contains(members, id) {
				members = append(members, id)
			}
			since = min(since, x.BeginsOn)
		}
		if len(members) == 0 {
			return nil, nil
		}
		byLink, byVisit := asked(members, since)
		links, err := read.Fulfilling(ctx, ref.Link, list[0].Jurisdiction, byLink...)
		if err != nil {
			return nil, err
		}
		visits, err := read.Fulfilling(ctx, ref.Visit, list[0].Jurisdiction, byVisit...)
		if err != nil {
			return nil, err
		}
		out := map[ref.ID][]text.Message{}
		for _, x := range list {
			units, _ := lacking(x, whose[x], of[*Link](links), of[*Visit](visits))
			var names []string
			for _, u := range units {
				names = append(names, county.Name(u))
			}
			if slices.Sort(names); len(names) > 0 {
				out[x.ID] = []text.Message{text.M("duty.note.visits", "units", names)}
			}
		}
		return out, nil
	}
}
