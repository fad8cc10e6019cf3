package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// File is a file open to be read, from anywhere in it.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// Temp is a file that is gone when it is closed, and as far as the system allows
// it also when the program ends in any other way: it has no name while it is used.
type Temp struct {
	*os.File
	name string // "" where it has none
}

// Full says that an error comes from a disk without room, or from a share of it.
func Full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// Temp opens an empty one, in the store's own folder: never in one that the
// machine's other users see.
func (s *Store) Temp() (*Temp, error) {
	f, err := os.CreateTemp(filepath.Join(s.dir, "tmp"), "use-*")
	if err != nil {
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	t := &Temp{f, f.Name()}
	if os.Remove(t.name) == nil {
		t.name = ""
	}
	return t, nil
}

// Close removes it.
func (t *Temp) Close() error {
	err := t.File.Close()
	if t.name != "" {
		err = errors.Join(err, os.Remove(t.name))
		t.name = ""
	}
	return err
}

// SweepTemp removes what was left in the temporary folder by a program that was
// killed: whatever was last written before olderThan.
func (s *Store) SweepTemp(olderThan time.Time) (removed int, err error) {
	return s.sweepFolder(context.Background(), "tmp", func(Digest) bool { return true }, olderThan)
}

// abandoned says whether a name in tmp is one of ours.
func abandoned(name string) bool {
	return strings.HasPrefix(name, "put-") || strings.HasPrefix(name, "use-")
}

// PutIf is Put for bytes that judge accepts: it is asked when they are on the disk,
// before they have a name.
func (s *Store) PutIf(ctx context.Context, r io.Reader, limit int64, judge func(f io.ReaderAt, size int64) error) (Blob,
	error) {
	return s.put(ctx, r, limit, judge)
}
