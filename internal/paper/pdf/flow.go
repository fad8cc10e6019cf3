package pdf

import "math"

// Measures of GB/T 9704-2012, in points.
const (
	mm       = 72 / 25.4
	body     = 16.0  // 3号
	track    = -0.21 // makes 28 characters of a line
	em       = body + track
	pitch    = 28.99 // 22 lines a page
	longList = 12    // lines of the list of annexes that are kept together with the signature at most

	round = 0.05 // what heights may differ by rounding
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
	list bool // a line of a long list of annexes: it is no line of the text
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
	held   []*block // headings that wait for what follows them
}

func (f *flow) last() *sheet { return f.sheets[len(f.sheets)-1] }

// open begins a page, unless the last one is still empty.
func (f *flow) open(a area) *sheet {
	f.release()
	return f.next(a)
}

func (f *flow) next(a area) *sheet {
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
	blocks = append(f.held, blocks...)
	f.held = nil
	n := len(blocks)
	for n > 0 && (blocks[n-1].keep || blocks[n-1].blank()) {
		n--
	}
	for n < len(blocks) && !blocks[n].keep {
		n++ // blanks that follow no heading
	}
	f.held = blocks[n:]
	f.place(blocks[:n])
}

// release places what is still held.
func (f *flow) release() {
	held := f.held
	f.held = nil
	f.place(held)
}

func (f *flow) place(blocks []*block) {
	for i, b := range blocks {
		s := f.last()
		if b.blank() && (len(s.items) == 0 || !s.fits(b)) {
			if len(s.items) > 0 {
				s.used = s.height
			}
			continue
		}
		if len(s.items) > 0 && !f.room(s, blocks[i:]) {
			s = f.next(s.area)
		}
		if b.head != nil && !s.goesOn(b) {
			s.put(b.head)
		}
		s.put(b)
	}
}

// goesOn says whether a row follows its head or a row of the same table.
func (s *sheet) goesOn(b *block) bool {
	if len(s.items) == 0 {
		return false
	}
	last := s.items[len(s.items)-1].block
	return last == b.head || last.head == b.head
}

// room says whether the first block, and what must not be parted from it, fits on a sheet.
func (f *flow) room(s *sheet, blocks []*block) bool {
	trial := *s
	trial.items = nil
	for _, b := range blocks {
		if b.head != nil && !s.goesOn(b) {
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

// close places what ends a text: the list of annexes, blank lines and the signature, which never stand on a page
// without the text. Blank lines are given up down to one, and where that is not enough the last two lines of the text
// go along.
func (f *flow) close(list []*block, blanks int, group []*block) {
	if len(list) > longList {
		f.add(list...)
		list = nil
	}
	f.release()
	s := f.last()
	n := blanks
	for n > 1 && !s.takes(list, n, group) {
		n--
	}
	if !s.takes(list, n, group) && len(s.items) > 0 {
		n = blanks
		carried := s.take()
		f.next(upright)
		f.place(carried)
	}
	f.place(list)
	if len(group) == 0 {
		return
	}
	for range n {
		f.place([]*block{blankLine(pitch)})
	}
	f.place(group)
}

// takes says whether a list, so many blank lines and then the blocks fit on a sheet.
func (s *sheet) takes(list []*block, blanks int, group []*block) bool {
	trial := *s
	trial.items = nil
	for _, b := range list {
		if !b.blank() && !trial.fits(b) {
			return false
		}
		trial.put(b)
	}
	if len(group) == 0 {
		return true
	}
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

// take takes the last two lines of the text, or its last row or chart, off a sheet on which something stays, with the
// list of annexes below them; a heading that would end the page goes along.
func (s *sheet) take() []*block {
	var out []*block
	from, lines := len(s.items), 0
	for from > 1 && lines < 2 {
		it := s.items[from-1]
		if it.row && s.items[from-2].block == it.head {
			if from == 2 {
				break // only a head would stay
			}
			from-- // the head is set again
		}
		from--
		switch {
		case it.blank(), it.list:
		case it.grid:
			lines++
		default:
			lines = 2
		}
	}
	for from > 1 && (s.items[from-1].keep || s.items[from-1].blank()) {
		from--
	}
	for _, it := range s.items[from:] {
		if it.row || it.head != nil || !it.isHead(s.items[from:]) {
			out = append(out, it.block)
		}
	}
	s.items, s.used = s.items[:from], s.height
	return out
}

// isHead says whether a block is the head of a row among the items.
func (b *block) isHead(all []item) bool {
	for _, it := range all {
		if it.head == b {
			return true
		}
	}
	return false
}
