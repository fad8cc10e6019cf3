// Package pdf makes an official document a PDF in the layout of GB/T 9704-2012. A composer makes pages of operations
// (page.go), a writer draws them (write.go); of the library that writes the file only the low level is used
// (docs/decisions/0021-official-documents.md). The same document, faces and options give the same bytes.
package pdf

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/carlos7ags/folio/font"

	"shuangze/internal/official"
	"shuangze/internal/paper/face"
)

// Bounds of one PDF. What is longer goes into a spreadsheet.
const (
	MaxRows  = 2_000     // of all tables together
	MaxText  = 1_000_000 // characters
	MaxPages = 2_000

	MaxColumns = 40
	MaxLine    = 120 // characters of what stands in one place of a page: mark, printer, foot, day code
	MaxSigners = 20
)

// TooLongError says which bound a document passed, for the caller to put into words.
type TooLongError struct {
	What string // "rows", "columns", "characters", "pages", "signers", "characters in the mark", … printer, foot, day code
	Most int
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the document has more than %d %s, too many for a PDF", e.Most, e.What)
}

// Maker makes PDFs. It is safe for use by several at once; its faces are shared and let go when nobody asks for them.
type Maker struct {
	Faces *face.Set

	mu     sync.Mutex
	parsed map[*face.Face]*face.Idle[font.Face]
}

// Options are what a document does not say of itself.
type Options struct {
	At        time.Time // when it was made, as the file says
	Producer  string    // what made it
	NoArchive bool      // plain PDF instead of PDF/A-2u
}

// Make lays the document out and writes it. It stops with ctx's error when ctx ends, and with a *TooLongError.
func (m *Maker) Make(ctx context.Context, d official.Document, o Options) ([]byte, error) {
	set := &typesetter{maker: m, glyphs: map[glyphKey]glyph{}}
	pages, err := compose(ctx, set, &d)
	if err != nil {
		return nil, err
	}
	return write(ctx, set, pages, &d, o)
}

// Pages are the pages of the document as operations.
func (m *Maker) Pages(ctx context.Context, d official.Document) ([]Page, error) {
	return compose(ctx, &typesetter{maker: m, glyphs: map[glyphKey]glyph{}}, &d)
}

// face is a typeface ready for measuring and embedding, parsed once for all documents.
func (m *Maker) face(f *face.Face) (font.Face, error) {
	m.mu.Lock()
	idle := m.parsed[f]
	if idle == nil {
		idle = &face.Idle[font.Face]{Make: func() (font.Face, error) {
			data, err := f.Bytes()
			if err != nil {
				return nil, err
			}
			parsed, err := font.ParseFont(data)
			if err != nil {
				return nil, fmt.Errorf("typeface %s: %w", f.Family, err)
			}
			return parsed, nil
		}}
		if m.parsed == nil {
			m.parsed = map[*face.Face]*face.Idle[font.Face]{}
		}
		m.parsed[f] = idle
	}
	m.mu.Unlock()
	return idle.Get()
}
