package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/lists/order"
	"shuangze/internal/record"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// addresses of what is asked for.
type addresses struct{ first, deep, item, htmlFirst, htmlDeep, htmlItem, search string }

// filtered is the list that is measured: one state, by due day.
var filtered = order.Filter{State: order.Issued, Sort: order.ByDue}

// paths finds a page in the depth of the list and an order on it.
func (h House) paths(ctx context.Context) (a addresses, err error) {
	f := filtered
	f.Limit = order.PageMost
	var p order.Page
	var after order.Cursor
	for range 25 {
		if p, err = h.DB.Orders(ctx, access.ScopeOf(h.Office, "order.see"), f); err != nil {
			return a, err
		}
		if len(p.Lines) == 0 {
			return a, fmt.Errorf("the county has no open orders to list")
		}
		if p.Older.ID == 0 {
			break
		}
		f.After, after = p.Older, p.Older
	}
	q, id := "state=issued", p.Lines[0].ID.String()
	at := "&after=" + url.QueryEscape(after.String())
	a = addresses{"/orders?" + q, "/orders?" + q + at, "/orders/" + id, "/orders?" + q, "/orders?" + q + at, "/orders/" + id, "/search?q=" + url.QueryEscape(rareWord)}
	if h.API != nil {
		a.first, a.deep, a.item = "/api/v1"+a.first, "/api/v1"+a.deep, "/api/v1"+a.item
	}
	return a, nil
}

// json is the API, or a plain handler with the same reads while there is none.
func (h House) json() http.Handler {
	if h.API != nil {
		return h.API
	}
	fail := func(w http.ResponseWriter, err error) bool {
		if err != nil {
			http.Error(w, err.Error(), 500)
		}
		return err != nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders", func(w http.ResponseWriter, r *http.Request) {
		f := filtered
		f.After = order.ParseCursor(r.URL.Query().Get("after"))
		p, err := h.DB.Orders(r.Context(), access.ScopeOf(h.Office, "order.see"), f)
		if !fail(w, err) {
			json.NewEncoder(w).Encode(p)
		}
	})
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		id := ref.Parse(r.PathValue("id"))
		o, ok, err := h.DB.Order(r.Context(), id)
		if err == nil && !ok {
			err = fmt.Errorf("no order %d", id)
		}
		if err == nil {
			err = access.May(h.Office, "order.see", o.Object(0))
		}
		if fail(w, err) {
			return
		}
		events, err := h.DB.History(r.Context(), id)
		if !fail(w, err) {
			json.NewEncoder(w).Encode(struct {
				Order   order.Order
				History []record.Event
			}{o, events})
		}
	})
	return mux
}

func (h House) searchFor(ctx context.Context, word string) func() error {
	return func() error {
		hits, err := h.DB.Search(ctx, access.ScopeOf(h.Office, "order.see"), word, 50)
		if err == nil && hits.Count == 0 {
			err = fmt.Errorf("%s was not found", word)
		}
		return err
	}
}

// create makes clients that issue one order after the other.
func (h House) create(ctx context.Context) func(int) (func() error, error) {
	return func(client int) (func() error, error) {
		rnd := rand.New(rand.NewPCG(rand.Uint64(), uint64(client)))
		n := 0
		return func() error {
			n++
			in := Input(rnd, []ref.ID{h.Unit}, when.At(time.Now()).Day()+1)
			in.Assist = nil
			c := act.Command{Actor: h.Office, Key: fmt.Sprintf("bench-%d-%d-%d", client, n, rnd.Uint64())}
			_, err := h.Orders.Create(ctx, c, actor.Principal, in)
			return err
		}, nil
	}
}

// verify measures the evidence pass from the database and from a bundle.
func (h House) verify(ctx context.Context, o Options, r *Report, say func(string, ...any)) error {
	say("verify from the database")
	var n int64
	v, err := h.DB.Verify(ctx, store.VerifyOptions{})
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	for _, j := range v.Journals {
		n += j.Entries
	}
	note := "everything fits"
	if f, bad := v.First(); bad {
		note = fmt.Sprintf("FAULT: %+v", f)
	}
	r.Facts = append(r.Facts, Fact{"verify from the database, evidence pass (" + note + ")", float64(n) / v.Evidence.Seconds(), "entries/s", "≥ 150,000 per core"},
		Fact{"verify from the database, state pass", float64(n) / v.Replay.Seconds(), "entries/s", ""})
	say("verify from a bundle")
	name := filepath.Join(o.Scratch, "bench.bundle")
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer os.Remove(name)
	defer f.Close()
	if err := h.DB.Export(ctx, f, store.Export{}); err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	size, err := f.Seek(0, 1)
	if err != nil {
		return err
	}
	began := time.Now()
	b, err := journal.OpenBundle(f, size)
	if err != nil {
		return err
	}
	reports, err := journal.VerifyBundle(b, nil, nil)
	if err != nil {
		return err
	}
	took, read := time.Since(began), int64(0)
	for _, j := range reports {
		read += j.Entries
	}
	r.Facts = append(r.Facts, Fact{"verify from a bundle", float64(read) / took.Seconds(), "entries/s", "≥ 500,000 per core"})
	return nil
}

// append is one entry and nothing else.
func (h House) append(ctx context.Context) error {
	_, err := h.DB.Perform(ctx, act.Command{Actor: h.Office, Journal: act.Access, Verb: "order.see"}, func(tx act.Tx) error {
		o := access.Object{Kind: ref.Order, Jurisdiction: h.Office.Jurisdiction, Side: actor.Principal, Unit: h.Unit}
		if err := tx.Allow("order.see", o); err != nil {
			return err
		}
		return tx.Record("list.exported.v1", ref.Ref{Kind: ref.Unit, ID: h.Unit})
	})
	return err
}
