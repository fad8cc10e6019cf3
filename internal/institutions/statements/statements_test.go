package statements

import (
	"errors"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// key is what a refusal or the first wrong input says, "" = nothing.
func key(err error) string {
	var wrong text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &wrong):
		return wrong[0].Field + " " + wrong[0].Message.Key
	case errors.As(err, &refused):
		return refused.Message.Key
	case err != nil:
		return err.Error()
	}
	return ""
}

var weights = Weights{"good": 100, "fairly": 85, "fair": 60, "poor": 0}

// The score is exact: hundredths, half up, over the valid ballots.
func TestScore(t *testing.T) {
	for _, c := range []struct {
		t    Tally
		want int64
	}{
		{Tally{}, 0},
		{Tally{Good: 1}, 10_000},
		{Tally{Poor: 7}, 0},
		{Tally{Good: 2, Fairly: 1, Invalid: 40}, 9500},
		{Tally{Good: 1, Poor: 2}, 3333},
		{Tally{Good: 2, Poor: 1}, 6667},
		{Tally{Good: 52, Fairly: 17, Fair: 5, Poor: 2}, 9138}, // 6945 over 76 is 91.3815…
		{Tally{Good: 1, Poor: 7999}, 1},                       // 0.0125
		{Tally{Good: 1, Poor: 19_999}, 1},                     // 0.005, half up
		{Tally{Good: 1, Poor: 20_000}, 0},
	} {
		if got := weights.Score(c.t); got != c.want {
			t.Errorf("%+v: %d, want %d", c.t, got, c.want)
		}
	}
}

// Numbers of ballots fit each other and the people who were present.
func TestTallyFits(t *testing.T) {
	for _, c := range []struct {
		t    Tally
		want string
	}{
		{Tally{Issued: 80, Returned: 78, Good: 60, Fairly: 10, Fair: 4, Poor: 2, Invalid: 2}, ""},
		{Tally{Issued: 80, Returned: 80, Good: 80}, ""},
		{Tally{Issued: 81, Returned: 78, Good: 76, Invalid: 2}, "issued statement.issued"},
		{Tally{Issued: 70, Returned: 71, Good: 71}, "returned statement.returned"},
		{Tally{Issued: 80, Returned: 78, Good: 75, Invalid: 2}, "returned statement.sum"},
		{Tally{Issued: 80, Returned: 78, Good: 78, Invalid: 1}, "returned statement.sum"},
		{Tally{Issued: 80, Returned: 3, Invalid: 3}, "good statement.no-valid"},
	} {
		if got := key(c.t.fits(80)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.t, got, c.want)
		}
	}
}

var meeting = when.Date(2026, time.December, 20)

func in10(d when.Day) when.Day { return d + 10 }

// The life: what each state allows, and on which days.
func TestLife(t *testing.T) {
	at := func(state string) *Statement {
		return &Statement{Year: 2026, MeetingOn: meeting, WrittenOn: meeting - 5, Expected: 100, Present: 80,
			Due: meeting + 20, Counter: 7, Ballots: Tally{Good: 1}, Base: base(state)}
	}
	replied := at(Published)
	replied.RepliedOn = meeting + 12
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"written on the day":    {at(Called).Write(Text{}, meeting), ""},
		"written too late":      {at(Called).Write(Text{}, meeting+1), "statement.write.over"},
		"asked at the meeting":  {at(Written).asking(meeting), ""},
		"asked late by a phone": {at(Rated).asking(meeting + 3), ""},
		"asked before":          {at(Written).asking(meeting - 1), "statement.early"},
		"asked of no text":      {at(Called).asking(meeting), "statement.not-now"},
		"asked of a result":     {at(Published).asking(meeting), "statement.not-now"},
		"held":                  {at(Written).Hold(Holding{meeting, 100}, in10, meeting), ""},
		"held tomorrow":         {at(Written).Hold(Holding{meeting + 1, 100}, in10, meeting), "heldOn record.on.later"},
		"held before the text":  {at(Written).Hold(Holding{meeting - 6, 100}, in10, meeting), "heldOn statement.on.before"},
		"more than expected":    {at(Written).Hold(Holding{meeting, 101}, in10, meeting), "present statement.present"},
		"confirmed":             {at(Counted).Confirm(weights, 8, meeting), ""},
		"confirmed by the same": {at(Counted).Confirm(weights, 7, meeting), "statement.same"},
		"replied":               {at(Published).mayReply(), ""},
		"replied twice":         {replied.mayReply(), "statement.replied"},
		"replied to nothing":    {at(Rated).mayReply(), "statement.not-now"},
		"closed at once":        {at(Published).mayClose(meeting + 20), "statement.close.early"},
		"closed in time":        {at(Published).mayClose(meeting + 21), ""},
		"closed after a reply":  {replied.mayClose(meeting + 12), ""},
		"moved":                 {at(Called).Move(Moving{meeting + 3, "9:30", "会议室"}, meeting), ""},
		"moved back":            {at(Called).Move(Moving{meeting - 1, "", "会议室"}, meeting), "meetingOn statement.on.over"},
		"moved into February":   {at(Called).Move(Moving{meeting + 60, "", "会议室"}, meeting), "meetingOn statement.on.year"},
		"at no time":            {at(Called).Move(Moving{meeting, "25:00", "会议室"}, meeting), "clock record.clock.form"},
	} {
		if got := key(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Until it is published the person and the unit do not know the result; a deputy of the
// counter is no second.
func TestWhoKnowsTheBallots(t *testing.T) {
	grant := func(role actor.Role, unit ref.ID, side actor.Side) actor.Grant {
		return actor.Grant{Role: role, Unit: unit, Side: side, Own: []ref.ID{unit}}
	}
	head := actor.Actor{Jurisdiction: 1, Person: 5, Account: 5,
		Grants: []actor.Grant{grant(actor.FirstResponsible, 3, "")}}
	office := actor.Actor{Jurisdiction: 1, Person: 7, Account: 7,
		Grants: []actor.Grant{grant(actor.PrincipalOffice, 9, actor.Principal)}}
	other := office
	other.Person, other.Account = 8, 8
	n := Commands{}.Noun()
	for state, knows := range map[string]bool{Held: false, Counted: false, Rated: false, Published: true, Closed: true} {
		s := &Statement{Person: 5, Counter: 7, Ballots: Tally{Good: 3}, Score: 10_000, Base: base(state)}
		if got := n.For(head, s).(*Statement); (got.Score != 0 && got.Ballots.Good == 3) != knows {
			t.Errorf("%s: the person knows %+v", state, got.Ballots)
		}
		if got := n.For(office, s).(*Statement); got.Score == 0 {
			t.Errorf("%s: the office does not know the score", state)
		}
	}
	s := &Statement{Person: 5, Counter: 7, Base: base(Counted)}
	for who, want := range map[*actor.Actor]bool{&office: false, &other: true, &head: false} {
		if got := access.Can(*who, "statement.confirm", s.Object()); got != want {
			t.Errorf("%d may confirm: %v", who.Person, got)
		}
	}
}

func base(state string) (b noun.Base) {
	b.ID, b.Jurisdiction, b.Unit, b.Side, b.State = 11, 1, 3, actor.Principal, state
	return b
}
