package journal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/ref"
)

type example struct {
	commitment, row, leaf1, leaf2, root [32]byte
	first, second                       []byte
	checkpoint, bundle                  []byte
	vkey, code                          string
}

// workedExample builds what docs/journal-format.md shows.
func workedExample(t *testing.T) (x example) {
	t.Helper()
	seed := bytes.Repeat([]byte{7}, 32)
	x.vkey = vkeyOf(t, "zhenping.example", seed)
	name, rest, _ := strings.Cut(x.vkey, "+")
	hash, _, _ := strings.Cut(rest, "+")
	signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + hash + "+" +
		base64.StdEncoding.EncodeToString(append([]byte{1}, seed...)))
	if err != nil {
		t.Fatal(err)
	}
	salt := [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	x.commitment = Commit(salt, "reporter", Text("王某"))
	row := Row{Table: "orders", ID: 5, Version: 1, Sets: []Field{{"reporter", Commitment(x.commitment)},
		{"state", Text("issued")}}}
	row.Seal()
	x.row = row.After
	first := &Entry{Journal: "acts/610927", Seq: 1, At: 1764000000000000, Account: 3, Person: 300, Request: "r-1",
		Kind:   "order.created.v1",
		Object: ref.Ref{Kind: ref.Order, ID: 5}, Facts: []Field{{"closed", Bool(false)}, {"days", Int(-1)}, {"note", Null()}},
		Rows: []Row{row}}
	second := &Entry{Journal: "acts/610927", Seq: 2, At: 1764000060000000, Claimed: 1763999000000000, Agent: "tick",
		Kind: "tick.ran.v1", Facts: []Field{{"digest", Bytes([]byte{0xff, 0})}}}
	s := &shelf{name: "acts/610927"}
	tree := newRange()
	k := keys{signer: signer}
	s.put(t, tree, k, first, false)
	s.put(t, tree, k, second, true)
	s.entries[0].ID, s.entries[1].ID = 40, 41
	s.openings = []Opening{{Entry: 40, Path: "orders/5/reporter", Salt: salt, Value: Text("王某")}}
	x.first, x.second = s.entries[0].Frozen, s.entries[1].Frozen
	x.leaf1, x.leaf2, x.root = LeafHash(x.first), LeafHash(x.second), tree.Root()
	x.checkpoint, x.code = s.checkpoints[0], ShortCode(x.root, 2)
	var w bytes.Buffer
	if err := WriteBundle(&w, x.vkey, s); err != nil {
		t.Fatal(err)
	}
	x.bundle = w.Bytes()
	if r, err := readBundle(x.bundle, nil); err != nil || !r[0].OK() {
		t.Fatal(r, err)
	}
	return x
}

func vkeyOf(t *testing.T, name string, seed []byte) string {
	t.Helper()
	v, err := note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestDocument holds the document to the code: every value of the worked
// example must stand in it.
func TestDocument(t *testing.T) {
	b, err := os.ReadFile("../../docs/journal-format.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := string(b)
	flat := strings.Join(strings.Fields(lines), "")
	x := workedExample(t)
	if os.Getenv("SHOW_EXAMPLE") != "" {
		t.Logf("vkey %s\ncode %s\ncheckpoint\n%s", x.vkey, x.code, x.checkpoint)
	}
	for name, v := range map[string][]byte{"commitment": x.commitment[:], "row digest": x.row[:], "leaf 1": x.leaf1[:],
		"leaf 2": x.leaf2[:], "root": x.root[:],
		"entry 1": x.first, "entry 2": x.second,
		"bundle after the checkpoint record": x.bundle[bytes.Index(x.bundle, x.checkpoint)+len(x.checkpoint):]} {
		if os.Getenv("SHOW_EXAMPLE") != "" {
			t.Logf("%s\n%x", name, v)
		}
		if !strings.Contains(flat, hex.EncodeToString(v)) {
			t.Errorf("the document does not show the %s %x", name, v)
		}
	}
	for _, v := range []string{x.vkey, x.code, string(x.checkpoint)} {
		if !strings.Contains(lines, v) {
			t.Errorf("the document does not show %q", v)
		}
	}
}
