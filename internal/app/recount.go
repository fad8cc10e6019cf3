package app

import (
	"context"
	"errors"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Recount moves the days that were counted with a calendar that has changed
// since: until when orders are to be signed for, serious problems to be noted,
// duties to be done and affairs to be made known.
// It says how many moved; each is an act of its own on its matter's course. One
// that was broken off moves the rest when it is done again.
func (h *House) Recount(ctx context.Context) (moved int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	for _, c := range counties {
		cmd := act.Command{Actor: actor.Machine(c.No, "calendar")}
		waiting, err := h.DB.AwaitingSignature(ctx, c.No)
		if err != nil {
			return moved, err
		}
		for _, o := range waiting {
			if _, ok := o.Recounted(h.Orders.Rules); !ok {
				continue
			}
			_, err := h.Orders.Recount(ctx, cmd, o.ID)
			ok, err := counted(err, func() (bool, error) { return h.orderLags(ctx, o.ID) })
			if err != nil {
				return moved, fmt.Errorf("recount order %d: %w", o.ID, err)
			}
			if ok {
				moved++
			}
		}
		unnoted, err := h.DB.AwaitingNote(ctx, c.No)
		if err != nil {
			return moved, err
		}
		for _, p := range unnoted {
			since, err := h.reported(ctx, p.ID, p.RegisteredAt)
			if err != nil {
				return moved, err
			}
			if _, ok := p.Recounted(since, h.Problems.Rules); !ok {
				continue
			}
			_, err = h.Problems.Recount(ctx, cmd, p.ID, since)
			ok, err := counted(err, func() (bool, error) { return h.problemLags(ctx, p.ID) })
			if err != nil {
				return moved, fmt.Errorf("recount problem %d: %w", p.ID, err)
			}
			if ok {
				moved++
			}
		}
		n, err := h.recountDuties(ctx, c.No)
		if moved += n; err != nil {
			return moved, err
		}
		n, err = h.recountAffairs(ctx, c.No)
		if moved += n; err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// recountAffairs moves the days by which a county's units must make something known.
func (h *House) recountAffairs(ctx context.Context, no int32) (moved int, err error) {
	commands, cmd := h.affairs(), act.Command{Actor: actor.Machine(no, "calendar")}
	all, err := h.DB.AllOf(ctx, ref.Affair, no)
	if err != nil {
		return 0, err
	}
	items := map[ref.ID]*affairs.Affair{}
	for _, v := range all {
		a := v.(*affairs.Affair)
		items[a.ID] = a
		if _, ok := commands.Recounted(a); !ok {
			continue
		}
		_, err := commands.Recount(ctx, cmd, a.ID)
		if err == nil {
			moved++
		}
		if err = passed(err, "affair.recounted"); err != nil {
			return moved, fmt.Errorf("recount affair %d: %w", a.ID, err)
		}
	}
	var lag []ref.ID
	err = h.DB.Each(ctx, ref.Disclosure, access.ScopeOf(cmd.Actor, "disclosure.see"), affairs.Preparing(),
		func(v noun.Value) error {
			x := v.(*affairs.Disclosure)
			if a := items[x.Affair]; a != nil {
				if _, ok := commands.Redue(a, x); ok {
					lag = append(lag, x.ID)
				}
			}
			return nil
		})
	for i := 0; err == nil && i < len(lag); i++ {
		if _, err = commands.RecountDisclosure(ctx, cmd, lag[i]); err == nil {
			moved++
		}
		err = passed(err, "affair.recounted")
	}
	return moved, err
}

// recountDuties moves the days of the duties of a county that are open.
func (h *House) recountDuties(ctx context.Context, no int32) (moved int, err error) {
	commands := h.duties()
	open, err := h.DB.DutiesOpen(ctx, no)
	if err != nil {
		return 0, err
	}
	for _, d := range open {
		r, ok := commands.Rule(d.Rule, d.BeginsOn)
		if !ok {
			continue
		}
		if _, ok := d.Recounted(r, commands.Bands); !ok {
			continue
		}
		_, err := commands.Recount(ctx, act.Command{Actor: actor.Machine(no, "calendar")}, d.ID)
		if err == nil {
			moved++
		}
		if err = passed(err, "duty.not-now"); err != nil {
			return moved, fmt.Errorf("recount duty %d: %w", d.ID, err)
		}
	}
	return moved, nil
}

// counted says whether a day moved. It passes over what was refused because
// somebody took it further in the meantime: that lags behind no more. Any other
// refusal is an error, or a job that did nothing would be done for this calendar:
// a clock in doubt, a full disk.
func counted(err error, lags func() (bool, error)) (moved bool, _ error) {
	var refused *text.Refusal
	if !errors.As(err, &refused) {
		return err == nil, err
	}
	still, failed := lags()
	if failed != nil || still {
		return false, errors.Join(err, failed)
	}
	return false, nil
}

// orderLags says whether the order's day is still not as the calendar has it.
func (h *House) orderLags(ctx context.Context, id ref.ID) (bool, error) {
	o, _, err := h.DB.Order(ctx, id)
	if err != nil {
		return false, err
	}
	_, lags := o.Recounted(h.Orders.Rules)
	return lags, nil
}

func (h *House) problemLags(ctx context.Context, id ref.ID) (bool, error) {
	p, _, err := h.DB.Problem(ctx, id)
	if err != nil {
		return false, err
	}
	since, err := h.reported(ctx, id, p.RegisteredAt)
	if err != nil {
		return false, err
	}
	_, lags := p.Recounted(since, h.Problems.Rules)
	return lags, nil
}

// reported is the day on which a problem was reported to the leading group: when
// it was registered, or last raised.
func (h *House) reported(ctx context.Context, problem ref.ID, registered when.Instant) (when.Day, error) {
	raised, err := h.DB.ActsOf(ctx, problem, trail.Last, "problem.raised.v1")
	if err != nil {
		return 0, err
	}
	if len(raised) > 0 {
		return raised[0].At.Day(), nil
	}
	return registered.Day(), nil
}
