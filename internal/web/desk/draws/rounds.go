package draws

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/institutions/inspections"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// calling are the units of which the record says something, or the office chose otherwise; the others follow.
func (d roundData) calling() (first, others []*rounds.Nominee) {
	for _, c := range d.Ranked {
		if c.Points > 0 || c.Reason != "" || c.State == rounds.Chosen || c.State == rounds.Attention {
			first = append(first, c)
		} else {
			others = append(others, c)
		}
	}
	return first, others
}

// drawn are the units that were drawn, and those that were not, each in the order of the tickets.
func (d roundData) drawn() (picked, others []*rounds.Nominee) {
	n := min(int(d.R.Sample), len(d.Pool))
	return d.Pool[:n], d.Pool[n:]
}

// roundData is a round: the order of attention, for who may see it, and what was drawn, for everybody.
type roundData struct {
	page.View
	R      *rounds.Round
	Ranked []*rounds.Nominee
	Acts   bool // the list is not fixed yet
	Pool   []*rounds.Nominee
	Same   bool // drawing again gives the same
	Code   string
	Visits []*inspections.Inspection // that followed, as far as the visitor may see them
}

func (p Pages) round(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := roundData{View: v.View(""), R: x.(*rounds.Round), Same: true}
	got, err := p.Read.Whole(v.R.Context(), ref.Nominee, v.Scope("round.see"), rounds.Of(d.R.ID), nomineesMost)
	if err != nil {
		return nil, err
	}
	scope := v.Scope("nominee.see")
	for _, o := range got.Values {
		c := o.(*rounds.Nominee)
		if scope.Holds(rounds.NomineeShape.Object(c)) {
			d.Ranked = append(d.Ranked, c)
		}
		if d.R.State == rounds.Drawn && (c.State == rounds.Pool || c.State == rounds.Picked) {
			d.Pool = append(d.Pool, c)
		}
	}
	slices.SortFunc(d.Ranked, func(a, b *rounds.Nominee) int { return cmp.Compare(a.Place, b.Place) })
	d.Acts = d.R.State == rounds.Ranked
	again := make([]*rounds.Nominee, len(d.Pool))
	for i, c := range d.Pool {
		again[i] = &rounds.Nominee{Base: noun.Base{Unit: c.Unit}, Name: c.Name}
	}
	rounds.Draw(d.R.Seed, again, d.R.Sample)
	slices.SortFunc(d.Pool, func(a, b *rounds.Nominee) int {
		return cmp.Or(cmp.Compare(a.Ticket, b.Ticket), cmp.Compare(a.Unit, b.Unit))
	})
	for i, c := range d.Pool {
		if a := again[i]; a.Unit != c.Unit || a.Ticket != c.Ticket || a.State != c.State {
			d.Same = false
		}
	}
	then, err := p.Read.Whole(v.R.Context(), ref.Inspection, v.Scope("inspection.see"), inspections.OfRound(d.R.ID),
		nomineesMost)
	if err != nil {
		return nil, err
	}
	for _, o := range then.Values {
		d.Visits = append(d.Visits, o.(*inspections.Inspection))
	}
	d.Code = dayCode(p.County, d.R.Seed, d.R.Covers)
	return roundSheet(d), nil
}

// nomineesMost is how many units a page of a round shows.
const nomineesMost = 2000

func (d roundData) facts() []page.Fact {
	return []page.Fact{{Label: d.P.T("round.field.seed"), Value: d.R.Seed},
		{Label: d.P.T("draw.code"), Value: d.Code, Note: d.P.T("draw.code.say", "n", d.R.Covers)}}
}

func (d roundData) head() page.List {
	return page.List{Caption: d.P.T("round.ranking"), Cols: []page.Col{{Label: d.P.T("nominee.field.place")},
		{Label: d.P.T("nominee.field.name"), Width: "name"}, {Label: d.P.T("nominee.field.points")},
		{Label: d.P.T("round.because"), Width: "wide"}, {Label: d.P.T("field.state")}}}
}

func (d roundData) poolHead() page.List {
	return page.List{Caption: d.P.T("round.pool"), Cols: []page.Col{{Label: d.P.T("round.ticket")},
		{Label: d.P.T("nominee.field.name"), Width: "name"}, {Label: d.P.T("field.state")}}}
}

// example is the first ticket, worked out.
func (d roundData) example() (line, ticket string) {
	c := d.Pool[0]
	return d.R.Seed + "/" + c.Name, recheck.Ticket(d.R.Seed, c.Name)
}
