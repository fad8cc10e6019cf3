package delegation

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const today when.Day = 20000

// county has the unit 1 with the people 11 and 12, the unit 2 with 11 and 21, and an
// office without a seat with 31 and 32.
func county() *bodies.County {
	always := when.Period{From: 1, To: when.Open}
	at := func(id, who, unit, body ref.ID, post bodies.Post) bodies.Appointment {
		return bodies.Appointment{ID: id, Person: who, Unit: unit, Body: body, Post: post, Period: always}
	}
	return bodies.Snapshot(today, bodies.Rows{
		Units:  []bodies.Unit{{ID: 1, When: always}, {ID: 2, When: always}},
		Bodies: []bodies.Body{{ID: 5, Kind: bodies.SupervisoryOffice, Period: always}},
		Appointments: []bodies.Appointment{at(101, 11, 1, 0, bodies.Chief), at(102, 12, 1, 0, bodies.Clerk),
			at(103, 11, 2, 0, bodies.TeamMember), at(104, 21, 2, 0, bodies.Clerk), at(105, 31, 0, 5, bodies.OfficeHead),
			at(106, 32, 0, 5, bodies.OfficeHandler)}})
}

func of(delegator, deputy ref.ID, first, last when.Day) Delegation {
	return Delegation{Delegator: delegator, Deputy: deputy, First: first, Last: last}
}

func TestSettle(t *testing.T) {
	other := &Delegation{Delegator: 11, Deputy: 12, First: today + 20, Last: today + 30}
	for name, x := range map[string]struct {
		d    Delegation
		want string
	}{
		"today alone":                 {of(11, 12, today, today), ""},
		"ninety days":                 {of(11, 21, today+31, today+120), ""},
		"a day more":                  {of(11, 21, today+31, today+121), "last delegation.long"},
		"yesterday":                   {of(11, 21, today-1, today), "first delegation.past"},
		"too far ahead":               {of(11, 21, today+91, today+91), "first delegation.far"},
		"backwards":                   {of(11, 21, today+2, today+1), "last delegation.backwards"},
		"oneself":                     {of(11, 11, today, today), "deputy delegation.oneself"},
		"of another unit":             {of(12, 21, today, today), "deputy delegation.elsewhere"},
		"of the office":               {of(31, 32, today, today), ""},
		"of a unit, not the office":   {of(31, 12, today, today), "deputy delegation.elsewhere"},
		"on a day of another":         {of(11, 12, today, today+20), "first delegation.twice"},
		"beside another":              {of(11, 12, today, today+19), ""},
		"another's days, another one": {of(11, 21, today+20, today+30), ""},
	} {
		var errs text.InputErrors
		d := x.d
		d.settle(county(), []*Delegation{other}, &errs)
		got := ""
		for _, e := range errs {
			got = strings.TrimSpace(got + " " + e.Field + " " + e.Key)
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
	d := &Delegation{Delegator: 31, Deputy: 32, First: today, Last: today}
	d.settle(county(), nil, &text.InputErrors{})
	if d.Unit != 0 || d.Side != actor.Supervisory {
		t.Errorf("whose it is: %+v", d)
	}
	all := slices.Repeat([]*Delegation{{Deputy: 12, Last: today}}, Most)
	var errs text.InputErrors
	(&Delegation{Delegator: 11, Deputy: 21, First: today, Last: today}).settle(county(), all, &errs)
	if len(errs) != 1 || errs[0].Key != "delegation.many" {
		t.Errorf("one too many: %v", errs)
	}
}

// What is lent are the posts where both work, on the days, until it is revoked.
func TestLent(t *testing.T) {
	grants := []actor.Grant{{Role: actor.FirstResponsible, Unit: 1, Appointment: 101},
		{Role: actor.TeamMember, Unit: 2, Appointment: 103}}
	head := actor.Actor{Person: 11, Jurisdiction: 1, Grants: grants}
	hand := actor.Actor{Account: 4, Person: 12, Jurisdiction: 1, Grants: []actor.Grant{{Role: actor.Clerk, Unit: 1}}}
	made := Delegation{Delegator: 11, Deputy: 12, First: today - 1, Last: today}
	made.ID, made.Jurisdiction, made.State = 9, 1, Made
	a, ok := made.Lent(county(), hand, head)
	if !ok || a.Person != 12 || a.OnBehalf != 11 || a.Delegation != 9 || a.Account != 4 || len(a.Grants) != 1 ||
		a.Grants[0].Appointment != 101 || !a.StandsIn(1) || !a.StandsIn(2) {
		t.Errorf("%v %+v", ok, a)
	}
	for name, change := range map[string]func(d *Delegation, hand, head *actor.Actor){
		"not yet":            func(d *Delegation, _, _ *actor.Actor) { d.First = today + 1 },
		"over":               func(d *Delegation, _, _ *actor.Actor) { d.Last = today - 1 },
		"revoked today":      func(d *Delegation, _, _ *actor.Actor) { d.State, d.RevokedOn = Revoked, today },
		"another's":          func(_ *Delegation, hand, _ *actor.Actor) { hand.Person = 21 },
		"of another county":  func(_ *Delegation, hand, _ *actor.Actor) { hand.Jurisdiction = 2 },
		"who left":           func(_ *Delegation, _, head *actor.Actor) { head.Grants = nil },
		"who left this unit": func(_ *Delegation, _, head *actor.Actor) { head.Grants = grants[1:] },
		"a deputy who left":  func(d *Delegation, hand, _ *actor.Actor) { d.Deputy, hand.Person = 77, 77 },
		"an account of none": func(d *Delegation, hand, _ *actor.Actor) { d.Deputy, hand.Person = 0, 0 },
	} {
		d, who, whom := made, hand, head
		change(&d, &who, &whom)
		if a, ok := d.Lent(county(), who, whom); ok {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestRevoke(t *testing.T) {
	d := &Delegation{First: today, Last: today}
	d.State = Made
	var wrong text.InputErrors
	if err := d.Revoke(11, "", today); !errors.As(err, &wrong) || d.State != Made {
		t.Errorf("without a reason: %v", err)
	}
	if err := d.Revoke(11, "提前返回", today+1); err == nil {
		t.Error("revoked when it was over")
	}
	if err := d.Revoke(11, "提前返回", today); err != nil || d.Holds(today) || d.RevokedBy != 11 || d.Why == "" {
		t.Errorf("%v %+v", err, d)
	}
	if d.Revoke(11, "又", today) == nil {
		t.Error("revoked twice")
	}
}

func TestDeputies(t *testing.T) {
	var got []ref.ID
	for _, a := range Deputies(county(), 11) {
		got = append(got, a.Person)
	}
	if !slices.Equal(got, []ref.ID{12, 21}) {
		t.Error(got)
	}
}
