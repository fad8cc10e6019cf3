package bodies

import (
	"strconv"

	"shuangze/internal/exchange"
	"shuangze/internal/institutions/education"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/page"
)

// heldTitle is how much of what an object is called its line shows, in characters [D].
const heldTitle = 60

// held is what every noun holds of a person or a unit today, as far as the visitor may list it.
type held struct {
	asOf
	Nouns []noun.Held
	Reach education.Reach // of a person, in the present year
	Unit  ref.ID          // whose coverage says so; 0 = no page of it is the visitor's
	Told  bool            // there is a figure
}

// heldOf reads it; a page of another day shows none of it.
func (a asOf) heldOf(by func(noun.About) string, id ref.ID) (h held, err error) {
	h.asOf = a
	if a.past() {
		return h, nil
	}
	v := a.Visit
	h.Nouns, err = noun.HeldOf(v.R.Context(), v.Desk.Read, v.Desk.Nouns, v.Actor, by, id, a.Day)
	return h, err
}

// heldOfPerson reads it of a person, with the figure of preventive education.
func (a asOf) heldOfPerson(id ref.ID) (h held, err error) {
	if h, err = a.heldOf(noun.About.OfPerson, id); err != nil || a.past() {
		return h, err
	}
	v := a.Visit
	h.Reach, h.Unit, h.Told, err = education.Of(v.R.Context(), v.Desk.Read, a.County, v.Actor, id, a.Day.Year())
	return h, err
}

// reached says of how many activities of the year that expected a person there were any that reached them.
func (h held) reached() string {
	return h.Visit.P.T("register.reached", "year", strconv.Itoa(h.Day.Year()), "n", h.Reach.Present+h.Reach.MadeUp,
		"of", h.Reach.Expected)
}

// coverage is the page that has the figure; "" = the visitor has none.
func (h held) coverage() string {
	if h.Unit == 0 {
		return ""
	}
	return "/coverage?unit=" + h.Unit.String() + "&year=" + strconv.Itoa(h.Day.Year())
}

// all says how many there are.
func (h held) all(n noun.Held) string {
	if n.Count.More {
		return h.Visit.P.T("list.count-more", "n", n.Count.N)
	}
	return h.Visit.P.T("list.count", "n", n.Count.N)
}

// columns are those of a noun's table.
func (h held) columns(title string) page.List {
	p := h.Visit.P
	return page.List{Caption: title, Cols: []page.Col{{Label: p.T("register.held.matter"), Width: "wide"},
		{Label: p.T("register.held.facts")}, {Label: p.T("field.state")}}}
}

// called is an object in a line.
func (h held) called(n *noun.Noun, x noun.Value) (title, number string) {
	number, title = n.Called(x)
	return text.Clip(noun.Shown(h.Visit.P, title), heldTitle), number
}

// said is what an object says of the person.
func (h held) said(n noun.Held, x noun.Value) (out []string) {
	for _, m := range n.Said[x.Head().ID] {
		out = append(out, h.Visit.P.Message(m))
	}
	return out
}

// facts are what is said of an object beside what it is called.
func (h held) facts(n *noun.Noun, x noun.Value) (out []page.Fact) {
	p := h.Visit.P
	speech := exchange.Speech{P: p, Pack: h.Visit.Desk.Policy, Day: h.Day}
	for _, f := range n.Shown(x) {
		if s := speech.Said(h.County, f, x); s != "" {
			out = append(out, page.Fact{Label: p.T(n.Label(f.Name, p.Has)), Value: s})
		}
	}
	return out
}
