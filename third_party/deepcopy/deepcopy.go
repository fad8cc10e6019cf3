// Package deepcopy stands for the library of that name of which excelize asks one function, for copies of its own
// structs. That library looks methods up by names that are known only when the program runs; where any reachable code
// does, the linker must keep every exported method of every type, some megabytes of this program.
package deepcopy

import (
	"errors"
	"reflect"
)

// Copy sets what dst points to to a deep copy of src, which is of that type or a pointer to it. What structs do not
// export is copied as it is.
func Copy(dst, src any) error {
	to, from := reflect.ValueOf(dst), reflect.ValueOf(src)
	if to.Kind() != reflect.Pointer || to.IsNil() {
		return errors.New("deepcopy: dst is no pointer")
	}
	if from.Kind() == reflect.Pointer && from.Type() == to.Type() {
		if from.IsNil() {
			return errors.New("deepcopy: src is nil")
		}
		from = from.Elem()
	}
	if from.Type() != to.Elem().Type() {
		return errors.New("deepcopy: other types")
	}
	to.Elem().Set(clone(from))
	return nil
}

func clone(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(clone(v.Elem()))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(clone(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(clone(v.Index(i)))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
			for _, k := range v.MapKeys() {
				out.SetMapIndex(k, clone(v.MapIndex(k)))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := out.Field(i); f.CanSet() {
				f.Set(clone(v.Field(i)))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(clone(v.Index(i)))
		}
	}
	return out
}
