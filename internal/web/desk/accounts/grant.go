package accounts

import (
	"slices"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Administration is given and taken on a page of its own: whose account it is,
// which of the three, why, and once more for confirmation before it is done.

type grantData struct {
	formData
	A      account.Account
	County *bodies.County
	Role   actor.Role // what is given, or what is taken
	Reason string
	Take   bool
}

// readGrant is the account of a page about administration.
func (p Pages) readGrant(v *desk.Visit, errs text.InputErrors) (grantData, error) {
	a, err := p.Accounts.Account(v.R.Context(), v.Actor, v.ID("id"))
	if err != nil {
		return grantData{}, err
	}
	c, err := v.County()
	if err != nil {
		return grantData{}, err
	}
	d := grantData{formData: form(v, "grant.title", errs), A: a, County: c, Take: a.Admin != ""}
	d.Filled.Values = map[string][]string{"role": {v.Form("role")}, "reason": {v.Form("reason")}}
	d.Role, d.Reason = actor.Role(v.Form("role")), v.Form("reason")
	if d.Take {
		d.Role = a.Admin
	}
	d.Title = v.P.T(map[bool]string{false: "grant.give.title", true: "grant.take.title"}[d.Take], "name", nameOf(c, a))
	return d, nil
}

func (p Pages) oneGrant(v *desk.Visit) error {
	d, err := p.readGrant(v, nil)
	if err != nil {
		return err
	}
	return v.Page(200, grantPage(d))
}

// grant releases an account, or gives or takes administration: the first
// sending of the form shows what would be done, the second does it.
func (p Pages) grant(v *desk.Visit) error {
	if v.Form("release") != "" {
		if _, err := p.Accounts.Release(v.R.Context(), v.Command(), v.ID("id")); err != nil {
			return err
		}
		return v.Said("/grants", "account.released")
	}
	d, err := p.readGrant(v, nil)
	if err != nil {
		return err
	}
	take := v.Form("take") != ""
	var errs text.InputErrors
	text.Limits(&errs, "reason", d.Reason, 1, account.ReasonMost)
	if !take && !slices.Contains(account.Admins, actor.Role(v.Form("role"))) {
		errs.Add("role", "input.required")
	}
	if len(errs) > 0 || take != d.Take { // the account changed meanwhile: what it is now
		if d, err = p.readGrant(v, errs); err != nil {
			return err
		}
		return v.Page(422, grantPage(d))
	}
	if v.Form("back") != "" { // to change what was typed
		return v.Page(200, grantPage(d))
	}
	if v.Form("confirmed") == "" {
		return v.Page(200, confirmGrantPage(d))
	}
	did := "account.granted"
	if take {
		did = "account.ungranted"
		_, err = p.Accounts.Ungrant(v.R.Context(), v.Command(), d.A.ID, d.Reason)
	} else {
		_, err = p.Accounts.Grant(v.R.Context(), v.Command(), d.A.ID, d.Role, d.Reason)
	}
	if in, wrong := v.Inputs(err, nil); wrong {
		if d, err = p.readGrant(v, in); err != nil {
			return err
		}
		return v.Page(422, grantPage(d))
	}
	if err != nil {
		return err
	}
	return v.Said("/grants/"+d.A.ID.String(), did)
}

// refused says why the account cannot be made an administrator now; empty when
// it can.
func (d grantData) refused() string {
	switch {
	case d.A.Closed:
		return "account.is-closed"
	case d.A.Held:
		return "account.held"
	case d.A.MustChange && !d.Take:
		return "account.grant-password-first"
	}
	return ""
}

func (d grantData) roles() []page.Option {
	var out []page.Option
	for _, r := range account.Admins {
		out = append(out, page.Option{Value: string(r), Label: d.P.T("role." + string(r)),
			Hint: d.P.T("grant.role." + string(r))})
	}
	return out
}

// who are the facts that say whose account it is.
func (d grantData) who() []page.Fact {
	return []page.Fact{{Label: d.P.T("account.name"), Value: nameOf(d.County, d.A)},
		{Label: d.P.T("sign-in.login"), Value: d.A.Login},
		{Label: d.P.T("account.post"), Value: postsOf(d.Visit, d.County, d.A)},
		{Label: d.P.T("register.roles"), Value: rolesOf(d.Visit, d.County, d.A)},
		{Label: d.P.T("account.admin"), Value: adminWord(d.View, d.A)}}
}

// hidden is what the confirmation sends again.
func (d grantData) hidden() map[string]string {
	out := map[string]string{"reason": d.Reason}
	if d.Take {
		out["take"] = "1"
	} else {
		out["role"] = string(d.Role)
	}
	return out
}

func (d grantData) word(give, take string) string {
	if d.Take {
		return d.P.T(take)
	}
	return d.P.T(give)
}
