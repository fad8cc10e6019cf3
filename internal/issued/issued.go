// Package issued is the one way in which the file of what was issued is kept: of an office document once it is sealed,
// of a letter of an order once it is sent, of a version of a paper once it is signed. The file follows from what its
// row holds, so that it is the same whoever makes it; its bytes are stored under their digest, which then stands in the
// row, among the files and in the journal.
package issued

import (
	"context"
	"encoding/hex"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Phase is what the file that is kept is, among the files of what was issued.
const Phase evidence.Phase = "issued"

// File is what a row says of the file that is kept of it.
type File struct {
	Pdf         string // SHA-256 of the file, in hex; "" = none is kept yet
	Certificate string // by which it is signed; "" = by none
}

// Kept is the digest of the file that is kept; nil = none is yet.
func (m File) Kept() []byte {
	if m.Pdf == "" {
		return nil
	}
	b, _ := hex.DecodeString(m.Pdf)
	return b
}

// Sheet is the document whose file is kept, and the moment that the file names.
type Sheet struct {
	official.Document
	At   when.Instant
	Kept []byte // digest of the file; nil = it is not kept yet
}

// Name is what its file is called.
func (s Sheet) Name() string { return strings.TrimSpace(s.Number + " " + strings.Join(s.Title, "")) }

// Address is where a code is checked: page is the page's path, base the address of the pages; "" without that, and no
// QR code stands on the paper.
func Address(base, page, code string) string {
	if base == "" || code == "" {
		return ""
	}
	return strings.TrimSuffix(base, "/") + page + "?code=" + code
}

// Waiting is one of which the file is not kept yet. Keep puts the file on record, once: again it is refused.
type Waiting struct {
	Of ref.Ref
	Sheet
	Keep func(ctx context.Context, c act.Command, e evidence.Evidence, by string) (act.Receipt, error)
}

// Tx is what keeping asks of a transaction.
type Tx interface {
	act.Tx
	SaveEvidence(evidence.Evidence) error
}

// Put puts a file on record: in the row, which the caller saves, and among the files of what it is of. by is
// the certificate by which it is signed.
func (m *File) Put(tx Tx, of ref.Ref, e evidence.Evidence, by string) ([]act.Fact, error) {
	m.Pdf, m.Certificate = hex.EncodeToString(e.Digest), by
	e.ID, e.Jurisdiction, e.Matter, e.At = tx.NewID(), tx.Actor().Jurisdiction, of, tx.Now()
	e.By, e.Phase = tx.Actor().Person, Phase
	return []act.Fact{act.Digest("digest", e.Digest), act.Code("certificate", by)}, tx.SaveEvidence(e)
}
