package face

import (
	"fmt"
	"iter"
	"unicode"
)

// cover is which characters a face has: for each 256 of them where its bits stand.
type cover struct {
	page [(unicode.MaxRune + 1) >> 8]uint16 // 0 = none of these 256
	bits [][4]uint64                        // [0] is empty
	n    int
}

const (
	coverPage = 34 // bytes in a .cover: the number of the 256, then their bits
)

// parseCover reads a .cover file as scripts/fonts.py writes it.
func parseCover(b []byte) (*cover, error) {
	if len(b)%coverPage != 0 {
		return nil, fmt.Errorf("a table of characters has %d bytes, no multiple of %d", len(b), coverPage)
	}
	c := &cover{}
	for ; len(b) > 0; b = b[coverPage:] {
		first := rune(b[0])<<16 | rune(b[1])<<8
		if first > unicode.MaxRune {
			return nil, fmt.Errorf("a table of characters goes beyond Unicode: %X", first)
		}
		for i, x := range b[2:coverPage] {
			for bit := range 8 {
				if x>>bit&1 == 1 {
					c.add(first | rune(i*8+bit))
				}
			}
		}
	}
	return c, nil
}

func (c *cover) add(r rune) {
	if len(c.bits) == 0 {
		c.bits = make([][4]uint64, 1, 64)
	}
	at := &c.page[r>>8]
	if *at == 0 {
		*at = uint16(len(c.bits))
		c.bits = append(c.bits, [4]uint64{})
	}
	word, bit := &c.bits[*at][r>>6&3], uint64(1)<<(r&63)
	if *word&bit == 0 {
		*word |= bit
		c.n++
	}
}

func (c *cover) has(r rune) bool {
	if r < 0 || r > unicode.MaxRune {
		return false
	}
	at := c.page[r>>8]
	return at != 0 && c.bits[at][r>>6&3]>>(r&63)&1 == 1
}

// all are the characters in the order of Unicode.
func (c *cover) all() iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for page, at := range c.page {
			if at == 0 {
				continue
			}
			for r := rune(page) << 8; r < rune(page+1)<<8; r++ {
				if c.has(r) && !yield(r) {
					return
				}
			}
		}
	}
}
