package matters

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// judge refuses who may not decide about what they proposed or looked into (art. 9, 12).
func (x *Matter) judge(who ref.ID) error {
	switch {
	case who != x.Approver:
		return text.Refuse(text.Forbidden, "matter.not-approver")
	case who == x.MadeBy || who == x.Proposer:
		return text.Refuse(text.Forbidden, "matter.own-proposal")
	case x.member(who):
		return text.Refuse(text.Forbidden, "matter.own-panel")
	}
	return nil
}

// verdict is a step of the approver, with a reason either way.
func (d Commands) verdict(name, past, summary, field string, of []string,
	do func(x *Matter, said string, on when.Day) error) noun.Act {
	a := noun.Further(d.life(d.shape()), name, past, summary, noun.Saying(field, reasonMost),
		func(x *Matter) error { return x.in(of...) },
		func(tx noun.Tx, x *Matter, in *noun.Said) ([]act.Fact, error) {
			if err := x.judge(tx.Actor().Person); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words(field, in.Text)}, do(x, in.Text, tx.Now().Day())
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return v.(*Matter).judge(who.Person) == nil }
	return a
}

func (d Commands) open() noun.Act {
	return d.verdict("open", "opened", "Open the matter", "reason", []string{Proposed},
		func(x *Matter, said string, on when.Day) error {
			x.State, x.Verdict, x.OpenedOn = Opened, said, on
			return nil
		})
}

func (d Commands) refuse() noun.Act {
	a := d.verdict("refuse", "refused", "Decide not to open the matter", "reason", []string{Proposed},
		func(x *Matter, said string, _ when.Day) error {
			x.State, x.Verdict = Declined, said
			return nil
		})
	a.Danger = true
	return a
}

// approve settles what was proposed: a ruling follows it, or the matter ends.
func (d Commands) approve() noun.Act {
	return d.verdict("approve", "approved", "Approve what is proposed", "opinion", []string{Asked},
		func(x *Matter, said string, _ when.Day) error {
			if x.State, x.Opinion = Approved, said; x.Result != Pursue {
				x.State = Dropped
			}
			return nil
		})
}

func (d Commands) sendBack() noun.Act {
	a := d.verdict("send-back", "sent-back", "Send the proposal back", "reason", []string{Asked},
		func(x *Matter, said string, _ when.Day) error {
			x.State, x.Why = Signed, said
			return nil
		})
	a.Danger, a.ID = true, "sendBackMatter"
	return a
}

// readdress asks the register anew who approves: somebody else may hold the post by now.
func (d Commands) readdress() noun.Act {
	a := noun.Further[*Matter, struct{}](d.life(d.shape()), "readdress", "readdressed",
		"Address the matter to who holds the approving post by now", nil,
		func(x *Matter) error { return x.in(Proposed, Opened, Shown, Answered, Reported, Signed, Asked) },
		func(tx noun.Tx, x *Matter, _ *struct{}) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			was := x.Approver
			if err := x.route(c); err != nil {
				return nil, err
			}
			if x.Approver == was {
				return nil, text.Refuse(text.Conflict, "matter.approver.same")
			}
			return []act.Fact{act.Id("approver", x.Approver)}, nil
		})
	a.Main = false
	return a
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(d.shape()), "withdraw", "withdrawn", "Withdraw a matter that was not decided about yet",
		noun.Saying("why", reasonMost), func(x *Matter) error { return x.in(Proposed) },
		func(_ noun.Tx, x *Matter, in *noun.Said) ([]act.Fact, error) {
			x.State, x.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// Writing is a text that enters the record, and why words that look like case content may stand in it.
type Writing struct{ Text, Stated string }

func writing(name string, most int) field.Fields {
	return field.Fields{field.Text(name, 1, most, func(w *Writing) *string { return &w.Text }),
		field.Line("stated", 0, titleMost, func(w *Writing) *string { return &w.Stated }).Folded()}
}

func (d Commands) held(name string, in Writing) error {
	var errs text.InputErrors
	d.Boundary().Hold(name, in.Text, in.Stated, &errs)
	return errs.Err()
}

// ofPanel keeps an act to the members of the panel.
func ofPanel(a noun.Act) noun.Act {
	a.For = func(who actor.Actor, v noun.Value) bool { return v.(*Matter).member(who.Person) }
	return a
}

func (x *Matter) byPanel(tx noun.Tx) error {
	if !x.member(tx.Actor().Person) {
		return text.Refuse(text.Forbidden, "matter.not-panel")
	}
	return nil
}

// show puts the facts before whom they are about (art. 11).
func (d Commands) show() noun.Act {
	return ofPanel(noun.Further(d.life(d.shape()), "show", "shown", "Show the facts to whom they are about",
		writing("facts", textMost), func(x *Matter) error { return x.MayShow() },
		func(tx noun.Tx, x *Matter, in *Writing) ([]act.Fact, error) {
			if err := x.byPanel(tx); err != nil {
				return nil, err
			}
			if err := d.held("facts", *in); err != nil {
				return nil, err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			h := &Hearing{Title: x.Title, Matter: x.ID, Told: x.about(c), Facts: in.Text, Approver: x.Approver, Team: x.Team,
				ShownOn: tx.Now().Day()}
			if h.Told == 0 {
				return nil, text.Refuse(text.Conflict, "matter.show.vacant")
			}
			if err := d.make(tx, HearingShape, h, x, Shown, "hearing.shown.v1", act.Id("person", h.Told)); err != nil {
				return nil, err
			}
			x.State, x.Hearing = Shown, h.ID
			return []act.Fact{act.Id("told", h.Told)}, nil
		}))
}

// MayShow: a panel was named.
func (x *Matter) MayShow() error {
	if err := x.in(Opened); err != nil {
		return err
	}
	if n := len(x.Members()); n < panelLeast {
		return text.Refuse(text.Conflict, "matter.panel.few", "least", panelLeast, "n", n)
	}
	return nil
}

// report is the panel's; whoever signed an earlier version signs the new one.
func (d Commands) report() noun.Act {
	a := ofPanel(noun.Further(d.life(d.shape()), "report", "reported", "Write the report of the panel",
		writing("report", textMost), func(x *Matter) error { return x.in(Answered, Reported) },
		func(tx noun.Tx, x *Matter, in *Writing) ([]act.Fact, error) {
			if err := x.byPanel(tx); err != nil {
				return nil, err
			}
			if err := d.held("report", *in); err != nil {
				return nil, err
			}
			x.State, x.Report, x.Signers = Reported, in.Text, ""
			return []act.Fact{act.Words("report", in.Text)}, nil
		}))
	a.Fill = func(v noun.Value) any { return &Writing{Text: v.(*Matter).Report} }
	return a
}

// Sign takes one signature of the report; it is signed once all of the panel did.
func (x *Matter) Sign(who ref.ID) error {
	if err := x.in(Reported); err != nil {
		return err
	}
	switch signed := sent(x.Signers); {
	case !x.member(who):
		return text.Refuse(text.Forbidden, "matter.not-panel")
	case slices.Contains(signed, who):
		return text.Refuse(text.Conflict, "matter.sign.twice")
	}
	if x.Signers = joined(x.Signers, who); len(sent(x.Signers)) == len(x.Members()) {
		x.State = Signed
	}
	return nil
}

func (d Commands) sign() noun.Act {
	a := noun.Further[*Matter, struct{}](d.life(d.shape()), "sign", "signed", "Sign the report of the panel", nil,
		func(x *Matter) error { return x.in(Reported) },
		func(tx noun.Tx, x *Matter, _ *struct{}) ([]act.Fact, error) {
			return nil, x.Sign(tx.Actor().Person)
		})
	a.For = func(who actor.Actor, v noun.Value) bool {
		x := v.(*Matter)
		return x.member(who.Person) && !slices.Contains(sent(x.Signers), who.Person)
	}
	return a
}

// Proposal is what is proposed to the organ in the end.
type Proposal struct {
	Result, Outcome, Also, Exempted, Lighter, Heavier, Ground string
}

var proposing = field.Fields{
	field.Code("result", true, []string{Pursue, NotPursue, Exempt}, "matter.result.",
		func(p *Proposal) *string { return &p.Result }),
	field.Policy("outcome", false, OutcomeTable, func(p *Proposal) *string { return &p.Outcome }),
	field.Policy("also", false, OutcomeTable, func(p *Proposal) *string { return &p.Also }),
	field.Policy("exempted", false, ExemptTable, func(p *Proposal) *string { return &p.Exempted }),
	field.Policy("lighter", false, LighterTable, func(p *Proposal) *string { return &p.Lighter }),
	field.Policy("heavier", false, HeavierTable, func(p *Proposal) *string { return &p.Heavier }),
	field.Text("ground", 1, reasonMost, func(p *Proposal) *string { return &p.Ground }),
}

// outcomes checks two outcomes of a target: such as the table has for it, and not one twice.
func outcomes(ways map[string]Way, target, first, also string, errs *text.InputErrors) {
	for _, f := range []struct{ name, code string }{{"outcome", first}, {"also", also}} {
		if w, ok := ways[f.code]; f.code != "" && ok && w.Target != target {
			errs.Add(f.name, "matter.outcome.target", "target", text.M("matter.target."+target))
		}
	}
	switch {
	case first == "":
		errs.Add("outcome", "matter.outcome.needed")
	case first == also:
		errs.Add("also", "matter.outcome.twice")
	}
}

// Propose takes a proposal.
func (x *Matter) Propose(in Proposal, ways map[string]Way, who ref.ID) error {
	if err := x.in(Signed); err != nil {
		return err
	}
	var errs text.InputErrors
	switch {
	case in.Result == Pursue:
		outcomes(ways, x.Target, in.Outcome, in.Also, &errs)
		if in.Exempted != "" {
			errs.Add("exempted", "matter.exempted.pursue")
		}
	case in.Outcome != "" || in.Also != "":
		errs.Add("outcome", "matter.outcome.none")
	case in.Result == Exempt && in.Exempted == "":
		errs.Add("exempted", "matter.exempted.needed")
	}
	if in.Heavier != "" && in.Result != Pursue {
		errs.Add("heavier", "matter.heavier.none")
	}
	if err := errs.Err(); err != nil {
		return err
	}
	x.State, x.Proposer, x.Why = Asked, who, ""
	x.Result, x.Outcome, x.Also, x.Exempted = in.Result, in.Outcome, in.Also, in.Exempted
	x.Lighter, x.Heavier, x.Ground = in.Lighter, in.Heavier, in.Ground
	return nil
}

// forTarget are the outcomes that the table has for it.
func forTarget(ways map[string]Way, codes []string, target string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return ways[c].Target != target })
}

func (d Commands) propose() noun.Act {
	a := noun.Further(d.life(d.shape()), "propose", "asked", "Propose what is to follow", proposing,
		func(x *Matter) error { return x.in(Signed) },
		func(tx noun.Tx, x *Matter, in *Proposal) ([]act.Fact, error) {
			who := tx.Actor()
			if !x.member(who.Person) && !ofOffice(who, x.Side) {
				return nil, text.Refuse(text.Forbidden, "matter.not-panel")
			}
			return []act.Fact{act.Code("result", in.Result), act.Code("outcome", in.Outcome), act.Words("ground", in.Ground)},
				x.Propose(*in, d.Law().Ways, who.Person)
		})
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields { return d.fit(v.(*Matter).Target, fs) }
	a.Beside = true
	return a
}

// fit leaves the outcomes that a target may have.
func (d Commands) fit(target string, fs field.Fields) field.Fields {
	out := slices.Clone(fs)
	for i, f := range out {
		if f.Policy == OutcomeTable {
			out[i] = field.Limit(f, forTarget(d.Law().Ways, d.Tables(OutcomeTable), target))
		}
	}
	return out
}

// Deciding is the decision as it was issued.
type Deciding struct {
	Decision, Organ, Text string
	First, Second         Formal // of the outcomes that need one, in their order
	Stated                string
}

var deciding = slices.Concat(field.Fields{
	field.Line("decision", 1, lineMost, func(d *Deciding) *string { return &d.Decision }),
	field.Line("organ", 1, lineMost, func(d *Deciding) *string { return &d.Organ }),
	field.Text("text", 1, textMost, func(d *Deciding) *string { return &d.Text }),
}, formals(func(d *Deciding) (*Formal, *Formal) { return &d.First, &d.Second }), field.Fields{
	field.Line("stated", 0, titleMost, func(d *Deciding) *string { return &d.Stated }).Folded(),
})

// check refuses a decision without its number, and an organisational measure or sanction without that of the organ
// that took it, which one it is and of which day: the system makes none (domain 10A.2).
func (in Deciding) check(ways map[string]Way, codes []string, today when.Day, errs *text.InputErrors) {
	if _, _, _, ok := number.ParseDocument(in.Decision); in.Decision != "" && !ok {
		errs.Add("decision", "matter.decision.form")
	}
	formal := formalOf(ways, codes...)
	for i, f := range []Formal{in.First, in.Second} {
		names := [][]string{firstFormal, secondFormal}[i]
		if i >= len(formal) {
			if f != (Formal{}) {
				errs.Add(names[0], "matter.formal.none")
			}
			continue
		}
		f.check(ways[formal[i]], today, names, errs)
	}
}

// decide puts the decision on record that was approved; it is served from there.
func (d Commands) decide() noun.Act {
	a := noun.Further(d.life(d.shape()), "decide", "decided", "Put the decision on record, with its number", deciding,
		func(x *Matter) error { return x.in(Approved) },
		func(tx noun.Tx, x *Matter, in *Deciding) ([]act.Fact, error) {
			var errs text.InputErrors
			ways := d.Law().Ways
			in.check(ways, []string{x.Outcome, x.Also}, tx.Now().Day(), &errs)
			d.Boundary().Hold("text", in.Text, in.Stated, &errs)
			if err := errs.Err(); err != nil {
				return nil, err
			}
			r := &Ruling{Outcome: x.Outcome, Also: x.Also, Lighter: x.Lighter, Heavier: x.Heavier}
			r.put(*in)
			if err := d.rule(tx, x, r); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words("decision", in.Decision), act.Id("ruling", r.ID)},
				d.decided(tx, r, nil, Undoing{})
		})
	a.Beside = true
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		x := v.(*Matter)
		return d.fitFormal(fs, formalOf(d.Law().Ways, x.Outcome, x.Also))
	}
	return a
}

// rule makes a ruling on a matter.
func (d Commands) rule(tx noun.Tx, x *Matter, r *Ruling) error {
	today := tx.Now().Day()
	r.Title, r.Matter, r.Target, r.Person, r.Body, r.Post = x.Title, x.ID, x.Target, x.Person, x.Body, x.Post
	r.Kind, r.Situation, r.FactsOn, r.Statute = x.Kind, x.Situation, x.FactsOn, x.Statute
	r.DecidedOn, r.Due, r.Approver, r.Team = today, d.Limits().Serve(today), x.Approver, x.Team
	if err := d.make(tx, RulingShape, r, x, Decided, "ruling.made.v1", act.Date("serve-by", r.Due)); err != nil {
		return err
	}
	x.State, x.Ruling = Decided, r.ID
	return nil
}

// close ends a matter whose ruling was carried out and cannot be appealed any more.
func (d Commands) close() noun.Act {
	return noun.Further[*Matter, struct{}](d.life(d.shape()), "close", "closed", "Close a matter that was carried out",
		nil,
		func(x *Matter) error { return x.in(Decided) },
		func(tx noun.Tx, x *Matter, _ *struct{}) ([]act.Fact, error) {
			v, err := tx.One(ref.Ruling, x.Ruling)
			if err != nil {
				return nil, err
			}
			if err := v.(*Ruling).mayClose(tx.Now().Day()); err != nil {
				return nil, err
			}
			open, err := tx.Find(ref.Appeal, noun.Cond{Column: "ruling", Num: []int64{int64(x.Ruling)}},
				noun.StateIs(Lodged, Assigned))
			if err != nil {
				return nil, err
			}
			if len(open) > 0 {
				return nil, text.Refuse(text.Conflict, "matter.close.appeal")
			}
			x.State = Closed
			return nil, take(tx, RulingShape, x.Ruling, "ruling.closed.v1", func(r *Ruling) []act.Fact {
				r.State, r.Due = Closed, 0
				return nil
			})
		})
}
