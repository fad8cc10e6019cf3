package face

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"

	"github.com/carlos7ags/folio/font"
)

// What the library does not tell of a font file: the fonts of a collection, all names of a family, and whether it may
// be embedded. Everything is looked up within bounds; a file of a county is not believed.

var errCut = errors.New("the file ends too early or points outside of itself")

const (
	collection = "ttcf"
	fontsMost  = 64 // of a collection
	tablesMost = 256
)

// kinds are the first four bytes of a file with one font: TrueType, CFF, TrueType of old Macs.
var kinds = []string{"\x00\x01\x00\x00", "OTTO", "true"}

// offsets are where the fonts of a file begin: one, or those of a collection. known is false for what is no such file.
func offsets(b []byte) (at []uint64, known bool, err error) {
	if len(b) < 4 {
		return nil, false, nil
	}
	if slices.Contains(kinds, string(b[:4])) {
		return []uint64{0}, true, nil
	}
	if string(b[:4]) != collection {
		return nil, false, nil
	}
	if len(b) < 12 {
		return nil, true, errCut
	}
	n := binary.BigEndian.Uint32(b[8:])
	if n == 0 || n > fontsMost || uint64(len(b)) < 12+4*uint64(n) {
		return nil, true, errCut
	}
	for i := range n {
		at = append(at, uint64(binary.BigEndian.Uint32(b[12+4*i:])))
	}
	return at, true, nil
}

// tables are the tables of the font that begins at a place, in the order of the file.
type tables []struct {
	tag  string
	sum  uint32
	data []byte
}

func tablesAt(b []byte, at uint64) (out tables, err error) {
	size := uint64(len(b))
	if at+12 > size {
		return nil, errCut
	}
	n := uint64(binary.BigEndian.Uint16(b[at+4:]))
	if n == 0 || n > tablesMost || at+12+16*n > size {
		return nil, errCut
	}
	out = make(tables, n)
	for i := range out {
		row := b[at+12+16*uint64(i):]
		first, long := uint64(binary.BigEndian.Uint32(row[8:])), uint64(binary.BigEndian.Uint32(row[12:]))
		if first+long > size {
			return nil, errCut
		}
		out[i].tag, out[i].sum, out[i].data = string(row[:4]), binary.BigEndian.Uint32(row[4:]), b[first:first+long]
	}
	return out, nil
}

func (t tables) get(tag string) []byte {
	for _, x := range t {
		if x.tag == tag {
			return x.data
		}
	}
	return nil
}

// single is the font that begins at a place as a file of its own.
func single(b []byte, at uint64) ([]byte, error) {
	t, err := tablesAt(b, at)
	if err != nil || at == 0 {
		return b, err
	}
	head := 12 + 16*len(t)
	size := head
	for _, x := range t {
		if size += (len(x.data) + 3) &^ 3; size > mostBytes { // tables that lie over each other
			return nil, errCut
		}
	}
	out := make([]byte, head, size)
	copy(out, b[at:at+12])
	for i, x := range t {
		row := out[12+16*i:]
		copy(row, x.tag)
		binary.BigEndian.PutUint32(row[4:], x.sum)
		binary.BigEndian.PutUint32(row[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(row[12:], uint32(len(x.data)))
		out = append(out, x.data...)
		out = append(out, make([]byte, -len(x.data)&3)...)
	}
	return out, nil
}

// families are the names of the family in all its languages, each once.
func (t tables) families() (out []string) {
	b := t.get("name")
	if len(b) < 6 {
		return nil
	}
	n, text := int(binary.BigEndian.Uint16(b[2:])), int(binary.BigEndian.Uint16(b[4:]))
	for i := 0; i < n && 6+12*(i+1) <= len(b); i++ {
		row := b[6+12*i:]
		platform, id := binary.BigEndian.Uint16(row), binary.BigEndian.Uint16(row[6:])
		first := text + int(binary.BigEndian.Uint16(row[10:]))
		last := first + int(binary.BigEndian.Uint16(row[8:]))
		if id != 1 && id != 16 || last > len(b) {
			continue
		}
		name := ""
		switch raw := b[first:last]; platform {
		case 0, 3: // Unicode and Windows
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = binary.BigEndian.Uint16(raw[2*i:])
			}
			name = string(utf16.Decode(units))
		case 1: // Macintosh: only what is ASCII; its Chinese stands under Windows too
			if !slices.ContainsFunc(raw, func(c byte) bool { return c >= 0x80 }) {
				name = string(raw)
			}
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// The bits of fsType (OpenType, OS/2): what its maker lets be done with a font inside a document.
const (
	fsRestricted = 0x002 // not embedded at all
	fsPrint      = 0x004 // to be read and printed
	fsEdit       = 0x008
	fsWhole      = 0x100 // not cut to the characters in use
	fsBitmaps    = 0x200 // not its outlines
)

// rights are those bits; a font without the table has none.
func (t tables) rights() uint16 {
	if b := t.get("OS/2"); len(b) >= 10 {
		return binary.BigEndian.Uint16(b[8:])
	}
	return 0
}

// readable says which characters a font has, if whoever lays out pages can use it.
func readable(b []byte) (*cover, error) {
	f, err := font.ParseTTF(b)
	if err != nil {
		return nil, err
	}
	if x, ok := f.(interface{ IsCFF2() bool }); ok && x.IsCFF2() {
		return nil, fmt.Errorf("outlines in CFF2, which no PDF takes")
	}
	c := &cover{}
	for r := range rune(0x110000) {
		if f.GlyphIndex(r) != 0 {
			c.add(r)
		}
	}
	if c.n == 0 {
		return nil, fmt.Errorf("no character")
	}
	return c, nil
}
