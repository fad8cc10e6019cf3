package pdf

import "shuangze/internal/paper/face"

// Page is one page as operations, in points from its upper left corner. Whoever draws it needs no knowledge of
// official documents: write.go makes PDF of it.
type Page struct {
	Width, Height float64
	Ops           []Op
}

// Op is one thing that is drawn: *Text, *Rule, *Bar or *Code.
type Op interface{ move(dx, dy float64) }

// Ink is a colour.
type Ink uint8

const (
	Black Ink = iota
	Red       // of the mark and its rules
	Brick     // bars
	Pale      // behind figures
)

// Text is characters on one baseline. At says how far each stands right of X; the advance of a character alone does
// not say it, for lines are flush.
type Text struct {
	X, Y, Size float64
	Role       face.Role
	Ink        Ink
	Words      []rune
	At         []float64
}

// Rule is a straight line.
type Rule struct {
	X1, Y1, X2, Y2, Width float64
	Ink                   Ink
}

// Bar is a filled rectangle.
type Bar struct {
	X, Y, Width, Height float64
	Ink                 Ink
}

// Code is a QR code.
type Code struct {
	X, Y, Side float64
	Data       string
}

func (t *Text) move(dx, dy float64) { t.X, t.Y = t.X+dx, t.Y+dy }
func (r *Rule) move(dx, dy float64) { r.X1, r.Y1, r.X2, r.Y2 = r.X1+dx, r.Y1+dy, r.X2+dx, r.Y2+dy }
func (b *Bar) move(dx, dy float64)  { b.X, b.Y = b.X+dx, b.Y+dy }
func (c *Code) move(dx, dy float64) { c.X, c.Y = c.X+dx, c.Y+dy }
