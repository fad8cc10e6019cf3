package app

import (
	"context"
	"errors"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// does does an act on an object of a noun as somebody, 0 makes a new one; what was wrong is handed back: the field
// and the key of the first wrong value, or the key of the refusal.
func (v *visitors) does(login string, of ref.Kind, name string, id ref.ID, in any) (ref.ID, string) {
	v.Helper()
	a, ok := v.h.Noun(of).Act(name)
	if !ok {
		v.Fatalf("nobody can %s a %s", name, of)
	}
	r, err := a.Do(context.Background(), noun.Call{ID: id, In: in, Command: act.Command{Actor: v.actor(login)}})
	var wrong text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &wrong):
		return 0, wrong[0].Field + " " + wrong[0].Key
	case errors.As(err, &refused):
		return 0, refused.Key
	case err != nil:
		return 0, err.Error()
	}
	return r.Object.ID, ""
}
