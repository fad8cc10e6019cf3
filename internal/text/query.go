package text

import "unicode/utf8"

// QueryMost is how many characters anything is searched for with.
const QueryMost = 60

// Query is what of a query is searched for: its first QueryMost characters. It
// comes before anything else is done with a query, for whatever is done costs by
// the character.
func Query(s string) string { return Cut(s, QueryMost) }

// Cut is the first so many characters of a text.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}

// Over says whether a text has more than so many characters, and how many.
func Over(s string, most int) (n int, over bool) {
	if len(s) <= most {
		return 0, false
	}
	n = utf8.RuneCountInString(s)
	return n, n > most
}
