package outline

import (
	"math"
	"slices"
)

// point is a place of an outline, in units of the em.
type point struct{ x, y float64 }

func (a point) plus(b point) point        { return point{a.x + b.x, a.y + b.y} }
func (a point) minus(b point) point       { return point{a.x - b.x, a.y - b.y} }
func (a point) times(f float64) point     { return point{a.x * f, a.y * f} }
func (a point) cross(b point) float64     { return a.x*b.y - a.y*b.x }
func (a point) dot(b point) float64       { return a.x*b.x + a.y*b.y }
func (a point) length() float64           { return math.Sqrt(a.dot(a)) }
func (a point) round() point              { return point{math.Round(a.x), math.Round(a.y)} }
func between(a, b point, t float64) point { return a.plus(b.minus(a).times(t)) }
func quadratic(a, c, b point, t float64) point {
	return between(between(a, c, t), between(c, b, t), t)
}

// piece is a part of a contour: a straight line, or a quadratic curve with its control point.
type piece struct {
	from, control, to point
	curved            bool
}

func (p piece) at(t float64) point {
	if p.curved {
		return quadratic(p.from, p.control, p.to, t)
	}
	return between(p.from, p.to, t)
}

// leaves and arrives are the directions at its ends, of length 1.
func (p piece) leaves() point  { return direction(p.from, p.control, p.to) }
func (p piece) arrives() point { return direction(p.to, p.control, p.from).times(-1) }

func direction(from, by, to point) point {
	d := by.minus(from)
	if d.length() == 0 {
		d = to.minus(from)
	}
	if n := d.length(); n > 0 {
		return d.times(1 / n)
	}
	return d
}

// flat are places of the piece close enough for measuring: from its beginning, without its end.
func (p piece) flat(out []point) []point {
	n := 1.0
	if p.curved {
		// A quadratic curve strays from n chords by at most this, over n².
		stray := p.from.minus(p.control.times(2)).plus(p.to).length() / 4
		n = math.Ceil(math.Sqrt(stray / 0.02))
	} else {
		n = math.Ceil(p.to.minus(p.from).length() / 25)
	}
	n = min(max(n, 1), 24)
	for i := range int(n) {
		out = append(out, p.at(float64(i)/n))
	}
	return out
}

const (
	mostMerged = 24   // pieces that become one
	weight     = 0.25 // of the error of a piece in what it costs, beside the bound, of a point
	bent       = 0.07 // radians by which a direction may change where the outline went on smoothly
	short      = 12   // units: pieces so short have no direction anybody sees
)

// simpler is a closed contour with as few points as it takes to stay within a distance of the given one, measured
// both ways. Ends of pieces are ends of the given pieces.
func simpler(given []piece, bound float64) []piece {
	n := len(given)
	if n < 2 {
		return given
	}
	given = turned(given)
	var flat []point
	first := make([]int, n+1) // where each piece begins in flat
	for i, p := range given {
		first[i] = len(flat)
		flat = p.flat(flat)
	}
	first[n] = len(flat)
	flat = append(flat, given[n-1].to)

	cost := make([]float64, n+1)
	by := make([][]piece, n+1)
	back := make([]int, n+1)
	for to := 1; to <= n; to++ {
		cost[to] = math.Inf(1)
		for from := to - 1; from >= max(0, to-mostMerged); from-- {
			if from == 0 && to == n {
				break // a contour has at least two pieces
			}
			p, err, ok := merged(given[from:to], flat[first[from]:first[to]+1], bound)
			if !ok {
				if to-from > 8 {
					break
				}
				continue
			}
			c := cost[from] + 1 + weight*err/bound // its first point
			for _, x := range p {
				if x.curved {
					c++
				}
			}
			if c < cost[to] {
				cost[to], by[to], back[to] = c, p, from
			}
		}
	}
	var out []piece
	for to := n; to > 0; to = back[to] {
		out = slices.Insert(out, 0, by[to]...)
	}
	return out
}

// turned begins a contour where it turns most: that point stays.
func turned(given []piece) []piece {
	at, least := 0, math.Inf(1)
	for i, p := range given {
		before := given[(i+len(given)-1)%len(given)]
		if c := before.arrives().dot(p.leaves()); c < least-1e-9 {
			at, least = i, c
		}
	}
	return append(append([]piece{}, given[at:]...), given[:at]...)
}

// merged is one piece for several that follow each other, or two curves whose common point need not be written, and how
// far they are from those at most.
func merged(given []piece, flat []point, bound float64) (best []piece, worst float64, ok bool) {
	a, b := given[0], given[len(given)-1]
	if len(given) == 1 {
		return given, 0, true
	}
	from, to := a.from, b.to
	if from == to {
		return nil, 0, false
	}
	leaves, arrives := a.leaves(), b.arrives()
	try := func(free bool, p ...piece) {
		if !free && (turns(p[0].leaves(), leaves, a) || turns(p[len(p)-1].arrives(), arrives, b)) {
			return
		}
		if err := apart(p, flat, bound); err <= bound && (!ok || err < worst) {
			best, worst, ok = p, err, true
		}
	}
	if try(false, piece{from: from, control: to, to: to}); ok {
		return best, worst, ok
	}
	if d := leaves.cross(arrives); math.Abs(d) > 1e-3 {
		chord := to.minus(from)
		along, back := chord.cross(arrives)/d, leaves.cross(chord)/d
		if along > 0 && back > 0 && along < 2000 && back < 2000 {
			try(true, piece{from, from.plus(leaves.times(along)).round(), to, true})
		}
	}
	if c, fits := closest(from, to, flat); fits {
		try(false, piece{from, c.round(), to, true})
	}
	if ok || len(given) < 3 {
		return best, worst, ok
	}
	if c, d, fits := closestTwo(from, to, leaves, arrives, flat); fits {
		c, d = c.round(), d.round()
		middle := between(c, d, 0.5)
		try(true, piece{from, c, middle, true}, piece{middle, d, to, true})
	}
	return best, worst, ok
}

// turns says whether a direction is another than that of the given end, where that end is long enough to have one.
func turns(now, then point, end piece) bool {
	if now.dot(then) <= 0 {
		return true
	}
	return math.Abs(now.cross(then)) > bent && end.to.minus(end.from).length() > short
}

// along says of places how far along their line they are, from 0 to 1.
func along(flat []point) []float64 {
	at := make([]float64, len(flat))
	for i := 1; i < len(flat); i++ {
		at[i] = at[i-1] + flat[i].minus(flat[i-1]).length()
	}
	all := at[len(flat)-1]
	for i := range at {
		at[i] /= all
	}
	return at
}

// closest is the control point of the curve that passes nearest to places, by least squares.
func closest(from, to point, flat []point) (point, bool) {
	at := along(flat)
	var sum point
	var squares float64
	for i := 1; i+1 < len(flat); i++ {
		t := at[i]
		w := 2 * t * (1 - t)
		d := flat[i].minus(from.times((1 - t) * (1 - t))).minus(to.times(t * t))
		sum, squares = sum.plus(d.times(w)), squares+w*w
	}
	return sum.times(1 / squares), squares > 0
}

// closestTwo are the control points of two curves that meet in the middle between them, pass nearest to places and keep
// the directions at both ends.
func closestTwo(from, to, leaves, arrives point, flat []point) (c, d point, ok bool) {
	var cc, cd, dd, c1, d1 float64
	at := along(flat)
	for i := 1; i+1 < len(flat); i++ {
		first, second, last := shares(at[i])
		rest := flat[i].minus(from.times(1 - second - last)).minus(to.times(second + last))
		cc, cd, dd = cc+first*first, cd-first*second*leaves.dot(arrives), dd+second*second
		c1, d1 = c1+first*rest.dot(leaves), d1-second*rest.dot(arrives)
	}
	det := cc*dd - cd*cd
	if det < 1e-9 {
		return c, d, false
	}
	ahead, back := (c1*dd-d1*cd)/det, (d1*cc-c1*cd)/det
	return from.plus(leaves.times(ahead)), to.minus(arrives.times(back)), ahead > 0 && back > 0
}

// shares are what the two control points and the end have in the place at t of such a pair; the beginning has the rest.
func shares(t float64) (first, second, last float64) {
	if t < 0.5 {
		u := 2 * t
		return 2*u*(1-u) + u*u/2, u * u / 2, 0
	}
	u := 2*t - 1
	return (1 - u) * (1 - u) / 2, (1-u)*(1-u)/2 + 2*u*(1-u), u * u
}

// apart is the greatest distance between pieces and the places of others, both ways; over the bound it is only some
// distance over it.
func apart(list []piece, flat []point, bound float64) float64 {
	const n = 12
	var all [2*n + 1]point
	own := append(all[:0], list[0].from)
	for _, p := range list {
		for i := 1; p.curved && i < n; i++ {
			own = append(own, p.at(float64(i)/n))
		}
		own = append(own, p.to)
	}
	worst := 0.0
	for _, pair := range [2][2][]point{{flat, own}, {own, flat}} {
		for _, x := range pair[0] {
			worst = max(worst, beside(x, pair[1]))
			if worst > bound*bound {
				return math.Sqrt(worst)
			}
		}
	}
	return math.Sqrt(worst)
}

// beside is the square of the distance from a place to a line of places.
func beside(x point, line []point) float64 {
	least := math.Inf(1)
	for i := 1; i < len(line); i++ {
		d := line[i].minus(line[i-1])
		t := 0.0
		if n := d.dot(d); n > 0 {
			t = min(max(x.minus(line[i-1]).dot(d)/n, 0), 1)
		}
		e := x.minus(line[i-1].plus(d.times(t)))
		least = min(least, e.dot(e))
	}
	return least
}
