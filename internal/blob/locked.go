package blob

import (
	"io"

	"github.com/richardlehane/mscfb"
)

// lockable are the endings of Office files that a password turns into an OLE
// container, whatever is inside: Office opens them under the same name.
var lockable = []string{".docx", ".xlsx"}

// streamsMost is how many streams of a container are looked at; Office makes nine.
const streamsMost = 64

// locked says whether an OLE container holds an encrypted Office file, rather than
// an older .doc or .xls under a name that deceives.
func locked(r io.ReaderAt) (yes bool) {
	defer func() { yes = recover() == nil && yes }() // files of any kind are given to the library
	doc, err := mscfb.New(r)
	if err != nil {
		return false
	}
	info, body := false, false
	n := 0
	for e, err := doc.Next(); err == nil && n < streamsMost; e, err = doc.Next() {
		n++
		info = info || e.Name == "EncryptionInfo" && e.Size > 0
		body = body || e.Name == "EncryptedPackage" && e.Size > 0
	}
	return info && body
}
