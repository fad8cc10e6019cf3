package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/dossiers"
	"shuangze/internal/erasure"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
)

// A declaration is erased by law: its words are nowhere any more, pages and API say so with day and ground, verify
// passes and counts the openings; one that is gone without an order is still found, and so is one that an
// order says is gone and that is there.
func TestEraseByLaw(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		holder, p := v.actor("shuping-jw").Person, programming(t, v)
		id := v.dossierOf(holder)
		if _, no := v.does("shuping-jw", ref.Dossier, "declare", id,
			&dossiers.Writing{Part: "gifts", Content: canaryDeclared}); no != "" {
			t.Fatal(no)
		}
		own := v.latestOf(ref.Declaration, func(x noun.Value) bool { return x.(*dossiers.Declaration).Owner == holder })
		v.does("shuping-jw", ref.Declaration, "write", own, &dossiers.Writing{Part: "gifts", Content: canaryDeclared + "改"})
		at := "/declarations/" + own.String()
		v.sees(v.ask("shuping-jw", "GET", at), 200, canaryDeclared)
		for _, step := range [][2]string{{"shuping-jw", "sign"}, {"shuping", "pass"}, {"jiandu-jb", "file"}} {
			if _, no := v.does(step[0], ref.Declaration, step[1], own, nil); no != "" {
				t.Fatal(step, no)
			}
		}
		before := verifyOK(t, v)
		order := erasure.Order{Object: ref.Ref{Kind: ref.Declaration, ID: own}, Fields: []string{"content", "why"},
			Basis: "《个人信息保护法》第四十七条", Ordered: "县纪委监委"}
		entries := v.size()
		erase := func(o erasure.Order, dry bool, want string) []erasure.Gone {
			t.Helper()
			g, _, err := v.h.erasing().Erase(ctx, machineOf(v), []erasure.Order{o}, dry)
			if said := refusalOf(err); said != want {
				t.Fatalf("%v: %q, not %q", o, said, want)
			}
			return g
		}
		for want, o := range map[string]erasure.Order{
			"erasure.field":        {Object: order.Object, Fields: []string{"nothing"}, Basis: order.Basis, Ordered: "某某"},
			"erasure.kept":         {Object: order.Object, Fields: []string{"part"}, Basis: order.Basis, Ordered: "某某"},
			"erasure.kind":         {Object: ref.Ref{Kind: "nothing", ID: own}, Fields: []string{"x"}},
			"erasure.none":         {Object: order.Object, Basis: order.Basis, Ordered: "某某"},
			"basis input.required": {Object: order.Object, Fields: []string{"content"}, Ordered: "某某"},
			"access.missing": {Object: ref.Ref{Kind: ref.Declaration, ID: own + 99999}, Fields: order.Fields,
				Basis: order.Basis, Ordered: "某某"},
			"erasure.other": {Object: order.Object, Fields: order.Fields, Basis: order.Basis, Ordered: "某某",
				First: []byte("x")},
		} {
			erase(o, false, want)
		}
		if g := erase(order, true, ""); len(g[0].Openings) != 2 || v.size() != entries {
			t.Fatalf("a dry run tells %v and leaves %d entries", g, v.size()-entries)
		}
		v.sees(v.ask("shuping-jw", "GET", at), 200, canaryDeclared)
		erase(order, false, "")
		if v.size() != entries+1 {
			t.Errorf("%d entries", v.size()-entries)
		}
		erase(order, false, "erasure.nothing")
		w := v.ask("shuping-jw", "GET", at)
		v.sees(w, 200, "依法删除（", order.Basis)
		if strings.Contains(w.Body.String(), canaryDeclared) {
			t.Error("it is shown still")
		}
		body := p.call(p.reads["shuping-jw"], "GET", at, nil).Body.String()
		body += p.call(p.reads["shuping-jw"], "GET", "/dossiers/"+id.String()+"/contents", nil).Body.String()
		if !strings.Contains(body, "依法删除（") || !strings.Contains(body, string(erasure.Kind)) ||
			strings.Contains(body, canaryDeclared) {
			t.Errorf("the API says %s", body)
		}
		after := verifyOK(t, v)
		if after.State.Erased != before.State.Erased+2 {
			t.Errorf("%d openings erased by law, %d before", after.State.Erased, before.State.Erased)
		}
		var said bytes.Buffer
		after.Print(&said, "zh")
		if !strings.Contains(said.String(), "依法删除：2 处") {
			t.Error(said.String())
		}
		if err := v.h.afterErasing(ctx, ""); err != nil {
			t.Fatal(err)
		}
		verifyOK(t, v)

		// An opening that goes without an order is found, and one that an order says is gone and is there.
		db, place := rawOf(t, v)
		keep := func(q string, args ...any) {
			t.Helper()
			if _, err := db.ExecContext(ctx, q, args...); err != nil {
				t.Fatal(err)
			}
		}
		var entry int64
		var kept string
		row := func(q string, into ...any) {
			t.Helper()
			if err := db.QueryRowContext(ctx, q).Scan(into...); err != nil {
				t.Fatal(err)
			}
		}
		mine := `e.object=` + own.String() + ` ORDER BY e.id `
		row(`SELECT o.entry,o.body FROM opening o JOIN entry e ON e.id=o.entry WHERE `+mine+`DESC LIMIT 1`, &entry, &kept)
		keep(`DELETE FROM opening WHERE entry=`+place(1), entry)
		unfitting(t, v, "opening-missing")
		keep(`INSERT INTO opening(entry,body) VALUES(`+place(1)+`,`+place(2)+`)`, entry, kept)
		verifyOK(t, v)
		row(`SELECT e.id FROM entry e WHERE `+mine+`LIMIT 1`, &entry)
		list := []map[string]any{{"p": "declaration/" + own.String() + "/content", "s": make([]byte, 16), "t": "复原"}}
		forged, _ := json.Marshal(list)
		keep(`DELETE FROM opening WHERE entry=`+place(1), entry)
		keep(`INSERT INTO opening(entry,body) VALUES(`+place(1)+`,`+place(2)+`)`, entry, string(forged))
		unfitting(t, v, "opening-value")
	})
}

// rawOf is the database past the house, and how it writes a place for a value.
func rawOf(t *testing.T, v *visitors) (*sql.DB, func(int) string) {
	t.Helper()
	driver, at := "sqlite", "file:"+filepath.Join(v.h.Dir, store.FileName)+"?_pragma=busy_timeout(10000)"
	if address, ok := addresses.Load(v.h); ok {
		driver, at = "pgx", address.(string)
	}
	db, err := sql.Open(driver, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, func(n int) string { return fmt.Sprintf("$%d", n) }
}

func machineOf(v *visitors) act.Command { return act.Command{Actor: actor.Machine(1, ConsoleAgent())} }

// refusalOf is the key of a refusal, and before it the field that it is about.
func refusalOf(err error) string {
	var wrong text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &wrong):
		return wrong[0].Field + " " + wrong[0].Key
	case errors.As(err, &no):
		return no.Key
	case err != nil:
		return err.Error()
	}
	return ""
}

func verifyOK(t *testing.T, v *visitors) VerifyReport {
	t.Helper()
	r, err := v.h.Verify(context.Background())
	if err != nil || !r.OK {
		t.Fatalf("%v %+v", err, r.Faults)
	}
	return r
}

func unfitting(t *testing.T, v *visitors, what string) {
	t.Helper()
	r, err := v.h.Verify(context.Background())
	if err != nil || r.OK || r.First.What != what {
		t.Fatalf("%v %+v, want %s", err, r.Faults, what)
	}
}
