// Package journal is the format of the record: how an entry becomes bytes, how
// bytes become leaves of an RFC 6962 tree, what a checkpoint, a proof, a
// receipt and a bundle are, and how all of it is verified from stored bytes
// alone. It knows no database, no clock and no screen. docs/journal-format.md
// is the same format in words; a second verifier is written from it.
package journal

import (
	"fmt"
	"unicode/utf8"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Kind says what happened, past participle and version: "order.closed.v1". A
// kind never changes meaning.
type Kind string

// Row is what one covered row became through an entry.
type Row struct {
	Table   string
	ID      int64
	Version int64
	Before  [32]byte // After of the row's previous change; zero for a new row
	After   [32]byte // RowDigest of all the rest
	Gone    bool     // the row was removed
	Sets    []Field  // the columns that changed, sorted by name; personal columns hold Commitment values
}

// Seal fills After from the rest.
func (r *Row) Seal() { r.After = RowDigest(r.Before, r.Table, r.ID, r.Version, r.Gone, r.Sets) }

// Entry is one line of a journal.
type Entry struct {
	Journal     string       // "acts/610927"
	Seq         int64        // counts from 1 without holes; the leaf's index is Seq-1
	At          when.Instant // the server's time
	Claimed     when.Instant // the time the actor claims for the act; 0 = none
	Account     ref.ID       // who: the account,
	Person      ref.ID       // the person,
	Appointment ref.ID       // the appointment in which they acted,
	OnBehalf    ref.ID       // the person they acted for; each 0 = none
	Agent       string       // "" for people; "system", "tick", "console root"
	Request     string       // request id
	Kind        Kind
	Object      ref.Ref // what it is about
	Facts       []Field // codes, numbers, dates, identifiers, sorted by name; personal ones as Commitment
	Rows        []Row   // in the order in which they were written
}

// MaxEntry is the most bytes an entry may have when frozen.
const MaxEntry = 16 << 20

// Check says whether the entry can be frozen: a proper journal name, a number
// from 1, UTF-8 everywhere, names of facts and columns present, sorted and not
// repeated, and no more than MaxEntry bytes.
func (e *Entry) Check() error {
	if err := e.check(); err != nil {
		return err
	}
	return checkSize(e.size())
}

func checkSize(n int) error {
	if n > MaxEntry {
		return fmt.Errorf("entry of %d bytes", n)
	}
	return nil
}

func (e *Entry) check() error {
	if !validJournal(e.Journal) {
		return fmt.Errorf("journal name %q", e.Journal)
	}
	if e.Seq < 1 {
		return fmt.Errorf("entry number %d", e.Seq)
	}
	for _, s := range [...]string{e.Agent, e.Request, string(e.Kind), string(e.Object.Kind)} {
		if !utf8.ValidString(s) {
			return fmt.Errorf("text that is not UTF-8: %q", s)
		}
	}
	if err := checkFields(e.Facts); err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	for i := range e.Rows {
		r := &e.Rows[i]
		if r.Table == "" || !utf8.ValidString(r.Table) {
			return fmt.Errorf("table name %q", r.Table)
		}
		if err := checkFields(r.Sets); err != nil {
			return fmt.Errorf("row %s/%d: %w", r.Table, r.ID, err)
		}
	}
	return nil
}

func checkFields(fs []Field) error {
	last := ""
	for i := range fs {
		f := &fs[i]
		if f.Name <= last { // also refuses the empty name
			return fmt.Errorf("field %q after %q: not sorted, repeated or empty", f.Name, last)
		}
		last = f.Name
		if !utf8.ValidString(f.Name) || f.Value.tag == TagText && !utf8.ValidString(f.Value.s) {
			return fmt.Errorf("field %q is not UTF-8", f.Name)
		}
	}
	return nil
}

// validJournal keeps names to characters that can stand in a checkpoint's
// first line, a file name and an address without escaping.
func validJournal[T string | []byte](name T) bool {
	if len(name) == 0 || len(name) > 100 {
		return false
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '/', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}
