package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unicode"
)

// binary is the program, built once for all tests of the command line.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "shuangze-cli-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "shuangze")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", name,
		"../../cmd/shuangze").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return name, nil
})

// forgetBinary removes it when all tests have run.
func forgetBinary() {
	if !wanted.Load() {
		return
	}
	if name, err := binary(); err == nil {
		os.RemoveAll(filepath.Dir(name))
	}
}

var wanted atomic.Bool

// said is what a command answered.
type said struct {
	code     int
	out, err string
}

func (s said) String() string { return fmt.Sprintf("exit %d\n%s%s", s.code, s.out, s.err) }

// shuangze runs the program in an empty folder, as a user would, with no
// settings of ours in the environment.
func shuangze(t *testing.T, args ...string) said {
	t.Helper()
	cmd := command(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	s := said{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
	if strings.Contains(s.err, "goroutine ") || strings.Contains(s.out, "⟦") || strings.Contains(s.err, "⟦") {
		t.Errorf("%q says %s", args, s)
	}
	return s
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	wanted.Store(true)
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = t.TempDir()
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "SHUANGZE_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// want runs the program and demands its exit status and some words.
func want(t *testing.T, code int, words []string, args ...string) said {
	t.Helper()
	s := shuangze(t, args...)
	if s.code != code {
		t.Fatalf("%q: want exit %d, got %s", args, code, s)
	}
	for _, w := range words {
		if !strings.Contains(s.out+s.err, w) {
			t.Errorf("%q does not say %q:\n%s", args, w, s)
		}
	}
	return s
}

// serving starts a server and returns its address once it listens; stop ends
// it as an administrator would and demands exit 0.
func serving(t *testing.T, args ...string) (url string, stop func()) {
	t.Helper()
	cmd := command(t, append(args, "--addr", "127.0.0.1:0")...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	late := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	for url == "" {
		if !lines.Scan() {
			t.Fatalf("%q never listened: %s", args, errs.String())
		}
		url, _ = strings.CutPrefix(lines.Text(), "listening on ")
		if !strings.HasPrefix(url, "http://127.0.0.1:") {
			url = ""
		}
	}
	late.Stop()
	go io.Copy(io.Discard, out)
	return url, func() {
		t.Helper()
		cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%q ended with %v: %s", args, err, errs.String())
		}
	}
}

func TestCommandHelp(t *testing.T) {
	t.Parallel()
	help := want(t, 0, nil, "--help")
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^  (\S+) +\S`).FindAllStringSubmatch(help.out, -1) {
		names = append(names, m[1])
	}
	for _, must := range []string{"demo", "serve", "migrate", "import", "user", "policy", "verify",
		"export", "backup", "restore"} {
		if !strings.Contains(strings.Join(names, " "), must) {
			t.Errorf("no command %s in %v", must, names)
		}
	}
	han, latin := 0, 0
	count := func(s string) {
		han, latin = 0, 0
		for _, r := range s {
			if unicode.Is(unicode.Han, r) {
				han++
			} else if unicode.IsLetter(r) {
				latin++
			}
		}
	}
	flags := regexp.MustCompile(`(?m)^  -(\S+).*\n?.*\n`)
	for _, name := range names {
		for _, ask := range []string{"--help", "-h"} {
			s := want(t, 0, []string{"shuangze " + name}, name, ask)
			if s.err != "" {
				t.Errorf("%s %s writes its help to the wrong stream", name, ask)
			}
			if count(s.out); han < 4 || latin < 20 {
				t.Errorf("%s is not explained in both languages:\n%s", name, s.out)
			}
			for _, f := range flags.FindAllString(s.out, -1) { // every flag too
				if count(f); han < 2 || latin < 10 {
					t.Errorf("%s: a flag not explained in both languages:\n%s", name, f)
				}
			}
		}
		if s := shuangze(t, name, "--no-such-flag"); s.code != 2 {
			t.Errorf("%s --no-such-flag: %s", name, s)
		}
	}
	want(t, 0, []string{"schema"}, "--version")
	for _, server := range []string{"demo", "serve"} {
		want(t, 0, []string{"-addr", "-data", "-database"}, server, "--help")
	}
	for _, wrong := range [][]string{{}, {"nonsense"}, {"serve", "now"}, {"migrate", "back"}, {"verify", "all"}, {"user"},
		{"user", "dance"}, {"user", "add"}, {"user", "grant", "x"},
		{"policy"}, {"policy", "praise"}, {"backup"}, {"backup", "x.tar"}, {"restore"}, {"export"}, {"import"},
		{"export", "--to", "x", "--receipt", "-1"}} {
		if s := shuangze(t, wrong...); s.code != 2 || s.err == "" {
			t.Errorf("%q: %s", wrong, s)
		}
	}
	file := filepath.Join(t.TempDir(), "wrong.conf")
	os.WriteFile(file, []byte("# ours\nport = 80\n"), 0o600)
	proxy := filepath.Join(t.TempDir(), "proxy.conf")
	os.WriteFile(proxy, []byte("data = x\nbehind-proxy = perhaps\n"), 0o600)
	for say, wrong := range map[string][]string{"host:port": {"serve", "--addr", "here"},
		"65535": {"serve", "--addr", "127.0.0.1:99999"}, "postgres://": {"serve", "--database", "mysql://x"},
		"folder":      {"migrate", "--data", file},
		"typefaces":   {"serve", "--fonts", file},
		"policy pack": {"serve", "--policy", file}, "line 2": {"serve", "--config", file}, "yes and no": {"serve", "--config",
			proxy}, "system-admin": {"user", "grant", "x", "--role", "king"}, "zh and en": {"import", "--lang", "fr", file}} {
		if s := shuangze(t, wrong...); s.code != 1 || !strings.Contains(s.err, say) ||
			strings.Count(strings.TrimSpace(s.err), "\n") > 0 {
			t.Errorf("%q: one sentence with %q is wanted: %s", wrong, say, s)
		}
	}
}

func TestCommandPolicy(t *testing.T) {
	t.Parallel()
	want(t, 0, []string{"没有错误", "sound"}, "policy", "check")
	pack := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(pack, os.DirFS("../../policy/zhenping")); err != nil {
		t.Fatal(err)
	}
	want(t, 0, []string{"sound"}, "policy", "check", pack)
	names, err := filepath.Glob(filepath.Join(pack, "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		line := bytes.Count(whole, []byte("\n")) + 1
		os.WriteFile(name, append(whole[:len(whole):len(whole)], "这一行不是规则\n"...), 0o600)
		s := want(t, 1, []string{fmt.Sprintf("%s:%d", filepath.Base(name), line)}, "policy", "check", pack)
		if !strings.Contains(s.out, " / ") {
			t.Errorf("the fault is not said in both languages: %s", s)
		}
		os.WriteFile(name, whole, 0o600)
	}
}

func TestCommandUsers(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	want(t, 0, []string{fmt.Sprint(SchemaVersion)}, "migrate", "--data", data)
	want(t, 0, []string{fmt.Sprint(SchemaVersion)}, "migrate", "--data", data)
	first := regexp.MustCompile(`[A-Z2-7]{26}`)
	s := want(t, 0, []string{"laowang"}, "user", "add", "laowang", "--name", "老王", "--role",
		"system-admin", "--data", data)
	if first.FindString(s.out) == "" {
		t.Errorf("no first password: %s", s)
	}
	want(t, 0, nil, "user", "--data", data, "add", "laoli", "--name", "老李", "--password", "correct horse battery")
	want(t, 0, nil, "user", "grant", "laoli", "--role", "audit-admin", "--data", data)
	want(t, 0, []string{"laowang", "老王", "system-admin", "laoli", "audit-admin"}, "user", "list", "--data", data)
	again := want(t, 0, nil, "user", "reset-password", "laowang", "--data", data)
	if p := first.FindString(again.out); p == "" || strings.Contains(s.out, p) {
		t.Errorf("reset gave no new password: %s", again)
	}
	want(t, 1, nil, "user", "add", "laowang", "--name", "老王", "--data", data)           // taken
	want(t, 1, nil, "user", "close", "laowang", "--data", data)                         // the last of a kind
	want(t, 1, nil, "user", "grant", "laoli", "--role", "system-admin", "--data", data) // nobody holds two
	want(t, 1, nil, "user", "add", "short", "--name", "x", "--password", "1", "--data", data)
	want(t, 1, []string{"no account"}, "user", "close", "nobody", "--data", data)
	want(t, 1, []string{"no such person"}, "user", "add", "x", "--person", "查无此人", "--data", data)
	want(t, 0, nil, "user", "add", "laowang2", "--name", "老王二", "--role", "system-admin", "--data", data)
	want(t, 0, nil, "user", "close", "laowang", "--data", data)
	want(t, 0, []string{"closed"}, "user", "list", "--data", data)
	want(t, 0, []string{"system: ", "OK"}, "verify", "--data", data)
}
