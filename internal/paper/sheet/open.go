// Package sheet reads and writes the county's spreadsheets. Files are judged
// by content and read within fixed limits; columns are found by meaning; what
// can be checked inside the file alone is checked here, row by row.
package sheet

import (
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/text"
)

// Limits bound what one file may cost. Zero fields take the default.
type Limits struct {
	File    int64 // bytes of the file; default 20 MB
	Unpack  int64 // bytes all parts may unpack to; default 200 MB
	Entries int   // parts of the archive; default 2,000
	Ratio   int64 // unpacked to packed, for parts above 16 MB; default 250
	Rows    int   // rows with values, per sheet; default 50,000
	Columns int   // default 200
	Cells   int   // cells with values, whole file; default 400,000
	Text    int   // bytes of words kept, whole file; default 24 MB
	Sheets  int   // default 100
}

func (l Limits) withDefaults() Limits {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set64 := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	set64(&l.File, 20<<20)
	set64(&l.Unpack, 200<<20)
	set(&l.Entries, 2000)
	set64(&l.Ratio, 250)
	set(&l.Rows, 50_000)
	set(&l.Columns, 200)
	set(&l.Cells, 400_000)
	set(&l.Text, 24<<20)
	set(&l.Sheets, 100)
	return l
}

// Book is a file's values. Merged cells are already applied downwards.
type Book struct {
	Kind  string // "xlsx" or "csv"
	Name  string // the file's name as given, without path
	Grids []Grid
}

// Grid is one sheet of a file. Only rows with values are kept.
type Grid struct {
	Name   string
	Hidden bool
	Lines  []Line
	Merges []Merge
	byTop  map[int][]Merge
	wide   map[int][]Merge // by row: the merges over several columns
	folded []Merge         // columns out of sight; only Left and Right count
}

// HiddenColumn says whether a column, counted from 1, is out of sight.
func (g Grid) HiddenColumn(col int) bool {
	return slices.ContainsFunc(g.folded, func(m Merge) bool { return m.Left <= col && col <= m.Right })
}

// Line is one row with its values from left to right.
type Line struct {
	Number int  // as the spreadsheet program counts, from 1
	Hidden bool // out of sight: hidden by hand, by a filter, or without height
	Spots  []Spot
}

// Spot is a cell at its column, counted from 1.
type Spot struct {
	Col int
	Cell
}

// At is the cell in a column, empty if there is none.
func (l Line) At(col int) Cell {
	for _, s := range l.Spots {
		if s.Col == col {
			return s.Cell
		}
	}
	return Cell{}
}

// Merge is a merged range, both ends included.
type Merge struct{ Left, Top, Right, Bottom int }

// refuse is the answer to a file that cannot be taken: an input error beside
// the field "file", and of which sort it is.
func refuse(key string, kv ...any) error {
	switch strings.TrimPrefix(key, "sheet.file.") {
	case "too-big", "bomb", "ratio", "entries", "sheets", "rows", "columns", "cells", "text", "merges", "empty-rows":
		return text.Refused(text.TooLarge, key, kv...)
	case "xls", "xlsb", "not-sheet", "ods", "web-page", "utf16", "unknown", "renamed-csv", "text-named", "zip":
		return text.Refused(text.WrongKind, key, kv...)
	}
	return text.InputErrors{{Field: "file", Message: text.M(key, kv...)}}
}

// Open reads a spreadsheet by its content. What is not one is refused with
// text.InputErrors; any other error is a fault of the reader r. Memory is
// bounded by limits whatever the file claims.
func Open(r io.ReaderAt, size int64, name string, limits Limits) (*Book, error) {
	limits = limits.withDefaults()
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if size <= 0 {
		return nil, refuse("sheet.file.empty")
	}
	if size > limits.File {
		return nil, refuse("sheet.file.too-big", "limit_mb", limits.File>>20)
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); n < len(head) && err != nil {
		return nil, err
	}
	ext := strings.ToLower(path.Ext(name))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openXLSX(r, size, name, limits)
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}):
		// A password wraps a workbook in the old container.
		if found, err := contains(r, size, utf16le("EncryptedPackage")); err != nil {
			return nil, err
		} else if found {
			return openProtected(r, size, name, limits)
		}
		return nil, refuse("sheet.file.xls")
	}
	if kind := picture(head); kind != "" {
		return nil, refuse("sheet.file.not-sheet", "kind", kind)
	}
	lower := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, p := range []string{"<html", "<!doctype html", "<table", "<?xml", "<meta"} {
		if bytes.HasPrefix(lower, []byte(p)) {
			return nil, refuse("sheet.file.web-page")
		}
	}
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return nil, refuse("sheet.file.utf16")
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, refuse("sheet.file.unknown")
	}
	return openText(r, size, name, ext, limits)
}

func openText(r io.ReaderAt, size int64, name, ext string, limits Limits) (*Book, error) {
	data := make([]byte, size)
	if n, err := r.ReadAt(data, 0); int64(n) < size && err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	words, ok := decode(data)
	if !ok {
		return nil, refuse("sheet.file.unknown")
	}
	switch ext {
	case ".csv", ".txt", ".tsv", "":
	case ".xlsx", ".xls", ".xlsm", ".et", ".xlsb":
		return nil, refuse("sheet.file.renamed-csv", "name", name, "ending", ext)
	default:
		return nil, refuse("sheet.file.text-named", "name", name, "ending", ext)
	}
	return readCSV(words, name, limits)
}

// picture names the kinds people send by mistake.
func picture(head []byte) string {
	for _, k := range []struct{ sign, kind string }{
		{"\xff\xd8\xff", "JPEG"}, {"\x89PNG\r\n\x1a\n", "PNG"}, {"GIF8", "GIF"}, {"BM", ""},
		{"%PDF-", "PDF"}, {"Rar!", "RAR"}, {"7z\xbc\xaf\x27\x1c", "7z"}, {"{\\rtf", "RTF"},
	} {
		if k.kind != "" && bytes.HasPrefix(head, []byte(k.sign)) {
			return k.kind
		}
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return "WebP"
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		return "MP4"
	}
	return ""
}

func utf16le(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := 0; i < len(s); i++ {
		b = append(b, s[i], 0)
	}
	return b
}

// contains streams the file in search of a sign.
func contains(r io.ReaderAt, size int64, sign []byte) (bool, error) {
	n, err := count(r, size, sign, 1)
	return n > 0, err
}

// count streams the file and counts a sign, stopping at most.
func count(r io.ReaderAt, size int64, sign []byte, most int) (int, error) {
	buf := make([]byte, 64<<10)
	keep, n := 0, 0
	for off := int64(0); off < size; {
		m, err := r.ReadAt(buf[keep:], off)
		if m == 0 && err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return n, err
		}
		off += int64(m)
		chunk := buf[:keep+m]
		if n += bytes.Count(chunk, sign); n >= most {
			return n, nil
		}
		keep = copy(buf, chunk[max(0, len(chunk)-len(sign)+1):])
	}
	return n, nil
}

func validUTF8(b []byte) bool { return utf8.Valid(b) }
