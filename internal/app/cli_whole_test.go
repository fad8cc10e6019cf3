package app

import (
	"archive/tar"
	"bytes"
	"context"
	"database/sql"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/when"
)

// Nothing is written into the data folder from outside of the house, by whatever
// way it is named.
func TestCommandsWriteElsewhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	want(t, 0, nil, "user", "add", "laowang", "--name", "老王", "--data", data)
	link, deep := filepath.Join(dir, "link"), filepath.Join(data, "deep", "er")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(deep, link); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other")
	if err := os.Symlink(data, other); err != nil {
		t.Fatal(err)
	}
	cwd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	before := digests(t, data)
	for _, to := range []string{filepath.Join(data, "x.tar"), filepath.Join(deep, "x.tar"), filepath.Join(link, "x.tar"),
		filepath.Join(other, "x.tar"),
		filepath.Join(dir, "no", "..", "data", "x.tar"), filepath.Join(data, "checkpoints", "x.tar")} {
		for _, with := range []string{data, other} {
			for _, args := range [][]string{{"backup"}, {"export"}, {"export", "--receipt", "1"}} {
				s := want(t, 1, []string{"lies in the data folder", "数据目录"}, append(args, "--data", with, "--to", to)...)
				if strings.Count(s.err, "\n") != 1 {
					t.Errorf("not one sentence: %s", s)
				}
			}
		}
	}
	if rel, err := filepath.Rel(cwd, filepath.Join(link, "x.tar")); err == nil {
		if err := apart("to", rel, data); err == nil {
			t.Error("a relative path through a link was taken")
		}
	}
	want(t, 0, nil, "backup", "--data", data, "--to", filepath.Join(dir, "x.tar"))
	for _, to := range []string{filepath.Join(data, "new"), filepath.Join(link, "new"), filepath.Join(deep, "a", "b")} {
		want(t, 1, []string{"another data folder"}, "restore", "--from", filepath.Join(dir, "x.tar"), "--data", to)
	}
	if after := digests(t, data); len(after) != len(before) {
		t.Errorf("something was written: %v", after)
	}
}

// A password in the address of a database is told by nothing: no error, help,
// log or list of processes.
func TestNoPasswordIsPrinted(t *testing.T) {
	t.Parallel()
	const secret, coded = "Geheim!wort#7", "Geheim%21wort%237"
	address := "postgres://county:" + coded + "@127.0.0.1:1/none?connect_timeout=1"
	file := filepath.Join(t.TempDir(), "ours.conf")
	os.WriteFile(file, []byte("database = "+address+"\n"), 0o600)
	data := t.TempDir()
	tells := func(s said) bool {
		for _, w := range []string{secret, coded, "Geheim"} {
			if strings.Contains(s.out+s.err, w) {
				return true
			}
		}
		return false
	}
	for _, where := range []string{address, "postgres://county:" + secret + "@127.0.0.1:1/none",
		"postgres://county:Geheim%zz@127.0.0.1/none", "postgres://county:Geheim/wort@127.0.0.1/none",
		"mysql://county:" + coded + "@h/x", "postgres://127.0.0.1:1/none?user=county&password=" +
			coded + "&connect_timeout=1"} {
		for _, name := range []string{"serve", "demo", "migrate", "verify", "backup", "export",
			"rebuild", "vouch", "clock", "user"} {
			args := []string{name, "--data", data, "--database", where}
			switch name {
			case "backup", "export":
				args = append(args, "--to", filepath.Join(t.TempDir(), "x"))
			case "user":
				args = append(args, "list")
			case "vouch":
				args = append(args, "--reason", "查明了，可以接着签，没有问题")
			}
			if s := shuangze(t, args...); s.code == 0 || tells(s) || strings.Contains(strings.TrimSpace(s.err), "\n") {
				t.Errorf("%s %s: %s", name, where, s)
			}
		}
	}
	for _, args := range [][]string{{"migrate", "--config", file}, {"serve", "--database", address, "--help"},
		{"serve", address}, {"--database", address}, {"serve", "--database=" + address, "--nonsense"},
		{"user", "add", "x", "--name", "某", "--password", secret, "--data", filepath.Join(t.TempDir(), "d")},
		{"user", "add", "--password=" + secret, "--nonsense=" + secret}} {
		if s := shuangze(t, args...); tells(s) {
			t.Errorf("%q: %s", args, s)
		}
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0") // it takes the call and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	cmd := command(t, "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--database", "postgres://county:"+coded+
		"@"+silent.Addr().String()+"/none")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	line := func() string {
		b, err := os.ReadFile("/proc/" + itoa(cmd.Process.Pid) + "/cmdline")
		if err != nil {
			t.Skip("no list of processes here")
		}
		return string(b)
	}
	if !eventually(func() bool { return strings.Contains(line(), ":xxxx") && !strings.Contains(line(), coded) }) {
		t.Errorf("the list of processes shows %q", line())
	}
}

// A wrong line is answered in one sentence of both languages.
func TestWrongLineIsOneSentence(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"nonsense"}, {"serve", "--no-such-flag"}, {"serve", "--addr"},
		{"verify", "--json=perhaps"}, {"serve", "now"}, {"backup"}, {"restore"}, {"export"},
		{"export", "--to", "x", "--receipt", "-1"},
		{"import"}, {"policy"}, {"user"}, {"user", "dance"}, {"user", "grant", "x"}, {"serve", "--clock-days", "many"},
		{"backup", "--to"}, {"rebuild", "all"}, {"verify", "---"}} {
		s := shuangze(t, args...)
		says := strings.TrimSuffix(s.err, "\n")
		if s.code != 2 || s.out != "" || says == "" || strings.Contains(says, "\n") || !strings.Contains(says, " / ") ||
			!strings.Contains(says, "--help") {
			t.Errorf("%q: %s", args, s)
		}
	}
}

// What is derived is made anew, and said, on either engine.
func TestCommandRebuild(t *testing.T) {
	t.Parallel()
	h := demoHouse(t, when.Date(2026, 11, 24))
	ctx := context.Background()
	run := func(t *testing.T, c Config, args ...string) {
		spoil(t, c, `DELETE FROM tally`, `UPDATE counter SET no=no+7 WHERE series<>'registers'`, `DELETE FROM assist`)
		want(t, 1, []string{"in derived tables", "derived-"}, append([]string{"verify"}, args...)...)
		s := want(t, 0, []string{"统计 / tallies: ", "检索 / search: ", "编号 / numbers given: ", "协办 / assisting units: ",
			"made anew"}, append([]string{"rebuild"}, args...)...)
		for table := range derivedWords {
			if !strings.Contains(s.out, derivedWords[table]) {
				t.Errorf("%s is not told", table)
			}
		}
		want(t, 0, []string{"OK"}, append([]string{"verify"}, args...)...)
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "data")
		tarball := filepath.Join(t.TempDir(), "b.tar")
		if err := Backup(ctx, &Settings{Data: h.Dir}, tarball, io.Discard); err != nil {
			t.Fatal(err)
		}
		want(t, 0, nil, "restore", "--from", tarball, "--data", dir)
		run(t, Config{Dir: dir}, "--data", dir)
	})
	t.Run("postgres", func(t *testing.T) {
		database := soakSchema(t, lentPostgres(t))
		on := demoOn(t, h, database)
		run(t, Config{Dir: on.Dir, Database: database}, "--data", on.Dir, "--database", database)
	})
	want(t, 1, []string{"no database"}, "rebuild", "--data", t.TempDir())
}

// A backup that was cut anywhere, between two files of it too, is refused with a
// sentence and leaves nothing.
func TestCutBackupIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, tarball := filepath.Join(dir, "data"), filepath.Join(dir, "b.tar")
	staffed(t, "--data", data)
	want(t, 0, nil, "backup", "--data", data, "--to", tarball)
	whole, err := os.ReadFile(tarball)
	if err != nil {
		t.Fatal(err)
	}
	cuts := []int{0, 1, 511, 512, 700, len(whole) / 2, len(whole) - tarEnd - 1, len(whole) - tarEnd}
	in := bytes.NewReader(whole)
	for r := tar.NewReader(in); ; {
		h, err := r.Next()
		if err != nil {
			break
		}
		at := len(whole) - in.Len()
		cuts = append(cuts, at, at-512, at+int(h.Size), (at+int(h.Size)+511)/512*512)
	}
	for _, n := range cuts {
		half, to := filepath.Join(dir, "half.tar"), filepath.Join(dir, "new")
		os.WriteFile(half, whole[:n], 0o600)
		s := want(t, 1, []string{"no whole backup", "不是完整的备份"}, "restore", "--from", half, "--data", to)
		if strings.Count(s.err, "\n") != 1 {
			t.Errorf("cut at %d: %s", n, s)
		}
		if left, _ := os.ReadDir(to); len(left) > 0 {
			t.Errorf("cut at %d leaves %v", n, left)
		}
	}
	want(t, 0, []string{"OK"}, "restore", "--from", tarball, "--data", filepath.Join(dir, "new"))
}

func itoa(n int) string { return strconv.Itoa(n) }

// eventually waits a little for something to come true.
func eventually(f func() bool) bool {
	for range 100 {
		if f() {
			return true
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}

// spoil changes a database by hand.
func spoil(t *testing.T, c Config, statements ...string) {
	t.Helper()
	driver, address := "sqlite", filepath.Join(c.Dir, store.FileName)
	if c.Database != "" {
		driver, address = "pgx", c.Database
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range statements {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
}
