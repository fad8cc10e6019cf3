package sheet

import (
	"encoding/xml"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// intake gathers cells within the limits of the whole file.
type intake struct {
	archive  *archive
	workbook *workbook
	limits   Limits
	cells    int
	text     int
	wanted   map[int]*words // shared strings that cells use
}

type words struct{ raw, text string }

// longestCell is what Excel allows in one cell, in bytes of UTF-8.
const longestCell = 32_767 * 4

// grid reads one sheet.
func (in *intake) grid(part, name string) (Grid, error) {
	t, err := in.archive.tokens(part)
	if err != nil {
		return Grid{}, err
	}
	defer t.close()
	var (
		g              Grid
		line           Line
		cur            open
		rowNo, colNo   int
		buf            []byte
		take, phonetic bool
	)
	for {
		tok, err := t.next()
		if err != nil {
			return g, err
		}
		if tok == nil {
			return g, nil
		}
		switch s := tok.(type) {
		case xml.StartElement:
			switch s.Name.Local {
			case "row":
				rowNo++
				if v := attr(s, "r"); v != "" {
					n, err := strconv.Atoi(v)
					if err != nil || n < rowNo || n > maxRowNumber {
						return g, refuse("sheet.file.damaged")
					}
					rowNo = n
				}
				line, colNo = Line{Number: rowNo, Hidden: yes(attr(s, "hidden")) || attr(s, "ht") == "0"}, 0
			case "col":
				if (yes(attr(s, "hidden")) || attr(s, "width") == "0") && len(g.folded) < in.limits.Columns {
					l, err1 := strconv.Atoi(attr(s, "min"))
					r, err2 := strconv.Atoi(attr(s, "max"))
					if err1 == nil && err2 == nil {
						g.folded = append(g.folded, Merge{Left: l, Right: r})
					}
				}
			case "c":
				colNo++
				if v := attr(s, "r"); v != "" {
					col, row, ok := place(v)
					if !ok || row != rowNo || col < colNo {
						return g, refuse("sheet.file.damaged")
					}
					colNo = col
				}
				cur = open{kind: attr(s, "t")}
				cur.style, _ = strconv.Atoi(attr(s, "s"))
				buf = buf[:0]
			case "f":
				cur.formula = true
			case "rPh":
				phonetic = true
			case "v", "t":
				take = !phonetic
			case "mergeCell":
				if len(g.Merges) >= 20_000 {
					return g, refuse("sheet.file.merges", "sheet", name, "limit", 20_000)
				}
				if m, ok := merge(attr(s, "ref")); ok {
					g.Merges = append(g.Merges, m)
				}
			}
		case xml.CharData:
			if take {
				if len(buf)+len(s) > longestCell {
					return g, refuse("sheet.file.long-cell", "sheet", name, "cell", Letter(colNo)+strconv.Itoa(rowNo))
				}
				buf = append(buf, s...)
			}
		case xml.EndElement:
			switch s.Name.Local {
			case "v", "t":
				take = false
			case "rPh":
				phonetic = false
			case "c":
				cell := in.cell(cur, buf)
				if cell.Kind == Empty {
					continue
				}
				if colNo > in.limits.Columns {
					return g, refuse("sheet.file.columns", "sheet", name, "limit", in.limits.Columns, "column", Letter(colNo))
				}
				if err := in.add(len(cell.Raw)); err != nil {
					return g, err
				}
				line.Spots = append(line.Spots, Spot{colNo, cell})
			case "row":
				if len(line.Spots) == 0 {
					continue
				}
				if len(g.Lines) >= in.limits.Rows {
					return g, refuse("sheet.file.rows", "sheet", name, "limit", in.limits.Rows, "count", len(g.Lines)+1)
				}
				g.Lines = append(g.Lines, line)
			}
		}
	}
}

// yes reads a truth of OOXML.
func yes(s string) bool { return s == "1" || s == "true" }

// add charges a kept cell to the file's account.
func (in *intake) add(bytes int) error {
	in.cells++
	in.text += bytes
	if in.cells > in.limits.Cells {
		return refuse("sheet.file.cells", "limit", in.limits.Cells)
	}
	if in.text > in.limits.Text {
		return refuse("sheet.file.text", "limit_mb", in.limits.Text>>20)
	}
	return nil
}

// open is a cell being read.
type open struct {
	kind    string
	style   int
	formula bool
}

func (in *intake) cell(o open, value []byte) Cell {
	if o.formula {
		return Cell{Kind: Formula}
	}
	if len(value) == 0 {
		return Cell{}
	}
	raw := string(value)
	switch o.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(raw))
		if err != nil || n < 0 {
			return Cell{Kind: Broken, Raw: raw, Text: raw}
		}
		if in.wanted[n] == nil {
			in.wanted[n] = &words{}
		}
		return Cell{Kind: pending, Serial: float64(n)}
	case "inlineStr", "str", "d":
		raw = unescape(raw)
		if t := clean(raw); t != "" {
			return Cell{Kind: Text, Raw: raw, Text: t}
		}
		return Cell{}
	case "b":
		return Cell{Kind: Bool, Raw: raw, Text: map[bool]string{true: "TRUE", false: "FALSE"}[yes(strings.TrimSpace(raw))]}
	case "e":
		return Cell{Kind: Broken, Raw: raw, Text: raw}
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	if err != nil || f != f || f > 1e300 || f < -1e300 {
		return Cell{Kind: Broken, Raw: raw, Text: clean(raw)}
	}
	var st style
	if o.style >= 0 && o.style < len(in.workbook.styles) {
		st = in.workbook.styles[o.style]
	}
	c := Cell{Kind: Number, Raw: raw, Text: figure(f, st.places), Serial: f, format: st.format}
	if in.workbook.base1904 { // of figures too: a date whose style was lost counts from there as well
		c.Serial += 1462
	}
	if st.date {
		c.Kind = Date
	}
	return c
}

// look fetches the shared strings that cells use and puts them in place.
func (in *intake) look(b *Book) error {
	if len(in.wanted) > 0 {
		if err := in.fetch(); err != nil {
			return err
		}
	}
	for i := range b.Grids {
		lines := b.Grids[i].Lines[:0]
		for _, l := range b.Grids[i].Lines {
			spots := l.Spots[:0]
			for _, s := range l.Spots {
				if s.Kind == pending {
					w := in.wanted[int(s.Serial)]
					s.Cell = Cell{Kind: Text, Raw: w.raw, Text: w.text}
					if w.text == "" {
						continue
					}
				}
				spots = append(spots, s)
			}
			if l.Spots = spots; len(spots) > 0 {
				lines = append(lines, l)
			}
		}
		b.Grids[i].Lines = lines
	}
	return nil
}

func (in *intake) fetch() error {
	t, err := in.archive.tokens(in.workbook.strings)
	if err != nil {
		return err
	}
	if t == nil {
		return refuse("sheet.file.damaged")
	}
	defer t.close()
	var buf []byte
	take, phonetic := false, false
	for n := 0; ; {
		tok, err := t.next()
		if tok == nil || err != nil {
			return err
		}
		switch s := tok.(type) {
		case xml.StartElement:
			switch s.Name.Local {
			case "si":
				buf = buf[:0]
			case "rPh":
				phonetic = true
			case "t":
				take = !phonetic
			}
		case xml.CharData:
			if take && in.wanted[n] != nil {
				if len(buf)+len(s) > longestCell {
					return refuse("sheet.file.long-string")
				}
				buf = append(buf, s...)
			}
		case xml.EndElement:
			switch s.Name.Local {
			case "t":
				take = false
			case "rPh":
				phonetic = false
			case "si":
				if w := in.wanted[n]; w != nil {
					if in.text += len(buf); in.text > in.limits.Text {
						return refuse("sheet.file.text", "limit_mb", in.limits.Text>>20)
					}
					w.raw = unescape(string(buf))
					w.text = clean(w.raw)
				}
				n++
			}
		}
	}
}

// unescape undoes _x000D_, the way OOXML writes control characters.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				i += 6
				r := rune(n)
				// A rare character is written as its two halves, _xD842__xDFB7_.
				if utf16.IsSurrogate(r) && i+8 <= len(s) && s[i+1:i+3] == "_x" && s[i+7] == '_' {
					if low, err := strconv.ParseUint(s[i+3:i+7], 16, 16); err == nil {
						if whole := utf16.DecodeRune(r, rune(low)); whole != utf8.RuneError {
							r = whole
							i += 7
						}
					}
				}
				b.WriteRune(r)
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func merge(ref string) (Merge, bool) {
	a, z, ok := strings.Cut(ref, ":")
	l, t, ok1 := place(a)
	r, b, ok2 := place(z)
	return Merge{l, t, r, b}, ok && ok1 && ok2 && l <= r && t <= b
}

// spread applies vertical merges: the top cell counts for every row under it
// that has values of its own. What runs sideways is noted for the rows of data
// (aside); in a title and a heading it stays one cell.
func (g *Grid) spread(limits Limits) error {
	work := 0
	g.byTop = make(map[int][]Merge, len(g.Merges))
	for _, m := range g.Merges {
		g.byTop[m.Top] = append(g.byTop[m.Top], m)
		i := sort.Search(len(g.Lines), func(i int) bool { return g.Lines[i].Number >= m.Top })
		for j := i; m.Right > m.Left && j < len(g.Lines) && g.Lines[j].Number <= m.Bottom; j++ {
			if work++; work > limits.Cells {
				return refuse("sheet.file.merges", "sheet", g.Name, "limit", 20_000)
			}
			if g.wide == nil {
				g.wide = map[int][]Merge{}
			}
			g.wide[g.Lines[j].Number] = append(g.wide[g.Lines[j].Number], m)
		}
		if m.Bottom == m.Top {
			continue
		}
		if i == len(g.Lines) || g.Lines[i].Number != m.Top {
			continue
		}
		c := g.Lines[i].At(m.Left)
		if c.Kind == Empty {
			continue
		}
		c.Filled = true
		for i++; i < len(g.Lines) && g.Lines[i].Number <= m.Bottom; i++ {
			if work++; work > limits.Cells {
				return refuse("sheet.file.merges", "sheet", g.Name, "limit", 20_000)
			}
			g.Lines[i].fill(m.Left, c)
		}
	}
	return nil
}

// aside calls do for every cell of a row that a merge covers sideways, with the
// merge's value.
func (g *Grid) aside(l Line, do func(col int, c Cell)) {
	for _, m := range g.wide[l.Number] {
		c := l.At(m.Left)
		if c.Kind == Empty {
			continue
		}
		c.Aside = true
		for col := m.Left + 1; col <= m.Right; col++ {
			if l.At(col).Kind == Empty {
				do(col, c)
			}
		}
	}
}

func (l *Line) fill(col int, c Cell) {
	i := sort.Search(len(l.Spots), func(i int) bool { return l.Spots[i].Col >= col })
	if i < len(l.Spots) && l.Spots[i].Col == col {
		return
	}
	l.Spots = append(l.Spots, Spot{})
	copy(l.Spots[i+1:], l.Spots[i:])
	l.Spots[i] = Spot{col, c}
}
