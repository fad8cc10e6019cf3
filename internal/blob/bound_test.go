package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// A small file that unpacks to much is weighed before it is unpacked, and drawing
// it takes what was weighed and little more.
func TestPicturesAreWeighed(t *testing.T) {
	encoded := func(img image.Image, as string) []byte {
		var b bytes.Buffer
		err := png.Encode(&b, img)
		if as == "jpeg" {
			b.Reset()
			err = jpeg.Encode(&b, img, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	half := image.NewNRGBA(image.Rect(0, 0, 2000, 2000))
	half.SetNRGBA(0, 0, color.NRGBA{1, 2, 3, 4})
	for name, c := range map[string]struct {
		body  []byte
		bytes int64
	}{
		"colours":  {encoded(half, "png"), 16_000_000},
		"greys":    {encoded(image.NewGray(image.Rect(0, 0, 2000, 2000)), "png"), 4_000_000},
		"deep":     {encoded(image.NewNRGBA64(image.Rect(0, 0, 1000, 1000)), "png"), 8_000_000},
		"a camera": {encoded(half, "jpeg"), 12_000_000},
	} {
		n, err := Weigh(bytes.NewReader(c.body))
		if err != nil || n != c.bytes {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, _, err := Preview(bytes.NewReader(c.body), 480); err != nil {
			t.Error(name, err)
		}
		runtime.ReadMemStats(&after)
		if spent := int64(after.TotalAlloc - before.TotalAlloc); spent > n+8<<20 {
			t.Errorf("%s: %d bytes were allocated, %d weighed", name, spent, n)
		}
	}
	wide := encoded(image.NewGray(image.Rect(0, 0, mostSide+1, 1)), "png")
	if _, err := Weigh(bytes.NewReader(wide)); err == nil {
		t.Error("one side is too long and it is taken")
	}
}

func TestPreviewsKept(t *testing.T) {
	var p Previews
	piece := make([]byte, 1<<20)
	for i := range 20 {
		p.Keep(fmt.Sprint(i), piece, PNG)
		p.Kept("0") // asked for again and again
	}
	if _, _, ok := p.Kept("0"); !ok || p.bytes > previewsMost || len(p.of) != p.order.Len() {
		t.Errorf("%v, %d bytes, %d of %d", ok, p.bytes, len(p.of), p.order.Len())
	}
	if _, _, ok := p.Kept("3"); ok {
		t.Error("what nobody asks for is kept for ever")
	}
}

// A temporary file has no name while it is used; what a killed program left is
// swept, and nothing else is.
func TestNothingStaysInTemp(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Temp()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "words"); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" && len(files(t, dir)) != 0 { // a kill now leaves nothing
		t.Error("it has a name")
	}
	if err := f.Close(); err != nil || len(files(t, dir)) != 0 {
		t.Error(err, files(t, dir))
	}
	no := errors.New("no")
	if _, err := s.PutIf(context.Background(), bytes.NewReader([]byte("words")), 9,
		func(io.ReaderAt, int64) error { return no }); err != no || len(files(t, dir)) != 0 {
		t.Error(err, files(t, dir))
	}
	kept, err := s.Put(context.Background(), bytes.NewReader([]byte("words")), 9)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"put-1", "use-2", "other"} {
		if err := os.WriteFile(filepath.Join(dir, "tmp", name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.SweepTemp(time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Error("what is being written was swept:", n, err)
	}
	if n, err := s.SweepTemp(time.Now().Add(time.Hour)); n != 2 || err != nil {
		t.Error(n, err)
	}
	if _, err := s.Size(kept.Digest); err != nil {
		t.Error(err)
	}
}
