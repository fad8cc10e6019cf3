package recheck

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The draw of a file, worked out by sha256sum and sort (draw.txt says how), is what the
// rule draws.
func TestDrawIsRepeated(t *testing.T) {
	b, err := os.ReadFile("testdata/draw.txt")
	if err != nil {
		t.Fatal(err)
	}
	seed, rule, list, want := "", Rule{}, []Closed(nil), []string(nil)
	for line := range strings.Lines(string(b)) {
		switch f := strings.Fields(line); {
		case len(f) == 0 || f[0] == "#":
		case f[0] == "seed":
			seed = f[1]
		case f[0] == "rule":
			fmt.Sscan(strings.Join(f[1:], " "), &rule.Share, &rule.PerUnit, &rule.AtMost)
		case f[0] == "drawn":
			want = f[1:]
		default:
			list = append(list, Closed{f[1], ref.Parse(f[0])})
		}
	}
	draw := func(r Rule, list []Closed) (got []string) {
		for _, i := range Pick(seed, r, list) {
			got = append(got, list[i].Number)
		}
		return got
	}
	if got := draw(rule, list); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("drawn %v, want %v", got, want)
	}
	turned := slices.Clone(list)
	slices.Reverse(turned)
	if got := draw(rule, turned); !slices.Equal(got, want) {
		t.Errorf("another order of the same numbers draws %v", got)
	}
	rule.AtMost = 2
	if got := draw(rule, list); !slices.Equal(got, want[:2]) {
		t.Errorf("at most two: %v", got)
	}
	d := Draw{Period: "x", Seed: seed, Share: 10, PerUnit: 1, AtMost: 200}
	units := []Unit{{Unit: 7, Numbers: "DB2025-0001 DB2025-0002"}, {Unit: 8, Numbers: "WT2025-0009"}}
	if got := d.Again(units); len(got) != 2 || !slices.Contains(got, "WT2025-0009") {
		t.Errorf("again: %v", got)
	}
}

// Every unit that closed something is drawn of, the share is reached and not passed by
// more than that asks, and no matter of a unit is drawn more often than the others.
func TestDrawIsFair(t *testing.T) {
	list := []Closed{{"DB2026-0001", 1}, {"WT2026-0001", 2}, {"WT2026-0002", 2}}
	for i := range 40 {
		list = append(list, Closed{fmt.Sprintf("DB2026-%04d", i+10), 3})
	}
	const draws = 4000
	times := map[string]int{}
	for i := range draws {
		var root [32]byte
		root[0], root[1] = byte(i), byte(i>>8)
		picked := Pick(Seed(Period{Name: "2026Q3"}, actor.Principal, root), Rule{25, 1, 200}, list)
		units := map[ref.ID]bool{}
		for _, p := range picked {
			units[list[p].Unit] = true
			times[list[p].Number]++
		}
		if len(picked) != 11 || len(units) != 3 { // 25 % of 43
			t.Fatalf("%d drawn of %d units", len(picked), len(units))
		}
	}
	if times["DB2026-0001"] != draws {
		t.Error("a unit with one matter was passed over")
	}
	least, most := draws, 0
	for i := range 40 {
		n := times[list[i+3].Number]
		least, most = min(least, n), max(most, n)
	}
	if mean := draws * 9 / 40; least < mean*85/100 || most > mean*115/100 {
		t.Errorf("drawn %d to %d times of %d", least, most, mean)
	}
}

func TestPeriods(t *testing.T) {
	day := func(s string) when.Day {
		d, err := when.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, x := range []struct {
		monthly     bool
		last, today string
		want        string
	}{
		{false, "", "2026-10-01", "2026Q2"}, // the day after belongs to the seed
		{false, "", "2026-10-02", "2026Q3"},
		{false, "2026-06-30", "2026-10-01", ""},
		{false, "2026-06-30", "2026-10-02", "2026Q3"},
		{false, "2025-12-31", "2026-10-02", "2026Q1 2026Q2 2026Q3"},
		{true, "", "2027-01-02", "2026-12"},
		{true, "2026-09-30", "2026-12-02", "2026-10 2026-11"},
		{true, "2026-09-15", "2026-10-02", ""}, // nothing is drawn of twice
		{false, "2026-07-31", "2026-10-02", ""},
	} {
		last := when.Day(0)
		if x.last != "" {
			last = day(x.last)
		}
		var got []string
		for _, p := range Wanted(x.monthly, last, day(x.today)) {
			got = append(got, p.Name)
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%+v: %q", x, s)
		}
	}
	p := Of(false, day("2026-11-29"))
	if p.From != day("2026-10-01") || p.To != day("2026-12-31") || SeedFrom(p) != day("2027-01-02").Start() {
		t.Errorf("%+v", p)
	}
}

// Whoever had a hand in the closing, or a post in the unit, is not named; of several the
// one with the fewest is.
func TestCheckers(t *testing.T) {
	from := when.Period{From: 1, To: 1 << 30}
	post := func(id, person ref.ID, body, unit ref.ID) bodies.Appointment {
		return bodies.Appointment{ID: id, Person: person, Body: body, Unit: unit, Post: bodies.OfficeHandler, Period: from}
	}
	county := bodies.Snapshot(when.Date(2026, time.March, 2), bodies.Rows{
		Bodies: []bodies.Body{{ID: 90, Kind: bodies.PrincipalOffice, Period: from},
			{ID: 91, Kind: bodies.SupervisoryOffice, Period: from}},
		Appointments: []bodies.Appointment{post(1, 11, 90, 0), post(2, 12, 90, 0), post(3, 13, 90, 0), post(4, 14, 90, 0),
			post(5, 15, 90, 0), post(6, 16, 90, 0), post(7, 15, 0, 5), post(8, 17, 91, 0)}})
	c := &Check{Requester: 11, Confirmer: 12, Reviewer: 13}
	c.Unit, c.Side, c.State = 5, actor.Principal, Open
	by := Closing{}
	if got := c.Checkers(county, by); !slices.Equal(got, []ref.ID{14, 16}) {
		t.Fatalf("may look: %v", got)
	}
	has := map[ref.ID]int{14: 2, 16: 1}
	if c.Name(county, by, has); c.Checker != 16 || has[16] != 2 {
		t.Errorf("named %d, %v", c.Checker, has)
	}
	for to, want := range map[ref.ID]string{0: "input.choose", 16: "recheck.checker.same", 13: "recheck.checker.barred",
		15: "recheck.checker.barred", 17: "recheck.checker.barred", 14: ""} {
		x := *c
		if got := key(x.HandTo(county, by, to)); got != want {
			t.Errorf("to %d: %q, want %q", to, got, want)
		}
	}
	for _, by := range []Closing{{Requester: actor.Hands{By: 1, For: 16}}, {Confirmer: actor.Hands{By: 1, For: 16}},
		{Reviewer: actor.Hands{By: 1, For: 16}}} { // it was closed for 16
		if got := c.Checkers(county, by); !slices.Equal(got, []ref.ID{14}) {
			t.Errorf("%+v: may look: %v", by, got)
		}
	}
	alone := &Check{Requester: 17}
	alone.Side = actor.Supervisory
	if alone.Name(county, by, map[ref.ID]int{}); alone.Checker != 0 {
		t.Errorf("%d looks at what they asked for", alone.Checker)
	}
}

func key(err error) string {
	switch e := err.(type) {
	case nil:
		return ""
	case text.InputErrors:
		return e[0].Message.Key
	case *text.Refusal:
		return e.Key
	}
	return err.Error()
}

// One row per refusal.
func TestLife(t *testing.T) {
	const long, short = "公开栏已更新，现场查看属实", "看过没有问题了九字"
	for _, x := range []struct {
		name string
		c    Check
		do   func(*Check) error
		want string
	}{
		{"holds", Check{}, func(c *Check) error { return c.Hold(long, 7, 100) }, ""},
		{"nine characters", Check{}, func(c *Check) error { return c.Hold(short, 7, 100) }, "input.too-short"},
		{"nine are missing", Check{}, func(c *Check) error { return c.Fail(short, 120, 7, 100) }, "input.too-short"},
		{"somebody else", Check{}, func(c *Check) error { return c.Hold(long, 8, 100) }, "recheck.not-yours"},
		{"nobody named", Check{Checker: -1}, func(c *Check) error { return c.Hold(long, 0, 100) }, "recheck.not-yours"},
		{"does not hold", Check{}, func(c *Check) error { return c.Fail(long, 120, 7, 100) }, ""},
		{"again", Check{Base: noun.Base{State: Held}}, func(c *Check) error { return c.Fail(long, 120, 7, 100) },
			"recheck.judged"},
		{"reply to what holds", Check{Base: noun.Base{State: Held}}, func(c *Check) error { return c.Answer("x", 9, 100) },
			"recheck.no-reply"},
		{"reply", Check{Base: noun.Base{State: Failed}}, func(c *Check) error { return c.Answer("x", 9, 100) }, ""},
		{"nothing", Check{Base: noun.Base{State: Failed}}, func(c *Check) error { return c.Answer("", 9, 100) },
			"input.required"},
		{"reply twice", Check{Base: noun.Base{State: Failed}, RepliedOn: 90},
			func(c *Check) error { return c.Answer("x", 9, 100) }, "recheck.replied"},
	} {
		c := x.c
		if c.State == "" {
			c.State = Open
		}
		if c.Checker == 0 {
			c.Checker = 7
		} else if c.Checker < 0 {
			c.Checker = 0
		}
		if got := key(x.do(&c)); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}
