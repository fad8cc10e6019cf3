package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"shuangze/internal/store"
)

// Drill copies the data, edits the copy by hand in many ways, verifies after
// each, and writes a line per edit. The error says that something was not
// found, or not as it must be.
func Drill(ctx context.Context, c Config, every bool, w io.Writer) (err error) {
	if _, err := os.Stat(filepath.Join(c.Dir, "shuangze.db")); err != nil && c.Database == "" {
		return fmt.Errorf("%s 里没有数据库 / there is no database in %s", c.Dir, c.Dir)
	}
	if err := whole(c.Dir); err != nil {
		return err
	}
	if c.Clock == nil {
		c.Clock = Now
	}
	aside, err := os.MkdirTemp("", "shuangze-drill-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	copied, drop, err := copyForDrill(ctx, c, aside)
	if err != nil {
		return fmt.Errorf("drill: copy: %w", err)
	}
	defer func() { err = errors.Join(err, drop()) }()
	db, err := store.Open(ctx, copied)
	if err != nil {
		return err
	}
	defer db.Close()
	k, err := OpenKeys(aside)
	if err != nil {
		return err
	}
	if _, err := db.Checkpoint(ctx, k.Signer); err != nil {
		return err
	}
	of := c.Dir
	if c.Database != "" {
		of = "the PostgreSQL database"
	}
	fmt.Fprintf(w, "The data of %s, copied; each edit is made by hand, verified and undone.\n", of)
	tried, found, wrong := 0, 0, 0
	err = db.Drill(ctx, store.DrillOptions{Signer: k.Signer, Key: k.Verifier, Every: every}, func(t store.Trial) {
		tried++
		if t.Found {
			found++
		}
		line := "ok  "
		if !t.Good() {
			wrong++
			line = "FAIL"
		}
		switch {
		case t.Beyond && !t.Found:
			fmt.Fprintf(w, "%s %-58s → not found, and cannot be: everything in the database agrees. See the next line.\n", line, t.What)
		case !t.Found:
			fmt.Fprintf(w, "%s %-58s → NOT FOUND\n", line, t.What)
		default:
			fmt.Fprintf(w, "%s %-58s → %s pass: %s\n", line, t.What, t.Pass, VerifyFault{t.Fault.Journal, t.Fault.Seq, t.Fault.What, t.Fault.Detail})
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d edits, %d found, %d not as they must be.\n", tried, found, wrong)
	fmt.Fprintln(w, "Whoever holds both database and key can rewrite the past so that it agrees with itself. Only a checkpoint kept elsewhere shows it: print them, send them away.")
	if wrong > 0 {
		return fmt.Errorf("drill: %d of %d edits were not found as they must be", wrong, tried)
	}
	return nil
}

// copyForDrill copies the database (a file into the folder beside, PostgreSQL
// into a schema of its own) and the keys.
func copyForDrill(ctx context.Context, c Config, to string) (o store.Options, drop func() error, err error) {
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Clock: c.Clock, Look: true})
	if err != nil {
		return o, nil, err
	}
	defer db.Close()
	o, drop = store.Options{Dir: to, Clock: c.Clock}, func() error { return nil }
	if db.Postgres() {
		o.URL, drop, err = db.CopySchema(ctx, "drill_"+strings.ToLower(rand.Text()[:12]))
	} else {
		err = db.Backup(ctx, filepath.Join(to, "shuangze.db"))
	}
	if err != nil {
		return o, nil, err
	}
	return o, drop, copyKeys(c.Dir, to)
}

func copyKeys(from, to string) error {
	for _, name := range []string{publicFile, secretFile} {
		b, err := os.ReadFile(filepath.Join(from, "keys", name))
		if errors.Is(err, os.ErrNotExist) {
			return nil // the copy makes a pair of its own
		}
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(to, "keys"), 0o700); err != nil {
			return err
		}
		if err := keepFile(filepath.Join(to, "keys", name), string(b), 0o600); err != nil {
			return err
		}
	}
	return nil
}
