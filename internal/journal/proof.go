package journal

import (
	"fmt"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// Inclusion builds the RFC 6962 proof that leaf index (Seq-1) is in the tree of
// the given size. node fetches stored nodes; level 0 are leaf hashes, the rest
// what Append reported.
func Inclusion(index, size int64, node func(level int, index int64) ([32]byte, error)) ([][32]byte, error) {
	if index < 0 || size < 0 {
		return nil, fmt.Errorf("no leaf %d in %d", index, size)
	}
	want, err := proof.Inclusion(uint64(index), uint64(size))
	if err != nil {
		return nil, err
	}
	return gather(want, node)
}

// Consistency builds the RFC 6962 proof that the tree of size old is the
// beginning of the tree of the given size.
func Consistency(old, size int64, node func(level int, index int64) ([32]byte, error)) ([][32]byte, error) {
	if old < 0 || size < 0 {
		return nil, fmt.Errorf("no tree of size %d", min(old, size))
	}
	want, err := proof.Consistency(uint64(old), uint64(size))
	if err != nil {
		return nil, err
	}
	return gather(want, node)
}

func gather(want proof.Nodes, node func(level int, index int64) ([32]byte, error)) ([][32]byte, error) {
	hashes := make([][]byte, 0, len(want.IDs))
	for _, id := range want.IDs {
		h, err := node(int(id.Level), int64(id.Index))
		if err != nil {
			return nil, fmt.Errorf("node %d/%d: %w", id.Level, id.Index, err)
		}
		hashes = append(hashes, h[:])
	}
	hashes, err := want.Rehash(hashes, hashChildren)
	if err != nil {
		return nil, err
	}
	out := make([][32]byte, len(hashes))
	for i, h := range hashes {
		out[i] = [32]byte(h)
	}
	return out, nil
}

// VerifyInclusion checks a proof from Inclusion; nil means leaf number index is
// in the tree with this size and root.
func VerifyInclusion(index, size int64, leaf, root [32]byte, path [][32]byte) error {
	if index < 0 || size < 0 {
		return fmt.Errorf("no leaf %d in %d", index, size)
	}
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(size), leaf[:],
		slices32(path), root[:]); err != nil {
		return fmt.Errorf("entry %d is not in the tree of %d with this root: %w", index+1, size, err)
	}
	return nil
}

// VerifyConsistency checks a proof from Consistency; nil means that the tree of
// size old with root was is the beginning of the tree of size with root is.
func VerifyConsistency(old, size int64, was, is [32]byte, path [][32]byte) error {
	if old < 0 || size < 0 {
		return fmt.Errorf("no tree of size %d", min(old, size))
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old), uint64(size), slices32(path),
		was[:], is[:]); err != nil {
		return fmt.Errorf("the tree of %d does not continue the tree of %d: %w", size, old, err)
	}
	return nil
}

func slices32(in [][32]byte) [][]byte {
	out := make([][]byte, len(in))
	for i := range in {
		out[i] = in[i][:]
	}
	return out
}
