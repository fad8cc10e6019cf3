package accounts

import "shuangze/internal/web/desk"

// actFor chooses for whom the session acts from now on: by the delegation that the form
// names, or, when it names none, as oneself.
func (p Pages) actFor(v *desk.Visit) error {
	by := v.FormID("delegation")
	c := v.Command()
	c.Key = "" // twice is once
	if _, err := p.Accounts.ActFor(v.R.Context(), c, v.Session(), by); err != nil {
		return err
	}
	if by != 0 {
		return v.Said("/", "session.acting")
	}
	return v.Said("/", "session.oneself")
}
