package docx

import (
	"strings"
	"unicode/utf8"

	"shuangze/internal/official"
)

const (
	redRule   = `<w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/>` // 1.5 pt, 4 mm below
	aboveRule = `<w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="8" w:color="FF0000"/>`
	belowRule = `<w:top w:val="thinThickSmallGap" w:sz="18" w:space="1" w:color="FF0000"/>`
	beyond    = (170 - 156) * 1440 / 254 * 10 / 2 // twips by which the rules of a letter reach over the area on each side
)

// head is the 版头 (GB/T 9704 §7.2): copy and urgency on the first lines, the mark 35 mm into the area, the number two
// lines below it, the red rule 4 mm below that.
func (b *book) head() {
	d, words := b.d, look{face: fang, size: body3}
	b.paragraph(frame{grid: true}, run(words, or(d.Copy)))
	b.paragraph(frame{grid: true}, run(look{face: hei, size: body3}, or(d.Urgency)))
	b.blank(1)
	b.paragraph(frame{align: "center", before: 248, line: 1200}, run(mark(d.Mark), d.Mark))
	b.blank(1)
	if len(d.Signers) == 0 {
		b.paragraph(frame{align: "center", grid: true, border: redRule}, run(words, or(d.Number)))
		return
	}
	// 上行文: the number one character from the left, whoever signed right; the last of them on the line of the number.
	for i, s := range d.Signers {
		f, number, label := frame{grid: true, indent: 1, out: 1, tabs: `<w:tab w:val="left" w:pos="5400"/>`}, " ", "　　　　"
		if i == len(d.Signers)-1 {
			number, f.border = or(d.Number), redRule
		}
		if i == 0 {
			label = d.Labels().Signed
		}
		b.paragraph(f, run(words, number), `<w:r><w:tab/></w:r>`, run(words, label), run(look{face: kai, size: body3}, s))
	}
}

// letterHead is that of the 信函格式 (§10.1): the mark and its rules stand in the first page's header and footer, the
// number right below them.
func (b *book) letterHead() {
	words := look{face: fang, size: body3}
	first := b.d.Copy
	if first == "" {
		first = b.d.Urgency
	}
	b.paragraph(frame{grid: true, tabs: `<w:tab w:val="right" w:pos="8844"/>`},
		run(look{face: hei, size: body3}, or(first)), `<w:r><w:tab/></w:r>`, run(words, or(b.d.Number)))
	if b.d.Copy != "" && b.d.Urgency != "" {
		b.paragraph(frame{grid: true}, run(look{face: hei, size: body3}, b.d.Urgency))
	}
}

// mark is the organ's name in red, 40 pt or as much smaller as one line needs.
func mark(s string) look {
	size := 80
	if n := utf8.RuneCountInString(s); n > 0 {
		size = min(size, areaWidth/10/n)
	}
	return look{face: title, size: size, red: true, wide: true}
}

func or(s string) string {
	if s == "" {
		return " "
	}
	return s
}

// titled is a title of several lines in 小标宋, with or without blank lines above.
func (b *book) titled(lines []string, above int) {
	if len(lines) == 0 {
		return
	}
	b.blank(above)
	for _, l := range lines {
		b.paragraph(frame{align: "center", line: titleLine, keep: true}, run(look{face: title, size: second, wide: true}, l))
	}
}

// matter is the 主体 (§7.3): addressee, text, what is attached, organ and date, note.
func (b *book) matter() {
	d, words := b.d, look{face: fang, size: body3}
	if len(d.Title) > 0 && (d.To != "" || len(d.Body) > 0) {
		b.blank(1)
	}
	if d.To != "" {
		b.paragraph(frame{grid: true, align: "both"}, run(words, d.To+d.Labels().Colon))
	}
	b.blocks(d.Body, len(d.Annexed) > 0 || d.Organ != "" || d.Date != "")
	b.annexed()
	b.signature()
	if d.Note != "" {
		b.paragraph(frame{grid: true, indent: 2}, run(words, d.Labels().Open+d.Note+d.Labels().Close))
	}
}

// annexed names what is attached, a blank line below the text: one without number, several one below the other.
func (b *book) annexed() {
	label, words := b.d.Labels().Annexes, look{face: fang, size: body3}
	kept := b.d.Organ != "" || b.d.Date != "" // so that these never stand alone on a page
	for i, name := range b.d.Annexed {
		switch {
		case len(b.d.Annexed) == 1:
			b.blank(1)
			b.paragraph(frame{grid: true, indent: 5, hang: 3, keep: kept}, run(words, label+name))
		case i == 0:
			b.blank(1)
			b.paragraph(frame{grid: true, indent: 6, hang: 4, keep: kept}, run(words, label+"1."+name))
		default:
			b.paragraph(frame{grid: true, indent: 6, hang: 1, keep: kept}, run(words, itoa(i+1)+"."+name))
		}
	}
}

// signature is organ and date: with a seal the date four characters from the right and the organ centred above it;
// without, the organ two characters from the right and the date two further in (§7.3.5).
func (b *book) signature() {
	d, words := b.d, look{face: fang, size: body3}
	if d.Organ == "" && d.Date == "" {
		return
	}
	organ, date := width(d.Organ), width(d.Date)
	var organOut, dateOut int
	if d.Sealed {
		dateOut = 4 * character
		organOut = max(0, dateOut+(date-organ)/2)
		if organ > date+8*character { // an organ so long that centring would push it over the edge
			organOut, dateOut = 0, max(0, (organ-date)/2)
		}
	} else {
		organOut, dateOut = 2*character, 2*character+organ-date-2*character
		if dateOut < 2*character {
			dateOut = 2 * character
			organOut = dateOut + date - organ + 2*character
		}
	}
	b.blank(2)
	b.paragraph(frame{grid: true, align: "right", outTwips: organOut, keep: true}, run(words, or(d.Organ)))
	b.paragraph(frame{grid: true, align: "right", outTwips: dateOut}, run(words, or(d.Date)))
}

// width is about how wide words are set, in twips: half a character for Latin letters and digits.
func width(s string) (w int) {
	for _, r := range s {
		if r < 0x2000 {
			w += character / 2
		} else {
			w += character
		}
	}
	return w
}

// blocks are paragraphs, tables and charts; kept says that the last paragraph stays with what follows.
func (b *book) blocks(all []official.Block, kept bool) {
	for i, x := range all {
		switch {
		case x.Table != nil:
			b.table(*x.Table)
		case x.Chart != nil:
			b.table(asTable(*x.Chart))
			if x.Chart.Note != "" {
				b.paragraph(frame{grid: true, indent: 2}, run(look{face: fang, size: small4}, x.Chart.Note))
			}
		default:
			n := official.Heading(x)
			face := fang
			switch x.Level {
			case official.First:
				face = hei
			case official.Second:
				face = kai
			}
			alone := n > 0 && n == len(x.Text) // a heading of its own
			b.paragraph(frame{grid: true, first: 2, align: "both", keep: alone || kept && i == len(all)-1},
				run(look{face: face, size: body3}, x.Text[:n]), run(look{face: fang, size: body3}, x.Text[n:]))
		}
	}
}

// annexes are bound in, each from a page of its own: 附件 and its number flush, its title on the third line.
func (b *book) annexes() {
	for i, a := range b.d.Annexes {
		label := b.d.Labels().Annex
		if len(b.d.Annexes) > 1 {
			label += itoa(i + 1)
		}
		b.paragraph(frame{grid: true, apart: true}, run(look{face: hei, size: body3}, strings.TrimSpace(label)))
		b.titled(a.Title, 1)
		if len(a.Title) > 0 {
			b.blank(1)
		}
		b.blocks(a.Body, false)
	}
}
