package task

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// given is a task of 2026 as it stands once it is on the list.
var seven = actor.Hands{By: 7}

func given(period string) *Task {
	t := &Task{Year: 2026, Period: period, Task: "开展检查", Origin: OfCommittee}
	t.State = Open
	var errs text.InputErrors
	if t.understand(&errs); len(errs) > 0 {
		panic(errs)
	}
	return t
}

func on(m time.Month, d int) when.Day { return when.Date(2026, m, d) }

// key is the key of what was refused, "" for nothing.
func key(err error) string {
	var refused *text.Refusal
	var wrong text.InputErrors
	switch {
	case errors.As(err, &refused):
		return refused.Message.Key
	case errors.As(err, &wrong):
		return wrong[0].Field + " " + wrong[0].Key
	case err != nil:
		return err.Error()
	}
	return ""
}

func TestPeriods(t *testing.T) {
	for written, want := range map[string]string{
		"13月底前": "period task.period.form", "尽快": "period task.period.form", "2025-12-20": "period task.period.year",
		"2028年1月底": "period task.period.year", "2月至12月": "", "每季度末": "", "2027年1月底": ""} {
		x := &Task{Year: 2026, Period: written}
		var errs text.InputErrors
		x.understand(&errs)
		if got := key(errs.Err()); got != want {
			t.Errorf("%s: %q, want %q", written, got, want)
		}
	}
	x := given("2月至12月")
	if x.Start != on(2, 1) || x.Due != on(12, 31) || x.Next != x.Due || x.Period != "2月至12月" {
		t.Errorf("%+v", x)
	}
}

// Of what falls due each quarter, each is reported; the last is delivered.
func TestRounds(t *testing.T) {
	x := given("每季度末")
	round := Reported{Progress: "本季度已研究", Round: true}
	if got := key(x.MayDeliver()); got != "task.rounds-open" {
		t.Errorf("delivered with three quarters open: %q", got)
	}
	for i, day := range []when.Day{on(3, 20), on(6, 30), on(10, 8)} {
		if err := x.Report(round, day); err != nil {
			t.Fatal(err)
		}
		if late := x.Lateness == Late; late != (i == 2) {
			t.Errorf("quarter %d: late %v", i+1, late)
		}
	}
	if x.Reached != 3 || x.Next != on(12, 31) || x.Percent != 75 || x.Overdue(on(12, 31)) || !x.Overdue(on(12, 31)+1) {
		t.Errorf("%+v", x)
	}
	if got := key(x.Report(round, on(11, 1))); got != "round task.round.last" {
		t.Errorf("the last is said to be done: %q", got)
	}
	if err := x.Deliver("四次会议均已召开", 1, seven, on(12, 20)); err != nil || x.State != Delivered || x.Reached != 4 {
		t.Fatal(err, x)
	}
	if err := x.SendBack("缺第四季度会议记录原件"); err != nil || x.Reached != 3 || x.Next != on(12, 31) || x.Lateness != Late {
		t.Errorf("%v %+v", err, x)
	}
}

// Each act in each state, and what is wrong of what is typed.
func TestLife(t *testing.T) {
	deliver := func(x *Task) error { return x.Deliver("已完成", 0, seven, on(3, 30)) }
	at := func(state string) *Task {
		x := given("3月底前")
		x.State = state
		return x
	}
	proof := func(x *Task) *Task { x.Proof = "责任书"; return x }
	broken := func(x *Task, stage string) *Task { x.Stage = stage; return x }
	asked := func(x *Task, stage string) *Task { x.Countersign = stage; return x }
	nine, ten := strings.Repeat("缺", 9), strings.Repeat("缺", 10)
	for name, c := range map[string]struct {
		x    *Task
		do   func(*Task) error
		want string
	}{
		"deliver":             {at(Open), deliver, ""},
		"deliver twice":       {at(Delivered), deliver, "task.state-forbids"},
		"deliver done":        {at(Done), deliver, "task.state-forbids"},
		"deliver nothing":     {at(Open), func(x *Task) error { return x.Deliver("", 0, seven, 0) }, "done input.required"},
		"no proof":            {proof(at(Open)), deliver, "file task.proof-missing"},
		"proof":               {proof(at(Open)), func(x *Task) error { return x.Deliver("已完成", 1, seven, 0) }, ""},
		"parts open":          {broken(at(Open), Broken), deliver, "task.parts-open"},
		"parts done":          {broken(proof(at(Open)), Ready), deliver, ""},
		"accept":              {at(Delivered), func(x *Task) error { return x.Accept(9) }, ""},
		"accept open":         {at(Open), func(x *Task) error { return x.Accept(9) }, "task.state-forbids"},
		"send back":           {at(Delivered), func(x *Task) error { return x.SendBack(ten) }, ""},
		"send back, nine":     {at(Delivered), func(x *Task) error { return x.SendBack(nine) }, "missing input.too-short"},
		"send back open":      {at(Open), func(x *Task) error { return x.SendBack(ten) }, "task.state-forbids"},
		"withdraw":            {at(Delivered), func(x *Task) error { return withdraw(x, "补充") }, ""},
		"withdraw, no reason": {at(Delivered), func(x *Task) error { return withdraw(x, "") }, "reason input.required"},
		"withdraw done":       {at(Done), func(x *Task) error { return withdraw(x, "补充") }, "recall.nothing"},
		"report": {at(Open), func(x *Task) error { return x.Report(Reported{Progress: "一半", Percent: 50}, 0) },
			""},
		"report 101": {at(Open), func(x *Task) error { return x.Report(Reported{Progress: "一半", Percent: 101}, 0) },
			"percent field.count-between"},
		"report done": {at(Done), func(x *Task) error { return x.Report(Reported{Progress: "一半"}, 0) },
			"task.state-forbids"},
		"countersign":      {asked(at(Open), Wanted), func(x *Task) error { return x.Sign(7, on(3, 1)) }, ""},
		"countersign done": {asked(at(Done), Wanted), func(x *Task) error { return x.Sign(7, on(3, 1)) }, ""},
		"countersign twice": {asked(at(Open), Signed), func(x *Task) error { return x.Sign(7, on(3, 1)) },
			"task.countersigned"},
		"countersign what needs none": {at(Open), func(x *Task) error { return x.Sign(7, on(3, 1)) },
			"task.countersign-none"},
		"countersign ended": {asked(at(Ended), Wanted), func(x *Task) error { return x.Sign(7, on(3, 1)) },
			"task.state-forbids"},
		"change delivered":   {at(Delivered), func(x *Task) error { return mayChange(x) }, "task.state-forbids"},
		"end what is parted": {broken(at(Open), Broken), mayEnd, "task.end.parts"},
	} {
		was := *c.x
		err := c.do(c.x)
		if got := key(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if err != nil && *c.x != was {
			t.Errorf("%s: refused and changed: %+v", name, c.x)
		}
	}
}

// Delivered late is marked and stays so; overdue is only what is open.
func TestLate(t *testing.T) {
	x := given("3月底前")
	if x.Overdue(on(3, 31)) || !x.Overdue(on(4, 1)) {
		t.Error("the last day counts")
	}
	if err := x.Deliver("已完成", 0, seven, on(4, 1)); err != nil || x.Lateness != Late || x.Overdue(on(5, 1)) {
		t.Errorf("%v %+v", err, x)
	}
	if err := x.Accept(on(4, 3)); err != nil || x.Lateness != Late || x.State != Done {
		t.Errorf("%v %+v", err, x)
	}
	y := given("3月底前")
	_ = y.Deliver("已完成", 0, seven, on(3, 31))
	if y.Lateness != "" {
		t.Error("on the last day it is not late")
	}
}

// Late earns the share of the policy, exactly: half a hundredth is rounded up, and what
// is not accepted earns nothing.
func TestEarned(t *testing.T) {
	for _, c := range []struct {
		state, lateness     string
		points, share, want int64
	}{
		{Done, "", 201, 0, 201}, {Done, Late, 201, 50, 101}, {Done, Late, 200, 50, 100}, {Done, Late, 200, 0, 0},
		{Done, Late, 200, 100, 200}, {Done, Late, 1, 49, 0}, {Done, Late, 100000, 33, 33000}, {Done, Late, 333, 33, 110},
		{Delivered, Late, 200, 50, 0}, {Open, "", 200, 50, 0}, {Ended, "", 200, 50, 0}, {Done, Late, 0, 50, 0},
	} {
		x := &Task{Points: c.points, Lateness: c.lateness}
		x.State = c.state
		if got := x.Earned(c.share); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// The share is that of the policy on the day on which the task was accepted.
func TestEarnedByThePolicyOfItsDay(t *testing.T) {
	d := Commands{LateShare: func(day when.Day) int64 {
		if day < on(4, 1) {
			return 50
		}
		return 0
	}}
	for day, want := range map[when.Day]string{on(3, 31): "1.00", on(4, 1): "0.00"} {
		x := &Task{Points: 200, Lateness: Late, AcceptedOn: day}
		x.State = Done
		said := d.notes(x, on(12, 31))
		if len(said) != 1 || said[0].Key != "task.note.earned-late" || said[0].Data["points"] != want ||
			said[0].Data["of"] != "2.00" {
			t.Errorf("%s: %+v", day, said)
		}
	}
}

// Whatever is done in whatever order: what binds next is one of the dues, what is
// behind never more than there are, and done was delivered.
func TestAnyLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := given(rapid.SampledFrom([]string{"每月", "每季度末", "每半年", "3月底前", "2月至12月"}).Draw(t, "period"))
		day := on(1, 1)
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			day += when.Day(rapid.IntRange(0, 20).Draw(t, "days"))
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 0:
				_ = x.Report(Reported{Progress: "进展", Round: rapid.Bool().Draw(t, "round")}, day)
			case 1:
				_ = x.Deliver("已完成", 0, seven, day)
			case 2:
				_ = x.SendBack("还缺少会议记录和照片")
			case 3:
				_ = withdraw(x, "补充")
			case 4:
				if x.State == Delivered && rapid.IntRange(0, 9).Draw(t, "accept") == 0 {
					_ = x.Accept(day)
				}
			}
			dues := x.Dues()
			if x.Reached < 0 || x.Reached > int64(len(dues)) || x.State == Open && x.Next != dues[x.Reached] ||
				(x.State != Open) != (x.DeliveredOn != 0) ||
				x.State == Done && x.Every != "" && x.Reached != int64(len(dues)) {
				t.Fatalf("%+v", x)
			}
		}
	})
}

func TestLike(t *testing.T) {
	here := func(number, words, state string) *Task {
		x := &Task{Number: number, Task: words, Year: 2026, Body: 1}
		x.State = state
		return x
	}
	a, b := here("1", "甲", Open), here("2", "乙", Done)
	all := []noun.Value{here("1", "甲", Ended), a, b}
	for name, c := range map[string]struct {
		row  *Task
		want noun.Value
	}{
		"number": {&Task{Number: "2", Year: 2026, Body: 1, Task: "丙"}, b},
		"words":  {&Task{Year: 2026, Body: 1, Task: "甲"}, a},
		"year":   {&Task{Year: 2025, Body: 1, Task: "甲"}, nil},
		"body":   {&Task{Year: 2026, Body: 2, Task: "甲"}, nil},
	} {
		if got := like(c.row, all); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func withdraw(x *Task, why string) error {
	_, err := recall.TakeBack(nil, Shape, x, seven, noun.Recalled{Reason: why})
	return err
}
