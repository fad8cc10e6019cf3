package journal

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"maps"
	"math/bits"
	"slices"
)

// block is how many leaves share one sum.
const blockBits = 12

// sums compares the stored nodes with the computed ones in any order and
// little memory: a keyed sum of the nodes completed within each block of
// leaves, computed minus stored. The key is new in every run, so nobody can
// prepare nodes that cancel out. Where a sum is not zero the block is read
// again to name the node.
type sums struct {
	seed maphash.Seed
	of   []uint64
}

func newSums() *sums { return &sums{seed: maphash.MakeSeed()} }

// ends is the index of the last leaf under a node; ok is false when there can be
// no such node in a tree of 2^62 leaves.
func ends(level int, index int64) (last int64, ok bool) {
	if level < 1 || level > 62 || index < 0 || index >= 1<<(62-level) {
		return 0, false
	}
	return (index+1)<<level - 1, true
}

func (s *sums) mix(level int, index int64, hash [32]byte) uint64 {
	var b [41]byte
	b[0] = byte(level)
	binary.LittleEndian.PutUint64(b[1:], uint64(index))
	copy(b[9:], hash[:])
	return maphash.Bytes(s.seed, b[:])
}

// expect counts a computed node.
func (s *sums) expect(level int, index int64, hash [32]byte) {
	last, _ := ends(level, index)
	for k := int(last >> blockBits); k >= len(s.of); {
		s.of = append(s.of, 0)
	}
	s.of[last>>blockBits] += s.mix(level, index, hash)
}

// nodes compares the stored nodes with those of the tree.
func (a *audit) nodes() error {
	n := a.tree.Size()
	err := a.src.Nodes(func(level int, index int64, hash [32]byte) error {
		last, ok := ends(level, index)
		if !ok || last >= n {
			a.fault(classNode, n+1, max(last, n)+1, "node-extra", "node %d/%d is not in a tree of %d", level, index, n)
			return nil
		}
		a.sums.of[last>>blockBits] -= a.sums.mix(level, index, hash)
		return nil
	})
	if errors.Is(err, ErrNoNodes) {
		return nil
	}
	if err != nil {
		return err
	}
	for k, sum := range a.sums.of {
		if sum != 0 {
			return a.locate(int64(k))
		}
	}
	return nil
}

type nodeID struct {
	level int
	index int64
}

// errEnough ends a reading that has seen what it came for.
var errEnough = errors.New("journal: enough")

// locate reads one block again and names its nodes that do not fit. Later
// blocks usually differ only because this one does.
func (a *audit) locate(k int64) error {
	want := map[nodeID][32]byte{}
	inside := func(level int, index int64) bool {
		last, ok := ends(level, index)
		return ok && last>>blockBits == k
	}
	tree := newRange()
	err := a.src.Entries(func(s Stored) error {
		if tree.Size()>>blockBits > k {
			return errEnough
		}
		return tree.Append(LeafHash(s.Frozen), func(level int, index int64, hash [32]byte) {
			if inside(level, index) {
				want[nodeID{level, index}] = hash
			}
		})
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	what := map[nodeID]string{}
	for id := range want {
		what[id] = "node-missing"
	}
	err = a.src.Nodes(func(level int, index int64, hash [32]byte) error {
		id := nodeID{level, index}
		switch {
		case !inside(level, index) || index >= a.tree.Size()>>level:
		case what[id] != "node-missing":
			what[id] = "node-repeated"
		case want[id] != hash:
			what[id] = "node-changed"
		default:
			what[id] = ""
		}
		return nil
	})
	if err != nil {
		return err
	}
	order := slices.SortedFunc(maps.Keys(what), func(x, y nodeID) int {
		return cmp.Or(cmp.Compare(x.level, y.level), cmp.Compare(x.index, y.index))
	})
	for _, id := range order {
		if w := what[id]; w != "" {
			last, _ := ends(id.level, id.index)
			from := id.index<<id.level + 1
			a.fault(classNode, from, last+1, w, "node %d/%d does not fit entries %d to %d", id.level, id.index, from, last+1)
		}
	}
	return nil
}

// highBit is the largest power of two that is not more than n, for n > 0.
func highBit(n int64) int64 { return 1 << (bits.Len64(uint64(n)) - 1) }
