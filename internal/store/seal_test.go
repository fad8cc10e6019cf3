package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// dossier has what a dossier has: a number that lists show, and words that only
// who opens it may read.
type dossier struct {
	ID      ref.ID
	Version int64
	No      int64
	Title   string
	Story   string
	Name    string
}

var dossiers = newTable("dossier", func(d *dossier) (*ref.ID, *int64) { return &d.ID, &d.Version },
	func(c *codec, d *dossier) {
		num(c, "no", &d.No)
		words(c, "title", &d.Title)
		sealed(c, "story", &d.Story)
		sealed(c, "name", &d.Name)
	})

func dossierHouse(t testing.TB) *Schema {
	return countyWith(t, &dossiers.covered, `CREATE TABLE dossier (
	id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	no {int} NOT NULL, title {text} NOT NULL, story {blob} NOT NULL, name {blob} NOT NULL){strict};
`)
}

const (
	story  = "举报人张小明说,三月七日夜里在仓库看见有人搬走账本"
	called = "李四"
)

// shelf writes n dossiers, each changed once, and gives them as they are.
func shelf(t *testing.T, db *DB, n int) (list []dossier, c act.Command) {
	t.Helper()
	office, _ := county(t, db)
	c = act.Command{Actor: office}
	for i := range n {
		d := dossier{No: int64(i + 1), Title: fmt.Sprint("第", i+1, "卷"), Story: story + " 初稿", Name: called}
		d.ID = put(t, db, c, dossiers, d).Object.ID
		d.Version, d.Story = 1, fmt.Sprint(story, i)
		put(t, db, c, dossiers, d)
		d.Version = 2
		list = append(list, d)
	}
	return list, c
}

// wrongly runs a statement past the house.
func wrongly(t *testing.T, db *DB, q string, args ...any) {
	t.Helper()
	if _, err := rawly(t, db).ExecContext(context.Background(), db.d.sql(q), args...); err != nil {
		t.Fatalf("%v in %s", err, q)
	}
}

// refusedAs demands a refusal with one of the words of sealed columns.
func refusedAs(t *testing.T, what, key string, err error) {
	t.Helper()
	var no *text.Refusal
	if !errors.As(err, &no) || no.Key != key {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// everything is every byte that the database gives away: its files on SQLite, all
// of its rows on PostgreSQL, and both kinds of export.
func everything(t *testing.T, db *DB) []byte {
	t.Helper()
	ctx := context.Background()
	var b bytes.Buffer
	if !db.d.postgres {
		for _, end := range []string{"", "-wal", "-shm"} {
			body, err := os.ReadFile(db.url + end)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			b.Write(body)
		}
	}
	if err := errors.Join(db.WriteRows(ctx, &b), db.Export(ctx, &b, Export{Openings: true})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSealedColumns writes, reads and changes sealed text, and looks for it in
// every byte that leaves the process.
func TestSealedColumns(t *testing.T) {
	enginesOf(t, dossierHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		list, c := shelf(t, db, 3)
		for _, d := range list {
			have, ok, err := get(ctx, db, dossiers, d.ID)
			if err != nil || !ok || have != d {
				t.Errorf("read %+v %v %v, want %+v", have, ok, err, d)
			}
		}
		all, err := every(ctx, db, dossiers, "")
		if err != nil || len(all) != 3 || all[0].Story != "" || all[0].Name != "" || all[0].Title != "第1卷" {
			t.Errorf("a list opens what is sealed: %+v %v", all, err)
		}
		h, err := db.History(ctx, list[0].ID, 0)
		if err != nil || len(h.Events) != 2 || strings.Contains(fmt.Sprintf("%+v", h), "账本") {
			t.Errorf("history %+v %v", h, err)
		}
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		v := verified(t, db, VerifyOptions{})
		if !v.OK() || v.State.Opened != 3*4 {
			t.Fatalf("%d openings, %v", v.State.Opened, faults(v))
		}
		bytesOut := everything(t, db)
		if !bytes.Contains(bytesOut, []byte("第1卷")) {
			t.Fatal("not even the title is there: nothing was looked through")
		}
		for _, secret := range []string{"账本", "张小明", called} {
			if bytes.Contains(bytesOut, []byte(secret)) {
				t.Errorf("%q stands readable", secret)
			}
		}
		// What is emptied is no longer there, and two of the same text look different.
		d := list[0]
		d.Name = ""
		put(t, db, c, dossiers, d)
		if have, _, err := get(ctx, db, dossiers, d.ID); err != nil || have.Name != "" || have.Story != d.Story {
			t.Errorf("emptied: %+v %v", have, err)
		}
		var n int
		if err := db.queryRow(ctx, `SELECT COUNT(DISTINCT name) FROM dossier`).Scan(&n); err != nil || n != 3 {
			t.Errorf("%d different cells, %v", n, err)
		}
		info, err := os.Stat(db.seals.path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file of keys: %v %v", info, err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Errorf("emptied: %v", faults(v))
		}
	})
}

// TestSealedCellsStayInTheirPlace moves, cuts and swaps sealed cells and openings:
// a look refuses, and verify names the place.
func TestSealedCellsStayInTheirPlace(t *testing.T) {
	enginesOf(t, dossierHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		list, _ := shelf(t, db, 2)
		a, b := list[0].ID, list[1].ID
		read := func(q string, args ...any) (out []byte) {
			if err := db.queryRow(ctx, q, args...).Scan(&out); err != nil {
				t.Fatal(err)
			}
			return out
		}
		was := read(`SELECT story FROM dossier WHERE id=$1`, int64(a))
		flipped := bytes.Clone(was)
		flipped[len(flipped)-1] ^= 1
		for what, other := range map[string][]byte{
			"of another row":    read(`SELECT story FROM dossier WHERE id=$1`, int64(b)),
			"of another column": read(`SELECT name FROM dossier WHERE id=$1`, int64(a)),
			"a bit turned":      flipped,
			"cut":               was[:40],
			"readable":          []byte("改"),
		} {
			wrongly(t, db, `UPDATE dossier SET story=$1 WHERE id=$2`, other, int64(a))
			_, _, err := get(ctx, db, dossiers, a)
			refusedAs(t, what, "seal.broken", err)
			place := fmt.Sprintf("dossier/%d.story:", a)
			f, bad := verified(t, db, VerifyOptions{}).First()
			if !bad || f.What != "state-sealed" || !strings.Contains(f.Detail, place) || f.Seq != 3 {
				t.Errorf("%s: verify says %v", what, f)
			}
			wrongly(t, db, `UPDATE dossier SET story=$1 WHERE id=$2`, was, int64(a))
		}
		wrongly(t, db, `UPDATE dossier SET story=$1 WHERE id=$2`, []byte{}, int64(a))
		if f, bad := verified(t, db, VerifyOptions{}).First(); !bad || f.What != "state-value" {
			t.Errorf("emptied by hand: %v", f)
		}
		wrongly(t, db, `UPDATE dossier SET story=$1 WHERE id=$2`, was, int64(a))
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Fatalf("all put back: %v", faults(v))
		}
		var first, second int64
		const entries = `SELECT MIN(o.entry),MAX(o.entry) FROM opening o JOIN entry e ON e.id=o.entry WHERE e.object=$1`
		if err := db.queryRow(ctx, entries, int64(a)).Scan(&first, &second); err != nil {
			t.Fatal(err)
		}
		body := string(read(`SELECT body FROM opening WHERE entry=$1`, second))
		for what, other := range map[string]string{
			"an opening of another entry": string(read(`SELECT body FROM opening WHERE entry=$1`, first)),
			"an opening with its text":    strings.Replace(body, `"t":"",`, `"t":"账本",`, 1),
		} {
			wrongly(t, db, `UPDATE opening SET body=$1 WHERE entry=$2`, other, second)
			if f, bad := verified(t, db, VerifyOptions{}).First(); !bad || !strings.HasPrefix(f.What, "opening-") {
				t.Errorf("%s: %v", what, f)
			}
		}
	})
}

// TestRotation seals everything anew while people read and write, and takes the
// old key away.
func TestRotation(t *testing.T) {
	enginesOf(t, dossierHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		list, c := shelf(t, db, resealAtOnce+3)
		proof := func() string {
			return dump(t, db, `SELECT seq,frozen FROM entry ORDER BY id`) +
				dump(t, db, `SELECT id,version,digest FROM dossier ORDER BY id`)
		}
		before := proof()
		old, err := os.ReadFile(db.seals.path)
		if err != nil {
			t.Fatal(err)
		}
		var done atomic.Bool
		var reads atomic.Int64
		var readers sync.WaitGroup
		for i := range 2 {
			readers.Go(func() {
				for n := i; !done.Load(); n++ {
					d := list[n%len(list)]
					have, _, err := get(ctx, db, dossiers, d.ID)
					if err != nil || have.Story != d.Story {
						t.Errorf("read while sealing anew: %+v %v", have, err)
						return
					}
					reads.Add(1)
				}
			})
		}
		for reads.Load() == 0 && !t.Failed() { // they read from before it until it is over
			runtime.Gosched()
		}
		r, err := db.Reseal(ctx)
		done.Store(true)
		readers.Wait()
		if err != nil || r.Key != 2 || r.Shut != 0 || r.Cells != int64(2*len(list)) || r.Openings != int64(3*len(list)) {
			t.Fatalf("%+v %v", r, err)
		}
		if proof() != before {
			t.Error("an entry, a version or a digest changed")
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Fatalf("after the rotation: %v", faults(v))
		}
		// The old key may go: nothing is under it, and what is written now is not either.
		list[0].Story += "续"
		put(t, db, c, dossiers, list[0])
		list[0].Version++
		lines := strings.Split(strings.TrimSpace(string(old)), "\n")
		now, err := os.ReadFile(db.seals.path)
		if err != nil || len(lines) != 3 || !strings.HasPrefix(lines[2], "1 ") {
			t.Fatalf("%q %v", lines[:2], err)
		}
		if err := keepSecret(db.seals.path, strings.Replace(string(now), lines[2]+"\n", "", 1)); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Fatalf("without the old key: %v", faults(v))
		}
		for _, d := range list {
			if have, _, err := get(ctx, db, dossiers, d.ID); err != nil || have != d {
				t.Fatalf("%+v %v", have, err)
			}
		}
		// Another time everything is under the third.
		if r, err = db.Reseal(ctx); err != nil || r.Key != 3 || r.Cells != int64(2*len(list)) {
			t.Errorf("again: %+v %v", r, err)
		}
	})
}

// TestLostKeys takes the file of keys away, puts another in its place, and one
// that is no such file: each is said in one sentence, the rest of the house works,
// and with the file back all is as before.
func TestLostKeys(t *testing.T) {
	enginesOf(t, dossierHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		list, c := shelf(t, db, 2)
		d := list[0]
		kept, err := os.ReadFile(db.seals.path)
		if err != nil {
			t.Fatal(err)
		}
		other := filepath.Join(t.TempDir(), "seal.keys")
		if _, err := (&sealKeys{path: other}).add(0, true); err != nil {
			t.Fatal(err)
		}
		foreign, err := os.ReadFile(other)
		if err != nil {
			t.Fatal(err)
		}
		for key, body := range map[string][]byte{
			"seal.key-missing": nil, "seal.key-other": foreign, "seal.key-file": []byte("1 abc\n"),
		} {
			os.Remove(db.seals.path)
			if body != nil {
				if err := os.WriteFile(db.seals.path, body, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			db := sameAgain(t, db)
			refusedAs(t, "at the start", key, db.CheckSeals(ctx))
			_, _, err := get(ctx, db, dossiers, d.ID)
			refusedAs(t, "at the look", key, err)
			_, err = tryPut(db, c, dossiers, d)
			refusedAs(t, "changed", key, err)
			if key != "seal.key-other" { // that key seals what is new
				_, err = tryPut(db, c, dossiers, dossier{No: 9, Story: "新的"})
				refusedAs(t, "a new one", key, err)
			}
			if all, err := every(ctx, db, dossiers, ""); err != nil || len(all) != 2 {
				t.Errorf("%s: the list: %d, %v", key, len(all), err)
			}
			if err := db.Rebuild(ctx); err != nil {
				t.Errorf("%s: rebuild: %v", key, err)
			}
			v := verified(t, db, VerifyOptions{})
			if f, _ := v.First(); v.State.Total != 1 || f.What != "seal-key" || !strings.Contains(f.Detail, "10 sealed values") {
				t.Errorf("%s: verify says %d, %v", key, v.State.Total, faults(v))
			}
			// What is not sealed in such a row is compared all the same.
			wrongly(t, db, `UPDATE dossier SET no=no+100 WHERE id=$1`, int64(d.ID))
			if v := verified(t, db, VerifyOptions{}); v.State.Total != 2 {
				t.Errorf("%s: a number changed by hand: %v", key, faults(v))
			}
			wrongly(t, db, `UPDATE dossier SET no=no-100 WHERE id=$1`, int64(d.ID))
			if err := keepSecret(db.seals.path, string(kept)); err != nil {
				t.Fatal(err)
			}
			if have, _, err := get(ctx, db, dossiers, d.ID); err != nil || have != d {
				t.Errorf("%s: with the file back: %+v %v", key, have, err)
			}
			if err := db.CheckSeals(ctx); err != nil {
				t.Errorf("%s: with the file back: %v", key, err)
			}
			if v := verified(t, db, VerifyOptions{}); !v.OK() {
				t.Errorf("%s: with the file back: %v", key, faults(v))
			}
		}
		// Lost for good: a new key is one of a new number, and the work goes on.
		os.Remove(db.seals.path)
		r, err := db.Reseal(ctx)
		if err != nil || r.Key != 2 || r.Cells != 0 || r.Shut != 10 {
			t.Fatalf("%+v %v", r, err)
		}
		fresh := dossier{No: 3, Story: "此后的"}
		fresh.ID = put(t, db, c, dossiers, fresh).Object.ID
		if have, _, err := get(ctx, db, dossiers, fresh.ID); err != nil || have.Story != "此后的" {
			t.Errorf("%+v %v", have, err)
		}
		_, _, err = get(ctx, db, dossiers, d.ID)
		refusedAs(t, "what the lost key sealed", "seal.key-missing", err)
	})
}

// sameAgain opens the database of another handle once more, as a new process does.
func sameAgain(t *testing.T, db *DB) *DB {
	t.Helper()
	o := Options{Dir: filepath.Dir(db.url), Schema: db.tables, Seals: db.seals.path, Clock: db.clock}
	if db.d.postgres {
		o.Dir, o.URL = "", db.url
	}
	again, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

// TestDrillOfSealedColumns edits sealed cells as the drill edits any other.
func TestDrillOfSealedColumns(t *testing.T) {
	o := Options{Dir: t.TempDir(), Schema: dossierHouse(t)}
	db := openTest(t, o)
	k := newKeys(t)
	furnished(t, db, k)
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: 1}
	put(t, db, act.Command{Actor: office}, dossiers, dossier{No: 1, Title: "卷", Story: story, Name: called})
	if _, err := db.Checkpoint(context.Background(), k.signer); err != nil {
		t.Fatal(err)
	}
	var now atomic.Int64
	now.Store(int64(db.clock()))
	o.Clock = func() when.Instant { return when.Instant(now.Load()) }
	db, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tried []string
	d := DrillOptions{Signer: k.signer, Key: k.verifier, Pass: func() { now.Add(120_000_000) },
		Only: func(what string) bool { return strings.HasPrefix(what, "dossier") }}
	err = db.Drill(context.Background(), d, func(x Trial) {
		tried = append(tried, x.What)
		if !x.Good() {
			t.Errorf("%s: found %v (%s)", x.What, x.Found, x.Fault.Error())
		}
	})
	if err != nil || len(tried) < 9 || !slices.Contains(tried, "dossier.story changed") {
		t.Errorf("%v %v", tried, err)
	}
}

// TestSearchHoldsNothingSealed declares a noun that is found by words and hands
// its sealed ones to the index too: none arrives there.
func TestSearchHoldsNothingSealed(t *testing.T) {
	tables := dossierHouse(t)
	words := func(d dossier, was int64) searchRow {
		return searchRow{id: searchID(0, actor.Principal, d.ID), was: was, texts: []string{d.Title, d.Story, d.Name}}
	}
	tables.finds = append(slices.Clone(tables.finds), found("dossier", dossiers, words, nil))
	enginesOf(t, tables, func(t *testing.T, db *DB) {
		list, c := shelf(t, db, 1)
		_, err := db.Perform(context.Background(), c, func(a act.Tx) error {
			tx := a.(*Tx)
			tx.allowed = true
			r, err := tables.finds[len(tables.finds)-1].read(tx, list[0].ID)
			if err != nil {
				return err
			}
			if strings.Join(r.texts, "|") != "第1卷||" {
				t.Errorf("read for the index: %q", r.texts)
			}
			return tx.Record("test.read.v1", ref.Ref{Kind: "test", ID: list[0].ID})
		})
		if err != nil {
			t.Fatal(err)
		}
		os.Remove(db.seals.path) // nor does it take a key
		again := sameAgain(t, db)
		if err := again.Rebuild(context.Background()); err != nil {
			t.Fatal(err)
		}
		v := verified(t, again, VerifyOptions{})
		if v.State.Derived.Total != 0 {
			t.Error(faults(v))
		}
		q := `SELECT COUNT(*) FROM search WHERE search MATCH $1`
		if db.d.postgres {
			q = `SELECT COUNT(*) FROM search WHERE words @@ plainto_tsquery('simple',$1)`
		}
		for word, want := range map[string]int{"第1卷": 1, "账本": 0, called: 0} {
			var n int
			if err := again.queryRow(context.Background(), q, grams(word)).Scan(&n); err != nil || n != want {
				t.Errorf("%s is found %d times, %v", word, n, err)
			}
		}
	})
}

// TestManyProcessesMakeOneKey lets several handles need the first key at once.
func TestManyProcessesMakeOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "seal", "seal.keys")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := (&sealKeys{path: path}).add(0, true); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, err := readSealKeys(path)
	if err != nil || len(list) != 1 {
		t.Errorf("%d keys, %v", len(list), err)
	}
}
