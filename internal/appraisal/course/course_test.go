package course

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, time.January, 9)

// wrong is the key of what was refused; "" = nothing.
func wrong(err error) string {
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field + " " + in[0].Key
	case errors.As(err, &no):
		return no.Key
	case err != nil:
		return err.Error()
	}
	return ""
}

// Of two marks close enough the mean counts, half up; of others the third's. Nobody marks twice, nothing beyond its
// points is given, and what is settled takes no mark.
func TestMarksAreGiven(t *testing.T) {
	for _, x := range []struct {
		given string // points by person
		state string
		want  int64
		no    string // of the last
	}{
		{"1:380", One, 0, ""},
		{"1:380 2:400", Settled, 390, ""},
		{"1:380 2:385", Settled, 383, ""}, // half up
		{"1:360 2:400", Settled, 380, ""}, // the limit itself
		{"1:359 2:400", Differ, 0, ""},
		{"1:400 2:100 3:250", Settled, 250, ""},
		{"1:400 2:100 1:250", Differ, 0, "mark.same"},
		{"1:400 2:100 2:250", Differ, 0, "mark.same"},
		{"1:400 1:400", One, 0, "mark.same"},
		{"1:401", Open, 0, "points mark.most"},
		{"1:400 2:400 3:400", Settled, 400, "mark.not-now"},
	} {
		k := &Mark{Most: 400, Apart: 40, Base: noun.Base{State: Open}}
		var err error
		for _, g := range strings.Fields(x.given) {
			var who ref.ID
			var n int64
			fmt.Sscanf(g, "%d:%d", &who, &n)
			err = k.Give(Giving{n, "看了佐证"}, who, today)
		}
		if got := wrong(err); got != x.no || k.State != x.state || k.Points != x.want {
			t.Errorf("%s: %s %d %q", x.given, k.State, k.Points, got)
		}
		if (k.State == Settled) != (k.SettledOn != 0) {
			t.Errorf("%s: settled on %s", x.given, k.SettledOn)
		}
	}
}

// What counts lies between the two, or is the third's; marks in the other order give the same.
func TestMarksInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) int64 { return rapid.Int64Range(0, 400).Draw(t, name) }
		a, b, c, apart := draw("a"), draw("b"), draw("c"), draw("apart")
		play := func(a, b int64) *Mark {
			k := &Mark{Most: 400, Apart: apart, Base: noun.Base{State: Open}}
			for i, n := range []int64{a, b, c} {
				if k.State != Settled {
					if err := k.Give(Giving{n, "x"}, ref.ID(i+1), today); err != nil {
						t.Fatal(err)
					}
				}
			}
			return k
		}
		k, again := play(a, b), play(b, a)
		if k.State != Settled || k.Points != again.Points || len(k.Markers()) != len(again.Markers()) {
			t.Fatalf("%+v\n%+v", k, again)
		}
		if max(a-b, b-a) > apart {
			if k.Points != c {
				t.Fatalf("the third gave %d, %d counts", c, k.Points)
			}
		} else if 2*k.Points < a+b || 2*k.Points > a+b+1 {
			t.Fatalf("%d of %d and %d", k.Points, a, b)
		}
	})
}

// Until it is settled a mark is known to who gave it and the leading group; then to the offices of its side and the
// assessors, and to the body once it was fed back.
func TestWhoKnowsMarks(t *testing.T) {
	k := &Mark{Team: "7 8", FirstBy: 7, Base: noun.Base{ID: 1, Jurisdiction: 1, Unit: 5, Side: actor.Principal}}
	grant := func(role actor.Role, side actor.Side, unit ref.ID) []actor.Grant {
		g := actor.Grant{Role: role, Side: side, Unit: unit}
		if unit != 0 {
			g.Own = []ref.ID{unit}
		}
		return []actor.Grant{g}
	}
	who := map[string]actor.Actor{
		"first":  {Person: 7, Jurisdiction: 1, Grants: grant(actor.Staff, "", 6)},
		"second": {Person: 8, Jurisdiction: 1, Grants: grant(actor.ExternalAssessor, "", 0)},
		"office": {Person: 9, Jurisdiction: 1, Grants: grant(actor.PrincipalOffice, actor.Principal, 0)},
		"other":  {Person: 10, Jurisdiction: 1, Grants: grant(actor.SupervisoryOffice, actor.Supervisory, 0)},
		"clerk":  {Person: 11, Jurisdiction: 1, Grants: grant(actor.Clerk, "", 5)},
		"leader": {Person: 12, Jurisdiction: 1, Grants: grant(actor.LeadingGroup, "", 0)},
	}
	for state, want := range map[string]string{Open: "first leader", One: "first leader", Differ: "first leader",
		Settled: "first second office leader", Told: "first second office clerk leader"} {
		k.State = state
		var got []string
		for _, name := range []string{"first", "second", "office", "other", "clerk", "leader"} {
			if access.Can(who[name], "mark.know", inside(k)) {
				got = append(got, name)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s know it, want %s", state, s, want)
		}
	}
}

// Who marked an item or raised the objection does not decide it, and what is upheld changes something.
func TestObjectionsAreDecided(t *testing.T) {
	for _, x := range []struct {
		in   Deciding
		who  ref.ID
		want string
		n    int64
	}{
		{Deciding{Upheld, 400, "属实"}, 4, Upheld, 400},
		{Deciding{Upheld, 0, "应再扣"}, 4, Upheld, 0},
		{Deciding{Rejected, 400, "没有新的事实"}, 4, Rejected, 250},
		{Deciding{Upheld, 400, "属实"}, 1, "objection.own-mark", 0},
		{Deciding{Upheld, 400, "属实"}, 3, "objection.own-mark", 0},
		{Deciding{Upheld, 250, "属实"}, 4, "points objection.points.same", 0},
		{Deciding{Upheld, 401, "属实"}, 4, "points mark.most", 0},
	} {
		o := &Objection{Had: 250, Most: 400, RaisedBy: 3, Base: noun.Base{State: Raised}}
		got := wrong(o.Decide(x.in, []ref.ID{1, 2}, x.who, today))
		if got == "" {
			got = o.State
		}
		if got != x.want || o.Points != x.n {
			t.Errorf("%+v by %d: %s %d", x.in, x.who, got, o.Points)
		}
		if o.State == Raised {
			continue
		}
		if again := wrong(o.Decide(x.in, nil, 4, today)); again != "objection.not-now" {
			t.Errorf("decided twice: %s", again)
		}
	}
}

// A later decision about a ground takes the place of the earlier, and none says anything of another.
func TestVetoesAreDecided(t *testing.T) {
	x := &Scoresheet{}
	for _, step := range []struct{ do, want string }{{"crime yes", "crime"}, {"hidden no", "crime"}, {"crime no", ""},
		{"hidden yes", "hidden"}, {"crime-two yes", "hidden crime-two"}} {
		code, answer, _ := strings.Cut(step.do, " ")
		x.decide(code, answer == "yes")
		if got := strings.Join(x.vetoed(), " "); got != step.want {
			t.Errorf("%s: %s, want %s", step.do, got, step.want)
		}
		if applies, known := x.Decided(code); !known || applies != (answer == "yes") {
			t.Errorf("%s: %v %v", step.do, applies, known)
		}
	}
	if _, known := x.Decided("nothing"); known {
		t.Error("what nobody decided is known")
	}
}
