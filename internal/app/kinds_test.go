package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
	"shuangze/internal/web/desk"
)

// What a kind declares as its page is one, and the house does not start with a
// declaration that is wrong.
func TestHouseKnowsItsKinds(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for name, k := range map[string]kind.Kind{
		"twice":         {Of: ref.Order, Word: "journal.of.order"},
		"without words": {Of: "drain", Word: "journal.of.drain"},
		"without page":  {Of: "drain", Word: "journal.of.file", Page: "/drains/", See: "order.see", Whole: true},
	} {
		if _, err := v.h.Handler(ServeOptions{kinds: []kind.Kind{k}}); err == nil {
			t.Errorf("a kind declared %s is taken", name)
		}
	}
}

// The proof: a noun that nobody has heard of is found by search, named on the
// journal's pages and shown in a matter's history, to whom its own verb shows it,
// by its declaration alone.
func TestDeclaredKindIsShownEverywhere(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx := context.Background()
	o, _ := v.sentTo("曙坪镇")
	here, there := o.ID+900001, o.ID+900002 // of the same county
	other := v.unit("城关镇")
	lines := map[ref.ID]kind.Line{}
	for id, unit := range map[ref.ID]ref.ID{here: o.Unit, there: other} {
		lines[id] = kind.Line{Called: []string{fmt.Sprint("HL-", id)}, Title: fmt.Sprint("穿村河道", id), Unit: unit,
			State:  "closed",
			Object: access.Object{Kind: "drain", ID: id, Jurisdiction: 1, Unit: unit, Side: actor.Principal}}
	}
	drain := kind.Kind{Of: "drain", Word: "journal.of.file", See: "order.see", Page: "/drains/", Part: true,
		Search: &kind.Search{States: "order.state.", Unnumbered: "order.no-number"},
		Lines: func(_ context.Context, _ kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
			out := map[ref.ID]kind.Line{}
			for _, id := range ids {
				if l, ok := lines[id]; ok {
					out[id] = l
				}
			}
			return out, nil
		}}
	options := ServeOptions{kinds: []kind.Kind{drain}, pages: []desk.Route{{Pattern: "GET /drains/{id}", May: "order.see",
		Handle: func(*desk.Visit) error { return desk.Missing() }}}}
	var err error
	if v.desk, err = v.h.Handler(options); err != nil {
		t.Fatal(err)
	}

	// Acts on them, an act that put both on record, and words in the index.
	record := func(what string, object ref.Ref, facts ...act.Fact) act.Receipt {
		t.Helper()
		c := v.office(actor.Principal)
		c.Verb = "order.see"
		r, err := v.h.DB.Perform(ctx, c, func(tx act.Tx) error {
			if err := tx.Allow(c.Verb, o.Object(order.Nobody)); err != nil {
				return err
			}
			return tx.Record(journal.Kind(what), object, facts...)
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	raw, err := sql.Open("sqlite", filepath.Join(v.h.Dir, "shuangze.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	seq := map[ref.ID]int64{}
	for id := range lines {
		seq[id] = record("order.reviewed.v1", ref.Ref{Kind: "drain", ID: id}).Seq
		record("order.reviewed.v1", o.Ref(), act.Id("drain", id))
		if _, err := raw.ExecContext(ctx, `INSERT INTO search(rowid,words,scope) VALUES($1,'sluice zz',$2)`,
			int64(id)<<2, fmt.Sprint("u", lines[id].Unit)); err != nil {
			t.Fatal(err)
		}
	}

	link := func(id ref.ID) string { return `href="/drains/` + id.String() + `"` }
	page := func(login, path string, want int) string {
		t.Helper()
		w := v.ask(login, "GET", path)
		if w.Code != want {
			t.Fatalf("%s %s: %d", login, path, w.Code)
		}
		return w.Body.String()
	}
	shows := func(where, body string, id ref.ID, yes bool) {
		t.Helper()
		if strings.Contains(body, link(id)) != yes || yes && !strings.Contains(body, lines[id].Number()) {
			t.Errorf("%s: %d is shown: %v, want %v", where, id, !yes, yes)
		}
	}
	for login, all := range map[string]bool{"zhuti-jb": true, "shuping-lly": false} {
		for _, path := range []string{"/search?q=sluice", "/orders/" + o.ID.String()} {
			body := page(login, path, 200)
			shows(login+" "+path, body, here, true)
			shows(login+" "+path, body, there, all)
		}
		shows(login+" entry", page(login, fmt.Sprint("/journal/entries/", seq[here]), 200), here, true)
	}
	shows("entry", page("zhuti-jb", fmt.Sprint("/journal/entries/", seq[there]), 200), there, true)
	page("shuping-lly", fmt.Sprint("/journal/entries/", seq[there]), 404)
	journals, err := v.h.DB.Journals(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range journals {
		if body := page("shenji", "/access-log?journal="+j.Name, 200); strings.Contains(j.Name, "acts/") &&
			!strings.Contains(body, lines[there].Number()) {
			t.Error("the log does not name it")
		}
	}

	// The same for programs.
	programs := func(login, path string) []byte {
		t.Helper()
		a, _, _, err := v.h.Doors.Actor(ctx, v.cookies[login])
		if err != nil {
			t.Fatal(err)
		}
		token, _, err := v.h.Accounts.CreateToken(ctx, act.Command{Actor: a}, account.NewToken{Name: "程序",
			Expires: v.h.Clock().Day() + 2,
			Scopes:  []string{"order:read", "search:read", "proof:read"}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, api.Prefix+path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		if v.desk.ServeHTTP(w, r); w.Code != 200 {
			t.Fatalf("%s %s: %d %s", login, path, w.Code, w.Body)
		}
		return w.Body.Bytes()
	}
	var hits api.Hits
	if err := json.Unmarshal(programs("shuping-lly", "/search?q=sluice"), &hits); err != nil ||
		len(hits.Items) != 1 || hits.Count != 1 ||
		hits.Items[0].Kind != "drain" || hits.Items[0].ID != here {
		t.Errorf("%+v %v", hits, err)
	}
	var whole struct{ History []api.Event }
	if err := json.Unmarshal(programs("zhuti-jb", "/orders/"+o.ID.String()), &whole); err != nil ||
		len(whole.History) < 2 ||
		len(whole.History[0].Made) != 1 || whole.History[0].Made[0].Kind != "drain" {
		t.Errorf("%+v %v", whole.History[:min(2, len(whole.History))], err)
	}
	programs("zhuti-jb", fmt.Sprint("/journal/entries/", seq[there]))
}
