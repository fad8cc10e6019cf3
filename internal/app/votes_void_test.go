package app

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A vote that is void gives its statements back to paper, or to another vote, and forgets slips and envelopes.
func TestVoteVoid(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		b := v.voteOn(12)
		b.tellers()
		b.opens()
		if first, err := b.put(b.slips[0], saying(t, "good", "good")); !first || err != nil {
			t.Fatal(first, err)
		}
		b.goes("shuping-jw", ref.Vote, "void", b.id, &noun.Said{Text: "不投了"}, "access.")
		b.goes("zhuti-jb", ref.Vote, "void", b.id, &noun.Said{}, "required")
		b.goes("zhuti-jb", ref.Vote, "void", b.id, &noun.Said{Text: "手机信号不好，改用纸质票"}, "")
		b.notOpen("after it was void")
		if issued, cast, err := v.h.DB.Box(context.Background(), b.id); len(issued)+len(cast) > 0 || err != nil {
			t.Errorf("%d slips and %d envelopes are left, %v", len(issued), len(cast), err)
		}
		for _, id := range b.stated {
			if s := v.statement(id); s.Vote != 0 {
				t.Errorf("%s is under vote %d still", s.Title, s.Vote)
			}
		}
		v.goes("zhuti-jb", ref.Statement, "hold", b.stated[0],
			&statements.Holding{HeldOn: v.h.Clock().Day(), Present: 40}, "")
		v.goes("zhuti-jb", ref.Statement, "count", b.stated[0], &statements.Tally{Issued: 20, Returned: 20, Good: 20}, "")
		v.goes("zhuti-jb", ref.Statement, "vote", b.stated[1], &statements.Preparing{Slips: 20,
			TellerA: v.actor("jiandu-jb").Person, TellerB: v.actor("shuping-jw").Person}, "")
		if r, err := v.h.Verify(context.Background()); err != nil || !r.OK {
			t.Error("it does not verify", err)
		}
	})
}

// A backup that was made while people voted does not go on where it stopped: what was cast after it is lost, so the
// vote is void where it is restored.
func TestVoteRestored(t *testing.T) {
	t.Parallel()
	v := visit(t)
	b := v.voteOn(12)
	b.tellers()
	b.opens()
	for i := range 6 {
		if first, err := b.put(b.slips[i], saying(t, "good", "good")); !first || err != nil {
			t.Fatal(first, err)
		}
	}
	tarball := filepath.Join(t.TempDir(), "b.tar")
	if err := Backup(context.Background(), &Settings{Data: v.h.Dir}, tarball, io.Discard); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	to := Settings{Data: filepath.Join(t.TempDir(), "new"), Addr: "127.0.0.1:1"}
	if err := Restore(context.Background(), &to, tarball, "", &said); err != nil {
		t.Fatal(err, said.String())
	}
	if !strings.Contains(said.String(), "declared void: 1") {
		t.Errorf("the restore does not say so: %s", said.String())
	}
	again, err := Open(context.Background(), to.Config())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	w := &visitors{T: t, h: again}
	if x := w.phoneVote(b.id); x.State != statements.Void || x.Why == "" {
		t.Errorf("the vote is %s after the restore", x.State)
	}
	for _, id := range b.stated {
		if s := w.statement(id); s.Vote != 0 {
			t.Errorf("%s is under the vote still", s.Title)
		}
	}
	issued, cast, err := again.DB.Box(context.Background(), b.id)
	if err != nil || len(issued)+len(cast) > 0 {
		t.Errorf("%d slips and %d envelopes are left, %v", len(issued), len(cast), err)
	}
}

// The demonstration has a vote whose tellers are awaited; keys and slips are random, so that it is played no further.
func TestVoteOfTheDemonstration(t *testing.T) {
	t.Parallel()
	v := visit(t)
	all, err := v.h.DB.AllOf(context.Background(), ref.Vote, 1)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	x := all[0].(*statements.Vote)
	if x.State != statements.Prepared || len(x.Statements()) != 2 || x.MeetingOn < when.Date(2026, 11, 24) {
		t.Errorf("%s of %d on %s", x.State, len(x.Statements()), x.MeetingOn)
	}
	v.sees(v.ask("jiandu-jb", "GET", "/votes/"+x.ID.String()), 200, v.say("vote.note.tellers"), v.say("vote.act.bring"))
}
