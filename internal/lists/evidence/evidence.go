// Package evidence is the files that prove what was done (佐证材料): their
// digest stands in the journal, their bytes in the blob store.
package evidence

import (
	"strconv"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Evidence is one file attached to a matter. The bytes were stored under their
// digest before the command that names them.
type Evidence struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Matter       ref.Ref
	Name         string
	Type         string
	Size         int64
	Digest       []byte
	Phase        Phase
	By           ref.ID
	At           when.Instant
	RemovedBy    ref.ID // who took it off again; 0 = it stands
	RemovedAt    when.Instant
	Removal      string       // why
	ErasedAt     when.Instant // its bytes and its name were destroyed by law; 0 = they are kept
}

// Removed says that a file was attached by mistake and taken off: its row says so,
// its bytes stay under their digest for the proof and are handed to nobody.
func (e Evidence) Removed() bool { return e.RemovedAt != 0 }

// Phase says what a file shows (spec 2.4, “evidence before and after”): how it
// was when it was found (整改前), or that it was put right (整改后). Files from
// before the two were told apart have none and are of the second kind. Of a noun on
// the frame it is one of the noun's own words for what a file may be.
type Phase string

const (
	Before Phase = "before"
	After  Phase = "after"
)

// Phases in the order in which they are shown.
var Phases = []Phase{Before, After}

// Of is the phase meant: nothing said is after.
func (p Phase) Of() Phase {
	if p == Before {
		return Before
	}
	return After
}

// Split parts files into those of before and those of after.
func Split(all []Evidence) (before, after []Evidence) {
	for _, e := range all {
		if e.Phase.Of() == Before {
			before = append(before, e)
		} else {
			after = append(after, e)
		}
	}
	return before, after
}

// Limits of attachments [D].
const (
	Most     = 100      // files per matter
	SizeMost = 20 << 20 // bytes per file
	AtOnce   = 5        // files in one form
)

// Afterwards are files that show that something was put right.
func Afterwards(files []Evidence) []Evidence {
	out := append([]Evidence(nil), files...)
	for i := range out {
		out[i].Phase = After
	}
	return out
}

// Input is what a command with files was called with, so that the same key with
// other files is told apart.
func Input(files []Evidence, given ...any) []any {
	for _, e := range files {
		given = append(given, e.Name, e.Digest)
	}
	return given
}

// Came are files that came with an act, to be put on record. Their bytes are kept
// already.
func Came(files []act.File) (out []Evidence) {
	for _, f := range files {
		out = append(out, Evidence{Name: f.Name, Type: f.Type, Size: f.Size, Digest: f.Digest})
	}
	return out
}

// File is the file as it comes with an act: see Came.
func (e Evidence) File() act.File {
	return act.File{Name: e.Name, Type: e.Type, Size: e.Size, Digest: e.Digest}
}

// Each names files of a phase one by one, each by a command of its own.
func Each(files []Evidence, phase Phase, c act.Command,
	name func(act.Command, Evidence) (act.Receipt, error)) (r act.Receipt, err error) {
	for i, e := range files {
		one := c
		if e.Phase = phase; i > 0 {
			one.Key += "-" + strconv.Itoa(i)
		}
		if r, err = name(one, e); err != nil {
			return r, err
		}
	}
	return r, nil
}
