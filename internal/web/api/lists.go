package api

import (
	"cmp"

	"shuangze/internal/lists/standing"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Lists is how the five lists and the two ledgers stand, as far as one sees them.
type Lists struct {
	Year    int          `json:"year" doc:"Of the responsibility and task lists and of the ledgers."`
	Day     day          `json:"day"`
	Lists   []ListSum    `json:"lists"`
	Ledgers []LedgerSum  `json:"ledgers"`
	Units   []UnitsLists `json:"units" doc:"Units, and organs of the county that no unit seats; the worst first."`
}

// ListCount is what is on a list. Of powers and responsibilities only rows counts.
type ListCount struct {
	List string `json:"list" enum:"power,responsibility,task,problem,order"`
	Rows int64  `json:"rows"`
	Open int64  `json:"open"`
	Late int64  `json:"overdue" doc:"Open and past the day that binds it."`
	Soon int64  `json:"soon" doc:"Open and due within seven days, today among them."`
}

// ListSum is one list.
type ListSum struct {
	ListCount
	Last   day        `json:"last,omitzero" doc:"When the last row was registered."`
	Signed SignedSums `json:"signed"`
}

// SignedSums is how the lists of units are signed, in units.
type SignedSums struct {
	None     int `json:"none" doc:"Nothing is on a list that there must be."`
	Unsigned int `json:"unsigned"`
	Stale    int `json:"stale" doc:"Changed since it was signed."`
	Signed   int `json:"signed"`
}

// LedgerSum is what the ledgers of a responsibility hold of their own.
type LedgerSum struct {
	Side        string `json:"side" codes:"side"`
	Records     int64  `json:"records"`
	Unconfirmed int64  `json:"unconfirmed"`
	Backfilled  int64  `json:"writtenLate"`
	Duties      int64  `json:"duties" doc:"That fall due in the year."`
	Open        int64  `json:"open"`
	Late        int64  `json:"overdue"`
	Soon        int64  `json:"soon"`
	Last        day    `json:"last,omitzero"`
}

// UnitsLists is the lists of one unit, or of one organ of the county.
type UnitsLists struct {
	Unit  ref.ID     `json:"unit" doc:"0: an organ that no unit seats."`
	Body  ref.ID     `json:"body" doc:"That organ; 0 for a unit."`
	Lists []UnitList `json:"lists"`
}

// UnitList is one of them.
type UnitList struct {
	ListCount
	Signed string `json:"signed" enum:"none,unsigned,stale,signed," doc:"Empty: none is owed, or it is not signed."`
}

func countOf(of ref.Kind, c standing.Counts) ListCount {
	return ListCount{string(of), c.Rows, c.Open, c.Late, c.Soon}
}

func getLists(c *call, q yearQuery) (out Lists, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	out = Lists{Year: cmp.Or(q.Year, c.today().Year()), Day: day(c.today()), Lists: []ListSum{}, Units: []UnitsLists{}}
	if out.Year < yearLeast || out.Year > yearMost {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	x, err := c.face.Board.Sheet(c.r.Context(), standing.Asked{Who: c.actor, Reach: c.scope, County: k, Year: out.Year,
		Today: c.today()})
	if err != nil {
		return out, err
	}
	for _, l := range x.Lists {
		out.Lists = append(out.Lists, ListSum{countOf(l.Of, l.Counts), day(l.Last), SignedSums{l.Stands[standing.None],
			l.Stands[standing.Unsigned], l.Stands[standing.Stale], l.Stands[standing.Signed]}})
	}
	for _, l := range x.Ledgers {
		out.Ledgers = append(out.Ledgers, LedgerSum{string(l.Side), l.Records, l.Unconfirmed, l.Backfilled, l.Duties.Rows,
			l.Duties.Open, l.Duties.Late, l.Duties.Soon, day(l.Last)})
	}
	for _, r := range x.Rows {
		u := UnitsLists{Unit: r.Unit, Body: r.Body}
		for i, cell := range r.Cells {
			u.Lists = append(u.Lists, UnitList{countOf(standing.Kinds[i], cell.Counts), string(cell.Stand)})
		}
		out.Units = append(out.Units, u)
	}
	return out, nil
}

func listsOperations() []operation {
	return []operation{get("getLists", "/lists", "lists.see", "overview",
		"How the five lists and the two ledgers stand, and those of each unit", getLists)}
}
