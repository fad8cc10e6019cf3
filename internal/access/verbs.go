package access

import (
	"slices"
	"sort"
	"strings"
)

// Verbs lists every verb of the policy, sorted, for the matrix.
func Verbs() []Verb {
	out := make([]Verb, 0, len(policy))
	for v := range policy {
		out = append(out, v)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// Known says whether a route's declared permission exists.
func Known(v Verb) bool { _, ok := policy[v]; return ok }

// Token scopes are the subject with read or write: "order:read".
func tokenScope(v Verb) string {
	subject, what, _ := strings.Cut(string(v), ".")
	if what == "see" || what == "list" || what == "use" || what == "check" || what == "know" {
		return subject + ":read"
	}
	return subject + ":write"
}

func tokenAllows(scopes []string, v Verb) bool {
	want := tokenScope(v)
	for _, s := range scopes {
		if s == want || s == strings.Replace(want, ":read", ":write", 1) {
			return true
		}
	}
	return false
}

// noTokens are the subjects that no access token reaches: the sign-in itself,
// accounts, grants, the journals, the clock, which other systems are called and what is erased by law.
var noTokens = map[string]bool{"self": true, "session": true, "account": true, "grant": true,
	"journal": true, "access-log": true,
	"clock": true, "outlet": true, "personal": true}

// TokenScopes lists, sorted, what an access token may be given.
func TokenScopes() []string {
	var out []string
	for v := range policy {
		s := tokenScope(v)
		subject, _, _ := strings.Cut(s, ":")
		if !noTokens[subject] && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	sort.Strings(out)
	return out
}
