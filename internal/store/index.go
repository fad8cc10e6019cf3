package store

import (
	"fmt"
	"strings"
	"unicode"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// The search index holds pairs of neighbouring characters, made here because
// neither engine cuts Chinese words; one design serves both. A word of two or
// more characters is a phrase of pairs, a single character a prefix.

// grams writes a text as search tokens: pairs of Han characters, with the last
// character of a run alone so that single characters are found; Latin words
// and numbers stay whole, in lower case.
func grams(texts ...string) string {
	var b strings.Builder
	for _, s := range texts {
		var run []rune
		var word strings.Builder
		endWord := func() {
			if word.Len() > 0 {
				b.WriteString(word.String())
				b.WriteByte(' ')
				word.Reset()
			}
		}
		endRun := func() {
			for i := range run {
				b.WriteRune(run[i])
				if i+1 < len(run) {
					b.WriteRune(run[i+1])
				}
				b.WriteByte(' ')
			}
			run = run[:0]
		}
		for _, r := range s {
			switch {
			case unicode.Is(unicode.Han, r):
				endWord()
				run = append(run, r)
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				endRun()
				word.WriteRune(unicode.ToLower(r))
			default:
				endRun()
				endWord()
			}
		}
		endRun()
		endWord()
		b.WriteString("zz ") // no phrase runs over the end of a field
	}
	return strings.TrimSpace(b.String())
}

// phrases turns what a user typed into the tokens each word must match in
// order; the last token of each may be a prefix.
func phrases(query string) [][]string {
	var out [][]string
	for _, part := range strings.Fields(query) {
		tokens := strings.Fields(strings.TrimSuffix(grams(part), "zz"))
		if n := len(tokens); n > 1 && len([]rune(tokens[n-1])) == 1 && unicode.Is(unicode.Han, []rune(tokens[n-1])[0]) {
			tokens = tokens[:n-1] // the last character stands in the pair before it
		}
		if len(tokens) > 0 {
			out = append(out, tokens)
		}
	}
	return out
}

// scopeTokens say in the index who may find a matter.
func scopeTokens(jurisdiction int32, kind ref.Kind, side actor.Side, units []ref.ID) string {
	var b strings.Builder
	fmt.Fprintf(&b, "j%d j%ds%s j%dk%s", jurisdiction, jurisdiction, side, jurisdiction, kind)
	for _, u := range units {
		fmt.Fprintf(&b, " u%d", u)
	}
	return b.String()
}

func (tx *Tx) index(kind ref.Kind, id ref.ID, known bool, jurisdiction int32, side actor.Side, units []ref.ID, texts ...string) error {
	if known {
		if _, err := tx.exec(`DELETE FROM search WHERE `+tx.w.db.d.rowid()+`=$1`, int64(id)); err != nil {
			return fmt.Errorf("search row: %w", err)
		}
	}
	q := `INSERT INTO search(rowid,words,scope) VALUES($1,$2,$3)`
	if tx.w.db.d.postgres {
		q = `INSERT INTO search(id,words,scope) VALUES($1,to_tsvector('simple',$2),to_tsvector('simple',$3))`
	}
	if _, err := tx.exec(q, int64(id), grams(texts...), scopeTokens(jurisdiction, kind, side, units)); err != nil {
		return fmt.Errorf("search row: %w", err)
	}
	return nil
}

func (d dialect) rowid() string {
	if d.postgres {
		return "id"
	}
	return "rowid"
}
