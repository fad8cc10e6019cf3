package store

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"golang.org/x/crypto/argon2"

	"shuangze/internal/account"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Argon hashes passwords by argon2id with 19 MiB, two passes, one lane (OWASP),
// two at a time, so that a crowd at the door cannot take all memory.
type Argon struct {
	seats chan struct{}
	dummy string
}

var argonParams = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

var _ account.Hasher = (*Argon)(nil)

// NewArgon makes the hasher; one per process.
func NewArgon() *Argon { return &Argon{seats: make(chan struct{}, 2), dummy: nobodys()} }

// nobodys is a hash of no password that anybody knows: chance in the form of a
// hash. To hash something at each start would cost its time and 19 MiB.
func nobodys() string {
	chance := make([]byte, argonParams.SaltLength+argonParams.KeyLength)
	rand.Read(chance)
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonParams.Memory, argonParams.Iterations,
		argonParams.Parallelism,
		b.EncodeToString(chance[:argonParams.SaltLength]), b.EncodeToString(chance[argonParams.SaltLength:]))
}

func (h *Argon) sit(ctx context.Context) error {
	select {
	case h.seats <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Hash hashes a password.
func (h *Argon) Hash(ctx context.Context, password string) (string, error) {
	if err := h.sit(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.seats }()
	return argon2id.CreateHash(password, &argonParams)
}

// Matches compares a password with its hash; without one it does the same work
// and says no.
func (h *Argon) Matches(ctx context.Context, password, hash string) (bool, error) {
	if err := h.sit(ctx); err != nil {
		return false, err
	}
	defer func() { <-h.seats }()
	if hash == "" {
		_, err := argon2id.ComparePasswordAndHash(password, h.dummy)
		return false, err
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}

// Totp makes and checks one-time codes as every authenticator app does.
type Totp struct{ Issuer string }

var _ account.Codes = Totp{}

const totpPeriod = 30

// Secret is a new secret of 160 bits with its address.
func (t Totp) Secret(login string) (secret, address string, err error) {
	b := make([]byte, 20)
	rand.Read(b)
	secret = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
	return secret, t.URL(login, secret), nil
}

// URL is the otpauth:// address of a secret.
func (t Totp) URL(login, secret string) string {
	q := url.Values{"secret": {secret}, "issuer": {t.Issuer}}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + t.Issuer + ":" + login,
		RawQuery: strings.ReplaceAll(q.Encode(), "+", "%20")}
	return u.String()
}

// Step finds the step a code belongs to: the present one or one beside it.
func (t Totp) Step(secret, code string, at when.Instant) (int64, bool) {
	code = text.Code(code)
	now := at.Time().Unix() / totpPeriod
	for step := now - 1; step <= now+1; step++ {
		if step < 0 {
			continue
		}
		if ok, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: otp.DigitsSix,
			Algorithm: otp.AlgorithmSHA1}); ok && err == nil {
			return step, true
		}
	}
	return 0, false
}
