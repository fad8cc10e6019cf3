package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/appraisal/ballot"
)

// says runs the program and gives its status and all that it said.
func says(t *testing.T, args ...string) (int, string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	was := os.Stdout
	os.Stdout = w
	var errs bytes.Buffer
	code := run(context.Background(), args, &errs)
	os.Stdout = was
	w.Close()
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return code, string(out) + errs.String()
}

// Two tellers make keys, try them, open what was voted one layer each, and anybody counts again; what must not be done
// is refused in both languages.
func TestTellers(t *testing.T) {
	at := func(name string) string { return filepath.Join(t.TempDir(), name) }
	do := func(status int, want string, args ...string) string {
		t.Helper()
		code, said := says(t, append([]string{"ballot"}, args...)...)
		if code != status || !strings.Contains(said, want) {
			t.Fatalf("%q: exit %d, want %d with %q: %s", args, code, status, want, said)
		}
		return said
	}
	put := func(name string, b []byte) string {
		t.Helper()
		path := at(name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lid := func(file string) ballot.Lid {
		t.Helper()
		said := do(0, "lid1:", "key", file)
		l, err := ballot.ReadLid(said[strings.Index(said, "lid1:"):])
		if err != nil {
			t.Fatal(err)
		}
		if s, err := os.Stat(file); err != nil || s.Mode().Perm() != 0o600 {
			t.Fatal(s.Mode(), err)
		}
		return l
	}
	keyA, keyB := at("a.key"), at("b.key")
	a, b := lid(keyA), lid(keyB)
	do(1, "is there already", "key", keyA)
	test, err := ballot.Test(a, "ABCDEFGHJKMNPQRS")
	if err != nil {
		t.Fatal(err)
	}
	do(0, "ABCD EFGH JKMN PQRS", "test", keyA, test)
	do(1, "does not open", "test", keyB, test)

	s := ballot.Survey{ID: "sz-1", Slice: 1, Questions: []ballot.Question{{Code: "s1", Options: []ballot.Option{
		{Code: "good", Worth: 100, Counts: true}, {Code: "poor", Worth: 0, Counts: true}}}},
		Groups: []ballot.Group{{Code: "all", Weight: 10000, Slips: 8}}}.Merged()
	slips, issued, err := ballot.Issue(s, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	poll := ballot.Poll{Survey: s, Issued: ballot.Digest(issued.Text()), A: a, B: b}
	cast := func(n int) []byte {
		t.Helper()
		var list []ballot.Cast
		for i, slip := range slips[:n] {
			receipt, err := ballot.NewReceipt(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			said := ballot.Ballot{Receipt: receipt, Answers: []string{[]string{"good", "poor", "good"}[i%3]}}
			env, err := ballot.Seal(s, a, b, slip.Group, said)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, ballot.Cast{Token: slip.Token, Envelope: env})
		}
		return ballot.Export(poll, list)
	}
	names := put("issued.txt", issued.Text())
	outer := func(status int, want, key string, sealed []byte) string {
		t.Helper()
		out := at("inner.txt")
		do(status, want, "outer", "--key", key, "--sealed", put("sealed.txt", sealed), "--issued", names, "--out", out)
		return out
	}
	six := cast(6)
	outer(1, "not of this vote", keyB, six)
	outer(1, "fewer than five", keyA, cast(4))
	inner := outer(0, "6 ballots", keyA, six)
	other := outer(0, "6 ballots", keyA, cast(6))
	out := at("published.txt")
	open := func(status int, want, file string, n int, out string) {
		t.Helper()
		do(status, want, "inner", "--key", keyB, "--inner", file, "--count", strconv.Itoa(n), "--out", out)
	}
	open(1, "as announced", inner, 7, out)
	open(0, "6 ballots", inner, 6, out)
	open(1, "is there already", inner, 6, out)
	open(1, "opened another file before", other, 6, at("again.txt"))
	again := at("same.txt")
	open(0, "6 ballots", inner, 6, again) // the same file once more gives the same bytes
	first, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := os.ReadFile(again); err != nil || !bytes.Equal(first, second) {
		t.Fatal("opened again, it is another file", err)
	}
	if said := do(0, "8 slips issued, 6 voted", "count", out, names); !strings.Contains(said, "good 4\tpoor 2") ||
		!strings.Contains(said, "66.67") {
		t.Fatal(said)
	}
	do(1, "对不上", "count", put("edited.txt", bytes.Replace(first, []byte("\tpoor\n"), []byte("\tgrand\n"), 1)), names)
	do(1, "cannot read", "count", at("none.txt"), names)
	for _, wrong := range [][]string{{}, {"key"}, {"dance"}, {"count", out}, {"outer", "--key", keyA},
		{"inner", "--key", keyB, "--inner", inner, "--out", at("x.txt")}} {
		if code, said := says(t, append([]string{"ballot"}, wrong...)...); code != 2 || !strings.Contains(said, "--help") {
			t.Errorf("%q: exit %d %s", wrong, code, said)
		}
	}
}
