package e2e

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// sheet is one page of a PDF as Chromium writes it: its size and what is written where, in millimetres from the
// upper left corner.
type sheet struct {
	W, H  float64
	Words []word
}

// word is a run of characters, mostly one; X is where the first begins, Size how large they are.
type word struct {
	X, Y, Size float64
	Text       string
}

// lines are what is written, from top to bottom as far as the printer wrote it so, without blanks and in plain
// characters: a PDF names a glyph after any of the characters that share it.
func (s sheet) lines() (out []string) {
	y := -1.
	for _, w := range s.Words {
		if len(out) == 0 || math.Abs(w.Y-y) > 1 {
			out, y = append(out, ""), w.Y
		}
		out[len(out)-1] += plain(w.Text)
	}
	return slices.DeleteFunc(out, func(l string) bool { return l == "" })
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// far is how far to the right and how far down anything is written.
func (s sheet) far() (right, bottom float64) {
	for _, w := range s.Words {
		right, bottom = max(right, w.X+w.Size/2), max(bottom, w.Y)
	}
	return right, bottom
}

var (
	pdfObject  = regexp.MustCompile(`(?m)^(\d+) 0 obj\b`)
	pdfStream  = regexp.MustCompile(`(?s)stream\r?\n(.*)\r?\nendstream`)
	pdfKids    = regexp.MustCompile(`(?s)/Kids \[(.*?)\]`)
	pdfRef     = regexp.MustCompile(`(\d+) 0 R`)
	pdfBox     = regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`)
	pdfContent = regexp.MustCompile(`/Contents (\d+) 0 R`)
	pdfFont    = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	pdfUnicode = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	pdfToken   = regexp.MustCompile(`<<|>>|<[0-9A-Fa-f]*>|/[^\s<>\[\]/()]+|[-+]?[0-9]*\.?[0-9]+|[A-Za-z'"*]+`)
	mapRange   = regexp.MustCompile(`<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>`)
	mapChar    = regexp.MustCompile(`(?m)^<([0-9A-F]+)> <([0-9A-F]+)>$`)
)

type pdf map[string][]byte // number of an object → its source

// readPDF reads what Chromium prints, and no more of the format than that: objects in the open, streams deflated,
// texts as hexadecimal codes with a table to Unicode.
func readPDF(data []byte) ([]sheet, error) {
	objects := pdf{}
	at := pdfObject.FindAllSubmatchIndex(data, -1)
	for i, m := range at {
		end := len(data)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		objects[string(data[m[2]:m[3]])] = data[m[1]:end]
	}
	var sheets []sheet
	var walk func(n string) error
	walk = func(n string) error {
		if kids := pdfKids.FindSubmatch(objects[n]); kids != nil {
			for _, k := range pdfRef.FindAllSubmatch(kids[1], -1) {
				if err := walk(string(k[1])); err != nil {
					return err
				}
			}
			return nil
		}
		s, err := objects.page(objects[n])
		sheets = append(sheets, s)
		return err
	}
	for n, source := range objects {
		if bytes.Contains(source, []byte("/Type /Pages")) && !bytes.Contains(source, []byte("/Parent")) {
			err := walk(n)
			return sheets, err
		}
	}
	return nil, fmt.Errorf("the PDF has no pages")
}

func (o pdf) stream(n string) (string, error) {
	m := pdfStream.FindSubmatch(o[n])
	if m == nil {
		return "", fmt.Errorf("object %s has no stream", n)
	}
	z, err := zlib.NewReader(bytes.NewReader(m[1]))
	if err != nil {
		return "", fmt.Errorf("object %s: %w", n, err)
	}
	b, err := io.ReadAll(z)
	return string(b), err
}

// fontMap is the way from a font's codes to Unicode.
type fontMap struct {
	digits int // of a code, hexadecimal
	to     map[uint64]string
}

func (o pdf) font(n string) (f fontMap, err error) {
	m := pdfUnicode.FindSubmatch(o[n])
	if m == nil {
		return fontMap{digits: 4}, nil
	}
	table, err := o.stream(string(m[1]))
	if err != nil {
		return f, err
	}
	f = fontMap{digits: 4, to: map[uint64]string{}}
	if strings.Contains(table, "<00> <FF>") {
		f.digits = 2
	}
	for _, r := range mapRange.FindAllStringSubmatch(table, -1) {
		from, to, first := hexNumber(r[1]), hexNumber(r[2]), hexNumber(r[3])
		for c := from; c <= to; c++ {
			f.to[c] = string(rune(first + c - from))
		}
	}
	for _, c := range mapChar.FindAllStringSubmatch(table, -1) {
		b, _ := hex.DecodeString(c[2])
		var units []uint16
		for i := 0; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		f.to[hexNumber(c[1])] = string(utf16.Decode(units))
	}
	return f, nil
}

func hexNumber(s string) uint64 { n, _ := strconv.ParseUint(s, 16, 64); return n }

// matrix is a transformation as PDF writes it.
type matrix [6]float64

func (m matrix) of(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

func (o pdf) page(source []byte) (s sheet, err error) {
	box, content := pdfBox.FindSubmatch(source), pdfContent.FindSubmatch(source)
	if box == nil || content == nil {
		return s, fmt.Errorf("a page without a size or content")
	}
	const mm = 25.4 / 72
	width, _ := strconv.ParseFloat(string(box[1]), 64)
	height, _ := strconv.ParseFloat(string(box[2]), 64)
	s.W, s.H = width*mm, height*mm
	fonts := map[string]fontMap{}
	for _, f := range pdfFont.FindAllSubmatch(source, -1) {
		if fonts[string(f[1])], err = o.font(string(f[2])); err != nil {
			return s, err
		}
	}
	stream, err := o.stream(string(content[1]))
	if err != nil {
		return s, err
	}
	at, line := matrix{1, 0, 0, 1, 0, 0}, matrix{}
	var stack []matrix
	var numbers []float64
	var font fontMap
	var name, codes string
	size := 0.
	for _, t := range pdfToken.FindAllString(stream, -1) {
		if n, err := strconv.ParseFloat(t, 64); err == nil {
			numbers = append(numbers, n)
			continue
		}
		n := len(numbers)
		switch {
		case t[0] == '/':
			name = t[1:]
			continue
		case t[0] == '<':
			codes = strings.Trim(t, "<>")
			continue
		case t == "q":
			stack = append(stack, at)
		case t == "Q" && len(stack) > 0:
			at, stack = stack[len(stack)-1], stack[:len(stack)-1]
		case t == "cm" && n >= 6:
			at = matrix(numbers[n-6:]).of(at)
		case t == "Tm" && n >= 6:
			line = matrix(numbers[n-6:])
		case t == "Td" && n >= 2:
			line = matrix{1, 0, 0, 1, numbers[n-2], numbers[n-1]}.of(line)
		case t == "Tf" && n >= 1:
			font, size = fonts[name], numbers[n-1]
		case t == "Tj":
			m := line.of(at)
			w := word{X: m[4] * mm, Y: (height - m[5]) * mm, Size: size * max(m[0], -m[0]) * mm}
			for i := 0; i+font.digits <= len(codes); i += font.digits {
				w.Text += font.to[hexNumber(codes[i:i+font.digits])]
			}
			s.Words = append(s.Words, w)
		}
		numbers = numbers[:0]
	}
	return s, nil
}
