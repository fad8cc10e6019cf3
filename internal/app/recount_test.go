package app

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"shuangze/internal/duty"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
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
		shut(t, h)
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

// So do the days of duties, and what they were and are stands in their course.
func TestDutiesFollowTheCalendar(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, 11, 24))
	var was *duty.Duty // due five working days before the end of the quarter
	for _, d := range h.dutiesOf(t) {
		if d.Rule == "inspect" && d.Period == "2026-Q4" && d.State == duty.Open && d.Due == d.FirstDue {
			was = d
		}
	}
	if was == nil {
		t.Fatal("no check of this quarter is open")
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	off := fmt.Sprintf("2026 | national | %s 周%s | %s 周%s | V\n", was.Due, weekday(was.Due), was.Due, weekday(was.Due))
	changed, err := Open(ctx, Config{Dir: h.Dir, Clock: h.Clock, Policy: shippedWith(t, func(s string) string {
		head, rest, _ := strings.Cut(s, "2026 | national")
		return head + off + "2026 | national" + rest
	})})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, changed)
	for i := range 2 {
		if n, err := changed.Recount(ctx); err != nil || (n > 0) != (i == 0) {
			t.Fatalf("%d moved at time %d: %v", n, i+1, err)
		}
	}
	v, ok, err := changed.DB.One(ctx, ref.Duty, was.ID)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	now := v.(*duty.Duty)
	if now.Due >= was.Due || now.FirstDue != now.Due || now.State != duty.Open {
		t.Errorf("due on %s (%s), before on %s", now.Due, now.State, was.Due)
	}
	acts, err := changed.DB.ActsOf(ctx, was.ID, trail.Last, "duty.recounted.v1")
	if err != nil || len(acts) != 1 || acts[0].Agent == "" || acts[0].Numbers["to"] == 0 && acts[0].Texts["to"] == "" {
		t.Errorf("%v %+v", err, acts)
	}
}

// So do the days by which something must be made known, of items and of what is being prepared.
func TestAffairsFollowTheCalendar(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, 11, 24))
	read := func(h *House) (items map[ref.ID]*affairs.Affair, list map[ref.ID]*affairs.Disclosure) {
		items, list = map[ref.ID]*affairs.Affair{}, map[ref.ID]*affairs.Disclosure{}
		for _, of := range []ref.Kind{ref.Affair, ref.Disclosure} {
			all, err := h.DB.AllOf(ctx, of, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range all {
				switch x := v.(type) {
				case *affairs.Affair:
					items[x.ID] = x
				case *affairs.Disclosure:
					list[x.ID] = x
				}
			}
		}
		return items, list
	}
	items, list := read(h)
	var waits *affairs.Disclosure
	for _, x := range list {
		if x.State == affairs.Submitted {
			waits = x
		}
	}
	if waits == nil || items[waits.Affair].Next != waits.Due {
		t.Fatalf("nothing waits to be approved of the period that is missing: %+v", waits)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	off := waits.Due
	h, err := Open(ctx, Config{Dir: h.Dir, Clock: h.Clock, Policy: shippedWith(t, func(s string) string {
		return strings.Replace(s, "2026 | national", fmt.Sprintf("2026 | national | %s 周%s | %s 周%s | V\n2026 | national",
			off, weekday(off), off, weekday(off)), 1)
	})})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, h)
	if n, err := h.Recount(ctx); err != nil || n < 2 {
		t.Fatalf("%d moved, %v", n, err)
	}
	nowItems, nowList := read(h)
	if a, x := nowItems[waits.Affair], nowList[waits.ID]; a.Next <= off || x.Due != a.Next {
		t.Errorf("%s is a day off, and it is due on %s and %s", off, a.Next, x.Due)
	}
	for id, x := range nowList {
		if x.PublicOn != 0 && x.Due != list[id].Due {
			t.Errorf("%s was public and its day moved", x.Title)
		}
	}
	if n, err := h.Recount(ctx); err != nil || n != 0 {
		t.Errorf("again %d moved, %v", n, err)
	}
}

func weekday(d when.Day) string {
	return string([]rune("日一二三四五六")[int(d.Start().Time().Weekday())])
}
