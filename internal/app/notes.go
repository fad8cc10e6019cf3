package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"shuangze/internal/journal"
	"shuangze/internal/store"
)

// A signed note stands in three places: in the database, in a file of its
// journal under checkpoints/, and the last of each journal beside the key. They
// are written in this order, each flushed before the next, so that a crash
// leaves the later ones behind and never ahead. One that is ahead shows that
// notes were taken out of the others.
const (
	lastFile = "checkpoint.last"
	lockFile = ".lock"
)

// Doubtful is the refusal to sign over what does not continue what was signed.
type Doubtful struct{ Doubts []journal.Fault }

func (d *Doubtful) Error() string {
	f := d.Doubts[0]
	more := ""
	if n := len(d.Doubts) - 1; n > 0 {
		more = fmt.Sprintf(" (+%d)", n)
	}
	return fmt.Sprintf("存证与签过的检查点接不上（%s 第 %d 条，%s%s），在有人确认之前不再签：先运行 shuangze verify 查明，再用 shuangze vouch --reason 说明理由 / "+
		"the journal does not continue what was signed (%v%s) and is not signed over until a person says so: look with shuangze verify, then shuangze vouch --reason",
		f.Journal, f.Seq, f.What, more, f, more)
}

// Checkpoints signs every journal that grew and keeps the notes outside the
// database as well. Copies of those files kept elsewhere are what shows a
// rewrite by someone who holds database and key. What is not as a crash can have
// left it is not signed over: see Doubtful.
func (h *House) Checkpoints(ctx context.Context) error {
	h = h.signer()
	h.signing.Lock()
	defer h.signing.Unlock()
	doubts, err := h.doubts(ctx)
	if err != nil {
		return err
	}
	if len(doubts) > 0 {
		return &Doubtful{doubts}
	}
	return h.sign(ctx)
}

// Continues refuses to go on from what does not continue what was signed. It is
// asked when the house is opened: what is written from then on is its own.
func (h *House) Continues(ctx context.Context) error {
	h = h.signer()
	h.signing.Lock()
	defer h.signing.Unlock()
	doubts, err := h.doubts(ctx)
	if err == nil && len(doubts) > 0 {
		err = &Doubtful{doubts}
	}
	return err
}

// doubts are those that forbid to sign, with the acts of a start as long as none
// was without doubts.
func (h *House) doubts(ctx context.Context) ([]journal.Fault, error) {
	last, err := h.DB.LastNotes(ctx)
	if err != nil {
		return nil, err
	}
	f, gone := keyGone(h.Dir)
	gone = gone && len(last) > 0
	public, err := PublicKey(h.Dir)
	if err != nil {
		return nil, err
	}
	key, err := verifier(public)
	if err != nil {
		return nil, fmt.Errorf("checkpoint key: %w", err)
	}
	kept, err := readLast(h.Dir)
	if err != nil {
		return nil, err
	}
	doubts, err := h.DB.Doubts(ctx, kept, key, !h.continues)
	if gone {
		doubts = append([]journal.Fault{f}, doubts...)
	}
	if err == nil && len(doubts) == 0 {
		h.continues = true
	}
	return doubts, err
}

// sign mends what a crash left of the files, signs, and keeps what was signed.
func (h *House) sign(ctx context.Context) error {
	k, err := OpenKeys(h.Dir)
	if err != nil {
		return err
	}
	free, err := lockKeys(h.Dir)
	if err != nil {
		return err
	}
	defer free()
	kept, err := readLast(h.Dir)
	if err != nil {
		return err
	}
	if err := h.keepNotes(ctx, &kept, false); err != nil {
		return err
	}
	made, err := h.DB.Checkpoint(ctx, k.Signer)
	if err != nil || len(made) == 0 {
		return err
	}
	return h.keepNotes(ctx, &kept, true)
}

// keyGone says that a folder lacks a file of the pair.
func keyGone(dir string) (f journal.Fault, gone bool) {
	for _, name := range []string{secretFile, publicFile} {
		if _, err := os.Stat(filepath.Join(dir, "keys", name)); errors.Is(err, fs.ErrNotExist) {
			return journal.Fault{What: "key-missing", Detail: "there are signed checkpoints, and the key's file " + name +
				" is not in the folder keys"}, true
		}
	}
	return f, false
}

// keepNotes brings the files, and then the last notes beside the key, up to the
// database. fresh says that a note was made just now: what else is lacking was
// left by a crash or a full disk, and mending it is told.
func (h *House) keepNotes(ctx context.Context, kept *store.Keeping, fresh bool) error {
	last, err := h.DB.LastNotes(ctx)
	if err != nil {
		return err
	}
	changed := !kept.There
	for _, m := range last {
		k := kept.Notes[m.Journal]
		if bytes.Equal(k.Note, m.Note) {
			continue
		}
		since := k.Size
		if k.Note == nil {
			since = -1
		}
		lacking, err := h.DB.NotesAfter(ctx, m.Journal, since)
		if err != nil {
			return err
		}
		if err := h.shelve(m.Journal, k, lacking, fresh); err != nil {
			return err
		}
		kept.Notes[m.Journal], changed = m, true
	}
	if !changed {
		return nil
	}
	kept.There = true
	return keepLast(h.Dir, *kept)
}

func keepLast(dir string, kept store.Keeping) error {
	var notes [][]byte
	for _, name := range slices.Sorted(maps.Keys(kept.Notes)) {
		notes = append(notes, kept.Notes[name].Note)
	}
	return keepFile(filepath.Join(dir, "keys", lastFile), string(store.Shelf(notes...)), 0o600)
}

// readLast reads the last notes beside the key.
func readLast(dir string) (store.Keeping, error) {
	b, err := os.ReadFile(filepath.Join(dir, "keys", lastFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return store.Keeping{}, fmt.Errorf("the last checkpoints beside the key: %w", err)
	}
	return store.LastOf(b, err == nil), nil
}

// lockKeys lets one process at a time sign and write the files.
func lockKeys(dir string) (free func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, "keys", lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock of the checkpoint key: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("lock of the checkpoint key: %w", err), f.Close())
	}
	return func() { f.Close() }, nil
}

// shelfPath is the file of a journal's notes.
func shelfPath(dir, name string) (string, error) {
	path := filepath.FromSlash(name)
	if !filepath.IsLocal(path) {
		return "", fmt.Errorf("journal %s cannot be a file name", name)
	}
	return filepath.Join(dir, "checkpoints", path+".txt"), nil
}

// shelve writes the notes that a journal's file lacks behind the last that it
// must have. One that was cut is completed. A file that is not as it was left
// was edited: it is left to verify, and the notes are appended all the same.
func (h *House) shelve(name string, last store.Signed, lacking []store.Signed, fresh bool) error {
	path, err := shelfPath(h.Dir, name)
	if err != nil {
		return err
	}
	file, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep the checkpoint outside: %w", err)
	}
	var notes [][]byte
	for _, m := range lacking {
		notes = append(notes, m.Note)
	}
	want := store.Shelf(notes...)
	begin := store.Shelf(last.Note)
	if last.Note == nil {
		begin = nil
	}
	at := bytes.LastIndex(file, begin)
	if last.Note == nil {
		at = 0
	}
	var there []byte
	if at >= 0 {
		there = file[at+len(begin):]
	}
	switch {
	case at >= 0 && bytes.HasPrefix(want, there):
		if !fresh && len(want) > len(there) {
			slog.Warn("检查点文件没有写完，已补全 / a file of checkpoints was not written to its end and is completed", "file", path)
		}
		return appendFile(path, want[len(there):])
	case last.Note == nil && plain(file, notes):
		// An earlier program lost some of them in a crash.
		slog.Warn("检查点文件缺了几份，已按数据库补全 / a file of checkpoints lacked some and is completed from the database", "file", path)
		return keepFile(path, string(want), 0o644)
	}
	slog.Error("检查点文件被人改过，请运行 shuangze verify / a file of checkpoints was edited: run shuangze verify", "file", path)
	var more []byte
	if len(file) > 0 && !bytes.HasSuffix(file, []byte("\n\n")) {
		more = []byte("\n\n")
	}
	for _, n := range notes {
		if !bytes.Contains(file, n) {
			more = append(more, store.Shelf(n)...)
		}
	}
	return appendFile(path, more)
}

// plain says whether a file holds notes of the list, in their order, and nothing
// else but what was cut off at its end.
func plain(file []byte, notes [][]byte) bool {
	next, pieces := 0, store.Notes(file)
	for n, piece := range pieces {
		i := slices.IndexFunc(notes[next:], func(x []byte) bool {
			return bytes.Equal(x, piece) || n == len(pieces)-1 && bytes.HasPrefix(x, bytes.TrimRight(piece, "\n"))
		})
		if i < 0 {
			return false
		}
		next += i + 1
	}
	return true
}

func appendFile(path string, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("keep the checkpoint outside: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keep the checkpoint outside: %w", err)
	}
	return flushFolder(filepath.Dir(path))
}

// flushFolder makes a new name in a folder last.
func flushFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// keptNotes reads what is put aside, the last notes first: see store.Kept. It is
// nil where a PostgreSQL is verified from afar, without its folder.
func keptNotes(dir string, afar bool) (*store.Kept, error) {
	k := &store.Kept{Files: map[string][]byte{}}
	var err error
	if k.Last, err = os.ReadFile(filepath.Join(dir, "keys", lastFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("checkpoints: %w", err)
	}
	k.There = err == nil
	folder := filepath.Join(dir, "checkpoints")
	_, noFolder := os.Stat(folder)
	if _, noKeys := os.Stat(filepath.Join(dir, "keys")); noKeys != nil && noFolder != nil && afar {
		return nil, nil
	}
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".txt") {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		k.Files[strings.TrimSuffix(filepath.ToSlash(rel), ".txt")] = b
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("checkpoints: %w", err)
	}
	return k, nil
}
