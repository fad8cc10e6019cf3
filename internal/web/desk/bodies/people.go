package bodies

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/view"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
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

	Dropped []string
	Columns frame.Columns
}

func peoplePage(v *desk.Visit) error {
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	d := &peopleData{View: v.View(v.P.T("menu.people")), asOf: a, Units: unitOptions(a.County, v.P.T("filter.all")),
		May: can(v, "person.change")}
	d.Bare = "all=1"
	if to := frame.Chosen(d.View); to != "" {
		return v.Go(to)
	}
	if s := d.Query.Get("sort"); s != "" && !slices.Contains(peopleSorts, s) {
		d.Query.Del("sort")
		d.Dropped = append(d.Dropped, v.P.T("list.sort"))
	}
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
	sortPeople(a.County, found, q.Get("sort"))
	after := ref.Parse(q.Get("after"))
	i := slices.IndexFunc(found, func(p bodies.Person) bool { return p.ID == after }) + 1
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
	d.Columns = d.columns()
	return v.Page(200, peopleView(d))
}

// peopleSorts are how the list can be sorted; without one it is as registered.
var peopleSorts = []string{"name", "-name", "unit", "-unit"}

// sortPeople puts people in the order of a sort: by how their names sound, or by
// the unit of their first post as the county lists its units, those without a post
// last; alike ones, and all without a sort, as registered.
func sortPeople(c *bodies.County, list []bodies.Person, sort string) {
	slices.SortFunc(list, func(x, y bodies.Person) int { return cmp.Compare(x.ID, y.ID) })
	by, down := strings.CutPrefix(sort, "-")
	var less func(x, y bodies.Person) int
	switch by {
	case "name":
		sounds := make(map[ref.ID]string, len(list))
		for _, p := range list {
			sounds[p.ID] = p.Sound()
		}
		less = func(x, y bodies.Person) int { return cmp.Compare(sounds[x.ID], sounds[y.ID]) }
	case "unit":
		place := map[ref.ID]int{}
		for i, u := range c.Units() {
			place[u] = i - len(c.Units())
		}
		at := make(map[ref.ID]int, len(list))
		for _, p := range list {
			if posts := c.PostsOf(p.ID); len(posts) > 0 {
				at[p.ID] = place[posts[0].Unit]
			}
		}
		less = func(x, y bodies.Person) int { return cmp.Compare(at[x.ID], at[y.ID]) }
	default:
		return
	}
	slices.SortStableFunc(list, func(x, y bodies.Person) int {
		if down {
			return less(y, x)
		}
		return less(x, y)
	})
}

// columns are what the list can show: of everybody their posts; of a person's own
// facts only to who keeps the register.
func (d *peopleData) columns() frame.Columns {
	all := []frame.Column{{Name: "name", Label: d.P.T("register.person"), Sort: "name", Usual: true},
		{Name: "title", Label: d.P.T("register.title"), Width: "wide", Usual: true},
		{Name: "unit", Label: d.P.T("register.unit"), Sort: "unit", Usual: true},
		{Name: "body", Label: d.P.T("register.body")}, {Name: "post", Label: d.P.T("register.field.post")},
		{Name: "level", Label: d.P.T("register.level")}, {Name: "portfolio", Label: d.P.T("register.field.portfolio")},
		{Name: "period", Label: d.P.T("register.period")}}
	if d.May {
		for _, f := range ownFacts {
			all = append(all, frame.Column{Name: f.name, Label: d.P.T(f.key)})
		}
	}
	return frame.Choose(d.View, all, "name")
}

// cell is what a column says of a person with these posts, a line each.
func (d *peopleData) cell(name string, x bodies.Person, posts []bodies.Appointment) (out []string) {
	of := func(say func(bodies.Appointment) string) {
		for _, a := range posts {
			if s := say(a); s != "" {
				out = append(out, s)
			}
		}
	}
	switch name {
	case "body":
		of(func(a bodies.Appointment) string { b, _ := d.asOf.County.Body(a.Body); return b.Name })
	case "post":
		of(func(a bodies.Appointment) string { return postWord(d.Visit, a.Post) })
	case "level":
		of(func(a bodies.Appointment) string { return d.Visit.Label(policy.PersonLevel, string(a.Level)) })
	case "portfolio":
		of(func(a bodies.Appointment) string { return a.Portfolio })
	case "period":
		of(func(a bodies.Appointment) string { return d.P.Period(a.Period) })
	default:
		if s := personFact(d.P, x, name); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// applied are the filters in force, each with the address without it.
func (d *peopleData) applied() (out []page.Applied) {
	if words := d.Query.Get("q"); words != "" {
		out = append(out, page.Applied{Label: d.P.T("list.words.applied", "words", words), Remove: d.With("q", "")})
	}
	if name := d.asOf.County.Name(ref.Parse(d.Query.Get("unit"))); name != "" {
		out = append(out, page.Applied{Label: name, Remove: d.With("unit", "")})
	}
	return append(out, appliedDay(d.View, d.asOf)...)
}

// clear is the list without its filters, when there are any.
func (d *peopleData) clear() string {
	if len(d.applied()) == 0 {
		return ""
	}
	return d.With("q", "", "unit", "", "on", "")
}

// keep are the parts of the address that the form of the filter sends along.
func (d *peopleData) keep() map[string]string {
	return map[string]string{"sort": d.Query.Get("sort"), frame.ColsName: d.Query.Get(frame.ColsName)}
}

// unitOptions lists the county's units for a choice, the deeper the further in.
func unitOptions(c *bodies.County, first string) []page.Option {
	out := []page.Option{{Label: first}}
	for _, u := range c.Units() {
		out = append(out, page.Option{Value: u.String(), Label: line{Depth: len(c.Path(u)) - 1}.indent() + c.Name(u)})
	}
	return out
}
