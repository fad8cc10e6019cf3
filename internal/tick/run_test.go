package tick_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// keeper is what app gives tick.
type keeper struct{ *store.DB }

func (k keeper) Job(ctx context.Context, name string) (tick.State, error) {
	j, err := k.DB.Job(ctx, name)
	return tick.State(j), err
}

func (k keeper) Change(ctx context.Context, name string, f func(tick.State) (tick.State, error)) error {
	return k.ChangeJob(ctx, name, func(j store.JobRow) (store.JobRow, error) {
		s, err := f(tick.State(j))
		return store.JobRow(s), err
	})
}

// clock is set by hand.
type clock struct{ atomic.Int64 }

func (c *clock) now() when.Instant   { return when.Instant(c.Load()) }
func (c *clock) add(d time.Duration) { c.Add(d.Microseconds()) }

func at(s string) *clock {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, when.Zone)
	if err != nil {
		panic(err)
	}
	c := &clock{}
	c.Store(t.UnixMicro())
	return c
}

// engines gives several handles to one database, as several processes have them.
func engines(t *testing.T, f func(t *testing.T, handle func() keeper, o store.Options)) {
	run := func(t *testing.T, o store.Options) {
		o.Clock = func() when.Instant { return when.At(time.Now()) }
		f(t, func() keeper {
			db, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			return keeper{db}
		}, o)
	}
	t.Run("sqlite", func(t *testing.T) { run(t, store.Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		lent := os.Getenv("SHUANGZE_TEST_POSTGRES")
		if lent == "" {
			t.Skip("no PostgreSQL lent (make test lends one)")
		}
		admin, err := sql.Open("pgx", lent)
		if err != nil {
			t.Fatal(err)
		}
		name := "tick" + strconv.FormatInt(time.Now().UnixNano(), 36)
		if _, err := admin.Exec("CREATE SCHEMA " + name); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { admin.Exec("DROP SCHEMA " + name + " CASCADE"); admin.Close() })
		sep := "?"
		if strings.Contains(lent, "?") {
			sep = "&"
		}
		run(t, store.Options{URL: lent + sep + "search_path=" + name})
	})
}

func state(t *testing.T, k keeper, name string) tick.State {
	t.Helper()
	s, err := k.Job(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// attempt does a job if it is due and says whether it was done.
func attempt(t *testing.T, r *tick.Runner, j tick.Job) (done bool, err error) {
	t.Helper()
	do := j.Do
	j.Do = func(ctx context.Context, run tick.Run) error { done = true; return do(ctx, run) }
	_, err = r.Attempt(t.Context(), j)
	return done, err
}

func nothing(context.Context, tick.Run) error { return nil }

// One of two processes does a job; the other takes it over only when the first
// is not heard of any more, or when the clock was set back.
func TestTakenOver(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		a, b := handle(), handle()
		c := at("2026-11-27 10:00:00")
		second := &tick.Runner{Keep: b, Clock: c.now, Holder: "b"}
		minute := tick.Job{Name: "minute", When: tick.Every(time.Minute), Do: nothing}
		die := func() tick.Lease {
			t.Helper()
			l := tick.Lease{Job: "minute", Holder: "a"}
			if err := a.Change(t.Context(), "minute", func(s tick.State) (tick.State, error) {
				s, err := s.Take("a", c.now())
				l.Fence = s.Fence
				return s, err
			}); err != nil {
				t.Fatal(err)
			}
			return l
		}
		wants := func(what string, want bool) {
			t.Helper()
			if done, err := attempt(t, second, minute); done != want || err != nil {
				t.Errorf("%s: done %v, %v", what, done, err)
			}
		}
		lease := die()
		wants("held", false)
		c.add(tick.LeaseFor - time.Second)
		wants("held still", false)
		c.add(time.Second)
		wants("run out", true)
		if s := state(t, a, "minute"); s.Fence != 2 || s.Holder != "" || s.Tries != 0 || s.Failure == "" {
			t.Errorf("%+v", s)
		}
		before := state(t, b, "minute")
		err := a.Change(t.Context(), "minute", func(s tick.State) (tick.State, error) {
			return s.End(lease, c.now(), "", nil, c.now())
		})
		if !errors.Is(err, tick.ErrLost) || state(t, b, "minute") != before {
			t.Errorf("the first writes its result all the same: %v", err)
		}
		c.add(time.Minute)
		wants("the next minute", true)
		wants("twice", false)
		c.add(time.Minute)
		die()
		c.add(-24 * time.Hour)
		wants("the clock was set back", true)
	})
}

// Who loses a job while at work is told, and its result is not kept.
func TestLostAtWork(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		a, b := handle(), handle()
		c := at("2026-11-27 10:00:00")
		first := &tick.Runner{Keep: a, Clock: c.now, Holder: "a", Renews: 5 * time.Millisecond}
		x := tick.Job{Name: "x", When: tick.Every(time.Minute)}
		x.Do = func(ctx context.Context, run tick.Run) error {
			if err := b.Change(ctx, "x", func(s tick.State) (tick.State, error) {
				return s.Take("b", c.now().Add(time.Hour))
			}); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Second):
				t.Error("nobody told it")
			}
			return nil
		}
		done, err := attempt(t, first, x)
		if s := state(t, b, "x"); !done || !errors.Is(err, tick.ErrLost) || s.Holder != "b" || s.Done != 0 {
			t.Errorf("%v %v %+v", done, err, s)
		}
	})
}

// While a job works its lease is renewed, for as long as it takes.
func TestRenewed(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		k := handle()
		c := at("2026-11-27 10:00:00")
		r := &tick.Runner{Keep: k, Clock: c.now, Holder: "a", Renews: time.Millisecond}
		_, err := attempt(t, r, tick.Job{Name: "x", When: tick.Every(time.Minute), Do: func(context.Context, tick.Run) error {
			for range 3 {
				c.add(tick.LeaseFor - time.Second)
				for was := c.now(); state(t, k, "x").Until != was.Add(tick.LeaseFor); {
					time.Sleep(time.Millisecond)
				}
			}
			return nil
		}})
		if s := state(t, k, "x"); err != nil || s.Done == 0 || s.Holder != "" {
			t.Errorf("%v %+v", err, s)
		}
	})
}

// A failure and a panic are noted, told with the job's name and tried again
// after a pause; what was missed is made up for, each day or the latest.
func TestFailuresAndDowntime(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		k := handle()
		c := at("2026-11-27 10:00:00")
		r := &tick.Runner{Keep: k, Clock: c.now, Holder: "a"}
		fail := errors.New("no room")
		bad := tick.Job{Name: "bad", When: tick.Every(time.Minute), Do: func(context.Context, tick.Run) error {
			if state(t, k, "bad").Tries == 1 {
				panic("at the disco")
			}
			return fail
		}}
		if done, err := attempt(t, r, bad); !done || !errors.Is(err, fail) || !strings.Contains(err.Error(), "bad") {
			t.Errorf("%v %v", done, err)
		}
		if done, err := attempt(t, r, bad); done || err != nil {
			t.Errorf("without a pause: %v %v", done, err)
		}
		c.add(time.Minute)
		if done, err := attempt(t, r, bad); !done || err == nil || !strings.Contains(err.Error(), "at the disco") {
			t.Errorf("a panic: %v %v", done, err)
		}
		if s := state(t, k, "bad"); s.Tries != 2 || s.Holder != "" || s.Failure != "bad: panic: at the disco" {
			t.Errorf("%+v", s)
		}

		var days []string
		day := func(_ context.Context, run tick.Run) error {
			days = append(days, run.Moment.Day().String())
			return nil
		}
		for _, x := range []struct {
			name string
			when tick.Schedule
			want string
		}{
			{"each", tick.Daily(6 * time.Hour).Each(), "2026-11-27 2026-11-28 2026-11-29 2026-11-30"},
			{"latest", tick.Daily(6 * time.Hour), "2026-11-27 2026-11-30"},
		} {
			days, c = nil, at("2026-11-27 10:00:00")
			r.Clock = c.now
			j := tick.Job{Name: x.name, When: x.when, Do: day}
			attempt(t, r, j)
			c.add(72 * time.Hour)
			for range 5 {
				attempt(t, r, j)
			}
			if got := strings.Join(days, " "); got != x.want {
				t.Errorf("%s: %s, want %s", x.name, got, x.want)
			}
		}
	})
}

// What is done once for a policy pack is done once by all processes, and two
// with different packs do not undo each other's work without end.
func TestOnceForAPack(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		k := handle()
		c := at("2026-11-27 10:00:00")
		var did []string
		process := func(holder, pack string) func() {
			r := &tick.Runner{Keep: k, Clock: c.now, Holder: holder}
			j := tick.Job{Name: "recount", When: tick.Once(pack), Do: func(context.Context, tick.Run) error {
				did = append(did, holder+pack)
				return nil
			}}
			return func() {
				t.Helper()
				if _, err := r.Attempt(t.Context(), j); err != nil {
					t.Error(err)
				}
			}
		}
		a, b, c2 := process("a", "1"), process("b", "1"), process("c", "2")
		for range 3 {
			a()
			b()
			c2()
		}
		if got := strings.Join(did, " "); got != "a1 c2" {
			t.Error(got)
		}
	})
}

// A process that is asked to end lets the job at work end, within a bound.
func TestEnds(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		k := handle()
		real := func() when.Instant { return when.At(time.Now()) }
		for _, x := range []struct {
			name string
			do   func(context.Context) error
			done bool
		}{
			{"soon", func(context.Context) error { time.Sleep(50 * time.Millisecond); return nil }, true},
			{"late", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, false},
		} {
			ctx, end := context.WithCancel(t.Context())
			r := &tick.Runner{Keep: k, Clock: real, Holder: "a", Grace: 300 * time.Millisecond, Jobs: []tick.Job{
				{Name: x.name, When: tick.Every(time.Hour), Do: func(ctx context.Context, _ tick.Run) error {
					end()
					return x.do(ctx)
				}}}}
			start := time.Now()
			r.Run(ctx)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s: ended after %s", x.name, took)
			}
			if s := state(t, k, x.name); s.Holder != "" || (s.Done != 0) != x.done || (s.Tries != 0) == x.done {
				t.Errorf("%s: %+v", x.name, s)
			}
		}
	})
}

// Four runners over two handles: each moment once, and no job meets itself.
func TestConcurrentRunners(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		var inside, met, did atomic.Int64
		seen := make(chan when.Instant, 1000)
		c := at("2026-11-27 10:00:00")
		job := tick.Job{Name: "x", When: tick.Every(time.Second).Each(), Do: func(_ context.Context, run tick.Run) error {
			if inside.Add(1) > 1 {
				met.Add(1)
			}
			time.Sleep(time.Millisecond)
			seen <- run.Moment
			did.Add(1)
			inside.Add(-1)
			return nil
		}}
		other := tick.Job{Name: "y", When: tick.Every(time.Second), Do: nothing}
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan struct{}, 4)
		start := c.now()
		for i := range 2 {
			k := handle()
			for n := range 2 {
				r := &tick.Runner{Keep: k, Clock: c.now, Holder: fmt.Sprint(i, n), Renews: 2 * time.Millisecond,
					Jobs: []tick.Job{job, other}}
				go func() { r.Run(ctx); ended <- struct{}{} }()
			}
		}
		const moments = 12
		for did.Load() < moments {
			if c.now() < start.Add((moments-1)*time.Second) && did.Load() > 0 {
				c.add(time.Second)
			}
			time.Sleep(5 * time.Millisecond)
		}
		end()
		for range 4 {
			<-ended
		}
		close(seen)
		next := start
		for m := range seen {
			if m != next {
				t.Fatalf("done for %s, want %s", m, next)
			}
			next = next.Add(time.Second)
		}
		if met.Load() > 0 || did.Load() != moments {
			t.Errorf("met itself %d times, done %d times", met.Load(), did.Load())
		}
	})
}

const childIs = "SHUANGZE_TICK_CHILD" // the database of a process that is to be killed

// TestMain is that process, when it is one.
func TestMain(m *testing.M) {
	place := os.Getenv(childIs)
	if place == "" {
		os.Exit(m.Run())
	}
	o := store.Options{Dir: place, Clock: func() when.Instant { return when.At(time.Now()) }}
	if strings.Contains(place, "://") {
		o.Dir, o.URL = "", place
	}
	db, err := store.Open(context.Background(), o)
	if err != nil {
		panic(err)
	}
	r := &tick.Runner{Keep: keeper{db}, Clock: o.Clock, Holder: "child", Jobs: []tick.Job{
		{Name: "x", When: tick.Once("p"), Do: func(context.Context, tick.Run) error {
			fmt.Println("at work")
			select {} // to be killed
		}}}}
	r.Run(context.Background())
}

// A process is killed (-9) in the middle of a job. Nobody does the job while it
// may still be alive; then it is done, once.
func TestKilledAtWork(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, o store.Options) {
		k := handle()
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childIs+"="+o.Dir+o.URL)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		child.Process.Kill()
		child.Wait()
		if err != nil || line != "at work\n" {
			t.Fatalf("%q %v", line, err)
		}
		s := state(t, k, "x")
		if s.Holder != "child" || s.Fence != 1 || s.Done != 0 {
			t.Fatalf("%+v", s)
		}
		c := &clock{}
		c.Store(int64(s.Began))
		r := &tick.Runner{Keep: k, Clock: c.now, Holder: "b"}
		x := tick.Job{Name: "x", When: tick.Once("p"), Do: nothing}
		for _, step := range []struct {
			after time.Duration
			done  bool
		}{{0, false}, {tick.LeaseFor / 2, false}, {tick.LeaseFor / 2, true}, {time.Second, false}} {
			c.add(step.after)
			if done, err := attempt(t, r, x); done != step.done || err != nil {
				t.Errorf("after %s: %v %v", step.after, done, err)
			}
		}
		if s := state(t, k, "x"); s.Fence != 2 || s.Done == 0 || s.Tries != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// overtaken is a process that another is faster than: between its look and its
// taking, other is done.
type overtaken struct {
	keeper
	other *func()
}

func (o overtaken) Change(ctx context.Context, name string, f func(tick.State) (tick.State, error)) error {
	if other := *o.other; other != nil {
		*o.other = nil
		other()
	}
	return o.keeper.Change(ctx, name, f)
}

// What another process did between a look and the taking is not done again.
func TestOvertaken(t *testing.T) {
	engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
		k := handle()
		c := at("2026-11-27 10:00:00")
		did := 0
		j := tick.Job{Name: "x", When: tick.Every(time.Minute)}
		j.Do = func(context.Context, tick.Run) error { did++; return nil }
		faster := &tick.Runner{Keep: k, Clock: c.now, Holder: "b"}
		between := func() {
			if _, err := faster.Attempt(t.Context(), j); err != nil {
				t.Error(err)
			}
		}
		slower := &tick.Runner{Keep: overtaken{k, &between}, Clock: c.now, Holder: "a"}
		if _, err := slower.Attempt(t.Context(), j); err != nil || did != 1 {
			t.Errorf("done %d times, %v", did, err)
		}
	})
}
