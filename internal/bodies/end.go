package bodies

import (
	"cmp"
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// EndUnit ends a unit on a day, the first on which it is no more. Its bodies,
// their services and assignments, what is set by hand for it and the
// appointments in it end with it.
type EndUnit struct {
	Unit     ref.ID
	Seen     Seen // the unit's own row
	On       when.Day
	Document string
}

// Do refuses while units stand below it: they must be moved or ended first, so
// that no chain breaks unseen.
func (k EndUnit) Do(r *Register, mint Mint) (Change, error) {
	u, ok := r.Unit(k.Unit)
	if !ok {
		return Change{}, text.Refuse(text.Missing, "unit.missing")
	}
	var f form
	f.day("unit", "on", k.On)
	f.line("unit", "document", &k.Document, DocumentMost, false)
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	if err := k.Seen.check(u.ID, u.Version); err != nil {
		return Change{}, err
	}
	name := r.name(u.ID, k.On)
	switch {
	case k.On < u.When.From:
		return Change{}, text.Refuse(text.Conflict, "unit.before-start", "unit", name, "day", u.When.From)
	case k.On >= u.When.To:
		return Change{}, text.Refuse(text.Conflict, "unit.ended", "unit", name, "day", u.When.To)
	}
	for _, kid := range r.children(u.ID, k.On) {
		if unit, _ := r.Unit(kid.Unit); unit.When.To > k.On {
			return Change{}, text.Refuse(text.Conflict, "unit.has-children", "unit", name, "child", kid.Name)
		}
	}
	e := newEnding(r, k.On)
	e.unit(u)
	return e.change(), nil
}

// ending gathers rows that end on one day, each once.
type ending struct {
	r    *Register
	on   when.Day
	rows Rows
	body map[ref.ID]bool
	post map[ref.ID]bool
	hand map[ref.ID]bool
	serv map[ref.ID]bool
}

func newEnding(r *Register, on when.Day) *ending {
	return &ending{r: r, on: on, body: map[ref.ID]bool{}, post: map[ref.ID]bool{}, hand: map[ref.ID]bool{},
		serv: map[ref.ID]bool{}}
}

// change is what has ended, in order of identifiers.
func (e *ending) change() Change {
	slices.SortFunc(e.rows.Bodies, func(a, b Body) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.rows.Names, func(a, b BodyName) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.rows.Services, func(a, b Service) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.rows.Assignments, func(a, b Assignment) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.rows.Appointments, func(a, b Appointment) int { return cmp.Compare(a.ID, b.ID) })
	return Change{e.rows}
}

func (e *ending) unit(u Unit) {
	u.When, u.Version = cut(u.When, e.on), u.Version+1
	e.rows.Units = append(e.rows.Units, u)
	for _, f := range e.r.facts[u.ID] {
		if live(f.Period, e.on) {
			f.Period, f.Version = cut(f.Period, e.on), f.Version+1
			e.rows.Facts = append(e.rows.Facts, f)
		}
	}
	for _, b := range e.r.rows.Bodies {
		if b.Unit == u.ID && live(b.Period, e.on) {
			e.end(b)
		}
	}
	for _, s := range e.r.rows.Services {
		if s.Unit == u.ID {
			e.service(s)
		}
	}
	for _, a := range e.r.rows.Assignments {
		if a.Unit == u.ID {
			e.assignment(a)
		}
	}
	for _, a := range e.r.rows.Appointments {
		if a.Unit == u.ID {
			e.appointment(a)
		}
	}
}

// end ends a body with what hangs on it.
func (e *ending) end(b Body) {
	if e.body[b.ID] {
		return
	}
	e.body[b.ID] = true
	for _, s := range e.r.rows.Services {
		if s.Body == b.ID {
			e.service(s)
		}
	}
	for _, a := range e.r.rows.Assignments {
		if a.Body == b.ID {
			e.assignment(a)
		}
	}
	for _, a := range e.r.rows.Appointments {
		if a.Body == b.ID {
			e.appointment(a)
		}
	}
	for _, n := range e.r.called[b.ID] {
		if live(n.Period, e.on) {
			n.Period, n.Version = cut(n.Period, e.on), n.Version+1
			e.rows.Names = append(e.rows.Names, n)
		}
	}
	b.Period, b.Version = cut(b.Period, e.on), b.Version+1
	e.rows.Bodies = append(e.rows.Bodies, b)
}

func (e *ending) service(s Service) {
	if e.serv[s.ID] || !live(s.Period, e.on) {
		return
	}
	e.serv[s.ID] = true
	s.Period, s.Version = cut(s.Period, e.on), s.Version+1
	e.rows.Services = append(e.rows.Services, s)
}

func (e *ending) assignment(a Assignment) {
	if e.hand[a.ID] || !live(a.Period, e.on) {
		return
	}
	e.hand[a.ID] = true
	a.Period, a.Version = cut(a.Period, e.on), a.Version+1
	e.rows.Assignments = append(e.rows.Assignments, a)
}

func (e *ending) appointment(a Appointment) {
	if e.post[a.ID] || !live(a.Period, e.on) {
		return
	}
	e.post[a.ID] = true
	a.Period, a.Version = cut(a.Period, e.on), a.Version+1
	e.rows.Appointments = append(e.rows.Appointments, a)
}
