package start

import (
	"cmp"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/record"
	"shuangze/internal/ref"
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

var columns = []column{
	{"problems", "?state=registered", "/problems"},
	{"issued", "?state=issued", "/orders"},
	{"working", "?", "/orders"},
	{"review", "?state=close-confirmed", "/orders"},
	{"blue", "?light=blue", "/orders"},
	{"yellow", "?light=yellow", "/orders"},
	{"red", "?light=red", "/orders"},
	{"closed", "?state=closed&sort=-new", "/orders"},
}

type overviewRow struct {
	Unit  ref.ID
	Name  string
	Cells []int
	Heat  int // for the order of rows
}

type overviewData struct {
	page.View
	Open, Closed, Red, Yellow, Gaps int64
	OnTime                          string
	Rows                            []overviewRow
	Quiet                           int // units without anything
}

// overview adds up the tallies kept in the write transaction: it costs the
// same at any number of orders.
func overview(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	tallies, err := v.Desk.Read.Tallies(v.R.Context(), v.Scope("order.see"))
	if err != nil {
		return err
	}
	d := count(v.Desk.Orders.Rules.Bounds(v.Today()), tallies, c)
	d.View = v.View(v.P.T("overview.title"))
	if v.Desk.Policy != nil && access.Anywhere(v.Actor, "gap.see") {
		d.Gaps = int64(len(c.Gaps()))
	}
	return v.Page(200, overviewPage(d))
}

// count turns tallies into the heat map of units by state.
func count(b order.Bounds, tallies []record.Tally, c *bodies.County) overviewData {
	var d overviewData
	rows := map[ref.ID]*overviewRow{}
	for _, t := range tallies {
		r := rows[t.Unit]
		if r == nil {
			r = &overviewRow{Unit: t.Unit, Name: c.Name(t.Unit), Cells: make([]int, len(columns))}
			rows[t.Unit] = r
		}
		n := int(t.N)
		if t.Subject == "problem" {
			if problem.State(t.State) == problem.Registered {
				r.Cells[0] += n
			}
			continue
		}
		s := order.State(t.State)
		switch s {
		case order.Issued:
			r.Cells[1] += n
		case order.Acknowledged, order.InProgress, order.Requested:
			r.Cells[2] += n
		case order.Confirmed:
			r.Cells[3] += n
		case order.Closed:
			r.Cells[7] += n
			d.Closed += t.N
		}
		if !s.Open() {
			continue
		}
		d.Open += t.N
		switch {
		case t.Due < b.RedBefore:
			r.Cells[6] += n
			d.Red += t.N
		case t.Due < b.Today:
			r.Cells[5] += n
			d.Yellow += t.N
		case t.Due < b.ClearFrom:
			r.Cells[4] += n
		}
	}
	for _, r := range rows {
		r.Heat = r.Cells[6]*10000 + r.Cells[5]*100 + r.Cells[4]
		d.Rows = append(d.Rows, *r)
	}
	place := map[ref.ID]int{}
	for i, u := range c.Units() {
		place[u] = i
	}
	slices.SortFunc(d.Rows, func(a, b overviewRow) int {
		return cmp.Or(cmp.Compare(b.Heat, a.Heat), cmp.Compare(place[a.Unit], place[b.Unit]))
	})
	d.Quiet = max(0, len(c.Units())-len(d.Rows))
	return d
}

func (r overviewRow) href(i int) string {
	c := columns[i]
	sep := "&"
	if c.href == "?" {
		sep = ""
	}
	return c.list + c.href + sep + "unit=" + strconv.FormatInt(int64(r.Unit), 10)
}

func heat(i, n int) page.Heat {
	switch {
	case n == 0:
		return page.Calm
	case i == 6:
		return page.RedHot
	case i == 5:
		return page.Yellow
	case i == 7:
		return page.Finished
	}
	return page.Soon
}
