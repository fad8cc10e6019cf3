package blob

import (
	"archive/zip"
	"bytes"
	"testing"
	"time"

	"shuangze/internal/when"
)

// exifOf is the beginning of a JPEG whose camera noted a day.
func exifOf(day string) []byte {
	le := func(n uint32) []byte { return []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)} }
	entry := func(tag uint16, kind byte, n, at uint32) []byte {
		return append(append([]byte{byte(tag), byte(tag >> 8), kind, 0}, le(n)...), le(at)...)
	}
	t := append([]byte("II*\x00"), le(8)...)
	t = append(append(append(t, 1, 0), entry(0x8769, 4, 1, 26)...), le(0)...)
	t = append(append(append(t, 1, 0), entry(0x9003, 2, 20, 44)...), le(0)...)
	t = append(t, day+" 10:00:00\x00"...)
	n := len(t) + 8
	return append(append([]byte{0xff, 0xd8, 0xff, 0xe1, byte(n >> 8), byte(n)}, "Exif\x00\x00"...), t...)
}

// The day that a photograph or a document says of itself is read; what is cut short, or
// says nonsense, says none.
func TestTaken(t *testing.T) {
	docx := func(created string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("docProps/core.xml")
		w.Write([]byte(`<cp:coreProperties xmlns:cp="c" xmlns:dcterms="d"><dcterms:created>` + created +
			`</dcterms:created></cp:coreProperties>`))
		z.Close()
		return b.Bytes()
	}
	on := when.Date(2026, time.March, 9)
	for name, c := range map[string]struct {
		body []byte
		kind string
		want when.Day
	}{
		"photograph":    {exifOf("2026:03:09"), JPEG, on},
		"no day":        {exifOf("    :  :  "), JPEG, 0},
		"nonsense":      {exifOf("0001:01:01"), JPEG, 0},
		"as a picture":  {exifOf("2026:03:09"), PNG, 0},
		"document":      {docx("2026-03-08T17:00:00Z"), DOCX, on}, // past midnight in China
		"document says": {docx("gestern"), DOCX, 0},
		"no document":   {[]byte("PK"), DOCX, 0},
	} {
		if got := Taken(bytes.NewReader(c.body), int64(len(c.body)), c.kind); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	whole := exifOf("2026:03:09")
	for n := range len(whole) {
		if got := Taken(bytes.NewReader(whole[:n]), int64(n), JPEG); got != 0 && got != on {
			t.Errorf("cut at %d: %s", n, got)
		}
	}
}
