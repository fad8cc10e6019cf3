package pdf

import (
	"strings"
	"unicode"

	"github.com/carlos7ags/folio/font"

	"shuangze/internal/paper/face"
	"shuangze/internal/paper/line"
)

// typesetter measures characters and sets lines for one document.
type typesetter struct {
	maker  *Maker
	glyphs map[glyphKey]glyph
	faces  map[*face.Face]font.Face
	err    error // the first that a face met
}

type glyphKey struct {
	role face.Role
	r    rune
}

// glyph is what shows a character.
type glyph struct {
	face font.Face
	show rune    // the character itself, or what stands for it
	em   float64 // its advance, of an em; rounded as the file says it
}

// lack stands for a character that no face has. The file still says which it was.
const lack = '〓'

func (t *typesetter) glyph(role face.Role, r rune) glyph {
	key := glyphKey{role, r}
	if g, ok := t.glyphs[key]; ok {
		return g
	}
	g := t.look(role, r)
	if g.face != nil && g.face.GlyphIndex(r) == 0 && r != lack {
		g = t.glyph(role, lack)
	}
	t.glyphs[key] = g
	return g
}

func (t *typesetter) look(role face.Role, r rune) glyph {
	f := t.maker.Faces.For(role, r)
	parsed, ok := t.faces[f]
	if !ok {
		var err error
		if parsed, err = t.maker.face(f); err != nil {
			if t.err == nil {
				t.err = err
			}
			return glyph{show: r, em: 1}
		}
		if t.faces == nil {
			t.faces = map[*face.Face]font.Face{}
		}
		t.faces[f] = parsed
	}
	advance := parsed.GlyphAdvance(parsed.GlyphIndex(r)) * 1000 / parsed.UnitsPerEm()
	return glyph{face: parsed, show: r, em: float64(advance) / 1000}
}

// style is how characters are set.
type style struct {
	role  face.Role
	size  float64
	track float64 // what each character stands farther from the next, points
	ink   Ink
}

// full is how much room a full character takes.
func (s style) full() float64 { return s.size + s.track }

// run is words in one style.
type run struct {
	words string
	style style
}

// set is one line that was set: its words, and of each the style and the place.
type set struct {
	words  []rune
	styles []*style
	at     []float64
	width  float64
}

// clean takes out what shows nothing and would only mislead whoever reads or copies: controls, directions, selectors.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co), r >= 0xfe00 && r <= 0xfe0f,
			r >= 0xe0100 && r <= 0xe01ef:
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "�"))
}

// lines sets runs as one paragraph. A line break inside it begins a line of the same width as the others.
func (t *typesetter) lines(runs []run, first, rest float64, loose bool) []set {
	var (
		words  []rune
		styles []*style
		widths []float64
		out    []set
	)
	em := 0.0
	flush := func() {
		p := line.Para{Text: words, Width: widths, First: first, Rest: rest, Em: em, Loose: loose}
		for _, l := range p.Break() {
			out = append(out, set{words[l.From:l.To:l.To], styles[l.From:l.To:l.To], l.At, l.Width})
		}
		words, styles, widths, first = nil, nil, nil, rest
	}
	for i := range runs {
		st := &runs[i].style
		em = max(em, st.full())
		for _, r := range clean(runs[i].words) {
			if r == '\n' {
				flush()
				continue
			}
			words = append(words, r)
			styles = append(styles, st)
			w := t.glyph(st.role, r).em * st.size
			if w > 0 {
				w += st.track
			}
			widths = append(widths, w)
		}
	}
	flush()
	return out
}

// one sets words as one line, however long they are.
func (t *typesetter) one(words string, st style) set {
	all := t.lines([]run{{strings.ReplaceAll(words, "\n", " "), st}}, 1e9, 1e9, true)
	if len(all) == 0 {
		return set{}
	}
	return all[0]
}

// fit sets words as one line no wider than room, smaller where they are longer.
func (t *typesetter) fit(words string, st style, room float64) set {
	if w := t.width(clean(words), st); w > room {
		f := room / w * 0.999
		st.size, st.track = st.size*f, st.track*f
	}
	return t.one(words, st)
}

// width is how wide words are in one line.
func (t *typesetter) width(words string, st style) float64 {
	sum := 0.0
	for _, r := range words {
		if w := t.glyph(st.role, r).em * st.size; w > 0 {
			sum += w + st.track
		}
	}
	return sum
}

// even sets words in as few lines as fit, as even in length as they can be: titles.
func (t *typesetter) even(words string, st style, room float64) []set {
	all := t.lines([]run{{words, st}}, room, room, true)
	if len(all) < 2 || strings.Contains(words, "\n") {
		return all
	}
	for narrow := max(t.width(clean(words), st)/float64(len(all)), st.size); narrow < room; narrow += st.size / 2 {
		if tried := t.lines([]run{{words, st}}, narrow, narrow, true); len(tried) == len(all) {
			return tried
		}
	}
	return all
}

// ops are the operations of a line whose left end is x and whose baseline is y.
func (s set) ops(x, y float64) []Op {
	var out []Op
	for from := 0; from < len(s.words); {
		to := from + 1
		for to < len(s.words) && *s.styles[to] == *s.styles[from] {
			to++
		}
		st := s.styles[from]
		at := make([]float64, to-from)
		for i := range at {
			at[i] = s.at[from+i] - s.at[from]
		}
		out = append(out, &Text{X: x + s.at[from], Y: y, Size: st.size, Role: st.role, Ink: st.ink,
			Words: s.words[from:to], At: at})
		from = to
	}
	return out
}
