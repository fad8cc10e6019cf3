package duty

import (
	"fmt"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
	"strings"
	"testing"
)

// Days follow a calendar that changes, and a card that fell by a wrong count is taken
// off; what somebody moved, stopped or ended stays.
func TestRecounted(t *testing.T) {
	cal := calendar()
	r := Rule{Code: "inspect", Cadence: Quarterly, Due: Anchor{N: -5, Working: true}}
	b := Bands{Notice: 3, Yellow: 1, Red: 3, Calendar: cal}
	p := Quarterly.Periods(day("2026-07-01"), day("2026-07-01"))[0]
	right := r.Due.Deadline(cal, p).Due
	made := func(due when.Day) *Duty {
		d := &Duty{Rule: r.Code, Period: p.Key, BeginsOn: p.From, EndsOn: p.Last(), FirstDue: due, Due: due, Times: 1}
		d.State = Open
		return d
	}
	if _, ok := made(right).Recounted(r, b); ok {
		t.Error("a day moved that is right")
	}
	d := made(right - 4)
	d.Card, d.CardOn, d.Carded = Yellow, cal.Working(right-4, 1), 1
	facts, err := d.Recount(r, b)
	if err != nil || d.Due != right || d.FirstDue != right || d.Card != "" || d.CardOn != 0 || d.Carded != 0 {
		t.Errorf("%v %+v", err, d)
	}
	if len(facts) != 3 {
		t.Errorf("facts %v", facts)
	}
	if _, err := d.Recount(r, b); err == nil {
		t.Error("it was counted anew a second time")
	}
	// A card that would have fallen by the right day too stays.
	d = made(right - 1)
	d.Card, d.CardOn, d.Carded = Yellow, cal.Working(right, 1), 1
	if _, err := d.Recount(r, b); err != nil || d.Card != Yellow || d.Carded != 1 {
		t.Errorf("%v %+v", err, d)
	}
	moved := made(right - 4)
	moved.Due += 30
	paused, done := made(right-4), made(right-4)
	paused.State, done.State = Paused, Done
	for name, d := range map[string]*Duty{"extended": moved, "paused": paused, "done": done} {
		if _, ok := d.Recounted(r, b); ok {
			t.Errorf("what is %s was counted anew", name)
		}
	}
	// What follows an event is counted from its day.
	after := Rule{Code: "x", Cadence: Serious, Due: Anchor{FromStart: true, N: 5, Working: true}}
	e := &Duty{Rule: "x", Period: "WT2026-0001", BeginsOn: day("2026-09-28"), EndsOn: day("2026-10-08"),
		FirstDue: day("2026-10-08"), Due: day("2026-10-08"), Times: 1}
	e.State = Open
	if next, ok := e.Recounted(after, b); !ok || next.Due != day("2026-10-10") || next.EndsOn != next.Due {
		t.Errorf("%v, due %s, ends %s", ok, next.Due, next.EndsOn)
	}
}

// What happens asks something of the bodies of its unit and side, once, by the rule of
// that day; a card on an account for cards asks for none.
func TestFollows(t *testing.T) {
	c, town, other := county(day("2026-09-01")), ref.ID(1), ref.ID(2)
	cal := calendar()
	at := func(when.Day) (*bodies.County, error) { return c, nil }
	r := Rule{Code: "study", Bodies: []bodies.BodyKind{bodies.PartyCommittee, bodies.DisciplineCommittee}, Who: Team,
		Cadence: Serious, Due: Anchor{FromStart: true, N: 10, Working: true},
		In: when.Period{From: day("2026-07-01"), To: when.Open}}
	on := day("2026-09-01")
	follow := func(r Rule, list ...Event) (out []string) {
		got, err := r.Follows(cal, list, at)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range got {
			if d.EndsOn != d.Due || d.BeginsOn >= d.Due {
				t.Errorf("from %s to %s, due %s", d.BeginsOn, d.EndsOn, d.Due)
			}
			out = append(out, fmt.Sprint(d.Period, " ", d.Unit, " ", d.Side, " ", d.Due))
		}
		return out
	}
	grave := Event{What: Serious, On: on, Unit: town, Side: "principal", Key: "WT2026-0001"}
	want := fmt.Sprint("[WT2026-0001 ", town, " principal 2026-09-15]")
	if got := fmt.Sprint(follow(r, grave, grave)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	early, elsewhere, listed := grave, grave, grave
	early.On, elsewhere.Unit, listed.What = day("2026-06-30"), other+1000, Supervised
	if got := follow(r, early, elsewhere, listed); got != nil {
		t.Errorf("asked for %v", got)
	}
	r.Cadence = Carded
	b := c.Seated(town)[0]
	card := Event{What: Carded, On: on, Unit: town, Side: "principal", Body: b.ID, Rule: "talk", Key: QuarterOf(on)}
	answer := card
	answer.Rule = r.Code
	if got := follow(r, card, answer, card); len(got) != 1 || !strings.HasPrefix(got[0], "2026-Q3 ") {
		t.Errorf("after cards %v", got)
	}
	if got := follow(r, answer); got != nil {
		t.Errorf("a card on the account asked for %v", got)
	}
	for d, want := range map[string]string{"2026-01-01": "2026-Q1", "2026-03-31": "2026-Q1", "2026-12-31": "2026-Q4"} {
		if got := QuarterOf(day(d)); got != want {
			t.Errorf("%s is of %s", d, got)
		}
	}
}
