package inbox

import (
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/notify"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

type choicesData struct {
	page.View
	Box    notify.Box
	Choice notify.Choice
	Filled page.Filled
	Key    string
	Visit  *desk.Visit
	// Known are the addresses, and Wrong what is wrong with a code typed for one of them.
	Known map[string]notify.Address
	Wrong map[string]page.Filled
}

func (p Pages) choices(v *desk.Visit) error {
	c, err := p.of(v).Choice(v.R.Context(), v.Actor)
	if err != nil {
		return err
	}
	return p.show(v, 200, c, values(c), nil, nil)
}

// values are a choice as the form holds it.
func values(c notify.Choice) url.Values {
	q := url.Values{"quietFrom": {strconv.Itoa(c.Quiet.From)}, "quietTo": {strconv.Itoa(c.Quiet.To)}, "email": {c.Email},
		"phone": {c.Phone}, "pace": {"daily"}}
	if c.AtOnce {
		q.Set("pace", "once")
	}
	for name, on := range map[string]bool{"own": c.Own, "rest": c.Rest} {
		if on {
			q.Set(name, "yes")
		}
	}
	for g, list := range c.Ways {
		q["ways-"+g] = list
	}
	return q
}

func (p Pages) show(v *desk.Visit, status int, c notify.Choice, typed url.Values, errs text.InputErrors,
	wrong map[string]page.Filled) (err error) {
	d := choicesData{Visit: v, Box: p.of(v), Choice: c, Key: v.Key(),
		Filled: page.Filled{P: v.P, Values: typed, Errors: errs}, Wrong: wrong}
	if d.Known, err = d.Box.Addresses(v.R.Context(), v.Actor); err != nil {
		return err
	}
	d.View = v.View(v.P.T("choose.title"))
	return v.Page(status, choicesPage(d))
}

func (p Pages) choose(v *desk.Visit) error {
	hour := func(name string) int {
		n, err := strconv.Atoi(v.Form(name))
		if err != nil {
			return -1
		}
		return n
	}
	c := notify.Choice{Ways: map[string][]string{}, Own: v.Form("own") != "", Rest: v.Form("rest") != "",
		AtOnce: v.Form("pace") == "once", Email: v.Form("email"), Phone: v.Form("phone"),
		Quiet: notify.Quiet{From: hour("quietFrom"), To: hour("quietTo")}}
	if !c.Own {
		c.Quiet = p.of(v).Rules.Quiet
	}
	for _, g := range notify.Groups(p.of(v).Kinds) {
		if list := v.Forms("ways-" + g); len(list) > 0 {
			c.Ways[g] = list
		}
	}
	err := p.of(v).Choose(v.R.Context(), v.Actor, c, v.Now)
	if errs, wrong := v.Inputs(err, nil); wrong {
		return p.show(v, 422, c, v.R.PostForm, errs, nil)
	}
	if err != nil {
		return err
	}
	return v.Said("/account/notifications", "inbox.chosen")
}

// confirm takes the code that arrived at an address.
func (p Pages) confirm(v *desk.Visit) error {
	way := v.R.PathValue("way")
	err := p.of(v).Confirm(v.R.Context(), v.Actor, way, v.Form("code"), v.Now)
	if errs, wrong := v.Inputs(err, nil); wrong {
		c, err := p.of(v).Choice(v.R.Context(), v.Actor)
		if err != nil {
			return err
		}
		return p.show(v, 422, c, values(c), nil, map[string]page.Filled{
			way: {P: v.P, Values: url.Values{"code": {v.Form("code")}}, Errors: errs}})
	}
	if err != nil {
		return err
	}
	return v.Said("/account/notifications", "inbox.confirmed")
}

// again sends another code.
func (p Pages) again(v *desk.Visit) error {
	if err := p.of(v).Again(v.R.Context(), v.Actor, v.R.PathValue("way"), v.Now); err != nil {
		return err
	}
	return v.Said("/account/notifications", "inbox.code-sent")
}

// waits are the ways whose address is not confirmed yet.
func (d choicesData) waits() (out []string) {
	for _, way := range d.Box.Ways {
		if a := d.Known[way]; a.Address != "" && a.Confirmed == 0 {
			out = append(out, way)
		}
	}
	return out
}

// standing says how the address of a way stands.
func (d choicesData) standing(way string) string {
	a := d.Known[way]
	switch {
	case !d.has(way):
		return d.P.T("choose.mail.off")
	case a.Confirmed != 0 && a.Address == d.Choice.Reached(way):
		return d.P.T("choose.confirmed")
	}
	return d.P.T("choose.email.hint")
}

func (d choicesData) code(way string) page.Field {
	f := d.Wrong[way].Field("code", d.P.T("choose.code"))
	f.Auto, f.Width, f.Limit = "one-time-code", "s", 6
	f.Hint = d.P.T("choose.code.hint", "to", d.Known[way].Address)
	if !d.Known[way].Open(d.Visit.Now) {
		f.Hint = d.P.T("choose.code.over", "to", d.Known[way].Address)
	}
	return f
}

func (d choicesData) pace() page.Field {
	f := d.field("pace", "choose.pace")
	f.Options = []page.Option{{Value: "daily", Label: d.P.T("choose.pace.daily", "hour", d.Box.Rules.Digest)},
		{Value: "once", Label: d.P.T("choose.pace.once")}}
	return f
}

func (d choicesData) phone() page.Field {
	f := d.field("phone", "choose.phone")
	f.Optional, f.Limit, f.Hint = true, notify.PhoneMost, d.standing(notify.Messenger)
	return f
}

func (d choicesData) has(way string) bool { return slices.Contains(d.Box.Ways, way) }

// field is a field of the form with its words.
func (d choicesData) field(name, key string) page.Field { return d.Filled.Field(name, d.P.T(key)) }

func (d choicesData) hourField(name, key string) page.Field {
	f := d.field(name, key)
	f.Type, f.Width, f.Hint = "number", "s", d.P.T("choose.hour.hint")
	return f
}

func (d choicesData) own() page.Field {
	f := d.field("own", "choose.own")
	f.Hint = d.P.T("choose.own.hint", "from", d.Box.Rules.Quiet.From, "to", d.Box.Rules.Quiet.To)
	return f
}

func (d choicesData) email() page.Field {
	f := d.field("email", "choose.email")
	f.Type, f.Auto, f.Optional, f.Hint, f.Limit = "email", "email", true, d.standing(notify.Mail), notify.EmailMost
	return f
}

// soonest is when something told now would go out.
func (d choicesData) soonest() string {
	now := d.Visit.Now
	return d.P.T("choose.soonest", "at", d.Box.Rules.Soonest(d.Choice, now), "digest",
		d.Box.Rules.NextDigest(d.Choice, now))
}

// cols are the ways: the inbox, and those that are in use.
func (d choicesData) cols() []page.Col {
	out := []page.Col{{Label: d.P.T("choose.group"), Width: "wide"}, {Label: d.P.T("choose.in-app")}}
	for _, w := range d.Box.Ways {
		out = append(out, page.Col{Label: d.P.T("notify.way." + w)})
	}
	return out
}

func (d choicesData) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("page.account"), Href: "/account"}, {Label: d.Title}},
		Title: d.Title, Under: page.Text(d.P.T("choose.say"))}
}

func (d choicesData) form() page.Form {
	return page.Form{Action: "/account/notifications", Key: d.Key, Errors: d.Filled.Errors,
		Call: func(field string) string {
			return d.P.T(map[string]string{"quietFrom": "choose.from", "quietTo": "choose.to", "email": "choose.email",
				"phone": "choose.phone", "ways": "choose.ways"}[field])
		}}
}
