package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// FoundBody founds a body in a unit. Its seat may be left out only for kinds of
// which the county has one.
type FoundBody struct {
	Kind     BodyKind
	Name     string
	Unit     ref.ID
	From     when.Day
	To       when.Day // 0 or when.Open: no end yet
	Document string
}

// Do refuses a second body of a kind where there can be one at a time. A body
// does not outlast its unit's end if that is already written down.
func (k FoundBody) Do(r *Register, mint Mint) (Change, error) {
	var f form
	one(&f, "body", "kind", k.Kind, BodyKinds)
	f.line("body", "name", &k.Name, NameMost, true)
	f.period("body", k.From, &k.To)
	f.line("body", "document", &k.Document, DocumentMost, false)
	unit, known := r.Unit(k.Unit)
	switch {
	case k.Unit == 0 && !k.Kind.Single():
		f.Add("unit", "body.unit.required")
	case k.Unit == 0:
	case !known:
		f.Add("unit", "body.unit.unknown")
	case k.From != 0 && !unit.When.Holds(k.From):
		f.Add("unit", "body.unit.absent", "unit", r.name(k.Unit, k.From), "day", k.From)
	default:
		f.end("body", &k.To, unit.When.To)
	}
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	b := Body{Version: 1, Kind: k.Kind, Name: k.Name, Unit: k.Unit, Period: when.Period{From: k.From, To: k.To},
		Basis: k.Document}
	for _, o := range r.rows.Bodies {
		if o.Kind == b.Kind && share(o.Period, b.Period) && (b.Kind.Single() || o.Unit == b.Unit && b.Kind != AgencyBranch) {
			o, _ = r.BodyOn(o.ID, max(o.Period.From, b.Period.From))
			return Change{}, text.Refuse(text.Conflict, "body.kind.taken", "body", o.Name, "since", o.Period.From)
		}
	}
	b.ID = mint()
	return Change{Rows{Bodies: []Body{b}}}, nil
}

// end keeps a period within what it hangs on: an open end takes over the known
// end, a stated one may not lie beyond it.
func (f *form) end(kind string, to *when.Day, limit when.Day) {
	switch {
	case *to <= limit:
	case *to == when.Open:
		*to = limit
	default:
		f.Add("to", kind+".to.beyond", "day", limit)
	}
}

// bodyOn checks that a body may be changed on a day, and gives it as it is
// called then.
func (r *Register) bodyOn(id ref.ID, day when.Day) (Body, error) {
	b, ok := r.BodyOn(id, day)
	switch {
	case !ok:
		return b, text.Refuse(text.Missing, "body.missing")
	case day == 0: // the form says so
	case day < b.Period.From:
		return b, text.Refuse(text.Conflict, "body.before-start", "body", b.Name, "day", b.Period.From)
	case day >= b.Period.To:
		return b, text.Refuse(text.Conflict, "body.ended", "body", b.Name, "day", b.Period.To)
	}
	return b, nil
}

// EndBody ends a body on a day, with its services, what is set by hand to it
// and the appointments in it. Whoever is left without an answer shows as a gap.
type EndBody struct {
	Body     ref.ID
	Seen     Seen
	On       when.Day
	Document string
}

// Do ends the body.
func (k EndBody) Do(r *Register, mint Mint) (Change, error) {
	var f form
	f.day("body", "on", k.On)
	f.line("body", "document", &k.Document, DocumentMost, false)
	b, refused := r.bodyOn(k.Body, k.On)
	if err := refusedOr(f, refused, k.Seen, b.ID, b.Version); err != nil {
		return Change{}, err
	}
	e := newEnding(r, k.On)
	b, _ = r.stored(k.Body)
	e.end(b)
	return e.change(), nil
}

// refusedOr orders the answers of a command on one row: not there, wrong
// values, state, stale.
func refusedOr(f form, refused error, seen Seen, row ref.ID, version int64) error {
	if no, ok := refused.(*text.Refusal); ok && no.Why == text.Missing {
		return refused
	}
	if err := f.Err(); err != nil {
		return err
	}
	if refused != nil {
		return refused
	}
	return seen.check(row, version)
}

// RenameBody gives a body another name from a day on: 纪检组 became
// 纪检监察组. It stays the same body, with all that hangs on it.
type RenameBody struct {
	Body     ref.ID
	Seen     Seen // see Register.NameRow
	Name     string
	On       when.Day
	Document string
}

// Do ends the name in force on the day and starts another. The day may lie
// ahead, but not before a later renaming that is already written down.
func (k RenameBody) Do(r *Register, mint Mint) (Change, error) {
	var f form
	f.day("body", "on", k.On)
	f.line("body", "name", &k.Name, NameMost, true)
	f.line("body", "document", &k.Document, DocumentMost, false)
	b, refused := r.bodyOn(k.Body, k.On)
	row := r.NameRow(k.Body, k.On)
	if err := refusedOr(f, refused, k.Seen, row.Row, row.Version); err != nil {
		return Change{}, err
	}
	var rows Rows
	for _, n := range r.called[b.ID] {
		switch {
		case n.Period.From > k.On && n.Period.From < n.Period.To:
			return Change{}, text.Refuse(text.Conflict, "body.later-name", "body", b.Name, "name", n.Name, "day", n.Period.From)
		case n.Period.Holds(k.On):
			n.Period, n.Version = cut(n.Period, k.On), n.Version+1
			rows.Names = append(rows.Names, n)
		}
	}
	if k.Name == b.Name {
		return Change{}, text.Refuse(text.Conflict, "body.unchanged", "body", b.Name)
	}
	rows.Names = append(rows.Names, BodyName{ID: mint(), Version: 1, Body: b.ID, Name: k.Name,
		Period: when.Period{From: k.On, To: b.Period.To}, Basis: k.Document})
	return Change{rows}, nil
}
