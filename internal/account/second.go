package account

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Codes makes and checks one-time codes (TOTP: SHA-1, 6 digits, 30 seconds).
type Codes interface {
	// Secret is a new secret and the otpauth:// address that an app reads.
	Secret(login string) (secret, url string, err error)
	// URL is the address of a secret that was made before.
	URL(login, secret string) string
	// Step says to which step of 30 seconds the code belongs, the present one
	// or one beside it; false when to none.
	Step(secret, code string, at when.Instant) (int64, bool)
}

// recoveryCodes is how many codes are given when the second step is set up.
const recoveryCodes = 10

// newRecovery makes recovery codes of 80 bits and what is kept of them. They
// are random, so a plain digest keeps them well.
func newRecovery() (shown []string, kept string) {
	digests := make([]string, recoveryCodes)
	for i := range digests {
		b := make([]byte, 10)
		rand.Read(b)
		s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		shown = append(shown, s[:4]+"-"+s[4:8]+"-"+s[8:12]+"-"+s[12:])
		digests[i] = recoveryDigest(s)
	}
	return shown, strings.Join(digests, " ")
}

func recoveryDigest(code string) string {
	d := Digest(text.Code(code))
	return hex.EncodeToString(d[:])
}

// useRecovery takes one unused recovery code away.
func (a Account) useRecovery(code string) (Account, bool) {
	left := strings.Fields(a.Recovery)
	i := slices.Index(left, recoveryDigest(code))
	if i < 0 {
		return a, false
	}
	a.Recovery = strings.Join(slices.Delete(left, i, i+1), " ")
	return a, true
}

// RecoveryLeft is how many recovery codes are unused.
func (a Account) RecoveryLeft() int { return len(strings.Fields(a.Recovery)) }
