package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"shuangze/internal/blob"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/kind"
	"shuangze/internal/web/api"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/accounts"
	"shuangze/internal/web/gate"
	"shuangze/internal/web/page"
	"shuangze/internal/web/rate"
)

// ServeOptions is how the house is opened to the network.
type ServeOptions struct {
	Addr     string // 127.0.0.1:8080
	Demo     page.Demo
	Proxied  bool                   // behind an HTTPS proxy: cookies over TLS only, addresses as the proxy tells them
	Accounts []accounts.DemoAccount // listed on the sign-in page of a demonstration
	Ready    func(url string)

	kinds     []kind.Kind  // besides those of the house: for tests
	pages     []desk.Route // where they are shown
	unlimited bool         // the API lets every token ask as often as it likes: for bench
}

// faces is every face of the house. Those of another pack take their place while
// requests that came before are still answered by the old ones.
type faces struct {
	o     ServeOptions
	blobs files
	heavy *gate.Gate
	seen  *blob.Previews
	now   atomic.Pointer[http.Handler]
}

func (f *faces) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*f.now.Load()).ServeHTTP(w, r) }

// of makes the faces of a house.
func (f *faces) of(h *House) (http.Handler, error) {
	kinds, err := h.kinds(f.o.kinds...)
	if err != nil {
		return nil, err
	}
	d := &desk.Desk{Kinds: kinds, Gate: f.heavy, Previews: f.seen, Read: h.DB, Orders: h.Orders, Problems: h.Problems,
		Bodies: h.Bodies, Duties: h.duties(), Views: h.Views, Nouns: h.Nouns, Versions: h.Versions, Files: f.blobs,
		Print: h.Print, Base: h.Ways.Base, Policy: h.Policy, Words: h.Words, Waiting: &desk.Waiting{},
		Inbox: h.box().With(kinds), Cost: h.cost, Simulate: h.simulate,
		Clock: h.Clock, Who: h.identify, Confirms: h.Accounts, Log: slog.Default(), Secure: f.o.Proxied, Demo: f.o.Demo}
	talks := h.talkPages()
	d.Beneath, d.Above, d.While, d.Taken = talks.Beneath, talks.Above, talks.While, talks.Taken
	d.Talked = talks.Counted
	d.Ended = h.accountPages(f.o).Ended
	routes := h.routes(f.o)
	if err := led(kinds, routes); err != nil {
		return nil, err
	}
	pages, err := d.Handler(routes)
	if err != nil {
		return nil, err
	}
	programs, err := api.Handler(api.Deps{Kinds: kinds, Orders: h.Orders, Problems: h.Problems, Bodies: h.Bodies,
		Duties: h.duties(), Views: h.Views, Accounts: h.Accounts, Board: h.Board, Burden: h.Burden,
		Running: h.Running, Evenness: h.evenness(), Suggest: h.suggest(), Eligible: h.eligible(),
		Following: consequences.Board{Read: h.DB}, Cost: h.cost, Simulate: h.simulate,
		Versions: h.Versions, Read: h.DB, Files: f.blobs, Intake: h.Intake(), Own: h.ownDossiers(), Print: h.Print,
		Base:     h.Ways.Base,
		Inbox:    h.box(),
		Gate:     f.heavy,
		Comments: h.comments(), Charges: h.charges(), Affairs: h.affairs(), Said: h.DB,
		Votes: h.statements(), Boxes: h.DB,
		Nouns: h.Nouns, Objects: h.DB, Papers: h.papers(), Faces: h.Faces,
		Receipt: h.Receipt, Policy: h.Policy, Words: h.Words, Clock: h.Clock, Identify: h.bearer,
		Log: slog.Default(), Rate: rate.Rate{Off: f.o.unlimited}})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(api.Prefix+"/", programs)
	mux.Handle("/", pages)
	return mux, nil
}

// Handler is every face of the house.
func (h *House) Handler(o ServeOptions) (http.Handler, error) {
	store, err := blob.Open(h.FilesDir())
	if err != nil {
		return nil, fmt.Errorf("evidence folder: %w", err)
	}
	f := &faces{o: o, blobs: files{store}, heavy: gate.New(), seen: &blob.Previews{}}
	h.turn.mu.Lock()
	defer h.turn.mu.Unlock()
	first, err := f.of(h.latest())
	if err != nil {
		return nil, err
	}
	f.now.Store(&first)
	h.turn.faces = append(h.turn.faces, f)
	mux := http.NewServeMux()
	mux.Handle("/", f)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := h.DB.Ready(r.Context()); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	if o.Proxied {
		return h.metrics(proxied(mux)), nil
	}
	return h.metrics(mux), nil
}

// proxied takes the address of the caller from the proxy in front, which
// appended it last. Without that, everybody's failed sign-ins would count as
// one caller's.
func proxied(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told := r.Header.Values("X-Forwarded-For")
		if len(told) > 0 {
			hops := strings.Split(told[len(told)-1], ",")
			if ip := net.ParseIP(strings.TrimSpace(hops[len(hops)-1])); ip != nil {
				r.RemoteAddr = net.JoinHostPort(ip.String(), "0")
			}
		}
		next.ServeHTTP(w, r)
	})
}

// sweepTemp removes what a killed program left in the temporary folder. Processes
// that share a database may share the folder too: there only what is older than any
// request goes.
func (h *House) sweepTemp() error {
	store, err := blob.Open(h.FilesDir())
	if err != nil {
		return fmt.Errorf("evidence folder: %w", err)
	}
	until := time.Now().Add(time.Second)
	if h.shared {
		until = until.Add(-time.Hour)
	}
	n, err := store.SweepTemp(until)
	if n > 0 {
		slog.Info("unfinished files of an earlier run removed", "n", n)
	}
	return err
}

// Serve answers until the context ends, then lets running requests finish.
func Serve(ctx context.Context, h *House, o ServeOptions) error {
	handler, err := h.Handler(o)
	if err != nil {
		return err
	}
	if err := h.sweepTemp(); err != nil {
		return err
	}
	// Nothing is answered before what a crash left unsigned is signed, and
	// nothing at all on top of a past that does not continue what was signed.
	var doubtful *Doubtful
	switch err := h.Checkpoints(ctx); {
	case errors.As(err, &doubtful):
		return err
	case err != nil:
		slog.Error("checkpoint", "err", err)
	}
	l, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen at %s: %w", o.Addr, err)
	}
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	url := "http://" + l.Addr().String()
	fmt.Fprintln(os.Stdout, "listening on "+url)
	if err := h.Doubt(ctx, os.Stdout); err != nil {
		slog.Error("clock", "err", err)
	}
	if err := h.DB.CheckSeals(ctx); err != nil {
		slog.Error("sealed columns", "err", h.words(err)) // the rest of the house works
	}
	if o.Ready != nil {
		o.Ready(url)
	}
	jobs := make(chan struct{})
	go func() {
		defer close(jobs)
		h.runner().Run(ctx)
	}()
	follows := make(chan struct{})
	go func() {
		defer close(follows)
		h.followPolicy(ctx)
	}()
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	quiet, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	err = s.Shutdown(quiet)
	<-jobs
	<-follows
	// The last minute gets its checkpoint too, whoever signs otherwise.
	if err := h.Checkpoints(context.WithoutCancel(ctx)); err != nil {
		slog.Error("checkpoint", "err", err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return s.Close()
	}
	return err
}
