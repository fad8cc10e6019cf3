package docx

import (
	"fmt"
	"strings"
	"time"

	"shuangze/internal/official"
)

type part struct {
	name  string
	bytes []byte
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const spaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
	`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
	`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
	`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
	`xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" ` +
	`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`

// section ends what was written so far as a section of pages of one kind: upright, or on their side.
func (b *book) section(wide bool) {
	b.body.WriteString("<w:p><w:pPr>")
	b.body.WriteString(b.sectionOf(wide))
	b.body.WriteString("</w:pPr></w:p>")
	b.begun = true
}

func (b *book) sectionOf(wide bool) string {
	var w strings.Builder
	w.WriteString("<w:sectPr>")
	for _, x := range [][2]string{{"default", "rIdOdd"}, {"even", "rIdEven"}} {
		fmt.Fprintf(&w, `<w:footerReference w:type="%s" r:id="%s"/>`, x[0], x[1])
	}
	first := b.d.Form == official.Letter && !b.begun // whose first page has the mark
	if first {
		w.WriteString(`<w:headerReference w:type="first" r:id="rIdFirstHead"/>` +
			`<w:footerReference w:type="first" r:id="rIdFirstFoot"/>`)
	}
	width, height, turned := pageWidth, pageHeight, ""
	head, above, low := 851, top, footer
	if wide {
		width, height, turned = pageHeight, pageWidth, ` w:orient="landscape"`
	}
	if first {
		head = 1701 // 30 mm
	}
	w.WriteString(`<w:type w:val="nextPage"/>`)
	fmt.Fprintf(&w, `<w:pgSz w:w="%d" w:h="%d"%s/>`, width, height, turned)
	fmt.Fprintf(&w, `<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" `+
		`w:gutter="0"/>`, above, right, bottom, left, head, low)
	if first {
		w.WriteString("<w:titlePg/>")
	}
	fmt.Fprintf(&w, `<w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`, line)
	return w.String()
}

// pageNumber is “— 1 —” in 4号宋体, one character from the outer edge: right on odd pages, left on even ones.
func (b *book) pageNumber(align string) string {
	n := &book{d: b.d}
	f := frame{align: align, line: 320}
	if align == "right" {
		f.out = 1
	} else {
		f.indent = 1
	}
	l := look{face: song, size: small4, wide: true}
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	n.paragraph(f, run(l, "— "), field("begin"), `<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>`,
		field("separate"), run(l, "1"), field("end"), run(l, " —"))
	if b.d.Foot != "" {
		n.paragraph(frame{align: "center", line: 240}, run(look{face: fang, size: 15, wide: true}, b.d.Foot))
	}
	return n.body.String()
}

func (b *book) parts(made time.Time) []part {
	var all []part
	add := func(name, s string) { all = append(all, part{name, []byte(xmlHead + s)}) }
	letter := b.d.Form == official.Letter

	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`
	const main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	overrides := [][2]string{{"word/document.xml", main + "document.main+xml"}, {"word/styles.xml", main + "styles+xml"},
		{"word/settings.xml", main + "settings+xml"}, {"word/fontTable.xml", main + "fontTable+xml"},
		{"word/odd.xml", main + "footer+xml"}, {"word/even.xml", main + "footer+xml"},
		{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"}}
	if letter {
		overrides = append(overrides, [2]string{"word/firsthead.xml", main + "header+xml"},
			[2]string{"word/firstfoot.xml", main + "footer+xml"})
	}
	for _, o := range overrides {
		types += fmt.Sprintf(`<Override PartName="/%s" ContentType="%s"/>`, o[0], o[1])
	}
	add("[Content_Types].xml", types+"</Types>")

	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relation := func(id, kind, target string) string {
		return fmt.Sprintf(`<Relationship Id="%s" Type="%s" Target="%s"/>`, id, kind, target)
	}
	add("_rels/.rels", relations+relation("rId1", office+"officeDocument", "word/document.xml")+
		relation("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
			"docProps/core.xml")+"</Relationships>")
	links := relation("rIdStyles", office+"styles", "styles.xml") +
		relation("rIdSettings", office+"settings", "settings.xml") +
		relation("rIdFonts", office+"fontTable", "fontTable.xml") + relation("rIdOdd", office+"footer", "odd.xml") +
		relation("rIdEven", office+"footer", "even.xml")
	if letter {
		links += relation("rIdFirstHead", office+"header", "firsthead.xml") +
			relation("rIdFirstFoot", office+"footer", "firstfoot.xml")
	}
	if b.qr != nil {
		links += relation("rIdQR", office+"image", "qr.png")
	}
	add("word/_rels/document.xml.rels", relations+links+"</Relationships>")
	add("word/document.xml", `<w:document `+spaces+`><w:body>`+b.body.String()+b.sectionOf(b.wide)+
		`</w:body></w:document>`)
	add("word/odd.xml", `<w:ftr `+spaces+`>`+b.pageNumber("right")+`</w:ftr>`)
	add("word/even.xml", `<w:ftr `+spaces+`>`+b.pageNumber("left")+`</w:ftr>`)
	if letter {
		h := &book{d: b.d}
		rule := fmt.Sprintf(`<w:ind w:left="%[1]d" w:right="%[1]d"/>`, -beyond)
		h.paragraph(frame{align: "center", line: 1000, border: aboveRule}, run(mark(b.d.Mark), or(b.d.Mark)))
		add("word/firsthead.xml", `<w:hdr `+spaces+`>`+widened(h.body.String(), rule)+`</w:hdr>`)
		f := &book{d: b.d}
		f.paragraph(frame{line: 240, border: belowRule}, run(look{face: fang, size: 10}, " "))
		add("word/firstfoot.xml", `<w:ftr `+spaces+`>`+widened(f.body.String(), rule)+`</w:ftr>`)
	}
	add("word/settings.xml", `<w:settings `+spaces+`><w:evenAndOddHeaders/><w:characterSpacingControl `+
		`w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" `+
		`w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`)
	add("word/styles.xml", fmt.Sprintf(`<w:styles %[1]s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="%[2]s" `+
		`w:hAnsi="%[2]s" w:eastAsia="%[2]s" w:cs="%[2]s"/><w:kern w:val="0"/><w:sz w:val="%[3]d"/><w:szCs w:val="%[3]d"/>`+
		`<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/>`+
		`<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault>`+
		`</w:docDefaults>`+
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`,
		spaces, fang, body3))
	fonts := ""
	for _, f := range [][2]string{{fang, "FangSong,仿宋,STFangsong"},
		{title, "FZXiaoBiaoSong-B05S,方正小标宋_GBK,STZhongsong"},
		{kai, "KaiTi,楷体,STKaiti"}, {hei, "SimHei,STHeiti"}, {song, "SimSun,STSong"}} {
		fonts += fmt.Sprintf(`<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/>`+
			`<w:family w:val="auto"/></w:font>`, f[0], f[1])
	}
	add("word/fontTable.xml", `<w:fonts `+spaces+`>`+fonts+`</w:fonts>`)
	add("docProps/core.xml", fmt.Sprintf(`<cp:coreProperties `+
		`xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" `+
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>%s</dc:title><dc:creator>%s</dc:creator>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created></cp:coreProperties>`,
		escaped(strings.Join(b.d.Title, "")), escaped(b.d.Organ), made.UTC().Format(time.RFC3339)))
	if b.qr != nil {
		all = append(all, part{"word/qr.png", b.qr})
	}
	return all
}

// widened gives paragraphs an indent of their own.
func widened(s, indent string) string {
	return strings.ReplaceAll(s, `<w:ind w:left="0" w:right="0"/>`, indent)
}
