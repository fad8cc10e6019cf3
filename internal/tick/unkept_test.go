package tick_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/tick"
)

var errCommit = errors.New("the disk is full")

// unkept fails after a change was decided, as a commit does, as often as it says.
type unkept struct {
	keeper
	fails *int
}

func (u unkept) Change(ctx context.Context, name string, f func(tick.State) (tick.State, error)) error {
	return u.keeper.Change(ctx, name, func(s tick.State) (tick.State, error) {
		next, err := f(s)
		if ending := s.Holder != "" && next.Holder == ""; err == nil && ending && *u.fails > 0 {
			*u.fails--
			err = errCommit
		}
		return next, err
	})
}

// A job whose end was not kept is not done: neither for others nor for this
// process, which does it again when its lease has run out.
func TestAnEndThatIsNotKept(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		c := at("2026-11-27 10:00:00")
		fails := 1
		k := handle()
		r := &tick.Runner{Keep: unkept{k, &fails}, Clock: c.now, Holder: "a"}
		j := tick.Job{Name: "x", When: tick.Once("p"), Do: nothing}
		if done, err := attempt(t, r, j); !done || !errors.Is(err, errCommit) {
			t.Errorf("%v %v", done, err)
		}
		if done, err := attempt(t, r, j); done || err != nil {
			t.Errorf("its lease runs still: %v %v", done, err)
		}
		c.add(tick.LeaseFor + time.Second)
		if done, err := attempt(t, r, j); !done || err != nil {
			t.Errorf("believed to be done: %v %v", done, err)
		}
		if s := state(t, k, "x"); s.Done == 0 || s.Stamp != "p" || s.Holder != "" {
			t.Errorf("%+v", s)
		}
		if done, err := attempt(t, r, j); done || err != nil {
			t.Errorf("once more: %v %v", done, err)
		}
	})
}
