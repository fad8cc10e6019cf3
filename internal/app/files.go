package app

import (
	"context"
	"errors"
	"io"
	"os"

	"shuangze/internal/blob"
	"shuangze/internal/exchange"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// files keeps evidence in the blob store and says what was kept.
type files struct{ store *blob.Store }

// Put reads a file, refuses types that are not evidence, and stores it under
// its digest before any command names it.
func (f files) Put(ctx context.Context, r io.Reader, name string, most int64) (evidence.Evidence, error) {
	var kind string
	b, err := f.store.PutIf(ctx, r, most, func(body io.ReaderAt, size int64) (err error) {
		kind, err = blob.DetectFile(body, size, name)
		return err
	})
	var big *text.NotTaken
	if errors.As(err, &big) && big.Why == text.TooLarge {
		return evidence.Evidence{}, text.Refused(text.TooLarge, "evidence.too-large", "most", most>>20)
	}
	if err != nil {
		return evidence.Evidence{}, room(err)
	}
	return evidence.Evidence{Name: blob.SafeName(name), Type: kind, Size: b.Size, Digest: b.Digest[:]}, nil
}

// Keep stores what is no evidence: a table between its preview and its import,
// whose kind its reader has judged.
func (f files) Keep(ctx context.Context, r io.Reader, most int64) (digest []byte, err error) {
	b, err := f.store.Put(ctx, r, most)
	return b.Digest[:], room(err)
}

// room says of a disk without room that it is full, and leaves other errors.
func room(err error) error {
	if store.DiskFull(err) {
		return text.Refuse(text.Full, "fault.disk-full")
	}
	return err
}

// Open opens the bytes of a digest.
func (f files) Open(digest []byte) (blob.File, error) {
	var d blob.Digest
	if len(digest) != len(d) {
		return nil, os.ErrNotExist
	}
	copy(d[:], digest)
	return f.store.Open(d)
}

// Temp is an empty file that is gone when it is closed.
func (f files) Temp() (*blob.Temp, error) {
	t, err := f.store.Temp()
	return t, room(err)
}

// temp is an empty file in the house's own temporary folder.
func (h *House) temp() (exchange.Temp, error) {
	s, err := blob.Open(h.FilesDir())
	if err != nil {
		return nil, err
	}
	return s.Temp()
}
