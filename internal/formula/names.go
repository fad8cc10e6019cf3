package formula

import (
	"strings"
	"unicode"
)

// Name is a value that formulas may name: its key, and what it is called in Chinese and English.
type Name struct{ Key, Zh, En string }

// Names is what formulas may name. Two values of one name are a fault of whoever declares them.
type Names struct {
	keys  map[string]string // by what it is called, in small letters
	bare  int               // how many runes the longest name has
	words map[string]Name   // by key
}

// NameAll makes names of a list.
func NameAll(list []Name) *Names {
	n := &Names{keys: map[string]string{}, words: map[string]Name{}}
	for _, x := range list {
		n.words[x.Key] = x
		for _, s := range []string{x.Zh, x.En, x.Key} {
			if s = folded(s); s != "" {
				n.keys[s] = x.Key
				n.bare = max(n.bare, len([]rune(s)))
			}
		}
	}
	return n
}

// find is the key of what is called so.
func (n *Names) find(s string) (key string, ok bool) {
	key, ok = n.keys[folded(s)]
	return key, ok
}

// folded is a name as it is compared: in half width, small letters and single blanks.
func folded(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Map(narrow, s)), " "))
}

// All are the names, by their keys.
func (n *Names) All() (out []Name) {
	for _, key := range sortedKeys(n.words) {
		out = append(out, n.words[key])
	}
	return out
}

// prefix is the longest name with which a text begins; Latin names end where their word ends.
func (n *Names) prefix(s []rune) (key string, length int) {
	for l := min(n.bare, len(s)); l > 0; l-- {
		if unicode.IsSpace(s[l-1]) || l < len(s) && wordly(s[l-1]) && wordly(s[l]) {
			continue
		}
		if key, ok := n.find(string(s[:l])); ok {
			return key, l
		}
	}
	return "", 0
}

// wordly says of a rune that it goes on with a word in Latin letters; Chinese has no such end.
func wordly(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '.')
}

// Called is what a key is called in a language.
func (n *Names) Called(key, lang string) string {
	w := n.words[key]
	switch {
	case lang == English && w.En != "":
		return w.En
	case w.Zh != "":
		return w.Zh
	}
	return key
}

// near is the name most like what somebody wrote: the one with which it shares the longest run of runes, at least two;
// "" = none.
func (n *Names) near(s, lang string) (best string) {
	most := 1
	for _, key := range sortedKeys(n.words) {
		w := n.Called(key, lang)
		if l := shared([]rune(strings.ToLower(s)), []rune(strings.ToLower(w))); l > most ||
			l == most && best != "" && len(w) < len(best) {
			most, best = l, w
		}
	}
	return best
}

// shared is how long the longest run of runes is that stands in both.
func shared(a, b []rune) (most int) {
	row := make([]int, len(b)+1)
	for _, x := range a {
		before := 0
		for j, y := range b {
			up := row[j+1]
			row[j+1] = 0
			if x == y {
				row[j+1] = before + 1
				most = max(most, row[j+1])
			}
			before = up
		}
	}
	return most
}

// With are these names and some more.
func (n *Names) With(more ...Name) *Names {
	list := make([]Name, 0, len(n.words)+len(more))
	for _, key := range sortedKeys(n.words) {
		list = append(list, n.words[key])
	}
	return NameAll(append(list, more...))
}

// Clash is what two values are both called.
type Clash struct {
	Word        string
	First, Then Name
}

// Clashes are the names of a list that a value has though an earlier one has them already, compared as formulas compare
// them.
func Clashes(list []Name) (out []Clash) {
	first := map[string]Name{}
	for _, x := range list {
		for _, s := range []string{x.Zh, x.En, x.Key} {
			old, taken := first[folded(s)]
			switch {
			case folded(s) == "":
			case !taken:
				first[folded(s)] = x
			case old.Key != x.Key:
				out = append(out, Clash{s, old, x})
			}
		}
	}
	return out
}
