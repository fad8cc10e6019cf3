package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Search finds matters by words of one or more characters, the latest first,
// within what the scope allows. Counts are exact up to trail.CountMost.
func (db *DB) Search(ctx context.Context, s access.Scope, text string, limit int) (h trail.Found, err error) {
	words := phrases(text)
	if s.Nothing() || len(words) == 0 {
		return h, nil
	}
	limit = clampLimit(limit)
	no, err := db.bookNo(ctx, s.Jurisdiction())
	if err != nil {
		return h, fmt.Errorf("search: %w", err)
	}
	w := &where{}
	from := db.matching(s, no, words, w.arg)
	args := w.args
	if err := db.queryRow(ctx, fmt.Sprintf(`SELECT COUNT(*) FROM (%s LIMIT %d) AS t`, from, trail.CountMost+1),
		args...).Scan(&h.Count); err != nil {
		return h, fmt.Errorf("search: %w", err)
	}
	if h.Count > trail.CountMost {
		h.Count, h.More = trail.CountMost, true
	}
	if h.Count == 0 {
		return h, nil
	}
	rows, err := db.query(ctx, from+fmt.Sprintf(` ORDER BY 1 DESC LIMIT %d`, limit), args...)
	h.IDs, err = collect(rows, err, func(r rowsLike, id *ref.ID) error { return r.Scan(id) })
	if err != nil {
		return h, fmt.Errorf("search: %w", err)
	}
	for i := range h.IDs {
		h.IDs[i] >>= 2
	}
	return h, nil
}

// matching is the statement that names the rows of the index (searchID) that
// hold the words and that the scope allows, as found; no is the county's journal.
func (db *DB) matching(s access.Scope, no int64, words [][]string, arg func(any) string) string {
	id := db.d.rowid()
	county := fmt.Sprintf(` AND %s BETWEEN %d AND %d`, id, entryID(no, 0)<<2, entryID(no+1, 0)<<2-1)
	one := func(units []ref.ID) string {
		q := `SELECT ` + id + ` AS found FROM search WHERE `
		switch {
		case db.d.postgres && units != nil:
			q += `words @@ to_tsquery('simple',` + arg(tsPhrases(words)) + `) AND scope @@ to_tsquery('simple',` +
				arg(unitWords(units, " | ")) + `)`
		case db.d.postgres:
			q += `words @@ to_tsquery('simple',` + arg(tsPhrases(words)) + `)`
		case units != nil:
			q += `search MATCH ` + arg(ftsPhrases(words)+" AND scope:("+unitWords(units, " OR ")+")")
		default:
			q += `search MATCH ` + arg(ftsPhrases(words))
		}
		return q + county
	}
	principal, supervisory := slices.Contains(s.Sides(), actor.Principal), slices.Contains(s.Sides(), actor.Supervisory)
	if s.All() || principal && supervisory {
		return one(nil)
	}
	var parts []string
	for _, side := range []actor.Side{actor.Principal, actor.Supervisory} {
		if slices.Contains(s.Sides(), side) {
			parts = append(parts, one(nil)+fmt.Sprintf(` AND (%s & 1)=%d`, id, searchID(0, side, 0)))
		}
	}
	reach := s.Units()
	for _, who := range []ref.ID{s.Person(), s.Sent()} { // people and units are of one sequence: none is both
		if who != 0 && !slices.Contains(reach, who) {
			reach = append(slices.Clone(reach), who)
		}
	}
	if s.Open() {
		reach = append(slices.Clone(reach), access.Everybody)
	}
	if len(reach) > 0 {
		parts = append(parts, one(reach))
	}
	if len(parts) == 0 { // a side that is neither: nothing is found, and not everything
		return "SELECT " + id + " AS found FROM search WHERE 1=0"
	}
	return strings.Join(parts, " UNION ")
}

// foundMost is how many findings a list is looked for in: the latest of them. A
// word that more matters hold than that is no word to find one by.
const foundMost = 10000

// worded makes the condition that limits a list to what holds the words; none
// without words.
func (db *DB) worded(ctx context.Context, s access.Scope, text string) (func(*where), error) {
	if strings.TrimSpace(text) == "" {
		return func(*where) {}, nil
	}
	words := phrases(text)
	if len(words) == 0 { // nothing in it that the index knows
		return func(w *where) { w.add("1=0") }, nil
	}
	no, err := db.bookNo(ctx, s.Jurisdiction())
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return func(w *where) {
		w.add("id IN (SELECT found>>2 FROM (%s ORDER BY 1 DESC LIMIT %d) AS f)", db.matching(s, no, words, w.arg), foundMost)
	}, nil
}

func ftsPhrases(words [][]string) string {
	parts := make([]string, len(words))
	for i, tokens := range words {
		parts[i] = `words:"` + strings.Join(tokens, " ") + `" *`
		if len(tokens) > 0 && len([]rune(tokens[len(tokens)-1])) == 2 && tokens[0] > "\u2e80" {
			parts[i] = `words:"` + strings.Join(tokens, " ") + `"`
		}
	}
	return "(" + strings.Join(parts, " AND ") + ")"
}

func tsPhrases(words [][]string) string {
	parts := make([]string, len(words))
	for i, tokens := range words {
		quoted := make([]string, len(tokens))
		for j, t := range tokens {
			quoted[j] = "'" + t + "'"
		}
		parts[i] = "(" + strings.Join(quoted, " <-> ")
		if last := []rune(tokens[len(tokens)-1]); !(len(last) == 2 && last[0] > 0x2e80) {
			parts[i] += ":*"
		}
		parts[i] += ")"
	}
	return strings.Join(parts, " & ")
}
