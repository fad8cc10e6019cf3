package journal

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/ref"
)

// shelf is a journal kept in memory the way a database keeps it.
type shelf struct {
	name        string
	entries     []Stored
	nodes       []shelfNode
	size        int64
	frontier    []byte
	checkpoints [][]byte
	openings    []Opening
}

type shelfNode struct {
	level int
	index int64
	hash  [32]byte
}

func (s *shelf) Name() string { return s.name }
func (s *shelf) Entries(yield func(Stored) error) error {
	for _, e := range s.entries {
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}
func (s *shelf) Nodes(yield func(int, int64, [32]byte) error) error {
	for _, n := range s.nodes {
		if err := yield(n.level, n.index, n.hash); err != nil {
			return err
		}
	}
	return nil
}
func (s *shelf) Head() (int64, []byte, error) { return s.size, s.frontier, nil }
func (s *shelf) Checkpoints(yield func([]byte) error) error {
	for _, c := range s.checkpoints {
		if err := yield(c); err != nil {
			return err
		}
	}
	return nil
}
func (s *shelf) Openings(yield func(Opening) error) error {
	for _, o := range s.openings {
		if err := yield(o); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) clone() *shelf {
	c := *s
	c.entries, c.nodes, c.checkpoints, c.openings = slices.Clone(s.entries), slices.Clone(s.nodes), slices.Clone(
		s.checkpoints), slices.Clone(s.openings)
	c.frontier = bytes.Clone(s.frontier)
	for i := range c.entries {
		c.entries[i].Frozen = bytes.Clone(c.entries[i].Frozen)
	}
	for i := range c.checkpoints {
		c.checkpoints[i] = bytes.Clone(c.checkpoints[i])
	}
	return &c
}

type keys struct {
	skey, vkey string
	signer     note.Signer
	verifier   note.Verifier
}

func newKeys(t testing.TB) keys {
	t.Helper()
	skey, vkey, err := GenerateKey("zhenping")
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := note.NewSigner(skey)
	v, err2 := note.NewVerifier(vkey)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	return keys{skey, vkey, s, v}
}

// fill writes n entries the way the door does, a checkpoint after every tenth,
// one fact of each behind a commitment.
func fill(t testing.TB, k keys, name string, n int64) *shelf {
	t.Helper()
	s := &shelf{name: name}
	tree := newRange()
	var row [32]byte
	for seq := int64(1); seq <= n; seq++ {
		e := sample(seq)
		e.Journal = name
		salt := [16]byte{byte(seq), byte(seq >> 8)}
		who := Text(fmt.Sprintf("王%d", seq))
		e.Facts = append(e.Facts, Field{"who", Commitment(Commit(salt, "who", who))})
		e.Rows = append(e.Rows, Row{Table: "counters", ID: 7, Version: seq, Before: row, Sets: []Field{{"n", Int(seq)}}})
		e.Rows[1].Seal()
		row = e.Rows[1].After
		s.put(t, tree, k, e, seq%10 == 0)
		s.openings = append(s.openings, Opening{Entry: 1000 + seq, Path: "fact/who", Salt: salt, Value: who})
	}
	return s
}

func (s *shelf) put(t testing.TB, tree *Range, k keys, e *Entry, sign bool) {
	t.Helper()
	s.store(t, tree, Freeze(nil, e), e)
	if sign {
		c, err := Checkpoint{Journal: s.name, Size: tree.Size(), Root: tree.Root(), At: e.At}.Sign(k.signer)
		if err != nil {
			t.Fatal(err)
		}
		s.checkpoints = append(s.checkpoints, c)
	}
}

func (s *shelf) store(t testing.TB, tree *Range, frozen []byte, e *Entry) {
	t.Helper()
	s.entries = append(s.entries, Stored{ID: 1000 + e.Seq, Seq: e.Seq, Frozen: frozen, Kind: e.Kind, At: e.At,
		ObjectKind: e.Object.Kind, ObjectID: e.Object.ID, Person: ref.ID(e.Person)})
	err := tree.Append(LeafHash(frozen),
		func(level int, index int64, hash [32]byte) { s.nodes = append(s.nodes, shelfNode{level, index, hash}) })
	if err != nil {
		t.Fatal(err)
	}
	s.size, s.frontier = tree.Size(), tree.Frontier()
}

// rewrite changes an entry and then makes nodes, head and checkpoints fit
// again, as someone can who holds the database and, with k, the key.
func (s *shelf) rewrite(t testing.TB, k *keys, seq int64, change func(*Entry)) {
	t.Helper()
	old := s.clone()
	s.entries, s.nodes, s.checkpoints = nil, nil, nil
	tree := newRange()
	for _, st := range old.entries {
		e, err := Parse(st.Frozen)
		if err != nil {
			t.Fatal(err)
		}
		if e.Seq == seq {
			change(e)
			for i := range e.Rows {
				e.Rows[i].Seal()
			}
		}
		s.store(t, tree, Freeze(nil, e), e)
		if k != nil && e.Seq%10 == 0 {
			c, _ := Checkpoint{Journal: s.name, Size: tree.Size(), Root: tree.Root(), At: e.At}.Sign(k.signer)
			s.checkpoints = append(s.checkpoints, c)
		}
	}
	if k == nil {
		s.checkpoints = old.checkpoints
	}
}
