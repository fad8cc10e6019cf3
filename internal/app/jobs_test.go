package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/tick"
)

// Two processes serve one database: what falls due is done by one of them, and
// both tell how the jobs stand; so does the command, also of what is at rest.
func TestJobsOfTwoServers(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		at, c := place()
		with := func(args ...string) []string { return append(args, at...) }
		want(t, 0, nil, with("migrate")...)
		never := want(t, 0, []string{"checkpoints  签检查点；每 1 分钟", "还没有",
			"files  清除没有记录引用的文件；每天 03:30", "每个政策包一次"}, with("jobs")...)
		if strings.Contains(never.out, "最近一次") {
			t.Error(never.out)
		}
		one, stop := serving(t, with("serve")...)
		two, stopTwo := serving(t, with("serve")...)
		value := regexp.MustCompile(`(?m)^shuangze_job_last_end_seconds\{job="([a-z-]+)"\} (\d+)$`)
		for _, url := range []string{one, two} {
			var names []string
			end := time.Now().Add(time.Minute) // the machine may be busy
			for ; len(names) < 17 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
				r, err := http.Get(url + "/metrics")
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(r.Body)
				r.Body.Close()
				if err != nil {
					t.Fatal(err)
				}
				names = nil
				for _, m := range value.FindAllStringSubmatch(string(body), -1) {
					if m[2] != "0" {
						names = append(names, m[1])
					}
				}
			}
			if !slices.Equal(names, []string{"checkpoints", "sessions", "keys", "files", "duties", "effects", "dossiers",
				"consequences", "handovers", "draws", "remarks", "notify", "notify-due", "issue", "burden", "deliver",
				"recount"}) {
				t.Errorf("%s: done are %v", url, names)
			}
		}
		want(t, 0, []string{"sign checkpoints; every 1 min", "when the policy pack changes"}, with("jobs", "--lang", "en")...)
		stop()
		stopTwo()
		var list []map[string]any
		said := want(t, 0, nil, with("jobs", "--json")...).out
		if err := json.Unmarshal([]byte(said), &list); err != nil || len(list) != 17 {
			t.Fatal(err, list)
		}
		for _, l := range list {
			if l["last_done"] == "" || l["failure"] != "" || l["holder"] != "" {
				t.Errorf("%v", l)
			}
		}
		h, err := Open(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		if j, err := h.DB.Job(context.Background(), "recount"); err != nil || j.Fence != 1 {
			t.Errorf("counted anew %d times, %v", j.Fence, err)
		}
	})
}

// A failing job is told by the list and by /metrics.
func TestJobsThatFail(t *testing.T) {
	ctx := context.Background()
	h, err := Open(ctx, Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	r := h.runner()
	j := h.jobs()[0]
	j.Do = func(context.Context, tick.Run) error { return io.ErrUnexpectedEOF }
	if _, err := r.Attempt(ctx, j); err == nil {
		t.Error("no failure")
	}
	var m strings.Builder
	h.writeJobs(ctx, &m)
	for _, line := range []string{
		`shuangze_job_failures_since_done{job="checkpoints"} 1`,
		`shuangze_job_running{job="checkpoints"} 0`,
		`shuangze_job_last_end_seconds{job="checkpoints"} 0`,
	} {
		if !strings.Contains(m.String(), line+"\n") {
			t.Errorf("no %s in\n%s", line, m.String())
		}
	}
	if err := h.DB.ChangeJob(ctx, "keys", keeperTakes(h.Clock(), "host/1/x")); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	for lang, say := range map[string][]string{
		"zh": {"完成之后已失败 1 次", "checkpoints: unexpected EOF", "正在办：host/1/x"},
		"en": {"failed 1 times since it was done", "at work: host/1/x"},
	} {
		var out strings.Builder
		if err := Jobs(ctx, &Settings{Data: h.Dir}, JobsOptions{Lang: lang}, &out); err != nil {
			t.Fatal(err)
		}
		for _, w := range say {
			if !strings.Contains(out.String(), w) {
				t.Errorf("no %q in\n%s", w, out.String())
			}
		}
	}
	for _, now := range []bool{false, true} {
		var out strings.Builder
		if err := Jobs(ctx, &Settings{Data: h.Dir}, JobsOptions{Lang: "en", JSON: true, Now: now}, &out); err != nil {
			t.Fatal(err)
		}
		var lines []jobLine
		if err := json.Unmarshal([]byte(out.String()), &lines); err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if l.Name == "files" && (l.Last != "") != now {
				t.Errorf("now %v: files were last looked at %q", now, l.Last)
			}
		}
	}
	if err := Jobs(ctx, &Settings{Data: t.TempDir()}, JobsOptions{Lang: "zh"}, io.Discard); err == nil {
		t.Error("an empty folder has jobs")
	}
}
