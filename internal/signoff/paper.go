// Package signoff is 签字背书: papers and lists that the first responsible person of a
// body signs in person, each in versions that never change; what is signed is the
// digest of one of them (spec 3.3, and the head of spec 2).
package signoff

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"shuangze/internal/account"
	"shuangze/internal/field"
	"shuangze/internal/issued"
	"shuangze/internal/noun"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// KindTable is the table of the policy pack that holds what is signed.
const KindTable = "paper-kind"

// The kinds whose content is a list frozen from its rows. Of every other kind the
// text is typed.
const (
	PowerList          = "power-list"
	ResponsibilityList = "responsibility-list"
	TaskList           = "task-list"
	Breakdown          = "breakdown"
)

// The states of a paper. That it was changed since it was signed is none: it is
// computed when somebody looks.
const (
	Draft    = "draft"
	Waiting  = "waiting" // a version is frozen and waits for the signature
	Returned = "returned"
	Signed   = "signed"
	Issued   = "issued"
)

const (
	yearLeast   = 2000
	textMost    = 20_000 // characters of a text that is typed
	reasonMost  = 500
	opinionMost = 500
	bytesMost   = 400_000 // bytes of a frozen version: some thousand rows of a list
)

// Paper is what is to be signed. Its versions and signatures stand in rows of their
// own.
type Paper struct {
	noun.Base
	Kind    string
	Body    ref.ID // whose first responsible person signs it
	Year    int64
	Title   string
	Content string // of a typed kind, as it stands now; versions hold what was frozen of it

	Newest   int64 // number of the newest version; 0 = none is frozen
	Endorsed int64 // number of the version that was signed last; 0 = none was
	Released int64 // number of the version that was issued last; 0 = none was
	IssuedOn when.Day
	Document string // 文号 under which it was issued
	Return   string // why it was returned last
}

// Fields are what is known of a paper.
var Fields = field.Fields{
	field.Line("title", 1, 100, func(p *Paper) *string { return &p.Title }),
	field.Policy("kind", true, KindTable, func(p *Paper) *string { return &p.Kind }),
	field.Body("body", true, func(p *Paper) *ref.ID { return &p.Body }),
	field.Year("year", true, yearLeast, func(p *Paper) *int64 { return &p.Year }),
	field.Text("content", 0, textMost, func(p *Paper) *string { return &p.Content }),
	field.Count("newest", 0, 1<<30, func(p *Paper) *int64 { return &p.Newest }).Silent(),
	field.Count("endorsed", 0, 1<<30, func(p *Paper) *int64 { return &p.Endorsed }).Silent(),
	field.Count("released", 0, 1<<30, func(p *Paper) *int64 { return &p.Released }).Silent(),
	field.Day("issuedOn", false, func(p *Paper) *when.Day { return &p.IssuedOn }).Silent(),
	field.Line("document", 0, 60, func(p *Paper) *string { return &p.Document }).Silent(),
	field.Text("return", 0, reasonMost, func(p *Paper) *string { return &p.Return }).Silent(),
}

// Shape is what a paper is made of.
var Shape = noun.Shape{Of: ref.Signoff, Name: "signoffs", Word: "signoff", Table: "signoff",
	New: func() noun.Value { return &Paper{} }, Fields: Fields, Title: "title",
	States: []string{Draft, Waiting, Returned, Signed, Issued}}

// Listed says that the content of a kind is a list.
func Listed(kind string) bool {
	return slices.Contains([]string{PowerList, ResponsibilityList, TaskList, Breakdown}, kind)
}

// Version is a text as it was frozen. It never changes.
type Version struct {
	ID, Paper    ref.ID
	Version      int64 // of the row: always 1
	Jurisdiction int32
	Number       int64
	By           ref.ID
	At           when.Instant
	Why          string
	Text         string // in Chinese, lines ended by \n: its bytes are what is signed
	Digest       []byte // SHA-256 of Text
}

// Sum is the digest of a text.
func Sum(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

// Altered says that the text is not the one that was frozen.
func (v Version) Altered() bool { return !slices.Equal(Sum(v.Text), v.Digest) }

// Hex is the digest for people.
func (v Version) Hex() string { return hex.EncodeToString(v.Digest) }

// Signature is what the first responsible person put under one version.
type Signature struct {
	ID, Paper    ref.ID
	Version      int64 // of the row: always 1
	Jurisdiction int32
	Number       int64 // of the version that was signed
	Digest       []byte
	Person       ref.ID
	Name, Post   string // as they were at that moment
	Acting       bool   // in a vacancy
	Opinion      string
	Means        account.Means
	At           when.Instant // the server's time
	issued.File               // of the file that is kept of the version with the signature
	Entry        int64        // of the journal, from its own row's entry; 0 = not read
}

// Altered says that the version is not the one that was signed: its text, or the
// digest that stands beside it, is another.
func (s Signature) Altered(v Version) bool {
	return v.Altered() || v.Number != s.Number || v.Paper != s.Paper || !slices.Equal(v.Digest, s.Digest)
}

// Past is a paper's versions, the newest first, with what was signed of them.
type Past struct {
	Versions   []Version
	Signatures []Signature // by version, the newest first
}

// Of finds a version.
func (p Past) Of(number int64) (Version, bool) {
	i := slices.IndexFunc(p.Versions, func(v Version) bool { return v.Number == number })
	if i < 0 {
		return Version{}, false
	}
	return p.Versions[i], true
}

// SignedBy finds the signature under a version.
func (p Past) SignedBy(number int64) (Signature, bool) {
	i := slices.IndexFunc(p.Signatures, func(s Signature) bool { return s.Number == number })
	if i < 0 {
		return Signature{}, false
	}
	return p.Signatures[i], true
}

// Compare tells line by line what one version changes in another.
func Compare(was, now Version) []version.Change {
	const name = "text"
	return version.Compare([]version.File{{Name: name, Text: was.Text}}, []version.File{{Name: name, Text: now.Text}})
}
