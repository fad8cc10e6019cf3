package demo

import (
	"encoding/json"
	"hash/fnv"
	"reflect"
	"time"
	"unicode/utf8"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// What filling in a form takes: to open and read it, to choose or check a field, to type
// a character of a text, to find and add a file. Nothing longer than formMost: somebody
// who looks things up leaves the form open, and the county counts no more than this.
const (
	formLook  = 25 * time.Second
	formField = 5 * time.Second
	formSign  = 1100 * time.Millisecond
	formFile  = 35 * time.Second
	formMost  = 15 * time.Minute
)

// fileBytes is what a file is taken to have, which an input does not say.
const fileBytes = 180 << 10

// Asks says what the form of a played act would have asked: the fields that hold
// something, and a time that follows from what was typed. The same act takes the same
// time whenever the county is played.
func Asks(c act.Command) *act.Asked {
	a := &act.Asked{}
	signs := weigh(reflect.ValueOf(c.Input), a)
	a.Typed = max(0, a.Typed-a.Files) // the name of a file is not typed
	a.Bytes = int64(a.Files) * fileBytes
	h := fnv.New64a()
	json.NewEncoder(h).Encode([]any{c.Verb, c.Actor.Person, c.Input})
	pace := 70 + time.Duration(h.Sum64()%61) // per cent: some are quick, some are not
	spent := formLook + time.Duration(a.Typed+a.Filled)*formField + time.Duration(signs)*formSign +
		time.Duration(a.Files)*formFile
	a.Spent = min(formMost, spent*pace/100)
	return a
}

var (
	baseType = reflect.TypeFor[noun.Base]()
	termType = reflect.TypeFor[noun.Term]()
	idType   = reflect.TypeFor[ref.ID]()
)

// weigh counts what of an input holds something, and the characters of its texts. What it
// names (a body, a person, a duty) was chosen by the page that the form was opened from.
func weigh(v reflect.Value, a *act.Asked) (signs int) {
	switch v.Kind() {
	case reflect.Invalid: // nothing was asked
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return weigh(v.Elem(), a)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if t := v.Type().Field(i); t.IsExported() && t.Type != baseType && t.Type != termType {
				signs += weigh(v.Field(i), a)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 { // the digest of a file
			if v.Len() > 0 {
				a.Files++
			}
			return 0
		}
		for i := range v.Len() {
			signs += weigh(v.Index(i), a)
		}
	case reflect.String:
		if n := utf8.RuneCountInString(v.String()); n > 0 {
			a.Typed++
			if n > 4 { // a code is chosen
				return n
			}
		}
	default:
		switch {
		case v.IsZero():
		case v.Type() == idType:
			a.Filled++
		default:
			a.Typed++
		}
	}
	return signs
}
