// Package bench makes a county of a given size and measures the house on it,
// beside the floor that the bare database and net/http reach on the same
// machine in the same run with the same driver (spec 6.9). It asserts nothing:
// a figure below its aim is named, never failed.
package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// House is what is measured.
type House struct {
	DB        *store.DB
	Orders    order.Desk
	Registers bodies.Desk
	Pages     http.Handler // the officials' pages as they are served
	Cookie    string       // a session of the office, "" when Pages asks nobody
	API       http.Handler // nil: JSON is measured over a plain handler, and named so
	Bearer    string
	Office    actor.Actor // whom Cookie and Bearer stand for
	Unit      ref.ID      // a unit with matters
}

// Options says how long and where.
type Options struct {
	Each     time.Duration // per line
	Scratch  string        // folder for the floor's own database, on the same disk
	Database string        // postgres://…: the floor uses it too
	Progress io.Writer
}

// Line is one measured row. Rates are per second; times in microseconds; CPU is
// of this process (client and server) per request.
type Line struct {
	Name    string  `json:"name"`
	How     string  `json:"how"`
	Clients int     `json:"clients"`
	Floor   *Result `json:"floor,omitempty"`
	Ours    Result  `json:"ours"`
	Share   float64 `json:"share,omitempty"`
	Aim     float64 `json:"aim,omitempty"`      // per second, spec 6.9
	Least   float64 `json:"aimShare,omitempty"` // share of the floor that is the test
	Note    string  `json:"note,omitempty"`
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

// Run measures every line: reads first, at the size that was built, then the
// writes, which add to it.
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
	office := serveOn(h.Pages)
	defer office.close()
	json := serveOn(h.json())
	defer json.close()
	bare := serveOn(f.handler())
	defer bare.close()
	paths, err := h.paths(ctx)
	if err != nil {
		return err
	}
	cookie := ""
	if h.Cookie != "" {
		cookie = "Cookie: shuangze=" + h.Cookie + "\r\n"
	}
	bearer := ""
	if h.Bearer != "" {
		bearer = "Authorization: Bearer " + h.Bearer + "\r\n"
	}
	var floors = map[string]*Result{}
	for _, path := range []string{"/list", "/html", "/item"} {
		say("floor %s", path)
		res, err := hammer(ctx, 8, o.Each, bare.get(path, ""))
		if err != nil {
			return fmt.Errorf("floor %s: %w", path, err)
		}
		floors[path] = &res
	}
	how := "API over loopback"
	if h.API == nil {
		how = "store + encoding/json over loopback (API not mounted)"
	}
	for _, x := range []struct {
		name, how, floor string
		ask              func(int) (func() error, error)
		aim, least       float64
	}{
		{"list 50, first page, JSON", how, "/list", json.get(paths.first, bearer), 4000, 0.4},
		{"list 50, deep page, JSON", how, "/list", json.get(paths.deep, bearer), 4000, 0.4},
		{"list 50, first page, HTML", "desk over loopback", "/html", office.get(paths.htmlFirst, cookie), 2500, 0},
		{"list 50, deep page, HTML", "desk over loopback", "/html", office.get(paths.htmlDeep, cookie), 2500, 0},
		{"one order with history, JSON", how, "/item", json.get(paths.item, bearer), 6000, 0.3},
		{"one order with history, HTML", "desk over loopback", "", office.get(paths.htmlItem, cookie), 2500, 0},
		{"overview, HTML", "desk over loopback", "", office.get("/overview", cookie), 2000, 0},
		{"search two characters (rare), store", "store", "", call(h.searchFor(ctx, rareWord)), 2000, 0},
		{"search two characters (frequent), store", "store", "", call(h.searchFor(ctx, frequentWord)), 2000, 0},
		{"search two characters (rare), HTML", "desk over loopback", "", office.get(paths.search, cookie), 2000, 0},
	} {
		say("%s", x.name)
		res, err := hammer(ctx, 8, o.Each, x.ask)
		if err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
		r.add(Line{Name: x.name, How: x.how, Clients: 8, Floor: floors[x.floor], Ours: res, Aim: x.aim, Least: x.least})
	}
	if err := h.verify(ctx, o, r, say); err != nil {
		return err
	}
	for i, clients := range []int{1, 8, 32, 128} {
		say("create, %d clients", clients)
		bare, err := hammer(ctx, clients, o.Each, call(f.insert))
		if err != nil {
			return fmt.Errorf("floor insert: %w", err)
		}
		ask, how := h.create(ctx), "order.Desk.Create, flushed"
		l := Line{Name: "create an order", Clients: clients, Floor: &bare}
		if l.Ours, err = hammer(ctx, clients, o.Each, ask); err != nil {
			return fmt.Errorf("create with %d clients: %w", clients, err)
		}
		l.How = how
		l.Aim, l.Least = []float64{1500, 3500, 5000, 0}[i], []float64{0.5, 0.3, 0.2, 0}[i]
		r.add(l)
	}
	say("journal append")
	res, err := hammer(ctx, 32, o.Each, call(func() error { return h.append(ctx) }))
	if err != nil {
		return fmt.Errorf("append: %w", err)
	}
	r.add(Line{Name: "journal append", How: "one entry a command", Clients: 32, Ours: res})
	r.Facts = append(r.Facts, memory()...)
	return nil
}

func (r *Report) add(l Line) {
	if l.Floor != nil && l.Floor.PerSecond > 0 {
		l.Share = l.Ours.PerSecond / l.Floor.PerSecond
	}
	r.Lines = append(r.Lines, l)
}
