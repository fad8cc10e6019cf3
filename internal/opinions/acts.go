package opinions

import (
	"cmp"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// ListAct is the act that names people; its form takes a table too.
const ListAct = "name"

// list puts people on the list, and proposes an answer for each.
func (d Commands) list() noun.Act {
	a := noun.Further(d.life(), ListAct, "named", "Put people on the list; an answer is proposed for each", listing,
		func(x *Opinion) error { return x.in(Registered, Working) },
		func(tx noun.Tx, x *Opinion, in *Listing) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			had, err := candidates(tx, x.ID)
			if err != nil {
				return nil, err
			}
			list, err := in.find(c, had)
			if err != nil {
				return nil, err
			}
			last := int64(0)
			for _, o := range had {
				last = max(last, o.Row)
			}
			for i, o := range list {
				o.ID, o.Jurisdiction, o.MadeBy, o.MadeAt = tx.NewID(), x.Jurisdiction, tx.Actor().Person, tx.Now()
				o.Opinion, o.Row, o.State, o.Side = x.ID, last+int64(i)+1, Listed, actor.Supervisory
				if posts := c.PostsOf(o.Person); o.Person != 0 && len(posts) > 0 {
					o.Unit = posts[0].Unit
				}
			}
			if _, err := d.assemble(tx, x, list, tx.Now().Day()); err != nil {
				return nil, err
			}
			x.State, x.ProposedOn, x.Said = Working, tx.Now().Day(), ""
			x.People = int64(len(on(had)) + len(list))
			return []act.Fact{act.Number("people", int64(len(list)))}, keep(tx, list)
		})
	a.Table = true
	return a
}

// propose assembles the record anew.
func (d Commands) propose() noun.Act {
	a := noun.Further(d.life(), "propose", "proposed", "Propose the answers anew by what is on record today", nil,
		func(x *Opinion) error { return x.in(Working) },
		func(tx noun.Tx, x *Opinion, _ *struct{}) ([]act.Fact, error) {
			list, err := candidates(tx, x.ID)
			if err != nil {
				return nil, err
			}
			changed, err := d.assemble(tx, x, on(list), tx.Now().Day())
			if err != nil {
				return nil, err
			}
			x.ProposedOn = tx.Now().Day()
			return []act.Fact{act.Number("changed", int64(len(changed)))}, keep(tx, changed)
		})
	a.Main = false
	return a
}

// Saying is what a section says of the list as a whole.
type Saying struct{ Section, Text string }

// AnswerAct is the act by which a section answers.
const AnswerAct = "answer"

func (d Commands) answer() noun.Act {
	fs := field.Fields{field.Policy("section", true, SectionTable, func(s *Saying) *string { return &s.Section }),
		field.Text("text", 0, reasonMost, func(s *Saying) *string { return &s.Text })}
	a := noun.Further(d.life(), AnswerAct, "heard", "Say for a section that it has answered: where it differs, stands "+
		"with each person", fs,
		func(x *Opinion) error {
			if err := x.in(Working); err != nil || len(x.Left()) > 0 {
				return err
			}
			return text.Refuse(text.Conflict, "opinion.heard")
		},
		func(tx noun.Tx, x *Opinion, in *Saying) ([]act.Fact, error) {
			list, err := candidates(tx, x.ID)
			if err == nil {
				err = concerned(tx, on(list))
			}
			if err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("section", in.Section)}, x.hear(Heard{Section: in.Section, By: tx.Actor().Person,
				On: tx.Now().Day(), Text: in.Text})
		})
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		out := append(field.Fields{}, fs...)
		out[0] = field.Limit(out[0], v.(*Opinion).Left())
		return out
	}
	return a
}

func (d Commands) submit() noun.Act {
	return noun.Further(d.life(), "submit", "submitted", "Hand the answers to another to be reviewed", nil,
		func(x *Opinion) error { return x.in(Working) },
		func(tx noun.Tx, x *Opinion, _ *struct{}) ([]act.Fact, error) {
			if _, err := d.ready(tx, x); err != nil {
				return nil, err
			}
			h := tx.Actor().Hands()
			x.State, x.Submitter, x.SubmitterBy, x.Back = Reviewing, h.By, h.For, ""
			return nil, nil
		})
}

func (d Commands) pass() noun.Act {
	fs := field.Fields{field.Text("view", 1, reasonMost, func(s *noun.Said) *string { return &s.Text })}
	return noun.Further(d.life(), "pass", "passed", "Find the answers in order: they go to those who sign", fs,
		func(x *Opinion) error { return x.in(Reviewing) },
		func(tx noun.Tx, x *Opinion, in *noun.Said) ([]act.Fact, error) {
			all, err := d.ready(tx, x)
			if err != nil {
				return nil, err
			}
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			sign, err := d.signers(c)
			if err != nil {
				return nil, err
			}
			for _, id := range sign {
				if named(all, id) {
					who, _ := c.Person(id)
					return nil, text.Refuse(text.Conflict, "opinion.signer.own", "name", who.Name)
				}
				x.Signers = with(x.Signers, id)
			}
			h := tx.Actor().Hands()
			x.State, x.Reviewer, x.ReviewerBy, x.ReviewedOn, x.View = Signing, h.By, h.For, tx.Now().Day(), in.Text
			return []act.Fact{act.Words("view", in.Text), act.Number("signers", int64(len(sign)))}, nil
		})
}

func named(all []*Candidate, id ref.ID) bool {
	for _, c := range all {
		if c.Person == id {
			return true
		}
	}
	return false
}

// sendBack is the reviewer's, and of those who sign.
func (d Commands) sendBack() noun.Act {
	a := noun.Further(d.life(), "return", "returned", "Send the answers back, with the reason",
		noun.Saying("reason", reasonMost),
		func(x *Opinion) error { return x.in(Reviewing, Signing) },
		func(tx noun.Tx, x *Opinion, in *noun.Said) ([]act.Fact, error) {
			x.back(in.Text)
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// SignAct is done in person, from a page.
const SignAct = "sign"

// sign takes one of the signatures; with the last the letter has its number and its words.
func (d Commands) sign() noun.Act {
	a := noun.Further(d.life(), SignAct, "signed", "Sign the conclusion in person; with the last signature the letter "+
		"is out", nil, func(x *Opinion) error { return x.in(Signing) },
		func(tx noun.Tx, x *Opinion, _ *struct{}) ([]act.Fact, error) {
			who := tx.Actor().Person
			if err := x.maySign(who); err != nil {
				return nil, err
			}
			x.Signed = with(x.Signed, who)
			if !x.all() {
				return nil, nil
			}
			return d.issue(tx, x)
		})
	a.Guarded, a.Screen = true, true
	a.For = func(who actor.Actor, v noun.Value) bool {
		return who.InPerson() && v.(*Opinion).maySign(who.Person) == nil
	}
	return a
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(), "withdraw", "withdrawn", "Give a request up before its letter is out",
		noun.Saying("why", reasonMost),
		func(x *Opinion) error { return x.in(Registered, Working, Reviewing, Signing) },
		func(tx noun.Tx, x *Opinion, in *noun.Said) ([]act.Fact, error) {
			list, err := candidates(tx, x.ID)
			if err != nil {
				return nil, err
			}
			for _, c := range list {
				c.State = Dropped
			}
			x.back("")
			x.State, x.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, keep(tx, list)
		})
	a.Main, a.Danger = false, true
	return a
}

// of declares an act on one person of a list that is worked on.
func of[I any](d Commands, name, past, summary string, fs field.Fields, states []string,
	decide func(tx noun.Tx, x *Opinion, c *Candidate, in *I) ([]act.Fact, error)) noun.Act {
	return noun.Further(d.each(), name, past, summary, fs,
		func(c *Candidate) error { return CandidateShape.In(c, states...) },
		func(tx noun.Tx, c *Candidate, in *I) ([]act.Fact, error) {
			x, err := request(tx, c.Opinion)
			if err == nil {
				err = x.in(Working)
			}
			if err == nil {
				err = concerned(tx, []*Candidate{c})
			}
			if err != nil {
				return nil, err
			}
			return decide(tx, x, c, in)
		})
}

// Lead is what rests on leads: an answer and the number of a letter.
type Lead struct{ As, No string }

var anyState = []string{Listed, Differing, Settled}

func (d Commands) lead() noun.Act {
	fs := field.Fields{
		answer("leadAs", func(l *Lead) *string { return &l.As }),
		field.Line("leadNo", 0, lineMost, func(l *Lead) *string { return &l.No })}
	a := of(d, "lead", "lead-entered", "Enter an answer that rests on leads, and the letter number; nothing "+
		"else of a lead", fs, anyState, func(_ noun.Tx, _ *Opinion, c *Candidate, in *Lead) ([]act.Fact, error) {
		return []act.Fact{act.Code("answer", cmp.Or(in.As, "-"))}, c.lead(in.As, in.No)
	})
	a.Fill = func(v noun.Value) any { c := v.(*Candidate); return &Lead{As: c.LeadAs, No: c.LeadNo} }
	return a
}

// Differ is what a section says of one person.
type Differ struct{ Section, Answer, Reason string }

func (d Commands) differ() noun.Act {
	fs := field.Fields{field.Policy("section", true, SectionTable, func(x *Differ) *string { return &x.Section }),
		answer("answer", func(x *Differ) *string { return &x.Answer }).Needed(),
		field.Text("reason", 1, reasonMost, func(x *Differ) *string { return &x.Reason })}
	return of(d, "differ", "differed", "Give another answer for a section than the one proposed, with the reason", fs,
		anyState, func(tx noun.Tx, x *Opinion, c *Candidate, in *Differ) ([]act.Fact, error) {
			asked := &Opinion{Sections: x.Sections}
			if err := asked.hear(Heard{Section: in.Section}); err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("section", in.Section), act.Code("answer", in.Answer)}, c.differ(Voice{
				Section: in.Section, Answer: in.Answer, Reason: in.Reason, By: tx.Actor().Person, On: tx.Now().Day()})
		})
}

// Ruling is which answer stands, and the reason that the letter gives.
type Ruling struct{ Answer, Reason string }

func (d Commands) settleOne() noun.Act {
	fs := field.Fields{
		answer("answer", func(x *Ruling) *string { return &x.Answer }).Needed(),
		field.Text("reason", 1, reasonMost, func(x *Ruling) *string { return &x.Reason })}
	return of(d, "settle", "settled", "Settle which answer stands where a section differs", fs, []string{Differing},
		func(_ noun.Tx, _ *Opinion, c *Candidate, in *Ruling) ([]act.Fact, error) {
			c.rule(in.Answer, in.Reason)
			return []act.Fact{act.Code("answer", in.Answer), act.Words("reason", in.Reason)}, nil
		})
}

func (d Commands) drop() noun.Act {
	a := of(d, "drop", "dropped", "Take a person off the list, with the reason", noun.Saying("why", reasonMost), anyState,
		func(tx noun.Tx, x *Opinion, c *Candidate, in *noun.Said) ([]act.Fact, error) {
			c.State = Dropped
			x.People--
			return []act.Fact{act.Words("why", in.Text)}, tx.Keep(ref.Opinion, x)
		})
	a.Main, a.Danger = false, true
	return a
}
