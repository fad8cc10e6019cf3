// Package paper makes files of official documents: PDF for reading and keeping, DOCX for going on with.
package paper

import (
	"context"
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
