package account

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Passkey is a key pair of which the person's device keeps the secret half
// (WebAuthn). It proves that the device is there and that it has recognised its
// owner, so it stands for both steps.
type Passkey struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Account      ref.ID
	Name         string // the owner's word for it
	Site         string // the host it works at, and no other
	Handle       []byte // what the device calls it
	Public       []byte // the public half, as the device wrote it (COSE)
	Counter      int64  // of signatures, when it was added; many devices always say 0
	Synced       bool   // its secret half may be copied between the owner's devices
	Transports   string // how the device is reached, space-separated: a hint to browsers
	CreatedAt    when.Instant
	RemovedAt    when.Instant // 0 = in force

	// Not of the row: the counter last seen and when. They may be lost.
	Seen int64
	Used when.Instant
}

// Of passkeys [D].
const (
	PasskeyMost     = 10 // in force, per account
	PasskeyNameMost = 60
	answerMost      = 16_000 // bytes of what a browser answers
	handleMost      = 1023   // bytes, by the specification
	challengeLasts  = 5 * time.Minute
	challengesOpen  = 20 // of one session
)

// Ref names the passkey.
func (k Passkey) Ref() ref.Ref { return ref.Ref{Kind: ref.Passkey, ID: k.ID} }

// Cloned says whether a counter cannot come from the one device that has counted
// so far: it must rise, unless the device does not count.
func (k Passkey) Cloned(counter int64) bool {
	last := max(k.Counter, k.Seen)
	return counter <= last && (counter != 0 || last != 0)
}

// handle is what devices call the account: nobody's name, and another one in
// each database, so that two houses at one host do not replace each other's keys.
func (a Account) handle() []byte {
	d := Digest(fmt.Sprintf("passkey/%d/%d/%d", a.Jurisdiction, a.ID, a.CreatedAt))
	return d[:]
}

// Site is the address at which a browser sees the house: passkeys belong to its
// host. The zero Site has none.
type Site struct{ Host, Origin string }

// SiteAt is the site of an address "host:port". A number is no domain, so no
// passkey can belong to it.
func SiteAt(secure bool, address string) Site {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	if host = strings.ToLower(host); host == "" || net.ParseIP(strings.Trim(host, "[]")) != nil {
		return Site{}
	}
	if !secure {
		return Site{host, "http://" + address}
	}
	return Site{host, "https://" + address}
}

// Holder is an account as a device is told of it.
type Holder struct {
	Handle      []byte
	Login, Name string
	Has         []Passkey
}

func (a Account) holder(has []Passkey) Holder {
	name := a.Name
	if name == "" {
		name = a.Login
	}
	return Holder{a.handle(), a.Login, name, has}
}

// ErrAnswer is the error of Ceremonies for an answer that proves nothing.
var ErrAnswer = errors.New("the browser's answer proves nothing")

// Ceremonies are the two of WebAuthn. User verification is always demanded. An
// answer that is not right is ErrAnswer.
type Ceremonies interface {
	// Creation and Request are what a browser is asked, as JSON. No keys: any
	// that the device has for the site.
	Creation(at Site, challenge []byte, of Holder) ([]byte, error)
	Request(at Site, challenge []byte, keys []Passkey) ([]byte, error)
	// Challenge is the one an answer claims to answer.
	Challenge(answer string) ([]byte, error)
	// Handle is the passkey that an answer claims to come from.
	Handle(answer string) ([]byte, error)
	// Created is the passkey made: Site to Transports are filled in.
	Created(at Site, challenge []byte, of Holder, answer string) (Passkey, error)
	// Verified says that the passkey's device signed the challenge for its
	// owner, at the site, and what it counts.
	Verified(at Site, challenge []byte, of Holder, k Passkey, answer string) (counter int64, err error)
}
