package exchange

import (
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Said is what a field holds, in words: what a code, an organ and a person are
// called; "" when it holds nothing.
func (s Speech) Said(c *bodies.County, f field.Field, v any) string {
	if f.Empty(v) || f.Unlisted() {
		return ""
	}
	if f.IsText() {
		switch {
		case f.Type != field.ACode:
			return noun.Shown(s.P, f.Str(v))
		case f.Policy != "":
			return s.label(policy.Kind(f.Policy), f.Str(v))
		}
		return s.P.T(f.Words + f.Str(v))
	}
	n := f.Num(v)
	switch f.Type {
	case field.ADay:
		return s.P.Day(when.Day(n))
	case field.APoints:
		return field.Mark(n)
	case field.ACount, field.AYear:
		return strconv.FormatInt(n, 10)
	case field.AFlag:
		if n == 0 {
			return s.P.T("field.no")
		}
		return s.P.T("field.yes")
	case field.AObject: // pages lead to it by themselves
		return ""
	case field.AUnit:
		return c.Name(ref.ID(n))
	case field.ABody:
		if b, ok := c.Body(ref.ID(n)); ok {
			return b.Name
		}
		if b, ok := c.Former(ref.ID(n)); ok {
			return s.P.T("field.former", "name", b.Name)
		}
		return s.P.T("field.gone")
	}
	p, ok := c.Person(ref.ID(n))
	if !ok {
		return s.P.T("field.gone")
	}
	return p.Name
}
