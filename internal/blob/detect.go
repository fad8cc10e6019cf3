package blob

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/text"
)

// Types of files, by content.
const (
	JPEG  = "image/jpeg"
	PNG   = "image/png"
	GIF   = "image/gif"
	WebP  = "image/webp"
	PDF   = "application/pdf"
	DOCX  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	OLE   = "application/x-ole-storage" // .doc, .xls and those of WPS: .wps, .et, .dps
	OFD   = "application/ofd"           // GB/T 33190, the layout of official documents
	HEIC  = "image/heic"                // what phones take; kept, and shown by none of our pages
	Plain = "text/plain; charset=utf-8"
	MP4   = "video/mp4"

	zipped = "application/zip"
)

// endings are the names a type may carry. What is not here is not evidence.
var endings = map[string][]string{
	JPEG: {".jpg", ".jpeg", ".jpe"}, PNG: {".png"}, GIF: {".gif"}, WebP: {".webp"}, PDF: {".pdf"},
	DOCX: {".docx"}, XLSX: {".xlsx"}, OLE: {".doc", ".xls", ".wps", ".et", ".dps"}, OFD: {".ofd"},
	HEIC:  {".heic", ".heif", ".hif"},
	Plain: {".txt", ".csv"}, MP4: {".mp4", ".m4v"},
}

// Accept is every ending that is kept, as a file input offers them.
func Accept() string {
	var out []string
	for _, list := range endings {
		out = append(out, list...)
	}
	slices.Sort(out)
	return strings.Join(out, ",")
}

// Detect says what the file is by its content and refuses (field "file") what
// is not accepted as evidence, and a name whose ending says something else: a
// picture named .pdf would deceive whoever opens it. head is the beginning; for
// Office files give the whole file through DetectFile.
func Detect(head []byte, name string) (string, error) {
	if len(head) == 0 {
		return "", refuse("blob.empty")
	}
	t := sniff(head)
	if t == zipped {
		t = officeHead(head)
	}
	return agree(t, name)
}

// DetectFile is Detect for a file at hand: an Office file is told from another
// archive by its directory, not by a guess from its first bytes.
func DetectFile(r io.ReaderAt, size int64, name string) (string, error) {
	if size == 0 {
		return "", refuse("blob.empty")
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); err != nil && n < len(head) {
		return "", err
	}
	t := sniff(head)
	switch {
	case t == zipped:
		t = office(r, size)
	case t == OLE && slices.Contains(lockable, ending(name)) && locked(r):
		return OLE, nil // kept as it is: nobody here opens it
	}
	return agree(t, name)
}

func ending(name string) string { return strings.ToLower(path.Ext(strings.TrimRight(name, ". "))) }

func agree(t, name string) (string, error) {
	ext := ending(name)
	allowed := endings[t]
	switch {
	case t == zipped:
		return "", text.Refused(text.WrongKind, "blob.archive")
	case allowed == nil:
		return "", text.Refused(text.WrongKind, "blob.type")
	case !slices.Contains(allowed, ext):
		return "", text.Refused(text.WrongKind, "blob.ending", "name", SafeName(name), "ending", ext, "kind",
			strings.TrimPrefix(allowed[0], "."))
	}
	return t, nil
}

var signs = []struct{ sign, kind string }{
	{"\xff\xd8\xff", JPEG}, {"\x89PNG\r\n\x1a\n", PNG}, {"GIF87a", GIF}, {"GIF89a", GIF}, {"%PDF-", PDF},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE}, {"PK\x03\x04", zipped}, {"PK\x05\x06", zipped},
}

// sniff is the type by the first bytes, "" if it is none we know.
func sniff(head []byte) string {
	for _, s := range signs {
		if bytes.HasPrefix(head, []byte(s.sign)) {
			return s.kind
		}
	}
	if len(head) >= 12 {
		if string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
			return WebP
		}
		if string(head[4:8]) == "ftyp" {
			// Other films of the family (QuickTime) do not play everywhere.
			switch string(head[8:12]) {
			case "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "dash", "mmp4":
				return MP4
			case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
				return HEIC
			}
			return ""
		}
	}
	if isText(head) {
		return Plain
	}
	return ""
}

// isText accepts UTF-8 (a last character cut off is no fault) and, for files of
// older Chinese programs, double-byte text. Control characters are no text, nor
// is anything a browser could take for a page.
func isText(head []byte) bool {
	if len(head) == 0 {
		return false
	}
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
			return false
		}
	}
	lower := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	if bytes.HasPrefix(lower, []byte("<")) || bytes.HasPrefix(lower, []byte("#!")) ||
		bytes.HasPrefix(lower, []byte("{\\rtf")) {
		return false
	}
	for cut := 0; cut < utf8.UTFMax && cut < len(head); cut++ {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	for i := 0; i < len(head); i++ { // GB18030: a lead byte has a fitting second
		if head[i] < 0x80 {
			continue
		}
		if head[i] == 0x80 || head[i] == 0xff {
			return false
		}
		if i++; i < len(head) && (head[i] < 0x30 || head[i] == 0x7f || head[i] == 0xff) {
			return false
		}
	}
	return true
}

// office tells Office files from other archives by their directory.
func office(r io.ReaderAt, size int64) string {
	if crowded(r, size) {
		return zipped
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return zipped
	}
	var types *zip.File
	has := map[string]bool{}
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		switch {
		case name == "[content_types].xml":
			types = f
		case name == "ofd.xml":
			return OFD
		case path.Base(name) == "vbaproject.bin":
			return zipped // programs inside are not evidence
		}
		has[name] = true
	}
	if types == nil {
		return zipped
	}
	// The parts may be called anything; their types say what the file is.
	part, err := types.Open()
	if err != nil {
		return zipped
	}
	defer part.Close()
	list, _ := io.ReadAll(io.LimitReader(part, 1<<20))
	switch {
	case bytes.Contains(list, []byte("wordprocessingml.document.main+xml")), has["word/document.xml"]:
		return DOCX
	case bytes.Contains(list, []byte("spreadsheetml.sheet.main+xml")), has["xl/workbook.xml"]:
		return XLSX
	}
	return zipped
}

// crowded counts directory records over the raw bytes, because reading a
// directory of a million names would cost memory and its own count may lie.
func crowded(r io.ReaderAt, size int64) bool {
	const most = 5000
	buf, n, keep := make([]byte, 64<<10), 0, 0
	for off := int64(0); off < size && n <= most; {
		m, err := r.ReadAt(buf[keep:], off)
		if m == 0 && err != nil {
			return true
		}
		off += int64(m)
		chunk := buf[:keep+m]
		n += bytes.Count(chunk, []byte("PK\x01\x02"))
		keep = copy(buf, chunk[max(0, len(chunk)-3):])
	}
	return n > most
}

// officeHead guesses from the names of the first parts.
func officeHead(head []byte) string {
	switch {
	case bytes.Contains(head, []byte("word/")):
		return DOCX
	case bytes.Contains(head, []byte("xl/")):
		return XLSX
	case bytes.Contains(head, []byte("OFD.xml")):
		return OFD
	}
	return zipped
}
