package app

import (
	"context"
	"errors"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Recount moves the days that were counted with a calendar that has changed
// since: until when orders are to be signed for and serious problems to be noted.
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
			if err := counted(h.Orders.Recount(ctx, cmd, o.ID)); err != nil {
				return moved, fmt.Errorf("recount order %d: %w", o.ID, err)
			}
			moved++
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
			if err := counted(h.Problems.Recount(ctx, cmd, p.ID, since)); err != nil {
				return moved, fmt.Errorf("recount problem %d: %w", p.ID, err)
			}
			moved++
		}
	}
	return moved, nil
}

// counted passes over what somebody took further in the meantime.
func counted(_ act.Receipt, err error) error {
	var refused *text.Refusal
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

// reported is the day on which a problem was reported to the leading group: when
// it was registered, or last raised.
func (h *House) reported(ctx context.Context, problem ref.ID, registered when.Instant) (when.Day, error) {
	history, err := h.DB.History(ctx, problem)
	if err != nil {
		return 0, err
	}
	for _, e := range history { // the latest first
		if e.Kind == "problem.raised.v1" {
			return e.At.Day(), nil
		}
	}
	return registered.Day(), nil
}
