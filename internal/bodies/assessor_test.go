package bodies

import (
	"errors"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// An assessor from outside is engaged by an office until a day, which is near; somebody who holds a post here
// in that time is none. Nobody who asks who works in a unit or an office is told of them.
func TestAssessorFromOutside(t *testing.T) {
	const from = when.Day(20_000)
	r := NewRegister(Rows{
		Units: []Unit{{ID: 1, Version: 1, Code: "U1", When: when.Period{From: 1, To: when.Open}}},
		Bodies: []Body{{ID: 2, Version: 1, Kind: PrincipalOffice, Name: "主体责任办公室", Unit: 1,
			Period: when.Period{From: 1, To: when.Open}},
			{ID: 3, Version: 1, Kind: LeadingGroup, Name: "领导小组", Period: when.Period{From: 1, To: when.Open}}},
		Persons: []Person{{ID: 10, Version: 1, Name: "张三"}, {ID: 11, Version: 1, Name: "李四"}},
		Appointments: []Appointment{{ID: 20, Version: 1, Person: 11, Unit: 1, Post: StaffPost, Title: "干部",
			Period: when.Period{From: 1, To: from + 100}}}})
	next := ref.ID(100)
	mint := func() ref.ID { next++; return next }
	good := Appoint{Person: 10, Body: 2, Post: Assessor, Title: "外聘评分人", Level: Staff, From: from, To: from + 120}
	for name, x := range map[string]struct {
		change func(*Appoint)
		key    string
	}{
		"as they are":      {func(*Appoint) {}, ""},
		"the longest":      {func(k *Appoint) { k.To = from + AssessorMost }, ""},
		"a day more":       {func(k *Appoint) { k.To = from + AssessorMost + 1 }, "appointment.assessor.long"},
		"no end":           {func(k *Appoint) { k.To = 0 }, "appointment.assessor.to"},
		"of a unit":        {func(k *Appoint) { k.Body, k.Unit = 0, 1 }, "appointment.assessor.body"},
		"of another body":  {func(k *Appoint) { k.Body = 3 }, "appointment.post.unfit"},
		"a post here":      {func(k *Appoint) { k.Person = 11 }, "appointment.assessor.inside"},
		"a post here till": {func(k *Appoint) { k.Person, k.From, k.To = 11, from+100, from+150 }, ""},
	} {
		k := good
		x.change(&k)
		ch, err := k.Do(r, mint)
		key := ""
		var e text.InputErrors
		var no *text.Refusal
		switch {
		case errors.As(err, &e):
			key = e[0].Key
		case errors.As(err, &no):
			key = no.Key
		}
		if key != x.key {
			t.Errorf("%s: %q, want %q (%v)", name, key, x.key, err)
		}
		if err == nil && ch.Appointments[0].Unit != 0 {
			t.Errorf("%s: works in unit %d", name, ch.Appointments[0].Unit)
		}
	}
	ch, err := good.Do(r, mint)
	if err != nil {
		t.Fatal(err)
	}
	rows := r.Rows()
	rows.Appointments = append(rows.Appointments, ch.Appointments...)
	on := func(day when.Day) *County { return Snapshot(day, rows) }
	c := on(from + 119)
	if got := c.Roles(10); len(got) != 1 || got[0].Role != RoleAssessor || got[0].Unit != 0 || len(c.Assessors()) != 1 {
		t.Errorf("on the last day: %+v", got)
	}
	if len(c.PostsAt(2)) != 0 || c.Team(1).Works(10) || len(c.Posted()) != 0 {
		t.Error("an assessor from outside works in the office")
	}
	if _, over := c.Dismissed(10); over {
		t.Error("over on the last day")
	}
	c = on(from + 120)
	if day, over := c.Dismissed(10); !over || day != from+120 || len(c.Roles(10)) != 0 || len(c.Assessors()) != 0 {
		t.Errorf("the day after: %v %v", day, over)
	}
	if _, over := c.Dismissed(11); over {
		t.Error("a former official is an assessor")
	}
}
