package journal

import (
	"errors"
	"fmt"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Stored is an entry as a database or a bundle keeps it: the frozen bytes and,
// beside them, the columns by which entries are found.
type Stored struct {
	ID     int64 // the entry's id across all journals
	Seq    int64
	Frozen []byte // only valid until yield returns

	Kind       Kind
	At         when.Instant
	ObjectKind ref.Kind
	ObjectID   ref.ID
	Person     ref.ID
	Bare       bool // true when no columns are kept beside the bytes, as in a bundle
}

// Source is one journal's stored evidence. A method may be called again and
// then starts anew. An error from yield ends the reading and is returned.
type Source interface {
	Name() string
	// Entries yields in order of Seq.
	Entries(yield func(Stored) error) error
	// Nodes yields the stored inner nodes, level from 1, in any order, or
	// returns ErrNoNodes when this source keeps none.
	Nodes(yield func(level int, index int64, hash [32]byte) error) error
	Head() (size int64, frontier []byte, err error)
	// Checkpoints yields in any order.
	Checkpoints(yield func(signed []byte) error) error
}

// ErrNoNodes is what Source.Nodes returns when the source is of a sort that
// keeps no nodes. A database whose nodes are gone yields nothing instead, and
// that is a fault.
var ErrNoNodes = errors.New("journal: no nodes kept here")

// Opening is the secret behind one commitment. Destroying it erases the value.
type Opening struct {
	Entry int64  // Stored.ID of the entry
	Path  string // "fact/<name>" or "<table>/<id>/<column>"
	Salt  [16]byte
	Value Value
}

// Fault is one thing that does not fit.
type Fault struct {
	Journal string
	Seq     int64  // the first entry concerned; 0 = none in particular
	What    string // stable code, e.g. "entry-bytes"
	Detail  string // for a technician
}

func (f Fault) Error() string { return fmt.Sprintf("%s/%d %s: %s", f.Journal, f.Seq, f.What, f.Detail) }

// Report is what verifying one journal found.
type Report struct {
	Journal     string
	Entries     int64
	Root        [32]byte // of the entries as they are stored now
	Checkpoints int64    // stored checkpoints looked at
	Outside     int64    // checkpoints from outside that were of this journal
	Faults      []Fault  // the first of each sort; the first entry that does not fit comes first
	Total       int64    // all faults, also those not listed
}

// OK says whether everything fits.
func (r Report) OK() bool { return r.Total == 0 }
