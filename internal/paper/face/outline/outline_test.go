package outline

import (
	"bytes"
	"errors"
	"math"
	"testing"
)

// round is a contour of straight lines around a circle, with corners cut off as typefaces made by programs have them.
func round(n int) (out []spot) {
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		out = append(out, spot{int(math.Round(500 + 400*cos)), int(math.Round(500 + 400*sin)), true})
	}
	return out
}

func flatOf(list []piece) (out []point) {
	for _, p := range list {
		out = p.flat(out)
	}
	return append(out, list[len(list)-1].to)
}

// What became simpler is nowhere farther from what it was than is allowed, measured anew and both ways.
func TestSimplerStaysNear(t *testing.T) {
	square := []spot{{0, 5, true}, {5, 0, true}, {795, 0, true}, {800, 5, true}, {800, 795, true}, {795, 800, true},
		{0, 800, true}}
	stroke := []spot{{419, 30, true}, {444, 5, false}, {444, -12, false}, {432, -15, false}, {423, -16, true},
		{215, -22, true}, {210, -22, true}, {210, -27, true}, {213, -66, true}, {213, -70, true}, {213, -85, false},
		{202, -85, true},
		{189, -81, true}, {155, -73, false}, {155, -51, true}, {158, -24, true}, {159, -15, false}, {159, -9, true},
		{159, 6, true}, {159, 10, false}, {158, 15, true}, {142, 183, true}, {140, 216, false}, {125, 249, false},
		{125, 256, false}, {147, 256, false}, {197, 234, true}, {199, 234, true}, {395, 246, true}, {400, 246, true},
		{411, 246, false}, {445, 230, false}, {445, 213, false}, {437, 202, false}, {436, 194, true}, {419, 33, true}}
	hoop := []spot{{0, 0, false}, {800, 0, false}, {800, 800, false}, {0, 800, false}} // no point lies on it
	for name, x := range map[string]struct {
		given []spot
		most  int // points that may be left
	}{"circle": {round(120), 40}, "square": {square, 7}, "stroke": {stroke, 29}, "hoop": {hoop, 5}} {
		for _, bound := range []float64{0.5, 1.5, 3} {
			given := pieces(x.given, 1)
			made := spots(simpler(given, bound))
			if bound == 1.5 && len(made) > x.most {
				t.Errorf("%s: %d points of %d are left, want at most %d", name, len(made), len(x.given), x.most)
			}
			was, is := flatOf(given), flatOf(pieces(made, 1))
			far := 0.0
			for _, p := range was {
				far = max(far, beside(p, is))
			}
			for _, p := range is {
				far = max(far, beside(p, was))
			}
			// The last half unit is that of points left to the middle of their neighbours, and of rounding.
			if far = math.Sqrt(far); far > bound+0.75 {
				t.Errorf("%s: %.2f units away, allowed %.1f", name, far, bound)
			}
		}
	}
}

// What encloses nothing draws nothing and is left out.
func TestNothingEnclosed(t *testing.T) {
	for _, s := range [][]spot{{{1, 1, true}}, {{1, 1, true}, {9, 9, true}}} {
		if p := pieces(s, 1); len(p) > 1 {
			t.Errorf("%v became %v", s, p)
		}
	}
	if encloses([]spot{{3, 0, true}, {3, 5, true}, {3, 9, true}}) {
		t.Error("a line without breadth encloses something")
	}
}

// Each step that a point can make is read back as it was written, and nothing behind it.
func TestSteps(t *testing.T) {
	sizes := []int{0, 1, 15, 16, 17, 63, 64, 65, 255, 256, 257, 512, 513, 767, 768, 769, 1279, 1280, 4095, 4096, 30000}
	for _, x := range sizes {
		for _, y := range sizes {
			for k := range 4 {
				dx, dy := signed(x, k), signed(y, k>>1)
				f, b := triplet(nil, dx, dy)
				gotX, gotY, n := stepOf(f, append(b, 0xAA, 0xAA))
				if gotX != dx || gotY != dy || n != len(b) || f > 127 {
					t.Fatalf("(%d, %d) came back as (%d, %d), %d bytes for %d, flag %d", dx, dy, gotX, gotY, n, len(b), f)
				}
			}
		}
	}
}

// file is a made-up TrueType file with n glyphs.
func file(t *testing.T, n int) []byte {
	t.Helper()
	list := tables{"OS/2": make([]byte, 96), "cmap": []byte{0, 0, 0, 0, 9}, "head": make([]byte, 54),
		"hhea": make([]byte, 36), "maxp": make([]byte, 32), "name": make([]byte, 6), "post": make([]byte, 32)}
	list["head"][18], list["head"][19], list["head"][51] = 1000>>8, 1000&255, 1
	list["maxp"][4], list["maxp"][5] = byte(n>>8), byte(n)
	list["hhea"][35] = 2 // the last glyphs share a width
	list["hmtx"] = append([]byte{1, 0, 0, 0, 2, 0, 0, 0}, make([]byte, 2*(n-2))...)
	var w glyphWriter
	for i := range n + 1 {
		at := len(list["glyf"])
		list["loca"] = append(list["loca"], byte(at>>24), byte(at>>16), byte(at>>8), byte(at))
		if i%7 != 3 && i < n { // some are blank
			s := round(60 + i%14)
			list["glyf"] = w.appended(list["glyf"], s, []int{len(s)})
			list["glyf"] = append(list["glyf"], make([]byte, len(list["glyf"])&1)...)
		}
	}
	out, sizes := make([]byte, headSize), map[string]int{}
	for _, tag := range order {
		sizes[tag] = len(list[tag])
		out = append(out, list[tag]...)
		out = append(out, make([]byte, room(sizes[tag])-sizes[tag])...)
	}
	directory(out, sizes)
	return out
}

func packedFile(t *testing.T, n int) (made, packed []byte) {
	t.Helper()
	made, told, err := Simplify(file(t, n), 500, 1)
	if err != nil || told.After == 0 || told.After >= told.Before {
		t.Fatal(told, err)
	}
	if packed, err = Pack(made); err != nil {
		t.Fatal(err)
	}
	return made, packed
}

func TestPackedIsGivenBack(t *testing.T) {
	for _, n := range []int{40, chunk + 1} {
		made, packed := packedFile(t, n)
		r := bytes.NewReader(append(packed, "behind"...))
		got, err := Unpack(r)
		if err != nil || !bytes.Equal(got, made) {
			t.Fatalf("%d glyphs came back otherwise, %v", n, err)
		}
		if r.Len() != len("behind") {
			t.Errorf("%d bytes are left, want those behind it", r.Len())
		}
		if len(packed) >= len(made) {
			t.Errorf("%d bytes were packed into %d", len(made), len(packed))
		}
	}
}

// What is not whole is an error: it neither stops the program nor gives a typeface.
func TestTornIsRefused(t *testing.T) {
	_, packed := packedFile(t, 30)
	for n := 0; n < len(packed); n += 3 {
		if b, err := Unpack(bytes.NewReader(packed[:n])); err == nil {
			t.Fatalf("%d of %d bytes gave %d", n, len(packed), len(b))
		}
	}
	for at := range 32 + 4 { // sizes
		torn := bytes.Clone(packed)
		torn[at] ^= 0x41
		if b, err := Unpack(bytes.NewReader(torn)); err == nil && len(b) > 64<<20 {
			t.Errorf("altered at %d it gave %d bytes", at, len(b))
		}
	}
	if _, err := Unpack(bytes.NewReader(bytes.Repeat([]byte{0xFF}, 100))); !errors.Is(err, errPacked) {
		t.Errorf("noise gave %v", err)
	}
	if _, _, err := Simplify([]byte("no typeface at all"), 500, 1); err == nil {
		t.Error("made a typeface of words")
	}
}
