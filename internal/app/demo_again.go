package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"shuangze/internal/store"
)

var errDemoBusy = errors.New("另一个进程正在这里建示范县：请等它建完 / another process is building the demonstration here: wait until it is done")

// soleDemo lets one process at a time build a demonstration in a place: a
// half-built one that is still being built is nobody's to clear. One that only
// looks whether it is whole is done at once.
func soleDemo(ctx context.Context, c Config) (free func() error, err error) {
	for range 20 {
		if free, err = trySole(ctx, c); !errors.Is(err, errDemoBusy) || ctx.Err() != nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return free, err
}

func trySole(ctx context.Context, c Config) (free func() error, err error) {
	if c.Database != "" {
		db, err := store.Open(ctx, store.Options{URL: c.Database, Clock: Now})
		if err != nil {
			return nil, err
		}
		free, ok, err := db.Sole(ctx)
		if err == nil && !ok {
			err = errDemoBusy
		}
		return free, errors.Join(err, db.Close())
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f, err := os.Open(c.Dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(errDemoBusy, f.Close())
	}
	return f.Close, nil
}

// clearDemo removes a demonstration that was not built to its end. The database,
// which says so, goes last.
func clearDemo(ctx context.Context, c Config) error {
	if c.Database != "" {
		return clearDemoOn(ctx, c)
	}
	file := filepath.Join(c.Dir, store.FileName)
	for _, name := range []string{filepath.Join(c.Dir, "keys"), filepath.Join(c.Dir, "checkpoints"),
		filepath.Join(c.Dir, "files"), demoMark(c), file + "-shm", file + "-wal", file} {
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	return nil
}

// clearDemoOn does so on a PostgreSQL. Of the folder only the notes of that
// demonstration go: key and files may be another's, and files that nothing names
// are swept.
func clearDemoOn(ctx context.Context, c Config) (err error) {
	db, err := store.Open(ctx, store.Options{URL: c.Database, Clock: Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.Current(ctx); err != nil {
		return err
	}
	last, err := db.LastNotes(ctx)
	if err != nil {
		return err
	}
	kept, err := readLast(c.Dir)
	if err != nil {
		return err
	}
	changed, files := false, []string{}
	for _, m := range last {
		all, err := db.NotesAfter(ctx, m.Journal, -1)
		if err != nil {
			return err
		}
		if k, there := kept.Notes[m.Journal]; there {
			if !among(k.Note, all) {
				return &store.NotOnly{What: "keys/" + lastFile + ", " + m.Journal}
			}
			delete(kept.Notes, m.Journal)
			changed = true
		}
		path, err := shelfPath(c.Dir, m.Journal)
		if err != nil {
			return err
		}
		file, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for _, n := range store.Notes(file) {
			if !among(n, all) {
				return &store.NotOnly{What: path}
			}
		}
		files = append(files, path)
	}
	if err := db.Only(ctx, demoWork); err != nil { // before anything is removed
		return err
	}
	for _, path := range append(files, demoMark(c)) {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	switch {
	case changed && len(kept.Notes) == 0:
		err = os.Remove(filepath.Join(c.Dir, "keys", lastFile))
	case changed:
		err = keepLast(c.Dir, kept)
	}
	if err != nil {
		return err
	}
	return db.Unmake(ctx, demoWork)
}

// among says whether a note, whole or cut off at its end, is one of a list.
func among(note []byte, list []store.Signed) bool {
	for _, m := range list {
		if bytes.HasPrefix(m.Note, bytes.TrimRight(note, "\n")) {
			return true
		}
	}
	return false
}
