package frame

import (
	"net/url"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// several reads the objects that were chosen, in the order of the list, those
// that the visitor may see. Asked, each says whether the act is for it as it
// stands; sent, only whether the visitor may do it to it: what the state forbids is
// the command's to say, as a second click must find its receipt.
func (p Pages) several(v *desk.Visit, a noun.Act, chosen []string, sent bool) ([]Item, error) {
	ids, err := Ticked(chosen)
	if err != nil {
		return nil, err
	}
	in := noun.Cond{Column: "id"}
	for _, id := range ids {
		in.Num = append(in.Num, int64(id))
	}
	q := noun.Query{Where: []noun.Cond{in}, Sort: p.Sorts[0], Limit: manyMost}
	got, err := p.Read.Listed(v.R.Context(), p.Of, v.Scope(p.See), q, nil)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, x := range got.Values {
		number, _ := p.Called(x)
		item := Item{ID: x.Head().ID, Number: number, Title: p.title(v, x), Href: p.path(x)}
		if sent {
			item.No = p.May(a, v.Actor, x)
		} else {
			item.No = p.Refused(a, v.Actor, x, v.Now)
		}
		out = append(out, item)
	}
	return out, nil
}

func (p Pages) manyForm(v *desk.Visit) error {
	q := v.R.URL.Query()
	a, err := p.named(q.Get("act"))
	if err != nil || !a.Many {
		return desk.Missing()
	}
	items, err := p.several(v, a, q["id"], false)
	if err != nil {
		return err
	}
	to, not := Sort(v, items)
	switch {
	case len(items) == 0:
		return NoneTicked()
	case len(to) == 0:
		return p.didMany(v, a, Result{Not: not})
	}
	return p.ask(v, actData{Act: a, Many: to, Not: not, Filled: page.Filled{Values: url.Values{}}}, 200)
}

// many does an act to several objects; the answer says which.
func (p Pages) many(v *desk.Visit) error {
	a, err := p.named(v.Form("act"))
	if err != nil || !a.Many {
		return desk.Missing()
	}
	items, err := p.several(v, a, v.Forms("id"), true)
	if err != nil {
		return err
	}
	call, errs, err := p.read(v, a, nil)
	if err != nil {
		return err
	}
	if to, not := Sort(v, items); len(to) > 0 && len(errs) > 0 {
		return p.ask(v, actData{Act: a, Many: to, Not: not, Filled: page.Filled{Values: v.R.PostForm, Errors: errs}}, 422)
	}
	r, wrong, err := Each(v, items, func(id ref.ID, c act.Command) (act.Receipt, error) {
		each := call
		each.ID, each.Command = id, c
		return a.Do(v.R.Context(), each)
	})
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		to, not := Sort(v, items)
		return p.ask(v, actData{Act: a, Many: to, Not: not, Filled: page.Filled{Values: v.R.PostForm, Errors: wrong}}, 422)
	}
	return p.didMany(v, a, r)
}

func (p Pages) didMany(v *desk.Visit, a noun.Act, r Result) error {
	view := v.View(v.P.T(p.Word + ".act." + a.Name))
	back := page.Link{Label: v.P.T(p.Word + ".list"), Href: "/" + p.Name}
	return v.Page(200, ManyDone(view, p.crumbs(view, page.Link{Label: view.Title}), r, back))
}
