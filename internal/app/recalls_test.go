package app

import (
	"context"
	letterslip "shuangze/internal/letter/slip"
	"slices"
	"sync"
	"testing"

	"shuangze/internal/letter"
	"shuangze/internal/notify"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
)

// told is the newest message of somebody about a matter.
func (v *visitors) told(login string, of ref.Ref) (m notify.Message) {
	v.Helper()
	list := v.inbox(login)
	if i := slices.IndexFunc(list, func(m notify.Message) bool { return m.Of == of }); i >= 0 {
		return list[i]
	}
	return m
}

// A document that was handed on is taken back to where it was, by who handed it on and while
// nobody acted on it. Whoever had not read that it was asked finds that nothing waits; who
// had read it is told.
func TestDispatchIsTakenBack(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		tells := func() {
			t.Helper()
			if err := v.h.TellEntries(context.Background(), v.takes("notify")); err != nil {
				t.Fatal(err)
			}
		}
		does := func(login, act, refused string, id ref.ID, in any) {
			t.Helper()
			if _, no := v.does(login, ref.Dispatch, act, id, in); no != refused {
				t.Fatalf("%s by %s: %q, want %q", act, login, no, refused)
			}
		}
		why := &noun.Recalled{Reason: "数据有误"}
		tells()
		id := v.dispatched(1, letter.Checking, "")
		of := ref.Ref{Kind: ref.Dispatch, ID: id}
		tells()
		if m := v.told("shuping-jw", of); m.Said != "dispatch.submitted" || m.Read != 0 {
			t.Fatalf("who checks was told %+v", m)
		}
		does("shuping-jw", "recall", "recall.not-own", id, why)
		does("shuping-lly", "recall", "", id, why)
		if l := v.dispatch(id); l.State != letter.Draft {
			t.Fatal(l.State)
		}
		tells()
		if m := v.told("shuping-jw", of); m.Said != "dispatch.recalled" || m.Read == 0 || m.Due != 0 {
			t.Errorf("who had not read it was told %+v", m)
		}
		does("shuping-lly", "recall", "recall.nothing", id, why)

		// Sent again, read, and taken back: that is told.
		does("shuping-lly", "submit", "", id, nil)
		tells()
		v.ask("shuping-jw", "POST", "/inbox/"+v.told("shuping-jw", of).ID.String()+"/open")
		does("shuping-lly", "recall", "", id, why)
		tells()
		if m := v.told("shuping-jw", of); m.Said != "dispatch.recalled" || m.Read != 0 {
			t.Errorf("who had read it was told %+v", m)
		}

		// Who checked it takes that back; the signer is asked no longer, nor those who were to
		// countersign, unless one has answered.
		id = v.dispatched(2, letter.Signing, "落实主体责任办公室")
		of.ID = id
		slip := ref.Ref{Kind: ref.Slip, ID: v.slipOf(id, "县委督查室")}
		tells()
		if m := v.told("shuping", of); m.Said != "dispatch.checked" || m.Read != 0 {
			t.Fatalf("the signer was told %+v", m)
		}
		does("shuping-lly", "recall", "recall.not-own", id, why)
		does("shuping-jw", "recall", "", id, why)
		if l := v.dispatch(id); l.State != letter.Checking || l.Checker != 0 || l.Signer != 0 || l.Unanswered != 0 {
			t.Errorf("%s, %d, %d", l.State, l.Checker, l.Signer)
		}
		tells()
		if m := v.told("shuping", of); m.Said != "dispatch.recalled" || m.Read == 0 {
			t.Errorf("the signer was told %+v", m)
		}
		for _, login := range []string{"zhuti-jb", "zhuti"} {
			if m := v.told(login, slip); m.Of.ID != 0 && m.Read == 0 {
				t.Errorf("%s is asked still: %+v", login, m)
			}
		}
		id = v.dispatched(3, letter.Signing, "落实主体责任办公室")
		if _, no := v.does("zhuti", ref.Slip, "agree", v.slipOf(id, "县委督查室"), &letterslip.Said{}); no != "" {
			t.Fatal(no)
		}
		does("shuping-jw", "recall", "dispatch.recall-answered", id, why)

		// What was asked to be cancelled stands again.
		id = v.dispatched(4, letter.Sent, "")
		does("shuping-lly", "ask-cancel", "", id, &letter.Said{Text: "文号重复"})
		does("shuping-jw", "recall", "recall.not-own", id, why)
		does("shuping-lly", "recall", "", id, why)
		if l := v.dispatch(id); l.State != letter.Sent || l.Canceller != 0 {
			t.Errorf("%s, %d", l.State, l.Canceller)
		}
	})
}

// A recall against a decision, at once: one of them is done and the other refused.
func TestRecallAgainstDecision(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		for i := range 8 {
			id := v.dispatched(10+i, letter.Checking, "")
			var recalled, passed string
			var both sync.WaitGroup
			both.Go(func() {
				_, recalled = v.does("shuping-lly", ref.Dispatch, "recall", id, &noun.Recalled{Reason: "有误"})
			})
			both.Go(func() { _, passed = v.does("shuping-jw", ref.Dispatch, letter.PassAct, id, &letter.Said{}) })
			both.Wait()
			want := letter.Draft
			if passed == "" {
				want = letter.Signing
			}
			if (recalled == "") == (passed == "") || v.dispatch(id).State != want {
				t.Errorf("recall %q, check %q, and it is %s", recalled, passed, v.dispatch(id).State)
			}
		}
	})
}

// A version that waits for its signature is taken back: it is as it was before, and the same
// words may be handed on again.
func TestPaperIsTakenBack(t *testing.T) {
	p := programsOf(t)
	n := 0
	deeds := map[string]func() write{}
	p.nounWrites(deeds, func() int { n++; return n })
	id := p.signedPaper(deeds["addSignoff"](), 1)
	paper := func() *signoff.Paper {
		x, _, err := p.h.DB.One(context.Background(), ref.Signoff, id)
		if err != nil {
			t.Fatal(err)
		}
		return x.(*signoff.Paper)
	}
	next := &signoff.Paper{}
	change, _ := p.h.Noun(ref.Signoff).Act("change")
	was := change.Fill(paper()).(*noun.Changed)
	*next = *was.V.(*signoff.Paper)
	next.Content += "另行补充。"
	for range 2 {
		if paper().Content != next.Content {
			if _, no := p.does("shuping-lly", ref.Signoff, "change", id, &noun.Changed{V: next, Reason: "补充"}); no != "" {
				t.Fatal(no)
			}
		}
		if _, no := p.does("shuping-lly", ref.Signoff, signoff.FreezeAct, id, &signoff.Freezing{Reason: "送签"}); no != "" {
			t.Fatal(no)
		}
		if _, no := p.does("shuping-lly", ref.Signoff, "recall", id, &noun.Recalled{Reason: "还要改"}); no != "" {
			t.Fatal(no)
		}
		if x := paper(); x.State != signoff.Signed || x.Endorsed != 1 {
			t.Errorf("%s, %d", x.State, x.Endorsed)
		}
	}
	if _, no := p.does("shuping", ref.Signoff, signoff.SignAct, id, &signoff.Signing{Number: 3}); no == "" {
		t.Error("signed after it was taken back")
	}
}
