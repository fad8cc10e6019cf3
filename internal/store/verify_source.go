package store

import (
	"database/sql"
	"fmt"
	"strings"

	"shuangze/internal/clock"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// bookSource is one journal of the database as the evidence pass reads it:
// a journal.Source that also judges what only a database has, the columns
// beside the bytes that the format does not know.
type bookSource struct {
	s        *snapshot
	name     string
	no       int64
	size     int64
	frontier []byte
	nextID   int64
	at       int64

	found   Findings
	latest  when.Instant // of any journal's notes
	covered int64        // entries of the last note
	bare    uncovered    // the entries behind it
	vouched []journal.Fault
	last    int64 // number and time of the last entry read
	lastAt  int64
	words   map[string]string // kinds are few: kept so that no entry allocates its own
}

func (b *bookSource) Name() string { return b.name }

func (b *bookSource) Head() (int64, []byte, error) { return b.size, b.frontier, nil }

func (b *bookSource) fault(seq int64, what, format string, args ...any) {
	b.found.add(journal.Fault{Journal: b.name, Seq: seq, What: what, Detail: fmt.Sprintf(format, args...)})
}

func (b *bookSource) word(raw sql.RawBytes) string {
	if w, ok := b.words[string(raw)]; ok {
		return w
	}
	w := string(raw)
	b.words[w] = w
	return w
}

// Entries streams the journal's range of ids in their order.
func (b *bookSource) Entries(yield func(journal.Stored) error) error {
	var id, no, seq, at, object, person int64
	var kind, objectKind, frozen sql.RawBytes
	first := b.words == nil // read again only to name a node: judge once
	if first {
		b.words = map[string]string{}
	}
	return b.s.each(func() error {
		if first {
			// The id says the place; a wrong number is the format's to find.
			place := id - entryID(b.no, 0)
			if no != b.no {
				b.fault(place, "index-journal", "stored as of journal number %d, this is %d", no, b.no)
			}
			if place != seq {
				b.fault(min(place, seq), "index-id", "id %d is the place of entry %d, stored as number %d", id, place, seq)
			}
			if at < b.lastAt && string(kind) != clock.Kind { // where an administrator said so, on record
				b.fault(seq, "entry-time", "at %d, before the entry in front of it (%d)", at, b.lastAt)
			}
			b.last, b.lastAt = seq, at
			if place > b.covered {
				b.bare.add(when.Instant(at))
			}
			if string(kind) == string(vouchedKind) {
				b.vouches(seq, frozen)
			}
		}
		return yield(journal.Stored{ID: id, Seq: seq, Frozen: frozen, Kind: journal.Kind(b.word(kind)), At: when.Instant(at),
			ObjectKind: ref.Kind(b.word(objectKind)), ObjectID: ref.ID(object), Person: ref.ID(person)})
	}, []any{&id, &no, &seq, &at, &kind, &objectKind, &object, &person, &frozen},
		`SELECT id,journal,seq,at,kind,object_kind,object,person,frozen FROM entry WHERE id>=$1 AND id<$2 ORDER BY id`,
		entryID(b.no, 0), entryID(b.no+1, 0))
}

// judge compares the rest of the head row with the entries read.
func (b *bookSource) judge() {
	if b.at != b.lastAt {
		b.fault(b.last, "head-at", "the head says %d, the last entry is of %d", b.at, b.lastAt)
	}
	if b.nextID < 1 || b.nextID >= 1<<40 {
		b.fault(b.last, "head-next", "the next identifier %d cannot be", b.nextID)
	}
	if f, bad := b.bare.fault(b.name, b.covered, b.latest); bad {
		b.found.add(f)
	}
	if b.no < 1 {
		b.fault(0, "head-number", "number %d", b.no)
	}
}

// Nodes gives the stored nodes in any order.
func (b *bookSource) Nodes(yield func(level int, index int64, hash [32]byte) error) error {
	var level, index int64
	var hash sql.RawBytes
	return b.s.each(func() error {
		if len(hash) != 32 || level < 0 || level > 62 {
			b.fault(max(index, 0)<<min(max(level, 0), 20)+1, "node-bytes", "node %d/%d of %d bytes", level, index, len(hash))
			return nil
		}
		return yield(int(level), index, [32]byte(hash))
	}, []any{&level, &index, &hash}, `SELECT level,idx,hash FROM node WHERE journal=$1`, b.no)
}

// Checkpoints gives the stored notes and compares the columns beside them.
func (b *bookSource) Checkpoints(yield func(signed []byte) error) error {
	var size, at int64
	var signed string
	first := b.words == nil // Verify asks for them before the entries
	return b.s.each(func() error {
		c, err := journal.ReadCheckpoint([]byte(signed))
		if err == nil && c.Journal == b.name {
			b.covered = max(b.covered, c.Size)
		}
		if first && err == nil && (c.Size != size || int64(c.At) != at) {
			b.fault(min(size, c.Size), "checkpoint-columns", "stored as of %d entries at %d, the note says %d at %d",
				size, at, c.Size, c.At)
		}
		if first && strings.Count(signed, "\n— ") != 1 {
			b.fault(size, "checkpoint-columns", "the note has other signatures than the one that was made")
		}
		return yield([]byte(signed))
	}, []any{&size, &at, &signed}, `SELECT size,at,note FROM checkpoint WHERE journal=$1 ORDER BY size`, b.name)
}

// vouches notes an entry by which a person answered for what was in doubt.
func (b *bookSource) vouches(seq int64, frozen []byte) {
	e, err := journal.Parse(frozen)
	if err != nil {
		return // a finding of the evidence pass
	}
	f := journal.Fault{Detail: fmt.Sprintf("entry %s/%d, by %s", b.name, seq, e.Agent)}
	for _, x := range e.Facts {
		switch x.Name {
		case "journal":
			f.Journal = x.Value.AsText()
		case "number":
			f.Seq = x.Value.AsInt()
		case "what":
			f.What = x.Value.AsText()
		}
	}
	b.vouched = append(b.vouched, f)
}
