package signoff

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shuangze/internal/text"
)

// Opinions is how the county judges opinions: what says nothing is refused [D].
type Opinions struct {
	Least    int      // characters, spaces and marks not counted
	Formulas []string // 同意, 已阅, OK: alone, or one after the other, they say nothing
}

// plain is an opinion as it is judged: letters and figures in one form.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text.Half(s))
}

// Formulaic says that an opinion is made of nothing but formulas.
func (o Opinions) Formulaic(opinion string) bool {
	rest := plain(opinion)
	list := make([]string, 0, len(o.Formulas))
	for _, f := range o.Formulas {
		if f = plain(f); f != "" {
			list = append(list, f)
		}
	}
	// What can be cut into formulas: reached[i] says that the first i bytes can.
	reached := make([]bool, len(rest)+1)
	reached[0] = true
	for i := range rest {
		for _, f := range list {
			if reached[i] && strings.HasPrefix(rest[i:], f) {
				reached[i+len(f)] = true
			}
		}
	}
	return reached[len(rest)]
}

// check says what is wrong with an opinion, and what to write.
func (o Opinions) check(opinion string, errs *text.InputErrors) {
	if slices.ContainsFunc(*errs, func(e text.InputError) bool { return e.Field == "opinion" }) {
		return
	}
	n := utf8.RuneCountInString(plain(opinion))
	switch {
	case o.Formulaic(opinion):
		errs.Add("opinion", "signoff.opinion.formulaic")
	case n < o.Least:
		errs.Add("opinion", "signoff.opinion.short", "least", o.Least, "n", n)
	}
}
