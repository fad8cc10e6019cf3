package bench

import (
	"bufio"
	"os"
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

// status reads a size of a process in MB: "VmRSS" now, "VmHWM" at most.
func status(pid, field string) float64 {
	f, err := os.Open("/proc/" + pid + "/status")
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

func memory() []Fact {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return []Fact{{"memory at most, server and clients together", status("self", "VmHWM"), "MB", "≤ 250"},
		{"Go heap in use at the end", float64(m.HeapInuse) / (1 << 20), "MB", ""}}
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
