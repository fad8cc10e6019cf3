package responsibility

import (
	"errors"
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

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

// A duty ends on a day that is over or today, not before its year, with a reason;
// what has ended is neither changed nor ended again, and only that is put back.
func TestLife(t *testing.T) {
	keep := Commands{}.keeper()
	today, begins := when.Date(2026, 11, 29), when.Date(2026, 1, 1)
	for _, c := range []struct {
		state string
		e     noun.Ending
		want  string
	}{
		{InForce, noun.Ending{On: today, Reason: "合并"}, ""},
		{InForce, noun.Ending{On: begins, Reason: "合并"}, ""},
		{InForce, noun.Ending{On: today + 1, Reason: "合并"}, "on term.later"},
		{InForce, noun.Ending{On: begins - 1, Reason: "合并"}, "on responsibility.end.before"},
		{InForce, noun.Ending{On: 0, Reason: "合并"}, "on input.required"},
		{InForce, noun.Ending{On: today, Reason: ""}, "reason input.required"},
		{Ended, noun.Ending{On: today, Reason: "合并"}, "term.ended"},
	} {
		d := &Duty{Base: noun.Base{State: c.state}, Year: 2026}
		err := keep.End(d, c.e, today)
		if wrong(err) != c.want {
			t.Errorf("%s ends %+v: %v, want %q", c.state, c.e, err, c.want)
		}
		if (d.EndedOn != 0) != (err == nil) {
			t.Errorf("%+v: ended on %s", c.e, d.EndedOn)
		}
	}
	d := &Duty{Base: noun.Base{State: InForce}}
	if wrong(keep.Resume(d, "误")) != "term.not-ended" {
		t.Error("what is in force was put back")
	}
	d.State, d.EndedOn, d.EndReason = Ended, today, "合并"
	if got := wrong(keep.Resume(d, "")); got != "reason input.required" || d.State != Ended {
		t.Errorf("put back without a reason: %s, %+v", got, d)
	}
	if err := keep.Resume(d, "误"); err != nil || d.State != InForce || d.EndedOn != 0 || d.EndReason != "" {
		t.Errorf("put back: %v, %+v", err, d)
	}
}

// town is a county with two towns; somebody stands in each, and left the first.
func town() *bodies.County {
	always := when.Period{From: 1, To: when.Open}
	today := when.Date(2026, 11, 29)
	return bodies.Snapshot(today, bodies.Rows{
		Units: []bodies.Unit{{ID: 1, When: always}, {ID: 2, When: always}},
		Facts: []bodies.UnitFacts{{ID: 41, Unit: 1, Name: "甲镇", Period: always},
			{ID: 42, Unit: 2, Name: "乙镇", Period: always}},
		Bodies: []bodies.Body{{ID: 11, Kind: bodies.PartyCommittee, Name: "甲镇党委", Unit: 1, Period: always},
			{ID: 12, Kind: bodies.LeadingGroup, Name: "领导小组", Unit: 2, Period: always},
			{ID: 13, Kind: bodies.CountyCommittee, Name: "县委", Period: always}},
		Persons: []bodies.Person{{ID: 21, Name: "某甲"}, {ID: 22, Name: "某乙"}, {ID: 23, Name: "某丙"}, {ID: 24, Name: "某丁"}},
		Appointments: []bodies.Appointment{{ID: 31, Person: 21, Unit: 1, Body: 11, Post: bodies.Secretary, Period: always},
			{ID: 34, Person: 24, Body: 13, Post: bodies.Secretary, Period: always},
			{ID: 32, Person: 22, Unit: 2, Post: bodies.StaffPost, Period: always},
			{ID: 33, Person: 23, Unit: 1, Post: bodies.StaffPost, Period: when.Period{From: 1, To: today}}},
	})
}

// Whose a duty is its body says; the person stands in the body's unit today, the
// year is none after the next, no day lies before it, and a number is once.
func TestSettle(t *testing.T) {
	for name, c := range map[string]struct {
		d      Duty
		others []ref.ID
		want   string
	}{
		"nobody":         {Duty{Body: 11, Year: 2026}, nil, ""},
		"its own":        {Duty{Body: 11, Year: 2027, Person: 21, Supervisor: 12, Due: when.Date(2027, 1, 1)}, nil, ""},
		"no seat":        {Duty{Body: 13, Year: 2026, Person: 24}, nil, ""},
		"elsewhere":      {Duty{Body: 11, Year: 2026, Person: 22}, nil, "person responsibility.person.elsewhere"},
		"has left":       {Duty{Body: 11, Year: 2026, Person: 23}, nil, "person responsibility.person.elsewhere"},
		"no list":        {Duty{Body: 12, Year: 2026}, nil, "body responsibility.body.none"},
		"no body":        {Duty{Body: 99, Year: 2026}, nil, "body input.choose"},
		"no supervisor":  {Duty{Body: 11, Year: 2026, Supervisor: 99}, nil, "supervisor input.choose"},
		"far year":       {Duty{Body: 11, Year: 2028}, nil, "year responsibility.year.later"},
		"due before":     {Duty{Body: 11, Year: 2026, Due: when.Date(2025, 12, 31)}, nil, "due responsibility.due.before"},
		"its own number": {Duty{Base: noun.Base{ID: 5}, Body: 11, Year: 2026, Number: "1"}, []ref.ID{5}, ""},
		"number taken":   {Duty{Body: 11, Year: 2026, Number: "1"}, []ref.ID{5}, "number responsibility.number.taken"},
	} {
		var errs text.InputErrors
		settle(town(), &c.d, c.others, &errs)
		if got := wrong(errs.Err()); got != c.want || len(errs) > 1 {
			t.Errorf("%s: %v, want %q", name, errs, c.want)
		}
		if c.d.Body == 11 && (c.d.Unit != 1 || c.d.Side != "principal") {
			t.Errorf("%s is of unit %d, side %q", name, c.d.Unit, c.d.Side)
		}
	}
}

// A row of a table is about the duty in force of its body and number; without a
// number, of its body, year, level and words.
func TestLike(t *testing.T) {
	all := []noun.Value{
		&Duty{Base: noun.Base{ID: 1, State: InForce}, Body: 11, Number: "1", Year: 2026, Level: "team", Duty: "研究"},
		&Duty{Base: noun.Base{ID: 2, State: Ended}, Body: 11, Number: "2", Year: 2026, Level: "team", Duty: "谈话"},
	}
	for name, c := range map[string]struct {
		d    Duty
		want ref.ID
	}{
		"number":       {Duty{Body: 11, Number: "1", Year: 2026, Duty: "另一句话"}, 1},
		"words":        {Duty{Body: 11, Year: 2026, Level: "team", Duty: "研究"}, 1},
		"other year":   {Duty{Body: 11, Year: 2025, Level: "team", Duty: "研究"}, 0},
		"next year":    {Duty{Body: 11, Number: "1", Year: 2027, Duty: "研究"}, 0},
		"other body":   {Duty{Body: 12, Number: "1", Year: 2026, Level: "team", Duty: "研究"}, 0},
		"other number": {Duty{Body: 11, Number: "3", Year: 2026, Level: "team", Duty: "研究"}, 0},
		"ended":        {Duty{Body: 11, Number: "2"}, 0},
	} {
		var got ref.ID
		if x := like(&c.d, all); x != nil {
			got = x.Head().ID
		}
		if got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
