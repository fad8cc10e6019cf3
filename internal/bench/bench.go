// Package bench makes a county of a given size and measures the house on it,
// beside the floor that the bare database and net/http reach on the same
// machine in the same run with the same driver (spec 6.9). It asserts nothing:
// a figure below its aim is named, never failed.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/store"
)

// House is what is measured: the faces as they are served, and the store below
// them.
type House struct {
	DB     *store.DB
	Serve  http.Handler // pages and API
	Cookie string       // a session of the office
	Bearer string       // an access token of the office
	Office actor.Actor  // whom both stand for
	Seats  []Seat
	Pages  []string                    // addresses of pages without an identifier
	Scores func(context.Context) error // reckons the scores of all bodies as they are now
}

// Options says how long and where.
type Options struct {
	Each     time.Duration // per line
	Scratch  string        // folder for the floor's own database, on the same disk
	Database string        // postgres://…: the floor uses it too
	Only     string        // measure only lines whose name holds this, and no facts; "" = all
	Progress io.Writer
}

func (o Options) wants(name string) bool { return strings.Contains(name, o.Only) }

// Line is one measured row. Rates are per second; times in microseconds; CPU is
// of this process (client and server) per request.
type Line struct {
	Name    string  `json:"name"`
	Clients int     `json:"clients"`
	Floor   *Result `json:"floor,omitempty"`
	Ours    Result  `json:"ours"`
	Share   float64 `json:"share,omitempty"`
	Aim     float64 `json:"aim,omitempty"`      // per second, spec 6.9
	Least   float64 `json:"aimShare,omitempty"` // share of the floor that is the test
	Most    float64 `json:"aimP99ms,omitempty"`
}

// Report is one run.
type Report struct {
	At      string  `json:"at"`
	Machine string  `json:"machine"`
	Engine  string  `json:"engine"`
	Orders  int64   `json:"orders"`
	Units   int     `json:"units"`
	Build   float64 `json:"buildSeconds"` // 0 when the data was there
	Lines   []Line  `json:"lines"`
	Facts   []Fact  `json:"facts"`
}

// Fact is a single figure: memory, start, size.
type Fact struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Aim   string  `json:"aim,omitempty"`
}

// pageMost is the aim for every page: server time, the client's included, of
// which 99 in 100 stay below [spec 6.9], in ms.
const pageMost = 50

// Run measures every line: reads first, at the size that was built, then the
// writes, which add to it, and at last whether everything still fits.
func Run(ctx context.Context, h House, o Options, r *Report) error {
	say := func(s string, args ...any) {
		if o.Progress != nil {
			fmt.Fprintf(o.Progress, s+"\n", args...)
		}
	}
	f, err := openFloor(ctx, o.Scratch, o.Database)
	if err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	defer f.close()
	ours := serveOn(h.Serve)
	defer ours.close()
	bare := serveOn(f.handler())
	defer bare.close()
	at, err := h.paths(ctx)
	if err != nil {
		return err
	}
	cookie, bearer := "Cookie: shuangze="+h.Cookie+"\r\n", "Authorization: Bearer "+h.Bearer+"\r\n"
	for _, x := range []struct {
		name, floor string
		ask         func(int) (func() error, error)
		aim, least  float64
	}{
		{"list 50 filtered and sorted, first page, JSON", "/list", ours.get(at.apiFirst, bearer), 4000, 0.4},
		{"list 50 filtered and sorted, deep page, JSON", "/list", ours.get(at.apiDeep, bearer), 4000, 0.4},
		{"list 50 filtered and sorted, first page, HTML", "/html", ours.get(at.first, cookie), 2500, 0},
		{"list 50 filtered and sorted, deep page, HTML", "/html", ours.get(at.deep, cookie), 2500, 0},
		{"one order with history, JSON", "/item", ours.get(at.apiItem, bearer), 6000, 0.3},
		{"one order with history, HTML", "/item", ours.get(at.item, cookie), 2500, 0},
		{"overview, HTML", "", ours.get("/overview", cookie), 2000, 0},
		{"search of two characters, rare, without the page", "", call(h.searchFor(ctx, rareWord)), 2000, 0},
		{"search of two characters, in every order, without the page", "", call(h.searchFor(ctx, frequentWord)), 2000, 0},
		{"search of two characters, rare, HTML", "", ours.get(at.search, cookie), 2000, 0},
	} {
		if !o.wants(x.name) {
			continue
		}
		l := Line{Name: x.name, Clients: 8, Aim: x.aim, Least: x.least}
		if x.floor != "" {
			res, err := hammer(ctx, 8, o.Each, bare.get(x.floor, ""))
			if err != nil {
				return fmt.Errorf("floor %s: %w", x.floor, err)
			}
			l.Floor = &res
		}
		say("%s", x.name)
		if l.Ours, err = hammer(ctx, 8, o.Each, x.ask); err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
		r.add(l)
	}
	for _, path := range append([]string{at.item, at.search, at.score, at.records}, h.Pages...) {
		if path == "" || !o.wants("page "+path) {
			continue
		}
		say("page %s", path)
		res, err := hammer(ctx, 1, o.Each, ours.get(path, cookie))
		if err != nil {
			return fmt.Errorf("page %s: %w", path, err)
		}
		r.add(Line{Name: "page " + path, Clients: 1, Ours: res, Most: pageMost})
	}
	const create, bareEntry = "create an order, JSON, flushed", "journal append, one entry a command, without the API"
	const scores = "an entry, then the scores of all bodies, without the page"
	for i, clients := range []int{1, 8, 32, 128} {
		if !o.wants(create) {
			continue
		}
		say("create, %d clients", clients)
		res, err := hammer(ctx, clients, o.Each, bare.post(func(int, int) (string, string) { return "/insert", "" }, ""))
		if err != nil {
			return fmt.Errorf("floor insert: %w", err)
		}
		l := Line{Name: create, Clients: clients, Floor: &res,
			Aim: []float64{1500, 3500, 5000, 0}[i], Least: []float64{0.5, 0.3, 0.2, 0}[i], Most: []float64{0, 0, 25, 0}[i]}
		if l.Ours, err = hammer(ctx, clients, o.Each, ours.post(h.newOrder, bearer)); err != nil {
			return fmt.Errorf("create with %d clients: %w", clients, err)
		}
		r.add(l)
	}
	if o.wants(bareEntry) {
		say("journal append")
		res, err := hammer(ctx, 32, o.Each, call(func() error { return h.append(ctx) }))
		if err != nil {
			return fmt.Errorf("append: %w", err)
		}
		r.add(Line{Name: bareEntry, Clients: 32, Ours: res})
	}
	if o.wants(scores) {
		say("scores")
		res, err := hammer(ctx, 1, o.Each, call(func() error { return errors.Join(h.append(ctx), h.Scores(ctx)) }))
		if err != nil {
			return fmt.Errorf("scores: %w", err)
		}
		r.add(Line{Name: scores, Clients: 1, Ours: res})
	}
	if o.Only != "" {
		return nil
	}
	return h.verify(ctx, o, r, say)
}

func (r *Report) add(l Line) {
	if l.Floor != nil && l.Floor.PerSecond > 0 {
		l.Share = l.Ours.PerSecond / l.Floor.PerSecond
	}
	r.Lines = append(r.Lines, l)
}
