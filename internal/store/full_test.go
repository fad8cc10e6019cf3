package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/text"
)

// A database without room refuses, for whoever was in the batch, and has nothing
// of it; afterwards it goes on.
func TestFullDatabase(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir()})
	ctx := context.Background()
	office, unit := county(t, db)
	var pages int64
	if err := db.queryRow(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int64) {
		t.Helper()
		by(t, db, fmt.Sprintf(`PRAGMA max_page_count=%d`, n))
	}
	limit(pages + 2)
	orders := func() (n int64) {
		t.Helper()
		if err := db.queryRow(ctx, `SELECT COUNT(*) FROM orders WHERE no>0`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := orders()
	errs := make(chan error)
	for range 40 {
		go func() { _, err := issue(ctx, desk(db), office, actor.Principal, input(unit)); errs <- err }()
	}
	refused, done := 0, int64(0)
	for range 40 {
		err := <-errs
		var no *text.Refusal
		switch {
		case err == nil:
			done++
		case errors.As(err, &no) && no.Why == text.Full:
			refused++
		default:
			t.Errorf("neither done nor refused: %v", err)
		}
	}
	if refused == 0 {
		t.Error("there was room")
	}
	if n := orders() - before; n != done {
		t.Errorf("%d orders, %d were acknowledged", n, done)
	}
	limit(1 << 30)
	if v := verified(t, db, VerifyOptions{}); len(faults(v)) > 0 {
		t.Errorf("%v", faults(v))
	}
	if _, err := issue(ctx, desk(db), office, actor.Principal, input(unit)); err != nil {
		t.Error(err)
	}
}
