package affairs

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Row is an item of a unit with its periods of a year.
type Row struct {
	*Affair
	Cells []Cell
}

// Asked is whose board of which year is asked for.
type Asked struct {
	Unit  ref.ID
	Year  int // the running one or the last
	Today when.Day
}

// Board says of each item of a unit, and each period of a year, what is public, due and missing. It costs two
// statements; an item that had ended before the year is left out. more says that there is more than is read.
func Board(ctx context.Context, r noun.Reader, s access.Scope, a Asked, w Working) (out []Row, more bool, err error) {
	items, err := r.Whole(ctx, ref.Affair, s, Of(a.Unit), ItemsMost)
	if err != nil {
		return nil, false, err
	}
	made, err := r.Whole(ctx, ref.Disclosure, s, DisclosedOf(a.Unit), DisclosedMost)
	if err != nil {
		return nil, false, err
	}
	of := map[ref.ID][]*Disclosure{}
	for _, v := range made.Values {
		x := v.(*Disclosure)
		of[x.Affair] = append(of[x.Affair], x)
	}
	in := when.Period{From: when.Date(a.Year, 1, 1), To: when.Date(a.Year+1, 1, 1)}
	for _, v := range items.Values {
		x := v.(*Affair)
		if x.State == noun.Ended && x.EndedOn <= in.From || x.Since >= in.To {
			continue
		}
		out = append(out, Row{x, x.Cells(of[x.ID], in, a.Today, w)})
	}
	return out, items.More || made.More, nil
}

// Count is how a unit stands with the items of one kind.
type Count struct{ InForce, Late int64 }

// UnitCount is a unit by kinds, as the pack orders them; of a town's villages and communities together it names those.
type UnitCount struct {
	Unit     ref.ID
	Kinds    []Count
	Villages []UnitCount // below Unit, which is their town; nil = it is the unit itself
}

// Late says that the unit has something late.
func (u UnitCount) Late() bool {
	return slices.ContainsFunc(u.Kinds, func(c Count) bool { return c.Late > 0 })
}

// Folded puts the villages and communities of each town into one row below it, as there are many of them in a county;
// of what the reader does not see the town of, each stays for itself.
func Folded(county *bodies.County, list []UnitCount) (out []UnitCount) {
	own, at := map[ref.ID]bool{}, map[ref.ID]int{}
	for _, u := range list {
		own[u.Unit] = own[u.Unit] || !county.IsVillage(u.Unit)
	}
	for _, u := range list { // a town stands before what is below it
		town := county.Above(u.Unit)
		if town == u.Unit || !own[town] {
			out = append(out, u)
			continue
		}
		i, ok := at[town]
		if !ok {
			i = len(out)
			at[town] = i
			out = append(out, UnitCount{Unit: town, Kinds: make([]Count, len(u.Kinds))})
		}
		for k, c := range u.Kinds {
			out[i].Kinds[k].InForce += c.InForce
			out[i].Kinds[k].Late += c.Late
		}
		out[i].Villages = append(out[i].Villages, u)
	}
	return out
}

// None says that the unit has not said what it makes known at all.
func (u UnitCount) None() bool {
	return !slices.ContainsFunc(u.Kinds, func(c Count) bool { return c.InForce > 0 })
}

// Counter counts objects by unit, by one statement.
type Counter interface {
	CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond, lists ...[]noun.Cond) (
		[]noun.Counted, error)
}

// County says of each unit that can make something known, and each kind, how many items it has in force and how many
// of them are late, as the county orders its units; a unit without any stands there too.
func County(ctx context.Context, r Counter, s access.Scope, county *bodies.County, kinds []string, today when.Day) (
	out []UnitCount, err error) {
	var lists [][]noun.Cond
	for _, k := range kinds {
		is := noun.Cond{Column: "kind", Text: []string{k}}
		lists = append(lists, []noun.Cond{is}, []noun.Cond{is, {Column: "next", Below: int64(today)}})
	}
	found, err := r.CountedBy(ctx, ref.Affair, s, []noun.Cond{noun.StateIs(noun.InForce)}, lists...)
	of := map[ref.ID]noun.Counted{}
	for _, c := range found {
		of[c.Unit] = c
	}
	for _, unit := range county.Units() {
		c, has := of[unit]
		if !has && (county.Takes(unit) != nil || !Reaches(s, unit)) {
			continue
		}
		u := UnitCount{Unit: unit, Kinds: make([]Count, len(kinds))}
		for i := range kinds {
			if has {
				u.Kinds[i] = Count{c.N[2*i], c.N[2*i+1]}
			}
		}
		out = append(out, u)
	}
	return out, err
}

// Reaches says that a scope holds what a unit makes known.
func Reaches(s access.Scope, unit ref.ID) bool {
	return s.All() || len(s.Sides()) > 0 || slices.Contains(s.Units(), unit)
}

// After counts working days on a calendar; 0 of them is the day itself, worked or not.
func After(c *when.Calendar, from when.Day, days int) when.Day {
	if days == 0 {
		return from
	}
	return c.Working(from, days)
}
