package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/bench"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// BenchOptions says what is measured and how it is told.
type BenchOptions struct {
	Orders   int64         // the county has at least so many, 66 to 10,000,000
	Each     time.Duration // how long each line is measured
	JSON     bool
	Only     string    // only lines whose name holds this
	Program  string    // file of this program, to measure its start; "" = not measured
	Progress io.Writer // told what is being done; nil = nobody
}

// The measured county's office signs in with these; the county is invented and
// bench writes into no other.
const (
	benchLogin    = "bench"
	benchPassword = "measure-the-whole-1"
)

// Bench makes the measured county, or adds to the one that is there, measures
// the house on it and writes the report. It is built by the same commands that
// everybody uses, on a clock that runs through the last 400 days, without
// waiting for the disk; everything measured waits for it.
func Bench(ctx context.Context, c Config, o BenchOptions, out io.Writer) (err error) {
	if o.Orders < 66 || o.Orders > 10_000_000 {
		return fmt.Errorf("orders 的值 %d 不对:要在 66 到 10000000 之间 / orders %d is wrong: it must lie between 66 and 10,000,000",
			o.Orders, o.Orders)
	}
	if c.Dir == "" {
		if c.Dir, err = os.MkdirTemp("", "shuangze-bench"); err != nil {
			return err
		}
		defer os.RemoveAll(c.Dir)
	}
	say := func(s string) {
		if o.Progress != nil {
			fmt.Fprintln(o.Progress, s)
		}
	}
	r := &bench.Report{At: time.Now().UTC().Format(time.RFC3339), Machine: bench.Machine()}
	say("making the county")
	began := time.Now()
	if err := buildBench(ctx, c, o.Orders); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	r.Build = time.Since(began).Seconds()
	h, err := Open(ctx, c)
	if err != nil {
		return err
	}
	cookie, err := h.bench(ctx, o, c.Database, r)
	if err = errors.Join(err, h.Close()); err != nil {
		return err
	}
	if o.Program != "" && o.Only == "" {
		say("start and memory of the server")
		args := []string{"--data", c.Dir}
		if c.Database != "" {
			args = append(args, "--database", c.Database)
		}
		paths := []string{"/", "/orders", "/overview", "/search?q=%E8%8C%B6%E5%8F%B6"}
		if err := bench.Start(ctx, o.Program, args, paths, cookie, o.Each, r); err != nil {
			return err
		}
	}
	if o.JSON {
		return r.JSON(out)
	}
	return r.Table(out)
}

// buildBench makes the county with its people, its account and its orders.
func buildBench(ctx context.Context, c Config, orders int64) (err error) {
	today := Now().Day()
	var now atomic.Int64
	now.Store(int64((today - 400).Start()))
	c.Clock, c.Hasty = func() when.Instant { return when.Instant(now.Load()) }, true
	c.Leap = anyLeap
	h, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	people := 3
	if orders >= 10_000 {
		people = 45 // 3,000 in all, as a county has
	}
	no, seats, head, err := bench.County(ctx, h.DB, h.Bodies, today, people)
	if err != nil {
		return err
	}
	office, err := h.benchOffice(ctx, no, head, today)
	if err != nil {
		return err
	}
	have, err := bench.Count(ctx, h.DB, office)
	if err != nil {
		return err
	}
	if err := bench.Fill(ctx, h.Orders, office, seats, have, orders, today,
		func(d when.Day) { now.Store(int64(d.Start())) }); err != nil {
		return err
	}
	now.Store(int64(Now()))
	return h.Checkpoints(ctx)
}

// benchOffice is the office's account, made when there is none, as it acts today.
func (h *House) benchOffice(ctx context.Context, county int32, head ref.ID, today when.Day) (actor.Actor, error) {
	k, err := h.DB.County(ctx, county, today)
	if err != nil {
		return actor.Actor{}, err
	}
	a, known, err := h.Doors.ByLogin(ctx, benchLogin)
	if err != nil || known {
		return store.ActorOf(k, a), err
	}
	n := account.New{Login: benchLogin, Person: head, Password: "first-" + benchPassword}
	r, err := h.Accounts.Create(ctx, act.Command{Actor: actor.Machine(county, "bench")}, n)
	if err != nil {
		return actor.Actor{}, err
	}
	if a, _, err = h.Doors.ByID(ctx, r.Object.ID); err != nil {
		return actor.Actor{}, err
	}
	a.MustChange = false
	who := store.ActorOf(k, a)
	_, err = h.Accounts.ChangePassword(ctx, act.Command{Actor: who}, "", n.Password, benchPassword)
	return who, err
}

// bench measures the faces of the house and answers the session that was used.
func (h *House) bench(ctx context.Context, o BenchOptions, database string, r *bench.Report) (cookie string,
	err error) {
	list, err := h.DB.Counties(ctx)
	if err != nil {
		return "", err
	}
	_, seats, _, err := bench.County(ctx, h.DB, h.Bodies, h.Clock().Day(), 0)
	if err != nil {
		return "", err
	}
	if cookie, err = h.Accounts.SignIn(ctx, benchLogin, benchPassword, "", "bench"); err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	office, _, _, err := h.Doors.Actor(ctx, cookie)
	if err != nil {
		return "", err
	}
	token, made, err := h.Accounts.CreateToken(ctx, act.Command{Actor: office},
		account.NewToken{Name: "bench", Scopes: access.TokenScopes(), Expires: h.Clock().Day() + 2})
	if err != nil {
		return "", err
	}
	defer func() {
		_, e := h.Accounts.RevokeToken(context.WithoutCancel(ctx), act.Command{Actor: office}, made.Object.ID)
		err = errors.Join(err, e)
	}()
	serve := ServeOptions{unlimited: true}
	handler, err := h.Handler(serve)
	if err != nil {
		return "", err
	}
	house := bench.House{DB: h.DB, Serve: handler, Cookie: cookie, Bearer: token, Office: office, Seats: seats,
		Pages: h.wholePages(handler, serve, cookie), Scores: func(ctx context.Context) error {
			c, err := h.DB.County(ctx, office.Jurisdiction, h.Clock().Day())
			if err != nil {
				return err
			}
			_, err = h.Running.All(ctx, appraisal.Asked{Jurisdiction: office.Jurisdiction, County: c, Rules: h.Policy,
				Year: h.Clock().Day().Year(), Now: h.Clock()})
			return err
		}}
	if r.Orders, err = bench.Count(ctx, h.DB, office); err != nil {
		return "", err
	}
	r.Units, r.Engine = len(seats), "SQLite"
	if h.DB.Postgres() {
		r.Engine = "PostgreSQL"
	}
	if len(list) != 1 {
		return "", errors.New("bench measures a database of one county")
	}
	return cookie, bench.Run(ctx, house, bench.Options{Each: o.Each, Scratch: h.Dir, Database: database,
		Only: o.Only, Progress: o.Progress}, r)
}

// wholePages are the addresses of all pages that need no identifier and that
// the office may read.
func (h *House) wholePages(serve http.Handler, o ServeOptions, cookie string) []string {
	var out []string
	for _, route := range h.routes(o) {
		path, ok := strings.CutPrefix(route.Pattern, "GET ")
		if !ok || route.Public || strings.Contains(strings.TrimSuffix(path, "/{$}"), "{") {
			continue
		}
		if path = strings.TrimSuffix(path, "{$}"); slices.Contains(out, path) || strings.HasSuffix(path, ".xlsx") {
			continue
		}
		q := httptest.NewRequest("GET", path, nil)
		q.AddCookie(&http.Cookie{Name: "shuangze", Value: cookie})
		w := httptest.NewRecorder()
		serve.ServeHTTP(w, q)
		if w.Code == http.StatusOK && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			out = append(out, path)
		}
	}
	return out
}
