package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// archive is a zip whose directory has been judged before any part is opened.
type archive struct {
	parts  map[string]*zip.File // by lower-case name with slashes
	limits Limits
	spent  int64 // bytes really unpacked so far, over all parts
}

// openArchive refuses bombs by what the directory declares. What it conceals is
// caught while reading: no part is trusted to be as long as it says.
func openArchive(r io.ReaderAt, size int64, limits Limits) (*archive, error) {
	// Counted over the raw bytes first: the directory's own count may lie, and
	// a directory of a million names would cost memory by being read.
	n, err := count(r, size, []byte("PK\x01\x02"), limits.Entries+1)
	if err != nil {
		return nil, err
	}
	if n > limits.Entries {
		return nil, refuse("sheet.file.entries", "limit", limits.Entries)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse("sheet.file.damaged")
	}
	a := &archive{parts: map[string]*zip.File{}, limits: limits}
	var total uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, refuse("sheet.file.encrypted")
		}
		total += min(f.UncompressedSize64, 1<<40)
		if total > uint64(limits.Unpack) {
			return nil, cause(z, refuse("sheet.file.bomb", "limit_mb", limits.Unpack>>20))
		}
		if f.UncompressedSize64 > 16<<20 && f.UncompressedSize64 > uint64(limits.Ratio)*max(f.CompressedSize64, 1) {
			return nil, cause(z, refuse("sheet.file.ratio", "limit", limits.Ratio))
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if _, twice := a.parts[name]; twice {
			return nil, refuse("sheet.file.damaged")
		}
		a.parts[name] = f
	}
	return a, nil
}

// cause names the usual cause of a file that unpacks to too much: rows without
// values that somebody coloured or framed down to the end of the sheet. A bounded
// piece of the largest part shows it.
func cause(z *zip.Reader, refusal error) error {
	const piece = 4 << 20
	var most *zip.File
	for _, f := range z.File {
		if most == nil || f.UncompressedSize64 > most.UncompressedSize64 {
			most = f
		}
	}
	r, err := most.Open()
	if err != nil {
		return refusal
	}
	defer r.Close()
	buf := make([]byte, piece)
	n, _ := io.ReadFull(r, buf)
	tail := buf[n/2 : n]
	values := bytes.Count(tail, []byte("<v")) + bytes.Count(tail, []byte("<is")) + bytes.Count(tail, []byte("<f"))
	if rows := bytes.Count(tail, []byte("<row")); rows > 100 && values*20 < rows {
		return refuse("sheet.file.empty-rows")
	}
	return refusal
}

func (a *archive) has(name string) bool { return a.parts[strings.ToLower(name)] != nil }

// tokens reads one part as XML. A missing part yields nil.
func (a *archive) tokens(name string) (*tokens, error) {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil, nil
	}
	rc, err := f.Open()
	if err != nil {
		return nil, refuse("sheet.file.damaged")
	}
	t := &tokens{archive: a, part: rc}
	t.dec = xml.NewDecoder(t)
	return t, nil
}

// One piece of XML (a tag, a run of words) may not be longer than this, nor
// nested deeper: an endless text or attribute would have to be held whole.
const (
	longestPiece = 1 << 20
	deepest      = 64
)

// tokens is an XML reader with a meter: bytes in all, bytes per piece, depth.
// It uses raw tokens because the checked kind keeps a stack as deep as the file
// cares to make it.
type tokens struct {
	archive *archive
	part    io.ReadCloser
	dec     *xml.Decoder
	piece   int64
	depth   int
}

// Read meters what is really unpacked.
func (t *tokens) Read(p []byte) (int, error) {
	if t.archive.spent > t.archive.limits.Unpack {
		return 0, refuse("sheet.file.bomb", "limit_mb", t.archive.limits.Unpack>>20)
	}
	if t.piece > longestPiece {
		return 0, refuse("sheet.file.endless")
	}
	n, err := t.part.Read(p)
	t.archive.spent += int64(n)
	t.piece += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = refuse("sheet.file.damaged")
	}
	return n, err
}

// next is the next token, nil at the end of the part.
func (t *tokens) next() (xml.Token, error) {
	t.piece = 0
	tok, err := t.dec.RawToken()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			err = refuse("sheet.file.damaged")
		}
		return nil, err
	}
	switch tok.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > deepest {
			return nil, refuse("sheet.file.damaged")
		}
	case xml.EndElement:
		t.depth--
	}
	return tok, nil
}

func (t *tokens) close() { t.part.Close() }

// each calls do for every start tag of a small part, if the part is there.
func (a *archive) each(name string, do func(xml.StartElement)) error {
	t, err := a.tokens(name)
	if t == nil || err != nil {
		return err
	}
	defer t.close()
	for {
		tok, err := t.next()
		if tok == nil || err != nil {
			return err
		}
		if s, ok := tok.(xml.StartElement); ok {
			do(s)
		}
	}
}

func attr(s xml.StartElement, local string) string {
	for _, a := range s.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// A relation leads from one part to another.
type relation struct{ id, part, kind string }

// relations are those of a part, or of the package itself (""): a file may call
// its parts what it likes, only their relations say what they are.
func (a *archive) relations(part string) (out []relation, err error) {
	folder, name := path.Split(part)
	err = a.each(folder+"_rels/"+name+".rels", func(s xml.StartElement) {
		if s.Name.Local != "Relationship" || len(out) > a.limits.Entries ||
			strings.EqualFold(attr(s, "TargetMode"), "External") {
			return
		}
		kind := attr(s, "Type")
		out = append(out, relation{attr(s, "Id"), target(folder, attr(s, "Target")),
			kind[strings.LastIndexByte(kind, '/')+1:]})
	})
	return out, err
}

// target resolves what a relation names, seen from a folder of the archive.
func target(folder, s string) string {
	s = strings.ReplaceAll(s, `\`, "/")
	if strings.HasPrefix(s, "/") {
		return strings.TrimPrefix(path.Clean(s), "/")
	}
	return strings.TrimPrefix(path.Join("/", folder, s), "/")
}
