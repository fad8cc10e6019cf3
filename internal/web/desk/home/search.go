package home

import (
	"cmp"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

type searchData struct {
	page.View
	Query  string
	Hits   kind.Hits
	County *bodies.County
	People []bodies.Person
	Bodies []bodies.Body
	Theirs []kind.Hit // what these people lead or handle
	Units  []ref.ID
}

// other says that something else than a matter with these words was found.
func (d searchData) other() bool {
	return len(d.People)+len(d.Bodies)+len(d.Theirs)+len(d.Units) > 0
}

// search finds matters by any word, units and bodies by name, and
// people by name, pinyin or initials with what they lead or handle.
func search(v *desk.Visit) error {
	q := strings.TrimSpace(v.R.URL.Query().Get("q"))
	d := searchData{View: v.View(v.P.T("search.title")), Query: q}
	var err error
	if d.County, err = v.County(); err != nil {
		return err
	}
	if q == "" {
		return v.Page(200, searchPage(d))
	}
	if l, ok, err := v.Desk.Read.LetterNumbered(v.R.Context(), v.Actor.Jurisdiction, q); err != nil {
		return err
	} else if ok { // a letter's number leads to it, where its order may be seen
		o, found, err := v.Desk.Read.Order(v.R.Context(), l.Order)
		if err != nil {
			return err
		}
		if v.See("order.see", found, o.Object(order.Nobody)) == nil {
			return v.Go("/letters/" + l.ID.String())
		}
	}
	if d.Hits, err = v.Desk.Kinds.Search(v.R.Context(), v.Asking(), v.Actor, v.Desk.Read.Search, q, 50); err != nil {
		return err
	}
	if n, ok := number.Parse(q); ok && len(d.Hits.Hits) == 1 && d.Hits.Hits[0].Number() == n.String() {
		return v.Go(d.Hits.Hits[0].Page)
	}
	d.Units = d.County.UnitsLike(q, 10)
	d.Bodies = d.County.BodiesLike(q, 10)
	d.People = d.County.PeopleLike(q, 10)
	d.Theirs, err = v.Desk.Kinds.Held(v.R.Context(), v.Asking(), v.Actor, ids(d.People), 20)
	if err != nil {
		return err
	}
	return v.Page(200, searchPage(d))
}

func ids(people []bodies.Person) []ref.ID {
	out := make([]ref.ID, len(people))
	for i, x := range people {
		out[i] = x.ID
	}
	return out
}

// post is a person's first post, to tell namesakes apart.
func (d searchData) post(id ref.ID) string {
	for _, a := range d.County.PostsOf(id) {
		return a.Title
	}
	return ""
}

// number is what the finding is called; a draft has no number yet.
func (d searchData) number(h kind.Hit) string { return cmp.Or(h.Number(), d.P.T(h.Unnumbered)) }

// asked is what was looked for, in words: a printed page shows no field.
func asked(d searchData) string {
	if d.Query == "" {
		return ""
	}
	return d.P.T("list.words.applied", "words", d.Query)
}
