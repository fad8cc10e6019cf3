// Package views is the officials' pages of their own saved views of lists.
package views

import (
	"cmp"
	"net/url"

	"shuangze/internal/lists/view"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Routes are the pages of this room.
func Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /views", May: "view.see", Handle: mine},
		{Pattern: "POST /views", May: "view.keep", Handle: save},
		{Pattern: "POST /views/{id}", May: "view.keep", Handle: change},
		{Pattern: "POST /views/{id}/delete", May: "view.keep", Handle: drop},
	}
}

type mineData struct {
	page.View
	Lists  []view.List
	Views  []view.View
	Key    string
	Filled page.Filled // of the form that was sent
	Wrong  string      // the view whose form that was
}

func mine(v *desk.Visit) error { return show(v, 200, "", nil) }

func show(v *desk.Visit, status int, wrong string, errs text.InputErrors) error {
	d := mineData{View: v.View(v.P.T("view.mine")), Key: v.Key(), Wrong: wrong, Lists: v.Desk.Views.Lists(),
		Filled: page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}}
	var err error
	if d.Views, err = v.Desk.Views.Of(v.R.Context(), v.Actor); err != nil {
		return err
	}
	return v.Page(status, minePage(d))
}

// of are the views of one list.
func (d mineData) of(l view.List) (out []view.View) {
	for _, x := range d.Views {
		if x.List == l {
			out = append(out, x)
		}
	}
	return out
}

// name is what the field of a view shows: what was typed, when that was wrong.
func (d mineData) name(x view.View) string {
	if d.Wrong == x.ID.String() {
		return d.Filled.Values.Get("name")
	}
	return x.Name
}

func (d mineData) wrong(x view.View) string {
	if d.Wrong == x.ID.String() {
		return d.Filled.Wrong("name")
	}
	return ""
}

func address(x view.View) string { return "/" + string(x.List) + "?" + x.Query }

type saveData struct {
	page.View
	Back   string
	Filled page.Filled
	Key    string
}

func save(v *desk.Visit) error {
	q, err := url.ParseQuery(v.Form("query"))
	if err != nil {
		return text.InputErrors{{Message: text.M("input.unreadable")}}
	}
	x, _, err := v.Desk.Views.Save(v.R.Context(), v.Actor, view.View{List: view.List(v.Form("list")), Name: v.Form("name"),
		Usual: v.Form("usual") != ""}, q)
	if errs, wrong := v.Inputs(err, nil); wrong {
		d := saveData{View: v.View(v.P.T("view.save")), Key: cmp.Or(v.R.PostFormValue("key"), v.Key()), Back: address(x),
			Filled: page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}}
		return v.Page(422, savePage(d))
	}
	if err != nil {
		return err
	}
	return v.Said(address(x), "view.saved")
}

func change(v *desk.Visit) error {
	_, err := v.Desk.Views.Change(v.R.Context(), v.Actor, v.ID("id"), v.Form("name"), v.Form("usual") != "")
	if errs, wrong := v.Inputs(err, nil); wrong {
		return show(v, 422, v.ID("id").String(), errs)
	}
	if err != nil {
		return err
	}
	return v.Said("/views", "view.changed")
}

func drop(v *desk.Visit) error {
	if _, err := v.Desk.Views.Drop(v.R.Context(), v.Actor, v.ID("id")); err != nil {
		return err
	}
	return v.Said("/views", "view.dropped")
}

func (d mineData) errors(x view.View) text.InputErrors {
	if d.Wrong == x.ID.String() {
		return d.Filled.Errors
	}
	return nil
}

func (d mineData) usual(x view.View, prefix string) page.Field {
	on := x.Usual
	if d.Wrong == x.ID.String() {
		on = d.Filled.Values.Get("usual") != ""
	}
	return usual(d.View, prefix, on)
}

func usual(v page.View, prefix string, on bool) page.Field {
	f := page.Field{Name: "usual", Label: v.P.T("view.field.usual"), Prefix: prefix}
	if on {
		f.Value = "yes"
	}
	return f
}

func (d saveData) usual() page.Field {
	return usual(d.View, "", d.Filled.Values.Get("usual") != "")
}

func (d saveData) field() page.Field {
	f := d.Filled.Field("name", d.P.T("view.field.name"))
	f.Limit = view.NameMost
	return f
}

func (d saveData) hidden() map[string]string {
	return map[string]string{"list": d.Filled.Values.Get("list"), "query": d.Filled.Values.Get("query")}
}
