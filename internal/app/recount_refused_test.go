package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/institutions/affairs"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// A refusal is passed over only where somebody took the matter further: while the
// clock is in doubt nothing moves, and the job is not done for that calendar.
func TestRecountThatIsRefused(t *testing.T) {
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, 11, 24))
	list, err := h.DB.AwaitingSignature(ctx, 1)
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	day := list[0].AcknowledgeBy
	for _, o := range list {
		day = max(day, o.AcknowledgeBy)
	}
	later := h.Clock().Add(60 * 24 * time.Hour)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	pack := shippedWith(t, func(s string) string {
		head, rest, _ := strings.Cut(s, "2026 | national")
		off := fmt.Sprintf("2026 | national | %s 周%s | %s 周%s | V\n", day, weekday(day), day, weekday(day))
		return head + off + "2026 | national" + rest
	})
	h, err = Open(ctx, Config{Dir: h.Dir, Policy: pack, Clock: func() when.Instant { return later }})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	lag := 0
	for _, o := range list {
		if _, ok := o.Recounted(h.Orders.Rules); ok {
			lag++
		}
	}
	unnoted, err := h.DB.AwaitingNote(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range unnoted {
		if lags, err := h.problemLags(ctx, p.ID); err != nil {
			t.Fatal(err)
		} else if lags {
			lag++
		}
	}
	all, err := h.DB.AllOf(ctx, ref.Affair, 1)
	if err != nil {
		t.Fatal(err)
	}
	items := map[ref.ID]*affairs.Affair{}
	for _, x := range all {
		a := x.(*affairs.Affair)
		items[a.ID] = a
		if _, ok := h.affairs().Recounted(a); ok {
			lag++
		}
	}
	made, err := h.DB.AllOf(ctx, ref.Disclosure, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range made {
		d := x.(*affairs.Disclosure)
		if a := items[d.Affair]; a != nil {
			if _, ok := h.affairs().Redue(a, d); ok {
				lag++
			}
		}
	}
	open, err := h.DB.DutiesOpen(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range open {
		if r, ok := h.duties().Rule(d.Rule, d.BeginsOn); ok {
			if _, ok := d.Recounted(r, h.duties().Bands); ok {
				lag++
			}
		}
	}
	var refused *text.Refusal
	if n, err := h.Recount(ctx); n != 0 || !errors.As(err, &refused) || refused.Message.Key != "clock.doubt" {
		t.Errorf("the clock is in doubt: %d moved, %v", n, err)
	}
	r := h.runner()
	job := r.Jobs[len(r.Jobs)-1]
	if _, err := r.Attempt(ctx, job); job.Name != "recount" || err == nil {
		t.Errorf("%s: %v", job.Name, err)
	}
	if s, err := r.Keep.Job(ctx, job.Name); err != nil || s.Tries != 1 || s.Stamp == h.Policy.Digest {
		t.Errorf("done without having moved anything: %+v %v", s, err)
	}
	if ok, err := Time(ctx, h, true, &bytes.Buffer{}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	// Several at once: each day moves once and is told once, and what another
	// was faster at is no error.
	var several sync.WaitGroup
	var mu sync.Mutex
	moved := 0
	for range 4 {
		several.Go(func() {
			n, err := h.Recount(ctx)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			moved += n
			mu.Unlock()
		})
	}
	several.Wait()
	if lag == 0 || moved != lag {
		t.Errorf("%d moved of %d", moved, lag)
	}
}

func TestCounted(t *testing.T) {
	refusal, broken := text.Refuse(text.Conflict, "fault.disk-full"), errors.New("broken")
	for _, x := range []struct {
		err          error
		still, moved bool
		failed       error
		want         error
	}{
		{nil, true, true, nil, nil},
		{broken, false, false, nil, broken},
		{refusal, false, false, nil, nil},
		{refusal, true, false, nil, refusal},
		{refusal, false, false, broken, broken},
	} {
		moved, err := counted(x.err, func() (bool, error) { return x.still, x.failed })
		if moved != x.moved || !errors.Is(err, x.want) {
			t.Errorf("%+v: %v %v", x, moved, err)
		}
	}
}
