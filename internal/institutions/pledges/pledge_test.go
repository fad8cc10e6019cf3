package pledges

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

// three is three months after a day, as the pack has it.
func three(on when.Day) when.Day { return new(when.Calendar).AddMonths(on, 3).Due }

var (
	january = when.Date(2026, 1, 20)
	due     = when.Date(2026, 11, 30)
)

func drafted() *Pledge {
	return &Pledge{Base: noun.Base{State: Drafted}, Year: 2026, Body: 11, Due: due}
}

func made(t *testing.T) *Pledge {
	t.Helper()
	p := drafted()
	if err := p.Make(Publishing{january, "place"}, 21, three, january); err != nil {
		t.Fatal(err)
	}
	return p
}

// A pledge is made in public in its year, by its day, by the head of the body.
func TestMake(t *testing.T) {
	for name, c := range map[string]struct {
		on   when.Day
		who  int64
		want string
	}{
		"so":              {january, 21, ""},
		"tomorrow":        {january + 1, 21, "on record.on.later"},
		"the year before": {when.Date(2025, 12, 31), 21, "on pledge.on.year"},
		"nobody heads":    {january, 0, " pledge.nobody"},
	} {
		p := drafted()
		err := p.Make(Publishing{c.on, "tv"}, ref.ID(c.who), three, january)
		if wrong(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if (p.State == Made) != (err == nil) || (p.Person != 0) != (err == nil) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	late := drafted()
	if err := late.Make(Publishing{due + 1, "tv"}, 21, three, due+5); wrong(err) != "on pledge.on.after" {
		t.Errorf("after its day: %v", err)
	}
}

// After three months without word a card falls, once; word of it takes the card off, and
// the day by which it must be heard of again is never beyond its own.
func TestSilence(t *testing.T) {
	p := made(t)
	if p.Next != when.Date(2026, 4, 20) {
		t.Fatalf("to be heard of by %s", p.Next)
	}
	if err := p.Raise(p.Next); wrong(err) != "pledge.no-card" {
		t.Errorf("on the day itself: %v", err)
	}
	if err := p.Raise(p.Next + 9); err != nil || p.Card != Silent || p.CardOn != p.Next+1 {
		t.Errorf("%v, %+v", err, p)
	}
	if err := p.Raise(p.Next + 30); wrong(err) != "pledge.no-card" {
		t.Errorf("twice for one silence: %v", err)
	}
	p.Tell("过半", three, when.Date(2026, 9, 10))
	if p.Card != "" || p.CardOn != 0 || p.Next != due || p.Over(due) || !p.Over(due+1) {
		t.Errorf("%+v", p)
	}
}

// The share of those satisfied is exact, rounded half up; ballots that do not add up are
// refused beside their field.
func TestRate(t *testing.T) {
	for name, c := range map[string]struct {
		b    Ballots
		want string
		is   int64
	}{
		"two thirds":   {Ballots{due, 1, 1, 1, 3}, "", 6667},
		"one of eight": {Ballots{due, 1, 0, 7, 9}, "", 1250},
		"all":          {Ballots{due, 5, 0, 0, 5}, "", 10_000},
		"none":         {Ballots{due, 0, 0, 4, 4}, "", 0},
		"no ballots":   {Ballots{due, 0, 0, 0, 3}, "satisfied pledge.ballots.none", 0},
		"too many":     {Ballots{due, 3, 1, 0, 3}, "returned pledge.ballots.more", 0},
		"too early":    {Ballots{january, 3, 1, 0, 4}, "on pledge.on.before", 0},
		"tomorrow":     {Ballots{due + 2, 3, 1, 0, 4}, "on record.on.later", 0},
	} {
		p := made(t)
		if err := p.Review(Reviewing{On: due, Done: "完成", Grade: "kept"}, due); err != nil {
			t.Fatal(err)
		}
		err := p.Rate(c.b, due+1)
		if wrong(err) != c.want || p.Rating != c.is || (p.State == Rated) != (err == nil) {
			t.Errorf("%s: %v, %d", name, err, p.Rating)
		}
	}
	p := made(t)
	if err := p.Review(Reviewing{On: january - 1}, due); wrong(err) != "on pledge.on.before" {
		t.Errorf("reviewed before it was made: %v", err)
	}
}

// Only what bears the principal responsibility and has a seat pledges, for its own year.
func TestSettle(t *testing.T) {
	always := when.Period{From: 1, To: when.Open}
	c := bodies.Snapshot(january, bodies.Rows{Units: []bodies.Unit{{ID: 1, When: always}},
		Facts: []bodies.UnitFacts{{ID: 41, Unit: 1, Name: "甲镇", Period: always}},
		Bodies: []bodies.Body{{ID: 11, Kind: bodies.PartyCommittee, Name: "甲镇党委", Unit: 1, Period: always},
			{ID: 12, Kind: bodies.DisciplineCommittee, Name: "甲镇纪委", Unit: 1, Period: always},
			{ID: 13, Kind: bodies.CountyCommittee, Name: "县委", Period: always}}})
	for name, x := range map[string]struct {
		p    Pledge
		want string
	}{
		"a town":     {Pledge{Body: 11, Year: 2026, Due: due}, ""},
		"discipline": {Pledge{Body: 12, Year: 2026, Due: due}, "body pledge.body.none"},
		"the county": {Pledge{Body: 13, Year: 2026, Due: due}, "body pledge.body.none"},
		"nobody":     {Pledge{Body: 99, Year: 2026, Due: due}, "body input.choose"},
		"far year":   {Pledge{Body: 11, Year: 2028, Due: when.Date(2028, 3, 1)}, "year responsibility.year.later"},
		"other year": {Pledge{Body: 11, Year: 2026, Due: when.Date(2027, 3, 1)}, "due pledge.due.year"},
	} {
		var errs text.InputErrors
		settle(c, &x.p, nil, &errs)
		if got := wrong(errs.Err()); got != x.want {
			t.Errorf("%s: %v", name, errs)
		}
		if x.want == "" && (x.p.Unit != 1 || x.p.Side != "principal") {
			t.Errorf("%s is of unit %d, %q", name, x.p.Unit, x.p.Side)
		}
	}
}
