package desk

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/actor"
)

// A form that was opened for somebody is done for nobody else, and not as oneself; keys
// that no form of ours made are none of its business.
func TestFormsKnowForWhom(t *testing.T) {
	self, for9 := actor.Actor{Person: 8}, actor.Actor{Person: 8, OnBehalf: 7, Delegation: 9}
	for1 := actor.Actor{Person: 8, OnBehalf: 6, Delegation: 1}
	key := func(a actor.Actor) string { return (&Visit{Actor: a}).Key() }
	for name, x := range map[string]struct {
		key     string
		now     actor.Actor
		refused bool
	}{
		"as oneself":               {key(self), self, false},
		"for the same":             {key(for9), for9, false},
		"the delegation ended":     {key(for9), self, true},
		"chosen in another window": {key(self), for9, true},
		"for another":              {key(for9), for1, true},
		"no key":                   {"", for9, false},
		"a key of a program's own": {"one-key", for9, false},
	} {
		r := httptest.NewRequest("POST", "/x", strings.NewReader(url.Values{"key": {x.key}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		v := &Visit{R: r, Actor: x.now}
		if err := v.sameHands(); (err != nil) != x.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
