package store

import (
	"context"
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/record"
	"shuangze/internal/ref"
)

// Search finds problems and orders by words of one or more characters, the
// latest first, within what the scope allows. Counts are exact up to
// order.CountMost.
func (db *DB) Search(ctx context.Context, s access.Scope, text string, limit int) (h record.Hits, err error) {
	words := phrases(text)
	if s.Nothing() || len(words) == 0 {
		return h, nil
	}
	limit = clampLimit(limit)
	var q, count string
	var args []any
	if db.d.postgres {
		args = []any{tsPhrases(words), tsScope(s)}
		from := ` FROM search WHERE words @@ to_tsquery('simple',$1) AND scope @@ to_tsquery('simple',$2)`
		q = `SELECT id` + from + fmt.Sprintf(` ORDER BY id DESC LIMIT %d`, limit)
		count = fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1`+from+` LIMIT %d) AS t`, order.CountMost+1)
	} else {
		args = []any{ftsPhrases(words) + " AND " + ftsScope(s)}
		from := ` FROM search WHERE search MATCH $1`
		q = `SELECT rowid` + from + fmt.Sprintf(` ORDER BY rowid DESC LIMIT %d`, limit)
		count = fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1`+from+` LIMIT %d)`, order.CountMost+1)
	}
	if err := db.queryRow(ctx, count, args...).Scan(&h.Count); err != nil {
		return h, fmt.Errorf("search: %w", err)
	}
	if h.Count > order.CountMost {
		h.Count, h.More = order.CountMost, true
	}
	if h.Count == 0 {
		return h, nil
	}
	rows, err := db.query(ctx, q, args...)
	found, err := collect(rows, err, func(r rowsLike, id *int64) error { return r.Scan(id) })
	if err != nil {
		return h, fmt.Errorf("search: %w", err)
	}
	h.Hits, err = db.hits(ctx, found)
	return h, err
}

// hits reads the titles of what was found, one statement a kind.
func (db *DB) hits(ctx context.Context, found []int64) ([]record.Hit, error) {
	in, list := among(db, found)
	byID := map[int64]record.Hit{}
	for _, k := range []struct {
		kind   ref.Kind
		series number.Series
		q      string
	}{
		{ref.Order, number.Order, `SELECT id,year,no,subject,unit,state FROM orders WHERE id IN (` + in + `)`},
		{ref.Problem, number.Problem, `SELECT id,year,no,facts,unit,state FROM problem WHERE id IN (` + in + `)`},
	} {
		rows, err := db.query(ctx, k.q, list)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		for rows.Next() {
			h := record.Hit{Kind: k.kind}
			n := number.Number{Series: k.series}
			if err := rows.Scan(&h.ID, &n.Year, &n.No, &h.Title, &h.Unit, &h.State); err != nil {
				rows.Close()
				return nil, fmt.Errorf("search: %w", err)
			}
			h.Number = n.String()
			byID[int64(h.ID)] = h
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	out := make([]record.Hit, 0, len(found))
	for _, id := range found {
		if h, ok := byID[id]; ok {
			out = append(out, h)
		}
	}
	return out, nil
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

func scopeWords(s access.Scope) []string {
	if s.All() {
		return []string{fmt.Sprintf("j%d", s.Jurisdiction())}
	}
	var out []string
	for _, side := range s.Sides() {
		out = append(out, fmt.Sprintf("j%ds%s", s.Jurisdiction(), side))
	}
	for _, u := range s.Units() {
		out = append(out, fmt.Sprintf("u%d", u))
	}
	return out
}

func ftsScope(s access.Scope) string { return "scope:(" + strings.Join(scopeWords(s), " OR ") + ")" }
func tsScope(s access.Scope) string  { return strings.Join(scopeWords(s), " | ") }
