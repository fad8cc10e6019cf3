package app

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/journal"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// forged is a house that did an act every two minutes and signed each, and a way
// past it.
type forged struct {
	c    Config
	raw  *sql.DB
	mark *regexp.Regexp
	now  *atomic.Int64
}

// forgeries runs a test on both engines.
func forgeries(t *testing.T, f func(t *testing.T, x *forged)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		x := &forged{c: Config{Dir: dir, Hasty: true}, mark: regexp.MustCompile(`\$([0-9])`)}
		x.live(t, 12)
		raw, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
		x.raw = raw
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { raw.Close() })
		f(t, x)
	})
	t.Run("postgres", func(t *testing.T) {
		url := soakSchema(t, lentPostgres(t))
		x := &forged{c: Config{Dir: t.TempDir(), Database: url}}
		x.live(t, 12)
		raw, err := sql.Open("pgx", url)
		x.raw = raw
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { raw.Close() })
		f(t, x)
	})
}

// live does acts, the last of them not signed yet: no process ended in order.
func (x *forged) live(t *testing.T, acts int) {
	t.Helper()
	if x.now == nil {
		x.now = &atomic.Int64{}
		x.now.Store(int64(when.Date(2026, 3, 2).Start()))
		x.c.Clock = func() when.Instant { return when.Instant(x.now.Load()) }
	}
	ctx := context.Background()
	h, err := Open(ctx, x.c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	c, err := h.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	for range acts {
		x.now.Add(120_000_000)
		if err := h.Checkpoints(ctx); err != nil {
			t.Fatal(err)
		}
		task := UserTask{What: "add", Login: fmt.Sprintf("u%d", x.now.Load()), Name: "某人", Password: "correct horse battery"}
		if err := h.users(ctx, c, task, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
}

func (x *forged) sql(t *testing.T, q string, args ...any) {
	t.Helper()
	if x.mark != nil {
		q = x.mark.ReplaceAllString(q, "?$1")
	}
	if _, err := x.raw.Exec(q, args...); err != nil {
		t.Fatal(q, err)
	}
}

func (x *forged) number(t *testing.T, q string) (n int64) {
	t.Helper()
	if err := x.raw.QueryRow(q).Scan(&n); err != nil {
		t.Fatal(q, err)
	}
	return n
}

// forge changes an old entry of the journal system and computes anew whatever
// needs no key; notes of more entries are deleted in the table and in the file.
func (x *forged) forge(t *testing.T, seq int64) {
	t.Helper()
	x.sql(t, `DELETE FROM checkpoint WHERE journal='system' AND size>=$1`, seq)
	rows, err := x.raw.Query(`SELECT e.id,e.frozen FROM entry e JOIN head h ON h.no=e.journal WHERE h.journal='system' ORDER BY e.id`)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	var all [][]byte
	for rows.Next() {
		var id int64
		var frozen []byte
		if err := rows.Scan(&id, &frozen); err != nil {
			t.Fatal(err)
		}
		ids, all = append(ids, id), append(all, frozen)
	}
	rows.Close()
	tree, err := journal.OpenRange(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	x.sql(t, `DELETE FROM node WHERE journal=(SELECT no FROM head WHERE journal='system')`)
	for i, frozen := range all {
		if int64(i)+1 == seq {
			e, err := journal.Parse(frozen)
			if err != nil {
				t.Fatal(err)
			}
			e.Agent = "console somebody"
			frozen = journal.Freeze(nil, e)
			x.sql(t, `UPDATE entry SET frozen=$1 WHERE id=$2`, frozen, ids[i])
		}
		if err := tree.Append(journal.LeafHash(frozen), func(level int, index int64, hash [32]byte) {
			x.sql(t, `INSERT INTO node(journal,level,idx,hash) SELECT no,$1,$2,$3 FROM head WHERE journal='system'`,
				level, index, hash[:])
		}); err != nil {
			t.Fatal(err)
		}
	}
	x.sql(t, `UPDATE head SET frontier=$1 WHERE journal='system'`, tree.Frontier())
	path := filepath.Join(x.c.Dir, "checkpoints", "system.txt")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(file, []byte(fmt.Sprintf("shuangze/system\n%d\n", seq)))
	if at <= 0 {
		t.Fatalf("no note of %d entries in\n%s", seq, file)
	}
	if err := os.WriteFile(path, file[:at], 0o644); err != nil {
		t.Fatal(err)
	}
}

func (x *forged) verify(t *testing.T) VerifyReport {
	t.Helper()
	r, err := Verify(context.Background(), x.c, VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (x *forged) found(t *testing.T, what string) bool {
	t.Helper()
	r := x.verify(t)
	for _, f := range r.Faults {
		if f.What == what {
			return true
		}
	}
	t.Logf("found %v", r.Faults)
	return false
}

// TestPastForgedWithoutTheKey is issue 11's forgery. It is found by what lies
// beside the key and, when even that is taken away, by the acts that no note
// covers; and the house signs over it only after a person vouched.
func TestPastForgedWithoutTheKey(t *testing.T) {
	t.Parallel()
	forgeries(t, func(t *testing.T, x *forged) {
		ctx := context.Background()
		if r := x.verify(t); !r.OK {
			t.Fatalf("before: %v", r.Faults)
		}
		x.forge(t, 5)
		var zh, en strings.Builder
		r := x.verify(t)
		r.Print(&zh, "zh")
		r.Print(&en, "en")
		if !strings.Contains(zh.String(), "不符：system 第 5 条：密钥旁记下的检查点") || strings.Contains(zh.String(), "fault:") ||
			!strings.Contains(en.String(), "fault: system/5 checkpoint-behind") {
			t.Errorf("it is told as\n%s\n%s", zh.String(), en.String())
		}
		for _, what := range []string{"checkpoint-behind", "outside-root", "checkpoint-uncovered"} {
			if !x.found(t, what) {
				t.Errorf("verify does not say %s", what)
			}
		}
		last := filepath.Join(x.c.Dir, "keys", lastFile)
		beside, err := os.ReadFile(last)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(last, older(beside, nil), 0o600); err != nil {
			t.Fatal(err)
		}
		if !x.found(t, "checkpoint-uncovered") {
			t.Error("verify does not say that no note covers the acts")
		}
		for _, b := range [][]byte{nil, beside} { // without a witness and with it
			if b != nil {
				if err := os.WriteFile(last, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			x.refuses(t)
		}
		s := &Settings{Data: x.c.Dir, Database: x.c.Database}
		if err := Vouch(ctx, s, VouchOptions{Reason: "  好  "}, io.Discard); err == nil {
			t.Error("vouched for without a reason")
		}
		x.refuses(t)
		var out strings.Builder
		if err := Vouch(ctx, s, VouchOptions{Reason: "已查明系恢复旧备份所致，经批准接着签"}, &out); err != nil {
			t.Fatal(err, out.String())
		}
		if n := x.number(t, `SELECT COUNT(*) FROM entry WHERE kind='checkpoint.vouched.v1'`); n < 2 {
			t.Errorf("%d entries say that a person vouched", n)
		}
		x.live(t, 2)
		r = x.verify(t)
		if len(r.Vouched) < 2 || r.Vouched[0].Journal != "system" || r.Vouched[0].What == "" {
			t.Errorf("verify tells of no vouching: %v", r.Vouched)
		}
		aside, err := filepath.Glob(filepath.Join(x.c.Dir, "keys", lastFile+".*.aside"))
		if err != nil || len(aside) != 1 {
			t.Fatal(aside, err)
		}
		r, err = Verify(ctx, x.c, VerifyOptions{Checkpoints: aside})
		if err != nil || r.OK || !strings.HasPrefix(r.First.What, "outside-") {
			t.Errorf("the note that was set aside shows nothing: %v %v", r.First, err)
		}
	})
}

// refuses says that the house neither starts nor signs, nor does the console act.
func (x *forged) refuses(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	notes := x.number(t, `SELECT COUNT(*) FROM checkpoint`)
	h, err := Open(ctx, x.c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	var doubtful *Doubtful
	short, stop := context.WithTimeout(ctx, 30*time.Second) // it refuses at once; only one that serves waits
	defer stop()
	if err := Serve(short, h, ServeOptions{Addr: "127.0.0.1:0"}); !errors.As(err, &doubtful) {
		t.Errorf("it serves: %v", err)
	}
	h.round(ctx)
	if err := Users(ctx, h, UserTask{What: "add", Login: "after", Name: "某人", Password: "correct horse battery"},
		io.Discard); !errors.As(err, &doubtful) {
		t.Errorf("the console goes on: %v", err)
	}
	if n := x.number(t, `SELECT COUNT(*) FROM checkpoint`); n != notes {
		t.Errorf("%d notes were signed over it", n-notes)
	}
}

// TestKeptNotes edits what lies beside the database by hand; and what a crash or
// a full disk leaves of it is no fault, and is mended by the next start.
func TestKeptNotes(t *testing.T) {
	t.Parallel()
	forgeries(t, func(t *testing.T, x *forged) {
		folder := filepath.Join(x.c.Dir, "checkpoints")
		path, last := filepath.Join(folder, "system.txt"), filepath.Join(x.c.Dir, "keys", lastFile)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		acts, err := os.ReadFile(filepath.Join(folder, "acts", "610927.txt"))
		if err != nil {
			t.Fatal(err)
		}
		beside, err := os.ReadFile(last)
		if err != nil {
			t.Fatal(err)
		}
		notes := bytes.SplitAfter(whole, []byte("\n\nshuangze/"))
		for i := range notes { // each begins with its own first line
			notes[i] = bytes.TrimSuffix(notes[i], []byte("shuangze/"))
			if i > 0 {
				notes[i] = append([]byte("shuangze/"), notes[i]...)
			}
		}
		n := len(notes)
		if n < 8 || !bytes.Equal(bytes.Join(notes, nil), whole) {
			t.Fatalf("%d notes", n)
		}
		edits := 0
		join := func(list ...[]byte) []byte { return bytes.Join(list, nil) }
		edited := func(file []byte) func() error {
			return func() error { return os.WriteFile(path, file, 0o644) }
		}
		for _, e := range []struct {
			what string
			do   func() error
			says string
		}{
			{"nothing", func() error { return nil }, ""},
			{"emptied", edited(nil), "kept-missing"},
			{"removed", func() error { return os.Remove(path) }, "kept-missing"},
			{"the folder emptied", func() error { return os.RemoveAll(folder) }, "kept-missing"},
			{"cut in its last note", edited(whole[:len(whole)-20]), "kept-bytes"},
			{"cut in the middle", edited(whole[:len(whole)/2]), "kept-missing"},
			{"its last note dropped", edited(join(notes[:n-1]...)), "kept-missing"},
			{"a note dropped", edited(join(join(notes[:3]...), join(notes[4:]...))), "kept-missing"},
			{"its first note dropped", edited(join(notes[1:]...)), "kept-missing"},
			{"a note doubled", edited(join(join(notes[:4]...), join(notes[3:]...))), "kept-repeated"},
			{"two notes swapped", edited(join(join(notes[:3]...), notes[4], notes[3], join(notes[5:]...))), "kept-order"},
			{"another journal's note", edited(join(whole, acts)), "kept-foreign"},
			{"a line more", edited(join(whole, []byte("\n"))), "kept-bytes"},
			{"words", edited(join(whole, []byte("看过\n"))), "kept-bytes"},
			{"a letter of a note", edited(bytes.Replace(whole, []byte("\ntime "), []byte("\ntime 9"), 1)), "checkpoint-missing"},
			{"a file of no journal", func() error { return os.WriteFile(filepath.Join(folder, "other.txt"), acts, 0o644) },
				"kept-foreign"},
			{"the last notes removed", func() error { return os.Remove(last) }, "kept-last"},
			{"the last notes emptied", func() error { return os.WriteFile(last, nil, 0o600) }, "kept-last"},
			{"the last notes cut", func() error { return os.WriteFile(last, beside[:len(beside)-9], 0o600) }, "kept-bytes"},
			{"the public key removed", func() error { return os.Remove(filepath.Join(x.c.Dir, "keys", publicFile)) },
				"key-missing"},
			{"the secret key removed", func() error { return os.Remove(filepath.Join(x.c.Dir, "keys", secretFile)) },
				"key-missing"},
			{"crash: the last note not in the file yet", func() error {
				return errors.Join(edited(join(notes[:n-1]...))(), os.WriteFile(last, older(beside, notes[n-2]), 0o600))
			}, ""},
			{"crash: the last note half in the file", func() error {
				return errors.Join(edited(whole[:len(whole)-70])(), os.WriteFile(last, older(beside, notes[n-2]), 0o600))
			}, ""},
			{"full disk: no note for a while", func() error {
				return errors.Join(edited(join(join(notes[:n-4]...), notes[n-4][:50]))(),
					os.WriteFile(last, older(beside, notes[n-5]), 0o600))
			}, ""},
			{"crash: the note not beside the key yet", func() error {
				return os.WriteFile(last, older(beside, notes[n-2]), 0o600)
			}, ""},
		} {
			if edits++; x.c.Database != "" && edits%3 != 0 && e.says != "" && !long() {
				continue // what is done to files is found alike, whichever engine has the rows
			}
			keep := t.TempDir()
			if err := errors.Join(os.CopyFS(filepath.Join(keep, "keys"), os.DirFS(filepath.Join(x.c.Dir, "keys"))),
				os.CopyFS(filepath.Join(keep, "checkpoints"), os.DirFS(folder)), e.do()); err != nil {
				t.Fatalf("%s: %v", e.what, err)
			}
			r := x.verify(t)
			if r.OK != (e.says == "") || !r.OK && !strings.Contains(fmt.Sprint(r.Faults), e.says) {
				t.Errorf("%s: ok %v, %v", e.what, r.OK, r.Faults)
			}
			if strings.Contains(e.what, ":") { // the next start mends it
				h, err := Open(context.Background(), x.c)
				if err == nil {
					err = errors.Join(h.Checkpoints(context.Background()), h.Close())
				}
				is, _ := os.ReadFile(path)
				now, _ := os.ReadFile(last)
				if err != nil || !bytes.HasPrefix(is, whole) || bytes.Equal(now, older(beside, notes[n-2])) || !x.verify(t).OK {
					t.Errorf("%s: not mended, %v %v", e.what, err, x.verify(t).Faults)
				}
				if whole = is; len(is) > 0 { // what it signed itself stays
					beside, notes = now, cutNotes(is)
					n = len(notes)
					continue
				}
			}
			if err := errors.Join(os.RemoveAll(folder), os.RemoveAll(filepath.Join(x.c.Dir, "keys")),
				os.CopyFS(filepath.Join(x.c.Dir, "keys"), os.DirFS(filepath.Join(keep, "keys"))),
				os.CopyFS(folder, os.DirFS(filepath.Join(keep, "checkpoints")))); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func cutNotes(file []byte) (out [][]byte) {
	for part := range bytes.SplitSeq(file, []byte("shuangze/system\n")) {
		if len(part) > 0 {
			out = append(out, append([]byte("shuangze/system\n"), part...))
		}
	}
	return out
}

// older is the file of the last notes with another last note of the journal system.
func older(beside, note []byte) []byte {
	at := bytes.Index(beside, []byte("shuangze/system\n"))
	return append(bytes.Clone(beside[:at]), note...)
}

// TestVerifyInBothLanguages holds the Chinese sentences to the codes of the
// format, which name every fault.
func TestVerifyInBothLanguages(t *testing.T) {
	b, err := os.ReadFile("../../docs/journal-format.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range regexp.MustCompile("(?m)^\\| (`[a-z].*?) \\|").FindAllStringSubmatch(string(b), -1) {
		for _, code := range regexp.MustCompile("`([a-z]+-[a-z…]+)`").FindAllStringSubmatch(m[1], -1) {
			n++
			f := VerifyFault{What: strings.TrimSuffix(code[1], "…") + "x"}
			if strings.HasSuffix(code[1], "…") == false {
				f.What = code[1]
			}
			if strings.HasPrefix(chineseFault(f), f.What) {
				t.Errorf("%s has no Chinese sentence", code[1])
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d codes were found", n)
	}
}
