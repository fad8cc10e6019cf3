package statements

import (
	"bytes"
	"crypto/rand"
	"testing"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// aVote is a vote on three people at a meeting, with the keys of its tellers 21 and 22.
func aVote(t *testing.T, state string) (v *Vote, a, b ballot.Key) {
	t.Helper()
	var those []*Statement
	for i := range 3 {
		s := &Statement{Meeting: "大会", Year: 2026, MeetingOn: meeting, Expected: 12, Person: ref.ID(5 + i), Base: base(Held)}
		s.ID = ref.ID(101 + i)
		those = append(those, s)
	}
	v = prepare(Preparing{12, 21, 22}, those)
	v.ID = 77
	var err error
	if a, err = ballot.NewKey(); err == nil {
		b, err = ballot.NewKey()
	}
	if err != nil {
		t.Fatal(err)
	}
	v.LidA, v.LidB, v.State = a.Lid().Text(), b.Lid().Text(), state
	return v, a, b
}

// Who prepares a vote names enough slips and not too many, and two tellers of different units, neither of whom is
// judged.
func TestPreparing(t *testing.T) {
	day := when.Date(2026, 12, 1)
	post := func(id, person, unit ref.ID) bodies.Appointment {
		return bodies.Appointment{ID: id, Person: person, Unit: unit, Period: when.Period{From: day - 100, To: day + 100}}
	}
	c := bodies.Snapshot(day, bodies.Rows{Appointments: []bodies.Appointment{
		post(1, 21, 3), post(2, 22, 4), post(3, 23, 3),
		post(4, 5, 6)}})
	those := []*Statement{{Person: 5, Expected: 60}, {Person: 6, Expected: 80}}
	for _, x := range []struct {
		in   Preparing
		want string
	}{
		{Preparing{5, 21, 22}, ""},
		{Preparing{80, 21, 22}, ""},
		{Preparing{4, 21, 22}, "slips vote.slips.few"},
		{Preparing{81, 21, 22}, "slips vote.slips.many"},
		{Preparing{50, 5, 22}, "tellerA vote.teller.judged"},
		{Preparing{50, 21, 5}, "tellerB vote.teller.judged"},
		{Preparing{50, 21, 21}, "tellerB vote.teller.same"},
		{Preparing{50, 21, 23}, "tellerB vote.teller.unit"},
	} {
		if got := key(x.in.fits(c, those)); got != x.want {
			t.Errorf("%+v: %q, want %q", x.in, got, x.want)
		}
	}
}

// Slips are printed once both tellers, each for themselves, brought a key and read their test envelope.
func TestTellers(t *testing.T) {
	v, a, b := aVote(t, Prepared)
	v.LidA, v.LidB = "", ""
	want := func(err error, want string) {
		t.Helper()
		if got := key(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	const code, other = "0123456789ABCDEF", "0123456789ABCDEG"
	holds := ballot.Digest([]byte(code))
	want(v.Ready(), "vote.untried")
	want(v.Try(21, code), "vote.lid.first")
	want(v.Bring(23, a.Lid(), "test", holds), "vote.teller.not")
	want(v.Bring(0, a.Lid(), "test", holds), "vote.teller.not")
	want(v.Bring(21, a.Lid(), "test", holds), "")
	want(v.Bring(22, b.Lid(), "test", holds), "")
	want(v.Try(23, code), "vote.teller.not")
	want(v.Try(21, other), "code vote.code.wrong")
	want(v.Try(21, "short"), "code vote.code.wrong")
	want(v.Ready(), "vote.untried")
	want(v.Try(21, "o123 4567-89ab cdef"), "")
	want(v.Try(21, code), "vote.tried-already")
	want(v.MayPrint(), "vote.untried")
	want(v.Try(22, code), "")
	want(v.Ready(), "")
	want(v.Bring(22, b.Lid(), "test", holds), "") // anew: it is tried anew
	want(v.Ready(), "vote.untried")
	want(v.Bring(22, a.Lid(), "test", holds), "lid vote.lid.same")
	v.State = Printed
	want(v.MayPrint(), "")
	want(v.Bring(21, a.Lid(), "test", holds), "vote.not-now")
	want(v.Try(21, code), "vote.not-now")
	v.State = Voting
	want(v.MayPrint(), "vote.not-now")
}

// A statement is put to a vote once, before its ballots are counted; while it is, paper is not counted and nobody
// writes it anew. One that is taken back is free again.
func TestUnderAVote(t *testing.T) {
	for state, want := range map[string]string{Called: "", Written: "", Held: "", Counted: "statement.not-now",
		Published: "statement.not-now", Cancelled: "statement.not-now"} {
		if got := key((&Statement{Base: base(state)}).mayVote()); got != want {
			t.Errorf("%s: %q, want %q", state, got, want)
		}
	}
	s := &Statement{Vote: 77, Base: base(Held)}
	for _, x := range []struct {
		err  error
		want string
	}{{s.mayVote(), "vote.again"}, {s.onPaper(), "vote.counts"}, {s.mayChange(), "vote.fixed"}} {
		if got := key(x.err); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
	if s.uncount(); key(s.onPaper()) != "" || key(s.mayVote()) != "" {
		t.Error("a count that was taken back leaves the statement under the vote")
	}
}

// An envelope has room for as many as may be judged, and for no more.
func TestJudgedMost(t *testing.T) {
	for n, fits := range map[int]bool{judgedMost: true, judgedMost + 1: false} {
		those := make([]*Statement, n)
		for i := range those {
			those[i] = &Statement{}
			those[i].ID = ref.ID(1)<<62 + ref.ID(i)
		}
		v := prepare(Preparing{Slips: 20}, those)
		if got := len(v.Statements()); got != n || len(v.Those) > thoseMost {
			t.Errorf("%d of %d, %d characters", got, n, len(v.Those))
		}
		if err := v.Survey(weights).Check(); (err == nil) != fits {
			t.Errorf("%d judged: %v", n, err)
		}
	}
}

// The published file counts when it is of this vote, whole, and of as many ballots as were cast; and it counts exactly
// what was said.
func TestCountedFile(t *testing.T) {
	play := func(v *Vote, a, b ballot.Key) (poll ballot.Poll, file, issued []byte) {
		slips, list, err := ballot.Issue(v.Survey(weights), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		v.Issued = ballot.Digest(list.Text())
		if poll, err = v.Poll(weights); err != nil {
			t.Fatal(err)
		}
		var cast []ballot.Cast
		for i, s := range slips[:7] {
			said := ballot.Ballot{Answers: []string{[]string{"good", "fairly", "poor"}[i%3], "good", ""}}
			if said.Receipt, err = ballot.NewReceipt(rand.Reader); err != nil {
				t.Fatal(err)
			}
			env, err := ballot.Seal(poll.Survey, poll.A, poll.B, s.Group, said)
			if err != nil {
				t.Fatal(err)
			}
			cast = append(cast, ballot.Cast{Token: s.Token, Envelope: env})
		}
		inner, n, err := ballot.OpenOuter(a, ballot.Export(poll, cast), list.Text())
		if err == nil {
			file, _, err = ballot.OpenInner(b, inner, n)
		}
		if err != nil {
			t.Fatal(err)
		}
		return poll, file, list.Text()
	}
	v, a, b := aVote(t, Ended)
	poll, file, issued := play(v, a, b)
	_, strange, _ := play(v, a, b)
	poll, file, issued = play(v, a, b)
	v.Cast = 7
	edit := func(old, new string) []byte { return bytes.Replace(file, []byte(old), []byte(new), 1) }
	for name, x := range map[string]struct {
		file []byte
		want string
	}{
		"another issue":    {strange, "file vote.handed.other"},
		"no file of votes": {[]byte("票\n"), "file vote.handed.wrong"},
		"cut off":          {file[:len(file)-9], "file vote.handed.wrong"},
		"fewer announced":  {edit("h\tcount\t7", "h\tcount\t6"), "file vote.handed.count"},
		"another vote":     {edit("h\tsurvey\tsz-77", "h\tsurvey\tsz-78"), "file vote.handed.token"},
		"other questions":  {edit("s101=", "s109="), "file vote.handed.other"},
		"no such grade":    {edit("\tpoor\n", "\trich\n"), "file vote.handed.line"},
	} {
		x2 := *v
		if _, err := x2.counted(poll, x.file, issued, meeting); key(err) != x.want {
			t.Errorf("%s: %q, want %q", name, key(err), x.want)
		}
	}
	few := *v
	few.Cast = 8
	if _, err := few.counted(poll, file, issued, meeting); key(err) != "file vote.handed.other" {
		t.Errorf("a ballot less than was cast: %v", err)
	}
	r, err := v.counted(poll, file, issued, meeting)
	if err != nil || v.State != Opened || v.File != ballot.Digest(file) {
		t.Fatalf("%v: %s", err, v.State)
	}
	for id, want := range map[ref.ID]Tally{
		101: {Issued: 12, Returned: 7, Good: 3, Fairly: 2, Poor: 2},
		102: {Issued: 12, Returned: 7, Good: 7},
		103: {Issued: 12, Returned: 7, Invalid: 7},
	} {
		if got, ok := tallied(r, id); !ok || got != want {
			t.Errorf("%d: %+v, want %+v", id, got, want)
		}
	}
	if _, ok := tallied(r, 104); ok {
		t.Error("somebody who was not judged has a count")
	}
}
