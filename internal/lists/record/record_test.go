package record

import (
	"errors"
	"testing"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, 11, 24)

// until is three days, as if all were worked.
func until(on when.Day) when.Day { return on + 3 }

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

func town() *bodies.County {
	always := when.Period{From: 1, To: when.Open}
	return bodies.Snapshot(today, bodies.Rows{
		Units: []bodies.Unit{{ID: 1, When: always}, {ID: 2, When: always}},
		Facts: []bodies.UnitFacts{{ID: 41, Unit: 1, Name: "甲镇", Period: always},
			{ID: 42, Unit: 2, Name: "乙镇", Period: always}},
		Bodies: []bodies.Body{{ID: 11, Kind: bodies.PartyCommittee, Name: "甲镇党委", Unit: 1, Period: always},
			{ID: 12, Kind: bodies.LeadingGroup, Name: "领导小组", Unit: 2, Period: always},
			{ID: 13, Kind: bodies.DisciplineCommittee, Name: "甲镇纪委", Unit: 1, Period: always}},
		Persons: []bodies.Person{{ID: 21, Name: "某甲"}, {ID: 22, Name: "某乙"}, {ID: 23, Name: "某丙"}},
		Appointments: []bodies.Appointment{
			{ID: 31, Person: 21, Unit: 1, Body: 11, Post: bodies.Secretary, Title: "党委书记", Period: always},
			{ID: 32, Person: 22, Unit: 2, Post: bodies.StaffPost, Period: always},
			{ID: 33, Person: 23, Unit: 1, Post: bodies.StaffPost, Title: "干事", Period: always}},
	})
}

// Whose a record is its body says; nobody does anything tomorrow, or for a body in
// whose unit they have no post. The server’s day stands beside the claimed one, and
// what is registered after the county’s limit is marked.
func TestSettle(t *testing.T) {
	for name, c := range map[string]struct {
		r    Record
		want string
		late bool
	}{
		"today":        {Record{Body: 11, Person: 21, DoneOn: today}, "", false},
		"the last day": {Record{Body: 11, Person: 21, DoneOn: today - 3}, "", false},
		"late":         {Record{Body: 11, Person: 21, DoneOn: today - 4}, "", true},
		"tomorrow":     {Record{Body: 11, Person: 21, DoneOn: today + 1}, "doneOn record.on.later", false},
		"long ago":     {Record{Body: 11, Person: 21, DoneOn: when.Date(1999, 12, 31)}, "doneOn record.on.early", true},
		"no ledger":    {Record{Body: 12, Person: 22, DoneOn: today}, "body record.body.none", false},
		"elsewhere":    {Record{Body: 11, Person: 22, DoneOn: today}, "person record.person.elsewhere", false},
		"no body":      {Record{Body: 99, Person: 21, DoneOn: today}, "body input.choose", false},
		"a time":       {Record{Body: 11, Person: 21, DoneOn: today, Clock: "9:05"}, "", false},
		"no time":      {Record{Body: 11, Person: 21, DoneOn: today, Clock: "25:00"}, "clock record.clock.form", false},
	} {
		var errs text.InputErrors
		r := c.r
		r.settle(town(), until, &errs)
		if got := wrong(errs.Err()); got != c.want || r.Backfilled != c.late {
			t.Errorf("%s: %v, want %q; late %v", name, errs, c.want, r.Backfilled)
		}
		if r.RegisteredOn != today {
			t.Errorf("%s: registered on %s", name, r.RegisteredOn)
		}
		if name == "a time" && r.Clock != "09:05" {
			t.Error(r.Clock)
		}
	}
	r := Record{Body: 13, Person: 23, DoneOn: when.Date(2026, 4, 1)}
	r.settle(town(), until, new(text.InputErrors))
	if r.Unit != 1 || r.Side != "supervisory" || r.Year != 2026 || r.Quarter != 2 || r.Post != "干事" || r.Level != "staff" {
		t.Errorf("%+v", r)
	}
	r = Record{Body: 11, Person: 21, DoneOn: today}
	if r.settle(town(), until, new(text.InputErrors)); r.Level != "first" || r.Post != "党委书记" {
		t.Errorf("%+v", r)
	}
}

// A record is confirmed by its person alone, then reviewed by somebody who neither did
// it nor wrote it down, with words; what was corrected is not touched again.
func TestLife(t *testing.T) {
	r := &Record{Base: noun.Base{State: Registered, MadeBy: 5}, Person: 21}
	if got := wrong(r.Review("属实", actor.Hands{By: 9}, today)); got != "record.state-forbids" {
		t.Error("reviewed before it was confirmed:", got)
	}
	if got := wrong(r.Confirm(5, today)); got != "record.not-oneself" || r.State != Registered {
		t.Error("confirmed by another:", got)
	}
	if err := r.Confirm(21, today); err != nil || r.State != Confirmed || r.ConfirmedOn != today {
		t.Error(err, r)
	}
	if got := wrong(r.Confirm(21, today)); got != "record.state-forbids" {
		t.Error("confirmed twice:", got)
	}
	for by, want := range map[int]string{21: "record.own-review", 5: "record.own-review"} {
		if got := wrong(r.Review("属实", actor.Hands{By: ref.ID(by)}, today)); got != want || r.State != Confirmed {
			t.Errorf("%d reviews: %q", by, got)
		}
	}
	if got := wrong(r.Review("", actor.Hands{By: 9}, today)); got != "opinion input.required" {
		t.Error("reviewed without a word:", got)
	}
	if err := r.Review("属实", actor.Hands{By: 9}, today); err != nil || r.State != Reviewed || r.Reviewer != 9 {
		t.Error(err, r)
	}
	if r.MayCorrect() != nil {
		t.Error("what was reviewed can be wrong all the same")
	}
	if r.State = noun.Corrected; wrong(r.MayCorrect()) != "record.state-forbids" {
		t.Error("corrected twice")
	}
}

// How many of how many, and by when the next: the year is parted evenly.
func TestProgress(t *testing.T) {
	day := func(m, d int) when.Day { return when.Date(2026, time.Month(m), d) }
	for _, c := range []struct {
		times, done int64
		want        when.Day
	}{
		{1, 0, day(12, 31)}, {2, 0, day(6, 30)}, {2, 1, day(12, 31)}, {4, 2, day(9, 30)}, {4, 3, day(12, 31)},
		{12, 1, day(2, 28)}, {5, 0, day(3, 14)}, {5, 4, day(12, 31)},
	} {
		if got := NextBy(2026, c.times, c.done); got != c.want {
			t.Errorf("%d of %d: by %s, want %s", c.done, c.times, got, c.want)
		}
	}
	for key, m := range map[string]text.Message{
		"record.count.next": Progress(2026, 4, Counted{Times: 3}), "record.count.done": Progress(2026, 4, Counted{Times: 4}),
		"record.count.none": Progress(2026, 0, Counted{}),
		"record.count.last": Progress(2026, 0, Counted{Times: 2, Last: today}),
	} {
		if m.Key != key {
			t.Errorf("%v, want %s", m, key)
		}
	}
}

// What every record says stands first in the form, the files behind it, and the rest
// is folded away: five things are asked, of which a form that opens holds three.
func TestQuickForm(t *testing.T) {
	fs := Commands{}.addAct().Fields
	var must, plain []string
	for i, f := range fs {
		if f.Must {
			must = append(must, f.Name)
		}
		if !f.Fold {
			plain = append(plain, f.Name)
			if i >= len(plain) {
				t.Errorf("%s stands behind what is folded away", f.Name)
			}
		}
	}
	if len(must) != 5 || len(plain) != 7 || fs[6].Type != field.AFiles {
		t.Error(must, plain)
	}
}
