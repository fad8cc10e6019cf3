package lists

import (
	"net/url"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// namesakesMost is how many people a name that means several is asked about.
const namesakesMost = 12

// whose reads the filter by person, which people type as a name or its pinyin
// and addresses keep as an identifier: a name that means one person is put as
// the identifier; of one that means several or nobody the filter is taken out,
// and those it may mean are asked about.
func whose(c *bodies.County, q url.Values) (meant []bodies.Person, typed string) {
	typed = clip(strings.TrimSpace(q.Get("person")), 60)
	if typed == "" {
		return nil, ""
	}
	if _, known := c.Person(ref.Parse(typed)); known {
		return nil, ""
	}
	q.Del("person")
	if meant = c.PeopleLike(typed, namesakesMost); len(meant) == 1 {
		q.Set("person", meant[0].ID.String())
		return nil, ""
	}
	return meant, typed
}

// alike is the choice among those whom a typed name may mean.
type alike struct {
	Typed string
	Links []page.Link
}

func namesakes(v *desk.Visit, view page.View, c *bodies.County, meant []bodies.Person, typed string) alike {
	out := alike{Typed: typed}
	for _, x := range meant {
		label := x.Name
		if posts := c.PostsOf(x.ID); len(posts) > 0 {
			label = v.P.T("list.person.post", "name", x.Name, "post", posts[0].Title)
		}
		out.Links = append(out.Links, page.Link{Label: label, Href: view.With("person", x.ID.String(), "after", "")})
	}
	return out
}

// personField is the filter by person: what was typed and means nobody yet, or
// the name of the one in force.
func personField(v page.View, c *bodies.County, a alike) page.Field {
	f := page.Field{Name: "person", Label: v.P.T("list.person"), Value: a.Typed}
	if x, ok := c.Person(ref.Parse(v.Query.Get("person"))); ok {
		f.Value = x.Name
	}
	return f
}

// limitedTo is whom a list is limited to.
func limitedTo(v page.View, c *bodies.County) string {
	if x, ok := c.Person(ref.Parse(v.Query.Get("person"))); ok {
		return v.P.T("list.person.applied", "name", x.Name)
	}
	return ""
}
