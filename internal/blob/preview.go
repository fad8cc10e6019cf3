package blob

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // the first picture of a GIF
	"image/jpeg"
	"image/png"
	"io"
)

// A picture that would take more memory unpacked is not unpacked: this lets a
// camera's JPEG of 50 million pixels through, and a PNG of 40 million.
const (
	mostMemory = 160_000_000 // bytes
	mostSide   = 30_000      // pixels
)

// Shows says whether our pages show a kind of file as a picture.
func Shows(kind string) bool { return kind == JPEG || kind == PNG || kind == GIF || kind == WebP }

// Weigh tells from a picture's header how many bytes it takes unpacked. Refusals:
// too many pixels, a damaged picture, a kind that Preview cannot draw (WebP).
func Weigh(r io.ReadSeeker) (bytes int64, err error) {
	p, err := measure(r)
	return int64(p.bytes), err
}

// measured is what a picture's header says.
type measured struct {
	format string
	turn   int // EXIF's
	bytes  int // that it takes unpacked
}

// measure reads a picture's header and goes back to its start.
func measure(r io.ReadSeeker) (p measured, err error) {
	conf, format, err := image.DecodeConfig(r)
	if err != nil {
		return p, refuse("blob.picture")
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return p, err
	}
	head := make([]byte, 128<<10)
	n, _ := io.ReadFull(r, head)
	head = head[:n]
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return p, err
	}
	turn, each := 1, 4 // bytes a pixel takes while it is unpacked
	switch conf.ColorModel {
	case color.GrayModel:
		each = 1
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	}
	switch {
	case format == "jpeg":
		turn = orientation(head)
		switch {
		case !sequential(head):
			each = 15 // all coefficients are held until the end
		case conf.ColorModel == color.CMYKModel, conf.ColorModel == color.RGBAModel:
			each = 8 // unpacked first and turned into colours then
		case conf.ColorModel != color.GrayModel:
			each = 3
		}
	case format == "png" && len(head) > 28 && head[28] != 0:
		each += each / 2 // interlaced: its last pass is half of the picture
	}
	if most := mostMemory / each; conf.Width <= 0 || conf.Height <= 0 || conf.Width > mostSide || conf.Height > mostSide || conf.Width*conf.Height > most {
		return p, refuse("blob.pixels", "width", conf.Width, "height", conf.Height, "limit", most)
	}
	return measured{format, turn, conf.Width * conf.Height * each}, nil
}

// Preview draws a picture smaller, at most side pixels each way, and writes it
// anew: JPEG for JPEG, PNG for PNG and GIF. Nothing but pixels survives, so the
// place and the camera in EXIF are gone; the turn EXIF asks for is carried out.
// Refusals: those of Weigh, before anything is unpacked.
func Preview(r io.ReadSeeker, side int) (data []byte, kind string, err error) {
	p, err := measure(r)
	if err != nil {
		return nil, "", err
	}
	img, _, err := image.Decode(r)
	if err != nil {
		return nil, "", refuse("blob.picture")
	}
	small := rotate(shrink(img, side), p.turn)
	var out bytes.Buffer
	if p.format == "jpeg" {
		err, kind = jpeg.Encode(&out, small, &jpeg.Options{Quality: 82}), JPEG
	} else {
		err, kind = png.Encode(&out, small), PNG
	}
	return out.Bytes(), kind, err
}

// shrink averages boxes of pixels; a picture that fits keeps its size.
func shrink(img image.Image, side int) *image.NRGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	nw, nh := w, h
	if side > 0 && max(w, h) > side {
		if w >= h {
			nw, nh = side, max(1, h*side/w)
		} else {
			nw, nh = max(1, w*side/h), side
		}
	}
	at, ok := img.(image.RGBA64Image) // as all that are unpacked here: At would make garbage of every pixel
	if !ok {
		at = slow{img}
	}
	out := image.NewNRGBA(image.Rect(0, 0, nw, nh))
	for y := range nh {
		y0, y1 := y*h/nh, max(y*h/nh+1, (y+1)*h/nh)
		for x := range nw {
			x0, x1 := x*w/nw, max(x*w/nw+1, (x+1)*w/nw)
			// At most 8×8 samples a box: enough for the eye, and the cost of a
			// picture stays that of its preview.
			sx, sy := max(1, (x1-x0)/8), max(1, (y1-y0)/8)
			var r, g, bl, a, n uint64
			for yy := y0; yy < y1; yy += sy {
				for xx := x0; xx < x1; xx += sx {
					c := at.RGBA64At(b.Min.X+xx, b.Min.Y+yy)
					r, g, bl, a, n = r+uint64(c.R), g+uint64(c.G), bl+uint64(c.B), a+uint64(c.A), n+1
				}
			}
			out.Set(x, y, color.RGBA64{uint16(r / n), uint16(g / n), uint16(bl / n), uint16(a / n)})
		}
	}
	return out
}

type slow struct{ image.Image }

func (s slow) RGBA64At(x, y int) color.RGBA64 {
	r, g, b, a := s.At(x, y).RGBA()
	return color.RGBA64{uint16(r), uint16(g), uint16(b), uint16(a)}
}

// rotate carries out an EXIF orientation, 1 to 8.
func rotate(m *image.NRGBA, turn int) *image.NRGBA {
	if turn <= 1 || turn > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	nw, nh := w, h
	if turn >= 5 {
		nw, nh = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, nw, nh))
	for y := range nh {
		for x := range nw {
			sx, sy := x, y
			switch turn {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			out.SetNRGBA(x, y, m.NRGBAAt(sx, sy))
		}
	}
	return out
}
