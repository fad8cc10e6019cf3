package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Assign says by hand, with a document, which body answers for a unit on one
// side [D]. What was set by hand before for that side ends on the day.
type Assign struct {
	Unit     ref.ID
	Body     ref.ID
	Side     Side
	From     when.Day
	To       when.Day // 0 or when.Open: no end yet
	Document string   // required
}

// Do refuses a body of the unit itself, a body that never answers on that side,
// and a vertical unit, which its own upper system answers for.
func (k Assign) Do(r *Register, mint Mint) (Change, error) {
	u, ok := r.Unit(k.Unit)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "unit.missing")
	}
	var f form
	one(&f, "assign", "side", k.Side, Sides)
	f.period("assign", k.From, &k.To)
	f.line("assign", "document", &k.Document, DocumentMost, true)
	b, known := r.Body(k.Body)
	switch {
	case k.Body == 0:
		f.Add("body", "assign.body.required")
	case !known:
		f.Add("body", "assign.body.unknown")
	case b.Unit == k.Unit:
		f.Add("body", "assign.body.itself", "body", b.Name, "unit", r.name(k.Unit, k.From))
	case (k.Side == Principal || k.Side == Supervisory) && b.Kind.Side() != k.Side:
		f.Add("body", "assign.body.side", "body", b.Name)
	case k.From != 0 && !b.Period.Holds(k.From):
		f.Add("body", "assign.body.absent", "body", b.Name, "day", k.From)
	default:
		f.end("assign", &k.To, min(b.Period.To, u.When.To))
	}
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	name := r.name(u.ID, k.From)
	switch facts, _ := r.factsOn(u.ID, k.From); {
	case k.From < u.When.From:
		return Change{}, text.Refuse(text.Conflict, "unit.before-start", "unit", name, "day", u.When.From)
	case k.From >= u.When.To:
		return Change{}, text.Refuse(text.Conflict, "unit.ended", "unit", name, "day", u.When.To)
	case facts.Category == Vertical:
		return Change{}, text.Refuse(text.Conflict, "assign.vertical", "unit", name)
	}
	next := Assignment{Version: 1, Unit: k.Unit, Body: k.Body, Side: k.Side, Period: when.Period{From: k.From, To: k.To},
		Basis: k.Document}
	var rows Rows
	for _, o := range r.rows.Assignments {
		if o.Unit != k.Unit || o.Side != k.Side || !share(o.Period, next.Period) {
			continue
		}
		if o.Period.From > k.From {
			return Change{}, text.Refuse(text.Conflict, "assign.later", "unit", name, "day", o.Period.From, "document", o.Basis)
		}
		o.Period, o.Version = cut(o.Period, k.From), o.Version+1
		rows.Assignments = append(rows.Assignments, o)
	}
	next.ID = mint()
	rows.Assignments = append(rows.Assignments, next)
	return Change{rows}, nil
}

// EndAssignment ends what was set by hand; from the day on the rule answers.
type EndAssignment struct {
	Assignment ref.ID
	Seen       Seen
	On         when.Day
	Document   string
}

// Do ends the assignment.
func (k EndAssignment) Do(r *Register, mint Mint) (Change, error) {
	var f form
	f.day("assign", "on", k.On)
	f.line("assign", "document", &k.Document, DocumentMost, false)
	for _, a := range r.rows.Assignments {
		if a.ID == k.Assignment {
			if err := refusedOr(f, endable("assign", a.Period, k.On), k.Seen, a.ID, a.Version); err != nil {
				return Change{}, err
			}
			a.Period, a.Version = cut(a.Period, k.On), a.Version+1
			return Change{Rows{Assignments: []Assignment{a}}}, nil
		}
	}
	return Change{}, text.Refuse(text.Missing, "assign.missing")
}

// endable says whether a row may be ended on a day.
func endable(kind string, p when.Period, on when.Day) error {
	switch {
	case on == 0:
	case on < p.From:
		return text.Refuse(text.Conflict, kind+".before-start", "day", p.From)
	case on >= p.To:
		return text.Refuse(text.Conflict, kind+".ended", "day", p.To)
	}
	return nil
}

// Serve lets a discipline group serve one more unit (综合派驻).
type Serve struct {
	Body     ref.ID
	Unit     ref.ID
	From     when.Day
	To       when.Day // 0 or when.Open: no end yet
	Document string
}

// Do refuses a unit that another group serves at the same time, and the group's
// own seat, which it serves anyway.
func (k Serve) Do(r *Register, mint Mint) (Change, error) {
	b, ok := r.Body(k.Body)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "body.missing")
	}
	if b.Kind != DisciplineGroup {
		return Change{}, text.Refuse(text.Conflict, "service.kind", "body", b.Name)
	}
	var f form
	f.period("service", k.From, &k.To)
	f.line("service", "document", &k.Document, DocumentMost, false)
	u, known := r.Unit(k.Unit)
	switch {
	case k.Unit == 0:
		f.Add("unit", "service.unit.required")
	case !known:
		f.Add("unit", "service.unit.unknown")
	case b.Unit == k.Unit:
		f.Add("unit", "service.unit.seat", "body", b.Name)
	case k.From != 0 && !u.When.Holds(k.From):
		f.Add("unit", "service.unit.absent", "unit", r.name(k.Unit, k.From), "day", k.From)
	default:
		f.end("service", &k.To, min(u.When.To, b.Period.To))
	}
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	if _, err := r.bodyOn(b.ID, k.From); err != nil {
		return Change{}, err
	}
	next := Service{Version: 1, Body: k.Body, Unit: k.Unit, Period: when.Period{From: k.From, To: k.To}, Basis: k.Document}
	for _, o := range r.rows.Services {
		if o.Unit == k.Unit && share(o.Period, next.Period) {
			other, _ := r.Body(o.Body)
			return Change{}, text.Refuse(text.Conflict, "service.taken", "unit", r.name(k.Unit, k.From), "body",
				other.Name, "since", o.Period.From)
		}
	}
	next.ID = mint()
	return Change{Rows{Services: []Service{next}}}, nil
}

// EndService ends a group's service to one unit.
type EndService struct {
	Service  ref.ID
	Seen     Seen
	On       when.Day
	Document string
}

// Do ends the service.
func (k EndService) Do(r *Register, mint Mint) (Change, error) {
	var f form
	f.day("service", "on", k.On)
	f.line("service", "document", &k.Document, DocumentMost, false)
	for _, s := range r.rows.Services {
		if s.ID == k.Service {
			if err := refusedOr(f, endable("service", s.Period, k.On), k.Seen, s.ID, s.Version); err != nil {
				return Change{}, err
			}
			s.Period, s.Version = cut(s.Period, k.On), s.Version+1
			return Change{Rows{Services: []Service{s}}}, nil
		}
	}
	return Change{}, text.Refuse(text.Missing, "service.missing")
}
