package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"shuangze/internal/store"
)

// VouchOptions is what a person at the console says of a past in doubt.
type VouchOptions struct {
	Reason string
}

// reasonLeast is how many characters a reason has at least [D].
const reasonLeast = 10

// Vouch lets the house sign over a past that does not continue what was signed.
// Who said so and why is recorded in the journal system, one entry for each
// doubt; verify lists those entries for ever. The notes that contradict the
// database are set aside under another name and stay: with verify --checkpoint
// they still show what they showed.
func Vouch(ctx context.Context, s *Settings, o VouchOptions, out io.Writer) (err error) {
	reason := strings.TrimSpace(o.Reason)
	if len([]rune(reason)) < reasonLeast {
		return fmt.Errorf("理由至少写 %d 个字：查明了什么，为什么可以接着签 / give a reason of at least %d characters: what was found, and why signing may go on",
			reasonLeast, reasonLeast)
	}
	if err := s.Config().there(); err != nil {
		return err
	}
	h, err := Open(ctx, s.Config())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	err = h.Continues(ctx)
	var d *Doubtful
	switch {
	case err == nil:
		fmt.Fprintln(out, "存证与签过的检查点接得上，没有要确认的 / the journal continues what was signed: there is nothing to vouch for")
		return nil
	case !errors.As(err, &d):
		return err
	}
	for _, f := range d.Doubts {
		fmt.Fprintln(out, VerifyFault{f.Journal, f.Seq, f.What, f.Detail})
	}
	if err := h.vouch(ctx, d, reason); err != nil {
		return h.words(err)
	}
	fmt.Fprintln(out, "已记入存证（system），并已接着签 / recorded in the journal system, and signed on")
	return nil
}

func (h *House) vouch(ctx context.Context, d *Doubtful, reason string) error {
	h.signing.Lock()
	defer h.signing.Unlock()
	if err := h.DB.Vouch(ctx, ConsoleAgent(), reason, d.Doubts); err != nil {
		return err
	}
	aside := fmt.Sprintf(".%d.aside", h.Clock())
	if _, gone := keyGone(h.Dir); gone {
		keys := filepath.Join(h.Dir, "keys")
		if err := os.Rename(keys, keys+aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if _, err := OpenKeys(h.Dir); err != nil { // makes a new pair when that is what was vouched for
		return err
	}
	if err := h.resettle(ctx, aside); err != nil {
		return err
	}
	h.continues = true
	return h.sign(ctx)
}

// resettle writes the files of notes as the database has them. What they held
// otherwise is set aside.
func (h *House) resettle(ctx context.Context, aside string) error {
	free, err := lockKeys(h.Dir)
	if err != nil {
		return err
	}
	defer free()
	last, err := h.DB.LastNotes(ctx)
	if err != nil {
		return err
	}
	was, err := keptNotes(h.Dir, false)
	if err != nil {
		return err
	}
	kept := store.Keeping{Notes: map[string]store.Signed{}, There: true}
	now := map[string][]byte{}
	for _, m := range last {
		kept.Notes[m.Journal] = m
		all, err := h.DB.NotesAfter(ctx, m.Journal, -1)
		if err != nil {
			return err
		}
		var notes [][]byte
		for _, n := range all {
			notes = append(notes, n.Note)
		}
		now[m.Journal] = store.Shelf(notes...)
	}
	for name, file := range was.Files {
		path, err := shelfPath(h.Dir, name)
		if err != nil {
			return err
		}
		if string(file) == string(now[name]) {
			delete(now, name)
			continue
		}
		if err := os.Rename(path, path+aside); err != nil {
			return err
		}
	}
	for name, file := range now {
		path, err := shelfPath(h.Dir, name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := keepFile(path, string(file), 0o644); err != nil {
			return err
		}
	}
	path := filepath.Join(h.Dir, "keys", lastFile)
	if len(was.Last) > 0 && was.There {
		if err := os.WriteFile(path+aside, was.Last, 0o600); err != nil {
			return err
		}
	}
	return keepLast(h.Dir, kept)
}
