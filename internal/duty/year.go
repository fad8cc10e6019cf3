package duty

import (
	"cmp"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/due"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Mark is how a duty stands on a day, in one word and one shape.
type Mark string

// The marks, the gravest first.
const (
	RedCard    Mark = "red"
	YellowCard Mark = "yellow"
	Near       Mark = "near"
	ToDo       Mark = "open"
	Stopped    Mark = "paused"
	DoneLate   Mark = "late"
	InTime     Mark = "done"
	Off        Mark = "waived"
)

// Marks are all of them, the gravest first.
var Marks = []Mark{RedCard, YellowCard, Near, ToDo, Stopped, DoneLate, InTime, Off}

// Mark says how a duty stands on a day.
func (b Bands) Mark(d *Duty, today when.Day) Mark {
	switch d.State {
	case Paused:
		return Stopped
	case Waived:
		return Off
	case Done:
		if d.Late {
			return DoneLate
		}
		return InTime
	}
	switch b.Light(d, today) {
	case due.Red:
		return RedCard
	case due.Yellow:
		return YellowCard
	case due.Blue:
		return Near
	}
	return ToDo
}

// Asked is which duties are asked for by the days on which they fall due: those of a
// unit, else those that bind Whom. From is included, To is not.
type Asked struct {
	Unit     ref.ID
	Whom     Whom
	From, To when.Day
	Most     int
}

// Whom is what binds one person: what names them, what their bodies’ first
// responsible person does, and the teams’ of the units whose clerk or staff they are.
type Whom struct {
	Person          ref.ID
	Firsts, Staffed []ref.ID
}

// YearOf is the days of a year.
func YearOf(year int) when.Period {
	return when.Period{From: when.Date(year, 1, 1), To: when.Date(year+1, 1, 1)}
}

// Year is the duties that fall due in a year: a row for each rule, in the order of
// the rules, and in it a cell for each month.
type Year struct {
	Rows  []Row
	Total Sum
}

// Row is one rule's year.
type Row struct {
	Rule  string
	What  string // the rule's words when the latest of them was made
	Cells [12][]Group
	Sum   Sum
}

// Group is the duties of a cell that stand alike, and that one list finds: With is
// what the list is to be asked for.
type Group struct {
	Mark   Mark
	With   string
	Duties []*Duty
}

// Sum counts duties by their mark.
type Sum map[Mark]int

// All is how many there are; Open, how many are neither done nor off nor stopped;
// Over, how many of these are past their day.
func (s Sum) All() (n int) {
	for _, x := range s {
		n += x
	}
	return n
}
func (s Sum) Open() int { return s[RedCard] + s[YellowCard] + s[Near] + s[ToDo] }
func (s Sum) Over() int { return s[RedCard] + s[YellowCard] }
func (s Sum) Done() int { return s[InTime] + s[DoneLate] }

// Year puts duties into the matrix. rules is the order of the rows: a rule that is
// not among them comes last. with says by what a list finds a duty.
func (b Bands) Year(list []*Duty, rules []string, with func(*Duty) string, today when.Day) (y Year) {
	y.Total = Sum{}
	at := map[string]int{}
	for _, d := range list {
		i, ok := at[d.Rule]
		if !ok {
			i = len(y.Rows)
			at[d.Rule] = i
			y.Rows = append(y.Rows, Row{Rule: d.Rule, Sum: Sum{}})
		}
		r, mark := &y.Rows[i], b.Mark(d, today)
		r.What = d.What
		_, month, _ := d.Due.Date()
		cell := &r.Cells[month-1]
		j := slices.IndexFunc(*cell, func(g Group) bool { return g.Mark == mark && g.With == with(d) })
		if j < 0 {
			j = len(*cell)
			*cell = append(*cell, Group{Mark: mark, With: with(d)})
		}
		(*cell)[j].Duties = append((*cell)[j].Duties, d)
		r.Sum[mark]++
		y.Total[mark]++
	}
	place := func(rule string) int {
		if i := slices.Index(rules, rule); i >= 0 {
			return i
		}
		return len(rules)
	}
	slices.SortStableFunc(y.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place(a.Rule), place(b.Rule)), cmp.Compare(a.Rule, b.Rule))
	})
	for i := range y.Rows {
		for j := range y.Rows[i].Cells {
			slices.SortStableFunc(y.Rows[i].Cells[j], func(a, b Group) int {
				return cmp.Compare(slices.Index(Marks, a.Mark), slices.Index(Marks, b.Mark))
			})
		}
	}
	return y
}

// Heat is how many duties of a unit there are in one column of the heat map, by how
// they stand: what is over is among what is open.
type Heat struct {
	Unit                            ref.ID
	Column                          string // a rule; of one rule, a period
	All, Open, Over, Done, DoneLate int
}

// Tally is how many duties of a unit, a side and a rule fall due in a year, by how they
// stand: what is over and what is due within the week are among what is open.
type Tally struct {
	Unit                                  ref.ID
	Side                                  actor.Side
	Rule                                  string
	All, Open, Over, Soon, Done, DoneLate int
}

// HeatOf adds tallies up by unit and rule, in that order.
func HeatOf(list []Tally) (out []Heat) {
	at := map[Heat]int{}
	for _, x := range list {
		key := Heat{Unit: x.Unit, Column: x.Rule}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key], out = i, append(out, key)
		}
		h := &out[i]
		h.All, h.Open, h.Over = h.All+x.All, h.Open+x.Open, h.Over+x.Over
		h.Done, h.DoneLate = h.Done+x.Done, h.DoneLate+x.DoneLate
	}
	slices.SortFunc(out, func(a, b Heat) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Column, b.Column))
	})
	return out
}
