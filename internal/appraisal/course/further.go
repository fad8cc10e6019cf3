package course

import (
	"slices"
	"strconv"

	"shuangze/internal/act"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func journalKind(past string) journal.Kind { return journal.Kind(past + ".v1") }

// notice makes the result public, with what was decided about objections.
func (d Commands) notice() noun.Act {
	a := noun.Further[*Appraisal, struct{}](d.life(Shape), "notice", "noticed",
		"Make the result public, with what was decided about objections", nil,
		func(x *Appraisal) error { return x.in(Told) },
		func(tx Tx, x *Appraisal, _ *struct{}) ([]act.Fact, error) {
			today := tx.Now().Day()
			if err := x.mayNotice(today); err != nil {
				return nil, err
			}
			open, err := tx.Find(ref.Objection, of(x.ID), noun.StateIs(Raised))
			if err != nil {
				return nil, err
			}
			if len(open) > 0 {
				return nil, text.Refuse(text.Conflict, "appraisal.notice.open", "open", len(open))
			}
			x.State, x.NoticeOn, x.NoticeUntil = Noticed, today, d.Limits().Notice(today)
			x.Due = x.NoticeUntil
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			if err := d.again(tx, x, list); err != nil {
				return nil, err
			}
			return []act.Fact{act.Date("until", x.NoticeUntil)}, each(tx, list, "noticed",
				result(list, func(s *Scoresheet) { s.State, s.Due = Noticed, 0 }))
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Appraisal).mayNotice(now.Day()) }
	return a
}

// Approving is the meeting at which the leading group approved a result.
type Approving struct{ Meeting string }

// approve is the leading group's, in person: each veto that the facts propose is decided by then.
func (d Commands) approve() noun.Act {
	fs := field.Fields{field.Line("meeting", 1, lineMost, func(a *Approving) *string { return &a.Meeting }),
		field.Files("file", false)}
	a := noun.Further(d.life(Shape), "approve", "approved", "Approve the result, as the leading group", fs,
		func(x *Appraisal) error { return x.in(Noticed) },
		func(tx Tx, x *Appraisal, in *Approving) ([]act.Fact, error) {
			if err := x.mayApprove(tx.Now().Day()); err != nil {
				return nil, err
			}
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			for _, s := range list {
				got, ok := s.Sheet()
				if !ok {
					return nil, scheme.ErrNoSheet
				}
				for _, p := range got.Proposed {
					if _, known := s.Decided(p.Code); !known {
						return nil, text.Refuse(text.Conflict, "appraisal.approve.veto", "sheet", s.Title)
					}
				}
			}
			if err := d.again(tx, x, list); err != nil {
				return nil, err
			}
			x.State, x.ApprovedOn, x.Meeting, x.Due = Approved, tx.Now().Day(), in.Meeting, 0
			err = each(tx, list, "approved", result(list, func(s *Scoresheet) { s.State = Approved }))
			if err == nil && d.Result != nil {
				err = d.Result(tx, list)
			}
			return []act.Fact{act.Words("meeting", in.Meeting)}, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Appraisal).mayApprove(now.Day()) }
	return a
}

// Circulating is the circular by which a result was made known in the county.
type Circulating struct{ Circular string }

func (d Commands) circulate() noun.Act {
	fs := field.Fields{field.Line("circular", 1, lineMost, func(c *Circulating) *string { return &c.Circular }).Open(),
		field.Files("file", false)}
	return noun.Further(d.life(Shape), "circulate", "circulated", "Say by which circular the result was made known", fs,
		(*Appraisal).mayCirculate,
		func(tx Tx, x *Appraisal, in *Circulating) ([]act.Fact, error) {
			x.State, x.CirculatedOn, x.Circular = Circulated, tx.Now().Day(), in.Circular
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("circular", in.Circular)}, each(tx, list, "circulated",
				func(s *Scoresheet) []act.Fact { s.State = Circulated; return nil })
		})
}

// withdraw ends one that has no result yet.
func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(Shape), "withdraw", "withdrawn", "Withdraw an assessment before its result was fed back",
		noun.Saying("why", reasonMost), func(x *Appraisal) error { return x.in(Called, Checking) },
		func(tx Tx, x *Appraisal, in *noun.Said) ([]act.Fact, error) {
			x.State, x.Why, x.Due = Withdrawn, in.Text, 0
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			if err := each(tx, list, "withdrawn", func(s *Scoresheet) []act.Fact {
				s.State, s.Due = Withdrawn, 0
				return nil
			}); err != nil {
				return nil, err
			}
			if err := turnTallies(tx, x.ID, func(t *Tally) { t.State = Withdrawn }); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words("why", in.Text)}, turn(tx, x.ID, func(k *Mark) { k.State = Withdrawn })
		})
	a.Main, a.Danger = false, true
	return a
}

// Handing is a self-assessment.
type Handing struct{ Report string }

// hand hands the self-assessment in; it is written anew as long as marks are not being given.
func (d Commands) hand() noun.Act {
	fs := field.Fields{field.Text("report", 1, textMost, func(h *Handing) *string { return &h.Report }),
		field.Files("file", false)}
	a := noun.Further(d.life(SheetShape), "hand", "handed", "Hand in the self-assessment", fs, (*Scoresheet).mayHand,
		func(tx Tx, s *Scoresheet, in *Handing) ([]act.Fact, error) {
			late := int64(0)
			if tx.Now().Day() > s.Due {
				late = 1
			}
			s.State, s.Report, s.HandedOn, s.HandedBy = Handed, in.Report, tx.Now().Day(), tx.Actor().Person
			return []act.Fact{act.Number("late", late)}, nil
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any { return &Handing{v.(*Scoresheet).Report} }
	return a
}

// fit offers in a field what the scheme of a sheet has alone.
func (d Commands) fit(name string, codes func(*scheme.Sound) []string) func(noun.Value, field.Fields) field.Fields {
	return func(v noun.Value, fs field.Fields) field.Fields {
		s := v.(*Scoresheet)
		m := d.Scheme(s.Scheme, int(s.Year))
		out := slices.Clone(fs)
		for i := range out {
			if out[i].Name == name && m != nil {
				out[i] = field.Limit(out[i], codes(m))
			}
		}
		return out
	}
}

// Raising asks for marks of an addition or deduction that is given by hand.
type Raising struct {
	Item, Why string
}

// raise opens an addition or deduction that assessors mark: nobody has one unless somebody says so, with the proof.
func (d Commands) raise() noun.Act {
	fs := field.Fields{field.Policy("item", true, ExtraTable, func(r *Raising) *string { return &r.Item }),
		field.Text("why", 1, reasonMost, func(r *Raising) *string { return &r.Why })}
	a := noun.Further(d.life(SheetShape), "raise", "raised",
		"Open an addition or deduction that assessors mark", fs, func(s *Scoresheet) error { return s.in(Checking) },
		func(tx Tx, s *Scoresheet, in *Raising) ([]act.Fact, error) {
			m := d.Scheme(s.Scheme, int(s.Year))
			if m == nil {
				return nil, text.Refuse(text.Conflict, "appraisal.scheme.gone")
			}
			for _, e := range m.Extras {
				if e.Code != in.Item || e.Source != scheme.Mark {
					continue
				}
				there, err := tx.Find(ref.Mark, noun.Cond{Column: "sheet", Num: []int64{int64(s.ID)}},
					noun.Cond{Column: "item", Text: []string{in.Item}})
				if err != nil {
					return nil, err
				}
				if len(there) > 0 {
					return nil, text.InputErrors{{Field: "item", Message: text.M("scoresheet.raise.twice")}}
				}
				if err := d.ask(tx, s, e.Code, e.Zh, e.Most, false); err != nil {
					return nil, err
				}
				made, err := marks(tx, noun.Cond{Column: "sheet", Num: []int64{int64(s.ID)}},
					noun.Cond{Column: "item", Text: []string{in.Item}})
				for _, k := range made {
					if k.State, k.Title = Open, e.Zh+" · "+s.Title; err == nil {
						err = tx.Keep(ref.Mark, k)
					}
				}
				return []act.Fact{act.Code("item", in.Item), act.Words("why", in.Why)}, err
			}
			return nil, text.InputErrors{{Field: "item", Message: text.M("scoresheet.raise.none")}}
		})
	a.Main = false
	a.Fit = d.fit("item", func(m *scheme.Sound) (out []string) {
		for _, e := range m.Extras {
			if e.Source == scheme.Mark {
				out = append(out, e.Code)
			}
		}
		return out
	})
	return a
}

// Vetoing is what the leading group decided about a ground.
type Vetoing struct {
	Ground, Applies, Meeting, Why string
}

var answers = []string{"yes", "no"}

// veto is the leading group's decision, in person, whether or not the facts propose the ground.
func (d Commands) veto() noun.Act {
	fs := field.Fields{field.Policy("ground", true, VetoTable, func(v *Vetoing) *string { return &v.Ground }),
		field.Code("applies", true, answers, "scoresheet.applies.", func(v *Vetoing) *string { return &v.Applies }),
		field.Line("meeting", 1, lineMost, func(v *Vetoing) *string { return &v.Meeting }),
		field.Text("why", 1, reasonMost, func(v *Vetoing) *string { return &v.Why })}
	a := noun.Further(d.life(SheetShape), "veto", "vetoed", "Decide whether a veto applies, as the leading group", fs,
		func(s *Scoresheet) error { return s.in(Told, Noticed) },
		func(_ Tx, s *Scoresheet, in *Vetoing) ([]act.Fact, error) {
			m := d.Scheme(s.Scheme, int(s.Year))
			if m == nil {
				return nil, text.Refuse(text.Conflict, "appraisal.scheme.gone")
			}
			if m.Veto(in.Ground).Code == "" {
				return nil, text.InputErrors{{Field: "ground", Message: text.M("scoresheet.veto.none")}}
			}
			s.decide(in.Ground, in.Applies == "yes")
			return []act.Fact{act.Code("ground", in.Ground), act.Code("applies", in.Applies),
				act.Code("document", m.Veto(in.Ground).Document), act.Words("meeting", in.Meeting),
				act.Words("why", in.Why)}, nil
		})
	a.Main = false
	a.Fit = d.fit("ground", func(m *scheme.Sound) (out []string) {
		for _, v := range m.Vetoes {
			out = append(out, v.Code)
		}
		return out
	})
	return a
}

// Objecting is what a body says against one thing on its sheet.
type Objecting struct{ Item, Claim string }

// object raises an objection: each thing on a sheet is objected to once.
func (d Commands) object() noun.Act {
	fs := field.Fields{field.Line("item", 1, lineMost, func(o *Objecting) *string { return &o.Item }).Open(),
		field.Text("claim", 1, textMost, func(o *Objecting) *string { return &o.Claim }), field.Files("file", false)}
	a := noun.Further(d.life(SheetShape), "object", "objected", "Object to one thing on the sheet", fs,
		func(s *Scoresheet) error { return s.in(Told) },
		func(tx Tx, s *Scoresheet, in *Objecting) ([]act.Fact, error) {
			today := tx.Now().Day()
			if err := s.mayObject(today); err != nil {
				return nil, err
			}
			m := d.Scheme(s.Scheme, int(s.Year))
			sheet, ok := s.Sheet()
			if m == nil || !ok {
				return nil, text.Refuse(text.Conflict, "appraisal.scheme.gone")
			}
			o := &Objection{Appraisal: s.Appraisal, Sheet: s.ID, Year: s.Year, Scheme: s.Scheme, Body: s.Body,
				Item: in.Item, Claim: in.Claim, RaisedBy: tx.Actor().Person, Due: d.Limits().Answer(today)}
			o.Unit, o.Side, o.State = s.Unit, s.Side, Raised
			for _, i := range Items(sheet, m) {
				if i.Code == in.Item {
					o.Had, o.Most, o.Title = i.Points, i.Of, called(m, sheet, i.Code)+" · "+s.Title
				}
			}
			if o.Title == "" {
				return nil, text.InputErrors{{Field: "item", Message: text.M("scoresheet.object.none")}}
			}
			there, err := tx.Find(ref.Objection, noun.Cond{Column: "sheet", Num: []int64{int64(s.ID)}},
				noun.Cond{Column: "item", Text: []string{in.Item}}, noun.StateIs(Raised, Upheld, Rejected))
			if err != nil {
				return nil, err
			}
			if len(there) > 0 {
				return nil, text.InputErrors{{Field: "item", Message: text.M("scoresheet.object.twice")}}
			}
			err = noun.Make(tx, act.Command{Verb: "scoresheet.object"}, ObjectionShape, o, nil, "objection.raised.v1",
				act.Code("item", o.Item), act.Number("had", o.Had), act.Date("due", o.Due))
			return []act.Fact{act.Id("objection", o.ID), act.Code("item", o.Item)}, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Scoresheet).mayObject(now.Day()) }
	return a
}

// called is what a thing on a sheet is called on papers.
func called(m *scheme.Sound, s scheme.Sheet, code string) string {
	if i := m.Indicator(code); i != nil {
		return i.No + " " + i.Zh
	}
	for _, e := range m.Extras {
		if e.Code == code {
			return e.Zh
		}
	}
	for i, c := range s.Cases {
		if scheme.CaseItem(c.Ref) == code {
			return "案件扣分" + decimal(int64(i+1))
		}
	}
	return code
}

// claim is the body's own view of one item.
func (d Commands) claim() noun.Act {
	fs := field.Fields{field.Points("claim", pointsMost, func(c *Claiming) *int64 { return &c.Claim }).Needed().Stated(),
		field.Text("statement", 1, textMost, func(c *Claiming) *string { return &c.Statement }), field.Files("file", false)}
	a := noun.Further(d.life(MarkShape), "claim", "claimed", "Say what one claims for an item, with the proof", fs,
		func(k *Mark) error { return k.in(Asked) },
		func(tx Tx, k *Mark, in *Claiming) ([]act.Fact, error) {
			return []act.Fact{act.Number("claim", in.Claim)}, k.Say(*in, tx.Actor().Person, tx.Now().Day())
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any { return &Claiming{v.(*Mark).Claim, v.(*Mark).Statement} }
	return a
}

// mark is one assessor's, in person.
func (d Commands) mark() noun.Act {
	fs := field.Fields{field.Points("points", pointsMost, func(g *Giving) *int64 { return &g.Points }).Needed().Stated(),
		field.Text("why", 1, reasonMost, func(g *Giving) *string { return &g.Why }), field.Files("file", false)}
	a := noun.Further(d.life(MarkShape), "mark", "marked", "Give a mark, with the reason", fs,
		func(k *Mark) error { return k.in(Open, One, Differ) },
		func(tx Tx, k *Mark, in *Giving) ([]act.Fact, error) {
			err := k.Give(*in, tx.Actor().Person, tx.Now().Day())
			return []act.Fact{act.Number("points", in.Points), act.Words("why", in.Why)}, err
		})
	a.Many = true
	return a
}

// reopen forgets what was given; whoever gave a mark does not.
func (d Commands) reopen() noun.Act {
	a := noun.Further(d.life(MarkShape), "reopen", "reopened", "Have a settled item marked anew, with the reason",
		noun.Saying("why", reasonMost), func(k *Mark) error { return k.in(Settled) },
		func(tx Tx, k *Mark, in *noun.Said) ([]act.Fact, error) {
			for _, id := range k.Markers() {
				if id == tx.Actor().Person {
					return nil, text.Refuse(text.Forbidden, "objection.own-mark")
				}
			}
			k.forget()
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

var deciding = field.Fields{
	field.Code("answer", true, []string{Upheld, Rejected}, "objection.state.",
		func(d *Deciding) *string { return &d.Answer }),
	field.Points("points", pointsMost, func(d *Deciding) *int64 { return &d.Points }),
	field.Text("reason", 1, reasonMost, func(d *Deciding) *string { return &d.Reason }),
	field.Files("file", false)}

// decide answers an objection.
func (d Commands) decide() noun.Act {
	a := noun.Further(d.life(ObjectionShape), "decide", "decided", "Decide about an objection, with the reason", deciding,
		func(o *Objection) error { return o.in(Raised) },
		func(tx Tx, o *Objection, in *Deciding) ([]act.Fact, error) {
			given, err := marks(tx, noun.Cond{Column: "sheet", Num: []int64{int64(o.Sheet)}},
				noun.Cond{Column: "item", Text: []string{o.Item}})
			if err != nil {
				return nil, err
			}
			var markers []ref.ID
			for _, k := range given {
				markers = append(markers, k.Markers()...)
			}
			err = o.Decide(*in, markers, tx.Actor().Person, tx.Now().Day())
			return []act.Fact{act.Code("answer", in.Answer), act.Number("points", o.Points),
				act.Words("reason", in.Reason)}, err
		})
	a.Fill = func(v noun.Value) any { return &Deciding{Points: v.(*Objection).Had} }
	return a
}

// drop takes an objection back.
func (d Commands) drop() noun.Act {
	a := noun.Further[*Objection, struct{}](d.life(ObjectionShape), "drop", "dropped", "Take an objection back", nil,
		func(o *Objection) error { return o.in(Raised) },
		func(_ Tx, o *Objection, _ *struct{}) ([]act.Fact, error) {
			o.State = Dropped
			return nil, nil
		})
	a.Main, a.Danger = false, true
	return a
}
