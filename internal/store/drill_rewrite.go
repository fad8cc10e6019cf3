package store

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/journal"
)

// rewrites are what someone does who understands the journal: who did the act
// is changed in the frozen bytes, and everything that follows is computed
// anew. Without the key the signed checkpoints show it. With the key as well
// nothing in the database shows it: only a checkpoint kept elsewhere does.
func (b *bench) rewrites(o DrillOptions) error {
	kept, err := b.notes()
	if err != nil || len(kept) == 0 {
		return err
	}
	b.add("the past rewritten with everything recomputed, by someone without the key", place{},
		func() error { return b.rewrite(nil) })
	if o.Signer == nil {
		return nil
	}
	b.add("the past rewritten and every checkpoint signed again, by someone who holds the key", place{},
		func() error { return b.rewrite(o.Signer) })
	b.list[len(b.list)-1].Beyond, b.list[len(b.list)-1].kept = true, b.settled // the files are written again too
	b.add("the same, verified with an older checkpoint kept elsewhere", place{},
		func() error { return b.rewrite(o.Signer) })
	b.list[len(b.list)-1].outside, b.list[len(b.list)-1].kept = kept, b.settled
	return nil
}

func (b *bench) notes() (kept [][]byte, err error) {
	var signed string
	err = b.each(func() error { kept = append(kept, []byte(signed)); return nil }, []any{&signed},
		`SELECT note FROM checkpoint WHERE journal=$1 AND size>=$2 ORDER BY size`, b.book.name, b.seq)
	return kept, err
}

func (b *bench) rewrite(signer note.Signer) error {
	var frozen []byte
	if err := b.hand.row([]any{&frozen}, `SELECT frozen FROM entry WHERE id=$1`, entryID(b.book.no, b.seq)); err != nil {
		return err
	}
	e, err := journal.Parse(frozen)
	if err != nil {
		return err
	}
	e.Person += 1
	e.Account += 1
	if err := b.exec(`UPDATE entry SET frozen=$1,person=$2 WHERE id=$3`, journal.Freeze(nil, e), int64(e.Person),
		entryID(b.book.no, b.seq)); err != nil {
		return err
	}
	points := map[int64]journal.Checkpoint{}
	kept, err := b.notes()
	if err != nil {
		return err
	}
	for _, signed := range kept {
		c, err := journal.ReadCheckpoint(signed)
		if err != nil {
			return err
		}
		points[c.Size] = c
	}
	tree, err := journal.OpenRange(0, nil)
	if err != nil {
		return err
	}
	type node struct {
		level int
		index int64
		hash  [32]byte
	}
	var changed []node // those over the rewritten entry
	var raw sql.RawBytes
	err = b.each(func() error {
		err := tree.Append(journal.LeafHash(raw), func(level int, index int64, hash [32]byte) {
			if (b.seq-1)>>level == index {
				changed = append(changed, node{level, index, hash})
			}
		})
		if c, ok := points[tree.Size()]; ok {
			c.Root = tree.Root()
			points[c.Size] = c
		}
		return err
	}, []any{&raw}, `SELECT frozen FROM entry WHERE id>=$1 AND id<$2 ORDER BY id`, entryID(b.book.no, 0),
		entryID(b.book.no+1, 0))
	if err != nil {
		return fmt.Errorf("rewrite: %w", err)
	}
	for _, n := range changed {
		err = errors.Join(err, b.exec(`UPDATE node SET hash=$1 WHERE journal=$2 AND level=$3 AND idx=$4`, n.hash[:],
			b.book.no, n.level, n.index))
	}
	err = errors.Join(err, b.exec(`UPDATE head SET frontier=$1 WHERE no=$2`, tree.Frontier(), b.book.no))
	if signer == nil {
		return err
	}
	var before *journal.Checkpoint
	for _, size := range slices.Sorted(maps.Keys(points)) {
		c := points[size]
		if before != nil && c.Chained {
			c.After = before.Digest()
		}
		signed, sign := c.Sign(signer)
		err = errors.Join(err, sign, b.exec(`UPDATE checkpoint SET note=$1 WHERE journal=$2 AND size=$3`,
			string(signed), b.book.name, c.Size))
		before = &c
	}
	return err
}
