package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shuangze/internal/text"
)

// Limits of what is typed.
const (
	LoginLeast, LoginMost       = 3, 40
	PasswordLeast, PasswordMost = 10, 128 // no rules of composition: length is what helps
	NameMost                    = 40
	agentMost                   = 200
)

// Normal is a login name as it is compared: without spaces around it and in
// lower case.
func Normal(login string) string {
	if login = strings.ToLower(strings.TrimSpace(login)); !text.Fit(login) {
		return "\ufffd" // nobody's: no database is asked for what it cannot hold
	}
	return login
}

// CheckLogin says what is wrong with a login name: 3 to 40 letters, digits and
// . _ - @, nothing else.
func CheckLogin(login string, e *text.InputErrors) {
	n := utf8.RuneCountInString(login)
	if n < LoginLeast || n > LoginMost {
		e.Add("login", "account.login-length", "least", LoginLeast, "most", LoginMost)
		return
	}
	for _, r := range login {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r) {
			e.Add("login", "account.login-letters")
			return
		}
	}
}

// CheckPassword says what is wrong with a new password (spec 6.1): too short,
// too long, the login itself, or one of those that everybody tries first.
func CheckPassword(field, login, password string, e *text.InputErrors) {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || n < PasswordLeast:
		e.Add(field, "account.password-short", "least", PasswordLeast)
	case n > PasswordMost:
		e.Add(field, "account.password-long", "most", PasswordMost)
	case strings.EqualFold(strings.TrimSpace(password), login):
		e.Add(field, "account.password-login")
	case common(password):
		e.Add(field, "account.password-common")
	}
}

// guesses are the passwords of ten characters and more that head every list of
// stolen ones, with those that this county would think of.
var guesses = strings.Fields(`1234567890 12345678910 123456789a a123456789 0123456789 0987654321 9876543210 1q2w3e4r5t 1qaz2wsx3edc
	1qazxsw23edc q1w2e3r4t5 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123 asdfghjkl123 zxcvbnm123 password12 password123 password1234
	passw0rd123 p@ssw0rd123 p@ssword123 password@123 admin12345 admin123456 admin@1234 administrator administrator1 welcome123 woaini1314
	woaini5201314 5201314520 1314520520 iloveyou123 abc1234567 abcd123456 abc123456789 abcdefghij aa12345678 aa123456789 a1234567890
	changeme123 letmein123 zhenping123 zhenping610927 zhenpingxian zhenping2025 shuangze123 shuangze2025 jiwei12345 lianzheng123`)

func common(password string) bool {
	p := strings.ToLower(password)
	for _, g := range guesses {
		if p == g {
			return true
		}
	}
	return strings.Count(p, p[:1]) == len(p) // one letter over and over
}
