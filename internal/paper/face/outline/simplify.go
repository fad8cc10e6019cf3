package outline

import (
	"encoding/binary"
	"math"
)

// Told is what Simplify did.
type Told struct{ Before, After int } // points

// Simplify gives a TrueType file with units per em of its own and outlines of fewer points, no farther than bound (in
// units of the given file) from the given ones before they are rounded to the new units. Contours that enclose nothing
// are left out; the side bearing of a glyph is where it begins.
func Simplify(b []byte, units int, bound float64) ([]byte, Told, error) {
	var told Told
	t, err := parse(b)
	if err != nil {
		return nil, told, err
	}
	scale := float64(units) / float64(binary.BigEndian.Uint16(t["head"][18:]))
	loca := make([]byte, 4*(t.count()+1))
	hmtx, err := t.widths()
	if err != nil {
		return nil, told, err
	}
	scaled(hmtx, scale, every(len(hmtx), 4)...)
	var glyf []byte
	var w glyphWriter
	err = t.glyphs(func(i int, g []byte) error {
		binary.BigEndian.PutUint32(loca[4*i:], uint32(len(glyf)))
		var list [][]spot
		if len(g) > 0 {
			var err error
			if list, err = contours(g); err != nil {
				return err
			}
		}
		var all []spot
		var ends []int
		for _, c := range list {
			told.Before += len(c)
			if p := pieces(c, scale); len(p) > 1 {
				if s := spots(simpler(p, bound*scale)); encloses(s) {
					all = append(all, s...)
					ends = append(ends, len(all))
				}
			}
		}
		told.After += len(all)
		left := 0
		if len(all) > 0 {
			least, _ := bounds(all)
			left = least.x
		}
		binary.BigEndian.PutUint16(hmtx[4*i+2:], uint16(int16(left)))
		glyf = w.appended(glyf, all, ends)
		glyf = append(glyf, make([]byte, len(glyf)&1)...)
		return nil
	})
	if err != nil {
		return nil, told, err
	}
	binary.BigEndian.PutUint32(loca[4*t.count():], uint32(len(glyf)))
	copyOf := func(tag string) []byte {
		t[tag] = append([]byte{}, t[tag]...)
		return t[tag]
	}
	head := copyOf("head")
	binary.BigEndian.PutUint16(head[18:], uint16(units))
	binary.BigEndian.PutUint16(head[50:], 1) // loca has four bytes each
	scaled(head, scale, 36, 38, 40, 42)
	hhea := copyOf("hhea")
	scaled(hhea, scale, 4, 6, 8, 10, 12, 14, 16)
	binary.BigEndian.PutUint16(hhea[34:], uint16(t.count())) // a width for each
	scaled(copyOf("OS/2"), scale, 2, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 68, 70, 72, 74, 76, 86, 88)
	scaled(copyOf("post"), scale, 8, 10)
	t["glyf"], t["loca"], t["hmtx"] = glyf, loca, hmtx

	sizes := map[string]int{}
	out := make([]byte, headSize)
	for _, tag := range order {
		sizes[tag] = len(t[tag])
		out = append(out, t[tag]...)
		out = append(out, make([]byte, room(len(t[tag]))-len(t[tag]))...)
	}
	directory(out, sizes)
	return out, told, nil
}

// encloses says whether a contour has any breadth left.
func encloses(s []spot) bool {
	least, most := bounds(s)
	return len(s) > 2 && least.x < most.x && least.y < most.y
}

func every(size, n int) (out []int) {
	for i := 0; i < size; i += n {
		out = append(out, i)
	}
	return out
}

// scaled multiplies the numbers of two bytes at some places.
func scaled(b []byte, by float64, at ...int) {
	for _, i := range at {
		v := math.Round(float64(int16(binary.BigEndian.Uint16(b[i:]))) * by)
		binary.BigEndian.PutUint16(b[i:], uint16(int16(v)))
	}
}
