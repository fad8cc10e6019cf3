package store_test

import (
	"context"
	"errors"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/store/storetest"
	"shuangze/internal/text"
)

// What shows how it was proves nothing about how it is: close-out cannot be
// requested on it. Each file keeps its phase.
func TestEvidenceBeforeAndAfter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		ctx := context.Background()
		office, hand, d := c.Office, c.Hand, c.Orders
		id := c.Issue(t, c.Draft()).Object.ID
		if _, err := d.Acknowledge(ctx, act.Command{Actor: hand}, id); err != nil {
			t.Fatal(err)
		}
		attach := func(who actor.Actor, name string, phase evidence.Phase) {
			t.Helper()
			if _, err := d.Attach(ctx, act.Command{Actor: who}, id, evidence.Evidence{Name: name, Type: "image/png", Size: 1,
				Digest: make([]byte, 32), Phase: phase}); err != nil {
				t.Fatal(err)
			}
		}
		attach(office, "发现时.png", evidence.Before)
		_, err := d.RequestClose(ctx, act.Command{Actor: hand}, id, "已公示")
		var in text.InputErrors
		if !errors.As(err, &in) || in[0].Field != "evidence" {
			t.Fatalf("close-out was requested on a picture of how it was: %v", err)
		}
		attach(hand, "整改后.png", "")
		if _, err := d.RequestClose(ctx, act.Command{Actor: hand}, id, "已公示"); err != nil {
			t.Fatal(err)
		}
		all, err := c.DB.EvidenceOf(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		before, after := evidence.Split(all)
		if len(before) != 1 || len(after) != 1 || before[0].Name != "发现时.png" || after[0].Phase != evidence.After {
			t.Errorf("before %+v, after %+v", before, after)
		}
	})
}
