package letter

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/letter/slip"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the acts of one noun’s life.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Word   func(code string) (Word, bool) // 代字 of the policy in force; its text is that at a unit
	// Text is how a 代字 is written at a seat: the name of the unit may stand in it.
	Text   func(code, unit string) string
	Chance io.Reader // of verification codes; nil = the system's
	Kind   Kind      // whose life it is
	// Receipts is by when units are to say that they received what was sent on a day, or asked for again.
	Receipts func(sent when.Day) when.Day
}

func journalKind(of, what string) journal.Kind { return journal.Kind(of + "." + what + ".v1") }

// Verb is that of an act: <noun>.<act>.
func (k Kind) Verb(act string) access.Verb { return access.Verb(k.Shape.Word + "." + act) }

// Entry is the kind of an entry: <noun>.<what was done>.v1.
func (k Kind) Entry(done string) journal.Kind { return journalKind(k.Shape.Word, done) }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.Kind.Shape, Door: d.Door, Tables: d.Tables, Settle: d.settle, Carry: d.Kind.Carry,
		May: func(v noun.Value) error { return v.(Value).Course().MayChange() },
		Look: func(tx noun.Tx, v noun.Value, _ *text.InputErrors) error {
			v.(Value).Course().Written(tx.Actor().Hands())
			return nil
		}}
}

// settle finds out whose a document is: its organ's seat, and the side of the organ.
func (d Commands) settle(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
	l := v.(Value).Course()
	if d.Kind.Settle != nil {
		d.Kind.Settle(c, v.(Value), errs)
	}
	body, ok := c.Body(l.Organ)
	if l.Organ != 0 && !ok {
		errs.Add("organ", "input.choose")
	}
	if w, known := d.Word(l.Word); ok && known && w.Organ != body.Kind {
		errs.Add("word", "dispatch.word.other", "body", body.Name)
	}
	l.Unit, l.Side = body.Unit, SideOf(body.Kind)
	if len(lines(l.Title)) == 0 && l.Title != "" {
		errs.Add("title", "input.required")
	}
	if len(Names(l.Recipients))+len(Names(l.Outside)) == 0 {
		errs.Add("recipients", "dispatch.recipients.none")
	}
	Units(c, "recipients", l.Recipients, errs)
	Units(c, "copies", l.Copies, errs)
	for _, b := range Bodies(c, "cosigners", l.Cosigners, errs) {
		switch {
		case b.ID == l.Organ:
			errs.Add("cosigners", "dispatch.cosigner.own", "body", b.Name)
		case b.Unit == 0:
			errs.Add("cosigners", "dispatch.cosigner.unseated", "body", b.Name)
		}
	}
}

// SideOf is whose office an organ's documents belong to; "" = both.
func SideOf(k bodies.BodyKind) actor.Side {
	switch k {
	case bodies.PrincipalOffice:
		return actor.Principal
	case bodies.SupervisoryOffice:
		return actor.Supervisory
	}
	return actor.Side(k.Side())
}

// step declares an act on a document.
func (d Commands) step(name, done, summary string, asked field.Fields, rule func(*Life) error,
	decide func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error)) noun.Act {
	return d.whole(name, done, summary, asked, rule, func(tx noun.Tx, v Value, in Said) ([]act.Fact, error) {
		return decide(tx, v.Course(), in)
	})
}

// whole is step for what the whole object is needed for.
func (d Commands) whole(name, done, summary string, asked field.Fields, rule func(*Life) error,
	decide func(tx noun.Tx, v Value, in Said) ([]act.Fact, error)) noun.Act {
	verb := d.Kind.Verb(name)
	a := noun.Act{Name: name, Verb: verb, Records: d.Kind.Entry(done), Summary: summary, Main: true,
		Fields: asked, Rule: noun.MayDo(func(v noun.Value) error { return rule(v.(Value).Course()) })}
	if asked != nil {
		a.New = said
	}
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := Said{}
		if c.In != nil {
			in = *c.In.(*Said)
		}
		c.Command.Verb, c.Command.Input = verb, []any{c.ID, c.Version, in}
		return noun.Step(ctx, d.Door, c.Command, d.Kind.Shape, noun.At{ID: c.ID, Version: c.Version}, a.Records,
			func(tx noun.Tx, v Value) ([]act.Fact, error) {
				if err := rule(v.Course()); err != nil {
					return nil, err
				}
				var errs text.InputErrors
				asked.Check(&in, d.Tables, &errs)
				if err := errs.Err(); err != nil {
					return nil, err
				}
				facts, err := decide(tx, v, in)
				if err == nil && d.Kind.Also != nil {
					err = d.Kind.Also(tx, name, v)
				}
				return facts, err
			})
	}
	return a
}

func on(states ...string) func(*Life) error {
	return func(l *Life) error { return l.in(states...) }
}

// others keeps those from an act who wrote the document.
func others(who actor.Actor, v noun.Value) bool { return !v.(Value).Course().Wrote(who.Hands()) }

func (d Commands) submit() noun.Act {
	return d.step("submit", "submitted", "Hand a draft to somebody else to be checked", nil, (*Life).MayChange,
		func(_ noun.Tx, l *Life, _ Said) ([]act.Fact, error) { return nil, l.Submit() })
}

var choosing = field.Person("signer", false, func(s *Said) *ref.ID { return &s.Signer })

// PassAct is the checker's. It is no verb "check", which tokens for reading carry.
const PassAct = "pass"

// pass sends a document to its signer, and asks who is to countersign.
func (d Commands) pass() noun.Act {
	a := d.step(PassAct, "checked", "Find a draft in order and send it to its signer; nobody checks what they wrote",
		append(field.Fields{choosing}, saying("opinion", 0)...), on(Checking),
		func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			var errs text.InputErrors
			asked := Bodies(c, "", l.Cosigners, &errs)
			if err := errs.Err(); err != nil {
				return nil, err
			}
			signer, err := d.signer(c, l, in.Signer)
			if err != nil {
				return nil, err
			}
			if err := l.Check(tx.Actor().Hands(), signer, in.Text, len(asked), tx.Now().Day()); err != nil {
				return nil, err
			}
			for _, b := range asked {
				if err := d.ask(tx, l, slip.Countersign, b.Unit, b.ID); err != nil {
					return nil, err
				}
				l.Circle = with(l.Circle, b.Unit)
			}
			return []act.Fact{act.Id("signer", signer), act.Number("asked", int64(len(asked))),
				act.Words("opinion", in.Text)}, nil
		})
	a.Guarded, a.For = true, others
	return a
}

// signer is who was named, or else the organ's first responsible person; the policy must allow it.
func (d Commands) signer(c *bodies.County, l *Life, named ref.ID) (ref.ID, error) {
	if named == 0 {
		named = c.FirstResponsible(l.Organ).Person
	}
	w, ok := d.Word(l.Word)
	if !ok || !w.MaySign(c, l.Organ, named) {
		return 0, text.InputErrors{{Field: "signer", Message: text.M("dispatch.signer.none")}}
	}
	return named, nil
}

func (d Commands) hand() noun.Act {
	a := d.step("hand", "handed", "Send a document to another signer", field.Fields{choosing}, on(Signing),
		func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			signer, err := d.signer(c, l, in.Signer)
			if err != nil {
				return nil, err
			}
			was := l.Signer
			return []act.Fact{act.Id("signer-was", was), act.Id("signer", signer)}, l.Hand(signer)
		})
	a.Main = false
	return a
}

func (d Commands) sendBack() noun.Act {
	a := d.step("return", "returned", "Send a document back to its drafter with the reason", saying("reason", 1),
		on(Checking, Signing), func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			if err := l.SendBack(tx.Actor().Hands(), in.Text); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words("reason", in.Text)}, slip.Forget(tx, l.ID)
		})
	a.Danger, a.For = true, others
	return a
}

// SignAct is the act that makes a document valid.
const SignAct = "sign"

// sign signs, numbers and freezes in one transaction: one that is refused in the end has taken no number.
func (d Commands) sign() noun.Act {
	a := d.whole(SignAct, "signed", "Sign a document in person: it is numbered and its words are kept",
		saying("reason", 0), on(Signing), func(tx noun.Tx, v Value, in Said) ([]act.Fact, error) {
			l := v.Course()
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			if _, err := d.signer(c, l, l.Signer); err != nil {
				return nil, text.Refuse(text.Forbidden, "dispatch.signer.none")
			}
			today := tx.Now().Day()
			if err := l.Sign(tx.Actor().Hands(), in.Text, today); err != nil {
				return nil, err
			}
			var errs text.InputErrors
			l.To, l.Cc = with("", Units(c, "", l.Recipients, &errs)...), with("", Units(c, "", l.Copies, &errs)...)
			if err := errs.Err(); err != nil { // a unit that is no more: the drafter names another
				return nil, &text.Refusal{Why: text.Conflict, Message: errs[0].Message}
			}
			l.Mark, l.Year = d.Text(l.Word, c.Name(l.Unit)), int64(today.Year())
			n, err := tx.NextNumber(number.Word(l.Mark), today.Year())
			if err != nil {
				return nil, err
			}
			l.No, l.Document = n.No, number.Document(l.Mark, today.Year(), n.No)
			l.Code = official.NewCode(d.Chance)
			files, err := tx.EvidenceOf(l.ID)
			if err != nil {
				return nil, err
			}
			l.Annexes, l.AnnexesSum = Annexed(files)
			d.Kind.freeze(v, c)
			facts := []act.Fact{act.Code("number", l.Document), act.Code("digest", l.Digest), act.Number("files", l.Annexes),
				act.Code("files-digest", l.AnnexesSum)}
			if l.Overruled != "" {
				facts = append(facts, act.Words("reason", l.Overruled))
			}
			return facts, nil
		})
	a.Guarded, a.Screen = true, true
	a.For = func(who actor.Actor, v noun.Value) bool {
		return who.InPerson() && v.(Value).Course().Signer == who.Person
	}
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		if !v.(Value).Course().Disagreed() {
			return nil
		}
		return fs
	}
	return a
}

func (d Commands) seal() noun.Act {
	return d.step("seal", "sealed", "Put a signed document into the register of seals", nil,
		func(l *Life) error { return l.live(Signed) }, func(tx noun.Tx, l *Life, _ Said) ([]act.Fact, error) {
			return nil, l.Seal(tx.Actor().Person, tx.Now())
		})
}

// send distributes: from now on the units see it.
func (d Commands) send() noun.Act {
	return d.step("send", "sent", "Distribute a sealed document to the units that it is addressed or copied to", nil,
		func(l *Life) error { return l.live(Sealed) }, func(tx noun.Tx, l *Life, _ Said) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			to := reached(idsOf(l.To), l.Unit, c)
			cc := slices.DeleteFunc(reached(idsOf(l.Cc), l.Unit, c), func(u ref.ID) bool { return slices.Contains(to, u) })
			if err := l.Send(len(to)+len(cc), tx.Now().Day(), d.Receipts(tx.Now().Day())); err != nil {
				return nil, err
			}
			for i, u := range append(to, cc...) {
				role := slip.Receive
				if i >= len(to) {
					role = slip.Copy
				}
				if err := d.ask(tx, l, role, u, 0); err != nil {
					return nil, err
				}
				l.Circle = with(l.Circle, u)
			}
			return []act.Fact{act.Number("asked", l.Asked)}, nil
		})
}

// UrgeAct asks again for receipts.
const UrgeAct = "urge"

func (d Commands) urge() noun.Act {
	a := d.step(UrgeAct, "urged", "Ask again the units that have not said that they received a document", nil,
		(*Life).MayUrge, func(tx noun.Tx, l *Life, _ Said) ([]act.Fact, error) {
			n, err := slip.Urge(tx, l.ID)
			if err != nil {
				return nil, err
			}
			return []act.Fact{act.Number("asked", int64(n))}, l.Urge(d.Receipts(tx.Now().Day()))
		})
	a.Main = false
	return a
}

var archiving = field.Fields{
	field.Line("fileNumber", 1, 60, func(s *Said) *string { return &s.File }),
	field.Line("item", 1, 30, func(s *Said) *string { return &s.Item }),
	field.Code("retention", true, retentions, "dispatch.retention.", func(s *Said) *string { return &s.Code }),
}

func (d Commands) archive() noun.Act {
	return d.step("archive", "archived", "Archive a document that was distributed", archiving,
		func(l *Life) error { return l.live(Sent) }, func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			if err := l.Archive(tx.Now().Day()); err != nil {
				return nil, err
			}
			l.FileNumber, l.Item, l.Retention = in.File, in.Item, in.Code
			return []act.Fact{act.Code("retention", in.Code)}, nil
		})
}

func (d Commands) oa() noun.Act {
	fs := field.Fields{field.Line("oa", 1, 60, func(s *Said) *string { return &s.Text })}
	a := d.step("oa", "oa-noted", "Note the number that the county's OA gave a document", fs, (*Life).MayNote,
		func(_ noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			was := l.Oa
			l.Oa = in.Text
			return []act.Fact{act.Words("oa-was", was), act.Words("oa", in.Text)}, nil
		})
	a.Main, a.Fill = false, func(v noun.Value) any { return &Said{Text: v.(Value).Course().Oa} }
	return a
}

func (d Commands) withdraw() noun.Act {
	a := d.step("withdraw", "withdrawn", "Give a document up before it is signed", saying("reason", 1),
		on(Draft, Checking, Signing), func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			if err := l.Withdraw(in.Text); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words("reason", in.Text)}, slip.Forget(tx, l.ID)
		})
	a.Main, a.Danger = false, true
	return a
}

func (d Commands) askCancel() noun.Act {
	a := d.step("ask-cancel", "cancel-asked", "Ask that a signed document be cancelled; somebody else decides",
		saying("reason", 1), (*Life).MayAskCancel, func(tx noun.Tx, l *Life, in Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("reason", in.Text)}, l.AskCancel(tx.Actor().Hands(), in.Text)
		})
	a.Main, a.Danger, a.ID, a.Body = false, true, "askCancel"+d.Kind.name(), d.Kind.name()+"AskCancel"
	return a
}

func (d Commands) cancel() noun.Act {
	a := d.step("cancel", "cancelled", "Cancel a document as somebody else asked; its number is never given again", nil,
		(*Life).MayCancel, func(tx noun.Tx, l *Life, _ Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("reason", l.Why)}, l.Cancel(tx.Actor().Hands(), tx.Now().Day())
		})
	a.Danger = true
	return a
}

func (d Commands) keep() noun.Act {
	return d.step("keep", "kept", "Let a document stand that somebody asked to cancel", nil, (*Life).MayCancel,
		func(tx noun.Tx, l *Life, _ Said) ([]act.Fact, error) { return nil, l.Keep(tx.Actor().Hands()) })
}

// name is the noun’s in the names of operations.
func (k Kind) name() string { return strings.ToUpper(k.Shape.Word[:1]) + k.Shape.Word[1:] }

// Said is what is said in an act.
type Said struct {
	Text, Code, File, Item string
	Signer                 ref.ID
}

func saying(name string, least int) field.Fields {
	return field.Fields{field.Text(name, least, reasonMost, func(s *Said) *string { return &s.Text })}
}

func said() any { return &Said{} }

// ask asks a unit about one.
func (d Commands) ask(tx noun.Tx, l *Life, role string, unit, body ref.ID) error {
	_, title := l.Called()
	s := slip.Slip{Dispatch: l.ID, Matter: string(d.Kind.Shape.Of), Role: role, Subject: title, Document: l.Document,
		Body: body, Sender: l.Organ}
	if role != slip.Countersign {
		s.Due = l.Due
	}
	s.Side = l.Side
	return slip.Ask(tx, s, l.Jurisdiction, unit)
}

// Slips is the noun of what units are asked about those kinds.
func Slips(door act.Door[noun.Tx], tables field.Tables, kinds ...Kind) *noun.Noun {
	of := func(about ref.Ref) (k Kind, ok bool) {
		i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Shape.Of == about.Kind })
		if i >= 0 {
			return kinds[i], true
		}
		return k, false
	}
	return slip.Commands{Door: door, Tables: tables,
		Heard: func(tx noun.Tx, s *slip.Slip, course string, facts ...act.Fact) error {
			k, ok := of(s.About())
			if !ok {
				return fmt.Errorf("slip %s is about %s, which nobody declared", s.ID, s.About())
			}
			return k.heard(tx, s, course, facts)
		},
		Page: func(about ref.Ref) string {
			k, _ := of(about)
			return "/" + k.Shape.Name + "/" + about.ID.String()
		}}.Noun()
}

// heard counts what a unit answered on what it was asked about, and tells it in its course.
func (k Kind) heard(tx noun.Tx, s *slip.Slip, course string, facts []act.Fact) error {
	about := s.About()
	v, err := tx.One(about.Kind, about.ID)
	if err != nil {
		return err
	}
	l := v.(Value).Course()
	if s.Role == slip.Countersign {
		if err := l.in(Signing); err != nil {
			return err
		}
	}
	n, err := slip.Count(tx, s)
	if err != nil {
		return err
	}
	l.Unanswered, l.Objected, l.Received = n.Unanswered, n.Objected, n.Received
	if l.SentOn != 0 {
		l.Missing = l.Asked - l.Received
	}
	if err := tx.Keep(about.Kind, v); err != nil {
		return err
	}
	return tx.Record(k.Entry(course), about, append([]act.Fact{act.Id("slip", s.ID), act.Id("unit", s.Unit)}, facts...)...)
}

// reached are the units that get a document, its own left out.
func reached(ids []ref.ID, own ref.ID, c *bodies.County) (out []ref.ID) {
	seen := map[ref.ID]bool{own: true}
	for _, u := range ids {
		if _, _, ok := c.Unit(u); !ok { // it ended meanwhile
			u = c.Heir(u)
		}
		if u != 0 && !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	return out
}
