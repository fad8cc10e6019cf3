package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"shuangze/internal/ref"
)

// rebuildPage is how many rows are read at a time: PostgreSQL cannot write
// while it is still answering.
const rebuildPage = 500

// Rebuild makes the derived tables (tally, counter, assist, search) anew from
// the covered ones, in one transaction through the writer: commands wait. The
// counter of register changes only moves on, so that everyone reads afresh.
func (db *DB) Rebuild(ctx context.Context) error {
	return db.RebuildTold(ctx, func(string, int64, int64) {})
}

// toldEach is after how many rows of the search index progress is told.
const toldEach = 5000

// RebuildTold is Rebuild that tells of each table how many rows are made, of how
// many; the last time for a table both are the same.
func (db *DB) RebuildTold(ctx context.Context, tell func(table string, done, of int64)) error {
	defer db.counts.forget()
	return db.submit(ctx, "", func(tx *Tx) error {
		for _, q := range db.tables.remake(db.d) {
			if _, err := tx.exec(q); err != nil {
				return fmt.Errorf("rebuild: %w in %s", err, q)
			}
		}
		clear(tx.w.stamps)
		counted := func(table string) (n int64, err error) {
			return n, tx.queryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n)
		}
		for _, table := range db.tables.remade {
			n, err := counted(table)
			if err != nil {
				return fmt.Errorf("rebuild: %w", err)
			}
			tell(table, n, n)
		}
		var of, done int64
		for _, f := range db.tables.finds {
			n, err := counted(f.table.name)
			if err != nil {
				return fmt.Errorf("rebuild: %w", err)
			}
			of += n
		}
		searched := func(r searchRow) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if done++; done%toldEach == 0 && done < of {
				tell("search", done, of)
			}
			return tx.w.writeSearch(r)
		}
		for _, f := range db.tables.finds {
			if err := pages(tx, f.table, func(id ref.ID, s stored) error {
				if err := f.other(tx, id, s); err != nil {
					return err
				}
				return searched(f.words(id, s))
			}); err != nil {
				return err
			}
		}
		if db.tables.has("search") {
			tell("search", done, of)
		}
		if db.tables.has("assist") {
			n, err := counted("assist")
			if err != nil {
				return fmt.Errorf("rebuild: %w", err)
			}
			tell("assist", n, n)
		}
		_, err := tx.exec(`DELETE FROM stale`)
		return err
	})
}

// pages gives every row of a table in order of id, a page at a time.
func pages(tx *Tx, t *covered, yield func(ref.ID, stored) error) error {
	last := int64(0)
	for {
		rows, err := tx.query(strings.Replace(t.all, " ORDER BY id", " WHERE id>$1 ORDER BY id", 1)+
			fmt.Sprintf(" LIMIT %d", rebuildPage), last)
		if err != nil {
			return fmt.Errorf("rebuild from %s: %w", t.name, err)
		}
		ids, page, err := readPage(t, rows)
		if err != nil {
			return fmt.Errorf("rebuild from %s: %w", t.name, err)
		}
		for i, s := range page {
			if err := yield(ref.ID(ids[i]), s); err != nil {
				return err
			}
		}
		if len(page) < rebuildPage {
			return nil
		}
		last = ids[len(ids)-1]
	}
}

func readPage(t *covered, rows *sql.Rows) (ids []int64, out []stored, err error) {
	defer rows.Close()
	for rows.Next() {
		var id int64
		s, err := t.scanRow(rows.Scan, &id)
		if err != nil {
			return nil, nil, err
		}
		ids, out = append(ids, id), append(out, s)
	}
	return ids, out, rows.Err()
}
