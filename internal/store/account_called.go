package store

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/text/pinyin"
	"shuangze/internal/trail"
)

// Accounts that are called so, by login or name, or that belong to the people.
func (db *DB) AccountsCalled(ctx context.Context, jurisdiction int32, typed string, people []ref.ID) (out []ref.ID,
	err error) {
	all, err := every(ctx, db, accounts, "jurisdiction=$1", jurisdiction)
	key, id := text.Key(typed), ref.Parse(typed)
	latin, sounds := pinyin.Typed(typed)
	for _, a := range all {
		switch {
		case a.Person != 0 && slices.Contains(people, a.Person), a.ID == id, key != "" &&
			strings.HasPrefix(text.Key(a.Login), key):
			out = append(out, a.ID)
		case a.Name != "" && (strings.Contains(text.Key(a.Name), key) || sounds && pinyin.Of(a.Name).Begins(latin)):
			out = append(out, a.ID)
		}
	}
	return out, err
}

// Called says what accounts are called and whose they are, by their identifiers.
func (db *DB) Called(ctx context.Context, ids []ref.ID) (map[ref.ID]trail.Called, error) {
	in, list := among(db, ids)
	found, err := every(ctx, db, accounts, "id IN ("+in+")", list)
	out := make(map[ref.ID]trail.Called, len(found))
	for _, a := range found {
		out[a.ID] = trail.Called{Login: a.Login, Name: a.Name, Person: a.Person}
	}
	return out, err
}
