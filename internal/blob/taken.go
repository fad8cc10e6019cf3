package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"io"
	"strings"
	"time"

	"shuangze/internal/when"
)

const (
	headMost = 128 << 10 // bytes of a picture in which a camera's notes are looked for
	coreMost = 64 << 10  // bytes of a document's properties
)

// Taken is the day that a file says of itself: when a photograph was taken, or a document
// of an office suite was made. 0 = it says none, or nothing that can be believed. Anybody
// can write what they like there: it is a hint and proves nothing.
func Taken(r io.ReaderAt, size int64, kind string) when.Day {
	if kind == JPEG {
		head := make([]byte, min(size, headMost))
		if n, err := r.ReadAt(head, 0); err != nil && err != io.EOF || n < len(head) {
			return 0
		}
		return exifDay(head)
	}
	if strings.Contains(kind, "openxmlformats") {
		return coreDay(r, size)
	}
	return 0
}

// believed is a day since the first digital cameras, in this century.
func believed(t time.Time) when.Day {
	if t.Year() < 1995 || t.Year() > 2099 {
		return 0
	}
	return when.Date(t.Year(), t.Month(), t.Day())
}

// exifDay finds when a camera says that a JPEG was taken (DateTimeOriginal).
func exifDay(b []byte) when.Day {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		mark, n := b[i+1], int(binary.BigEndian.Uint16(b[i+2:]))
		if mark == 0xda || n < 2 {
			return 0
		}
		seg := b[i+4 : min(len(b), i+2+n)]
		if mark == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")) {
			return tiffDay(seg[6:])
		}
		i += 2 + n
	}
	return 0
}

// tiffDay reads tag 0x9003 of the directory that tag 0x8769 of the first one names.
func tiffDay(t []byte) when.Day {
	if len(t) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(t[:2]) == "II" {
		order = binary.LittleEndian
	}
	sub, ok := tiffTag(t, order, int64(order.Uint32(t[4:])), 0x8769)
	if !ok {
		return 0
	}
	at, ok := tiffTag(t, order, sub, 0x9003)
	if !ok || at < 0 || at+10 > int64(len(t)) {
		return 0
	}
	day, err := time.Parse("2006:01:02", string(t[at:at+10]))
	if err != nil {
		return 0
	}
	return believed(day)
}

// tiffTag is the value of a tag of a directory, or where it stands; it trusts no length.
func tiffTag(t []byte, order binary.ByteOrder, at int64, tag uint16) (value int64, ok bool) {
	if at < 0 || at+2 > int64(len(t)) {
		return 0, false
	}
	n := int64(order.Uint16(t[at:]))
	for e := at + 2; n > 0 && e+12 <= int64(len(t)); e, n = e+12, n-1 {
		if order.Uint16(t[e:]) == tag {
			return int64(order.Uint32(t[e+8:])), true
		}
	}
	return 0, false
}

// coreDay is when a document says that it was made (docProps/core.xml, dcterms:created).
func coreDay(r io.ReaderAt, size int64) when.Day {
	if crowded(r, size) {
		return 0
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return 0
	}
	f, err := z.Open("docProps/core.xml")
	if err != nil {
		return 0
	}
	defer f.Close()
	var core struct {
		Created string `xml:"created"`
	}
	if err := xml.NewDecoder(io.LimitReader(f, coreMost)).Decode(&core); err != nil {
		return 0
	}
	at, err := time.Parse(time.RFC3339, core.Created)
	if err != nil {
		return 0
	}
	return believed(at.In(when.Zone))
}
