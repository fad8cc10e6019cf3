package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"shuangze/internal/store"
)

// A folder whose database is gone is not founded anew beside what was signed: no
// command writes a county, or the organs of one, before the past was vouched for.
func TestNothingIsFoundedInDoubt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, half := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "data")
		c := Config{Dir: dir}
		want(t, 0, nil, "user", "add", "laowang", "--name", "老王", "--data", dir)
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(filepath.Join(dir, store.FileName+end)); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		counties := 0
		if half { // its county is there, without organs
			counties = 1
			h, err := Open(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			county := store.County{Code: h.Policy.County.Code, Name: h.Policy.County.Zh}
			if _, err := h.DB.Found(ctx, county, "test"); err != nil {
				t.Fatal(err)
			}
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
		}
		for _, args := range [][]string{
			{"serve", "--addr", "127.0.0.1:0"}, {"user", "list"}, {"user", "add", "laoli", "--name", "老李"},
		} {
			want(t, 1, []string{"接不上", "shuangze vouch"}, append(args, "--data", dir)...)
			h, err := Open(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			list, err := h.DB.Counties(ctx)
			has, err2 := h.DB.HasBodies(ctx, 1)
			if err := errors.Join(err, err2, h.Close()); err != nil || len(list) != counties || has {
				t.Fatalf("%q: %d counties, bodies %v, %v", args, len(list), has, err)
			}
		}
	}
}
