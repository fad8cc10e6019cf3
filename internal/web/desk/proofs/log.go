package proofs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

type logData struct {
	page.View
	names
	Entries []trail.Entry
	Name    string
	Names   []string
	Who     string
	Kind    string
	Older   string
}

// whoMost is how many people a name in the filter may mean.
const whoMost = 20

// log shows a journal to the audit administrator: by person, kind and days.
func (p Pages) log(v *desk.Visit) error {
	journals, err := p.Read.Journals(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d := logData{View: v.View(v.P.T("menu.access-log"))}
	q := d.Query
	for _, j := range journals {
		d.Names = append(d.Names, j.Name)
		if want := q.Get("journal"); j.Name == want || (want == "" && strings.Contains(j.Name, "access/")) {
			d.Name = j.Name
		}
	}
	if d.Name == "" {
		return desk.Missing()
	}
	f := trail.LogFilter{Kind: q.Get("kind"), Limit: 50}
	f.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64)
	f.From, _ = when.ParseDay(q.Get("from"))
	f.To, _ = when.ParseDay(q.Get("to"))
	if !v.P.Has("event." + f.Kind) {
		f.Kind = ""
	}
	d.Kind = f.Kind
	if d.Who = strings.TrimSpace(q.Get("who")); d.Who != "" {
		if err := p.wanted(v, c, &d, &f); err != nil {
			return err
		}
	}
	var next int64
	if d.Entries, next, err = p.Read.Log(v.R.Context(), d.Name, f); err != nil {
		return err
	}
	if d.names, err = p.names(v, c, d.Entries); err != nil {
		return err
	}
	if next != 0 {
		d.Older = d.With("before", strconv.FormatInt(next, 10))
	}
	return v.Page(200, logPage(d))
}

// wanted puts into the filter whom a name, pinyin, login or identifier means.
func (p Pages) wanted(v *desk.Visit, c *bodies.County, d *logData, f *trail.LogFilter) (err error) {
	f.Some = true
	if x, ok := c.Person(ref.Parse(d.Who)); ok {
		f.People = []ref.ID{x.ID}
	} else if ref.Parse(d.Who) == 0 {
		for _, x := range c.PeopleLike(d.Who, whoMost) {
			f.People = append(f.People, x.ID)
		}
	}
	if f.Accounts, err = p.Read.AccountsCalled(v.R.Context(), v.Actor.Jurisdiction, d.Who, f.People); err != nil {
		return err
	}
	if id := ref.Parse(d.Who); id != 0 { // shown by the name it has
		called, err := p.Read.Called(v.R.Context(), f.Accounts)
		if err != nil {
			return err
		}
		if x, ok := c.Person(id); ok {
			d.Who = x.Name
		} else if a, ok := called[id]; ok {
			d.Who = a.Login
		}
	}
	return nil
}

// kinds are the acts that a log can be limited to, by their words.
func (d logData) kinds() []page.Option {
	var out []page.Option
	for _, key := range d.P.Keys("event.") {
		kind := strings.TrimPrefix(key, "event.")
		if subject, _, acts := strings.Cut(kind, "."); acts && subject != "" {
			label := d.P.T(key)
			if strings.Contains(label, "⟦") { // a part of a name, no act
				continue
			}
			if of := "journal.of." + subject; d.P.Has(of) { // the same is done to several things
				label = d.P.T("journal.kind-of", "kind", label, "object", d.P.T(of))
			}
			out = append(out, page.Option{Value: kind, Label: label})
		}
	}
	slices.SortFunc(out, func(a, b page.Option) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return append([]page.Option{{Label: d.P.T("filter.all")}}, out...)
}

// applied are the filters in force, each with the address without it.
func (d logData) applied() (out []page.Applied) {
	add := func(name, label string) {
		if label != "" {
			out = append(out, page.Applied{Label: label, Remove: d.With(name, "", "before", "")})
		}
	}
	add("who", d.Who)
	if d.Kind != "" {
		add("kind", d.P.T("event."+d.Kind))
	}
	for _, name := range []string{"from", "to"} {
		if day, err := when.ParseDay(d.Query.Get(name)); err == nil && d.Query.Get(name) != "" {
			add(name, d.P.T(map[string]string{"from": "journal.from.applied", "to": "journal.to.applied"}[name], "day", day))
		}
	}
	return out
}

func (d logData) clear() string {
	if len(d.applied()) == 0 {
		return ""
	}
	return "/access-log?journal=" + d.Name
}
