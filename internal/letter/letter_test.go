package letter

import (
	"errors"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/issued"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	drafter ref.ID = iota + 11
	checker
	signer
	other
)

func hands(id ref.ID) actor.Hands { return actor.Hands{By: id} }

var today = when.Date(2026, time.November, 24)

// plain is a noun that adds nothing to the life.
type plain struct{ Life }

func (p *plain) Object() access.Object { return p.Asks("plain") }

var its = Kind{Shape: noun.Shape{Of: "plain", Name: "plains", Word: "plain", Table: "plain", States: States,
	New: func() noun.Value { return &plain{} }, Fields: Fields(nil), Title: "title", Shared: Shared}}

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

// at is a document in a state, as its life brings it there.
func at(state string) *Life {
	l := &Life{Title: "关于开展检查\n的通知", Recipients: "各镇、财政局", Text: "一、总体要求\n按期报送。"}
	l.State = Draft
	l.Written(hands(drafter))
	for _, step := range []struct {
		to string
		do func() error
	}{{Draft, func() error { return nil }}, {Checking, l.Submit},
		{Signing, func() error { return l.Check(hands(checker), signer, "", 0, today) }},
		{Signed, func() error { return l.Sign(hands(signer), "", today) }},
		{Sealed, func() error { return l.Seal(drafter, today.Start()) }},
		{Sent, func() error { return l.Send(3, today, today+3) }},
		{Archived, func() error { return l.Archive(today) }}} {
		if err := step.do(); err != nil {
			panic(err)
		}
		if step.to == state {
			return l
		}
	}
	switch state {
	case Withdrawn:
		*l = *at(Draft)
		_ = l.Withdraw("不发了")
	case Void:
		_ = l.AskCancel(hands(drafter), "有误")
		_ = l.Cancel(hands(checker), today)
	}
	return l
}

// Each act in each state: what stands in the table may be done, everything else is refused and changes nothing.
func TestStates(t *testing.T) {
	all := States
	for name, x := range map[string]struct {
		in []string
		do func(*Life) error
	}{
		"submit":   {[]string{Draft}, (*Life).Submit},
		"check":    {[]string{Checking}, func(l *Life) error { return l.Check(hands(checker), signer, "", 1, today) }},
		"hand":     {[]string{Signing}, func(l *Life) error { return l.Hand(other) }},
		"return":   {[]string{Checking, Signing}, func(l *Life) error { return l.SendBack(hands(checker), "改") }},
		"sign":     {[]string{Signing}, func(l *Life) error { return l.Sign(hands(signer), "", today) }},
		"seal":     {[]string{Signed}, func(l *Life) error { return l.Seal(other, today.Start()) }},
		"send":     {[]string{Sealed}, func(l *Life) error { return l.Send(1, today, today+3) }},
		"archive":  {[]string{Sent}, func(l *Life) error { return l.Archive(today) }},
		"withdraw": {[]string{Draft, Checking, Signing}, func(l *Life) error { return l.Withdraw("不发了") }},
		"cancel": {[]string{Signed, Sealed, Sent, Archived}, func(l *Life) error {
			return l.AskCancel(hands(other), "误")
		}},
		"urge":   {[]string{Sent, Archived}, func(l *Life) error { return l.Urge(today + 3) }},
		"change": {[]string{Draft}, (*Life).MayChange},
		"oa":     {[]string{Signed, Sealed, Sent, Archived, Void}, (*Life).MayNote},
	} {
		for _, state := range all {
			l := at(state)
			was := *l
			err := x.do(l)
			may := strings.Contains(" "+strings.Join(x.in, " ")+" ", " "+state+" ")
			if may != (err == nil) || err != nil && *l != was {
				t.Errorf("%s in %s: %q", name, state, key(err))
			}
		}
	}
}

// Who wrote neither checks nor signs, who checked does not sign, a deputy signs for nobody, and who asks to cancel
// does not decide; each also through somebody who acts for them.
func TestSeparation(t *testing.T) {
	through := actor.Hands{By: other, For: drafter}
	for name, x := range map[string]struct {
		err  error
		want string
	}{
		"own check":         {at(Checking).MayCheck(hands(drafter)), "dispatch.own"},
		"own check through": {at(Checking).MayCheck(through), "dispatch.own"},
		"own return":        {at(Checking).SendBack(hands(drafter), "改"), "dispatch.own"},
		"signer wrote":      {at(Checking).Check(hands(checker), drafter, "", 0, today), "signer dispatch.signer.own"},
		"signer checks":     {at(Checking).Check(hands(signer), signer, "", 0, today), "signer dispatch.signer.own"},
		"handed to writer":  {at(Signing).Hand(drafter), "signer dispatch.signer.own"},
		"handed to checker": {at(Signing).Hand(checker), "signer dispatch.signer.own"},
		"handed to same":    {at(Signing).Hand(signer), "signer dispatch.signer.same"},
		"another signs":     {at(Signing).Sign(hands(other), "", today), "dispatch.signer.other"},
		"deputy signs":      {at(Signing).Sign(actor.Hands{By: signer, For: other}, "", today), "dispatch.signer.other"},
		"deputy of signer":  {at(Signing).Sign(actor.Hands{By: other, For: signer}, "", today), "dispatch.signer.other"},
	} {
		if got := key(x.err); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
	l := at(Draft)
	l.Written(hands(signer)) // who changed a draft wrote at it too
	_ = l.Submit()
	if got := key(l.Check(hands(checker), signer, "", 0, today)); got != "signer dispatch.signer.own" {
		t.Errorf("who changed it signs: %q", got)
	}
	l = at(Sent)
	if err := l.AskCancel(hands(drafter), "有误"); err != nil {
		t.Fatal(err)
	}
	if got := key(l.Cancel(through, today)); got != "access.own-request" || l.State != Sent {
		t.Errorf("cancelled by who asked: %q", got)
	}
	if got := key(l.Archive(today)); got != "dispatch.cancelling" {
		t.Errorf("archived while it may be cancelled: %q", got)
	}
	if err := l.Keep(hands(checker)); err != nil || l.Canceller != 0 || key(l.Archive(today)) != "" {
		t.Errorf("%v %+v", err, l)
	}
}

// Nothing is signed over somebody who has not agreed but with a reason, which is kept.
func TestDisagreed(t *testing.T) {
	for _, x := range []struct{ open, objected int64 }{{1, 0}, {0, 1}} {
		l := at(Signing)
		l.Unanswered, l.Objected = x.open, x.objected
		if got := key(l.Sign(hands(signer), "", today)); got != "reason dispatch.disagreed" || l.State != Signing {
			t.Errorf("%+v: %q", x, got)
		}
		if err := l.Sign(hands(signer), "时限紧", today); err != nil || l.Overruled != "时限紧" {
			t.Errorf("%+v: %v %q", x, err, l.Overruled)
		}
	}
	l := at(Signing)
	if err := l.Sign(hands(signer), "多余的理由", today); err != nil || l.Overruled != "" {
		t.Errorf("%v %q", err, l.Overruled)
	}
}

// A draft cannot be taken for what was signed, and what was signed stays word for word.
func TestPaperStays(t *testing.T) {
	c := bodies.Snapshot(today, bodies.Rows{})
	l := &plain{*at(Signing)}
	if d := its.Draft(l, c); d.Number != unsigned || d.Code != "" || len(d.Title) != 2 ||
		d.Body[0].Level != official.First || d.To != "各镇、财政局" || len(l.Paper().Title) != 0 {
		t.Errorf("%+v", d)
	}
	_ = l.Sign(hands(signer), "", today)
	l.Document, l.Code = "镇廉主〔2026〕3号", official.NewCode(nil)
	its.freeze(l, c)
	was := l.Paper()
	l.Title, l.Recipients = "改过的标题", "民政局"
	now := l.Paper()
	if now.Title[0] != "关于开展检查" || now.Number != l.Document || now.To != was.To || l.Altered() || now.Sealed ||
		now.Code != official.ShowCode(l.Code) || now.Date != "2026年11月24日" {
		t.Errorf("%+v", now)
	}
	l.SealedOn = today
	if !l.Paper().Sealed || l.Altered() {
		t.Error("the seal changes nothing but itself")
	}
	if l.Frozen = strings.Replace(l.Frozen, "开展", "停止", 1); !l.Altered() {
		t.Error("altered words are not noticed")
	}
}

// A noun that declares a kind has every act of the life, under its own verbs, entries and names of operations.
func TestLifeByDeclaration(t *testing.T) {
	n := Commands{Kind: its}.Noun()
	for name, want := range map[string][3]string{"submit": {"plain.submit", "plain.submitted.v1", ""},
		"sign": {"plain.sign", "plain.signed.v1", ""}, "archive": {"plain.archive", "plain.archived.v1", ""},
		"ask-cancel": {"plain.ask-cancel", "plain.cancel-asked.v1", "askCancelPlain"}} {
		a, ok := n.Act(name)
		if got := [3]string{string(a.Verb), string(a.Records), a.ID}; !ok || got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if len(n.Acts) != 16 || n.See != "plain.see" || len(n.Outer) != 4 || n.Outer[0] != "plain.signed.v1" {
		t.Errorf("%d acts, %s, %v", len(n.Acts), n.See, n.Outer)
	}
	own := field.Line("own", 0, 10, func(p *plain) *string { return &p.Oa })
	fs := Fields(map[string]field.Field{"word": own})
	if fs[2].Name != "own" || fs[3].Name != "word" || len(fs) != len(Fields(nil))+1 {
		t.Errorf("%s %s", fs[2].Name, fs[3].Name)
	}
}

// The file that is kept follows from the row alone, and what was attached is vouched for whatever order it came in.
func TestWhatWasIssued(t *testing.T) {
	if _, ok := at(Signed).Sheet(""); ok || at(Signed).MayIssue() == nil {
		t.Error("kept before it was sealed")
	}
	l := at(Sent)
	l.Frozen, l.Code = `{"Code":"A-B"}`, "AB"
	s, ok := l.Sheet("https://x/")
	moment := s.At
	if !ok || s.Address != "https://x/verify?code=A-B" || moment != today.Start() || !s.Sealed || l.MayIssue() != nil {
		t.Errorf("%+v %v", s, moment)
	}
	if l.SealedAt = 0; true { // sealed before the moment was noted
		if again, _ := l.Sheet(""); again.At != moment || again.Address != "" {
			t.Error(again)
		}
	}
	if l.Pdf = "ab12"; key(l.MayIssue()) != "dispatch.issued-already" || len(l.Kept()) != 2 {
		t.Error("kept twice")
	}
	a, b := evidence.Evidence{Name: "甲", Digest: []byte{1}, Phase: "annex"}, evidence.Evidence{Name: "乙", Phase: "basis"}
	file, gone := evidence.Evidence{Name: "公文.pdf", Phase: issued.Phase}, evidence.Evidence{Name: "误", RemovedAt: 1}
	if l.Missing = 0; key(l.MayUrge()) != "dispatch.all-received" {
		t.Error("asked for receipts that are there")
	}
	if _, told := l.Unchanged(nil); told {
		t.Error("nothing was noted")
	}
	l.Annexes, l.AnnexesSum = Annexed([]evidence.Evidence{a, b})
	for name, x := range map[string]struct {
		files []evidence.Evidence
		same  bool
	}{"another order": {[]evidence.Evidence{gone, b, file, a}, true}, "one gone": {[]evidence.Evidence{a}, false},
		"renamed":     {[]evidence.Evidence{a, {Name: "丙", Phase: "basis"}}, false},
		"other bytes": {[]evidence.Evidence{{Name: "甲", Digest: []byte{2}, Phase: "annex"}, b}, false}} {
		if same, told := l.Unchanged(x.files); same != x.same || !told {
			t.Errorf("%s: %v", name, same)
		}
	}
}
