package api

import (
	"cmp"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/kind"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Me is who the token acts as.
type Me struct {
	Account     ref.ID   `json:"account"`
	Person      ref.ID   `json:"person"`
	Name        string   `json:"name"`
	Post        string   `json:"post"`
	Appointment ref.ID   `json:"appointment"`
	OnBehalf    ref.ID   `json:"onBehalf"`
	Roles       []MyRole `json:"roles"`
	Units       []ref.ID `json:"units" doc:"Units one stands in or above, with those below them."`
	Scopes      []string `json:"scopes" doc:"What the token may be used for."`
	Today       day      `json:"today" doc:"The county’s day."`
}

// MyRole is one role that one appointment gives today.
type MyRole struct {
	Role        string `json:"role"`
	Side        string `json:"side,omitempty"`
	Unit        ref.ID `json:"unit"`
	Body        ref.ID `json:"body"`
	Appointment ref.ID `json:"appointment"`
}

func selfOperations() []operation {
	return []operation{get("getMe", "/me", "", "self", "Who this token acts as", func(c *call, _ none) (Me, error) {
		a := c.actor
		me := Me{Account: a.Account, Person: a.Person, Name: a.Name, Post: a.Post, Appointment: a.Appointment,
			OnBehalf: a.OnBehalf,
			Roles:    make([]MyRole, 0, len(a.Grants)), Units: append([]ref.ID{}, a.Units()...),
			Scopes: append([]string{}, a.Scopes...), Today: day(c.today())}
		for _, g := range a.Grants {
			me.Roles = append(me.Roles, MyRole{string(g.Role), string(g.Side), g.Unit, g.Body, g.Appointment})
		}
		return me, nil
	})}
}

// Hits is what a search found, the latest first, with the units, bodies and
// people whose names hold the words; people also by pinyin and initials.
type Hits struct {
	Items  []Hit        `json:"items"`
	Count  int          `json:"count" doc:"Exact up to 1000."`
	More   bool         `json:"more"`
	Units  []UnitName   `json:"units" doc:"At most 10; needs county:read."`
	People []PersonLine `json:"people" doc:"At most 10; needs person:read."`
	Bodies []BodyName   `json:"bodies" doc:"At most 10; needs county:read."`
	// Handled are matters of the people found; as everything here within one’s reach.
	Handled []Hit  `json:"handled" doc:"What these people lead or handle, at most 20 of each kind."`
	Letter  ref.ID `json:"letter,omitempty" doc:"The letter whose 文号 or number was asked for, if it may be seen."`
}

// UnitName is a unit found by its name.
type UnitName struct {
	ID   ref.ID `json:"id"`
	Name string `json:"name"`
}

// BodyName is a responsible body found by its name.
type BodyName struct {
	ID   ref.ID `json:"id"`
	Name string `json:"name"`
}

// Hit is one finding.
type Hit struct {
	Kind   string `json:"kind" codes:"found"`
	ID     ref.ID `json:"id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Unit   ref.ID `json:"unit"`
	State  string `json:"state"`
}

type searchQuery struct {
	Q     string `query:"q" maxLength:"60" doc:"Words; all of them must be found."`
	Limit int    `query:"limit"`
}

// readable says which counts and duties the token's scopes reach, by the kind
// that they are of. Who sees orders sees problems alike; only a token's scopes
// part them.
func (c *call) readable(subject string) bool {
	see := c.face.Kinds.Counted(subject).See
	return see != "" && !c.scope(see).Nothing()
}

func search(c *call, q searchQuery) (out Hits, err error) {
	out.Items, out.Units, out.People, out.Bodies, out.Handled =
		[]Hit{}, []UnitName{}, []PersonLine{}, []BodyName{}, []Hit{}
	found, err := c.face.Kinds.Search(c.r.Context(), c.asking(), c.actor, c.face.Read.Search, q.Q, q.Limit)
	if err != nil {
		return out, err
	}
	out.Items, out.Count, out.More = hitsOf(found.Hits), found.Count, found.More
	if out.Letter, err = c.letterNumbered(q.Q); err != nil {
		return out, err
	}
	k, err := c.county(0)
	if err != nil || q.Q == "" {
		return out, err
	}
	if access.Anywhere(c.actor, "county.see") {
		for _, u := range k.UnitsLike(q.Q, 10) {
			out.Units = append(out.Units, UnitName{u, k.Name(u)})
		}
	}
	if access.Anywhere(c.actor, "county.see") {
		for _, b := range k.BodiesLike(q.Q, 10) {
			out.Bodies = append(out.Bodies, BodyName{b.ID, b.Name})
		}
	}
	var people []ref.ID
	if access.Anywhere(c.actor, "person.see") {
		for _, p := range k.PeopleLike(q.Q, 10) {
			out.People = append(out.People, personLine(k, p))
			people = append(people, p.ID)
		}
	}
	held, err := c.face.Kinds.Held(c.r.Context(), c.asking(), c.actor, people, 20)
	out.Handled = hitsOf(held)
	return out, err
}

func hitsOf(in []kind.Hit) []Hit {
	out := make([]Hit, len(in))
	for i, h := range in {
		out[i] = Hit{string(h.Kind), h.ID, h.Number(), h.Title, h.Unit, h.State}
	}
	return out
}

// letterNumbered is the letter that bears a number; 0 = none that may be seen.
func (c *call) letterNumbered(typed string) (ref.ID, error) {
	l, ok, err := c.face.Read.LetterNumbered(c.r.Context(), c.actor.Jurisdiction, typed)
	if err != nil || !ok {
		return 0, err
	}
	o, found, err := c.face.Read.Order(c.r.Context(), l.Order)
	if err != nil || c.see("order.see", found, o.Object(order.Nobody)) != nil {
		return 0, err
	}
	return l.ID, nil
}

// Overview is the counts of the two lists, per unit, side, state and level, and
// what was done since the quarter began.
type Overview struct {
	Day     day             `json:"day"`
	Quarter Quarter         `json:"quarter"`
	Tallies []OverviewTally `json:"tallies"`
}

// Quarter is what was done since its first day, of what the token may list.
type Quarter struct {
	From       day   `json:"from"`
	Registered int64 `json:"problemsRegistered"`
	Issued     int64 `json:"ordersIssued"`
	Closed     int64 `json:"ordersClosed" doc:"Closed in the quarter and not reopened."`
	Ended      int64 `json:"problemsClosed" doc:"Closed in the quarter and not reopened."`
}

// OverviewTally is one count.
type OverviewTally struct {
	Subject string `json:"subject" enum:"order,problem,unsaid" doc:"unsaid: orders that wait for their unit’s signature, overdue by the day for it; they are among the orders too."`
	Unit    ref.ID `json:"unit"`
	Side    string `json:"side" codes:"side"`
	State   string `json:"state"`
	Level   string `json:"level"`
	N       int64  `json:"n"`
	Overdue int64  `json:"overdue" doc:"Of these, how many are past their due day."`
}

func overview(c *call, _ none) (out Overview, err error) {
	scope := c.scope("order.see")
	if scope.Nothing() {
		scope = c.scope("problem.see")
	}
	rows, err := c.face.Read.Tallies(c.r.Context(), scope)
	if err != nil {
		return out, err
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(t trail.Tally) bool { return !c.readable(t.Subject) })
	q := trail.DoneSince(order.QuarterStart(c.today()), rows)
	out = Overview{Day: day(c.today()), Tallies: []OverviewTally{},
		Quarter: Quarter{day(q.From), q.Registered, q.Issued, q.Closed, q.Ended}}
	at := map[trail.Tally]int{}
	for _, t := range rows {
		if trail.ByMonth(t.Subject) {
			continue
		}
		key := t
		key.Due, key.N = 0, 0
		i, ok := at[key]
		if !ok {
			i = len(out.Tallies)
			at[key] = i
			out.Tallies = append(out.Tallies, OverviewTally{Subject: t.Subject, Unit: t.Unit, Side: t.Side,
				State: t.State, Level: t.Level})
		}
		out.Tallies[i].N += t.N
		if t.Due != 0 && t.Due < c.today() {
			out.Tallies[i].Overdue += t.N
		}
	}
	slices.SortFunc(out.Tallies, func(a, b OverviewTally) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Side, b.Side),
			cmp.Compare(a.State, b.State), cmp.Compare(a.Level, b.Level))
	})
	return out, nil
}

// Workbench is what waits for the token's owner today, the earliest first.
type Workbench struct {
	Day   day        `json:"day"`
	Items []WorkItem `json:"items"`
}

// WorkItem is one thing to do and why it is the owner's.
type WorkItem struct {
	Matter  string `json:"matter" codes:"waiting"`
	ID      ref.ID `json:"id"`
	Number  string `json:"number,omitempty" doc:"Drafts have none."`
	Subject string `json:"subject"`
	Unit    ref.ID `json:"unit"`
	Act     string `json:"act" doc:"The last part of the operation’s path; order: a problem needs one; draft: to finish."`
	Letter  string `json:"letter,omitempty" codes:"letter" doc:"Which letter is due."`
	Why     string `json:"why" doc:"Why it waits for the owner, in the language asked for; several reasons a line each."`
	Due     day    `json:"due,omitzero"`
	Light   string `json:"light,omitempty" codes:"light"`
	Back    bool   `json:"sentBack,omitempty" doc:"It was sent back: it stands first, and why says what is missing."`
}

// workbench answers with what the owner may do on the screens, of the matters
// that the token may read.
func workbench(c *call, _ none) (out Workbench, err error) {
	owner := c.actor
	owner.Scopes = nil
	county, err := c.face.Read.County(c.r.Context(), owner.Jurisdiction, c.today())
	if err != nil {
		return out, err
	}
	items, err := agenda.Of(c.r.Context(), c.face.Read, county, owner, agenda.Rules{Orders: c.face.Orders.Rules,
		Problems: c.face.Problems.Rules, Nouns: c.face.Nouns}, c.today())
	if err != nil {
		return out, err
	}
	rules := c.face.Orders.Rules
	out = Workbench{Day: day(c.today()), Items: []WorkItem{}}
	for _, i := range items {
		if !c.readable(string(i.Kind)) {
			continue
		}
		d := WorkItem{Matter: string(i.Kind), ID: i.ID, Subject: i.Subject, Unit: i.Unit,
			Act: i.Act, Letter: string(i.Letter),
			Due:   day(i.Due),
			Light: string(rules.Bands.Light(rules.Calendar, i.Due, c.today())), Back: i.Back}
		if i.Lit {
			d.Light = string(i.Light)
		}
		for n, why := range i.Why {
			if n > 0 {
				d.Why += "\n"
			}
			d.Why += c.p.Message(why)
		}
		d.Number = i.Called
		if i.Number.No != 0 {
			d.Number = i.Number.String()
		}
		out.Items = append(out.Items, d)
	}
	return out, nil
}

func officeOperations() []operation {
	return []operation{
		get("getWorkbench", "/workbench", "workbench.see", "overview", "What waits for me today, and why", workbench),
		get("search", "/search", "search.use", "overview",
			"Find problems, orders, units, bodies and people by words, numbers, pinyin or initials", search),
		get("getOverview", "/overview", "overview.see", "overview", "Counts per unit, side, state and level", overview),
	}
}
