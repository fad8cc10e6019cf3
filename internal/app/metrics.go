package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"shuangze/internal/notify"
	"shuangze/internal/tick"
)

// buckets of request time in milliseconds.
var buckets = [...]int64{5, 10, 25, 50, 100, 250, 1000, 5000}

type meter struct {
	requests [6]atomic.Int64 // by hundreds of the status
	times    [len(buckets) + 1]atomic.Int64
	total    atomic.Int64
	micros   atomic.Int64
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(s int) {
	w.status = s
	w.ResponseWriter.WriteHeader(s)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// metrics counts requests and answers /metrics in the Prometheus text format.
// It is served to the machine itself only, for it tells how busy a county is.
func (h *House) metrics(next http.Handler) http.Handler {
	m := &meter{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// For what is no page and no operation; those set their own.
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		if r.URL.Path == "/metrics" && r.Method == http.MethodGet && here(r) {
			m.write(r.Context(), w, h)
			return
		}
		start := time.Now()
		s := &statusWriter{ResponseWriter: w, status: 200}
		next.ServeHTTP(s, r)
		took := time.Since(start)
		m.requests[min(5, s.status/100)].Add(1)
		m.total.Add(1)
		m.micros.Add(took.Microseconds())
		i := 0
		for i < len(buckets) && took.Milliseconds() > buckets[i] {
			i++
		}
		m.times[i].Add(1)
	})
}

// here says whether the request comes from this machine itself, and not from
// elsewhere through a proxy that stands on it.
func here(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback() && r.Header.Get("X-Forwarded-For") == "" &&
		r.Header.Get("Forwarded") == ""
}

func (m *meter) write(ctx context.Context, w http.ResponseWriter, h *House) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	fmt.Fprintln(w, "# TYPE shuangze_requests_total counter")
	for i := 1; i < len(m.requests); i++ {
		fmt.Fprintf(w, "shuangze_requests_total{status=\"%dxx\"} %d\n", i, m.requests[i].Load())
	}
	fmt.Fprintln(w, "# TYPE shuangze_request_seconds histogram")
	var sum int64
	for i, b := range buckets {
		sum += m.times[i].Load()
		fmt.Fprintf(w, "shuangze_request_seconds_bucket{le=\"%g\"} %d\n", float64(b)/1000, sum)
	}
	fmt.Fprintf(w, "shuangze_request_seconds_bucket{le=\"+Inf\"} %d\nshuangze_request_seconds_sum %d.%06d\nshuangze_request_seconds_count %d\n",
		m.total.Load(), m.micros.Load()/1e6, m.micros.Load()%1e6, m.total.Load())
	fmt.Fprintf(w, "# TYPE shuangze_read_statements_total counter\nshuangze_read_statements_total %d\n", h.DB.Statements())
	fmt.Fprintf(w, "# TYPE shuangze_policy_version gauge\nshuangze_policy_version %d\n", h.latest().version.No)
	h.writeJobs(ctx, w)
	h.writeDeliveries(ctx, w)
}

// writeDeliveries tells how many deliveries of the last thirty days are in which state, by
// way; those to other systems are added up.
func (h *House) writeDeliveries(ctx context.Context, w io.Writer) {
	rows, err := h.DB.CountDeliveries(ctx, 0)
	if err != nil {
		slog.Error("deliveries", "err", err)
		return
	}
	counts := map[[2]string]int64{}
	for _, c := range rows {
		way := c.Lane
		if notify.Lane(c.Lane).Outlet() != 0 {
			way = "hook"
		}
		counts[[2]string{way, c.State}] += c.N
	}
	fmt.Fprintln(w, "# TYPE shuangze_deliveries gauge")
	for _, way := range []string{notify.Mail, notify.Messenger, "hook"} {
		for _, state := range []string{notify.Waiting, notify.Out, notify.Done, notify.Failed, notify.Dropped} {
			fmt.Fprintf(w, "shuangze_deliveries{way=%q,state=%q} %d\n", way, state, counts[[2]string{way, state}])
		}
	}
}

// writeJobs tells how each declared job stands: seconds since 1970, 0 = never.
func (h *House) writeJobs(ctx context.Context, w io.Writer) {
	rows, err := h.DB.Jobs(ctx)
	if err != nil {
		slog.Error("jobs", "err", err)
		return
	}
	now := h.Clock()
	for _, g := range []struct {
		name  string
		value func(tick.State) int64
	}{
		{"last_end_seconds", func(s tick.State) int64 { return int64(s.Ended) / 1e6 }},
		{"last_failure_seconds", func(s tick.State) int64 { return int64(s.Failed) / 1e6 }},
		{"failures_since_done", func(s tick.State) int64 { return s.Tries }},
		{"running", func(s tick.State) int64 {
			if s.Held(now) {
				return 1
			}
			return 0
		}},
	} {
		fmt.Fprintf(w, "# TYPE shuangze_job_%s gauge\n", g.name)
		for _, j := range h.jobs() {
			fmt.Fprintf(w, "shuangze_job_%s{job=%q} %d\n", g.name, j.Name, g.value(tick.State(rows[j.Name])))
		}
	}
}
