package talks

import (
	"errors"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, 11, 24)

// limits as if every day were worked and a month had thirty days.
var limits = Limits{
	Notice: func(d when.Day) when.Day { return d + 2 }, ReportBy: func(d when.Day) when.Day { return d + 10 },
	EffectTo: func(d when.Day) when.Day { return d + 180 }, FollowBy: func(d when.Day) when.Day { return d + 180 },
}

func wrong(err error) string {
	var in text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field + " " + in[0].Key
	case errors.As(err, &refused):
		return refused.Key
	}
	return ""
}

// The people of the test: identifiers are what they are.
const (
	countyHead, countyDeputy, discipline, disciplineMember ref.ID = 101, 102, 103, 104
	townHead, mayor, townDiscipline, townMember, clerk     ref.ID = 111, 112, 113, 114, 115
	bureauHead, stationed, stationHead, officer, idle      ref.ID = 121, 122, 123, 131, 141
)

func county() *bodies.County {
	always := when.Period{From: 1, To: when.Open}
	rows := bodies.Rows{}
	unit := func(id, parent ref.ID, name string) {
		rows.Units = append(rows.Units, bodies.Unit{ID: id, When: always})
		rows.Facts = append(rows.Facts, bodies.UnitFacts{ID: 400 + id, Unit: id, Parent: parent, Name: name, Period: always})
	}
	unit(1, 0, "甲镇")
	unit(2, 0, "乙局")
	unit(3, 1, "甲镇站所")
	body := func(id, unit ref.ID, kind bodies.BodyKind) {
		rows.Bodies = append(rows.Bodies, bodies.Body{ID: id, Kind: kind, Unit: unit, Name: string(kind), Period: always})
	}
	body(11, 0, bodies.CountyCommittee)
	body(12, 0, bodies.CountyDiscipline)
	body(13, 0, bodies.SupervisoryOffice)
	body(14, 1, bodies.PartyCommittee)
	body(15, 1, bodies.DisciplineCommittee)
	body(16, 2, bodies.PartyGroup)
	body(17, 2, bodies.DisciplineGroup)
	post := func(person, unit, body ref.ID, post bodies.Post) {
		rows.Appointments = append(rows.Appointments, bodies.Appointment{ID: 500 + ref.ID(len(rows.Appointments)),
			Person: person, Unit: unit, Body: body, Post: post, Title: string(post), Period: always})
	}
	post(countyHead, 0, 11, bodies.Secretary)
	post(countyDeputy, 0, 11, bodies.DeputySecretary)
	post(discipline, 0, 12, bodies.Secretary)
	post(disciplineMember, 0, 12, bodies.DisciplineMember)
	post(officer, 0, 13, bodies.OfficeHead)
	post(townHead, 1, 14, bodies.Secretary)
	post(mayor, 1, 14, bodies.DeputySecretary)
	post(townMember, 1, 14, bodies.TeamMember)
	post(townDiscipline, 1, 15, bodies.Secretary)
	post(clerk, 1, 0, bodies.Clerk)
	post(bureauHead, 2, 16, bodies.Secretary)
	post(stationed, 2, 17, bodies.Head)
	post(stationHead, 3, 0, bodies.Chief)
	seen := map[ref.ID]bool{}
	for _, a := range rows.Appointments {
		if !seen[a.Person] {
			seen[a.Person] = true
			rows.Persons = append(rows.Persons, bodies.Person{ID: a.Person, Name: a.Person.String()})
		}
	}
	rows.Persons = append(rows.Persons, bodies.Person{ID: idle, Name: "无职"})
	return bodies.Snapshot(today, rows)
}

// Who stands above whom: never oneself or an equal.
func TestSuperior(t *testing.T) {
	c := county()
	for name, x := range map[string]struct {
		talker, person ref.ID
		want           string
	}{
		"a county leader over a town's head":          {countyDeputy, townHead, ""},
		"the discipline secretary over a town's head": {discipline, townHead, ""},
		"the county's head over its leaders":          {countyHead, discipline, ""},
		"one county leader over another":              {countyDeputy, discipline, "talk.superior.county"},
		"a town's head over a county leader":          {townHead, countyDeputy, "talk.superior.county"},
		"a head over the team":                        {townHead, mayor, ""},
		"a head over the unit's discipline body":      {townHead, townDiscipline, ""},
		"a bureau's head over who is stationed there": {bureauHead, stationed, "talk.superior.equal"},
		"the commission over a town's discipline":     {disciplineMember, townDiscipline, ""},
		"the commission over who is stationed":        {disciplineMember, stationed, ""},
		"the commission's member over a town's head":  {disciplineMember, townHead, "talk.superior.equal"},
		"the discipline secretary over the member":    {discipline, disciplineMember, ""},
		"the team among itself":                       {mayor, townMember, "talk.superior.equal"},
		"the team over its head":                      {mayor, townHead, "talk.superior.equal"},
		"the team over the clerk":                     {townMember, clerk, ""},
		"the clerk over anybody":                      {clerk, townMember, "talk.superior.equal"},
		"a town's discipline over the clerk":          {townDiscipline, clerk, "talk.superior.equal"},
		"the team over a unit below":                  {townMember, stationHead, ""},
		"another unit's head":                         {bureauHead, mayor, "talk.superior.equal"},
		"an officer of an office over a head":         {officer, townHead, "talk.superior.equal"},
		"a county leader over an officer":             {countyDeputy, officer, ""},
		"oneself":                                     {townHead, townHead, "talk.superior.self"},
		"who holds no post":                           {countyHead, idle, "talk.superior.none"},
	} {
		got := ""
		if m := Superior(c, x.talker, x.person); m != nil {
			got = m.Key
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

func planned(kind string, formal bool) Talk {
	x := Talk{Kind: kind, Formal: formal, Body: 14, Person: mayor, Talker: townHead, Day: today + 5, Clock: "9:00",
		Base: noun.Base{MadeBy: officer}}
	if kind != Integrity {
		x.Ground, x.Discipline = "条例", "work"
	}
	return x
}

// What is typed is judged by the kind; what goes on from there follows from it.
func TestSettle(t *testing.T) {
	c := county()
	plain, both, formal := planned(Integrity, false), planned(Integrity, true), planned(Admonition, true)
	reminder, grave := planned(Admonition, false), planned(Accountability, false)
	for name, x := range map[string]struct {
		talk  Talk
		set   func(*Talk)
		want  string
		state string
	}{
		"integrity":            {plain, nil, "", Planned},
		"held already":         {plain, func(t *Talk) { t.Content, t.Day = "谈了", today }, "", Held},
		"held tomorrow":        {plain, func(t *Talk) { t.Content = "谈了" }, "day talk.day.later", Held},
		"over without a word":  {plain, func(t *Talk) { t.Day = today - 1 }, "content talk.content.needed", Planned},
		"formal":               {formal, nil, "", Asked},
		"a reminder":           {reminder, nil, "", Planned},
		"formal and integrity": {both, nil, "formal talk.formal.none", Planned},
		"accountability":       {grave, nil, "", Asked},
		"no ground":            {grave, func(t *Talk) { t.Ground = "" }, "ground talk.ground.needed", Asked},
		"no discipline":        {formal, func(t *Talk) { t.Discipline = "" }, "discipline talk.discipline.needed", Asked},
		"written too early":    {formal, func(t *Talk) { t.Content = "谈了" }, "content talk.content.early", Asked},
		"yesterday":            {formal, func(t *Talk) { t.Day = today - 1 }, "day talk.day.past", Asked},
		"of no kind":           {planned("", false), func(t *Talk) { t.Ground, t.Discipline = "", "" }, "", Planned},
		"an equal":             {plain, func(t *Talk) { t.Talker = townMember }, "talker talk.superior.equal", Planned},
		"of another body":      {plain, func(t *Talk) { t.Body = 16 }, "person talk.person.elsewhere", Planned},
		"an office's":          {plain, func(t *Talk) { t.Body, t.Person = 13, officer }, "body talk.body.none", Planned},
		"recorded by oneself":  {plain, func(t *Talk) { t.Recorder = townHead }, "recorder talk.recorder.one", Planned},
		"at no time":           {plain, func(t *Talk) { t.Clock = "25:00" }, "clock record.clock.form", Planned},
	} {
		if x.set != nil {
			x.set(&x.talk)
		}
		var errs text.InputErrors
		if x.talk.settle(c, &errs); wrong(errs.Err()) != x.want || x.talk.State != x.state {
			t.Errorf("%s: %v in %s, want %q in %s", name, errs, x.talk.State, x.want, x.state)
		}
	}
	// The person knows of what needs notice from the notice on; a head's stands with the county.
	x := planned(Accountability, false)
	x.settle(c, new(text.InputErrors))
	if x.Told != 0 || x.Unit != 1 || x.Clock != "09:00" || x.Post != "deputy-secretary" {
		t.Errorf("%+v", x)
	}
	x.Person, x.Talker = townHead, discipline
	if x.settle(c, new(text.InputErrors)); x.Unit != 0 {
		t.Error("a head finds in the lists of the unit what is planned with them")
	}
}

// The life of a formal admonition, each refusal on its way.
func TestLife(t *testing.T) {
	c := county()
	x := planned(Admonition, true)
	x.settle(c, new(text.InputErrors))
	is := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	is("notice before approval", wrong(x.Notify(limits, 1, today)), "talk.state-forbids")
	is("approved by no superior", wrong(x.approver(c, townMember)), "talk.approver")
	is("approved by the person", wrong(x.approver(c, mayor)), "talk.approver")
	is("approved", wrong(x.approver(c, countyDeputy)), "")
	x.State, x.ApprovedOn = Planned, today
	is("changed after approval", wrong(x.MayChange()), "talk.approved")
	is("held without notice", wrong(x.Hold(limits, today+5)), "talk.state-forbids")
	y := x
	y.Day = today + 1
	is("notice of one day", wrong(y.Notify(limits, 1, today)), "day talk.day.notice")
	x.Day = today + 2
	is("notice", wrong(x.Notify(limits, 1, today)), "")
	if x.Told != mayor || x.Due != today+2 {
		t.Errorf("%+v", x)
	}
	y = x
	y.Day = today + 1
	is("held too early", wrong(y.Hold(limits, today+2)), "day talk.day.notice")
	is("held", wrong(x.Hold(limits, today+2)), "")
	is("signed by another", wrong(x.Sign(limits, officer, "code", today)), "talk.not-yours")
	is("signed", wrong(x.Sign(limits, townHead, "code", today)), "")
	is("signed twice", wrong(x.Sign(limits, townHead, "code", today)), "talk.signed")
	if x.State != Held {
		t.Error("one signature is not both")
	}
	is("on paper", wrong(x.OnPaper(limits, today+2)), "")
	if x.State != Signed || x.PersonBy != OnPaper || x.TalkerBy != "code" || x.Due != today+12 || x.Effect != today+182 {
		t.Errorf("%+v", x)
	}
	is("closed without a report", wrong(x.MayClose()), "talk.close-by-check")
	x.State, x.Reporter = Reported, mayor
	is("checked by who wrote it", wrong(x.Pass(limits, mayor, "好", today)), "talk.own-report")
	is("sent back", wrong(x.Again(limits, officer, "不全", today+9)), "")
	if x.State != Signed || x.Due != today+19 {
		t.Errorf("%+v", x)
	}
	x.State = Reported
	is("passed", wrong(x.Pass(limits, officer, "好", today+9)), "")
	if x.State != Following || x.Due != today+182 {
		t.Errorf("%+v", x)
	}
	is("followed too early", wrong(x.MayFollow(today+151)), "talk.follow-early")
	is("followed", wrong(x.MayFollow(today+152)), "")
	if x.Leads(actor.Actor{Person: mayor, Grants: []actor.Grant{{Role: actor.LeadingGroup}}}) {
		t.Error("the person leads their own talk")
	}
	if x.Leads(actor.Actor{Person: townMember}) || !x.Leads(actor.Actor{Person: townHead}) {
		t.Error("whose side the talker is on")
	}
	for kind, want := range map[string]Needs{Integrity: {}, Accountability: {true, true, true, false},
		Admonition: {false, true, true, false}} {
		if k := planned(kind, false); k.Needs() != want {
			t.Errorf("%s: %+v", kind, k.Needs())
		}
	}
}
