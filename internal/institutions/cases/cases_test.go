package cases

import (
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, 11, 24)

// The people of the test: identifiers are what they are.
const (
	commission, townHead, mayor, chief, bureauHead ref.ID = 101, 111, 112, 123, 121
)

// county has a town (1) with a station below it (3), and a bureau (2) that nobody heads.
func county(bureau bool) *bodies.County {
	always := when.Period{From: 1, To: when.Open}
	rows := bodies.Rows{}
	for _, u := range []struct {
		id, parent ref.ID
		name       string
	}{{1, 0, "甲镇"}, {2, 0, "乙局"}, {3, 1, "甲镇站所"}} {
		rows.Units = append(rows.Units, bodies.Unit{ID: u.id, When: always})
		rows.Facts = append(rows.Facts, bodies.UnitFacts{ID: 400 + u.id, Unit: u.id, Parent: u.parent, Name: u.name,
			Period: always})
	}
	body := func(id, unit ref.ID, kind bodies.BodyKind) {
		rows.Bodies = append(rows.Bodies, bodies.Body{ID: id, Kind: kind, Unit: unit, Name: string(kind), Period: always})
	}
	body(12, 0, bodies.CountyDiscipline)
	body(14, 1, bodies.PartyCommittee)
	body(16, 2, bodies.PartyGroup)
	post := func(person, unit, body ref.ID, post bodies.Post) {
		rows.Persons = append(rows.Persons, bodies.Person{ID: person, Name: person.String()})
		rows.Appointments = append(rows.Appointments, bodies.Appointment{ID: 400 + person, Person: person, Unit: unit,
			Body: body, Post: post, Title: string(post), Period: always})
	}
	post(commission, 0, 12, bodies.Secretary)
	post(townHead, 1, 14, bodies.Secretary)
	post(mayor, 1, 14, bodies.DeputySecretary)
	post(chief, 3, 0, bodies.Chief)
	if bureau {
		post(bureauHead, 2, 16, bodies.Secretary)
	}
	return bodies.Snapshot(today, rows)
}

// Which talk a case asks for, with whom, and who owes it: of a more serious one the head of the town or department, of
// whichever unit below it was; of a slight one the person, by the unit once it knows, or by the commission where the
// person heads the unit.
func TestWhoIsCalledIn(t *testing.T) {
	const called = talks.Accountability
	for name, x := range map[string]struct {
		gravity     string
		person      ref.ID
		place       ref.ID
		vacant      bool
		with, owes  ref.ID
		talk, after string // asked for at once, and once the unit knows
	}{
		"more serious in the town":         {Grave, mayor, 1, false, townHead, 12, called, called},
		"with consequences":                {Severe, mayor, 1, false, townHead, 12, called, called},
		"of the head":                      {Grave, townHead, 1, false, townHead, 12, called, called},
		"in a station of the town":         {Grave, chief, 3, false, townHead, 12, called, called},
		"of somebody not in the register":  {Grave, 0, 3, false, townHead, 12, called, called},
		"where nobody heads the bureau":    {Grave, 0, 2, true, 0, 0, "", ""},
		"in the bureau":                    {Grave, 0, 2, false, bureauHead, 12, called, called},
		"ordinary":                         {Ordinary, mayor, 1, false, 0, 0, "", ""},
		"slight":                           {Slight, mayor, 1, false, mayor, 14, "", talks.Admonition},
		"slight, in a station":             {Slight, chief, 3, false, chief, 14, "", talks.Admonition},
		"slight, of the head":              {Slight, townHead, 1, false, townHead, 12, talks.Admonition, talks.Admonition},
		"slight, not in the register":      {Slight, 0, 1, false, 0, 0, "", ""},
		"slight, where nobody is the head": {Slight, mayor, 2, true, mayor, 16, "", ""},
	} {
		r := county(!x.vacant)
		c := Case{Gravity: x.gravity, Person: x.person, Place: x.place, DecidedOn: today}
		if x.person == 0 {
			c.Name = "某某"
		}
		var errs text.InputErrors
		if c.settle(r, &errs); errs != nil {
			t.Errorf("%s: %v", name, errs)
		}
		if c.With != x.with || c.Owes != x.owes || c.Asks() != x.talk {
			t.Errorf("%s: %s with %d by %d", name, c.Asks(), c.With, c.Owes)
		}
		if c.With != 0 && c.Owes == 12 && talks.Superior(r, commission, c.With) != nil {
			t.Errorf("%s: the commission's head is no superior", name)
		}
		if err := c.inform(r); (err != nil) != x.vacant || c.Asks() != x.after {
			t.Errorf("%s: informed, %v, it asks for %q", name, err, c.Asks())
		}
		if err := c.inform(r); err == nil {
			t.Errorf("%s: the same head was told twice", name)
		}
	}
}

// What is typed is judged, and the leader it falls to is the head where nobody else is named.
func TestSettle(t *testing.T) {
	for name, x := range map[string]struct {
		c    Case
		want string
	}{
		"nobody":       {Case{Place: 1}, "person case.person.none"},
		"twice":        {Case{Place: 1, Person: mayor, Name: "某"}, "name case.person.both"},
		"tomorrow":     {Case{Place: 1, Person: mayor, DecidedOn: today + 1}, "decidedOn case.decided.later"},
		"of elsewhere": {Case{Place: 1, Person: mayor, Leader: bureauHead}, "leader case.leader.elsewhere"},
		"no such unit": {Case{Place: 9, Person: mayor}, "place case.place.none"},
		"in charge":    {Case{Place: 3, Person: chief, Leader: mayor}, ""},
		"plain":        {Case{Place: 3, Person: chief}, ""},
	} {
		var errs text.InputErrors
		x.c.Gravity = Ordinary
		leader := x.c.Leader
		x.c.settle(county(true), &errs)
		got := ""
		if len(errs) > 0 {
			got = errs[0].Field + " " + errs[0].Key
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
		if leader == 0 && x.want == "" && x.c.Leader != townHead {
			t.Errorf("%s: it falls to %d", name, x.c.Leader)
		}
	}
}

// Whether the person was of the team follows from the register of the town or department and may be corrected; how a
// case came to light is read of cases too that were registered when only one way was asked for.
func TestTeamAndLight(t *testing.T) {
	for name, x := range map[string]struct {
		c     Case
		team  string
		light string
	}{
		"the head":                    {Case{Place: 1, Person: townHead}, Member, Otherwise},
		"a member":                    {Case{Place: 1, Person: mayor, Found: Concealed}, Member, Concealed},
		"the chief of a station":      {Case{Place: 3, Person: chief, Found: Reported}, NotMember, Reported},
		"a member, in a station":      {Case{Place: 3, Person: mayor}, Member, Otherwise},
		"of another unit":             {Case{Place: 1, Person: bureauHead}, NotMember, Otherwise},
		"not in the register":         {Case{Place: 1, Name: "某"}, NotMember, Otherwise},
		"corrected":                   {Case{Place: 1, Person: mayor, Team: NotMember}, NotMember, Otherwise},
		"corrected the other way":     {Case{Place: 1, Name: "某", Team: Member}, Member, Otherwise},
		"handled, as it was asked":    {Case{Place: 1, Person: mayor, SelfFound: true}, Member, Handled},
		"said anew since":             {Case{Place: 1, Person: mayor, SelfFound: true, Found: Otherwise}, Member, Otherwise},
		"handled, as it is asked now": {Case{Place: 1, Person: mayor, Found: Handled}, Member, Handled},
	} {
		r, c, errs := county(true), x.c, text.InputErrors(nil)
		c.Gravity = Ordinary
		before, light := c.OfTeam(r), c.Light()
		c.settle(r, &errs)
		if errs != nil || c.Team != x.team || c.OfTeam(r) != before || before != (x.team == Member) {
			t.Errorf("%s: %q, before it was settled %t, %v", name, c.Team, before, errs)
		}
		if light != x.light || c.Light() != x.light || c.SelfFound != (x.light == Handled) {
			t.Errorf("%s: came to light %q, then %q, itself %t", name, light, c.Light(), c.SelfFound)
		}
	}
}
