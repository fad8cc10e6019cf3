package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"shuangze/internal/store"
)

// dryImport checks files against what stands in the database, and writes
// nothing anywhere: the database is looked at as verify looks at it, and where
// there is none there is none afterwards.
func dryImport(ctx context.Context, c Config, files []string, o ImportOptions) (h *House,
	list []Imported, ok bool, err error) {
	for tries := 0; ; tries++ {
		if h, err = lookInto(ctx, c); err != nil {
			return nil, nil, false, err
		}
		list, ok, err = h.Import(ctx, files, o)
		if h.DB == nil {
			return h, list, ok, err
		}
		stirred := h.DB.Stirred()
		closed := h.DB.Close()
		switch {
		case !stirred:
			return h, list, ok, errors.Join(err, closed)
		case tries == 2:
			return h, nil, false, errStirred
		}
	}
}

// lookInto is a house that only reads. It has no database where there is none.
func lookInto(ctx context.Context, c Config) (*House, error) {
	if err := whole(c.Dir); err != nil {
		return nil, err
	}
	pack, words, err := c.read()
	if err != nil {
		return nil, err
	}
	h := &House{Dir: c.Dir, Words: words, Clock: c.Clock}
	h.rest(grounded(pack))
	if c.Database == "" {
		if _, err := os.Stat(filepath.Join(c.Dir, store.FileName)); errors.Is(err, fs.ErrNotExist) {
			return h, nil
		}
	}
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Seals: c.Seals, Clock: c.Clock, Look: true})
	if err != nil {
		return nil, err
	}
	there, err := db.Current(ctx)
	if err == nil && there {
		err = wholeDatabase(ctx, db)
	}
	if err != nil || !there {
		return h, errors.Join(err, db.Close())
	}
	g, err := inForce(ctx, db, pack, c.Clock().Day())
	if err != nil {
		return h, errors.Join(err, db.Close())
	}
	h.DB = db
	h.rest(g)
	return h, nil
}
