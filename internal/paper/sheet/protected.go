package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"regexp"
	"strconv"

	"github.com/richardlehane/mscfb"
	"github.com/xuri/excelize/v2"
)

// standing is the password with which Excel encrypts a workbook whose structure is
// protected; it opens such a file without asking, so its owner never saw one.
const standing = "VelvetSweatshop"

// spinMost is how often a file may ask for its key to be hashed; Excel asks for 100,000.
const spinMost = 200_000

// openProtected opens a workbook that is encrypted with the standing password; one
// with a password of its own is refused.
func openProtected(r io.ReaderAt, size int64, name string, limits Limits) (*Book, error) {
	locked := refuse("sheet.file.encrypted")
	raw := make([]byte, size)
	if n, err := r.ReadAt(raw, 0); int64(n) < size && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !cheap(raw) {
		return nil, locked
	}
	plain := decrypt(raw)
	if !bytes.HasPrefix(plain, []byte("PK\x03\x04")) {
		return nil, locked
	}
	return openXLSX(bytes.NewReader(plain), int64(len(plain)), name, limits)
}

// decrypt is nil for what cannot be: the library is given files of any kind.
func decrypt(raw []byte) (plain []byte) {
	defer func() {
		if recover() != nil {
			plain = nil
		}
	}()
	plain, err := excelize.Decrypt(raw, &excelize.Options{Password: standing})
	if err != nil {
		return nil
	}
	return plain
}

var spins = regexp.MustCompile(`spinCount\s*=\s*["'](\d+)["']`)

// cheap says whether the key costs no more work than Excel's own files do.
func cheap(raw []byte) (ok bool) {
	defer func() { ok = recover() == nil && ok }()
	doc, err := mscfb.New(bytes.NewReader(raw))
	if err != nil {
		return false
	}
	for e, err := doc.Next(); err == nil; e, err = doc.Next() {
		if e.Name != "EncryptionInfo" {
			continue
		}
		if e.Size < 4 || e.Size > 64<<10 {
			return false
		}
		info := make([]byte, e.Size)
		if _, err := io.ReadFull(e, info); err != nil {
			return false
		}
		return modest(info)
	}
	return false
}

// modest reads how often a key is hashed from what a file says of its encryption.
func modest(info []byte) bool {
	if binary.LittleEndian.Uint16(info) != 4 || binary.LittleEndian.Uint16(info[2:]) != 4 {
		return true // the older way, which fixes the work
	}
	found := spins.FindAllSubmatch(info, -1)
	for _, m := range found {
		if n, err := strconv.Atoi(string(m[1])); err != nil || n > spinMost {
			return false
		}
	}
	return len(found) > 0
}
