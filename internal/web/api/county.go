package api

import (
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

type onQuery struct {
	On day `query:"on" doc:"The day asked about; today when left out."`
}

// Unit is a unit as it stands on a day. Row and version go back as seen.
type Unit struct {
	ID          ref.ID `json:"id"`
	Code        string `json:"code"`
	Name        string `json:"name"`
	Category    string `json:"category" codes:"unit-category"`
	Parent      ref.ID `json:"parent" doc:"0: directly under the county."`
	Order       int64  `json:"order"`
	Founded     day    `json:"founded,omitzero"`
	Ends        day    `json:"ends,omitzero"`
	Since       day    `json:"since,omitzero" doc:"Since when name, category and parent are these."`
	Document    string `json:"document"`
	Version     int64  `json:"version" doc:"Of the unit itself; for ending it."`
	Facts       ref.ID `json:"facts" doc:"Row of name, category and parent; for changing them."`
	FactVersion int64  `json:"factsVersion"`
}

func unitOf(u bodies.Unit, f bodies.UnitFacts) Unit {
	return Unit{u.ID, u.Code, f.Name, string(f.Category), f.Parent, f.Order, day(u.When.From), day(u.When.To),
		day(f.Period.From), f.Basis, u.Version, f.ID, f.Version}
}

// CountyTree is every unit, parents first, as the chart shows them.
type CountyTree struct {
	Day   day    `json:"day"`
	Units []Unit `json:"units"`
}

func getCounty(c *call, q onQuery) (out CountyTree, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	out.Day, out.Units = day(k.Day()), []Unit{}
	for _, id := range k.Units() {
		u, f, _ := k.Unit(id)
		out.Units = append(out.Units, unitOf(u, f))
	}
	return out, nil
}

// Answer is who answers for a unit on one side, and why.
type Answer struct {
	Side      string   `json:"side" codes:"side"`
	Rule      string   `json:"rule" codes:"rule"`
	Base      string   `json:"base" codes:"rule" doc:"The rule that applied where the chain ended."`
	Source    string   `json:"source" doc:"T: the source text; D: our default."`
	Keeper    ref.ID   `json:"keeper" doc:"The body that keeps the ledger, signs and reports; 0: nobody here."`
	Co        ref.ID   `json:"co" doc:"The co-responsible body."`
	Chain     []ref.ID `json:"chain" doc:"The unit, its parent … up to the one whose body answers."`
	By        ref.ID   `json:"by" doc:"The assignment, when it was set by hand."`
	Since     day      `json:"since,omitzero"`
	Trouble   string   `json:"trouble,omitempty" doc:"Why nobody answers."`
	Watched   bool     `json:"watched" doc:"It answers to its own upper system; the county only watches."`
	Reason    string   `json:"reason" doc:"In the language asked for."`
	Notes     []string `json:"notes"`
	CountyHas bool     `json:"complete" doc:"No co-responsible body is lacking."`
}

func (c *call) halfOf(h bodies.Half) Answer {
	a := Answer{string(h.Side), string(h.Row), string(h.Base), string(h.Source), h.Keeper(), h.Co(),
		append([]ref.ID{}, h.Chain...), h.By, 0,
		string(h.Trouble), h.Watched(), c.p.Message(h.Reason), []string{}, !h.Lacking}
	if h.Since > 0 {
		a.Since = day(h.Since)
	}
	for _, n := range h.Notes {
		a.Notes = append(a.Notes, c.p.Message(n))
	}
	return a
}

// First is the first responsible person of a body or unit.
type First struct {
	Person      ref.ID `json:"person" doc:"0: vacant."`
	Appointment ref.ID `json:"appointment"`
	Acting      bool   `json:"acting"`
	Unrecorded  bool   `json:"unrecorded,omitempty" doc:"Nobody is known because the day lies before the county’s records."`
	Reason      string `json:"reason"`
}

func (c *call) firstOf(f bodies.First) First {
	return First{f.Person, f.Appointment, f.Acting, f.Unrecorded, c.p.Message(f.Reason)}
}

// UnitWhole is a unit with its bodies, posts and who answers for it.
type UnitWhole struct {
	Unit
	Day         day           `json:"day"`
	Path        []ref.ID      `json:"path" doc:"From the top down to the unit."`
	Children    []ref.ID      `json:"children"`
	Bodies      []Body        `json:"bodies"`
	Posts       []Appointment `json:"posts"`
	First       First         `json:"first"`
	Principal   Answer        `json:"principal"`
	Supervisory Answer        `json:"supervisory"`
	Assignments []Tie         `json:"assignments" doc:"Bodies set by document to answer for it, whenever."`
	OnRecord    []OnRecord    `json:"onRecord" doc:"In lists that one may read, today; empty for another day."`
	Course
}

// Tie ties a unit to a body for a time: set by document to answer for it, or
// a discipline group that serves it.
type Tie struct {
	ID       ref.ID `json:"id"`
	Version  int64  `json:"version"`
	Unit     ref.ID `json:"unit"`
	Body     ref.ID `json:"body"`
	Side     string `json:"side,omitempty" codes:"side"`
	From     day    `json:"from,omitzero"`
	To       day    `json:"to,omitzero" doc:"The first day it no longer holds."`
	Document string `json:"document"`
}

func getUnit(c *call, q oneQuery) (out UnitWhole, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	id := c.id()
	u, f, ok := k.Unit(id)
	if !ok {
		return out, missing()
	}
	rows, err := c.face.Read.Rows(c.r.Context(), c.actor.Jurisdiction)
	if err != nil {
		return out, err
	}
	course, err := c.course(id, q.Before)
	if err != nil {
		return out, err
	}
	links := []Tie{}
	for _, l := range rows.Assignments {
		if l.Unit == id {
			links = append(links, Tie{l.ID, l.Version, l.Unit, l.Body, string(l.Side), day(l.Period.From),
				day(l.Period.To), l.Basis})
		}
	}
	held, err := c.onRecord(k, noun.About.OfUnit, id)
	if err != nil {
		return out, err
	}
	first, _ := k.FirstOf(id)
	a := k.Responsible(id)
	return UnitWhole{unitOf(u, f), day(k.Day()), append([]ref.ID{}, k.Path(id)...), append([]ref.ID{}, k.Children(id)...),
		c.bodiesOf(k, k.Seated(id)),
		postsOf(k, k.PostsIn(id)), c.firstOf(first), c.halfOf(a.Principal), c.halfOf(a.Supervisory),
		links, held, course}, nil
}

// Named is a dated row with its version.
type Named struct {
	Row     ref.ID `json:"row"`
	Version int64  `json:"version"`
}

// Body is a committee, group or office.
type Body struct {
	ID       ref.ID   `json:"id"`
	Version  int64    `json:"version"`
	Kind     string   `json:"kind" codes:"body-kind"`
	Name     string   `json:"name"`
	Unit     ref.ID   `json:"unit" doc:"Its seat."`
	From     day      `json:"from,omitzero"`
	To       day      `json:"to,omitzero" doc:"The first day it no longer stands."`
	Document string   `json:"document"`
	Succeeds ref.ID   `json:"succeeds"`
	NameRow  Named    `json:"name_row" doc:"The row that gives the name; what a renaming names as seen."`
	Serves   []ref.ID `json:"serves" doc:"Units a discipline group serves besides its seat."`
	First    First    `json:"first"`
}

func (c *call) bodiesOf(k *bodies.County, in []bodies.Body) []Body {
	out := make([]Body, len(in))
	for i, b := range in {
		out[i] = Body{b.ID, b.Version, string(b.Kind), b.Name, b.Unit, day(b.Period.From), day(b.Period.To), b.Basis,
			b.Succeeds, Named(k.NameRow(b.ID)),
			append([]ref.ID{}, k.Served(b.ID)...), c.firstOf(k.FirstResponsible(b.ID))}
	}
	return out
}

// BodyList is the bodies in force.
type BodyList struct {
	Day   day    `json:"day"`
	Items []Body `json:"items"`
}

func listBodies(c *call, q onQuery) (out BodyList, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	return BodyList{day(k.Day()), c.bodiesOf(k, k.Bodies())}, nil
}

// BodyWhole is a body with the posts in it.
type BodyWhole struct {
	Body
	Day      day           `json:"day"`
	Posts    []Appointment `json:"posts"`
	Services []Tie         `json:"services" doc:"Units a discipline group serves, whenever."`
	Course
}

func getBody(c *call, q oneQuery) (out BodyWhole, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	b, ok := k.Body(c.id())
	if !ok {
		return out, missing()
	}
	rows, err := c.face.Read.Rows(c.r.Context(), c.actor.Jurisdiction)
	if err != nil {
		return out, err
	}
	course, err := c.course(b.ID, q.Before)
	if err != nil {
		return out, err
	}
	links := []Tie{}
	for _, l := range rows.Services {
		if l.Body == b.ID {
			links = append(links, Tie{l.ID, l.Version, l.Unit, l.Body, "", day(l.Period.From), day(l.Period.To), l.Basis})
		}
	}
	return BodyWhole{c.bodiesOf(k, []bodies.Body{b})[0], day(k.Day()), postsOf(k, k.PostsAt(b.ID)),
		links, course}, nil
}

// Gap is a hole in the county's responsibilities.
type Gap struct {
	Code    string `json:"code"`
	Side    string `json:"side,omitempty"`
	Kind    string `json:"kind" doc:"What id names: unit or body."`
	ID      ref.ID `json:"id"`
	Unit    ref.ID `json:"unit"`
	Message string `json:"message"`
}

// Gaps is every gap on the day.
type Gaps struct {
	Day   day   `json:"day"`
	Items []Gap `json:"items"`
}

func listGaps(c *call, q onQuery) (out Gaps, err error) {
	k, err := c.county(q.On)
	if err != nil {
		return out, err
	}
	out.Day, out.Items = day(k.Day()), []Gap{}
	for _, g := range k.Gaps() {
		out.Items = append(out.Items, Gap{string(g.Code), string(g.Side), string(g.Subject.Kind), g.Subject.ID,
			g.Unit, c.p.Message(g.Message)})
	}
	return out, nil
}

func countyOperations() []operation {
	return []operation{
		get("getCounty", "/county", "county.see", "county", "Every unit of the county on a day", getCounty),
		get("getUnit", "/units/{id}", "county.see", "county", "One unit and who answers for it", getUnit),
		get("listBodies", "/bodies", "county.see", "county", "The bodies in force on a day", listBodies),
		get("getBody", "/bodies/{id}", "county.see", "county", "One body with its posts", getBody),
		get("listGaps", "/gaps", "gap.see", "county", "Holes in the county’s responsibilities", listGaps),
	}
}
