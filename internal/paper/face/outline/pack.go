// Package outline makes the files of bundled typefaces small: points that nobody would miss are taken out (Simplify),
// and what is left is written in streams that compress better than a TrueType file (Pack, as in WOFF2). Both are done
// when typefaces are made (scripts/fonts.sh). The program knows Unpack.
package outline

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A packed file is: its size as TrueType and the sizes of seven tables (plain), four bytes each; those tables; two
// bytes for the width of each glyph; then chunks of glyphs until all are there: the sizes of three streams, four bytes
// each, and these. The streams are numbers (of contours, then of points of each, seven bits a byte), one byte for how
// each point is written, and where each lies, seen from the one before. What follows from these is not packed: the
// boxes and side bearings of glyphs, where each begins, the sums.
const chunk = 2048

// plain are the tables that are packed as they are.
var plain = []string{"OS/2", "cmap", "head", "hhea", "maxp", "name", "post"}

// Pack packs a file that Simplify made.
func Pack(b []byte) ([]byte, error) {
	t, err := parse(b)
	if err != nil {
		return nil, err
	}
	out := binary.BigEndian.AppendUint32(nil, uint32(len(b)))
	for _, tag := range plain {
		out = binary.BigEndian.AppendUint32(out, uint32(len(t[tag])))
	}
	for _, tag := range plain {
		out = append(out, t[tag]...)
	}
	for i := range t.count() {
		out = append(out, t["hmtx"][4*i:4*i+2]...)
	}
	var numbers, flags, places []byte
	flush := func() {
		for _, s := range [...][]byte{numbers, flags, places} {
			out = binary.BigEndian.AppendUint32(out, uint32(len(s)))
		}
		for _, s := range [...]*[]byte{&numbers, &flags, &places} {
			out = append(out, *s...)
			*s = nil
		}
	}
	err = t.glyphs(func(i int, g []byte) error {
		if i > 0 && i%chunk == 0 {
			flush()
		}
		var list [][]spot
		if len(g) > 0 {
			if list, err = contours(g); err != nil {
				return err
			}
		}
		numbers = binary.AppendUvarint(numbers, uint64(len(list)))
		var before spot
		for _, c := range list {
			numbers = binary.AppendUvarint(numbers, uint64(len(c)))
			for _, s := range c {
				f := byte(0)
				f, places = triplet(places, s.x-before.x, s.y-before.y)
				if !s.on {
					f |= 0x80
				}
				flags, before = append(flags, f), s
			}
		}
		return nil
	})
	flush()
	return out, err
}

// triplet writes a step as WOFF2 does (section 5.2): how it is written, and one to four bytes behind b.
func triplet(b []byte, dx, dy int) (byte, []byte) {
	x, y := max(dx, -dx), max(dy, -dy)
	xy := 0
	if dx >= 0 {
		xy = 1
	}
	if dy >= 0 {
		xy += 2
	}
	switch {
	case dx == 0 && y < 1280:
		return byte(y>>8<<1 + xy>>1), append(b, byte(y))
	case dy == 0 && x < 1280:
		return byte(10 + x>>8<<1 + xy&1), append(b, byte(x))
	case x >= 1 && x <= 64 && y >= 1 && y <= 64:
		return byte(20 + (x-1)&0x30 + (y-1)&0x30>>2 + xy), append(b, byte((x-1)&15<<4|(y-1)&15))
	case x >= 1 && x <= 768 && y >= 1 && y <= 768:
		return byte(84 + 12*((x-1)>>8) + (y-1)>>8<<2 + xy), append(b, byte(x-1), byte(y-1))
	case x < 4096 && y < 4096:
		return byte(120 + xy), append(b, byte(x>>4), byte(x<<4|y>>8), byte(y))
	}
	return byte(124 + xy), append(b, byte(x>>8), byte(x), byte(y>>8), byte(y))
}

var errPacked = errors.New("a packed typeface is not whole")

// Unpack gives back the file that was packed, byte for byte, and reads nothing behind it.
func Unpack(r io.Reader) (out []byte, err error) {
	defer func() { // what was cut or altered points outside of itself somewhere
		if e := recover(); e != nil {
			out, err = nil, fmt.Errorf("%w: %v", errPacked, e)
		}
	}()
	head := make([]byte, 4+4*len(plain))
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head)
	if size > 64<<20 {
		return nil, errPacked
	}
	out = make([]byte, size)
	t, sizes := tables{}, map[string]int{}
	for i, tag := range plain {
		sizes[tag] = int(binary.BigEndian.Uint32(head[4+4*i:]))
		t[tag] = make([]byte, sizes[tag])
		if _, err := io.ReadFull(r, t[tag]); err != nil {
			return nil, err
		}
	}
	count := t.count()
	sizes["hmtx"], sizes["loca"] = 4*count, 4*count+4
	// The outlines take what the others leave.
	at, glyf := headSize, 0
	rest := int(size) - headSize
	for _, tag := range order {
		rest -= room(sizes[tag])
	}
	place := map[string]int{}
	for _, tag := range order {
		place[tag] = at
		copy(out[at:], t[tag])
		if tag == "glyf" {
			glyf = at
			at += rest
		}
		at += room(sizes[tag])
	}
	hmtx, loca := out[place["hmtx"]:], out[place["loca"]:]
	widths := make([]byte, 2*count)
	if _, err := io.ReadFull(r, widths); err != nil {
		return nil, err
	}
	u := unpacker{r: r, out: out[glyf : glyf : glyf+rest]}
	for i := range count {
		if i%chunk == 0 {
			if err := u.next(); err != nil {
				return nil, err
			}
		}
		binary.BigEndian.PutUint32(loca[4*i:], uint32(len(u.out)))
		copy(hmtx[4*i:], widths[2*i:2*i+2])
		binary.BigEndian.PutUint16(hmtx[4*i+2:], uint16(int16(u.glyph())))
	}
	binary.BigEndian.PutUint32(loca[4*count:], uint32(len(u.out)))
	if sizes["glyf"] = len(u.out); room(len(u.out)) != rest {
		return nil, errPacked
	}
	directory(out, sizes)
	return out, nil
}

// unpacker reads glyphs out of chunks.
type unpacker struct {
	r                      io.Reader
	all                    []byte // of the chunk
	numbers, flags, places []byte // what of it is left
	out                    []byte // the glyphs
	spots                  []spot
	ends                   []int
	write                  glyphWriter
}

func (u *unpacker) next() error {
	var b [12]byte
	if _, err := io.ReadFull(u.r, b[:]); err != nil {
		return err
	}
	n, f, p := binary.BigEndian.Uint32(b[:]), binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
	if max(n, f, p) > 16<<20 {
		return errPacked
	}
	if all := int(n + f + p); cap(u.all) < all {
		u.all = make([]byte, all)
	} else {
		u.all = u.all[:all]
	}
	u.numbers, u.flags, u.places = u.all[:n], u.all[n:n+f], u.all[n+f:]
	_, err := io.ReadFull(u.r, u.all)
	return err
}

func (u *unpacker) number() int {
	v, n := binary.Uvarint(u.numbers)
	u.numbers = u.numbers[n:]
	return int(v)
}

// glyph writes the next glyph behind the others and gives how far it is from its left.
func (u *unpacker) glyph() int {
	u.spots, u.ends = u.spots[:0], u.ends[:0]
	var s spot
	for range u.number() {
		for range u.number() {
			f := u.flags[0]
			u.flags = u.flags[1:]
			dx, dy, n := stepOf(f&0x7f, u.places)
			u.places = u.places[n:]
			s.x, s.y, s.on = s.x+dx, s.y+dy, f&0x80 == 0
			u.spots = append(u.spots, s)
		}
		u.ends = append(u.ends, len(u.spots))
	}
	if len(u.spots) == 0 {
		return 0
	}
	u.out = u.write.appended(u.out, u.spots, u.ends)
	if len(u.out)&1 == 1 {
		u.out = append(u.out, 0)
	}
	least, _ := bounds(u.spots)
	return least.x
}

// stepOf reads what triplet wrote, and how many bytes that was.
func stepOf(f byte, b []byte) (dx, dy, n int) {
	switch k := int(f); {
	case k < 10:
		return 0, signed(k>>1<<8+int(b[0]), k), 1
	case k < 20:
		return signed((k-10)>>1<<8+int(b[0]), k), 0, 1
	case k < 84:
		return signed(1+(k-20)&0x30+int(b[0]>>4), k), signed(1+(k-20)&0xc<<2+int(b[0]&15), k>>1), 1
	case k < 120:
		return signed(1+(k-84)/12<<8+int(b[0]), k), signed(1+(k-84)%12>>2<<8+int(b[1]), k>>1), 2
	case k < 124:
		return signed(int(b[0])<<4+int(b[1]>>4), k), signed(int(b[1]&15)<<8+int(b[2]), k>>1), 3
	default:
		return signed(int(b[0])<<8+int(b[1]), k), signed(int(b[2])<<8+int(b[3]), k>>1), 4
	}
}

// signed is a number or, if the last bit of k is not set, what is as far below zero.
func signed(v, k int) int {
	if k&1 == 0 {
		return -v
	}
	return v
}
