// Package line breaks a paragraph into lines by the rules of Chinese typesetting (GB/T 15834, GB/T 9704): no closing
// mark begins a line and no opening mark ends one; numbers, Latin words, ——, …… and the number of a document stay
// whole; all lines but the last are flush. It knows characters and widths, no typeface and no page.
package line

import "unicode"

// Line is one line of a paragraph: the characters [From, To) and how far each stands from the line's left edge.
// A blank at a line's end hangs behind the edge.
type Line struct {
	From, To int
	At       []float64 // one for each character
	Width    float64   // to the end of the last character that is no blank
	Forced   bool      // ends where no rule allows an end, because nothing that was allowed fits
}

// Para is what is broken. Width gives the width of each character; of those that take no room it is 0.
type Para struct {
	Text  []rune
	Width []float64
	First float64 // how wide the first line is
	Rest  float64 // how wide the others are
	Em    float64 // the width of a full character
	Loose bool    // lines are not stretched to the edge: cells of tables, lines that are centred
}

const (
	squeeze = 0.45 // of its em, as much as a mark can give at most
	long    = 0.6  // of a line, beyond which a word is broken
	slack   = 1e-6 // what rounding may add
)

// What a boundary between two characters allows. A higher value is a stronger bond.
type bond int8

const (
	free  bond = iota // a line may end here
	whole             // inside a number or a word: only where it is longer than a line
	mark              // 避头尾: only where marks alone are longer than a line
	never             // inside one character made of several code points
)

// Break breaks the paragraph. Each character is in exactly one line, in their order. A paragraph without characters
// has no line. Widths of zero and less, and characters wider than a line, are taken as they come.
func (p *Para) Break() []Line {
	bonds := bondsOf(p.Text)
	var all []Line
	for from := 0; from < len(p.Text); {
		room := p.Rest
		if from == 0 {
			room = p.First
		}
		to, forced := p.end(bonds, from, room)
		all = append(all, p.set(bonds, from, to, room, forced))
		from = to
	}
	return all
}

// end is where the line that begins at from ends, and whether no rule allows that.
func (p *Para) end(bonds []bond, from int, room float64) (to int, forced bool) {
	var (
		sum  float64              // up to and with i
		last = [4]int{free: from} // by bond, the last boundary that fits
		n    = len(p.Text)
		give float64 // what the marks up to i can be squeezed
	)
	for b := range last {
		last[b] = from
	}
	i := from
	for ; i < n; i++ {
		w := p.Width[i]
		if sum+w > room+slack && !blank(p.Text[i]) {
			break
		}
		sum += w
		give += p.give(from, i)
		if i+1 < n {
			last[bonds[i+1]] = i + 1
		} else {
			return n, false
		}
	}
	// i is the first character that does not fit. Where does what it belongs to end?
	next, need, can := i, sum, give
	for next < n {
		need += p.Width[next]
		can += p.give(from, next)
		next++
		if next == n || bonds[next] == free || need-can > room+slack {
			break
		}
	}
	if closing(p.Text[next-1]) && (next == n || bonds[next] == free) && need-can <= room+slack {
		return next, false
	}
	if last[free] > from && !p.tooLong(bonds, last[free]) {
		return last[free], false
	}
	for _, b := range []bond{whole, mark} {
		if at := max(last[b], last[free]); at > from {
			return at, at != last[free]
		}
	}
	// Nothing fits: at least one character with all that belongs to it.
	to = from + 1
	for to < n && bonds[to] == never {
		to++
	}
	return to, to < n && bonds[to] != free
}

// tooLong says whether the word that begins at from is too long to be kept whole: longer than a line, and where lines
// are stretched, longer than long of one, since what it leaves behind would be torn apart.
func (p *Para) tooLong(bonds []bond, from int) bool {
	sum, most := 0.0, p.Rest
	if !p.Loose {
		most *= long
	}
	for i := from; i < len(p.Text); i++ {
		if i > from && bonds[i] == free {
			return false
		}
		if blank(p.Text[i]) {
			continue
		}
		if sum += p.Width[i]; sum-p.give(from, i) > most+slack {
			return true
		}
	}
	return false
}

// give is how far the character can be squeezed: the empty half of a full mark, a closing mark's behind it and an
// opening mark's before it, unless it opens the line or hangs on something narrow.
func (p *Para) give(from, i int) float64 {
	most := squeeze * p.Em
	switch r := p.Text[i]; {
	case p.Width[i] < 2*most || r < 0x80 || solid(r):
		return 0
	case closing(r), opening(r) && i > from && p.Width[i-1] >= most:
		return most
	}
	return 0
}

// set places the characters of one line.
func (p *Para) set(bonds []bond, from, to int, room float64, forced bool) Line {
	l := Line{From: from, To: to, At: make([]float64, to-from), Forced: forced}
	end := to // blanks at the end hang
	for end > from && blank(p.Text[end-1]) {
		end--
	}
	var sum, can float64
	for i := from; i < end; i++ {
		sum += p.Width[i]
		can += p.give(from, i)
	}
	share := 0.0 // of what each mark can give
	if over := sum - room; over > slack && can > 0 {
		share = min(1, over/can)
	}
	stretch, words, blanks := 0.0, false, p.blanksOnly(bonds, from, end)
	if left := room - sum; left > slack && to < len(p.Text) && !p.Loose {
		n := p.gaps(bonds, from, end, false, blanks)
		if words = n == 0; words {
			n = p.gaps(bonds, from, end, true, false)
			blanks = false
		}
		if n > 0 {
			stretch = left / float64(n)
		}
	}
	x := 0.0
	for i := from; i < to; i++ {
		if i > from && i < end && stretch > 0 && p.gap(bonds, i, words, blanks) {
			x += stretch
		}
		squeezed := share * p.give(from, i)
		if i < end && opening(p.Text[i]) {
			x -= squeezed
			squeezed = 0
		}
		l.At[i-from] = x
		x += p.Width[i]
		if i < end {
			x -= squeezed
			l.Width = x
		}
	}
	return l
}

// gaps counts the boundaries of a line that stretch.
func (p *Para) gaps(bonds []bond, from, end int, words, blanks bool) int {
	n := 0
	for i := from + 1; i < end; i++ {
		if p.gap(bonds, i, words, blanks) {
			n++
		}
	}
	return n
}

// gap says whether the boundary before i stretches. Marks stand as far from their neighbours as characters do; words
// and numbers stay as they are until nothing else can give.
func (p *Para) gap(bonds []bond, i int, words, blanks bool) bool {
	switch {
	case bonds[i] == never:
		return false
	case blanks:
		return blank(p.Text[i-1])
	case bonds[i] == whole:
		return words
	}
	return true
}

// blanksOnly says whether a line is made of words with blanks between them, so that only the blanks stretch.
func (p *Para) blanksOnly(bonds []bond, from, end int) bool {
	some := false
	for i := from; i < end; i++ {
		if p.Width[i] >= 0.9*p.Em && wide(p.Text[i]) {
			return false
		}
		some = some || (i > from && blank(p.Text[i-1]) && bonds[i] != never)
	}
	return some
}

// bondsOf says for each character how it hangs on the one before it.
func bondsOf(text []rune) []bond {
	bonds := make([]bond, len(text))
	row := 0 // of the same dashes or dots up to i-1
	for i := 1; i < len(text); i++ {
		row++
		if text[i] != text[i-1] || (text[i] != '—' && text[i] != '…') {
			row = 0
		}
		if bonds[i] = between(text, i); row%2 == 1 { // the halves of —— and ……; of a longer row each two are one
			bonds[i] = max(bonds[i], whole)
			if text[i] == '…' {
				bonds[i] = whole
			}
		}
	}
	numbers(text, bonds)
	return bonds
}

func between(text []rune, i int) bond {
	before, after := text[i-1], text[i]
	switch {
	case joins(after) || before == '\u200d':
		return never
	case before == '\u00a0' || after == '\u00a0':
		return whole
	case blank(after):
		return mark // a blank stays at the end of its line
	case blank(before):
		if closing(after) {
			return mark
		}
		return free
	case closing(after) || opening(before):
		return mark
	case word(before) && word(after), digit(before) && unit(after), sign(before) && digit(after):
		return whole
	case inner(before) && word(after) && i > 1 && word(text[i-2]): // 1,000 and 3.5 and a/b
		return whole
	case inner(after) && word(before):
		return whole
	}
	return free
}

// numbers keeps the number of a document (镇纪发〔2025〕3号) in one piece: the year in its brackets, what follows up to
// 号, and of what stands before it the whole, when that is at most six characters, and else the last three.
func numbers(text []rune, bonds []bond) {
	for i := range text {
		if text[i] != '〔' && text[i] != '[' && text[i] != '［' {
			continue
		}
		year := i + 1
		for year < len(text) && digit(text[year]) {
			year++
		}
		if year != i+5 || year == len(text) || (text[year] != '〕' && text[year] != ']' && text[year] != '］') {
			continue
		}
		no := year + 1
		for no < len(text) && digit(text[no]) {
			no++
		}
		if no == year+1 || no == len(text) || text[no] != '号' {
			continue
		}
		from := i
		for from > 0 && i-from < 7 && unicode.Is(unicode.Han, text[from-1]) {
			from--
		}
		if i-from > 6 {
			from = i - 3
		}
		for j := from + 1; j <= no; j++ {
			bonds[j] = max(bonds[j], whole)
		}
	}
}

func blank(r rune) bool { return r == ' ' || r == '\t' || r == '\u3000' }

func digit(r rune) bool { return r >= '0' && r <= '9' }

// word are characters that words and numbers are made of: letters and digits that are no Chinese characters.
func word(r rune) bool {
	if r < 0x80 {
		return digit(r) || r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
	}
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !wide(r)
}

// inner are marks that stand inside numbers, words and addresses.
func inner(r rune) bool {
	switch r {
	case '.', ',', ':', '/', '-', '\'', '@', '&', '#', '+', '=', '~', '–', '’', '\u2010', '\u2011':
		return true
	}
	return false
}

func unit(r rune) bool { return r == '%' || r == '‰' || r == '℃' || r == '°' || r == '％' }

func sign(r rune) bool {
	return r == '-' || r == '+' || r == '±' || r == '¥' || r == '$' || r == '￥' || r == '−'
}

// joins are code points that belong to the character before them and take no place of their own.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Cf, unicode.Cc) && r != '\t'
}

// wide are the characters of Chinese, Japanese and Korean.
func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe4f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x20000
}

// closing are marks that begin no line.
func closing(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '？', '！', '）', '》', '〉', '」', '』', '”', '’', '〕', '】', '］', '｝', '〗', '·',
		'％', '‰', '℃', '～', '．', '…', ',', '.', ';', ':', '?', '!', ')', ']', '}', '%', '﹏', '々', '‧', '•':
		return true
	}
	return false
}

// solid are closing marks without an empty half.
func solid(r rune) bool {
	return r == '％' || r == '‰' || r == '℃' || r == '～' || r == '…' || r == '々' || r == '·'
}

// opening are marks that end no line.
func opening(r rune) bool {
	switch r {
	case '（', '《', '〈', '「', '『', '“', '‘', '〔', '【', '［', '｛', '〖', '(', '[', '{', '￥', '¥', '$', '№', '§':
		return true
	}
	return false
}
