package accounts_test

import (
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/lang"
)

// Every scope that a token may have has its words.
func TestScopesHaveWords(t *testing.T) {
	p := lang.MustLoad().Wanted("en")
	for _, s := range access.TokenScopes() {
		subject, what, _ := strings.Cut(s, ":")
		for _, key := range []string{"token.of." + subject, "token.may." + what} {
			if !p.Has(key) {
				t.Errorf("%s has no words (%s)", s, key)
			}
		}
	}
}
