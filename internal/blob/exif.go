package blob

import (
	"bytes"
	"encoding/binary"
)

// orientation finds the turn a camera noted in a JPEG, 1 if none. It reads that
// one tag and trusts no length.
func orientation(b []byte) int {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		mark, n := b[i+1], int(binary.BigEndian.Uint16(b[i+2:]))
		if mark == 0xda || n < 2 {
			return 1
		}
		seg := b[i+4 : min(len(b), i+2+n)]
		if mark == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")) {
			return tiffTurn(seg[6:])
		}
		i += 2 + n
	}
	return 1
}

// sequential says that a JPEG is of the plain kind. One whose frame is not in
// these bytes is taken for the other, which costs five times the memory.
func sequential(b []byte) bool {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		if mark := b[i+1]; mark == 0xc0 || mark == 0xc1 {
			return true
		} else if mark == 0xc2 || mark == 0xda {
			return false
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 {
			return false
		}
		i += 2 + n
	}
	return false
}

func tiffTurn(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(t[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return 1
	}
	n := int64(order.Uint16(t[at:]))
	for e := at + 2; n > 0 && e+12 <= int64(len(t)); e, n = e+12, n-1 {
		if order.Uint16(t[e:]) == 0x0112 {
			if v := int(order.Uint16(t[e+8:])); v >= 1 && v <= 8 {
				return v
			}
		}
	}
	return 1
}
