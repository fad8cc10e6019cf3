// Package outlet is what other systems a county calls when something is put on record: an
// address, a secret to sign with, and which events. The system administrator says so, on
// record. How the call is made, and what it says, is known elsewhere.
package outlet

import (
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/access"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Bounds [D].
const (
	NameMost    = 60
	AddressMost = 500
	Most        = 20 // in use, of a county
)

// Outlet is another system that is called.
type Outlet struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Name         string
	Address      string
	Groups       string // kinds of objects whose events it is told, with a space between
	Secret       string // "whsec_" and base64; "" where many are read
	On           bool
	Since        int64 // the entry of the journal of acts after which it is told
	MadeAt       when.Instant
	EndedAt      when.Instant
}

// Ref names it.
func (o Outlet) Ref() ref.Ref { return ref.Ref{Kind: ref.Outlet, ID: o.ID} }

// Object is what access asks of it.
func (o Outlet) Object() access.Object {
	return access.Object{Jurisdiction: o.Jurisdiction, Kind: ref.Outlet, ID: o.ID}
}

// Wants says whether it is told of a kind of object.
func (o Outlet) Wants(group string) bool { return slices.Contains(o.Chosen(), group) }

// Chosen are the kinds.
func (o Outlet) Chosen() []string { return strings.Fields(o.Groups) }

// Input is what is typed of one. Here says that this machine itself may be called, without
// encryption.
type Input struct {
	Name    string
	Address string
	Groups  []string
}

// Rules are what the configuration allows, and which events there are.
type Rules struct {
	Here   bool // http, to this machine itself
	Groups []string
}

// Fill is the outlet as it was typed.
func (o Outlet) Fill(in Input, r Rules) (Outlet, error) {
	in.Name, in.Address = strings.TrimSpace(in.Name), strings.TrimSpace(in.Address)
	var errs text.InputErrors
	text.Limits(&errs, "name", in.Name, 1, NameMost)
	if text.Limits(&errs, "address", in.Address, 1, AddressMost); in.Address != "" {
		if key := r.refuses(in.Address); key != "" {
			errs.Add("address", key)
		}
	}
	var groups []string
	for _, g := range in.Groups {
		switch {
		case !slices.Contains(r.Groups, g):
			errs.Add("groups", "notify.no-group", "group", g)
		case !slices.Contains(groups, g):
			groups = append(groups, g)
		}
	}
	if len(in.Groups) == 0 {
		errs.Add("groups", "outlet.groups-none")
	}
	o.Name, o.Address, o.Groups = in.Name, in.Address, strings.Join(groups, " ")
	return o, errs.Err()
}

// refuses says which word tells what is wrong with an address; "" = nothing. Where it
// leads is asked again when it is called: names change their meaning.
func (r Rules) refuses(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || !utf8.ValidString(address):
		return "outlet.address-none"
	case u.User != nil:
		return "outlet.address-user"
	case u.Fragment != "":
		return "outlet.address-none"
	case u.Scheme == "https":
		return ""
	case u.Scheme == "http" && r.Here && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()):
		return ""
	case u.Scheme == "http":
		return "outlet.address-http"
	}
	return "outlet.address-none"
}

// newSecret is 256 bits by chance, written as Standard Webhooks write them.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}
