package frame

import (
	"github.com/a-h/templ"

	tables "shuangze/internal/exchange"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// RollMost is how many lines are printed at most [D]; what is longer is for a
// spreadsheet.
const RollMost = 1000

// Roll is a list on paper: all lines of a filter, as they stood at one moment.
type Roll struct {
	page.View
	Whose   string
	Filter  []string // what was asked for, in words
	Heads   []string
	Rows    [][]string
	Entry   int64
	Moment  string
	More    bool
	Back    string
	Export  string
	Dropped []string
	Under   []string // what else stands above the lines
}

// Print is the list of an address on paper, with the columns that the address
// chooses, and how many lines it has.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	c, err := v.County()
	if err != nil {
		return nil, 0, err
	}
	r := Roll{View: v.View(v.P.T(p.Word + ".list")), Whose: v.Whose(p.See), Moment: v.P.InstantIn(0, v.Now)}
	d := &listData{View: r.View, Pages: p, Visit: v, County: c}
	var tab int
	d.Query, tab, r.Dropped = p.query(v, c, r.View.Query)
	d.questions()
	r.Back, r.Export = d.out(""), d.out(".xlsx")
	if len(p.Tabs) > 0 {
		r.Filter = append(r.Filter, v.P.T(p.Word+".tab."+p.Tabs[tab].Name))
	}
	for _, a := range d.applied() {
		r.Filter = append(r.Filter, a.Label)
	}
	whole, err := p.Read.Whole(v.R.Context(), p.Of, v.Scope(p.See), d.Query, RollMost)
	p.AllFor(v.Actor, whole.Values)
	if err != nil {
		return nil, 0, err
	}
	r.Entry, r.More = whole.Entry, whole.More
	columns := p.columns(v, r.View)
	for _, col := range columns.Shown {
		r.Heads = append(r.Heads, col.Label)
	}
	for _, x := range whole.Values {
		row := make([]string, len(columns.Shown))
		for i, col := range columns.Shown {
			f, _ := p.Field(col.Name)
			row[i] = p.show(v, c, f, x)
		}
		r.Rows = append(r.Rows, row)
	}
	return RollPage(r), len(r.Rows), nil
}

// Taken is the list of an address as a table, as the page shows it.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	c, err := v.County()
	if err != nil {
		return tables.Table{}, err
	}
	s := tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}
	q, _, _ := p.query(v, c, v.R.URL.Query())
	return tables.NounTable(c, s, p.Noun, p.EachFor(v.Actor, p.Read), v.Scope(p.See), q), nil
}
