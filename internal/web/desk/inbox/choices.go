package inbox

import (
	"net/url"
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
}

func (p Pages) choices(v *desk.Visit) error {
	c, err := p.of(v).Choice(v.R.Context(), v.Actor)
	if err != nil {
		return err
	}
	return p.show(v, 200, c, values(c), nil)
}

// values are a choice as the form holds it.
func values(c notify.Choice) url.Values {
	q := url.Values{"quietFrom": {strconv.Itoa(c.Quiet.From)}, "quietTo": {strconv.Itoa(c.Quiet.To)}, "email": {c.Email}}
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

func (p Pages) show(v *desk.Visit, status int, c notify.Choice, typed url.Values, errs text.InputErrors) error {
	d := choicesData{Visit: v, Box: p.of(v), Choice: c, Key: v.Key(),
		Filled: page.Filled{P: v.P, Values: typed, Errors: errs}}
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
		Email: v.Form("email"), Quiet: notify.Quiet{From: hour("quietFrom"), To: hour("quietTo")}}
	if !c.Own {
		c.Quiet = p.of(v).Rules.Quiet
	}
	for _, g := range notify.Groups(p.of(v).Kinds) {
		if list := v.Forms("ways-" + g); len(list) > 0 {
			c.Ways[g] = list
		}
	}
	err := p.of(v).Choose(v.R.Context(), v.Actor, c)
	if errs, wrong := v.Inputs(err, nil); wrong {
		return p.show(v, 422, c, v.R.PostForm, errs)
	}
	if err != nil {
		return err
	}
	return v.Said("/account/notifications", "inbox.chosen")
}

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
	f.Type, f.Auto, f.Optional, f.Hint, f.Limit = "email", "email", true, d.P.T("choose.email.hint"), notify.EmailMost
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
				"ways": "choose.ways"}[field])
		}}
}
