package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// addresses of what is asked for.
type addresses struct{ first, deep, item, apiFirst, apiDeep, apiItem, search, score, records string }

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
	list, id := "/orders?state=issued&sort=due", "/orders/"+p.Lines[0].ID.String()
	deep := list + "&after=" + url.QueryEscape(after.String())
	const api = "/api/v1"
	a = addresses{first: list, deep: deep, item: id, apiFirst: api + list, apiDeep: api + deep, apiItem: api + id,
		search: "/search?q=" + url.QueryEscape(rareWord)}
	c, err := h.DB.County(ctx, h.Office.Jurisdiction, when.At(time.Now()).Day())
	if err != nil {
		return a, err
	}
	if seated := c.Seated(h.Seats[0].Unit); len(seated) > 0 { // a county that an older program made has no bodies
		a.score = "/scores/" + seated[0].ID.String()
		a.records = a.score + "/records?fact=order-due"
	}
	return a, nil
}

func (h House) searchFor(ctx context.Context, word string) func() error {
	return func() error {
		found, err := h.DB.Search(ctx, access.ScopeOf(h.Office, "order.see"), word, 50)
		if err == nil && found.Count == 0 {
			err = fmt.Errorf("%s was not found", word)
		}
		for _, lines := range []kind.Loader{h.DB.OrderLines, h.DB.ProblemLines} {
			if err == nil {
				_, err = lines(ctx, kind.Asking{}, found.IDs)
			}
		}
		return err
	}
}

// newOrder is the request that issues an order.
func (h House) newOrder(client, n int) (path, text string) {
	rnd := rand.New(rand.NewPCG(uint64(client), uint64(n)))
	in := Input(rnd, h.Seats, when.At(time.Now()).Day()+1, int64(n))
	type step struct {
		Text string `json:"text"`
	}
	measures := make([]step, len(in.Measures))
	for i, m := range in.Measures {
		measures[i].Text = m.Text
	}
	b, err := json.Marshal(map[string]any{"side": "principal", "subject": in.Subject, "content": in.Content,
		"quality": in.Quality, "source": in.Source,
		"urgency": in.Urgency, "unit": in.Unit, "assist": append([]ref.ID{}, in.Assist...), "leader": in.Leader,
		"handler": in.Handler, "measures": measures, "due": in.Due.String()})
	if err != nil {
		panic(err) // nothing in it can fail
	}
	return "/api/v1/orders", string(b)
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
	r.Facts = append(r.Facts, Fact{"verify from the database, evidence pass (" + note + ")",
		float64(n) / v.Evidence.Seconds(), "entries/s", "≥ 150,000 per core"},
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
	r.Facts = append(r.Facts, Fact{"verify from a bundle", float64(read) / took.Seconds(),
		"entries/s", "≥ 500,000 per core"})
	return nil
}

// append is one entry and nothing else.
func (h House) append(ctx context.Context) error {
	_, err := h.DB.Perform(ctx, act.Command{Actor: h.Office, Journal: act.Access, Verb: "order.see"},
		func(tx act.Tx) error {
			o := access.Object{Kind: ref.Order, Jurisdiction: h.Office.Jurisdiction, Side: actor.Principal,
				Unit: h.Seats[0].Unit}
			if err := tx.Allow("order.see", o); err != nil {
				return err
			}
			return tx.Record("list.exported.v1", ref.Ref{Kind: ref.Unit, ID: h.Seats[0].Unit})
		})
	return err
}
