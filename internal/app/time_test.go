package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/when"
)

// A county that rested for 40 days is told so in a sentence at the console, is
// not locked out, and goes on after one command.
func TestClockAtTheConsole(t *testing.T) {
	ctx := context.Background()
	var now atomic.Int64
	now.Store(int64(when.Date(2026, 9, 28).Start()))
	c := Config{Dir: t.TempDir(), Clock: func() when.Instant { return when.Instant(now.Load()) }}
	h, err := Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { h.Close() }()
	say := func(want bool, confirm bool, words ...string) {
		t.Helper()
		var out bytes.Buffer
		ok, err := Time(ctx, h, confirm, &out)
		if err != nil || ok != want {
			t.Errorf("%v %v\n%s", ok, err, &out)
		}
		for _, w := range words {
			if !strings.Contains(out.String(), w) {
				t.Errorf("nothing says %q:\n%s", w, &out)
			}
		}
	}
	user := func(login string) error {
		return Users(ctx, h, UserTask{What: "add", Login: login, Name: login, Password: "a password of its own"},
			&bytes.Buffer{})
	}
	say(true, false, "the database is empty")
	if err := user("guanli"); err != nil {
		t.Fatal(err)
	}
	say(true, false, "they fit")
	now.Add((40 * 24 * time.Hour).Microseconds())
	var told bytes.Buffer
	if err := h.Doubt(ctx, &told); err != nil || !strings.Contains(told.String(), "40 days apart") ||
		!strings.Contains(told.String(), "相差 40 天") {
		t.Errorf("%v\n%s", err, &told)
	}
	say(false, false, "2026-11-07", "2026-09-28", "shuangze clock --confirm")
	if err := user("late"); err == nil || !strings.Contains(err.Error(), "现在不能办理") ||
		!strings.Contains(err.Error(), "nothing is recorded now") {
		t.Error("an account in doubt:", err)
	}
	if _, err := h.Found(ctx, "console"); err != nil {
		t.Error("the server does not start:", err)
	}
	say(true, true, "confirmed")
	if _, err := Time(ctx, h, true, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "时钟与最后一条记录相符") {
		t.Error("confirmed twice:", err)
	}
	if err := user("late"); err != nil {
		t.Error("after the confirmation:", err)
	}
	now.Add(-(10 * 24 * time.Hour).Microseconds())
	say(true, false, "lies ahead of the clock")
	r, err := h.Verify(ctx)
	if err != nil || !r.OK {
		t.Errorf("%+v %v", r.First, err)
	}
	// A county that often rests longer says so in its configuration.
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	c.Leap = 120
	if h, err = Open(ctx, c); err != nil {
		t.Fatal(err)
	}
	now.Add((100 * 24 * time.Hour).Microseconds())
	if err := user("spring"); err != nil {
		t.Error("100 days of 120:", err)
	}
}

func TestClockDaysAreRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.conf")
	for _, x := range []struct {
		flag      int
		env, file string
		want      int
		wrong     bool
	}{
		{0, "", "", 0, false}, {60, "90", "120", 60, false}, {0, "90", "120", 90, false}, {0, "", "120", 120, false},
		{-1, "", "", 0, true}, {0, "never", "", 0, true}, {0, "0", "", 0, true}, {0, "", "-3", 0, true},
		{4000, "", "", 0, true},
	} {
		if err := os.WriteFile(file, []byte("clock-days = "+x.file+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s := Settings{Leap: x.flag, File: file, Addr: "127.0.0.1:0", Data: t.TempDir()}
		err := s.Resolve(func(name string) string {
			if name == "SHUANGZE_CLOCK_DAYS" {
				return x.env
			}
			return ""
		})
		if (err != nil) != x.wrong || err == nil && s.Config().Leap != x.want {
			t.Errorf("%+v: %d %v", x, s.Leap, err)
		}
	}
}
