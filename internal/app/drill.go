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
	"sync/atomic"

	"shuangze/internal/store"
	"shuangze/internal/when"
)

// Drill copies the data, edits the copy by hand in many ways, verifies after
// each, and writes a line per edit. The error says that something was not
// found, or not as it must be.
func Drill(ctx context.Context, c Config, every bool, w io.Writer) (err error) {
	if err := c.there(); err != nil {
		return err
	}
	if err := whole(c.Dir); err != nil {
		return err
	}
	if c.Clock == nil {
		c.Clock = Now
	}
	aside, clear, err := store.WorkFolder(os.TempDir(), "shuangze-drill-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clear()) }()
	copied, drop, err := copyForDrill(ctx, c, aside)
	if err != nil {
		return fmt.Errorf("drill: copy: %w", err)
	}
	defer func() { err = errors.Join(err, drop()) }()
	var now atomic.Int64 // the copy's clock: time passes on it between the acts that are played
	copied.Clock = func() when.Instant { return when.Instant(now.Load()) }
	db, err := store.Open(ctx, copied)
	if err != nil {
		return err
	}
	defer db.Close()
	read, err := db.Clock(ctx)
	if err != nil {
		return err
	}
	now.Store(int64(max(c.Clock(), read.Last)))
	if err := (&House{DB: db, Dir: aside, Clock: copied.Clock}).Checkpoints(ctx); err != nil {
		return err
	}
	k, err := OpenKeys(aside)
	if err != nil {
		return err
	}
	kept, err := keptNotes(aside, db.Postgres())
	if err != nil {
		return err
	}
	of := c.Dir
	if c.Database != "" {
		of = "the PostgreSQL database"
	}
	fmt.Fprintf(w, "The data of %s, copied; each edit is made by hand, verified and undone.\n", of)
	told := telling{w: w}
	err = db.Drill(ctx, store.DrillOptions{Signer: k.Signer, Key: k.Verifier, Kept: kept,
		Pass: func() { now.Add(drillPass) }, Every: every}, told.tell)
	if err != nil {
		return err
	}
	return told.end()
}

// drillPass is what passes between two acts of the drill, in microseconds.
const drillPass = 120_000_000

// telling says what became of each edit and counts.
type telling struct {
	w                           io.Writer
	tried, found, wrong, absent int
}

func (x *telling) tell(t store.Trial) {
	if t.Absent {
		x.absent++
		fmt.Fprintf(x.w, "--   %-58s → not tried: the data holds nothing to try it on.\n", t.What)
		return
	}
	x.tried++
	if t.Found {
		x.found++
	}
	line := "ok  "
	if !t.Good() {
		x.wrong++
		line = "FAIL"
	}
	switch {
	case t.Beyond && !t.Found:
		fmt.Fprintf(x.w, "%s %-58s → not found, and cannot be: everything in the database agrees. See the next line.\n",
			line, t.What)
	case !t.Found:
		fmt.Fprintf(x.w, "%s %-58s → NOT FOUND\n", line, t.What)
	case !t.Named && t.Code != "":
		fmt.Fprintf(x.w, "%s %-58s → found only as %s, not as %s\n", line, t.What, t.Fault.What, t.Code)
	default:
		fmt.Fprintf(x.w, "%s %-58s → %s pass: %s\n", line, t.What, t.Pass,
			VerifyFault{t.Fault.Journal, t.Fault.Seq, t.Fault.What, t.Fault.Detail})
	}
}

func (x *telling) end() error {
	fmt.Fprintf(x.w, "%d edits, %d found, %d not as they must be.\n", x.tried, x.found, x.wrong)
	if x.absent > 0 {
		fmt.Fprintf(x.w, "%d more were not tried: the data holds nothing to try them on.\n", x.absent)
	}
	fmt.Fprintln(x.w, "Whoever holds both database and key can rewrite the past so that it agrees with itself. Only a checkpoint kept elsewhere shows it: print them, send them away.")
	if x.wrong > 0 {
		return fmt.Errorf("演练：%d 处篡改里有 %d 处没有照应该的那样发现 / drill: %d of %d edits were not found as they must be",
			x.tried, x.wrong, x.wrong, x.tried)
	}
	return nil
}

// copyForDrill copies the database (a file into the folder beside, PostgreSQL
// into a schema of its own) and the keys.
func copyForDrill(ctx context.Context, c Config, to string) (o store.Options, drop func() error, err error) {
	// What is put aside is read before the database: see store.Kept.
	if err := errors.Join(copyKeys(c.Dir, to), copyNotes(c.Dir, to)); err != nil {
		return o, nil, err
	}
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Seals: c.Seals, Clock: c.Clock, Look: true})
	if err != nil {
		return o, nil, err
	}
	defer db.Close()
	o, drop = store.Options{Dir: to, Seals: c.sealKeys(), Clock: c.Clock}, func() error { return nil }
	if db.Postgres() {
		o.URL, drop, err = db.CopySchema(ctx, "drill_"+strings.ToLower(rand.Text()[:12]))
	} else {
		err = db.Backup(ctx, filepath.Join(to, store.FileName))
	}
	if err != nil {
		return o, nil, err
	}
	return o, drop, nil
}

// copyNotes copies the files of notes, if the folder has any.
func copyNotes(from, to string) error {
	folder := filepath.Join(from, "checkpoints")
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return os.CopyFS(filepath.Join(to, "checkpoints"), os.DirFS(folder))
}

func copyKeys(from, to string) error {
	for _, name := range []string{lastFile, publicFile, secretFile} {
		b, err := os.ReadFile(filepath.Join(from, "keys", name))
		if errors.Is(err, os.ErrNotExist) {
			continue // the copy makes a pair of its own
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
