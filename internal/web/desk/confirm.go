package desk

import (
	"context"
	"net"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/text"
	"shuangze/internal/web/page"
)

// Confirms is what pages ask of accounts where somebody must say again who they
// are: account.Commands.
type Confirms interface {
	Ways(ctx context.Context, who actor.Actor, at account.Site) (account.Ways, error)
	Confirm(ctx context.Context, who actor.Actor, purpose []byte, p account.Proof) (account.Confirmed, error)
}

// Site is where the visitor's browser sees the house.
func (v *Visit) Site() account.Site { return account.SiteAt(v.Desk.Secure, v.R.Host) }

// From is the request's context with the network address, by which failures are
// counted.
func (v *Visit) From() context.Context {
	host, _, err := net.SplitHostPort(v.R.RemoteAddr)
	if err != nil {
		host = v.R.RemoteAddr
	}
	return account.FromAddress(v.R.Context(), host)
}

// Session is the token of the visitor's session, "" when there is none.
func (v *Visit) Session() string {
	c, err := v.R.Cookie(SessionCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// Proof is what a form with a page.ConfirmBox brought.
func (v *Visit) Proof() account.Proof {
	return account.Proof{Session: v.Session(), Site: v.Site(), Answer: v.R.PostFormValue("passkey"),
		Password: v.R.PostFormValue("old"), Code: v.Form("code")}
}

// Confirmation is what page.ConfirmBox shows to the visitor: the ways the account
// has, and what was wrong with what was sent.
func (v *Visit) Confirmation(purpose []byte, errs text.InputErrors) (page.Confirm, error) {
	w, err := v.Desk.Confirms.Ways(v.R.Context(), v.Actor, v.Site())
	return page.Confirm{Purpose: purpose, Passkey: w.Passkey, Code: w.Code,
		Filled: page.Filled{P: v.P, Values: map[string][]string{}, Errors: errs}}, err
}

// Confirm judges what a form with a page.ConfirmBox of this purpose brought
// (account.Commands.Confirm). It stands before the command; what comes back belongs
// into its record.
func (v *Visit) Confirm(purpose []byte) (account.Confirmed, error) {
	return v.Desk.Confirms.Confirm(v.From(), v.Actor, purpose, v.Proof())
}
