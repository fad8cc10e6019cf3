package desk

import (
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/when"
)

// What waits for the posts that somebody borrows is not said of their own, also where
// two windows of one account act at once.
func TestWaitingIsCountedApart(t *testing.T) {
	w, now := &Waiting{}, when.Date(2026, 3, 2).Start()
	self := (&Visit{Actor: actor.Actor{Account: 4, Person: 6}}).atWork()
	deputy := (&Visit{Actor: actor.Actor{Account: 4, Person: 6, OnBehalf: 5}}).atWork()
	w.keep(deputy, waits{at: now, all: 9})
	if x, ok := w.fresh(self, now); ok {
		t.Errorf("%d wait for oneself", x.all)
	}
	w.keep(self, waits{at: now, all: 2})
	if x, ok := w.fresh(deputy, now); !ok || x.all != 9 {
		t.Errorf("%d wait for the deputy", x.all)
	}
	w.forget(deputy)
	if _, ok := w.fresh(deputy, now); ok {
		t.Error("what was done is counted still")
	}
}
