package home

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

func anyUnit(d workbenchData) access.Object {
	o := access.Object{Jurisdiction: d.Visit.Actor.Jurisdiction}
	for _, g := range d.Visit.Actor.Grants {
		if g.Unit != 0 {
			o.Unit = g.Unit
		}
		if g.Side != "" {
			o.Side = g.Side
		}
	}
	return o
}

// column is one state of the heat map.
type column struct {
	key  string
	href string // filter of the list it opens
	list string // "/orders" or "/problems"
}

// columns stand worst first, as the rows do, so that a narrow screen shows what
// matters before it is pushed aside: orders, then problems. An open order is
// counted by its state and, where its day is near or past, by that too: the two
// groups of columns are never to be added up, which the page says.
var columns = []column{
	{"red", "?light=red", "/orders"},
	{"yellow", "?light=yellow", "/orders"},
	{"blue", "?light=blue", "/orders"},
	{"unsaid", "?unsaid=1", "/orders"},
	{"issued", "?state=issued", "/orders"},
	{"working", "?state=working", "/orders"},
	{"review", "?state=close-confirmed", "/orders"},
	{"closed", "?state=closed&sort=-new", "/orders"},
	{"overdue", "?tab=overdue", "/problems"},
	{"problems", "?state=registered", "/problems"},
	{"rectified", "?tab=rectified", "/problems"},
}

// The columns by their place.
const (
	colRed = iota
	colYellow
	colBlue
	colUnsaid
	colIssued
	colWorking
	colReview
	colClosed
	colOverdue
	colProblems
	colRectified
	byState  = colIssued  // from here on orders are counted by their state, before it by their days
	ofOrders = colOverdue // how many columns count orders
)

type overviewRow struct {
	Unit  ref.ID
	Name  string
	Cells []int
	Heat  int // for the order of rows
}

type overviewData struct {
	page.View
	Open, Closed, Red, Yellow, Gaps int64
	Serious                         int64 // open problems that are reported to the leading group
	Special                         int   // orders under special supervision
	SpecialMore                     bool
	Rows                            []overviewRow
	Total                           []int
	Quiet                           int // units with nothing in any column
	Whose                           string
	Quarter                         trail.Done
}

// overviews keeps the last sum: while no count, register or day changes, the
// county is not added up again for the next reader.
type overviews struct {
	mu      sync.Mutex
	tallies []trail.Tally
	bounds  order.Bounds
	county  *bodies.County
	sum     overviewData
}

func (o *overviews) of(b order.Bounds, tallies []trail.Tally, c *bodies.County) overviewData {
	o.mu.Lock()
	defer o.mu.Unlock()
	// The record hands out the same list while it is the same.
	if same := len(tallies) > 0 && len(o.tallies) == len(tallies) && &o.tallies[0] == &tallies[0] &&
		o.bounds == b && o.county == c; !same {
		o.tallies, o.bounds, o.county, o.sum = tallies, b, c, count(b, tallies, c)
	}
	return o.sum
}

// page adds up the tallies kept in the write transaction: it costs the same at
// any number of orders.
func (o *overviews) page(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	tallies, err := v.Desk.Read.Tallies(v.R.Context(), v.Scope("order.see"))
	if err != nil {
		return err
	}
	d := o.of(v.Desk.Orders.Rules.Bounds(v.Today()), tallies, c)
	d.View, d.Whose = v.View(v.P.T("overview.title")), desk.WhoseOf(v.P, v.Scope("order.see"), c, v.Desk.Policy.County)
	if !v.Scope("order.see").All() {
		d.Quiet = 0 // what others see is no silence
	}
	if v.Desk.Policy != nil && access.Anywhere(v.Actor, "gap.see") {
		d.Gaps = int64(len(c.Gaps()))
	}
	special, err := v.Desk.Read.Orders(v.R.Context(), v.Scope("order.see"),
		order.Filter{Open: true, Special: true, Limit: 1})
	if err != nil {
		return err
	}
	d.Special, d.SpecialMore = special.Count, special.More
	return v.Page(200, overviewPage(d))
}

// count turns tallies into the heat map of units by state.
func count(b order.Bounds, tallies []trail.Tally, c *bodies.County) overviewData {
	var d overviewData
	d.Quarter = trail.DoneSince(order.QuarterStart(b.Today), tallies)
	rows := map[ref.ID]*overviewRow{}
	for _, t := range tallies {
		if trail.ByMonth(t.Subject) {
			continue
		}
		r := rows[t.Unit]
		if r == nil {
			r = &overviewRow{Unit: t.Unit, Name: c.Name(t.Unit), Cells: make([]int, len(columns))}
			rows[t.Unit] = r
		}
		n := int(t.N)
		if t.Subject == trail.Unsaid { // among the orders too
			if t.Due < b.Today {
				r.Cells[colUnsaid] += n
			}
			continue
		}
		if t.Subject == "problem" {
			s := problem.State(t.State)
			switch s {
			case problem.Registered:
				r.Cells[colProblems] += n
			case problem.Rectified:
				r.Cells[colRectified] += n
			}
			if s.Open() && t.Due < b.Today { // under an order too its own day counts
				r.Cells[colOverdue] += n
			}
			if s.Open() && problem.Level(t.Level) == problem.Serious {
				d.Serious += t.N
			}
			continue
		}
		s := order.State(t.State)
		switch s {
		case order.Issued:
			r.Cells[colIssued] += n
		case order.Acknowledged, order.InProgress, order.Requested:
			r.Cells[colWorking] += n
		case order.Confirmed:
			r.Cells[colReview] += n
		case order.Closed:
			r.Cells[colClosed] += n
			d.Closed += t.N
		}
		if !s.Open() {
			continue
		}
		d.Open += t.N
		switch {
		case t.Due < b.RedBefore:
			r.Cells[colRed] += n
			d.Red += t.N
		case t.Due < b.Today:
			r.Cells[colYellow] += n
			d.Yellow += t.N
		case t.Due < b.ClearFrom:
			r.Cells[colBlue] += n
		}
	}
	d.Total = make([]int, len(columns))
	for _, r := range rows {
		for i, n := range r.Cells {
			d.Total[i] += n
		}
		if !slices.ContainsFunc(r.Cells, func(n int) bool { return n != 0 }) {
			continue // all it had was withdrawn, or is under way elsewhere
		}
		r.Heat = r.Cells[colRed]*10000 + (r.Cells[colYellow]+r.Cells[colOverdue]+r.Cells[colUnsaid])*100 + r.Cells[colBlue]
		d.Rows = append(d.Rows, *r)
	}
	place := map[ref.ID]int{}
	for i, u := range c.Units() {
		place[u] = i
	}
	slices.SortFunc(d.Rows, func(a, b overviewRow) int {
		return cmp.Or(cmp.Compare(b.Heat, a.Heat), cmp.Compare(place[a.Unit], place[b.Unit]))
	})
	d.Quiet = len(c.ResponsibleUnits())
	for _, r := range d.Rows {
		if !c.IsVillage(r.Unit) {
			d.Quiet--
		}
	}
	d.Quiet = max(0, d.Quiet)
	return d
}

func (r overviewRow) href(i int) string {
	c := columns[i]
	return c.list + c.href + "&unit=" + strconv.FormatInt(int64(r.Unit), 10)
}

func heat(i, n int) page.Heat {
	switch {
	case n == 0:
		return page.Calm
	case i == colRed:
		return page.RedHot
	case i == colYellow, i == colOverdue, i == colUnsaid:
		return page.Yellow
	case i == colClosed:
		return page.Finished
	}
	return page.Soon
}

// Summed is the overview of this visitor as a table.
func Summed(v *desk.Visit, c *bodies.County) (heads []string, rows [][]any, err error) {
	tallies, err := v.Desk.Read.Tallies(v.R.Context(), v.Scope("order.see"))
	if err != nil {
		return nil, nil, err
	}
	heads, rows = Sums(v.P, v.Scope("order.see"), c, v.Desk.Policy.County, v.Desk.Orders.Rules.Bounds(v.Today()), tallies)
	return heads, rows, nil
}
