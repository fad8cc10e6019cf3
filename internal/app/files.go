package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"shuangze/internal/blob"
	"shuangze/internal/lists/evidence"
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
		return evidence.Evidence{}, text.Refuse(text.Conflict, "evidence.too-large", "most", most>>20)
	}
	kind, err := blob.DetectFile(bytes.NewReader(body), int64(len(body)), name)
	if err != nil {
		return evidence.Evidence{}, refusal(err)
	}
	b, err := f.store.Put(ctx, bytes.NewReader(body), most)
	if err != nil {
		return evidence.Evidence{}, refusal(err)
	}
	return evidence.Evidence{Name: blob.SafeName(name), Type: kind, Size: b.Size, Digest: b.Digest[:]}, nil
}

// refusal makes the blob store's input error one that a command can answer.
func refusal(err error) error {
	var in text.InputErrors
	if errors.As(err, &in) && len(in) > 0 {
		return &text.Refusal{Why: text.Conflict, Message: in[0].Message}
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
