package pdf

import "math"

// Measures of GB/T 9704-2012, in points.
const (
	mm    = 72 / 25.4
	body  = 16.0  // 3号
	track = -0.21 // makes 28 characters of a line
	em    = body + track
	pitch = 28.99 // 22 lines a page
	round = 0.05  // what heights may differ by rounding
)

// area is where the words of a page may stand.
type area struct {
	pageWidth, pageHeight float64
	x, y, width, height   float64
	wide                  bool
}

var (
	upright = area{pageWidth: 595.28, pageHeight: 841.89, x: 79.37, y: 104.88, width: 442.20, height: 637.80}
	// A page on its side is bound at its upper edge: it is the upright one turned to the right.
	turned = area{pageWidth: 841.89, pageHeight: 595.28, x: 99.21, y: 79.37, width: 637.80, height: 442.20, wide: true}
)

// block is what is never divided between pages: a line, a row, a chart.
type block struct {
	high float64
	ops  func(x, y float64) []Op // by its upper left corner; nil for a blank
	grid bool                    // stands on the lines that all pages share
	keep bool                    // never last on a page: headings
	head *block                  // stands above it where it opens a page: the head of its table
	row  bool
}

func blankLine(high float64) *block { return &block{high: high, grid: high == pitch} }

func (b *block) blank() bool { return b.ops == nil }

type item struct {
	*block
	top float64
}

// sheet is a page that is being filled.
type sheet struct {
	area
	items []item
	used  float64
}

// flow fills sheets one after the other.
type flow struct {
	sheets []*sheet
}

func (f *flow) last() *sheet { return f.sheets[len(f.sheets)-1] }

// open begins a page, unless the last one is still empty.
func (f *flow) open(a area) *sheet {
	if len(f.sheets) > 0 && len(f.last().items) == 0 {
		f.last().area = a
		return f.last()
	}
	f.sheets = append(f.sheets, &sheet{area: a})
	return f.last()
}

// top is where a block would begin.
func (s *sheet) top(b *block) float64 {
	if !b.grid {
		return s.used
	}
	return math.Ceil((s.used-round)/pitch) * pitch
}

func (s *sheet) fits(b *block) bool { return s.top(b)+b.high <= s.height+round }

func (s *sheet) put(b *block) {
	top := max(0, s.top(b))
	s.items = append(s.items, item{b, top})
	s.used = top + b.high
}

// add places blocks, on new pages where they do not fit. A blank never opens a page.
func (f *flow) add(blocks ...*block) {
	for i, b := range blocks {
		s := f.last()
		if b.blank() && (len(s.items) == 0 || !s.fits(b)) {
			if len(s.items) > 0 {
				s.used = s.height
			}
			continue
		}
		if len(s.items) > 0 && !f.room(s, blocks[i:]) {
			s = f.open(s.area)
		}
		if b.head != nil && (len(s.items) == 0 || (s.items[len(s.items)-1].head != b.head && s.items[len(s.items)-1].block != b.head)) {
			s.put(b.head)
		}
		s.put(b)
	}
}

// room says whether the first block, and what must not be parted from it, fits on a sheet.
func (f *flow) room(s *sheet, blocks []*block) bool {
	trial := *s
	trial.items = nil
	for _, b := range blocks {
		if b.head != nil && s.items[len(s.items)-1].head != b.head {
			if trial.put(b.head); trial.used > s.height+round {
				return false
			}
		}
		if !trial.fits(b) {
			return false
		}
		trial.put(b)
		if !b.keep && !b.blank() {
			return true
		}
	}
	return true
}

// close places what ends a text, its blank lines and its signature. It never stands alone on a page: blank lines are
// given up down to one, and where that is not enough the last two lines of the text go along.
func (f *flow) close(blanks int, group []*block) {
	if len(group) == 0 {
		return
	}
	s := f.last()
	n := blanks
	for n > 1 && !s.takes(n, group) {
		n--
	}
	if !s.takes(n, group) && len(s.items) > 0 {
		n = blanks
		carried := s.take()
		f.open(upright)
		f.add(carried...)
	}
	for range n {
		f.add(blankLine(pitch))
	}
	f.add(group...)
}

// takes says whether so many blank lines and then the blocks fit on a sheet.
func (s *sheet) takes(blanks int, group []*block) bool {
	trial := *s
	trial.items = nil
	for range blanks {
		trial.put(blankLine(pitch))
	}
	for _, b := range group {
		if !trial.fits(b) {
			return false
		}
		trial.put(b)
	}
	return true
}

// take takes the last two lines, or the last row or chart, off a sheet on which something stays; a heading that would
// end the page goes along.
func (s *sheet) take() []*block {
	var out []*block
	for n := 0; n < 2 && len(s.items) > 1; {
		last := s.items[len(s.items)-1].block
		before := s.items[len(s.items)-2].block
		if last.row && before == last.head && len(s.items) == 2 {
			break // only a head would stay
		}
		s.items = s.items[:len(s.items)-1]
		if last.blank() {
			if len(out) > 0 {
				out = append([]*block{last}, out...)
			}
			continue
		}
		out = append([]*block{last}, out...)
		if n++; !last.grid {
			n = 2
		}
		if last.row && before == last.head {
			s.items = s.items[:len(s.items)-1]
		}
	}
	for len(s.items) > 1 && (s.items[len(s.items)-1].keep || (len(out) > 0 && s.items[len(s.items)-1].blank())) {
		out = append([]*block{s.items[len(s.items)-1].block}, out...)
		s.items = s.items[:len(s.items)-1]
	}
	s.used = s.height
	return out
}
