package journal

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/bits"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// plainRoot is RFC 6962's definition, word for word.
func plainRoot(leaves [][32]byte) [32]byte {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	default:
		k := 1 << (bits.Len(uint(n-1)) - 1)
		l, r := plainRoot(leaves[:k]), plainRoot(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
	}
}

func TestTree(t *testing.T) {
	const n = 40
	nodes := map[[2]int64][32]byte{}
	node := func(level int, index int64) ([32]byte, error) {
		h, ok := nodes[[2]int64{int64(level), index}]
		if !ok {
			return h, fmt.Errorf("not reported")
		}
		return h, nil
	}
	tree := newRange()
	var leaves, roots [][32]byte
	roots = append(roots, tree.Root())
	for i := int64(0); i < n; i++ {
		leaf := LeafHash([]byte{byte(i)})
		if want := sha256.Sum256([]byte{0, byte(i)}); leaf != want {
			t.Fatal("leaf hash")
		}
		leaves = append(leaves, leaf)
		nodes[[2]int64{0, i}] = leaf
		before := tree.Clone()
		size, frontier, root := before.Size(), before.Frontier(), before.Root()
		tree.Append(leaf, func(level int, index int64, hash [32]byte) {
			if level < 1 {
				t.Error("a leaf reported as a node")
			}
			nodes[[2]int64{int64(level), index}] = hash
		})
		if before.Size() != size || before.Root() != root || !bytes.Equal(before.Frontier(), frontier) {
			t.Fatal("appending moved the clone")
		}
		if err := before.Append(leaf, nil); err != nil || before.Root() != tree.Root() {
			t.Fatal("the clone cannot go on")
		}
		again, err := OpenRange(tree.Size(), tree.Frontier())
		if err != nil || again.Root() != tree.Root() || tree.Root() != plainRoot(leaves) {
			t.Fatalf("size %d: %v", i+1, err)
		}
		roots = append(roots, tree.Root())
	}
	for size := int64(1); size <= n; size++ {
		for i := range size {
			p, err := Inclusion(i, size, node)
			if err != nil || VerifyInclusion(i, size, leaves[i], roots[size], p) != nil {
				t.Fatalf("inclusion %d in %d: %v", i, size, err)
			}
			if VerifyInclusion(i, size, leaves[(i+1)%n], roots[size], p) == nil ||
				VerifyInclusion(i, size, leaves[i], roots[size-1], p) == nil ||
				VerifyInclusion(i, size, leaves[i], roots[size], append(p, leaves[0])) == nil {
				t.Fatalf("inclusion %d in %d proves anything", i, size)
			}
		}
		for old := int64(0); old <= size; old++ {
			p, err := Consistency(old, size, node)
			if err != nil || VerifyConsistency(old, size, roots[old], roots[size], p) != nil {
				t.Fatalf("consistency %d to %d: %v", old, size, err)
			}
			if old > 0 && old < size && VerifyConsistency(old, size, roots[old-1], roots[size], p) == nil {
				t.Fatalf("consistency %d to %d proves anything", old, size)
			}
		}
	}
	for _, c := range []struct{ i, n int64 }{{-1, 3}, {3, 3}, {0, 0}, {0, -1}} {
		if _, err := Inclusion(c.i, c.n, node); err == nil {
			t.Error("inclusion", c)
		}
		if VerifyInclusion(c.i, c.n, leaves[0], roots[1], nil) == nil {
			t.Error("verify inclusion", c)
		}
	}
	if _, err := Consistency(3, 2, node); err == nil {
		t.Error("consistency backwards")
	}
	for _, c := range []struct{ size, bytes int }{{1, 0}, {0, 32}, {3, 32}, {3, 65}, {-1, 0}} {
		if _, err := OpenRange(int64(c.size), make([]byte, c.bytes)); err == nil {
			t.Error("frontier", c)
		}
	}
}

func TestCheckpoint(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	c := Checkpoint{Journal: "acts/610927", Size: 12, Root: [32]byte{1, 2}, At: 1764000000000000}
	signed, err := c.Sign(k.signer)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenCheckpoint(signed, k.verifier); err != nil || got != c {
		t.Error(got, err)
	}
	if got, err := ReadCheckpoint(signed); err != nil || got != c {
		t.Error(got, err)
	}
	if _, err := OpenCheckpoint(signed, other.verifier); err == nil {
		t.Error("another key opens it")
	}
	if _, err := OpenCheckpoint(bytes.Replace(signed, []byte("\n12\n"), []byte("\n13\n"), 1), k.verifier); err == nil {
		t.Error("another size passes")
	}
	text := c.body()
	for _, bad := range []string{
		strings.Replace(text, "shuangze/", "", 1), strings.Replace(text, "12", "012", 1),
		strings.Replace(text, "12", "-1", 1), strings.Replace(text, "\ntime", "\n\ntime", 1),
		strings.Replace(text, "time 1", "time +1", 1), text + "more\n", strings.Replace(text, "AQ", "AR", 1)[:20] + "\n",
		strings.Replace(text, "acts/", "acts /", 1),
	} {
		signed, err := note.Sign(&note.Note{Text: bad}, k.signer)
		if err != nil {
			continue
		}
		if got, err := OpenCheckpoint(signed, k.verifier); err == nil {
			t.Errorf("%q opens as %+v", bad, got)
		}
	}
	for _, bad := range []Checkpoint{{Journal: "a b"}, {Journal: ""}, {Journal: "a", Size: -1}} {
		if _, err := bad.Sign(k.signer); err == nil {
			t.Error("signed", bad)
		}
	}
	if _, _, err := GenerateKey("a b"); err == nil {
		t.Error("a key name with a space")
	}
	a, b := ShortCode(c.Root, 12), ShortCode(c.Root, 13)
	if a == b || len(a) != 9 || a[4] != '-' {
		t.Error(a, b)
	}
}

// TestParseRefuses: what a reader must not accept, each one change of good bytes.
func TestParseRefuses(t *testing.T) {
	good := Freeze(nil, &Entry{Journal: "acts", Seq: 5, Agent: "tick",
		Facts: []Field{{"a", Bool(true)}, {"b", Int(300)}, {"c", Null()}},
		Rows:  []Row{{Table: "t", ID: 1, Before: [32]byte{1}, After: [32]byte{2}}}})
	if _, err := Parse(good); err != nil {
		t.Fatal(err)
	}
	sub := func(old, new string) []byte {
		if bytes.Count(good, []byte(old)) < 1 {
			t.Fatalf("%q is not in %x", old, good)
		}
		return bytes.Replace(good, []byte(old), []byte(new), 1)
	}
	cases := map[string][]byte{
		"empty": nil, "magic": sub("szje", "szjf"), "version": sub("szje\x01", "szje\x02"), "cut": good[:len(good)-1],
		"left over":    append(bytes.Clone(good), 0),
		"journal name": sub("acts", "a\nts"), "no journal": sub("\x04acts", "\x00"),
		"number 0": sub("acts\x01\x05", "acts\x00"), "number -1": sub("acts\x01\x05", "acts\x01\xff"),
		"long length": sub("\x04acts", "\x84\x00acts"), "long integer": sub("acts\x01\x05", "acts\x02\x00\x05"),
		"long zero": sub("acts\x01\x05\x00", "acts\x01\x05\x01\x00"),
		"UTF-8":     sub("tick", "ti\xffk"), "surrogate": sub("\x04tick", "\x03\xed\xa0\x80"),
		"bool 2": sub("\x01a\x04\x01\x01", "\x01a\x04\x01\x02"), "bool empty": sub("\x01a\x04\x01\x01", "\x01a\x04\x00"),
		"tag": sub("\x01a\x04", "\x01a\x06"), "null with content": sub("\x01c\x00\x00", "\x01c\x00\x01x"),
		"not sorted": sub("\x01b", "\x01d"), "repeated": sub("\x01b", "\x01a"), "no name": sub("\x01a\x04", "\x00\x04"),
		"too many facts": sub("\x03\x01a", "\x7f\x01a"), "no table": sub("\x01t\x01\x01", "\x00\x01\x01"),
		"short commitment": sub("\x01a\x04\x01\x01", "\x01a\x05\x01\x01"),
		"zero digest": bytes.Replace(good, append([]byte{32, 1}, make([]byte, 31)...),
			append([]byte{32}, make([]byte, 32)...), 1),
		"short digest": bytes.Replace(good, append([]byte{32, 1}, make([]byte, 31)...),
			append([]byte{31, 1}, make([]byte, 30)...), 1),
	}
	for name, b := range cases {
		if e, err := Parse(b); err == nil {
			t.Errorf("%s: %x parses as %+v", name, b, e)
		}
	}
}

// TestFreezeRefuses: what must not become a record.
func TestFreezeRefuses(t *testing.T) {
	cases := map[string]func(e *Entry){
		"journal": func(e *Entry) { e.Journal = "" }, "number": func(e *Entry) { e.Seq = 0 },
		"UTF-8":    func(e *Entry) { e.Request = "\xff" },
		"sorted":   func(e *Entry) { e.Facts = []Field{{"b", Null()}, {"a", Null()}} },
		"repeated": func(e *Entry) { e.Rows[0].Sets = []Field{{"a", Null()}, {"a", Null()}} },
		"no name":  func(e *Entry) { e.Facts = []Field{{"", Null()}} },
		"text":     func(e *Entry) { e.Facts = []Field{{"a", Text("\xc0\x80")}} },
		"table":    func(e *Entry) { e.Rows[0].Table = "" },
		"size":     func(e *Entry) { e.Facts = []Field{{"a", Bytes(make([]byte, MaxEntry))}} },
	}
	for name, change := range cases {
		e := sample(1)
		change(e)
		func() {
			defer func() {
				if recover() == nil || e.Check() == nil {
					t.Errorf("%s: frozen", name)
				}
			}()
			Freeze(nil, e)
		}()
	}
}
