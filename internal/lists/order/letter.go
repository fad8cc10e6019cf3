package order

import (
	"context"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Letter is one numbered paper of the graduated letters (spec 2.5 [R]).
type Letter struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Order        ref.ID
	Number       number.Number
	Unit         ref.ID
	Body         string   // what the office adds in its own words
	Final        when.Day // the final limit a 告诫书 sets; 0 = none
	Due          when.Day // the order's due day when it was sent
	By           ref.ID
	At           when.Instant
	Word         string // 代字 it went out under; "" = the office has none for this kind
	DocumentNo   int64  // number under the 代字 and year, without gaps
	Code         string // verification code, see NewCode; "" = sent before codes were given
	Paper        Paper  // the words as sent; zero for letters sent before they were kept
}

// Document is the letter's 文号, 镇督〔2026〕3号; "" when it has none.
func (l Letter) Document() string { return number.Document(l.Word, l.Number.Year, l.DocumentNo) }

// Send writes a letter about an open order. Which one fits follows from the
// day: a reminder before the due day, urging and warning only after it, the
// proposal to hand the matter over only after a final limit.
func (d Desk) Send(ctx context.Context, c act.Command, id ref.ID, series number.Series, body string, final when.Day) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{series, body, final}, step{verb: "order.send-letter", kind: "order.letter-sent.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			sent, err := tx.LettersOf(o.ID)
			if err != nil {
				return o, nil, err
			}
			l, err := o.letter(series, body, final, finalPassed(sent, tx.Now().Day()), tx.Now())
			if err != nil {
				return o, nil, err
			}
			if l.Number, err = tx.NextNumber(series, tx.Now().Day().Year()); err != nil {
				return o, nil, err
			}
			if l.Word = d.Rules.word(o.Side, series); l.Word != "" {
				doc, err := tx.NextNumber(number.Word(l.Word), l.Number.Year)
				if err != nil {
					return o, nil, err
				}
				l.DocumentNo = doc.No
			}
			c, err := tx.CountyToday()
			if err != nil {
				return o, nil, err
			}
			l.ID, l.By, l.Code = tx.NewID(), tx.Actor().Person, NewCode()
			l.Paper = d.Rules.Paper(o, l, NamesOf(c, o))
			if err := tx.SaveLetter(l); err != nil {
				return o, nil, err
			}
			if l.Final != 0 {
				err = d.weigh(tx, o)
			}
			return o, []act.Fact{act.Id("letter", l.ID), act.Code("number", l.Number.String())}, err
		}})
}

// finalPassed says whether a warning set a final limit that is over.
func finalPassed(sent []Letter, today when.Day) bool {
	return slices.ContainsFunc(sent, func(l Letter) bool { return l.Number.Series == number.Warning && l.Final < today })
}

func (o Order) letter(series number.Series, body string, final when.Day, finalPassed bool, now when.Instant) (Letter, error) {
	if !o.State.Open() {
		return Letter{}, o.Forbids()
	}
	overdue := now.Day() > o.Due
	var errs text.InputErrors
	text.Limits(&errs, "body", body, 0, OpinionMost)
	switch series {
	case number.Notice:
	case number.Reminder:
		if overdue {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-reminder-late")
		}
	case number.Transfer:
		if !finalPassed {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-transfer-early")
		}
	case number.Urging, number.Warning:
		if !overdue {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-not-overdue")
		}
		if series == number.Warning && final <= now.Day() {
			errs.Add("final", "order.letter-final-required")
		}
	default:
		errs.Add("series", "input.choose")
	}
	return Letter{Jurisdiction: o.Jurisdiction, Order: o.ID, Unit: o.Unit, Body: body, Final: final, Due: o.Due, At: now}, errs.Err()
}

// NextLetter is the letter that is due about an order today, "" for none: a
// reminder near the limit, then urging, then a warning with a final limit, then
// the proposal to hand the matter over (spec 2.5 [R]: graduated). Each is
// proposed once for a due day; while the unit has asked for close-out there is
// nothing to urge.
func (r Rules) NextLetter(s State, due, today when.Day, sent []Letter) number.Series {
	switch s {
	case Issued, Acknowledged, InProgress:
	default:
		return ""
	}
	last := map[number.Series]Letter{}
	for _, l := range sent {
		if l.Due == due { // what was sent about an earlier due day is settled
			last[l.Number.Series] = l
		}
	}
	urged, isUrged := last[number.Urging]
	warned, isWarned := last[number.Warning]
	_, handed := last[number.Transfer]
	_, reminded := last[number.Reminder]
	switch light := r.Light(s, due, today); {
	case handed:
	case isWarned:
		if today > warned.Final {
			return number.Transfer
		}
	case isUrged:
		if light == Red && r.Calendar.WorkingBetween(urged.At.Day(), today) >= r.RedAfter {
			return number.Warning
		}
	case light == Red, light == Yellow:
		return number.Urging
	case light == Blue && !reminded:
		return number.Reminder
	}
	return ""
}

// Attach adds evidence to an order that is being worked on.
func (d Desk) Attach(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence) (act.Receipt, error) {
	e.Phase = e.Phase.Of()
	return d.take(ctx, c, id, []any{e.Name, e.Digest, e.Phase}, step{verb: "order.attach", kind: "order.evidence-added.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			if err := o.in(Issued, Acknowledged, InProgress); err != nil {
				return o, nil, err
			}
			n, err := tx.CountEvidence(o.ID)
			if err != nil {
				return o, nil, err
			}
			if n >= evidence.Most {
				return o, nil, text.Refuse(text.Conflict, "order.evidence-too-many", "most", evidence.Most)
			}
			e.ID, e.Jurisdiction, e.Matter, e.By, e.At = tx.NewID(), o.Jurisdiction, o.Ref(), tx.Actor().Person, tx.Now()
			if e.Phase == evidence.After { // only that proves that it was put right
				o.Evidence++
			}
			return o, []act.Fact{act.Digest("digest", e.Digest), act.Words("name", e.Name), act.Code("phase", string(e.Phase)), act.Number("size", e.Size)}, tx.SaveEvidence(e)
		}})
}
