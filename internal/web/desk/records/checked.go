package records

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// checkedData is a ledger that left the house, found by the code that it bears.
type checkedData struct {
	page.View
	V    *desk.Visit
	C    *bodies.County
	Is   ledger.Checked
	Name string // of the ledger
	May  bool   // the visitor may read it
}

// Checked shows the copy of a ledger that a code belongs to, nil when it belongs to none:
// whether the journal still gives what is on it, and how many lines changed since.
// Everybody who works here may ask; the lines are shown to who may read the ledger.
func (p Pages) Checked(v *desk.Visit, typed string) (templ.Component, error) {
	ctx, j := v.R.Context(), v.Actor.Jurisdiction
	x, ok, err := ledger.Find(ctx, p.Read, j, typed)
	if err != nil || !ok {
		return nil, err
	}
	d := checkedData{View: v.View(""), V: v}
	if d.C, err = v.County(); err != nil {
		return nil, err
	}
	b, ok := d.C.Body(x.Body.ID)
	if !ok {
		if b, ok = d.C.Former(x.Body.ID); !ok {
			return nil, nil
		}
	}
	x.Body = b
	if err := v.Enter(gate.List, tables.ListWeight); err != nil { // the whole journal is read
		return nil, err
	}
	machine := actor.Machine(j, "ledger")
	past := func(ctx context.Context, j int32, b bodies.Body, at int64) (ledger.Reads, when.Instant, bool, error) {
		return p.Read.LedgerPast(ctx, j, b, at)
	}
	reach := func(verb access.Verb) access.Scope { return access.ScopeOf(machine, verb) }
	if d.Is, err = x.Check(ctx, j, p.Read, past, reach); err != nil {
		return nil, err
	}
	d.Name = tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}.LedgerTitle(b, x.Year)
	d.May = v.Can("ledger.see", ledger.Object(j, b))
	return checkedSheet(d), nil
}

// facts are what everybody reads of a copy.
func (d checkedData) facts() []page.Fact {
	who, _ := d.C.Person(d.Is.Person)
	name := page.Fact{Label: d.P.T("ledger.list"), Value: d.Name}
	if d.May {
		name.Href = d.at()
	}
	out := []page.Fact{name,
		{Label: d.P.T("ledger.copy.taken"), Value: d.P.InstantIn(0, d.Is.Taken)},
		{Label: d.P.T("ledger.copy.by"), Value: who.Name},
		{Label: d.P.T("ledger.copy.entry"), Value: strconv.FormatInt(d.Is.At, 10)},
		{Label: d.P.T("ledger.copy.lines"), Value: strconv.FormatInt(d.Is.Lines, 10)}}
	if d.Is.On != 0 {
		out = append(out, page.Fact{Label: d.P.T("ledger.filter.on"), Value: d.P.Day(d.Is.On)})
	}
	if d.Is.Sort != "" {
		out = append(out, page.Fact{Label: d.P.T("ledger.filter.kind"), Value: d.P.T("ledger.kind." + string(d.Is.Sort))})
	}
	if d.Is.State != "" {
		out = append(out, page.Fact{Label: d.P.T("ledger.filter.state"), Value: d.P.T("ledger.state." + d.Is.State)})
	}
	return out
}

// at is the address of the ledger as it was when the copy was taken.
func (d checkedData) at() string {
	s := "/ledgers/" + d.Is.Body.ID.String() + "?at=" + strconv.FormatInt(d.Is.At, 10) + "&year=" +
		strconv.Itoa(d.Is.Year)
	if d.Is.On != 0 {
		s += "&on=" + d.Is.On.String()
	}
	if d.Is.Sort != "" {
		s += "&kind=" + string(d.Is.Sort)
	}
	if d.Is.State != "" {
		s += "&state=" + d.Is.State
	}
	return s
}
