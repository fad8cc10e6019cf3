package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Bundle reads a file written by WriteBundle.
type Bundle struct {
	r        io.ReaderAt
	size     int64
	key      string
	next     int64 // where the next journal begins, once the present one is passed
	now      *BundleJournal
	journals int64
	entries  int64
	seen     map[string]bool
}

// OpenBundle reads the header of a bundle of size bytes.
func OpenBundle(r io.ReaderAt, size int64) (*Bundle, error) {
	head := make([]byte, min(size, 1024))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	text, _, ok := bytes.Cut(head, []byte("\n\n"))
	key, found := strings.CutPrefix(string(text), bundleMagic+"key ")
	if !ok || !found || strings.Contains(key, "\n") {
		return nil, Fault{What: "bundle-bytes", Detail: "not a bundle of format 1"}
	}
	b := &Bundle{r: r, size: size, next: int64(len(text)) + 2, seen: map[string]bool{}}
	if key != "none" {
		if _, err := note.NewVerifier(key); err != nil {
			return nil, Fault{What: "bundle-key", Detail: err.Error()}
		}
		b.key = key
	}
	return b, nil
}

// Key is the verifier key that the bundle names, "" for none. Verifying with it
// shows that the bundle agrees with itself; who signed is shown only by a key
// got elsewhere.
func (b *Bundle) Key() string { return b.key }

// Next gives the next journal. After the last one, and if the bundle is
// complete, the error is io.EOF; a Fault says what is wrong with the file.
func (b *Bundle) Next() (*BundleJournal, error) {
	if b.now != nil {
		if err := b.now.pass(); err != nil {
			return nil, err
		}
		b.next = b.now.end
		b.entries += b.now.entries
		b.now = nil
	}
	c := newCursor(b.r, b.next, b.size)
	sort, payload, err := c.read()
	if err != nil {
		return nil, err
	}
	p := reader{b: payload}
	switch sort {
	case recJournal:
		name, size, frontier := p.bytes(), p.int(), p.bytes()
		if p.err != nil || p.at != len(payload) || !validJournal(name) || size < 0 || b.seen[string(name)] {
			return nil, Fault{Journal: string(name), What: "bundle-journal",
				Detail: "no proper head, or the journal for the second time"}
		}
		b.seen[string(name)] = true
		b.journals++
		b.now = &BundleJournal{b: b, name: string(name), size: size, frontier: bytes.Clone(frontier), start: c.at}
		return b.now, nil
	case recEnd:
		journals, entries := p.int(), p.int()
		if p.err != nil || p.at != len(payload) || journals != b.journals || entries != b.entries || c.at != b.size {
			return nil, Fault{What: "bundle-end",
				Detail: fmt.Sprintf("it says %d journals and %d entries, there are %d and %d, and %d bytes more",
					journals, entries, b.journals, b.entries, b.size-c.at)}
		}
		return nil, io.EOF
	}
	return nil, Fault{What: "bundle-bytes", Detail: fmt.Sprintf("byte %d: record %q out of place", b.next, sort)}
}

// BundleJournal is one journal of a bundle: a Source without nodes, whose
// stored entries are bare, and Openings.
type BundleJournal struct {
	b        *Bundle
	name     string
	size     int64
	frontier []byte
	start    int64 // where its first record stands
	end      int64 // where the next journal begins; 0 until it was passed once
	entries  int64 // valid with end
}

// Name is the journal's name.
func (j *BundleJournal) Name() string { return j.name }

// Head is what the head row said at export.
func (j *BundleJournal) Head() (int64, []byte, error) { return j.size, j.frontier, nil }

// Nodes returns ErrNoNodes: whoever has all entries needs no nodes.
func (j *BundleJournal) Nodes(func(int, int64, [32]byte) error) error { return ErrNoNodes }

// Checkpoints yields the exported checkpoints; signed is valid until yield returns.
func (j *BundleJournal) Checkpoints(yield func(signed []byte) error) error {
	err := j.walk(func(sort byte, payload []byte, _ int64) error {
		if sort != recCheckpoint {
			return errEnough
		}
		return yield(payload)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// Entries yields the entries as they stand in the file.
func (j *BundleJournal) Entries(yield func(Stored) error) error {
	return j.walk(func(sort byte, payload []byte, n int64) error {
		if sort != recEntry {
			return nil
		}
		p := reader{b: payload}
		id := p.int()
		if p.err != nil {
			return Fault{j.name, n, "bundle-bytes", "entry without an id"}
		}
		return yield(Stored{ID: id, Seq: n, Frozen: payload[p.at:], Bare: true})
	})
}

// Openings yields the exported openings.
func (j *BundleJournal) Openings(yield func(Opening) error) error {
	return j.walk(func(sort byte, payload []byte, n int64) error {
		if sort != recOpening {
			return nil
		}
		p := reader{b: payload, s: string(payload)}
		id := p.int()
		p.text()
		path := p.last()
		salt := p.bytes()
		v := p.value(true)
		if p.err != nil || p.at != len(payload) || len(salt) != 16 {
			return Fault{j.name, n, "bundle-bytes", "an opening that cannot be read"}
		}
		return yield(Opening{Entry: id, Path: p.str(path), Salt: [16]byte(salt), Value: v})
	})
}

func (j *BundleJournal) pass() error {
	if j.end != 0 {
		return nil
	}
	return j.walk(func(byte, []byte, int64) error { return nil })
}

// walk gives every record of the journal with the number of entries read so
// far, keeps their order, and remembers where the journal ends.
func (j *BundleJournal) walk(yield func(sort byte, payload []byte, n int64) error) error {
	c := newCursor(j.b.r, j.start, j.b.size)
	order := byte(recCheckpoint)
	n := int64(0)
	for {
		at := c.at
		sort, payload, err := c.read()
		if err != nil {
			var f Fault
			if errors.As(err, &f) {
				f.Journal, f.Seq = j.name, n+1
				return f
			}
			return err
		}
		if sort == recJournal || sort == recEnd {
			j.end, j.entries = at, n
			return nil
		}
		// C, E and O happen to be in the order of the alphabet.
		if sort < order || sort != recCheckpoint && sort != recEntry && sort != recOpening {
			return Fault{j.name, n + 1, "bundle-bytes", fmt.Sprintf("byte %d: record %q out of place", at, sort)}
		}
		order = sort
		if sort == recEntry {
			n++
		}
		if err := yield(sort, payload, n); err != nil {
			return err
		}
	}
}
