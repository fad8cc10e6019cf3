package api

import (
	"net/http"
	"net/url"

	"shuangze/internal/lists/view"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// SavedView is a name for a filter and an order of a list. It is its owner's
// convenience and stands in no journal.
type SavedView struct {
	ID    ref.ID `json:"id"`
	List  string `json:"list" codes:"view-list"`
	Name  string `json:"name"`
	Query string `json:"query" doc:"As in the address of the list’s page: light=red&unit=7."`
	Usual bool   `json:"usual" doc:"Shown when the list is opened without a filter."`
}

// SavedViews are all views of the token’s owner.
type SavedViews struct {
	Items []SavedView `json:"items"`
}

// SavedViewInput is a view to save. What the list’s address does not know is
// left out.
type SavedViewInput struct {
	List  string `json:"list" codes:"view-list"`
	Name  string `json:"name" maxLength:"40"`
	Query string `json:"query" maxLength:"2000"`
	Usual bool   `json:"usual,omitempty"`
}

// SavedViewChange is what may be changed of a view.
type SavedViewChange struct {
	Name  string `json:"name" maxLength:"40"`
	Usual bool   `json:"usual"`
}

func savedView(v view.View) SavedView {
	return SavedView{v.ID, string(v.List), v.Name, v.Query, v.Usual}
}

func viewOperations() []operation {
	const one = "/views/{id}"
	return []operation{
		get("listViews", "/views", "view.see", "self", "One’s own saved views of lists",
			func(c *call, _ none) (SavedViews, error) {
				list, err := c.face.Views.Of(c.r.Context(), c.actor)
				out := SavedViews{Items: make([]SavedView, 0, len(list))}
				for _, v := range list {
					out.Items = append(out.Items, savedView(v))
				}
				return out, err
			}),
		keep("saveView", http.MethodPost, "/views", "view.keep", "self",
			"Save a view of a list; the same name and query again is the same view",
			func(c *call, b SavedViewInput) (SavedView, bool, error) {
				q, err := url.ParseQuery(b.Query)
				if err != nil {
					return SavedView{}, false, text.InputErrors{{Field: "query", Message: text.M("input.unreadable")}}
				}
				v, made, err := c.face.Views.Save(c.r.Context(), c.actor,
					view.View{List: view.List(b.List), Name: b.Name, Usual: b.Usual}, q)
				return savedView(v), made, err
			}),
		keep("changeView", http.MethodPut, one, "view.keep", "self", "Rename a view, or show it first or no longer",
			func(c *call, b SavedViewChange) (SavedView, bool, error) {
				v, err := c.face.Views.Change(c.r.Context(), c.actor, c.id(), b.Name, b.Usual)
				return savedView(v), false, err
			}),
		keep("deleteView", http.MethodDelete, one, "view.keep", "self", "Delete a view; the answer is what it was",
			func(c *call, _ none) (SavedView, bool, error) {
				v, err := c.face.Views.Drop(c.r.Context(), c.actor, c.id())
				return savedView(v), false, err
			}),
	}
}
