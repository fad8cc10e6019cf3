package store

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/journal"
)

// Signed is a checkpoint and its signed note, to be kept outside as well.
type Signed struct {
	journal.Checkpoint
	Note []byte
}

// Checkpoint signs the state of every journal that grew since its last
// checkpoint and appends the notes to the database, in a transaction of its
// own. It writes nothing when nothing grew. The caller keeps what it returns
// outside the database.
func (db *DB) Checkpoint(ctx context.Context, signer note.Signer) (made []Signed, err error) {
	const grown = `FROM head WHERE size > COALESCE((SELECT MAX(size) FROM checkpoint WHERE checkpoint.journal=head.journal),0)`
	var n int
	if err := db.queryRow(ctx, `SELECT COUNT(*) `+grown).Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	err = db.submit(ctx, "", func(tx *Tx) error {
		made = nil
		var fresh []Signed
		at, err := tx.signedAt()
		if err != nil {
			return err
		}
		rows, err := tx.query(`SELECT journal,size,frontier ` + grown + ` ORDER BY journal`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			c := journal.Checkpoint{At: at}
			var frontier []byte
			if err := rows.Scan(&c.Journal, &c.Size, &frontier); err != nil {
				return err
			}
			tree, err := journal.OpenRange(c.Size, frontier)
			if err != nil {
				return fmt.Errorf("head of %s: %w", c.Journal, err)
			}
			c.Root = tree.Root()
			signed, err := c.Sign(signer)
			if err != nil {
				return err
			}
			made = append(made, Signed{c, signed})
		}
		if err := rows.Err(); err != nil {
			return err
		}
		rows.Close() // PostgreSQL cannot write while it is still answering
		for _, m := range made {
			// Another process may have signed the same size in this moment.
			n, err := tx.exec(`INSERT INTO checkpoint(journal,size,at,note) VALUES($1,$2,$3,$4) ON CONFLICT DO NOTHING`,
				m.Journal, m.Size, int64(m.At), string(m.Note))
			if err != nil {
				return err
			}
			if n == 1 { // one that was signed twice is kept as the database holds it
				fresh = append(fresh, m)
			}
		}
		made = fresh
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return made, nil
}
