package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Appoint gives a person a post from a day on. Unit may be left out when Body
// has a seat.
type Appoint struct {
	Person     ref.ID
	Unit       ref.ID
	Body       ref.ID // 0: a post of the unit itself
	Post       Post
	Title      string
	Rank       string
	Level      Level
	Portfolio  string
	PartyTitle string
	From       when.Day
	To         when.Day // 0 or when.Open: no end yet; an assessor from outside has one
	Document   string   // required for 主持工作
}

// Do refuses a second holder of a post that one holds, someone acting while the
// post is filled, and the same post twice for one person. Filling the post ends
// whoever acts for it on that day: the vacancy is over.
func (k Appoint) Do(r *Register, mint Mint) (Change, error) {
	a, f := k.read(r)
	if err := f.Err(); err != nil {
		return Change{}, err
	}
	if err := r.outside(a); err != nil {
		return Change{}, err
	}
	var rows Rows
	for _, o := range r.rows.Appointments {
		if !share(o.Period, a.Period) || o.Body != a.Body || a.Body == 0 && o.Unit != a.Unit {
			continue
		}
		who, _ := r.Person(o.Person)
		switch first := r.first(a.Body); {
		case o.Person == a.Person && o.Post == a.Post:
			return Change{}, text.Refuse(text.Conflict, "appointment.twice", "person", who.Name, "title",
				o.Title, "since", o.Period.From)
		case o.Post == a.Post && (a.Post == first || a.Post == Acting):
			return Change{}, text.Refuse(text.Conflict, "appointment.taken", "person", who.Name, "title",
				o.Title, "since", o.Period.From)
		case a.Post == Acting && o.Post == first:
			return Change{}, text.Refuse(text.Conflict, "appointment.filled", "person", who.Name, "title",
				o.Title, "since", o.Period.From)
		case o.Post == Acting && a.Post == first && o.Period.From <= a.Period.From:
			o.Period, o.Version = cut(o.Period, a.Period.From), o.Version+1
			rows.Appointments = append(rows.Appointments, o)
		}
	}
	a.ID = mint()
	rows.Appointments = append(rows.Appointments, a)
	return Change{rows}, nil
}

// first is the post of the first responsible person of a body, of a unit
// itself (0) its chief.
func (r *Register) first(body ref.ID) Post {
	if b, ok := r.Body(body); ok {
		return b.Kind.First()
	}
	return Chief
}

// read checks the values and makes the row of them.
func (k Appoint) read(r *Register) (Appointment, form) {
	var f form
	f.line("appointment", "title", &k.Title, TitleMost, true)
	f.line("appointment", "rank", &k.Rank, RankMost, false)
	f.line("appointment", "portfolio", &k.Portfolio, PortfolioMost, false)
	f.line("appointment", "party-title", &k.PartyTitle, TitleMost, false)
	f.line("appointment", "document", &k.Document, DocumentMost, k.Post == Acting)
	one(&f, "appointment", "level", k.Level, Levels)
	one(&f, "appointment", "post", k.Post, Posts)
	f.period("appointment", k.From, &k.To)
	switch _, ok := r.Person(k.Person); {
	case k.Person == 0:
		f.Add("person", "appointment.person.required")
	case !ok:
		f.Add("person", "appointment.person.unknown")
	}
	b, known := r.Body(k.Body)
	switch {
	case k.Body == 0:
	case !known:
		f.Add("body", "appointment.body.unknown")
	case k.Unit != 0 && b.Unit != 0 && k.Unit != b.Unit:
		f.Add("body", "appointment.body.elsewhere", "body", b.Name)
	case k.From != 0 && !b.Period.Holds(k.From):
		f.Add("body", "appointment.body.absent", "body", b.Name, "day", k.From)
	default:
		k.Unit = b.Unit
		f.end("appointment", &k.To, b.Period.To)
	}
	if known || k.Body == 0 {
		if k.Post != "" && !fits(k.Post, b.Kind) && (k.Body != 0 || k.Post != Assessor) {
			f.Add("post", "appointment.post.unfit")
		}
	}
	u, ok := r.Unit(k.Unit)
	switch {
	case k.Unit == 0 && k.Body == 0 && k.Post != Assessor:
		f.Add("unit", "appointment.unit.required")
	case k.Unit == 0:
	case !ok:
		f.Add("unit", "appointment.unit.unknown")
	case k.From != 0 && !u.When.Holds(k.From):
		f.Add("unit", "appointment.unit.absent", "unit", r.name(k.Unit, k.From), "day", k.From)
	default:
		f.end("appointment", &k.To, u.When.To)
	}
	if k.Post == Assessor {
		f.assessor(&k)
	}
	return Appointment{Version: 1, Person: k.Person, Unit: k.Unit, Body: k.Body, Post: k.Post, Title: k.Title,
		Rank: k.Rank, Level: k.Level,
		Portfolio: k.Portfolio, Period: when.Period{From: k.From, To: k.To}, Basis: k.Document, PartyTitle: k.PartyTitle}, f
}

// fits says whether a body of the kind ("" for the unit itself) has the post.
func fits(p Post, k BodyKind) bool {
	agency := k == AgencyCommittee || k == AgencyBranch
	switch p {
	case Clerk, StaffPost:
		return true
	case Chief:
		return k == ""
	case TeamMember:
		return k == "" || k.Side() != "" || agency
	case Acting:
		return k == "" || k.First() != ""
	case Secretary:
		return k.First() == Secretary || agency
	case DeputySecretary:
		return k.First() == Secretary || k.First() == Head || agency
	case Head:
		return k.First() == Head
	case DisciplineMember:
		return k.Side() == Supervisory
	case GroupLeader, GroupMember:
		return k == LeadingGroup
	case OfficeHead, OfficeHandler, Assessor:
		return k == PrincipalOffice || k == SupervisoryOffice
	}
	return true // an unknown post is said by its own error
}

// EndAppointment ends a post on a day, the first on which it is no longer held;
// what follows from it (roles, access) ends that day.
type EndAppointment struct {
	Appointment ref.ID
	Seen        Seen
	On          when.Day
	Document    string
}

// Do ends the appointment.
func (k EndAppointment) Do(r *Register, mint Mint) (Change, error) {
	var f form
	f.day("appointment", "on", k.On)
	f.line("appointment", "document", &k.Document, DocumentMost, false)
	for _, a := range r.rows.Appointments {
		if a.ID == k.Appointment {
			if err := refusedOr(f, endable("appointment", a.Period, k.On), k.Seen, a.ID, a.Version); err != nil {
				return Change{}, err
			}
			a.Period, a.Version = cut(a.Period, k.On), a.Version+1
			return Change{Rows{Appointments: []Appointment{a}}}, nil
		}
	}
	return Change{}, text.Refuse(text.Missing, "appointment.missing")
}
