package page

import (
	"context"
	"image/color"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/boombuler/barcode/qr"
)

// QR draws a text as a QR code, black on white in either scheme so that every
// camera reads it. A text too long for one is left out: it stands beside it.
func QR(text, label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		code, err := qr.Encode(text, qr.M, qr.Auto)
		if err != nil {
			return nil
		}
		var b strings.Builder
		n := code.Bounds().Dx()
		side := strconv.Itoa(n + 8) // four modules of quiet around it
		b.WriteString(`<svg class="qr" width="200" height="200" viewBox="0 0 ` + side + ` ` + side +
			`" role="img" aria-label="` + templ.EscapeString(label) +
			`" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h` + side + `v` + side + `H0z"/><path fill="#000" d="`)
		for y := range n {
			for x := range n {
				if code.At(x, y) == color.Black {
					b.WriteString(`M` + strconv.Itoa(x+4) + ` ` + strconv.Itoa(y+4) + `h1v1h-1z`)
				}
			}
		}
		b.WriteString(`"/></svg>`)
		_, err = io.WriteString(w, b.String())
		return err
	})
}
