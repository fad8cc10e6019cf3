// Package home is where an official's day begins: the workbench, the county
// overview and the search.
package home

import (
	"shuangze/internal/web/desk"
)

// Routes are the pages of this room.
func Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /{$}", May: "self.use", Handle: workbench},
		{Pattern: "GET /overview", May: "overview.see", Handle: new(overviews).page},
		{Pattern: "GET /search", May: "search.use", Handle: search},
		{Pattern: "GET /policy", May: "policy.see", Handle: policyPage},
		{Pattern: "POST /language", Public: true, Handle: language},
	}
}

// language keeps the reader's choice of language for a year.
func language(v *desk.Visit) error {
	l := v.Desk.Words.Wanted(v.Form("lang")).Lang()
	v.SetCookie("language", l, 365*24*3600)
	back := v.Form("back")
	if len(back) < 1 || back[0] != '/' || (len(back) > 1 && (back[1] == '/' || back[1] == '\\')) {
		back = "/"
	}
	return v.Go(back)
}
