package exchange

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

type rowsOf []problem.Problem

func (l rowsOf) EachProblem(_ context.Context, _ access.Scope, _ problem.Filter,
	yield func(problem.Problem) error) error {
	for _, p := range l {
		if err := yield(p); err != nil {
			return err
		}
	}
	return nil
}

func (l rowsOf) EachOrder(context.Context, access.Scope, order.Filter, func(order.Order) error) error {
	return nil
}

// The ledger that goes out names who the pages name: whom a correction put in
// place of another, and the ledger's own words while their first is the person.
func TestLedgerNamesWhoTookOver(t *testing.T) {
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	day := when.Date(2026, 11, 24)
	people := []bodies.Person{{ID: 1, Name: "张三"}, {ID: 2, Name: "王五"}, {ID: 3, Name: "Smith, John"}}
	c := bodies.Snapshot(day, bodies.Rows{Persons: people})
	written := func(leader, handler ref.ID, leaders, handlers string) problem.Problem {
		return problem.Problem{Leader: leader, Handler: handler, LeaderName: leaders, HandlerName: handlers}
	}
	was := written(1, 1, "张　三、李四", "张三")
	was.State, was.Source, was.Facts, was.Found = problem.Registered, "spotcheck", "甲", day
	change := was.CorrectionOf()
	change.Leader, change.Handler, change.Reason = 2, 2, "分工调整"
	corrected, err := was.Correct(change, problem.Rules{Sources: map[string]bool{"spotcheck": true}}, day)
	if err != nil {
		t.Fatal(err)
	}
	loose := written(0, 0, "老王、李四", "待定")
	for _, x := range []struct {
		name, want string
		p          problem.Problem
	}{
		{"several names of which the first is the person", "张　三、李四|张三", was},
		{"corrected", "王五|王五", corrected},
		{"matched with none", "老王、李四|待定", loose},
		{"matched with another name", "王五|张三", loose.Match(2, 1)},
		{"nothing written", "王五|张三", written(2, 1, "", "")},
		{"other separators", "张三，李四|smith john", written(1, 3, "张三，李四", "smith john")},
		{"a name with a comma", "Smith, John|Smith, John；张三", written(3, 3, "Smith, John", "Smith, John；张三")},
	} {
		var b bytes.Buffer
		s := Speech{lang.MustLoad().In(lang.Chinese), pack, day}
		table := ProblemTable(c, s, rowsOf{x.p}, access.Scope{}, problem.Filter{})
		if err := table.Write(context.Background(), &b, CSV); err != nil {
			t.Fatal(err)
		}
		got := called(c, x.p.Leader, x.p.LeaderName) + "|" + called(c, x.p.Handler, x.p.HandlerName)
		if got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
		for _, name := range strings.Split(x.want, "|") {
			if !strings.Contains(b.String(), name) {
				t.Errorf("%s: the table does not name %s: %s", x.name, name, b.String())
			}
		}
	}
}
