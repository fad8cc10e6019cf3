package registers

import (
	"cmp"
	"math"
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/view"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// peopleOnPage is how many people one page of the list shows.
const peopleOnPage = 50

// peopleData is one page of the county's people.
type peopleData struct {
	page.View
	asOf
	People []bodies.Person
	Count  int
	Pager  page.Pager
	Units  []page.Option
	May    bool
	Views  page.Views
}

func peoplePage(v *desk.Visit) error {
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	d := peopleData{View: v.View(v.P.T("menu.people")), asOf: a, Units: unitOptions(a.County, v.P.T("filter.all")), May: can(v, "person.change")}
	d.Bare = "all=1"
	usual := ""
	if d.Views, usual, err = v.Views(view.People, d.Path, d.Query); err != nil {
		return err
	}
	if usual != "" {
		return v.Go(usual)
	}
	q := d.Query
	found := a.County.PeopleLike(q.Get("q"), math.MaxInt)
	if u := ref.Parse(q.Get("unit")); u != 0 {
		in := map[ref.ID]bool{}
		for _, below := range a.County.Subtree(u) {
			for _, x := range a.County.PostsIn(below) {
				in[x.Person] = true
			}
		}
		found = slices.DeleteFunc(found, func(p bodies.Person) bool { return !in[p.ID] })
	}
	slices.SortFunc(found, func(x, y bodies.Person) int { return cmp.Compare(x.ID, y.ID) })
	after := ref.Parse(q.Get("after"))
	i, _ := slices.BinarySearchFunc(found, after, func(p bodies.Person, id ref.ID) int { return cmp.Compare(p.ID, id+1) })
	d.Count, d.Pager.Say = len(found), v.P.T("list.count", "n", len(found))
	if i > 0 {
		d.Pager.Newer = d.With()
		if i > peopleOnPage {
			d.Pager.Newer = d.With("after", found[i-peopleOnPage-1].ID.String())
		}
	}
	d.People = found[i:min(len(found), i+peopleOnPage)]
	if n := len(d.People); i+n < len(found) {
		d.Pager.Older = d.With("after", d.People[n-1].ID.String())
	}
	return v.Page(200, peopleView(d))
}

// applied are the filters in force, each with the address without it.
func (d peopleData) applied() (out []page.Applied) {
	if words := d.Query.Get("q"); words != "" {
		out = append(out, page.Applied{Label: d.P.T("list.words.applied", "words", words), Remove: d.With("q", "")})
	}
	if name := d.asOf.County.Name(ref.Parse(d.Query.Get("unit"))); name != "" {
		out = append(out, page.Applied{Label: name, Remove: d.With("unit", "")})
	}
	return append(out, appliedDay(d.View, d.asOf)...)
}

// clear is the list without its filters, when there are any.
func (d peopleData) clear() string {
	if len(d.applied()) == 0 {
		return ""
	}
	return "/people?all=1"
}

// unitOptions lists the county's units for a choice, the deeper the further in.
func unitOptions(c *bodies.County, first string) []page.Option {
	out := []page.Option{{Label: first}}
	for _, u := range c.Units() {
		out = append(out, page.Option{Value: u.String(), Label: line{Depth: len(c.Path(u)) - 1}.indent() + c.Name(u)})
	}
	return out
}
