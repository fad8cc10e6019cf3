package store

import (
	"context"
	"errors"
	"slices"
)

// Current says whether the database holds tables, and is an error when they are
// not those of this program: they must be migrated first, or read by a newer
// program. It changes nothing.
func (db *DB) Current(ctx context.Context) (there bool, err error) {
	s, err := db.snapshot(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	names, err := s.tableNames()
	if err != nil || len(names) == 0 {
		return false, err
	}
	if !slices.Contains(names, "schema_version") {
		return false, errors.New("数据库里有别的表，没有县的数据 / the database holds other tables and no county's data")
	}
	return true, s.versions(&Findings{})
}
