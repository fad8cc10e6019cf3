// Package recheck is the sample that is looked at again after closing (回头看, spec 8 #3):
// of what was struck off in a period a part is drawn that anybody can draw again, each
// drawn matter is seen by somebody who had no hand in its closing, and what does not
// hold is taken up again.
package recheck

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Rule says how much of what was closed is drawn (policy pack).
type Rule struct {
	Share   int64 // in per cent of all, rounded up
	PerUnit int64 // at least of each unit that closed something
	AtMost  int64 // of all: it goes before the other two
}

// Period is what is drawn of at once.
type Period struct {
	Name     string // 2026Q3, or 2026-09: part of the seed
	From, To when.Day
}

// Of is the quarter, or the month, that holds a day.
func Of(monthly bool, d when.Day) Period {
	y, m, _ := d.Date()
	if monthly {
		return Period{when.MonthOf(d), when.Date(y, m, 1), when.Date(y, m+1, 1) - 1}
	}
	q := (m - 1) / 3
	first := 3*q + 1
	return Period{fmt.Sprintf("%04dQ%d", y, q+1), when.Date(y, first, 1), when.Date(y, first+3, 1) - 1}
}

// backMost is how many missed periods are drawn of at most: two years of months [D].
const backMost = 24

// Wanted are the periods that are over on a day and not drawn of, the earliest first: all
// since last, the last day that a draw reached; only the latest when there was none
// (0). The day after a period belongs to its seed, so that a period is over two days
// after its last.
func Wanted(monthly bool, last, today when.Day) (out []Period) {
	for p := Of(monthly, today); len(out) < backMost; p = Of(monthly, p.From-1) {
		switch {
		case p.To+1 >= today:
			continue
		case p.From <= last:
			return out
		}
		out = slices.Insert(out, 0, p)
		if last == 0 {
			return out
		}
	}
	return out
}

// Seed is what the tickets of a draw are made of: the period and the side, and the root
// of the journal in the first checkpoint signed after the day that follows the period.
func Seed(p Period, side actor.Side, root [32]byte) string {
	return p.Name + "/" + string(side) + "/" + hex.EncodeToString(root[:])
}

// SeedFrom is the moment from which on a checkpoint may give a period its seed.
func SeedFrom(p Period) when.Instant { return (p.To + 2).Start() }

// Ticket is what a matter draws: SHA-256 of the seed, a stroke and its number, in
// hexadecimal. The smallest are drawn.
func Ticket(seed, number string) string {
	sum := sha256.Sum256([]byte(seed + "/" + number))
	return hex.EncodeToString(sum[:])
}

// Closed is a matter that was struck off, as a draw needs it.
type Closed struct {
	Number string
	Unit   ref.ID
}

// Pick draws: places in list, in the order of the draw. First, by their tickets, what
// each unit owes; then the smallest tickets of all until the share is reached; and
// never more than the most.
func Pick(seed string, r Rule, list []Closed) []int {
	type lot struct {
		place  int
		ticket string
	}
	lots := make([]lot, len(list))
	for i, c := range list {
		lots[i] = lot{i, Ticket(seed, c.Number)}
	}
	slices.SortFunc(lots, func(a, b lot) int {
		return cmp.Or(cmp.Compare(a.ticket, b.ticket), cmp.Compare(list[a.place].Number, list[b.place].Number))
	})
	share := (int64(len(list))*r.Share + 99) / 100
	var out, rest []int
	of := map[ref.ID]int64{}
	for _, l := range lots {
		if u := list[l.place].Unit; of[u] < r.PerUnit {
			of[u]++
			out = append(out, l.place)
		} else {
			rest = append(rest, l.place)
		}
	}
	if lack := share - int64(len(out)); lack > 0 {
		out = append(out, rest[:lack]...)
	}
	return out[:min(int64(len(out)), r.AtMost)]
}

// Drawn is the only state of a draw: it is done when it is there.
const Drawn = "drawn"

// Draw is one sample: what was drawn of, by which rule and which seed.
type Draw struct {
	noun.Base
	Period   string
	FirstDay when.Day
	LastDay  when.Day
	Share    int64
	PerUnit  int64
	AtMost   int64
	Closed   int64 // how many were struck off in the period and are so still
	Sample   int64 // how many of them were drawn
	DrawnOn  when.Day
	Covers   int64  // entries of the journal that the seed's checkpoint covers
	Seed     string // what tickets are made of
}

// Most that a draw, and one unit in it, can hold.
const (
	closedMost = 50_000
	sampleMost = 1000
)

// DrawFields are what is known of a draw; nobody types any of them.
var DrawFields = field.Fields{
	field.Line("period", 0, 20, func(d *Draw) *string { return &d.Period }).Silent().Open(),
	field.Day("firstDay", false, func(d *Draw) *when.Day { return &d.FirstDay }).Silent(),
	field.Day("lastDay", false, func(d *Draw) *when.Day { return &d.LastDay }).Silent(),
	field.Count("share", 0, 100, func(d *Draw) *int64 { return &d.Share }).Silent(),
	field.Count("perUnit", 0, sampleMost, func(d *Draw) *int64 { return &d.PerUnit }).Silent(),
	field.Count("atMost", 0, sampleMost, func(d *Draw) *int64 { return &d.AtMost }).Silent(),
	field.Count("closed", 0, closedMost, func(d *Draw) *int64 { return &d.Closed }).Silent(),
	field.Count("sample", 0, sampleMost, func(d *Draw) *int64 { return &d.Sample }).Silent(),
	field.Day("drawnOn", false, func(d *Draw) *when.Day { return &d.DrawnOn }).Silent(),
	field.Count("covers", 0, 1<<40, func(d *Draw) *int64 { return &d.Covers }).Silent(),
	field.Line("seed", 0, 120, func(d *Draw) *string { return &d.Seed }).Silent().Open(),
}

// DrawShape is what a draw is made of.
var DrawShape = noun.Shape{Of: ref.Draw, Name: "draws", Word: "draw", Table: "draw", Mute: true,
	New: func() noun.Value { return &Draw{} }, Fields: DrawFields, Title: "period", States: []string{Drawn}}

// Object is what access asks of a draw: it is the county's own.
func (d *Draw) Object() access.Object {
	return access.Object{Jurisdiction: d.Jurisdiction, Kind: ref.Draw, ID: d.ID, Side: d.Side}
}

// Called is what a draw is called by itself.
func (d *Draw) Called() (number, title string) { return "", d.Period }

// Rule is the one that it was drawn by.
func (d *Draw) Rule() Rule { return Rule{d.Share, d.PerUnit, d.AtMost} }

// Unit is what one unit struck off, as it stood when it was drawn.
type Unit struct {
	ID, Draw     ref.ID
	Version      int64
	Jurisdiction int32
	Place        int64 // from 1
	Unit         ref.ID
	Closed       int64
	Sample       int64
	Numbers      string // of all that it closed, sorted, a blank between two
}

// Again draws once more of what stands in a draw: the numbers, in the order of the draw.
func (d *Draw) Again(units []Unit) (out []string) {
	var list []Closed
	for _, u := range units {
		for _, n := range strings.Fields(u.Numbers) {
			list = append(list, Closed{n, u.Unit})
		}
	}
	for _, i := range Pick(d.Seed, d.Rule(), list) {
		out = append(out, list[i].Number)
	}
	return out
}
