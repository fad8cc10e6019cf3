// Package standing says how the five lists and the two ledgers stand: for each list how
// much is on it, open, late and due within the week, how it is signed, and the same for
// each unit, so that gaps are seen at once. Every figure is the length of a list that a
// page shows (spec 2).
package standing

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/duty"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Stand is how the list of a unit stands to its signature.
type Stand string

// The stands, the worst first. A unit with several bodies stands as the worst of them
// that has rows; one whose bodies owe no list has none of these.
const (
	None     Stand = "none"     // nothing is on a list that there must be
	Unsigned Stand = "unsigned" // no version was ever signed
	Stale    Stand = "stale"    // it was changed since it was signed
	Signed   Stand = "signed"
)

// Stands are all of them.
var Stands = []Stand{None, Unsigned, Stale, Signed}

// Counts is what is on a list. Of lists without days only Rows counts.
type Counts struct{ Rows, Open, Late, Soon int64 }

func (c *Counts) add(o Counts) {
	c.Rows, c.Open, c.Late, c.Soon = c.Rows+o.Rows, c.Open+o.Open, c.Late+o.Late, c.Soon+o.Soon
}

// Sum is one list, as far as the reader sees it.
type Sum struct {
	Of ref.Kind
	Counts
	Last   when.Day      // when the last row was written down, or (problems, orders) got its number; 0 = none
	Stands map[Stand]int // rows of the sheet by how their list is signed
	Papers []*signoff.Paper
}

// Cell is one list of one unit.
type Cell struct {
	Counts
	Stand Stand
}

// Row is one unit, or one of the county's own organs, which no unit seats.
type Row struct {
	Unit, Body ref.ID
	Cells      []Cell // as Kinds
	heat       int
}

// Ledger is what the ledgers of one responsibility hold of their own: records of the year,
// and the duties that fall due in it. Their tasks, problems and orders stand on the lists.
type Ledger struct {
	Side                             actor.Side
	Records, Unconfirmed, Backfilled int64
	Duties                           Counts
	Last                             when.Day // of the records
}

// Sheet is all of it.
type Sheet struct {
	Year    int
	Lists   []Sum
	Ledgers []Ledger
	Rows    []Row // the worst first
	// Own is the one unit of a reader who reaches no other's matters: the lists that are
	// open to everybody are then told of it alone. 0 = they are told as far as they are seen.
	Own     ref.ID
	Signing bool // the reader sees how lists are signed
}

// Reads is what it is read from: counts kept beside the rows and one statement a list.
type Reads interface {
	CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond,
		lists ...[]noun.Cond) ([]noun.Counted, error)
	DutyTallies(ctx context.Context, s access.Scope, year int, today when.Day) ([]duty.Tally, error)
	Tallies(ctx context.Context, s access.Scope) ([]trail.Tally, error)
	Each(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error
	Orders(ctx context.Context, s access.Scope, f order.Filter) (order.Page, error)
	Problems(ctx context.Context, s access.Scope, f problem.Filter) (problem.Page, error)
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Board adds the lists up. It is shared by those who ask.
type Board struct {
	Read   Reads
	Nouns  []*noun.Noun
	Papers interface {
		Stale(ctx context.Context, papers []*signoff.Paper, on when.Day) (map[ref.ID]bool, error)
	}
	kept kept
}

// Asked is who asks for which year.
type Asked struct {
	Who    actor.Actor
	Reach  func(access.Verb) access.Scope
	County *bodies.County
	Year   int
	Today  when.Day
}

// summing is one sheet while it is added up.
type summing struct {
	ctx context.Context
	*Board
	Asked
	out   Sheet
	unit  map[ref.Kind]map[ref.ID]Counts // by unit
	body  map[ref.Kind]map[ref.ID]Counts // by body
	paper map[ref.Kind]map[ref.ID]*signoff.Paper
	stale map[ref.ID]bool
}

// Sheet is how the lists stand for a reader. It costs the same statements at any size.
func (b *Board) Sheet(ctx context.Context, a Asked) (Sheet, error) {
	s := &summing{ctx: ctx, Board: b, Asked: a, unit: map[ref.Kind]map[ref.ID]Counts{},
		body: map[ref.Kind]map[ref.ID]Counts{}, paper: map[ref.Kind]map[ref.ID]*signoff.Paper{}}
	s.out.Year = a.Year
	if see := a.Reach("order.see"); !see.All() && len(see.Sides()) == 0 {
		own := slices.DeleteFunc(slices.Clone(see.Units()), a.County.IsVillage)
		if len(own) == 1 { // a town's villages have no lists of their own beside it
			s.out.Own = own[0]
		}
	}
	for _, of := range Kinds {
		s.unit[of], s.body[of] = map[ref.ID]Counts{}, map[ref.ID]Counts{}
		s.paper[of] = map[ref.ID]*signoff.Paper{}
		s.out.Lists = append(s.out.Lists, Sum{Of: of, Stands: map[Stand]int{}})
	}
	for _, f := range []func() error{s.nouns, s.matters, s.ledgers, s.signatures} {
		if err := f(); err != nil {
			return s.out, err
		}
	}
	s.rows()
	return s.out, nil
}

// noun finds the declaration of a kind: what a tab finds is counted by its own conditions.
func (s *summing) noun(of ref.Kind) *noun.Noun {
	return s.Nouns[slices.IndexFunc(s.Nouns, func(n *noun.Noun) bool { return n.Of == of })]
}

// tabs are the conditions of some tabs of a noun.
func (s *summing) tabs(n *noun.Noun, names ...string) (out [][]noun.Cond) {
	for _, name := range names {
		i := slices.IndexFunc(n.Tabs, func(t noun.Tab) bool { return t.Name == name })
		out = append(out, n.Tabs[i].For(s.Who, s.Today))
	}
	return out
}

func (s *summing) year() []noun.Cond {
	return []noun.Cond{{Column: "year", Num: []int64{int64(s.Year)}}}
}

// nouns counts the lists of nouns on the frame.
func (s *summing) nouns() error {
	for i, of := range Kinds {
		l := Lists[i]
		if l.Paper == "" {
			continue
		}
		n, base, names := s.noun(of), []noun.Cond(nil), []string{"in-force"}
		if l.Yearly {
			base = s.year()
		}
		if l.Dated() {
			names = []string{"all", "open", "overdue", "soon"}
		}
		found, err := s.Read.CountedBy(s.ctx, of, s.Reach(n.See), base, s.tabs(n, names...)...)
		if err != nil {
			return err
		}
		for _, c := range found {
			if s.out.Own != 0 && c.Unit != s.out.Own {
				continue
			}
			got := Counts{Rows: c.N[0]}
			if l.Dated() {
				got.Open, got.Late, got.Soon = c.N[1], c.N[2], c.N[3]
			}
			s.add(i, c.Unit, got)
			was := s.body[of][c.Body]
			was.add(got)
			s.body[of][c.Body] = was
			s.last(&s.out.Lists[i].Last, c.Last)
		}
	}
	return nil
}

func (s *summing) last(day *when.Day, at when.Instant) {
	if at > 0 {
		*day = max(*day, at.Day())
	}
}

func (s *summing) add(list int, unit ref.ID, c Counts) {
	s.out.Lists[list].add(c)
	was := s.unit[Kinds[list]][unit]
	was.add(c)
	s.unit[Kinds[list]][unit] = was
}

// matters counts problems and orders from what is kept beside them.
func (s *summing) matters() error {
	for _, m := range []struct {
		of      ref.Kind
		see     access.Verb
		subject string
		open    func(state string) bool
	}{
		{ref.Problem, "problem.see", "problem", func(x string) bool { return problem.State(x).Open() }},
		{ref.Order, "order.see", "order", func(x string) bool { return order.State(x).Open() }},
	} {
		tallies, err := s.Read.Tallies(s.ctx, s.Reach(m.see))
		if err != nil {
			return err
		}
		for _, t := range tallies {
			if t.Subject != m.subject {
				continue
			}
			c := Counts{Rows: t.N}
			if m.open(t.State) {
				c.Open = t.N
				switch {
				case t.Due < s.Today:
					c.Late = t.N
				case t.Due < s.Today+due.Week:
					c.Soon = t.N
				}
			}
			s.add(slices.Index(Kinds, m.of), t.Unit, c)
		}
	}
	at := func(of ref.Kind) *when.Day { return &s.out.Lists[slices.Index(Kinds, of)].Last }
	problems, err := s.Read.Problems(s.ctx, s.Reach("problem.see"),
		problem.Filter{Newest: true, Limit: 1, Uncounted: true})
	if err != nil {
		return err
	}
	for _, l := range problems.Lines {
		s.last(at(ref.Problem), l.RegisteredAt)
	}
	orders, err := s.Read.Orders(s.ctx, s.Reach("order.see"),
		order.Filter{Sort: order.Newest, Limit: 1, Uncounted: true})
	for _, l := range orders.Lines {
		s.last(at(ref.Order), cmp.Or(l.IssuedAt, l.Since))
	}
	return err
}

// ledgers counts the records of the year and the duties that fall due in it.
func (s *summing) ledgers() error {
	s.out.Ledgers = []Ledger{{Side: actor.Principal}, {Side: actor.Supervisory}}
	of := func(side actor.Side) *Ledger {
		i := slices.IndexFunc(s.out.Ledgers, func(l Ledger) bool { return l.Side == side })
		if i < 0 {
			return &Ledger{} // of neither: no ledger shows it
		}
		return &s.out.Ledgers[i]
	}
	n := s.noun(ref.Record)
	records, err := s.Read.CountedBy(s.ctx, ref.Record, s.Reach(n.See), s.year(),
		s.tabs(n, "standing", "confirm", "late")...)
	if err != nil {
		return err
	}
	for _, c := range records {
		l := of(c.Side)
		l.Records, l.Unconfirmed, l.Backfilled = l.Records+c.N[0], l.Unconfirmed+c.N[1], l.Backfilled+c.N[2]
		s.last(&l.Last, c.Last)
	}
	n = s.noun(ref.Duty)
	duties, err := s.Read.DutyTallies(s.ctx, s.Reach(n.See), s.Year, s.Today)
	for _, x := range duties {
		of(x.Side).Duties.add(Counts{int64(x.All), int64(x.Open), int64(x.Over), int64(x.Soon)})
	}
	return err
}

// rows makes the sheet of units by lists.
func (s *summing) rows() {
	see, seated := s.Reach("order.see"), map[ref.ID][]bodies.Body{}
	wide := see.All() || len(see.Sides()) > 0
	for _, b := range s.County.Bodies() {
		side := actor.Side(b.Kind.Side())
		if wide && !see.All() && side != "" && !slices.Contains(see.Sides(), side) {
			continue
		}
		seated[b.Unit] = append(seated[b.Unit], b)
	}
	row := func(r Row, organs []bodies.Body) {
		for i, of := range Kinds {
			c := Cell{Stand: s.stand(of, organs)}
			if r.Unit != 0 {
				c.Counts = s.unit[of][r.Unit]
			} else {
				c.Counts = s.body[of][r.Body]
			}
			if c.Stand != "" {
				s.out.Lists[i].Stands[c.Stand]++
			}
			if c.Stand == None || c.Late > 0 {
				r.heat += 10_000
			} else if c.Stand == Unsigned || c.Stand == Stale {
				r.heat += 100
			}
			r.heat += int(min(c.Late, 9))
			r.Cells = append(r.Cells, c)
		}
		s.out.Rows = append(s.out.Rows, r)
	}
	if wide {
		for _, b := range seated[0] {
			if owes(ref.Power, b.Kind) {
				row(Row{Body: b.ID}, []bodies.Body{b})
			}
		}
	}
	for _, u := range s.County.ResponsibleUnits() {
		if wide || slices.Contains(see.Units(), u) {
			row(Row{Unit: u}, seated[u])
		}
	}
	slices.SortStableFunc(s.out.Rows, func(a, b Row) int { return cmp.Compare(b.heat, a.heat) })
	for i, of := range Kinds {
		for _, p := range s.paper[of] {
			s.out.Lists[i].Papers = append(s.out.Lists[i].Papers, p)
		}
	}
}

// Filter is which rows of a sheet are shown; the zero Filter is all of them.
type Filter struct {
	Category bodies.UnitCategory
	Of       ref.Kind // with Stand
	Stand    Stand
}

// Filter is the rows that fit, in their order.
func (x Sheet) Filter(c *bodies.County, f Filter) (out []Row) {
	at := slices.Index(Kinds, f.Of)
	for _, r := range x.Rows {
		if _, facts, _ := c.Unit(r.Unit); f.Category != "" && facts.Category != f.Category {
			continue
		}
		if f.Stand != "" && at >= 0 && r.Cells[at].Stand != f.Stand {
			continue
		}
		out = append(out, r)
	}
	return out
}
