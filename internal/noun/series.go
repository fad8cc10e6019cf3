package noun

import (
	"cmp"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Series says that the objects of a noun are numbered: at least four digits, from 1
// each year, without gaps; a number is never taken away and never given twice. A noun
// with one has NumberField among its fields as its Code, and a unique index over its
// jurisdiction, part and serial.
type Series struct {
	Code number.Series // what is counted, and the prefix where a county has none of its own
	// Sides are what is counted of each responsibility instead, where the two have
	// numbers of their own: the unique index then holds the side too.
	Sides map[actor.Side]number.Series
	At    access.Verb // the act that gives the number; "" = they have it from the first
	// Year is that of the number; nil = that of the day on which it is given.
	Year func(v Value, today when.Day) int
	// Unit is whose code stands in the number where the county writes it so: each unit
	// then counts by itself. nil = it never does.
	Unit func(v Value) ref.ID
	// Style is how the county writes it today; nil = as the series does by itself.
	Style func(number.Series) number.Style
}

// of is what is counted of an object.
func (s *Series) of(v Value) number.Series { return cmp.Or(s.Sides[v.Head().Side], s.Code) }

// NumberField is the field that holds the number as it was written when it was given.
func NumberField[T any, P interface {
	*T
	Value
}]() field.Field {
	return field.Line("number", 0, 60, func(v *T) *string { return &P(v).Head().Number }).Open().Silent()
}

// SerialColumn holds the place of a number among all: a list is sorted by it, since
// numbers written out sort as texts.
const SerialColumn = "serial"

// number gives an object its number, in the transaction of the act: one that is
// refused in the end has taken none.
func (s Shape) number(tx Tx, v Value) (act.Fact, error) {
	year, style, code := tx.Now().Day().Year(), number.Style{}, s.Series.of(v)
	if s.Series.Year != nil {
		year = s.Series.Year(v, tx.Now().Day())
	}
	if s.Series.Style != nil {
		style = s.Series.Style(code)
	}
	part := ""
	if style.Unit && s.Series.Unit != nil {
		c, err := tx.CountyToday()
		if err != nil {
			return act.Fact{}, err
		}
		id := s.Series.Unit(v)
		u, _, _ := c.Unit(id)
		part = cmp.Or(u.Code, id.String())
	}
	n, err := tx.NextNumber(number.Within(code, part), year)
	if err != nil {
		return act.Fact{}, fmt.Errorf("number %s: %w", s.Of, err)
	}
	n.Series, n.Part, n.Style = code, part, style
	b := v.Head()
	b.Number, b.Serial, b.Part = n.String(), n.Serial(), part
	return act.Code("number", b.Number), nil
}

// numbered numbers an object when an act gives it its number.
func (s Shape) numbered(tx Tx, at access.Verb, v Value, facts []act.Fact) ([]act.Fact, error) {
	if s.Series == nil || s.Series.At != at || v.Head().Serial != 0 {
		return facts, nil
	}
	fact, err := s.number(tx, v)
	return append(facts, fact), err
}
