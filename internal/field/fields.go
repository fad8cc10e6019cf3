package field

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Fields are all of a noun or of an act, in the order of the form.
type Fields []Field

// Of finds a field by its name.
func (fs Fields) Of(name string) (Field, bool) {
	i := slices.IndexFunc(fs, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return fs[i], true
}

// Must is Of for a name that stands in the program: another one is a fault of it.
func (fs Fields) Must(name string) Field {
	f, ok := fs.Of(name)
	if !ok {
		panic(fmt.Sprintf("no field %q", name))
	}
	return f
}

// Asked are the fields that somebody types.
func (fs Fields) Asked() Fields {
	return slices.DeleteFunc(slices.Clone(fs), func(f Field) bool { return f.Set })
}

// Check says of everything typed whether it may stand: how long texts are, that
// codes are on their list, that nothing needed is missing.
func (fs Fields) Check(v any, tables Tables, errs *text.InputErrors) {
	for _, f := range fs {
		if f.Set || f.Type == AFiles { // files are the act's to count
			continue
		}
		switch {
		case f.Type == ALine && f.Empty(v) && f.Must, f.Type == AText && f.Empty(v) && f.Must:
			errs.Add(f.Name, "input.required")
		case f.Type == ALine || f.Type == AText:
			text.Limits(errs, f.Name, f.Str(v), f.Least, f.Most)
			if f.Type == ALine && strings.ContainsAny(f.Str(v), "\n\r") {
				errs.Add(f.Name, "field.one-line")
			}
		case f.Type == ACode && f.Empty(v):
			if f.Must {
				errs.Add(f.Name, "input.choose")
			}
		case f.Type == ACode:
			if !slices.Contains(f.Choices(tables), f.Str(v)) {
				errs.Add(f.Name, "input.choose")
			}
		case f.Type == ACount:
			if n := f.Num(v); n < int64(f.Least) || n > int64(f.Most) {
				errs.Add(f.Name, "field.count-between", "least", f.Least, "most", f.Most)
			}
		case f.Type == APoints:
			if n := f.Num(v); n < 0 || n > int64(f.Most)*hundred {
				errs.Add(f.Name, "field.points-most", "most", f.Most)
			}
		case f.Type == AYear && !f.Empty(v):
			if n := f.Num(v); n < int64(f.Least) || n > int64(f.Most) {
				errs.Add(f.Name, "field.year-least", "least", f.Least)
			}
		case f.Must && f.Empty(v) && f.Type == ADay:
			errs.Add(f.Name, "input.required")
		case f.Must && f.Empty(v):
			errs.Add(f.Name, "input.choose")
		}
	}
}

// Without are the fields but one.
func (fs Fields) Without(name string) Fields {
	return slices.DeleteFunc(slices.Clone(fs), func(f Field) bool { return f.Name == name })
}

// Lax are the fields of which these may stay empty.
func (fs Fields) Lax(names ...string) Fields {
	out := slices.Clone(fs)
	for i, f := range out {
		if slices.Contains(names, f.Name) {
			out[i].Must, out[i].Least = false, 0
		}
	}
	return out
}

// Same says that two of a noun hold the same in every field that is typed.
func (fs Fields) Same(a, b any) bool {
	return !slices.ContainsFunc(fs, func(f Field) bool {
		return !f.Set && f.Typed(a) != f.Typed(b)
	})
}

// Copy puts what is typed of one into another.
func (fs Fields) Copy(into, from any) {
	for _, f := range fs {
		switch {
		case f.Set:
		case f.IsText():
			f.SetStr(into, f.Str(from))
		case f.own != nil:
			reflect.ValueOf(f.own(into)).Elem().Set(reflect.ValueOf(f.own(from)).Elem())
		case f.plain():
			f.SetNum(into, f.Num(from))
		}
	}
}

// Through are the fields of a part, for the whole that holds it.
func Through(fs Fields, part func(whole any) any) Fields {
	out := make(Fields, len(fs))
	for i, f := range fs {
		if str := f.str; str != nil {
			f.str = func(v any) (string, func(string)) { return str(part(v)) }
		}
		if num := f.num; num != nil {
			f.num = func(v any) (int64, func(int64)) { return num(part(v)) }
		}
		if own := f.own; own != nil {
			f.own = func(v any) any { return own(part(v)) }
		}
		out[i] = f
	}
	return out
}

// HeldCode is a code that the frame holds of every object, whatever its type.
func HeldCode[S ~string](name string, codes []string, words string, at func(any) *S) Field {
	return Field{Name: name, Type: ACode, Codes: codes, Words: words, Set: true, str: func(v any) (string, func(string)) {
		p := at(v)
		return string(*p), func(s string) { *p = S(s) }
	}}
}

// HeldID is an identifier that the frame holds of every object.
func HeldID(name string, t Type, at func(any) *ref.ID) Field {
	return Field{Name: name, Type: t, Set: true, num: func(v any) (int64, func(int64)) {
		p := at(v)
		return int64(*p), func(n int64) { *p = ref.ID(n) }
	}}
}
