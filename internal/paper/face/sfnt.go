package face

import "golang.org/x/image/font/sfnt"

// coverOf asks a font for every character there may be.
func coverOf(f *sfnt.Font) *cover {
	c := &cover{}
	var buf sfnt.Buffer
	for r := range rune(0x110000) {
		if i, err := f.GlyphIndex(&buf, r); err == nil && i != 0 {
			c.add(r)
		}
	}
	return c
}
