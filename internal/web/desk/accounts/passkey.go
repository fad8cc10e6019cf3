package accounts

import (
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"shuangze/internal/account"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// visitorCookie ties what was asked at the sign-in page to the browser it was
// asked in.
const visitorCookie = "shuangze-visitor"

// askSignIn says what the browser is asked to sign in by a passkey.
func (p Pages) askSignIn(v *desk.Visit) error {
	visitor := account.NewVisitor()
	if c, err := v.R.Cookie(visitorCookie); err == nil && len(c.Value) == len(visitor) {
		visitor = c.Value // two tabs are one visitor
	}
	asked, err := p.Accounts.AskSignIn(v.From(), v.Site(), visitor)
	if err != nil {
		return err
	}
	v.SetCookie(visitorCookie, visitor, int(account.VisitorLasts.Seconds()))
	return v.JSON(asked)
}

// enterByPasskey signs in.
func (p Pages) enterByPasskey(v *desk.Visit) error {
	visitor := ""
	if c, err := v.R.Cookie(visitorCookie); err == nil {
		visitor = c.Value
	}
	token, err := p.Accounts.SignInByPasskey(v.From(), v.Site(), visitor, v.R.PostFormValue("passkey"), v.R.UserAgent())
	var refused *text.Refusal
	if errors.As(err, &refused) {
		d := p.signInData(v, "sign-in.title")
		d.Say = v.P.Message(refused.Message)
		return v.Page(http.StatusUnprocessableEntity, signInPage(d))
	}
	if err != nil {
		return err
	}
	return p.entered(v, token)
}

// askConfirm says what the browser is asked to confirm by a passkey, for any
// form that has a page.ConfirmBox: which purpose is right the form's own command
// knows.
func (p Pages) askConfirm(v *desk.Visit) error {
	purpose, err := hex.DecodeString(v.Form("purpose"))
	if err != nil || len(purpose) > purposeMost {
		return text.InputErrors{{Field: "purpose", Message: text.M("input.unreadable")}}
	}
	asked, err := p.Accounts.AskConfirm(v.R.Context(), v.Actor, v.Session(), v.Site(), purpose)
	if err != nil {
		return err
	}
	return v.JSON(asked)
}

// purposeMost is how many bytes a purpose has: a digest and some words.
const purposeMost = 200

type passkeyData struct {
	page.View
	Filled  page.Filled
	Confirm page.Confirm
	Key     string
	None    bool   // this address can have no passkeys
	Asked   string // what the browser is asked, once the owner has said again who it is
	Name    string
	Of      account.Passkey // to be removed
}

func (d passkeyData) head() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("account.title"), Href: "/account"}, {Label: d.Title}},
		Title: d.Title}
}

func (d passkeyData) adding() page.Form {
	return page.Form{Action: "/account/passkeys/add", Key: d.Key, Narrow: true, Names: map[string]string{"name": d.Name}}
}

func (d passkeyData) making() page.Passkey {
	return page.Passkey{Label: d.P.T("account.passkey.make"), Kind: page.Primary, Make: true, Asked: d.Asked}
}

func (d passkeyData) removing() page.Form {
	return page.Form{Action: string(passkeyPath(d.Of)), Key: d.Key, Errors: d.Filled.Errors, Narrow: true}
}

func (d passkeyData) facts() []page.Fact {
	return []page.Fact{{Label: d.P.T("account.passkey.name"), Value: d.Of.Name},
		{Label: d.P.T("account.passkey.added"), Value: d.P.Instant(d.Of.CreatedAt)}}
}

func passkeyPath(k account.Passkey) templ.SafeURL {
	return templ.SafeURL("/account/passkeys/" + k.ID.String())
}

func passkeyCols(d ownData) []page.Col {
	return []page.Col{{Label: d.P.T("account.passkey.name"), Width: "wide"}, {Label: d.P.T("account.passkey.added")},
		{Label: d.P.T("account.seen")}, {Label: d.P.T("account.passkey.remove"), Hidden: true}}
}

func (p Pages) passkeyForm(v *desk.Visit, title string, purpose []byte, errs text.InputErrors) (passkeyData, error) {
	key := v.R.PostFormValue("key")
	if key == "" {
		key = v.Key()
	}
	d := passkeyData{View: v.View(v.P.T(title)), Key: key, None: v.Site() == account.Site{},
		Filled: page.Filled{P: v.P, Values: map[string][]string{"name": {v.Form("name")}}, Errors: errs}}
	ways, err := p.Accounts.Ways(v.R.Context(), v.Actor, v.Site())
	d.Confirm = page.Confirm{Purpose: purpose, Passkey: ways.Passkey, Code: ways.Code, Alone: true, Filled: d.Filled}
	return d, err
}

func (p Pages) newPasskey(v *desk.Visit) error { return p.showPasskey(v, 200, nil) }

func (p Pages) showPasskey(v *desk.Visit, status int, errs text.InputErrors) error {
	d, err := p.passkeyForm(v, "account.passkey.add", account.AddingPasskey, errs)
	if err != nil {
		return err
	}
	return v.Page(status, newPasskeyPage(d))
}

// startPasskey takes the name and who it is, and shows the button that makes it.
func (p Pages) startPasskey(v *desk.Visit) error {
	asked, err := p.Accounts.StartPasskey(v.From(), v.Actor, v.Form("name"), v.Proof())
	if in, wrong := v.Inputs(err, nil); wrong {
		return p.showPasskey(v, 422, in)
	}
	if err != nil {
		return err
	}
	d, err := p.passkeyForm(v, "account.passkey.add", nil, nil)
	if err != nil {
		return err
	}
	d.Asked, d.Name, d.Key = string(asked), v.Form("name"), v.Key()
	return v.Page(200, newPasskeyPage(d))
}

func (p Pages) addPasskey(v *desk.Visit) error {
	_, err := p.Accounts.AddPasskey(v.R.Context(), v.Command(), v.Site(), v.Session(), v.Form("name"),
		v.R.PostFormValue("passkey"))
	if in, wrong := v.Inputs(err, nil); wrong {
		return p.showPasskey(v, 422, in)
	}
	if err != nil {
		return err
	}
	return v.Said("/account", "account.passkey-added")
}

func (p Pages) onePasskey(v *desk.Visit) error { return p.showRemoval(v, 200, nil) }

func (p Pages) showRemoval(v *desk.Visit, status int, errs text.InputErrors) error {
	has, err := p.Accounts.OwnPasskeys(v.R.Context(), v.Actor)
	if err != nil {
		return err
	}
	for _, k := range has {
		if k.ID != v.ID("id") {
			continue
		}
		d, err := p.passkeyForm(v, "account.passkey.remove", account.RemovingPasskey(k.ID), errs)
		if err != nil {
			return err
		}
		d.Of = k
		return v.Page(status, removePasskeyPage(d))
	}
	return desk.Missing()
}

func (p Pages) removePasskey(v *desk.Visit) error {
	_, err := p.Accounts.RemovePasskey(v.From(), v.Command(), v.ID("id"), v.Proof())
	if in, wrong := v.Inputs(err, nil); wrong {
		return p.showRemoval(v, 422, in)
	}
	if err != nil {
		return err
	}
	return v.Said("/account", "account.passkey-removed")
}
