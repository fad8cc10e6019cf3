package order

import (
	"context"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// MakeLongTerm marks a matter that is kept up for good (长期坚持, spec 2.5). It
// loses its overdue light; instead it is looked at again by the end of each
// quarter [D].
func (o Order) MakeLongTerm(reason string, today when.Day) (Order, error) {
	if !o.State.Open() || o.LongTerm {
		return o, o.Forbids()
	}
	if o.AskedDue != 0 {
		return o, text.Refuse(text.Conflict, "order.extension-pending")
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.LongTerm, o.ReviewBy = true, QuarterEnd(today)
	return o, errs.Err()
}

// EndLongTerm gives the order a day to be done by again.
func (o Order) EndLongTerm(reason string, due, today when.Day) (Order, error) {
	if !o.State.Open() || !o.LongTerm {
		return o, o.Forbids()
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	switch {
	case due <= today:
		errs.Add("due", "order.due-past", "today", today)
	case due > today+3660:
		errs.Add("due", "order.due-far")
	}
	o.LongTerm, o.ReviewBy, o.Due = false, 0, due
	return o, errs.Err()
}

// Review is the quarterly look at a long-term matter: whether it is still kept
// up, in words. The next one is due at the end of the next quarter; one that was
// missed is made good by the next look and not asked for twice.
func (o Order) Review(opinion string, r Rules, today when.Day) (Order, error) {
	if !o.State.Open() || !o.LongTerm {
		return o, text.Refuse(text.Conflict, "order.not-long-term", "number", o.Number.String())
	}
	var errs text.InputErrors
	text.Limits(&errs, "opinion", opinion, 1, r.Opinion())
	o.ReviewBy = QuarterEnd(max(today, o.ReviewBy+1))
	return o, errs.Err()
}

// NextLook is the day by which an order that is kept up is looked at again; 0
// once it is closed or withdrawn, for nobody looks at it any more.
func (o Order) NextLook() when.Day { return nextLook(o.State, o.LongTerm, o.ReviewBy) }

// NextLook is as an Order has it.
func (l Line) NextLook() when.Day { return nextLook(l.State, l.LongTerm, l.ReviewBy) }

func nextLook(s State, long bool, by when.Day) when.Day {
	if !long || !s.Open() {
		return 0
	}
	return by
}

// QuarterStart is the first day of the quarter in which the day lies.
func QuarterStart(d when.Day) when.Day {
	y, m, _ := d.Date()
	return when.Date(y, (m-1)/3*3+1, 1)
}

// QuarterEnd is the last day of the quarter in which the day lies.
func QuarterEnd(d when.Day) when.Day {
	y, m, _ := d.Date()
	return when.Date(y, (m-1)/3*3+4, 0)
}

// ReviewFrom is the first day on which a review due by the day is asked for: the
// last month of its quarter.
func ReviewFrom(by when.Day) when.Day {
	y, m, _ := by.Date()
	return when.Date(y, m, 1)
}

// ReviewsDue is the latest day by which reviews are asked for today.
func ReviewsDue(today when.Day) when.Day {
	if end := QuarterEnd(today); today >= ReviewFrom(end) {
		return end
	}
	y, m, _ := today.Date()
	return when.Date(y, (m-1)/3*3+time.Month(1), 0) // those of quarters that are over
}

// MakeLongTerm marks the order as kept up for good.
func (d Commands) MakeLongTerm(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{true, reason}, step{verb: "order.make-long-term", kind: "order.made-long-term.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.MakeLongTerm(reason, tx.Now().Day())
			if err == nil && o.Problem != 0 {
				err = tx.SustainProblem(o.Problem, true, d.past(next, nil))
			}
			return next, []act.Fact{act.Words("reason", reason), act.Date("review", next.ReviewBy)}, err
		}})
}

// EndLongTerm gives it a day again.
func (d Commands) EndLongTerm(ctx context.Context, c act.Command, id ref.ID, reason string,
	due when.Day) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{false, reason, due},
		step{verb: "order.make-long-term", kind: "order.ended-long-term.v2",
			decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
				next, err := o.EndLongTerm(reason, due, tx.Now().Day())
				if err == nil && o.Problem != 0 {
					var sent []Letter
					if sent, err = tx.LettersOf(o.ID); err == nil {
						err = tx.SustainProblem(o.Problem, false, d.past(next, sent))
					}
				}
				return next, []act.Fact{act.Date("due", due), act.Words("reason", reason)}, err
			}})
}

// Review records the quarterly look.
func (d Commands) Review(ctx context.Context, c act.Command, id ref.ID, opinion string) (act.Receipt, error) {
	return d.take(ctx, c, id, opinion, step{verb: "order.review", kind: "order.reviewed.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Review(opinion, d.Rules, tx.Now().Day())
			return next, []act.Fact{act.Date("next", next.ReviewBy), act.Words("opinion", opinion)}, err
		}})
}
