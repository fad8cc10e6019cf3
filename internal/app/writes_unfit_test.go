package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// spoiled is every body that differs from a good one in one text: with a NUL,
// which PostgreSQL keeps in no column, with a mark that turns the writing, or with
// what a lost character leaves. The first text meets them all, the others one each in turn.
func spoiled(turn turns, body string) (out []string) {
	var whole any
	if json.Unmarshal([]byte(body), &whole) != nil {
		return nil
	}
	texts := 0
	var walk func(v any, put func(any))
	walk = func(v any, put func(any)) {
		switch x := v.(type) {
		case string:
			marks := []string{"\x00", "\u202e", "\ufffd", "\ue000", "\uffff"}
			if texts > 0 {
				marks = turn.of("text", len(marks), marks)
			}
			texts++
			for _, mark := range marks {
				put(x + mark + "尾")
				b, _ := json.Marshal(whole)
				out = append(out, string(b))
			}
			put(x)
		case []any:
			for i := range x {
				walk(x[i], func(n any) { x[i] = n })
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(x)) {
				walk(x[k], func(n any) { x[k] = n })
			}
		}
	}
	walk(whole, func(n any) { whole = n })
	return out
}

// Every text of every write of the API is refused with words when it holds what
// cannot be kept, and nothing is written.
func TestUnfitTextIsRefused(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	p := programsOf(t)
	deeds, tried, turn := p.writes(), 0, turns{}
	for _, op := range p.ops {
		prepare := deeds[op.ID]
		if op.Method == "GET" || prepare == nil {
			continue
		}
		w := prepare()
		before := entries(t, p.h)
		for i, body := range spoiled(turn, w.body) {
			tried++
			asked := 0
			for _, login := range []string{"zhuti-jb", "zhuti", "shuping-lly", "shuping", "shuping-jw", "lingdao", "jiandu"} {
				got := p.call(p.all[login], op.Method, w.path, []byte(body), "Idempotency-Key", fmt.Sprint("unfit", i, login))
				if got.Code < 300 || got.Code >= 500 {
					t.Errorf("%s by %s: %d to %s", op.ID, login, got.Code, body)
				}
				if got.Code == 422 {
					asked++
				}
				if asked > 0 && tried%5 != 0 && !long() {
					break // every fifth body goes to all of them, the others until somebody is told
				}
			}
			if asked == 0 {
				t.Errorf("%s: nobody is told what is wrong with %s", op.ID, body)
			}
		}
		if n := entries(t, p.h); n != before {
			t.Errorf("%s: %d entries more", op.ID, n-before)
		}
	}
	if tried < 100 {
		t.Errorf("only %d bodies were tried", tried)
	}
}

// Every write of the API by four at once: with one key it is one act whose
// receipt all four get; with keys of their own nobody meets a fault. Each write is tried
// in one of the two ways, and in both by the long version.
func TestEveryWriteAtOnce(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	p := programsOf(t)
	deeds, turn := p.writes(), turns{}
	for _, op := range p.ops {
		prepare := deeds[op.ID]
		if op.Method == "GET" || prepare == nil {
			continue
		}
		t.Run(op.ID, func(t *testing.T) {
			outer := p.T
			p.T = t
			defer func() { p.T = outer }()
			login, _ := p.deed(op.ID, prepare(), "alone"+op.ID) // who may do it
			for _, key := range turn.of("write", 2, []string{"one key", "keys of their own"}) {
				shared := key == "one key"
				w := prepare()
				before := entries(t, p.h)
				var all [4]*httptest.ResponseRecorder
				var wg sync.WaitGroup
				for i := range all {
					wg.Go(func() {
						key := fmt.Sprint("at once ", shared)
						if !shared {
							key += fmt.Sprint(i)
						}
						all[i] = p.call(p.all[login], op.Method, w.path, []byte(w.body), "Idempotency-Key",
							op.ID+key, "Content-Type", w.media())
					})
				}
				wg.Wait()
				did, entry := 0, map[int64]bool{}
				for _, a := range all {
					switch {
					case a.Code < 300:
						r := receiptIn(t, a)
						if r.Entry == 0 {
							continue // an import that found everything there already
						}
						entry[r.Entry] = true
						if !r.Replayed {
							did++
						}
					case a.Code >= 500 || shared:
						t.Errorf("shared key %v: %d %.300s", shared, a.Code, a.Body)
					}
				}
				if shared && (did != 1 || len(entry) != 1) {
					t.Errorf("one key: done %d times, entries %v", did, entry)
				}
				if !shared && did == 0 {
					t.Error("nobody did it")
				}
				if n := entries(t, p.h) - before; n < int64(len(entry)) {
					t.Errorf("%d receipts, %d entries", len(entry), n)
				}
			}
		})
	}
	if v, err := p.h.Verify(t.Context()); err != nil || !v.OK {
		var b strings.Builder
		v.Print(&b, "en")
		t.Errorf("%v %s", err, b.String())
	}
}
