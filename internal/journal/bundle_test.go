package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func bundle(t testing.TB, k keys, sources ...Source) []byte {
	t.Helper()
	var w bytes.Buffer
	if err := WriteBundle(&w, k.vkey, sources...); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

func readBundle(b []byte, v note.Verifier, outside ...[]byte) ([]Report, error) {
	r, err := OpenBundle(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	return VerifyBundle(r, v, outside)
}

func TestBundle(t *testing.T) {
	k := newKeys(t)
	a, b, none := fill(t, k, "acts/610927", 65), fill(t, k, "access/610927", 7), fill(t, k, "system", 0)
	file := bundle(t, k, a, b, none)
	reports, err := readBundle(file, nil, a.checkpoints[1])
	if err != nil || len(reports) != 3 {
		t.Fatal(reports, err)
	}
	for i, s := range []*shelf{a, b, none} {
		want := verify(t, s, k)
		if r := reports[i]; !r.OK() || r.Root != want.Root || r.Entries != want.Entries || r.Checkpoints != want.Checkpoints {
			t.Errorf("%s: %+v, want %+v", s.name, r, want)
		}
	}
	// Written again from what was read, it is the same file.
	open, _ := OpenBundle(bytes.NewReader(file), int64(len(file)))
	var again []Source
	for {
		j, err := open.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		again = append(again, j)
	}
	if !bytes.Equal(bundle(t, k, again...), file) {
		t.Error("read and written again, the bundle differs")
	}
	// A large entry does not fit the reader's buffer.
	big := &shelf{name: "system"}
	e := sample(1)
	e.Journal, e.Facts = "system", []Field{{"file", Bytes(make([]byte, 1<<20))}}
	big.put(t, newRange(), k, e, true)
	if r, err := readBundle(bundle(t, k, big), k.verifier); err != nil || !r[0].OK() {
		t.Error(r, err)
	}
}

// TestBundleEveryByte flips every byte of a bundle and cuts it at many:
// only an entry's id, which nothing vouches for unless an opening names it, may
// change unseen.
func TestBundleEveryByte(t *testing.T) {
	k := newKeys(t)
	file := bundle(t, k, fill(t, k, "acts/610927", 10))
	failed := func(b []byte) bool {
		reports, err := readBundle(b, k.verifier)
		for _, r := range reports {
			if !r.OK() {
				return true
			}
		}
		return err != nil
	}
	if failed(file) {
		t.Fatal("the whole bundle fails")
	}
	key := bytes.Index(file, []byte("\n\n"))
	for i := range file {
		b := bytes.Clone(file)
		b[i] ^= 0x04
		if i > len(bundleMagic) && i < key {
			continue // the key in the header; the verifier was given another
		}
		if !failed(b) {
			t.Errorf("byte %d of %d changed unseen", i, len(file))
		}
	}
	for i := 0; i < len(file); i += 7 {
		if !failed(file[:i]) {
			t.Errorf("cut at %d of %d unseen", i, len(file))
		}
	}
	if !failed(append(bytes.Clone(file), 'Z')) {
		t.Error("longer unseen")
	}
}

// An entry without openings has nothing that leads to it by its id; the ids
// still stand in one row.
func TestBundleIdsStandInARow(t *testing.T) {
	k := newKeys(t)
	j := fill(t, k, "acts/610927", 5)
	j.openings = nil
	if _, err := readBundle(bundle(t, k, j), k.verifier); err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 3, 4} {
		bad := j.clone()
		bad.entries[i].ID ^= 1
		reports, err := readBundle(bundle(t, k, bad), k.verifier)
		if err == nil && reports[0].OK() {
			t.Errorf("another id of entry %d is not seen", i+1)
		}
	}
}

func TestBundleFaults(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	whole := fill(t, k, "acts/610927", 65)
	cases := []struct {
		name string
		do   func(s *shelf)
		what string
		seq  int64
	}{
		{"dropped", func(s *shelf) { s.entries = append(s.entries[:16], s.entries[17:]...) }, "entry-missing", 17},
		{"repeated", func(s *shelf) { s.entries = append(s.entries[:17], s.entries[16:]...) }, "entry-repeated", 17},
		{"cut", func(s *shelf) { s.entries[16].Frozen = s.entries[16].Frozen[:9] }, "entry-bytes", 17},
		{"last dropped", func(s *shelf) { s.entries = s.entries[:64]; s.openings = nil }, "head-size", 65},
		{"head", func(s *shelf) { s.frontier[1]++ }, "head-frontier", 1},
		{"opening", func(s *shelf) { s.openings[20].Value = Text("李某") }, "opening-value", 21},
		{"opening of nothing", func(s *shelf) { s.openings[20].Entry = 1 }, "opening-stray", 0},
		{"rewritten", func(s *shelf) { s.rewrite(t, nil, 17, func(e *Entry) { e.Account = 9 }) }, "checkpoint-root", 11},
	}
	for _, c := range cases {
		s := whole.clone()
		c.do(s)
		r, err := readBundle(bundle(t, k, s), nil)
		if err != nil || r[0].OK() || r[0].Faults[0].What != c.what || r[0].Faults[0].Seq != c.seq {
			t.Errorf("%s: want %s at %d: %v %v", c.name, c.what, c.seq, r, err)
		}
	}
	if r, err := readBundle(bundle(t, k, whole), other.verifier); err != nil || r[0].OK() ||
		r[0].Faults[0].What != "checkpoint-key" {
		t.Error("another key:", r, err)
	}
	foreign, _ := Checkpoint{Journal: "system", Size: 3}.Sign(k.signer)
	if r, err := readBundle(bundle(t, k, whole), nil, foreign); err != nil || len(r) != 2 || r[1].OK() ||
		r[1].Faults[0].What != "outside-journal" {
		t.Error("a checkpoint of a journal that is not there:", r, err)
	}
	if r, err := readBundle(bundle(t, k, whole, whole), nil); err != nil || r[1].OK() ||
		r[1].Faults[0].What != "bundle-journal" {
		t.Error("the same journal twice:", r, err)
	}
}

func receipt(t testing.TB, k keys, s *shelf, seq int64, size int64) []byte {
	t.Helper()
	c := s.checkpoints[size/10-1]
	path, err := Inclusion(seq-1, size, func(level int, index int64) ([32]byte, error) {
		if level == 0 {
			return LeafHash(s.entries[index].Frozen), nil
		}
		for _, n := range s.nodes {
			if n.level == level && n.index == index {
				return n.hash, nil
			}
		}
		return [32]byte{}, errors.New("no such node")
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReceipt(s.entries[seq-1].Frozen, c, path, k.vkey)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReceipt(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	s := fill(t, k, "acts/610927", 65)
	for _, seq := range []int64{1, 2, 17, 32, 60} {
		b := receipt(t, k, s, seq, 60)
		if err := errors.Join(VerifyReceipt(b, k.vkey), VerifyReceipt(b, "")); err != nil {
			t.Error(seq, err)
		}
	}
	file := receipt(t, k, s, 17, 60)
	for at := range file { // no bit may be another one, not even one that base64 leaves unused
		file[at] ^= 1
		if err := VerifyReceipt(file, ""); err == nil {
			t.Errorf("changed at %d of %d and verified: %.60s", at, len(file), file[max(0, at-30):])
		}
		file[at] ^= 1
	}
	for _, c := range [][2]string{{`"format"`, `"FORMAT"`}, {`"key"`, `"x": 1, "key"`}, {`"proof": [`, `"proof": [null,`},
		{`"seq": 17`, `"seq": 17.0`}} {
		if err := VerifyReceipt(bytes.Replace(file, []byte(c[0]), []byte(c[1]), 1), ""); err == nil {
			t.Errorf("%s was verified", c[1])
		}
	}
	whole, _ := ReadReceipt(file)
	cases := []struct {
		name string
		key  string
		do   func(r *Receipt)
		what string
	}{
		{"another key asked for", other.vkey, func(r *Receipt) {}, "receipt-key"},
		{"another key named", "", func(r *Receipt) { r.Key = other.vkey }, "checkpoint-signature"},
		{"no key", "", func(r *Receipt) { r.Key = "" }, "receipt-key"},
		{"number", "", func(r *Receipt) { r.Seq = 18 }, "entry-number"},
		{"journal", "", func(r *Receipt) { r.Journal = "system" }, "entry-number"},
		{"entry", "", func(r *Receipt) { e := sample(17); e.Account = 2; r.Entry = Freeze(nil, e) }, "receipt-proof"},
		{"row", "", func(r *Receipt) { e := sample(17); e.Rows[0].After[0]++; r.Entry = Freeze(nil, e) }, "row-digest"},
		{"entry cut", "", func(r *Receipt) { r.Entry = r.Entry[:30] }, "entry-bytes"},
		{"another checkpoint", "", func(r *Receipt) { r.Checkpoint = string(s.checkpoints[2]) }, "receipt-proof"},
		{"an earlier checkpoint", "", func(r *Receipt) { r.Checkpoint = string(s.checkpoints[0]) }, "receipt-proof"},
		{"another journal's checkpoint", "", func(r *Receipt) {
			c, _ := Checkpoint{Journal: "system", Size: 60}.Sign(k.signer)
			r.Checkpoint = string(c)
		}, "checkpoint-journal"},
		{"proof", "", func(r *Receipt) { r.Proof[2][0]++ }, "receipt-proof"},
		{"proof short", "", func(r *Receipt) { r.Proof = r.Proof[1:] }, "receipt-proof"},
		{"proof of short hashes", "", func(r *Receipt) { r.Proof[0] = r.Proof[0][:31] }, "receipt-proof"},
	}
	for _, c := range cases {
		r := whole
		r.Proof = nil
		for _, h := range whole.Proof {
			r.Proof = append(r.Proof, bytes.Clone(h))
		}
		c.do(&r)
		b, _ := json.Marshal(r)
		var f Fault
		if err := VerifyReceipt(b, c.key); !errors.As(err, &f) || f.What != c.what {
			t.Errorf("%s: want %s, got %v", c.name, c.what, err)
		}
	}
	for _, b := range []string{"", "{}", `{"format":"shuangze receipt 1"}`, `{"format":"shuangze receipt 1"}{}`,
		`{"format":"shuangze receipt 1","more":1}`} {
		if VerifyReceipt([]byte(b), "") == nil {
			t.Errorf("%q passes", b)
		}
	}
}

func BenchmarkVerifyBundle(b *testing.B) {
	k := newKeys(b)
	s := &shelf{name: "acts/610927"}
	tree := newRange()
	const n = 50000
	for seq := int64(1); seq <= n; seq++ {
		s.put(b, tree, k, sample(seq), seq%5000 == 0)
	}
	file := bundle(b, k, s)
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		r, err := readBundle(file, nil)
		if err != nil || !r[0].OK() || r[0].Entries != n {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkVerifyStored(b *testing.B) {
	k := newKeys(b)
	s := &shelf{name: "acts/610927"}
	tree := newRange()
	const n = 50000
	for seq := int64(1); seq <= n; seq++ {
		s.put(b, tree, k, sample(seq), seq%5000 == 0)
	}
	for b.Loop() {
		r, err := Verify(s, k.verifier, nil)
		if err != nil || !r.OK() {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}
