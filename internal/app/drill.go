package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"shuangze/internal/store"
)

// Drill copies the data, edits the copy by hand in many ways, verifies after
// each, and writes a line per edit. The error says that something was not
// found, or not as it must be.
func Drill(ctx context.Context, c Config, every bool, w io.Writer) error {
	if c.Database != "" {
		return errors.New("the drill edits a copy, and a PostgreSQL database is not copied here: run it on SQLite, or on a database restored for it (the tests run it on both)")
	}
	if _, err := os.Stat(filepath.Join(c.Dir, "shuangze.db")); err != nil {
		return fmt.Errorf("there is no database in %s", c.Dir)
	}
	if c.Clock == nil {
		c.Clock = Now
	}
	aside, err := os.MkdirTemp("", "shuangze-drill-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	if err := copyForDrill(ctx, c, aside); err != nil {
		return fmt.Errorf("drill: copy: %w", err)
	}
	db, err := store.Open(ctx, store.Options{Dir: aside, Clock: c.Clock})
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
	fmt.Fprintf(w, "The data of %s, copied; each edit is made by hand, verified and undone.\n", c.Dir)
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

func copyForDrill(ctx context.Context, c Config, to string) error {
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, Clock: c.Clock})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Backup(ctx, filepath.Join(to, "shuangze.db")); err != nil {
		return err
	}
	for _, name := range []string{publicFile, secretFile} {
		b, err := os.ReadFile(filepath.Join(c.Dir, "keys", name))
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
