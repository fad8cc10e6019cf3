package api

import (
	"reflect"

	"shuangze/internal/field"
)

// given reads what was sent into what an act takes.
func given(fs field.Fields, body reflect.Value, into any) {
	for _, f := range fs {
		at := body.FieldByName(exported(f.Name))
		own, is := ownTypes[f.Type]
		switch {
		case f.Type == field.AFiles:
		case is:
			own.take(at, f.Held(into))
		case f.IsText():
			f.SetStr(into, at.String())
		case f.Type == field.AFlag:
			if at.Bool() {
				f.SetNum(into, 1)
			}
		default:
			f.SetNum(into, at.Int())
		}
	}
}
