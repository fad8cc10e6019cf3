package outline

import (
	"encoding/binary"
	"errors"
)

// spot is a point of a TrueType outline.
type spot struct {
	x, y int
	on   bool
}

const (
	onCurve, xShort, yShort, again, xSame, ySame = 1, 2, 4, 8, 16, 32
)

var errCut = errors.New("a glyph ends too early")

// contours gives the contours of a simple glyph.
func contours(b []byte) ([][]spot, error) {
	if len(b) < 2 {
		return nil, errCut
	}
	n := int(int16(binary.BigEndian.Uint16(b)))
	if n == 0 {
		return nil, nil
	}
	at := 10
	if n < 0 || len(b) < at+2*n+2 {
		return nil, errCut
	}
	ends := make([]int, n)
	for i := range ends {
		ends[i] = int(binary.BigEndian.Uint16(b[at:])) + 1
		at += 2
	}
	at += 2 + int(binary.BigEndian.Uint16(b[at:])) // its instructions
	all := ends[n-1]
	flags := make([]byte, 0, all)
	for len(flags) < all {
		if at >= len(b) || b[at]&again != 0 && at+1 >= len(b) {
			return nil, errCut
		}
		f := b[at]
		at++
		flags = append(flags, f)
		if f&again != 0 {
			for range b[at] {
				flags = append(flags, f)
			}
			at++
		}
	}
	spots := make([]spot, all)
	axis := func(short, same byte, set func(i, v int)) error {
		v := 0
		for i, f := range flags[:all] {
			switch {
			case f&short != 0:
				if at >= len(b) {
					return errCut
				}
				d := int(b[at])
				at++
				if f&same == 0 {
					d = -d
				}
				v += d
			case f&same == 0:
				if at+2 > len(b) {
					return errCut
				}
				v += int(int16(binary.BigEndian.Uint16(b[at:])))
				at += 2
			}
			set(i, v)
		}
		return nil
	}
	if err := axis(xShort, xSame, func(i, v int) { spots[i].x, spots[i].on = v, flags[i]&onCurve != 0 }); err != nil {
		return nil, err
	}
	if err := axis(yShort, ySame, func(i, v int) { spots[i].y = v }); err != nil {
		return nil, err
	}
	out := make([][]spot, n)
	first := 0
	for i, end := range ends {
		out[i] = spots[first:end]
		first = end
	}
	return out, nil
}

// appended puts a simple glyph behind b; no contours give no bytes.
func (w *glyphWriter) appended(b []byte, all []spot, ends []int) []byte {
	if len(all) == 0 {
		return b
	}
	least, most := bounds(all)
	for _, v := range [...]int{len(ends), least.x, least.y, most.x, most.y} {
		b = binary.BigEndian.AppendUint16(b, uint16(int16(v)))
	}
	for _, end := range ends {
		b = binary.BigEndian.AppendUint16(b, uint16(end-1))
	}
	b = binary.BigEndian.AppendUint16(b, 0) // no instructions
	w.flags, w.xs, w.ys = w.flags[:0], w.xs[:0], w.ys[:0]
	var before spot
	for _, s := range all {
		var fx, fy byte
		w.xs, fx = step(w.xs, s.x-before.x, xShort, xSame)
		w.ys, fy = step(w.ys, s.y-before.y, yShort, ySame)
		f := fx | fy
		if s.on {
			f |= onCurve
		}
		before = s
		w.flags = append(w.flags, f)
	}
	for i := 0; i < len(w.flags); {
		n := 1
		for i+n < len(w.flags) && n < 256 && w.flags[i+n] == w.flags[i] {
			n++
		}
		if n > 2 {
			b = append(b, w.flags[i]|again, byte(n-1))
		} else {
			n = 1
			b = append(b, w.flags[i])
		}
		i += n
	}
	return append(append(b, w.xs...), w.ys...)
}

// glyphWriter writes glyphs one after the other in the memory of the first.
type glyphWriter struct{ flags, xs, ys []byte }

// step puts one coordinate behind b as the distance from the one before, and says which flags tell how it is written.
func step(b []byte, d int, short, same byte) ([]byte, byte) {
	switch {
	case d == 0:
		return b, same
	case d > 0 && d < 256:
		return append(b, byte(d)), short | same
	case d < 0 && d > -256:
		return append(b, byte(-d)), short
	}
	return binary.BigEndian.AppendUint16(b, uint16(int16(d))), 0
}

// bounds are the corners of the box around points.
func bounds(all []spot) (least, most spot) {
	least, most = all[0], all[0]
	for _, s := range all {
		least.x, least.y = min(least.x, s.x), min(least.y, s.y)
		most.x, most.y = max(most.x, s.x), max(most.y, s.y)
	}
	return least, most
}

// pieces are those of a contour; what encloses nothing has none.
func pieces(c []spot, scale float64) (out []piece) {
	n := len(c)
	if n < 3 {
		return nil
	}
	place := func(i int) point { return point{float64(c[i%n].x) * scale, float64(c[i%n].y) * scale} }
	start := 0
	for start < n && !c[start].on {
		start++
	}
	if start == n { // none lies on the curve: one between the last and the first does
		c = append([]spot{{(c[0].x + c[n-1].x) / 2, (c[0].y + c[n-1].y) / 2, true}}, c...)
		n, start = n+1, 0
	}
	from := place(start)
	add := func(p piece) {
		if p.from != p.to || p.curved && p.control != p.from {
			out = append(out, p)
		}
	}
	for i := start + 1; i <= start+n; i++ {
		if c[i%n].on {
			add(piece{from: from, control: place(i), to: place(i)})
			from = place(i)
			continue
		}
		control, to := place(i), place(i+1)
		if !c[(i+1)%n].on {
			to = between(control, to, 0.5)
		} else {
			i++
		}
		add(piece{from, control, to, true})
		from = to
	}
	return out
}

// implied is how far an end may lie from the middle between two controls to be left to whoever reads them.
const implied = 0.75

// spots are the points of pieces.
func spots(list []piece) (out []spot) {
	add := func(p point, on bool) {
		p = p.round()
		out = append(out, spot{int(p.x), int(p.y), on})
	}
	for i, p := range list {
		if i == 0 || !list[i-1].curved || !p.curved ||
			between(list[i-1].control, p.control, 0.5).minus(p.from).length() > implied {
			add(p.from, true)
		}
		if p.curved {
			add(p.control, false)
		}
	}
	return out
}
