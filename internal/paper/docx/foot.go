package docx

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"shuangze/internal/official"
)

func (b *book) write() {
	switch b.d.Form {
	case official.General:
		b.head()
		b.titled(b.d.Title, 2)
	case official.Letter:
		b.letterHead()
		b.titled(b.d.Title, 2)
	default:
		b.titled(b.d.Title, 0)
	}
	b.matter()
	b.annexes()
	b.imprint()
}

// imprint is the 版记 (§7.4) with what proves the paper above it. It stands in a box at the foot of the area, anchored
// in the last paragraph, so that it is on the last page whatever is written before.
func (b *book) imprint() {
	d := b.d
	if d.Copies == "" && d.Printer == "" && d.Code == "" && d.Address == "" {
		return
	}
	outer, wide := b.body, b.wide
	b.body, b.wide = bytes.Buffer{}, false
	b.proof()
	b.imprintTable()
	inner := b.body.String()
	b.body = outer
	// 4号 lines of 20 pt: as many as the copies need, one of the printer; the proof needs 22 mm.
	height := 260
	if d.Address != "" {
		height += 1300
	} else if d.Code != "" || d.DayCode != "" {
		height += 640
	}
	if d.Copies != "" {
		height += 400 * (1 + (width(d.Labels().Copies+d.Copies)*small4/body3)/(areaWidth-2*character))
	}
	if d.Printer != "" || d.Printed != "" {
		height += 440
	}
	const emu = 635 // in a twip
	b.paragraph(frame{line: 20}, fmt.Sprintf(`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>`+
		`<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" `+
		`layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>`+
		`<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>`+
		`<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>`+
		`<wp:extent cx="%[1]d" cy="%[2]d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>`+
		`<wp:docPr id="1" name="imprint"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData `+
		`uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>`+
		`<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>`+
		`</a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>%[3]s</w:txbxContent>`+
		`</wps:txbx>`+
		`<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp></a:graphicData></a:graphic></wp:anchor>`+
		`</w:drawing></mc:Choice></mc:AlternateContent></w:r>`, areaWidth*emu, height*emu, inner))
	b.wide = wide // it stands on the last page, however that lies
}

// proof is the verification code, the head of the day and the QR code, right above the 版记.
func (b *book) proof() {
	d := b.d
	var words []string
	if d.Code != "" {
		words = append(words, d.Labels().Code+d.Code)
	}
	if d.DayCode != "" {
		words = append(words, d.Labels().DayCode+d.DayCode)
	}
	var picture string
	if d.Address != "" {
		if b.qr = code(d.Address); b.qr != nil {
			picture = fmt.Sprintf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`+
				`<wp:extent cx="%[1]d" cy="%[1]d"/><wp:docPr id="2" name="qr" descr="%[2]s"/><a:graphic><a:graphicData `+
				`uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>`+
				`<pic:cNvPr id="2" name="qr"/>`+
				`<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdQR"/><a:stretch><a:fillRect/></a:stretch>`+
				`</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[1]d"/></a:xfrm><a:prstGeom `+
				`prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>`+
				`</wp:inline></w:drawing></w:r>`,
				20*36000, escaped(d.Code))
		}
	}
	if len(words) == 0 && picture == "" {
		return
	}
	f := frame{align: "right", line: 320, out: 1}
	if picture != "" {
		f.line = 1220
	}
	b.paragraph(f, run(look{face: song, size: 18, wide: true}, strings.Join(words, "　")+" "), picture)
}

// code is a QR code of an address as PNG; nil for an address that none can hold.
func code(address string) []byte {
	c, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return nil
	}
	if c, err = barcode.Scale(c, 8*c.Bounds().Dx(), 8*c.Bounds().Dx()); err != nil {
		return nil
	}
	var b bytes.Buffer
	if png.Encode(&b, c) != nil {
		return nil
	}
	return b.Bytes()
}

// imprintTable has rules of 0.35, 0.25 and 0.35 mm: above, between, and at the foot.
func (b *book) imprintTable() {
	d, small := b.d, look{face: fang, size: small4, wide: true}
	if d.Copies == "" && d.Printer == "" && d.Printed == "" {
		return
	}
	w := &b.body
	fmt.Fprintf(w, `<w:tbl><w:tblPr><w:tblW w:w="%[1]d" w:type="dxa"/><w:tblBorders>`+
		`<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:space="0" `+
		`w:color="000000"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tblBorders>`+
		`<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="%[1]d"/></w:tblGrid>`, areaWidth)
	cell := func(f frame, runs ...string) {
		fmt.Fprintf(w, `<w:tr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, areaWidth)
		b.paragraph(f, runs...)
		w.WriteString("</w:tc></w:tr>")
	}
	if d.Copies != "" {
		cell(frame{line: 400, indent: 4, hang: 3, out: 1}, run(small, d.Labels().Copies+d.Copies+d.Labels().Stop))
	}
	if d.Printer != "" || d.Printed != "" {
		printed := d.Printed
		switch {
		case printed == "":
		case d.Labels().PrintedFirst:
			printed = d.Labels().Printed + printed
		default:
			printed += d.Labels().Printed
		}
		cell(frame{line: 400, indent: 1, out: 1, tabs: fmt.Sprintf(`<w:tab w:val="right" w:pos="%d"/>`, areaWidth-character)},
			run(small, d.Printer), `<w:r><w:tab/></w:r>`, run(small, printed))
	}
	w.WriteString("</w:tbl>")
	b.paragraph(frame{line: 20}, "") // a box must end with a paragraph
}
