package blob

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // the first picture of a GIF
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// A picture that would take more memory unpacked is not unpacked: this lets a
// camera's JPEG of 50 million pixels through, and a PNG of 40 million.
const (
	mostMemory = 160_000_000 // bytes
	mostSide   = 30_000      // pixels
)

// Shows says whether our pages show a kind of file as a picture: those that Preview draws.
func Shows(kind string) bool { return kind == JPEG || kind == PNG || kind == GIF }

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
	if most := mostMemory / each; conf.Width <= 0 || conf.Height <= 0 || conf.Width > mostSide || conf.Height > mostSide ||
		conf.Width*conf.Height > most {
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
	small := fit(img, side, p.turn)
	var out bytes.Buffer
	if p.format == "jpeg" {
		err, kind = jpeg.Encode(&out, small, &jpeg.Options{Quality: 82}), JPEG
	} else {
		err, kind = png.Encode(&out, small), PNG
	}
	return out.Bytes(), kind, err
}

// fit draws a picture at most side pixels each way, turned as EXIF (1 to 8) asks:
// one affine map does both. Its kernel weighs every pixel under a point of the
// preview and keeps no picture between; a picture that fits keeps its pixels.
func fit(img image.Image, side, turn int) *image.RGBA {
	b := img.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	nw, nh := b.Dx(), b.Dy()
	if side > 0 && max(nw, nh) > side {
		if nw >= nh {
			nw, nh = side, max(1, nh*side/nw)
		} else {
			nw, nh = max(1, nw*side/nh), side
		}
	}
	x, y := float64(nw), float64(nh) // before it is turned
	to := f64.Aff3{x / w, 0, 0, 0, y / h, 0}
	switch turn {
	case 2:
		to = f64.Aff3{-x / w, 0, x, 0, y / h, 0}
	case 3:
		to = f64.Aff3{-x / w, 0, x, 0, -y / h, y}
	case 4:
		to = f64.Aff3{x / w, 0, 0, 0, -y / h, y}
	case 5:
		to = f64.Aff3{0, y / h, 0, x / w, 0, 0}
	case 6:
		to = f64.Aff3{0, -y / h, y, x / w, 0, 0}
	case 7:
		to = f64.Aff3{0, -y / h, y, -x / w, 0, x}
	case 8:
		to = f64.Aff3{0, y / h, 0, -x / w, 0, x}
	}
	if turn >= 5 && turn <= 8 {
		nw, nh = nh, nw
	}
	at := f64.Vec2{float64(b.Min.X), float64(b.Min.Y)}
	to[2] -= to[0]*at[0] + to[1]*at[1]
	to[5] -= to[3]*at[0] + to[4]*at[1]
	out := image.NewRGBA(image.Rect(0, 0, nw, nh))
	kernel := draw.BiLinear
	if b.Dx()*b.Dy() > 16*nw*nh {
		kernel = area
	}
	kernel.Transform(out, to, img, b, draw.Src, nil)
	return out
}

// area takes the mean of the pixels under a point, each once. Where many lie there
// the eye sees no difference, and it costs a quarter.
var area = &draw.Kernel{Support: 0.5, At: func(float64) float64 { return 1 }}
