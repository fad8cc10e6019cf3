package app

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/erasure"
	"shuangze/internal/issued"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// Words of problems, orders, their letters, somebody who left and their account are erased like those of nouns: they
// are in no page and no byte, the file kept of the letter goes with them, and verify passes and counts. Numbers, days
// and results, and who holds a post, are refused. An erasure that no entry says is found.
func TestEraseOffTheFrame(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		lite := !v.h.DB.Postgres()
		x := v.furnishErased()
		old := filepath.Join(t.TempDir(), "before.tar")
		if lite {
			if inBytes(t, v.h.Dir, canaryErased) == 0 {
				t.Fatal("the word is not in the file: the test shows nothing")
			}
			if err := Backup(ctx, &Settings{Data: v.h.Dir}, old, &bytes.Buffer{}); err != nil {
				t.Fatal(err)
			}
		}
		before := verifyOK(t, v)
		county, err := v.h.Found(ctx, ConsoleAgent())
		if err != nil {
			t.Fatal(err)
		}
		asked := func(o EraseOptions) (out []erasure.Order) {
			t.Helper()
			o.Basis, o.Ordered = "（2026）陕0927民初1号", "县人民法院"
			out, err := v.h.erasures(ctx, county, o)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		one := func(of ref.Kind, id ref.ID, fields ...string) []erasure.Order {
			return asked(EraseOptions{Kind: string(of), ID: id.String(), Fields: fields, Course: true})
		}
		erase := func(want string, orders []erasure.Order) {
			t.Helper()
			if _, _, err := v.h.erasing().Erase(ctx, machineOf(v), orders, false); refusalOf(err) != want {
				t.Fatalf("%v: %q, not %q", orders, refusalOf(err), want)
			}
		}
		erase("erasure.kept", one(ref.Order, x.order, "due"))
		erase("erasure.kept", one(ref.Order, x.order, "number"))
		erase("erasure.kept", one(ref.Problem, x.problem, "state"))
		erase("erasure.kept", one(ref.Letter, x.letter, "code"))
		erase("erasure.field", one(ref.Problem, x.problem, "nothing"))
		erase("erasure.in-office", one(ref.Person, v.actor("shuping-jw").Person, "name"))
		erase("erasure.account-open", one(ref.Account, v.actor("shuping-jw").Account, "name"))
		letters := one(ref.Order, x.order, "subject", "content", "measures")
		if len(letters) < 2 {
			t.Fatalf("the letters of the order are not named: %v", letters)
		}
		erase("", letters)
		erase("", one(ref.Problem, x.problem, "facts", "measures"))
		erase("", asked(EraseOptions{Person: x.person.String(), Register: true}))
		erase("erasure.nothing", letters)
		if err := v.h.afterErasing(ctx, ""); err != nil {
			t.Fatal(err)
		}
		after := verifyOK(t, v)
		if after.State.Erased < before.State.Erased+8 || after.Files.Erased != before.Files.Erased+1 {
			t.Errorf("%d openings and %d files, before %d and %d", after.State.Erased, after.Files.Erased,
				before.State.Erased, before.Files.Erased)
		}
		shown := 0
		for login := range v.cookies {
			for _, at := range []string{"/orders/" + x.order.String(), "/letters/" + x.letter.String(),
				"/problems/" + x.problem.String(), "/search?q=金丝雀丁", "/orders?tab=all", "/problems?tab=all"} {
				body := v.ask(login, "GET", at).Body.String()
				if strings.Contains(body, canaryErased) {
					t.Errorf("%s reads it at %s", login, at)
				}
				if strings.Contains(body, "依法删除（") {
					shown++
				}
			}
			w := v.ask(login, "GET", "/letters/"+x.letter.String()+"/as/pdf")
			if w.Code == 200 || w.Code >= 500 {
				t.Errorf("%s: the kept file is answered with %d", login, w.Code)
			}
		}
		if shown < 3 {
			t.Errorf("%d pages say that it was erased", shown)
		}
		db, place := rawOf(t, v)
		if lite {
			if n := inBytes(t, v.h.Dir, canaryErased); n != 0 {
				t.Errorf("the database holds the word %d times", n)
			}
			to := Settings{Data: filepath.Join(t.TempDir(), "new"), Addr: "127.0.0.1:1"}
			var said bytes.Buffer
			if err := Restore(ctx, &to, old, erasedFile(v.h.Dir), &said); err != nil {
				t.Fatal(err, said.String())
			}
			if n := inBytes(t, to.Data, canaryErased); n != 0 {
				t.Errorf("the restored database holds the word %d times: %s", n, said.String())
			}
		}
		// A row that says its file was erased, which no entry says.
		if _, err := db.ExecContext(ctx, `UPDATE evidence SET erased_at=1 WHERE id=(SELECT MIN(id) FROM evidence
			WHERE erased_at=`+place(1)+`)`, 0); err != nil {
			t.Fatal(err)
		}
		unfitting(t, v, "state-value")
	})
}

// erasable is what furnishErased left.
type erasable struct{ problem, order, letter, person ref.ID }

// furnishErased puts the word to be erased into a problem, an order, a letter of it with its kept file, and somebody
// who never held a post.
func (v *visitors) furnishErased() (x erasable) {
	v.Helper()
	ctx := context.Background()
	open, err := v.h.unkept(ctx, machineOf(v).Actor, 1)
	if err != nil {
		v.Fatal(err)
	}
	var kept issued.Waiting
	for _, w := range open {
		if w.Of.Kind == ref.Letter {
			kept = w
		}
	}
	db, _ := rawOf(v.T, v)
	row := func(q string, into *ref.ID) {
		v.Helper()
		if err := db.QueryRowContext(ctx, q).Scan(into); err != nil {
			v.Fatal(q, err)
		}
	}
	if x.letter = kept.Of.ID; x.letter == 0 {
		row(`SELECT MIN(id) FROM letter WHERE state='' AND paper<>''`, &x.letter)
	}
	row(`SELECT order_id FROM letter WHERE id=`+x.letter.String(), &x.order)
	row(`SELECT MIN(id) FROM problem`, &x.problem)
	door := act.NewDoor(v.h.DB, func(t act.Tx) *store.Tx { return t.(*store.Tx) })
	do := func(f func(tx *store.Tx) error) {
		v.Helper()
		cmd := machineOf(v)
		cmd.Verb = "personal.erase"
		if _, err := door.Do(ctx, cmd, f); err != nil {
			v.Fatal(err)
		}
	}
	list := measure.List{{Text: canaryErased, Who: canaryErased}}
	do(func(tx *store.Tx) error {
		var o order.Order
		var l order.Letter
		var p problem.Problem
		var err error
		if o, err = tx.Order(x.order); err != nil {
			return err
		}
		if err := tx.Allow("personal.erase", o.Object(order.Nobody)); err != nil {
			return err
		}
		o.Subject, o.Content, o.Measures = canaryErased, "按"+canaryErased+"办", list
		if err := tx.SaveOrder(o); err != nil {
			return err
		}
		if l, err = tx.Letter(x.letter); err != nil {
			return err
		}
		l.Body, l.Paper.Body = canaryErased, []string{canaryErased}
		if err := tx.SaveLetter(l); err != nil {
			return err
		}
		if err := tx.Record("order.reopened.v1", o.Ref(), act.Words("reason", canaryErased)); err != nil {
			return err
		}
		if p, err = tx.Problem(x.problem); err != nil {
			return err
		}
		p.Facts, p.Measures = canaryErased, list
		if err := tx.SaveProblem(p); err != nil {
			return err
		}
		return tx.Record("problem.corrected.v1", ref.Ref{Kind: ref.Problem, ID: p.ID}, act.Words("facts", canaryErased))
	})
	do(func(tx *store.Tx) error {
		x.person = tx.NewID()
		of := ref.Ref{Kind: ref.Person, ID: x.person}
		a := account.Account{ID: tx.NewID(), Jurisdiction: 1, Person: x.person, Login: canaryErased, Name: canaryErased,
			Closed: true}
		if err := tx.Allow("personal.erase", a.Object()); err != nil {
			return err
		}
		if err := tx.SaveRegisters(bodies.Change{Rows: bodies.Rows{Persons: []bodies.Person{{ID: x.person, Version: 1,
			Name: canaryErased, Birth: "1969-06"}}}}); err != nil {
			return err
		}
		if err := tx.Record("person.enrolled.v1", of); err != nil {
			return err
		}
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		return tx.Record("account.created.v1", ref.Ref{Kind: ref.Account, ID: a.ID})
	})
	if kept.Keep != nil {
		if _, err := v.h.keepThose(ctx, machineOf(v).Actor, []issued.Waiting{kept}); err != nil {
			v.Fatal(err)
		}
	}
	return x
}
