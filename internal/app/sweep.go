package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"shuangze/internal/blob"
	"shuangze/internal/tick"
)

// Files that no row of evidence names live this long: uploads whose command did
// not come, tables between their preview and their import. So does what killed
// processes left of files that they were writing.
const filesLive = 24 * time.Hour

// sweepFiles removes them. A command names its file at once after it was stored,
// and storing it again makes it young again: no age of a day is that of a file
// which is about to be named. A database that may be another folder's sweeps
// nothing.
func (h *House) sweepFiles(ctx context.Context, _ tick.Run) error {
	if err := h.Continues(ctx); err != nil {
		return err
	}
	if err := h.sweepLeft(); err != nil {
		return err
	}
	if _, err := os.Stat(h.FilesDir()); err != nil {
		return nil // nothing was ever stored
	}
	shelf, err := blob.Open(h.FilesDir())
	if err != nil {
		return err
	}
	// Asked before the files are listed: what is named later was stored later.
	named, err := h.DB.NamedFiles(ctx)
	if err != nil {
		return err
	}
	n, err := shelf.Sweep(ctx, func(d blob.Digest) bool { return named[d] }, Now().Time().Add(-filesLive))
	if n > 0 {
		slog.Info("files that nothing names are removed", "n", n)
	}
	return err
}

// sweepLeft removes keys that were being made when their process was killed.
func (h *House) sweepLeft() error {
	left, err := filepath.Glob(filepath.Join(h.Dir, ".keys-*"))
	for _, name := range left {
		if info, gone := os.Stat(name); gone == nil && Now().Time().Sub(info.ModTime()) > filesLive {
			err = errors.Join(err, os.RemoveAll(name))
		}
	}
	return err
}
