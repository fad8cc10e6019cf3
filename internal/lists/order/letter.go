package order

import (
	"context"

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
}

// Send writes a letter about an open order. Which one fits follows from the
// day: a reminder before the due day, urging and warning only after it.
func (d Desk) Send(ctx context.Context, c act.Command, id ref.ID, series number.Series, body string, final when.Day) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{series, body, final}, step{verb: "order.send-letter", kind: "order.letter-sent.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			l, err := o.letter(series, body, final, tx.Now())
			if err != nil {
				return o, nil, err
			}
			if l.Number, err = tx.NextNumber(series, tx.Now().Day().Year()); err != nil {
				return o, nil, err
			}
			l.ID, l.By = tx.NewID(), tx.Actor().Person
			return o, []act.Fact{act.Id("letter", l.ID), act.Code("number", l.Number.String())}, tx.SaveLetter(l)
		}})
}

func (o Order) letter(series number.Series, body string, final when.Day, now when.Instant) (Letter, error) {
	if !o.State.Open() {
		return Letter{}, o.conflict()
	}
	overdue := now.Day() > o.Due
	var errs text.InputErrors
	checkText(&errs, "body", body, 0, OpinionMost)
	switch series {
	case number.Notice:
	case number.Reminder:
		if overdue {
			return Letter{}, text.Refuse(text.Conflict, "order.letter-reminder-late")
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

// Attach adds evidence to an order that is being worked on.
func (d Desk) Attach(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{e.Name, e.Digest}, step{verb: "order.attach", kind: "order.evidence-added.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			if err := o.in(Issued, Acknowledged, InProgress); err != nil {
				return o, nil, err
			}
			if o.Evidence >= evidence.Most {
				return o, nil, text.Refuse(text.Conflict, "order.evidence-too-many", "most", evidence.Most)
			}
			e.ID, e.Jurisdiction, e.Matter, e.By, e.At = tx.NewID(), o.Jurisdiction, o.Ref(), tx.Actor().Person, tx.Now()
			o.Evidence++
			return o, []act.Fact{act.Digest("digest", e.Digest), act.Words("name", e.Name), act.Number("size", e.Size)}, tx.SaveEvidence(e)
		}})
}
