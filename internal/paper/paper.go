// Package paper makes files of official documents: PDF for reading and keeping, DOCX for going on with.
package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"shuangze/internal/official"
	"shuangze/internal/paper/docx"
	"shuangze/internal/paper/face"
	"shuangze/internal/paper/pdf"
	"shuangze/internal/text"
)

// Kind is a kind of file, as its name ends.
type Kind string

const (
	PDF  Kind = "pdf"
	DOCX Kind = "docx"
)

// KindOf is the kind that an address or a name says; ok is false for another.
func KindOf(s string) (k Kind, ok bool) {
	k = Kind(strings.ToLower(s))
	return k, k == PDF || k == DOCX
}

// Media is the type a browser is told.
func (k Kind) Media() string {
	if k == PDF {
		return "application/pdf"
	}
	return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
}

// RowsMost is how many rows of tables a document may hold, of either kind.
const RowsMost = pdf.MaxRows

// Weight is what a document takes in memory while it is made, in bytes: measured with 2,000 rows and with 100 pages.
const Weight = 96 << 20

// Maker makes files. It is safe for use by several at once.
type Maker struct {
	Faces *face.Folder // the typefaces of the county, over those that are bundled
	Key   *pdf.Key     // the office’s, for what is issued; nil = it signs nothing

	mu  sync.Mutex
	set *face.Set
	pdf *pdf.Maker
}

// Write makes one file. The same document, moment and typefaces give the same bytes. What is too long for a document is
// refused with how much fits; a list that long goes into a spreadsheet.
func (m *Maker) Write(ctx context.Context, w io.Writer, as Kind, d official.Document, at time.Time) error {
	if as == DOCX {
		return docx.Make(w, d, at)
	}
	maker, err := m.maker()
	if err != nil {
		return err
	}
	b, err := maker.Make(ctx, d, pdf.Options{At: at, Producer: "Shuangze"})
	var long *pdf.TooLongError
	if errors.As(err, &long) {
		if long.What == "rows" {
			return text.Refuse(text.Conflict, "paper.rows", "most", long.Most)
		}
		return text.Refuse(text.Conflict, "paper.long", "most", long.Most)
	} else if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// Issue makes the file that is kept of what was issued: a PDF, signed by the office’s key where it has one. The same
// document, moment, typefaces and key give the same bytes. A certificate that began later is named with its first
// moment.
func (m *Maker) Issue(ctx context.Context, d official.Document, at time.Time) (file []byte, by string, err error) {
	var b bytes.Buffer
	if err := m.Write(ctx, &b, PDF, d, at); err != nil || m.Key == nil {
		return b.Bytes(), "", err
	}
	k := *m.Key
	if k.At = at; at.Before(k.Chain[0].NotBefore) {
		k.At = k.Chain[0].NotBefore
	}
	file, err = pdf.Sign(b.Bytes(), &k)
	return file, k.Certificate(), err
}

// Kept reads a file that was kept and refuses one whose bytes are not those of the digest.
func Kept(from io.Reader, digest []byte) ([]byte, error) {
	b, err := io.ReadAll(from)
	if sum := sha256.Sum256(b); err == nil && !bytes.Equal(sum[:], digest) {
		return nil, text.Refuse(text.Conflict, "paper.altered")
	}
	return b, err
}

// maker is that of the typefaces as they are in the folder now.
func (m *Maker) maker() (*pdf.Maker, error) {
	set, _, err := m.Faces.Now()
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pdf == nil || m.set != set {
		m.set, m.pdf = set, &pdf.Maker{Faces: set}
	}
	return m.pdf, nil
}

// Slips makes a file of slips to be cut out, each with a code of its own. Whoever hands it on keeps none.
func (m *Maker) Slips(ctx context.Context, title string, list []pdf.Slip, at time.Time) ([]byte, error) {
	maker, err := m.maker()
	if err != nil {
		return nil, err
	}
	return maker.Slips(ctx, title, list, pdf.Options{At: at, Producer: "Shuangze"})
}
