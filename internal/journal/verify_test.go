package journal

import (
	"bytes"
	"testing"
)

func verify(t *testing.T, s Source, k keys, outside ...[]byte) Report {
	t.Helper()
	r, err := Verify(s, k.verifier, outside)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyWhole(t *testing.T) {
	k := newKeys(t)
	for _, n := range []int64{0, 1, 2, 63, 64, 65, 5000} {
		s := fill(t, k, "acts/610927", n)
		r := verify(t, s, k, s.checkpoints...)
		if !r.OK() || r.Entries != n || r.Checkpoints != n/10 || r.Outside != n/10 {
			t.Errorf("%d: %+v", n, r)
		}
		count, faults, _, err := VerifyOpenings(s, s)
		if err != nil || len(faults) > 0 || count != n {
			t.Errorf("%d openings: %d %v %v", n, count, faults, err)
		}
	}
}

// TestVerifyTamper: one act of tampering a row, with the code and the first
// entry that must be named.
func TestVerifyTamper(t *testing.T) {
	k, other := newKeys(t), newKeys(t)
	whole := fill(t, k, "acts/610927", 65)
	sign := func(c Checkpoint, by keys) []byte {
		b, err := c.Sign(by.signer)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	point := func(s *shelf, i int) Checkpoint {
		c, err := ReadCheckpoint(s.checkpoints[i])
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	swap := func(s *shelf, i, j int) { s.entries[i], s.entries[j] = s.entries[j], s.entries[i] }
	replace := func(s *shelf, i int, change func(e *Entry)) {
		e, err := Parse(s.entries[i].Frozen)
		if err != nil {
			t.Fatal(err)
		}
		change(e)
		s.entries[i].Frozen = Freeze(nil, e)
	}
	cases := []struct {
		name string
		do   func(s *shelf)
		what string
		seq  int64
	}{
		{"kind column", func(s *shelf) { s.entries[16].Kind = "order.closed.v1" }, "index-kind", 17},
		{"time column", func(s *shelf) { s.entries[16].At++ }, "index-at", 17},
		{"object kind column", func(s *shelf) { s.entries[16].ObjectKind = "problem" }, "index-object", 17},
		{"object column", func(s *shelf) { s.entries[16].ObjectID++ }, "index-object", 17},
		{"person column", func(s *shelf) { s.entries[16].Person = 0 }, "index-person", 17},
		{"number column", func(s *shelf) { s.entries[16].Seq = 99 }, "index-seq", 17},
		{"bytes cut", func(s *shelf) { s.entries[16].Frozen = s.entries[16].Frozen[:40] }, "entry-bytes", 17},
		{"bytes empty", func(s *shelf) { s.entries[16].Frozen = nil }, "entry-bytes", 17},
		{"bytes longer", func(s *shelf) { s.entries[16].Frozen = append(s.entries[16].Frozen, 0) }, "entry-bytes", 17},
		{"number inside", func(s *shelf) { replace(s, 16, func(e *Entry) { e.Seq = 18 }) }, "entry-number", 17},
		{"journal inside", func(s *shelf) { replace(s, 16, func(e *Entry) { e.Journal = "acts/610928" }) },
			"entry-journal", 17},
		{"account inside", func(s *shelf) { replace(s, 16, func(e *Entry) { e.Account = 5 }) }, "node-changed", 17},
		{"fact inside", func(s *shelf) { replace(s, 16, func(e *Entry) { e.Facts[0].Value = Int(3) }) }, "node-changed", 17},
		{"column inside", func(s *shelf) { replace(s, 16, func(e *Entry) { e.Rows[0].Sets[0].Value = Int(3) }) },
			"row-digest", 17},
		{"after inside", func(s *shelf) { replace(s, 16, func(e *Entry) { e.Rows[0].After[0]++ }) }, "row-digest", 17},
		{"last entry inside", func(s *shelf) { replace(s, 64, func(e *Entry) { e.Request = "" }) }, "head-frontier", 65},
		{"swapped", func(s *shelf) { swap(s, 16, 17) }, "entry-missing", 17},
		{"dropped", func(s *shelf) { s.entries = append(s.entries[:16], s.entries[17:]...) }, "entry-missing", 17},
		{"first dropped", func(s *shelf) { s.entries = s.entries[1:] }, "entry-missing", 1},
		{"last dropped", func(s *shelf) { s.entries = s.entries[:64] }, "head-size", 65},
		{"all dropped", func(s *shelf) { s.entries = nil }, "node-extra", 1},
		{"repeated", func(s *shelf) { s.entries = append(s.entries[:17], s.entries[16:]...) }, "entry-repeated", 17},
		{"node changed", func(s *shelf) { s.nodes[30].hash[5] ^= 1 }, "node-changed",
			whole.nodes[30].index<<whole.nodes[30].level + 1},
		{"node gone", func(s *shelf) { s.nodes = append(s.nodes[:30], s.nodes[31:]...) }, "node-missing",
			whole.nodes[30].index<<whole.nodes[30].level + 1},
		{"node twice", func(s *shelf) { s.nodes = append(s.nodes, s.nodes[30]) }, "node-repeated",
			whole.nodes[30].index<<whole.nodes[30].level + 1},
		{"node moved", func(s *shelf) { s.nodes[0].index = 1000 }, "node-missing", 1},
		{"node at level 0", func(s *shelf) { s.nodes = append(s.nodes, shelfNode{level: 0}) }, "node-extra", 66},
		{"nodes all gone", func(s *shelf) { s.nodes = nil }, "node-missing", 1},
		{"head size", func(s *shelf) { s.size++ }, "head-size", 66},
		{"frontier", func(s *shelf) { s.frontier[40] ^= 1 }, "head-frontier", 65},
		{"frontier short", func(s *shelf) { s.frontier = s.frontier[:32] }, "head-frontier", 1},
		{"checkpoint text", func(s *shelf) {
			s.checkpoints[2] = bytes.Replace(s.checkpoints[2], []byte("\n30\n"), []byte("\n31\n"), 1)
		}, "checkpoint-signature", 31},
		{"checkpoint signature", func(s *shelf) {
			s.checkpoints[2] = bytes.Replace(s.checkpoints[2], []byte(" "), []byte("  "), 1)
		}, "checkpoint-bytes", 0},
		{"checkpoint of another key", func(s *shelf) { s.checkpoints[2] = sign(point(s, 2), other) }, "checkpoint-key", 30},
		{"checkpoint of another journal", func(s *shelf) {
			c := point(s, 2)
			c.Journal = "access/610927"
			s.checkpoints[2] = sign(c, k)
		}, "checkpoint-journal", 30},
		{"checkpoint of another root", func(s *shelf) {
			c := point(s, 2)
			c.Root[0]++
			s.checkpoints[2] = sign(c, k)
		}, "checkpoint-root", 21},
		{"checkpoint of the future", func(s *shelf) {
			c := point(s, 2)
			c.Size = 66
			s.checkpoints[2] = sign(c, k)
		}, "checkpoint-ahead", 66},
		{"rewritten without the key", func(s *shelf) { s.rewrite(t, nil, 17, func(e *Entry) { e.Facts[0].Value = Int(9) }) },
			"checkpoint-root", 11},
	}
	for _, c := range cases {
		s := whole.clone()
		c.do(s)
		r := verify(t, s, k)
		if r.OK() || r.Faults[0].What != c.what || r.Faults[0].Seq != c.seq || r.Faults[0].Journal != s.name {
			t.Errorf("%s: want %s at %d, got %v", c.name, c.what, c.seq, r.Faults)
		}
	}
	if r := verify(t, whole, k); !r.OK() {
		t.Error("the cases changed the whole journal:", r.Faults)
	}
}

// TestVerifyOutside is the rewrite by someone who holds everything: only a
// checkpoint kept elsewhere finds it.
func TestVerifyOutside(t *testing.T) {
	k := newKeys(t)
	s := fill(t, k, "acts/610927", 65)
	kept := [][]byte{s.checkpoints[0], s.checkpoints[3], s.checkpoints[5]}
	s.rewrite(t, &k, 37, func(e *Entry) { e.Person = 666; e.Rows[0].Sets[3].Value = Int(1) })
	if r := verify(t, s, k); !r.OK() {
		t.Fatal("a consistent rewrite shows without an older checkpoint?", r.Faults)
	}
	r := verify(t, s, k, kept...)
	if r.Total != 2 || r.Faults[0].What != "outside-root" || r.Faults[0].Seq != 11 || r.Outside != 3 {
		t.Errorf("want outside-root from 11, got %+v", r)
	}
	cut := fill(t, k, "acts/610927", 30)
	if r := verify(t, cut, k, kept[2]); r.OK() || r.Faults[0].What != "outside-ahead" || r.Faults[0].Seq != 31 {
		t.Errorf("cut: %+v", r)
	}
	foreign, _ := Checkpoint{Journal: "system", Size: 3}.Sign(k.signer)
	if r := verify(t, cut, k, foreign); !r.OK() || r.Outside != 0 {
		t.Errorf("another journal's checkpoint: %+v", r)
	}
	if r := verify(t, cut, k, []byte("nonsense")); r.OK() || r.Faults[0].What != "outside-bytes" {
		t.Errorf("nonsense: %+v", r)
	}
}

// TestVerifyEveryByte flips every byte of one entry: nothing goes unseen, and
// what does not parse or does not fit is named at the entry or its pair.
func TestVerifyEveryByte(t *testing.T) {
	k := newKeys(t)
	whole := fill(t, k, "acts/610927", 20)
	for i := range whole.entries[12].Frozen {
		for _, bit := range []byte{1, 0x80} {
			s := whole.clone()
			s.entries[12].Frozen[i] ^= bit
			r := verify(t, s, k)
			if r.OK() || r.Faults[0].Seq != 13 {
				t.Fatalf("byte %d ^ %d: %v", i, bit, r.Faults)
			}
			if e, err := Parse(s.entries[12].Frozen); err == nil && !bytes.Equal(Freeze(nil, e), s.entries[12].Frozen) {
				t.Fatalf("byte %d: parsed what Freeze does not write", i)
			}
		}
	}
}

func TestChain(t *testing.T) {
	row := func(before Row, version int64, n int64) Row {
		r := Row{Table: "orders", ID: 5, Version: version, Before: before.After, Sets: []Field{{"n", Int(n)}}}
		r.Seal()
		return r
	}
	a := row(Row{}, 1, 1)
	b := row(a, 2, 2)
	gone := Row{Table: "orders", ID: 5, Version: 3, Before: b.After, Gone: true}
	gone.Seal()
	broken := b
	broken.After[3]++
	cases := []struct {
		name string
		rows []Row
		what string
	}{
		{"whole", []Row{a, b, gone}, ""},
		{"born again", []Row{a, b, gone, a}, ""},
		{"step left out", []Row{a, row(b, 3, 3)}, "row-chain"},
		{"born twice", []Row{a, a}, "row-chain"},
		{"not born", []Row{b}, "row-chain"},
		{"version skipped", []Row{a, row(a, 3, 2)}, "row-version"},
		{"version kept", []Row{a, row(a, 1, 2)}, "row-version"},
		{"digest", []Row{a, broken}, "row-digest"},
		{"after the end", []Row{a, b, gone, row(gone, 4, 1)}, "row-chain"},
	}
	for _, c := range cases {
		var chain Chain
		var err error
		for i, r := range c.rows {
			err = chain.Take(int64(i+1), r)
			if err != nil && i != len(c.rows)-1 {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if f, _ := err.(Fault); f.What != c.what || c.what != "" && f.Seq != int64(len(c.rows)) {
			t.Errorf("%s: want %q, got %v", c.name, c.what, err)
		}
	}
}

func TestOpenings(t *testing.T) {
	k := newKeys(t)
	s := fill(t, k, "acts/610927", 5)
	e, _ := Parse(s.entries[0].Frozen)
	if err := CheckOpening(e, "orders/50001/reporter", [16]byte{1}, Text("王某")); err != nil {
		t.Error(err)
	}
	bad := []struct {
		path string
		salt byte
		v    Value
		what string
	}{
		{"orders/50001/reporter", 2, Text("王某"), "opening-value"},
		{"orders/50001/reporter", 1, Text("李某"), "opening-value"},
		{"orders/50001/reporter", 1, Bytes([]byte("王某")), "opening-value"},
		{"orders/50002/reporter", 1, Text("王某"), "opening-stray"},
		{"orders/50001/title", 1, Text("农村道路排水"), "opening-stray"},
		{"fact/reporter", 1, Text("王某"), "opening-stray"},
		{"orders", 1, Text("王某"), "opening-stray"},
	}
	for _, c := range bad {
		if f, _ := CheckOpening(e, c.path, [16]byte{c.salt}, c.v).(Fault); f.What != c.what {
			t.Errorf("%+v: %v", c, f)
		}
	}
	s.openings[2].Salt[5]++
	s.openings = append(s.openings, Opening{Entry: 77, Path: "fact/who"})
	n, faults, total, err := VerifyOpenings(s, s)
	if err != nil || n != 6 || total != 2 || faults[0].What != "opening-value" || faults[0].Seq != 3 ||
		faults[1].What != "opening-stray" {
		t.Error(n, faults, total, err)
	}
}
