package order

import (
	"errors"
	"slices"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// crew is a unit led by 6, with 7 in its team, 5 and 8 as hands.
var crew = bodies.Team{Unit: 1, First: bodies.First{Person: 6}, Leaders: []ref.ID{6, 7}, Posted: []ref.ID{6, 7, 5, 8}}

func TestWhoConfirms(t *testing.T) {
	vacant := bodies.Team{Unit: 1, Leaders: []ref.ID{7, 9}, Posted: []ref.ID{7, 9, 5}}
	alone := bodies.Team{Unit: 1, First: bodies.First{Person: 6}, Leaders: []ref.ID{6}, Posted: []ref.ID{6}}
	for name, x := range map[string]struct {
		leader, requester ref.ID
		team              bodies.Team
		want              []ref.ID
	}{
		"the named leader":                      {7, 5, crew, []ref.ID{7}},
		"not the first responsible, if named":   {7, 6, crew, []ref.ID{7}},
		"the named leader left":                 {9, 5, crew, []ref.ID{6}},
		"the named leader is now only a hand":   {8, 5, crew, []ref.ID{6}},
		"the named leader asked":                {7, 7, crew, []ref.ID{6}},
		"the first responsible is named, asked": {6, 6, crew, []ref.ID{7}},
		"vacant and the named one left":         {6, 5, vacant, []ref.ID{7, 9}},
		"vacant, one of two asked":              {6, 7, vacant, []ref.ID{9}},
		"nobody but who asked":                  {6, 6, alone, nil},
		"no team at all":                        {6, 5, bodies.Team{}, nil},
	} {
		o := Order{State: Requested, Leader: x.leader, Requester: x.requester}
		if got := o.Confirmers(x.team); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v confirm, want %v", name, got, x.want)
		}
		for _, by := range []ref.ID{5, 6, 7, 8, 9} {
			_, err := o.ConfirmClose(actor.Actor{Person: by}, "属实", x.team, rules)
			if (err == nil) != slices.Contains(x.want, by) {
				t.Errorf("%s: %d confirms: %v", name, by, err)
			}
		}
	}
}

func TestReassign(t *testing.T) {
	was := Order{State: InProgress, Leader: 9, Handler: 5}
	if leader, handler := was.Left(crew); !leader || handler {
		t.Errorf("left: leader %v, handler %v", leader, handler)
	}
	next, err := was.Reassign(7, 8, "分工调整", crew)
	if err != nil || next.Leader != 7 || next.Handler != 8 || next.State != InProgress {
		t.Fatalf("%+v %v", next, err)
	}
	for name, x := range map[string]struct {
		leader, handler ref.ID
		reason, field   string
	}{
		"nobody":                  {0, 5, "调整", "leader"},
		"no handler":              {7, 0, "调整", "handler"},
		"a leader who only works": {8, 5, "调整", "leader"},
		"a handler elsewhere":     {7, 9, "调整", "handler"},
		"the same":                {9, 5, "调整", "leader"},
		"no reason":               {7, 8, "", "reason"},
	} {
		_, err := was.Reassign(x.leader, x.handler, x.reason, crew)
		var in text.InputErrors
		if !errors.As(err, &in) || in[0].Field != x.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	was.State = Closed
	if _, err := was.Reassign(7, 8, "调整", crew); err == nil {
		t.Error("a closed order was reassigned")
	}
	if leader, _ := was.Left(crew); leader {
		t.Error("a closed order waits for people")
	}
}
