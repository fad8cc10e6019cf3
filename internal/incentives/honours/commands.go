package honours

import (
	"encoding/json"
	"strconv"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Limits are a county's.
type Limits struct {
	Notice func(when.Day) when.Day // the last day on which a nomination is public [D]
	Answer func(when.Day) when.Day // until when an objection is answered [D]
	Reward int64                   // of a model, hundredths of a yuan [V]
	Use    string                  // the check before; "" = the pack says nothing of honours
}

// Commands performs the commands of honours and of objections to them.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Style  func(number.Series) number.Style
	Limits func() Limits
	Label  func(table, code string) string // in Chinese, for what is kept
	Check  consequences.Check
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) life(s noun.Shape) noun.Life {
	return noun.Life{Door: d.Door, Shape: s, Tables: d.Tables}
}

func yearly(year int64) string { return strconv.FormatInt(year, 10) + "年度" }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(r *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			h := v.(*Honour)
			h.settle(r, errs)
			for _, id := range others {
				if id != h.ID {
					errs.Add("year", "honour.twice", "year", strconv.FormatInt(h.Year, 10))
				}
			}
		},
		Alike: func(v noun.Value) []noun.Cond { return alike(v.(*Honour)) },
		May:   func(v noun.Value) error { return v.(*Honour).in(Nominated) },
		Look: func(tx noun.Tx, v noun.Value, _ *text.InputErrors) error {
			h := v.(*Honour)
			if h.ID == 0 {
				h.MadeFor = tx.Actor().OnBehalf
			}
			r, err := tx.CountyToday()
			if err != nil {
				return err
			}
			if err := d.clear(tx, r, h); err != nil {
				return err
			}
			got, err := Gather(tx, r, []Subject{h.Subject()}, int(h.Year)-back+1, int(h.Year))
			if err != nil {
				return err
			}
			packed, err := json.Marshal(got[0])
			h.Packed = string(packed)
			return err
		}}
}

// clear is the check before an honour is entered: refused with what stands in the way, and until when.
func (d Commands) clear(tx noun.Tx, r *bodies.County, h *Honour) error {
	use := d.Limits().Use
	if use == "" {
		return text.Refuse(text.Conflict, "honour.policy.none")
	}
	today := tx.Now().Day()
	found, err := d.Check(tx, r, h.People(r), effect.Question{On: today, Use: use})
	if err != nil {
		return err
	}
	for _, p := range found {
		if err := consequences.Barred(p, d.Label); err != nil {
			return err
		}
	}
	h.Checked = today
	return nil
}

// again is that check at a later step.
func (d Commands) again(tx noun.Tx, h *Honour) error {
	r, err := tx.CountyToday()
	if err == nil {
		err = d.clear(tx, r, h)
	}
	return err
}

func (d Commands) notice() noun.Act {
	return noun.Further[*Honour, struct{}](d.life(d.shape()), "notice", "noticed",
		"Make a nomination public, after the check", nil, func(h *Honour) error { return h.in(Nominated) },
		func(tx noun.Tx, h *Honour, _ *struct{}) ([]act.Fact, error) {
			if err := d.again(tx, h); err != nil {
				return nil, err
			}
			today := tx.Now().Day()
			until := d.Limits().Notice(today)
			return []act.Fact{act.Date("until", until)}, h.Notice(until, today)
		})
}

// Objecting is what somebody says against an honour.
type Objecting struct{ Claim string }

func (d Commands) object() noun.Act {
	fs := field.Fields{field.Text("claim", 1, textMost, func(o *Objecting) *string { return &o.Claim }),
		field.Files("file", false)}
	a := noun.Further(d.life(d.shape()), "object", "objected", "Object to an honour that is public", fs,
		func(h *Honour) error { return h.in(Noticed) },
		func(tx noun.Tx, h *Honour, in *Objecting) ([]act.Fact, error) {
			today := tx.Now().Day()
			if err := h.MayObject(today); err != nil {
				return nil, err
			}
			p := &Protest{Title: "公示异议：" + h.Title, Honour: h.ID, Year: h.Year, Claim: in.Claim,
				RaisedBy: tx.Actor().Person, Nominator: h.MadeBy, NominatedFor: h.MadeFor, Due: d.Limits().Answer(today)}
			p.Side, p.State = h.Side, Raised
			// Who objected stands on the objection alone: the entry about the honour is read by those whom it is about.
			err := noun.Follow(tx, ProtestShape, p, "protest.raised.v1", act.Date("due", p.Due))
			return nil, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Honour).MayObject(now.Day()) }
	a.Main = false
	return a
}

// Approving is the meeting at which it was approved.
type Approving struct{ Meeting string }

// approve is the leading group's, in person: nothing stands in the way on that day, and no objection is open.
func (d Commands) approve() noun.Act {
	fs := field.Fields{field.Line("meeting", 1, lineMost, func(a *Approving) *string { return &a.Meeting })}
	a := noun.Further(d.life(d.shape()), "approve", "approved", "Approve an honour, as the leading group", fs,
		func(h *Honour) error { return h.in(Noticed) },
		func(tx noun.Tx, h *Honour, in *Approving) ([]act.Fact, error) {
			if err := h.MayApprove(tx.Now().Day()); err != nil {
				return nil, err
			}
			open, err := tx.Find(ref.Protest, ofHonour(h.ID), noun.StateIs(Raised))
			if err != nil {
				return nil, err
			}
			if len(open) > 0 {
				return nil, text.Refuse(text.Conflict, "honour.approve.open", "n", len(open))
			}
			if err := d.again(tx, h); err != nil {
				return nil, err
			}
			err = h.Approve(in.Meeting, d.Limits().Reward, tx.Now().Day())
			return []act.Fact{act.Words("meeting", in.Meeting), act.Number("reward", h.Reward)}, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Honour).MayApprove(now.Day()) }
	return a
}

func ofHonour(id ref.ID) noun.Cond { return noun.Cond{Column: "honour", Num: []int64{int64(id)}} }

func (d Commands) decline() noun.Act {
	a := noun.Further(d.life(d.shape()), "decline", "declined", "Do not approve an honour, with the reason",
		noun.Saying("why", reasonMost), func(h *Honour) error { return h.in(Noticed) },
		func(_ noun.Tx, h *Honour, in *noun.Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("why", in.Text)}, h.Decline(in.Text)
		})
	a.Main, a.Danger = false, true
	return a
}

func (d Commands) publish() noun.Act {
	fs := field.Fields{field.Line("media", 1, lineMost, func(p *Publishing) *string { return &p.Media }),
		field.Day("publicOn", true, func(p *Publishing) *when.Day { return &p.On })}
	return noun.Further(d.life(d.shape()), "publish", "published", "Note where an honour was made known", fs,
		func(h *Honour) error { return h.in(Approved) },
		func(tx noun.Tx, h *Honour, in *Publishing) ([]act.Fact, error) {
			return []act.Fact{act.Words("media", in.Media), act.Date("on", in.On)}, h.Publish(*in, tx.Now().Day())
		})
}

func (d Commands) revoke() noun.Act {
	fs := field.Fields{field.Line("revokeNo", 1, lineMost, func(r *Revoking) *string { return &r.No }),
		field.Day("revokedOn", true, func(r *Revoking) *when.Day { return &r.On }),
		field.Text("why", 1, reasonMost, func(r *Revoking) *string { return &r.Why })}
	a := noun.Further(d.life(d.shape()), "revoke", "revoked", "Record the decision that takes an honour away", fs,
		func(h *Honour) error { return h.in(Approved) },
		func(tx noun.Tx, h *Honour, in *Revoking) ([]act.Fact, error) {
			return []act.Fact{act.Words("number-undone", in.No), act.Words("why", in.Why)},
				h.Revoke(*in, tx.Now().Day())
		})
	a.Main, a.Danger = false, true
	return a
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(d.shape()), "withdraw", "withdrawn", "Withdraw a nomination before it is approved",
		noun.Saying("why", reasonMost), func(h *Honour) error { return h.in(Nominated, Noticed) },
		func(_ noun.Tx, h *Honour, in *noun.Said) ([]act.Fact, error) {
			h.State, h.Why, h.Due = Withdrawn, in.Text, 0
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// decide answers an objection: one that is upheld ends the nomination.
func (d Commands) decide() noun.Act {
	fs := field.Fields{field.Code("answer", true, []string{Upheld, Rejected}, "protest.state.",
		func(x *Deciding) *string { return &x.Answer }),
		field.Text("reason", 1, textMost, func(x *Deciding) *string { return &x.Reason })}
	a := noun.Further(d.life(ProtestShape), "decide", "decided", "Decide about an objection, with the reason", fs,
		func(p *Protest) error { return ProtestShape.In(p, Raised) },
		func(tx noun.Tx, p *Protest, in *Deciding) ([]act.Fact, error) {
			if err := p.Decide(*in, tx.Actor(), tx.Now().Day()); err != nil {
				return nil, err
			}
			facts := []act.Fact{act.Code("answer", in.Answer), act.Words("reason", in.Reason)}
			if in.Answer != Upheld {
				return facts, nil
			}
			return facts, noun.Take(tx, act.Command{Actor: tx.Actor()}, d.shape(), noun.At{ID: p.Honour, Follows: true},
				"honour.declined.v1", func(_ noun.Tx, h *Honour) ([]act.Fact, error) {
					if h.State == Declined || h.State == Withdrawn {
						return nil, nil
					}
					return []act.Fact{act.Words("why", in.Reason)}, h.Decline(in.Reason)
				})
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return !who.Hands().Has(v.(*Protest).RaisedBy) }
	return a
}
