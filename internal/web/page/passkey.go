package page

import "encoding/hex"

// Passkey is a button that asks the browser for a passkey, fills its answer into
// the field "passkey" of the form around it and sends that (static/passkey.js).
// Without JavaScript, or where the browser knows no passkeys, nothing of it shows.
type Passkey struct {
	Label   string
	Kind    Kind
	Make    bool   // makes one; asks for one otherwise
	Asked   string // what the browser is asked, as JSON, or
	Ask     string // the address that says it when it is posted to, with
	Purpose []byte // what for
	Error   string // what was wrong with the last answer, phrased
}

func (k Passkey) does() string {
	if k.Make {
		return "create"
	}
	return "get"
}

func (k Passkey) purpose() string { return hex.EncodeToString(k.Purpose) }

// ConfirmPath is the address that says what a browser is asked to confirm.
const ConfirmPath = "/account/confirm"

// Confirm is the part of a form in which the signed-in person says again who it
// is. desk.Visit.Confirmation makes it, desk.Visit.Confirm judges what comes back.
type Confirm struct {
	Purpose []byte
	Passkey bool // the account has one for this address
	Code    bool // its second step is on
	Alone   bool // the password alone will do where it is not: one's own settings
	Filled  Filled
}

func (c Confirm) typed(name, label, kind, complete string) Field {
	f := c.Filled.Field(name, label)
	f.Value, f.Type, f.Auto = "", kind, complete
	return f
}

func (c Confirm) button(v View) Passkey {
	return Passkey{Label: v.P.T("page.confirm.passkey"), Ask: ConfirmPath, Purpose: c.Purpose,
		Error: c.Filled.Field("passkey", "").Error}
}

func (c Confirm) code(v View) Field {
	f := c.typed("code", v.P.T("sign-in.code"), "text", "one-time-code")
	f.Hint = v.P.T("page.confirm.code")
	return f
}

func (c Confirm) words() bool { return c.Code || c.Alone }

func (c Confirm) how(v View) string {
	switch {
	case c.Passkey && c.words():
		return v.P.T("page.confirm.either")
	case c.Passkey:
		return v.P.T("page.confirm.by-passkey")
	case c.Code:
		return v.P.T("page.confirm.by-code")
	case c.Alone:
		return v.P.T("page.confirm.by-password")
	}
	return ""
}
