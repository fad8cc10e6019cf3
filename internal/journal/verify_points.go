package journal

import (
	"cmp"
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// point is a checkpoint waiting for the tree to reach its size.
type point struct {
	size    int64
	root    [32]byte
	short   string // of a day code: all that is known of the root
	outside bool
}

func (p point) class() class {
	if p.outside {
		return classOutside
	}
	return classStored
}

// code is the first word of a finding's code.
func (p point) code() string {
	if p.outside {
		return "outside"
	}
	return "checkpoint"
}

// readStored takes the checkpoints that the source keeps.
func (a *audit) readStored(v note.Verifier) error {
	var stored []Checkpoint
	err := a.src.Checkpoints(func(signed []byte) error {
		a.looked[0]++
		a.take(signed, v, point{})
		if c, err := ReadCheckpoint(signed); err == nil && c.Journal == a.name {
			stored = append(stored, c)
		}
		return nil
	})
	slices.SortStableFunc(stored, func(x, y Checkpoint) int { return cmp.Compare(x.Size, y.Size) })
	var last *Checkpoint
	for i := range stored {
		if wrong := stored[i].Follows(last); wrong != nil {
			a.fault(classStored, stored[i].Size, stored[i].Size, "checkpoint-chain", "%v", wrong)
		}
		last = &stored[i]
	}
	return err
}

// readOutside takes the checkpoints kept elsewhere, as far as they are of this
// journal; a code printed on paper is one too.
func (a *audit) readOutside(v note.Verifier, signed [][]byte) {
	for _, s := range signed {
		if d, err := ParseDayCode(string(s)); err == nil {
			if d.of(a.name) {
				a.looked[1]++
				a.points = append(a.points, point{size: d.Size, short: d.Code, outside: true})
			}
			continue
		}
		if c, err := ReadCheckpoint(s); err == nil && c.Journal != a.name {
			continue
		}
		a.looked[1]++
		a.take(s, v, point{outside: true})
	}
}

// take files a checkpoint under its size. One whose signature is wrong is a
// finding and is compared all the same: that says whether more is wrong.
func (a *audit) take(signed []byte, v note.Verifier, p point) {
	c, err := ReadCheckpoint(signed)
	if err != nil {
		a.fault(p.class(), 0, 0, p.code()+"-bytes", "%v", err)
		return
	}
	if c.Journal != a.name {
		a.fault(p.class(), c.Size, c.Size, p.code()+"-journal", "a checkpoint of %s", c.Journal)
		return
	}
	if v != nil {
		var unsigned *note.UnverifiedNoteError
		switch _, err := OpenCheckpoint(signed, v); {
		case errors.As(err, &unsigned):
			a.fault(p.class(), c.Size, c.Size, p.code()+"-key", "the checkpoint at %d is not signed by key %s", c.Size, v.Name())
		case err != nil:
			a.fault(p.class(), c.Size, c.Size, p.code()+"-signature", "the checkpoint at %d: %v", c.Size, err)
		}
	}
	p.size, p.root = c.Size, c.Root
	a.points = append(a.points, p)
}

// passPoints compares every checkpoint of the size that the tree has now.
func (a *audit) passPoints() {
	n := a.tree.Size()
	root := a.tree.Root()
	for len(a.points) > 0 && a.points[0].size == n {
		p := a.points[0]
		a.points = a.points[1:]
		// A stored checkpoint that fits vouches for nothing where an outside
		// one does not: whoever holds the key can sign the rewritten past.
		good := &a.good[0]
		if p.outside {
			good = &a.good[1]
		}
		if p.short == "" && p.root == root || p.short != "" && p.short == ShortCode(root, n) {
			*good = n
			continue
		}
		a.fault(p.class(), *good+1, n, p.code()+"-root", "entries %d to %d are not those of the checkpoint at %d",
			*good+1, n, n)
	}
}

// pastPoints reports the checkpoints that say there were more entries.
func (a *audit) pastPoints() {
	n := a.tree.Size()
	for _, p := range a.points {
		a.fault(p.class(), n+1, p.size, p.code()+"-ahead", "the checkpoint says %d entries, %d are stored", p.size, n)
	}
	a.points = nil
}
