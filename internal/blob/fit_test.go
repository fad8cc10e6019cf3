package blob

import (
	"bytes"
	"image"
	"image/color"
	"testing"
)

// Every turn that EXIF knows, with and without shrinking, on a picture whose
// corners differ: where the top left and the top right corner come to lie.
func TestEveryTurn(t *testing.T) {
	const w, h = 60, 40
	corner := map[string]color.RGBA{
		"tl": {255, 0, 0, 255}, "tr": {0, 255, 0, 255}, "bl": {0, 0, 255, 255}, "br": {255, 255, 0, 255},
	}
	m := image.NewRGBA(image.Rect(3, 5, 3+w, 5+h)) // not at the origin
	for y := range h {
		for x := range w {
			m.SetRGBA(3+x, 5+y, corner[string("tb"[2*y/h])+string("lr"[2*x/w])])
		}
	}
	// The corners of what is seen, from the top left in the order of reading.
	for turn, want := range map[int][4]string{
		0: {"tl", "tr", "bl", "br"}, 1: {"tl", "tr", "bl", "br"}, 9: {"tl", "tr", "bl", "br"},
		2: {"tr", "tl", "br", "bl"}, 3: {"br", "bl", "tr", "tl"}, 4: {"bl", "br", "tl", "tr"},
		5: {"tl", "bl", "tr", "br"}, 6: {"bl", "tl", "br", "tr"}, 7: {"br", "tr", "bl", "tl"}, 8: {"tr", "br", "tl", "bl"},
	} {
		for _, side := range []int{0, 60, 24, 6} { // kept, and by either kernel
			got := fit(m, side, turn)
			size := image.Pt(w, h)
			if side > 0 {
				size = image.Pt(side, side*2/3)
			}
			if turn >= 5 && turn <= 8 {
				size = image.Pt(size.Y, size.X)
			}
			if got.Bounds() != (image.Rectangle{Max: size}) {
				t.Errorf("turn %d, side %d: %v", turn, side, got.Bounds())
				continue
			}
			for i, p := range []image.Point{{}, {size.X - 1, 0}, {0, size.Y - 1}, {size.X - 1, size.Y - 1}} {
				if c := got.RGBAAt(p.X, p.Y); c != corner[want[i]] {
					t.Errorf("turn %d, side %d, corner %d: %v, want %s", turn, side, i, c, want[i])
				}
			}
			if got := got.RGBAAt(size.X/2, size.Y/2); got.A != 255 {
				t.Errorf("turn %d, side %d: a hole in the middle: %v", turn, side, got)
			}
		}
	}
}

// A picture that fits keeps every pixel, and one that is shrunk keeps thin lines
// as a grey: nothing is skipped, however far it shrinks.
func TestNothingIsSkipped(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 4000, 40))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for x := 0; x < 4000; x += 100 { // one stroke in every hundred, where samples would miss it
		for y := range 40 {
			m.SetGray(x+57, y, color.Gray{})
		}
	}
	small := fit(m, 40, 1)
	for x := 1; x < 39; x++ {
		if c := small.RGBAAt(x, 0); c.R > 254 || c.R < 240 {
			t.Fatalf("%d: %v, want a little under white", x, c)
		}
	}
	same := fit(m, 4000, 1)
	for x := range 4000 {
		if r, _, _, _ := m.At(x, 7).RGBA(); uint32(same.RGBAAt(x, 7).R) != r>>8 {
			t.Fatalf("%d changed", x)
		}
	}
	if out, _, err := Preview(bytes.NewReader(picture("png", 3, 1)), 1); err != nil || len(out) == 0 {
		t.Error(err)
	}
}
