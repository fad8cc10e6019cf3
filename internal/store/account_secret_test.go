package store

import (
	"context"
	"testing"

	"github.com/alexedwards/argon2id"
)

func TestArgon(t *testing.T) {
	h := NewArgon()
	hash, err := h.Hash(context.Background(), newPassword)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		password, hash string
		want           bool
	}{{newPassword, hash, true}, {oldPassword, hash, false}, {newPassword, "", false}} {
		if ok, err := h.Matches(context.Background(), x.password, x.hash); ok != x.want || err != nil {
			t.Errorf("%q: %v %v", x.password, ok, err)
		}
	}
	if got, want := hash[:30], "$argon2id$v=19$m=19456,t=2,p=1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	// Who has no password is compared with as much work as who has one.
	if params, salt, key, err := argon2id.DecodeHash(h.dummy); err != nil || *params != argonParams ||
		len(salt) != 16 || len(key) != 32 {
		t.Errorf("the hash of nobody %s: %+v %v", h.dummy, params, err)
	}
}
