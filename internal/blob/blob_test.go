package blob

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"shuangze/internal/text"
)

func key(err error) string {
	var in text.InputErrors
	if errors.As(err, &in) {
		return in[0].Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func files(t *testing.T, dir string) (out []string) {
	t.Helper()
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return err
	})
	return out
}

func TestPutAndOpen(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []byte("会议记录")
	b, err := s.Put(ctx, iotest.OneByteReader(bytes.NewReader(want)), int64(len(want)))
	if err != nil || b.Digest != sha256.Sum256(want) || b.Size != int64(len(want)) || b.Type != Plain {
		t.Fatalf("%+v %v", b, err)
	}
	f, err := s.Open(b.Digest)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(f)
	f.Close()
	if !bytes.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if again, err := s.Put(ctx, bytes.NewReader(want), 100); err != nil || again != b || len(files(t, dir)) != 1 {
		t.Errorf("the same bytes again: %v %v %v", again, err, files(t, dir))
	}
	if err := s.Verify(ctx, b.Digest); err != nil {
		t.Error(err)
	}
	os.Chmod(s.path(b.Digest), 0o600)
	os.WriteFile(s.path(b.Digest), []byte("changed"), 0o600)
	if s.Verify(ctx, b.Digest) == nil {
		t.Error("changed bytes were not noticed")
	}
	if _, err := s.Open(Digest{1}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

func TestPutLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s, _ := Open(dir)
	gone, stop := context.WithCancel(context.Background())
	stop()
	broken := errors.New("line broke")
	for name, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want string
	}{
		"too big": {context.Background(), strings.NewReader("123456"), "blob.too-big"},
		"empty":   {context.Background(), strings.NewReader(""), "blob.empty"},
		"gone":    {gone, strings.NewReader("12"), "blob put: context canceled"},
		"broken": {context.Background(), io.MultiReader(strings.NewReader("1"), iotest.ErrReader(broken)),
			"blob put: line broke"},
	} {
		if _, err := s.Put(c.ctx, c.r, 5); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSweep(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s, _ := Open(dir)
	put := func(w string) Digest {
		b, err := s.Put(ctx, strings.NewReader(w), 100)
		if err != nil {
			t.Fatal(err)
		}
		return b.Digest
	}
	old := time.Now().Add(-48 * time.Hour)
	kept, dropped, young := put("kept"), put("dropped"), put("young")
	os.Chtimes(s.path(kept), old, old)
	os.Chtimes(s.path(dropped), old, old)
	tmp := filepath.Join(dir, "tmp", "put-1")
	os.WriteFile(tmp, nil, 0o600)
	os.Chtimes(tmp, old, old)
	strange := filepath.Join(dir, "tmp", "notes.txt")
	os.WriteFile(strange, nil, 0o600)
	os.Chtimes(strange, old, old)
	n, err := s.Sweep(ctx, func(d Digest) bool { return d == kept }, time.Now().Add(-24*time.Hour))
	if err != nil || n != 2 {
		t.Errorf("removed %d, %v; want 2", n, err)
	}
	for d, want := range map[Digest]bool{kept: true, dropped: false, young: true} {
		if _, err := os.Stat(s.path(d)); (err == nil) != want {
			t.Errorf("%s: there %v, want %v", d, err == nil, want)
		}
	}
	if _, err := os.Stat(strange); err != nil {
		t.Error("a file that is not ours was removed")
	}
	// Putting an old file again protects it from the sweep.
	put("dropped")
	if n, _ := s.Sweep(ctx, func(Digest) bool { return false }, time.Now().Add(-24*time.Hour)); n != 1 {
		t.Errorf("second sweep removed %d, want 1 (kept)", n)
	}
}

func archiveOf(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		z.Create(n)
	}
	z.Close()
	return b.Bytes()
}

func picture(kind string, w, h int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			if x >= w/2 {
				c = color.RGBA{0, 0, 255, 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if kind == "png" {
		png.Encode(&b, m)
	} else {
		jpeg.Encode(&b, m, nil)
	}
	return b.Bytes()
}

func TestDetect(t *testing.T) {
	ole := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....")
	docx := archiveOf("[Content_Types].xml", "word/document.xml")
	for _, c := range []struct {
		name, want string
		bytes      []byte
	}{
		{"a.jpg", JPEG, picture("jpeg", 2, 2)}, {"a.JPEG", JPEG, picture("jpeg", 2, 2)}, {"a.png", PNG, picture("png", 2, 2)},
		{"a.pdf", PDF, []byte("%PDF-1.7")}, {"a.docx", DOCX, docx},
		{"a.xlsx", XLSX, archiveOf("[Content_Types].xml", "xl/workbook.xml")},
		{"a.doc", OLE, ole}, {"a.xls", OLE, ole}, {"a.wps", OLE, ole}, {"a.gif", GIF, []byte("GIF89a....")},
		{"a.webp", WebP, []byte("RIFF0000WEBPVP8 ")},
		{"a.mp4", MP4, []byte("\x00\x00\x00\x18ftypisom....")}, {"会议.txt", Plain, []byte("会议记录")},
		{"a.txt", Plain, []byte("\xbb\xe1\xd2\xe9\xbc\xc7\xc2\xbc")},
		{"a.pdf", "blob.ending", picture("jpeg", 2, 2)}, {"a.jpg", "blob.ending", []byte("%PDF-1.7")},
		{"a.txt", "blob.ending", []byte("%PDF-1.7")},
		{"a.jpg", "blob.ending", []byte("words")}, {"a", "blob.ending", []byte("%PDF-1.7")},
		{"a.pdf.exe", "blob.ending", []byte("%PDF-1.7")},
		{"a.xlsx", "blob.ending", docx}, {"a.zip", "blob.archive", archiveOf("a.txt")},
		{"a.docx", "blob.archive", archiveOf("a.txt")},
		{"a.xlsx", "blob.archive", archiveOf("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")},
		{"a.txt", "blob.type", []byte("<html><script>")}, {"a.exe", "blob.type", []byte("MZ\x90\x00\x03")},
		{"a.svg", "blob.type", []byte(" <svg onload=x>")},
		{"a.txt", "blob.type", []byte("a\x00b")}, {"a.mp4", "blob.ending", []byte("\x00\x00\x00\x18ftypheic....")},
	} {
		got, err := DetectFile(bytes.NewReader(c.bytes), int64(len(c.bytes)), c.name)
		if got+key(err) != c.want {
			t.Errorf("%s %.12q: %s %v, want %s", c.name, c.bytes, got, key(err), c.want)
		}
	}
	if got, err := Detect(docx, "a.docx"); got != DOCX || err != nil {
		t.Errorf("by its head: %s %v", got, err)
	}
	many := make([]string, 5001)
	many[0], many[1] = "[Content_Types].xml", "word/document.xml"
	if b := archiveOf(many...); office(bytes.NewReader(b), int64(len(b))) != zipped {
		t.Error("a crowded archive was read")
	}
}

func TestSafeName(t *testing.T) {
	long := strings.Repeat("长", 200)
	for in, want := range map[string]string{
		"会议记录.pdf": "会议记录.pdf", "../../etc/passwd": "passwd", `C:\docs\a.doc`: "a.doc", "a\x00b\n.txt": "ab.txt",
		"photo\u202egpj.exe": "photogpj.exe",
		"con.txt":            "_con.txt", "LPT1": "_LPT1", "com10.txt": "com10.txt", "a<b>:c?.pdf": "a_b__c_.pdf", "": "文件",
		"...": "文件", ".pdf": "文件.pdf",
		"a　b.pdf": "a b.pdf", "a. .": "a", long + ".pdf": strings.Repeat("长", 116) + ".pdf", "\xff\xfea.pdf": "a.pdf",
	} {
		if got := SafeName(in); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", in, got, want)
		}
	}
}

// withExif puts an Exif block with a place and a turn into a JPEG.
func withExif(jpg []byte, turn byte) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(turn) +
		"\x00\x00\x00\x00\x00\x00GPS-31.88N")
	seg := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(seg)+2))...)
	return append(append(out, seg...), jpg[2:]...)
}

func TestPreview(t *testing.T) {
	in := withExif(picture("jpeg", 800, 400), 6)
	out, kind, err := Preview(bytes.NewReader(in), 200)
	if err != nil || kind != JPEG {
		t.Fatal(kind, err)
	}
	if !bytes.Contains(in, []byte("GPS-31")) || bytes.Contains(out, []byte("GPS-31")) ||
		bytes.Contains(out, []byte("Exif")) {
		t.Error("the place is still in the preview")
	}
	m, _, err := image.Decode(bytes.NewReader(out))
	if err != nil || m.Bounds().Dx() != 100 || m.Bounds().Dy() != 200 {
		t.Fatalf("size %v %v, want 100×200: turned by EXIF", m.Bounds(), err)
	}
	if r, _, b, _ := m.At(50, 20).RGBA(); r < b { // the left half (red) is on top after a quarter turn
		t.Error("turned the wrong way")
	}
	out, kind, err = Preview(bytes.NewReader(picture("png", 30, 10)), 200)
	if m, _, e := image.Decode(bytes.NewReader(out)); err != nil || kind != PNG || e != nil || m.Bounds().Dx() != 30 {
		t.Errorf("a small picture: %v %v %v", kind, err, e)
	}
}

func TestPreviewRefuses(t *testing.T) {
	// A PNG whose header promises 40,000 × 40,000 pixels, with a right checksum.
	bomb := picture("png", 2, 2)
	binary.BigEndian.PutUint32(bomb[16:], 40_000)
	binary.BigEndian.PutUint32(bomb[20:], 40_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	// 5,000 × 4,000 is taken as a plain JPEG, refused as a progressive one.
	wide := picture("jpeg", 8, 8)
	i := bytes.Index(wide, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(wide[i+5:], 4000)
	binary.BigEndian.PutUint16(wide[i+7:], 5000)
	progressive := bytes.Clone(wide)
	progressive[i+1] = 0xc2
	cut := picture("jpeg", 300, 300)
	for name, c := range map[string]struct {
		bytes []byte
		want  string
	}{
		"bomb": {bomb, "blob.pixels"},
		"wide": {wide, "blob.picture"}, "progressive": {progressive, "blob.pixels"},
		"words": {[]byte("no picture"), "blob.picture"},
		"cut":   {cut[:len(cut)/2], "blob.picture"},
	} {
		if _, _, err := Preview(bytes.NewReader(c.bytes), 100); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add(withExif(picture("jpeg", 2, 2), 3))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := orientation(b); n < 1 || n > 8 {
			t.Errorf("%d", n)
		}
	})
}
