// Package accounts is the pages of signing in, of one's own account, and of
// the administrators.
package accounts

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"shuangze/internal/account"
	"shuangze/internal/bodies"
	"shuangze/internal/clock"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Pages are the pages of this room over the commands of accounts.
type Pages struct {
	Accounts account.Commands
	Time     clock.Commands
	Demo     []DemoAccount // listed on the sign-in page of a demonstration only
}

// DemoAccount is one published account of the demonstration county.
type DemoAccount struct{ Login, Password, Zh, En string }

// Routes are the pages of this room.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /sign-in", Public: true, Handle: p.signIn},
		{Pattern: "POST /sign-in", Public: true, Handle: p.enter},
		{Pattern: "POST /sign-in/passkey", Public: true, Handle: p.enterByPasskey},
		{Pattern: "POST /sign-in/passkey/ask", Public: true, Handle: p.askSignIn},
		{Pattern: "POST /sign-out", Public: true, Handle: p.leave},
		{Pattern: "POST /acting", May: "self.use", Handle: p.actFor},
		{Pattern: "GET /account", May: "self.manage", Handle: p.own},
		{Pattern: "POST /account/sessions", May: "self.manage", Handle: p.endSession},
		{Pattern: "GET /account/password", May: "self.manage", Handle: p.password},
		{Pattern: "POST /account/password", May: "self.manage", Handle: p.changePassword},
		{Pattern: "GET /account/second", May: "self.manage", Handle: p.second},
		{Pattern: "POST /account/second", May: "self.manage", Handle: p.confirmSecond},
		{Pattern: "POST /account/second/end", May: "self.manage", Handle: p.endSecond},
		{Pattern: "POST /account/second/codes", May: "self.manage", Handle: p.newCodes},
		{Pattern: "POST /account/confirm", May: "self.manage", Handle: p.askConfirm},
		{Pattern: "GET /account/passkeys", May: "self.manage", Handle: p.newPasskey},
		{Pattern: "POST /account/passkeys", May: "self.manage", Handle: p.startPasskey},
		{Pattern: "POST /account/passkeys/add", May: "self.manage", Handle: p.addPasskey},
		{Pattern: "GET /account/passkeys/{id}", May: "self.manage", Handle: p.onePasskey},
		{Pattern: "POST /account/passkeys/{id}", May: "self.manage", Handle: p.removePasskey},
		{Pattern: "POST /account/tokens", May: "self.manage", Handle: p.createToken},
		{Pattern: "POST /account/tokens/revoke", May: "self.manage", Handle: p.revokeToken},
		{Pattern: "POST /account/feeds", May: "self.manage", Handle: p.createFeed},
		{Pattern: "POST /account/feeds/revoke", May: "self.manage", Handle: p.revokeFeed},
		{Pattern: "GET /accounts", May: "account.see", Handle: p.list},
		{Pattern: "GET /accounts/new", May: "account.change", Handle: p.newAccount},
		{Pattern: "POST /accounts", May: "account.change", Handle: p.create},
		{Pattern: "GET /accounts/{id}", May: "account.see", Handle: p.account},
		{Pattern: "POST /accounts/{id}/{what}", May: "account.change", Handle: p.change},
		{Pattern: "GET /grants", May: "grant.see", Handle: p.grants},
		{Pattern: "GET /grants/{id}", May: "grant.see", Handle: p.oneGrant},
		{Pattern: "POST /grants/{id}", May: "grant.change", Handle: p.grant},
		{Pattern: "GET /clock", May: "clock.see", Handle: p.clock},
		{Pattern: "POST /clock", May: "clock.confirm", Handle: p.confirmClock},
	}
}

type signInData struct {
	page.View
	Filled page.Filled
	To     string
	Say    string
	Code   bool
	Kept   string // what was typed into a form when the session ended, URL-encoded
	Demo   []DemoAccount
	Keys   bool // passkeys may work at this address
}

// goes is what both forms of the page carry through the sign-in.
func (d signInData) goes() map[string]string { return map[string]string{"to": d.To, "kept": d.Kept} }

func (d signInData) byPasskey() page.Form {
	return page.Form{Action: "/sign-in/passkey", Narrow: true, Names: d.goes()}
}

// signInData is the sign-in page as it is first shown, with where to go then and
// what was typed before.
func (p Pages) signInData(v *desk.Visit, title string) signInData {
	return signInData{View: v.View(v.P.T(title)), To: inside(v.Form("to")), Kept: v.R.PostFormValue("kept"), Demo: p.Demo,
		Keys: v.Site() != account.Site{}, Filled: page.Filled{P: v.P}}
}

// Ended asks to sign in again when a session ended under an open form, and
// carries what was typed through the sign-in.
func (p Pages) Ended(v *desk.Visit, to string, typed url.Values) error {
	v.W.Header().Set("WWW-Authenticate", `Form realm="shuangze"`)
	d := p.signInData(v, "sign-in.ended")
	d.To, d.Kept = inside(to), typed.Encode()
	return v.Page(http.StatusUnauthorized, signInPage(d))
}

type resumeData struct {
	page.View
	To    string
	Typed url.Values
}

func (p Pages) signIn(v *desk.Visit) error {
	if v.Actor.Account != 0 {
		return v.Go("/")
	}
	d := p.signInData(v, "sign-in.title")
	d.To = inside(v.R.URL.Query().Get("to"))
	return v.Page(200, signInPage(d))
}

// inside keeps only addresses of this house.
func inside(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") ||
		strings.ContainsAny(to, "\r\n\t") {
		return "/"
	}
	return to
}

// enter signs in. The same words answer a wrong name, a wrong password and a
// closed account.
func (p Pages) enter(v *desk.Visit) error {
	token, err := p.Accounts.SignIn(v.From(), v.Form("login"), v.R.PostFormValue("password"), v.Form("code"),
		v.R.UserAgent())
	var refused *text.Refusal
	if errors.As(err, &refused) {
		d := p.signInData(v, "sign-in.title")
		d.Say, d.Code = v.P.Message(refused.Message), errors.Is(err, account.CodeNeeded) || v.Form("code") != ""
		d.Filled.Values = map[string][]string{"login": {v.Form("login")}}
		return v.Page(http.StatusUnprocessableEntity, signInPage(d))
	}
	if err != nil {
		return err
	}
	return p.entered(v, token)
}

// entered goes on to where the visitor wanted to go, with what was typed before.
func (p Pages) entered(v *desk.Visit, token string) error {
	to, kept := inside(v.Form("to")), v.R.PostFormValue("kept")
	v.SetCookie(desk.SessionCookie, token, int(account.Absolute.Seconds()))
	if kept != "" {
		typed, err := url.ParseQuery(kept)
		own, whoErr := p.owns(v, token, typed.Get(page.OwnerName))
		if whoErr != nil {
			return whoErr
		}
		if err != nil || to == "/" || !own {
			return v.Go("/")
		}
		return v.Page(http.StatusOK, resumePage(resumeData{View: v.View(v.P.T("sign-in.resume")), To: to, Typed: typed}))
	}
	return v.Go(to)
}

// owns says whether what was typed is of whoever signed in: another's words are not
// shown. A form that does not say whose it is counts as theirs.
func (p Pages) owns(v *desk.Visit, token, of string) (bool, error) {
	if of == "" {
		return true, nil
	}
	_, acc, ok, err := v.Desk.Who(v.R.Context(), token)
	return ok && acc.ID.String() == of, err
}

func (p Pages) leave(v *desk.Visit) error {
	if c, err := v.R.Cookie(desk.SessionCookie); err == nil && v.Actor.Account != 0 {
		if err := p.Accounts.SignOut(v.R.Context(), v.Actor, c.Value); err != nil {
			return err
		}
	}
	v.SetCookie(desk.SessionCookie, "", -1)
	return v.Go("/sign-in")
}

type ownData struct {
	page.View
	Visit    *desk.Visit
	Sessions []account.Session
	Current  string
	Tokens   []account.Token
	Passkeys []account.Passkey
	Site     account.Site
	New      string // a token just made: shown once
	Feeds    []account.Feed
	Feed     string     // the address of a calendar just made: shown once
	Units    page.Field // of which a calendar may be asked
	County   *bodies.County
	Filled   page.Filled
	Key      string
}

func (p Pages) own(v *desk.Visit) error { return p.showOwn(v, 200, "", nil) }

func (p Pages) showOwn(v *desk.Visit, status int, made string, errs text.InputErrors) error {
	return p.showMade(v, status, ownData{New: made}, errs)
}

// showMade shows one's own account, with the token or address just made.
func (p Pages) showMade(v *desk.Visit, status int, made ownData, errs text.InputErrors) error {
	d := ownData{Feed: made.Feed, View: v.View(v.P.T("account.title")), Visit: v, New: made.New, Key: v.Key(),
		Filled: page.Filled{P: v.P, Values: v.R.PostForm, Errors: errs}}
	var err error
	if d.Sessions, err = p.Accounts.Sessions(v.R.Context(), v.Actor); err != nil {
		return err
	}
	if c, err := v.R.Cookie(desk.SessionCookie); err == nil {
		d.Current = account.SessionID(c.Value)
	}
	if d.Tokens, err = p.Accounts.Tokens(v.R.Context(), v.Actor); err != nil {
		return err
	}
	if err := p.feeds(v, &d); err != nil {
		return err
	}
	d.Site = v.Site()
	if d.Passkeys, err = p.Accounts.OwnPasskeys(v.R.Context(), v.Actor); err != nil {
		return err
	}
	return v.Page(status, ownPage(d))
}

func (p Pages) endSession(v *desk.Visit) error {
	var err error
	if id := v.Form("id"); id != "" {
		err = p.Accounts.EndSession(v.R.Context(), v.Actor, id)
	} else if c, cerr := v.R.Cookie(desk.SessionCookie); cerr == nil {
		err = p.Accounts.EndOthers(v.R.Context(), v.Actor, c.Value)
	}
	if err != nil {
		return err
	}
	return v.Said("/account", "account.session-ended")
}

type formData struct {
	page.View
	Visit  *desk.Visit
	Filled page.Filled
	Key    string
	Secret string
	URL    string
	Codes  []string
	Must   bool
	Which  string // of two forms on a page, the one that was sent
}

func form(v *desk.Visit, title string, errs text.InputErrors) formData {
	key := v.R.PostFormValue("key")
	if key == "" {
		key = v.Key()
	}
	return formData{View: v.View(v.P.T(title)), Visit: v, Key: key,
		Filled: page.Filled{P: v.P, Values: map[string][]string{}, Errors: errs}, Must: v.Account.MustChange}
}

func (p Pages) password(v *desk.Visit) error {
	return v.Page(200, passwordPage(form(v, "account.password", nil)))
}

func (p Pages) changePassword(v *desk.Visit) error {
	if v.R.PostFormValue("password") != v.R.PostFormValue("again") {
		return v.Page(422, passwordPage(form(v, "account.password",
			text.InputErrors{{Field: "again", Message: text.M("account.password-again")}})))
	}
	c, err := v.R.Cookie(desk.SessionCookie)
	if err != nil {
		return v.Go("/sign-in")
	}
	r, err := p.Accounts.ChangePassword(v.R.Context(), v.Command(), c.Value, v.R.PostFormValue("old"),
		v.R.PostFormValue("password"))
	if in, wrong := v.Inputs(err, nil); wrong {
		return v.Page(422, passwordPage(form(v, "account.password", in)))
	}
	if err != nil {
		return err
	}
	_ = r
	return v.Said("/", "account.password")
}

func (p Pages) second(v *desk.Visit) error {
	d := form(v, "account.second", nil)
	if v.Account.TOTP == "" {
		var err error
		if d.Secret, d.URL, err = p.Accounts.PendingSecond(v.R.Context(), v.Actor); err != nil {
			return err
		}
	}
	return v.Page(200, secondPage(d))
}

// confirmSecond starts the second factor (no code yet) or confirms it.
func (p Pages) confirmSecond(v *desk.Visit) error {
	if v.Form("start") != "" {
		_, _, err := p.Accounts.StartSecond(v.R.Context(), v.Actor, v.R.PostFormValue("old"))
		if in, wrong := v.Inputs(err, nil); wrong {
			return v.Page(422, secondPage(form(v, "account.second", in)))
		}
		if err != nil {
			return err
		}
		return v.Go("/account/second")
	}
	codes, _, err := p.Accounts.ConfirmSecond(v.R.Context(), v.Command(), v.Form("code"))
	d := form(v, "account.second", nil)
	if in, wrong := v.Inputs(err, nil); wrong {
		d = form(v, "account.second", in)
		if d.Secret, d.URL, err = p.Accounts.PendingSecond(v.R.Context(), v.Actor); err != nil {
			return err
		}
		return v.Page(422, secondPage(d))
	}
	if err != nil {
		return err
	}
	d.Codes = codes
	return v.Page(200, secondPage(d))
}

func (p Pages) endSecond(v *desk.Visit) error {
	_, err := p.Accounts.EndSecond(v.R.Context(), v.Command(), v.R.PostFormValue("old"))
	if in, wrong := v.Inputs(err, nil); wrong {
		return v.Page(422, secondPage(form(v, "account.second", in)))
	}
	if err != nil {
		return err
	}
	return v.Said("/account", "account.second-ended")
}

// newCodes replaces the recovery codes, of which some are used or lost.
func (p Pages) newCodes(v *desk.Visit) error {
	codes, _, err := p.Accounts.NewRecovery(v.R.Context(), v.Command(), v.R.PostFormValue("old"))
	if in, wrong := v.Inputs(err, nil); wrong {
		d := form(v, "account.second", in)
		d.Which = "codes"
		return v.Page(422, secondPage(d))
	}
	if err != nil {
		return err
	}
	d := form(v, "account.second", nil)
	d.Codes = codes
	return v.Page(200, secondPage(d))
}

func (p Pages) createToken(v *desk.Visit) error {
	var errs text.InputErrors
	day := v.FormDay("expires", &errs)
	if day == 0 {
		day = v.Today() + 90
	}
	n := account.NewToken{Name: v.Form("name"), Scopes: v.R.PostForm["scopes"], Expires: day}
	if c, err := v.R.Cookie(desk.SessionCookie); err == nil {
		n.Session = c.Value
	}
	token, _, err := p.Accounts.CreateToken(v.R.Context(), v.Command(), n)
	if in, wrong := v.Inputs(err, errs); wrong {
		return p.showOwn(v, 422, "", in)
	}
	if err != nil {
		return err
	}
	return p.showOwn(v, 200, token, nil)
}

func (p Pages) revokeToken(v *desk.Visit) error {
	if _, err := p.Accounts.RevokeToken(v.R.Context(), v.Command(), v.FormID("id")); err != nil {
		return err
	}
	return v.Said("/account", "account.token-revoked")
}
