// Package passkey does the two ceremonies of WebAuthn by a library that is kept
// elsewhere; nothing of it is computed here.
package passkey

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"shuangze/internal/account"
)

// Library answers for a house that devices show under its name.
type Library struct{ Name string }

var _ account.Ceremonies = Library{}

// patience is how long a browser waits for its user.
const patience = 2 * time.Minute

// at is the library set up for a site. It is cheap to make and the site is known
// with the request only.
func (l Library) at(s account.Site) (*webauthn.WebAuthn, error) {
	waits := webauthn.TimeoutConfig{Timeout: patience, TimeoutUVD: patience}
	w, err := webauthn.New(&webauthn.Config{RPID: s.Host, RPDisplayName: l.Name, RPOrigins: []string{s.Origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired},
		Timeouts: webauthn.TimeoutsConfig{Login: waits, Registration: waits}})
	if err != nil {
		return nil, fmt.Errorf("%w: site %q: %w", account.ErrAnswer, s.Host, err)
	}
	return w, nil
}

// user is the holder as the library asks for it.
type user struct {
	account.Holder
	keys []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return u.Handle }
func (u user) WebAuthnName() string                       { return u.Login }
func (u user) WebAuthnDisplayName() string                { return u.Name }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

func credentials(keys []account.Passkey) (out []webauthn.Credential) {
	for _, k := range keys {
		c := webauthn.Credential{ID: k.Handle, PublicKey: k.Public,
			Authenticator: webauthn.Authenticator{SignCount: uint32(max(k.Counter, k.Seen))}}
		c.Flags.BackupEligible = k.Synced
		for _, t := range strings.Fields(k.Transports) {
			c.Transport = append(c.Transport, protocol.AuthenticatorTransport(t))
		}
		out = append(out, c)
	}
	return out
}

func descriptors(keys []account.Passkey) (out []protocol.CredentialDescriptor) {
	for _, c := range credentials(keys) {
		out = append(out, c.Descriptor())
	}
	return out
}

// Creation is what a browser is asked to make a passkey: one that the device finds
// by itself, on a device that has none of the account's yet.
func (l Library) Creation(at account.Site, challenge []byte, of account.Holder) ([]byte, error) {
	w, err := l.at(at)
	if err != nil {
		return nil, err
	}
	asked, _, err := w.BeginRegistration(user{Holder: of}, webauthn.WithExclusions(descriptors(of.Has)),
		func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = challenge; return nil })
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey to be made: %w", err)
	}
	return json.Marshal(asked)
}

// Request is what a browser is asked to use a passkey.
func (l Library) Request(at account.Site, challenge []byte, keys []account.Passkey) ([]byte, error) {
	w, err := l.at(at)
	if err != nil {
		return nil, err
	}
	asked, _, err := w.BeginDiscoverableLogin(webauthn.WithChallenge(challenge),
		webauthn.WithAllowedCredentials(descriptors(keys)))
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return json.Marshal(asked)
}

// answer is what every answer has, before any of it is believed.
type answer struct {
	RawID    string `json:"rawId"`
	Response struct {
		ClientData string `json:"clientDataJSON"`
	} `json:"response"`
}

// Challenge reads which one is answered.
func (l Library) Challenge(s string) ([]byte, error) {
	var a answer
	if err := json.Unmarshal([]byte(s), &a); err != nil {
		return nil, bad(err)
	}
	data, err := base64.RawURLEncoding.DecodeString(a.Response.ClientData)
	if err != nil {
		return nil, bad(err)
	}
	var said struct {
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal(data, &said); err != nil {
		return nil, bad(err)
	}
	c, err := base64.RawURLEncoding.DecodeString(said.Challenge)
	if err != nil {
		return nil, bad(err)
	}
	return c, nil
}

// Handle reads from which passkey the answer is.
func (l Library) Handle(s string) ([]byte, error) {
	var a answer
	if err := json.Unmarshal([]byte(s), &a); err != nil {
		return nil, bad(err)
	}
	h, err := base64.RawURLEncoding.DecodeString(a.RawID)
	if err != nil {
		return nil, bad(err)
	}
	return h, nil
}

func bad(err error) error { return fmt.Errorf("%w: %w", account.ErrAnswer, err) }

// session is what was asked: the challenge is one that the caller has kept.
func session(at account.Site, challenge []byte, of account.Holder) webauthn.SessionData {
	return webauthn.SessionData{Challenge: base64.RawURLEncoding.EncodeToString(challenge), RelyingPartyID: at.Host,
		UserID: of.Handle, UserVerification: protocol.VerificationRequired,
		CredParams: webauthn.CredentialParametersDefault()}
}

// Created checks what a browser answered to Creation.
func (l Library) Created(at account.Site, challenge []byte, of account.Holder, s string) (account.Passkey, error) {
	w, err := l.at(at)
	if err != nil {
		return account.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(s))
	if err != nil {
		return account.Passkey{}, bad(err)
	}
	c, err := w.CreateCredential(user{Holder: of}, session(at, challenge, of), parsed)
	if err != nil {
		return account.Passkey{}, bad(err)
	}
	k := account.Passkey{Site: at.Host, Handle: c.ID, Public: c.PublicKey, Counter: int64(c.Authenticator.SignCount),
		Synced: c.Flags.BackupEligible}
	for _, t := range c.Transport {
		switch t { // hints, of which only the known are kept
		case protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal:
			k.Transports = strings.TrimSpace(k.Transports + " " + string(t))
		}
	}
	return k, nil
}

// Verified checks what a browser answered to Request. Whether the counter has
// risen is the caller's to judge.
func (l Library) Verified(at account.Site, challenge []byte, of account.Holder, k account.Passkey,
	s string) (int64, error) {
	w, err := l.at(at)
	if err != nil {
		return 0, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(s))
	if err != nil {
		return 0, bad(err)
	}
	keys := credentials([]account.Passkey{k})
	if _, err := w.ValidateLogin(user{of, keys}, session(at, challenge, of), parsed); err != nil {
		return 0, bad(err)
	}
	return int64(parsed.Response.AuthenticatorData.Counter), nil
}
