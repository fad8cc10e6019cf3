package dossiers

import (
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, 11, 30)

var rules = &Rules{MostDays: 30, Minutes: 15, OpenMonths: 1, ReviewMonths: 12, Few: 5, Parts: []Part{
	{Code: "gifts", Half: Integrity, Source: Declared, On: true},
	{Code: "talks", Half: Integrity, Source: System, On: true},
	{Code: Property, Half: Integrity, Source: Declared}}}

// A dossier is due within a month of the post; where the next month is shorter, on its last day.
func TestOpenBy(t *testing.T) {
	for took, want := range map[when.Day]when.Day{
		when.Date(2026, 1, 31):  when.Date(2026, 2, 28),
		when.Date(2026, 11, 30): when.Date(2026, 12, 30),
		when.Date(2026, 12, 15): when.Date(2027, 1, 15),
	} {
		if got := rules.OpenBy(took); got != want {
			t.Errorf("%s: %s, want %s", took, got, want)
		}
	}
	if got, want := months(when.Date(2024, 2, 29), 12), when.Date(2025, 2, 28); got != want {
		t.Errorf("a year on: %s, want %s", got, want)
	}
}

// What is released is among what was asked for, is on, and ends within the limit.
func TestGive(t *testing.T) {
	for name, x := range map[string]struct {
		codes   []string
		expires when.Day
		want    string
	}{
		"as asked":      {[]string{"gifts"}, today + 30, ""},
		"today alone":   {[]string{"gifts"}, today, ""},
		"nothing":       {nil, today, "partGifts dossieraccess.parts.none"},
		"not asked for": {[]string{"talks"}, today, "partTalks dossieraccess.part.unasked"},
		"off":           {[]string{Property}, today, "partProperty dossieraccess.part.unasked"},
		"too long":      {[]string{"gifts"}, today + 31, "expires dossieraccess.expires.late"},
		"over already":  {[]string{"gifts"}, today - 1, "expires dossieraccess.expires.past"},
	} {
		a := &Access{Parts: "gifts " + Property}
		err, got := a.give(&Giving{On: tick(x.codes), Expires: x.expires}, rules, 7, today), ""
		if wrong, ok := err.(text.InputErrors); ok {
			got = wrong[0].Field + " " + wrong[0].Key
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// Only who asked reads, in person, while an opening lasts and until the last day.
func TestReads(t *testing.T) {
	a := &Access{Asker: 5, Expires: today}
	a.State = Given
	now := today.Start()
	if err := a.open(rules, now); err != nil || a.Opened != 1 || a.Days != "2026-11-30" {
		t.Fatalf("%v: %d, %s", err, a.Opened, a.Days)
	}
	asker := actor.Actor{Person: 5}
	for name, x := range map[string]struct {
		who  actor.Actor
		at   when.Instant
		want bool
	}{
		"at once":             {asker, now, true},
		"a quarter hour on":   {asker, now + 15*60_000_000, false},
		"somebody else":       {actor.Actor{Person: 6}, now, false},
		"a deputy of theirs":  {actor.Actor{Person: 6, OnBehalf: 5}, now, false},
		"they, as a deputy":   {actor.Actor{Person: 5, OnBehalf: 6}, now, false},
		"after the last day":  {asker, (today + 1).Start(), false},
		"still inside a hair": {asker, now + 15*60_000_000 - 1, true},
	} {
		if got := a.Reads(x.who, x.at); got != x.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if a.open(rules, (today+1).Start()) == nil {
		t.Error("it opens after its last day")
	}
}

// Nobody handles their own dossier, in whosever place.
func TestApart(t *testing.T) {
	for _, who := range []actor.Actor{{Person: 5}, {Person: 6, OnBehalf: 5}, {Person: 5, OnBehalf: 6}} {
		if apart(who, 5) == nil {
			t.Errorf("%+v handles their own", who)
		}
	}
	if err := apart(actor.Actor{Person: 6}, ref.ID(5)); err != nil {
		t.Error(err)
	}
}

// No small group can be told, nor be found by taking the others from the sum.
func TestGroups(t *testing.T) {
	of := map[string]int{"a": 9, "b": 6, "c": 4}
	if got := groups(of, 5); len(got) != 2 || got[0] != (Group{"a", 9}) || got[1] != (Group{"", 10}) {
		t.Errorf("%v", got)
	}
	if got := groups(of, 0); len(got) != 3 || got[2] != (Group{"c", 4}) {
		t.Errorf("whole: %v", got)
	}
	if got := groups(map[string]int{"a": 9, "b": 3, "c": 3}, 5); len(got) != 2 || got[1] != (Group{"", 6}) {
		t.Errorf("%v", got)
	}
}
