package accounts

import (
	"shuangze/internal/account"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// feeds puts the addresses of calendars on the page, and the units that there may be
// one of: those in which the visitor works.
func (p Pages) feeds(v *desk.Visit, d *ownData) (err error) {
	if d.Feeds, err = p.Accounts.Feeds(v.R.Context(), v.Actor); err != nil {
		return err
	}
	if d.County, err = v.County(); err != nil {
		return err
	}
	d.Units = d.Filled.Field("unit", v.P.T("account.feed-of"))
	d.Units.Options = []page.Option{{Label: v.P.T("account.feed-mine")}}
	for _, u := range v.Actor.Units() {
		d.Units.Options = append(d.Units.Options, page.Option{Value: u.String(), Label: d.County.Name(u)})
	}
	return nil
}

// feedName is what a calendar is of.
func feedName(d ownData, f account.Feed) string {
	if f.Unit == 0 {
		return d.P.T("account.feed-mine")
	}
	return d.County.Name(f.Unit)
}

func (p Pages) createFeed(v *desk.Visit) error {
	n := account.NewFeed{Unit: v.FormID("unit")}
	if c, err := v.R.Cookie(desk.SessionCookie); err == nil {
		n.Session = c.Value
	}
	secret, _, err := p.Accounts.CreateFeed(v.R.Context(), v.Command(), n)
	if in, wrong := v.Inputs(err, nil); wrong {
		return p.showOwn(v, 422, "", in)
	}
	if err != nil {
		return err
	}
	site := "http://"
	if v.Desk.Secure {
		site = "https://"
	}
	made := ownData{}
	if secret != "" {
		made.Feed = site + v.R.Host + "/feed/" + secret + ".ics"
	}
	return p.showMade(v, 200, made, nil)
}

func (p Pages) revokeFeed(v *desk.Visit) error {
	if _, err := p.Accounts.RevokeFeed(v.R.Context(), v.Command(), v.FormID("id")); err != nil {
		return err
	}
	return v.Said("/account", "account.feed-revoked")
}
