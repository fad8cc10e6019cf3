package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/journal"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// Keys is the pair that signs checkpoints. The secret never enters the
// database.
type Keys struct {
	Signer   note.Signer
	Verifier note.Verifier
	Public   string // the verifier key as text: what is handed out
}

const (
	secretFile = "checkpoint.key"
	publicFile = "checkpoint.vkey"
)

// OpenKeys reads the pair in dir/keys and makes it on first need. Processes
// that share a PostgreSQL must be given the same pair.
func OpenKeys(dir string) (Keys, error) {
	folder := filepath.Join(dir, "keys")
	secret, err := os.ReadFile(filepath.Join(folder, secretFile))
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKeys(folder); err != nil {
			return Keys{}, fmt.Errorf("make the checkpoint key: %w", err)
		}
		secret, err = os.ReadFile(filepath.Join(folder, secretFile))
	}
	if err != nil {
		return Keys{}, fmt.Errorf("checkpoint key: %w", err)
	}
	k := Keys{}
	if k.Signer, err = note.NewSigner(strings.TrimSpace(string(secret))); err != nil {
		return k, fmt.Errorf("checkpoint key %s: %w", filepath.Join(folder, secretFile), err)
	}
	if k.Public, err = PublicKey(dir); err != nil {
		return k, err
	}
	if k.Verifier, err = note.NewVerifier(k.Public); err != nil {
		return k, fmt.Errorf("checkpoint key %s: %w", filepath.Join(folder, publicFile), err)
	}
	if k.Signer.KeyHash() != k.Verifier.KeyHash() {
		return k, fmt.Errorf("%s and %s in %s are no pair", secretFile, publicFile, folder)
	}
	return k, nil
}

// PublicKey is the verifier key of a data folder; "" when none was made yet.
func PublicKey(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, "keys", publicFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(b)), err
}

// makeKeys makes the pair in a folder aside and puts it in place whole: of
// processes that start together on one data folder the first has made it, and
// the others find it there.
func makeKeys(folder string) (err error) {
	secret, public, err := journal.GenerateKey("shuangze")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(folder), ".keys-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	if err := keepFile(filepath.Join(aside, publicFile), public+"\n", 0o644); err != nil {
		return err
	}
	if err := keepFile(filepath.Join(aside, secretFile), secret+"\n", 0o600); err != nil {
		return err
	}
	os.Remove(folder) // an empty one in the way; one with keys in it stays
	if err := os.Rename(aside, folder); err != nil {
		if _, there := os.Stat(filepath.Join(folder, secretFile)); there == nil {
			return nil
		}
		return err
	}
	return nil
}

// keepFile writes a small file whole, flushed, or not at all.
func keepFile(name, text string, mode fs.FileMode) (err error) {
	f, err := os.OpenFile(name+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// readNotes reads a file of one or more signed checkpoints.
func readNotes(path string) ([][]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("checkpoints: %w", err)
	}
	notes := store.Notes(b)
	// The last may have been cut short when it was copied.
	if n := len(notes); n > 0 && b[len(b)-1] != '\n' {
		notes = notes[:n-1]
	}
	return notes, nil
}

// Receipt is the file that proves one entry offline. An entry younger than the
// last checkpoint gets one made first, as the tick would within a minute.
func (h *House) Receipt(ctx context.Context, name string, seq int64) ([]byte, error) {
	k, err := OpenKeys(h.Dir)
	if err != nil {
		return nil, err
	}
	r, err := h.DB.ReceiptFor(ctx, name, seq, k.Public)
	var refused *text.Refusal
	if errors.As(err, &refused) {
		if err := h.Checkpoints(ctx); err != nil {
			return nil, err
		}
		r, err = h.DB.ReceiptFor(ctx, name, seq, k.Public)
	}
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(r, "", "  ")
}
