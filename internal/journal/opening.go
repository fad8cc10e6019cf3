package journal

import (
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// CheckOpening says whether salt and value open the commitment that the entry
// holds at path: "fact/<name>" or "<table>/<id>/<column>". No table may be
// called "fact". A row that the entry changes several times may hold the
// column in any of them.
func CheckOpening(e *Entry, path string, salt [16]byte, v Value) error {
	held := false
	try := func(fs []Field, name string) bool {
		for i := range fs {
			if fs[i].Name == name && fs[i].Value.tag == TagCommitment {
				held = true
				if fs[i].Value == Commitment(Commit(salt, name, v)) {
					return true
				}
			}
		}
		return false
	}
	if name, ok := strings.CutPrefix(path, "fact/"); ok {
		if try(e.Facts, name) {
			return nil
		}
	} else {
		table, rest, _ := strings.Cut(path, "/")
		number, column, _ := strings.Cut(rest, "/")
		id, err := strconv.ParseInt(number, 10, 64)
		for i := range e.Rows {
			if err == nil && e.Rows[i].Table == table && e.Rows[i].ID == id && try(e.Rows[i].Sets, column) {
				return nil
			}
		}
	}
	if !held {
		return Fault{e.Journal, e.Seq, "opening-stray", "the entry holds no commitment at " + path}
	}
	return Fault{e.Journal, e.Seq, "opening-value", "salt and value do not open the commitment at " + path}
}

// Openings is a source that also keeps the openings of its entries.
type Openings interface {
	// Openings yields in the order of the entries they belong to; those that
	// were erased are simply not there.
	Openings(yield func(Opening) error) error
}

// VerifyOpenings checks each opening against its entry in one reading of both,
// and returns how many there were, the first 20 that do not fit, and how many
// those are in all. Source and openings are read at the same time.
func VerifyOpenings(src Source, o Openings) (count int64, faults []Fault, total int64, err error) {
	add := func(f Fault) {
		if total++; total <= keep {
			faults = append(faults, f)
		}
	}
	var readErr error
	next, stop := iter.Pull(func(yield func(Opening) bool) {
		readErr = o.Openings(func(op Opening) error {
			if !yield(op) {
				return errEnough
			}
			return nil
		})
	})
	defer stop()
	op, more := next()
	err = src.Entries(func(s Stored) error {
		if !more {
			return errEnough
		}
		if op.Entry != s.ID {
			return nil
		}
		e, perr := Parse(s.Frozen)
		for ; more && op.Entry == s.ID; op, more = next() {
			count++
			if perr != nil {
				add(Fault{src.Name(), s.Seq, "opening-stray", "the entry cannot be read"})
			} else if err := CheckOpening(e, op.Path, op.Salt, op.Value); err != nil {
				add(err.(Fault))
			}
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	for ; more; op, more = next() {
		count++
		add(Fault{src.Name(), 0, "opening-stray", fmt.Sprintf("no entry %d for %s, or openings out of order",
			op.Entry, op.Path)})
	}
	if readErr != nil && !errors.Is(readErr, errEnough) {
		err = errors.Join(err, readErr)
	}
	return count, faults, total, err
}
