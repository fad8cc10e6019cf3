package talks

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Sign is the act of a signature in person.
const Sign = "sign"

// Commands performs the commands of talks.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Duties duty.Commands // a talk that was held discharges the duty that asked for it
	Limits Limits
	Style  func(number.Series) number.Style
	// Asks is what the talk is to be that a duty asks for; nil = any that its rule allows.
	Asks func(noun.Tx, *duty.Duty) (*Talk, error)
}

// Said is what is said in a step of its life.
type Said struct{ Text, Mended string }

func said(name string) field.Fields {
	return field.Fields{field.Text(name, 1, reasonMost, func(s *Said) *string { return &s.Text })}
}

var (
	reason   = said("reason")
	opinion  = said("opinion")
	finding  = said("finding")
	scanning = field.Fields{field.Text("note", 0, reasonMost, func(s *Said) *string { return &s.Text }),
		field.Files("file", true)}
	reporting = field.Fields{field.Text("report", 1, textMost, func(s *Said) *string { return &s.Text }),
		field.Files("file", false)}
	following = append(said("follow"),
		field.Code("mended", true, found, "talk.mended.", func(s *Said) *string { return &s.Mended }))
	notice = of("day", "clock", "place")
	record = append(of("day", "clock", "place", "recorder", "content", "response", "opinion", "note"),
		field.Files("file", false))
)

// of are some fields of a talk, with the words that it needs to be held.
func of(names ...string) (out field.Fields) {
	for _, name := range names {
		f := Fields.Must(name)
		if f.Fold = false; name == "content" {
			f.Must, f.Least = true, 1
		}
		out = append(out, f)
	}
	return out
}

type confirmedKey struct{}

type confirmation struct{ means, digest string }

// Confirmed says to a signature that whoever signs said who they are a moment ago, by
// which means, and for what: the digest of the record. Without that nobody signs.
func Confirmed(ctx context.Context, means string, purpose []byte) context.Context {
	return context.WithValue(ctx, confirmedKey{}, confirmation{means, hex.EncodeToString(purpose)})
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) { v.(*Talk).settle(c, errs) },
		May:    func(v noun.Value) error { return v.(*Talk).MayChange() },
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			t := v.(*Talk)
			if t.MadeAt == 0 {
				t.MadeFor = tx.Actor().OnBehalf
			}
			return d.asked(tx, t, errs)
		}}
}

// asked refuses a talk that is not the one that the duty asks for which it names.
func (d Commands) asked(tx noun.Tx, t *Talk, errs *text.InputErrors) error {
	if t.Duty == 0 {
		return nil
	}
	v, err := tx.One(ref.Duty, t.Duty)
	var refused *text.Refusal
	if errors.As(err, &refused) {
		errs.Add("duty", "talk.duty.none")
		return nil
	}
	if err != nil {
		return err
	}
	x := v.(*duty.Duty)
	r, ok := d.Duties.Rule(x.Rule, x.BeginsOn)
	if !ok || r.Form != Shape.Word && r.Form != duty.Talker || x.MayDischarge() != nil ||
		!r.Cadence.OfCase() && tx.Allow("duty.see", duty.Shape.Object(x)) != nil {
		errs.Add("duty", "talk.duty.none")
		return nil
	}
	want := &Talk{Kind: Integrity, Person: x.Person}
	if r.Form == duty.Talker { // one's own to hold, with whomever one chooses
		want = &Talk{Kind: Integrity, Talker: x.Person}
	}
	if r.Cadence.OfCase() {
		if want, err = d.Asks(tx, x); err != nil {
			return err
		}
		if want == nil {
			errs.Add("duty", "talk.duty.none")
			return nil
		}
	}
	switch {
	case t.Kind != want.Kind || want.Formal && !t.Formal:
		errs.Add("kind", "talk.duty.kind")
	case want.Person != 0 && t.Person != want.Person:
		errs.Add("person", "talk.duty.person")
	case want.Talker != 0 && t.Talker != want.Talker:
		errs.Add("talker", "talk.duty.talker")
	}
	return nil
}

// Before finds an integrity talk that was held with somebody before they took the post for which a duty asks for one.
func Before(tx noun.Tx, d *duty.Duty, form string, since when.Day) (by ref.Ref, in duty.Discharge, err error) {
	if form != Shape.Word || d.Person == 0 {
		return by, in, nil
	}
	ids, err := tx.Find(ref.Talk, noun.Cond{Column: "told", Num: []int64{int64(d.Person)}},
		noun.Cond{Column: "kind", Text: []string{Integrity}}, noun.StateIs(Held, Signed, Closed),
		noun.Cond{Column: "day", Least: int64(since), Below: int64(d.BeginsOn)})
	if err != nil || len(ids) == 0 {
		return by, in, err
	}
	v, err := tx.One(ref.Talk, slices.Max(ids))
	if err != nil {
		return by, in, err
	}
	t := v.(*Talk)
	return Shape.Ref(t), duty.Discharge{On: t.Day, How: t.Reason}, nil
}

// addAct plans a talk, or puts an integrity talk on record that was held.
func (d Commands) addAct() noun.Act {
	k := d.keeper()
	a := k.AddAct("Propose a talk; an integrity talk that was held is recorded at once")
	a.Kept = true
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in, files := c.In.(*Talk), evidence.Came(c.Files)
		c.Command.Verb, c.Command.Input = a.Verb, evidence.Input(files, in)
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			if err := k.Add(tx, c.Command, in, files...); err != nil {
				return err
			}
			v, err := tx.One(ref.Talk, in.ID)
			if err != nil {
				return err
			}
			// Of a team whoever does not head it proposes what they hold themselves, and no other.
			if t := v.(*Talk); !access.Can(tx.Actor(), "talk.see", t.Object()) {
				return text.InputErrors{{Field: "talker", Message: text.M("talk.talker.own")}}
			}
			return d.fulfil(tx, c.Command, v.(*Talk))
		})
	}
	return a
}

// changeAct is for the talker's side, as every step of theirs.
func (d Commands) changeAct() noun.Act {
	a := d.keeper().ChangeAct("Say anew what a talk is to be that was not approved yet")
	a.For = mine
	return a
}

func mine(who actor.Actor, v noun.Value) bool { return v.(*Talk).Leads(who) }

// fulfil discharges the duty that asked for a talk that was held with somebody; an integrity talk does besides what is
// asked of the member of a team who held it (spec 3.5: none of it is a generic record).
func (d Commands) fulfil(tx noun.Tx, c act.Command, t *Talk) error {
	if t.State != Held || t.Duty == 0 && t.Kind != Integrity {
		return nil
	}
	did := duty.Fulfilled{Form: Shape.Word, Duty: t.Duty, Body: t.Body, Person: t.Person, On: t.Day, How: t.Reason,
		By: ref.Ref{Kind: ref.Talk, ID: t.ID}}
	done, err := d.Duties.Fulfil(tx, c, did)
	if err != nil || t.Kind != Integrity {
		return err
	}
	did.Form, did.Person, did.Level = duty.Talker, t.Talker, duty.Member
	if did.Duty != 0 {
		if done == 0 {
			_, err = d.Duties.Fulfil(tx, c, did)
		}
		return err
	}
	county, err := tx.CountyToday()
	if err != nil {
		return err
	}
	for _, a := range county.PostsOf(t.Talker) {
		if did.Body = a.Body; a.Body == 0 {
			continue
		}
		if done, err := d.Duties.Fulfil(tx, c, did); done != 0 || err != nil {
			return err
		}
	}
	return nil
}

// step is one step of a talk's life: its fields, its rule, and what it decides.
type step struct {
	name, done, summary string
	fields              field.Fields
	rule                func(*Talk, when.Day) error
	anybody             bool // not of the talker's side alone: access says whose it is
	decide              func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error)
}

func (d Commands) act(s step) noun.Act {
	verb, kind := access.Verb("talk."+s.name), journal.Kind("talk."+s.done+".v1")
	var a noun.Act
	a = noun.Act{Name: s.name, Verb: verb, Records: kind, Summary: s.summary, Fields: s.fields, Main: true,
		Rule: func(v noun.Value, now when.Instant) error { return s.rule(v.(*Talk), now.Day()) },
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			var in Said
			if given, ok := c.In.(*Said); ok {
				in = *given
			}
			files := evidence.Came(c.Files)
			c.Command.Verb, c.Command.Input = verb, evidence.Input(files, c.ID, in)
			return noun.Step(ctx, d.Door, c.Command, d.shape(), noun.At{ID: c.ID, Files: files}, kind,
				func(tx noun.Tx, t *Talk) ([]act.Fact, error) {
					if err := d.may(tx, t, s); err != nil {
						return nil, err
					}
					var errs text.InputErrors
					s.fields.Check(&in, d.Tables, &errs)
					if a.OfFiles() {
						n, err := tx.CountEvidence(t.ID)
						if err != nil {
							return nil, err
						}
						if n+int64(len(files)) == 0 { // programs attach them before
							errs.Add("file", "talk.scan-missing")
						}
					}
					if err := errs.Err(); err != nil {
						return nil, err
					}
					return s.decide(tx, t, in)
				})
		}}
	if s.fields != nil {
		a.New = func() any { return &Said{} }
	}
	if !s.anybody {
		a.For = mine
	}
	return a
}

func (d Commands) may(tx noun.Tx, t *Talk, s step) error {
	if !s.anybody && !t.Leads(tx.Actor()) {
		return text.Refuse(text.Forbidden, "talk.not-side")
	}
	return s.rule(t, tx.Now().Day())
}

// write is a step that rewrites some of the talk's own fields.
func (d Commands) write(s step, decide func(tx noun.Tx, c act.Command, t *Talk) error) noun.Act {
	a := d.act(s)
	asked := field.Fields(s.fields).Asked()
	a.New = func() any { return &Talk{} }
	a.Fill = func(v noun.Value) any {
		in := &Talk{}
		asked.Copy(in, v)
		return in
	}
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in, files := c.In.(*Talk), evidence.Came(c.Files)
		c.Command.Verb, c.Command.Input = a.Verb, evidence.Input(files, c.ID, in)
		return noun.Step(ctx, d.Door, c.Command, d.shape(), noun.At{ID: c.ID, Files: files}, a.Records,
			func(tx noun.Tx, t *Talk) ([]act.Fact, error) {
				if err := d.may(tx, t, s); err != nil {
					return nil, err
				}
				var errs text.InputErrors
				asked.Check(in, d.Tables, &errs)
				if err := errs.Err(); err != nil {
					return nil, err
				}
				asked.Copy(t, in)
				return []act.Fact{act.Date("on", t.Day)}, decide(tx, c.Command, t)
			})
	}
	return a
}

func on(rule func(*Talk) error) func(*Talk, when.Day) error {
	return func(t *Talk, _ when.Day) error { return rule(t) }
}

func state(states ...string) func(*Talk, when.Day) error {
	return func(t *Talk, _ when.Day) error { return t.in(states...) }
}

func words(name string, in Said) []act.Fact { return []act.Fact{act.Words(name, in.Text)} }

// acts are all of them, in the order of a talk's life.
func (d Commands) acts() []noun.Act {
	type deciding = func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error)
	judged := func(word string, do func(tx noun.Tx, t *Talk, in Said)) deciding {
		return func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			if err := t.approver(c, tx.Actor().Whose()); err != nil {
				return nil, err
			}
			t.Approver = tx.Actor().Whose()
			do(tx, t, in)
			return words(word, in), nil
		}
	}
	approve := d.act(step{name: "approve", done: "approved", fields: opinion,
		summary: "Approve a formal admonition or an accountability talk",
		anybody: true, rule: state(Asked), decide: judged("opinion", func(tx noun.Tx, t *Talk, in Said) {
			t.State, t.ApprovedOn, t.Approval = Planned, tx.Now().Day(), in.Text
		})})
	refuse := d.act(step{name: "refuse", done: "refused", summary: "Refuse a talk that was proposed", fields: reason,
		anybody: true, rule: state(Asked), decide: judged("reason", func(_ noun.Tx, t *Talk, in Said) {
			t.end(Refused, in.Text)
		})})
	notify := d.write(step{name: "notify", done: "notified", fields: notice,
		summary: "Give the person notice of the talk, with its number",
		rule:    on((*Talk).MayNotify)}, func(tx noun.Tx, _ act.Command, t *Talk) error {
		c, err := tx.CountyToday()
		if err != nil {
			return err
		}
		body, _ := c.Body(t.Body)
		return t.Notify(d.Limits, body.Unit, tx.Now().Day())
	})
	hold := d.write(step{name: "hold", done: "held", summary: "Write the record of a talk that was held", fields: record,
		rule: on((*Talk).MayHold)}, func(tx noun.Tx, c act.Command, t *Talk) error {
		if err := t.Hold(d.Limits, tx.Now().Day()); err != nil {
			return err
		}
		return d.fulfil(tx, c, t)
	})
	hold.Kept = true
	withdraw := d.act(step{name: "withdraw", done: "withdrawn", fields: reason,
		summary: "Withdraw a talk that was not held",
		rule:    state(Asked, Planned, Notified), decide: func(_ noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
			t.end(Withdrawn, in.Text)
			return words("reason", in), nil
		}})
	refuse.Danger, withdraw.Danger, withdraw.Main = true, true, false
	decline := d.act(step{name: "decline", done: "declined", summary: "Note that the person refuses to sign, and why",
		fields: reason, rule: on((*Talk).MayDecline), decide: func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
			t.Unsigned = in.Text
			return words("reason", in), t.Sign(d.Limits, t.Person, Decline, tx.Now().Day())
		}})
	decline.Main = false
	return []noun.Act{d.addAct(), d.changeAct(), approve, refuse, notify, hold, d.sign(),
		d.act(step{name: "paper", done: "noted", summary: "Note that who did not sign here signed on paper, with the scan",
			fields: scanning, rule: state(Held), decide: func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
				return words("note", in), t.OnPaper(d.Limits, tx.Now().Day())
			}}), decline,
		d.act(step{name: "report", done: "reported", summary: "Deliver the report on what was put right", fields: reporting,
			anybody: true, rule: on((*Talk).MayReport), decide: func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
				t.State, t.Due, t.Report, t.Reporter, t.ReportedOn = Reported, 0, in.Text, tx.Actor().Person, tx.Now().Day()
				return words("report", in), nil
			}}),
		d.act(step{name: "pass", done: "passed", summary: "Accept the report", fields: finding, rule: state(Reported),
			decide: func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
				return words("finding", in), t.Pass(d.Limits, tx.Actor().Person, in.Text, tx.Now().Day())
			}}),
		d.act(step{name: "again", done: "sent-back", summary: "Send the report back: it is due anew", fields: reason,
			rule: state(Reported), decide: func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
				return words("reason", in), t.Again(d.Limits, tx.Actor().Person, in.Text, tx.Now().Day())
			}}),
		d.act(step{name: "follow", done: "followed", summary: "Say how somebody did since a formal admonition; it is closed",
			fields: following, rule: (*Talk).MayFollow, decide: func(tx noun.Tx, t *Talk, in Said) ([]act.Fact, error) {
				t.Follow, t.Mended = in.Text, in.Mended
				t.close(tx.Now().Day())
				return append(words("follow", in), act.Code("mended", in.Mended)), nil
			}}),
		d.act(step{name: "close", done: "closed", summary: "Close an integrity talk that was signed, and file it",
			rule: on((*Talk).MayClose), decide: func(tx noun.Tx, t *Talk, _ Said) ([]act.Fact, error) {
				t.close(tx.Now().Day())
				return nil, nil
			}}), withdraw}
}

// sign is given on a page only: it takes the person at that moment.
func (d Commands) sign() noun.Act {
	const kind = "talk.signed.v1"
	return noun.Act{Name: Sign, Verb: "talk.sign", Records: kind, Main: true, Screen: true,
		Summary: "Sign the record of a talk in person", New: func() any { return &Said{} },
		Rule: noun.MayDo(func(v noun.Value) error { return v.(*Talk).in(Held) }),
		For:  func(who actor.Actor, v noun.Value) bool { return v.(*Talk).MaySign(who.Person) == nil },
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			c.Command.Verb, c.Command.Input = "talk.sign", c.ID
			return noun.Step(ctx, d.Door, c.Command, d.shape(), noun.At{ID: c.ID}, kind,
				func(tx noun.Tx, t *Talk) ([]act.Fact, error) {
					said, ok := ctx.Value(confirmedKey{}).(confirmation)
					if !ok || said.digest != t.Frozen || t.digest() != t.Frozen {
						return nil, text.Refuse(text.Forbidden, "talk.unconfirmed")
					}
					return []act.Fact{act.Code("digest", t.Frozen), act.Code("means", said.means)},
						t.Sign(d.Limits, tx.Actor().Person, said.means, tx.Now().Day())
				})
		}}
}
