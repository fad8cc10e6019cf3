package app

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"shuangze/internal/lists/order"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// shippedWith is the shipped pack with another calendar.
func shippedWith(t *testing.T, calendar func(string) string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(zhenping.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(zhenping.Files, path)
		if path == "calendar.txt" {
			b = []byte(calendar(string(b)))
		}
		out[path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Days that were counted with a calendar move when the county's calendar
// changes, once, and move back with it; what nobody changed is not read again.
func TestDaysFollowTheCalendar(t *testing.T) {
	ctx := context.Background()
	today := when.Date(2026, 11, 24)
	h := demoHouse(t, today)
	waiting := func(h *House) (first order.Order) {
		t.Helper()
		list, err := h.DB.AwaitingSignature(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			if o.AcknowledgeBy > first.AcknowledgeBy {
				first = o
			}
		}
		if first.ID == 0 {
			t.Fatal("nobody is asked to sign for anything")
		}
		return first
	}
	moves := func(h *House, want bool) {
		t.Helper()
		if n, err := h.Recount(ctx); err != nil || (n > 0) != want {
			t.Fatalf("%d moved, %v; moving was %v", n, err, want)
		}
	}
	moves(h, false)
	was := waiting(h)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	day := was.AcknowledgeBy
	off := fmt.Sprintf("2026 | national | %s 周%s | %s 周%s | V\n", day, weekday(day), day, weekday(day))
	again := func(pack fs.FS) *House {
		t.Helper()
		h, err := Open(ctx, Config{Dir: h.Dir, Policy: pack, Clock: h.Clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { h.Close() })
		return h
	}
	changed := again(shippedWith(t, func(s string) string {
		head, rest, ok := strings.Cut(s, "2026 | national")
		if !ok {
			t.Fatal("no holiday to stand beside")
		}
		return head + off + "2026 | national" + rest
	}))
	moves(changed, true)
	now, _, err := changed.DB.Order(ctx, was.ID)
	if err != nil || now.AcknowledgeBy <= day {
		t.Errorf("to be signed for by %s, %v; before the day was off, by %s", now.AcknowledgeBy, err, day)
	}
	moves(changed, false)
	if err := changed.Close(); err != nil {
		t.Fatal(err)
	}
	shipped := again(nil)
	moves(shipped, true)
	if back, _, err := shipped.DB.Order(ctx, was.ID); err != nil || back.AcknowledgeBy != day {
		t.Errorf("to be signed for by %s, %v; with the calendar of before by %s", back.AcknowledgeBy, err, day)
	}
}

func weekday(d when.Day) string {
	return string([]rune("日一二三四五六")[int(d.Start().Time().Weekday())])
}
