package store

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// The search index holds pairs of neighbouring characters, made here because
// neither engine cuts Chinese words; one design serves both. A word of two or
// more characters is a phrase of pairs, a single character a prefix.

// grams writes a text as search tokens: pairs of Han characters, with the last
// character of a run alone so that single characters are found; Latin words
// and numbers stay whole, in lower case. Look-alikes are one (text.Tidy), and so
// are the widths of letters.
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
		for _, r := range text.Half(text.Tidy(s)) {
			switch {
			case unicode.Is(unicode.Han, r) || r>>17 == 1: // also what was added since (U+20000–3FFFF)
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
	for _, part := range text.Words(text.Query(query)) {
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

// searchID names a matter's row in the index. A mark and the side stand in
// its last two bits and the county in its first, so that what a scope of sides
// allows is told from the name alone, and a rare word needs not be joined with
// one that stands in every row.
func searchID(mark int64, side actor.Side, id ref.ID) int64 {
	n := int64(id)<<2 | mark
	if side == actor.Supervisory {
		n |= 1
	}
	return n
}

// problemMark stands in the names of problems, in every index there is. Nothing
// asks for it, since no two things have one identifier: another noun has none.
const problemMark = 2

// searchRow is a matter as the index shall hold it.
type searchRow struct {
	id    int64
	was   int64    // the row that the index holds of it already; 0 = none
	units []ref.ID // and the person that it is about, and who was sent to it
	texts []string
	bare  bool // has no evidence yet, whose names belong to its words
}

// fresh says of a row that its matter is new.
func (r searchRow) fresh(yes bool) searchRow { r.bare = yes; return r }

// same says that the index holds of both the same: it is not written anew.
func (r searchRow) same(o searchRow) bool {
	return r.id == o.id && slices.Equal(r.units, o.units) && slices.Equal(r.texts, o.texts)
}

// named adds the names of its evidence to the texts of a row.
func (r searchRow) named(names []string) searchRow {
	r.texts = append(r.texts[:len(r.texts):len(r.texts)], names...)
	return r
}

// index notes what the search shall find. The rows are written once for the
// whole batch, after its savepoints: SQLite's index writes a segment of its own
// whenever one ends.
func (tx *Tx) index(r searchRow) { tx.found = append(tx.found, r) }

// flushSearch writes what the commands of a batch noted, the last word on each.
func (w *writer) flushSearch(rows []searchRow) error {
	last := map[int64]int{}
	was := map[int64]int64{}
	for i, r := range rows {
		matter := r.id &^ 1 // whatever its side
		if _, seen := last[matter]; !seen {
			was[matter] = r.was
		}
		last[matter] = i
	}
	for i, r := range rows {
		if matter := r.id &^ 1; last[matter] == i {
			r.was = was[matter]
			if err := w.writeSearch(r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) writeSearch(r searchRow) error {
	if r.was != 0 {
		if _, err := w.exec(`DELETE FROM search WHERE `+w.db.d.rowid()+`=$1`, r.was); err != nil {
			return fmt.Errorf("search row: %w", err)
		}
	}
	if !r.bare {
		names, err := evidenceNames(w.query, "$1", r.id>>2)
		if err != nil {
			return err
		}
		r = r.named(names[r.id>>2])
	}
	q := `INSERT INTO search(rowid,words,scope) VALUES($1,$2,$3)`
	if w.db.d.postgres {
		q = `INSERT INTO search(id,words,scope) VALUES($1,to_tsvector('simple',$2),to_tsvector('simple',$3))`
	}
	if _, err := w.exec(q, r.id, grams(r.texts...), unitWords(r.units, " ")); err != nil {
		return fmt.Errorf("search row: %w", err)
	}
	return nil
}

// unitWords say in the index which units take part in a matter, and whom it is about.
func unitWords(units []ref.ID, between string) string {
	var b strings.Builder
	for i, u := range units {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteByte('u')
		b.WriteString(u.String())
	}
	return b.String()
}

func (d dialect) rowid() string {
	if d.postgres {
		return "id"
	}
	return "rowid"
}
