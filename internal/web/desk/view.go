package desk

import (
	"net/url"
	"strings"

	"shuangze/internal/lists/view"
	"shuangze/internal/web/page"
)

// Views is the bar of the visitor's saved views above a list at path. Usual is
// the address to go to when the list was opened with no filter at all and the
// visitor keeps a view for that; "" else.
func (v *Visit) Views(l view.List, path string, q url.Values) (bar page.Views, usual string, err error) {
	all, err := v.Desk.Views.Of(v.R.Context(), v.Actor)
	if err != nil {
		return bar, "", err
	}
	query := v.Desk.Views.Query(l, q)
	now, saved := view.Named(all, l, query)
	for _, x := range all {
		if x.List != l {
			continue
		}
		if x.Usual && v.R.URL.RawQuery == "" {
			usual = path + "?" + x.Query
		}
		bar.Saved = append(bar.Saved, page.SavedView{Name: x.Name, Href: path + "?" + x.Query, Usual: x.Usual,
			Current: saved && x.ID == now.ID})
	}
	bar.Manage = "/views"
	if query != "" && !saved && len(bar.Saved) < view.Most && v.allowed("view.keep") {
		bar.Save, bar.List, bar.Query, bar.Key = "/views", string(l), query, v.Key()
	}
	return bar, usual, nil
}

// CheckAddress is where anybody may check a code, as it is shown, at this house as the visitor reaches it.
func (v *Visit) CheckAddress(code string) string { return v.Address("/verify?code=" + code) }

// Address is that of one of the pages as the world outside knows it; where nobody said so, as the visitor reached it.
func (v *Visit) Address(path string) string {
	if v.Desk.Base != "" {
		return strings.TrimRight(v.Desk.Base, "/") + path
	}
	scheme := "http://"
	if v.Desk.Secure || v.R.TLS != nil {
		scheme = "https://"
	}
	return scheme + v.R.Host + path
}
