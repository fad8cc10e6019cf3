// Package burden is the burden ledger (减负账本, spec 8 #7): what the system's own forms ask
// of each unit per month, by the rule that asks it: fields, uploads and minutes, from real
// use. It knows sums of units and months only; of a person it knows nothing.
package burden

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// KindOf is what an act is counted under that discharges no duty of a rule: its kind
// without the version. It holds a dot, which no code of a rule does.
func KindOf(k journal.Kind) string { return strings.TrimSuffix(string(k), ".v1") }

// IsRule says whether what is counted under a code was asked by a rule of the policy.
func IsRule(code string) bool { return !strings.Contains(code, ".") }

// Sum is what was asked, added up.
type Sum struct {
	Month         string // 2026-11
	Unit          ref.ID
	Rule          string // code of a rule, or kind of an act
	Acts, Timed   int64  // all, and those whose time is known
	Typed, Filled int64  // fields
	Files, Bytes  int64
	Seconds       int64 // of the timed acts
}

func (s *Sum) add(o Sum) {
	s.Acts, s.Timed, s.Typed, s.Filled = s.Acts+o.Acts, s.Timed+o.Timed, s.Typed+o.Typed, s.Filled+o.Filled
	s.Files, s.Bytes, s.Seconds = s.Files+o.Files, s.Bytes+o.Bytes, s.Seconds+o.Seconds
}

// Minutes is the time in tenths of a minute, rounded.
func Minutes(seconds int64) int64 { return Share(seconds, 6) }

// Share is a part of a whole divided by n, rounded; 0 of nothing.
func Share(whole, n int64) int64 {
	switch {
	case n <= 0:
		return 0
	case whole < 0:
		return -Share(-whole, n)
	}
	return (whole + n/2) / n
}

// Settings are the county's choices [D].
type Settings struct {
	Ceiling   int64 // minutes of a unit in a week
	OneForm   time.Duration
	RulesOnly bool // only what rules of the policy ask counts
	// Seconds of an act that was never measured: of each, and for each field and file.
	PerAct, PerField, PerFile int64
}

// Spent is the time of a form as it counts: one that lay open longer than OneForm was not
// filled in all the while; what is not known, or lies more than a day back, is 0.
func (s Settings) Spent(opened, sent when.Instant) time.Duration {
	d := time.Duration(sent-opened) * time.Microsecond
	if d < 0 || d > 24*time.Hour {
		return 0
	}
	return max(time.Second, min(d, s.OneForm))
}

// Filter is which sums are meant.
type Filter struct {
	From, To string // months, both included
	Unit     ref.ID
	Rule     string
	Rules    bool // of rules only
}

// By is what sums are made by.
type By string

// What they are made by.
const (
	ByRule  By = "rule"
	ByUnit  By = "unit"
	ByMonth By = "month"
)

// Reads is what the ledger is read from.
type Reads interface {
	Burdens(ctx context.Context, s access.Scope, f Filter, by By) ([]Sum, error)
}

// monthsShown is how many months stand beside the one that is looked at [D].
const monthsShown = 12

// Board is the ledger. It is shared by those who ask.
type Board struct {
	Read     Reads
	Settings Settings
	Calendar *when.Calendar
	Fields   int64 // that the form of a duty record asks for, where no such act was measured
}

// Asked is who asks for what.
type Asked struct {
	Reach  access.Scope
	County *bodies.County
	Today  when.Day
	Month  string // "" = the last whole one
	Unit   ref.ID
	Rule   string
}

// Sheet is one month.
type Sheet struct {
	Asked
	Days   int64 // of the month that are over
	N      int64 // units within reach, over which averages are taken
	Total  Sum
	Rules  []Sum // what took most time first
	Units  []Sum // likewise
	Months []Sum // of the year up to the month, the earliest first; those without acts too
	Over   int   // units above the ceiling
}

// Sheet adds a month up. A month that is none, or has not begun, is the last whole one.
func (b *Board) Sheet(ctx context.Context, a Asked) (s Sheet, err error) {
	days, ok := when.ParseSpan(a.Month)
	if !ok || len(a.Month) != len("2006-01") || days.From > a.Today {
		a.Month = LastWhole(a.Today)
		days, _ = when.ParseSpan(a.Month)
	}
	s.Asked, s.Days = a, int64(min(days.To, a.Today+1)-days.From)
	f := Filter{From: a.Month, To: a.Month, Unit: a.Unit, Rule: a.Rule, Rules: b.Settings.RulesOnly}
	if s.Rules, err = b.Read.Burdens(ctx, a.Reach, f, ByRule); err != nil {
		return s, err
	}
	if s.Units, err = b.Read.Burdens(ctx, a.Reach, f, ByUnit); err != nil {
		return s, err
	}
	s.Units = s.towns(s.Units)
	f.From = monthBack(a.Month, monthsShown-1)
	months, err := b.Read.Burdens(ctx, a.Reach, f, ByMonth)
	if err != nil {
		return s, err
	}
	for i := monthsShown - 1; i >= 0; i-- {
		m := Sum{Month: monthBack(a.Month, i)}
		if at := slices.IndexFunc(months, func(x Sum) bool { return x.Month == m.Month }); at >= 0 {
			m = months[at]
		}
		s.Months = append(s.Months, m)
	}
	for _, list := range [][]Sum{s.Rules, s.Units} {
		slices.SortStableFunc(list, func(a, b Sum) int {
			return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(b.Acts, a.Acts))
		})
	}
	for _, x := range s.Rules {
		s.Total.add(x)
	}
	for _, x := range s.Units {
		if b.Above(s, x) {
			s.Over++
		}
	}
	s.N = s.units()
	return s, nil
}

// towns leaves villages and communities out of the units that are compared, where the reader reaches their town: they
// carry no responsibility of their own. A village that is asked for by itself stands.
func (s Sheet) towns(list []Sum) []Sum {
	return slices.DeleteFunc(list, func(x Sum) bool {
		town := s.County.Above(x.Unit)
		return town != x.Unit && x.Unit != s.Unit && (s.Reach.All() || slices.Contains(s.Reach.Units(), town))
	})
}

// units is over how many units averages are taken: those within reach today, and those
// that worked in the month and are no more.
func (s Sheet) units() (n int64) {
	if s.Unit != 0 {
		return 1
	}
	seen := map[ref.ID]bool{}
	for _, x := range s.Units {
		seen[x.Unit] = true
	}
	for _, u := range s.County.ResponsibleUnits() {
		if s.Reach.All() || slices.Contains(s.Reach.Units(), u) {
			seen[u] = true
		}
	}
	if len(seen) == 0 { // of a village: nothing stands in for its town
		return int64(len(s.Reach.Units()))
	}
	return int64(len(seen))
}

// Average is the time of one unit in the month, in seconds.
func (s Sheet) Average() int64 { return Share(s.Total.Seconds, s.N) }

// Weekly is a time of the month in a week, in seconds.
func (s Sheet) Weekly(seconds int64) int64 { return Share(seconds*7, s.Days) }

// Above says whether a unit is over the ceiling.
func (b *Board) Above(s Sheet, unit Sum) bool {
	return unit.Seconds*7 > b.Settings.Ceiling*60*s.Days
}

// Back is the month so many months before that of a day.
func Back(today when.Day, n int) string { return monthBack(when.MonthOf(today), n) }

// LastWhole is the last month that is over.
func LastWhole(today when.Day) string { return Back(today, 1) }

// monthBack is the month so many months before another.
func monthBack(month string, n int) string {
	p, _ := when.ParseSpan(month)
	y, m, _ := p.From.Date()
	return when.MonthOf(when.Date(y, m-time.Month(n), 1))
}
