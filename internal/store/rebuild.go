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
	defer db.counts.forget()
	return db.submit(ctx, "", func(tx *Tx) error {
		clearSearch := `INSERT INTO search(search) VALUES('delete-all')`
		if db.d.postgres {
			clearSearch = `DELETE FROM search`
		}
		for _, q := range []string{
			`DELETE FROM tally`,
			`INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n) ` + tallyCount,
			`DELETE FROM counter WHERE series<>'` + registersSeries + `'`,
			`INSERT INTO counter(jurisdiction,series,year,no) ` + counterCount,
			`UPDATE counter SET no=no+1 WHERE series='` + registersSeries + `'`,
			`DELETE FROM assist`,
			clearSearch,
		} {
			if _, err := tx.exec(q); err != nil {
				return fmt.Errorf("rebuild: %w in %s", err, q)
			}
		}
		clear(tx.w.stamps)
		if err := pages(tx, orders, func(id ref.ID, s stored) error {
			o := orders.decode(id, s)
			if err := tx.assist(o, false); err != nil {
				return err
			}
			return tx.w.writeSearch(orderWords(o, 0))
		}); err != nil {
			return err
		}
		return pages(tx, problems, func(id ref.ID, s stored) error {
			return tx.w.writeSearch(problemWords(problems.decode(id, s), 0))
		})
	})
}

// pages gives every row of a table in order of id, a page at a time.
func pages[T any](tx *Tx, t *table[T], yield func(ref.ID, stored) error) error {
	last := int64(0)
	for {
		rows, err := tx.query(strings.Replace(t.all, " ORDER BY id", " WHERE id>$1 ORDER BY id", 1)+fmt.Sprintf(" LIMIT %d", rebuildPage), last)
		if err != nil {
			return fmt.Errorf("rebuild from %s: %w", t.name, err)
		}
		ids, page, err := readPage(&t.covered, rows)
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
