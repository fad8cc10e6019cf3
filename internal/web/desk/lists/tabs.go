package lists

import (
	"net/url"

	"shuangze/internal/trail"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// tab is a view of a list that everybody has: its word and what it puts in the
// address.
type tab struct{ key, query string }

// carried are the filters that a list keeps from tab to tab, and its columns.
var carried = []string{"q", "unit", "level", "side", "source", "category", frame.ColsName}

// tabQueries are the addresses of the tabs, with the filters in force.
func tabQueries(tabs []tab, now url.Values) []url.Values {
	out := make([]url.Values, len(tabs))
	for i, t := range tabs {
		q, err := url.ParseQuery(t.query)
		if err != nil {
			panic("lists: " + t.query) // it stands in this package
		}
		for _, name := range carried {
			if s := now.Get(name); s != "" {
				q.Set(name, s)
			}
		}
		out[i] = q
	}
	return out
}

// tabs are the tabs with what lies behind each, where that is known: a number
// is the length of the list it leads to, or it is not shown.
func tabs(v page.View, tabs []tab, at []url.Values, counts []trail.Count, current int) []page.Tab {
	out := make([]page.Tab, len(tabs))
	for i, t := range tabs {
		out[i] = page.Tab{Label: v.P.T(t.key), Href: v.Path + "?" + at[i].Encode(), Current: i == current}
		if i < len(counts) {
			out[i].Count, out[i].More, out[i].Counted = counts[i].N, counts[i].More, counts[i].Known
		}
	}
	return out
}

// clear is the list's tab without filters, when there are any.
func clear(v page.View, names ...string) string {
	some := false
	without := make([]string, 0, 2*len(names))
	for _, n := range names {
		some = some || v.Query.Get(n) != ""
		without = append(without, n, "")
	}
	if !some {
		return ""
	}
	return v.With(without...)
}
