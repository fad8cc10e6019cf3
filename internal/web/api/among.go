package api

import (
	"reflect"

	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// amongAsked is the filter of a list by somebody among those that its objects name, where it is declared
// (noun.About.Among).
func amongAsked(n *noun.Noun) (out []reflect.StructField) {
	if name := n.About.Among; name != "" {
		out = append(out, member(name, reflect.TypeFor[ref.ID](),
			`query:"`+name+`" doc:"Somebody among those whom it names."`))
	}
	return out
}

// amongConds is what such a filter asks for.
func amongConds(n *noun.Noun, q reflect.Value) (out []noun.Cond) {
	if name := n.About.Among; name != "" {
		if id := q.FieldByName(exported(name)).Int(); id != 0 {
			f, _ := n.Field(name)
			out = append(out, noun.Cond{Column: f.Column(), Holds: ref.ID(id)})
		}
	}
	return out
}
