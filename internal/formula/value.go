package formula

import (
	"math/big"
	"regexp"
	"strings"
)

// Value is an exact number, or absent (the zero value).
type Value struct{ rat *big.Rat }

// Of is n divided by 10 as often as decimals says: Of(1250, 2) is 12.5.
func Of(n int64, decimals int) Value {
	if decimals == 2 { // most are: points
		return Value{big.NewRat(n, 100)}
	}
	d := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return Value{new(big.Rat).SetFrac(big.NewInt(n), d)}
}

// Ratio is n ÷ of; absent where of is 0.
func Ratio(n, of int64) Value {
	if of == 0 {
		return Value{}
	}
	return Value{big.NewRat(n, of)}
}

// Absent says that there is no value.
func (v Value) Absent() bool { return v.rat == nil }

// Cmp compares two values that are there.
func (v Value) Cmp(w Value) int { return v.rat.Cmp(w.rat) }

// Plus is the sum; absent if either is.
func (v Value) Plus(w Value) Value { return arithmetic(plus, v, w) }

// Minus is the difference; absent if either is.
func (v Value) Minus(w Value) Value { return arithmetic(minus, v, w) }

// Times is the product; absent if either is.
func (v Value) Times(w Value) Value { return arithmetic(times, v, w) }

// Over is the quotient; absent if either is, and of a division by nothing.
func (v Value) Over(w Value) Value { return arithmetic(over, v, w) }

// Within is the value, but not less than low and not more than high.
func (v Value) Within(low, high Value) Value { return least2(most2(v, low), high) }

func most2(a, b Value) Value {
	if a.Absent() || b.Absent() {
		return Value{}
	}
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func least2(a, b Value) Value {
	if a.Absent() || b.Absent() {
		return Value{}
	}
	if a.Cmp(b) > 0 {
		return b
	}
	return a
}

// Hundredths is the value in hundredths, half a hundredth away from nothing (四舍五入); absent or beyond what an int64
// holds is not ok.
func (v Value) Hundredths() (n int64, ok bool) {
	if v.Absent() {
		return 0, false
	}
	x := new(big.Rat).Mul(v.rat, big.NewRat(100, 1))
	half := big.NewRat(1, 2)
	if x.Sign() < 0 {
		half.Neg(half)
	}
	x.Add(x, half)
	q := new(big.Int).Quo(x.Num(), x.Denom()) // towards nothing
	return q.Int64(), q.IsInt64()
}

// places is how many decimals of a number that does not end are shown.
const places = 4

// String is the value as people read it: "12.5", "0.3333…", "−2".
func (v Value) String() string {
	if v.Absent() {
		return ""
	}
	s := v.rat.FloatString(12)
	back := new(big.Rat)
	back.SetString(s)
	if back.Cmp(v.rat) == 0 {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	} else {
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil)
		x := new(big.Rat).Mul(v.rat, new(big.Rat).SetInt(scale))
		q := new(big.Int).Quo(x.Num(), x.Denom())
		s = new(big.Rat).SetFrac(q, scale).FloatString(places) + "…"
		if v.rat.Sign() < 0 && q.Sign() == 0 {
			s = "-" + s
		}
	}
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "−" + rest
	}
	return s
}

func arithmetic(o op, a, b Value) Value {
	if a.Absent() || b.Absent() {
		return Value{}
	}
	out := new(big.Rat)
	switch o {
	case plus:
		out.Add(a.rat, b.rat)
	case minus:
		out.Sub(a.rat, b.rat)
	case times:
		out.Mul(a.rat, b.rat)
	case over:
		if b.rat.Sign() == 0 {
			return Value{}
		}
		out.Quo(a.rat, b.rat)
	}
	return Value{out}
}

// Fraction is the value exactly, for what is kept: "7/9", "-3"; "" of one that is absent.
func (v Value) Fraction() string {
	if v.Absent() {
		return ""
	}
	return v.rat.RatString()
}

// mostFraction is how long a kept fraction may be.
const mostFraction = 4000

var fractionForm = regexp.MustCompile(`^-?[0-9]+(/[0-9]+)?$`)

// FromFraction reads what Fraction wrote.
func FromFraction(s string) (Value, bool) {
	if s == "" {
		return Value{}, true
	}
	if len(s) > mostFraction || !fractionForm.MatchString(s) {
		return Value{}, false
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Value{}, false
	}
	return Value{r}, true
}
