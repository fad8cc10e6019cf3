package e2e

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// program is the binary under test, built once for the whole run and only when a journey needs it.
var program binary

type binary struct {
	once    sync.Once
	dir     string
	path    string
	err     error
	sharing sync.Mutex
	county  *County // the one that journeys share
	mu      sync.Mutex
	whole   string // the data directory of a county that nobody touched
}

func (b *binary) build() {
	b.once.Do(func() {
		if b.dir, b.err = os.MkdirTemp("", "shuangze-e2e."); b.err != nil {
			return
		}
		b.path = filepath.Join(b.dir, "shuangze")
		cold, err := os.ReadFile(filepath.Join("..", "scripts", "cold"))
		if b.err = err; err != nil {
			return
		}
		build := exec.Command("go", slices.Concat([]string{"build", "-buildvcs=false", "-trimpath"}, // as it is delivered
			strings.Fields(string(cold)), []string{"-o", b.path, "./cmd/shuangze"})...)
		build.Dir = ".."
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			b.err = fmt.Errorf("building the program: %w\n%s", err, out)
		}
	})
}

func (b *binary) stop() {
	if b.county != nil {
		b.county.stop()
	}
	if b.dir != "" {
		os.RemoveAll(b.dir)
	}
}

// County is a running demonstration county.
type County struct {
	URL  string // http://127.0.0.1:PORT
	Data string // its data directory

	command *exec.Cmd
	gone    chan struct{}
}

// Demo starts a county of the test's own, for journeys that change what others count; more arguments go to
// `shuangze demo`.
func Demo(t testing.TB, more ...string) *County {
	t.Helper()
	program.build()
	if program.err != nil {
		t.Fatal(program.err)
	}
	data := t.TempDir()
	program.furnish(t, data)
	c, err := launch(program.path, data, artefacts(t, fmt.Sprintf("demo-%d.log", counties.Add(1))), more...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.stop)
	return c
}

// furnish puts the demonstration into a data directory. It is built once a run, which takes seconds, and copied.
func (b *binary) furnish(t testing.TB, data string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.whole == "" {
		built := filepath.Join(b.dir, "whole")
		c, err := launch(b.path, built, artefacts(t, "demo-built.log"))
		if err != nil {
			t.Fatal(err)
		}
		c.stop()
		// What each copy would do in its first minute, some seconds of work, is done once.
		if out, err := exec.Command(b.path, "jobs", "--now", "--data", built).CombinedOutput(); err != nil {
			t.Fatalf("doing what is due: %v\n%s", err, out)
		}
		b.whole = built
	}
	if err := os.CopyFS(data, os.DirFS(b.whole)); err != nil {
		t.Fatal(err)
	}
}

// Shared returns the county that all reading journeys of this run look at; it lives until the run ends.
func Shared(t testing.TB) *County {
	t.Helper()
	program.build()
	if program.err != nil {
		t.Fatal(program.err)
	}
	program.sharing.Lock()
	defer program.sharing.Unlock()
	if program.county == nil {
		data := filepath.Join(program.dir, "county")
		program.furnish(t, data)
		c, err := launch(program.path, data, artefacts(t, "demo-shared.log"))
		if err != nil {
			t.Fatal(err)
		}
		program.county = c
	}
	return program.county
}

var (
	counties  atomic.Int32
	listening = regexp.MustCompile(`listening on (http://127\.0\.0\.1:\d+)`)
)

// launch starts the program, waits for the line that says where it listens, and then for /readyz. Making the county
// is part of the wait.
func launch(path, data, logPath string, more ...string) (*County, error) {
	output, err := os.Create(logPath)
	if err != nil {
		return nil, err
	}
	command := exec.Command(path, append([]string{"demo", "--data", data, "--addr", "127.0.0.1:0"}, more...)...)
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	command.Stdout, command.Stderr = write, write
	if err := command.Start(); err != nil {
		return nil, err
	}
	write.Close()
	c := &County{Data: data, command: command, gone: make(chan struct{})}
	address := make(chan string, 1)
	var said strings.Builder
	go func() {
		defer output.Close()
		defer close(c.gone)
		lines := bufio.NewReader(read)
		for {
			line, err := lines.ReadString('\n')
			output.WriteString(line)
			if m := listening.FindStringSubmatch(line); m != nil && c.URL == "" && len(address) == 0 {
				address <- m[1]
			} else if said.Len() < 4000 {
				said.WriteString(line)
			}
			if err != nil {
				command.Wait()
				return
			}
		}
	}()
	select {
	case c.URL = <-address:
	case <-c.gone:
		return nil, fmt.Errorf("the program ended before it listened:\n%s", said.String())
	case <-time.After(2 * time.Minute):
		c.stop()
		return nil, fmt.Errorf("the program did not say where it listens within two minutes; it said:\n%s", said.String())
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if answer, err := http.Get(c.URL + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return c, nil
			}
		}
		if time.Now().After(end) {
			c.stop()
			return nil, fmt.Errorf("%s/readyz was not ready within a minute; see %s", c.URL, logPath)
		}
	}
}

// stop asks the program to end and, if it does not within ten seconds, ends it.
func (c *County) stop() {
	c.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.gone:
	case <-time.After(10 * time.Second):
		c.command.Process.Kill()
		<-c.gone
	}
}

// As opens a tab of the given width in this county, signed in as the user; no user, no sign-in.
func (c *County) As(t testing.TB, user string, width int, js bool) *Page {
	t.Helper()
	p := Drawn(t, width, js).At(c.URL)
	if user != "" {
		p.SignIn(user)
	}
	return p
}
