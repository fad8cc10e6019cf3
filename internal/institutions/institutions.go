// Package institutions says how the ten institutions stand in a year: of each, and of each
// unit, what the rules asked, what was done of it, what is late, and what was written down
// besides (spec 3). It is added up from counts that are kept; nothing is typed here.
package institutions

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Table is the one of the policy pack that names the ten.
const Table = "institution"

// Stand is how an institution stands: the duties that its rules asked for the year, by
// how they stand (what is over is among what is open), and what its own nouns hold.
type Stand struct {
	Asked, Open, Over, Done, DoneLate int
	// Made is how many of its own objects are of the year; Behind, how many of them have
	// something left that is late.
	Made, Behind int64
}

func (s *Stand) add(o Stand) {
	s.Asked, s.Open, s.Over, s.Done = s.Asked+o.Asked, s.Open+o.Open, s.Over+o.Over, s.Done+o.Done
	s.DoneLate, s.Made, s.Behind = s.DoneLate+o.DoneLate, s.Made+o.Made, s.Behind+o.Behind
}

// Late is what somebody must be asked about.
func (s Stand) Late() int { return s.Over + int(s.Behind) }

// Row is one unit; unit 0 is the county's own organs, which no unit seats.
type Row struct {
	Unit  ref.ID
	Cells []Stand // as the codes
	late  int
}

// Sheet is all of it, as far as the reader sees it.
type Sheet struct {
	Year  int
	Codes []string // of the ten, in the order of the pack
	Sums  []Stand  // as the codes
	Rows  []Row    // the latest first
}

// Reads is what it is read from: counts kept beside the duties, and one statement for
// each noun of an institution.
type Reads interface {
	DutyTallies(ctx context.Context, s access.Scope, year int, today when.Day) ([]duty.Tally, error)
	CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond,
		lists ...[]noun.Cond) ([]noun.Counted, error)
}

// Asked is who asks for which year, and what the pack says.
type Asked struct {
	Who    actor.Actor
	Reach  func(access.Verb) access.Scope
	County *bodies.County
	Nouns  []*noun.Noun
	Codes  []string
	Of     func(rule string) string // the institution of a rule; "" = of none
	Year   int
	Today  when.Day
}

// Of lists the nouns of an institution.
func Of(nouns []*noun.Noun, code string) (out []*noun.Noun) {
	for _, n := range nouns {
		if n.Institution == code {
			out = append(out, n)
		}
	}
	return out
}

// Read adds the sheet up. It costs the same statements at any size.
func Read(ctx context.Context, r Reads, a Asked) (Sheet, error) {
	out := Sheet{Year: a.Year, Codes: a.Codes, Sums: make([]Stand, len(a.Codes))}
	at, reach := map[ref.ID]int{}, a.Reach("duty.see")
	// Who reaches no other unit's duties reads the own units alone, though some of the nouns
	// are open to everybody.
	wide := reach.All() || len(reach.Sides()) > 0
	add := func(unit ref.ID, code string, s Stand) {
		i := slices.Index(a.Codes, code)
		if i < 0 || !wide && !slices.Contains(reach.Units(), unit) {
			return
		}
		row, ok := at[unit]
		if !ok {
			row = len(out.Rows)
			at[unit] = row
			out.Rows = append(out.Rows, Row{Unit: unit, Cells: make([]Stand, len(a.Codes))})
		}
		out.Sums[i].add(s)
		out.Rows[row].Cells[i].add(s)
		out.Rows[row].late += s.Late()
	}
	tallies, err := r.DutyTallies(ctx, reach, a.Year, a.Today)
	if err != nil {
		return out, err
	}
	for _, t := range tallies {
		add(t.Unit, a.Of(t.Rule), Stand{Asked: t.All, Open: t.Open, Over: t.Over, Done: t.Done, DoneLate: t.DoneLate})
	}
	year := duty.YearOf(a.Year)
	for _, n := range a.Nouns {
		f, ok := n.Fields.Of(n.Span)
		if n.Institution == "" || !ok {
			continue
		}
		base := []noun.Cond{{Column: f.Column(), Least: int64(year.From), Below: int64(year.To)}}
		lists := [][]noun.Cond{nil}
		if i := slices.IndexFunc(n.Tabs, func(t noun.Tab) bool { return t.Name == Behind }); i >= 0 {
			lists = append(lists, n.Tabs[i].For(a.Who, a.Today))
		}
		found, err := r.CountedBy(ctx, n.Of, a.Reach(n.See), base, lists...)
		if err != nil {
			return out, err
		}
		for _, c := range found {
			s := Stand{Made: c.N[0]}
			if len(lists) > 1 {
				s.Behind = c.N[1]
			}
			add(c.Unit, n.Institution, s)
		}
	}
	place := map[ref.ID]int{}
	for i, u := range a.County.Units() {
		place[u] = i + 1
	}
	slices.SortFunc(out.Rows, func(x, y Row) int {
		return cmp.Or(cmp.Compare(y.late, x.late), cmp.Compare(place[x.Unit], place[y.Unit]))
	})
	return out, nil
}

// Behind is the tab of a noun whose objects have something left that is late.
const Behind = "late"
