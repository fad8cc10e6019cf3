// Package blob keeps files under the SHA-256 of their bytes. A file is whole on
// the disk before any command may name it, and is never changed afterwards.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"shuangze/internal/text"
)

// Digest is the SHA-256 of a file's bytes.
type Digest [32]byte

func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Blob is a file as stored. Type is what its first bytes say, "" if unknown;
// whether that type is welcome is for Detect to say.
type Blob struct {
	Digest Digest
	Size   int64
	Type   string
}

// Store keeps files in a directory: aa/<sha256 in hex>, and tmp/ for what is
// being written. It may be used by many goroutines and processes.
type Store struct{ dir string }

// Open makes the directory ready. tmp must be on the same disk, so it is inside.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		return nil, fmt.Errorf("blob store: %w", err)
	}
	return &Store{dir}, nil
}

// At is the store of a directory for reading only: nothing is made.
func At(dir string) *Store { return &Store{dir} }

func (s *Store) path(d Digest) string {
	h := d.String()
	return filepath.Join(s.dir, h[:2], h)
}

// Put stores what r gives, at most limit bytes. More is refused (field "file")
// and leaves nothing behind. The bytes, the name and the directory are synced
// before it returns. The same bytes twice are one file; its time is renewed, so
// that a sweep running meanwhile leaves it alone.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (Blob, error) {
	return s.put(ctx, r, limit, func(io.ReaderAt, int64) error { return nil })
}

func (s *Store) put(ctx context.Context, r io.Reader, limit int64, judge func(io.ReaderAt, int64) error) (Blob, error) {
	tmp, err := os.CreateTemp(filepath.Join(s.dir, "tmp"), "put-*")
	if err != nil {
		return Blob{}, fmt.Errorf("blob put: %w", err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	hash := sha256.New()
	head := &first{most: 4096}
	n, err := io.Copy(io.MultiWriter(tmp, hash, head), io.LimitReader(&heeding{ctx, r}, limit+1))
	switch {
	case err != nil:
		return Blob{}, fmt.Errorf("blob put: %w", err)
	case n > limit:
		return Blob{}, text.Refused(text.TooLarge, "blob.too-big", "limit_mb", (limit+1<<20-1)>>20)
	case n == 0:
		return Blob{}, refuse("blob.empty")
	}
	if err := judge(tmp, n); err != nil {
		return Blob{}, err
	}
	b := Blob{Size: n}
	hash.Sum(b.Digest[:0])
	b.Type = sniff(head.bytes)
	if b.Type == zipped {
		b.Type = office(tmp, n)
	}
	if err := tmp.Sync(); err != nil {
		return Blob{}, fmt.Errorf("blob put: %w", err)
	}
	if err := tmp.Close(); err != nil {
		return Blob{}, fmt.Errorf("blob put: %w", err)
	}
	final := s.path(b.Digest)
	if err := s.place(tmp.Name(), final); err != nil {
		return Blob{}, fmt.Errorf("blob put: %w", err)
	}
	return b, nil
}

// place gives the file its name for good.
func (s *Store) place(tmp, final string) error {
	dir := filepath.Dir(final)
	if err := os.Mkdir(dir, 0o700); err == nil {
		if err := syncDir(s.dir); err != nil {
			return err
		}
	} else if !errors.Is(err, os.ErrExist) {
		return err
	}
	// A sweep that found an older equal file must not take this one for it.
	free, err := s.lock(syscall.LOCK_SH)
	if err != nil {
		return err
	}
	defer free()
	// Renaming over an equal file is harmless and heals one that was damaged.
	if err := os.Chmod(tmp, 0o400); err != nil {
		return err
	}
	if err := os.Rename(tmp, final); err != nil {
		return err
	}
	return syncDir(dir)
}

// lock keeps a sweep away from files that get their names (shared, all may at
// once), in this process and in others.
func (s *Store) lock(how int) (free func(), err error) {
	f, err := os.Open(filepath.Join(s.dir, "tmp"))
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { f.Close() }, nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Open reads a file. A missing one is os.ErrNotExist.
func (s *Store) Open(d Digest) (*os.File, error) { return os.Open(s.path(d)) }

// Size is a file's length. A missing one is os.ErrNotExist.
func (s *Store) Size(d Digest) (int64, error) {
	info, err := os.Stat(s.path(d))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Verify reads the whole file and compares it with its name.
func (s *Store) Verify(ctx context.Context, d Digest) error {
	f, err := s.Open(d)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, &heeding{ctx, f}); err != nil {
		return err
	}
	if got := Digest(hash.Sum(nil)); got != d {
		return fmt.Errorf("blob %s: its bytes are those of %s", d, got)
	}
	return nil
}

// Sweep removes files that keep does not want and that were last put before
// olderThan, and abandoned uploads of that age. The age protects a file whose
// command is still under way. It answers how many files went.
func (s *Store) Sweep(ctx context.Context, keep func(Digest) bool, olderThan time.Time) (removed int, err error) {
	groups, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("blob sweep: %w", err)
	}
	for _, g := range groups {
		if !g.IsDir() {
			continue
		}
		n, err := s.sweepFolder(ctx, g.Name(), keep, olderThan)
		if removed += n; err != nil {
			return removed, err
		}
	}
	return removed, nil
}

func (s *Store) sweepFolder(ctx context.Context, folder string, keep func(Digest) bool,
	olderThan time.Time) (removed int, err error) {
	files, err := os.ReadDir(filepath.Join(s.dir, folder))
	if err != nil {
		return 0, fmt.Errorf("blob sweep: %w", err)
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		d, named := parse(f.Name())
		if named != (folder != "tmp") || !named && !abandoned(f.Name()) {
			continue // not ours
		}
		info, err := f.Info()
		if err != nil || !info.ModTime().Before(olderThan) || named && keep(d) {
			continue
		}
		gone, err := s.remove(filepath.Join(s.dir, folder, f.Name()), olderThan)
		if err != nil {
			return removed, fmt.Errorf("blob sweep: %w", err)
		}
		if gone {
			removed++
		}
	}
	return removed, nil
}

// remove removes a file unless it was put again since it was looked at.
func (s *Store) remove(path string, olderThan time.Time) (gone bool, err error) {
	free, err := s.lock(syscall.LOCK_EX)
	if err != nil {
		return false, err
	}
	defer free()
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && !info.ModTime().Before(olderThan) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, os.Remove(path)
}

// Destroy removes a file whenever it was put; one that is not there is no error.
func (s *Store) Destroy(d Digest) error {
	free, err := s.lock(syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer free()
	if err := os.Remove(s.path(d)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func parse(name string) (d Digest, ok bool) {
	b, err := hex.DecodeString(name)
	return Digest(append(b, make([]byte, max(0, 32-len(b)))...)[:32]), err == nil && len(b) == 32
}

// ParseDigest reads 64 hexadecimal figures.
func ParseDigest(s string) (Digest, error) {
	d, ok := parse(s)
	if !ok || s != strings.ToLower(s) {
		return Digest{}, fmt.Errorf("no digest: %.80q", s)
	}
	return d, nil
}

// heeding stops reading when the request is gone.
type heeding struct {
	ctx context.Context
	r   io.Reader
}

func (h *heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.r.Read(p)
}

// first keeps the first bytes that pass by.
type first struct {
	bytes []byte
	most  int
}

func (f *first) Write(p []byte) (int, error) {
	if room := f.most - len(f.bytes); room > 0 {
		f.bytes = append(f.bytes, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func refuse(key string, kv ...any) error {
	return text.InputErrors{{Field: "file", Message: text.M(key, kv...)}}
}
