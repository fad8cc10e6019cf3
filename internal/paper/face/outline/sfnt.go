package outline

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// tables are those of a TrueType file by name; order is how they lie in the file and in its directory.
type tables map[string][]byte

var order = []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}

func parse(b []byte) (tables, error) {
	if len(b) < 12 || len(b) < 12+16*int(binary.BigEndian.Uint16(b[4:])) {
		return nil, errors.New("no TrueType file")
	}
	t := tables{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		row := b[12+16*i:]
		at, size := uint64(binary.BigEndian.Uint32(row[8:])), uint64(binary.BigEndian.Uint32(row[12:]))
		if at+size > uint64(len(b)) {
			return nil, errors.New("a table ends after the file")
		}
		t[string(row[:4])] = b[at : at+size]
	}
	for _, tag := range order {
		if t[tag] == nil {
			return nil, fmt.Errorf("a file without %s", tag)
		}
	}
	if len(t) != len(order) || len(t["head"]) != 54 || len(t["hhea"]) != 36 || len(t["maxp"]) != 32 ||
		len(t["OS/2"]) < 90 || len(t["post"]) != 32 {
		return nil, errors.New("tables that are not those of a bundled typeface")
	}
	return t, nil
}

// widths is hmtx with a width for each glyph; the last ones may share one.
func (t tables) widths() ([]byte, error) {
	own := int(binary.BigEndian.Uint16(t["hhea"][34:]))
	if n := t.count(); own < 1 || own > n || len(t["hmtx"]) != 4*own+2*(n-own) {
		return nil, errors.New("hmtx has another size than its glyphs")
	}
	out := append([]byte{}, t["hmtx"][:4*own]...)
	for rest := t["hmtx"][4*own:]; len(rest) > 0; rest = rest[2:] {
		out = append(out, out[4*own-4], out[4*own-3], rest[0], rest[1])
	}
	return out, nil
}

// count is how many glyphs there are.
func (t tables) count() int { return int(binary.BigEndian.Uint16(t["maxp"][4:])) }

// glyphs calls f with each glyph.
func (t tables) glyphs(f func(i int, b []byte) error) error {
	loca, wide := t["loca"], t["head"][51] != 0
	place := func(i int) uint64 {
		if wide {
			return uint64(binary.BigEndian.Uint32(loca[4*i:]))
		}
		return 2 * uint64(binary.BigEndian.Uint16(loca[2*i:]))
	}
	if len(loca) < 2*(t.count()+1) || wide && len(loca) < 4*(t.count()+1) {
		return errors.New("loca is too short")
	}
	for i := range t.count() {
		from, to := place(i), place(i+1)
		if from > to || to > uint64(len(t["glyf"])) {
			return fmt.Errorf("glyph %d lies outside", i)
		}
		if err := f(i, t["glyf"][from:to]); err != nil {
			return fmt.Errorf("glyph %d: %w", i, err)
		}
	}
	return nil
}

// room is how many bytes a table takes in a file.
func room(size int) int { return (size + 3) &^ 3 }

// directory writes the head of a file, whose tables lie behind it in order, and the sums over them.
func directory(b []byte, sizes map[string]int) {
	binary.BigEndian.PutUint32(b, 0x00010000)
	for i, v := range [...]int{len(order), 128, 3, 16*len(order) - 128} { // 128 = 8 rows, the most that is a power of two
		binary.BigEndian.PutUint16(b[4+2*i:], uint16(v))
	}
	at, head := headSize, 0
	for i, tag := range order {
		row := b[12+16*i:]
		copy(row, tag)
		if tag == "head" {
			head = at
			binary.BigEndian.PutUint32(b[head+8:], 0)
		}
		binary.BigEndian.PutUint32(row[4:], sum(b[at:at+room(sizes[tag])]))
		binary.BigEndian.PutUint32(row[8:], uint32(at))
		binary.BigEndian.PutUint32(row[12:], uint32(sizes[tag]))
		at += room(sizes[tag])
	}
	binary.BigEndian.PutUint32(b[head+8:], 0xB1B0AFBA-sum(b))
}

var headSize = 12 + 16*len(order)

func sum(b []byte) (s uint32) {
	for ; len(b) >= 4; b = b[4:] {
		s += binary.BigEndian.Uint32(b)
	}
	return s
}
