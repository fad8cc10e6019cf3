package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// decode reads a JSON object field by field, so that every wrong value is
// named with its field in one go. What a value may be is the rule's to say;
// here only its form is checked. An empty body is an empty object.
func decode(body []byte, into any) error {
	if len(strings.TrimSpace(string(body))) == 0 {
		return nil
	}
	if !utf8.Valid(body) { // the decoder would write � for what is not
		return text.InputErrors{{Field: "", Message: text.M("input.not-utf8")}}
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(body, &given); err != nil {
		return text.InputErrors{{Field: "", Message: text.M("input.unreadable")}}
	}
	var errs text.InputErrors
	if name, ok := twice(body); ok {
		errs.Add(name, "api.twice", "field", name)
		return errs
	}
	decodeInto(given, reflect.ValueOf(into).Elem(), &errs)
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	if len(names) > paramMost { // enough to see what is meant
		names = names[:paramMost]
	}
	slices.Sort(names)
	for _, name := range names {
		name = text.Cut(name, paramMost)
		errs.Add(name, "api.unknown-field", "field", name)
	}
	return errs.Err()
}

// decodeInto takes out of given what it reads.
func decodeInto(given map[string]json.RawMessage, v reflect.Value, errs *text.InputErrors) {
	t := v.Type()
	for i := range t.NumField() {
		if t.Field(i).Anonymous {
			decodeInto(given, v.Field(i), errs)
			continue
		}
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		raw, ok := given[name]
		if !ok {
			continue
		}
		delete(given, name)
		if n := longest(raw); n > fieldMost {
			errs.Add(name, "input.too-long", "most", fieldMost, "n", n)
			continue
		}
		if err := json.Unmarshal(raw, v.Field(i).Addr().Interface()); err != nil {
			v.Field(i).SetZero()
			if t.Field(i).Type == reflect.TypeFor[day]() {
				errs.Add(name, "input.no-such-day")
			} else {
				errs.Add(name, "api.wrong-form")
			}
		} else if !tidy(v.Field(i)) {
			errs.Add(name, "input.lost")
		}
	}
}

// tidy trims texts, makes line ends one and look-alikes the same (text.Tidy), as
// the forms of the screens do. It is false for a text that holds half a character:
// the decoder writes � for a surrogate that stands alone.
func tidy(v reflect.Value) bool {
	whole := true
	switch v.Kind() {
	case reflect.String:
		s := strings.TrimSpace(text.Tidy(strings.ReplaceAll(v.String(), "\r\n", "\n")))
		v.SetString(s)
		return !strings.ContainsFunc(s, text.Lost)
	case reflect.Pointer:
		return v.IsNil() || tidy(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			whole = tidy(v.Index(i)) && whole
		}
	case reflect.Struct:
		for i := range v.NumField() {
			whole = tidy(v.Field(i)) && whole
		}
	}
	return whole
}

// asked is one query parameter of an operation.
type asked struct {
	name, codes, doc, limit string
	index                   []int
	kind                    reflect.Type
}

// askedOf lists the query parameters of a struct by their tags.
func askedOf(t reflect.Type) (out []asked) {
	for _, f := range reflect.VisibleFields(t) {
		if name := f.Tag.Get("query"); name != "" {
			out = append(out, asked{name, f.Tag.Get("codes"), f.Tag.Get("doc"), f.Tag.Get("maxLength"), f.Index, f.Type})
		}
	}
	return out
}

// query reads the parameters of the address. A filter that is not known is an
// error: a misspelt one would otherwise show everything.
func (c *call) query(params []asked, into reflect.Value) error {
	var errs text.InputErrors
	if c.r.URL.RawQuery == "" {
		return nil
	}
	given := c.r.URL.Query()
	for _, p := range params {
		all := given[p.name]
		delete(given, p.name)
		if len(all) > timesMost {
			errs.Add(p.name, "input.too-many-parts", "most", timesMost)
			continue
		}
		// An empty one says nothing, wherever it stands among the others.
		if all = slices.DeleteFunc(all, func(s string) bool { return s == "" }); len(all) == 0 {
			continue
		}
		s := all[0]
		if n, over := longer(all, p.most()); over {
			errs.Add(p.name, "input.too-long", "most", p.most(), "n", n)
			continue
		}
		if i := slices.IndexFunc(all, func(s string) bool { return !text.Fit(text.Tidy(s)) }); i >= 0 {
			errs.Add(p.name, text.Unfit(text.Tidy(all[i])))
			continue
		}
		v := into.FieldByIndex(p.index)
		if v.Kind() == reflect.Slice { // may be given several times
			v.Set(reflect.ValueOf(all))
			continue
		}
		switch {
		case p.kind == reflect.TypeFor[day]():
			d, err := when.ParseDay(s)
			if err != nil {
				errs.Add(p.name, "input.no-such-day")
			}
			v.SetInt(int64(d))
		case v.Kind() == reflect.Bool:
			b, err := strconv.ParseBool(s)
			if err != nil {
				errs.Add(p.name, "api.wrong-form")
			}
			v.SetBool(b)
		case v.CanInt():
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil || n < 0 || v.OverflowInt(n) {
				errs.Add(p.name, "api.wrong-form")
				continue
			}
			if p.name == "limit" && (n < 1 || n > order.PageMost) {
				errs.Add(p.name, "api.limit", "most", order.PageMost)
			}
			v.SetInt(n)
		case p.kind == reflect.TypeFor[place]():
			if noun.ParseCursor(s).ID == 0 {
				errs.Add(p.name, "api.cursor")
			}
			v.SetString(s)
		case p.name == "after": // a cursor that is none would be the first page again, for ever
			if order.ParseCursor(s) == (order.Cursor{}) {
				errs.Add(p.name, "api.cursor")
			}
			v.SetString(s)
		default:
			if p.codes != "" && !slices.Contains(c.face.codes[p.codes], s) {
				errs.Add(p.name, "input.choose")
			}
			v.SetString(s)
		}
	}
	for name := range given {
		name = text.Cut(name, paramMost)
		errs.Add(name, "api.unknown-field", "field", name)
	}
	return errs.Err()
}

// longer finds the first value with more than so many characters.
func longer(values []string, most int) (n int, over bool) {
	for _, s := range values {
		if n, over = text.Over(s, most); over {
			break
		}
	}
	return n, over
}
