// Package passkeytest is a device that keeps passkeys, for tests: it answers as a
// browser does, and wrongly where a test asks for that.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Device keeps one passkey (ES256).
type Device struct {
	Origin  string // that the browser shows, "http://localhost:8080"
	Counter uint32 // of the next signature; 0 does not count
	Absent  bool   // it does not recognise its owner
	Handle  []byte // what it calls the passkey
	User    []byte // what the house calls the account

	site string
	key  *ecdsa.PrivateKey
}

var b64 = base64.RawURLEncoding

type asked struct {
	PublicKey struct {
		Challenge string
		RPID      string `json:"rpId"`
		RP        struct{ ID string }
		User      struct{ ID string }
	} `json:"publicKey"`
}

// read panics where the house asks what no browser understands.
func read(options []byte) (a asked) {
	if err := json.Unmarshal(options, &a); err != nil {
		panic(err)
	}
	return a
}

func (d *Device) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	return b
}

// data is the authenticator's: whose site, who was there, what it counts.
func (d *Device) data(flags byte) []byte {
	site := sha256.Sum256([]byte(d.site))
	if !d.Absent {
		flags |= 0x04
	}
	return binary.BigEndian.AppendUint32(append(site[:], flags|0x01), d.Counter)
}

// Create makes the passkey and answers with it.
func (d *Device) Create(options []byte) string {
	a := read(options)
	d.site, d.User, d.Handle = a.PublicKey.RP.ID, decode(a.PublicKey.User.ID), make([]byte, 32)
	rand.Read(d.Handle)
	var err error
	if d.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		panic(err)
	}
	point, err := d.key.PublicKey.Bytes() // 4 | x | y
	if err != nil {
		panic(err)
	}
	public := encode(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	data := append(d.data(0x40), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.Handle)))
	data = append(append(data, d.Handle...), public...)
	object := encode(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	d.count()
	client := d.client("webauthn.create", a.PublicKey.Challenge)
	return d.answer(map[string]any{"clientDataJSON": b64.EncodeToString(client),
		"attestationObject": b64.EncodeToString(object), "transports": []string{"internal"}})
}

// Get answers what the house asks to sign in or to confirm.
func (d *Device) Get(options []byte) string {
	client, data := d.client("webauthn.get", read(options).PublicKey.Challenge), d.data(0)
	over := sha256.Sum256(append(append([]byte{}, data...), sum(client)...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, over[:])
	if err != nil {
		panic(err)
	}
	d.count()
	return d.answer(map[string]any{"clientDataJSON": b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(data), "signature": b64.EncodeToString(signature),
		"userHandle": b64.EncodeToString(d.User)})
}

func (d *Device) count() {
	if d.Counter > 0 {
		d.Counter++
	}
}

func (d *Device) answer(response map[string]any) string {
	id := b64.EncodeToString(d.Handle)
	b, _ := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "response": response,
		"clientExtensionResults": map[string]any{}})
	return string(b)
}

func sum(b []byte) []byte { d := sha256.Sum256(b); return d[:] }

func encode(v any) []byte {
	b, err := webauthncbor.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func decode(s string) []byte {
	b, err := b64.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}
