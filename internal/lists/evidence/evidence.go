// Package evidence is the files that prove what was done (佐证材料): their
// digest stands in the journal, their bytes in the blob store.
package evidence

import (
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
	By           ref.ID
	At           when.Instant
}

// Limits of attachments [D].
const (
	Most     = 100      // files per matter
	SizeMost = 20 << 20 // bytes per file
	AtOnce   = 5        // files in one form
)
