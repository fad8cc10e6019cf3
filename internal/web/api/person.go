package api

import (
	"cmp"
	"math"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/education"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Person is a human being of the organisation.
type Person struct {
	ID         ref.ID `json:"id"`
	Version    int64  `json:"version"`
	Name       string `json:"name"`
	Gender     string `json:"gender,omitempty" codes:"gender"`
	Birth      string `json:"birth,omitempty" doc:"A month, 1969-06."`
	Pinyin     string `json:"pinyin,omitempty"`
	Ethnicity  string `json:"ethnicity,omitempty"`
	Native     string `json:"native,omitempty"`
	Education  string `json:"education,omitempty"`
	WorkSince  string `json:"workSince,omitempty"`
	PartySince string `json:"partySince,omitempty"`
}

func personOf(p bodies.Person) Person {
	return Person{p.ID, p.Version, p.Name, p.Gender, p.Birth, p.Pinyin, p.Ethnicity, p.Native,
		p.Education, p.WorkSince, p.PartySince}
}

// Appointment is one post of one person.
type Appointment struct {
	ID         ref.ID `json:"id"`
	Version    int64  `json:"version"`
	Person     ref.ID `json:"person"`
	PersonName string `json:"personName"`
	Unit       ref.ID `json:"unit"`
	Body       ref.ID `json:"body" doc:"0: a post of the unit itself."`
	Post       string `json:"post" codes:"post"`
	Title      string `json:"title"`
	Rank       string `json:"rank,omitempty"`
	Level      string `json:"level" codes:"person-level"`
	Portfolio  string `json:"portfolio,omitempty"`
	PartyTitle string `json:"partyTitle,omitempty"`
	From       day    `json:"from,omitzero"`
	To         day    `json:"to,omitzero" doc:"The first day it is no longer held."`
	Document   string `json:"document,omitempty"`
}

func postsOf(k *bodies.County, in []bodies.Appointment) []Appointment {
	out := make([]Appointment, len(in))
	for i, a := range in {
		p, _ := k.Person(a.Person)
		out[i] = Appointment{a.ID, a.Version, a.Person, p.Name, a.Unit, a.Body, string(a.Post), a.Title, a.Rank,
			string(a.Level), a.Portfolio, a.PartyTitle,
			day(a.Period.From), day(a.Period.To), a.Basis}
	}
	return out
}

// PersonLine is one person in a list.
type PersonLine struct {
	ID     ref.ID   `json:"id"`
	Name   string   `json:"name"`
	Titles []string `json:"titles" doc:"Of the posts held on the day."`
}

// People is one page of the register, in the order of identifiers.
type People struct {
	Items    []PersonLine `json:"items"`
	Next     string       `json:"next,omitempty"`
	Previous string       `json:"previous,omitempty"`
	Count    int          `json:"count"`
	More     bool         `json:"more"`
}

type peopleQuery struct {
	Q string `query:"q" maxLength:"60" doc:"Part of a name, or its pinyin or initials."`
	onQuery
	page
}

func listPeople(c *call, q peopleQuery) (out People, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	found := k.PeopleLike(q.Q, math.MaxInt)
	from, to, before, after := window(found, order.ParseCursor(q.After), q.Limit)
	out = People{Items: []PersonLine{}, Next: after.String(), Previous: before.String(),
		Count: min(len(found), order.CountMost), More: len(found) > order.CountMost}
	for _, p := range found[from:to] {
		out.Items = append(out.Items, personLine(k, p))
	}
	return out, nil
}

func personLine(k *bodies.County, p bodies.Person) PersonLine {
	line := PersonLine{p.ID, p.Name, []string{}}
	for _, a := range k.PostsOf(p.ID) {
		line.Titles = append(line.Titles, a.Title)
	}
	return line
}

// window is one page of people, who stand in the order of the register: the
// part after the cursor, or before it when it reads back.
func window(all []bodies.Person, at order.Cursor, limit int) (from, to int, before, after order.Cursor) {
	if limit <= 0 {
		limit = 50
	}
	limit = min(limit, order.PageMost)
	to = len(all)
	for i, p := range all {
		if at.ID != 0 && p.ID == at.ID {
			if at.Back {
				to = i
			} else {
				from = i + 1
			}
		}
	}
	if at.Back {
		from = max(0, to-limit)
	} else {
		to = min(len(all), from+limit)
	}
	if from < to && from > 0 {
		before = order.Cursor{ID: all[from].ID, Back: true}
	}
	if from < to && to < len(all) {
		after = order.Cursor{ID: all[to-1].ID}
	}
	return from, to, before, after
}

// PersonWhole is a person with the posts held on the day and all others.
type PersonWhole struct {
	Person
	Private  bool          `json:"private" doc:"Birth, gender and the like are kept back: they are shown to those who keep the register, to oneself and in one’s own units."`
	Day      day           `json:"day"`
	Posts    []Appointment `json:"posts" doc:"Held on the day."`
	Career   []Appointment `json:"career" doc:"Past, present and to come, the latest first."`
	OnRecord []OnRecord    `json:"onRecord" doc:"In lists that one may read, today; empty for another day."`
	Reached  ReachedOf     `json:"reached,omitzero" doc:"By preventive education this year, as far as one may know."`
	Course
}

// OnRecord is what a list holds of a person or a unit.
type OnRecord struct {
	List  string         `json:"list" doc:"Its address and the name of its operations."`
	Count int            `json:"count" doc:"Exact up to 1000."`
	More  bool           `json:"more" doc:"There are more than count."`
	Items []OnRecordLine `json:"items" doc:"The newest, at most five."`
}

// OnRecordLine is one object of it.
type OnRecordLine struct {
	ID     ref.ID `json:"id"`
	Number string `json:"number,omitempty"`
	Title  string `json:"title"`
	State  string `json:"state"`
	Said   string `json:"said,omitempty" doc:"What it says of the person, in words: whether they came."`
}

// ReachedOf is how many activities of a year expected somebody, and how many of them reached them.
type ReachedOf struct {
	Year     int    `json:"year"`
	Expected int    `json:"expected"`
	Reached  int    `json:"reached" doc:"Make-ups included."`
	Unit     ref.ID `json:"unit,omitempty" doc:"Whose coverage has the figure; left out where one may not read it."`
}

// onRecord is what the lists hold of a person or a unit today.
func (c *call) onRecord(k *bodies.County, by func(noun.About) string, id ref.ID) ([]OnRecord, error) {
	out := []OnRecord{}
	if k.Day() != c.today() {
		return out, nil
	}
	list, err := noun.HeldOf(c.r.Context(), c.face.Objects, c.face.Nouns, c.actor, by, id, c.today())
	for _, h := range list {
		x := OnRecord{List: h.Noun.Name, Count: h.Count.N, More: h.Count.More, Items: []OnRecordLine{}}
		for _, v := range h.Values {
			number, title := h.Noun.Called(v)
			line := OnRecordLine{ID: v.Head().ID, Number: number, Title: noun.Shown(c.p, title), State: v.Head().State}
			for _, m := range h.Said[line.ID] {
				line.Said += c.p.Message(m)
			}
			x.Items = append(x.Items, line)
		}
		out = append(out, x)
	}
	return out, err
}

func getPerson(c *call, q oneQuery) (out PersonWhole, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	p, ok := k.Person(c.id())
	if !ok {
		return out, missing()
	}
	rows, err := c.face.Read.Rows(c.r.Context(), c.actor.Jurisdiction)
	if err != nil {
		return out, err
	}
	course, err := c.course(p.ID, q.Before)
	if err != nil {
		return out, err
	}
	out = PersonWhole{Person: personOf(p), Day: day(k.Day()), Posts: postsOf(k, k.PostsOf(p.ID)), Course: course}
	if !access.Can(c.actor, "person.change", access.Object{Jurisdiction: c.actor.Jurisdiction}) && !c.ownPerson(k, p.ID) {
		out.Person, out.Private = Person{ID: p.ID, Version: p.Version, Name: p.Name}, true
		for i := range out.History { // the words of a correction are those kept back
			out.History[i].Texts = map[string]string{}
		}
	}
	var career []bodies.Appointment
	for _, a := range rows.Appointments {
		if a.Person == p.ID && a.Period.From < a.Period.To {
			career = append(career, a)
		}
	}
	slices.SortFunc(career, func(x, y bodies.Appointment) int {
		return cmp.Or(-cmp.Compare(x.Period.From, y.Period.From), -cmp.Compare(x.ID, y.ID))
	})
	out.Career = postsOf(k, career)
	if out.OnRecord, err = c.onRecord(k, noun.About.OfPerson, p.ID); err != nil || k.Day() != c.today() {
		return out, err
	}
	r, unit, told, err := education.Of(c.r.Context(), c.face.Objects, k, c.actor, p.ID, c.today().Year())
	if told {
		out.Reached = ReachedOf{c.today().Year(), r.Expected, r.Present + r.MadeUp, unit}
	}
	return out, err
}

// ownPerson says whether the person is the actor or holds a post in the
// actor's own units: only of those may everybody see birth and gender.
func (c *call) ownPerson(k *bodies.County, id ref.ID) bool {
	return id == c.actor.Person ||
		slices.ContainsFunc(k.PostsOf(id), func(a bodies.Appointment) bool { return c.actor.Of(a.Unit) })
}

func personOperations() []operation {
	return []operation{
		get("listPeople", "/people", "person.see", "people", "List or find people", listPeople),
		get("getPerson", "/people/{id}", "person.see", "people", "One person with the posts held", getPerson),
	}
}
