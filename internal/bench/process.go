package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cpuTime is the processor time this process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// status reads a size of a process in MB from the system (proc_pid_status):
// "VmRSS" all now, "VmHWM" all at most, "RssAnon" its own memory without the
// mapped file, which the system takes back when it needs it. 0 where there is
// no such file.
func status(pid int, field string) float64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if rest, ok := strings.CutPrefix(s.Text(), field+":"); ok {
			n, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return n / 1024
		}
	}
	return 0
}

// starts is how often the program is started; the middle one is reported.
const starts = 5

// Start measures the program as it is run: from its start to the first answer,
// and its memory alone, idle and under eight clients that ask for the paths in
// turn. args are those of "serve" for the measured database; cookie is a
// session of it.
func Start(ctx context.Context, program string, args, paths []string, cookie string,
	each time.Duration, r *Report) error {
	info, err := os.Stat(program)
	if err != nil {
		return err
	}
	var times []float64
	for i := range starts {
		took, err := startOnce(ctx, program, args, func(pid int, addr string) error {
			if i < starts-1 {
				return nil
			}
			time.Sleep(time.Second)
			r.Facts = append(r.Facts, Fact{"memory of the server, idle", status(pid, "VmRSS"), "MB", "≤ 60"})
			s, most := &served{addr: addr}, 0.0
			for _, path := range paths {
				if _, err := hammer(ctx, 8, each, s.get(path, "Cookie: shuangze="+cookie+"\r\n")); err != nil {
					return fmt.Errorf("%s: %w", path, err)
				}
				most = max(most, status(pid, "RssAnon"))
			}
			r.Facts = append(r.Facts, Fact{"memory of the server, at most, 8 clients", status(pid, "VmHWM"), "MB", "≤ 250"},
				Fact{"of it its own, without the mapped database file", most, "MB", ""})
			return nil
		})
		if err != nil {
			return fmt.Errorf("start of %s: %w", program, err)
		}
		times = append(times, took.Seconds()*1000)
	}
	r.Facts = append(r.Facts, Fact{"start to first answer, the middle of five", middle(times), "ms", "≤ 150"},
		Fact{"the program", float64(info.Size()) / (1 << 20), "MB", "≤ 60"})
	return nil
}

// startOnce runs the program until use returns, and says how long it took to
// answer.
func startOnce(ctx context.Context, program string, args []string, use func(pid int, addr string) error) (
	took time.Duration, err error) {
	c := exec.CommandContext(ctx, program, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	var complaint strings.Builder
	c.Stderr = &complaint
	out, err := c.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := c.Start(); err != nil {
		return 0, err
	}
	defer func() {
		c.Process.Signal(os.Interrupt)
		io.Copy(io.Discard, out)
		err = errors.Join(err, c.Wait())
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		_, url, ok := strings.Cut(lines.Text(), "http://")
		if !ok {
			continue
		}
		a, err := http.Get("http://" + url + "/readyz")
		if err != nil {
			return 0, err
		}
		took = time.Since(began)
		a.Body.Close()
		if a.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("answer %s", a.Status)
		}
		return took, use(c.Process.Pid, url)
	}
	return 0, fmt.Errorf("it named no address: %s", complaint.String())
}

// Machine names what the figures were measured on.
func Machine() string {
	name := runtime.GOARCH
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			if k, v, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(k) == "model name" {
				name = strings.TrimSpace(v)
				break
			}
		}
	}
	return name + ", " + strconv.Itoa(runtime.NumCPU()) + " processors, " + runtime.GOOS + ", " + runtime.Version()
}
