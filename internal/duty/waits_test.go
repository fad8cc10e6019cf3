package duty

import (
	"fmt"
	"slices"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/due"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A duty waits in one place only: for the person it names, for the first responsible
// person of its body, or for the clerk and the staff of its unit.
func TestWhomDutiesWaitFor(t *testing.T) {
	const body, unit, chief, member, clerk ref.ID = 10, 20, 1, 2, 3
	people := map[string]actor.Actor{
		"chief": {Person: chief, Grants: []actor.Grant{{Role: actor.FirstResponsible, Body: body, Unit: unit,
			Own: []ref.ID{unit}}}},
		"member": {Person: member, Grants: []actor.Grant{{Role: actor.TeamMember, Body: body, Unit: unit,
			Own: []ref.ID{unit}}}},
		"clerk":  {Person: clerk, Grants: []actor.Grant{{Role: actor.Clerk, Unit: unit, Own: []ref.ID{unit}}}},
		"office": {Person: 9, Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal, Unit: 99}}},
	}
	today := when.Date(2026, 11, 24)
	for _, x := range []struct {
		name string
		d    Duty
		want []string
	}{
		{"of the team", Duty{Level: Team}, []string{"clerk"}},
		{"of the team, in person", Duty{Level: Team, InPerson: true}, []string{"chief"}},
		{"of the first", Duty{Level: First}, []string{"chief"}},
		{"of a member", Duty{Level: Member, Person: member}, []string{"member"}},
		{"of a member who is the first", Duty{Level: First, Person: chief}, []string{"chief"}},
		{"of a member, in person", Duty{Level: Member, Person: member, InPerson: true}, nil},
		{"of another body", Duty{Level: First, Body: 11}, nil},
	} {
		d := x.d
		if d.Body == 0 {
			d.Body = body
		}
		d.Unit, d.State, d.Due = unit, Open, today+5
		var got []string
		for name, who := range people {
			for i, w := range (Commands{Rule: func(string, when.Day) (Rule, bool) { return Rule{}, false }}).waits() {
				if meets(t, w.Of(who, today), &d) {
					if act, why := w.Act(who, &d); act == "discharge" && len(why) == 2 {
						got = append(got, name)
					} else if act != "" {
						t.Errorf("%s: sort %d says %q %v", x.name, i, act, why)
					}
				}
			}
		}
		slices.Sort(got)
		if fmt.Sprint(got) != fmt.Sprint(x.want) {
			t.Errorf("%s waits for %v, want %v", x.name, got, x.want)
		}
	}
	late := in(Open, today+ahead+1, 0)
	late.Level, late.Unit = Team, unit
	if w := (Commands{}).waits()[2]; meets(t, w.Of(people["clerk"], today), late) {
		t.Error("it waits more than thirty days before its day")
	}
}

// meets evaluates conditions as the store does.
func meets(t *testing.T, conds []noun.Cond, d *Duty) bool {
	t.Helper()
	for _, c := range conds {
		f, ok := Shape.Field(c.Column)
		if !ok {
			t.Fatal("no column ", c.Column)
		}
		switch {
		case c.Below != 0:
			if n := f.Num(d); n <= 0 || n >= c.Below {
				return false
			}
		case f.IsText():
			if !slices.Contains(c.Text, f.Str(d)) {
				return false
			}
		case !slices.Contains(c.Num, f.Num(d)):
			return false
		}
	}
	return len(conds) > 0
}

// The light of a duty is the card that has fallen: at once the red one for who was
// overdue before, and none while the clock stands still.
func TestLightOfADuty(t *testing.T) {
	b := Bands{Notice: 3, Yellow: 1, Red: 3, Calendar: when.NewCalendar(nil)}
	friday := when.Date(2026, 11, 20)
	for _, x := range []struct {
		d    *Duty
		on   when.Day
		want due.Light
	}{
		{in(Open, friday, 0), friday - 7, due.Clear},
		{in(Open, friday, 0), friday - 1, due.Blue},
		{in(Open, friday, 0), friday + 1, due.Yellow},
		{in(Open, friday, 0), friday + 3, due.Yellow},
		{in(Open, friday, 0), friday + 5, due.Red},
		{in(Open, friday, 1), friday + 3, due.Red},
		{in(Paused, friday, 0), friday + 5, due.Clear},
		{in(Done, friday, 0), friday + 5, due.Clear},
	} {
		if got := b.Light(x.d, x.on); got != x.want {
			t.Errorf("%+v on %v: %q, want %q", x.d, x.on, got, x.want)
		}
	}
}

func in(state string, due when.Day, carded int64) *Duty {
	d := &Duty{Due: due, Carded: carded}
	d.State = state
	return d
}
