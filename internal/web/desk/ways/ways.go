// Package ways is the system administrator's pages of what goes out of the house: which
// ways are configured, what waits, what failed and why, and which other systems are called.
package ways

import (
	"context"
	"net/url"
	"slices"

	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the pages ask.
type Reads interface {
	Standings(ctx context.Context, jurisdiction int32) ([]notify.Standing, error)
	Ended(ctx context.Context, jurisdiction int32, state string, lane notify.Lane, most int) ([]notify.Delivery, error)
	Held(ctx context.Context, jurisdiction int32, lane notify.Lane, most int) ([]notify.Delivery, error)
	Enlist(ctx context.Context, d notify.Delivery) error
}

// Pages are the pages of this room. What is "" is not configured.
type Pages struct {
	Outlets          outlet.Commands
	Read             Reads
	Base, Admin      string
	Mail, From, Safe string
	Messenger        string
	Test             func(ref.Ref) (string, error) // the words of a test
}

// shown is how many deliveries are shown of each sort.
const shown = 20

// Routes are its addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /ways", May: "outlet.see", Handle: p.list},
		{Pattern: "POST /ways/test", May: "outlet.change", Handle: p.testMail},
		{Pattern: "POST /ways/outlets", May: "outlet.change", Handle: p.add},
		{Pattern: "GET /ways/outlets/{id}", May: "outlet.see", Handle: p.one},
		{Pattern: "POST /ways/outlets/{id}", May: "outlet.change", Handle: p.change},
		{Pattern: "POST /ways/outlets/{id}/{what}", May: "outlet.change", Handle: p.act},
	}
}

type listData struct {
	page.View
	Pages
	Visit     *desk.Visit
	Filled    page.Filled
	All       []outlet.Outlet
	Standings []notify.Standing
	Held      []notify.Delivery
	Failed    []notify.Delivery
}

func (p Pages) list(v *desk.Visit) error { return p.showList(v, 200, url.Values{}, nil) }

func (p Pages) showList(v *desk.Visit, status int, typed url.Values, errs text.InputErrors) (err error) {
	d := listData{View: v.View(v.P.T("ways.title")), Pages: p, Visit: v,
		Filled: page.Filled{P: v.P, Values: typed, Errors: errs}}
	ctx, county := v.R.Context(), v.Actor.Jurisdiction
	if d.All, err = p.Outlets.See(ctx, v.Actor); err != nil {
		return err
	}
	if d.Standings, err = p.Read.Standings(ctx, county); err != nil {
		return err
	}
	if d.Held, err = p.Read.Held(ctx, county, "", shown); err != nil {
		return err
	}
	if d.Failed, err = p.Read.Ended(ctx, county, notify.Failed, "", shown); err != nil {
		return err
	}
	return v.Page(status, listPage(d))
}

// groups are the kinds of which another system may be told.
func groups(v *desk.Visit) (out []string) {
	for _, g := range notify.Groups(v.Desk.Kinds) {
		if g != notify.Falls && g != notify.Rose {
			out = append(out, g)
		}
	}
	return out
}

func groupName(v *desk.Visit, g string) string { return v.P.T(v.Desk.Kinds.Of(ref.Kind(g)).Word) }

// commands are those with the events that there are.
func (p Pages) commands(v *desk.Visit) outlet.Commands {
	d := p.Outlets
	d.Rules.Groups = groups(v)
	return d
}

func typed(v *desk.Visit) outlet.Input {
	return outlet.Input{Name: v.Form("name"), Address: v.Form("address"), Groups: v.Forms("groups")}
}

func (p Pages) add(v *desk.Visit) error {
	secret, r, err := p.commands(v).Add(v.R.Context(), v.Command(), typed(v))
	if errs, wrong := v.Inputs(err, nil); wrong {
		return p.showList(v, 422, v.R.PostForm, errs)
	}
	if err != nil {
		return err
	}
	return p.showOne(v, 200, r.Object.ID, secret, nil, nil)
}

type oneData struct {
	page.View
	Visit  *desk.Visit
	Filled page.Filled
	Outlet outlet.Outlet
	Secret string // shown this once
	Held   []notify.Delivery
	Ended  []notify.Delivery
}

func (p Pages) one(v *desk.Visit) error { return p.showOne(v, 200, v.ID("id"), "", nil, nil) }

func (p Pages) showOne(v *desk.Visit, status int, id ref.ID, secret string, typed url.Values,
	errs text.InputErrors) error {
	ctx := v.R.Context()
	all, err := p.Outlets.See(ctx, v.Actor)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(o outlet.Outlet) bool { return o.ID == id })
	if i < 0 {
		return text.Refuse(text.Missing, "access.missing")
	}
	o := all[i]
	if typed == nil {
		typed = url.Values{"name": {o.Name}, "address": {o.Address}, "groups": o.Chosen()}
	}
	d := oneData{View: v.View(o.Name), Visit: v, Outlet: o, Secret: secret,
		Filled: page.Filled{P: v.P, Values: typed, Errors: errs}}
	lane := notify.HookLane(id)
	if d.Held, err = p.Read.Held(ctx, v.Actor.Jurisdiction, lane, shown); err != nil {
		return err
	}
	if d.Ended, err = p.Read.Ended(ctx, v.Actor.Jurisdiction, "", lane, shown); err != nil {
		return err
	}
	return v.Page(status, onePage(d))
}

func (p Pages) change(v *desk.Visit) error {
	r, err := p.commands(v).Change(v.R.Context(), v.Command(), v.ID("id"), typed(v))
	if errs, wrong := v.Inputs(err, nil); wrong {
		return p.showOne(v, 422, v.ID("id"), "", v.R.PostForm, errs)
	}
	if err != nil {
		return err
	}
	return v.Done(at(v.ID("id")), "outlet.changed", r)
}

func at(id ref.ID) string { return "/ways/outlets/" + id.String() }

func (p Pages) act(v *desk.Visit) error {
	ctx, c, id := v.R.Context(), v.Command(), v.ID("id")
	switch v.R.PathValue("what") {
	case "on":
		r, err := p.Outlets.TurnOn(ctx, c, id)
		if err != nil {
			return err
		}
		return v.Done(at(id), "outlet.turned-on", r)
	case "off":
		r, err := p.Outlets.TurnOff(ctx, c, id)
		if err != nil {
			return err
		}
		return v.Done(at(id), "outlet.turned-off", r)
	case "renew":
		secret, _, err := p.Outlets.Renew(ctx, c, id)
		if err != nil {
			return err
		}
		return p.showOne(v, 200, id, secret, nil, nil)
	case "end":
		r, err := p.Outlets.End(ctx, c, id)
		if err != nil {
			return err
		}
		return v.Done("/ways", "outlet.ended", r)
	case "test":
		return p.test(v, id)
	}
	return text.Refuse(text.Missing, "access.missing")
}

// test has a system called once, whether it is turned on or not. It is no act: nothing
// changes by it.
func (p Pages) test(v *desk.Visit, id ref.ID) error {
	all, err := p.Outlets.See(v.R.Context(), v.Actor)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(o outlet.Outlet) bool { return o.ID == id }) {
		return text.Refuse(text.Missing, "access.missing")
	}
	body, err := p.Test(ref.Ref{Kind: ref.Outlet, ID: id})
	if err != nil {
		return err
	}
	d := notify.NewDelivery(notify.HookLane(id), notify.Test, "test/"+v.Form("key"), v.Now)
	d.Jurisdiction, d.Body = v.Actor.Jurisdiction, body
	if err := p.Read.Enlist(v.R.Context(), d); err != nil {
		return err
	}
	return v.Said(at(id), "outlet.tested")
}

func (p Pages) testMail(v *desk.Visit) error {
	if p.Mail == "" || p.Admin == "" {
		return text.Refuse(text.Conflict, "ways.no-admin")
	}
	d := notify.NewDelivery(notify.Mail, notify.Test, "test/"+v.Form("key"), v.Now)
	d.Jurisdiction = v.Actor.Jurisdiction
	if err := p.Read.Enlist(v.R.Context(), d); err != nil {
		return err
	}
	return v.Said("/ways", "ways.tested")
}

// lane is what a lane is called.
func (d listData) lane(l notify.Lane) string {
	id := l.Outlet()
	if id == 0 {
		return d.P.T("notify.way." + string(l))
	}
	for _, o := range d.All {
		if o.ID == id {
			return o.Name
		}
	}
	return d.P.T("ways.lane.ended")
}

// lanes are the lanes of which anything is known, and those that are configured.
func (d listData) lanes() (out []notify.Lane) {
	add := func(l notify.Lane) {
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	for name, on := range map[notify.Lane]bool{notify.Mail: d.Mail != "", notify.Messenger: d.Messenger != ""} {
		if on {
			add(name)
		}
	}
	slices.Sort(out)
	for _, o := range d.All {
		add(notify.HookLane(o.ID))
	}
	for _, s := range d.Standings {
		add(s.Lane)
	}
	return out
}

// count is how many of a lane are in one of these states.
func (d listData) count(l notify.Lane, states ...string) (n int64) {
	for _, s := range d.Standings {
		if s.Lane == l && slices.Contains(states, s.State) {
			n += s.N
		}
	}
	return n
}

func (d listData) heading() page.Heading {
	return page.Heading{Title: d.Title, Under: page.Text(d.P.T("ways.say"))}
}

// configured are the ways and how each is set up.
func (d listData) configured() []page.Fact {
	not := d.P.T("ways.not-configured")
	or := func(s, note string) (string, string) {
		if s == "" {
			return not, d.P.T(note)
		}
		return s, ""
	}
	out := []page.Fact{{Label: d.P.T("ways.base")}, {Label: d.P.T("notify.way.mail")}, {Label: d.P.T("ways.admin")},
		{Label: d.P.T("notify.way.messenger")}}
	out[0].Value, out[0].Note = or(d.Base, "ways.base.how")
	out[1].Value, out[1].Note = or(d.Mail, "ways.mail.how")
	out[2].Value, out[2].Note = or(d.Admin, "ways.admin.how")
	out[3].Value, out[3].Note = or(d.Messenger, "ways.messenger.how")
	if d.Mail != "" {
		out[1].Note = d.P.T("ways.mail.say", "from", d.From, "safe", d.P.T("ways.safe."+d.Safe))
	}
	return out
}

// question is what is asked of a system.
type question struct{ name, address, groups page.Field }

func (d listData) question() question { return fields(d.Visit, d.Filled) }
func (d oneData) question() question  { return fields(d.Visit, d.Filled) }

func fields(v *desk.Visit, in page.Filled) question {
	name := in.Field("name", v.P.T("outlet.name"))
	name.Limit, name.Hint = outlet.NameMost, v.P.T("outlet.name.hint")
	address := in.Field("address", v.P.T("outlet.address"))
	address.Type, address.Limit, address.Hint = "url", outlet.AddressMost, v.P.T("outlet.address.hint")
	which := in.Field("groups", v.P.T("outlet.groups"))
	which.Hint = v.P.T("outlet.groups.hint")
	for _, g := range groups(v) {
		which.Options = append(which.Options, page.Option{Value: g, Label: groupName(v, g)})
	}
	return question{name, address, which}
}

func form(v *desk.Visit, action string, in page.Filled) page.Form {
	return page.Form{Action: action, Key: v.Key(), Errors: in.Errors, Narrow: true, Words: "outlet."}
}

// acts are what can be done to a system now.
func (d oneData) acts() []string {
	if d.Outlet.On {
		return []string{"test", "off", "renew"}
	}
	return []string{"test", "on", "renew", "end"}
}

// tone is the colour of a state.
func tone(state string) page.Tone {
	switch state {
	case notify.Done:
		return page.Green
	case notify.Failed:
		return page.Red
	}
	return page.Grey
}

// answer is what the other side said, or why nothing was sent.
func answer(v page.View, d notify.Delivery) string {
	if d.State == notify.Dropped {
		return v.P.T("ways.dropped." + d.Answer)
	}
	return d.Answer
}

// moment is when something ended, or when it is tried next.
func moment(d notify.Delivery) when.Instant {
	if d.Ended != 0 {
		return d.Ended
	}
	return d.Next
}

func (d oneData) lane(notify.Lane) string { return d.Outlet.Name }

func laneCols(v page.View) []page.Col {
	out := []page.Col{{Label: v.P.T("ways.lane")}}
	for _, key := range []string{"ways.waiting", "ways.state.done", "ways.state.failed", "ways.state.dropped"} {
		out = append(out, page.Col{Label: v.P.T(key), Num: true})
	}
	return out
}

func deliveryCols(v page.View) []page.Col {
	return []page.Col{{Label: v.P.T("ways.lane")}, {Label: v.P.T("ways.state")}, {Label: v.P.T("ways.tries"), Num: true},
		{Label: v.P.T("ways.when")}, {Label: v.P.T("ways.answer"), Width: "wide"}}
}

func outletCols(v page.View) []page.Col {
	return []page.Col{{Label: v.P.T("outlet.name")}, {Label: v.P.T("outlet.address"), Width: "wide"},
		{Label: v.P.T("ways.state")}}
}

func (d oneData) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("ways.title"), Href: "/ways"}, {Label: d.Title}},
		Title: d.Title}
}
