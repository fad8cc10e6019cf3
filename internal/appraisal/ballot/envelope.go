package ballot

import (
	"bytes"
	"crypto/hpke"
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// The suite (RFC 9180): a post-quantum and a classical exchange together, so that what is kept today is not opened by a
// machine of tomorrow.
var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.ChaCha20Poly1305()
)

// Key opens one layer of the envelopes. It is made by a teller away from the server, kept by them alone in two copies,
// and destroyed before witnesses once objections are over. Without it no ballot of the survey is ever read.
type Key struct{ private hpke.PrivateKey }

// Lid is the public half of a key: the server closes envelopes with it.
type Lid struct{ public hpke.PublicKey }

// NewKey makes a key.
func NewKey() (Key, error) {
	k, err := kem.GenerateKey()
	return Key{k}, err
}

// Lid is the public half.
func (k Key) Lid() Lid { return Lid{k.private.PublicKey()} }

// Text is a lid as the page of a survey takes it: one line of letters.
func (l Lid) Text() string { return "lid1:" + base64.RawURLEncoding.EncodeToString(l.public.Bytes()) }

// ReadLid reads what Text wrote.
func ReadLid(s string) (Lid, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "lid1:")
	b, err := base64.RawURLEncoding.DecodeString(rest)
	if !ok || err != nil {
		return Lid{}, bad("lid", "")
	}
	p, err := kem.NewPublicKey(b)
	if err != nil {
		return Lid{}, bad("lid", "")
	}
	return Lid{p}, nil
}

// Text is a key as its file holds it.
func (k Key) Text() (string, error) {
	b, err := k.private.Bytes()
	return "key1:" + base64.RawURLEncoding.EncodeToString(b), err
}

// ReadKey reads what Text wrote.
func ReadKey(s string) (Key, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "key1:")
	b, err := base64.RawURLEncoding.DecodeString(rest)
	if !ok || err != nil {
		return Key{}, bad("key", "")
	}
	p, err := kem.NewPrivateKey(b)
	if err != nil {
		return Key{}, bad("key", "")
	}
	return Key{p}, nil
}

func info(layer, survey string) []byte { return []byte("shuangze ballot v1 " + layer + "|" + survey) }

// Seal puts a ballot of a slip's group into its two envelopes, the inner one closed with b and the outer with a. All of
// a survey are equally long, whatever they say.
func Seal(s Survey, a, b Lid, slipGroup string, said Ballot) ([]byte, error) {
	if err := s.clean(said); err != nil {
		return nil, err
	}
	group, ok := s.group(slipGroup)
	if !ok {
		return nil, bad("group", slipGroup)
	}
	inner, err := s.pack(group, said)
	if err != nil {
		return nil, err
	}
	once, err := hpke.Seal(b.public, kdf, aead, info("B", s.ID), inner)
	if err != nil {
		return nil, err
	}
	return hpke.Seal(a.public, kdf, aead, info("A", s.ID), once)
}

// pack writes a ballot as bytes of the survey's one length: how many bytes count, then group, receipt, word and
// answers, each with its length before it, then zeros.
func (s Survey) pack(group string, b Ballot) ([]byte, error) {
	var w bytes.Buffer
	for _, part := range append([]string{group, b.Receipt, b.Word}, b.Answers...) {
		w.Write(binary.BigEndian.AppendUint16(nil, uint16(len(part))))
		w.WriteString(part)
	}
	out := binary.BigEndian.AppendUint16(nil, uint16(w.Len()))
	out = append(out, w.Bytes()...)
	if len(out) > s.size() {
		return nil, bad("long", len(out))
	}
	return append(out, make([]byte, s.size()-len(out))...), nil
}

// unpack reads what pack wrote, and judges it as if it came from a stranger: the server may be one.
func (s Survey) unpack(in []byte) (group string, b Ballot, err error) {
	wrong := bad("inner", "")
	if len(in) != s.size() {
		return "", b, wrong
	}
	n := int(binary.BigEndian.Uint16(in))
	if n > len(in)-2 || len(bytes.Trim(in[2+n:], "\x00")) > 0 {
		return "", b, wrong
	}
	var parts []string
	for rest := in[2 : 2+n]; len(rest) > 0; {
		if len(rest) < 2 || int(binary.BigEndian.Uint16(rest)) > len(rest)-2 {
			return "", b, wrong
		}
		l := int(binary.BigEndian.Uint16(rest))
		parts, rest = append(parts, string(rest[2:2+l])), rest[2+l:]
	}
	if len(parts) != 3+len(s.Questions) {
		return "", b, wrong
	}
	b = Ballot{Receipt: parts[1], Word: parts[2], Answers: parts[3:]}
	return parts[0], b, s.clean(b)
}

// open takes one layer off.
func (k Key) open(layer, survey string, env []byte) ([]byte, error) {
	out, err := hpke.Open(k.private, kdf, aead, info(layer, survey), env)
	if err != nil {
		return nil, bad("envelope", "")
	}
	return out, nil
}

// Test closes an envelope with a code in it: the teller who opens it shows that the key is theirs and works, before
// anybody votes. It is one line of letters.
func Test(l Lid, code string) (string, error) {
	env, err := hpke.Seal(l.public, kdf, aead, info("test", ""), []byte(code))
	return "test1:" + base64.RawURLEncoding.EncodeToString(env), err
}

// OpenTest reads what is in a test envelope.
func (k Key) OpenTest(test string) (code string, err error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(test), "test1:")
	env, err := base64.RawURLEncoding.DecodeString(rest)
	if !ok || err != nil {
		return "", bad("envelope", "")
	}
	b, err := k.open("test", "", env)
	return string(b), err
}
