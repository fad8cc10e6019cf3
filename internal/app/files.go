package app

import (
	"bytes"
	"context"
	"io"
	"os"

	"shuangze/internal/blob"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// files keeps evidence in the blob store and says what was kept.
type files struct{ store *blob.Store }

// Put reads a file, refuses types that are not evidence, and stores it under
// its digest before any command names it.
func (f files) Put(ctx context.Context, r io.Reader, name string, most int64) (evidence.Evidence, error) {
	body, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return evidence.Evidence{}, err
	}
	if int64(len(body)) > most {
		return evidence.Evidence{}, text.Refused(text.TooLarge, "evidence.too-large", "most", most>>20)
	}
	kind, err := blob.DetectFile(bytes.NewReader(body), int64(len(body)), name)
	if err != nil {
		return evidence.Evidence{}, err
	}
	b, err := f.store.Put(ctx, bytes.NewReader(body), most)
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
func (f files) Open(digest []byte) (io.ReadSeekCloser, error) {
	var d blob.Digest
	if len(digest) != len(d) {
		return nil, os.ErrNotExist
	}
	copy(d[:], digest)
	return f.store.Open(d)
}
