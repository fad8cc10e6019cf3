package pdf

import (
	"context"

	"shuangze/internal/official"
	"shuangze/internal/paper/face"
)

// Slip is a piece of paper to be cut out, eight of a sheet: something of which each bears a code of its own.
type Slip struct {
	Title   string   // of what it is for, two lines at most
	Code    string   // in large letters
	Number  string   // beside which the code counts
	Address string   // as a QR code; "" = none
	Says    []string // what its bearer should know
}

// SlipsMost is how many slips one file holds.
const SlipsMost = 8 * MaxPages

const (
	slipColumns, slipRows = 2, 4
	sheetWide, sheetHigh  = 595.28, 841.89
	slipPad, slipSquare   = 17.0, 92.0
)

// Slips writes slips on A4 with lines to cut along. The file is as long as they are many; nothing else is in it.
func (m *Maker) Slips(ctx context.Context, title string, list []Slip, o Options) ([]byte, error) {
	if len(list) > SlipsMost {
		return nil, &TooLongError{"slips", SlipsMost}
	}
	t := &typesetter{maker: m, glyphs: map[glyphKey]glyph{}}
	var pages []Page
	for i := 0; i < len(list); i += slipColumns * slipRows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		pages = append(pages, t.sheet(list[i:min(i+slipColumns*slipRows, len(list))]))
	}
	return write(ctx, t, pages, &official.Document{Title: []string{title}}, o)
}

// sheet is one page of slips.
func (t *typesetter) sheet(list []Slip) Page {
	p := Page{Width: sheetWide, Height: sheetHigh}
	wide, high := sheetWide/slipColumns, sheetHigh/slipRows
	for c := 1; c < slipColumns; c++ {
		p.Ops = append(p.Ops, &Rule{X1: wide * float64(c), Y1: 0, X2: wide * float64(c), Y2: sheetHigh, Width: 0.3})
	}
	for r := 1; r < slipRows; r++ {
		p.Ops = append(p.Ops, &Rule{X1: 0, Y1: high * float64(r), X2: sheetWide, Y2: high * float64(r), Width: 0.3})
	}
	for i, s := range list {
		for _, op := range t.slip(s, wide-2*slipPad) {
			op.move(wide*float64(i%slipColumns)+slipPad, high*float64(i/slipColumns)+slipPad)
			p.Ops = append(p.Ops, op)
		}
	}
	return p
}

// slip is one of them, from its own upper left corner.
func (t *typesetter) slip(s Slip, wide float64) (out []Op) {
	y := 0.0
	put := func(words string, st style, x, room, step float64, most int) {
		for i, l := range t.lines([]run{{words, st}}, room, room, true) {
			if i == most {
				return
			}
			y += step
			out = append(out, l.ops(x, y)...)
		}
	}
	put(s.Title, style{role: face.Hei, size: 12}, 0, wide, 15, 2)
	top, left := y+8, 0.0
	if s.Address != "" {
		out = append(out, &Code{X: 0, Y: top, Side: slipSquare, Data: s.Address})
		left = slipSquare + 10
	}
	y = top
	for _, line := range s.Says {
		put(line, style{role: face.Song, size: 9}, left, wide-left, 12.5, 7)
		y += 3
	}
	y = top + slipSquare + 4
	put(s.Number, style{role: face.Song, size: 10}, 0, wide, 13, 1)
	y += 3
	out = append(out, t.fit(s.Code, style{role: face.Hei, size: 15}, wide).ops(0, y+15)...)
	return out
}
