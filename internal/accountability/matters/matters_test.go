package matters

import (
	"errors"
	"strings"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func said(err error) string {
	var wrong text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &wrong):
		return wrong[0].Field + " " + wrong[0].Key
	case errors.As(err, &refused):
		return refused.Key
	case err != nil:
		return err.Error()
	}
	return ""
}

var ways = map[string]Way{"circular": {Target: Leader},
	"sanction":   {Target: Leader, Formal: true, Kinds: []string{"warning", "removal"}},
	"move":       {Target: Leader, Formal: true, Kinds: []string{"unseating"}},
	"reorganise": {Target: Body, Formal: true},
	"review":     {Target: Body}}

func TestProposals(t *testing.T) {
	for want, in := range map[string]Proposal{
		"":                                {Result: Pursue, Outcome: "circular", Ground: "x"},
		"outcome matter.outcome.needed":   {Result: Pursue},
		"outcome matter.outcome.target":   {Result: Pursue, Outcome: "review"},
		"also matter.outcome.twice":       {Result: Pursue, Outcome: "circular", Also: "circular"},
		"exempted matter.exempted.pursue": {Result: Pursue, Outcome: "circular", Exempted: "reform"},
		"outcome matter.outcome.none":     {Result: NotPursue, Outcome: "circular"},
		"exempted matter.exempted.needed": {Result: Exempt},
		"heavier matter.heavier.none":     {Result: NotPursue, Heavier: "repeated"},
	} {
		x := &Matter{Target: Leader}
		x.State = Signed
		if got := said(x.Propose(in, ways, 7)); got != want {
			t.Errorf("%+v: %q, not %q", in, got, want)
		}
		if want == "" && (x.State != Asked || x.Proposer != 7) {
			t.Errorf("proposed by %d, and it is %s", x.Proposer, x.State)
		}
	}
	if got := said((&Matter{}).Propose(Proposal{}, ways, 7)); got != "matter.not-now" {
		t.Error(got)
	}
}

// Nobody decides about what they proposed or looked into.
func TestJudges(t *testing.T) {
	for want, x := range map[string]Matter{"": {Approver: 5}, "matter.not-approver": {Approver: 6},
		"matter.own-proposal": {Approver: 5, Proposer: 5}, "matter.own-panel": {Approver: 5, Panel: " 4 5 "}} {
		if got := said(x.judge(5)); got != want {
			t.Errorf("%+v: %q, not %q", x, got, want)
		}
	}
}

func TestReportIsSignedByAll(t *testing.T) {
	x := &Matter{Panel: " 4 5 "}
	x.State = Reported
	for _, s := range []struct {
		who         ref.ID
		want, state string
	}{{3, "matter.not-panel", Reported}, {4, "", Reported}, {4, "matter.sign.twice", Reported}, {5, "", Signed},
		{5, "matter.not-now", Signed}} {
		if got := said(x.Sign(s.who)); got != s.want || x.State != s.state {
			t.Errorf("%d: %q and %s, not %q and %s", s.who, got, x.State, s.want, s.state)
		}
	}
	few := &Matter{Panel: " 4 "}
	few.State = Opened
	if got := said(few.MayShow()); got != "matter.panel.few" {
		t.Error(got)
	}
}

// A refusal to sign counts once two have recorded it.
func TestRefusals(t *testing.T) {
	x := &Hearing{}
	x.State = Shown
	for _, s := range []struct {
		who         ref.ID
		want, state string
	}{{4, "", Shown}, {4, "hearing.refuse.twice", Shown}, {5, "", Unsigned}, {6, "hearing.not-now", Unsigned}} {
		if got := said(x.Refuse(s.who, "不签", 10)); got != s.want || x.State != s.state {
			t.Errorf("%d: %q and %s, not %q and %s", s.who, got, x.State, s.want, s.state)
		}
	}
	y := &Hearing{}
	y.State = Shown
	if got := said(y.Answer(Account{View: Disagrees}, 10)); got != "account hearing.account.needed" {
		t.Error(got)
	}
}

func TestDecisions(t *testing.T) {
	const no, on = "镇廉组发〔2026〕8号", when.Day(90)
	f := Formal{No: "镇纪决〔2026〕1号", Organ: "县纪委", On: on, Kind: "warning"}
	but := func(change func(*Formal)) Deciding {
		x := f
		change(&x)
		return Deciding{Decision: no, First: x}
	}
	for _, c := range []struct {
		in    Deciding
		codes []string
		want  string
	}{
		{Deciding{Decision: no}, []string{"circular", ""}, ""},
		{Deciding{Decision: "八号"}, []string{"circular", ""}, "decision matter.decision.form"},
		{but(func(f *Formal) { f.No = "" }), []string{"sanction"}, "formal matter.formal.needed"},
		{but(func(f *Formal) { f.Organ = "" }), []string{"sanction"}, "formalOrgan matter.formal-organ.needed"},
		{but(func(f *Formal) { f.On = 0 }), []string{"sanction"}, "formalOn matter.formal-on.needed"},
		{but(func(f *Formal) { f.On = on + 1 }), []string{"sanction"}, "formalOn matter.formal-on.later"},
		{but(func(f *Formal) { f.Kind = "" }), []string{"sanction"}, "formalKind matter.formal-kind.needed"},
		{but(func(f *Formal) { f.Kind = "unseating" }), []string{"sanction"}, "formalKind matter.formal-kind.other"},
		{but(func(*Formal) {}), []string{"circular", "sanction"}, ""},
		{but(func(*Formal) {}), []string{"circular"}, "formal matter.formal.none"},
		{but(func(*Formal) {}), []string{"sanction", "move"}, "alsoFormal matter.formal.needed"},
		{Deciding{Decision: no, First: f, Second: Formal{No: "镇组〔2026〕1号", Organ: "县委组织部", On: on,
			Kind: "unseating"}}, []string{"sanction", "move"}, ""},
		{but(func(f *Formal) { f.Kind = "" }), []string{"reorganise"}, ""},
		{but(func(*Formal) {}), []string{"reorganise"}, "formalKind matter.formal-kind.other"},
	} {
		var errs text.InputErrors
		c.in.check(ways, c.codes, on, &errs)
		if got := said(errs.Err()); got != c.want {
			t.Errorf("%+v of %v: %q, not %q", c.in, c.codes, got, c.want)
		}
	}
}

// A ruling is appealed within a month of its receipt, to the last day of it, and once it decided an appeal no more.
func TestServiceAndAppeals(t *testing.T) {
	cal := when.NewCalendar(nil)
	l := Limits{Report: func(d when.Day) when.Day { return cal.AddDays(d, 15).Due },
		Appeal: func(d when.Day) when.Day { return cal.AddMonths(d, 1).Due }}
	made := when.Date(2026, 1, 30)
	for want, s := range map[string]Serving{"servedOn ruling.served.later": {On: made + 9},
		"servedOn ruling.served.early": {On: made - 1}} {
		x := &Ruling{DecidedOn: made}
		x.State = Decided
		if got := said(x.Serve(s, 4, l, made+3)); got != want {
			t.Errorf("%+v: %q, not %q", s, got, want)
		}
	}
	x := &Ruling{DecidedOn: made}
	x.State = Decided
	if got := said(x.Serve(Serving{On: made + 1}, 0, l, made+3)); got != "matter.show.vacant" {
		t.Error(got)
	}
	if got := said(x.Serve(Serving{On: made + 1}, 4, l, made+3)); got != "" {
		t.Fatal(got)
	}
	if last := when.Date(2026, 2, 28); x.AppealBy != last || x.Due != made+16 || x.Told != 4 {
		t.Errorf("received on 31 January: until %s, due %s", x.AppealBy, x.Due)
	}
	for day, want := range map[when.Day]string{x.AppealBy: "", x.AppealBy + 1: "ruling.appeal.late"} {
		if got := said(x.MayAppeal(day)); got != want {
			t.Errorf("%s: %q, not %q", day, got, want)
		}
	}
	x.State = Executed
	for day, want := range map[when.Day]string{x.AppealBy: "matter.close.early", x.AppealBy + 1: ""} {
		if got := said(x.mayClose(day)); got != want {
			t.Errorf("%s: %q, not %q", day, got, want)
		}
	}
	x.Final = true
	if got := said(x.MayAppeal(x.AppealBy)); got != "ruling.appeal.final" {
		t.Error(got)
	}
}

func TestAnswers(t *testing.T) {
	const first, no = "镇廉组发〔2026〕8号", "镇廉组发〔2026〕9号"
	sanction := Formal{No: "镇纪决〔2026〕1号", Organ: "县纪委", On: 9, Kind: "warning"}
	r := &Ruling{Target: Leader, Outcome: "sanction", Decision: first, First: sanction}
	for _, c := range []struct {
		in   Answering
		who  ref.ID
		want string
	}{
		{Answering{Answer: Upheld}, 9, "appeal.not-judge"},
		{Answering{Answer: Upheld}, 8, "decision appeal.decision.needed"},
		{Answering{Answer: Upheld, Decision: no}, 8, "organ appeal.organ.needed"},
		{Answering{Answer: Upheld, Decision: first, Organ: "组"}, 8, "decision appeal.decision.same"},
		{Answering{Answer: Upheld, Decision: sanction.No, Organ: "组"}, 8, "decision appeal.decision.same"},
		{Answering{Answer: Upheld, Decision: "九号", Organ: "组"}, 8, "decision matter.decision.form"},
		{Answering{Answer: Upheld, Decision: no, Organ: "组"}, 8, ""},
		{Answering{Answer: Dismissed}, 8, ""},
		{Answering{Answer: Dismissed, Decision: no}, 8, "decision appeal.decision.none"},
		{Answering{Answer: Dismissed, First: sanction}, 8, "formal matter.formal.none"},
		{Answering{Answer: Dismissed, Outcome: "circular"}, 8, "outcome appeal.outcome.none"},
		{Answering{Answer: Changed, Decision: no, Organ: "组"}, 8, "outcome matter.outcome.needed"},
		{Answering{Answer: Changed, Outcome: "sanction", Decision: no, Organ: "组", First: sanction}, 8,
			"outcome appeal.outcome.same"},
		{Answering{Answer: Changed, Outcome: "circular", Organ: "组"}, 8, "decision appeal.decision.needed"},
		{Answering{Answer: Changed, Outcome: "circular", Decision: no}, 8, "organ appeal.organ.needed"},
		{Answering{Answer: Changed, Outcome: "circular", Decision: no, Organ: "组"}, 8, ""},
	} {
		x := &Appeal{Judge: 8}
		x.State = Assigned
		if got := said(x.Decide(c.in, r, ways, c.who, 10)); got != c.want {
			t.Errorf("%+v: %q, not %q", c.in, got, c.want)
		}
	}
}

func TestTeams(t *testing.T) {
	team := joined(joined("", 4, 5), 5, 6)
	if team != " 4 5 6 " || without(team, 5) != " 4 6 " || without(" 4 ", 4) != "" || strings.Count(team, "5") != 1 {
		t.Errorf("%q", team)
	}
}
