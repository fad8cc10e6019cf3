package journal

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Verify is the evidence pass over one journal: it recomputes everything from
// the stored bytes and believes nothing else. It checks that every entry
// parses, belongs here and is numbered without holes; that the columns beside
// it say what it says; that each row's After is the digest of its change; that
// stored nodes, head and every checkpoint fit the tree; and that checkpoints
// kept elsewhere (outside; those of other journals are passed over) still fit.
// A rewrite by someone who holds both database and key is found by outside
// checkpoints only.
//
// v may be nil: signatures are then not judged. Memory does not grow with the
// number of entries but for 2 bytes per thousand, with that of checkpoints by
// some 60 bytes each. The error is for reading that failed; what does not fit
// is in the report.
func Verify(src Source, v note.Verifier, outside [][]byte) (Report, error) {
	a := &audit{src: src, name: src.Name(), tree: newRange(), sums: newSums(), next: 1}
	a.readOutside(v, outside)
	if err := a.stop(a.readStored(v)); err != nil {
		return a.report(), err
	}
	slices.SortStableFunc(a.points, func(p, q point) int { return cmp.Compare(p.size, q.size) })
	a.passPoints() // checkpoints of the empty journal
	if err := a.stop(src.Entries(a.entry)); err != nil {
		return a.report(), err
	}
	a.pastPoints()
	if err := a.stop(a.head()); err != nil {
		return a.report(), err
	}
	err := a.stop(a.nodes())
	return a.report(), err
}

// audit is one run of Verify.
type audit struct {
	src    Source
	name   string
	tree   *Range
	sums   *sums
	next   int64 // the number the next entry must have
	points []point
	good   [2]int64 // size of the last checkpoint that fitted, stored and outside
	sketch sketch
	found  []finding
	kept   [classes]int
	total  int64
	looked [2]int64 // checkpoints stored, outside

	entries int64 // of a bundle, so far
	ids     int64 // how far its ids are ahead of their numbers
}

func newRange() *Range {
	r, err := OpenRange(0, nil)
	if err != nil {
		panic(err) // the empty tree always opens
	}
	return r
}

// entry checks one stored entry and adds it to the tree.
func (a *audit) entry(s Stored) error {
	h := &a.sketch
	if err := scan(s.Frozen, h, nil); err != nil {
		a.fault(classEntry, a.next, a.next, "entry-bytes", "%v", err)
		a.next++
		return a.grow(s.Frozen)
	}
	switch {
	case h.seq == a.next:
	case !s.Bare && s.Seq == a.next:
		a.fault(classEntry, a.next, a.next, "entry-number", "the bytes say number %d", h.seq)
		h.seq = a.next // keep step with the stored number
	case h.seq > a.next:
		a.fault(classEntry, a.next, a.next, "entry-missing", "entry %d follows %d", h.seq, a.next-1)
	default:
		a.fault(classEntry, h.seq, h.seq, "entry-repeated", "entry %d stands after %d", h.seq, a.next-1)
	}
	seq := h.seq
	a.next = seq + 1
	if string(h.journal) != a.name {
		a.fault(classEntry, seq, seq, "entry-journal", "the bytes belong to journal %s", h.journal)
	}
	if s.Bare {
		a.named(seq, int64(s.ID))
	} else {
		a.columns(seq, &s)
	}
	for i, r := range h.rows {
		if after := digest(rowDomain, s.Frozen[r.from:r.to]); !bytes.Equal(after[:], s.Frozen[r.afterFrom:r.afterTo]) {
			a.fault(classEntry, seq, seq, "row-digest", "row %d of the entry: its digest is %x", i+1, after)
		}
	}
	return a.grow(s.Frozen)
}

// named checks the id by which a bundle calls an entry: nothing else vouches for
// that of an entry without openings.
func (a *audit) named(seq, id int64) {
	switch {
	case a.entries == 0:
		a.ids = id - seq
	case id-seq != a.ids:
		a.fault(classEntry, seq, seq, "entry-id", "entry %d is called %d", seq, id)
	}
	a.entries++
}

// columns compares what stands beside the bytes with the bytes.
func (a *audit) columns(seq int64, s *Stored) {
	h := &a.sketch
	if s.Seq != seq {
		a.fault(classEntry, seq, seq, "index-seq", "stored as number %d", s.Seq)
	}
	if string(s.Kind) != string(h.kind) {
		a.fault(classEntry, seq, seq, "index-kind", "stored %s, bytes say %s", s.Kind, h.kind)
	}
	if s.At != when.Instant(h.at) {
		a.fault(classEntry, seq, seq, "index-at", "stored %d, bytes say %d", s.At, h.at)
	}
	if string(s.ObjectKind) != string(h.objectKind) || s.ObjectID != ref.ID(h.objectID) {
		a.fault(classEntry, seq, seq, "index-object", "stored %s/%d, bytes say %s/%d", s.ObjectKind,
			s.ObjectID, h.objectKind, h.objectID)
	}
	if s.Person != ref.ID(h.person) {
		a.fault(classEntry, seq, seq, "index-person", "stored %d, bytes say %d", s.Person, h.person)
	}
}

func (a *audit) grow(frozen []byte) error {
	if err := a.tree.Append(LeafHash(frozen), a.sums.expect); err != nil {
		return err
	}
	if len(a.points) > 0 && a.points[0].size == a.tree.Size() {
		a.passPoints()
	}
	return nil
}

// head compares the stored head with the tree of the entries.
func (a *audit) head() error {
	size, frontier, err := a.src.Head()
	if err != nil {
		return err
	}
	n := a.tree.Size()
	if size != n {
		a.fault(classHead, min(size, n)+1, max(size, n), "head-size", "the head says %d entries, %d are stored", size, n)
		return nil
	}
	want := a.tree.Frontier()
	if bytes.Equal(frontier, want) {
		return nil
	}
	// Name the first subtree that differs: its leaves are [from, to).
	from, to := int64(0), n
	for i := 0; i < len(want) && len(frontier) == len(want); i += 32 {
		to = from + highBit(n-from)
		if !bytes.Equal(frontier[i:i+32], want[i:i+32]) {
			break
		}
		from = to
	}
	a.fault(classHead, from+1, to, "head-frontier", "the head does not fit entries %d to %d", from+1, to)
	return nil
}

// stop turns a source's own fault (a damaged bundle) into a finding; any other
// error ends the verification.
func (a *audit) stop(err error) error {
	var f Fault
	if errors.As(err, &f) {
		seq := max(f.Seq, a.next)
		a.fault(classEntry, seq, seq, f.What, "%s", f.Detail)
		return nil
	}
	if err != nil {
		return fmt.Errorf("verify %s: %w", a.name, err)
	}
	return nil
}
