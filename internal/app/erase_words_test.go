package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/blob"
	"shuangze/internal/erasure"
	"shuangze/internal/lang"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

const canaryErased = "金丝雀丁要删除的字"

// Words that were erased are in no page, search, table, message or byte of the database; files neither. A backup
// from before gives them back only where no list of erasures is beside it, and says so.
func TestErasedWordsAreNowhere(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		today := v.h.Clock().Day()
		id, no := v.does("zhuti", ref.Announcement, "add", 0, &announcement.Announcement{Subject: canaryErased,
			AnnouncedOn: today - 1, Clock: "09:00", Announcer: "县纪委", FirstDay: today + 9})
		if no != "" {
			t.Fatal(no)
		}
		if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
			t.Fatal(err)
		}
		at := "/announcements/" + id.String()
		places := []string{at, "/announcements?tab=all", "/search?q=金丝雀丁", "/announcements/print?tab=all", "/inbox"}
		v.sees(v.ask("zhuti", "GET", at), 200, canaryErased)
		v.sees(v.ask("zhuti", "GET", "/search?q=金丝雀丁"), 200, at)
		lite := !v.h.DB.Postgres()
		if lite && inBytes(t, v.h.Dir, canaryErased) == 0 {
			t.Fatal("the word is not in the file: the test shows nothing")
		}
		old := filepath.Join(t.TempDir(), "before.tar")
		if lite {
			if err := Backup(ctx, &Settings{Data: v.h.Dir}, old, &bytes.Buffer{}); err != nil {
				t.Fatal(err)
			}
		}
		of, file := v.filed()
		order := erasure.Order{Object: ref.Ref{Kind: ref.Announcement, ID: id}, Fields: []string{"subject"},
			Basis: "（2026）陕0927民初1号", Ordered: "县人民法院"}
		files := order
		files.Object, files.Fields, files.Files = of, nil, true
		if _, _, err := v.h.erasing().Erase(ctx, machineOf(v), []erasure.Order{order, files}, false); err != nil {
			t.Fatal(err)
		}
		r, err := v.h.Verify(ctx) // the bytes are not gone yet
		if err != nil || r.OK || r.Faults[0].What != "erased-file" {
			t.Fatalf("%v %+v, want erased-file", err, r.Faults)
		}
		if err := v.h.afterErasing(ctx, ""); err != nil {
			t.Fatal(err)
		}
		if r = verifyOK(t, v); r.Files.Erased == 0 {
			t.Error("no file was erased")
		}
		for login := range v.cookies {
			for _, path := range places {
				body := v.ask(login, "GET", path).Body.String()
				if strings.Contains(strings.ReplaceAll(body, "q="+canaryErased, ""), canaryErased) {
					t.Errorf("%s reads it at %s", login, path)
				}
			}
		}
		if strings.Contains(v.ask("zhuti", "GET", "/search?q=金丝雀丁").Body.String(), at) {
			t.Error("it is found still")
		}
		v.sees(v.ask("zhuti", "GET", at), 200, "依法删除（", order.Basis)
		w := v.send("zhuti", "GET", at, nil, "Accept-Language", "en")
		if body := w.Body.String(); !strings.Contains(body, "Erased by law (") || strings.Contains(body, "erased-by-law") {
			t.Error("not in the reader's language")
		}
		if w := v.ask("zhuti-jb", "GET", "/evidence/"+file.String()); w.Code != 404 && w.Code != 410 {
			t.Errorf("the file is answered with %d", w.Code)
		}
		if lite {
			if n := inBytes(t, v.h.Dir, canaryErased); n != 0 {
				t.Errorf("the database holds the word %d times", n)
			}
			restoredErased(t, v, old)
		}
		v.erasureFaults(order.Object, of)
	})
}

// filed is an object of a noun on the frame with a file that no other row names, and the file's row.
func (v *visitors) filed() (of ref.Ref, row ref.ID) {
	v.Helper()
	db, place := rawOf(v.T, v)
	for _, n := range v.h.Nouns {
		for _, x := range v.all(n.Of) {
			all, err := v.h.DB.EvidenceOf(context.Background(), x.Head().ID)
			if err != nil {
				v.Fatal(err)
			}
			if len(all) != 1 || all[0].Removed() {
				continue
			}
			same := 0
			row := db.QueryRow(`SELECT COUNT(*) FROM evidence WHERE digest_of=`+place(1), all[0].Digest)
			if err := row.Scan(&same); err != nil {
				v.Fatal(err)
			}
			if same == 1 {
				return ref.Ref{Kind: n.Of, ID: x.Head().ID}, all[0].ID
			}
		}
	}
	v.Fatal("the demonstration has no file to erase")
	return of, row
}

// inBytes counts a word in the bytes of SQLite's file and of its log.
func inBytes(t *testing.T, dir, word string) (n int) {
	t.Helper()
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, store.FileName+end))
		if err != nil && (end == "" || !os.IsNotExist(err)) {
			t.Fatal(err)
		}
		n += bytes.Count(b, []byte(word))
	}
	return n
}

// restoredErased restores a backup from before the erasure: with the list nothing comes back, without it everything.
func restoredErased(t *testing.T, v *visitors, old string) {
	t.Helper()
	ctx := context.Background()
	restored := func(list string, words ...string) string {
		t.Helper()
		to := Settings{Data: filepath.Join(t.TempDir(), "new"), Addr: "127.0.0.1:1"}
		var said bytes.Buffer
		if err := Restore(ctx, &to, old, list, &said); err != nil {
			t.Fatal(err, said.String())
		}
		for _, w := range append(words, "OK") {
			if !strings.Contains(said.String(), w) {
				t.Errorf("%q is not said: %s", w, said.String())
			}
		}
		return to.Data
	}
	if inBytes(t, restored("", "没有删除名单", "restore again with --erased"), canaryErased) == 0 {
		t.Error("without a list it was erased all the same")
	}
	err := Restore(ctx, &Settings{Data: filepath.Join(t.TempDir(), "x")}, old, old+".none", &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "no list of erasures") {
		t.Errorf("a list that is not there: %v", err)
	}
	again := restored(erasedFile(v.h.Dir), "erased again by the list: 2")
	if n := inBytes(t, again, canaryErased); n != 0 {
		t.Errorf("the restored database holds the word %d times", n)
	}
	// A backup of now lays the list beside itself and in itself, and is restored without another word.
	after := filepath.Join(filepath.Dir(old), "after.tar")
	if err := Backup(ctx, &Settings{Data: v.h.Dir}, after, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	list, err := readErased(erasedFile(filepath.Dir(old)))
	if err != nil || len(list) != 2 {
		t.Fatalf("%v: %d orders beside the backup", err, len(list))
	}
	if n := inBytes(t, restored("", "erased again by the list: 2"), canaryErased); n != 0 {
		t.Errorf("the list beside the backup was not read: %d", n)
	}
	b, err := os.ReadFile(erasedFile(filepath.Dir(old)))
	if err != nil || bytes.Contains(b, []byte(canaryErased)) {
		t.Errorf("%v: the list holds the word", err)
	}
}

// erasureFaults are what does not fit of erasures, each found under its name.
func (v *visitors) erasureFaults(words, files ref.Ref) {
	v.Helper()
	ctx := context.Background()
	// Bytes that come back.
	shelf, err := blob.Open(v.h.FilesDir())
	if err != nil {
		v.Fatal(err)
	}
	gone, err := v.h.DB.EvidenceOf(ctx, files.ID)
	if err != nil || len(gone) == 0 || gone[0].ErasedAt == 0 {
		v.Fatal(err, gone)
	}
	if say := v.h.Words.In(lang.English); !strings.HasPrefix(noun.Shown(say, gone[0].Name), "Erased by law (") {
		v.Errorf("the file is called %s", gone[0].Name)
	}
	if _, err := shelf.Open([32]byte(gone[0].Digest)); !os.IsNotExist(err) {
		v.Errorf("the file: %v", err)
	}
	// An entry that says of an opening what never was, and one that says it of an opening that is there.
	forge := func(path string, entry int64) {
		v.Helper()
		door := act.NewDoor(v.h.DB, func(t act.Tx) *store.Tx { return t.(*store.Tx) })
		cmd := machineOf(v)
		cmd.Verb = "personal.erase"
		if _, err := door.Do(ctx, cmd, func(tx *store.Tx) error {
			x, err := tx.One(words.Kind, words.ID)
			if err != nil {
				return err
			}
			if err := tx.Allow(cmd.Verb, announcement.Shape.Object(x)); err != nil {
				return err
			}
			return tx.Record(erasure.Kind, words, erasure.Facts(erasure.Order{Object: words, Basis: "某条", Ordered: "某某"},
				erasure.Gone{Openings: []erasure.Opening{{Entry: entry, Path: path}}}, v.h.Clock())...)
		}); err != nil {
			v.Fatal(err)
		}
	}
	faults := func() (out []string) {
		r, err := v.h.Verify(ctx)
		if err != nil {
			v.Fatal(err)
		}
		for _, f := range r.Faults {
			out = append(out, f.What)
		}
		return out
	}
	path, entry := v.someOpening()
	forge(path, entry)
	if got := faults(); !slices.Equal(got, []string{"erased-kept"}) {
		v.Errorf("kept: %v", got)
	}
	forge("fact/nothing", entry)
	if got := faults(); !slices.Contains(got, "erased-stray") {
		v.Errorf("stray: %v", got)
	}
}

// someOpening is one that stands there, of the county's journal.
func (v *visitors) someOpening() (path string, entry int64) {
	v.Helper()
	db, _ := rawOf(v.T, v)
	var body string
	if err := db.QueryRow(`SELECT o.body,e.seq FROM opening o JOIN entry e ON e.id=o.entry
		WHERE e.object_kind='announcement' AND e.kind='announcement.added.v1' AND o.body<>'' ORDER BY e.id LIMIT 1`).
		Scan(&body, &entry); err != nil {
		v.Fatal(err)
	}
	_, rest, _ := strings.Cut(body, `"p":"`)
	path, _, _ = strings.Cut(rest, `"`)
	return path, entry
}
