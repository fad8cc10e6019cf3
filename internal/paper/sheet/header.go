package sheet

import (
	"sort"
	"strings"
	"sync"

	"shuangze/internal/lang"
)

// head is a row read as the header of a form.
type head struct {
	line    int // index into the grid's lines of the last header row
	above   int // index of the first header row; equal to line if one row
	points  int
	keys    map[string]int // key → column
	titles  map[int]string // column → heading as written
	missing []string       // keys of required headings not found
}

// complete: every required column is there and one more, or three in all, so
// that a single word such as 单位 in a letter does not make a table.
func (h head) complete() bool {
	return len(h.keys) > 0 && len(h.missing) == 0 && len(h.keys) >= 2
}

func (h head) names() []string {
	cols := make([]int, 0, len(h.keys))
	for _, c := range h.keys {
		cols = append(cols, c)
	}
	sort.Ints(cols)
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = h.titles[c]
	}
	return names
}

// english says that most of the headings found are our English ones.
func (h head) english(f Form) bool {
	n := 0
	for key, col := range h.keys {
		if label(h.titles[col]) == bareTitle(f.Title(in(lang.English), key)) {
			n++
		}
	}
	return 2*n > len(h.keys)
}

func (h head) speaks(f Form) *lang.Phraser { return Table{English: h.english(f)}.speaks() }

// findHeader is the row that says most about the form. A row may lean on the
// one above it: a group over several columns, or a heading merged downwards.
func findHeader(g Grid, f Form) head {
	var best head
	for i := range g.Lines {
		if i >= deepestHeader {
			break
		}
		h := readHeader(g, i, -1, f)
		if i > 0 && g.Lines[i-1].Number == g.Lines[i].Number-1 {
			if two := readHeader(g, i, i-1, f); two.points > h.points {
				h = two
			}
		}
		if h.points > best.points || h.points == best.points && len(h.missing) < len(best.missing) {
			best = h
		}
	}
	if best.points > 0 && best.line == best.above && best.line+1 < len(g.Lines) && g.subheader(best.line) {
		best.line++
	}
	return best
}

// subheader says whether the row after line only divides merged headings of it.
func (g Grid) subheader(line int) bool {
	top, below := g.Lines[line], g.Lines[line+1]
	if below.Number != top.Number+1 {
		return false
	}
	own := 0
	for _, s := range below.Spots {
		if s.Filled {
			continue
		}
		own++
		if m, ok := g.group(top.Number, s.Col); !ok || m.Left == m.Right || m.Bottom != m.Top || s.Kind != Text {
			return false
		}
	}
	return own > 0
}

// group is the merge that covers a cell of a header or a heading; such merges
// begin at most three rows higher.
func (g Grid) group(row, col int) (Merge, bool) {
	for top := row; top >= row-3; top-- {
		for _, m := range g.byTop[top] {
			if row <= m.Bottom && m.Left <= col && col <= m.Right {
				return m, true
			}
		}
	}
	return Merge{}, false
}

// readHeader tries one row, with the row above it or without (-1).
func readHeader(g Grid, line, above int, f Form) head {
	h := head{line: line, above: line, keys: map[string]int{}, titles: map[int]string{}}
	type candidate struct {
		col   int
		words []string // headings to try, best first
	}
	var cands []candidate
	low := g.Lines[line]
	cols := map[int]bool{}
	for _, s := range low.Spots {
		cols[s.Col] = true
	}
	var high Line
	if above >= 0 {
		h.above = above
		high = g.Lines[above]
		for _, s := range high.Spots {
			if m, ok := g.group(high.Number, s.Col); !ok || m.Left == m.Right {
				cols[s.Col] = true
			}
		}
	}
	for c := range cols {
		own, over := low.At(c), high.At(c)
		if above >= 0 && over.Kind == Empty {
			if m, ok := g.group(high.Number, c); ok {
				over = high.At(m.Left)
			}
		}
		if own.Kind != Text && own.Kind != Empty {
			continue // a figure is no heading
		}
		var words []string
		switch {
		case own.Kind == Empty:
			words = []string{over.Text}
		case over.Kind == Text && !own.Filled:
			words = []string{own.Text, over.Text + own.Text}
		default:
			words = []string{own.Text}
		}
		if len([]rune(words[0])) > 40 || words[0] == "" {
			continue
		}
		h.titles[c] = strings.ReplaceAll(words[len(words)-1], "\n", "")
		if len(words) == 1 || own.Kind == Text {
			h.titles[c] = strings.ReplaceAll(words[0], "\n", "")
		}
		cands = append(cands, candidate{c, words})
	}
	sort.Slice(cands, func(i, j int) bool { return cands[i].col < cands[j].col })
	taken := map[int]bool{}
	// Exact headings first, then headings that contain one we know.
	for pass := 0; pass < 2; pass++ {
		for _, c := range cands {
			if taken[c.col] {
				continue
			}
			for _, w := range c.words {
				key := f.meaning(label(w), pass == 1)
				if _, twice := h.keys[key]; key == "" || twice {
					continue
				}
				h.keys[key] = c.col
				taken[c.col] = true
				h.points += 2 - pass
				break
			}
		}
	}
	for _, c := range f.Columns {
		if _, ok := h.keys[c.Key]; c.Required && !ok {
			h.missing = append(h.missing, c.Key)
		}
	}
	return h
}

// meaning finds the key for a bare heading: exactly, or (loosely) the longest
// known heading of three characters or more that it contains.
func (f Form) meaning(bare string, loosely bool) string {
	if bare == "" {
		return ""
	}
	best, length := "", 0
	for _, c := range f.Columns {
		for _, t := range c.Titles {
			t = bareTitle(t)
			if !loosely && t == bare {
				return c.Key
			}
			// A Latin word is too easily a part of another heading.
			if n := len([]rune(t)); loosely && n >= 3 && !latin(t) && n > length && len([]rune(bare)) <= n+8 &&
				strings.Contains(bare, t) {
				best, length = c.Key, n
			}
		}
	}
	return best
}

func latin(s string) bool { return s != "" && s[0] < 0x80 }

// bare keeps the bare form of every heading a form declares.
var bare sync.Map

func bareTitle(t string) string {
	if v, ok := bare.Load(t); ok {
		return v.(string)
	}
	v := label(t)
	bare.Store(t, v)
	return v
}
