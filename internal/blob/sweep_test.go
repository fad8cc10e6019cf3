package blob

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// A file that is put again while a sweep looks at the old one of the same bytes
// stays: its command is about to name it.
func TestSweepLeavesWhatIsPutMeanwhile(t *testing.T) {
	ctx := context.Background()
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	put := func() Digest {
		b, err := s.Put(ctx, strings.NewReader("the same"), 100)
		if err != nil {
			t.Fatal(err)
		}
		return b.Digest
	}
	d := put()
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(s.path(d), old, old); err != nil {
		t.Fatal(err)
	}
	n, err := s.Sweep(ctx, func(Digest) bool { put(); return false }, time.Now().Add(-24*time.Hour))
	if err != nil || n != 0 {
		t.Errorf("removed %d, %v", n, err)
	}
	if err := s.Verify(ctx, d); err != nil {
		t.Error(err)
	}
}
