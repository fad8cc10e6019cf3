// Package docx writes an official document for word processors (Word, WPS, LibreOffice) as GB/T 9704-2012 lays it out:
// A4, an area of 156 × 225 mm, a grid of 22 lines of 28 characters. It says the same as internal/paper/pdf does; where
// lines end is the word processor's, so that a clerk may go on with the text.
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"shuangze/internal/official"
	"shuangze/internal/text"
)

// MostRows is how many rows of tables one document may hold; more belongs into a spreadsheet.
const MostRows = 5000

// Make writes the document. The same document gives the same bytes: no clock is read, made is the instant that its
// properties name. A document with more than MostRows rows is refused.
func Make(w io.Writer, d official.Document, made time.Time) error {
	if n := rows(d); n > MostRows {
		return text.Refuse(text.Conflict, "paper.rows", "most", MostRows)
	}
	b := &book{d: d}
	b.write()
	z := zip.NewWriter(w)
	for _, part := range b.parts(made) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("part %s of a document: %w", part.name, err)
		}
		if _, err := f.Write(part.bytes); err != nil {
			return fmt.Errorf("part %s of a document: %w", part.name, err)
		}
	}
	return z.Close()
}

func rows(d official.Document) (n int) {
	count := func(blocks []official.Block) {
		for _, b := range blocks {
			if b.Table != nil {
				n += len(b.Table.Rows)
			}
		}
	}
	count(d.Body)
	for _, a := range d.Annexes {
		count(a.Body)
	}
	return n
}

// book is a document being written: its body as WordprocessingML, and the picture it may hold.
type book struct {
	d      official.Document
	body   bytes.Buffer
	qr     []byte // PNG, nil = none
	begun  bool   // the first section has ended
	wide   bool   // a table on pages on their side was written last
	tabled bool   // such pages were begun
}

// Sizes in twips (1/20 pt). The area is 8,844 wide; a character of the grid is 16 pt and gives 0.21 pt back.
const (
	pageWidth, pageHeight    = 11906, 16838
	top, right, bottom, left = 2098, 1474, 1984, 1588
	areaWidth                = pageWidth - left - right
	line                     = 579 // 28.95 pt, 22 in 225 mm
	character                = 316 // 15.79 pt
	footer                   = 1304
	titleLine                = 660
	fang, title, kai, hei    = "仿宋_GB2312", "方正小标宋简体", "楷体_GB2312", "黑体"
	song                     = "宋体"
	body3, small4, second    = 32, 28, 44 // 3号, 4号, 2号 in half points
)

// look is how a run of characters looks.
type look struct {
	face string
	size int // half points
	red  bool
	wide bool // without the grid's −0.21 pt
}

// frame is how a paragraph stands.
type frame struct {
	align                    string // center, right, both
	before, after            int    // twips
	line                     int    // exact height; 0 = the grid's
	first, indent, out, hang int    // characters: first line, left, right, hanging
	outTwips                 int    // right, where characters do not do
	keep                     bool   // on the page of what follows
	apart                    bool   // begins a page
	grid                     bool   // false = titles: off the grid
	border                   string // what stands in pBdr
	tabs                     string
}

func (b *book) paragraph(f frame, runs ...string) {
	b.upright()
	w := &b.body
	w.WriteString("<w:p><w:pPr>")
	if f.keep {
		w.WriteString("<w:keepNext/>")
	}
	if f.apart {
		w.WriteString("<w:pageBreakBefore/>")
	}
	if f.border != "" {
		fmt.Fprintf(w, "<w:pBdr>%s</w:pBdr>", f.border)
	}
	if f.tabs != "" {
		fmt.Fprintf(w, "<w:tabs>%s</w:tabs>", f.tabs)
	}
	if !f.grid {
		w.WriteString(`<w:snapToGrid w:val="0"/>`)
	}
	height := f.line
	if height == 0 {
		height = line
	}
	fmt.Fprintf(w, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>`, f.before, f.after, height)
	out := f.out*character + f.outTwips
	fmt.Fprintf(w, `<w:ind w:left="%d" w:right="%d"`, f.indent*character, out)
	switch {
	case f.hang > 0:
		fmt.Fprintf(w, ` w:hanging="%d"`, f.hang*character)
	case f.first > 0:
		fmt.Fprintf(w, ` w:firstLine="%d"`, f.first*character)
	}
	w.WriteString("/>")
	if f.align != "" {
		fmt.Fprintf(w, `<w:jc w:val="%s"/>`, f.align)
	}
	w.WriteString("</w:pPr>")
	for _, r := range runs {
		w.WriteString(r)
	}
	w.WriteString("</w:p>")
}

// run is characters of one look. Line breaks in them are kept; what XML cannot hold is left out.
func run(l look, s string) string {
	if s == "" {
		return ""
	}
	var w strings.Builder
	fmt.Fprintf(&w, `<w:r><w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s" `+
		`w:hint="eastAsia"/>`, l.face)
	if l.red {
		w.WriteString(`<w:color w:val="FF0000"/>`)
	}
	if !l.wide {
		w.WriteString(`<w:spacing w:val="-5"/>`)
	}
	fmt.Fprintf(&w, `<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/></w:rPr><w:t xml:space="preserve">`, l.size)
	escape(&w, s)
	w.WriteString("</w:t></w:r>")
	return w.String()
}

// escape writes words for XML 1.0; control characters, which it cannot hold, and what turns the direction of reading
// are left out.
func escape(w *strings.Builder, s string) {
	for _, r := range s {
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '"':
			w.WriteString("&quot;")
		case r == '\n', r == '\t':
			w.WriteByte(' ')
		case unicode.Is(unicode.Bidi_Control, r), unicode.IsControl(r), r == 0xFFFE, r == 0xFFFF:
		default:
			w.WriteRune(r)
		}
	}
}

func escaped(s string) string {
	var w strings.Builder
	escape(&w, s)
	return w.String()
}

// blank is n empty lines of the grid, which stay with what follows.
func (b *book) blank(n int) {
	for range n {
		b.paragraph(frame{grid: true, keep: true}, run(look{face: fang, size: body3}, " "))
	}
}
