// Package rounds is the quarterly round of inspections (督导巡查, spec 3.7): which units it goes to. The
// record ranks all of them for attention, with the reasons; the office takes the first or says why not; of
// those that are left some are drawn by a seed that nobody can choose and anybody can draw by again (spec 8 #5).
package rounds

import (
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a round.
const (
	Drafted   = "drafted"
	Ranked    = "ranked" // the record said who needs attention; the office may take others
	Fixed     = "fixed"  // nothing of it changes any more; it waits for its seed
	Drawn     = "drawn"  // the inspections are planned
	Withdrawn = "withdrawn"
)

// The states of a nominee.
const (
	Listed    = "listed"    // not chosen so far
	Chosen    = "chosen"    // for attention, so far
	Attention = "attention" // inspected for what the record says
	Pool      = "pool"      // could have been drawn, or still can
	Picked    = "picked"    // drawn
)

// ComplaintsLeast is how few complaints a county may let count: fewer could lead to who complained (spec 3.7 [T]).
const ComplaintsLeast = 5

const (
	yearLeast  = 2000
	pickMost   = 30 // units of one sort in a round
	unitsMost  = 10_000
	reasonMost = 500
)

// Quarters are the codes of a year's four.
var Quarters = []string{"q1", "q2", "q3", "q4"}

// Round is one quarter's round of one side.
type Round struct {
	noun.Base
	Title    string
	Year     int64
	Quarter  string
	Body     ref.ID // that inspects: the county committee, or the discipline commission
	Basis    string // the number of the year's approved plan
	Begins   when.Day
	Ends     when.Day
	Focus    int64 // units that the record calls for
	Sample   int64 // units that are drawn
	RankedOn when.Day
	FixedOn  when.Day
	DrawnOn  when.Day
	Units    int64  // nominees
	Covers   int64  // entries of the journal that the seed's checkpoint covers
	Seed     string // what tickets are made of
	Why      string // it was withdrawn
}

// Fields are what is known of a round, in the order of the form.
var Fields = field.Fields{
	field.Line("title", 1, 100, func(r *Round) *string { return &r.Title }).Open(),
	field.Year("year", true, yearLeast, func(r *Round) *int64 { return &r.Year }),
	field.Code("quarter", true, Quarters, "round.quarter.", func(r *Round) *string { return &r.Quarter }),
	field.Body("body", true, func(r *Round) *ref.ID { return &r.Body }).Owns(),
	field.Line("basis", 1, 100, func(r *Round) *string { return &r.Basis }),
	field.Day("begins", true, func(r *Round) *when.Day { return &r.Begins }),
	field.Day("ends", true, func(r *Round) *when.Day { return &r.Ends }),
	field.Count("focus", 0, pickMost, func(r *Round) *int64 { return &r.Focus }),
	field.Count("sample", 0, pickMost, func(r *Round) *int64 { return &r.Sample }),
	field.Day("rankedOn", false, func(r *Round) *when.Day { return &r.RankedOn }).Silent(),
	field.Day("fixedOn", false, func(r *Round) *when.Day { return &r.FixedOn }).Silent(),
	field.Day("drawnOn", false, func(r *Round) *when.Day { return &r.DrawnOn }).Silent(),
	field.Count("units", 0, unitsMost, func(r *Round) *int64 { return &r.Units }).Silent(),
	field.Count("covers", 0, 1<<40, func(r *Round) *int64 { return &r.Covers }).Silent(),
	field.Line("seed", 0, 120, func(r *Round) *string { return &r.Seed }).Silent().Open(),
	field.Text("why", 0, reasonMost, func(r *Round) *string { return &r.Why }).Silent(),
}

// Shape is what a round is made of.
var Shape = noun.Shape{Of: ref.Round, Name: "rounds", Word: "round", Table: "round",
	New: func() noun.Value { return &Round{} }, Fields: Fields, Title: "title",
	States: []string{Drafted, Ranked, Fixed, Drawn, Withdrawn}, Mute: true}

// Days are those of its quarter; To is the first day after it.
func (r *Round) Days() when.Period {
	q := slices.Index(Quarters, r.Quarter)
	year, first := int(r.Year), 1+time.Month(3*q)
	return when.Period{From: when.Date(year, first, 1), To: when.Date(year, first+3, 1)}
}

// Before are the days of the quarter before it: what the ranking looks at.
func (r *Round) Before() when.Period {
	from := r.Days().From
	y, m, _ := from.Date()
	return when.Period{From: when.Date(y, m-3, 1), To: from}
}

// fits says what is wrong with its days.
func (r *Round) fits(errs *text.InputErrors) {
	if r.Year < yearLeast || !slices.Contains(Quarters, r.Quarter) {
		return
	}
	days := r.Days()
	switch {
	case r.Begins != 0 && (r.Begins < days.From || r.Begins >= days.To):
		errs.Add("begins", "round.outside", "from", days.From, "to", days.To-1)
	case r.Ends != 0 && (r.Ends < r.Begins || r.Ends >= days.To):
		errs.Add("ends", "round.outside", "from", max(r.Begins, days.From), "to", days.To-1)
	}
	if r.Focus+r.Sample == 0 {
		errs.Add("sample", "round.nobody")
	}
}

// Facts are what the record says of a unit in the quarter before.
type Facts struct {
	Unit       ref.ID
	Late       int64 // duties done late, or open and over
	Yellow     int64 // duties whose gravest card was yellow
	Red        int64
	Orders     int64 // not closed by their day
	Problems   int64 // the same
	Complaints int64 // problems that the public reported
	Poor       int64 // results of the latest approved assessment before the round that are below the county's line
}

// Weights are the points of each reason (policy), and from how many on complaints count at all: fewer could
// lead to who complained (spec 3.7).
type Weights struct {
	Late, Yellow, Red, Orders, Problems, Complaints, Poor int64
	Least                                                 int64
	Below                                                 int64 // whole points of a result that is poor: fewer than these
}

// Nominee is one unit in a round, as the record had it on the day of the ranking.
type Nominee struct {
	noun.Base
	Round   ref.ID
	Name    string // of the unit, on that day: what tickets are made of
	Year    int64
	Quarter string
	Place   int64 // by points, from 1
	Points  int64
	Facts   Facts
	Reason  string // why the office chose otherwise
	Ticket  string // of the draw; "" = it had none
}

// Nominees are what is known of one; nobody types any of it.
var Nominees = field.Fields{
	field.Object("round", func(c *Nominee) *ref.ID { return &c.Round }).Silent(),
	field.Line("name", 0, 200, func(c *Nominee) *string { return &c.Name }).Silent().Open().Unfound(),
	field.Year("year", false, yearLeast, func(c *Nominee) *int64 { return &c.Year }).Silent(),
	field.Code("quarter", false, Quarters, "round.quarter.", func(c *Nominee) *string { return &c.Quarter }).Silent(),
	field.Count("place", 0, unitsMost, func(c *Nominee) *int64 { return &c.Place }).Silent(),
	field.Count("points", 0, 1<<30, func(c *Nominee) *int64 { return &c.Points }).Silent(),
	field.Count("late", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Late }).Silent(),
	field.Count("yellow", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Yellow }).Silent(),
	field.Count("red", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Red }).Silent(),
	field.Count("orders", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Orders }).Silent(),
	field.Count("problems", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Problems }).Silent(),
	field.Count("complaints", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Complaints }).Silent(),
	field.Text("reason", 0, reasonMost, func(c *Nominee) *string { return &c.Reason }).Silent().Unfound(),
	field.Line("ticket", 0, 64, func(c *Nominee) *string { return &c.Ticket }).Silent().Open().Unfound(),
	field.Count("poor", 0, 1<<30, func(c *Nominee) *int64 { return &c.Facts.Poor }).Silent(),
}

// NomineeShape is what a nominee is made of.
var NomineeShape = noun.Shape{Of: ref.Nominee, Name: "nominees", Word: "nominee", Table: "nominee",
	New: func() noun.Value { return &Nominee{} }, Fields: Nominees, Title: "name",
	States: []string{Listed, Chosen, Attention, Pool, Picked}, Mute: true, Unsung: true}

// weigh keeps of the facts what may count, and adds the points up.
func (c *Nominee) weigh(f Facts, w Weights) {
	if f.Complaints < w.Least {
		f.Complaints = 0
	}
	c.Facts = f
	c.Points = f.Late*w.Late + f.Yellow*w.Yellow + f.Red*w.Red + f.Orders*w.Orders + f.Problems*w.Problems +
		f.Complaints*w.Complaints + f.Poor*w.Poor
}

// rank puts nominees in their order, most points first and then by their names, and chooses the first focus
// of them that have any.
func rank(list []*Nominee, focus int64) {
	slices.SortFunc(list, func(a, b *Nominee) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Unit, b.Unit))
	})
	for i, c := range list {
		if c.Place, c.State = int64(i+1), Listed; int64(i) < focus && c.Points > 0 {
			c.State = Chosen
		}
	}
}

// Because are the reasons of its points, the gravest first.
func (c *Nominee) Because() (out []text.Message) {
	for _, x := range []struct {
		key string
		n   int64
	}{{"poor", c.Facts.Poor},
		{"red", c.Facts.Red}, {"yellow", c.Facts.Yellow}, {"orders", c.Facts.Orders}, {"late", c.Facts.Late},
		{"problems", c.Facts.Problems}, {"complaints", c.Facts.Complaints}} {
		if x.n > 0 {
			out = append(out, text.M("nominee.because."+x.key, "n", x.n))
		}
	}
	return out
}

// Seed is what the tickets of a round are made of: what the round is, and the root of the journal in the first
// checkpoint signed after the day on which it was fixed.
func (r *Round) seed(root [32]byte) string {
	days := r.Days()
	return when.MonthOf(days.From) + "/" + string(r.Side) + "/" + hex.EncodeToString(root[:])
}

// Draw gives each of the pool its ticket, SHA-256 of the seed, a stroke and its name, and picks the n smallest.
func Draw(seed string, pool []*Nominee, n int64) {
	for _, c := range pool {
		c.Ticket = recheck.Ticket(seed, c.Name)
	}
	slices.SortFunc(pool, func(a, b *Nominee) int {
		return cmp.Or(cmp.Compare(a.Ticket, b.Ticket), cmp.Compare(a.Unit, b.Unit))
	})
	for i, c := range pool {
		if c.State = Pool; int64(i) < n {
			c.State = Picked
		}
	}
}
