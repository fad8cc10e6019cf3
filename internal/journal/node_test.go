package journal

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// second runs the second verifier and returns what it printed and whether all
// fitted. Without node the test is skipped, in CI it fails.
func second(t *testing.T, args ...string) (string, bool) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is needed for the second verifier:", err)
		}
		t.Skip("node is not installed")
	}
	out, err := exec.Command(node, append([]string{"../../verifier/verify.mjs"}, args...)...).CombinedOutput()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out), err == nil
}

func file(t *testing.T, b []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestSecondVerifier holds the two implementations against each other: the
// same roots, and the same first fault under tampering.
func TestSecondVerifier(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	whole := fill(t, k, "acts/610927", 65)
	odd := fill(t, k, "system", 0)
	extreme := &Entry{Journal: "system", Seq: 1, At: -5, Claimed: -1 << 63, Account: 128, Person: 1<<63 - 1,
		OnBehalf: -129, Appointment: -128, Agent: "tick", Kind: "x.v1",
		Facts: []Field{{"a", Int(1 << 53)}, {"b", Int(-1 << 47)}, {"c", Int(1 << 47)}, {"d", Bytes(make([]byte, 20000))},
			{"é", Text("𠮷")}}}
	odd.put(t, newRange(), k, extreme, true)

	out, ok := second(t, "bundle", file(t, bundle(t, k, whole, odd)), "--key", k.vkey, "--checkpoint",
		file(t, whole.checkpoints[2]))
	for _, s := range []*shelf{whole, odd} {
		r := verify(t, s, k)
		if want := fmt.Sprintf("%s: %d entries, root %x", s.name, r.Entries, r.Root); !ok || !strings.Contains(out, want) {
			t.Errorf("want %s, got %s", want, out)
		}
	}
	x := workedExample(t)
	if out, ok := second(t, "bundle", file(t, x.bundle)); !ok {
		t.Error("the worked example:", out)
	}

	cases := []struct {
		name string
		do   func(s *shelf)
	}{
		{"dropped", func(s *shelf) { s.entries = append(s.entries[:16], s.entries[17:]...) }},
		{"repeated", func(s *shelf) { s.entries = append(s.entries[:17], s.entries[16:]...) }},
		{"swapped", func(s *shelf) { s.entries[16], s.entries[17] = s.entries[17], s.entries[16] }},
		{"another journal's", func(s *shelf) {
			s.entries[16].Frozen = bytes.Replace(s.entries[16].Frozen, []byte("610927"), []byte("610928"), 1)
		}},
		{"another id", func(s *shelf) { s.openings = nil; s.entries[16].ID ^= 1 }},
		{"cut", func(s *shelf) { s.entries[16].Frozen = s.entries[16].Frozen[:9] }},
		{"row", func(s *shelf) { f := s.entries[16].Frozen; f[len(f)-1]++ }},
		{"last dropped", func(s *shelf) { s.entries = s.entries[:64]; s.openings = nil }},
		{"frontier", func(s *shelf) { s.frontier[1]++ }},
		{"opening", func(s *shelf) { s.openings[20].Value = Text("李某") }},
		{"salt", func(s *shelf) { s.openings[20].Salt[1]++ }},
		{"stray opening", func(s *shelf) { s.openings[20].Path = "fact/level" }},
		{"checkpoint", func(s *shelf) { s.checkpoints[1][30] ^= 1 }},
		{"checkpoint by another key", func(s *shelf) {
			c, _ := ReadCheckpoint(s.checkpoints[1])
			s.checkpoints[1], _ = c.Sign(other.signer)
		}},
		{"checkpoint of another journal", func(s *shelf) {
			c, _ := ReadCheckpoint(s.checkpoints[1])
			c.Journal = "system"
			s.checkpoints[1], _ = c.Sign(k.signer)
		}},
		{"checkpoint ahead", func(s *shelf) {
			c, _ := ReadCheckpoint(s.checkpoints[1])
			c.Size = 70
			s.checkpoints[1], _ = c.Sign(k.signer)
		}},
		{"rewritten without the key", func(s *shelf) { s.rewrite(t, nil, 17, func(e *Entry) { e.Account = 9 }) }},
		{"rewritten with the key", func(s *shelf) { s.rewrite(t, &k, 17, func(e *Entry) { e.Account = 9 }) }},
	}
	for _, c := range cases {
		s := whole.clone()
		c.do(s)
		b := bundle(t, k, s)
		r, err := readBundle(b, k.verifier, whole.checkpoints[1])
		if err != nil || r[0].OK() {
			t.Errorf("%s: not found by the first: %v %v", c.name, r, err)
			continue
		}
		f := r[0].Faults[0]
		out, ok := second(t, "bundle", file(t, b), "--checkpoint", file(t, whole.checkpoints[1]))
		if want := fmt.Sprintf("FAULT %s/%d %s: ", f.Journal, f.Seq, f.What); ok || !strings.Contains(out, want) {
			t.Errorf("%s: the first says %s (%s), the second\n%s", c.name, want, f.Detail, out)
		}
	}
	b := bundle(t, k, fill(t, k, "acts/610927", 10))
	for i := 100; i < len(b); i += len(b) / 12 {
		c := bytes.Clone(b)
		c[i] ^= 0x10
		if out, ok := second(t, "bundle", file(t, c), "--key", k.vkey); ok {
			t.Errorf("byte %d changed unseen: %s", i, out)
		}
		if out, ok := second(t, "bundle", file(t, b[:i])); ok {
			t.Errorf("cut at %d unseen: %s", i, out)
		}
	}
}

func TestSecondVerifierReceipt(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	s := fill(t, k, "acts/610927", 65)
	for _, seq := range []int64{1, 17, 32, 60} {
		name := file(t, receipt(t, k, s, seq, 60))
		if out, ok := second(t, "receipt", name, "--key", k.vkey); !ok ||
			!strings.Contains(out, fmt.Sprintf("acts/610927/%d order.created.v1", seq)) {
			t.Error(seq, out)
		}
	}
	whole := receipt(t, k, s, 17, 60)
	r, _ := ReadReceipt(whole)
	tamper := map[string][]byte{
		"seq":        bytes.Replace(whole, []byte(`"seq": 17`), []byte(`"seq": 18`), 1),
		"journal":    bytes.Replace(whole, []byte(`"acts/610927"`), []byte(`"acts/610928"`), 1),
		"entry":      bytes.Replace(whole, []byte(`"c3pqZQ`), []byte(`"c3pqZR`), 1),
		"checkpoint": bytes.Replace(whole, []byte(`/610927\n60\n`), []byte(`/610927\n61\n`), 1),
		"proof": bytes.Replace(whole, []byte(`"proof": [`),
			[]byte(`"proof": ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",`), 1),
		"key":  bytes.Replace(whole, []byte(r.Key), []byte(other.vkey), 1),
		"json": whole[1:],
	}
	for name, b := range tamper {
		if bytes.Equal(b, whole) {
			t.Errorf("%s: nothing was changed", name)
		}
		first := VerifyReceipt(b, "")
		if out, ok := second(t, "receipt", file(t, b)); ok || first == nil {
			t.Errorf("%s: first %v, second %s", name, first, out)
		}
	}
	if out, ok := second(t, "receipt", file(t, whole), "--key", other.vkey); ok {
		t.Error("another key:", out)
	}
}
