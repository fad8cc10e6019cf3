package frame

import (
	"errors"
	"fmt"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// manyMost is how many objects an act is done to at once [D]: a page of a list.
const manyMost = 50

// Item is an object among several that an act is asked for.
type Item struct {
	ID     ref.ID
	Number string // what a list calls it; "" = nothing
	Title  string
	Href   string
	No     error // why the act is not for it; nil = it is
}

// Name is what an item is called: its number, where it has one, and its title.
func (x Item) Name() string {
	if x.Number == "" {
		return x.Title
	}
	return x.Number + " " + x.Title
}

// Result is what became of an act on several objects.
type Result struct {
	Done []Did
	Not  []string // what it was refused for, and why
}

// Did is an object that the act was done to, with the entry it left.
type Did struct {
	Item
	Entry int64
}

// Ticked reads which rows were ticked: each once, at least one and at most
// manyMost.
func Ticked(chosen []string) ([]ref.ID, error) {
	var ids []ref.ID
	for _, s := range chosen {
		if id := ref.Parse(s); id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) > manyMost:
		return nil, text.Refuse(text.Conflict, "list.many.most", "most", manyMost)
	case len(ids) == 0:
		return nil, NoneTicked()
	}
	return ids, nil
}

// NoneTicked refuses what nothing was chosen for, or nothing that the visitor may see.
func NoneTicked() error { return text.Refuse(text.Conflict, "list.many.none") }

// Sort puts what the act is for apart from what it is not for, in words.
func Sort(v *desk.Visit, items []Item) (to []Item, not []string) {
	for _, x := range items {
		if x.No != nil {
			not = append(not, notDone(v, x, x.No))
			continue
		}
		to = append(to, x)
	}
	return to, not
}

// Each does an act to several objects, each by a command of its own whose key is
// the form's with the object's identifier: what one of them refuses keeps no other
// back, and sending the form again does nothing twice. What all of them refuse alike
// is what the form itself lacks: it comes back as wrong, and then nothing was done.
func Each(v *desk.Visit, items []Item, do func(ref.ID, act.Command) (act.Receipt, error)) (
	out Result, wrong text.InputErrors, err error) {
	if len(items) == 0 {
		return out, nil, NoneTicked()
	}
	c := v.Command()
	key := c.Key
	var first text.InputErrors // what the first refused of the form; same = all refused the same
	same := true
	for i, x := range items {
		if x.No != nil {
			out.Not = append(out.Not, notDone(v, x, x.No))
			continue
		}
		if key != "" {
			c.Key = key + "." + x.ID.String()
		}
		r, err := do(x.ID, c)
		var refused *text.Refusal
		var in text.InputErrors
		var before *act.Before
		switch {
		case errors.As(err, &in):
			if first == nil {
				first = in
			}
			same = same && in.Error() == first.Error()
			out.Not = append(out.Not, notDone(v, x, err))
		case errors.As(err, &before): // the form is not new: nobody is asked to mend it
			same = false
			out.Not = append(out.Not, notDone(v, x, err))
		case errors.As(err, &refused):
			out.Not = append(out.Not, notDone(v, x, err))
		case err != nil:
			return out, nil, fmt.Errorf("%d of %d done, the %dth: %w", len(out.Done), len(items), i+1, err)
		default:
			out.Done = append(out.Done, Did{x, r.Seq})
			c.Asked = &act.Asked{} // one form was filled in, however many it was done to
		}
	}
	if same && len(first) > 0 && len(out.Done) == 0 {
		return Result{}, first, nil
	}
	return out, nil, nil
}

func notDone(v *desk.Visit, x Item, err error) string {
	return v.P.T("list.many.why", "title", x.Name(), "why", why(v, err))
}

// why is what a refusal says.
func why(v *desk.Visit, err error) string {
	var refused *text.Refusal
	var in text.InputErrors
	switch {
	case errors.As(err, &refused):
		return v.P.Message(refused.Message)
	case errors.As(err, &in) && len(in) > 0:
		return v.P.Message(in[0].Message)
	}
	return err.Error()
}

// Boxed is the head of a table whose rows begin with a ManyBox.
func Boxed(v page.View, l page.List) page.List {
	l.Cols = slices.Insert(slices.Clone(l.Cols), 0, page.Col{Label: v.P.T("list.many.column"), Hidden: true})
	return l
}
