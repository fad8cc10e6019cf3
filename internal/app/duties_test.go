package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// duties are those on record, by rule and period.
func (h *House) dutiesOf(t *testing.T) (all []*duty.Duty) {
	t.Helper()
	list, err := h.DB.AllOf(context.Background(), ref.Duty, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		all = append(all, v.(*duty.Duty))
	}
	return all
}

// yearCounty is a county of 66 units, founded from tables on 1 January of a year,
// whose clock a test sets.
func yearCounty(t *testing.T, c Config, now *atomic.Int64) *House {
	t.Helper()
	c.Clock, c.Leap = func() when.Instant { return when.Instant(now.Load()) }, anyLeap
	h, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A year of a county whose clock the test drives, on both engines: each rule makes
// exactly its duties, one for each body of its scope and period; cards fall on the
// right day around 春节, 国庆 and 调休; and whatever is broken off, nothing is there
// twice.
func TestYearOfDuties(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		ctx := context.Background()
		_, c := place()
		var now atomic.Int64
		at := func(d when.Day) { now.Store(int64(d.Start().Add(5 * time.Minute))) }
		first := when.Date(2026, 1, 1)
		at(first)
		h := yearCounty(t, c, &now)
		defer func() { h.Close() }()
		other := yearCounty(t, c, &now)
		defer other.Close()
		if list, ok, err := h.Import(ctx, sampleFiles()[:2], ImportOptions{SkipBad: true}); err != nil || !ok {
			t.Fatal(err, list)
		}
		cal := h.Policy.Calendar
		r := rand.New(rand.NewPCG(1, 2))
		crashes := 0
		for d := first; d <= when.Date(2026, 12, 31); d++ {
			at(d)
			switch {
			case r.IntN(2) > 0: // the work of a day, whole
				if _, err := h.MakeDuties(ctx); err != nil {
					t.Fatal(d, err)
				}
				if _, err := h.RaiseCards(ctx); err != nil {
					t.Fatal(d, err)
				}
			case r.IntN(3) > 0: // broken off somewhere, while another process is at it
				crashes++
				broken, cancel := context.WithTimeout(ctx, time.Duration(r.IntN(3000))*time.Microsecond)
				var both sync.WaitGroup
				if r.IntN(3) == 0 {
					both.Go(func() {
						if _, err := other.MakeDuties(ctx); err != nil {
							t.Error(d, err)
						}
					})
				}
				h.MakeDuties(broken)
				h.RaiseCards(broken)
				cancel()
				both.Wait()
				if r.IntN(8) == 0 {
					if err := h.Close(); err != nil {
						t.Fatal(err)
					}
					h = yearCounty(t, c, &now)
				}
				if _, err := h.RaiseCards(ctx); err != nil {
					t.Fatal(d, err)
				}
			default: // nobody is there: the next day does it
			}
		}
		for range 2 { // the last day is done, and asked for again, by two processes at once
			var all sync.WaitGroup
			for _, h := range []*House{h, other} {
				all.Go(func() {
					if _, err := h.MakeDuties(ctx); err != nil {
						t.Error(err)
					}
					if _, err := h.RaiseCards(ctx); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		if crashes < 100 {
			t.Errorf("broken off %d times only", crashes)
		}
		want := map[string]int{}
		for _, rule := range h.Policy.Rules {
			for _, p := range rule.Cadence.Periods(first, when.Date(2026, 12, 31)) {
				county, err := h.DB.County(ctx, 1, p.From)
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range rule.Duties(county, cal, p) {
					want[fmt.Sprint(duty.KeyOf(x))]++
				}
			}
		}
		// An account for the red cards of each quarter, by the first responsible person, since the rule began.
		rules := h.Policy.Rules
		account := rules[slices.IndexFunc(rules, func(r duty.Rule) bool { return r.Cadence == duty.Carded })]
		county, err := h.DB.County(ctx, 1, when.Date(2026, 12, 31))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range h.dutiesOf(t) {
			b, _ := county.Body(x.Body)
			asked := x.CardOn >= account.In.From && slices.Contains(account.Bodies, b.Kind)
			if x.Card == duty.Red && x.Rule != account.Code && asked {
				_, month, _ := x.CardOn.Date()
				key := fmt.Sprintf("2026-Q%d", (int(month)+2)/3)
				want[fmt.Sprint(duty.Key{Rule: account.Code, Period: key, Body: x.Body})] = 1
			}
		}
		got := map[string]int{}
		for _, x := range h.dutiesOf(t) {
			got[fmt.Sprint(duty.KeyOf(x))]++
			card, on := "", when.Day(0)
			switch today := when.Date(2026, 12, 31); {
			case today >= cal.Working(x.Due, 3):
				card, on = duty.Red, cal.Working(x.Due, 3)
			case today >= cal.Working(x.Due, 1):
				card, on = duty.Yellow, cal.Working(x.Due, 1)
			}
			if x.Card != card || card != "" && x.CardOn != on {
				t.Errorf("%s of %d, due %s: %s since %s, want %s since %s", x.Rule, x.Body, x.Due, x.Card, x.CardOn, card, on)
			}
		}
		for key, n := range want {
			if n != 1 || got[key] != 1 {
				t.Errorf("%s is there %d times", key, got[key])
			}
		}
		if len(got) != len(want) || len(want) < 500 {
			t.Errorf("%d duties, want %d", len(got), len(want))
		}
	})
}

// A rule changed by a version binds the periods that begin under it; what was made
// before stays as it was made.
func TestRulesChange(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	texts, err := policy.Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	before, err := policy.LoadTexts(texts)
	if err != nil {
		t.Fatal(err)
	}
	texts["rules.txt"] = strings.Replace(texts["rules.txt"], "| team | 每季度 | 1 | 期末 | 会议记录或纪要 |",
		"| team | 每季度 | 2 | 期末前5个工作日 | 会议记录或纪要 |", 1)
	after, err := policy.LoadTexts(texts)
	if err != nil {
		t.Fatal(err)
	}
	var now atomic.Int64
	now.Store(int64(when.Date(2026, 1, 1).Start()))
	h := yearCounty(t, Config{Dir: t.TempDir()}, &now)
	defer h.Close()
	if _, ok, err := h.Import(ctx, sampleFiles()[:2], ImportOptions{SkipBad: true}); err != nil || !ok {
		t.Fatal(err)
	}
	h.rest(holding{now: after, ground: before, past: []held{{when.Date(2026, 5, 10), after}}})
	now.Store(int64(when.Date(2026, 8, 1).Start()))
	if _, err := h.MakeDuties(ctx); err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, d := range h.dutiesOf(t) {
		if d.Rule == "team-study" {
			seen[d.Period] = fmt.Sprint(d.Times, " ", d.Due)
		}
	}
	if want := "map[2026-Q1:1 2026-03-31 2026-Q2:1 2026-06-30 2026-Q3:2 2026-09-22]"; fmt.Sprint(seen) != want {
		t.Errorf("%v, want %s", seen, want)
	}
}

// What was due before the county kept its record here is asked of nobody.
func TestNothingIsOwedBeforeTheCountyOpened(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	var now atomic.Int64
	now.Store(int64(when.Date(2026, 11, 29).Start()))
	h := yearCounty(t, Config{Dir: t.TempDir()}, &now)
	defer h.Close()
	if _, ok, err := h.Import(ctx, sampleFiles()[:2], ImportOptions{SkipBad: true}); err != nil || !ok {
		t.Fatal(err)
	}
	if _, err := h.MakeDuties(ctx); err != nil {
		t.Fatal(err)
	}
	periods := map[string]int{}
	for _, d := range h.dutiesOf(t) {
		periods[d.Period]++
		if d.Due < when.Date(2026, 11, 29) {
			t.Errorf("%s of %s was due on %s", d.Rule, d.Period, d.Due)
		}
	}
	if periods["2026"] == 0 || periods["2026-H2"] == 0 || periods["2026-Q4"] == 0 || periods["2026-Q3"] != 0 {
		t.Error(periods)
	}
}

// Who may do what about a duty: a unit says what it did, its first person alone what
// is to be confirmed in person; an office moves days, but not those of its own unit.
func TestDutyByWhom(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx, today := context.Background(), v.h.Clock().Day()
	unit := v.unit("曙坪镇")
	commands := v.h.Noun(ref.Duty)
	discharge, _ := commands.Act("discharge")
	var inPerson, plain *duty.Duty
	for _, d := range v.h.dutiesOf(t) {
		if d.Unit == unit && d.State == duty.Open && d.Side == actor.Principal && d.Person == 0 {
			if d.InPerson {
				inPerson = d
			} else {
				plain = d
			}
		}
	}
	if inPerson == nil || plain == nil {
		t.Fatal("the demonstration has no such duties of 曙坪镇")
	}
	do := func(login string, d *duty.Duty) string {
		who, _, _, err := v.h.Doors.Actor(ctx, v.cookies[login])
		if err != nil {
			t.Fatal(err)
		}
		_, err = discharge.Do(ctx, noun.Call{Command: act.Command{Actor: who}, ID: d.ID,
			In: &duty.Discharge{On: today, How: "会议研究"}})
		var refused *text.Refusal
		if errors.As(err, &refused) {
			return refused.Key
		} else if err != nil {
			return err.Error()
		}
		return ""
	}
	for _, c := range []struct {
		login string
		d     *duty.Duty
		want  string
	}{
		{"caizheng-jb", plain, "access.missing"},
		{"zhuti-jb", plain, "access.forbidden"},
		{"shuping-lly", inPerson, "duty.in-person"},
		{"shuping", inPerson, ""},
		{"shuping-lly", plain, ""},
	} {
		if got := do(c.login, c.d); got != c.want {
			t.Errorf("%s: %q, want %q", c.login, got, c.want)
		}
	}
}

// What a rule asks waits on the workbench of those it binds, with the reason, and
// leads to the form in which it is said to be done; then it waits no more.
func TestDutiesWait(t *testing.T) {
	t.Parallel()
	v := visit(t)
	unit := v.unit("曙坪镇")
	soon := v.h.Clock().Day() + 30
	var team, first *duty.Duty
	for _, x := range v.h.dutiesOf(t) {
		if x.Unit != unit || x.State != duty.Open || x.Due > soon || x.Side != actor.Principal {
			continue
		}
		switch x.Level {
		case duty.Team:
			team = x
		case duty.First:
			first = x
		}
	}
	if team == nil || first == nil {
		t.Fatal("the demonstration has no open duties of 曙坪镇")
	}
	waits := func(login string, x *duty.Duty) bool {
		w := v.ask(login, "GET", "/")
		return strings.Contains(w.Body.String(), "/scheduled/"+x.ID.String()+"/do/discharge")
	}
	for login, want := range map[string][2]bool{"shuping-lly": {true, false}, "shuping": {false, true},
		"caizheng": {false, false}, "zhuti-jb": {false, false}} {
		if got := [2]bool{waits(login, team), waits(login, first)}; got != want {
			t.Errorf("%s: of the team and of the first %v, want %v", login, got, want)
		}
	}
	if body := v.ask("shuping-lly", "GET", "/").Body.String(); !strings.Contains(body, "按履责规则，"+team.Period) {
		t.Error("the workbench does not say which rule asks")
	}
	if w := v.send("shuping-lly", "POST", "/scheduled/"+team.ID.String()+"/do/discharge", url.Values{"key": {"d"},
		"on": {v.h.Clock().Day().String()}, "how": {"已召开专题会"}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	if waits("shuping-lly", team) {
		t.Error("what was done waits still")
	}
}
