package pdf

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/carlos7ags/folio/barcode"
	"github.com/carlos7ags/folio/document"
	"github.com/carlos7ags/folio/font"

	"shuangze/internal/official"
)

// drift is how far a character may stand from where it should, in points, before it begins a run of its own.
const drift = 0.02

// writer draws pages into one file.
type writer struct {
	*typesetter
	fonts map[font.Face][]*embedded
	page  *document.Page
	high  float64 // of the page
	ink   Ink
	track float64
}

// embedded is a face in a file. A glyph that shows two characters (⼀ and 一) is embedded twice, for of each glyph the
// file can say one character only.
type embedded struct {
	font  *font.EmbeddedFont
	shows map[uint16]rune
}

func write(ctx context.Context, t *typesetter, pages []Page, d *official.Document, o Options) ([]byte, error) {
	doc := document.NewDocument(document.PageSizeA4)
	doc.Info = document.Info{Title: clean(strings.Join(d.Title, "")), Author: clean(d.Organ),
		Producer: o.Producer, Creator: o.Producer,
		CreationDate: o.At.UTC(), ModDate: o.At.UTC(), Language: "zh-CN"}
	if d.Lang == "en" {
		doc.Info.Language = "en"
	}
	if strings.TrimSpace(doc.Info.Title) == "" {
		doc.Info.Title = clean(d.Mark + d.Number)
	}
	if strings.TrimSpace(doc.Info.Title) == "" {
		doc.Info.Title = d.Labels().Paper // PDF/A wants one
	}
	if !o.NoArchive {
		doc.SetPdfA(document.PdfAConfig{Level: document.PdfA2U})
	}
	w := &writer{typesetter: t, fonts: map[font.Face][]*embedded{}}
	for i := range pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := w.draw(doc.AddPage(), &pages[i]); err != nil {
			return nil, err
		}
		pages[i].Ops = nil // drawn: not kept twice
	}
	if w.err != nil {
		return nil, w.err
	}
	var out bytes.Buffer
	if _, err := doc.WriteToWithContext(ctx, &out, document.WriteOptions{Deterministic: true}); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return out.Bytes(), nil
}

func (w *writer) draw(page *document.Page, p *Page) error {
	w.page, w.high, w.ink, w.track = page, p.Height, Black, 0
	page.SetSize(document.PageSize{Width: p.Width, Height: p.Height})
	page.AddRectFilled(0, 0, 0, 0, [3]float64{1, 1, 1}) // draws nothing: it opens the page's stream
	s := page.ContentStream()
	for _, op := range p.Ops {
		switch op := op.(type) {
		case *Text:
			w.text(op)
		case *Rule:
			r, g, b := rgb(op.Ink)
			s.SetStrokeColorRGB(r, g, b)
			s.SetLineWidth(op.Width)
			s.MoveTo(op.X1, p.Height-op.Y1)
			s.LineTo(op.X2, p.Height-op.Y2)
			s.Stroke()
		case *Bar:
			w.fill(op.Ink)
			s.Rectangle(op.X, p.Height-op.Y-op.Height, op.Width, op.Height)
			s.Fill()
		case *Code:
			qr, err := barcode.NewQR(op.Data)
			if err != nil {
				return fmt.Errorf("QR code: %w", err)
			}
			qr.Draw(s, op.X, p.Height-op.Y-op.Side, op.Side, op.Side)
		}
	}
	return nil
}

func rgb(i Ink) (r, g, b float64) {
	switch i {
	case Red:
		return 0.85, 0.04, 0.08
	case Brick:
		return 0.66, 0.2, 0.2
	case Pale:
		return 0.96, 0.96, 0.96
	}
	return 0, 0, 0
}

func (w *writer) fill(i Ink) {
	if w.ink != i {
		w.page.ContentStream().SetFillColorRGB(rgb(i))
		w.ink = i
	}
}

// text draws characters in as few runs as their faces and places allow.
func (w *writer) text(t *Text) {
	for from := 0; from < len(t.Words); {
		g := w.glyph(t.Role, t.Words[from])
		if g.face == nil {
			return // the error is kept
		}
		e := w.embed(g, t.Words[from])
		track, to, end := 0.0, from+1, t.At[from]+g.em*t.Size
		missing := g.show != t.Words[from]
		for ; to < len(t.Words) && !missing; to++ {
			next := w.glyph(t.Role, t.Words[to])
			if next.face != g.face || next.show != t.Words[to] || w.embed(next, t.Words[to]) != e {
				break
			}
			gap := t.At[to] - end
			if to == from+1 {
				track = math.Round(gap*1e4) / 1e4
			}
			if math.Abs(gap-track) > drift {
				break
			}
			end += track + next.em*t.Size
		}
		w.show(t, e, g, from, to, track, missing)
		from = to
	}
}

func (w *writer) show(t *Text, e *embedded, g glyph, from, to int, track float64, missing bool) {
	s := w.page.ContentStream()
	w.fill(t.Ink)
	if w.track != track {
		s.SetCharSpacing(track)
		w.track = track
	}
	words := string(t.Words[from:to])
	if missing {
		s.BeginMarkedContentActualText(words)
		words = string(g.show)
	}
	w.page.AddTextEmbedded(words, e.font, t.Size, t.X+t.At[from], w.high-t.Y)
	if missing {
		s.EndMarkedContent()
	}
}

// embed is where a glyph is embedded for a character.
func (w *writer) embed(g glyph, r rune) *embedded {
	id := g.face.GlyphIndex(g.show)
	if g.show != r {
		r = g.show
	}
	for _, e := range w.fonts[g.face] {
		if was, ok := e.shows[id]; !ok || was == r {
			e.shows[id] = r
			return e
		}
	}
	e := &embedded{font.NewEmbeddedFont(g.face), map[uint16]rune{id: r}}
	w.fonts[g.face] = append(w.fonts[g.face], e)
	return e
}
