package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"unicode/utf16"

	"shuangze/internal/lists/evidence"
)

// proofs are the kinds of evidence that units send.
var proofs = []string{"整改前后对比照片.png", "专题会议记录.pdf", "公示栏照片.png", "修订后的制度文本.pdf", "整改台账.csv", "谈话记录.pdf",
	"银行回单扫描件.png", "现场检查照片.png"}

// proof makes a small file and stores it; there are only a few score of them,
// and the same one may prove two matters.
func (l *life) proof() evidence.Evidence {
	name := pick(l, proofs)
	n := l.r.IntN(6)
	key := fmt.Sprint(name, n)
	if e, ok := l.p.files[key]; ok {
		return e
	}
	var body []byte
	switch name[len(name)-3:] {
	case "png":
		body = picture(len(name), n)
	case "pdf":
		body = paper(name[:len(name)-4], fmt.Sprintf("第%d号", n+1), "虚构材料，仅供演示")
	default:
		body = []byte(fmt.Sprintf("\ufeff序号,整改事项,责任人,完成情况\r\n1,召开专题会议,办公室,已完成\r\n2,修订制度%d项,办公室,已完成\r\n3,公示整改结果,办公室,已完成\r\n",
			n+1))
	}
	e, err := l.p.File(l.p.ctx, name, body)
	l.p.must(err)
	l.p.files[key] = e
	return e
}

// picture is a flat drawing of a notice board, different for each n.
func picture(k, n int) []byte {
	m := image.NewPaletted(image.Rect(0, 0, 320, 220), color.Palette{color.RGBA{236, 239, 244, 255},
		color.RGBA{uint8(40 + 25*n), uint8(70 + 7*k), 120, 255},
		color.RGBA{255, 255, 255, 255}, color.RGBA{90, 98, 110, 255}})
	fill := func(x0, y0, x1, y1 int, c uint8) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				m.SetColorIndex(x, y, c)
			}
		}
	}
	fill(20, 16, 300, 204, 1)
	for i := range 3 {
		x := 34 + i*90
		fill(x, 30, x+76, 190, 2)
		for row := range 9 {
			fill(x+8, 42+row*16, x+20+(row*17+i*29+n*11+k*7)%48, 47+row*16, 3)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(failure{err})
	}
	return b.Bytes()
}

// paper is a one-page PDF in a font that every reader of Chinese has.
func paper(lines ...string) []byte {
	var text bytes.Buffer
	text.WriteString("BT /F1 18 Tf 72 760 Td 28 TL\n")
	for _, line := range lines {
		text.WriteByte('<')
		for _, u := range utf16.Encode([]rune(line)) {
			fmt.Fprintf(&text, "%04X", u)
		}
		text.WriteString("> Tj T*\n")
	}
	text.WriteString("ET")
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
		"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}
