package journal

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/transparency-dev/merkle/compact"
)

// Range is a journal's tree in short: the roots of its complete subtrees, left
// to right. It is all that appending needs. A Range is not safe for several
// goroutines at once; Clone it.
type Range struct{ tree *compact.Range }

var factory = &compact.RangeFactory{Hash: hashChildren}

// hashChildren is RFC 6962's inner node. The library keeps the returned slice
// and never writes to it, which is why Clone may share it.
func hashChildren(left, right []byte) []byte {
	var b [65]byte
	b[0] = 1
	copy(b[1:], left)
	copy(b[33:], right)
	h := sha256.Sum256(b[:])
	return h[:]
}

// OpenRange continues a tree of the given size. frontier is the concatenation
// of its 32-byte hashes as Frontier returned it; for size 0 it is empty.
func OpenRange(size int64, frontier []byte) (*Range, error) {
	if size < 0 || len(frontier)%32 != 0 {
		return nil, fmt.Errorf("frontier of %d bytes for %d entries", len(frontier), size)
	}
	own := slices.Clone(frontier)
	hashes := make([][]byte, 0, len(own)/32+2)
	for h := range slices.Chunk(own, 32) {
		hashes = append(hashes, h)
	}
	tree, err := factory.NewRange(0, uint64(size), hashes)
	if err != nil {
		return nil, fmt.Errorf("frontier of %d bytes for %d entries: %w", len(frontier), size, err)
	}
	return &Range{tree}, nil
}

// Append adds a leaf and calls node, which may be nil, for every inner node
// (level from 1) that has become complete by it, lowest first. Such a node
// never changes again.
func (r *Range) Append(leaf [32]byte, node func(level int, index int64, hash [32]byte)) error {
	var visit compact.VisitFn
	if node != nil {
		visit = func(id compact.NodeID, hash []byte) {
			if id.Level > 0 {
				node(int(id.Level), int64(id.Index), [32]byte(hash))
			}
		}
	}
	return r.tree.Append(slices.Clone(leaf[:]), visit)
}

// Size is the number of leaves.
func (r *Range) Size() int64 { return int64(r.tree.End()) }

// Frontier is what the head row stores: the hashes of the complete subtrees,
// the largest first, 32 bytes each.
func (r *Range) Frontier() []byte { return slices.Concat(r.tree.Hashes()...) }

// Root is the tree's RFC 6962 root; of no leaves, the hash of nothing.
func (r *Range) Root() [32]byte {
	root, err := r.tree.GetRootHash(nil)
	if err != nil || root == nil { // err is impossible: the range begins at 0
		return sha256.Sum256(nil)
	}
	return [32]byte(root)
}

// Clone returns a Range that can be appended to without moving this one. It
// copies one short slice and no hashes.
func (r *Range) Clone() *Range {
	old := r.tree.Hashes()
	hashes := append(make([][]byte, 0, len(old)+2), old...)
	tree, err := factory.NewRange(0, r.tree.End(), hashes)
	if err != nil {
		panic("journal: " + err.Error()) // the number of hashes fits the size by construction
	}
	return &Range{tree}
}
