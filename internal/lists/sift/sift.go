// Package sift says as data which rows of a list are meant. A list declares its
// questions as conditions on columns, each beside the rule on the value; whoever keeps
// the rows writes the conditions in a language of its own and adds no rule.
package sift

import (
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Op is how a column is compared.
type Op string

// The comparisons.
const (
	Equal  Op = "="
	Unlike Op = "<>"
	Above  Op = ">"
	From   Op = ">="
	Below  Op = "<"
	UpTo   Op = "<="
	Among  Op = "among" // one of several texts; of none it is none
	Either Op = "either"
	// Within compares with what stands in other rows (Of); Without says that it stands in none.
	Within  Op = "within"
	Without Op = "without"
	// Behind compares a moment with the day in another column (Than): it lies on a later day; with Num 1, on none later.
	Behind Op = "behind"
)

// Sub is what stands in a column of other rows of the same county.
type Sub struct {
	Table, Column string
	Where         All
}

// Cond is one condition on a row.
type Cond struct {
	Column string
	Op     Op
	Num    int64
	Text   []string // of a text, instead of Num
	// Fixed says that what it is compared with is the rule's own and not somebody's
	// question: small indexes are made for such conditions.
	Fixed bool
	// Any are what one of must hold, of Either. Apart says that each finds few rows by an
	// index of its own.
	Any   []All
	Apart bool
	Of    *Sub   // of Within and Without
	Than  string // of Behind
}

// All are conditions that all hold.
type All []Cond

// Yes and No are a flag's.
func Yes(column string) Cond { return Cond{Column: column, Op: Equal, Num: 1, Fixed: true} }

// No: see Yes.
func No(column string) Cond { return Cond{Column: column, Op: Equal, Fixed: true} }

// Given says that a day, a moment or an identifier is there, None that it is not.
func Given(column string) Cond { return Cond{Column: column, Op: Above, Fixed: true} }

// None: see Given.
func None(column string) Cond { return No(column) }

// Num compares a number, a day or a moment.
func Num[N ~int64 | ~int32](column string, op Op, n N) Cond {
	return Cond{Column: column, Op: op, Num: int64(n)}
}

// Is compares a text.
func Is[S ~string](column string, s S) Cond {
	return Cond{Column: column, Op: Equal, Text: []string{string(s)}}
}

// On says that a moment is there and lies on a day of a period.
func On(column string, days when.Period) All {
	return All{Given(column), Num(column, From, days.From.Start()), Num(column, Below, days.To.Start())}
}

// Code is one of the house's own words, or one of several, that the rule names.
func Code[S ~string](column string, codes ...S) Cond {
	c := In(column, codes)
	c.Fixed = true
	if len(codes) == 1 {
		c.Op = Equal
	}
	return c
}

// In is one of the words that are asked for.
func In[S ~string](column string, codes []S) Cond {
	c := Cond{Column: column, Op: Among, Text: []string{}}
	for _, s := range codes {
		c.Text = append(c.Text, string(s))
	}
	return c
}

// Blank says that a text is empty, Filled that it is not.
func Blank(column string) Cond {
	return Cond{Column: column, Op: Equal, Text: []string{""}, Fixed: true}
}

// Filled: see Blank.
func Filled(column string) Cond {
	return Cond{Column: column, Op: Unlike, Text: []string{""}, Fixed: true}
}

// OneOf is what one of several ways holds.
func OneOf(ways ...All) Cond { return Cond{Op: Either, Any: ways} }

// Question is something that a list can be asked: whether a filter F asks it, which
// rows are meant, and the same of a value V and of a sum of rows. Holds is nil where
// that hangs on other rows; Sums is nil where no sum tells it.
type Question[F, V any] struct {
	Asked func(F) bool
	Rows  func(F) All
	Holds func(F, V) bool
	Sums  func(F, *trail.Tally) bool
}

// Summed is the question with what sums of rows say of it.
func (q Question[F, V]) Summed(of func(F, *trail.Tally) bool) Question[F, V] {
	q.Sums = of
	return q
}

// Rows are the conditions of all that a filter asks.
func Rows[F, V any](questions []Question[F, V], f F) (out All) {
	for _, q := range questions {
		if q.Asked(f) {
			out = append(out, q.Rows(f)...)
		}
	}
	return out
}

// Holds says whether a value is among what a filter asks for.
func Holds[F, V any](questions []Question[F, V], f F, v V) bool {
	for _, q := range questions {
		if q.Asked(f) && q.Holds != nil && !q.Holds(f, v) {
			return false
		}
	}
	return true
}

// Sums says of a sum of rows whether it is among what a filter asks for. told is false
// where the filter asks something that no sum tells.
func Sums[F, V any](questions []Question[F, V], f F) (of func(*trail.Tally) bool, told bool) {
	var asked []func(F, *trail.Tally) bool
	for _, q := range questions {
		if !q.Asked(f) {
			continue
		}
		if q.Sums == nil {
			return nil, false
		}
		asked = append(asked, q.Sums)
	}
	return func(t *trail.Tally) bool {
		for _, holds := range asked {
			if !holds(f, t) {
				return false
			}
		}
		return true
	}, true
}

// Hands is what a person leads or handles.
func Hands[N ~int64](person N) Cond {
	one := func(column string) All { return All{Num(column, Equal, person), Given(column)} }
	return Cond{Op: Either, Apart: true, Any: []All{one("leader"), one("handler")}}
}

// Met says how something with a day to be done by was done: see Met.Rows.
type Met string

// What was done by its day, and what was done after it.
const (
	InTime Met = "in-time"
	Late   Met = "late"
)

// Known says whether it is one of the two.
func (m Met) Known() bool { return m == InTime || m == Late }

// Rows are the rows that were met so: the day in a column is compared with the moment at which it was reported done,
// and where none is known with the one at which it was confirmed.
func (m Met) Rows(day, reported, confirmed string) All {
	late := int64(0)
	if m == InTime {
		late = 1
	}
	compared := func(column string) Cond { return Cond{Column: column, Op: Behind, Than: day, Num: late} }
	return All{Given(day), OneOf(All{Given(reported), compared(reported)}, All{None(reported), compared(confirmed)})}
}

// Count asks how many rows of a table are meant, or what some of their columns add up to.
type Count struct {
	Table string
	Rows  All
	Sum   []string // columns that are added up; none = rows are counted
}
